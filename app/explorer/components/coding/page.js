// The page itself: state, keys, mouse, and the way to and from Python.

import { button, closest, h } from "../shared/dom.js";
import { outboxOf } from "../shared/outbox.js";
import { actions } from "./actions.js";
import { CodingInput } from "./input.js";
import { Inspector } from "./inspector.js";
import { Trail, folded, sameDigits, sameTurns } from "./model.js";
import { Panels } from "./panels.js";
import { Paper } from "./paper.js";
import { Tree } from "./tree.js";
import { View } from "./view.js";

/** @import { Sending } from "../shared/outbox.js" */
/** @import { Component, View as Left } from "../shared/window.js" */
/** @import { PageData, PageState } from "./types.js" */
/** @typedef {ReturnType<typeof setTimeout> | undefined} Timer */

const PLACE_MS = 600;
const LEAVE_MS = 4000;
const FLASH_MS = 2600;
const NAVIGATION = "[data-testid=stTopNavLink], [data-testid=stTopNavDropdownLink]";

export class CodingPage extends View {
  /** @param {Component<PageData>} component */
  constructor(component) {
    super(component.data);
    this.component = component;
    this.outbox = outboxOf(component.data.study || "");
    this.outbox.changed = () => this.drawStatus();
    this.sender = (/** @type {Sending} */ sending) => {
      if (!this.leaving) this.component.setStateValue("outbox", sending);
    };
    this.leaving = false;
    this.drawn = false;
    this.opened = false; // another transcript was opened, and is not drawn yet
    /** @type {Record<"placing" | "staying" | "flashing", Timer>} */
    this.timers = { placing: undefined, staying: undefined, flashing: undefined };
    /**
     * The place told last.
     * @type {string | null}
     */
    this.placed = null;
    this.focused = "null"; // the focus that Python wanted last, as JSON
    this.boot = component.data.boot;
    this.bannerText = "";
    this.dismissed = "";
    this.trail = new Trail();
    this.act = actions(this);
    this.panels = new Panels(this);
    this.paper = new Paper(this);
    this.tree = new Tree(this);
    this.inspector = new Inspector(this);
    this.title = h("bdi", { class: "ft-title" });
    this.counts = h("span", { class: "ft-counts" });
    this.status = h("span", { class: "ft-status", role: "status" });
    this.voice = h("div", { class: "ft-voice", "aria-live": "polite" });
    this.banner = h("div", { class: "ft-banner", role: "alert", hidden: true });
    this.tools = this.buildTools();
    this.root = this.build();
    component.parentElement.append(this.root);
    this.input = new CodingInput(this);
    this.leave = (/** @type {MouseEvent} */ event) => {
      if (closest(event, NAVIGATION)) this.goodbye();
    };
    document.addEventListener("click", this.leave, true);
  }

  /**
   * A link of the navigation was clicked. What Streamlit hears from this page after that click would
   * bring the reader back to it: all that waits is sent at once, before the link is followed, and
   * then nothing until the page is gone (or, if it stays, a while later).
   */
  goodbye() {
    clearTimeout(this.timers.placing);
    clearTimeout(this.timers.staying);
    this.outbox.flush(true);
    this.leaving = true;
    this.timers.staying = setTimeout(() => {
      this.leaving = false;
      this.outbox.flush(true);
      this.tellPlace();
    }, LEAVE_MS);
  }

  buildTools() {
    const { t } = this;
    const tool = (
      /** @type {string} */ key,
      /** @type {string} */ label,
      /** @type {() => unknown} */ run,
    ) => {
      const props = { class: "ft-tool", title: t(key), "aria-label": t(key), tabindex: "0" };
      return button(label, run, { ...props, data: { tool: key } });
    };
    return {
      tree: tool("toggle_tree", "☰", () => this.togglePane("tree")),
      machine: tool("toggle_machine", t("suggestions"), () => this.toggle("machine")),
      rejected: tool("toggle_rejected", t("rejected"), () => this.toggle("rejected")),
      undo: tool("undo", "↶", () => this.act.undo()),
      redo: tool("redo", "↷", () => this.act.redo()),
      help: tool("help", "?", () => this.panels.help()),
      inspector: tool("toggle_inspector", "◨", () => this.togglePane("inspector")),
    };
  }

  build() {
    const { tree, ...others } = this.tools;
    const bar = h(
      "div",
      { class: "ft-bar-top", role: "toolbar", "aria-label": this.t("tools") },
      tree,
      this.title,
      this.counts,
      h("span", { class: "ft-space" }),
      this.status,
      Object.values(others),
    );
    return h(
      "div",
      { class: "ft-root" },
      bar,
      this.banner,
      h("div", { class: "ft-panes" }, this.tree.pane, this.paper.pane, this.inspector.pane),
      this.panels.live,
      this.voice,
      this.panels.layer,
    );
  }

  destroy() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.paper.destroy();
    this.input.destroy();
    document.removeEventListener("click", this.leave, true);
    if (this.outbox.send === this.sender) this.outbox.send = null;
  }

  /**
   * New data from Python.
   * @param {Component<PageData>} component
   */
  update(component) {
    this.component = component;
    const before = this.data;
    const first = !this.drawn;
    const other = before.transcript !== component.data.transcript;
    if (!first && other) this.remember();
    this.drawn = true;
    this.data = component.data;
    this.outbox.send = this.sender;
    this.outbox.acknowledge(this.data.ack || {});
    this.codes = new Map(this.data.codes.map((code) => [code.id, code]));
    if (first || other || !sameTurns(before.turns, this.data.turns)) this.openTranscript();
    if (first) this.outbox.flush(true);
    if (first || JSON.stringify(before.codes) !== JSON.stringify(this.data.codes)) {
      this.tree.signature = "";
    }
    if (this.digitsSet && sameDigits(this.digitsSet, this.data.digits)) this.digitsSet = null;
    this.tellRefusals();
    if (!first && !other) this.tellOthers(before);
    this.refresh();
    if (this.opened) this.comeBack();
    if (first) this.takeFocus();
    this.follow();
  }

  openTranscript() {
    const nowhere = { anchor: null, caret: null, coding: null, hover: null, flash: null };
    Object.assign(this.state, nowhere);
    this.placed = null;
    this.paper.open(this.data.turns);
    this.turns = this.paper.turns;
    this.opened = true;
  }

  /** Say what Python refused, once in this page load. */
  tellRefusals() {
    const said = this.outbox.refusalsSaid;
    for (const refusal of this.data.refused || []) {
      const name = refusal.client + ":" + refusal.seq;
      if (said.has(name) || !this.outbox.owns(refusal.client)) continue;
      said.add(name);
      if (refusal.client === this.outbox.client) this.trail.refuse(refusal.seq);
      this.panels.say(this.t("refused", { message: refusal.message }), "ft-error");
    }
  }

  /** Go where Python wants the reader, when that is another place than before. */
  follow() {
    const { focus } = this.data;
    const name = JSON.stringify(focus);
    const another = name !== this.focused;
    this.focused = name;
    if (focus && another) this.goTo(focus.start, focus.end, focus.coding);
  }

  /** The place where the reader left this transcript, as long as the browser page stands. */
  remember() {
    const { caret, coding, machine, rejected, last } = this.state;
    views().set(this.viewName(), { caret, coding, top: this.paper.top() });
    window.fangtanChoices = { machine, rejected, last };
  }

  comeBack() {
    this.opened = false;
    const view = views().get(this.viewName());
    Object.assign(this.state, window.fangtanChoices);
    if (!view || this.data.focus) return this.refresh();
    Object.assign(this.state, {
      anchor: view.caret,
      caret: view.caret,
      coding: view.coding && this.codings.has(view.coding) ? view.coding : null,
    });
    this.refresh();
    const row = this.paper.rows.find((one) => one.text.turn.i === view.top);
    if (row) row.node.scrollIntoView({ block: "start" });
  }

  viewName() {
    return `${this.data.study || ""}/${this.data.transcript}`;
  }

  /** Keys work at once, but what someone is typing elsewhere goes on. */
  takeFocus() {
    const active = document.activeElement;
    if (
      !active ||
      !active.closest("input, textarea, select, [contenteditable], [role=combobox], [role=dialog]")
    )
      this.paper.pane.focus({ preventScroll: true });
  }

  /** Fold, then draw what differs. */
  refresh() {
    const { codings, notes, sorted } = folded(this.data, this.outbox.pending(), this.trail);
    this.codings = codings;
    this.notes = notes;
    this.sorted = sorted;
    if (this.state.coding && !codings.has(this.state.coding)) this.state.coding = null;
    this.shown = sorted.filter((one) => this.visible(one));
    this.draw();
  }

  draw() {
    this.paper.draw(this.shown, this.marks());
    this.restoreSelection();
    this.paper.drawCaret();
    this.tree.draw();
    this.inspector.draw();
    this.drawBar();
  }

  drawBar() {
    const { t, data } = this;
    this.title.textContent = data.name;
    const open = this.sorted.filter((one) => one.status === "suggested").length;
    const mine = this.sorted.filter((one) => one.mine).length;
    this.counts.textContent = t("counts", {
      suggested: open,
      mine,
      all: this.sorted.filter((one) => one.status !== "rejected").length,
    });
    this.paper.pane.setAttribute("aria-label", t("transcript_label", { name: data.name }));
    this.root.classList.toggle("ft-reviewing", this.reviewer());
    this.tools.machine.setAttribute("aria-pressed", String(this.state.machine));
    this.tools.rejected.setAttribute("aria-pressed", String(this.state.rejected));
    this.tools.undo.disabled = this.reviewer() || !(data.undo || this.outbox.size());
    this.tools.redo.disabled = this.reviewer() || !(data.redo || this.trail.undone.length);
    this.drawBanner();
    this.drawStatus();
  }

  /** What Python has to tell; else that the server is another one than this page began with. */
  drawBanner() {
    const { t, data } = this;
    this.boot = this.boot || data.boot;
    const text = data.problem || (data.boot && data.boot !== this.boot ? t("restarted") : "");
    this.banner.hidden = !text || this.dismissed === text + data.boot;
    if (this.banner.hidden || this.bannerText === text) return;
    this.bannerText = text;
    const close = () => {
      this.dismissed = text + this.data.boot;
      this.drawBanner();
    };
    this.banner.replaceChildren(
      h("bdi", {}, text),
      button("×", close, { "aria-label": t("close"), tabindex: "0" }),
    );
  }

  /**
   * Other people's codings that came, went or changed since the last answer are told, so that
   * nothing moves in silence.
   * @param {PageData} before
   */
  tellOthers(before) {
    const others = (/** @type {PageData} */ data) =>
      new Map(data.codings.filter((one) => !one.mine && !one.machine).map((one) => [one.id, one]));
    const [old, now] = [others(before), others(this.data)];
    const changed = [...now.values()]
      .filter((coding) => {
        const former = old.get(coding.id);
        return !former || this.look(former) !== this.look(coding);
      })
      .concat([...old.values()].filter((one) => !now.has(one.id)));
    if (changed.length)
      this.panels.say(
        this.t("others_changed", {
          names: [...new Set(changed.map((one) => one.coder))].join("、"),
          n: changed.length,
        }),
      );
  }

  drawStatus() {
    const waiting = this.outbox.size();
    const late = this.outbox.late();
    this.status.className = "ft-status" + (late ? " ft-late" : waiting ? " ft-busy" : "");
    const text = late
      ? this.t("status_late", { n: waiting })
      : waiting
        ? this.t("status_saving", { n: waiting })
        : this.reviewer()
          ? this.t("role_reviewer")
          : this.t("status_saved");
    if (this.status.textContent !== text) this.status.textContent = text;
    this.root.dataset.waiting = String(waiting);
  }

  anchorRect() {
    const chosen = this.chosen();
    const range = this.selection();
    const point = range ? range[1] : chosen ? chosen.start : this.state.caret;
    return (point !== null && this.paper.rectOf(point)) || this.paper.pane.getBoundingClientRect();
  }

  // ---- what the reader points at

  /** @param {string | null} code */
  hover(code) {
    if (this.state.hover === code) return;
    this.state.hover = code;
    this.inspector.define();
  }

  /** @param {string} code */
  pin(code) {
    this.state.pinned = code;
    this.inspector.define();
  }

  /** @param {Partial<PageState>} changes */
  set(changes) {
    Object.assign(this.state, changes);
    this.draw();
    this.tellPlace();
  }

  /**
   * @param {string} id
   * @param {number} [point]
   */
  choose(id, point) {
    const coding = this.codings.get(id);
    if (!coding) return;
    if (!this.visible(coding)) this.state.machine = true;
    const caret = point ?? coding.start;
    this.state.walked = coding.start;
    this.set({ coding: id, anchor: caret, caret });
    this.voice.textContent = [
      this.spoken(coding),
      this.quote(coding.start, coding.end),
      coding.evidence?.reason,
    ]
      .filter(Boolean)
      .join("。");
    this.paper.reveal(caret, point === undefined);
  }

  /**
   * @param {number} start
   * @param {number} end
   * @param {string | null} id
   */
  goTo(start, end, id) {
    const linked = id ? this.codings.get(id) : undefined;
    if (linked && !this.visible(linked)) {
      this.state[linked.status === "rejected" ? "rejected" : "machine"] = true;
      this.refresh();
    }
    const exact =
      linked ||
      this.sorted.find((one) => one.start === start && one.end === end && this.visible(one));
    this.state.flash = { start, end };
    this.set({ coding: exact ? exact.id : null, anchor: start, caret: start });
    this.paper.reveal(start, true);
    clearTimeout(this.timers.flashing);
    this.timers.flashing = setTimeout(() => this.set({ flash: null }), FLASH_MS);
  }

  restoreSelection() {
    const active = document.activeElement;
    if (active && /^(INPUT|TEXTAREA)$/.test(active.tagName)) return;
    const { anchor, caret } = this.state;
    if (anchor !== null && caret !== null && (anchor !== caret || this.root.contains(active)))
      this.paper.select(anchor, caret);
  }

  /** @param {"machine" | "rejected"} name */
  toggle(name) {
    this.state[name] = !this.state[name];
    this.refresh();
    this.tellPlace();
  }

  /** @param {"tree" | "inspector"} name */
  togglePane(name) {
    const shut = "ft-no-" + name;
    const open = "ft-show-" + name;
    const hidden = getComputedStyle(this[name].pane).display === "none";
    this.root.classList.toggle(shut, !hidden);
    this.root.classList.toggle(open, hidden);
  }

  /**
   * @param {string} digit
   * @param {string} code
   */
  assign(digit, code) {
    const digits = { ...this.digits() };
    const had = digits[digit] === code;
    for (const [other, id] of Object.entries(digits)) if (id === code) delete digits[other];
    if (!had) digits[digit] = code;
    this.digitsSet = digits;
    this.component.setStateValue("digits", digits);
    this.tree.draw();
    this.panels.say(
      had
        ? this.t("digit_cleared", { digit })
        : this.t("digit_assigned", { digit, code: this.key(code) }),
    );
  }

  /**
   * Where the reader is, for deep links; told late and only when it changed, and not while
   * something waits to be saved.
   */
  tellPlace() {
    clearTimeout(this.timers.placing);
    this.timers.placing = setTimeout(() => {
      this.remember();
      if (this.leaving) return;
      if (this.outbox.size()) return this.tellPlace();
      const { caret, coding } = this.state;
      const turn = caret === null ? this.paper.top() : (this.textAt(caret)?.turn.i ?? 0);
      const { anchor } = this.state;
      const chosen =
        this.data.placing && anchor !== null && caret !== null && anchor !== caret
          ? [Math.min(anchor, caret), Math.max(anchor, caret)]
          : null;
      const place = { transcript: this.data.transcript, turn, coding, chosen };
      const name = JSON.stringify(place);
      if (name === this.placed) return;
      this.placed = name;
      this.component.setStateValue("place", place);
    }, PLACE_MS);
  }
}

/** @returns {Map<string, Left>} where the reader left each transcript */
function views() {
  return (window.fangtanViews = window.fangtanViews || new Map());
}
