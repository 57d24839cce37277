// Where the news happens: places on an outline map, provinces shaded by how much is said of them.

import { byId, button, el, fill, svg } from "./dom.mjs";
import { shorten, placeLabels } from "./labels.mjs";
import { count } from "./numbers.mjs";
import { textWidth } from "./pen.mjs";
import { albers, pathOf, world } from "./projection.mjs";
import { thingButton } from "./panels.mjs";
import { say } from "./words.mjs";

const FRAMES = { china: { x: -24.5, y: -19.5, w: 47.5, h: 38.5 }, world: { x: -153, y: -84, w: 306, h: 142 } };
const outlines = { read: null };

/** Places in view with how many facts name them, the most first. */
export function placesInView(graph, shown) {
  return graph.nodes
    .filter((node) => node.kind === "Place" && shown.nodes[node.id])
    .map((node) => ({
      node,
      facts: graph.near[node.id].reduce((sum, step) => sum + (shown.links[step.link] || 0), 0),
    }))
    .sort((a, b) => b.facts - a.facts || b.node.r - a.node.r || a.node.id - b.node.id);
}

/** The province of a Chinese place, by the first two digits of its code. */
export function provinceOf(node) {
  return /^\d{6}$/.test(node.code) ? `${node.code.slice(0, 2)}0000` : "";
}

const inChina = ([lon, lat]) => lon > 73 && lon < 136 && lat > 3 && lat < 54;

/** The view. */
export function places(app, host, state) {
  outlines.read = outlines.read || JSON.parse(byId("outlines").textContent);
  const all = placesInView(app.graph, app.shown).map((item) => ({ ...item, at: item.node.at || (state.map === "world" && outlines.read.countries[item.node.code]) || null }));
  const again = (change) => () => {
    Object.assign(state, change);
    places(app, host, state);
  };
  const located = all.filter(({ node, at }) => at && (state.map === "world" || provinceOf(node) || inChina(at)));
  const lost = all.filter(({ node, at }) => !at && !outlines.read.countries[node.code]);
  const segment = (map) => button(say(`places.${map}`), again({ map, zoom: 1, x: 0, y: 0 }), { class: "segment", "aria-pressed": String(state.map === map) });
  const picture = draw(app, state, located, all, Math.max(320, host.clientWidth - (host.clientWidth > 700 ? 250 : 20)));
  fill(host,
    el("header", { class: "view-head" }, el("h2", {}, say("view.places")), el("div", { class: "segments", role: "group", "aria-label": say("view.places") }, segment("china"), segment("world")),
      el("p", { class: "quiet" }, say("places.note", { n: count(located.length) }))),
    el("div", { class: "atlas" },
      el("div", { class: "atlas-map" }, picture,
        el("div", { class: "zoom", role: "group", "aria-label": say("zoom") }, button("+", again({ zoom: Math.min(8, state.zoom * 1.5) }), { "aria-label": say("zoom.in") }), button("−", again({ zoom: Math.max(1, state.zoom / 1.5) }), { "aria-label": say("zoom.out") })),
        el("p", { class: "origin" }, say(`places.origin.${state.map}`))),
      el("div", { class: "atlas-list", tabindex: "0", role: "group", "aria-label": say("places.list") },
        el("h3", {}, say("places.list")), el("ol", { class: "facts" }, all.slice(0, 30).map(({ node, facts }) => el("li", {}, thingButton(app, node.id, say("facts", { n: facts }))))),
        lost.length ? [el("h3", {}, say("places.lost", { n: lost.length })), el("ul", { class: "facts" }, lost.slice(0, 30).map(({ node, facts }) => el("li", {}, thingButton(app, node.id, facts ? say("facts", { n: facts }) : ""))))] : null)));
  drag(host.querySelector(".atlas svg"), state);
}

function draw(app, state, located, all, pixels) {
  const frame = FRAMES[state.map];
  const project = state.map === "world" ? world : albers;
  const land = state.map === "world" ? svg("path", { class: "land", d: pathOf(outlines.read.world, world) }) : provinces(app, all);
  const most = Math.max(1, ...located.map((item) => item.facts));
  const tall = Math.max(260, window.innerHeight - 270);
  // One pixel of the screen: signs and names keep their size while the map grows under them.
  const unit = Math.max(frame.w / pixels, frame.h / tall) / state.zoom;
  const spots = located.map((item) => {
    const [x, y] = project(...item.at);
    return { ...item, x, y, r: (item.facts ? 3.4 + 13 * Math.sqrt(item.facts / most) : 2.6) * unit };
  });
  const view = viewBox(frame, state);
  const picture = svg("svg", { class: "atlas-svg", viewBox: view.join(" "), role: "group", "aria-label": say("places.label", { n: located.length }) },
    land, [...spots].sort((a, b) => b.r - a.r).map((spot) => dot(app, spot, unit)), labels(spots, unit, view));
  picture.dataset.frame = state.map;
  return picture;
}

/** The part of the frame that is in view. */
function viewBox(frame, state) {
  const [w, h] = [frame.w / state.zoom, frame.h / state.zoom];
  const x = Math.min(frame.x + frame.w - w, Math.max(frame.x, frame.x + (frame.w - w) / 2 + state.x));
  const y = Math.min(frame.y + frame.h - h, Math.max(frame.y, frame.y + (frame.h - h) / 2 + state.y));
  return [x, y, w, h];
}

function provinces(app, all) {
  const said = new Map();
  for (const { node, facts } of all) {
    const code = provinceOf(node);
    if (code) said.set(code, (said.get(code) || 0) + facts);
  }
  const most = Math.max(1, ...said.values());
  const own = new Map(all.filter(({ node }) => node.code && node.code === provinceOf(node)).map(({ node }) => [node.code, node]));
  return Object.entries(outlines.read.china).map(([code, { name, rings }]) => {
    const n = said.get(code) || 0;
    const level = n ? 1 + Math.min(4, Math.floor(4.99 * Math.sqrt(n / most))) : 0;
    const node = own.get(code);
    return svg("path", {
      class: `province p${level}`, d: pathOf(rings, albers), "data-code": code, on: node ? { click: () => app.go({ node: node.key, link: null, path: null }) } : {},
    }, svg("title", {}, `${node ? node.name : name}: ${say("facts", { n })}`));
  });
}

function dot(app, spot, unit) {
  const go = () => app.go({ node: spot.node.key, link: null, path: null });
  const label = `${spot.node.name}: ${say("facts", { n: spot.facts })}`;
  return svg("circle", {
    class: app.place.node === spot.node.key ? "spot chosen" : "spot", cx: spot.x, cy: spot.y, r: spot.r, "stroke-width": unit * 1.2, role: "button", tabindex: "0", "aria-label": label, "data-node": spot.node.id,
    on: { click: go, keydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), go()) },
  }, svg("title", {}, label));
}

function labels(spots, unit, [x, y, w, h]) {
  const size = 12.5;
  const candidates = spots.filter((spot) => spot.facts).map((spot) => {
    const text = shorten(spot.node.name, 9);
    return { text, x: (spot.x - x) / unit, y: (spot.y - y) / unit, r: spot.r / unit, w: textWidth(text, size, false), h: 15, sides: ["right", "left", "below", "above"] };
  });
  return placeLabels(candidates, { w: w / unit, h: h / unit }, 45).map(({ text, box }) =>
    svg("text", { class: "spot-name", x: x + box.x * unit, y: y + (box.y + 12) * unit, "font-size": size * unit, "stroke-width": 3 * unit, lang: "zh" }, text));
}

/** Dragging moves the map when it is zoomed in. */
function drag(picture, state) {
  let last = null;
  picture.addEventListener("pointerdown", (event) => {
    last = [event.clientX, event.clientY];
  });
  picture.addEventListener("pointermove", (event) => {
    if (!last || !event.buttons || state.zoom === 1) return;
    const frame = FRAMES[state.map];
    const scale = frame.w / state.zoom / picture.clientWidth;
    state.x -= (event.clientX - last[0]) * scale;
    state.y -= (event.clientY - last[1]) * scale;
    last = [event.clientX, event.clientY];
    picture.setAttribute("viewBox", viewBox(frame, state).join(" "));
  });
  picture.addEventListener("pointerup", () => {
    last = null;
  });
}
