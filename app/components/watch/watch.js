// Remembers the coder's name on this machine, and tells when the server was restarted.
const NAME = "fangtan.coder";

function read() {
  try {
    return localStorage.getItem(NAME) || "";
  } catch (_) {
    return "";
  }
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
