import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

import { beginning, readAddress, writeAddress } from "../../kg/page/assets/js/address.mjs";
import { apart } from "../../kg/page/assets/js/charts.mjs";
import { dateText, interval, lengthOf, monthName, monthNamed } from "../../kg/page/assets/js/dates.mjs";
import { isSafe } from "../../kg/page/assets/js/dom.mjs";
import { citation, merged } from "../../kg/page/assets/js/evidence.mjs";
import { fold, search, searchIndex } from "../../kg/page/assets/js/find.mjs";
import { occupancy, placeLabels, shorten, touch } from "../../kg/page/assets/js/labels.mjs";
import { amount, axisOf, changeText, count, figureText, ticks } from "../../kg/page/assets/js/numbers.mjs";
import { csv } from "../../kg/page/assets/js/save.mjs";
import { stretches } from "../../kg/page/assets/js/sources.mjs";
import { byProvince } from "../../kg/page/assets/js/tiles.mjs";
import { packRows, spans } from "../../kg/page/assets/js/timeline.mjs";
import { say, sayRelation, setLanguage, setWords } from "../../kg/page/assets/js/words.mjs";
import { small } from "./small.mjs";

const assets = new URL("../../kg/page/assets/", import.meta.url);
const words = JSON.parse(readFileSync(new URL("words.json", assets), "utf8"));
setWords(words);

/** In both languages, then back to Chinese. */
function both(chinese, english, make) {
  assert.equal(make(), chinese);
  setLanguage("en");
  assert.equal(make(), english);
  setLanguage("zh");
}

test("search takes Chinese, pinyin, initials, any case and width, and other names", () => {
  const index = searchIndex(small());
  const best = (typed) => search(index, typed).map((hit) => hit.id)[0];
  assert.equal(best("博览"), 0);
  assert.equal(best("shangwuju"), 1);
  assert.equal(best("swj"), 1);
  assert.equal(best("ＦＡＩＲ"), 0);
  assert.equal(best("没有"), undefined);
  assert.deepEqual(search(index, "  "), []);
  assert.equal(fold("《甲 · 乙》"), "甲乙");
});

test("an address leads back to the same place", () => {
  const place = {
    ...beginning(), view: "table", node: "Event/甲&乙=丙|丁", hops: 0, pins: ["Place/a b", "Place/c%d"], off: ["Award"], rel: ["location"],
    from: "2022-01", to: "2022-03", undated: true, sources: 2, confidence: 60, figure: "零售额",
  };
  assert.deepEqual(readAddress(writeAddress(place)), place);
  const path = { ...beginning(), path: ["Event/甲|乙", null] };
  assert.deepEqual(readAddress(writeAddress(path)), path);
  assert.equal(writeAddress(beginning()), "#");
});

test("nonsense in an address is dropped", () => {
  assert.deepEqual(readAddress("#view=other&hops=9&from=never&sure=x&sources=-4&link=one&%%%"), beginning());
});

test("days, months, years and ranges are intervals; other things are none", () => {
  const days = (value) => interval(value) && interval(value)[1] - interval(value)[0];
  assert.equal(days("2022-02-28"), 1);
  assert.equal(days("2024-02"), 29);
  assert.equal(days("2022"), 365);
  assert.equal(days("2022-01-01/2022-03-31"), 90);
  assert.equal(days("2022-03/2022-01"), null);
  assert.equal(days("soon"), null);
  assert.equal(monthName(monthNamed("2022-07")), "2022-07");
});

test("only times of one length make a series", () => {
  assert.equal(lengthOf(interval("2021")), lengthOf(interval("2020-01-01/2020-12-31")));
  assert.equal(lengthOf(interval("2022-02")), lengthOf(interval("2022-01")));
  assert.notEqual(lengthOf(interval("2022-01")), lengthOf(interval("2022")));
  assert.notEqual(lengthOf(interval("2022-01-01/2022-02-28")), lengthOf(interval("2022-01-01/2022-03-31")));
});

test("dates are written as one would, ranges no longer than they need be", () => {
  both("2022年1月17日", "17 Jan 2022", () => dateText("2022-01-17"));
  both("2022年1月至3月", "Jan – Mar 2022", () => dateText("2022-01-01/2022-03-31"));
  both("2022年4月28日至5月12日", "28 Apr – 12 May 2022", () => dateText("2022-04-28/2022-05-12"));
  both("2021年至2025年", "2021 – 2025", () => dateText("2021-01-01/2025-12-31"));
  both("2022年3月", "Mar 2022", () => dateText("2022-03-01/2022-03-31"));
  both("2021年12月至2022年2月", "Dec 2021 – Feb 2022", () => dateText("2021-12-01/2022-02-28"));
  both("某日", "某日", () => dateText("某日"));
});

test("amounts are written as the news writes them", () => {
  both("294.1亿元", "CNY 29.41 bn", () => amount(29410000000, "CNY"));
  both("1.2万亿美元", "USD 1.2 tn", () => amount(1.2e12, "USD"));
  both("3.5万人次", "35k visits", () => amount(35000, "人次"));
  both("67个", "67", () => amount(67, "个"));
  both("3艘次", "3 艘次", () => amount(3, "艘次"));
  both("较此前 +2个百分点", "vs before +2 pp", () => changeText({ change: ["versus", 2, "个百分点"] }));
  both("12.2%", "12.2%", () => amount(12.2, "%"));
  both("同比 −3%", "YoY −3%", () => changeText({ change: ["yoy", -3, "%"] }));
  assert.equal(figureText({ value: 3e4, upper: 5e4, unit: "人次" }), "3万人次–5万人次");
  assert.equal(count(1234567), "1,234,567");
  assert.deepEqual(ticks(10), [0, 2.5, 5, 7.5, 10]);
});

test("evidence is marked and names are set off, the longer before the shorter", () => {
  const text = "由甲市商务局主办";
  const parts = stretches(text, 1, 8, ["甲市", "甲市商务局"]);
  assert.deepEqual(parts.map((part) => [part.text, part.marked, part.named]), [["由", false, false], ["甲市商务局", true, true], ["主办", true, false]]);
  assert.equal(parts.map((part) => part.text).join(""), text);
});

test("a table is safe to open in a spreadsheet", () => {
  assert.equal(csv([["=1+1", "-5", "a,b", 'c"d', null]]), "'=1+1,-5,\"a,b\",\"c\"\"d\",\r\n");
});

test("only http and https lead out of the page", () => {
  for (const good of ["http://a.example/", "HTTPS://a.example/"]) assert.ok(isSafe(good));
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "//a.example", "file:///etc", " https://a", "", null, undefined]) assert.ok(!isSafe(bad));
});

test("labels never touch each other, keep off what is taken, and cover as little as they can", () => {
  const candidates = Array.from({ length: 60 }, (_, n) => ({ id: n, x: 40 + 30 * (n % 10), y: 40 + 20 * Math.floor(n / 10), r: 5, w: 50, h: 15, sides: ["below", "right", "left", "above"] }));
  const taken = occupancy();
  const stone = { x: 100, y: 60, w: 80, h: 30 };
  taken.add(stone);
  const placed = placeLabels(candidates, { w: 400, h: 200 }, 60, taken);
  assert.ok(placed.length > 8);
  for (const [n, a] of placed.entries()) {
    assert.ok(!touch(a.box, stone));
    for (const b of placed.slice(n + 1)) assert.ok(!touch(a.box, b.box));
  }
  const things = occupancy();
  things.add({ x: 85, y: 108, w: 30, h: 10 });
  const one = { x: 100, y: 100, r: 5, w: 40, h: 15, sides: ["below", "above"] };
  const put = (candidate) => placeLabels([candidate], { w: 300, h: 300 }, 1, occupancy(), things)[0];
  assert.ok(put(one).box.y < 100);
  assert.equal(put({ ...one, sides: ["below"] }), undefined);
  assert.ok(put({ ...one, sides: ["below"], cover: 1 }));
});

test("no label is cut by the edge of the window", () => {
  assert.deepEqual(placeLabels([{ x: 2, y: 2, r: 3, w: 60, h: 15, sides: ["left", "above"] }], { w: 200, h: 100 }), []);
  assert.equal(shorten("一二三四五六七八九十一二三四五"), "一二三四五六七八九十一二三…");
  assert.equal(shorten("short name of it"), "short name of it");
});

test("marks along an axis keep their distance", () => {
  assert.deepEqual(apart([{ x: 0 }, { x: 5 }, { x: 11 }, { x: 30 }], 10).map((mark) => mark.x), [0, 11, 30]);
});

test("a fair held every year is as many stretches, each with its own end", () => {
  const date = (property, value) => ({ property, value, time: interval(value) });
  const found = spans([date("startDate", "2021-05"), date("startDate", "2021-05-07"), date("endDate", "2021-05-10"), date("startDate", "2022-07-26"), date("endDate", "2022-07-30")]);
  assert.deepEqual(found.map((span) => span.end - span.start), [4, 5]);
  assert.deepEqual(spans([date("startDate", "2023")]), [{ start: interval("2023")[0], end: interval("2023")[1], vague: true }]);
  assert.equal(spans([date("endDate", "2022-01-02")]).length, 1);
});

test("events share a row only where there is room", () => {
  const items = [{ left: 0, right: 50 }, { left: 30, right: 90 }, { left: 60, right: 99 }];
  assert.equal(packRows(items), 2);
  assert.deepEqual(items.map((item) => item.row), [0, 1, 0]);
});

test("places belong to the province of their code", () => {
  const item = (code, facts) => ({ node: { code, name: code }, facts });
  const found = byProvince([item("210000", 3), item("210100", 4), item("FR", 9), item("", 1)]);
  assert.deepEqual([...found.keys()], ["210000"]);
  assert.equal(found.get("210000").facts, 7);
  assert.equal(found.get("210000").own.code, "210000");
});

test("every word the scripts ask for is there in both languages", () => {
  const folder = new URL("js/", assets);
  const asked = new Set();
  for (const name of readdirSync(folder)) {
    for (const [, key] of readFileSync(new URL(name, folder), "utf8").matchAll(/\bsay\("([^"]+)"/g)) asked.add(key);
  }
  for (const [, key] of readFileSync(new URL("page.html", assets), "utf8").matchAll(/data-(?:say|label)="([^"]+)"/g)) asked.add(key);
  for (const mark of ["conflict", "revision", "scope", "rounding", "agreement"]) asked.add(`mark.${mark}`).add(`mark.${mark}.hint`);
  for (const check of ["sources", "sum", "growth", "headline"]) asked.add(`check.${check}`);
  assert.ok(asked.size > 60);
  assert.deepEqual([...asked].filter((key) => !(key in words)), []);
  for (const [key, pair] of Object.entries(words)) assert.equal(pair.length, 2, key);
});

test("English counts one and many", () => {
  setLanguage("en");
  assert.equal(say("card.said", { n: 1 }), "1 source");
  assert.equal(say("card.said", { n: 2 }), "2 sources");
  assert.equal(sayRelation("never.heard"), "never.heard");
  setLanguage("zh");
});

test("an axis starts at zero, but where values lie close together it shows how they differ", () => {
  assert.deepEqual(axisOf([3, 9]), [0, 2.5, 5, 7.5]);
  assert.deepEqual(axisOf([110, 115.2]), [108, 110, 112, 114, 116]);
  assert.equal(axisOf([-4, 8])[0], -4);
  assert.deepEqual(axisOf([5, 5])[0], 0);
});

test("what several rules found in the same words is shown once", () => {
  const row = (start, end, sure, rule, text = "甲会由乙局主办") => ({ article: 0, text, start, end, sure, rule });
  assert.deepEqual(merged([row(0, 7, 85, "a"), row(2, 6, 97, "b"), row(0, 7, 85, "a"), row(0, 2, 60, "c", "另一句")]), [
    { ...row(0, 7, 97, "a"), rule: "a, b" }, row(0, 2, 60, "c", "另一句"),
  ]);
  assert.equal(merged([row(0, 2, 80, "a"), row(4, 6, 80, "a")]).length, 2);
});

test("a citation is the sentence with all that is known of its source", () => {
  both("“甲会开幕。”（甲报，《开幕》，2022年1月17日，https://a.example/）", "“甲会开幕。” (甲报, “开幕”, 17 Jan 2022, https://a.example/)",
    () => citation(" 甲会开幕。", { outlet: "甲报", title: "开幕", date: "2022-01-17", address: "https://a.example/" }));
  assert.equal(citation("甲。", { outlet: "", title: "开幕", date: "", address: "" }), "“甲。”（《开幕》）");
});
