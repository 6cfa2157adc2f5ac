// What the page shows: what Python told, and upon it the operations that are still under way.

import { turnAt } from "./text.js";

/** @import { Add, Operation } from "../shared/operations.js" */
/** @import { Code, Coding, Note, PageData, Stretch, Turn } from "./types.js" */
/** @typedef {Map<string, Coding>} Codings by id */
/**
 * Codings by id, null where there was none.
 * @typedef {Map<string, Coding | null>} Patch
 */
/** @typedef {{ operation: Operation, before: Patch, after: Patch }} Step */

/**
 * Undo and redo are drawn at once too: what each operation changed is remembered as long as the
 * page is open. Python's answer is the truth; a wrong guess (another window of the same coder)
 * stands only until it comes.
 */
export class Trail {
  constructor() {
    /** @type {Step[]} */
    this.done = [];
    /** @type {Step[]} */
    this.undone = [];
    /**
     * What an undo or redo under way changes.
     * @type {WeakMap<Operation, Patch>}
     */
    this.patches = new WeakMap();
  }

  /**
   * @param {Operation} operation
   * @param {Codings} before
   * @param {Codings} after
   */
  record(operation, before, after) {
    const named = [
      "coding" in operation ? operation.coding : null,
      "uuid" in operation ? operation.uuid : null,
    ];
    const ids = named.filter((id) => typeof id === "string");
    const touched = ids.filter((id) => before.has(id) || after.has(id));
    const patch = (/** @type {Codings} */ codings) =>
      new Map(touched.map((id) => [id, codings.get(id) || null]));
    this.done.push({ operation, before: patch(before), after: patch(after) });
    this.undone.length = 0;
  }

  /** @param {Operation} operation an undo or redo that was just asked for */
  turn(operation) {
    const back = operation.kind === "undo";
    const step = (back ? this.done : this.undone).pop();
    if (!step) return;
    (back ? this.undone : this.done).push(step);
    if (step.operation.transcript === operation.transcript) {
      this.patches.set(operation, back ? step.before : step.after);
    }
  }

  /** @param {number} seq of an operation that Python refused */
  refuse(seq) {
    this.done = this.done.filter((step) => step.operation.seq !== seq);
  }
}

/**
 * @param {Codings} codings
 * @param {string | null | undefined} id
 * @param {Partial<Coding>} fields
 */
function change(codings, id, fields) {
  const coding = id ? codings.get(id) : undefined;
  if (coding) codings.set(coding.id, { ...coding, ...fields });
}

/**
 * What an operation changes in the codings, drawn before Python has answered. `me` is the name of
 * the coder.
 * @param {Codings} codings
 * @param {Operation} operation
 * @param {string} me
 */
export function applyEffect(codings, operation, me) {
  const coding =
    "coding" in operation && operation.coding ? codings.get(operation.coding) : undefined;
  switch (operation.kind) {
    case "add":
      if (!codings.has(operation.uuid)) codings.set(operation.uuid, added(operation, me));
      break;
    case "remove":
      codings.delete(operation.coding);
      break;
    case "recode":
      change(codings, operation.coding, { code: operation.code });
      break;
    case "polarity":
      change(codings, operation.coding, { polarity: operation.polarity });
      break;
    case "function": {
      const decided = coding?.machine ? { status: "accepted" } : {};
      change(codings, operation.coding, { function: operation.function, ...decided });
      break;
    }
    case "resize":
      change(codings, operation.coding, { start: operation.start, end: operation.end });
      break;
    case "split": {
      const { at, uuid } = operation;
      if (!coding || at <= coding.start || at >= coding.end) break;
      change(codings, coding.id, { end: at });
      codings.set(uuid, { ...coding, id: uuid, start: at, evidence: null, memos: 0, reviews: [] });
      break;
    }
    case "decide": {
      const { status, code, polarity } = operation;
      const changes = { status, ...(code ? { code } : {}), ...(polarity ? { polarity } : {}) };
      change(codings, operation.coding, changes);
      break;
    }
    case "review": {
      const { verdict, text } = operation;
      const reviews = [...(coding?.reviews || []), { verdict, text, coder: me }];
      change(codings, operation.coding, { reviews });
      break;
    }
    case "memo":
      if (coding) change(codings, coding.id, { memos: coding.memos + 1 });
      break;
    case "edit_memo":
      if (coding && !operation.text) change(codings, coding.id, { memos: coding.memos - 1 });
      break;
  }
}

/**
 * @param {Add} operation
 * @param {string} me
 * @returns {Coding}
 */
function added({ uuid, start, end, code, polarity }, me) {
  return {
    id: uuid,
    start,
    end,
    code,
    coder: me,
    machine: false,
    mine: true,
    polarity,
    status: "accepted",
    memos: 0,
    reviews: [],
    evidence: null,
    function: null,
  };
}

/**
 * The memos after an operation.
 * @param {Note[]} notes
 * @param {Operation} operation
 * @param {string} me
 * @returns {Note[]}
 */
function noted(notes, operation, me) {
  if (operation.kind === "memo" && !notes.some((note) => note.id === operation.uuid)) {
    const { uuid, coding, start, end, text } = operation;
    const place = { coding: coding || null, start: start ?? null, end: end ?? null };
    return [...notes, { id: uuid, ...place, text, coder: me, mine: true }];
  }
  if (operation.kind !== "edit_memo") return notes;
  const { memo, text } = operation;
  if (!text) return notes.filter((note) => note.id !== memo);
  return notes.map((note) => (note.id === memo ? { ...note, text } : note));
}

/**
 * Codings and memos of the transcript that `data` tells, with what is under way.
 * @param {PageData} data
 * @param {Operation[]} operations
 * @param {Trail} trail
 */
export function folded(data, operations, trail) {
  const me = data.coder || "";
  const codings = new Map(data.codings.map((coding) => [coding.id, coding]));
  let notes = data.notes || [];
  for (const operation of operations) {
    if (operation.transcript !== data.transcript) continue;
    applyEffect(codings, operation, me);
    for (const [id, coding] of trail.patches.get(operation) || []) {
      if (coding) codings.set(id, coding);
      else codings.delete(id);
    }
    notes = noted(notes, operation, me);
  }
  const sorted = [...codings.values()].sort(
    (one, other) => one.start - other.start || one.end - other.end || (one.id < other.id ? -1 : 1),
  );
  return { codings, notes, sorted };
}

/**
 * Which stretches lie in which turn: index of the turn -> stretches.
 * @template {Stretch} T
 * @param {Stretch[]} turns
 * @param {T[]} items
 */
export function byTurn(turns, items) {
  /** @type {Map<number, T[]>} */
  const found = new Map();
  for (const item of items) {
    const first = turnAt(turns, item.start);
    for (let index = first; index < turns.length && turns[index].start < item.end; index += 1) {
      if (turns[index].end <= item.start) continue;
      const here = found.get(index);
      if (here) here.push(item);
      else found.set(index, [item]);
    }
  }
  return found;
}

/**
 * Lanes for stretches: those that overlap lie in different ones, the longest outermost.
 * @param {(Stretch & { id: string })[]} items
 * @returns {Map<string, number>} id -> lane, from 0
 */
export function lanes(items) {
  /** @type {number[]} */
  const ends = [];
  const lane = new Map();
  const sorted = [...items].sort(
    (one, other) => one.start - other.start || other.end - one.end || (one.id < other.id ? -1 : 1),
  );
  for (const item of sorted) {
    let index = ends.findIndex((end) => end <= item.start);
    if (index < 0) index = ends.push(0) - 1;
    ends[index] = item.end;
    lane.set(item.id, index);
  }
  return lane;
}

/**
 * How well a query fits a code: null for not at all, small is good. The key counts before the name,
 * whole before beginning, beginning before middle, in one piece before letters here and there.
 * @param {Pick<Code, "key" | "name" | "theme">} code
 * @param {string} query
 * @returns {number | null}
 */
export function fit(code, query) {
  const asked = query.toLowerCase().replace(/\s+/g, "");
  if (!asked) return 9;
  /** @type {number | null} */
  let best = null;
  const fields = [code.key, code.name, code.key + code.name, code.theme + code.name];
  for (const [weight, field] of fields.entries()) {
    const score = fitText(field.toLowerCase().replace(/\s+/g, ""), asked);
    if (score === null) continue;
    const total = score + weight / 10;
    if (best === null || total < best) best = total;
  }
  return best;
}

/**
 * @param {string} text
 * @param {string} asked
 * @returns {number | null}
 */
function fitText(text, asked) {
  const at = text.indexOf(asked);
  if (at === 0) return text.length === asked.length ? 0 : 1;
  if (at > 0) return 2 + at / 100;
  let from = 0;
  let gaps = 0;
  for (const char of asked) {
    const next = text.indexOf(char, from);
    if (next < 0) return null;
    gaps += next - from;
    from = next + 1;
  }
  return 4 + gaps / 20;
}

/**
 * Whether two lists of turns show the same: text, speaker and where each begins.
 *
 * @param {Turn[]} one
 * @param {Turn[]} other
 */
export function sameTurns(one, other) {
  return (
    one.length === other.length &&
    one.every(
      (turn, index) =>
        turn.start === other[index].start &&
        turn.text === other[index].text &&
        turn.speaker === other[index].speaker,
    )
  );
}

/**
 * Whether the same digits stand for the same codes.
 *
 * @param {Record<string, string>} one
 * @param {Record<string, string>} other
 */
export function sameDigits(one, other) {
  return (
    JSON.stringify(Object.entries(one).sort()) ===
    JSON.stringify(Object.entries(other || {}).sort())
  );
}
