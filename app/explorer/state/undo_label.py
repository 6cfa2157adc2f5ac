"""What this coder's undo and redo would do next, in words. No screen here."""

from __future__ import annotations

from typing import Final

from app.explorer.state.study.facts import Facts
from corpus.catalogue import Language, message
from corpus.project.journal import Event
from corpus.project.operations import LinkCodings, UnlinkCodings

LONGEST = 24
LINKING: Final = (LinkCodings.kind, UnlinkCodings.kind)


def event_label(event: Event, facts: Facts, lang: Language) -> str:
    """An event as a person would name it: what was done, under which code, on which words."""
    name = message(f"operation.{event.kind}", lang)
    if event.kind in LINKING:
        step = next(
            (change.after or change.before or {})["step"]
            for change in event.changes
            if change.table == "links"
        )
        joined = " → ".join(message(f"function.{part}", lang) for part in step.split("-"))
        return message("undo.thing", lang, what=name, name=joined)
    for change in event.changes:
        row = {**(change.before or {}), **(change.after or {})}
        if change.table == "codings":
            code = facts.all_codes.get(str(row.get("code")))
            return message(
                "undo.coding",
                lang,
                what=name,
                code=code.key if code else "",
                quote=_short(str(row.get("quote", ""))),
            )
        for field in ("text", "name", "value"):
            if row.get(field) and change.table in (
                "memos",
                "reviews",
                "codes",
                "cases",
                "variables",
                "attributes",
                "views",
                "sets",
            ):
                return message("undo.thing", lang, what=name, name=_short(str(row[field])))
    return name


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
