// One text, one lane for each coder. Text goes in by text nodes only.

import { h } from "../shared/dom.js";

/** @import { Component } from "../shared/window.js" */
/** @typedef {{ key: string, name: string, sign: string, polarity: string, color: string }} Chip */
/** @typedef {{ start: number, text: string, lanes: Chip[][], agreed: boolean }} Row */
/**
 * @typedef {object} Data
 * @property {string[]} heads
 * @property {Row[]} rows
 * @property {number | null} focus code point to scroll to
 * @property {string} differs
 */

/**
 * What each drawing was made of, so that an equal one is left as it stands.
 * @type {WeakMap<HTMLElement, string>}
 */
const SIGNATURES = new WeakMap();

/** @param {Chip} code */
function chip(code) {
  return h(
    "span",
    { class: "ftl-chip", title: code.polarity, style: { "--ftl-code": code.color } },
    h("b", null, code.sign),
    h("span", { class: "ftl-key" }, code.key),
    h("span", null, code.name),
  );
}

/**
 * @param {Row} row
 * @param {string} differs
 * @param {(start: number) => void} pick
 */
function line(row, differs, pick) {
  const flag = row.agreed ? null : h("span", { class: "ftl-flag" }, differs);
  return h(
    "div",
    {
      class: "ftl-row" + (row.agreed ? "" : " ftl-differs"),
      tabindex: row.agreed ? -1 : 0,
      data: { start: row.start },
      onclick: () => pick(row.start),
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && pick(row.start),
    },
    h("div", { class: "ftl-text", dir: "auto" }, flag, row.text),
    row.lanes.map((codes) => h("div", { class: "ftl-lane" }, codes.map(chip))),
  );
}

/** @param {Component<Data>} component */
export default function ({ data, parentElement, setStateValue }) {
  /** @type {HTMLElement | null} */
  const old = parentElement.querySelector(".ftl-root");
  const signature = JSON.stringify([data.heads, data.rows]);
  let root = old;
  if (!root || SIGNATURES.get(root) !== signature) {
    const pick = (/** @type {number} */ start) => setStateValue("pick", { start, n: Date.now() });
    root = h(
      "div",
      { class: "ftl-root", style: { "--ftl-lanes": data.heads.length - 1 } },
      h(
        "div",
        { class: "ftl-row ftl-head" },
        data.heads.map((name) => h("div", null, name)),
      ),
      data.rows.map((row) => line(row, data.differs, pick)),
    );
    SIGNATURES.set(root, signature);
    if (old) old.replaceWith(root);
    else parentElement.append(root);
  }
  if (data.focus !== null && root.dataset.focus !== String(data.focus)) scroll(root, data.focus);
}

/**
 * Mark the sentence that holds the code point `focus`, and scroll to it.
 * @param {HTMLElement} root
 * @param {number} focus
 */
function scroll(root, focus) {
  root.dataset.focus = String(focus);
  root.querySelectorAll(".ftl-here").forEach((row) => row.classList.remove("ftl-here"));
  /** @type {HTMLElement[]} */
  const rows = [...root.querySelectorAll(/** @type {"div"} */ (".ftl-row[data-start]"))];
  const row = rows.findLast((candidate) => Number(candidate.dataset.start) <= focus);
  if (!row) return;
  row.classList.add("ftl-here");
  root.scrollTop = row.offsetTop - root.clientHeight / 3;
}
