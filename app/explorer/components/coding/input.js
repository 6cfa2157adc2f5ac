import { clamp } from "../shared/dom.js";
import { turnAt, graphemes } from "./text.js";

// Mouse and keys of the page. Nothing is done while an input method composes.

export class CodingInput {
  constructor() {
    this.lastClick = null;
  }

  listen() {
    const pane = this.paper.pane;
    let down = null;
    pane.addEventListener("mousedown", (event) => {
      if (event.button !== 0) return;
      const tag = event.target.closest(".ft-tag");
      if (tag) {
        event.preventDefault();
        pane.focus({ preventScroll: true });
        this.panels.close(true);
        return this.choose(tag.dataset.id, Math.max(this.codings.get(tag.dataset.id).start, 0));
      }
      if (!event.target.closest(".ft-turns")) return;
      down = { x: event.clientX, y: event.clientY };
      this.panels.close(true);
      pane.focus({ preventScroll: true });
    });
    this.released = (event) => {
      if (!down || event.button !== 0) return;
      const moved = Math.hypot(event.clientX - down.x, event.clientY - down.y) > 4;
      down = null;
      this.pointed(event, moved);
    };
    document.addEventListener("mouseup", this.released);
    pane.addEventListener("mouseover", (event) => {
      const tag = event.target.closest(".ft-tag, .ft-bar");
      this.hover(tag ? this.codings.get(tag.dataset.id)?.code || null : null);
    });
    pane.addEventListener(
      "scroll",
      () => {
        this.panels.scrolled(pane.scrollTop);
        this.tellPlace();
      },
      { passive: true },
    );
    this.root.addEventListener("keydown", (event) => this.pressed(event));
    this.root.addEventListener("copy", (event) => event.stopPropagation());
    this.clock = setInterval(() => {
      if (this.outbox.size()) this.drawStatus();
    }, 1000);
  }

  pointed(event, moved) {
    const selection = window.getSelection();
    const at = event.detail >= 2 || !moved ? this.clicked(event, selection) : null;
    if (event.detail >= 2 && at !== null) {
      const text = this.textAt(at);
      const [start, end] =
        event.detail === 2 ? (event.altKey ? text.word(at) : text.clause(at)) : text.sentence(at);
      if (start < end) return this.selected(start, end, event);
    }
    if (!moved)
      return at === null
        ? this.set({ anchor: null, caret: null, coding: null })
        : this.pick(at, event);
    if (!selection || !selection.rangeCount) return;
    const anchor = this.paper.pointOf(selection.anchorNode, selection.anchorOffset);
    let focus = this.paper.pointOf(selection.focusNode, selection.focusOffset);
    if (anchor === null) return;
    if (focus === null)
      focus = selection.getRangeAt(0).startContainer === selection.anchorNode ? Infinity : -1;
    const text = this.textAt(anchor);
    const clipped = clamp(focus, text.start, text.end);
    if (clipped !== focus && anchor !== clipped) this.panels.say(this.t("clipped"));
    if (anchor !== clipped) this.selected(anchor, clipped, event);
    else this.set({ anchor, caret: anchor });
  }

  selected(anchor, caret, event) {
    this.set({ anchor, caret, coding: null });
    if (this.reviewer()) return;
    const [start, end] = this.selection();
    const rects = [...this.paper.rangeOf(start, end).getClientRects()];
    if (!rects.length) return;
    const rect = anchor <= caret ? rects[rects.length - 1] : rects[0];
    this.panels.popover({ left: event.clientX - 40, top: rect.top, bottom: rect.bottom });
  }

  clicked(event, selection) {
    if (!event.target.closest || !event.target.closest(".ft-text")) return null;
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
    return place ? this.paper.pointOf(...place) : null;
  }

  // A click: the innermost coding there; again at the same place: the next one.
  pick(point, event) {
    const piece = event.target.closest(".ft-seg");
    const over = piece
      ? this.shown
          .filter(
            (one) => one.start <= Number(piece.dataset.s) && one.end >= Number(piece.dataset.e),
          )
          .sort(
            (one, other) =>
              one.end - one.start - (other.end - other.start) || (one.id < other.id ? -1 : 1),
          )
      : [];
    const at = over.findIndex((one) => one.id === this.state.coding);
    const again =
      this.lastClick &&
      Math.hypot(event.clientX - this.lastClick.x, event.clientY - this.lastClick.y) < 6;
    this.lastClick = { x: event.clientX, y: event.clientY };
    const next = over.length ? over[at >= 0 && !again ? at : (at + 1) % over.length] : null;
    if (next) this.state.walked = next.start;
    this.set({ anchor: point, caret: point, coding: next ? next.id : null });
  }

  pressed(event) {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    if (this.panels.key(event)) {
      const typed = /^(INPUT|TEXTAREA)$/.test(event.target.tagName);
      if (
        !typed ||
        ["Escape", "Enter", "ArrowDown", "ArrowUp", "PageDown", "PageUp", "Tab"].includes(event.key)
      ) {
        if (
          !(
            event.target.tagName === "TEXTAREA" &&
            event.key !== "Escape" &&
            !(event.ctrlKey || event.metaKey)
          )
        )
          event.preventDefault();
      }
      return;
    }
    if (/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.key === "Escape" || (event.key === "Enter" && event.target === this.tree.filter)) {
        event.preventDefault();
        if (event.key === "Enter") this.tree.list.querySelector(".ft-code:not(.ft-theme)")?.focus();
        else this.paper.pane.focus();
      }
      return;
    }
    if (event.target.tagName === "BUTTON" && (event.key === "Enter" || event.key === " ")) return;
    if (this.command(event)) event.preventDefault();
  }

  command(event) {
    const { key, code } = event;
    const ctrl = event.ctrlKey || event.metaKey;
    const act = this.act;
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
    const keys = {
      "/": () => this.panels.search(),
      "、": () => this.panels.search(),
      " ": () => this.panels.search(),
      "Enter": () => act.repeat(),
      "j": () => this.walk(1, false),
      "k": () => this.walk(-1, false),
      "J": () => this.walk(1, true),
      "K": () => this.walk(-1, true),
      "a": () => (this.reviewer() ? act.review("accept") : act.decide("accepted")),
      "x": () => (this.reviewer() ? act.review("dispute") : act.decide("rejected")),
      "A": () => this.onward(() => act.decide("accepted")),
      "X": () => this.onward(() => act.decide("rejected")),
      "c": () => act.review("comment"),
      "q": () => act.cycle(-1),
      "w": () => act.cycle(1),
      "p": () => act.menu(),
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
      "v": () => this.toggle("rejected"),
      "h": () => this.toggle("machine"),
      "b": () => this.togglePane("tree"),
      "i": () => this.togglePane("inspector"),
      "?": () => this.panels.help(),
      "？": () => this.panels.help(),
      "Escape": () => this.escape(),
    };
    if (keys[key]) {
      keys[key]();
      return true;
    }
    if (/^[A-Z]$/.test(key)) {
      this.panels.search(key);
      return true;
    }
    return false;
  }

  escape() {
    if (this.selection()) this.set({ anchor: this.state.caret });
    else this.set({ coding: null });
  }

  // To the next suggestion, or any coding when no suggestion is left or `all` is wanted.
  walk(direction, all) {
    const open = this.shown.filter((one) => one.status === "suggested");
    const pool = all || !open.length || this.reviewer() ? this.shown : open;
    if (!pool.length) return this.panels.say(this.t("nothing_to_walk"));
    const from = this.chosen();
    const at = from ? pool.findIndex((one) => one.id === from.id) : -1;
    let next;
    if (at >= 0) next = pool[at + direction];
    else {
      const point =
        this.state.coding === null && this.state.caret !== null
          ? this.state.caret
          : this.state.walked;
      const rank = from && new Map(this.sorted.map((one, place) => [one.id, place]));
      const after = (one) => (from ? rank.get(one.id) > rank.get(from.id) : one.start >= point);
      next = direction > 0 ? pool.find(after) : pool.findLast((one) => !after(one));
    }
    if (!next) return this.panels.say(this.t(direction > 0 ? "at_the_end" : "at_the_start"));
    this.panels.close(true);
    this.choose(next.id);
  }

  // Decide and go to the next suggestion, so that one key a suggestion is enough.
  onward(decide) {
    if (this.reviewer() || this.chosen()?.status !== "suggested") return this.walk(1, false);
    decide();
    return this.walk(1, false);
  }

  move(event) {
    const { turns } = this.paper;
    if (!turns.length) return false;
    const { state } = this;
    const extend = event.shiftKey;
    this.panels.close(true);
    if (state.caret === null) {
      const start = (turns.find((text) => text.turn.i === this.paper.top()) || turns[0]).start;
      Object.assign(state, { anchor: start, caret: start });
      if (!extend) {
        this.set({});
        return true;
      }
    }
    const at = turnAt(turns, state.caret);
    const text = turns[at];
    const by = event.ctrlKey || event.metaKey || event.altKey;
    let caret = clamp(state.caret, text.start, text.end);
    let chosen = state.coding;
    const { key } = event;
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const direction = key === "ArrowRight" ? 1 : -1;
      const range = this.selection();
      if (range && !extend && !by) caret = direction > 0 ? range[1] : range[0];
      else {
        const next = by
          ? text.clauseStep(caret, direction)
          : text.step(caret, direction, graphemes);
        if (next !== caret) caret = next;
        else if (!extend && turns[at + direction])
          caret = direction > 0 ? turns[at + 1].start : turns[at - 1].end;
      }
    } else if (key === "Home" || key === "End") caret = key === "Home" ? text.start : text.end;
    else if (extend) caret = this.byLine(key === "ArrowDown" ? "forward" : "backward", text, caret);
    else {
      const next = key === "ArrowDown" ? turns[at + 1] : caret > text.start ? text : turns[at - 1];
      if (next) caret = next.start;
    }
    if (extend) chosen = null;
    const anchor = extend ? clamp(state.anchor, text.start, text.end) : caret;
    this.set({ anchor, caret, coding: extend || !chosen ? null : this.holds(chosen, caret) });
    this.paper.reveal(caret, false);
    return true;
  }

  wholeTurn() {
    const { caret } = this.state;
    if (caret === null) return false;
    const text = this.textAt(caret);
    this.set({ anchor: text.start, caret: text.end, coding: null });
    return true;
  }

  holds(id, caret) {
    const coding = this.codings.get(id);
    return coding && coding.start <= caret && caret < coding.end ? id : null;
  }

  byLine(direction, text, caret) {
    const selection = window.getSelection();
    const range = this.paper.rangeOf(caret, caret);
    selection.setBaseAndExtent(
      range.startContainer,
      range.startOffset,
      range.startContainer,
      range.startOffset,
    );
    selection.modify("extend", direction, "line");
    const point = this.paper.pointOf(selection.focusNode, selection.focusOffset);
    return point === null
      ? direction === "forward"
        ? text.end
        : text.start
      : clamp(point, text.start, text.end);
  }
}
