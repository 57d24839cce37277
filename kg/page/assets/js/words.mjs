// The interface in Chinese and English.

let table = {};
let column = 0;

/** Take the table of words: key to [中文, English]. */
export function setWords(words) {
  table = words;
}

/** Speak `zh` or `en` from now on. */
export function setLanguage(name) {
  column = name === "en" ? 1 : 0;
}

/** The language spoken now. */
export function language() {
  return column ? "en" : "zh";
}

/** The text of a key, `{name}` replaced by values, `{s}` and `{ms}` by the English plural of `n` and `m`. A key the table lacks is shown as it is. */
export function say(key, values = {}) {
  const found = table[key];
  const text = found ? found[column] : key;
  const plural = (value) => (String(value) === "1" ? "" : "s");
  const all = { s: plural(values.n), ms: plural(values.m), ...values };
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in all ? String(all[name]) : whole));
}

/** A relation as read from its subject, or from its object; one the table lacks is shown by its own name. */
export function sayRelation(name, inverse = false) {
  const key = inverse ? `of.${name}` : `rel.${name}`;
  return key in table ? say(key) : name;
}

/** How much there is about a thing: its links, or where it has none, the articles that name it. */
export function weight(node) {
  return node.degree ? say("links", { n: node.degree }) : say("proof.articles", { n: node.in.length });
}

/** A unit; what only counts in Chinese is nothing in English, and what the table lacks stays as it is written. */
export function sayUnit(unit) {
  return `unit.${unit}` in table ? say(`unit.${unit}`) : unit;
}

/** A kind's finer name, or nothing where the table has none. */
export function saySubkind(name) {
  return name && `sub.${name}` in table ? say(`sub.${name}`) : name || "";
}
