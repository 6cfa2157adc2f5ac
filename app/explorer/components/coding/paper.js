// The transcript: turns are drawn once and again only when something in them changed.

import { h, clamp } from "../shared/dom.js";
import { byTurn, lanes } from "./model.js";
import { layStripes } from "./stripes.js";
import { TurnText, turnAt } from "./text.js";

/** @import { CodingPage } from "./page.js" */
/** @import { Coding, Mark, Row, Turn } from "./types.js" */

const UNDERLINES = 4;

export class Paper {
  /** @param {CodingPage} page */
  constructor(page) {
    this.page = page;
    this.list = h("div", { class: "ft-turns" });
    this.caret = h("div", { class: "ft-caret", "aria-hidden": "true" });
    this.sheet = h("div", { class: "ft-sheet" }, this.list, this.caret);
    this.pane = h("div", { class: "ft-paper", tabindex: "0", role: "application" }, this.sheet);
    /** @type {TurnText[]} */
    this.turns = [];
    /** @type {Row[]} */
    this.rows = [];
    /**
     * Indices of the turns on the screen or near it.
     * @type {Set<number>}
     */
    this.near = new Set();
    this.watch = new IntersectionObserver((entries) => this.seen(entries), {
      root: this.pane,
      rootMargin: "400px 0px",
    });
    this.width = 0;
    this.resized = new ResizeObserver(() => {
      if (this.pane.clientWidth === this.width) return;
      this.width = this.pane.clientWidth;
      for (const row of this.rows) row.laid = "";
      this.layNear();
      this.drawCaret();
    });
    this.resized.observe(this.pane);
  }

  destroy() {
    this.watch.disconnect();
    this.resized.disconnect();
  }

  /** @param {Turn[]} turns */
  open(turns) {
    this.watch.disconnect();
    this.near.clear();
    this.turns = turns.map((turn) => new TurnText(turn));
    this.rows = this.turns.map((text, at) => this.row(text, at));
    this.list.replaceChildren(
      ...(this.rows.length
        ? this.rows.map((row) => row.node)
        : [h("p", { class: "ft-nothing" }, this.page.t("no_turns"))]),
    );
    for (const row of this.rows) this.watch.observe(row.node);
    this.pane.scrollTop = 0;
  }

  /**
   * @param {TurnText} text
   * @param {number} at
   * @returns {Row}
   */
  row(text, at) {
    const turn = text.turn;
    const t = this.page.t;
    const body = h("div", { class: "ft-text", lang: "zh", dir: "auto" });
    const stripes = h("div", { class: "ft-stripes" });
    const role = t("role_" + turn.role);
    const node = h(
      "div",
      {
        class: "ft-turn ft-" + turn.role,
        data: { i: at },
        role: "group",
        "aria-label": t("turn_label", { n: turn.i + 1, speaker: turn.speaker, role }),
      },
      h(
        "div",
        {
          class: "ft-number",
          "aria-hidden": "true",
          title: turn.line ? t("line", { n: turn.line }) : t("turn", { n: turn.i + 1 }),
        },
        String(turn.i + 1),
      ),
      h(
        "div",
        { class: "ft-body" },
        h(
          "div",
          { class: "ft-speaker", "aria-hidden": "true" },
          h("bdi", { class: "ft-name" }, turn.speaker),
          turn.speaker === role ? null : h("span", { class: "ft-role" }, role),
          turn.time ? h("span", { class: "ft-time" }, turn.time) : null,
        ),
        body,
      ),
      stripes,
    );
    const empty = { signature: null, laid: "", codings: [], spans: [], lane: new Map() };
    return { node, body, stripes, text, at, ...empty };
  }

  /**
   * Draw the turns whose codings, marks or selection changed. `marks` are {start, end, kind}
   * beside the codings.
   * @param {Coding[]} codings
   * @param {Mark[]} marks
   */
  draw(codings, marks) {
    const own = byTurn(this.turns, codings);
    const marked = byTurn(this.turns, marks);
    let drawn = 0;
    for (const row of this.rows) {
      const here = own.get(row.at) || [];
      const marksHere = marked.get(row.at) || [];
      const signature =
        here.map((one) => this.page.look(one)).join("|") +
        "#" +
        marksHere.map((mark) => mark.kind + mark.start + "-" + mark.end).join("|");
      if (signature === row.signature) continue;
      row.signature = signature;
      row.codings = here;
      this.fill(row, here, marksHere);
      row.laid = "";
      drawn += 1;
    }
    if (drawn) this.layNear();
    return drawn;
  }

  /**
   * @param {Row} row
   * @param {Coding[]} codings
   * @param {Mark[]} marks
   */
  fill(row, codings, marks) {
    const { text } = row;
    const cuts = new Set([text.start, text.end]);
    for (const item of [...codings, ...marks]) {
      cuts.add(clamp(item.start, text.start, text.end));
      cuts.add(clamp(item.end, text.start, text.end));
    }
    const bounds = [...cuts].sort((one, other) => one - other);
    const lane = lanes(codings);
    row.lane = lane;
    const pieces = [];
    row.spans = [];
    for (let at = 0; at + 1 < bounds.length; at += 1) {
      const [start, end] = [bounds[at], bounds[at + 1]];
      const over = codings.filter((coding) => coding.start <= start && coding.end >= end);
      const kinds = marks
        .filter((mark) => mark.start <= start && mark.end >= end)
        .map((mark) => "ft-" + mark.kind);
      const piece = h(
        "span",
        { class: ["ft-seg", over.length && "ft-coded", ...kinds].filter(Boolean).join(" ") },
        text.slice(start, end),
      );
      piece.dataset.s = String(start);
      piece.dataset.e = String(end);
      if (over.length) this.underline(piece, over, lane);
      pieces.push(piece);
      row.spans.push({ start, end, piece });
    }
    row.body.replaceChildren(...pieces);
  }

  /**
   * @param {HTMLElement} piece
   * @param {Coding[]} over
   * @param {Map<string, number>} lane
   */
  underline(piece, over, lane) {
    const lines = over
      .map((coding) => ({ coding, at: Math.min(lane.get(coding.id) ?? 0, UNDERLINES - 1) }))
      .map(({ coding, at }) => {
        const colour = this.page.colour(coding.code);
        const dotted = coding.status === "suggested";
        const image = dotted
          ? `repeating-linear-gradient(90deg, ${colour} 0 3px, transparent 3px 6px)`
          : `linear-gradient(${colour}, ${colour})`;
        return { image, at };
      });
    const depth = Math.max(...lines.map((line) => line.at));
    piece.style.backgroundImage = lines.map((line) => line.image).join(", ");
    piece.style.backgroundPosition = lines
      .map((line) => `0 calc(100% - ${(depth - line.at) * 4}px)`)
      .join(", ");
    piece.style.backgroundSize = "100% 2px";
    piece.style.backgroundRepeat = "no-repeat";
    piece.style.paddingBottom = `${3 + depth * 4}px`;
  }

  /** @param {IntersectionObserverEntry[]} entries */
  seen(entries) {
    for (const entry of entries) {
      const at = Number(/** @type {HTMLElement} */ (entry.target).dataset.i);
      if (entry.isIntersecting) this.near.add(at);
      else this.near.delete(at);
    }
    this.layNear();
  }

  layNear() {
    layStripes(
      [...this.near]
        .map((at) => this.rows[at])
        .filter((row) => row && row.laid !== String(row.signature) + this.width),
      this.page,
      this.width,
    );
  }

  /**
   * Code-point offset of a place in the DOM; null outside the transcript.
   * @param {Node | null} node
   * @param {number} offset
   * @returns {number | null}
   */
  pointOf(node, offset) {
    if (!node || !this.list.contains(node)) return null;
    const piece = around(node, ".ft-seg");
    const row = this.rowOf(node);
    if (!row) return this.rows[Math.min(offset, this.rows.length - 1)]?.text.start ?? null;
    const { text } = row;
    if (piece) {
      const start = Number(piece.dataset.s);
      if (!(node instanceof Text)) return offset > 0 ? Number(piece.dataset.e) : start;
      return text.snap(text.point(text.unit(start) + Math.min(offset, node.length)));
    }
    if (node === row.body) {
      return row.spans[offset]?.start ?? text.end;
    }
    return row.body.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING
      ? text.end
      : text.start;
  }

  /** @param {Node} node */
  rowOf(node) {
    const turn = around(node, ".ft-turn");
    return turn ? this.rows[Number(turn.dataset.i)] : null;
  }

  /**
   * [text node, UTF-16 offset] of a code point within a turn.
   * @param {Row} row
   * @param {number} point
   * @param {boolean} before
   * @returns {[Node, number]}
   */
  nodeAt(row, point, before) {
    for (const { start, end, piece } of row.spans) {
      if (point > end || (point === end && !before && end !== row.text.end)) continue;
      if (!piece.firstChild) return [piece, 0];
      return [piece.firstChild, row.text.unit(point) - row.text.unit(start)];
    }
    return [row.body, row.body.childNodes.length];
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  rangeOf(start, end) {
    const first = this.rows[turnAt(this.turns, start)];
    const last = this.rows[turnAt(this.turns, Math.max(start, end - 1))];
    const range = document.createRange();
    range.setStart(...this.nodeAt(first, clamp(start, first.text.start, first.text.end), false));
    range.setEnd(...this.nodeAt(last, clamp(end, last.text.start, last.text.end), true));
    return range;
  }

  /**
   * The browser's own selection follows ours, so that it is drawn and read aloud.
   * @param {number} anchor
   * @param {number} focus
   */
  select(anchor, focus) {
    const selection = window.getSelection();
    if (!selection || !this.rows.length) return;
    if (anchor === focus) {
      if (selection.rangeCount && this.list.contains(selection.anchorNode))
        selection.removeAllRanges();
      return;
    }
    const range = this.rangeOf(Math.min(anchor, focus), Math.max(anchor, focus));
    if (anchor < focus)
      selection.setBaseAndExtent(
        range.startContainer,
        range.startOffset,
        range.endContainer,
        range.endOffset,
      );
    else
      selection.setBaseAndExtent(
        range.endContainer,
        range.endOffset,
        range.startContainer,
        range.startOffset,
      );
  }

  /** @param {number} point */
  rectOf(point) {
    if (!this.rows.length) return null;
    const row = this.rows[turnAt(this.turns, point)];
    const [node, offset] = this.nodeAt(row, clamp(point, row.text.start, row.text.end), false);
    const range = document.createRange();
    range.setStart(node, offset);
    range.collapse(true);
    const rects = range.getClientRects();
    return rects.length ? rects[rects.length - 1] : row.body.getBoundingClientRect();
  }

  drawCaret() {
    const { caret } = this.page.state;
    const rect = caret === null ? null : this.rectOf(caret);
    this.caret.hidden = !rect;
    if (!rect) return;
    const base = this.sheet.getBoundingClientRect();
    this.caret.style.transform = `translate(${rect.left - base.left - 1}px, ${rect.top - base.top}px)`;
    this.caret.style.height = `${Math.min(rect.height || 20, 32)}px`;
    this.caret.classList.remove("ft-blink");
    void this.caret.offsetWidth;
    this.caret.classList.add("ft-blink");
  }

  /**
   * Bring a point into view; a turn far away has no measured height yet, so the second look is
   * the true one.
   * @param {number} point
   * @param {boolean} far
   */
  reveal(point, far) {
    const look = () => {
      const rect = this.rectOf(point);
      const pane = this.pane.getBoundingClientRect();
      if (!rect) return;
      const margin = Math.min(80, pane.height / 5);
      if (rect.top < pane.top + margin || rect.bottom > pane.bottom - margin) {
        this.pane.scrollTop += far
          ? rect.top - pane.top - pane.height / 3
          : rect.top < pane.top + margin
            ? rect.top - pane.top - margin
            : rect.bottom - pane.bottom + margin;
      }
    };
    look();
    requestAnimationFrame(look);
  }

  // The turn at the top of the pane.
  top() {
    const pane = this.pane.getBoundingClientRect();
    let best = null;
    for (const at of this.near) {
      if (
        this.rows[at].node.getBoundingClientRect().bottom > pane.top + 8 &&
        (best === null || at < best)
      )
        best = at;
    }
    return best === null ? 0 : this.rows[best].text.turn.i;
  }
}

/**
 * The element around a place in the DOM that fits a selector.
 * @param {Node} node
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function around(node, selector) {
  const element = node instanceof Element ? node : node.parentElement;
  return element ? element.closest(selector) : null;
}
