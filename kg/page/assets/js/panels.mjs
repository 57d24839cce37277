// The other panels: what the whole graph holds, a link, a way between two things, a community.

import { details, namesOf } from "./card.mjs";
import { glyph } from "./charts.mjs";
import { dateText } from "./dates.mjs";
import { button, el } from "./dom.mjs";
import { proofs } from "./evidence.mjs";
import { figuresInView } from "./figures.mjs";
import { isOpen, shownFacts } from "./filter.mjs";
import { linkBetween, linksOf, strongest } from "./graph.mjs";
import { count } from "./numbers.mjs";
import { picker } from "./picker.mjs";
import { sources } from "./sources.mjs";
import { pathBetween } from "./walk.mjs";
import { say, sayRelation, weight } from "./words.mjs";

const title = (text, ...rest) => el("h2", { id: "panel-title", tabindex: "-1" }, text, rest);

/** A thing as a line to choose it by. */
export function thingButton(app, id, note) {
  const node = app.graph.nodes[id];
  return button([glyph(node.kind, 13), el("span", { lang: "zh" }, node.name), note ? el("span", { class: "quiet" }, note) : null],
    () => app.go({ node: node.key, link: null, path: null, disc: null }), { class: "name" });
}

/** What the graph holds, for a reader who has just opened the page. */
export function overview(app) {
  const { graph, shown } = app;
  const book = graph.book;
  const number = (value, key) => el("div", { class: "stat" }, el("b", {}, count(value)), el("span", {}, say(key)));
  const leading = strongest(graph, graph.nodes.filter((node) => shown.nodes[node.id]).map((node) => node.id)).map((id) => ({ id, n: linksOf(graph, shown, id) })).sort((a, b) => b.n - a.n).slice(0, 10);
  const part = book.whole[0] > graph.nodes.length;
  const large = graph.discs.map((disc, id) => ({ id, disc, n: disc.members.filter((member) => shown.nodes[member]).length })).filter((one) => one.n).sort((a, b) => b.n - a.n).slice(0, 8);
  // The larger part of the page is not read before it is asked for: without a filter the book knows the numbers.
  const [figures, quotes] = isOpen(app.filter) ? [book.figures, book.quotes] : [figuresInView(app).length, sources().quotes.filter((quote) => shown.nodes[quote.node]).length];
  return el("article", { class: "card overview" },
    el("header", {}, el("p", { class: "kind" }, say("overview.kind")), title(say("overview.title", { n: count(book.articles.length) })), el("p", { class: "lead" }, say("overview.lead"))),
    part ? el("p", { class: "notice" }, say("overview.part", { shown: count(graph.nodes.length), all: count(book.whole[0]), facts: count(book.whole[1]) })) : null,
    el("div", { class: "stats" }, number(shown.count, "stat.things"), number(shown.factCount, "stat.facts"), number(figures, "stat.figures"), number(quotes, "stat.quotes")),
    book.conflicts ? button(say("overview.conflicts", { n: book.conflicts }), () => app.go({ view: "figures", figure: sources().conflicts[0].figures[0].measure }), { class: "notice conflict" }) : null,
    app.place.pins.length ? el("section", {}, el("h3", {}, say("overview.pins")), el("ul", { class: "facts" }, app.pinned().map((id) => el("li", {}, thingButton(app, id))))) : null,
    el("section", {}, el("h3", {}, say("overview.leading")), el("ul", { class: "facts" }, leading.map(({ id, n }) => el("li", {}, thingButton(app, id, say("links", { n })))))),
    el("section", {}, el("h3", {}, say("overview.groups")), el("ul", { class: "facts" }, large.map(({ id, disc, n }) => el("li", {},
      button([el("span", { class: "disc-sign", "aria-hidden": "true" }), el("span", { lang: "zh" }, graph.nodes[disc.title].name), el("span", { class: "quiet" }, say("members", { n }))],
        () => app.go({ view: "graph", disc: id, node: null, link: null, path: null }), { class: "name" }))))));
}

/** A link: everything said between two things, every sentence of it. */
export function linkPanel(app, a, b) {
  const found = linkBetween(app.graph, a, b);
  return el("article", { class: "card" },
    el("header", {}, el("p", { class: "kind" }, say("link.kind")), title(el("span", { lang: "zh" }, `${app.graph.nodes[a].name} — ${app.graph.nodes[b].name}`))),
    el("ul", { class: "facts" }, el("li", {}, thingButton(app, a)), el("li", {}, thingButton(app, b))),
    found ? shownFacts(app.graph, app.shown, found).map((fact) => factBlock(app, fact)) : el("p", {}, say("link.none")));
}

/** A fact as a sentence of ours, and the sentences of the articles below it. */
export function factBlock(app, fact) {
  const [from, to] = [app.graph.nodes[fact.from], app.graph.nodes[fact.to]];
  return el("section", { class: "fact" },
    el("p", { class: "claim" }, el("span", { lang: "zh" }, from.name), el("span", { class: "relation" }, `${sayRelation(fact.rel)} →`), el("span", { lang: "zh" }, to.name),
      fact.role ? el("span", { class: "note", lang: "zh" }, fact.role) : null),
    proofs(fact, [...namesOf(from), ...namesOf(to)]));
}

/** A way between two things, step by step, with the sentences behind every step. */
export function pathPanel(app, keys) {
  const [start, end] = keys.map((key) => (key === null ? undefined : app.graph.byKey.get(key)));
  const choose = (n) => (id) => {
    const next = [...keys];
    next[n] = app.graph.nodes[id].key;
    app.go({ path: next, node: null, link: null, hops: 0, view: "graph" });
  };
  const nameOf = (id) => (id === undefined ? "" : app.graph.nodes[id].name);
  const pickers = el("div", { class: "ends" },
    picker(app, "path-from", say("path.from"), nameOf(start), choose(0)),
    picker(app, "path-to", say("path.to"), nameOf(end), choose(1)));
  return el("article", { class: "card" },
    el("header", {}, el("p", { class: "kind" }, say("path.kind")), title(say("path.title"))),
    pickers, el("p", { class: "hint" }, say("path.hint")), steps(app, start, end));
}

function steps(app, start, end) {
  if (start === undefined || end === undefined) return null;
  const path = start === end ? null : pathBetween(app.graph, app.shown, start, end);
  if (!path) return el("p", { class: "notice", role: "status" }, say("path.none"));
  return el("div", {}, el("p", { role: "status", class: "quiet" }, say("path.found", { n: path.length - 1 })), el("ol", { class: "way" }, path.map((id, n) =>
    el("li", {}, thingButton(app, id), n + 1 < path.length ? shownFacts(app.graph, app.shown, linkBetween(app.graph, id, path[n + 1])).map((fact) =>
      details([el("span", { class: "relation" }, fact.from === id ? `${sayRelation(fact.rel)} →` : `← ${sayRelation(fact.rel)}`), el("span", { class: "quiet" }, say("card.said", { n: fact.in.length }))],
        () => proofs(fact, [...namesOf(app.graph.nodes[fact.from]), ...namesOf(app.graph.nodes[fact.to])]), { class: "said", open: path.length <= 4 })) : null))));
}

/** A community: what it is about, who belongs to it, and what it is tied to. */
export function discPanel(app, id) {
  const { graph, shown } = app;
  const disc = graph.discs[id];
  const members = strongest(graph, disc.members.filter((member) => shown.nodes[member]));
  const tied = graph.between
    .filter((tie) => tie.a === id || tie.b === id)
    .map((tie) => ({ other: tie.a === id ? tie.b : tie.a, n: tie.links.filter((number) => shown.links[number]).length }))
    .filter((tie) => tie.n)
    .sort((a, b) => b.n - a.n || a.other - b.other)
    .slice(0, 8);
  const days = members.flatMap((member) => graph.dates[member]).filter((date) => date.time).sort((a, b) => a.time[0] - b.time[0]);
  return el("article", { class: "card" },
    el("header", {}, el("p", { class: "kind" }, say("disc.kind")), title(el("span", { lang: "zh" }, graph.nodes[disc.title].name)), el("p", { class: "lead" }, say("members", { n: members.length }))),
    el("div", { class: "actions" }, app.isLarge ? button(app.opened.has(id) ? say("disc.close") : say("disc.open"), () => app.toggleDisc(id), { class: "tool", "aria-expanded": String(app.opened.has(id)) }) : null,
      button(say("disc.zoom"), () => app.showDisc(id), { class: "tool" })),
    days.length ? el("section", {}, el("h3", {}, say("card.dates")), el("ul", { class: "facts" }, days.slice(0, 6).map((date) => el("li", {}, thingButton(app, date.node, dateText(date.value)))))) : null,
    el("section", {}, el("h3", {}, say("disc.members")), el("ul", { class: "facts" }, members.slice(0, 40).map((member) => el("li", {}, thingButton(app, member, weight(graph.nodes[member])))))),
    tied.length ? el("section", {}, el("h3", {}, say("disc.tied")), el("ul", { class: "facts" }, tied.map((tie) => el("li", {},
      button([el("span", { class: "disc-sign", "aria-hidden": "true" }), el("span", { lang: "zh" }, graph.nodes[graph.discs[tie.other].title].name), el("span", { class: "quiet" }, say("links", { n: tie.n }))], () => app.go({ disc: tie.other }), { class: "name" }))))) : null);
}
