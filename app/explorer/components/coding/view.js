// What the page holds and how it is called: codings, selection, names. Nothing is drawn here.

import { short, turnAt } from "./text.js";

/** @import { TurnText } from "./text.js" */
/** @import { Code, Coding, Mark, Note, PageData, PageState } from "./types.js" */

export class View {
  /** @param {PageData} data */
  constructor(data) {
    this.data = data;
    /** @type {PageState} */
    this.state = {
      anchor: null,
      caret: null,
      coding: null,
      last: null,
      hover: null,
      pinned: null,
      rejected: false,
      machine: true,
      flash: null,
      walked: 0,
    };
    /**
     * The digits as the reader has just set them, until Python tells the same.
     * @type {Record<string, string> | null}
     */
    this.digitsSet = null;
    /** @type {TurnText[]} */
    this.turns = [];
    /** @type {Map<string, Code>} */
    this.codes = new Map();
    /** @type {Map<string, Coding>} */
    this.codings = new Map();
    /**
     * By start, end and id.
     * @type {Coding[]}
     */
    this.sorted = [];
    /**
     * Those of them that the reader wants to see.
     * @type {Coding[]}
     */
    this.shown = [];
    /** @type {Note[]} */
    this.notes = [];
    /**
     * A sentence of the catalogue, with values in place of `{name}`. Bound, to be passed on.
     * @param {string} key
     * @param {Record<string, unknown>} [values]
     */
    this.t = (key, values = {}) => {
      const text = this.data.texts[key] ?? key;
      return text.replace(/\{(\w+)\}/g, (braced, name) =>
        name in values ? String(values[name]) : braced,
      );
    };
  }

  reviewer() {
    return this.data.role === "reviewer";
  }

  /** @param {string} code */
  colour(code) {
    return this.codes.get(code)?.color || "#808080";
  }

  /** @param {string} code */
  key(code) {
    return this.codes.get(code)?.key || "?";
  }

  /** @param {string} code */
  name(code) {
    return this.codes.get(code)?.name || this.t("unknown_code");
  }

  /** @param {string} polarity */
  sign(polarity) {
    return this.data.polarities.find((one) => one.id === polarity)?.sign || "";
  }

  /** @param {Coding} coding */
  by(coding) {
    return coding.machine
      ? this.t("by_machine", { name: coding.coder })
      : coding.mine
        ? this.t("by_me")
        : coding.coder;
  }

  /** @param {Coding} coding */
  spoken(coding) {
    const polarity = this.data.polarities.find((one) => one.id === coding.polarity)?.name || "";
    return [
      this.key(coding.code),
      this.name(coding.code),
      polarity,
      this.by(coding),
      this.t("status_" + coding.status),
    ].join("，");
  }

  /** @param {Coding} one */
  look(one) {
    return [
      one.id,
      one.start,
      one.end,
      one.code,
      one.polarity,
      one.status,
      one.mine,
      one.memos,
      one.reviews.length,
      one.id === this.state.coding,
    ].join();
  }

  /** @returns {Record<string, string>} digit -> code */
  digits() {
    return this.digitsSet || this.data.digits || {};
  }

  /** @param {Coding} coding */
  visible(coding) {
    if (coding.status === "rejected") return this.state.rejected;
    return this.state.machine || coding.status !== "suggested";
  }

  /**
   * What may be changed: one's own and a machine's; nothing by a reviewer.
   * @param {Coding} coding
   */
  editable(coding) {
    return !this.reviewer() && (coding.mine || coding.machine);
  }

  chosen() {
    return this.state.coding ? this.codings.get(this.state.coding) || null : null;
  }

  /** @returns {[number, number] | null} */
  selection() {
    const { anchor, caret } = this.state;
    return anchor === null || caret === null || anchor === caret
      ? null
      : [Math.min(anchor, caret), Math.max(anchor, caret)];
  }

  /** @param {number} point */
  textAt(point) {
    return this.turns[turnAt(this.turns, point)];
  }

  /**
   * The text of [start, end) when it lies within one turn, else null.
   * @param {number} start
   * @param {number} end
   */
  quote(start, end) {
    const text = this.turns.length ? this.textAt(start) : null;
    return text && start >= text.start && end <= text.end ? text.slice(start, end) : null;
  }

  around() {
    const range = this.selection();
    const { caret } = this.state;
    const chosen = this.chosen();
    const [start, end] =
      range || (caret !== null ? [caret, caret + 1] : chosen ? [chosen.start, chosen.end] : [0, 0]);
    return this.shown.filter((one) => one.start < end && one.end > start).slice(0, 40);
  }

  notesAround() {
    const range = this.selection();
    const { caret, coding } = this.state;
    const [start, end] = range || (caret === null ? [-1, -1] : [caret, caret + 1]);
    return this.notes.filter((note) => {
      if (note.coding) return note.coding === coding;
      return note.start !== null && note.end !== null && note.start < end && note.end > start;
    });
  }

  /** What is marked in the text beside the codings: memos, and what the chosen coding is about. */
  marks() {
    /** @type {Mark[]} */
    const marks = [];
    const mark = (
      /** @type {string} */ kind,
      /** @type {number | null} */ start,
      /** @type {number | null} */ end,
    ) => {
      if (start !== null && end !== null) marks.push({ start, end, kind });
    };
    for (const note of this.notes) if (!note.coding) mark("noted", note.start, note.end);
    const chosen = this.chosen();
    if (chosen && this.visible(chosen)) {
      mark("selected", chosen.start, chosen.end);
      const { evidence } = chosen;
      if (evidence) {
        mark("indicator", evidence.start, evidence.end);
        mark("cue", evidence.cue_start, evidence.cue_end);
      }
    }
    if (this.state.flash) mark("flash", this.state.flash.start, this.state.flash.end);
    return marks;
  }

  purpose() {
    const range = this.selection();
    if (this.reviewer()) return this.t("purpose_look");
    if (range) return this.t("purpose_code", { quote: short(this.quote(...range) || "", 24) });
    const chosen = this.chosen();
    return chosen && this.editable(chosen)
      ? this.t("purpose_change", { code: this.key(chosen.code) })
      : this.t("purpose_look");
  }
}
