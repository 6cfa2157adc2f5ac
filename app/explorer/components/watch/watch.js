// Remembers the coder's name on this machine, shows the keys when ? is pressed, and tells when the server was restarted.
const NAME = "fangtan.coder";

function read() {
  try {
    return localStorage.getItem(NAME) || "";
  } catch (_) {
    return "";
  }
}

let KEYS = null;

function make(tag, cls, text) {
  const made = document.createElement(tag);
  if (cls) made.className = cls;
  if (text !== undefined) made.textContent = text;
  return made;
}

function showKeys() {
  document.querySelector(".ftw-keys")?.remove();
  const box = make("dialog", "ftw-keys");
  box.setAttribute("aria-label", KEYS.title);
  const head = make("header", "");
  const close = make("button", "", KEYS.close);
  close.type = "button";
  close.addEventListener("click", () => box.close());
  head.append(make("h3", "", KEYS.title), close);
  box.append(head);
  for (const group of KEYS.groups) {
    const list = make("dl", "");
    for (const [keys, text] of group.keys) {
      const name = make("dt", "");
      keys.split(" ").forEach((key) => name.append(make("kbd", "", key)));
      list.append(name, make("dd", "", text));
    }
    box.append(make("h4", "", group.name), list);
  }
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && box.close());
  (document.querySelector(".stApp") || document.body).append(box);
  box.showModal();
}

function pressed(event) {
  if (event.key !== "?" || !KEYS || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest && event.target.closest("input, textarea, select, [contenteditable=true], .ft-root, dialog, [role=dialog]")) return;
  event.preventDefault();
  event.stopPropagation();
  showKeys();
}

export default function ({ data, parentElement, setStateValue }) {
  let bar = parentElement.querySelector(".ftw-bar");
  if (!bar) {
    bar = document.createElement("div");
    bar.className = "ftw-bar";
    bar.setAttribute("role", "status");
    bar.hidden = true;
    parentElement.append(bar);
  }
  if (data.remember) {
    try {
      localStorage.setItem(NAME, data.remember);
    } catch (_) {
      /* a browser without storage asks again next time */
    }
  } else if (read() && data.ask) {
    setStateValue("coder", read());
  }
  KEYS = data.keys;
  if (window.__fangtanKeys) document.removeEventListener("keydown", window.__fangtanKeys, true);
  window.__fangtanKeys = pressed;
  document.addEventListener("keydown", pressed, true);
  const known = window.__fangtanBoot;
  window.__fangtanBoot = data.boot;
  if (known && known !== data.boot) {
    bar.replaceChildren();
    bar.append(document.createTextNode(data.restarted));
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = data.close;
    close.addEventListener("click", () => (bar.hidden = true));
    bar.append(close);
    bar.hidden = false;
  }
}
