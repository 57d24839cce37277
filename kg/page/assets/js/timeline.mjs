// Events along time: bars where a start and an end are known, signs for single days, packed into rows.

import { dayName, monthNamed, monthStart } from "./dates.mjs";
import { button, el, fill, svg } from "./dom.mjs";
import { colourOf, shapeOf } from "./kinds.mjs";
import { shorten } from "./labels.mjs";
import { count } from "./numbers.mjs";
import { textWidth } from "./pen.mjs";
import { outline } from "./shapes.mjs";
import { say } from "./words.mjs";

const ROW = 28;
const TOP = 34;
const MOST = 500;

/** Things with a date of their own, and events dated only by the news that names them. */
export function datedThings(graph, shown) {
  const items = [];
  for (const node of graph.nodes) {
    if (!shown.nodes[node.id]) continue;
    const own = graph.dates[node.id].filter((date) => date.time);
    items.push(...spans(own).map((span) => ({ node, sure: true, property: "startDate", ...span })));
    for (const date of own) {
      if (date.property !== "startDate" && date.property !== "endDate") items.push({ node, start: date.time[0], end: date.time[1], sure: true, vague: date.value.length < 10, property: date.property });
    }
    if (!own.length && node.kind === "Event" && node.times.length) {
      const start = Math.min(...node.times.map((time) => time[0]));
      items.push({ node, start, end: start + 1, sure: false, property: "news" });
    }
  }
  return items.sort((a, b) => a.start - b.start || b.node.r - a.node.r || a.node.id - b.node.id);
}

/**
 * Starts and ends as stretches of time: an end belongs to the last start before it, so that a fair held every year
 * is as many stretches and not one of ten years. A month or a year says when, not for how long.
 */
export function spans(dates) {
  const [starts, ends] = ["startDate", "endDate"].map((property) => exact(dates.filter((date) => date.property === property)));
  const found = starts.map((date, n) => {
    const next = n + 1 < starts.length ? starts[n + 1].time[0] : Infinity;
    const end = ends.filter((one) => one.time[1] > date.time[0] && one.time[0] < next).pop();
    if (end) ends.splice(0, ends.indexOf(end) + 1);
    return { start: date.time[0], end: end ? Math.max(end.time[1], date.time[0] + 1) : date.time[1], vague: !end && date.value.length < 10 };
  });
  return [...found, ...ends.map((date) => ({ start: date.time[0], end: date.time[1], vague: date.value.length < 10 }))];
}

/** In order, without those that only say less exactly what another says. */
function exact(dates) {
  const within = (a, b) => a !== b && a.time[0] <= b.time[0] && a.time[1] >= b.time[1] && a.time[1] - a.time[0] > b.time[1] - b.time[0];
  return dates.filter((date) => !dates.some((other) => within(date, other))).sort((a, b) => a.time[0] - b.time[0]);
}

/** Rows for items that have `left` and `right` pixels: each goes into the first row with room. */
export function packRows(items) {
  const ends = [];
  for (const item of items) {
    let row = ends.findIndex((end) => end + 8 <= item.left);
    if (row < 0) row = ends.push(0) - 1;
    ends[row] = item.right;
    item.row = row;
  }
  return ends.length;
}

/** The view. */
export function timeline(app, host) {
  const all = datedThings(app.graph, app.shown);
  if (!all.length) return fill(host, el("p", { class: "empty" }, say("timeline.empty")));
  const domain = domainOf(app, all);
  const inside = all.filter((item) => item.end > domain[0] && item.start < domain[1]);
  // Of too many, the best known stay.
  const chosen = inside.length > MOST ? new Set([...inside].sort((a, b) => b.node.r - a.node.r).slice(0, MOST)) : null;
  const items = chosen ? inside.filter((item) => chosen.has(item)) : inside;
  const before = all.filter((item) => item.end <= domain[0]).length;
  const after = all.filter((item) => item.start >= domain[1]).length;
  const wide = Math.max(560, host.clientWidth - 32);
  const note = [count(items.length), chosen ? say("timeline.most", { all: count(inside.length) }) : ""].filter(Boolean).join(" ");
  return fill(host,
    el("header", { class: "view-head" }, el("h2", {}, say("view.timeline")), el("p", { class: "quiet" }, say("timeline.note", { n: note })),
      before || after ? button(say("timeline.all", { what: [before && say("timeline.before", { n: count(before) }), after && say("timeline.after", { n: count(after) })].filter(Boolean).join(say("timeline.and")) }), () => app.widen(), { class: "tool" }) : null),
    el("p", { class: "key" }, el("span", { class: "sure" }), say("timeline.sure"), el("span", { class: "vague" }), say("timeline.vague"), el("span", { class: "unsure" }), say("timeline.unsure")),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say("view.timeline") }, chart(app, items, domain, wide, host.clientHeight - 84)));
}

/** The chosen time; or where nearly all things are, so that one early date does not press the rest together. */
function domainOf(app, items) {
  const [from, to] = [monthNamed(app.place.from), monthNamed(app.place.to)];
  const starts = items.map((item) => item.start);
  const at = (share) => starts[Math.min(starts.length - 1, Math.floor(share * starts.length))];
  const [low, high] = app.wide ? [starts[0], Math.max(...items.map((item) => item.end))] : [at(0.06), at(0.94) + 1];
  const pad = Math.max(10, (high - low) * 0.04);
  return [from === null ? low - pad : monthStart(from), to === null ? high + pad : monthStart(to + 1)];
}

function chart(app, items, domain, wide, high) {
  const x = (day) => ((day - domain[0]) / (domain[1] - domain[0])) * wide;
  const clip = (value) => Math.min(wide, Math.max(0, value));
  for (const item of items) {
    item.text = shorten(item.node.name, 18);
    const wideText = textWidth(item.text, 12.5, false) + 12;
    [item.x1, item.x2] = [clip(x(item.start)), clip(x(item.end))];
    const long = item.sure && item.x2 - item.x1 > 10;
    item.long = long;
    const edge = long ? item.x2 : item.x1 + 8;
    // Near the right edge the name stands to the left of its sign.
    item.flip = edge + wideText > wide;
    // A stretch as wide as the window holds its name itself.
    item.inside = item.flip && item.x1 < wideText && long;
    item.left = item.flip && !item.inside ? item.x1 - wideText - 6 : item.x1 - 8;
    item.right = item.flip ? edge + 4 : edge + wideText;
  }
  items.sort((a, b) => a.left - b.left);
  const tall = Math.max(high, TOP + packRows(items) * ROW + 16);
  return svg("svg", { class: "timeline", viewBox: `0 0 ${wide} ${tall}`, width: wide, height: tall, role: "group", "aria-label": say("timeline.label", { n: items.length }) },
    axis(domain, x, tall), items.map((item) => mark(app, item)));
}

function axis(domain, x, tall) {
  const days = domain[1] - domain[0];
  const months = days > 3650 ? 24 : days > 1800 ? 12 : days > 900 ? 6 : days > 420 ? 3 : 1;
  const found = [];
  const start = new Date(domain[0] * 86400000);
  let month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  month -= month % months;
  for (; monthStart(month) < domain[1]; month += months) {
    if (monthStart(month) < domain[0]) continue;
    const year = month % 12 === 0;
    const text = months >= 12 || year ? `${Math.floor(month / 12)}` : `${(month % 12) + 1}${say("timeline.month")}`;
    found.push(svg("g", { class: year ? "tick year" : "tick" }, svg("line", { x1: x(monthStart(month)), x2: x(monthStart(month)), y1: 22, y2: tall }),
      // The last may have no room to its right.
      svg("text", x(domain[1]) - x(monthStart(month)) < 40 ? { x: x(monthStart(month)) - 3, y: 16, "text-anchor": "end" } : { x: x(monthStart(month)) + 3, y: 16 }, text)));
  }
  return found;
}

function mark(app, item) {
  const y = TOP + item.row * ROW + ROW / 2;
  const theme = app.theme;
  const colour = colourOf(item.node.kind, theme);
  const go = () => app.go({ node: item.node.key, link: null, path: null });
  const when = item.end - item.start > 1 ? `${dayName(item.start)} – ${dayName(item.end - 1)}` : dayName(item.start);
  const label = `${item.node.name}, ${say(`date.${item.property}`)} ${when}`;
  const sign = item.long
    ? svg("rect", { x: item.x1, y: y - 7, width: item.x2 - item.x1, height: 14, rx: 4, fill: colour, class: item.vague ? "vague" : null })
    : svg("path", { d: outline(shapeOf(item.node.kind), item.x1, y, 6.5), fill: item.sure ? colour : "none", stroke: colour, "stroke-width": 1.8 });
  const left = item.inside || !item.flip;
  const textX = item.inside ? item.x1 + 8 : item.flip ? item.x1 - 10 : (item.long ? item.x2 : item.x1 + 6) + 6;
  return svg("g", {
    class: app.place.node === item.node.key ? "event chosen" : "event", role: "button", tabindex: "0", "aria-label": label, "data-node": item.node.id,
    on: { click: go, keydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), go()) },
  }, svg("title", {}, label), svg("rect", { class: "hit", x: item.left, y: y - 12, width: Math.max(24, item.right - item.left), height: 24, rx: 5 }),
  sign, svg("text", { class: item.inside && !item.vague ? "inside" : null, x: textX, y: y + 4.5, "text-anchor": left ? "start" : "end", lang: "zh" }, item.text));
}
