// What lies under the pointer.

import { linkCurve } from "./paint.mjs";
import { screenRadius, toScreen } from "./scene.mjs";

/** The thing at a place of the screen, the topmost first; null for none. */
export function nodeAt(graph, scene, view, x, y) {
  let [best, near] = [null, Infinity];
  for (let n = scene.nodes.length - 1; n >= 0; n -= 1) {
    const id = scene.nodes[n];
    const [sx, sy] = toScreen(view, scene.x[id], scene.y[id]);
    const away = Math.hypot(sx - x, sy - y) - Math.max(4, screenRadius(graph.nodes[id].r, view.scale, scene.mode) * 1.1);
    if (away <= 0 && away < near) [best, near] = [id, away];
  }
  return best;
}

/** The link within reach of a place of the screen; null for none. */
export function linkAt(graph, scene, view, x, y, links = scene.links, reach = 5) {
  let [best, near] = [null, reach];
  for (const link of links) {
    const away = distance(linkCurve(graph, scene, view, link), x, y, near);
    if (away < near) [best, near] = [link, away];
  }
  return best;
}

/** The community at a place of the screen; null for none. */
export function discAt(scene, view, x, y) {
  const found = scene.discs.find((disc) => {
    const [sx, sy] = toScreen(view, disc.x, disc.y);
    return disc.count && Math.hypot(sx - x, sy - y) <= disc.r * view.scale;
  });
  return found ? found.id : null;
}

function distance(curve, x, y, enough) {
  const [x1, y1, cx, cy, x2, y2] = curve;
  const straight = Number.isNaN(cx);
  const [left, right] = [Math.min(x1, x2, straight ? x1 : cx), Math.max(x1, x2, straight ? x1 : cx)];
  const [top, bottom] = [Math.min(y1, y2, straight ? y1 : cy), Math.max(y1, y2, straight ? y1 : cy)];
  if (x < left - enough || x > right + enough || y < top - enough || y > bottom + enough) return Infinity;
  if (straight) return segment(x1, y1, x2, y2, x, y);
  let [least, px, py] = [Infinity, x1, y1];
  for (let n = 1; n <= 14; n += 1) {
    const t = n / 14;
    const qx = (1 - t) * (1 - t) * x1 + 2 * t * (1 - t) * cx + t * t * x2;
    const qy = (1 - t) * (1 - t) * y1 + 2 * t * (1 - t) * cy + t * t * y2;
    least = Math.min(least, segment(px, py, qx, qy, x, y));
    [px, py] = [qx, qy];
  }
  return least;
}

function segment(x1, y1, x2, y2, x, y) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x1 + along * dx - x, y1 + along * dy - y);
}
