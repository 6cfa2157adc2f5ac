// Quotations as cards. What is done on a card waits in the outbox until Python acknowledges it.

import { h, uuid4 } from "../shared/dom.js";
import { outboxOf } from "../shared/outbox.js";

/** @import { Outbox, Sending } from "../shared/outbox.js" */
/** @import { Component } from "../shared/window.js" */
/** @typedef {{ key: string, name: string, sign: string, polarity: string, color: string }} Chip */
/** @typedef {{ verdict: string, label: string, text: string, coder: string }} Said */
/** @typedef {[start: number, end: number, kind: string]} Mark in code points of the quote */
/**
 * A button: `note` is the label of the text that it asks for first ("": none).
 * @typedef {{ id: string, label: string, title: string, note: string, optional: boolean }} Action
 */
/**
 * @typedef {object} Card
 * @property {string} id
 * @property {string} quote
 * @property {string} cite
 * @property {Chip[]} codes
 * @property {string} before
 * @property {string} after
 * @property {Mark[]} marks
 * @property {string} status
 * @property {string} state
 * @property {string} coder
 * @property {Said[]} reviews
 * @property {boolean} current
 * @property {Action[] | null} actions
 * @property {boolean} same the words are those of the card above
 * @property {string[]} disputes ids of the open disputes
 */
/**
 * @typedef {object} Data
 * @property {Card[]} cards
 * @property {Action[]} actions
 * @property {string} label
 * @property {{ copied?: string, cancel?: string }} texts
 * @property {string} study
 * @property {Record<string, number>} ack
 */
/**
 * @typedef {object} Deck
 * @property {HTMLElement} root
 * @property {Data} data
 * @property {Outbox} outbox
 * @property {(name: string, value: unknown) => void} tell
 * @property {(sending: Sending) => void} send
 * @property {Map<string, { signature: string, box: HTMLElement }>} drawn
 */

/** @type {WeakMap<HTMLElement, Deck>} */
const MOUNTED = new WeakMap();

const STEPS = new Map([
  ["j", 1],
  ["ArrowDown", 1],
  ["k", -1],
  ["ArrowUp", -1],
]);
const KEYS = new Map([
  ["Enter", "open"],
  ["o", "open"],
  ["a", "accept"],
  ["x", "reject"],
  ["d", "dispute"],
  ["c", "comment"],
  ["y", "copy"],
  ["l", "link"],
  ["g", "agree"],
  ["s", "settle"],
]);

/**
 * The quote in pieces: words, and marks around words. A mark that overlaps the one before it or
 * passes the end is left out.
 * @param {string} quote
 * @param {Mark[]} marks
 * @returns {{ text: string, kind: string | null }[]}
 */
export function pieces(quote, marks) {
  const points = Array.from(quote);
  const found = [];
  let from = 0;
  for (const [start, end, kind] of marks) {
    if (start < from || end > points.length) continue;
    if (start > from) found.push({ text: points.slice(from, start).join(""), kind: null });
    found.push({ text: points.slice(start, end).join(""), kind });
    from = end;
  }
  return [...found, { text: points.slice(from).join(""), kind: null }];
}

/** @param {Chip} code */
function chip(code) {
  return h(
    "span",
    {
      class: "ftc-chip",
      title: code.polarity,
      style: { "--ftc-code": code.color || "var(--st-primary-color)" },
    },
    h("b", { class: "ftc-sign" }, code.sign),
    h("span", { class: "ftc-key" }, code.key),
    h("span", null, code.name),
  );
}

/** @param {Card} card */
function quoted(card) {
  return h(
    "blockquote",
    { class: "ftc-quote", dir: "auto" },
    card.before && h("span", { class: "ftc-around" }, card.before),
    h(
      "span",
      { class: "ftc-said" },
      pieces(card.quote, card.marks).map(({ text, kind }) =>
        kind === null ? text : h("mark", { class: "ftc-" + kind }, text),
      ),
    ),
    card.after && h("span", { class: "ftc-around" }, card.after),
  );
}

/** @param {Card} card */
function head(card) {
  const marked = pieces(card.quote, card.marks).filter(({ kind }) => kind !== null);
  const words = card.same ? marked.map(({ text }) => text).join(" … ") : "";
  return h(
    "header",
    { class: "ftc-head" },
    card.codes.map(chip),
    card.state && h("span", { class: "ftc-state ftc-" + card.status }, card.state),
    words && h("span", { class: "ftc-seen" }, words),
    card.coder && h("span", { class: "ftc-coder" }, card.coder),
  );
}

/** @param {Said} review */
function reviewed(review) {
  return h(
    "p",
    { class: "ftc-review ftc-" + review.verdict },
    h("b", null, review.label),
    h("span", null, review.text),
    h("i", null, review.coder),
  );
}

/**
 * @param {Card} card
 * @param {Deck} deck
 */
function drawn(card, deck) {
  const actions = card.actions || deck.data.actions;
  const classes = ["ftc-card", card.current && "ftc-current", card.same && "ftc-same"];
  return h(
    "article",
    {
      class: classes.filter(Boolean).join(" "),
      tabindex: 0,
      data: { id: card.id },
      "aria-label": card.same ? card.quote : null,
    },
    head(card),
    card.same ? null : quoted(card),
    card.reviews.map(reviewed),
    h(
      "footer",
      { class: "ftc-foot" },
      h("cite", { class: "ftc-cite" }, card.same ? "" : card.cite),
      h(
        "span",
        { class: "ftc-buttons" },
        actions.map((action) => actionButton(action, card, deck)),
      ),
    ),
  );
}

/**
 * @param {Action} action
 * @param {Card} card
 * @param {Deck} deck
 */
function actionButton(action, card, deck) {
  const node = h(
    "button",
    {
      class: "ftc-button ftc-do-" + action.id,
      type: "button",
      title: action.title || action.label,
      onclick: (/** @type {MouseEvent} */ event) => {
        event.stopPropagation();
        if (action.id === "copy") copy(`“${card.quote}”（${card.cite}）`, node, deck);
        else if (action.id === "link") copy(address(card), node, deck);
        else if (action.note) ask(action, card, node, deck);
        else act(deck, card, action.id, "");
      },
    },
    action.label,
  );
  return node;
}

/** @param {Card} card */
function address(card) {
  return new URL(`coding?c=${encodeURIComponent(card.id)}`, document.baseURI).href;
}

/**
 * @param {string} text
 * @param {HTMLElement} node tells for a moment that it was copied
 * @param {Deck} deck
 */
async function copy(text, node, deck) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https there is no clipboard but this.
    const area = h("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const copied = deck.data.texts.copied || "";
  const before = node.textContent;
  if (before === copied) return;
  node.textContent = copied;
  setTimeout(() => (node.textContent = before), 1200);
}

/**
 * Ask for the text of a comment or dispute, below the card.
 * @param {Action} action
 * @param {Card} card
 * @param {HTMLElement} node
 * @param {Deck} deck
 */
function ask(action, card, node, deck) {
  const box = node.closest(".ftc-card");
  box?.querySelector(".ftc-ask")?.remove();
  const area = h("textarea", {
    class: "ftc-text",
    placeholder: action.note,
    "aria-label": action.note,
    rows: 2,
  });
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!area.value.trim() && !action.optional) return area.focus();
    act(deck, card, action.id, area.value.trim());
    form.remove();
  };
  area.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") form.remove();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  });
  const form = h(
    "form",
    { class: "ftc-ask", onsubmit: send },
    area,
    h("button", { class: "ftc-button ftc-send", type: "submit" }, action.label),
    h(
      "button",
      { class: "ftc-button", type: "button", onclick: () => form.remove() },
      deck.data.texts.cancel,
    ),
  );
  box?.append(form);
  area.focus();
}

/**
 * What a reader asks for on a card. To open a coding is no operation: it is told once and not kept.
 * @param {Deck} deck
 * @param {Card} card
 * @param {string} action
 * @param {string} text
 */
function act(deck, card, action, text) {
  const { outbox } = deck;
  const coding = card.id;
  if (action === "open") deck.tell("open", { coding, number: Date.now() });
  else if (action === "accept") outbox.push({ kind: "decide", coding, status: "accepted" });
  else if (action === "reject") outbox.push({ kind: "decide", coding, status: "rejected" });
  else if (action === "settle") {
    for (const review of card.disputes) outbox.push({ kind: "settle", review });
  } else {
    const verdict = VERDICTS.get(action);
    if (verdict) outbox.push({ kind: "review", coding, verdict, text, uuid: uuid4() });
  }
}

/** @type {Map<string, "comment" | "accept" | "dispute">} */
const VERDICTS = new Map([
  ["comment", "comment"],
  ["dispute", "dispute"],
  ["agree", "accept"],
]);

/**
 * @param {KeyboardEvent} event
 * @param {Deck} deck
 */
function pressed(event, deck) {
  if (event.isComposing || event.keyCode === 229 || !(event.target instanceof Element)) return;
  if (event.target.closest("textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  // Of cards that are only shown the page has the keys.
  if (!deck.data.study && !STEPS.has(event.key)) return;
  /** @type {HTMLElement[]} */
  const boxes = [...deck.root.querySelectorAll(/** @type {"article"} */ (".ftc-card"))];
  const here = boxes.findIndex((box) => box === document.activeElement?.closest(".ftc-card"));
  const step = STEPS.get(event.key);
  if (step || event.key === "u") {
    if (step) boxes[Math.min(Math.max(here + step, 0), boxes.length - 1)]?.focus();
    else if (deck.data.study) deck.outbox.push({ kind: "undo" });
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  const action = KEYS.get(event.key);
  if (here < 0 || !action || event.target.tagName === "BUTTON") return;
  /** @type {HTMLElement | null} */
  const node = boxes[here].querySelector(".ftc-do-" + action);
  if (node) {
    node.click();
    event.preventDefault();
  }
  event.stopPropagation();
}

/**
 * @param {Component<Data>} component
 * @returns {Deck}
 */
function mounted({ data, parentElement, setStateValue }) {
  const root = h("div", { class: "ftc-root", role: "feed" });
  parentElement.append(root);
  /** @type {Deck} */
  const deck = {
    root,
    data,
    outbox: outboxOf(data.study),
    tell: setStateValue,
    send: (sending) => deck.tell("outbox", sending),
    drawn: new Map(),
  };
  MOUNTED.set(parentElement, deck);
  root.addEventListener("keydown", (event) => pressed(event, deck));
  return deck;
}

/** @param {Component<Data>} component */
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const known = MOUNTED.get(parentElement);
  const deck = known || mounted(component);
  deck.tell = setStateValue;
  deck.data = data;
  deck.root.setAttribute("aria-label", data.label);
  // Cards that are only shown belong to no study, and Python does not listen to them.
  if (data.study) {
    deck.outbox.send = deck.send;
    deck.outbox.acknowledge(data.ack);
    if (!known) deck.outbox.flush(true);
  }
  const next = new Map();
  const boxes = [];
  for (const card of data.cards) {
    const signature = JSON.stringify([card, data.actions]);
    const old = deck.drawn.get(card.id);
    const box = old && old.signature === signature ? old.box : drawn(card, deck);
    next.set(card.id, { signature, box });
    boxes.push(box);
  }
  deck.drawn = next;
  const { children } = deck.root;
  if (children.length !== boxes.length || boxes.some((box, index) => box !== children[index])) {
    deck.root.replaceChildren(...boxes);
  }
  return () => {
    // Called before a new drawing too, which sets it again.
    if (deck.outbox.send === deck.send) deck.outbox.send = null;
  };
}
