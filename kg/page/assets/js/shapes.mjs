// Outlines of the kinds as SVG path data about a centre: drawn on the canvas, in exports and in the legend alike.
// Each covers about as much as the circle of its radius, so that size compares across kinds.

const round = (value) => Math.round(value * 100) / 100;

function polygon(x, y, corners) {
  return `M${corners.map(([dx, dy]) => `${round(x + dx)} ${round(y + dy)}`).join("L")}Z`;
}

function regular(x, y, r, count, turn) {
  const corners = Array.from({ length: count }, (_, n) => turn + (n * 2 * Math.PI) / count);
  return polygon(x, y, corners.map((angle) => [r * Math.cos(angle), r * Math.sin(angle)]));
}

const SHAPES = {
  circle: (x, y, r) => `M${round(x - r)} ${round(y)}a${round(r)} ${round(r)} 0 1 0 ${round(2 * r)} 0a${round(r)} ${round(r)} 0 1 0 ${round(-2 * r)} 0Z`,
  square: (x, y, r) => {
    const [a, c] = [r * 0.89, r * 0.2];
    return `M${round(x - a + c)} ${round(y - a)}h${round(2 * (a - c))}q${round(c)} 0 ${round(c)} ${round(c)}v${round(2 * (a - c))}q0 ${round(c)} ${round(-c)} ${round(c)}h${round(-2 * (a - c))}q${round(-c)} 0 ${round(-c)} ${round(-c)}v${round(-2 * (a - c))}q0 ${round(-c)} ${round(c)} ${round(-c)}Z`;
  },
  drop: (x, y, r) => {
    // A map pin: round above, a point below.
    const top = y - r * 0.2;
    return `M${round(x)} ${round(y + r * 1.25)}L${round(x - r * 0.82)} ${round(top + r * 0.45)}A${round(r * 0.94)} ${round(r * 0.94)} 0 1 1 ${round(x + r * 0.82)} ${round(top + r * 0.45)}Z`;
  },
  hexagon: (x, y, r) => regular(x, y, r * 1.1, 6, Math.PI / 6),
  diamond: (x, y, r) => regular(x, y, r * 1.22, 4, Math.PI / 2),
  triangle: (x, y, r) => polygon(x, y, [[0, -1.25 * r], [1.15 * r, 0.85 * r], [-1.15 * r, 0.85 * r]]),
  page: (x, y, r) => polygon(x, y, [[-0.8 * r, -1.05 * r], [0.3 * r, -1.05 * r], [0.8 * r, -0.5 * r], [0.8 * r, 1.05 * r], [-0.8 * r, 1.05 * r]]),
  star: (x, y, r) => {
    const corners = Array.from({ length: 10 }, (_, n) => [n % 2 ? 0.58 * r : 1.3 * r, -Math.PI / 2 + (n * Math.PI) / 5]);
    return polygon(x, y, corners.map(([size, angle]) => [size * Math.cos(angle), size * Math.sin(angle)]));
  },
};

/** Path data of a shape about a centre. */
export function outline(shape, x, y, r) {
  return (SHAPES[shape] || SHAPES.circle)(x, y, r);
}
