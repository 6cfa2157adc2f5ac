// The codebook: a tree with search, digits and how often each code stands in this transcript.

import { all, closest, focusedIn, h } from "../shared/dom.js";
import { fit } from "./model.js";

/** @import { CodingPage } from "./page.js" */
/** @import { Code } from "./types.js" */

export class Tree {
  /** @param {CodingPage} page */
  constructor(page) {
    this.page = page;
    const t = page.t;
    /** @type {Set<string>} */
    this.closed = new Set();
    /** @type {string | null} */
    this.active = null;
    this.signature = "";
    this.filter = h("input", {
      class: "ft-filter",
      type: "search",
      placeholder: t("filter_codes"),
      "aria-label": t("filter_codes"),
      oninput: () => this.draw(true),
    });
    this.list = h("div", { class: "ft-codes", role: "tree", "aria-label": t("codebook") });
    this.pane = h(
      "div",
      { class: "ft-tree", role: "region", "aria-label": t("codebook") },
      h("div", { class: "ft-pane-head" }, this.filter),
      this.list,
    );
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("mouseover", (event) => {
      const id = closest(event, ".ft-code")?.dataset.id;
      if (id) page.hover(id);
    });
    this.list.addEventListener("mouseleave", () => page.hover(null));
    this.list.addEventListener("keydown", (event) => this.pressed(event));
    this.list.addEventListener("focusin", (event) => {
      const id = closest(event, ".ft-code")?.dataset.id;
      if (id) page.hover(id);
    });
  }

  /** To the first code in the list. */
  focusFirst() {
    all(this.list, ".ft-code:not(.ft-theme)")[0]?.focus();
  }

  /** @param {boolean} [force] */
  draw(force) {
    const { page } = this;
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const coding of page.shown) {
      for (const id of this.upwards(coding.code)) counts.set(id, (counts.get(id) || 0) + 1);
    }
    const digitOf = new Map(Object.entries(page.digits()).map(([digit, code]) => [code, digit]));
    const signature =
      page.data.codes
        .map((code) => code.id + (counts.get(code.id) || "") + (digitOf.get(code.id) || ""))
        .join("|") + [...this.closed].join();
    if (!force && signature === this.signature) return;
    this.signature = signature;
    const query = this.filter.value.trim();
    const fitting = query ? page.data.codes.filter((code) => fit(code, query) !== null) : [];
    const keep = new Set(fitting.flatMap((code) => this.upwards(code.id)));
    const rows = [];
    for (const code of page.data.codes) {
      if (query ? !keep.has(code.id) : this.hidden(code)) continue;
      rows.push(this.row(code, counts.get(code.id) || 0, digitOf.get(code.id)));
    }
    const focused = focusedIn(this.list)?.dataset.id;
    this.list.replaceChildren(
      ...(rows.length
        ? rows
        : [
            h(
              "p",
              { class: "ft-quiet" },
              page.t(page.data.codes.length ? "no_code_found" : "no_codes"),
            ),
          ]),
    );
    const current = rows.find((row) => row.dataset.id === (focused || this.active)) || rows[0];
    if (current) current.tabIndex = 0;
    if (focused && current) current.focus({ preventScroll: true });
  }

  /** @param {Code} code */
  hidden(code) {
    return this.upwards(code.id).some((id) => id !== code.id && this.closed.has(id));
  }

  /**
   * A code and those above it.
   * @param {string} id
   * @returns {string[]}
   */
  upwards(id) {
    const code = this.page.codes.get(id);
    if (!code) return [];
    return [id, ...(code.parent ? this.upwards(code.parent) : [])];
  }

  /**
   * @param {Code} code
   * @param {number} count
   * @param {string | undefined} digit
   */
  row(code, count, digit) {
    const t = this.page.t;
    const open = !this.closed.has(code.id);
    return h(
      "div",
      {
        class: "ft-code" + (code.leaf ? "" : " ft-theme") + (count ? "" : " ft-unused"),
        role: "treeitem",
        tabindex: "-1",
        "aria-level": code.depth + 1,
        "aria-expanded": code.leaf ? null : String(open),
        "aria-label":
          t("code_label", { key: code.key, name: code.name, count }) +
          (digit ? t("digit_is", { digit }) : ""),
        data: { id: code.id },
        style: { "--c": this.page.colour(code.id), "--depth": code.depth },
      },
      h("span", { class: "ft-twist", "aria-hidden": "true" }, code.leaf ? "" : open ? "▾" : "▸"),
      h(
        "span",
        {
          class: "ft-digit" + (digit ? " ft-set" : ""),
          title: t("assign_digit"),
          "aria-hidden": "true",
        },
        digit || (code.leaf ? "#" : ""),
      ),
      h("span", { class: "ft-key" }, code.key),
      h("bdi", { class: "ft-title" }, code.name),
      h("span", { class: "ft-count", "aria-hidden": "true" }, count || ""),
    );
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const row = closest(event, ".ft-code");
    const code = this.codeOf(row);
    if (!row || !code) return;
    this.active = code.id;
    if (closest(event, ".ft-twist") && !code.leaf) this.toggle(code);
    else if (closest(event, ".ft-digit") && code.leaf) this.page.panels.digits(code, row);
    else this.choose(code);
  }

  /** @param {HTMLElement | null} row */
  codeOf(row) {
    return row?.dataset.id ? this.page.codes.get(row.dataset.id) : undefined;
  }

  /** @param {Code} code */
  choose(code) {
    this.page.pin(code.id);
    if (this.page.selection()) this.page.act.code(code.id);
    else if (!code.leaf) this.toggle(code);
  }

  /** @param {Code} code */
  toggle(code) {
    if (!this.closed.delete(code.id)) this.closed.add(code.id);
    this.draw(true);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const row = closest(event, ".ft-code");
    const code = this.codeOf(row);
    if (!row || !code || event.isComposing) return;
    const rows = all(this.list, ".ft-code");
    const at = rows.indexOf(row);
    /** @param {HTMLElement | undefined} next */
    const go = (next) => {
      if (!next) return;
      row.tabIndex = -1;
      next.tabIndex = 0;
      this.active = next.dataset.id || null;
      next.focus();
    };
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowDown: () => go(rows[at + 1]),
      ArrowUp: () => go(rows[at - 1]),
      Home: () => go(rows[0]),
      End: () => go(rows[rows.length - 1]),
      ArrowRight: () =>
        !code.leaf && this.closed.has(code.id) ? this.toggle(code) : go(rows[at + 1]),
      ArrowLeft: () =>
        !code.leaf && !this.closed.has(code.id)
          ? this.toggle(code)
          : go(rows.find((other) => other.dataset.id === code.parent)),
      Enter: () => this.choose(code),
      Escape: () => {
        this.page.root.classList.remove("ft-show-tree");
        this.page.paper.pane.focus();
      },
    };
    const digit =
      /^[1-9]$/.test(event.key) && code.leaf && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!keys[event.key] && !digit) return;
    event.preventDefault();
    event.stopPropagation();
    this.active = code.id;
    if (digit) this.page.assign(event.key, code.id);
    else keys[event.key]();
  }
}
