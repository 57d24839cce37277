// Everything in view as a table: for sorting, for reading aloud, for whoever would rather not look at a map.

import { glyph } from "./charts.mjs";
import { dayName } from "./dates.mjs";
import { button, el, fill } from "./dom.mjs";
import { count } from "./numbers.mjs";
import { reportTable } from "./reports.mjs";
import { say, sayRelation, saySubkind } from "./words.mjs";

const PAGE = 100;

/** The view. Its own state (which table, sorted how, which page) is the reader's for the visit. */
export function table(app, host, state) {
  const kind = { things: thingTable, facts: factTable, reports: reportTable }[state.which](app);
  const rows = sorted(kind, state);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  state.page = Math.min(state.page, pages - 1);
  const again = (change) => () => {
    Object.assign(state, change);
    table(app, host, state);
  };
  const choose = (which, key, n) => button(`${say(key)} ${count(n)}`, again({ which, page: 0, sort: { things: "links", facts: "sources", reports: "date" }[which], down: true }), { class: "segment", "aria-pressed": String(state.which === which) });
  fill(host,
    el("header", { class: "view-head" }, el("h2", {}, say("view.table")),
      el("div", { class: "segments", role: "group", "aria-label": say("view.table") }, choose("things", "stat.things", app.shown.count), choose("facts", "stat.facts", app.shown.factCount), choose("reports", "stat.reports", app.graph.book.articles.length)),
      button(say("save.csv"), () => app.save(state.which), { class: "tool" })),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say("view.table") }, el("table", {},
      el("caption", { class: "unseen" }, say("table.caption", { n: rows.length })),
      el("thead", {}, el("tr", {}, kind.columns.map((column) => heading(column, state, again)))),
      el("tbody", {}, rows.slice(state.page * PAGE, (state.page + 1) * PAGE).map((row) => el("tr", {}, kind.columns.map((column, n) =>
        el(n ? "td" : "th", n ? { class: column.number ? "num" : column.wide ? "wide" : null } : { scope: "row" }, column.cell(row)))))))),
    el("footer", { class: "pages" },
      button("‹", again({ page: Math.max(0, state.page - 1) }), { class: "tool", "aria-label": say("table.before"), disabled: state.page === 0 }),
      el("span", { role: "status" }, say("table.page", { page: state.page + 1, pages, n: count(rows.length) })),
      button("›", again({ page: Math.min(pages - 1, state.page + 1) }), { class: "tool", "aria-label": say("table.after"), disabled: state.page >= pages - 1 })));
}

function heading(column, state, again) {
  const here = state.sort === column.key;
  const direction = here ? (state.down ? "descending" : "ascending") : "none";
  return el("th", { scope: "col", "aria-sort": direction, class: column.number ? "num" : null },
    button([say(column.title), el("span", { class: "arrow", "aria-hidden": "true" }, here ? (state.down ? "▼" : "▲") : "")], again({ sort: column.key, down: here ? !state.down : Boolean(column.number), page: 0 }), { class: "sort" }));
}

/** Rows in the order a column asks for; equal ones keep theirs. */
export function sorted(kind, state) {
  const column = kind.columns.find((one) => one.key === state.sort) || kind.columns[0];
  const sign = state.down ? -1 : 1;
  const compare = new Intl.Collator(["zh-Hans-CN", "en"], { numeric: true }).compare;
  const values = new Map(kind.rows.map((row) => [row, column.value(row)]));
  return [...kind.rows].sort((a, b) => {
    const [x, y] = [values.get(a), values.get(b)];
    if (x === y) return 0;
    // What is not known comes last, whichever way the column runs.
    if (x === "" || x === null) return 1;
    if (y === "" || y === null) return -1;
    return sign * (typeof x === "number" ? x - y : compare(x, y));
  });
}

function day(times, last) {
  if (!times.length) return "";
  return last ? dayName(Math.max(...times.map((time) => time[1])) - 1) : dayName(Math.min(...times.map((time) => time[0])));
}

function nameButton(app, node) {
  return button([glyph(node.kind, 13), el("span", { lang: "zh" }, node.name)], () => app.go({ node: node.key, link: null, path: null }), { class: "name" });
}

/** All things in view. */
export function thingTable(app) {
  const links = (node) => app.graph.near[node.id].reduce((sum, step) => sum + (app.shown.links[step.link] ? 1 : 0), 0);
  return {
    rows: app.graph.nodes.filter((node) => app.shown.nodes[node.id]),
    columns: [
      { key: "name", title: "table.name", value: (node) => node.name, cell: (node) => nameButton(app, node) },
      { key: "kind", title: "table.kind", value: (node) => say(`kind.${node.kind}`), cell: (node) => [say(`kind.${node.kind}`), saySubkind(node.sub)].filter(Boolean).join(" · ") },
      { key: "links", title: "table.links", number: true, value: links, cell: (node) => count(links(node)) },
      { key: "sources", title: "table.sources", number: true, value: (node) => node.in.length, cell: (node) => count(node.in.length) },
      { key: "from", title: "table.from", value: (node) => day(node.times), cell: (node) => day(node.times) },
      { key: "also", title: "table.also", wide: true, value: (node) => node.also.join("、"), cell: (node) => el("span", { lang: "zh", class: "quiet" }, node.also.slice(0, 4).join("、")) },
    ],
  };
}

/** All facts in view. */
export function factTable(app) {
  const { nodes } = app.graph;
  const open = (fact) => () => app.go({ link: [nodes[fact.from].key, nodes[fact.to].key], node: null, path: null });
  return {
    rows: app.graph.facts.filter((fact) => app.shown.facts[fact.id]),
    columns: [
      { key: "from", title: "table.subject", value: (fact) => nodes[fact.from].name, cell: (fact) => nameButton(app, nodes[fact.from]) },
      { key: "rel", title: "table.relation", value: (fact) => sayRelation(fact.rel), cell: (fact) => button(sayRelation(fact.rel), open(fact), { class: "tool small" }) },
      { key: "to", title: "table.object", wide: true, value: (fact) => nodes[fact.to].name, cell: (fact) => nameButton(app, nodes[fact.to]) },
      { key: "role", title: "table.role", wide: true, value: (fact) => fact.role || "", cell: (fact) => el("span", { lang: "zh" }, fact.role || "") },
      { key: "sources", title: "table.sources", number: true, value: (fact) => fact.in.length, cell: (fact) => count(fact.in.length) },
      { key: "sure", title: "table.sure", number: true, value: (fact) => fact.sure, cell: (fact) => `${fact.sure}%` },
      { key: "when", title: "table.from", value: (fact) => day(fact.times), cell: (fact) => day(fact.times) },
    ],
  };
}
