// Building elements, and names for new things. Text goes in by text nodes only.

/** @typedef {string | number | boolean | Node | null | undefined} One */
/** @typedef {One | readonly (One | readonly (One | readonly One[])[])[]} Child */
/**
 * Attributes by name; `on…` is a listener, `data` the data attributes, `style` properties of CSS.
 * @typedef {Record<string, any>} Props
 */

/**
 * An element with attributes and children. What is null, undefined or false is left out, so that
 * a child or attribute can be written with its condition.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props | null} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "style") {
      for (const [property, text] of Object.entries(value)) node.style.setProperty(property, text);
    } else node.setAttribute(name, value === true ? "" : String(value));
  }
  /** @type {One[]} */
  const flat = /** @type {any[]} */ (children).flat(Infinity);
  for (const child of flat) {
    if (child === null || child === undefined || typeof child === "boolean") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/**
 * A button that the Tab key passes over, unless `props` says otherwise.
 * @param {Child} label
 * @param {(event: MouseEvent) => unknown} onclick
 * @param {Props} [props]
 */
export function button(label, onclick, props) {
  return h("button", { type: "button", tabindex: "-1", onclick, ...props }, label);
}

/**
 * The element around the target of an event that fits a selector.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closest(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/**
 * The elements below `root` that fit a selector.
 * @param {Element} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function all(root, selector) {
  return [...root.querySelectorAll(/** @type {"div"} */ (selector))];
}

/**
 * The element that has the focus, when it lies within `root`.
 * @param {Element} root
 */
export function focusedIn(root) {
  const active = document.activeElement;
  return active instanceof HTMLElement && root.contains(active) ? active : null;
}

/**
 * Random bytes, two hexadecimal digits each.
 * @param {number} bytes
 */
export function hex(bytes) {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A random UUID (version 4) as the project writes them: 32 digits without hyphens. */
export function uuid4() {
  const digits = hex(16).split("");
  digits[12] = "4";
  digits[16] = "89ab"[parseInt(digits[16], 16) & 3];
  return digits.join("");
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}
