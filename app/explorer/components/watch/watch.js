// Remembers the coder's name on this machine, shows the keys when ? is pressed, and tells when the
// server was restarted.

import { h } from "../shared/dom.js";

/** @import { Component } from "../shared/window.js" */
/** @typedef {{ title: string, close: string, groups: Group[] }} Keys */
/** @typedef {{ name: string, keys: [string, string][] }} Group */
/**
 * @typedef {object} Data
 * @property {string} boot names this start of the server
 * @property {string} restarted
 * @property {string} close
 * @property {boolean} ask whether Python wants to know the name
 * @property {string} remember a name to be kept
 * @property {Keys} keys
 */

const NAME = "fangtan.coder";
const TYPING = "input, textarea, select, [contenteditable=true], .ft-root, dialog, [role=dialog]";

/** @type {Keys | null} */
let KEYS = null;

function read() {
  try {
    return localStorage.getItem(NAME) || "";
  } catch {
    return "";
  }
}

/** @param {string} name */
function write(name) {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // A browser without storage asks again next time.
  }
}

/** @param {Group} group */
function listed(group) {
  const rows = group.keys.map(([keys, text]) => [
    h(
      "dt",
      null,
      keys.split(" ").map((key) => h("kbd", null, key)),
    ),
    h("dd", null, text),
  ]);
  return [h("h4", null, group.name), h("dl", null, rows)];
}

/** @param {Keys} keys */
function showKeys(keys) {
  document.querySelector(".ftw-keys")?.remove();
  const box = h("dialog", { class: "ftw-keys", "aria-label": keys.title });
  const close = h("button", { type: "button", onclick: () => box.close() }, keys.close);
  box.append(h("header", null, h("h3", null, keys.title), close));
  box.append(...keys.groups.flatMap(listed));
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && box.close());
  (document.querySelector(".stApp") || document.body).append(box);
  box.showModal();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.key !== "?" || !KEYS || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest(TYPING)) return;
  event.preventDefault();
  event.stopPropagation();
  showKeys(KEYS);
}

/** @param {Component<Data>} component */
export default function ({ data, parentElement, setStateValue }) {
  /** @type {HTMLElement | null} */
  let bar = parentElement.querySelector(".ftw-bar");
  if (!bar) {
    bar = h("div", { class: "ftw-bar", role: "status", hidden: true });
    parentElement.append(bar);
  }
  if (data.remember) write(data.remember);
  else if (read() && data.ask) setStateValue("coder", read());
  KEYS = data.keys;
  if (window.__fangtanKeys) document.removeEventListener("keydown", window.__fangtanKeys, true);
  window.__fangtanKeys = pressed;
  document.addEventListener("keydown", pressed, true);
  const boot = window.__fangtanBoot;
  window.__fangtanBoot = data.boot;
  if (boot && boot !== data.boot) tellRestart(bar, data);
}

/**
 * @param {HTMLElement} bar
 * @param {Data} data
 */
function tellRestart(bar, data) {
  const close = h("button", { type: "button", onclick: () => (bar.hidden = true) }, data.close);
  bar.replaceChildren(document.createTextNode(data.restarted), close);
  bar.hidden = false;
}
