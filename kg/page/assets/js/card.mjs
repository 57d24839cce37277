// What is known of a thing: its names, facts with their sentences, figures, statements, and where it is named.

import { glyph, columns } from "./charts.mjs";
import { dateText, lengthOf } from "./dates.mjs";
import { button, el } from "./dom.mjs";
import { isGeography } from "./graph.mjs";
import { mentions, proof, proofs } from "./evidence.mjs";
import { amount, changeText, count, figureText } from "./numbers.mjs";
import { evidenceOf, sources } from "./sources.mjs";
import { say, sayRelation, saySubkind } from "./words.mjs";

const FIRST = 12;

/** Every name of a thing, for marking it in a sentence. */
export function namesOf(node) {
  return [node.name, ...node.also];
}

/** The card of a thing. `app` gives the graph, what is in view, and ways to go on. */
export function card(app, id) {
  const node = app.graph.nodes[id];
  const all = sources();
  const facts = factGroups(app, id);
  const dates = [...app.graph.dates[id]].sort((a, b) => (a.time ? a.time[0] : 0) - (b.time ? b.time[0] : 0) || (a.property > b.property ? -1 : 1));
  const figures = all.figuresOf.get(id) || [];
  const quotes = all.quotesOf.get(id) || [];
  return el("article", { class: "card" },
    header(app, node),
    actions(app, node),
    dates.length ? section(say("card.dates"), dates.length, el("ul", { class: "plain" }, dates.map((date) => dateRow(date, node)))) : null,
    facts.total ? section(say("card.facts"), facts.total, facts.groups.map((group) => factGroup(app, node, group))) : null,
    figures.length ? section(say("card.figures"), figures.length, figureBlocks(figures, node)) : null,
    quotes.length ? section(say("card.quotes"), quotes.length, quotes.map((quote) => quoteBlock(quote, node))) : null,
    section(say("card.sources"), node.in.length, el("div", { class: "proofs" }, mentions(id, namesOf(node)))));
}

function header(app, node) {
  const also = node.also.filter((name) => name !== node.name);
  const kinds = [say(`kind.${node.kind}`), ...node.kinds.map((kind) => say(`kind.${kind}`))].join(" / ");
  const finer = [saySubkind(node.sub), node.edition && say("card.edition", { edition: node.edition }), node.code && say("card.code", { code: node.code })];
  return el("header", {},
    el("p", { class: "kind" }, glyph(node.kind), [kinds, ...finer].filter(Boolean).join(" · ")),
    el("h2", { id: "panel-title", tabindex: "-1", lang: "zh" }, node.name),
    also.length ? el("p", { class: "also", lang: "zh" }, el("span", { class: "quiet" }, say("card.also")), also.slice(0, 8).join("、"), also.length > 8 ? ` +${also.length - 8}` : "") : null);
}

function actions(app, node) {
  const pinned = app.place.pins.includes(node.key);
  const hops = [0, 1, 2, 3].map((n) =>
    button(n ? say("card.hop", { n }) : say("card.map"), () => app.go({ view: "graph", node: node.key, hops: n, link: null, path: null }), {
      class: "segment", "aria-pressed": String(app.place.view === "graph" && app.place.hops === n && !app.place.path), title: n ? say("card.hops", { n }) : say("card.onMap"),
    }));
  return el("div", { class: "actions" },
    el("div", { class: "segments", role: "group", "aria-label": say("card.around") }, hops),
    button(say("card.path"), () => app.go({ view: "graph", path: [node.key, null], node: null, link: null, hops: 0 }), { class: "tool" }),
    button(pinned ? say("card.unpin") : say("card.pin"), () => app.pin(node.key), { class: "tool", "aria-pressed": String(pinned) }),
    button(say("card.copy"), () => app.copyAddress(), { class: "tool" }));
}

function section(title, number, ...content) {
  return el("section", {}, el("h3", {}, title, el("span", { class: "number" }, count(number))), content);
}

function dateRow(date, node) {
  const where = sources().dates[date.number];
  return el("li", {}, details([el("span", { class: "quiet" }, say(`date.${date.property}`)), " ", dateText(date.value)], () => proofs(where, namesOf(node))));
}

/** A line that opens; what it opens is made when it is asked for. */
export function details(summary, make, attributes = {}) {
  const node = el("details", attributes, el("summary", {}, summary));
  node.addEventListener("toggle", () => {
    if (node.open && node.childElementCount === 1) node.append(make());
  });
  return node;
}

/** Facts in view by relation and direction, most first. */
function factGroups(app, id) {
  const groups = new Map();
  let total = 0;
  for (const step of app.graph.near[id]) {
    for (const number of app.graph.links[step.link].facts) {
      if (!app.shown.facts[number]) continue;
      const fact = app.graph.facts[number];
      const inverse = fact.to === id;
      const name = sayRelation(fact.rel, inverse);
      if (!groups.has(name)) groups.set(name, { name, facts: new Map() });
      const other = inverse ? fact.from : fact.to;
      const { facts: known } = groups.get(name);
      // One who has held several offices is one line with all of them.
      if (known.has(other)) known.get(other).facts.push(fact);
      else known.set(other, { fact, facts: [fact], other });
      total += 1;
    }
  }
  const order = (a, b) => (a.fact.rank || 99) - (b.fact.rank || 99) || b.fact.in.length - a.fact.in.length || app.graph.nodes[b.other].r - app.graph.nodes[a.other].r;
  for (const group of groups.values()) group.facts = [...group.facts.values()].sort(order);
  const known = ({ facts: [{ fact }] }) => Number(isGeography(app.graph, fact));
  return { total, groups: [...groups.values()].sort((a, b) => known(a) - known(b) || b.facts.length - a.facts.length || (a.name < b.name ? -1 : 1)) };
}

function factGroup(app, node, group) {
  const list = el("ul", { class: "facts" });
  const show = (from, to) => list.append(...group.facts.slice(from, to).map((item) => factRow(app, node, item)));
  show(0, FIRST);
  const rest = group.facts.length - FIRST;
  const more = rest > 0 ? button(say("card.more", { n: rest }), (event) => {
    event.currentTarget.remove();
    show(FIRST);
  }, { class: "more" }) : null;
  return el("div", { class: "group" }, el("h4", {}, group.name, group.facts.length > 1 ? el("span", { class: "number" }, group.facts.length) : null), list, more);
}

function factRow(app, node, { facts, other }) {
  const thing = app.graph.nodes[other];
  const notes = [...new Set(facts.flatMap((fact) => [fact.role, fact.rank && say("card.rank", { n: fact.rank })]).filter(Boolean))].join(" · ");
  const summary = [el("span", { class: "quiet" }, say("card.said", { n: new Set(facts.flatMap((fact) => fact.in)).size }))];
  return el("li", {},
    button([glyph(thing.kind, 13), el("span", { lang: "zh" }, thing.name)], () => app.go({ node: thing.key, link: null, path: null }), { class: "name" }),
    notes ? el("span", { class: "note", lang: "zh" }, notes) : null,
    details(summary, () => proofs(facts, [...namesOf(node), ...namesOf(thing)]), { class: "said" }));
}

/** Figures of a thing: a chart where a measure has a series, and a table of all. */
export function figureBlocks(figures, node) {
  const measures = new Map();
  for (const figure of figures) {
    const key = `${figure.measure}|${figure.unit || ""}`;
    if (!measures.has(key)) measures.set(key, []);
    measures.get(key).push(figure);
  }
  return [...measures.values()].sort((a, b) => b.length - a.length).map((group) => {
    group.sort((a, b) => (a.time ? a.time[0] : 0) - (b.time ? b.time[0] : 0));
    return el("div", { class: "measure" }, el("h4", { lang: "zh" }, group[0].measure), series(group), figureTable(group, node));
  });
}

function series(group) {
  const steps = new Map();
  for (const figure of group) {
    if (!figure.time || figure.value === undefined) continue;
    const step = lengthOf(figure.time);
    steps.set(step, [...(steps.get(step) || []), figure]);
  }
  const [timed] = [...steps.values()].sort((a, b) => b.length - a.length);
  if (!timed || new Set(timed.map((figure) => figure.period)).size < 2) return null;
  const items = timed.map((figure) => ({ label: dateText(figure.period), short: figure.period.split("/")[0], value: figure.value, clash: figure.mark === "conflict" }));
  return columns(items, group[0].unit, say("chart.series", { measure: group[0].measure, n: items.length, last: amount(items[items.length - 1].value, group[0].unit) }));
}

function figureTable(group, node) {
  return el("ul", { class: "figures" }, group.map((figure) => el("li", { class: figure.mark || null },
    details([
      el("span", { class: "amount" }, figureText(figure) || changeText(figure)),
      figureText(figure) && figure.change ? el("span", { class: "change" }, changeText(figure)) : null,
      el("span", { class: "quiet" }, dateText(figure.period) || say("card.noPeriod")),
      flag(figure),
    ], () => proofs(figure, node ? [...namesOf(node), figure.measure] : [figure.measure])))));
}

/** What comparing a figure with others came to. */
export function flag(figure) {
  return figure.mark ? el("span", { class: "flag", title: say(`mark.${figure.mark}.hint`) }, say(`mark.${figure.mark}`)) : null;
}

function quoteBlock(quote, node) {
  return el("div", { class: "said-by" }, evidenceOf(quote).map((row) => proof(row, namesOf(node))));
}
