// Quotations as cards. All text goes in by textContent; what is done on a card is kept until Python acknowledges it.
const MOUNTED = new WeakMap();

function el(tag, cls, text) {
  const made = document.createElement(tag);
  if (cls) made.className = cls;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

function marked(box, quote, marks) {
  const points = Array.from(quote);
  let at = 0;
  for (const [start, end, kind] of marks || []) {
    if (start < at || end > points.length) continue;
    if (start > at) box.append(document.createTextNode(points.slice(at, start).join("")));
    box.append(el("mark", "ftc-" + kind, points.slice(start, end).join("")));
    at = end;
  }
  box.append(document.createTextNode(points.slice(at).join("")));
}

function card(one, state) {
  const { data } = state;
  const box = el("article", "ftc-card" + (one.current ? " ftc-current" : "") + (one.same ? " ftc-same" : ""));
  box.tabIndex = 0;
  box.dataset.id = one.id;
  const head = el("header", "ftc-head");
  for (const code of one.codes || []) {
    const chip = el("span", "ftc-chip");
    chip.style.setProperty("--ftc-code", code.color || "var(--st-primary-color)");
    chip.append(el("b", "ftc-sign", code.sign), el("span", "ftc-key", code.key), el("span", "", code.name));
    chip.title = code.polarity || "";
    head.append(chip);
  }
  if (one.state) head.append(el("span", "ftc-state ftc-" + one.status, one.state));
  if (one.coder) head.append(el("span", "ftc-coder", one.coder));
  const text = el("blockquote", "ftc-quote");
  text.dir = "auto";
  if (one.before) text.append(el("span", "ftc-around", one.before));
  const said = el("span", "ftc-said");
  marked(said, one.quote, one.marks);
  text.append(said);
  if (one.after) text.append(el("span", "ftc-around", one.after));
  const foot = el("footer", "ftc-foot");
  foot.append(el("cite", "ftc-cite", one.same ? "" : one.cite));
  const buttons = el("span", "ftc-buttons");
  for (const action of one.actions || data.actions || []) buttons.append(button(action, one, state));
  foot.append(buttons);
  if (one.same) {
    const points = Array.from(one.quote);
    const seen = (one.marks || []).map(([start, end]) => points.slice(start, end).join("")).join(" … ");
    if (seen) head.insertBefore(el("span", "ftc-seen", seen), head.querySelector(".ftc-coder"));
    box.setAttribute("aria-label", one.quote);
    box.append(head);
  } else box.append(head, text);
  for (const review of one.reviews || []) {
    const said_ = el("p", "ftc-review ftc-" + review.verdict);
    said_.append(el("b", "", review.label), el("span", "", review.text || ""), el("i", "", review.coder));
    box.append(said_);
  }
  box.append(foot);
  return box;
}

function button(action, one, state) {
  const made = el("button", "ftc-button ftc-do-" + action.id, action.label);
  made.type = "button";
  made.title = action.title || action.label;
  made.addEventListener("click", (event) => {
    event.stopPropagation();
    if (action.id === "copy") return copy(`“${one.quote}”（${one.cite}）`, made, state);
    if (action.id === "link") return copy(new URL(`coding?c=${encodeURIComponent(one.id)}`, document.baseURI).href, made, state);
    if (action.note) return ask(action, one, made, state);
    act(state, one.id, action.id, "");
  });
  return made;
}

async function copy(text, made, state) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (_) {
    const area = el("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = made.textContent;
  if (before === state.data.texts.copied) return;
  made.textContent = state.data.texts.copied;
  setTimeout(() => (made.textContent = before), 1200);
}

function ask(action, one, made, state) {
  const box = made.closest(".ftc-card");
  box.querySelector(".ftc-ask")?.remove();
  const form = el("form", "ftc-ask");
  const area = el("textarea", "ftc-text");
  area.placeholder = action.note;
  area.setAttribute("aria-label", action.note);
  area.rows = 2;
  const send = el("button", "ftc-button ftc-send", action.label);
  send.type = "submit";
  const cancel = el("button", "ftc-button", state.data.texts.cancel);
  cancel.type = "button";
  cancel.addEventListener("click", () => form.remove());
  const done = (event) => {
    event.preventDefault();
    if (!area.value.trim() && !action.optional) return area.focus();
    act(state, one.id, action.id, area.value.trim());
    form.remove();
  };
  form.addEventListener("submit", done);
  area.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") form.remove();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done(event);
  });
  form.append(area, send, cancel);
  box.append(form);
  area.focus();
}

function act(state, id, action, text) {
  state.seq += 1;
  state.waiting.push({ seq: state.seq, id, action, text, uuid: uuid() });
  push(state);
}

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function push(state) {
  state.send("acts", { client: state.client, acts: state.waiting });
  clearTimeout(state.timer);
  if (state.waiting.length) state.timer = setTimeout(() => push(state), 1500);
}

function keys(event, state) {
  if (event.isComposing || event.keyCode === 229 || event.target.closest("textarea")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const cards = [...state.root.querySelectorAll(".ftc-card")];
  const here = cards.indexOf(document.activeElement?.closest(".ftc-card"));
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step) {
    cards[Math.min(Math.max(here + step, 0), cards.length - 1)]?.focus();
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (event.key === "u") {
    act(state, "", "undo", "");
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (here < 0) return;
  const wanted = { Enter: "open", o: "open", a: "accept", x: "reject", d: "dispute", c: "comment", y: "copy", l: "link", g: "agree", s: "settle" }[event.key];
  if (!wanted || event.target.tagName === "BUTTON") return;
  const found = cards[here].querySelector(".ftc-do-" + wanted);
  if (found) {
    found.click();
    event.preventDefault();
  }
  event.stopPropagation();
}

export default function ({ data, parentElement, setStateValue }) {
  let state = MOUNTED.get(parentElement);
  if (!state) {
    const root = el("div", "ftc-root");
    root.setAttribute("role", "feed");
    parentElement.append(root);
    state = { root, client: uuid(), seq: 0, waiting: [], timer: 0, drawn: new Map() };
    MOUNTED.set(parentElement, state);
    root.addEventListener("keydown", (event) => keys(event, state));
  }
  state.send = setStateValue;
  state.data = data;
  state.root.setAttribute("aria-label", data.label || "");
  const applied = (data.ack || {})[state.client] || 0;
  const before = state.waiting.length;
  state.waiting = state.waiting.filter((one) => one.seq > applied);
  if (before && !state.waiting.length) clearTimeout(state.timer);
  const wanted = [];
  const keep = new Map();
  for (const one of data.cards || []) {
    const signature = JSON.stringify([one, data.actions]);
    const known = state.drawn.get(one.id);
    const box = known && known.signature === signature ? known.box : card(one, state);
    keep.set(one.id, { signature, box });
    wanted.push(box);
  }
  state.drawn = keep;
  const there = [...state.root.children];
  if (there.length !== wanted.length || there.some((box, place) => box !== wanted[place])) state.root.replaceChildren(...wanted);
  return () => clearTimeout(state.timer);
}
