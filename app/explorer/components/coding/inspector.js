// What is known of the selection: codings there, why they were suggested, memos, reviews, the
// definition of the code.

import { all, button, focusedIn, h } from "../shared/dom.js";
import { stripeState } from "./stripes.js";
import { short } from "./text.js";

/** @import { CodingPage } from "./page.js" */
/** @import { Coding, Note } from "./types.js" */

export class Inspector {
  /** @param {CodingPage} page */
  constructor(page) {
    this.page = page;
    this.main = h("div", { class: "ft-facts" });
    this.definition = h("div", { class: "ft-definition" });
    this.pane = h(
      "div",
      { class: "ft-inspector", role: "region", "aria-label": page.t("inspector") },
      this.main,
      this.definition,
    );
  }

  draw() {
    const { page } = this;
    const focused = focusedIn(this.main)?.dataset.f;
    const range = page.selection();
    const chosen = page.chosen();
    /** @type {(HTMLElement | null)[]} */
    const parts = [];
    if (range && !(chosen && chosen.start === range[0] && chosen.end === range[1]))
      parts.push(this.selected(range));
    if (chosen) parts.push(this.card(chosen));
    const others = page.around().filter((one) => one !== chosen);
    if (others.length)
      parts.push(
        h(
          "section",
          { class: "ft-card" },
          h("h4", {}, page.t(chosen ? "also_here" : "codings_here")),
          others.map((one) => this.line(one)),
        ),
      );
    const notes = page.notesAround();
    if (notes.length)
      parts.push(
        h(
          "section",
          { class: "ft-card" },
          h("h4", {}, page.t("memos")),
          notes.map((note) => this.note(note)),
        ),
      );
    if (!parts.length) parts.push(this.empty(), this.allNotes());
    this.main.replaceChildren(...parts.filter((part) => part !== null));
    if (focused) {
      const again = all(this.main, `[data-f="${focused}"]`)[0] || page.paper.pane;
      again.focus({ preventScroll: true });
    }
    this.define();
  }

  empty() {
    const { page } = this;
    const lines = page.reviewer()
      ? ["hint_reviewer", "hint_walk_reviewer", "hint_help"]
      : ["hint_select", "hint_walk", "hint_help"];
    return h(
      "section",
      { class: "ft-card ft-hints" },
      h("h4", {}, page.t("inspector")),
      lines.map((key) => h("p", {}, page.t(key))),
    );
  }

  allNotes() {
    const { page } = this;
    if (!page.notes.length) return null;
    /** @param {Note} note */
    const go = (note) => {
      const coding = note.coding && page.codings.get(note.coding);
      if (coding) page.choose(coding.id);
      else if (note.start !== null && note.end !== null) page.goTo(note.start, note.end, null);
    };
    return h(
      "section",
      { class: "ft-card" },
      h("h4", {}, page.t("all_memos", { n: page.notes.length })),
      page.notes.slice(-100).map((note) =>
        h(
          "button",
          {
            type: "button",
            tabindex: "-1",
            class: "ft-note-item",
            data: { f: "note-" + note.id },
            onclick: () => go(note),
          },
          h("bdi", {}, short(note.text, 80)),
          h("span", { class: "ft-by" }, note.coder),
        ),
      ),
    );
  }

  /** @param {[start: number, end: number]} range */
  selected([start, end]) {
    const { page } = this;
    const quote = page.quote(start, end) || "";
    return h(
      "section",
      { class: "ft-card" },
      h("h4", {}, page.t("selection", { n: end - start })),
      h("blockquote", { dir: "auto" }, short(quote, 120)),
      page.reviewer()
        ? null
        : h(
            "div",
            { class: "ft-row" },
            button(page.t("do_search"), () => page.panels.search(), {
              data: { f: "search" },
              title: "/",
            }),
            button(page.t("do_memo"), () => page.act.memo(), {
              data: { f: "memo-span" },
              title: "m",
            }),
          ),
    );
  }

  /** @param {Coding} coding */
  line(coding) {
    const { page } = this;
    return h(
      "button",
      {
        type: "button",
        tabindex: "-1",
        class: "ft-line-item " + stripeState(coding, page),
        style: { "--c": page.colour(coding.code) },
        data: { f: "line-" + coding.id },
        onclick: () => page.choose(coding.id),
        onmouseenter: () => page.hover(coding.code),
        onmouseleave: () => page.hover(null),
      },
      h("b", { class: "ft-sign" }, page.sign(coding.polarity)),
      h("span", { class: "ft-key" }, page.key(coding.code)),
      h("bdi", { class: "ft-title" }, page.name(coding.code)),
      h("span", { class: "ft-by" }, page.by(coding)),
    );
  }

  /** @param {Coding} coding */
  card(coding) {
    const { page } = this;
    const t = page.t;
    const code = page.codes.get(coding.code);
    const editable = page.editable(coding);
    return h(
      "section",
      { class: "ft-card ft-main-card", style: { "--c": page.colour(coding.code) } },
      h(
        "div",
        { class: "ft-head" },
        h("span", { class: "ft-key" }, page.key(coding.code)),
        h("bdi", { class: "ft-title" }, page.name(coding.code)),
      ),
      h(
        "div",
        { class: "ft-sub" },
        [
          code && code.theme,
          page.by(coding),
          t("status_" + coding.status),
          page.data.functions.find((one) => one.id === coding.function)?.name,
        ]
          .filter(Boolean)
          .join(" · "),
      ),
      h("blockquote", { dir: "auto" }, short(page.quote(coding.start, coding.end) || "…", 90)),
      this.polarities(coding, editable),
      this.why(coding),
      this.actions(coding, editable),
      this.reviews(coding),
    );
  }

  /**
   * @param {Coding} coding
   * @param {boolean} editable
   */
  polarities(coding, editable) {
    const { page } = this;
    return h(
      "div",
      { class: "ft-polarities", role: "radiogroup", "aria-label": page.t("polarity") },
      page.data.polarities.map((polarity, at) =>
        h(
          "button",
          {
            type: "button",
            tabindex: "-1",
            role: "radio",
            "aria-checked": String(polarity.id === coding.polarity),
            disabled: !editable,
            title: `${polarity.name}（p ${at + 1}）`,
            data: { f: "polarity-" + polarity.id },
            onclick: () => page.act.polarity(polarity.id),
          },
          h("b", { class: "ft-sign" }, polarity.sign),
          h("span", {}, polarity.name),
        ),
      ),
    );
  }

  /** @param {Coding} coding */
  why(coding) {
    const { page } = this;
    const t = page.t;
    const seen = coding.evidence;
    if (!seen) return null;
    const { cue_start, cue_end } = seen;
    const cue = cue_start === null || cue_end === null ? null : page.quote(cue_start, cue_end);
    return h(
      "div",
      { class: "ft-why" },
      h("h4", {}, t("why")),
      h(
        "p",
        {},
        h("span", { class: "ft-quiet" }, t("indicator") + " "),
        h("mark", { class: "ft-indicator" }, page.quote(seen.start, seen.end) || "…"),
        cue
          ? [
              " ",
              h("span", { class: "ft-quiet" }, t("cue") + " "),
              h("mark", { class: "ft-cue" }, cue),
            ]
          : null,
      ),
      h("p", { class: "ft-reason" }, seen.reason),
    );
  }

  /**
   * @param {Coding} coding
   * @param {boolean} editable
   */
  actions(coding, editable) {
    const { page } = this;
    const t = page.t;
    const act = page.act;
    const make = (
      /** @type {string} */ name,
      /** @type {string} */ key,
      /** @type {() => unknown} */ run,
      /** @type {string} */ kind = "",
    ) => button([t(name), h("kbd", {}, key)], run, { data: { f: name }, class: kind });
    const row = [];
    if (editable && coding.machine) {
      if (coding.status !== "accepted")
        row.push(make("do_accept", "a", () => act.decide("accepted"), "ft-primary"));
      if (coding.status !== "rejected")
        row.push(make("do_reject", "x", () => act.decide("rejected")));
    }
    if (editable) row.push(make("do_recode", "/", () => page.panels.search()));
    if (!page.reviewer()) row.push(make("do_memo", "m", () => act.memo()));
    if (editable && !coding.machine)
      row.push(
        make("do_split", "s", () => act.split()),
        make("do_remove", "Del", () => act.remove()),
      );
    if (page.reviewer() || !(coding.mine || coding.machine))
      row.push(
        make("do_review_accept", page.reviewer() ? "a" : "", () => act.review("accept")),
        make("do_dispute", page.reviewer() ? "x" : "", () => act.review("dispute")),
      );
    row.push(make("do_comment", "c", () => act.review("comment")));
    return h("div", { class: "ft-row" }, row);
  }

  /** @param {Coding} coding */
  reviews(coding) {
    const { page } = this;
    if (!coding.reviews.length) return null;
    return h(
      "div",
      { class: "ft-reviews" },
      h("h4", {}, page.t("reviews")),
      coding.reviews.map((review) =>
        h(
          "p",
          {},
          h("b", {}, page.t("verdict_" + review.verdict)),
          " ",
          h("span", { class: "ft-by" }, review.coder),
          review.text ? [h("br"), h("bdi", {}, review.text)] : null,
        ),
      ),
    );
  }

  /** @param {Note} note */
  note(note) {
    const { page } = this;
    const own = note.mine && !page.reviewer();
    const buttons = own
      ? h(
          "div",
          { class: "ft-row" },
          button([page.t("do_edit"), h("kbd", {}, "e")], () => page.act.editMemo(note), {
            data: { f: "edit-" + note.id },
          }),
          button(page.t("do_remove"), () => page.act.removeMemo(note), {
            data: { f: "gone-" + note.id },
          }),
        )
      : null;
    return h(
      "div",
      { class: "ft-note" },
      h("bdi", {}, note.text),
      h(
        "div",
        { class: "ft-by" },
        note.coder,
        note.start === null || note.end === null
          ? null
          : ` · ${short(page.quote(note.start, note.end) || "", 18)}`,
      ),
      buttons,
    );
  }

  define() {
    const { page } = this;
    const code = page.codes.get(page.state.hover || page.chosen()?.code || page.state.pinned || "");
    this.definition.hidden = !code;
    if (!code) return;
    this.definition.replaceChildren(
      h("h4", {}, page.t("definition")),
      h(
        "div",
        { class: "ft-head", style: { "--c": page.colour(code.id) } },
        h("span", { class: "ft-key" }, code.key),
        h("bdi", { class: "ft-title" }, code.name),
      ),
      h("p", {}, h("bdi", {}, code.definition)),
    );
  }
}
