// Mouse and keys of the page. Nothing is done while an input method composes.

import { clamp, closest } from "../shared/dom.js";
import { turnAt, graphemes } from "./text.js";

/** @import { CodingPage } from "./page.js" */
/** @import { TurnText } from "./text.js" */
/** @import { Coding } from "./types.js" */

export class CodingInput {
  /** @param {CodingPage} page */
  constructor(page) {
    this.page = page;
    /**
     * Where the mouse went down in the text, and where it was clicked last.
     * @type {{ x: number, y: number } | null}
     */
    this.down = null;
    /** @type {{ x: number, y: number } | null} */
    this.lastClick = null;
    this.released = (/** @type {MouseEvent} */ event) => {
      if (!this.down || event.button !== 0) return;
      const { x, y } = this.down;
      this.down = null;
      this.pointed(event, Math.hypot(event.clientX - x, event.clientY - y) > 4);
    };
    this.listen();
    this.clock = setInterval(() => {
      if (page.outbox.size()) page.drawStatus();
    }, 1000);
  }

  destroy() {
    document.removeEventListener("mouseup", this.released);
    clearInterval(this.clock);
  }

  listen() {
    const { page } = this;
    const { pane } = page.paper;
    pane.addEventListener("mousedown", (event) => this.pushed(event));
    document.addEventListener("mouseup", this.released);
    pane.addEventListener("mouseover", (event) => {
      const id = closest(event, ".ft-tag, .ft-bar")?.dataset.id;
      page.hover((id && page.codings.get(id)?.code) || null);
    });
    const scrolled = () => {
      page.panels.scrolled(pane.scrollTop);
      page.tellPlace();
    };
    pane.addEventListener("scroll", scrolled, { passive: true });
    page.root.addEventListener("keydown", (event) => this.pressed(event));
    page.root.addEventListener("copy", (event) => event.stopPropagation());
  }

  /** @param {MouseEvent} event */
  pushed(event) {
    if (event.button !== 0) return;
    const { page } = this;
    const { pane } = page.paper;
    const id = closest(event, ".ft-tag")?.dataset.id;
    const coding = id && page.codings.get(id);
    if (coding) {
      event.preventDefault();
      pane.focus({ preventScroll: true });
      page.panels.close(true);
      page.choose(coding.id, Math.max(coding.start, 0));
      return;
    }
    if (!closest(event, ".ft-turns")) return;
    this.down = { x: event.clientX, y: event.clientY };
    page.panels.close(true);
    pane.focus({ preventScroll: true });
  }

  /**
   * @param {MouseEvent} event
   * @param {boolean} moved
   */
  pointed(event, moved) {
    const selection = window.getSelection();
    const at = event.detail >= 2 || !moved ? this.clicked(event, selection) : null;
    if (event.detail >= 2 && at !== null) {
      const text = this.page.textAt(at);
      const [start, end] =
        event.detail === 2 ? (event.altKey ? text.word(at) : text.clause(at)) : text.sentence(at);
      if (start < end) return this.selected(start, end, event);
    }
    if (!moved)
      return at === null
        ? this.page.set({ anchor: null, caret: null, coding: null })
        : this.pick(at, event);
    if (!selection || !selection.rangeCount) return;
    const anchor = this.page.paper.pointOf(selection.anchorNode, selection.anchorOffset);
    let focus = this.page.paper.pointOf(selection.focusNode, selection.focusOffset);
    if (anchor === null) return;
    if (focus === null)
      focus = selection.getRangeAt(0).startContainer === selection.anchorNode ? Infinity : -1;
    const text = this.page.textAt(anchor);
    const clipped = clamp(focus, text.start, text.end);
    if (clipped !== focus && anchor !== clipped) this.page.panels.say(this.page.t("clipped"));
    if (anchor !== clipped) this.selected(anchor, clipped, event);
    else this.page.set({ anchor, caret: anchor });
  }

  /**
   * @param {number} anchor
   * @param {number} caret
   * @param {MouseEvent} event
   */
  selected(anchor, caret, event) {
    this.page.set({ anchor, caret, coding: null });
    if (this.page.reviewer()) return;
    const [start, end] = [Math.min(anchor, caret), Math.max(anchor, caret)];
    const rects = [...this.page.paper.rangeOf(start, end).getClientRects()];
    if (!rects.length) return;
    const rect = anchor <= caret ? rects[rects.length - 1] : rects[0];
    this.page.panels.popover({ left: event.clientX - 40, top: rect.top, bottom: rect.bottom });
  }

  /**
   * @param {MouseEvent} event
   * @param {Selection | null} selection
   */
  clicked(event, selection) {
    if (!closest(event, ".ft-text")) return null;
    /** @type {[Node, number] | null} */
    let place = null;
    if (document.caretPositionFromPoint) {
      const found = document.caretPositionFromPoint(event.clientX, event.clientY);
      if (found) place = [found.offsetNode, found.offset];
    } else if (document.caretRangeFromPoint) {
      const found = document.caretRangeFromPoint(event.clientX, event.clientY);
      if (found) place = [found.startContainer, found.startOffset];
    }
    if (!place && selection && selection.focusNode)
      place = [selection.focusNode, selection.focusOffset];
    return place ? this.page.paper.pointOf(...place) : null;
  }

  /**
   * A click: the innermost coding there; again at the same place: the next one.
   * @param {number} point
   * @param {MouseEvent} event
   */
  pick(point, event) {
    const piece = closest(event, ".ft-seg");
    const over = piece
      ? this.page.shown
          .filter(
            (one) => one.start <= Number(piece.dataset.s) && one.end >= Number(piece.dataset.e),
          )
          .sort(
            (one, other) =>
              one.end - one.start - (other.end - other.start) || (one.id < other.id ? -1 : 1),
          )
      : [];
    const at = over.findIndex((one) => one.id === this.page.state.coding);
    const again =
      this.lastClick &&
      Math.hypot(event.clientX - this.lastClick.x, event.clientY - this.lastClick.y) < 6;
    this.lastClick = { x: event.clientX, y: event.clientY };
    const next = over.length ? over[at >= 0 && !again ? at : (at + 1) % over.length] : null;
    if (next) this.page.state.walked = next.start;
    this.page.set({ anchor: point, caret: point, coding: next ? next.id : null });
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229 || !(event.target instanceof Element)) return;
    const { page } = this;
    const { tagName } = event.target;
    const typing = tagName === "INPUT" || tagName === "TEXTAREA";
    if (page.panels.key(event)) {
      if (!typing || (LEAVING_A_FIELD.has(event.key) && !writes(event, tagName))) {
        event.preventDefault();
      }
      return;
    }
    if (typing) {
      if (event.key === "Enter" && event.target === page.tree.filter) page.tree.focusFirst();
      else if (event.key === "Escape") page.paper.pane.focus();
      else return;
      event.preventDefault();
      return;
    }
    if (tagName === "BUTTON" && (event.key === "Enter" || event.key === " ")) return;
    if (this.command(event)) event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  command(event) {
    const { key, code } = event;
    const ctrl = event.ctrlKey || event.metaKey;
    const act = this.page.act;
    if (ctrl && !event.altKey) {
      const lower = key.toLowerCase();
      if (lower === "z") return event.shiftKey ? act.redo() : act.undo();
      if (lower === "y") return act.redo();
      if (lower === "a") return this.wholeTurn();
      if (key === "ArrowLeft" || key === "ArrowRight") return this.move(event);
      return false;
    }
    if (code === "BracketLeft" || code === "BracketRight")
      return act.bound(
        event.shiftKey ? "end" : "start",
        code === "BracketRight" ? 1 : -1,
        event.altKey,
      );
    if (key.startsWith("Arrow") || key === "Home" || key === "End") return this.move(event);
    if (event.altKey) return false;
    if (/^[1-9]$/.test(key)) return act.digit(key);
    /** @type {Record<string, () => unknown>} */
    const keys = {
      "/": () => this.page.panels.search(),
      "、": () => this.page.panels.search(),
      " ": () => this.page.panels.search(),
      "Enter": () => act.repeat(),
      "j": () => this.walk(1, false),
      "k": () => this.walk(-1, false),
      "J": () => this.walk(1, true),
      "K": () => this.walk(-1, true),
      "a": () => (this.page.reviewer() ? act.review("accept") : act.decide("accepted")),
      "x": () => (this.page.reviewer() ? act.review("dispute") : act.decide("rejected")),
      "A": () => this.onward(() => act.decide("accepted")),
      "X": () => this.onward(() => act.decide("rejected")),
      "c": () => act.review("comment"),
      "q": () => act.cycle(-1),
      "w": () => act.cycle(1),
      "p": () => act.menu(),
      "f": () => act.nextFunction(),
      "-": () => act.polarity("lacking"),
      "−": () => act.polarity("lacking"),
      "+": () => act.polarity("present"),
      "=": () => act.polarity("present"),
      "!": () => act.polarity("demanded"),
      "！": () => act.polarity("demanded"),
      "^": () => act.polarity("changed"),
      ".": () => act.polarity("neutral"),
      "。": () => act.polarity("neutral"),
      "Delete": () => act.remove(),
      "Backspace": () => act.remove(),
      "s": () => act.split(),
      "m": () => act.memo(),
      "e": () => act.editMemo(),
      "u": () => act.undo(),
      "U": () => act.redo(),
      "v": () => this.page.toggle("rejected"),
      "h": () => this.page.toggle("machine"),
      "b": () => this.page.togglePane("tree"),
      "i": () => this.page.togglePane("inspector"),
      "?": () => this.page.panels.help(),
      "？": () => this.page.panels.help(),
      "Escape": () => this.escape(),
    };
    if (keys[key]) {
      keys[key]();
      return true;
    }
    if (/^[A-Z]$/.test(key)) {
      this.page.panels.search(key);
      return true;
    }
    return false;
  }

  escape() {
    if (this.page.selection()) this.page.set({ anchor: this.page.state.caret });
    else this.page.set({ coding: null });
  }

  /**
   * To the next suggestion, or any coding when no suggestion is left or `all` is wanted.
   * @param {number} direction
   * @param {boolean} all
   */
  walk(direction, all) {
    const open = this.page.shown.filter((one) => one.status === "suggested");
    const pool = all || !open.length || this.page.reviewer() ? this.page.shown : open;
    if (!pool.length) return this.page.panels.say(this.page.t("nothing_to_walk"));
    const from = this.page.chosen();
    const at = from ? pool.findIndex((one) => one.id === from.id) : -1;
    let next;
    if (at >= 0) next = pool[at + direction];
    else {
      const point =
        this.page.state.coding === null && this.page.state.caret !== null
          ? this.page.state.caret
          : this.page.state.walked;
      const rank = new Map(this.page.sorted.map(({ id }, index) => [id, index]));
      const rankOf = (/** @type {Coding} */ { id }) => rank.get(id) ?? -1;
      const after = (/** @type {Coding} */ coding) =>
        from ? rankOf(coding) > rankOf(from) : coding.start >= point;
      next = direction > 0 ? pool.find(after) : pool.findLast((coding) => !after(coding));
    }
    if (!next)
      return this.page.panels.say(this.page.t(direction > 0 ? "at_the_end" : "at_the_start"));
    this.page.panels.close(true);
    this.page.choose(next.id);
  }

  /**
   * Decide and go to the next suggestion, so that one key a suggestion is enough.
   * @param {() => unknown} decide
   */
  onward(decide) {
    if (this.page.reviewer() || this.page.chosen()?.status !== "suggested")
      return this.walk(1, false);
    decide();
    return this.walk(1, false);
  }

  /**
   * Arrows, Home and End: the caret moves, with Shift the selection grows.
   * @param {KeyboardEvent} event
   */
  move(event) {
    const { page } = this;
    const { state } = page;
    const { turns } = page.paper;
    if (!turns.length) return false;
    const extend = event.shiftKey;
    page.panels.close(true);
    if (state.caret === null) {
      const top = page.paper.top();
      const { start } = turns.find((text) => text.turn.i === top) || turns[0];
      Object.assign(state, { anchor: start, caret: start });
      if (!extend) {
        page.set({});
        return true;
      }
    }
    const from = state.caret ?? turns[0].start;
    const index = turnAt(turns, from);
    const text = turns[index];
    const caret = this.moved(event, index, clamp(from, text.start, text.end));
    const anchor = extend ? clamp(state.anchor ?? from, text.start, text.end) : caret;
    const coding = extend || !state.coding ? null : this.holds(state.coding, caret);
    page.set({ anchor, caret, coding });
    page.paper.reveal(caret, false);
    return true;
  }

  /**
   * Where a key takes the caret, which stands in the turn at `index`.
   * @param {KeyboardEvent} event
   * @param {number} index
   * @param {number} caret
   * @returns {number}
   */
  moved(event, index, caret) {
    const { turns } = this.page.paper;
    const text = turns[index];
    const { key, shiftKey: extend } = event;
    if (key === "ArrowLeft" || key === "ArrowRight") return this.sideways(event, index, caret);
    if (key === "Home") return text.start;
    if (key === "End") return text.end;
    if (extend) return this.byLine(key === "ArrowDown" ? "forward" : "backward", text, caret);
    if (key === "ArrowDown") return turns[index + 1]?.start ?? caret;
    return caret > text.start ? text.start : (turns[index - 1]?.start ?? caret);
  }

  /**
   * By a character, with Ctrl or Alt by a clause; at the end of a turn into the next one.
   * @param {KeyboardEvent} event
   * @param {number} index
   * @param {number} caret
   * @returns {number}
   */
  sideways(event, index, caret) {
    const { turns } = this.page.paper;
    const text = turns[index];
    const direction = event.key === "ArrowRight" ? 1 : -1;
    const byClause = event.ctrlKey || event.metaKey || event.altKey;
    const range = this.page.selection();
    if (range && !event.shiftKey && !byClause) return direction > 0 ? range[1] : range[0];
    const next = byClause
      ? text.clauseStep(caret, direction)
      : text.step(caret, direction, graphemes);
    const neighbour = turns[index + direction];
    if (next !== caret || event.shiftKey || !neighbour) return next;
    return direction > 0 ? neighbour.start : neighbour.end;
  }

  wholeTurn() {
    const { caret } = this.page.state;
    if (caret === null) return false;
    const text = this.page.textAt(caret);
    this.page.set({ anchor: text.start, caret: text.end, coding: null });
    return true;
  }

  /**
   * @param {string} id
   * @param {number} caret
   */
  holds(id, caret) {
    const coding = this.page.codings.get(id);
    return coding && coding.start <= caret && caret < coding.end ? id : null;
  }

  /**
   * @param {"forward" | "backward"} direction
   * @param {TurnText} text
   * @param {number} caret
   */
  byLine(direction, text, caret) {
    const selection = window.getSelection();
    if (!selection) return caret;
    const range = this.page.paper.rangeOf(caret, caret);
    selection.setBaseAndExtent(
      range.startContainer,
      range.startOffset,
      range.startContainer,
      range.startOffset,
    );
    selection.modify("extend", direction, "line");
    const point = this.page.paper.pointOf(selection.focusNode, selection.focusOffset);
    return point === null
      ? direction === "forward"
        ? text.end
        : text.start
      : clamp(point, text.start, text.end);
  }
}

/** Keys that a panel may take even while its field is written in. */
const LEAVING_A_FIELD = new Set([
  "Escape",
  "Enter",
  "ArrowDown",
  "ArrowUp",
  "PageDown",
  "PageUp",
  "Tab",
]);

/**
 * Whether a key belongs to a text of several lines: all but Escape and what is pressed with Ctrl.
 * @param {KeyboardEvent} event
 * @param {string} tagName
 */
function writes(event, tagName) {
  return tagName === "TEXTAREA" && event.key !== "Escape" && !(event.ctrlKey || event.metaKey);
}
