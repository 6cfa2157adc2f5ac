// Margin stripes: a bar for each coding over the lines that it covers, and its label beside. Reads of the layout come before writes.

import { h } from "../shared/dom.js";
import { short } from "./text.js";

/** @import { CodingPage } from "./page.js" */
/** @import { Coding, Row } from "./types.js" */

const LABEL_HEIGHT = 21;
const BAR_STEP = 6;
const BARS = 6;

/**
 * @param {Row[]} rows
 * @param {CodingPage} page
 * @param {number} width
 */
export function layStripes(rows, page, width) {
  const measured = rows.map((row) => {
    const base = row.node.getBoundingClientRect();
    const places = row.codings.map((coding) => {
      const first =
        row.spans.find((span) => span.start >= coding.start)?.piece.getClientRects() || [];
      const last =
        row.spans.findLast((span) => span.end <= coding.end)?.piece.getClientRects() || [];
      if (!first.length || !last.length) return null;
      return {
        coding,
        top: first[0].top - base.top,
        bottom: last[last.length - 1].bottom - base.top,
      };
    });
    return { row, places: places.filter((place) => place !== null) };
  });
  for (const { row, places } of measured) {
    row.laid = String(row.signature) + width;
    const nodes = [];
    const deepest = Math.min(
      BARS,
      Math.max(0, ...places.map(({ coding }) => laneOf(row, coding) + 1)),
    );
    let free = 0;
    for (const { coding, top, bottom } of places.sort(
      (one, other) => one.top - other.top || laneOf(row, one.coding) - laneOf(row, other.coding),
    )) {
      const lane = Math.min(laneOf(row, coding), BARS - 1);
      const colour = page.colour(coding.code);
      const state = stripeState(coding, page);
      const bar = h("div", {
        class: "ft-bar " + state,
        "aria-hidden": "true",
        data: { id: coding.id },
        style: {
          "--c": colour,
          left: `${lane * BAR_STEP}px`,
          top: `${top}px`,
          height: `${Math.max(8, bottom - top - 2)}px`,
        },
      });
      const at = Math.max(free, top);
      free = at + LABEL_HEIGHT;
      const label = h(
        "button",
        {
          type: "button",
          tabindex: "-1",
          class: "ft-tag " + state,
          "aria-label": page.spoken(coding),
          title: page.spoken(coding),
          data: { id: coding.id },
          style: {
            "--c": colour,
            left: `${deepest * BAR_STEP + 5}px`,
            "max-width": `calc(100% - ${deepest * BAR_STEP + 5}px)`,
            top: `${at}px`,
          },
        },
        h("b", { class: "ft-sign" }, page.sign(coding.polarity)),
        h("span", { class: "ft-key" }, page.key(coding.code)),
        h("bdi", { class: "ft-label" }, page.name(coding.code)),
        coding.mine || coding.machine
          ? null
          : h("bdi", { class: "ft-flag ft-who" }, short(coding.coder, 3)),
        coding.memos ? h("i", { class: "ft-flag" }, "✎" + coding.memos) : null,
        coding.reviews.length ? h("i", { class: "ft-flag" }, reviewMark(coding)) : null,
      );
      nodes.push(bar, label);
    }
    row.stripes.replaceChildren(...nodes);
    row.node.style.minHeight = free ? `${free + 8}px` : "";
  }
}

/**
 * @param {Coding} coding
 * @param {CodingPage} page
 */
export function stripeState(coding, page) {
  return [
    coding.status === "suggested"
      ? "ft-suggested"
      : coding.status === "rejected"
        ? "ft-rejected"
        : "ft-solid",
    coding.mine && "ft-mine",
    coding.id === page.state.coding && "ft-chosen",
  ]
    .filter(Boolean)
    .join(" ");
}

/** @param {Coding} coding */
function reviewMark(coding) {
  const verdicts = coding.reviews.map((review) => review.verdict);
  return verdicts.includes("dispute") ? "⚑" : verdicts.includes("accept") ? "✓" : "💬";
}

/**
 * @param {Row} row
 * @param {Coding} coding
 */
function laneOf(row, coding) {
  return row.lane.get(coding.id) ?? 0;
}
