import assert from "node:assert/strict";
import test from "node:test";

import { pixelOf, sprinkle, stamp } from "../../kg/page/assets/js/crowd.mjs";
import { choose, everything } from "../../kg/page/assets/js/filter.mjs";
import { touch } from "../../kg/page/assets/js/labels.mjs";
import { carryNames, placeNames } from "../../kg/page/assets/js/naming.mjs";
import { mapScene } from "../../kg/page/assets/js/scene.mjs";
import { small } from "./small.mjs";

const pen = { look: {} };
const view = (scale) => ({ x: 60, y: 0, scale, w: 900, h: 600 });

function stage() {
  const graph = small();
  const scene = mapScene(graph, choose(graph, everything()), { opened: new Set(), moved: new Map([[1, { x: 40, y: 60 }], [2, { x: -50, y: 40 }], [3, { x: 20, y: -60 }]]), turned: false });
  return { graph, scene };
}

test("while the map is zoomed names stay on their side of their thing, and none is added", () => {
  const { graph, scene } = stage();
  const placed = placeNames(pen, graph, scene, view(1.2));
  assert.ok(placed.length >= 4);
  const key = (label) => (label.disc === undefined ? `n${label.id}` : `d${label.disc}`);
  const sideOf = new Map(placed.map((label) => [key(label), label.side]));
  const offset = ({ box, x, y }) => [box.x - x, box.y - y].map(Math.sign);
  for (const scale of [1.25, 1.4, 1.5]) {
    const carried = carryNames(pen, graph, scene, view(scale), placed);
    assert.deepEqual(carried.map(key), placed.map(key).filter((name) => carried.some((label) => key(label) === name)));
    assert.ok(carried.length);
    for (const label of carried.filter((one) => one.id !== undefined)) {
      const before = placed.find((one) => key(one) === key(label));
      assert.ok(sideOf.has(key(label)));
      assert.deepEqual(offset(label), offset(before));
      // It has moved along with its thing.
      assert.notDeepEqual(label.box, before.box);
    }
  }
});

test("names that come too close while the map shrinks give way to the more important", () => {
  const { graph, scene } = stage();
  const placed = placeNames(pen, graph, scene, view(1.4));
  const carried = carryNames(pen, graph, scene, view(0.3), placed);
  assert.ok(carried.length < placed.length);
  assert.equal(carried[0].text, placed[0].text);
  for (const [n, a] of carried.entries()) for (const b of carried.slice(n + 1)) assert.ok(!touch(a.box, b.box));
});

test("dust is written as whole squares, and none beyond the edges", () => {
  const pixels = new Uint32Array(40 * 20);
  const red = pixelOf("#ff0000");
  sprinkle(pixels, 40, [10, 10, 39.6, 10, -3, 4, 20, 30], 2, red);
  const found = [...pixels.entries()].filter(([, value]) => value).map(([at]) => [at % 40, Math.floor(at / 40)]);
  assert.deepEqual(found, [[9, 9], [10, 9], [9, 10], [10, 10]]);
  assert.deepEqual([...new Uint8Array(Uint32Array.of(red).buffer)], [255, 0, 0, 255]);
  const fine = new Uint32Array(40 * 20);
  sprinkle(fine, 40, [2, 2], 2, red, { scale: 2, x: 10, y: 4 });
  assert.equal(fine.indexOf(red), 7 * 40 + 13);
});

test("signs are laid over what is there, and cut at the edges of the picture", () => {
  const [red, blue, veil] = [pixelOf("#ff0000"), pixelOf("#0000ff"), pixelOf("#0000ff", 0.5)];
  const sign = (...pixels) => ({ side: 2, pixels: Uint32Array.from(pixels) });
  const pixels = new Uint32Array(4 * 3).fill(red, 4, 8);
  stamp(pixels, 4, sign(blue, 0, veil, blue), 1, 0);
  assert.deepEqual([...pixels.slice(0, 4)], [0, blue, 0, 0]);
  assert.deepEqual([pixels[4], pixels[6], pixels[7]], [red, blue, red]);
  const mixed = [0, 8, 16, 24].map((shift) => (pixels[5] >>> shift) & 255);
  assert.deepEqual(mixed, [127, 0, 128, 255]);
  stamp(pixels, 4, sign(blue, blue, blue, blue), 3, 2);
  stamp(pixels, 4, sign(blue, blue, blue, blue), -1, -1);
  assert.deepEqual([...pixels.slice(8)], [0, 0, 0, blue]);
  assert.equal(pixels[0], blue);
});
