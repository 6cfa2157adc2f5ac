"use strict";
// Building elements. Text goes in by text nodes only.

function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "style") for (const [key, set] of Object.entries(value)) node.style.setProperty(key, set);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false).map((child) => (child instanceof Node ? child : document.createTextNode(String(child)))));
  return node;
}

function button(label, onclick, props) {
  return h("button", { type: "button", tabindex: "-1", onclick, ...props }, label);
}

function hex(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function uuid4() {
  const digits = hex(16).split("");
  digits[12] = "4";
  digits[16] = "89ab"[parseInt(digits[16], 16) & 3];
  return digits.join("");
}

function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}
