// The newest value under each key, for other components of the page, which hear of it by an event.

/** @import { Component } from "../shared/window.js" */

/** @param {Component<{ key: string, name: string, value: object }>} component */
export default function ({ data }) {
  const values = (window.fangtanStill = window.fangtanStill || new Map());
  if (values.get(data.key)?.name === data.name) return;
  values.set(data.key, { name: data.name, value: data.value });
  window.dispatchEvent(new Event("fangtan-still"));
}
