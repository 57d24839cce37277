// The picture: communities, links, things and names, drawn with any pen. All in pixels of the screen.

import { placeLabels, occupancy, shorten } from "./labels.mjs";
import { textWidth } from "./pen.mjs";
import { screenRadius } from "./scene.mjs";
import { sayRelation } from "./words.mjs";

// So many things are named first, whatever stands near them.
const STRONG = 14;

/** Screen place of a point of the map under a view {x, y, scale, w, h}. */
export function toScreen(view, x, y) {
  return [(x - view.x) * view.scale + view.w / 2, (y - view.y) * view.scale + view.h / 2];
}

/** Everything that does not depend on the pointer. `quiet` leaves names away, for what will be veiled. */
export function paintBase(pen, graph, scene, view, quiet) {
  pen.sheet(view.w, view.h, pen.look.paper);
  if (scene.ties.length) paintTies(pen, scene, view);
  paintDiscs(pen, scene, view);
  paintLinks(pen, graph, scene, view);
  paintNodes(pen, graph, scene, view);
  if (!quiet) pen.texts(baseLabels(pen, graph, scene, view));
}

function paintDiscs(pen, scene, view) {
  for (const disc of scene.discs) {
    if (!disc.count) continue;
    const [x, y] = toScreen(view, disc.x, disc.y);
    const r = disc.r * view.scale;
    if (x + r < 0 || y + r < 0 || x - r > view.w || y - r > view.h) continue;
    pen.disc(x, y, r, pen.look.disc, pen.look.rim, 1);
  }
}

/** How strongly communities are tied, as a width: the only lines of a large map at first sight. */
function paintTies(pen, scene, view) {
  const most = scene.ties.reduce((max, tie) => Math.max(max, tie.count), 1);
  const levels = [[], [], [], []];
  for (const tie of scene.ties) {
    const share = tie.count / most;
    // The weakest ties of a large map are noise: they would grey everything.
    if (share < 0.12 && scene.ties.length > 60) continue;
    const [a, b] = [scene.discs[tie.a], scene.discs[tie.b]];
    const angle = Math.atan2(b.y - a.y, b.x - a.x);
    const [x1, y1] = toScreen(view, a.x + a.r * Math.cos(angle), a.y + a.r * Math.sin(angle));
    const [x2, y2] = toScreen(view, b.x - b.r * Math.cos(angle), b.y - b.r * Math.sin(angle));
    levels[Math.min(3, Math.floor(share * 4))].push(x1, y1, NaN, NaN, x2, y2);
  }
  levels.forEach((flat, n) => {
    if (flat.length) pen.curves(flat, pen.look.line, 0.16 + 0.09 * n, 1 + 1.4 * n);
  });
}

/** Links inside a community are straight; those between two run together by way of both centres. */
export function linkCurve(graph, scene, view, link) {
  const [x1, y1] = toScreen(view, scene.x[link.a], scene.y[link.a]);
  const [x2, y2] = toScreen(view, scene.x[link.b], scene.y[link.b]);
  const [c, d] = [graph.nodes[link.a].disc, graph.nodes[link.b].disc];
  if (scene.mode !== "map" || c === d) return [x1, y1, NaN, NaN, x2, y2];
  const [mx, my] = toScreen(view, (scene.discs[c].x + scene.discs[d].x) / 2, (scene.discs[c].y + scene.discs[d].y) / 2);
  return [x1, y1, mx, my, x2, y2];
}

function paintLinks(pen, graph, scene, view) {
  const [inner, outer] = [[], []];
  for (const link of scene.links) {
    const curve = linkCurve(graph, scene, view, link);
    if (outside(curve, view)) continue;
    (Number.isNaN(curve[2]) ? inner : outer).push(...curve);
  }
  const quiet = Math.max(0.22, 0.85 - 0.075 * Math.log(1 + scene.links.length));
  if (outer.length) pen.curves(outer, pen.look.line, quiet * 0.36, 1);
  if (inner.length) pen.curves(inner, pen.look.line, quiet, scene.mode === "map" ? 1 : 1.2);
}

function outside(curve, view) {
  const beyond = (a, b, c, most) => (a < 0 && b < 0 && !(c >= 0)) || (a > most && b > most && !(c <= most));
  return beyond(curve[0], curve[4], curve[2], view.w) || beyond(curve[1], curve[5], curve[3], view.h);
}

function paintNodes(pen, graph, scene, view) {
  const dust = new Map();
  const whole = [];
  for (const id of scene.nodes) {
    const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
    const node = graph.nodes[id];
    const r = screenRadius(node.r, view.scale, scene.mode);
    if (x < -r || y < -r || x > view.w + r || y > view.h + r) continue;
    if (r < 2.4 || (!scene.live[id] && r < 4)) {
      if (!dust.has(node.kind)) dust.set(node.kind, []);
      dust.get(node.kind).push(x, y);
    } else {
      whole.push({ kind: node.kind, x, y, r });
    }
  }
  const size = Math.min(3.4, Math.max(1.6, 12 * view.scale));
  for (const [kind, flat] of dust) pen.dots(flat, size, kind, 0.85);
  pen.nodes(whole);
}

/** Names of communities first, then of things, the best known first. */
export function baseLabels(pen, graph, scene, view) {
  const taken = occupancy();
  const titles = placeLabels(titleCandidates(pen, graph, scene, view), view, 60, taken);
  const titled = new Set(titles.map((title) => title.node));
  const candidates = nameCandidates(pen, graph, scene, view, titled);
  // The strong are covered by no name at all; the weak only by those of the strong, and few of them.
  const limit = candidates.length ? Math.max(6, candidates[Math.min(STRONG * 2, candidates.length - 1)].r) : 6;
  const things = occupancy();
  guard(taken, things, graph, scene, view, limit);
  candidates.slice(0, STRONG * 3).forEach((candidate, n) => {
    candidate.cover = n < STRONG ? 2 : 1;
  });
  return [...titles, ...placeLabels(candidates, view, 140 - titles.length, taken, things)];
}

/** Keep names off what is at least as large as `limit` on the screen, and if they can off all that is seen as a shape. */
function guard(taken, things, graph, scene, view, limit) {
  for (const id of scene.nodes) {
    const node = graph.nodes[id];
    const r = screenRadius(node.r, view.scale, scene.mode);
    if (r < 2.4 || (!scene.live[id] && r < 4)) continue;
    const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
    if (x < 0 || y < 0 || x > view.w || y > view.h) continue;
    const part = r * 0.85;
    (r < limit ? things : taken).add({ x: x - part, y: y - part, w: part * 2, h: part + lowest(node, r) * 0.9 });
  }
}

/** How far a thing's sign reaches below its place: a map pin stands on its point. */
function lowest(node, r) {
  return node.kind === "Place" ? r * 1.25 : r;
}

function titleCandidates(pen, graph, scene, view) {
  const found = [];
  for (const disc of [...scene.discs].sort((a, b) => b.r - a.r || a.id - b.id)) {
    const radius = disc.r * view.scale;
    if (!disc.count || radius < 13) continue;
    const small = radius < 42 && scene.discs.length > 40;
    const text = shorten(graph.nodes[disc.title].name, radius < 45 ? 7 : radius < 80 ? 10 : 13);
    const [x, y] = toScreen(view, disc.x, disc.y);
    const size = radius < 45 ? 11.5 : 13;
    const [w, h] = [textWidth(text, size, true) + (small ? 2 : 12), size + (small ? 2 : 6)];
    // On the rim like the name of a group box, above or below; or inside. Small ones of many stand in the middle.
    const rows = small ? [y] : [y - radius, y + radius, y - radius + h, y];
    const boxes = rows.map((middle) => ({ x: x - w / 2, y: middle - h / 2, w, h }));
    const style = { size, bold: true, colour: pen.look.ink, chip: small ? undefined : pen.look.disc };
    found.push({ text, style, node: disc.title, radius, sides: boxes });
  }
  return found;
}

function nameCandidates(pen, graph, scene, view, titled) {
  const found = [];
  const room = scene.discs.map((disc) => namesOf(disc, disc.r * view.scale));
  const pinned = scene.nodes.filter((id) => scene.pins.has(id));
  const order = [...scene.nodes.filter((id) => !scene.pins.has(id)), ...pinned];
  for (let n = order.length - 1; n >= 0 && found.length < 600; n -= 1) {
    const id = order[n];
    const node = graph.nodes[id];
    const r = screenRadius(node.r, view.scale, scene.mode);
    // What its community is named after needs its own name where it stands apart from that of the community.
    if (titled.has(id) && (r < 8 || room[node.disc] !== Infinity)) continue;
    if (!scene.live[id] && r < 4) continue;
    const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
    if (x < 0 || y < 0 || x > view.w || y > view.h) continue;
    if (scene.mode === "map" && !scene.pins.has(id) && room[node.disc]-- <= 0) continue;
    // The weak are named small and faint, so that the eye finds the strong first.
    const weak = r < 5.5 && view.scale < 1;
    const size = weak ? 11 : 12;
    const text = shorten(node.name, weak ? 9 : 13);
    const bold = scene.pins.has(id);
    found.push({
      id, text, style: { size, bold, colour: weak ? pen.look.faint : pen.look.name }, x, y, r, low: lowest(node, r),
      w: textWidth(text, size, bold), h: 15, sides: sides(scene, id),
    });
  }
  return found;
}

/** How many names a community has room for: all when it is open or fills the window, a few when it is one of many. */
function namesOf(disc, radius) {
  return disc.open || radius > 150 ? Infinity : Math.max(0, Math.floor((radius - 34) / 26));
}

/** In a neighbourhood names point away from the middle; on the map they stand below if they can. */
function sides(scene, id) {
  if (scene.mode === "map") return ["below", "right", "left", "above", "south-east", "south-west", "north-east", "north-west"];
  if (scene.mode === "path" || id === scene.centre) return ["below", "above"];
  const far = Math.hypot(scene.x[id], scene.y[id]) || 1;
  if (Math.abs(scene.x[id]) < far * 0.25) return scene.y[id] < 0 ? ["above", "right", "left"] : ["below", "right", "left"];
  return scene.x[id] < 0 ? ["left", "below", "above"] : ["right", "below", "above"];
}

/**
 * What the reader looks at: chosen things with their links, the direction and name of each relation.
 * `focus` is {nodes, links, chosen: ids in bold, rings: ids, veil, hints: links only pointed at}. Over the open map
 * nothing is veiled and names stand already; then only links and rings are drawn.
 */
export function paintFocus(pen, graph, scene, view, shown, focus) {
  if (focus.veil) pen.sheet(view.w, view.h, pen.look.paper, 0.78);
  const things = occupancy();
  const strong = focus.links.length <= 60;
  for (const link of [...focus.links, ...focus.hints]) paintLink(pen, graph, scene, view, shown, link, strong);
  const marks = focus.nodes.map((id) => {
    const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
    return { id, kind: graph.nodes[id].kind, x, y, r: Math.max(screenRadius(graph.nodes[id].r, view.scale, scene.mode), 3.5) };
  });
  pen.nodes(marks);
  for (const { id, x, y, r } of marks) if (focus.rings.includes(id)) pen.ring(x, y, r * 1.25 + 3, pen.look.accent, 2.5);
  if (!focus.veil && scene.mode === "map") return;
  for (const id of scene.mode === "map" ? focus.nodes : scene.nodes) {
    const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
    const r = screenRadius(graph.nodes[id].r, view.scale, scene.mode) * 0.75;
    things.add({ x: x - r, y: y - r, w: r * 2, h: r * 2 });
  }
  pen.texts(focusLabels(pen, graph, scene, view, shown, focus, things));
}

function paintLink(pen, graph, scene, view, shown, link, strong) {
  const [x1, y1] = toScreen(view, scene.x[link.a], scene.y[link.a]);
  const [x2, y2] = toScreen(view, scene.x[link.b], scene.y[link.b]);
  pen.curves([x1, y1, NaN, NaN, x2, y2], pen.look.accent, strong ? 0.75 : 0.4, 1.4);
  if (!strong) return;
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const facts = link.facts.filter((fact) => shown.facts[fact]).map((fact) => graph.facts[fact]);
  const clear = (id) => screenRadius(graph.nodes[id].r, view.scale, scene.mode) * 1.2 + 2;
  if (facts.some((fact) => fact.to === link.b)) {
    pen.arrow(x2 - clear(link.b) * Math.cos(angle), y2 - clear(link.b) * Math.sin(angle), angle, 8, pen.look.accent);
  }
  if (facts.some((fact) => fact.to === link.a)) {
    pen.arrow(x1 + clear(link.a) * Math.cos(angle), y1 + clear(link.a) * Math.sin(angle), angle + Math.PI, 8, pen.look.accent);
  }
}

/** The chosen in bold, then their neighbours, then what the links say; off the map, all others as well. */
function focusLabels(pen, graph, scene, view, shown, focus, things) {
  const taken = occupancy();
  const name = (id, bold) => {
    const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
    const text = shorten(graph.nodes[id].name, bold ? 20 : 14);
    const size = bold ? 13.5 : 12;
    const r = screenRadius(graph.nodes[id].r, view.scale, scene.mode) + (focus.rings.includes(id) ? 5 : 0);
    // What is chosen has its name on any account, wherever that covers least.
    return { text, style: { size, bold, colour: pen.look.ink }, x, y, r, w: textWidth(text, size, bold), h: size + 3, cover: bold ? Infinity : 0, sides: bold ? ["below", "above", "right", "left"] : sides(scene, id) };
  };
  const strongFirst = (ids) => [...ids].sort((a, b) => graph.nodes[b].r - graph.nodes[a].r || a - b);
  const chosen = new Set(focus.chosen);
  const named = new Set(focus.nodes);
  const others = scene.mode === "map" ? [] : scene.nodes.filter((id) => !named.has(id));
  return [
    ...placeLabels([...chosen].map((id) => name(id, true)), view, 20, taken, things),
    ...placeLabels(strongFirst(focus.nodes.filter((id) => !chosen.has(id))).map((id) => name(id, false)), view, 120, taken, things),
    ...placeLabels(focus.links.slice(0, 40).map((link) => relationLabel(pen, graph, scene, view, shown, link)), view, 40, taken, things),
    ...placeLabels(strongFirst(others).map((id) => name(id, false)), view, 120, taken, things),
  ];
}

/** What a link says, in the middle of it; of several relations the first and how many more. */
function relationLabel(pen, graph, scene, view, shown, link) {
  const names = [...new Set(link.facts.filter((fact) => shown.facts[fact]).map((fact) => sayRelation(graph.facts[fact].rel)))];
  const text = names.length > 1 ? `${names[0]} +${names.length - 1}` : names[0] || "";
  const [x1, y1] = toScreen(view, scene.x[link.a], scene.y[link.a]);
  const [x2, y2] = toScreen(view, scene.x[link.b], scene.y[link.b]);
  return {
    text, style: { size: 11, bold: false, colour: pen.look.faint, chip: pen.look.disc },
    x: (x1 + x2) / 2, y: (y1 + y2) / 2, r: 0, w: textWidth(text, 11, false) + 8, h: 15, sides: ["middle"],
  };
}
