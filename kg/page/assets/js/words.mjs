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

/** The text of a key, `{name}` replaced by values, `{s}` by the English plural of `n`. A key the table lacks is shown as it is. */
export function say(key, values = {}) {
  const found = table[key];
  const text = found ? found[column] : key;
  const all = { s: values.n === 1 || values.n === "1" ? "" : "s", ...values };
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in all ? String(all[name]) : whole));
}

/** A relation as read from its subject, or from its object; one the table lacks is shown by its own name. */
export function sayRelation(name, inverse = false) {
  const key = inverse ? `of.${name}` : `rel.${name}`;
  return key in table ? say(key) : name;
}

/** A kind's finer name, or nothing where the table has none. */
export function saySubkind(name) {
  return name && `sub.${name}` in table ? say(`sub.${name}`) : name || "";
}
