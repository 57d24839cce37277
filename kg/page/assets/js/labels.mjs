// Which names are written, and where: never one over another, the more important first.

const CELL = 48;

const cuts = new Map();

/** A name cut to what a reader takes in at a glance. */
export function shorten(name, most = 13) {
  // Asked for the same names in every step of a zoom.
  if (!cuts.has(most)) cuts.set(most, new Map());
  const known = cuts.get(most);
  if (!known.has(name)) known.set(name, cut(name, most));
  return known.get(name);
}

function cut(name, most) {
  const signs = [...name];
  // Letters are half as wide as Chinese characters.
  let width = 0;
  for (let n = 0; n < signs.length; n += 1) {
    width += signs[n] < "\u2e80" ? 0.55 : 1;
    if (width > most) return `${signs.slice(0, n).join("")}…`;
  }
  return name;
}

/** Boxes on a grid, so that asking whether a place is free takes no longer on a full map. */
export function occupancy() {
  const cells = new Map();
  const visit = (box, use) => {
    for (let column = Math.floor(box.x / CELL); column <= Math.floor((box.x + box.w) / CELL); column += 1) {
      for (let row = Math.floor(box.y / CELL); row <= Math.floor((box.y + box.h) / CELL); row += 1) {
        if (use(column * 100003 + row)) return true;
      }
    }
    return false;
  };
  return {
    /** Whether no box that was added touches this one. */
    free: (box) => !visit(box, (cell) => (cells.get(cell) || []).some((other) => touch(box, other))),
    /** How many of the boxes that were added touch this one. */
    touched: (box) => {
      const found = new Set();
      visit(box, (cell) => {
        for (const other of cells.get(cell) || []) if (touch(box, other)) found.add(other);
        return false;
      });
      return found.size;
    },
    add: (box) => {
      visit(box, (cell) => {
        if (!cells.has(cell)) cells.set(cell, []);
        cells.get(cell).push(box);
        return false;
      });
    },
  };
}

/** Whether two boxes overlap. */
export function touch(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/**
 * Choose places for labels. A candidate has its anchor `x`, `y`, the radius `r` to stay clear of (`low` below, where
 * that differs), its size `w`, `h`, and the `sides` to try in order, or ready boxes. No label touches what is `taken`;
 * of the places left, the first that covers fewest `things`, and no more of them than the candidate may `cover`. `view`
 * is the visible part, of size `w`, `h`, perhaps with an inner window `pane`: no label is cut by the edge of either.
 * Returns the candidates placed, with their `box` and which of the sides it is.
 */
export function placeLabels(candidates, view, most = 140, taken = occupancy(), things = null) {
  const placed = [];
  for (const candidate of candidates) {
    if (placed.length >= most) break;
    const { box, side } = bestPlace(candidate, view, taken, things);
    if (!box) continue;
    taken.add(box);
    placed.push({ ...candidate, box, side });
  }
  return placed;
}

function bestPlace(candidate, view, taken, things) {
  let [best, least] = [{ box: null, side: -1 }, (candidate.cover || 0) + 1];
  for (const [side, asked] of candidate.sides.entries()) {
    const box = typeof asked === "string" ? beside(candidate, asked) : asked;
    if (!whole(box, view) || !taken.free(box)) continue;
    const covered = things ? things.touched(box) : 0;
    if (covered < least) [best, least] = [{ box, side }, covered];
    if (!least) break;
  }
  return best;
}

function whole(box, { w, h, pane }) {
  if (!inside(box, { x: 4, y: 4, w: w - 8, h: h - 8 })) return false;
  return !pane || inside(box, pane) || !touch(box, pane);
}

function inside(box, outer) {
  return box.x >= outer.x && box.y >= outer.y && box.x + box.w <= outer.x + outer.w && box.y + box.h <= outer.y + outer.h;
}

/** The box of a label on a side of its anchor. */
function beside({ x, y, r, w, h, low = r }, side) {
  const gap = r + 2;
  const slant = r * 0.7;
  switch (side) {
    case "above": return { x: x - w / 2, y: y - gap - h, w, h };
    case "right": return { x: x + gap + 1, y: y - h / 2, w, h };
    case "left": return { x: x - gap - 1 - w, y: y - h / 2, w, h };
    case "middle": return { x: x - w / 2, y: y - h / 2, w, h };
    case "north-east": return { x: x + slant + 1, y: y - slant - h, w, h };
    case "north-west": return { x: x - slant - 1 - w, y: y - slant - h, w, h };
    case "south-east": return { x: x + slant + 1, y: y + slant, w, h };
    case "south-west": return { x: x - slant - 1 - w, y: y + slant, w, h };
    default: return { x: x - w / 2, y: y + low + 2, w, h };
  }
}
