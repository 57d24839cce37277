// Two pens with one grip: what draws the map on a canvas draws it into an SVG file as well.

import { crowdLayer, drawCrowd, signOf } from "./crowd.mjs";
import { blend, colourOf, shapeOf } from "./kinds.mjs";
import { outline } from "./shapes.mjs";

export const FONT = 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** The font of a label. */
export function fontOf(size, bold) {
  return `${bold ? "600 " : ""}${size}px ${FONT}`;
}

const gauge = { context: null, widths: new Map() };

/** How wide a text is; asked once for each. Chinese characters are as wide as they are high, and need no asking. */
export function textWidth(text, size, bold) {
  if (/^[\u4e00-\u9fff]*$/.test(text)) return Math.ceil(text.length * size);
  const key = `${size}${bold ? "b" : ""}${text}`;
  if (!gauge.widths.has(key)) {
    gauge.context = gauge.context || document.createElement("canvas").getContext("2d");
    gauge.context.font = fontOf(size, bold);
    gauge.widths.set(key, Math.ceil(gauge.context.measureText(text).width));
  }
  return gauge.widths.get(key);
}

const SHEET = 512;
const SHEETS = 24;

/**
 * Bitmaps of labels and nodes, kept on a few large sheets: drawing a haloed text anew in each frame is what makes
 * graph pages slow, and a canvas for each would make their start slow.
 */
export function bitmaps(ratio) {
  return { ratio, sheets: [], places: new Map(), crowd: crowdLayer() };
}

/** Forget all bitmaps, as when the colours change. */
export function forget(stock) {
  [stock.sheets, stock.places] = [[], new Map()];
  stock.crowd.signs.clear();
}

/** Where the bitmap of a key is, painted first if it is new. */
function bitmap(stock, key, w, h, paint) {
  if (stock.places.has(key)) return stock.places.get(key);
  const sheet = sheetFor(stock, w, h);
  const spot = { sheet, x: sheet.x, y: sheet.y, w: Math.ceil(w), h: Math.ceil(h) };
  sheet.x += spot.w + 1;
  sheet.row = Math.max(sheet.row, spot.h + 1);
  sheet.ink.save();
  sheet.ink.translate(spot.x, spot.y);
  paint(sheet.ink);
  sheet.ink.restore();
  stock.places.set(key, spot);
  return spot;
}

function sheetFor(stock, w, h) {
  const last = stock.sheets[stock.sheets.length - 1];
  if (last) {
    if (last.x + w + 1 > SHEET) [last.x, last.y, last.row] = [0, last.y + last.row, 0];
    if (last.y + h + 1 <= SHEET) return last;
  }
  if (stock.sheets.length >= SHEETS) forget(stock);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SHEET * stock.ratio, SHEET * stock.ratio];
  const ink = canvas.getContext("2d");
  ink.scale(stock.ratio, stock.ratio);
  stock.sheets.push({ canvas, ink, x: 0, y: 0, row: 0 });
  return stock.sheets[stock.sheets.length - 1];
}

const PAD = 3;

function dotColour(kind, faint, look, theme) {
  return faint ? blend(colourOf(kind, theme), look.disc, 0.55) : colourOf(kind, theme);
}

/** A pen for a canvas context in CSS pixels. */
export function canvasPen(context, look, theme, stock) {
  const snap = (value) => Math.round(value * stock.ratio) / stock.ratio;
  const image = ({ sheet, x, y, w, h }, left, top) =>
    context.drawImage(sheet.canvas, x * stock.ratio, y * stock.ratio, w * stock.ratio, h * stock.ratio, snap(left), snap(top), w, h);
  const nodeBitmap = ({ kind, r }) => {
    const [step, half] = nodeSize(r);
    return [bitmap(stock, `n${kind}${step}`, half * 2, half * 2, (ink) => paintNode(ink, kind, half, step, look, theme)), half];
  };
  const nodeSign = ({ kind, x, y, r }) => {
    const [step, half] = nodeSize(r);
    return { sign: signOf(stock.crowd, kind, step, Math.round(half * 2 * stock.ratio), (ink) => paintScaled(ink, stock.ratio, kind, half, step, look, theme)), x, y };
  };
  const textBitmap = ({ text, box, style }) =>
    bitmap(stock, `t${style.size}${style.bold ? "b" : ""}${style.colour}${style.chip || ""}|${text}`, box.w + 2 * PAD, box.h + 2 * PAD, (ink) => paintText(ink, text, box, style, look));
  return {
    look,
    theme,
    sheet: (w, h, colour, alpha = 1) => {
      context.globalAlpha = alpha;
      context.fillStyle = colour;
      context.fillRect(0, 0, w, h);
      context.globalAlpha = 1;
    },
    disc: (x, y, r, fill, rim, width) => {
      context.beginPath();
      context.arc(x, y, r, 0, 2 * Math.PI);
      context.fillStyle = fill;
      context.fill();
      context.strokeStyle = rim;
      context.lineWidth = width;
      context.stroke();
    },
    curves: (flat, colour, alpha, width) => {
      context.globalAlpha = alpha;
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      for (let n = 0; n < flat.length; n += 6) {
        context.moveTo(flat[n], flat[n + 1]);
        if (Number.isNaN(flat[n + 2])) context.lineTo(flat[n + 4], flat[n + 5]);
        else context.quadraticCurveTo(flat[n + 2], flat[n + 3], flat[n + 4], flat[n + 5]);
      }
      context.stroke();
      context.globalAlpha = 1;
    },
    crowd: (groups, size, alpha, list) => drawCrowd(context, stock.crowd, groups.map(({ kind, faint, flat }) => [dotColour(kind, faint, look, theme), flat]), size, alpha, list.map(nodeSign)),
    // All bitmaps are painted before the first is used: a sheet written to between two uses would be copied each time.
    nodes: (list) => {
      const spots = list.map(nodeBitmap);
      list.forEach(({ x, y }, n) => image(spots[n][0], x - spots[n][1], y - spots[n][1]));
    },
    ring: (x, y, r, colour, width) => {
      context.beginPath();
      context.arc(x, y, r, 0, 2 * Math.PI);
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    },
    arrow: (x, y, angle, size, colour) => {
      context.fillStyle = colour;
      context.fill(new Path2D(arrowHead(x, y, angle, size)));
    },
    texts: (list) => {
      const spots = list.map(textBitmap);
      list.forEach(({ box }, n) => image(spots[n], box.x - PAD, box.y - PAD));
    },
  };
}

/** The size a node is drawn in, and half of the square it is drawn on. */
function nodeSize(r) {
  // In steps too fine to be seen: in a zoom every thing changes its size all the time.
  const fine = r < 8 ? 2 : 1;
  const step = Math.round(r * fine) / fine;
  return [step, Math.ceil(step * 1.35 + PAD)];
}

function paintScaled(ink, ratio, ...how) {
  ink.scale(ratio, ratio);
  paintNode(ink, ...how);
}

function paintNode(ink, kind, half, r, look, theme) {
  const path = new Path2D(outline(shapeOf(kind), half, half, r));
  if (r > 3) {
    ink.lineWidth = r > 8 ? 3 : 2;
    ink.strokeStyle = look.edge;
    ink.lineJoin = "round";
    ink.stroke(path);
  }
  ink.fillStyle = colourOf(kind, theme);
  ink.fill(path);
}

function paintText(ink, content, box, style, look) {
  ink.font = fontOf(style.size, style.bold);
  ink.textBaseline = "middle";
  ink.textAlign = "center";
  const [x, y] = [PAD + box.w / 2, PAD + box.h / 2 + 0.5];
  if (style.chip) {
    ink.fillStyle = style.chip;
    ink.beginPath();
    ink.roundRect(PAD, PAD, box.w, box.h, 5);
    ink.fill();
  } else {
    ink.lineJoin = "round";
    ink.lineWidth = 3.5;
    ink.strokeStyle = look.halo;
    ink.strokeText(content, x, y);
  }
  ink.fillStyle = style.colour;
  ink.fillText(content, x, y);
}

function arrowHead(x, y, angle, size) {
  const corner = (turn, far) => `${x + far * Math.cos(angle + turn)} ${y + far * Math.sin(angle + turn)}`;
  return `M${x} ${y}L${corner(Math.PI - 0.42, size)}L${corner(Math.PI + 0.42, size)}Z`;
}

const tidy = (value) => String(Math.round(value * 100) / 100);

function clean(text) {
  const sign = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  // Characters that XML forbids would make the whole file unreadable.
  // eslint-disable-next-line no-control-regex
  return String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"']/g, (found) => sign[found]);
}

/** A pen that writes SVG; `finish` gives the file. */
export function svgPen(look, theme, w, h, title) {
  const parts = [];
  const add = (tag, attributes, content) => {
    const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${clean(typeof value === "number" ? tidy(value) : value)}"`).join("");
    parts.push(content === undefined ? `<${tag}${list}/>` : `<${tag}${list}>${clean(content)}</${tag}>`);
  };
  const nodes = (list) => list.forEach(({ kind, x, y, r }) => add("path", { d: outline(shapeOf(kind), x, y, r), fill: colourOf(kind, theme), stroke: look.edge, "stroke-width": 1 }));
  return {
    look,
    theme,
    sheet: (width, height, colour, alpha = 1) => add("rect", { width, height, fill: colour, "fill-opacity": alpha }),
    disc: (x, y, r, fill, rim, width) => add("circle", { cx: x, cy: y, r, fill, stroke: rim, "stroke-width": width }),
    curves: (flat, colour, alpha, width) => {
      let d = "";
      for (let n = 0; n < flat.length; n += 6) {
        const bend = Number.isNaN(flat[n + 2]) ? "L" : `Q${tidy(flat[n + 2])} ${tidy(flat[n + 3])} `;
        d += `M${tidy(flat[n])} ${tidy(flat[n + 1])}${bend}${tidy(flat[n + 4])} ${tidy(flat[n + 5])}`;
      }
      if (d) add("path", { d, fill: "none", stroke: colour, "stroke-opacity": alpha, "stroke-width": width });
    },
    crowd: (groups, size, alpha, list) => {
      for (const { kind, faint, flat } of groups) {
        let d = "";
        for (let n = 0; n < flat.length; n += 2) d += `M${tidy(flat[n] - size / 2)} ${tidy(flat[n + 1])}h${tidy(size)}`;
        if (d) add("path", { d, stroke: dotColour(kind, faint, look, theme), "stroke-width": size, "stroke-opacity": alpha });
      }
      nodes(list);
    },
    nodes,
    ring: (x, y, r, colour, width) => add("circle", { cx: x, cy: y, r, fill: "none", stroke: colour, "stroke-width": width }),
    arrow: (x, y, angle, size, colour) => add("path", { d: arrowHead(x, y, angle, size), fill: colour }),
    texts: (list) => list.forEach(({ text, box, style }) => {
      if (style.chip) add("rect", { x: box.x, y: box.y, width: box.w, height: box.h, rx: 5, fill: style.chip });
      add("text", {
        x: box.x + box.w / 2, y: box.y + box.h / 2 + style.size * 0.36, "text-anchor": "middle", "font-size": style.size,
        "font-weight": style.bold ? 600 : 400, fill: style.colour, "paint-order": "stroke", stroke: style.chip ? "none" : look.halo, "stroke-width": 3,
        "data-w": box.w, "data-h": box.h,
      }, text);
    }),
    finish: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" font-family="${clean(FONT)}"><title>${clean(title)}</title>${parts.join("")}</svg>\n`,
  };
}
