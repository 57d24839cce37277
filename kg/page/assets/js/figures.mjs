// What was measured: measures to choose from, each as a chart and a table, and figures that contradict each other.

import { details, flag } from "./card.mjs";
import { lines, rows } from "./charts.mjs";
import { dateText, lengthOf } from "./dates.mjs";
import { button, el, fill } from "./dom.mjs";
import { proofs } from "./evidence.mjs";
import { fold } from "./find.mjs";
import { changeText, count, figureText } from "./numbers.mjs";
import { evidenceOf, sources } from "./sources.mjs";
import { say } from "./words.mjs";

/** Figures in view: those about a thing go with it; those about nothing known stay unless a time is chosen. */
export function figuresInView(app) {
  const { from, to, article } = app.filter;
  return sources().figures.filter((figure) => {
    if (figure.node !== undefined && !app.shown.nodes[figure.node]) return false;
    if (article !== null && !evidenceOf(figure).some((row) => row.article === article)) return false;
    if (from === null && to === null) return true;
    if (!figure.time) return app.filter.undated;
    return (to === null || figure.time[0] < to) && (from === null || figure.time[1] > from);
  });
}

/** Whom a figure is about. */
export function subjectOf(app, figure) {
  return figure.node === undefined ? figure.about || "" : app.graph.nodes[figure.node].name;
}

/** Measures by how many figures they have. */
export function measures(items) {
  const groups = new Map();
  for (const figure of items) {
    if (!groups.has(figure.measure)) groups.set(figure.measure, []);
    groups.get(figure.measure).push(figure);
  }
  return [...groups].map(([name, found]) => ({ name, items: found })).sort((a, b) => b.items.length - a.items.length || (a.name < b.name ? -1 : 1));
}

/** What to show first: what is followed over the longest time, else what is told most often. */
function telling(app, groups) {
  const length = (group) => Math.max(0, ...seriesOf(app, group.items.filter((figure) => figure.value !== undefined)).map((one) => one.points.length));
  const long = groups.filter((group) => group.items.length > 2).map((group) => ({ group, points: length(group) })).filter((one) => one.points > 2);
  return long.length ? long.reduce((best, one) => (one.points > best.points ? one : best)).group : groups[0];
}

/** The view. */
export function figures(app, host, state) {
  const all = figuresInView(app);
  if (!all.length) return fill(host, el("header", { class: "view-head" }, el("h2", {}, say("view.figures"))), el("p", { class: "empty" }, say("figures.empty")));
  const groups = measures(all);
  const here = new Set(all.map((figure) => figure.id));
  const clashes = sources().conflicts.filter((one) => one.figures.every((figure) => here.has(figure.id)));
  const chosen = groups.find((group) => group.name === app.place.figure) || telling(app, groups);
  const list = el("ul", { class: "measures" });
  const show = () => fill(list, groups.filter((group) => fold(group.name).includes(fold(state.find))).slice(0, 200).map((group) => el("li", {},
    button([el("span", { lang: "zh" }, group.name), group.items.some((figure) => figure.mark === "conflict") ? el("span", { class: "flag", title: say("mark.conflict") }, "!") : null, el("span", { class: "number" }, count(group.items.length))],
      () => app.go({ figure: group.name }), { class: "measure-name", "aria-pressed": String(group === chosen) }))));
  const search = el("input", { type: "search", id: "measure-find", value: state.find, placeholder: say("figures.find"), "aria-label": say("figures.find"), on: { input: (event) => {
    state.find = event.target.value;
    show();
  } } });
  show();
  return fill(host,
    el("header", { class: "view-head" }, el("h2", {}, say("view.figures")), el("p", { class: "quiet" }, say("figures.note", { n: count(all.length), m: count(groups.length) })),
      button(say("save.csv"), () => app.save("figures"), { class: "tool" })),
    el("div", { class: "board" },
      el("div", { class: "board-list" }, search, list),
      el("div", { class: "board-main", tabindex: "0", role: "group", "aria-label": say("view.figures") },
        clashes.length ? conflictBoard(app, clashes, chosen.name) : null,
        el("h3", { lang: "zh" }, chosen.name), chartOf(app, chosen.items), tableOf(app, chosen.items))));
}

/** Contradictions of the chosen measure in full; those of others folded away below. */
function conflictBoard(app, clashes, measure) {
  const within = ({ figures: members }) => members.some((figure) => figure.measure === measure);
  const [here, elsewhere] = [clashes.filter(within), clashes.filter((one) => !within(one))];
  return el("section", { class: "conflicts" }, el("h3", {}, say("figures.conflicts", { n: clashes.length })),
    here.map((one) => conflict(app, one)),
    elsewhere.length ? details(say(here.length ? "figures.elsewhere" : "figures.others", { n: elsewhere.length }), () => el("div", {}, elsewhere.map((one) => conflict(app, one))), { class: "elsewhere" }) : null);
}

/** Figures that contradict each other, what was compared, and when it was; below them the sentences side by side. */
function conflict(app, { check, figures: members }) {
  const [first] = members;
  const alike = members.every((figure) => figure.measure === first.measure);
  const text = (figure) => `${alike ? "" : `${figure.measure} `}${figureText(figure) || changeText(figure)}`;
  const periods = [...new Set(members.map((figure) => dateText(figure.period)))].filter(Boolean);
  const summary = [
    el("span", {}, el("span", { lang: "zh" }, [subjectOf(app, first), alike ? first.measure : ""].filter(Boolean).join(" · ")), el("span", { class: "check-name" }, say(`check.${check}`))),
    el("span", { class: "quiet" }, periods.slice(0, 2).join(" / ")), el("span", { class: "flags" }, members.map((figure) => el("span", { class: "flag" }, text(figure))))];
  return details(summary, () => el("div", { class: "sides" }, members.map((figure) => el("div", {}, el("h4", {}, text(figure)), proofs(figure, [figure.measure])))), { class: "conflict" });
}

/** Over time where periods follow each other; else side by side, of the same unit and latest period. */
function chartOf(app, items) {
  const units = new Map();
  for (const figure of items) if (figure.value !== undefined) units.set(figure.unit || "", [...(units.get(figure.unit || "") || []), figure]);
  const [unit, group] = [...units].sort((a, b) => b[1].length - a[1].length)[0] || ["", []];
  if (group.length < 2) return changesOf(app, items);
  const series = seriesOf(app, group);
  if (series.length) return lines(series, unit, say("chart.lines", { n: series.length, measure: items[0].measure }));
  const sorted = [...group].sort((a, b) => b.value - a.value).slice(0, 24);
  return rows(sorted.map((figure) => ({ label: [subjectOf(app, figure), dateText(figure.period)].filter(Boolean).join(" · ") || say("card.noPeriod"), value: figure.value, text: figureText(figure), clash: figure.mark === "conflict", figure })), unit,
    (item) => openSubject(app, item));
}

function openSubject(app, { figure }) {
  if (figure.node !== undefined) app.go({ node: app.graph.nodes[figure.node].key, link: null, path: null });
}

/** Where only changes are told, those, the largest first. */
function changesOf(app, items) {
  const told = items.filter((figure) => figure.change && figure.change[2] === "%");
  if (told.length < 2) return null;
  const sorted = [...told].sort((a, b) => b.change[1] - a.change[1]).slice(0, 24);
  return rows(sorted.map((figure) => ({ label: [subjectOf(app, figure), dateText(figure.period)].filter(Boolean).join(" · "), value: figure.change[1], text: changeText(figure), clash: figure.mark === "conflict", falling: figure.change[1] < 0, figure })), "%", (item) => openSubject(app, item));
}

function seriesOf(app, group) {
  const found = new Map();
  for (const figure of group) {
    if (!figure.time) continue;
    const name = subjectOf(app, figure);
    // A year beside its months would be a fall that never was.
    const length = lengthOf(figure.time);
    const key = `${length}|${name}`;
    if (!found.has(key)) found.set(key, { name, length, points: [] });
    found.get(key).points.push({ at: (figure.time[0] + figure.time[1]) / 2, value: figure.value, label: dateText(startOf(figure.period, length)), clash: figure.mark === "conflict" });
  }
  const series = [...found.values()].filter((one) => new Set(one.points.map((p) => p.at)).size > 1)
    .sort((a, b) => b.points.length - a.points.length)
    .slice(0, 6);
  // Months and years of the same thing are two series; then both say which they are.
  const twice = (name) => series.filter((one) => one.name === name).length > 1;
  return series.map(({ name, length, points }) => ({ name: twice(name) ? [name, say(`length.${length}`)].filter(Boolean).join(" · ") : name, points: points.sort((a, b) => a.at - b.at) }));
}

/** When a period starts, no more exactly than the period is long. */
function startOf(period, length) {
  const [first] = period.split("/");
  return length === "day" || length === "week" ? first : first.slice(0, length === "year" || length === "years" ? 4 : 7);
}

function tableOf(app, items) {
  const order = [...items].sort((a, b) => subjectOf(app, a).localeCompare(subjectOf(app, b), "zh") || (a.time ? a.time[0] : 0) - (b.time ? b.time[0] : 0));
  const head = ["figures.about", "figures.value", "figures.change", "figures.period", "table.sources"];
  return el("table", { class: "figure-table" },
    el("caption", { class: "unseen" }, items[0].measure),
    el("thead", {}, el("tr", {}, head.map((key) => el("th", { scope: "col" }, say(key))))),
    el("tbody", {}, order.slice(0, 300).map((figure) => el("tr", { class: figure.mark || null },
      el("th", { scope: "row", lang: "zh" }, figure.node === undefined ? figure.about || "—" : button(subjectOf(app, figure), () => app.go({ node: app.graph.nodes[figure.node].key, link: null, path: null }), { class: "name" })),
      el("td", { class: "num" }, figureText(figure), flag(figure)),
      el("td", { class: "num change" }, changeText(figure)),
      el("td", {}, dateText(figure.period)),
      el("td", {}, details([say("card.said", { n: figure.n })], () => proofs(figure, [figure.measure, subjectOf(app, figure)]), { class: "said" }))))));
}
