// The picture on the screen. vis-network keeps the view and the gestures and moves nodes; the painting is ours,
// kept as a frame that a pan only shifts, so that its cost does not depend on the size of the graph.

import { LOOKS } from "./kinds.mjs";
import { bitmaps, canvasPen, forget } from "./pen.mjs";
import { paintBase, paintFocus } from "./paint.mjs";
import { screenRadius, WHOLE } from "./scene.mjs";

// Part of the window that a frame holds beyond each edge.
const MARGIN = 0.25;
// Milliseconds a frame may take to be drawn anew in every step of a zoom.
const CHEAP = 9;

/** A stage in a host element; `settings` are vis-network's, as the page brings them. */
export function makeStage(host, graph, settings) {
  const stage = {
    host, graph, scene: null, shown: null, focus: null, theme: "light", frame: null, stamp: 0, settle: 0, filling: 0, asked: false,
    look: LOOKS.light, stock: bitmaps(window.devicePixelRatio || 1), network: null, data: new vis.DataSet(),
  };
  const options = structuredClone(settings);
  options.nodes.ctxRenderer = ({ id }) => nodeBody(stage, id);
  stage.network = new vis.Network(host, { nodes: stage.data, edges: new vis.DataSet() }, options);
  stage.network.on("beforeDrawing", (context) => draw(stage, context));
  stage.network.on("dragging", ({ nodes }) => followDrag(stage, nodes));
  stage.network.on("resize", () => refresh(stage));
  return stage;
}

/** vis-network asks how large a node is, for dragging; it is drawn with all others by us. */
function nodeBody(stage, id) {
  const scale = stage.network ? stage.network.getScale() : 1;
  const size = (2 * screenRadius(stage.graph.nodes[id].r, scale, stage.scene.mode)) / scale;
  return { drawNode: () => undefined, nodeDimensions: { width: size, height: size } };
}

function followDrag(stage, ids) {
  if (!ids.length) return;
  const places = stage.network.getPositions(ids);
  for (const id of ids) [stage.scene.x[id], stage.scene.y[id]] = [places[id].x, places[id].y];
  refresh(stage);
}

/** Put a scene on the stage. */
export function setScene(stage, scene, shown) {
  stage.scene = scene;
  stage.shown = shown;
  stage.data.clear();
  // vis-network needs its nodes only to let them be dragged: the picture comes first.
  window.clearTimeout(stage.filling);
  stage.filling = window.setTimeout(() => {
    const live = scene.nodes.filter((id) => scene.live[id]).slice(-WHOLE);
    stage.data.add(live.map((id) => ({ id, x: scene.x[id], y: scene.y[id] })));
  }, 120);
  refresh(stage);
}

/** What is looked at, over the veiled rest; null for nothing. */
export function setFocus(stage, focus) {
  const veiled = Boolean(stage.focus && stage.focus.veil);
  stage.focus = focus;
  if (veiled !== Boolean(focus && focus.veil)) refresh(stage);
  else redraw(stage);
}

/** Whether names are left to the focus: under a veil, and off the map. */
export function isQuiet(stage) {
  return stage.scene.mode !== "map" || Boolean(stage.focus && stage.focus.veil);
}

/** Light or dark. */
export function setTheme(stage, theme) {
  stage.theme = theme;
  stage.look = LOOKS[theme];
  forget(stage.stock);
  refresh(stage);
}

/** Draw everything anew. */
export function refresh(stage) {
  stage.stamp += 1;
  redraw(stage);
}

/** Draw in the next frame, once, however often it is asked for. */
function redraw(stage) {
  if (stage.asked) return;
  stage.asked = true;
  window.requestAnimationFrame(() => {
    stage.asked = false;
    stage.network.redraw();
  });
}

/** The view now: middle of the window on the map, scale, and the window's size. */
export function viewOf(stage) {
  const { x, y } = stage.network.getViewPosition();
  return { x, y, scale: stage.network.getScale(), w: stage.host.clientWidth, h: stage.host.clientHeight };
}

/** Move so that a box of the map fills the window, less `inset` pixels on each side. */
export function fit(stage, box, animate = true, inset = { top: 30, right: 24, bottom: 48, left: 24 }) {
  const [w, h] = [stage.host.clientWidth, stage.host.clientHeight];
  const scale = Math.min((w - inset.left - inset.right) / box.w, (h - inset.top - inset.bottom) / box.h, 2.2);
  if (!(scale > 0)) return;
  const x = box.x + box.w / 2 - (inset.left - inset.right) / 2 / scale;
  const y = box.y + box.h / 2 - (inset.top - inset.bottom) / 2 / scale;
  moveTo(stage, { x, y, scale }, animate);
}

/** Go to a view, gliding unless the reader wants no motion. */
export function moveTo(stage, { x, y, scale }, animate = true) {
  const still = !animate || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const animation = still ? false : { duration: 420, easingFunction: "easeInOutCubic" };
  stage.network.moveTo({ position: { x, y }, scale, animation });
}

/** Zoom about the middle by a factor. */
export function zoomBy(stage, factor) {
  const view = viewOf(stage);
  moveTo(stage, { ...view, scale: Math.min(6, Math.max(0.02, view.scale * factor)) });
}

/** Pan by a part of the window. */
export function panBy(stage, across, down) {
  const view = viewOf(stage);
  moveTo(stage, { x: view.x + (across * view.w) / view.scale, y: view.y + (down * view.h) / view.scale, scale: view.scale });
}

function draw(stage, context) {
  if (!stage.scene || !stage.host.clientWidth) return;
  const view = viewOf(stage);
  const ratio = context.canvas.width / view.w;
  if (ratio !== stage.stock.ratio) [stage.stock, stage.frame] = [bitmaps(ratio), null];
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const frame = frameFor(stage, view);
  const factor = view.scale / frame.view.scale;
  const [w, h] = [frame.view.w * factor, frame.view.h * factor];
  const left = view.w / 2 + (frame.view.x - view.x) * view.scale - w / 2;
  const top = view.h / 2 + (frame.view.y - view.y) * view.scale - h / 2;
  if (factor !== 1) {
    context.fillStyle = stage.look.paper;
    context.fillRect(0, 0, view.w, view.h);
  }
  // Whole pixels while the scale stands: text stays sharp, and copying costs least.
  const snap = (value) => (factor === 1 ? Math.round(value * ratio) / ratio : value);
  context.drawImage(frame.canvas, snap(left), snap(top), w, h);
  if (stage.focus) {
    const pen = canvasPen(context, stage.look, stage.theme, stage.stock);
    paintFocus(pen, stage.graph, stage.scene, view, stage.shown, stage.focus);
  }
  context.restore();
}

/** A frame that can show this view: the one at hand, shifted or for the moment stretched, or a new one. */
function frameFor(stage, view) {
  const frame = stage.frame;
  const usable = frame && frame.stamp === stage.stamp && frame.host.w === view.w && frame.host.h === view.h;
  if (usable && frame.view.scale === view.scale && covers(frame.view, view)) return frame;
  if (usable && frame.view.scale !== view.scale && frame.cost > CHEAP && performance.now() - frame.made < frame.cost * 4) {
    window.clearTimeout(stage.settle);
    stage.settle = window.setTimeout(() => refresh(stage), frame.cost * 4);
    return frame;
  }
  return render(stage, view);
}

function covers(frame, view) {
  const spare = { x: frame.w / 2 - view.w / 2, y: frame.h / 2 - view.h / 2 };
  return Math.abs(view.x - frame.x) * view.scale <= spare.x && Math.abs(view.y - frame.y) * view.scale <= spare.y;
}

function render(stage, view) {
  const started = performance.now();
  const wide = { ...view, w: Math.ceil(view.w * (1 + 2 * MARGIN)), h: Math.ceil(view.h * (1 + 2 * MARGIN)) };
  wide.pane = { x: (wide.w - view.w) / 2 + 3, y: (wide.h - view.h) / 2 + 3, w: view.w - 6, h: view.h - 6 };
  const canvas = stage.frame ? stage.frame.canvas : document.createElement("canvas");
  const [w, h] = [Math.ceil(wide.w * stage.stock.ratio), Math.ceil(wide.h * stage.stock.ratio)];
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  const context = canvas.getContext("2d", { alpha: false });
  context.setTransform(stage.stock.ratio, 0, 0, stage.stock.ratio, 0, 0);
  const pen = canvasPen(context, stage.look, stage.theme, stage.stock);
  paintBase(pen, stage.graph, stage.scene, wide, isQuiet(stage));
  const now = performance.now();
  stage.frame = { canvas, view: wide, host: { w: view.w, h: view.h }, stamp: stage.stamp, made: now, cost: now - started };
  return stage.frame;
}
