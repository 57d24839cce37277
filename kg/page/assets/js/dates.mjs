// Days counted from 1970, so that a time is two numbers and an overlap two comparisons.

import { language } from "./words.mjs";

const DAY = 86400000;
const PART = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/;

/** [first day, day after the last] of an ISO day, month, year or `start/end`; null for anything else. */
export function interval(value) {
  if (!value) return null;
  const [first, last] = String(value).split("/");
  const start = single(first);
  const end = last === undefined ? start : single(last);
  return start && end && end[1] > start[0] ? [start[0], end[1]] : null;
}

function single(text) {
  const match = PART.exec(text || "");
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2] || 0), Number(match[3] || 0)];
  if (month > 12 || day > 31) return null;
  const start = Date.UTC(year, (month || 1) - 1, day || 1) / DAY;
  if (day) return [start, start + 1];
  return [start, (month ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1)) / DAY];
}

/** Months since year 0 of a day. */
export function monthOf(day) {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** First day of a month counted by `monthOf`. */
export function monthStart(month) {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
}

/** A month as `2022-01`. */
export function monthName(month) {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** The month named `2022-01`, or null. */
export function monthNamed(text) {
  const found = interval(text);
  return found ? monthOf(found[0]) : null;
}

const LENGTHS = [[1, "day"], [10, "week"], [31, "month"], [62, "months"], [92, "quarter"], [185, "half"], [275, "quarters"], [366, "year"]];

/** How long a time is, in the steps in which figures are reported: only those of one step make a series. */
export function lengthOf([start, end]) {
  const found = LENGTHS.find(([most]) => end - start <= most);
  return found ? found[1] : "years";
}

/** A day as ISO. */
export function dayName(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** An ISO value for a reader: 2022年1月17日, 17 Jan 2022; of a range no more than it takes: 2022年1月至3月. */
export function dateText(value) {
  if (!value) return "";
  const [first, last] = String(value).split("/");
  if (last === undefined) return written(parts(first), first);
  const [start, end] = whole(parts(first), parts(last));
  if (!start || !end) return [first, last].join(language() === "en" ? " – " : "至");
  if (start.join() === end.join()) return written(start);
  return language() === "en" ? englishRange(start, end) : `${written(start)}至${written(end, "", start[0] === end[0])}`;
}

function parts(text) {
  const match = PART.exec(text);
  return match && [Number(match[1]), Number(match[2] || 0), Number(match[3] || 0)];
}

/** Whole months and years without their first and last day. */
function whole(start, end) {
  if (!start || !end || start[2] !== 1 || end[2] !== new Date(Date.UTC(end[0], end[1], 0)).getUTCDate()) return [start, end];
  if (start[1] === 1 && end[1] === 12) return [[start[0], 0, 0], [end[0], 0, 0]];
  return [[start[0], start[1], 0], [end[0], end[1], 0]];
}

function englishRange(start, end) {
  const [a, b] = [written(start), written(end)];
  return `${start[0] === end[0] ? a.replace(/ \d{4}$/, "") : a} – ${b}`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function written(date, otherwise = "", withoutYear = false) {
  if (!date) return otherwise;
  const [year, month, day] = date;
  if (language() === "en") return [day || "", month ? MONTHS[month - 1] : "", year].filter(Boolean).join(" ");
  return `${withoutYear ? "" : `${year}年`}${month ? `${month}月` : ""}${day ? `${day}日` : ""}`;
}
