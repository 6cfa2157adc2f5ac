// The coding page as a component: it is drawn when all that it needs has come.

import { CodingPage } from "./page.js";

/** @import { Component } from "../shared/window.js" */
/** @import { PageData } from "./types.js" */

/** @type {WeakMap<HTMLElement, CodingPage>} */
const pages = new WeakMap();

/**
 * What Python sends with every run, together with what it sent before and did not change; null
 * while that is still on its way.
 * @param {Component<PageData>} component
 * @returns {Component<PageData> | null}
 */
function whole(component) {
  const kept = Object.entries(component.data.still).map(([key, name]) => {
    const found = window.fangtanStill?.get(key);
    return found?.name === name ? found.value : null;
  });
  return kept.every(Boolean)
    ? { ...component, data: Object.assign({}, component.data, ...kept) }
    : null;
}

/** @param {Component<PageData>} given */
function show(given) {
  const component = whole(given);
  if (!component) return false;
  const { parentElement } = given;
  let page = pages.get(parentElement);
  if (!page || !page.root.isConnected) {
    page = new CodingPage(component);
    pages.set(parentElement, page);
  }
  page.update(component);
  return true;
}

/** @param {Component<PageData>} given */
export default function (given) {
  const { parentElement } = given;
  const again = () => show(given) && window.removeEventListener("fangtan-still", again);
  if (!show(given)) window.addEventListener("fangtan-still", again);
  return () => {
    window.removeEventListener("fangtan-still", again);
    // Called before a new drawing too: only a page that has left the document is done with.
    setTimeout(() => {
      const page = pages.get(parentElement);
      if (!page || page.root.isConnected) return;
      page.destroy();
      pages.delete(parentElement);
    }, 50);
  };
}
