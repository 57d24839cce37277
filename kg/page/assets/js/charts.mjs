// Small charts as SVG, with a text for those who do not see them.

import { el, svg } from "./dom.mjs";
import { amount, axisOf } from "./numbers.mjs";
import { colourOf, shapeOf } from "./kinds.mjs";
import { outline } from "./shapes.mjs";

/** The sign of a kind, as in the map. */
export function glyph(kind, size = 14) {
  const path = (theme) => svg("path", { class: `only-${theme}`, d: outline(shapeOf(kind), 10, 10, 7.4), fill: colourOf(kind, theme) });
  return svg("svg", { class: "glyph", viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true" }, path("light"), path("dark"));
}

/** Values over time: columns, with the first and last period named and the last value written. */
export function columns(items, unit, label) {
  const [w, h, base] = [300, 96, 76];
  const most = Math.max(...items.map((item) => item.value), 0) || 1;
  const step = w / items.length;
  const wide = Math.min(34, step * 0.62);
  const bars = items.map((item, n) => {
    const tall = Math.max(1, ((base - 18) * Math.max(0, item.value)) / most);
    const x = n * step + (step - wide) / 2;
    return svg("g", { class: item.clash ? "clash" : null },
      svg("title", {}, `${item.label}: ${amount(item.value, unit)}`),
      svg("rect", { class: "bar", x, y: base - tall, width: wide, height: tall, rx: 2 }),
      items.length <= 6 ? svg("text", { x: x + wide / 2, y: base - tall - 4, "text-anchor": "middle", class: "value" }, amount(item.value, unit)) : null,
      items.length <= 4 || n === 0 || n === items.length - 1
        ? svg("text", { x: Math.min(w - 4, Math.max(4, x + wide / 2)), y: base + 14, "text-anchor": items.length <= 4 ? "middle" : n ? "end" : "start" }, item.short)
        : null);
  });
  return svg("svg", { class: "chart", viewBox: `0 0 ${w} ${h}`, role: "img", "aria-label": label },
    svg("line", { x1: 0, x2: w, y1: base, y2: base, class: "axis" }), bars);
}

/** Values side by side: one row each, longest first as they come. Rows are buttons where `choose` is given. */
export function rows(items, unit, choose) {
  const most = Math.max(...items.map((item) => Math.abs(item.value)), 0) || 1;
  return el("ol", { class: "rows" }, items.map((item) => {
    const bar = svg("svg", { class: "rowbar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: item.falling ? "bar falling" : "bar", width: (100 * Math.abs(item.value)) / most, height: 10 }));
    const content = [el("span", { class: "rowname" }, item.label), bar, el("span", { class: "rowvalue" }, item.text || amount(item.value, unit))];
    return el("li", { class: item.clash ? "clash" : null }, choose
      ? el("button", { type: "button", class: "row", on: { click: () => choose(item) } }, content)
      : el("div", { class: "row" }, content));
  }));
}

/** A line over time for several series: [{name, points: [{at, value, label}]}], `at` in days; named below it. */
export function lines(series, unit, label) {
  const [w, h, left, base] = [640, 240, 64, 206];
  const all = series.flatMap((one) => one.points);
  const [from, to] = [Math.min(...all.map((p) => p.at)), Math.max(...all.map((p) => p.at))];
  const steps = axisOf(all.map((p) => p.value));
  const most = Math.max(steps[steps.length - 1], ...all.map((p) => p.value)) || 1;
  const least = steps[0];
  const x = (at) => left + 30 + ((w - left - 60) * (at - from)) / (to - from || 1);
  const y = (value) => base - ((base - 16) * (value - least)) / (most - least);
  const grid = steps.map((step) => [
    svg("line", { x1: left, x2: w, y1: y(step), y2: y(step), class: "grid" }),
    svg("text", { x: left - 6, y: y(step) + 4, "text-anchor": "end" }, amount(step, unit)),
  ]);
  const axis = apart([...new Map(all.map((p) => [p.at, p.label])).entries()].sort((a, b) => a[0] - b[0]).map(([at, text]) => ({ x: x(at), text })), 86)
    .map((mark) => svg("text", { x: Math.min(mark.x, w - 34), y: base + 18, "text-anchor": "middle" }, mark.text));
  const paths = series.map((one, n) => svg("g", { class: `series s${n % 6}` },
    // Of values that contradict each other all are marked, and the line keeps to the first.
    svg("polyline", { points: [...new Map([...one.points].reverse().map((p) => [p.at, p])).values()].sort((a, b) => a.at - b.at).map((p) => `${x(p.at)},${y(p.value)}`).join(" ") }),
    one.points.map((p) => svg("circle", { cx: x(p.at), cy: y(p.value), r: 4, class: p.clash ? "clash" : null }, svg("title", {}, `${one.name} ${p.label}: ${amount(p.value, unit)}`)))));
  const [alone] = series.length === 1 && series[0].points.length <= 9 ? series : [];
  const values = alone && apart(alone.points.map((p) => ({ x: x(p.at), p })), 62).map(({ p }) => svg("text", { x: x(p.at), y: y(p.value) - 9, "text-anchor": "middle", class: "value" }, amount(p.value, unit)));
  return el("div", { class: "plot" }, svg("svg", { class: "chart wide", viewBox: `0 0 ${w} ${h}`, role: "img", "aria-label": label }, grid, axis, paths, values || []),
    el("ul", { class: "plot-key", lang: "zh" }, series.map((one, n) => el("li", { class: `series s${n % 6}` }, svg("svg", { viewBox: "0 0 18 10", width: 18, height: 10, "aria-hidden": "true" }, svg("polyline", { points: "0,5 18,5" }), svg("circle", { cx: 9, cy: 5, r: 3.5 })), one.name))));
}

/** Marks along an axis, without those that would run into the one before. */
export function apart(marks, least) {
  let last = -Infinity;
  return marks.filter((mark) => {
    if (mark.x - last < least) return false;
    last = mark.x;
    return true;
  });
}
