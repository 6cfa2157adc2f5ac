// Operations that Python has not acknowledged yet. They are kept in the tab's storage too, so that
// a reload sends them again.

import { hex } from "./dom.js";

/** @import { Operation } from "./operations.js" */
/**
 * Operations of one page load, in the order in which they were asked for.
 * @typedef {{ client: string, operations: Operation[] }} Queue
 */
/**
 * What Python gets. `sent` makes each sending another value: Streamlit keeps quiet about an equal
 * one.
 * @typedef {Queue & { sent: number }} Sending
 */
/**
 * An operation before it has its number.
 * @typedef {Operation extends infer O ? (O extends Operation ? Omit<O, "seq"> : never) : never} Wish
 */

export const RETRY_MS = 1200;
const SLOWEST_RETRY_MS = 6000;
const LATE_MS = 4000;
// As it was called when only the coding page had an outbox: what a tab kept then is still sent.
const STORED = "fangtan.outbox.coding.";

export class Outbox {
  /** @param {string} study */
  constructor(study) {
    this.key = STORED + study;
    this.client = hex(16);
    this.next = 1;
    /**
     * Earlier page loads first, this one last.
     * @type {Queue[]}
     */
    this.queues = this.restored().concat({ client: this.client, operations: [] });
    this.clients = new Set(this.queues.map((queue) => queue.client));
    /**
     * The newest operation under way.
     * @type {{ client: string, seq: number } | null}
     */
    this.sending = null;
    this.since = 0; // when the oldest one that waits was first sent
    this.sent = 0;
    this.delay = RETRY_MS;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /**
     * The way to Python, told by the component that is on the screen.
     * @type {((sending: Sending) => void) | null}
     */
    this.send = null;
    this.changed = () => {};
    /**
     * Refusals that the reader has been told of.
     * @type {Set<string>}
     */
    this.refusalsSaid = new Set();
    window.addEventListener("beforeunload", (event) => {
      if (this.size()) event.preventDefault();
    });
    window.addEventListener("online", () => this.flush(true));
  }

  /**
   * What earlier loads of the page left in this tab.
   * @returns {Queue[]}
   */
  restored() {
    try {
      /** @type {unknown} */
      const kept = JSON.parse(sessionStorage.getItem(this.key) || "[]");
      return Array.isArray(kept) ? kept.filter(isQueue) : [];
    } catch {
      return [];
    }
  }

  keep() {
    try {
      const full = this.queues.filter((queue) => queue.operations.length);
      if (full.length) sessionStorage.setItem(this.key, JSON.stringify(full));
      else sessionStorage.removeItem(this.key);
    } catch {
      // A full or forbidden storage costs only the safety of a reload.
    }
  }

  size() {
    return this.queues.reduce((sum, queue) => sum + queue.operations.length, 0);
  }

  pending() {
    return this.queues.flatMap((queue) => queue.operations);
  }

  late() {
    return this.size() > 0 && this.since > 0 && performance.now() - this.since > LATE_MS;
  }

  /**
   * Number an operation, keep it and send it. Returns it with its number.
   * @param {Wish} wish
   * @returns {Operation}
   */
  push(wish) {
    /** @type {Operation} */
    const operation = { seq: this.next, ...wish };
    this.queues[this.queues.length - 1].operations.push(operation);
    this.next += 1;
    this.keep();
    this.flush(false);
    return operation;
  }

  head() {
    return this.queues.find((queue) => queue.operations.length);
  }

  /**
   * All that waits goes in one value. While one is under way the next waits for its answer or for
   * the timer, unless it is to be sent `again`.
   * @param {boolean} again
   */
  flush(again) {
    const head = this.head();
    if (!head || !this.send || (this.sending && !again)) return;
    const { client, operations } = head;
    this.sent += 1;
    this.sending = { client, seq: operations[operations.length - 1].seq };
    this.since = this.since || performance.now();
    this.send({ client, operations, sent: this.sent });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // Each repetition makes a run of the page begin anew: on a busy machine the pauses grow until
      // a run fits into one. Where nothing runs they stay short, for the server may be back.
      const slowest = serverRuns() ? Infinity : SLOWEST_RETRY_MS;
      this.delay = Math.min(slowest, this.delay * 1.5);
      this.flush(true);
      this.changed();
    }, this.delay);
  }

  /**
   * Forget what Python has done or refused, and send what is left.
   * @param {Record<string, number>} acks the last number done, by client
   */
  acknowledge(acks) {
    let dropped = 0;
    for (const queue of this.queues) {
      const last = Object.hasOwn(acks, queue.client) ? acks[queue.client] : 0;
      const left = queue.operations.filter((operation) => operation.seq > last);
      dropped += queue.operations.length - left.length;
      queue.operations = left;
    }
    if (!dropped) return;
    const own = this.queues.length - 1;
    this.queues = this.queues.filter((queue, index) => queue.operations.length || index === own);
    this.keep();
    this.delay = RETRY_MS;
    this.since = 0;
    this.sending = null;
    clearTimeout(this.timer);
    this.flush(false);
  }

  /**
   * Whether a client is this page or an earlier load of it.
   * @param {string} client
   */
  owns(client) {
    return this.clients.has(client);
  }
}

/**
 * Whether the server is reachable and runs the page now, by what Streamlit writes on its root.
 * @returns {boolean}
 */
function serverRuns() {
  /** @type {HTMLElement | null} */
  const app = document.querySelector("[data-testid=stApp]");
  const { testConnectionState, testScriptState } = app?.dataset ?? {};
  return testConnectionState === "CONNECTED" && testScriptState === "running";
}

/**
 * @param {any} value
 * @returns {value is Queue}
 */
function isQueue(value) {
  const { client, operations } = value || {};
  return typeof client === "string" && Array.isArray(operations) && operations.length > 0;
}

/**
 * The outbox of a study: one for a page load. It outlives the component when another page of the
 * app is opened, and the coding page and the cards share it.
 * @param {string} study
 */
export function outboxOf(study) {
  const all = (window.fangtanOutboxes = window.fangtanOutboxes || new Map());
  const outbox = all.get(study) || new Outbox(study);
  all.set(study, outbox);
  return outbox;
}
