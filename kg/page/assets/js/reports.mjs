// The articles themselves: a table of them, and what one of them says.

import { details } from "./card.mjs";
import { dateText } from "./dates.mjs";
import { button, el, link } from "./dom.mjs";
import { merged, proof } from "./evidence.mjs";
import { figuresInView } from "./figures.mjs";
import { isOpen } from "./filter.mjs";
import { isGeography, strongest } from "./graph.mjs";
import { changeText, count, figureText } from "./numbers.mjs";
import { thingButton } from "./panels.mjs";
import { evidenceOf, sources } from "./sources.mjs";
import { say, sayRelation } from "./words.mjs";

const FIRST = 14;

/** How many of some items name each article. */
function tally(items) {
  const found = new Map();
  for (const item of items) for (const article of item.in) found.set(article, (found.get(article) || 0) + 1);
  return found;
}

/** All articles that say something of what is in view, the newest first. */
export function reportTable(app) {
  const things = tally(app.graph.nodes.filter((node) => app.shown.nodes[node.id]));
  const facts = tally(app.graph.facts.filter((fact) => app.shown.facts[fact.id]));
  const figures = tally(figuresInView(app).map((figure) => ({ in: [...new Set(evidenceOf(figure).map((row) => row.article))] })));
  const of = (counts, article) => counts.get(article.original) || 0;
  const open = (article) => () => app.go({ view: "graph", article: article.key, node: null, link: null, path: null, disc: null });
  return {
    rows: sources().articles.filter((article) => isOpen(app.filter) || of(things, article)),
    columns: [
      { key: "title", title: "table.headline", wide: true, value: (article) => article.title, cell: (article) => button(el("span", { lang: "zh" }, article.title || say("untitled")), open(article), { class: "name" }) },
      { key: "outlet", title: "table.outlet", value: (article) => article.outlet, cell: (article) => el("span", { lang: "zh" }, article.outlet) },
      { key: "date", title: "table.date", value: (article) => article.date, cell: (article) => article.date },
      { key: "things", title: "stat.things", number: true, value: (article) => of(things, article), cell: (article) => count(of(things, article)) },
      { key: "facts", title: "stat.facts", number: true, value: (article) => of(facts, article), cell: (article) => count(of(facts, article)) },
      { key: "figures", title: "stat.figures", number: true, value: (article) => of(figures, article), cell: (article) => count(of(figures, article)) },
      { key: "reprint", title: "table.reprint", value: (article) => (article.original === article.id ? "" : sources().articles[article.original].title), cell: (article) => (article.original === article.id ? "" : el("span", { class: "quiet", lang: "zh" }, sources().articles[article.original].outlet || say("table.reprint.yes"))), wide: true },
    ],
  };
}

/** What one article says: its things, facts and figures, each with its sentence. */
export function reportPanel(app, article) {
  const { graph, shown } = app;
  const from = (item) => evidenceOf(item).filter((row) => row.article === article.original);
  const things = strongest(graph, graph.nodes.filter((node) => shown.nodes[node.id]).map((node) => node.id));
  const weight = (fact) => graph.nodes[fact.from].r + graph.nodes[fact.to].r - (isGeography(graph, fact) ? 1000 : 0);
  const facts = graph.facts.filter((fact) => shown.facts[fact.id]).sort((a, b) => weight(b) - weight(a) || a.id - b.id);
  const figures = sources().figures.filter((figure) => from(figure).length);
  const meta = [dateText(article.date) || say("undated"), article.outlet, article.author].filter(Boolean).join(" · ");
  return el("article", { class: "card" },
    el("p", { class: "kind" }, say("report.kind")), el("h2", { id: "panel-title", tabindex: "-1", lang: "zh" }, link(article.address, article.title || say("untitled"))), el("p", { class: "lead" }, meta),
    article.original === article.id ? null : el("p", { class: "notice" }, say("report.reprint", { title: sources().articles[article.original].title })),
    el("div", { class: "actions" }, button(say("report.all"), () => app.go({ article: null, node: null }), { class: "tool", id: "report-all" })),
    part(say("card.facts"), facts, "facts-of", (fact) => details([el("span", { lang: "zh" }, graph.nodes[fact.from].name), el("span", { class: "relation" }, ` ${sayRelation(fact.rel)} → `), el("span", { lang: "zh" }, graph.nodes[fact.to].name)],
      () => sentences(from(fact), [graph.nodes[fact.from].name, graph.nodes[fact.to].name]))),
    part(say("card.figures"), figures, "figures-of", (figure) => details([el("span", { lang: "zh" }, figure.measure), el("span", { class: "amount" }, ` ${figureText(figure) || changeText(figure)}`)], () => sentences(from(figure), [figure.measure]))),
    part(say("stat.things"), things, "facts", (id) => thingButton(app, id)));
}

function sentences(rows, names) {
  return el("div", { class: "proofs" }, merged(rows).map((row) => proof(row, names)));
}

/** A list under a heading, the rest of a long one when it is asked for. */
function part(title, items, name, make) {
  if (!items.length) return null;
  const list = el("ul", { class: name }, items.slice(0, FIRST).map((item) => el("li", {}, make(item))));
  const rest = items.slice(FIRST);
  const more = rest.length ? button(say("card.more", { n: rest.length }), (event) => {
    event.currentTarget.remove();
    list.append(...rest.map((item) => el("li", {}, make(item))));
  }, { class: "more" }) : null;
  return el("section", {}, el("h3", {}, title, el("span", { class: "number" }, count(items.length))), list, more);
}
