// The text of a turn. Offsets of ours are code points of the whole transcript; the browser counts UTF-16 units of a node.

import { clamp } from "../shared/dom.js";

/** @import { Stretch, Turn } from "./types.js" */

const SENTENCE_ENDS = "。！？!?…\n";
const CLAUSE_ENDS = SENTENCE_ENDS + "，；,;：:";
const CLOSERS = "”’」』）)】》\"'";
export const graphemes = new Intl.Segmenter("zh", { granularity: "grapheme" });
export const words = new Intl.Segmenter("zh", { granularity: "word" });

export class TurnText {
  /** @param {Turn} turn */
  constructor(turn) {
    this.turn = turn;
    this.text = turn.text;
    this.start = turn.start;
    this.end = turn.end;
    this.astral = /[\ud800-\udbff]/.test(turn.text);
    /** @type {number[] | null} */
    this.units = null; // code point (from 0) -> UTF-16 unit
    /** @type {Map<Intl.Segmenter, Intl.Segments>} */
    this.cuts = new Map();
  }

  table() {
    if (this.units === null) {
      const units = [];
      let unit = 0;
      for (const char of this.text) {
        units.push(unit);
        unit += char.length;
      }
      units.push(unit);
      this.units = units;
    }
    return this.units;
  }

  /** @param {number} point */
  unit(point) {
    const own = point - this.start;
    return this.astral ? this.table()[own] : own;
  }

  /** @param {number} unit */
  point(unit) {
    if (!this.astral) return this.start + unit;
    const units = this.table();
    let low = 0;
    let high = units.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (units[middle] <= unit) low = middle;
      else high = middle - 1;
    }
    return this.start + low;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  /**
   * @param {Intl.Segmenter} segmenter
   * @returns {Intl.Segments}
   */
  segments(segmenter) {
    const cuts = this.cuts.get(segmenter) || segmenter.segment(this.text);
    this.cuts.set(segmenter, cuts);
    return cuts;
  }

  /**
   * The boundary before or after `point`, by grapheme or word; the turn's own ends at last.
   * @param {number} point
   * @param {number} direction
   * @param {Intl.Segmenter} segmenter
   */
  step(point, direction, segmenter) {
    const unit = this.unit(point);
    if (direction > 0) {
      if (point >= this.end) return this.end;
      const piece = this.segments(segmenter).containing(unit);
      return piece ? this.point(piece.index + piece.segment.length) : this.end;
    }
    if (point <= this.start) return this.start;
    return this.point(this.segments(segmenter).containing(unit - 1)?.index ?? 0);
  }

  /**
   * A place moved back to the start of the character that the reader sees (an emoji may have
   * many code points).
   * @param {number} point
   */
  snap(point) {
    if (point <= this.start || point >= this.end) return clamp(point, this.start, this.end);
    return this.point(this.segments(graphemes).containing(this.unit(point))?.index ?? 0);
  }

  /**
   * @param {number} point
   * @returns {[number, number]}
   */
  word(point) {
    const piece = this.segments(words).containing(
      Math.min(this.unit(point), Math.max(0, this.text.length - 1)),
    );
    return piece
      ? [this.point(piece.index), this.point(piece.index + piece.segment.length)]
      : [this.start, this.end];
  }

  /**
   * The stretch around `point` between two of `ends`; with its closing mark for a sentence,
   * without for a clause.
   * @param {number} point
   * @param {string} ends
   * @param {boolean} closed
   * @returns {[number, number]}
   */
  around(point, ends, closed) {
    const text = this.text;
    let from = Math.min(this.unit(point), text.length);
    if (from > 0 && from === text.length) from -= 1;
    while (from > 0 && !closed && ends.includes(text[from])) from -= 1;
    if (closed && CLOSERS.includes(text[from])) {
      let before = from;
      while (before > 0 && CLOSERS.includes(text[before])) before -= 1;
      if (ends.includes(text[before])) from = before;
    }
    let low = from;
    while (
      low > 0 &&
      !(
        ends.includes(text[low - 1]) ||
        (CLOSERS.includes(text[low - 1]) && low > 1 && ends.includes(text[low - 2]))
      )
    )
      low -= 1;
    let high = from;
    while (high < text.length && !ends.includes(text[high])) high += 1;
    if (closed) {
      while (high < text.length && ends.includes(text[high]) && text[high] !== "\n") high += 1;
      while (high < text.length && CLOSERS.includes(text[high])) high += 1;
    }
    while (low < high && (/\s/.test(text[low]) || CLOSERS.includes(text[low]))) low += 1;
    while (high > low && /\s/.test(text[high - 1])) high -= 1;
    return [this.point(low), this.point(high)];
  }

  /** @param {number} point */
  clause(point) {
    return this.around(point, CLAUSE_ENDS, false);
  }

  /** @param {number} point */
  sentence(point) {
    return this.around(point, SENTENCE_ENDS, true);
  }

  /**
   * The next clause bound from `point`.
   * @param {number} point
   * @param {number} direction
   */
  clauseStep(point, direction) {
    const text = this.text;
    let unit = this.unit(point);
    if (direction > 0) {
      while (unit < text.length && CLAUSE_ENDS.includes(text[unit])) unit += 1;
      while (unit < text.length && !CLAUSE_ENDS.includes(text[unit])) unit += 1;
    } else {
      while (unit > 0 && CLAUSE_ENDS.includes(text[unit - 1])) unit -= 1;
      while (unit > 0 && !CLAUSE_ENDS.includes(text[unit - 1])) unit -= 1;
    }
    return this.point(unit);
  }
}

/**
 * Index of the turn that holds `point`, or of the nearest one before it.
 * @param {Stretch[]} turns
 * @param {number} point
 */
export function turnAt(turns, point) {
  let low = 0;
  let high = turns.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (turns[middle].start <= point) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * `text`, cut after `most` code points.
 * @param {string} text
 * @param {number} most
 */
/**
 * @param {string} text
 * @param {number} most
 */
export function short(text, most) {
  const points = Array.from(text);
  return points.length <= most ? text : points.slice(0, most - 1).join("") + "…";
}
