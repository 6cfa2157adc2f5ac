import { h, button, clamp } from "../shared/dom.js";
import { fit } from "./model.js";
import { short } from "./text.js";

// What opens over the page: code search, the popover at a selection, polarity, digits, the editor, help, messages.

const MESSAGE_MS = 3200;
const REFUSAL_MS = 9000;

export class Panels {
  constructor(page) {
    this.page = page;
    this.layer = h("div", { class: "ft-layer" });
    this.live = h("div", { class: "ft-toasts", role: "status", "aria-live": "polite" });
    this.open = null; // {node, modal, keys}
    this.layer.addEventListener("mousedown", (event) => {
      if (event.target === this.layer) this.close();
    });
  }

  close(stay) {
    if (!this.open) return false;
    this.open.node.remove();
    this.open = null;
    this.layer.classList.remove("ft-modal");
    if (!stay) this.page.paper.pane.focus({ preventScroll: true });
    return true;
  }

  show(node, { modal = false, at = null, keys = null } = {}) {
    this.close(true);
    this.open = { node, modal, keys, from: this.page.paper.pane.scrollTop };
    this.layer.classList.toggle("ft-modal", modal);
    this.layer.append(node);
    if (at) this.settle(node, at);
    return node;
  }

  // What belongs to a place in the text goes when the place goes.
  scrolled(top) {
    if (this.open && !this.open.modal && Math.abs(top - this.open.from) > 60) this.close(true);
  }

  // Beside the rectangle `at`, below it where there is room, within the page.
  settle(node, at) {
    const base = this.layer.getBoundingClientRect();
    const own = node.getBoundingClientRect();
    const below = at.bottom + 6 + own.height <= base.bottom;
    node.style.left = `${clamp(at.left - base.left, 4, Math.max(4, base.width - own.width - 4))}px`;
    node.style.top = `${clamp(below ? at.bottom - base.top + 6 : at.top - base.top - own.height - 6, 4, Math.max(4, base.height - own.height - 4))}px`;
  }

  say(text, kind) {
    const node = h("div", { class: "ft-toast " + (kind || "") }, h("bdi", {}, text));
    if (kind === "ft-error")
      node.append(button("×", () => node.remove(), { "aria-label": this.page.t("close") }));
    while (this.live.childNodes.length > 3) this.live.firstChild.remove();
    this.live.append(node);
    setTimeout(() => node.remove(), kind === "ft-error" ? REFUSAL_MS : MESSAGE_MS);
  }

  key(event) {
    if (!this.open) return false;
    if (event.key === "Escape") return this.close();
    if (this.open.keys && this.open.keys(event)) return true;
    return this.open.modal && event.key !== "Tab";
  }

  // Codes by key, name or theme; `start` is what was typed already.
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
        .map((code, order) => ({
          code,
          order: order - (code.id === page.state.last ? 1e6 : 0),
          score: fit(code, query),
        }))
        .filter((entry) => entry.score !== null)
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
            onmousedown: (event) => event.preventDefault(),
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
    const choose = (place) => {
      const code = found[place];
      if (!code) return;
      this.close();
      page.hover(null);
      page.pin(code.id);
      page.act.code(code.id);
    };
    const keys = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
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

  // At a selection made by mouse: the digits with their codes, search and memo.
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
    const last =
      page.state.last && page.codes.has(page.state.last)
        ? button(
            [h("kbd", {}, "↵"), short(page.name(page.state.last), 9)],
            () => page.act.code(page.state.last),
            {
              class: "ft-chip",
              title: page.t("key_repeat"),
              style: { "--c": page.colour(page.state.last) },
            },
          )
        : null;
    const node = h(
      "div",
      {
        class: "ft-panel ft-popover",
        role: "toolbar",
        "aria-label": page.t("code_selection"),
        onmousedown: (event) => event.preventDefault(),
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
    const choose = (id) => {
      this.close();
      page.act.polarity(id);
    };
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

  digits(code, row) {
    const { page } = this;
    const digits = page.digits();
    const choose = (digit) => {
      this.close();
      page.assign(digit, code.id);
    };
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

  // A text to write: memo, comment or dispute. `done(text)` gets it when it is saved.
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
      ? HELP.filter(([group]) => group !== "help_code" && group !== "help_bounds").map(
          ([group, rows]) =>
            group === "help_suggestions" ? [group, HELP_REVIEWER] : [group, rows],
        )
      : HELP;
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
        groups.map(([group, rows]) =>
          h(
            "section",
            {},
            h("h4", {}, t(group)),
            h(
              "dl",
              {},
              rows.map(([keys, key]) => [
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

const HELP = [
  [
    "help_select",
    [
      ["⇧←→", "key_select"],
      ["Ctrl+⇧←→", "key_select_clause"],
      ["⇧↑↓ ⇧Home ⇧End", "key_select_line"],
      ["Ctrl+A", "key_select_turn"],
      ["↑ ↓", "key_turns"],
      ["Esc", "key_escape"],
    ],
  ],
  [
    "help_code",
    [
      ["1–9", "key_digits"],
      ["/ Space A–Z", "key_search"],
      ["Enter", "key_repeat"],
      ["m", "key_memo"],
      ["e", "key_edit_memo"],
      ["Del", "key_remove"],
      ["s", "key_split"],
    ],
  ],
  [
    "help_suggestions",
    [
      ["j k", "key_walk"],
      ["J K", "key_walk_all"],
      ["a", "key_accept"],
      ["x", "key_reject"],
      ["A X", "key_onward"],
      ["1–9 /", "key_change"],
      ["c", "key_comment"],
    ],
  ],
  [
    "help_polarity",
    [
      ["− + ! ^ .", "key_sign"],
      ["q w", "key_cycle"],
      ["p 1–6", "key_polarity"],
    ],
  ],
  [
    "help_bounds",
    [
      ["[ ]", "key_start"],
      ["⇧[ ⇧]", "key_end"],
      ["Alt+[ Alt+]", "key_by_word"],
    ],
  ],
  [
    "help_other",
    [
      ["u Ctrl+Z", "key_undo"],
      ["⇧U Ctrl+Y", "key_redo"],
      ["v", "key_rejected"],
      ["h", "key_machine"],
      ["b i", "key_panes"],
      ["?", "key_help"],
    ],
  ],
  [
    "help_mouse",
    [
      ["⤳", "mouse_drag"],
      ["×2", "mouse_clause"],
      ["×3", "mouse_sentence"],
      ["⟳", "mouse_cycle"],
      ["#", "mouse_digit"],
    ],
  ],
];

const HELP_REVIEWER = [
  ["j k", "key_walk"],
  ["a", "key_review_accept"],
  ["x", "key_dispute"],
  ["c", "key_comment"],
];
