import { h, button } from "../shared/dom.js";
import { outboxOf } from "../shared/outbox.js";
import { actions } from "./actions.js";
import { CodingInput } from "./input.js";
import { Inspector } from "./inspector.js";
import { Trail, folded } from "./model.js";
import { Panels } from "./panels.js";
import { Paper } from "./paper.js";
import { short, turnAt } from "./text.js";
import { Tree } from "./tree.js";

// The page itself: state, keys, mouse, and the way to and from Python.

const PLACE_MS = 600;
const LEAVE_MS = 4000;
const FLASH_MS = 2600;

class CodingPage extends CodingInput {
  constructor(component) {
    super();
    this.component = component;
    this.data = component.data;
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
    this.t = (key, values) => {
      const text = this.data.texts[key] ?? key;
      return values
        ? text.replace(/\{(\w+)\}/g, (whole, name) =>
            name in values ? String(values[name]) : whole,
          )
        : text;
    };
    this.outbox = outboxOf(component.data.study || "");
    this.outbox.changed = () => this.drawStatus();
    this.digitsSet = null;
    this.codes = new Map();
    this.codings = new Map();
    this.sorted = [];
    this.shown = [];
    this.trail = new Trail();
    this.act = actions(this);
    this.panels = new Panels(this);
    this.paper = new Paper(this);
    this.tree = new Tree(this);
    this.inspector = new Inspector(this);
    this.build();
    this.listen();
    this.leave = (event) =>
      event.target.closest?.("[data-testid=stTopNavLink], [data-testid=stTopNavDropdownLink]") &&
      this.goodbye();
    document.addEventListener("click", this.leave, true);
  }

  // A link of the navigation was clicked. What Streamlit hears from this page after that click would bring the reader back to it:
  // all that waits is sent at once, before the link is followed, and then nothing until the page is gone (or, if it stays, a while later).
  goodbye() {
    clearTimeout(this.placing);
    clearTimeout(this.staying);
    this.outbox.flush(true);
    this.leaving = true;
    this.staying = setTimeout(() => {
      this.leaving = false;
      this.outbox.flush(true);
      this.tellPlace();
    }, LEAVE_MS);
  }

  build() {
    const t = this.t;
    const tool = (key, label, run, props) =>
      button(label, run, {
        class: "ft-tool",
        title: t(key),
        "aria-label": t(key),
        tabindex: "0",
        data: { tool: key },
        ...props,
      });
    this.title = h("bdi", { class: "ft-title" });
    this.counts = h("span", { class: "ft-counts" });
    this.status = h("span", { class: "ft-status", role: "status" });
    this.tools = {
      tree: tool("toggle_tree", "☰", () => this.togglePane("tree")),
      machine: tool("toggle_machine", t("suggestions"), () => this.toggle("machine")),
      rejected: tool("toggle_rejected", t("rejected"), () => this.toggle("rejected")),
      undo: tool("undo", "↶", () => this.act.undo()),
      redo: tool("redo", "↷", () => this.act.redo()),
      help: tool("help", "?", () => this.panels.help()),
      inspector: tool("toggle_inspector", "◨", () => this.togglePane("inspector")),
    };
    this.voice = h("div", { class: "ft-voice", "aria-live": "polite" });
    this.banner = h("div", { class: "ft-banner", role: "alert", hidden: true });
    this.bar = h(
      "div",
      { class: "ft-bar-top", role: "toolbar", "aria-label": t("tools") },
      this.tools.tree,
      this.title,
      this.counts,
      h("span", { class: "ft-space" }),
      this.status,
      this.tools.machine,
      this.tools.rejected,
      this.tools.undo,
      this.tools.redo,
      this.tools.help,
      this.tools.inspector,
    );
    this.root = h(
      "div",
      { class: "ft-root" },
      this.bar,
      this.banner,
      h("div", { class: "ft-panes" }, this.tree.pane, this.paper.pane, this.inspector.pane),
      this.panels.live,
      this.voice,
      this.panels.layer,
    );
    this.component.parentElement.append(this.root);
  }

  destroy() {
    clearTimeout(this.flashing);
    this.paper.destroy();
    document.removeEventListener("mouseup", this.released);
    document.removeEventListener("click", this.leave, true);
    clearTimeout(this.placing);
    clearTimeout(this.staying);
    clearInterval(this.clock);
    if (this.outbox.send === this.sender) this.outbox.send = null;
  }

  // New data from Python.
  update(component) {
    this.component = component;
    const before = this.data;
    const first = !this.drawn;
    if (this.drawn && before.transcript !== component.data.transcript) this.remember();
    this.drawn = true;
    this.data = component.data;
    this.sender = (value) => this.leaving || this.component.setStateValue("outbox", value);
    this.outbox.send = this.sender;
    this.outbox.acknowledge(this.data.ack || {});
    this.codes = new Map(this.data.codes.map((code) => [code.id, code]));
    if (
      first ||
      before.transcript !== this.data.transcript ||
      !sameTurns(before.turns, this.data.turns)
    ) {
      Object.assign(this.state, {
        anchor: null,
        caret: null,
        coding: null,
        hover: null,
        flash: null,
      });
      this.placed = null;
      this.paper.open(this.data.turns);
      this.opened = true;
    }
    if (first) this.outbox.flush(true);
    if (first || JSON.stringify(before.codes) !== JSON.stringify(this.data.codes))
      this.tree.signature = "";
    if (this.digitsSet && sameDigits(this.digitsSet, this.data.digits)) this.digitsSet = null;
    const said = this.outbox.refusalsSaid;
    for (const refusal of this.data.refused || []) {
      const name = refusal.client + ":" + refusal.seq;
      if (said.has(name) || !this.outbox.owns(refusal.client)) continue;
      said.add(name);
      if (refusal.client === this.outbox.client) this.trail.refuse(refusal.seq);
      this.panels.say(this.t("refused", { message: refusal.message }), "ft-error");
    }
    if (!first && before.transcript === this.data.transcript) this.tellOthers(before);
    this.refresh();
    if (this.opened) this.comeBack();
    if (first) this.takeFocus();
    const focus = JSON.stringify(this.data.focus);
    if (this.data.focus && focus !== this.focused) {
      this.focused = focus;
      this.goTo(this.data.focus.start, this.data.focus.end, this.data.focus.coding);
    }
    this.focused = focus;
  }

  // The place where the reader left this transcript, as long as the browser page stands.
  remember() {
    const { caret, coding, machine, rejected, last } = this.state;
    views().set(this.viewName(), { caret, coding, top: this.paper.top() });
    views().set("", { machine, rejected, last });
  }

  comeBack() {
    this.opened = false;
    const view = views().get(this.viewName());
    Object.assign(this.state, views().get(""));
    if (!view || this.data.focus) return this.refresh();
    Object.assign(this.state, {
      anchor: view.caret,
      caret: view.caret,
      coding: this.codings.has(view.coding) ? view.coding : null,
    });
    this.refresh();
    const row = this.paper.rows.find((one) => one.text.turn.i === view.top);
    if (row) row.node.scrollIntoView({ block: "start" });
  }

  viewName() {
    return `${this.data.study || ""}/${this.data.transcript}`;
  }

  // Keys work at once, but what someone is typing elsewhere goes on.
  takeFocus() {
    const active = document.activeElement;
    if (
      !active ||
      !active.closest("input, textarea, select, [contenteditable], [role=combobox], [role=dialog]")
    )
      this.paper.pane.focus({ preventScroll: true });
  }

  // Fold, then draw what differs.
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

  // What Python has to tell; else that the server is another one than this page began with.
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

  // Other people's codings that came, went or changed since the last answer are told, so that nothing moves in silence.
  tellOthers(before) {
    const of = (data) =>
      new Map(data.codings.filter((one) => !one.mine && !one.machine).map((one) => [one.id, one]));
    const [old, now] = [of(before), of(this.data)];
    const changed = [...now.values()]
      .filter((one) => !old.has(one.id) || this.look(old.get(one.id)) !== this.look(one))
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
    this.root.dataset.waiting = waiting;
  }

  // ---- what things are called and how they look

  reviewer() {
    return this.data.role === "reviewer";
  }

  colour(code) {
    return this.codes.get(code)?.color || "#808080";
  }

  key(code) {
    return this.codes.get(code)?.key || "?";
  }

  name(code) {
    return this.codes.get(code)?.name || this.t("unknown_code");
  }

  sign(polarity) {
    return this.data.polarities.find((one) => one.id === polarity)?.sign || "";
  }

  by(coding) {
    return coding.machine
      ? this.t("by_machine", { name: coding.coder })
      : coding.mine
        ? this.t("by_me")
        : coding.coder;
  }

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

  digits() {
    return this.digitsSet || this.data.digits || {};
  }

  visible(coding) {
    if (coding.status === "rejected") return this.state.rejected;
    return this.state.machine || coding.status !== "suggested";
  }

  // What may be changed: one's own and a machine's; nothing by a reviewer.
  editable(coding) {
    return !this.reviewer() && (coding.mine || coding.machine);
  }

  chosen() {
    return this.state.coding ? this.codings.get(this.state.coding) || null : null;
  }

  selection() {
    const { anchor, caret } = this.state;
    return anchor === null || caret === null || anchor === caret
      ? null
      : [Math.min(anchor, caret), Math.max(anchor, caret)];
  }

  textAt(point) {
    return this.paper.turns[turnAt(this.paper.turns, point)];
  }

  // The text of [start, end) when it lies within one turn, else null.
  quote(start, end) {
    const text = this.paper.turns.length ? this.textAt(start) : null;
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
    return this.notes.filter((note) =>
      note.coding ? note.coding === coding : note.start < end && note.end > start,
    );
  }

  marks() {
    const marks = this.notes
      .filter((note) => !note.coding && note.start !== null)
      .map((note) => ({ start: note.start, end: note.end, kind: "noted" }));
    const chosen = this.chosen();
    if (chosen && this.visible(chosen)) {
      marks.push({ start: chosen.start, end: chosen.end, kind: "selected" });
      const seen = chosen.evidence;
      if (seen) {
        marks.push({ start: seen.start, end: seen.end, kind: "indicator" });
        if (seen.cue_start !== null && seen.cue_start !== undefined)
          marks.push({ start: seen.cue_start, end: seen.cue_end, kind: "cue" });
      }
    }
    if (this.state.flash) marks.push({ ...this.state.flash, kind: "flash" });
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

  anchorRect() {
    const chosen = this.chosen();
    const range = this.selection();
    const point = range ? range[1] : chosen ? chosen.start : this.state.caret;
    return (point !== null && this.paper.rectOf(point)) || this.paper.pane.getBoundingClientRect();
  }

  // ---- what the reader points at

  hover(code) {
    if (this.state.hover === code) return;
    this.state.hover = code;
    this.inspector.define();
  }

  pin(code) {
    this.state.pinned = code;
    this.inspector.define();
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.draw();
    this.tellPlace();
  }

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

  goTo(start, end, id) {
    const linked = this.codings.get(id);
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
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => this.set({ flash: null }), FLASH_MS);
  }

  restoreSelection() {
    const active = document.activeElement;
    if (active && /^(INPUT|TEXTAREA)$/.test(active.tagName)) return;
    const { anchor, caret } = this.state;
    if (anchor !== null && caret !== null && (anchor !== caret || this.root.contains(active)))
      this.paper.select(anchor, caret);
  }

  toggle(name) {
    this.state[name] = !this.state[name];
    this.refresh();
    this.tellPlace();
  }

  togglePane(name) {
    const shut = "ft-no-" + name;
    const open = "ft-show-" + name;
    const hidden = getComputedStyle(this[name].pane).display === "none";
    this.root.classList.toggle(shut, !hidden);
    this.root.classList.toggle(open, hidden);
  }

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

  // Where the reader is, for deep links; told late and only when it changed, and not while something waits to be saved.
  tellPlace() {
    clearTimeout(this.placing);
    this.placing = setTimeout(() => {
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

function views() {
  return (window.fangtanViews = window.fangtanViews || new Map());
}

function sameTurns(one, other) {
  return (
    one.length === other.length &&
    one.every(
      (turn, at) =>
        turn.start === other[at].start &&
        turn.text === other[at].text &&
        turn.speaker === other[at].speaker,
    )
  );
}

function sameDigits(one, other) {
  return (
    JSON.stringify(Object.entries(one).sort()) ===
    JSON.stringify(Object.entries(other || {}).sort())
  );
}

const pages = new WeakMap();

// What Python sends with every run, together with what it sent before and did not change; null while that is still on its way.
function whole(component) {
  const kept = Object.entries(component.data.still).map(([key, name]) => {
    const found = window.fangtanStill?.get(key);
    return found?.name === name ? found.value : null;
  });
  return kept.every(Boolean)
    ? { ...component, data: Object.assign({}, component.data, ...kept) }
    : null;
}

function show(given) {
  const component = whole(given);
  if (!component) return false;
  const { parentElement } = given;
  let page = pages.get(parentElement);
  if (!page || !page.root.isConnected) {
    page = new CodingPage(component);
    pages.set(parentElement, page);
  }
  page.update(component);
  return true;
}

export default function (given) {
  const { parentElement } = given;
  const again = () => show(given) && window.removeEventListener("fangtan-still", again);
  if (!show(given)) window.addEventListener("fangtan-still", again);
  return () => {
    window.removeEventListener("fangtan-still", again);
    // Called before a new drawing too: only a page that has left the document is done with.
    setTimeout(() => {
      const page = pages.get(parentElement);
      if (!page || page.root.isConnected) return;
      page.destroy();
      pages.delete(parentElement);
    }, 50);
  };
}
