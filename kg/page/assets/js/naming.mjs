// Which names the map bears: communities first, then things, the best known first; and which stay while it moves.

import { occupancy, placeLabels, shorten } from "./labels.mjs";
import { textWidth } from "./pen.mjs";
import { screenRadius, toScreen } from "./scene.mjs";

// So many things are named first, whatever stands near them.
const STRONG = 14;
const MOST = 140;
// Pixels of radius below which the name of a community is cut to so many characters.
const LENGTHS = [[45, 7], [62, 10], [76, 13], [Infinity, 20]];

/** All names for a view, each where it covers least: labels as `pen.texts` takes them. */
export function placeNames(pen, graph, scene, view) {
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
  return [...titles, ...placeLabels(candidates, view, MOST - titles.length, taken, things)];
}

/**
 * The names placed for another view of the same scene, where they stand in this one, without those that have come too
 * close. None is added and none goes round its thing: names that hop while the map moves cannot be read.
 */
export function carryNames(pen, graph, scene, view, labels) {
  const again = labels.map((label) => {
    const moved = label.disc === undefined ? nameOf(pen, graph, scene, view, label.id) : titleOf(pen, graph, scene, view, scene.discs[label.disc]);
    return { ...moved, sides: [moved.sides[label.side] || moved.sides[0]] };
  });
  return placeLabels(again, view, MOST);
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
  return [...scene.discs].filter((disc) => disc.count && disc.r * view.scale >= 13)
    .sort((a, b) => b.r - a.r || a.id - b.id)
    .map((disc) => titleOf(pen, graph, scene, view, disc));
}

function titleOf(pen, graph, scene, view, disc) {
  const radius = disc.r * view.scale;
  const small = radius < 42 && scene.discs.length > 40;
  const text = shorten(graph.nodes[disc.title].name, LENGTHS.find(([below]) => radius < below)[1]);
  const [x, y] = toScreen(view, disc.x, disc.y);
  const size = radius < 45 ? 11.5 : 13;
  const [w, h] = [textWidth(text, size, true) + (small ? 2 : 12), size + (small ? 2 : 6)];
  // On the rim like the name of a group box, above or below; or inside. Small ones of many stand in the middle.
  const rows = small ? [y] : [y - radius, y + radius, y - radius + h, y];
  const boxes = rows.map((middle) => ({ x: x - w / 2, y: middle - h / 2, w, h }));
  const style = { size, bold: true, colour: pen.look.ink, chip: small ? undefined : pen.look.disc };
  return { text, style, disc: disc.id, node: disc.title, sides: boxes };
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
    found.push(nameOf(pen, graph, scene, view, id));
  }
  return found;
}

function nameOf(pen, graph, scene, view, id) {
  const node = graph.nodes[id];
  const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
  const r = screenRadius(node.r, view.scale, scene.mode);
  // The weak are named small and faint, so that the eye finds the strong first.
  const weak = r < 5.5 && view.scale < 1;
  const size = weak ? 11 : 12;
  const text = shorten(node.name, weak ? 9 : 13);
  const bold = scene.pins.has(id);
  return {
    id, text, style: { size, bold, colour: weak ? pen.look.faint : pen.look.name }, x, y, r, low: lowest(node, r),
    w: textWidth(text, size, bold), h: 15, sides: sides(scene, id),
  };
}

/** How many names a community has room for: all when it is open or fills the window, a few when it is one of many. */
function namesOf(disc, radius) {
  return disc.open || radius > 150 ? Infinity : Math.max(0, Math.floor((radius - 34) / 26));
}

/** In a neighbourhood names point away from the middle; on the map they stand below if they can. */
export function sides(scene, id) {
  if (scene.mode === "map") return ["below", "right", "left", "above", "south-east", "south-west", "north-east", "north-west"];
  if (scene.mode === "path" || id === scene.centre) return ["below", "above"];
  const far = Math.hypot(scene.x[id], scene.y[id]) || 1;
  if (Math.abs(scene.x[id]) < far * 0.25) return scene.y[id] < 0 ? ["above", "right", "left"] : ["below", "right", "left"];
  return scene.x[id] < 0 ? ["left", "below", "above"] : ["right", "below", "above"];
}
