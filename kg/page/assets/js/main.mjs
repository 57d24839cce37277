// The page put together: where the reader stands, and what follows from it.

import { beginning, readAddress, writeAddress } from "./address.mjs";
import { bar, translate } from "./chrome.mjs";
import { monthNamed, monthStart } from "./dates.mjs";
import { copyAddress, isTall, remember, remembered, toast } from "./device.mjs";
import { byId } from "./dom.mjs";
import { choose, isOpen } from "./filter.mjs";
import { searchIndex } from "./find.mjs";
import { gestures, watchSize } from "./gestures.mjs";
import { readGraph } from "./graph.mjs";
import { listen } from "./keys.mjs";
import { bringIntoView, fitScene, focusOf, stageScene, zoomToDisc } from "./lookout.mjs";
import { controls, panel, showView } from "./rooms.mjs";
import { saveCsv } from "./save.mjs";
import { open, WHOLE } from "./scene.mjs";
import { articleByKey } from "./sources.mjs";
import { makeStage, refresh, setFocus, setTheme } from "./stage.mjs";
import { histogram } from "./timebar.mjs";
import { language, say, setLanguage, setWords } from "./words.mjs";

const parse = (id) => JSON.parse(byId(id).textContent);

/** Start the page. */
function start() {
  const book = parse("book");
  setWords(parse("words"));
  setLanguage(remembered("language") || book.language);
  const app = newApp(readGraph(parse("nodes"), parse("edges"), book));
  app.stage = makeStage(byId("stage"), app.graph, parse("settings"));
  translate();
  bar(app);
  applyTheme(app, remembered("theme") || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  const place = readAddress(window.location.hash);
  const plain = place.view === "graph" && !place.article && !place.node && !place.link && !place.path && isOpen(filterOf(place));
  // The map needs no sources: it is drawn before the browser has read the larger part of the file.
  if (plain) arrive(app, place);
  whenRead(() => {
    if (!plain) arrive(app, place);
    attend(app);
  });
}

function whenRead(then) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", then, { once: true });
  else then();
}

function attend(app) {
  window.addEventListener("popstate", () => arrive(app, readAddress(window.location.hash)));
  byId("panel-close").addEventListener("click", () => app.escape());
  listen(app);
  gestures(app);
  watchSize(app);
  printing(app);
}

function newApp(graph) {
  const app = {
    graph, stage: null, place: beginning(), filter: null, filterKey: "", shown: null, theme: "light",
    isLarge: graph.nodes.length > WHOLE, opened: new Set(), moved: new Map(), way: null, turned: false, fitted: false, untouched: true,
    drawerOpen: false, panelClosed: false, wide: false, hover: { node: null, link: null },
    made: {}, lazyIndex: null, kindTotals: {}, histogram: histogram(graph),
    states: { table: { which: "things", sort: "links", down: true, page: 0 }, places: { map: "china", province: null, zoom: 1, x: 0, y: 0 }, figures: { find: "" } },
  };
  for (const node of graph.nodes) app.kindTotals[node.kind] = (app.kindTotals[node.kind] || 0) + 1;
  Object.defineProperty(app, "index", { get: () => (app.lazyIndex = app.lazyIndex || searchIndex(graph)) });
  return Object.assign(app, ways(app), switches(app));
}

/** Ways to go on, for all parts of the page. */
function ways(app) {
  const { graph } = app;
  return {
    go: (patch, replace = false) => go(app, patch, replace),
    escape: () => escape(app),
    enter: () => app.place.node && go(app, { hops: Math.min(3, app.place.hops + 1), path: null, link: null }),
    pinned: () => app.place.pins.map((key) => graph.byKey.get(key)).filter((id) => id !== undefined),
    pin: (key) => {
      const { pins } = app.place;
      go(app, { pins: pins.includes(key) ? pins.filter((other) => other !== key) : [...pins, key] }, true);
    },
    find: (id) => {
      // What a filter hides is asked for by name, so the filter gives way.
      const filters = app.shown.nodes[id] ? {} : { off: [], rel: [], from: null, to: null, sources: 1, confidence: 0, article: null };
      go(app, { node: graph.nodes[id].key, link: null, path: null, disc: null, ...filters });
    },
    fillPath: (id) => {
      const path = [...app.place.path];
      path[path[0] === null ? 0 : 1] = graph.nodes[id].key;
      go(app, { path, node: null, link: null });
    },
    showDisc: (id) => {
      if (app.isLarge && !app.opened.has(id)) app.opened = open(graph, app.opened, id);
      go(app, { view: "graph", disc: id, node: null, link: null, path: null });
      stageScene(app, false);
      zoomToDisc(app, id);
    },
    toggleDisc: (id) => {
      if (!app.opened.delete(id)) app.opened = open(graph, app.opened, id);
      stageScene(app, false);
      panel(app, null);
    },
    widen: () => {
      app.wide = true;
      go(app, { from: null, to: null }, true);
    },
    save: (which) => saveCsv(app, which),
    copyAddress,
  };
}

/** What is switched on and off, and what the pointer and the window do. */
function switches(app) {
  return {
    toggleDrawer: () => {
      app.drawerOpen = !app.drawerOpen;
      controls(app);
      (app.drawerOpen ? byId("drawer").querySelector("input") : byId("filters")).focus();
    },
    toggleMenu,
    toggleTheme: () => {
      applyTheme(app, app.theme === "dark" ? "light" : "dark");
      remember("theme", app.theme);
      showView(app);
    },
    toggleLanguage: () => {
      setLanguage(language() === "en" ? "zh" : "en");
      remember("language", language());
      translate();
      bar(app);
      stageScene(app, false);
      setFocus(app.stage, focusOf(app));
      around(app, null);
    },
    dragged: (ids) => {
      if (app.stage.scene.mode === "map") for (const id of ids) app.moved.set(id, { x: app.stage.scene.x[id], y: app.stage.scene.y[id] });
      app.stage.network.unselectAll();
      refresh(app.stage);
    },
    setHover: (node, link) => {
      if (app.hover.node === node && app.hover.link === link) return;
      app.hover = { node, link };
      setFocus(app.stage, focusOf(app));
    },
    resized: () => {
      if (isTall(app.stage.host) !== app.turned) stageScene(app, true);
      else if (app.untouched) fitScene(app, false);
      showView(app);
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

/** Show a place: filters first, then the scene, then what is looked at, then all that stands round it. */
function arrive(app, wanted) {
  const before = app.place;
  const place = known(app, wanted);
  app.place = place;
  const filterKey = JSON.stringify([place.off, place.rel, place.from, place.to, place.undated, place.sources, place.confidence, place.article]);
  if (filterKey !== app.filterKey) {
    app.filterKey = filterKey;
    app.filter = filterOf(place);
    app.shown = choose(app.graph, app.filter);
  }
  const spot = ({ node, hops, path, article }) => JSON.stringify([hops ? node : null, hops, path, article]);
  const scene = JSON.stringify([spot(place), filterKey, place.pins]);
  if (scene !== app.made.scene) {
    const moved = app.made.scene === undefined || spot(before) !== spot(place);
    app.made.scene = scene;
    stageScene(app, moved);
  } else if (app.isLarge && place.node && place.node !== before.node && !place.hops) {
    // The community of what was chosen opens.
    stageScene(app, false);
  }
  app.hover = { node: null, link: null };
  setFocus(app.stage, focusOf(app));
  bringIntoView(app, before);
  around(app, before);
}

function around(app, before) {
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
  if (place.article && !articleByKey(place.article)) {
    toast(say("unknown", { name: place.article }));
    next.article = null;
  }
  if (place.disc !== null && !app.graph.discs[place.disc]) next.disc = null;
  return next;
}

function filterOf(place) {
  const [from, to] = [monthNamed(place.from), monthNamed(place.to)];
  return {
    kinds: new Set(place.off), relations: new Set(place.rel), from: from === null ? null : monthStart(from), to: to === null ? null : monthStart(to + 1),
    undated: place.undated, sources: place.sources, confidence: place.confidence,
    article: place.article ? articleByKey(place.article).original : null,
  };
}

/** One step out: the menu, the drawer, the link, the neighbourhood, the choice, the panel. */
function escape(app) {
  const { place } = app;
  if (!byId("menu").hidden) toggleMenu(false);
  else if (app.drawerOpen) app.toggleDrawer();
  else if (place.link) go(app, { link: null });
  else if (place.node && place.hops) go(app, { hops: 0 });
  else if (place.node || place.path || place.disc !== null) go(app, { node: null, path: null, disc: null });
  else if (place.article) go(app, { article: null });
  else {
    app.panelClosed = !app.panelClosed;
    panel(app, null);
  }
}

function toggleMenu(wanted) {
  const menu = byId("menu");
  const show = wanted === undefined ? menu.hidden : wanted;
  const opener = document.querySelector('[data-tool="save"]');
  menu.hidden = !show;
  opener.setAttribute("aria-expanded", String(show));
  (show ? menu.querySelector("button:not([hidden])") : opener).focus();
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

start();
