// Things too small for a shape, written as pixels of one picture: drawn one by one, thousands of little squares would
// take the larger part of every frame.

/** What a canvas needs for its dust, made when there is any. */
export function dustLayer() {
  return { canvas: null, ink: null, image: null, pixels: null };
}

function fit(layer, w, h) {
  if (layer.canvas && layer.canvas.width === w && layer.canvas.height === h) return;
  layer.canvas = layer.canvas || document.createElement("canvas");
  [layer.canvas.width, layer.canvas.height] = [w, h];
  layer.ink = layer.canvas.getContext("2d");
  layer.image = new ImageData(w, h);
  layer.pixels = new Uint32Array(layer.image.data.buffer);
}

/** A colour like `#d55e00` as four bytes of a picture: red first, and opaque. */
export function pixelOf(colour) {
  const part = (at) => Number.parseInt(colour.slice(at, at + 2), 16);
  return new Uint32Array(Uint8Array.of(part(1), part(3), part(5), 255).buffer)[0];
}

/** Write squares of `side` pixels about points into a picture `w` pixels wide, as far as they lie in it. */
export function sprinkle(pixels, w, flat, side, colour, at = { scale: 1, x: 0, y: 0 }) {
  const h = pixels.length / w;
  for (let n = 0; n < flat.length; n += 2) {
    const x = Math.round(flat[n] * at.scale + at.x - side / 2);
    const y = Math.round(flat[n + 1] * at.scale + at.y - side / 2);
    if (x < 0 || y < 0 || x + side > w || y + side > h) continue;
    for (let row = y * w + x; row < (y + side) * w; row += w) pixels.fill(colour, row, row + side);
  }
}

/** Draw groups of dots, [[colour, [x, y, …]]], each about `size` of the context's own units wide. */
export function drawDust(context, layer, groups, size, alpha) {
  const { width: w, height: h } = context.canvas;
  const { a: scale, e: x, f: y } = context.getTransform();
  fit(layer, w, h);
  layer.pixels.fill(0);
  const side = Math.max(1, Math.round(size * scale));
  for (const [colour, flat] of groups) sprinkle(layer.pixels, w, flat, side, pixelOf(colour), { scale, x, y });
  layer.ink.putImageData(layer.image, 0, 0);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  // Whole pixels are larger or smaller than what is asked for; they are as much fainter or stronger.
  context.globalAlpha = Math.min(1, alpha * ((size * scale) / side) ** 2);
  context.drawImage(layer.canvas, 0, 0);
  context.restore();
}
