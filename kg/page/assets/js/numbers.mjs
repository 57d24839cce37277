// Amounts as a reader of business news writes them.

import { language, say, sayUnit } from "./words.mjs";

const CURRENCY = { CNY: "元", USD: "美元", EUR: "欧元", JPY: "日元", HKD: "港元", GBP: "英镑", SGD: "新元", RUB: "卢布", KRW: "韩元" };
const PLAIN = { m2: "平方米", t: "吨", kg: "千克", kW: "千瓦", "kW·h": "千瓦时" };

/** A whole number with its thousands apart. */
export function count(value) {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** At most `digits` digits after the point, no idle zeros. */
export function trim(value, digits = 2) {
  const text = value.toFixed(digits);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** An amount with its unit: 294.1亿元, CNY 29.41 bn. */
export function amount(value, unit) {
  if (value === null || value === undefined) return "";
  return language() === "en" ? english(value, unit || "") : chinese(value, unit || "");
}

function chinese(value, unit) {
  const name = CURRENCY[unit] || PLAIN[unit] || unit.replace(/^([A-Z]{3})(?=\/)/, (code) => CURRENCY[code] || code);
  const size = Math.abs(value);
  if (unit === "%") return `${trim(value)}%`;
  if (size >= 1e12) return `${trim(value / 1e12)}万亿${name}`;
  if (size >= 1e8) return `${trim(value / 1e8)}亿${name}`;
  if (size >= 1e4) return `${trim(value / 1e4)}万${name}`;
  return `${trim(value)}${name}`;
}

function english(value, unit) {
  const size = Math.abs(value);
  if (unit === "%") return `${trim(value)}%`;
  const [part, short] = [[1e12, " tn"], [1e9, " bn"], [1e6, " m"], [1e4, "k"]].find(([least]) => size >= least) || [1, ""];
  const number = trim(value / (part === 1e4 ? 1e3 : part)) + short;
  return unit in CURRENCY ? `${unit} ${number}` : `${number} ${sayUnit(unit)}`.trim();
}

/** A figure's value with its hedge and the end of its range: 超294亿元, 3至5万人次. */
export function figureText(figure) {
  if (figure.value === undefined) return "";
  const hedge = figure.hedge ? say(`hedge.${figure.hedge}`) : "";
  const range = figure.upper === undefined ? "" : `–${amount(figure.upper, figure.unit)}`;
  return `${hedge}${amount(figure.value, figure.unit)}${range}`;
}

/** A figure's change: 同比 +12.2%. */
export function changeText(figure) {
  if (!figure.change) return "";
  const [kind, value, unit] = figure.change;
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  return `${say(`change.${kind}`)} ${sign}${trim(Math.abs(value))}${unit === "%" || language() !== "en" ? unit : ` ${sayUnit(unit)}`.trimEnd()}`;
}

/** Round steps for an axis over values: from 0, or near the least where all lie close together. */
export function axisOf(values, wanted = 4) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least <= 0.6 * most || most === least) return [...(least < 0 ? [least] : []), ...ticks(Math.max(most, 0), wanted)];
  const step = ticks(most - least, wanted)[1];
  // Room below the least, so that it does not lie on the axis.
  const first = Math.floor(least / step - 0.15);
  return Array.from({ length: Math.ceil(most / step - 1e-9) - first + 1 }, (_, n) => (first + n) * step);
}

/** Round steps for an axis from 0 to `most`, at most `wanted` of them. */
export function ticks(most, wanted = 4) {
  if (!(most > 0)) return [0];
  const rough = most / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((size) => size >= rough - 1e-12 * power);
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, n) => n * step);
}
