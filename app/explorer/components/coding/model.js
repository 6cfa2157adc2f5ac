import { turnAt } from "./text.js";

// What the page shows: what Python told, and upon it the operations that are still under way.

// Undo and redo are drawn at once too: what each operation changed is remembered as long as the page is open. Python's
// answer is the truth; a wrong guess (another window of the same coder) stands only until it comes.
export class Trail {
  constructor() {
    this.done = [];
    this.undone = [];
    this.patches = new WeakMap(); // operation -> Map of coding id -> coding, or null where there was none
  }

  record(operation, before, after) {
    const ids = [operation.coding, operation.uuid].filter(
      (id) => id && (before.has(id) || after.has(id)),
    );
    const of = (codings) => new Map(ids.map((id) => [id, codings.get(id) || null]));
    this.done.push({ operation, before: of(before), after: of(after) });
    this.undone.length = 0;
  }

  turn(operation) {
    const back = operation.kind === "undo";
    const step = (back ? this.done : this.undone).pop();
    if (!step) return;
    (back ? this.undone : this.done).push(step);
    if (step.operation.transcript === operation.transcript)
      this.patches.set(operation, back ? step.before : step.after);
  }

  refuse(seq) {
    this.done = this.done.filter((step) => step.operation.seq !== seq);
  }
}

const STEPS = {
  add: (codings, op, me) =>
    codings.has(op.uuid) ||
    codings.set(op.uuid, {
      id: op.uuid,
      start: op.start,
      end: op.end,
      code: op.code,
      coder: me,
      machine: false,
      mine: true,
      polarity: op.polarity,
      status: "accepted",
      memos: 0,
      reviews: [],
      evidence: null,
    }),
  remove: (codings, op) => codings.delete(op.coding),
  recode: (codings, op) => change(codings, op.coding, { code: op.code }),
  polarity: (codings, op) => change(codings, op.coding, { polarity: op.polarity }),
  resize: (codings, op) => change(codings, op.coding, { start: op.start, end: op.end }),
  split: (codings, op) => {
    const whole = codings.get(op.coding);
    if (!whole || op.at <= whole.start || op.at >= whole.end) return;
    change(codings, op.coding, { end: op.at });
    codings.set(op.uuid, {
      ...whole,
      id: op.uuid,
      start: op.at,
      evidence: null,
      memos: 0,
      reviews: [],
    });
  },
  decide: (codings, op) =>
    change(codings, op.coding, {
      status: op.status,
      ...(op.code ? { code: op.code } : {}),
      ...(op.polarity ? { polarity: op.polarity } : {}),
    }),
  review: (codings, op, me) => {
    const one = codings.get(op.coding);
    if (one)
      change(codings, op.coding, {
        reviews: [...one.reviews, { verdict: op.verdict, text: op.text, coder: me }],
      });
  },
  memo: (codings, op) => {
    const one = op.coding && codings.get(op.coding);
    if (one) change(codings, op.coding, { memos: one.memos + 1 });
  },
  edit_memo: (codings, op) => {
    const one = op.coding && codings.get(op.coding);
    if (one && !op.text) change(codings, op.coding, { memos: one.memos - 1 });
  },
};

function change(codings, id, fields) {
  const one = codings.get(id);
  if (one) codings.set(id, { ...one, ...fields });
}

// {codings: Map, notes, sorted} of the transcript that `data` tells.
export function folded(data, operations, trail) {
  const codings = new Map(data.codings.map((coding) => [coding.id, coding]));
  let notes = data.notes || [];
  for (const op of operations) {
    if (op.transcript !== data.transcript) continue;
    if (STEPS[op.kind]) STEPS[op.kind](codings, op, data.coder || "");
    for (const [id, coding] of trail.patches.get(op) || []) {
      if (coding) codings.set(id, coding);
      else codings.delete(id);
    }
    if (op.kind === "memo" && !notes.some((note) => note.id === op.uuid)) {
      notes = [
        ...notes,
        {
          id: op.uuid,
          coding: op.coding || null,
          start: op.start ?? null,
          end: op.end ?? null,
          text: op.text,
          coder: data.coder || "",
          mine: true,
        },
      ];
    }
    if (op.kind === "edit_memo")
      notes = op.text
        ? notes.map((note) => (note.id === op.memo ? { ...note, text: op.text } : note))
        : notes.filter((note) => note.id !== op.memo);
  }
  const sorted = [...codings.values()].sort(
    (one, other) => one.start - other.start || one.end - other.end || (one.id < other.id ? -1 : 1),
  );
  return { codings, notes, sorted };
}

export function byTurn(turns, items) {
  const found = new Map();
  for (const item of items) {
    for (
      let at = turnAt(turns, item.start);
      at < turns.length && turns[at].start < item.end;
      at += 1
    ) {
      if (turns[at].end <= item.start) continue;
      if (!found.has(at)) found.set(at, []);
      found.get(at).push(item);
    }
  }
  return found;
}

// Lanes for stretches sorted by start: those that overlap lie in different ones, the longest outermost.
export function lanes(items) {
  const ends = [];
  const lane = new Map();
  for (const item of [...items].sort(
    (one, other) => one.start - other.start || other.end - one.end || (one.id < other.id ? -1 : 1),
  )) {
    let place = ends.findIndex((end) => end <= item.start);
    if (place < 0) place = ends.push(0) - 1;
    ends[place] = item.end;
    lane.set(item.id, place);
  }
  return lane;
}

// How well `query` fits a code: null for not at all, small is good.
export function fit(code, query) {
  const wanted = query.toLowerCase().replace(/\s+/g, "");
  if (!wanted) return 9;
  let best = null;
  [code.key, code.name, code.key + code.name, code.theme + code.name].forEach((field, weight) => {
    const text = field.toLowerCase().replace(/\s+/g, "");
    const at = text.indexOf(wanted);
    let score = null;
    if (at === 0) score = text.length === wanted.length ? 0 : 1;
    else if (at > 0) score = 2 + at / 100;
    else {
      let from = 0;
      let gaps = 0;
      for (const char of wanted) {
        const next = text.indexOf(char, from);
        if (next < 0) return;
        gaps += next - from;
        from = next + 1;
      }
      score = 4 + gaps / 20;
    }
    score += weight / 10;
    if (best === null || score < best) best = score;
  });
  return best;
}
