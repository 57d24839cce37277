// What is in view, as a file: a picture, a drawing, or a table.

import { dayName } from "./dates.mjs";
import { el } from "./dom.mjs";
import { figuresInView, subjectOf } from "./figures.mjs";
import { placeNames } from "./naming.mjs";
import { bitmaps, canvasPen, svgPen } from "./pen.mjs";
import { paintBase, paintFocus } from "./paint.mjs";
import { reportTable } from "./reports.mjs";
import { evidenceOf, sources } from "./sources.mjs";
import { isQuiet, viewOf } from "./stage.mjs";
import { say, sayRelation } from "./words.mjs";

/** Save the map as a picture, twice as fine as the screen. */
export function savePng(stage) {
  const view = viewOf(stage);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [view.w * 2, view.h * 2];
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  paint(stage, canvasPen(context, stage.look, stage.theme, bitmaps(2)), view);
  canvas.toBlob((blob) => hand(blob, "shangtu.png"), "image/png");
}

/** Save the map as a drawing whose text stays text. */
export function saveSvg(stage) {
  const view = viewOf(stage);
  const pen = svgPen(stage.look, stage.theme, view.w, view.h, say("view.graph"));
  paint(stage, pen, view);
  hand(new Blob([pen.finish()], { type: "image/svg+xml" }), "shangtu.svg");
}

function paint(stage, pen, view) {
  paintBase(pen, stage.graph, stage.scene, view);
  if (!isQuiet(stage)) pen.texts(placeNames(pen, stage.graph, stage.scene, view));
  if (stage.focus) paintFocus(pen, stage.graph, stage.scene, view, stage.shown, stage.focus);
}

/** Save a table of things, facts or figures in view. */
export function saveCsv(app, which) {
  const rows = { things: thingRows, facts: factRows, figures: figureRows, reports: reportRows }[which](app);
  // The mark tells spreadsheet programs that this is UTF-8.
  hand(new Blob(["\ufeff", csv(rows)], { type: "text/csv;charset=utf-8" }), `shangtu-${which}.csv`);
}

/** Rows as CSV. A cell that a spreadsheet would take for a formula is kept from being one. */
export function csv(rows) {
  const cell = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** In a neighbourhood or on a path, what is drawn; else all that passes the filters. */
function inView(app) {
  const scene = app.stage.scene;
  const local = app.place.view === "graph" && scene && scene.mode !== "map";
  return local ? (id) => scene.live[id] === 1 : (id) => app.shown.nodes[id] === 1;
}

function thingRows(app) {
  const here = inView(app);
  const first = (times) => (times.length ? dayName(Math.min(...times.map((time) => time[0]))) : "");
  const head = ["id", "name", "kind", "subkind", "aliases", "links", "sources", "first_date", "code", "longitude", "latitude"];
  return [head, ...app.graph.nodes.filter((node) => here(node.id)).map((node) => [
    node.key, node.name, node.kind, node.sub, node.also.join("|"), node.degree, node.in.length, first(node.times), node.code, ...(node.at || ["", ""]),
  ])];
}

function factRows(app) {
  const here = inView(app);
  const { nodes } = app.graph;
  const head = ["subject", "relation", "object", "role", "rank", "confidence", "sources", "evidence", "article", "date", "outlet", "address"];
  const facts = app.graph.facts.filter((fact) => app.shown.facts[fact.id] && here(fact.from) && here(fact.to));
  return [head, ...facts.flatMap((fact) => evidenceOf(fact).map((row) => [
    nodes[fact.from].name, sayRelation(fact.rel), nodes[fact.to].name, fact.role, fact.rank, row.sure / 100, fact.in.length, ...cite(row),
  ]))];
}

function figureRows(app) {
  const head = ["about", "measure", "value", "upper", "unit", "qualifier", "period", "change_kind", "change", "change_unit", "mark", "evidence", "article", "date", "outlet", "address"];
  return [head, ...figuresInView(app).map((figure) => [
    subjectOf(app, figure), figure.measure, figure.value, figure.upper, figure.unit, figure.hedge || "exact", figure.period, ...(figure.change || ["", "", ""]), figure.mark, ...cite(evidenceOf(figure)[0]),
  ])];
}

function reportRows(app) {
  const { rows, columns } = reportTable(app);
  const number = (key) => columns.find((column) => column.key === key).value;
  const head = ["title", "date", "outlet", "author", "address", "entities", "facts", "figures", "reprint_of"];
  return [head, ...rows.map((article) => [
    article.title, article.date, article.outlet, article.author, article.address, number("things")(article), number("facts")(article), number("figures")(article), number("reprint")(article),
  ])];
}

function cite(row) {
  if (!row) return ["", "", "", "", ""];
  const article = sources().articles[row.article];
  return [row.text.slice(row.start, row.end), article.title, article.date, article.outlet, article.address];
}

/** Give a file to the reader. */
function hand(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}
