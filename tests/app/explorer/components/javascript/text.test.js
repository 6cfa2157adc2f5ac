// Offsets and bounds in the text of a turn.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  TurnText,
  graphemes,
  short,
  turnAt,
} from "../../../../../app/explorer/components/coding/text.js";
import { clamp, hex, uuid4 } from "../../../../../app/explorer/components/shared/dom.js";

const turnText = (text, start = 0) =>
  new TurnText({ text, start, end: start + Array.from(text).length });
const SPEECH = "我说，“没有标准。”👨‍👩‍👧都等着！完";

test("clauses and sentences with and without their marks", () => {
  const turn = turnText(SPEECH);
  const cut = ([start, end]) => turn.slice(start, end);
  assert.deepEqual(
    [0, 3, 9, turn.end].map((point) => cut(turn.clause(point))),
    ["我说", "“没有标准", "👨‍👩‍👧都等着", "完"],
  );
  assert.deepEqual(
    [0, 9, 10, turn.end].map((point) => cut(turn.sentence(point))),
    ["我说，“没有标准。”", "我说，“没有标准。”", "👨‍👩‍👧都等着！", "完"],
  );
});

test("a step is a character as the reader sees it, there and back", () => {
  const turn = turnText(SPEECH);
  const steps = [0];
  while (steps.at(-1) < turn.end) steps.push(turn.step(steps.at(-1), 1, graphemes));
  const back = [turn.end];
  while (back.at(-1) > 0) back.push(turn.step(back.at(-1), -1, graphemes));
  assert.deepEqual(steps, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 18, 19, 20]);
  assert.deepEqual(back.reverse(), steps);
  for (const inside of [11, 12, 13, 14]) assert.equal(turn.snap(inside), 10);
});

test("a step ends at the turn", () => {
  const turn = turnText("甲乙", 7);
  assert.deepEqual([turn.step(9, 1, graphemes), turn.step(7, -1, graphemes)], [9, 7]);
  assert.deepEqual([turn.snap(3), turn.snap(99)], [7, 9]);
});

test("words and clause bounds", () => {
  const turn = turnText("信息中心，没有标准", 100);
  const [start, end] = turn.word(101);
  assert.ok(start >= 100 && end <= 104 && turn.slice(start, end).includes("息"));
  assert.equal(turn.clauseStep(100, 1), 104);
  assert.equal(turn.clauseStep(104, 1), 109);
  assert.equal(turn.clauseStep(109, -1), 105);
});

test("an empty turn has no bounds but its own", () => {
  const turn = turnText("", 5);
  assert.deepEqual(turn.word(5), [5, 5]);
  assert.deepEqual(turn.clause(5), [5, 5]);
  assert.deepEqual(turn.sentence(5), [5, 5]);
  assert.equal(turn.step(5, 1, graphemes), 5);
});

test("the turn that holds a point, or the nearest before it", () => {
  const turns = [
    { start: 0, end: 4 },
    { start: 5, end: 9 },
    { start: 10, end: 12 },
  ];
  const found = [-1, 0, 4, 5, 9, 10, 99].map((point) => turnAt(turns, point));
  assert.deepEqual(found, [0, 0, 0, 1, 1, 2, 2]);
  assert.ok(turnAt([], 3) <= 0);
});

test("a text is cut by code points", () => {
  assert.equal(short("𠮷田𠮷", 3), "𠮷田𠮷");
  assert.equal(short("𠮷田𠮷田", 3), "𠮷田…");
});

test("names are random and of the project's form", () => {
  const names = new Set(Array.from({ length: 200 }, uuid4));
  assert.equal(names.size, 200);
  for (const name of names) assert.match(name, /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  assert.match(hex(3), /^[0-9a-f]{6}$/);
  assert.deepEqual([clamp(5, 1, 3), clamp(-5, 1, 3), clamp(2, 1, 3)], [3, 1, 2]);
});
