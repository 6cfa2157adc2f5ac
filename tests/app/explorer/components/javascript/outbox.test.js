// The outbox without a browser: nothing is lost, nothing is sent twice without need.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

const storage = new Map();
globalThis.sessionStorage = {
  getItem: (key) => storage.get(key) ?? null,
  setItem: (key, value) => storage.set(key, value),
  removeItem: (key) => storage.delete(key),
};
globalThis.window = new EventTarget();
/** What Streamlit writes on the root of its page. */
const app = { dataset: {} };
globalThis.document = { querySelector: () => app };

const { Outbox, RETRY_MS, outboxOf } = await import(
  "../../../../../app/explorer/components/shared/outbox.js"
);

const KEY = "fangtan.outbox.coding.study";
const decide = (coding) => ({ kind: "decide", coding, status: "accepted" });

beforeEach(() => {
  storage.clear();
  globalThis.window = new EventTarget();
  app.dataset = {};
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** An outbox whose sendings are kept. */
function opened(study = "study") {
  const outbox = new Outbox(study);
  const sent = [];
  outbox.send = (value) => sent.push(structuredClone(value));
  return { outbox, sent };
}

test("operations are numbered in order and sent at once", () => {
  const { outbox, sent } = opened();
  assert.equal(outbox.push(decide("a")).seq, 1);
  assert.equal(outbox.push(decide("b")).seq, 2);
  assert.deepEqual(
    sent.map(({ operations }) => operations.map(({ coding }) => coding)),
    [["a"]],
  );
  assert.match(outbox.client, /^[0-9a-f]{32}$/);
  assert.equal(outbox.size(), 2);
});

test("what waited while one was under way goes with its answer", () => {
  const { outbox, sent } = opened();
  outbox.push(decide("a"));
  outbox.push(decide("b"));
  outbox.push(decide("c"));
  outbox.acknowledge({ [outbox.client]: 1 });
  assert.deepEqual(
    sent.at(-1).operations.map(({ seq }) => seq),
    [2, 3],
  );
  outbox.acknowledge({ [outbox.client]: 3 });
  assert.equal(outbox.size(), 0);
  assert.equal(storage.has(KEY), false);
});

test("without an answer all is sent again, ever later, each time as another value", () => {
  const { outbox, sent } = opened();
  outbox.push(decide("a"));
  mock.timers.tick(RETRY_MS - 1);
  assert.equal(sent.length, 1);
  mock.timers.tick(1);
  assert.equal(sent.length, 2);
  mock.timers.tick(RETRY_MS);
  assert.equal(sent.length, 2);
  mock.timers.tick(RETRY_MS / 2);
  assert.equal(sent.length, 3);
  assert.deepEqual(
    sent.map((sending) => sending.sent),
    [1, 2, 3],
  );
  outbox.acknowledge({ [outbox.client]: 1 });
  mock.timers.tick(60_000);
  assert.equal(sent.length, 3);
});

/** A server that needs `length` ms for a run and begins anew with each sending. */
function slowServer(outbox, length) {
  let run;
  outbox.send = ({ client, operations }) => {
    clearTimeout(run);
    app.dataset = { testConnectionState: "CONNECTED", testScriptState: "running" };
    run = setTimeout(() => {
      app.dataset.testScriptState = "notRunning";
      outbox.acknowledge({ [client]: operations.at(-1).seq });
    }, length);
  };
}

test("a run that takes long comes to its end although it is asked for again", () => {
  const { outbox } = opened();
  slowServer(outbox, 20_000);
  outbox.push(decide("a"));
  for (let second = 0; second < 120; second += 1) mock.timers.tick(1000);
  assert.equal(outbox.size(), 0);
});

test("a server that is away is asked every few seconds, however long it stays away", () => {
  const { outbox, sent } = opened();
  for (const dataset of [
    { testConnectionState: "PINGING_SERVER", testScriptState: "running" },
    { testConnectionState: "CONNECTED", testScriptState: "notRunning" },
  ]) {
    app.dataset = dataset;
    outbox.push(decide("a"));
    for (let second = 0; second < 60; second += 1) mock.timers.tick(1000);
    const before = sent.length;
    for (let second = 0; second < 60; second += 1) mock.timers.tick(1000);
    assert.ok(sent.length - before >= 9);
  }
});

test("an answer to another page or an old one changes nothing", () => {
  const { outbox } = opened();
  outbox.push(decide("a"));
  outbox.acknowledge({ ["f".repeat(32)]: 9, [outbox.client]: 0 });
  outbox.acknowledge({});
  assert.equal(outbox.size(), 1);
});

test("a reload sends what waited, under its old name, before what is new", () => {
  const first = opened().outbox;
  first.push(decide("a"));
  first.push(decide("b"));
  const { outbox, sent } = opened();
  assert.equal(outbox.size(), 2);
  outbox.push(decide("c"));
  assert.equal(sent[0].client, first.client);
  assert.deepEqual(
    sent[0].operations.map(({ coding }) => coding),
    ["a", "b"],
  );
  assert.ok(outbox.owns(first.client) && outbox.owns(outbox.client) && !outbox.owns("x"));
  outbox.acknowledge({ [first.client]: 2 });
  assert.equal(sent.at(-1).client, outbox.client);
  assert.deepEqual(
    outbox.pending().map(({ coding }) => coding),
    ["c"],
  );
});

test("what waits survives two reloads, and another study does not see it", () => {
  const first = opened().outbox;
  first.push(decide("a"));
  const second = opened().outbox;
  second.push(decide("b"));
  assert.equal(opened("other").outbox.size(), 0);
  assert.deepEqual(
    opened()
      .outbox.pending()
      .map(({ coding }) => coding),
    ["a", "b"],
  );
});

for (const stored of ["", "{", "null", "3", "{}", '[null, 3, {"client": 1}, {"client": "a"}]']) {
  test(`a storage that holds ${stored || "nothing"} is no fault`, () => {
    storage.set(KEY, stored);
    assert.equal(opened().outbox.size(), 0);
  });
}

test("a storage that is full or forbidden costs only the safety of a reload", () => {
  const { setItem } = globalThis.sessionStorage;
  globalThis.sessionStorage.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  const { outbox, sent } = opened();
  outbox.push(decide("a"));
  assert.equal(sent.length, 1);
  globalThis.sessionStorage.setItem = setItem;
});

test("the page asks before it is left only while something waits", () => {
  const { outbox } = opened();
  const left = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  assert.equal(left(), false);
  outbox.push(decide("a"));
  assert.equal(left(), true);
  outbox.acknowledge({ [outbox.client]: 1 });
  assert.equal(left(), false);
});

test("without a component on the screen it waits, and the next one sends", () => {
  const { outbox, sent } = opened();
  const { send } = outbox;
  outbox.send = null;
  outbox.push(decide("a"));
  mock.timers.tick(60_000);
  assert.equal(sent.length, 0);
  outbox.send = send;
  outbox.flush(true);
  assert.equal(sent.length, 1);
});

test("a page load has one outbox for a study", () => {
  assert.equal(outboxOf("a"), outboxOf("a"));
  assert.notEqual(outboxOf("a"), outboxOf("b"));
});
