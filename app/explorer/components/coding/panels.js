// What opens over the page: code search, the popover at a selection, polarity, digits, the editor,
// help, messages.

import { h, button, clamp } from "../shared/dom.js";
import { HELP, HELP_REVIEWER } from "./help.js";
import { fit } from "./model.js";
import { short } from "./text.js";

/** @import { CodingPage } from "./page.js" */
/** @import { Box, Code } from "./types.js" */
/**
 * How a panel opens: over all else (`modal`) or at a place, with keys of its own. `keys` tells
 * whether it took the key.
 * @typedef {{ modal?: boolean, at?: Box, keys?: (event: KeyboardEvent) => boolean }} Opening
 */
/**
 * @typedef {object} Writing
 * @property {string} title
 * @property {string | null} quote the text that is written about
 * @property {string} [text] what stands there already
 * @property {boolean} [optional] whether it may be left empty
 * @property {(text: string) => unknown} done gets the text when it is saved
 */

const MESSAGE_MS = 3200;
const REFUSAL_MS = 9000;
/** Keys in the search: how many rows further. */
const STEPS = new Map([
  ["ArrowDown", 1],
  ["ArrowUp", -1],
  ["PageDown", 8],
  ["PageUp", -8],
]);

export class Panels {
  /** @param {CodingPage} page */
  constructor(page) {
    this.page = page;
    this.layer = h("div", { class: "ft-layer" });
    this.live = h("div", { class: "ft-toasts", role: "status", "aria-live": "polite" });
    /**
     * What is open, and how far the text was scrolled then.
     * @type {(Opening & { node: HTMLElement, from: number }) | null}
     */
    this.open = null;
    this.layer.addEventListener("mousedown", (event) => {
      if (event.target === this.layer) this.close();
    });
  }

  /** @param {boolean} [stay] */
  close(stay) {
    if (!this.open) return false;
    this.open.node.remove();
    this.open = null;
    this.layer.classList.remove("ft-modal");
    if (!stay) this.page.paper.pane.focus({ preventScroll: true });
    return true;
  }

  /**
   * @param {HTMLElement} node
   * @param {Opening} opening
   */
  show(node, { modal, at, keys }) {
    this.close(true);
    this.open = { node, modal, keys, from: this.page.paper.pane.scrollTop };
    this.layer.classList.toggle("ft-modal", Boolean(modal));
    this.layer.append(node);
    if (at) this.settle(node, at);
    return node;
  }

  /**
   * What belongs to a place in the text goes when the place goes.
   * @param {number} top
   */
  scrolled(top) {
    if (this.open && !this.open.modal && Math.abs(top - this.open.from) > 60) this.close(true);
  }

  /**
   * Beside the rectangle `at`, below it where there is room, within the page.
   * @param {HTMLElement} node
   * @param {Box} at
   */
  settle(node, at) {
    const base = this.layer.getBoundingClientRect();
    const own = node.getBoundingClientRect();
    const below = at.bottom + 6 + own.height <= base.bottom;
    const left = at.left - base.left;
    const top = below ? at.bottom - base.top + 6 : at.top - base.top - own.height - 6;
    node.style.left = `${clamp(left, 4, Math.max(4, base.width - own.width - 4))}px`;
    node.style.top = `${clamp(top, 4, Math.max(4, base.height - own.height - 4))}px`;
  }

  /**
   * @param {string} text
   * @param {string} [kind]
   */
  say(text, kind) {
    const node = h("div", { class: "ft-toast " + (kind || "") }, h("bdi", {}, text));
    if (kind === "ft-error")
      node.append(button("×", () => node.remove(), { "aria-label": this.page.t("close") }));
    while (this.live.childNodes.length > 3) this.live.firstChild?.remove();
    this.live.append(node);
    setTimeout(() => node.remove(), kind === "ft-error" ? REFUSAL_MS : MESSAGE_MS);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.open) return false;
    if (event.key === "Escape") return this.close();
    if (this.open.keys && this.open.keys(event)) return true;
    return Boolean(this.open.modal) && event.key !== "Tab";
  }

  /**
   * Codes by key, name or theme; `start` is what was typed already.
   * @param {string} [start]
   */
  search(start) {
    const { page } = this;
    const t = page.t;
    const purpose = page.purpose();
    const input = h("input", {
      class: "ft-search-input",
      type: "text",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": "ft-options",
      "aria-autocomplete": "list",
      "aria-label": t("search_codes"),
      placeholder: t("search_codes"),
      autocomplete: "off",
      spellcheck: "false",
    });
    const list = h("div", {
      class: "ft-options",
      id: "ft-options",
      role: "listbox",
      "aria-label": t("codes"),
    });
    const digitOf = new Map(Object.entries(page.digits()).map(([digit, code]) => [code, digit]));
    /** @type {Code[]} */
    let found = [];
    let at = 0;
    const mark = () => {
      [...list.children].forEach((option, place) =>
        option.setAttribute("aria-selected", String(place === at)),
      );
      const current = list.children[at];
      if (found.length && current) {
        input.setAttribute("aria-activedescendant", current.id);
        current.scrollIntoView({ block: "nearest" });
        page.hover(found[at].id);
      }
    };
    const draw = () => {
      const query = input.value;
      found = page.data.codes
        .filter((code) => code.leaf || query)
        .flatMap((code, index) => {
          const score = fit(code, query);
          const order = index - (code.id === page.state.last ? 1e6 : 0);
          return score === null ? [] : [{ code, order, score }];
        })
        .sort((one, other) => one.score - other.score || one.order - other.order)
        .slice(0, 60)
        .map((entry) => entry.code);
      at = 0;
      const options = found.map((code, place) =>
        h(
          "div",
          {
            class: "ft-option",
            role: "option",
            id: "ft-option-" + place,
            style: { "--c": page.colour(code.id) },
            onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
            onclick: () => choose(place),
            onmousemove: () => place !== at && ((at = place), mark()),
          },
          h(
            "span",
            { class: "ft-digit" + (digitOf.has(code.id) ? " ft-set" : "") },
            digitOf.get(code.id) || "",
          ),
          h("span", { class: "ft-key" }, code.key),
          h("bdi", { class: "ft-title" }, code.name),
          h("bdi", { class: "ft-by" }, code.depth ? code.theme : ""),
        ),
      );
      list.replaceChildren(
        ...(options.length ? options : [h("p", { class: "ft-quiet" }, t("no_code_found"))]),
      );
      mark();
    };
    /** @param {number} place */
    const choose = (place) => {
      const code = found[place];
      if (!code) return;
      this.close();
      page.hover(null);
      page.pin(code.id);
      page.act.code(code.id);
    };
    /** @param {KeyboardEvent} event */
    const keys = (event) => {
      const step = STEPS.get(event.key);
      if (step) {
        at = clamp(at + step, 0, Math.max(0, found.length - 1));
        mark();
      } else if (event.key === "Enter") choose(at);
      else return event.key === "Tab";
      return true;
    };
    input.addEventListener("input", draw);
    this.show(
      h(
        "div",
        {
          class: "ft-panel ft-search",
          role: "dialog",
          "aria-modal": "true",
          "aria-label": t("search_codes"),
        },
        input,
        h("p", { class: "ft-quiet ft-purpose" }, purpose),
        list,
      ),
      { modal: true, keys },
    );
    input.value = start || "";
    draw();
    input.focus();
  }

  /**
   * At a selection made by mouse: the digits with their codes, search and memo.
   * @param {Box} rect
   */
  popover(rect) {
    const { page } = this;
    const entries = Object.entries(page.digits()).filter(([, code]) => page.codes.has(code));
    const chips = entries.map(([digit, id]) =>
      h(
        "button",
        {
          type: "button",
          tabindex: "-1",
          class: "ft-chip",
          style: { "--c": page.colour(id) },
          title: page.name(id),
          onmouseenter: () => page.hover(id),
          onmouseleave: () => page.hover(null),
          onclick: () => page.act.code(id),
        },
        h("kbd", {}, digit),
        h("bdi", {}, short(page.name(id), 9)),
      ),
    );
    const code = page.state.last ? page.codes.get(page.state.last) : undefined;
    const last = code
      ? button([h("kbd", {}, "↵"), short(code.name, 9)], () => page.act.code(code.id), {
          class: "ft-chip",
          title: page.t("key_repeat"),
          style: { "--c": page.colour(code.id) },
        })
      : null;
    const node = h(
      "div",
      {
        class: "ft-panel ft-popover",
        role: "toolbar",
        "aria-label": page.t("code_selection"),
        onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
      },
      h("div", { class: "ft-chips" }, chips, last),
      h(
        "div",
        { class: "ft-row" },
        button([page.t("do_search"), h("kbd", {}, "/")], () => this.search()),
        button([page.t("do_memo"), h("kbd", {}, "m")], () => page.act.memo()),
      ),
    );
    this.show(node, { at: rect });
  }

  polarity() {
    const { page } = this;
    /** @type {Record<string, string>} */
    const signs = {
      "-": "lacking",
      "_": "lacking",
      "−": "lacking",
      "+": "present",
      "=": "present",
      "!": "demanded",
      "！": "demanded",
      "^": "changed",
      "d": "changed",
      "D": "changed",
      ".": "neutral",
      "·": "neutral",
      "。": "neutral",
      "?": "unsure",
      "？": "unsure",
      "/": "unsure",
    };
    /** @param {string} id */
    const choose = (id) => {
      this.close();
      page.act.polarity(id);
    };
    /** @param {KeyboardEvent} event */
    const keys = (event) => {
      const digit = Number(event.key);
      const id = digit >= 1 ? page.data.polarities[digit - 1]?.id : signs[event.key];
      if (id) choose(id);
      return Boolean(id);
    };
    const options = page.data.polarities.map((one, at) =>
      button(
        [h("kbd", {}, String(at + 1)), h("b", { class: "ft-sign" }, one.sign), one.name],
        () => choose(one.id),
        { role: "menuitem", class: "ft-menu-item" },
      ),
    );
    this.show(
      h(
        "div",
        { class: "ft-panel ft-menu", role: "menu", "aria-label": page.t("polarity") },
        options,
      ),
      { at: page.anchorRect(), keys },
    );
  }

  /**
   * @param {Code} code
   * @param {HTMLElement} row
   */
  digits(code, row) {
    const { page } = this;
    const digits = page.digits();
    /** @param {string} digit */
    const choose = (digit) => {
      this.close();
      page.assign(digit, code.id);
    };
    /** @param {KeyboardEvent} event */
    const keys = (event) => {
      if (!/^[1-9]$/.test(event.key)) return false;
      choose(event.key);
      return true;
    };
    const buttons = "123456789".split("").map((digit) =>
      button(digit, () => choose(digit), {
        class: digits[digit] === code.id ? "ft-set" : "",
        title: digits[digit] ? page.name(digits[digit]) : page.t("digit_free"),
      }),
    );
    this.show(
      h(
        "div",
        { class: "ft-panel ft-digits", role: "dialog", "aria-label": page.t("assign_digit") },
        h("p", {}, page.t("assign_digit_to", { code: code.key })),
        h("div", { class: "ft-keys" }, buttons),
      ),
      { at: row.getBoundingClientRect(), keys },
    );
  }

  /**
   * A text to write: memo, comment or dispute.
   * @param {Writing} writing
   */
  editor({ title, quote, text: before, optional, done }) {
    const { page } = this;
    const t = page.t;
    const field = h("textarea", {
      class: "ft-field",
      rows: "5",
      "aria-label": title,
      maxlength: "20000",
    });
    field.value = before || "";
    const save = () => {
      const text = field.value.trim();
      if (!text && !optional) return field.focus();
      this.close();
      done(text);
    };
    /** @param {KeyboardEvent} event */
    const keys = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        save();
        return true;
      }
      return false;
    };
    const head = h("h3", {}, title);
    this.show(
      h(
        "div",
        { class: "ft-panel ft-editor", role: "dialog", "aria-modal": "true", "aria-label": title },
        head,
        quote ? h("blockquote", { dir: "auto" }, short(quote, 160)) : null,
        field,
        h(
          "div",
          { class: "ft-row ft-end" },
          h("span", { class: "ft-quiet" }, "Ctrl + Enter"),
          button(t("cancel"), () => this.close(), { tabindex: "0" }),
          button(t("save"), save, { class: "ft-primary", tabindex: "0" }),
        ),
      ),
      { modal: true, keys },
    );
    field.focus();
  }

  help() {
    const { page } = this;
    const t = page.t;
    const groups = page.reviewer()
      ? HELP.filter(([group]) => group !== "help_code" && group !== "help_bounds")
      : HELP;
    const linesOf = (/** @type {(typeof HELP)[number]} */ [group, lines]) =>
      page.reviewer() && group === "help_suggestions" ? HELP_REVIEWER : lines;
    const close = button("×", () => this.close(), {
      class: "ft-x",
      "aria-label": t("close"),
      tabindex: "0",
    });
    const node = h(
      "div",
      {
        class: "ft-panel ft-help",
        role: "dialog",
        "aria-modal": "true",
        "aria-label": t("help"),
        tabindex: "-1",
      },
      h("div", { class: "ft-pane-head" }, h("h3", {}, t("help")), close),
      h(
        "div",
        { class: "ft-help-groups" },
        groups.map((group) =>
          h(
            "section",
            {},
            h("h4", {}, t(group[0])),
            h(
              "dl",
              {},
              linesOf(group).map(([keys, key]) => [
                h(
                  "dt",
                  {},
                  keys.split(" ").map((one) => h("kbd", {}, one)),
                ),
                h("dd", {}, t(key)),
              ]),
            ),
          ),
        ),
      ),
    );
    this.show(node, { modal: true, keys: (event) => event.key === "?" && this.close() });
    node.focus();
  }
}
