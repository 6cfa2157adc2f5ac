// What an operation changes on the page before Python has answered.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  Trail,
  applyEffect,
  byTurn,
  fit,
  folded,
  lanes,
  sameDigits,
  sameTurns,
} from "../../../../../app/explorer/components/coding/model.js";
import { pieces } from "../../../../../app/explorer/components/cards/cards.js";

const coding = (id, start, end, more = {}) => ({
  id,
  start,
  end,
  code: "c1",
  coder: "机",
  machine: true,
  mine: false,
  polarity: "lacking",
  status: "suggested",
  memos: 1,
  reviews: [],
  evidence: { rule: "r", start, end, cue_start: null, cue_end: null, reason: "" },
  ...more,
});
const codings = (...all) => new Map(all.map((one) => [one.id, one]));

/** `x` after an operation. */
function after(operation) {
  const map = codings(coding("x", 0, 9));
  applyEffect(map, { seq: 1, ...operation }, "王");
  return map;
}

test("a coding is added once, as one's own and accepted", () => {
  const add = { kind: "add", uuid: "n", start: 2, end: 4, quote: "", code: "c2", polarity: "x" };
  const map = after(add);
  const { mine, machine, coder, status, code } = map.get("n");
  assert.deepEqual([mine, machine, coder, status, code], [true, false, "王", "accepted", "c2"]);
  map.set("n", { ...map.get("n"), code: "c9" });
  applyEffect(map, add, "王");
  assert.equal(map.get("n").code, "c9");
});

test("each change touches its field only", () => {
  const before = coding("x", 0, 9);
  const changes = [
    [{ kind: "recode", coding: "x", code: "c2" }, { code: "c2" }],
    [{ kind: "polarity", coding: "x", polarity: "present" }, { polarity: "present" }],
    [
      { kind: "function", coding: "x", function: "cause" },
      { function: "cause", status: "accepted" },
    ],
    [
      { kind: "resize", coding: "x", start: 1, end: 8, quote: "" },
      { start: 1, end: 8 },
    ],
    [{ kind: "decide", coding: "x", status: "rejected" }, { status: "rejected" }],
    [
      { kind: "decide", coding: "x", status: "accepted", code: "c2", polarity: "present" },
      { status: "accepted", code: "c2", polarity: "present" },
    ],
    [{ kind: "memo", target: "coding", coding: "x", text: "t", uuid: "m" }, { memos: 2 }],
    [{ kind: "edit_memo", memo: "m", coding: "x", text: "" }, { memos: 0 }],
    [{ kind: "edit_memo", memo: "m", coding: "x", text: "t" }, {}],
    [
      { kind: "review", coding: "x", verdict: "dispute", text: "t", uuid: "r" },
      { reviews: [{ verdict: "dispute", text: "t", coder: "王" }] },
    ],
    [{ kind: "settle", review: "r" }, {}],
    [{ kind: "undo" }, {}],
  ];
  for (const [operation, fields] of changes) {
    assert.deepEqual(after(operation).get("x"), { ...before, ...fields }, operation.kind);
  }
  assert.equal(after({ kind: "remove", coding: "x" }).size, 0);
});

test("what is not there is left alone", () => {
  for (const kind of ["remove", "recode", "polarity", "resize", "split", "decide", "review"]) {
    const map = after({ kind, coding: "none", uuid: "n", at: 3, status: "accepted" });
    assert.deepEqual([...map.keys()], ["x"], kind);
  }
});

test("a coding is cut inside only, and the second part starts anew", () => {
  for (const at of [0, 9, 12]) assert.equal(after({ kind: "split", coding: "x", at }).size, 1);
  const map = after({ kind: "split", coding: "x", at: 4, uuid: "n" });
  assert.deepEqual([map.get("x").start, map.get("x").end], [0, 4]);
  const { start, end, memos, evidence } = map.get("n");
  assert.deepEqual([start, end, memos, evidence], [4, 9, 0, null]);
});

const DATA = { transcript: "t", coder: "王", codings: [coding("x", 3, 9)], notes: [] };

test("operations on another transcript, and those of cards, change nothing here", () => {
  const trail = new Trail();
  const remove = { seq: 1, kind: "remove", coding: "x" };
  assert.equal(folded(DATA, [{ ...remove, transcript: "u" }, remove], trail).codings.size, 1);
  assert.equal(folded(DATA, [{ ...remove, transcript: "t" }], trail).codings.size, 0);
});

test("memos come, change and go; one that Python told already stays one", () => {
  const trail = new Trail();
  const head = { seq: 1, transcript: "t" };
  const memo = { ...head, kind: "memo", target: "span", start: 1, end: 2, text: "a", uuid: "m" };
  const edit = { ...head, kind: "edit_memo", memo: "m", coding: null, text: "b" };
  const texts = (operations, data = DATA) =>
    folded(data, operations, trail).notes.map(({ text, mine }) => [text, mine]);
  assert.deepEqual(texts([memo]), [["a", true]]);
  assert.deepEqual(texts([memo, memo]), [["a", true]]);
  assert.deepEqual(texts([memo, edit]), [["b", true]]);
  assert.deepEqual(texts([memo, edit, { ...edit, text: "" }]), []);
});

test("undo and redo are drawn from what was remembered", () => {
  const trail = new Trail();
  const head = { transcript: "t" };
  const recode = { ...head, seq: 1, kind: "recode", coding: "x", code: "c2" };
  const before = folded(DATA, [], trail).codings;
  const changed = folded(DATA, [recode], trail).codings;
  trail.record(recode, before, changed);
  const undo = { ...head, seq: 2, kind: "undo" };
  trail.turn(undo);
  assert.equal(folded(DATA, [recode, undo], trail).codings.get("x").code, "c1");
  const redo = { ...head, seq: 3, kind: "redo" };
  trail.turn(redo);
  assert.equal(folded(DATA, [recode, undo, redo], trail).codings.get("x").code, "c2");
  trail.refuse(1);
  const again = { ...head, seq: 4, kind: "undo" };
  trail.turn(again);
  assert.equal(trail.patches.has(again), false);
});

test("codings are sorted by start, end and id", () => {
  const data = { ...DATA, codings: [coding("b", 3, 9), coding("a", 3, 9), coding("c", 3, 5)] };
  const { sorted } = folded(data, [], new Trail());
  assert.deepEqual(
    sorted.map(({ id }) => id),
    ["c", "a", "b"],
  );
});

test("a stretch is in every turn that it touches", () => {
  const turns = [
    { start: 0, end: 5 },
    { start: 6, end: 9 },
    { start: 10, end: 12 },
  ];
  const found = byTurn(turns, [coding("x", 0, 5), coding("y", 4, 11), coding("z", 5, 6)]);
  const ids = [...found].map(([index, items]) => [index, items.map(({ id }) => id)]);
  assert.deepEqual(ids, [
    [0, ["x", "y"]],
    [1, ["y"]],
    [2, ["y"]],
  ]);
});

test("stretches that overlap lie in different lanes, the longest outermost", () => {
  const lane = lanes([coding("b", 0, 3), coding("a", 0, 9), coding("c", 3, 5), coding("d", 9, 12)]);
  assert.deepEqual(Object.fromEntries(lane), { a: 0, b: 1, c: 1, d: 0 });
});

test("a code is found by key, name and theme, the better fit first", () => {
  const code = { key: "IE4.2", name: "数据共享", theme: "信息环境" };
  const score = (query) => fit(code, query);
  assert.equal(score("没有"), null);
  assert.equal(score(" "), 9);
  assert.ok(score("ie4.2") < score("ie4"));
  assert.ok(score("IE4") < score("数据"));
  assert.ok(score("数据") < score("共享"));
  assert.ok(score("共享") < score("数享"));
  assert.ok(score("环境") < 9);
});

test("marks part a quote by code points; what overlaps or passes the end is left out", () => {
  const marks = [
    [1, 2, "indicator"],
    [1, 3, "cue"],
    [3, 99, "hit"],
  ];
  assert.deepEqual(pieces("甲𠮷乙丙", marks), [
    { text: "甲", kind: null },
    { text: "𠮷", kind: "indicator" },
    { text: "乙丙", kind: null },
  ]);
  assert.deepEqual(pieces("", []), [{ text: "", kind: null }]);
});

test("turns are the same when text, speaker and beginning are", () => {
  const turn = { start: 3, text: "好", speaker: "甲", role: "other" };
  assert.ok(sameTurns([], []) && sameTurns([turn], [{ ...turn }]));
  for (const change of [{ start: 4 }, { text: "不好" }, { speaker: "乙" }])
    assert.ok(!sameTurns([turn], [{ ...turn, ...change }]));
  assert.ok(!sameTurns([turn], []) && !sameTurns([turn], [turn, turn]));
});

test("digits are the same in any order, and none is not some", () => {
  assert.ok(sameDigits({ 1: "a", 2: "b" }, { 2: "b", 1: "a" }) && sameDigits({}, undefined));
  assert.ok(!sameDigits({ 1: "a" }, { 1: "b" }) && !sameDigits({ 1: "a" }, {}));
});
