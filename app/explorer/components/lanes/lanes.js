// One text, one lane for each coder. Text goes in by textContent only.
function el(tag, cls, text) {
  const made = document.createElement(tag);
  if (cls) made.className = cls;
  if (text !== undefined) made.textContent = text;
  return made;
}

export default function ({ data, parentElement, setStateValue }) {
  const old = parentElement.querySelector(".ftl-root");
  const signature = JSON.stringify([data.heads, data.rows]);
  let root = old;
  if (!root || root.signature !== signature) {
    root = el("div", "ftl-root");
    root.signature = signature;
    root.style.setProperty("--ftl-lanes", data.heads.length - 1);
    const head = el("div", "ftl-row ftl-head");
    data.heads.forEach((name) => head.append(el("div", "", name)));
    root.append(head);
    for (const row of data.rows) {
      const line = el("div", "ftl-row" + (row.agreed ? "" : " ftl-differs"));
      line.tabIndex = row.agreed ? -1 : 0;
      line.dataset.start = row.start;
      const text = el("div", "ftl-text", row.text);
      text.dir = "auto";
      if (!row.agreed) text.prepend(el("span", "ftl-flag", data.differs));
      line.append(text);
      for (const own of row.lanes) {
        const lane = el("div", "ftl-lane");
        for (const code of own) {
          const chip = el("span", "ftl-chip");
          chip.style.setProperty("--ftl-code", code.color);
          chip.append(el("b", "", code.sign), el("span", "ftl-key", code.key), el("span", "", code.name));
          chip.title = code.polarity;
          lane.append(chip);
        }
        line.append(lane);
      }
      const pick = () => setStateValue("pick", { start: row.start, n: Date.now() });
      line.addEventListener("click", pick);
      line.addEventListener("keydown", (event) => {
        if (event.key === "Enter") pick();
      });
      root.append(line);
    }
    if (old) old.replaceWith(root);
    else parentElement.append(root);
  }
  if (data.focus !== null && root.dataset.focus !== String(data.focus)) {
    root.dataset.focus = String(data.focus);
    root.querySelectorAll(".ftl-here").forEach((line) => line.classList.remove("ftl-here"));
    const there = [...root.querySelectorAll(".ftl-row[data-start]")].filter((line) => Number(line.dataset.start) <= data.focus).pop();
    if (there) {
      there.classList.add("ftl-here");
      root.scrollTop = there.offsetTop - root.clientHeight / 3;
    }
  }
}
