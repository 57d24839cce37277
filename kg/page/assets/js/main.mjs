// The page put together: where the reader stands, and what follows from it.

import { beginning, readAddress, writeAddress } from "./address.mjs";
import { card } from "./card.mjs";
import { bar, translate, VIEWS } from "./chrome.mjs";
import { drawer, legend } from "./controls.mjs";
import { monthNamed, monthStart } from "./dates.mjs";
import { byId, fill } from "./dom.mjs";
import { figures } from "./figures.mjs";
import { choose, everything } from "./filter.mjs";
import { searchIndex } from "./find.mjs";
import { gestures, watchSize } from "./gestures.mjs";
import { linkBetween, readGraph } from "./graph.mjs";
import { listen } from "./keys.mjs";
import { count } from "./numbers.mjs";
import { discPanel, linkPanel, overview, pathPanel } from "./panels.mjs";
import { places } from "./places.mjs";
import { chain, radial } from "./radial.mjs";
import { saveCsv } from "./save.mjs";
import { localScene, mapScene, open, WHOLE } from "./scene.mjs";
import { fit, makeStage, refresh, setFocus, setScene, setTheme, viewOf } from "./stage.mjs";
import { table } from "./table.mjs";
import { histogram, timebar } from "./timebar.mjs";
import { timeline } from "./timeline.mjs";
import { neighbourhood, pathBetween } from "./walk.mjs";
import { language, say, setLanguage, setWords } from "./words.mjs";

const MOST_NEAR = 260;
const parse = (id) => JSON.parse(byId(id).textContent);

/** Start the page. */
function start() {
  const book = parse("book");
  setWords(parse("words"));
  setLanguage(remembered("language") || book.language);
  const graph = readGraph(parse("nodes"), parse("edges"), book);
  const app = newApp(graph);
  app.stage = makeStage(byId("stage"), graph, parse("settings"), () => undefined);
  translate();
  bar(app);
  applyTheme(app, remembered("theme") || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  byId("panel").hidden = isNarrow();
  const place = readAddress(window.location.hash);
  const plain = place.view === "graph" && !place.node && !place.link && !place.path;
  // The map needs no sources: it is drawn before the browser has read the larger part of the file.
  if (plain) arrive(app, place);
  whenRead(() => {
    if (!plain) arrive(app, place);
    window.addEventListener("popstate", () => arrive(app, readAddress(window.location.hash)));
    byId("panel-close").addEventListener("click", () => app.escape());
    listen(app);
    gestures(app);
    watchSize(app);
    printing(app);
  });
}

function whenRead(then) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", then, { once: true });
  else then();
}

function newApp(graph) {
  const app = {
    graph, stage: null, place: beginning(), filter: everything(), shown: null, theme: "light", opened: new Set(), moved: new Map(),
    isLarge: graph.nodes.length > WHOLE, drawerOpen: false, wide: false, hover: { node: null, link: null }, made: {}, lazyIndex: null,
    tableState: { which: "things", sort: "links", down: true, page: 0 }, placesState: { map: "china", zoom: 1, x: 0, y: 0 }, figuresState: { find: "" },
    kindTotals: {}, histogram: histogram(graph),
  };
  for (const node of graph.nodes) app.kindTotals[node.kind] = (app.kindTotals[node.kind] || 0) + 1;
  Object.defineProperty(app, "index", { get: () => (app.lazyIndex = app.lazyIndex || searchIndex(graph)) });
  return Object.assign(app, doings(app));
}

/** What the parts of the page ask of the whole. */
function doings(app) {
  return {
    go: (patch, replace = false) => go(app, patch, replace),
    pinned: () => app.place.pins.map((key) => app.graph.byKey.get(key)).filter((id) => id !== undefined),
    pin: (key) => {
      const { pins } = app.place;
      go(app, { pins: pins.includes(key) ? pins.filter((other) => other !== key) : [...pins, key] }, true);
    },
    find: (id) => {
      const node = app.graph.nodes[id];
      // What a filter hides is asked for by name, so the filter gives way.
      const filters = app.shown.nodes[id] ? {} : { off: [], rel: [], from: null, to: null, sources: 1, confidence: 0 };
      go(app, { node: node.key, link: null, path: null, disc: null, hops: app.place.hops, ...filters });
    },
    fillPath: (id) => {
      const path = [...app.place.path];
      path[path[0] === null ? 0 : 1] = app.graph.nodes[id].key;
      go(app, { path, node: null, link: null });
    },
    escape: () => escape(app),
    enter: () => app.place.node && go(app, { hops: Math.min(3, app.place.hops + 1), path: null, link: null }),
    save: (which) => saveCsv(app, which),
    toggleDrawer: () => {
      app.drawerOpen = !app.drawerOpen;
      controls(app);
      if (app.drawerOpen) byId("drawer").querySelector("input").focus();
      else byId("filters").focus();
    },
    toggleMenu: (wanted) => toggleMenu(app, wanted),
    toggleTheme: () => {
      remember("theme", app.theme === "dark" ? "light" : "dark");
      applyTheme(app, app.theme === "dark" ? "light" : "dark");
      showView(app);
    },
    toggleLanguage: () => {
      setLanguage(language() === "en" ? "zh" : "en");
      remember("language", language());
      translate();
      bar(app);
      everythingAgain(app);
    },
    toggleDisc: (id) => {
      if (app.opened.has(id)) app.opened.delete(id);
      else app.opened = open(app.graph, app.opened, id);
      stageScene(app, false);
      panel(app);
    },
    showDisc: (id) => {
      if (app.isLarge && !app.opened.has(id)) app.opened = open(app.graph, app.opened, id);
      go(app, { view: "graph", disc: id, node: null, link: null, path: null });
      stageScene(app, false);
      zoomToDisc(app, id);
    },
    dragged: (ids) => {
      for (const id of ids) app.moved.set(id, { x: app.stage.scene.x[id], y: app.stage.scene.y[id] });
      app.stage.network.unselectAll();
      refresh(app.stage);
    },
    setHover: (node, link) => {
      if (app.hover.node === node && app.hover.link === link) return;
      app.hover = { node, link };
      setFocus(app.stage, focusOf(app));
    },
    widen: () => {
      app.wide = true;
      go(app, { from: null, to: null }, true);
      showView(app);
    },
    copyAddress: () => copyAddress(),
    resized: () => {
      const turned = isTall(app);
      if (turned !== app.made.turned) stageScene(app, true);
      else if (app.made.untouched) fitScene(app, false);
      if (app.place.view === "timeline") showView(app);
    },
  };
}

/** Go to a place: a step one can come back from, or a change of where one stands. */
function go(app, patch, replace) {
  const place = { ...app.place, ...patch };
  if (!place.node) place.hops = 0;
  const address = writeAddress(place);
  if (address !== writeAddress(app.place)) {
    if (replace) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
  }
  arrive(app, place);
}

/** Show a place: filters first, then the scene, then what is looked at, then panels and views. */
function arrive(app, wanted) {
  const place = known(app, wanted);
  const before = app.place;
  app.place = place;
  const filterKey = JSON.stringify([place.off, place.rel, place.from, place.to, place.undated, place.sources, place.confidence]);
  if (filterKey !== app.made.filter) {
    app.filter = filterOf(place);
    app.shown = choose(app.graph, app.filter);
    app.made.filter = filterKey;
  }
  const sceneKey = JSON.stringify([place.hops ? place.node : null, place.hops, place.path, filterKey, isTall(app)]);
  if (sceneKey !== app.made.scene) {
    const moved = app.made.scene === undefined || JSON.stringify([before.hops ? before.node : null, before.hops, before.path]) !== JSON.stringify([place.hops ? place.node : null, place.hops, place.path]);
    app.made.scene = sceneKey;
    stageScene(app, moved);
  }
  app.hover = { node: null, link: null };
  setFocus(app.stage, focusOf(app));
  bringIntoView(app, before);
  panel(app, before);
  controls(app);
  showView(app);
}

/** A place without what this graph does not hold; the reader is told. */
function known(app, place) {
  const has = (key) => app.graph.byKey.has(key);
  const next = { ...place, pins: place.pins.filter(has) };
  if (place.node && !has(place.node)) {
    toast(say("unknown", { name: place.node }));
    [next.node, next.hops] = [null, 0];
  }
  if (place.link && !place.link.every(has)) next.link = null;
  if (place.path) next.path = [0, 1].map((n) => (has(place.path[n]) ? place.path[n] : null));
  if (place.disc !== null && !app.graph.discs[place.disc]) next.disc = null;
  return next;
}

function filterOf(place) {
  const [from, to] = [monthNamed(place.from), monthNamed(place.to)];
  return {
    kinds: new Set(place.off), relations: new Set(place.rel), from: from === null ? null : monthStart(from), to: to === null ? null : monthStart(to + 1),
    undated: place.undated, sources: place.sources, confidence: place.confidence,
  };
}

/** Build the scene of where the reader stands, and show all of it if `moved`. */
function stageScene(app, moved) {
  const { graph, shown, place } = app;
  const note = byId("note");
  note.hidden = true;
  const id = place.node ? graph.byKey.get(place.node) : undefined;
  const ends = place.path ? place.path.map((key) => graph.byKey.get(key)) : [];
  const way = ends.length === 2 && ends[0] !== undefined && ends[1] !== undefined && ends[0] !== ends[1] ? pathBetween(graph, shown, ...ends) : null;
  app.made.turned = isTall(app);
  if (way) {
    setScene(app.stage, localScene(graph, shown, chain(way, isTall(app)), "path", null), shown);
  } else if (id !== undefined && place.hops) {
    const steps = cut(graph, neighbourhood(graph, shown, id, place.hops), note);
    setScene(app.stage, localScene(graph, shown, radial(graph, shown, steps, id, isTall(app) ? 0.75 : 1.45), "near", id), shown);
  } else {
    if (app.isLarge && id !== undefined && !app.opened.has(graph.nodes[id].disc)) app.opened = open(graph, app.opened, graph.nodes[id].disc);
    setScene(app.stage, mapScene(graph, shown, { opened: app.opened, moved: app.moved, turned: isTall(app) }), shown);
    if (app.isLarge) say2(note, "note.large", { n: count(graph.nodes.length), open: app.opened.size });
  }
  app.made.way = way;
  if (moved) fitScene(app, app.made.fitted === true);
}

function say2(note, key, values) {
  note.hidden = false;
  fill(note, say(key, values));
}

/** The strongest of a neighbourhood too large to be read. */
function cut(graph, steps, note) {
  if (steps.size <= MOST_NEAR) return steps;
  const ranked = [...steps].sort((a, b) => a[1] - b[1] || graph.nodes[b[0]].r - graph.nodes[a[0]].r).slice(0, MOST_NEAR);
  const kept = new Set(ranked.map(([id]) => id));
  say2(note, "note.cut", { n: MOST_NEAR, all: count(steps.size) });
  return new Map([...steps].filter(([id]) => kept.has(id)));
}

function fitScene(app, animate) {
  fit(app.stage, app.stage.scene.bounds, animate, app.stage.scene.mode === "map" ? undefined : { top: 50, right: 110, bottom: 50, left: 110 });
  app.made.fitted = true;
  app.made.untouched = true;
}

/** What is looked at: a chosen thing and its neighbours, a link, a path, what the pointer is on, the pins. */
function focusOf(app) {
  const { graph, place, stage, shown } = app;
  const { scene } = stage;
  const here = (id) => id !== undefined && (scene.mode === "map" ? shown.nodes[id] : scene.live[id]);
  const pins = app.pinned().filter(here);
  const focus = { nodes: [...pins], links: [], chosen: [...pins], rings: [...pins], veil: false };
  const id = place.node ? graph.byKey.get(place.node) : undefined;
  if (place.link) {
    const [a, b] = place.link.map((key) => graph.byKey.get(key));
    const link = linkBetween(graph, a, b);
    if (link && here(a) && here(b)) look(focus, [a, b], [link], scene.mode === "map", [a, b]);
  } else if (app.made.way && scene.mode === "path") {
    const links = app.made.way.slice(1).map((node, n) => linkBetween(graph, app.made.way[n], node));
    look(focus, app.made.way, links, false, app.made.way);
  } else if (here(id) && scene.mode === "map") {
    around(graph, scene, shown, focus, id, true);
  } else if (here(id)) {
    around(graph, scene, shown, focus, id, false);
  }
  if (app.hover.node !== null && !focus.veil) around(graph, scene, shown, focus, app.hover.node, false);
  if (app.hover.link && !focus.links.includes(app.hover.link)) look(focus, [app.hover.link.a, app.hover.link.b], [app.hover.link], focus.veil, []);
  return focus.nodes.length ? focus : null;
}

function look(focus, nodes, links, veil, chosen) {
  focus.nodes.push(...nodes.filter((node) => !focus.nodes.includes(node)));
  focus.links.push(...links);
  focus.chosen.push(...chosen);
  focus.veil = focus.veil || veil;
}

function around(graph, scene, shown, focus, id, veil) {
  const steps = graph.near[id].filter((step) => shown.links[step.link] && (scene.mode === "map" || scene.live[step.node]));
  look(focus, [...steps.map((step) => step.node), id], steps.map((step) => graph.links[step.link]), veil, [id]);
  if (veil || scene.mode !== "map") focus.rings.push(id);
}

/** Bring a newly chosen thing into the window, if it lies outside or under nothing to be seen. */
function bringIntoView(app, before) {
  const { place, stage, graph } = app;
  if (place.disc !== null && place.disc !== before.disc && stage.scene.mode === "map") zoomToDisc(app, place.disc);
  if (!place.node || place.node === before.node || stage.scene.mode !== "map") return;
  const id = graph.byKey.get(place.node);
  const view = viewOf(stage);
  const away = { x: Math.abs(stage.scene.x[id] - view.x) * view.scale, y: Math.abs(stage.scene.y[id] - view.y) * view.scale };
  const lost = away.x > view.w / 2 - 60 || away.y > view.h / 2 - 60;
  if (lost || (app.isLarge && graph.nodes[id].r * view.scale < 3)) {
    const scale = Math.max(view.scale, app.isLarge ? 0.7 : 0.8);
    app.made.untouched = false;
    window.requestAnimationFrame(() => stage.network.moveTo({ position: { x: stage.scene.x[id], y: stage.scene.y[id] }, scale, animation: { duration: 420, easingFunction: "easeInOutCubic" } }));
  }
}

function zoomToDisc(app, id) {
  const disc = app.stage.scene.discs[id];
  if (!disc) return;
  app.made.untouched = false;
  fit(app.stage, { x: disc.x - disc.r, y: disc.y - disc.r, w: 2 * disc.r, h: 2 * disc.r });
}

function panel(app, before) {
  const { place, graph } = app;
  const key = JSON.stringify([place.node, place.link, place.path, place.disc, place.hops, place.view === "graph", place.pins, app.made.filter, language(), [...app.opened]]);
  if (key === app.made.panel) return;
  app.made.panel = key;
  const chosen = Boolean(place.node || place.link || place.path || place.disc !== null);
  const host = byId("panel");
  if (chosen) host.hidden = false;
  const body = byId("panel-body");
  fill(body, content(app));
  const moved = before && JSON.stringify([before.node, before.link, before.path, before.disc]) !== JSON.stringify([place.node, place.link, place.path, place.disc]);
  if (moved) {
    host.scrollTop = 0;
    const title = body.querySelector("#panel-title");
    byId("status").textContent = title ? title.textContent : "";
    if (place.node) byId("status").textContent = say("chosen", { name: graph.nodes[graph.byKey.get(place.node)].name, kind: say(`kind.${graph.nodes[graph.byKey.get(place.node)].kind}`), n: graph.nodes[graph.byKey.get(place.node)].degree });
  }
}

function content(app) {
  const { place, graph } = app;
  const id = (key) => graph.byKey.get(key);
  if (place.link) return linkPanel(app, id(place.link[0]), id(place.link[1]));
  if (place.node) return card(app, id(place.node));
  if (place.path) return pathPanel(app, place.path);
  if (place.disc !== null) return discPanel(app, place.disc);
  return overview(app);
}

function controls(app) {
  const key = JSON.stringify([app.made.filter, language(), app.drawerOpen]);
  if (key === app.made.controls) return;
  app.made.controls = key;
  const held = document.activeElement && document.activeElement.id;
  const kind = document.activeElement && document.activeElement.dataset.kind;
  legend(app, byId("legend"));
  timebar(app, byId("timebar"));
  byId("drawer").hidden = !app.drawerOpen;
  if (app.drawerOpen) drawer(app, byId("drawer"));
  // What had the focus was made anew: give it back.
  const again = kind ? document.querySelector(`[data-kind="${kind}"]`) : held ? byId(held) : null;
  if (again && again !== document.activeElement) again.focus();
}

function showView(app) {
  const { view } = app.place;
  document.body.dataset.view = view;
  for (const name of VIEWS) byId(name).hidden = name !== view;
  for (const tab of document.querySelectorAll(".tab")) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  for (const item of document.querySelectorAll("[data-picture]")) item.hidden = view !== "graph";
  const key = JSON.stringify([view, app.made.filter, language(), app.theme, app.wide, app.place.figure, view === "timeline" || view === "places" ? app.place.node : null, view === "timeline" ? byId("timeline").clientWidth : 0]);
  if (key === app.made.view) return;
  app.made.view = key;
  if (view === "timeline") timeline(app, byId("timeline"));
  else if (view === "table") table(app, byId("table"), app.tableState);
  else if (view === "places") places(app, byId("places"), app.placesState);
  else if (view === "figures") figures(app, byId("figures"), app.figuresState);
}

function everythingAgain(app) {
  [app.made.panel, app.made.controls, app.made.view] = ["", "", ""];
  stageScene(app, false);
  setFocus(app.stage, focusOf(app));
  panel(app, null);
  controls(app);
  showView(app);
  if (byId("help").open) byId("help").close();
}

/** One step out: the menu, the drawer, the link, the neighbourhood or path, the choice, the panel. */
function escape(app) {
  const { place } = app;
  if (!byId("menu").hidden) return toggleMenu(app, false);
  if (app.drawerOpen) return app.toggleDrawer();
  if (place.link) return go(app, { link: null }, false);
  if (place.node && place.hops) return go(app, { hops: 0 }, false);
  if (place.node || place.path || place.disc !== null) {
    go(app, { node: null, path: null, disc: null }, false);
    if (isNarrow()) byId("panel").hidden = true;
    return undefined;
  }
  byId("panel").hidden = !byId("panel").hidden;
  return undefined;
}

function toggleMenu(app, wanted) {
  const menu = byId("menu");
  const show = wanted === undefined ? menu.hidden : wanted;
  const opener = document.querySelector('[data-tool="save"]');
  menu.hidden = !show;
  opener.setAttribute("aria-expanded", String(show));
  if (show) menu.querySelector("button:not([hidden])").focus();
  else opener.focus();
}

function applyTheme(app, theme) {
  app.theme = theme;
  document.documentElement.dataset.theme = theme;
  setTheme(app.stage, theme);
}

/** Paper is white, whatever the screen is. */
function printing(app) {
  let before = null;
  window.addEventListener("beforeprint", () => {
    before = app.theme;
    applyTheme(app, "light");
    app.stage.network.redraw();
  });
  window.addEventListener("afterprint", () => before && applyTheme(app, before));
}

function copyAddress() {
  const text = window.location.href;
  const done = () => toast(say("copied"));
  const other = () => toast(text);
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, other);
  else other();
}

let hiding = 0;
function toast(text) {
  const host = byId("toast");
  fill(host, text).hidden = false;
  window.clearTimeout(hiding);
  hiding = window.setTimeout(() => (host.hidden = true), 3500);
}

function isNarrow() {
  return window.matchMedia("(max-width: 760px)").matches;
}

function isTall(app) {
  const { clientWidth: w, clientHeight: h } = app.stage.host;
  return h > w * 1.15;
}

/** A page opened from a disk may not be allowed to remember; it then starts as it was made. */
function remembered(name) {
  try {
    return window.localStorage.getItem(`shangtu.${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    window.localStorage.setItem(`shangtu.${name}`, value);
  } catch {
    // Nothing to be done, and nothing lost.
  }
}

start();
