// The many things of a map, written as pixels of one picture: thousands of drawings of little signs and squares, one
// by one, would take the larger part of every frame.

/** What a canvas needs for its crowd, made when there is one; signs by kind and size once they are painted. */
export function crowdLayer() {
  return { canvas: null, ink: null, image: null, pixels: null, bench: null, signs: new Map() };
}

function fit(layer, w, h) {
  if (layer.canvas && layer.canvas.width === w && layer.canvas.height === h) return;
  layer.canvas = layer.canvas || document.createElement("canvas");
  [layer.canvas.width, layer.canvas.height] = [w, h];
  layer.ink = layer.canvas.getContext("2d");
  layer.image = new ImageData(w, h);
  layer.pixels = new Uint32Array(layer.image.data.buffer);
}

/** A colour like `#d55e00` as a pixel: red in the lowest byte, then green, blue and how much it covers, from 0 to 1. */
export function pixelOf(colour, alpha = 1) {
  const part = (at) => Number.parseInt(colour.slice(at, at + 2), 16);
  return ((Math.round(255 * alpha) << 24) | (part(5) << 16) | (part(3) << 8) | part(1)) >>> 0;
}

/** The sign of a kind in a size as pixels, `side` wide and high; painted first if it is new. */
export function signOf(layer, kind, size, side, paint) {
  if (!layer.signs.has(kind)) layer.signs.set(kind, new Map());
  const signs = layer.signs.get(kind);
  if (!signs.has(size)) {
    layer.bench = layer.bench || document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    [layer.bench.canvas.width, layer.bench.canvas.height] = [side, side];
    paint(layer.bench);
    signs.set(size, { side, pixels: new Uint32Array(layer.bench.getImageData(0, 0, side, side).data.buffer) });
  }
  return signs.get(size);
}

/** Write squares of `side` pixels about points into a picture `w` pixels wide, as far as they lie in it. */
export function sprinkle(pixels, w, flat, side, colour, at = { scale: 1, x: 0, y: 0 }) {
  const h = pixels.length / w;
  for (let n = 0; n < flat.length; n += 2) {
    const x = Math.round(flat[n] * at.scale + at.x - side / 2);
    const y = Math.round(flat[n + 1] * at.scale + at.y - side / 2);
    if (x < 0 || y < 0 || x + side > w || y + side > h) continue;
    for (let row = y * w + x; row < (y + side) * w; row += w) {
      for (let spot = row; spot < row + side; spot += 1) pixels[spot] = colour;
    }
  }
}

/** Lay a sign over a picture `w` pixels wide, its corner at `left` and `top`; what lies beyond the edges is left away. */
export function stamp(pixels, w, { side, pixels: sign }, left, top) {
  const h = pixels.length / w;
  const [from, to] = [Math.max(0, -left), Math.min(side, w - left)];
  for (let row = Math.max(0, -top); row < Math.min(side, h - top); row += 1) {
    const start = (top + row) * w + left;
    for (let column = from; column < to; column += 1) {
      const over = sign[row * side + column];
      const cover = over >>> 24;
      if (cover === 255 || (cover && !pixels[start + column])) pixels[start + column] = over;
      else if (cover) pixels[start + column] = mix(over, pixels[start + column]);
    }
  }
}

/** One pixel over another, as painters mean it. */
function mix(over, under) {
  const cover = (over >>> 24) / 255;
  const rest = ((under >>> 24) / 255) * (1 - cover);
  const all = cover + rest;
  const part = (shift) => Math.round((((over >>> shift) & 255) * cover + ((under >>> shift) & 255) * rest) / all) << shift;
  return ((Math.round(all * 255) << 24) | part(16) | part(8) | part(0)) >>> 0;
}

/**
 * Draw dots, [[colour, [x, y, …]]], each about `size` of the context's own units wide, and signs over them,
 * [{sign, x, y}], about their middles.
 */
export function drawCrowd(context, layer, groups, size, alpha, signs) {
  const { width: w, height: h } = context.canvas;
  const { a: scale, e: x, f: y } = context.getTransform();
  fit(layer, w, h);
  layer.pixels.fill(0);
  const side = Math.max(1, Math.round(size * scale));
  // Whole pixels are larger or smaller than what is asked for; they are as much fainter or stronger.
  const strength = Math.min(1, alpha * ((size * scale) / side) ** 2);
  for (const [colour, flat] of groups) sprinkle(layer.pixels, w, flat, side, pixelOf(colour, strength), { scale, x, y });
  for (const one of signs) stamp(layer.pixels, w, one.sign, Math.round(one.x * scale + x - one.sign.side / 2), Math.round(one.y * scale + y - one.sign.side / 2));
  layer.ink.putImageData(layer.image, 0, 0);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(layer.canvas, 0, 0);
  context.restore();
}
