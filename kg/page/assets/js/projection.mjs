// From longitude and latitude to a flat map: Albers' conic for China, equal areas; a plain cylinder for the world.

const RAD = Math.PI / 180;

/** Albers with the parallels 25° and 47° and the meridian 105°, as maps of China use; one unit is a degree or so. */
export function albers(lon, lat) {
  const [p1, p2] = [25 * RAD, 47 * RAD];
  const n = (Math.sin(p1) + Math.sin(p2)) / 2;
  const c = Math.cos(p1) ** 2 + 2 * n * Math.sin(p1);
  const rho = (phi) => Math.sqrt(c - 2 * n * Math.sin(phi)) / n;
  const theta = n * (lon - 105) * RAD;
  const far = rho(lat * RAD);
  return [(far * Math.sin(theta)) / RAD, (far * Math.cos(theta) - rho(36 * RAD)) / RAD];
}

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
