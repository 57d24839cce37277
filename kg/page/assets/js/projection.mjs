// From longitude and latitude to a flat map: a plain cylinder, as the world is only looked at.

/** The world with the Pacific in its middle, cut in the Atlantic. */
export function world(lon, lat) {
  const east = lon < -26 ? lon + 360 : lon;
  return [(east - 154) * 0.85, -lat];
}

/** Points of a ring given as differences in hundredths of a degree. */
export function unpack(flat) {
  const points = [];
  let [x, y] = [0, 0];
  for (let n = 0; n < flat.length; n += 2) {
    x += flat[n];
    y += flat[n + 1];
    points.push([x / 100, y / 100]);
  }
  return points;
}

/** SVG path data of rings under a projection. */
export function pathOf(rings, project) {
  return rings.map((ring) => `M${unpack(ring).map(([lon, lat]) => project(lon, lat).map((value) => value.toFixed(2)).join(" ")).join("L")}Z`).join("");
}
