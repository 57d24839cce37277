// When things happened: a histogram of events by month, and a slider with two ends over it.

import { dateText, monthName, monthNamed, monthOf } from "./dates.mjs";
import { button, el, fill, svg } from "./dom.mjs";
import { count } from "./numbers.mjs";
import { say } from "./words.mjs";

/** Events by month; where few events are dated, everything that is. Far outliers join the first or last month. */
export function histogram(graph) {
  const starts = (nodes) => nodes.filter((node) => node.times.length).map((node) => monthOf(Math.min(...node.times.map(([start]) => start))));
  let months = starts(graph.nodes.filter((node) => node.kind === "Event"));
  const events = months.length >= 3;
  if (!events) months = starts(graph.nodes);
  if (!months.length) return null;
  months.sort((a, b) => a - b);
  const at = (share) => months[Math.min(months.length - 1, Math.floor(share * months.length))];
  const [first, last] = [Math.max(months[0], at(0.02) - 12), Math.min(months[months.length - 1], at(0.98) + 12)];
  const counts = new Array(last - first + 1).fill(0);
  for (const month of months) counts[Math.min(last, Math.max(first, month)) - first] += 1;
  return { first, last, bars: counts, events };
}

/** The strip under the map. */
export function timebar(app, host) {
  const data = app.histogram;
  host.hidden = !data || data.bars.length < 2;
  if (host.hidden) return;
  const ends = range(app, data);
  const read = el("output", { id: "time-read", for: "time-from time-to" });
  const picture = bars(data);
  const slider = (id, value, key) => el("input", { id, type: "range", min: data.first, max: data.last, step: 1, value, "aria-label": say(key), "aria-valuetext": dateText(monthName(value)) });
  const [from, to] = [slider("time-from", ends[0], "time.from"), slider("time-to", ends[1], "time.to")];
  const show = () => {
    const [a, b] = [Number(from.value), Number(to.value)].sort((x, y) => x - y);
    for (const input of [from, to]) input.setAttribute("aria-valuetext", dateText(monthName(Number(input.value))));
    [...picture.querySelectorAll("rect")].forEach((rect) => rect.setAttribute("class", Number(rect.dataset.month) >= a && Number(rect.dataset.month) <= b ? "on" : "off"));
    fill(read, `${dateText(monthName(a))} – ${dateText(monthName(b))}`);
    return [a, b];
  };
  const set = () => {
    const [a, b] = show();
    app.go({ from: a > data.first ? monthName(a) : null, to: b < data.last ? monthName(b) : null }, true);
  };
  for (const input of [from, to]) {
    input.addEventListener("input", show);
    input.addEventListener("change", set);
  }
  const reset = app.place.from || app.place.to ? button(say("time.reset"), () => app.go({ from: null, to: null }, true), { class: "more", id: "time-reset" }) : null;
  fill(host, el("div", { class: "time-head" }, el("span", { class: "quiet" }, say(data.events ? "time.events" : "time.things")), read, reset),
    el("div", { class: "time-body" }, years(data), picture, from, to));
  show();
}

function range(app, data) {
  const [from, to] = [monthNamed(app.place.from), monthNamed(app.place.to)];
  return [from === null ? data.first : from, to === null ? data.last : to];
}

/** Where each year begins; of many years every second, fifth or tenth. */
function years(data) {
  const all = data.bars.length / 12;
  const every = all > 60 ? 10 : all > 24 ? 5 : all > 10 ? 2 : 1;
  const marks = [];
  for (let month = Math.ceil(data.first / (12 * every)) * 12 * every; month <= data.last; month += 12 * every) {
    const mark = el("span", {}, String(month / 12));
    mark.style.left = `${(100 * (month - data.first)) / data.bars.length}%`;
    // The last would have no room for its name.
    if (month < data.last - data.bars.length / 25) marks.push(mark);
  }
  return el("div", { class: "years", "aria-hidden": "true" }, marks);
}

function bars(data) {
  const most = Math.max(...data.bars);
  const label = say("time.histogram", { from: monthName(data.first), to: monthName(data.last), most: count(most) });
  return svg("svg", { class: "bars", viewBox: `0 0 ${data.bars.length * 10} 40`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    data.bars.map((n, index) => {
      // A root, so that a single event in a quiet month is still seen.
      const tall = n ? 4 + 36 * Math.sqrt(n / most) : 0;
      return svg("rect", { x: index * 10 + 1.5, y: 40 - tall, width: 7, height: tall, "data-month": data.first + index }, svg("title", {}, `${monthName(data.first + index)}: ${n}`));
    }));
}
