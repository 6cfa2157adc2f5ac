import { h } from "../shared/dom.js";
import { fit } from "./model.js";

// The codebook: a tree with search, digits and how often each code stands in this transcript.

export class Tree {
  constructor(page) {
    this.page = page;
    const t = page.t;
    this.closed = new Set();
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
      const row = event.target.closest(".ft-code");
      if (row) page.hover(row.dataset.id);
    });
    this.list.addEventListener("mouseleave", () => page.hover(null));
    this.list.addEventListener("keydown", (event) => this.pressed(event));
    this.list.addEventListener("focusin", (event) => {
      const row = event.target.closest(".ft-code");
      if (row) page.hover(row.dataset.id);
    });
  }

  draw(force) {
    const { page } = this;
    const counts = new Map();
    for (const coding of page.shown) {
      for (
        let code = page.codes.get(coding.code);
        code;
        code = code.parent && page.codes.get(code.parent)
      )
        counts.set(code.id, (counts.get(code.id) || 0) + 1);
    }
    const digitOf = new Map(Object.entries(page.digits()).map(([digit, code]) => [code, digit]));
    const signature =
      page.data.codes
        .map((code) => code.id + (counts.get(code.id) || "") + (digitOf.get(code.id) || ""))
        .join("|") + [...this.closed].join();
    if (!force && signature === this.signature) return;
    this.signature = signature;
    const query = this.filter.value.trim();
    const keep = new Set();
    if (query) {
      for (const code of page.data.codes) {
        if (fit(code, query) !== null)
          for (let own = code; own; own = own.parent && page.codes.get(own.parent))
            keep.add(own.id);
      }
    }
    const rows = [];
    for (const code of page.data.codes) {
      if (query ? !keep.has(code.id) : this.hidden(code)) continue;
      rows.push(this.row(code, counts.get(code.id) || 0, digitOf.get(code.id)));
    }
    const focused = this.list.contains(document.activeElement)
      ? document.activeElement.dataset.id
      : null;
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

  hidden(code) {
    for (let own = code.parent; own; own = this.page.codes.get(own)?.parent)
      if (this.closed.has(own)) return true;
    return false;
  }

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

  clicked(event) {
    const row = event.target.closest(".ft-code");
    if (!row) return;
    const code = this.page.codes.get(row.dataset.id);
    this.active = code.id;
    if (event.target.closest(".ft-twist") && !code.leaf) this.toggle(code);
    else if (event.target.closest(".ft-digit") && code.leaf) this.page.panels.digits(code, row);
    else this.choose(code);
  }

  choose(code) {
    this.page.pin(code.id);
    if (this.page.selection()) this.page.act.code(code.id);
    else if (!code.leaf) this.toggle(code);
  }

  toggle(code) {
    if (!this.closed.delete(code.id)) this.closed.add(code.id);
    this.draw(true);
  }

  pressed(event) {
    const row = event.target.closest(".ft-code");
    if (!row || event.isComposing) return;
    const code = this.page.codes.get(row.dataset.id);
    const rows = [...this.list.querySelectorAll(".ft-code")];
    const at = rows.indexOf(row);
    const go = (next) => {
      if (!next) return;
      row.tabIndex = -1;
      next.tabIndex = 0;
      this.active = next.dataset.id;
      next.focus();
    };
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
