// The legend that is also the filter by kind, and the drawer with the finer filters.

import { glyph } from "./charts.mjs";
import { button, el, fill } from "./dom.mjs";
import { count } from "./numbers.mjs";
import { articleByKey } from "./sources.mjs";
import { say, sayRelation } from "./words.mjs";

/** The legend: each kind with its sign and count, switched off and on by a click; with shift, alone. */
export function legend(app, host) {
  const present = app.graph.book.kinds.filter((kind) => app.kindTotals[kind]);
  const chips = present.map((kind) => {
    const off = app.filter.kinds.has(kind);
    return el("button", {
      type: "button", class: "chip", "data-kind": kind, "aria-pressed": String(!off), title: say("legend.hint"),
      on: { click: (event) => toggleKind(app, kind, present, event.shiftKey || event.altKey) },
    }, glyph(kind, 15), el("span", {}, say(`kind.${kind}`)), el("span", { class: "number" }, count(app.shown.kinds[kind] || 0)));
  });
  const active = activeFilters(app);
  const more = button([say("filters"), active ? el("span", { class: "badge" }, active) : null], () => app.toggleDrawer(), { class: "chip filters", id: "filters", "aria-expanded": String(app.drawerOpen), "aria-controls": "drawer" });
  const { article } = app.place;
  const only = article ? button([el("span", { class: "only", lang: "zh" }, say("report.only", { title: articleByKey(article).title || say("untitled") })), " ×"], () => app.go({ article: null, node: null }), { class: "chip", id: "only-report", title: say("report.all") }) : null;
  fill(host, only, el("div", { class: "chips" }, chips), more);
}

function toggleKind(app, kind, present, alone) {
  const off = new Set(app.place.off);
  if (alone) {
    const others = present.filter((other) => other !== kind);
    const isAlone = !off.has(kind) && others.every((other) => off.has(other));
    app.go({ off: isAlone ? [] : others }, true);
    return;
  }
  if (!off.delete(kind)) off.add(kind);
  app.go({ off: [...off].sort() }, true);
}

function activeFilters(app) {
  const { rel, from, to, sources, confidence } = app.place;
  return (rel.length ? 1 : 0) + (from || to ? 1 : 0) + (sources > 1 ? 1 : 0) + (confidence > 0 ? 1 : 0);
}

/** The drawer: relations, least number of sources, least confidence, things without a date. */
export function drawer(app, host) {
  const { place, shown, graph } = app;
  const relations = graph.book.relations.map((name) => ({ name, n: shown.relations[name] || 0 })).sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1));
  const most = Math.max(2, ...graph.facts.map((fact) => fact.in.length));
  const slide = (key, text, attributes, change) => {
    const id = `filter-${key}`;
    const output = el("output", { for: id }, text(attributes.value));
    const input = el("input", { id, type: "range", ...attributes });
    input.addEventListener("input", () => fill(output, text(Number(input.value))));
    input.addEventListener("change", () => change(Number(input.value)));
    return el("div", { class: "field" }, el("label", { for: id }, say(`filter.${key}`)), input, output);
  };
  fill(host,
    el("header", {}, el("h2", {}, say("filters")), button("×", () => app.toggleDrawer(), { class: "close", "aria-label": say("close") })),
    slide("sources", (n) => say("filter.least", { n }), { min: 1, max: most, step: 1, value: place.sources }, (n) => app.go({ sources: n }, true)),
    slide("confidence", (n) => `≥ ${n}%`, { min: 0, max: 100, step: 5, value: place.confidence }, (n) => app.go({ confidence: n }, true)),
    el("label", { class: "check" }, el("input", { type: "checkbox", id: "filter-undated", checked: place.undated, on: { change: (event) => app.go({ undated: event.target.checked }, true) } }), say("filter.undated")),
    el("fieldset", {}, el("legend", {}, say("filter.relations")),
      el("div", { class: "both" }, button(say("all"), () => app.go({ rel: [] }, true), { class: "more" }), button(say("none"), () => app.go({ rel: relations.map((item) => item.name) }, true), { class: "more" })),
      relations.map(({ name, n }) => el("label", { class: "check" },
        el("input", { type: "checkbox", "data-relation": name, checked: !place.rel.includes(name), on: { change: (event) => toggleRelation(app, name, event.target.checked) } }),
        el("span", {}, sayRelation(name)), el("span", { class: "number" }, count(n))))),
    button(say("filter.reset"), () => app.go({ off: [], rel: [], from: null, to: null, undated: false, sources: 1, confidence: 0, article: null }, true), { class: "tool wide", id: "filter-reset" }));
}

function toggleRelation(app, name, on) {
  const off = new Set(app.place.rel);
  if (on) off.delete(name);
  else off.add(name);
  app.go({ rel: [...off].sort() }, true);
}
