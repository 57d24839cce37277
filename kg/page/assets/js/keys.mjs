// Everything by keyboard. One table serves the keys and the sheet that explains them.

import { button, byId, el, fill } from "./dom.mjs";
import { strongest } from "./graph.mjs";
import { fit, panBy, zoomBy } from "./stage.mjs";
import { say } from "./words.mjs";

const VIEW_KEYS = { g: "graph", t: "timeline", l: "table", m: "places", d: "figures" };

/** Key, its text in the help, and what it does. Keys with `map` work on the map only. */
export function bindings(app) {
  const go = (patch) => () => app.go(patch);
  const hops = (n) => () => app.place.node && app.go({ view: "graph", hops: n, path: null, link: null });
  return [
    { keys: ["/"], text: "key.search", run: () => byId("search-box").focus() },
    { keys: ["?"], text: "key.help", run: () => help(app) },
    { keys: ["Escape"], text: "key.back", run: () => app.escape() },
    { keys: ["[", "]"], text: "key.history", run: (key) => (key === "[" ? window.history.back() : window.history.forward()) },
    { keys: Object.keys(VIEW_KEYS), text: "key.views", run: (key) => app.go({ view: VIEW_KEYS[key] }) },
    { keys: ["n", "b"], text: "key.next", run: (key) => step(app, key === "n" ? 1 : -1) },
    { keys: ["1", "2", "3"], text: "key.hops", run: (key) => hops(Number(key))() },
    { keys: ["0"], text: "key.map", run: go({ hops: 0, path: null, view: "graph" }) },
    { keys: ["p"], text: "key.path", run: () => app.go({ view: "graph", path: [app.place.node, null], node: null, link: null, hops: 0 }) },
    { keys: ["k"], text: "key.pin", run: () => app.place.node && app.pin(app.place.node) },
    { keys: ["c"], text: "key.copy", run: () => app.copyAddress() },
    { keys: ["o"], text: "key.filters", run: () => app.toggleDrawer() },
    { keys: ["s"], text: "key.save", run: () => app.toggleMenu() },
    { keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], text: "key.pan", map: true, run: (key) => panBy(app.stage, { ArrowLeft: -0.15, ArrowRight: 0.15 }[key] || 0, { ArrowUp: -0.15, ArrowDown: 0.15 }[key] || 0) },
    { keys: ["+", "=", "-"], text: "key.zoom", map: true, run: (key) => zoomBy(app.stage, key === "-" ? 1 / 1.35 : 1.35) },
    { keys: ["f"], text: "key.fit", map: true, run: () => fit(app.stage, app.stage.scene.bounds) },
    { keys: ["Enter"], text: "key.enter", map: true, run: () => app.enter() },
    { keys: ["x"], text: "key.theme", run: () => app.toggleTheme() },
    { keys: ["i"], text: "key.language", run: () => app.toggleLanguage() },
  ];
}

/** Listen. Typing in a field stays typing. */
export function listen(app) {
  const table = bindings(app);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    // Fields keep what is typed into them; the sheet closes by itself.
    const field = event.target.closest("input, textarea, select, dialog");
    if (field && (field.tagName === "DIALOG" || event.key !== "Escape")) return;
    const found = table.find((entry) => entry.keys.includes(event.key));
    if (!found || (found.map && (app.place.view !== "graph" || event.target.closest("button, a, summary, [tabindex='0']:not(#stage)")))) return;
    event.preventDefault();
    found.run(event.key);
  });
}

/** The next or previous thing: among the neighbours of a chosen community or in the whole view, strongest first. */
function step(app, by) {
  const scene = app.stage.scene;
  const ids = strongest(app.graph, scene.nodes.filter((id) => app.shown.nodes[id] || scene.live[id]));
  if (!ids.length) return;
  const at = app.place.node === null ? -1 : ids.indexOf(app.graph.byKey.get(app.place.node));
  const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length;
  app.go({ node: app.graph.nodes[ids[next]].key, link: null, path: null, disc: null }, true);
}

/** The sheet that explains the keys. */
export function help(app) {
  const dialog = byId("help");
  const name = (key) => ({ Escape: "Esc", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Enter: "↵" })[key] || key;
  const rows = bindings(app).map((entry) => el("tr", {},
    el("th", { scope: "row" }, entry.keys.filter((key) => key !== "=").map((key) => [el("kbd", {}, name(key)), " "])), el("td", {}, say(entry.text))));
  fill(dialog, el("header", {}, el("h2", { id: "help-title" }, say("help")), button("×", () => dialog.close(), { class: "close", "aria-label": say("close") })),
    el("p", {}, say("help.map")), el("table", {}, el("caption", { class: "unseen" }, say("help")), el("tbody", {}, rows)), el("p", { class: "quiet" }, say("help.about")));
  if (!dialog.open) dialog.showModal();
}
