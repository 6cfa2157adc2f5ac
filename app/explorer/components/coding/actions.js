import { uuid4 } from "../shared/dom.js";
import { graphemes, words } from "./text.js";

// From a wish of the reader to an operation. Each says why when it cannot be done.

export function actions(page) {
  const t = page.t;

  const no = (key, values) => {
    page.panels.say(t(key, values), "ft-warn");
    return true;
  };

  const push = (kind, fields) => {
    const before = page.codings;
    const operation = page.outbox.push({
      kind,
      transcript: page.data.transcript,
      revision: page.data.revision,
      ...fields,
    });
    if (kind === "undo" || kind === "redo") page.trail.turn(operation);
    page.refresh();
    if (kind !== "undo" && kind !== "redo") page.trail.record(operation, before, page.codings);
    return true;
  };

  // The chosen coding if it may be changed; else the reason is said and null comes back.
  const own = () => {
    const coding = page.chosen();
    if (page.reviewer()) no("only_reviewing");
    else if (!coding) no("choose_first");
    else if (!page.editable(coding)) no("not_yours", { name: coding.coder });
    else return coding;
    return null;
  };

  const add = (code) => {
    if (page.reviewer()) return no("only_reviewing");
    const [start, end] = page.selection();
    const quote = page.quote(start, end);
    if (quote === null) return no("clipped");
    if (
      page.sorted.some(
        (one) => one.start === start && one.end === end && one.code === code && one.mine,
      )
    )
      return no("coded_already", { code: page.key(code) });
    const names = page.data.polarities.map((one) => one.id);
    const like = page.sorted.find(
      (one) => one.machine && one.code === code && one.start < end && one.end > start,
    );
    const polarity = like ? like.polarity : names.includes("neutral") ? "neutral" : names[0];
    const uuid = uuid4();
    page.state.last = code;
    page.state.coding = uuid;
    page.state.walked = start;
    page.state.pinned = code;
    page.panels.close();
    return push("add", { uuid, start, end, quote, code, polarity });
  };

  const recode = (code) => {
    const coding = own();
    if (!coding) return true;
    if (coding.code === code && !(coding.machine && coding.status !== "accepted"))
      return no("coded_already", { code: page.key(code) });
    page.state.last = code;
    if (coding.machine) return push("decide", { coding: coding.id, status: "accepted", code });
    return push("recode", { coding: coding.id, code });
  };

  const act = {
    // A code was chosen: for the selection, else for the coding.
    code(code) {
      if (!page.codes.has(code)) return no("unknown_code");
      if (page.selection()) return add(code);
      if (page.reviewer()) return true;
      if (page.chosen()) return recode(code);
      return no("select_first");
    },

    digit(digit) {
      const code = page.digits()[digit];
      return code && page.codes.has(code) ? act.code(code) : no("digit_unset", { digit });
    },

    repeat() {
      return page.state.last ? act.code(page.state.last) : no("no_last_code");
    },

    polarity(polarity) {
      const coding = own();
      if (!coding) return true;
      if (coding.polarity === polarity && !(coding.machine && coding.status !== "accepted"))
        return true;
      if (coding.machine)
        return push("decide", { coding: coding.id, status: "accepted", polarity });
      return push("polarity", { coding: coding.id, polarity });
    },

    cycle(direction) {
      const coding = own();
      if (!coding) return true;
      const names = page.data.polarities.map((one) => one.id);
      return act.polarity(
        names[(names.indexOf(coding.polarity) + direction + names.length) % names.length],
      );
    },

    menu() {
      if (own()) page.panels.polarity();
      return true;
    },

    decide(status) {
      const coding = own();
      if (!coding) return true;
      if (!coding.machine)
        return no(status === "rejected" ? "own_not_rejected" : "own_not_accepted");
      if (coding.status === status) return true;
      return push("decide", { coding: coding.id, status });
    },

    remove() {
      const coding = own();
      if (!coding) return true;
      if (coding.machine) return act.decide("rejected");
      return push("remove", { coding: coding.id });
    },

    // Move the start or the end of the chosen coding, or of the selection.
    bound(which, direction, byWord) {
      const range = page.selection();
      const coding = page.chosen();
      if (!coding && !range) return no("choose_first");
      if (coding && !own()) return true;
      const [start, end] = coding ? [coding.start, coding.end] : range;
      const text = page.textAt(start);
      if (end > text.end) return no("over_turns");
      const point = text.step(
        which === "start" ? start : end,
        direction,
        byWord ? words : graphemes,
      );
      const [from, to] = which === "start" ? [point, end] : [start, point];
      if (from >= to || (from === start && to === end)) return true;
      if (!coding) {
        page.set({ anchor: from, caret: to });
        return true;
      }
      page.state.anchor = page.state.caret = which === "start" ? from : to;
      push("resize", { coding: coding.id, start: from, end: to, quote: text.slice(from, to) });
      page.paper.reveal(page.state.caret, false);
      return true;
    },

    split() {
      const coding = own();
      if (!coding) return true;
      const at = page.state.caret;
      if (at === null || at <= coding.start || at >= coding.end) return no("caret_inside");
      return push("split", { coding: coding.id, at, uuid: uuid4() });
    },

    memo() {
      if (page.reviewer()) return no("only_reviewing");
      const range = page.selection();
      const coding = page.chosen();
      if (!range && !coding) return no("memo_first");
      const onCoding = coding && !(range && (range[0] !== coding.start || range[1] !== coding.end));
      const [start, end] = onCoding ? [coding.start, coding.end] : range;
      const quote = page.quote(start, end);
      page.panels.editor({
        title: onCoding ? t("memo_on_coding", { code: page.key(coding.code) }) : t("memo_on_text"),
        quote,
        done: (text) =>
          push(
            "memo",
            onCoding
              ? { target: "coding", coding: coding.id, text, uuid: uuid4() }
              : { target: "span", start, end, quote, text, uuid: uuid4() },
          ),
      });
      return true;
    },

    // Write a memo of one's own anew; without words it goes. Without a note the newest of one's own here.
    editMemo(note) {
      if (page.reviewer()) return no("only_reviewing");
      const own = note || page.notesAround().findLast((one) => one.mine);
      if (!own) return no("no_own_memo");
      const send = (text) =>
        text === own.text || push("edit_memo", { memo: own.id, coding: own.coding, text });
      page.panels.editor({
        title: t("edit_memo"),
        quote: own.coding ? null : page.quote(own.start, own.end),
        text: own.text,
        optional: true,
        done: send,
      });
      return true;
    },

    removeMemo(note) {
      if (page.reviewer()) return no("only_reviewing");
      push("edit_memo", { memo: note.id, coding: note.coding, text: "" });
      page.panels.say(t("memo_removed"));
      return true;
    },

    review(verdict) {
      const coding = page.chosen();
      if (!coding) return no("choose_first");
      const send = (text) => push("review", { coding: coding.id, verdict, text, uuid: uuid4() });
      if (verdict === "accept") return send("");
      page.panels.editor({
        title: t(verdict === "dispute" ? "dispute_title" : "comment_title", {
          code: page.key(coding.code),
        }),
        quote: page.quote(coding.start, coding.end),
        done: send,
      });
      return true;
    },

    undo() {
      if (page.reviewer()) return no("undo_beside");
      return page.data.undo || page.outbox.size() ? push("undo", {}) : no("nothing_to_undo");
    },

    redo() {
      if (page.reviewer()) return no("undo_beside");
      return page.data.redo || page.trail.undone.length ? push("redo", {}) : no("nothing_to_redo");
    },
  };
  return act;
}
