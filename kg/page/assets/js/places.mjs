// Where the news happens: the provinces of China as tiles, the world as an outline with places on it.

import { byId, button, el, fill, svg } from "./dom.mjs";
import { shorten, placeLabels } from "./labels.mjs";
import { count } from "./numbers.mjs";
import { textWidth } from "./pen.mjs";
import { pathOf, world } from "./projection.mjs";
import { thingButton } from "./panels.mjs";
import { byProvince, provinceOf, tileMap } from "./tiles.mjs";
import { language, say } from "./words.mjs";

const FRAME = { x: -153, y: -84, w: 306, h: 142 };
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

/** The view. */
export function places(app, host, state) {
  outlines.read = outlines.read || JSON.parse(byId("outlines").textContent);
  const all = placesInView(app.graph, app.shown).map((item) => ({ ...item, at: item.node.at || outlines.read.countries[item.node.code] || null }));
  const again = (change) => () => {
    Object.assign(state, change);
    places(app, host, state);
  };
  const segment = (map) => button(say(`places.${map}`), again({ map, zoom: 1, x: 0, y: 0 }), { class: "segment", "aria-pressed": String(state.map === map) });
  // What lies in China is told by the tiles; on the world it would be one blot.
  const located = all.filter(({ node, at }) => (state.map === "world" ? at && !provinceOf(node) : provinceOf(node)));
  fill(host,
    el("header", { class: "view-head" }, el("h2", {}, say("view.places")), el("div", { class: "segments", role: "group", "aria-label": say("view.places") }, segment("china"), segment("world")),
      el("p", { class: "quiet" }, say(state.map === "world" ? "places.note" : "places.tiles", { n: count(located.length) }))),
    el("div", { class: "atlas" },
      el("div", { class: "atlas-map" }, state.map === "world" ? worldMap(app, host, state, located, again) : tileMap(outlines.read.tiles, all, state.province, (code) => chooseTile(app, host, state, all, code)),
        el("p", { class: "origin" }, say(`places.origin.${state.map}`))),
      placeList(app, state, all, again)));
  if (state.map === "world") drag(host.querySelector(".atlas svg"), state);
}

/** A tile opens the card of its province and lists its places; the same tile again shows all. */
function chooseTile(app, host, state, all, code) {
  if (!code) Object.assign(state, { map: "world", zoom: 1, x: 0, y: 0 });
  else state.province = state.province === code ? null : code;
  const own = state.province && byProvince(all).get(state.province).own;
  if (code && own) app.go({ node: own.key, link: null, path: null });
  places(app, host, state);
}

/** The places with most facts, or those of a province; and below, those that nobody knows where to put. */
function placeList(app, state, all, again) {
  const row = ({ node, facts }) => el("li", {}, thingButton(app, node.id, facts ? say("facts", { n: facts }) : ""));
  const province = state.map === "china" && state.province ? outlines.read.tiles.find(([code]) => code === state.province) : null;
  const lost = province ? [] : all.filter(({ node, at }) => !at && !provinceOf(node));
  const listed = province ? all.filter(({ node }) => provinceOf(node) === province[0]) : all;
  return el("div", { class: "atlas-list", tabindex: "0", role: "group", "aria-label": say("places.list") },
    el("h3", {}, province ? say("places.of", { name: province[language() === "en" ? 2 : 1] }) : say("places.list")),
    province ? button(say("places.all"), again({ province: null }), { class: "more" }) : null,
    el("ol", { class: "facts" }, listed.slice(0, province ? 100 : 30).map(row)),
    lost.length ? [el("h3", {}, say("places.lost", { n: lost.length })), el("ul", { class: "facts" }, lost.slice(0, 30).map(row))] : null);
}

function worldMap(app, host, state, located, again) {
  const pixels = Math.max(320, host.clientWidth - (host.clientWidth > 700 ? 250 : 20));
  const most = Math.max(1, ...located.map((item) => item.facts));
  const tall = Math.max(260, window.innerHeight - 270);
  // One pixel of the screen: signs and names keep their size while the map grows under them.
  const unit = Math.max(FRAME.w / pixels, FRAME.h / tall) / state.zoom;
  const spots = located.map((item) => {
    const [x, y] = world(...item.at);
    return { ...item, x, y, r: (item.facts ? 3.4 + 13 * Math.sqrt(item.facts / most) : 2.6) * unit };
  });
  const view = viewBox(state);
  return [svg("svg", { class: "atlas-svg", viewBox: view.join(" "), role: "group", "aria-label": say("places.label", { n: located.length }) },
    svg("path", { class: "land", d: pathOf(outlines.read.world, world) }), [...spots].sort((a, b) => b.r - a.r).map((spot) => dot(app, spot, unit)), labels(spots, unit, view)),
  el("div", { class: "zoom", role: "group", "aria-label": say("zoom") }, button("+", again({ zoom: Math.min(16, state.zoom * 1.5) }), { "aria-label": say("zoom.in") }), button("−", again({ zoom: Math.max(1, state.zoom / 1.5) }), { "aria-label": say("zoom.out") }))];
}

/** The part of the frame that is in view. */
function viewBox(state) {
  const frame = FRAME;
  const [w, h] = [frame.w / state.zoom, frame.h / state.zoom];
  const x = Math.min(frame.x + frame.w - w, Math.max(frame.x, frame.x + (frame.w - w) / 2 + state.x));
  const y = Math.min(frame.y + frame.h - h, Math.max(frame.y, frame.y + (frame.h - h) / 2 + state.y));
  return [x, y, w, h];
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
    const scale = FRAME.w / state.zoom / picture.clientWidth;
    state.x -= (event.clientX - last[0]) * scale;
    state.y -= (event.clientY - last[1]) * scale;
    last = [event.clientX, event.clientY];
    picture.setAttribute("viewBox", viewBox(state).join(" "));
  });
  picture.addEventListener("pointerup", () => {
    last = null;
  });
}
