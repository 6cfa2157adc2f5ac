// From a wish of the reader to an operation. Each says why when it cannot be done.

import { uuid4 } from "../shared/dom.js";
import { graphemes, words } from "./text.js";

/** @import { Operation } from "../shared/operations.js" */
/** @import { Wish } from "../shared/outbox.js" */
/** @import { CodingPage } from "./page.js" */
/** @import { Coding, Note, Review } from "./types.js" */

/** @param {CodingPage} page */
export function actions(page) {
  const t = page.t;

  /**
   * @param {string} key
   * @param {Record<string, unknown>} [values]
   */
  const no = (key, values) => {
    page.panels.say(t(key, values), "ft-warn");
    return true;
  };

  /**
   * Ask for an operation on the transcript shown, and draw it as if it were done.
   * @template {Operation["kind"]} K
   * @param {K} kind
   * @param {Omit<Extract<Operation, { kind: K }>, "kind" | "seq" | "transcript" | "revision">} fields
   */
  const push = (kind, fields) => {
    const { transcript, revision } = page.data;
    const before = page.codings;
    const wish = /** @type {Wish} */ (
      /** @type {unknown} */ ({ kind, transcript, revision, ...fields })
    );
    const operation = page.outbox.push(wish);
    const turning = operation.kind === "undo" || operation.kind === "redo";
    if (turning) page.trail.turn(operation);
    page.refresh();
    if (!turning) page.trail.record(operation, before, page.codings);
    return true;
  };

  // The chosen coding if it may be changed; else the reason is said and null comes back.
  const own = () => {
    const coding = page.chosen();
    if (page.reviewer()) no("only_reviewing");
    else if (!coding) no("choose_first");
    else if (!page.editable(coding)) no("not_yours", { name: coding.coder });
    else return coding;
    return null;
  };

  /**
   * Lay a code on a stretch.
   * @param {string} code
   * @param {[start: number, end: number]} range
   */
  const add = (code, [start, end]) => {
    if (page.reviewer()) return no("only_reviewing");
    const quote = page.quote(start, end);
    if (quote === null) return no("clipped");
    if (
      page.sorted.some(
        (one) => one.start === start && one.end === end && one.code === code && one.mine,
      )
    )
      return no("coded_already", { code: page.key(code) });
    const names = page.data.polarities.map((one) => one.id);
    const like = page.sorted.find(
      (one) => one.machine && one.code === code && one.start < end && one.end > start,
    );
    const polarity = like ? like.polarity : names.includes("neutral") ? "neutral" : names[0];
    const uuid = uuid4();
    page.state.last = code;
    page.state.coding = uuid;
    page.state.walked = start;
    page.state.pinned = code;
    page.panels.close();
    return push("add", { uuid, start, end, quote, code, polarity });
  };

  /** @param {string} code */
  const recode = (code) => {
    const coding = own();
    if (!coding) return true;
    if (coding.code === code && !(coding.machine && coding.status !== "accepted"))
      return no("coded_already", { code: page.key(code) });
    page.state.last = code;
    if (coding.machine) return push("decide", { coding: coding.id, status: "accepted", code });
    return push("recode", { coding: coding.id, code });
  };

  const act = {
    /**
     * A code was chosen: for the selection, else for the coding.
     * @param {string} code
     */
    code(code) {
      if (!page.codes.has(code)) return no("unknown_code");
      const range = page.selection();
      if (range) return add(code, range);
      if (page.reviewer()) return true;
      if (page.chosen()) return recode(code);
      return no("select_first");
    },

    /** @param {string} digit */
    digit(digit) {
      const code = page.digits()[digit];
      return code && page.codes.has(code) ? act.code(code) : no("digit_unset", { digit });
    },

    repeat() {
      return page.state.last ? act.code(page.state.last) : no("no_last_code");
    },

    /** @param {string} polarity */
    polarity(polarity) {
      const coding = own();
      if (!coding) return true;
      if (coding.polarity === polarity && !(coding.machine && coding.status !== "accepted"))
        return true;
      if (coding.machine)
        return push("decide", { coding: coding.id, status: "accepted", polarity });
      return push("polarity", { coding: coding.id, polarity });
    },

    /** @param {number} direction */
    cycle(direction) {
      const coding = own();
      if (!coding) return true;
      const names = page.data.polarities.map((one) => one.id);
      return act.polarity(
        names[(names.indexOf(coding.polarity) + direction + names.length) % names.length],
      );
    },

    /** What the coding is said as: the next function, after the last one none. */
    nextFunction() {
      const coding = own();
      if (!coding) return true;
      const names = [null, ...page.data.functions.map((one) => one.id)];
      const at = names.indexOf(coding.function ?? null);
      return push("function", { coding: coding.id, function: names[(at + 1) % names.length] });
    },

    menu() {
      if (own()) page.panels.polarity();
      return true;
    },

    /** @param {"accepted" | "rejected"} status */
    decide(status) {
      const coding = own();
      if (!coding) return true;
      if (!coding.machine)
        return no(status === "rejected" ? "own_not_rejected" : "own_not_accepted");
      if (coding.status === status) return true;
      return push("decide", { coding: coding.id, status });
    },

    remove() {
      const coding = own();
      if (!coding) return true;
      if (coding.machine) return act.decide("rejected");
      return push("remove", { coding: coding.id });
    },

    /**
     * Move the start or the end of the chosen coding, or of the selection.
     * @param {"start" | "end"} which
     * @param {number} direction
     * @param {boolean} byWord
     */
    bound(which, direction, byWord) {
      const coding = page.chosen();
      const range = rangeOf(coding) || page.selection();
      if (!range) return no("choose_first");
      if (coding && !own()) return true;
      const [start, end] = range;
      const text = page.textAt(start);
      if (end > text.end) return no("over_turns");
      const point = text.step(
        which === "start" ? start : end,
        direction,
        byWord ? words : graphemes,
      );
      const [from, to] = which === "start" ? [point, end] : [start, point];
      if (from >= to || (from === start && to === end)) return true;
      if (!coding) {
        page.set({ anchor: from, caret: to });
        return true;
      }
      const caret = which === "start" ? from : to;
      Object.assign(page.state, { anchor: caret, caret });
      push("resize", { coding: coding.id, start: from, end: to, quote: text.slice(from, to) });
      page.paper.reveal(caret, false);
      return true;
    },

    split() {
      const coding = own();
      if (!coding) return true;
      const at = page.state.caret;
      if (at === null || at <= coding.start || at >= coding.end) return no("caret_inside");
      return push("split", { coding: coding.id, at, uuid: uuid4() });
    },

    memo() {
      if (page.reviewer()) return no("only_reviewing");
      const coding = page.chosen();
      const selected = page.selection();
      const range = selected || rangeOf(coding);
      if (!range) return no("memo_first");
      const [start, end] = range;
      const quote = page.quote(start, end);
      // A selection of other words than those coded is meant itself.
      if (coding && start === coding.start && end === coding.end) {
        page.panels.editor({
          title: t("memo_on_coding", { code: page.key(coding.code) }),
          quote,
          done: (text) =>
            push("memo", { target: "coding", coding: coding.id, text, uuid: uuid4() }),
        });
      } else {
        page.panels.editor({
          title: t("memo_on_text"),
          quote,
          done: (text) => push("memo", { target: "span", start, end, quote, text, uuid: uuid4() }),
        });
      }
      return true;
    },

    /**
     * Write a memo of one's own anew; without words it goes. Without a note the newest of one's
     * own here.
     * @param {Note} [note]
     */
    editMemo(note) {
      if (page.reviewer()) return no("only_reviewing");
      const own = note || page.notesAround().findLast((one) => one.mine);
      if (!own) return no("no_own_memo");
      const send = (/** @type {string} */ text) =>
        text === own.text || push("edit_memo", { memo: own.id, coding: own.coding, text });
      page.panels.editor({
        title: t("edit_memo"),
        quote: own.start === null || own.end === null ? null : page.quote(own.start, own.end),
        text: own.text,
        optional: true,
        done: send,
      });
      return true;
    },

    /** @param {Note} note */
    removeMemo(note) {
      if (page.reviewer()) return no("only_reviewing");
      push("edit_memo", { memo: note.id, coding: note.coding, text: "" });
      page.panels.say(t("memo_removed"));
      return true;
    },

    /** @param {Review["verdict"]} verdict */
    review(verdict) {
      const coding = page.chosen();
      if (!coding) return no("choose_first");
      const send = (/** @type {string} */ text) =>
        push("review", { coding: coding.id, verdict, text, uuid: uuid4() });
      if (verdict === "accept") return send("");
      page.panels.editor({
        title: t(verdict === "dispute" ? "dispute_title" : "comment_title", {
          code: page.key(coding.code),
        }),
        quote: page.quote(coding.start, coding.end),
        done: send,
      });
      return true;
    },

    undo() {
      if (page.reviewer()) return no("undo_beside");
      return page.data.undo || page.outbox.size() ? push("undo", {}) : no("nothing_to_undo");
    },

    redo() {
      if (page.reviewer()) return no("undo_beside");
      return page.data.redo || page.trail.undone.length ? push("redo", {}) : no("nothing_to_redo");
    },
  };
  return act;
}

/**
 * @param {Coding | null} coding
 * @returns {[start: number, end: number] | null}
 */
function rangeOf(coding) {
  return coding && [coding.start, coding.end];
}
