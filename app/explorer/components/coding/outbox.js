// Operations that Python has not acknowledged yet. They are kept in the tab's storage too, so that a reload sends them again.

const RETRY_MS = 1200;
const SLOWEST_RETRY_MS = 6000;
const LATE_MS = 4000;

class Outbox {
  constructor(key) {
    this.place = "fangtan.outbox." + key;
    this.client = hex(16);
    this.next = 1;
    this.queues = this.restored().concat({ client: this.client, operations: [] }); // earlier page loads first
    this.clients = new Set(this.queues.map((queue) => queue.client));
    this.sending = null; // {client, seq} of the newest operation under way
    this.since = 0; // when the oldest one that waits was first sent
    this.sent = 0;
    this.delay = RETRY_MS;
    this.timer = null;
    this.send = null;
    this.changed = () => {};
    window.addEventListener("beforeunload", (event) => {
      if (this.size()) event.preventDefault();
    });
    window.addEventListener("online", () => this.flush(true));
  }

  restored() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.place) || "[]");
      return kept.filter((queue) => typeof queue.client === "string" && Array.isArray(queue.operations) && queue.operations.length);
    } catch {
      return [];
    }
  }

  keep() {
    try {
      const full = this.queues.filter((queue) => queue.operations.length);
      if (full.length) sessionStorage.setItem(this.place, JSON.stringify(full));
      else sessionStorage.removeItem(this.place);
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

  push(operation) {
    const numbered = { seq: this.next, ...operation };
    this.queues[this.queues.length - 1].operations.push(numbered);
    this.next += 1;
    this.keep();
    this.flush(false);
    return numbered;
  }

  head() {
    return this.queues.find((queue) => queue.operations.length);
  }

  // All that waits goes in one value. While one is under way the next waits for its answer or for the timer.
  flush(again) {
    const head = this.head();
    if (!head || !this.send || (this.sending && !again)) return;
    this.sent += 1;
    this.sending = { client: head.client, seq: head.operations[head.operations.length - 1].seq };
    this.since = this.since || performance.now();
    this.send({ client: head.client, operations: head.operations, sent: this.sent });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.delay = Math.min(SLOWEST_RETRY_MS, this.delay * 1.5);
      this.flush(true);
      this.changed();
    }, this.delay);
  }

  acknowledge(acks) {
    let dropped = 0;
    for (const queue of this.queues) {
      const upTo = Object.hasOwn(acks, queue.client) ? acks[queue.client] : 0;
      const left = queue.operations.filter((operation) => operation.seq > upTo);
      dropped += queue.operations.length - left.length;
      queue.operations = left;
    }
    if (!dropped) return;
    this.queues = this.queues.filter((queue, place) => queue.operations.length || place === this.queues.length - 1);
    this.keep();
    this.delay = RETRY_MS;
    this.since = 0;
    this.sending = null;
    clearTimeout(this.timer);
    this.flush(false);
  }

  owns(client) {
    return this.clients.has(client);
  }
}

// One outbox for a page load and a key: it outlives the component when another page of the app is opened.
function outboxOf(key) {
  const all = (window.fangtanOutboxes = window.fangtanOutboxes || new Map());
  if (!all.has(key)) all.set(key, new Outbox(key));
  return all.get(key);
}
