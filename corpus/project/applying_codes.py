"""What operations on codes, codebooks, cases and attributes do to the rows of a project."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import Any, Final

import sqlalchemy as sa

from corpus.project import operations as op
from corpus.project.applying import Doing
from corpus.project.identity import derived_id
from corpus.project.journal import Row
from corpus.project.refusal import Refused
from corpus.project.schema import attributes, cases, codebooks, codes, codings, memos, variables

_YES: Final = frozenset({"是", "有", "true", "yes", "y", "1", "对"})
_NO: Final = frozenset({"否", "无", "没有", "false", "no", "n", "0", "不是"})


_DATE: Final = re.compile(
    (
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]\d{1,"
        r"2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
    ),
    re.ASCII,
)


def fitting(value: str, kind: str) -> str:
    """A value of an attribute as it is stored. Raises Refused when it is none of its type."""
    value = value.strip()
    if kind == "number":
        try:
            number = float(value.replace(",", "").replace("，", ""))
        except ValueError as error:
            raise Refused("project.bad_value", value=value, type=kind) from error
        if not isfinite(number):
            raise Refused("project.bad_value", value=value, type=kind)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if kind == "date":
        told = _DATE.fullmatch(value)
        try:
            if told is None:
                raise ValueError("no date")
            return date(*map(int, told.groups())).isoformat()
        except ValueError as error:
            raise Refused("project.bad_value", value=value, type=kind) from error
    if kind == "boolean":
        if value.lower() in _YES | _NO:
            return "true" if value.lower() in _YES else "false"
        raise Refused("project.bad_value", value=value, type=kind)
    return value


def save_case(doing: Doing, done: op.SaveCase) -> None:
    name = done.name.strip()
    if not name:
        raise Refused("project.empty_name")
    if any(row["id"] != done.id for row in doing.writer.find("cases", cases.c.name == name)):
        raise Refused("project.name_taken", name=name)
    doing.writer.put("cases", {"id": done.id, "name": name})


def assign_case(doing: Doing, done: op.AssignCase) -> None:
    transcript = doing.transcript(done.transcript)
    voices = [voice["name"] for voice in transcript["facts"]["speakers"]]
    if done.case is not None and done.speaker not in voices:
        raise Refused(
            "project.unknown_speaker",
            speaker=done.speaker,
            source=transcript["source"],
            known="、".join(voices) or "—",
        )
    entity = derived_id("participation", done.transcript, done.speaker)
    if done.case is None:
        doing.writer.remove("participations", entity)
        return
    doing.row("cases", done.case)
    doing.writer.put(
        "participations",
        {"id": entity, "transcript": done.transcript, "speaker": done.speaker, "case": done.case},
    )


def define_variable(doing: Doing, done: op.DefineVariable) -> None:
    name = done.name.strip()
    if not name:
        raise Refused("project.empty_name")
    if any(
        row["id"] != done.id for row in doing.writer.find("variables", variables.c.name == name)
    ):
        raise Refused("project.name_taken", name=name)
    known = doing.writer.get("variables", done.id)
    if known is not None and known["type"] != done.type:
        for row in doing.writer.find("attributes", attributes.c.variable == done.id):
            doing.writer.change("attributes", row, value=fitting(row["value"], done.type))
    position = (
        known["position"]
        if known
        else doing.writer.connection.execute(
            sa.select(sa.func.count()).select_from(variables)
        ).scalar_one()
    )
    doing.writer.put(
        "variables", {"id": done.id, "name": name, "type": done.type, "position": position}
    )


def set_attribute(doing: Doing, done: op.SetAttribute) -> None:
    doing.row("cases", done.case)
    variable = doing.row("variables", done.variable)
    entity = derived_id("attribute", done.case, done.variable)
    if not done.value.strip():
        doing.writer.remove("attributes", entity)
        return
    doing.writer.put(
        "attributes",
        {
            "id": entity,
            "case": done.case,
            "variable": done.variable,
            "value": fitting(done.value, variable["type"]),
        },
    )


def add_code(doing: Doing, done: op.AddCode) -> None:
    if not done.name.strip() or not done.key.strip():
        raise Refused("project.empty_name")
    if len(done.key.strip()) > 80:
        raise Refused("project.long_key", key=done.key.strip()[:80], limit=80)
    if doing.writer.get("codes", done.id) is not None:
        raise Refused("project.id_taken", id=done.id)
    if not doing.writer.find("codebooks", codebooks.c.family == done.family):
        raise Refused("project.unknown_codebook", family=done.family)
    if doing.writer.find("codes", codes.c.family == done.family, codes.c.key == done.key.strip()):
        raise Refused("project.name_taken", name=done.key)
    if done.parent is not None and doing.code(done.parent)["family"] != done.family:
        raise Refused("project.other_codebook")
    position = doing.writer.connection.execute(
        sa.select(sa.func.coalesce(sa.func.max(codes.c.position), -1) + 1).where(
            codes.c.family == done.family
        )
    ).scalar_one()
    doing.writer.put(
        "codes",
        _code(
            done.id,
            done.family,
            done.key.strip(),
            done.name.strip(),
            "",
            done.parent,
            int(position),
        ),
    )


def _code(
    entity: str, family: str, key: str, name: str, name_en: str, parent: str | None, position: int
) -> Row:
    return {
        "id": entity,
        "family": family,
        "key": key,
        "name": name,
        "name_en": name_en,
        "parent": parent,
        "color": None,
        "position": position,
        "retired": False,
        "merged_into": None,
    }


def rename_code(doing: Doing, done: op.RenameCode) -> None:
    row = doing.code(done.code)
    if done.name is not None and not done.name.strip():
        raise Refused("project.empty_name")
    if done.color is not None and not re.fullmatch(r"#[0-9A-Fa-f]{6}", done.color):
        raise Refused("project.bad_color", color=done.color)
    doing.writer.change(
        "codes",
        row,
        **({"name": done.name.strip()} if done.name is not None else {}),
        **({"color": done.color} if done.color is not None else {}),
    )


def move_code(doing: Doing, done: op.MoveCode) -> None:
    row = doing.code(done.code)
    above = done.parent
    while above is not None:
        if above == row["id"]:
            raise Refused("project.under_itself", code=row["key"])
        parent = doing.code(above) if above == done.parent else doing.row("codes", above)
        if parent["family"] != row["family"]:
            raise Refused("project.other_codebook")
        above = parent["parent"]
    doing.writer.change("codes", row, parent=done.parent)


def _place(coding: Row) -> tuple[Any, ...]:
    return (
        coding["transcript"],
        coding["revision"],
        coding["start"],
        coding["end"],
        coding["coder"],
        coding["polarity"],
    )


_RANK: Final = {"suggested": 0, "rejected": 1, "accepted": 2}


def _hand_memos(doing: Doing, gone: Row, stays: Row) -> None:
    for memo in doing.writer.find("memos", memos.c.kind == "coding", memos.c.target == gone["id"]):
        doing.writer.change("memos", memo, target=stays["id"])


def merge_codes(doing: Doing, done: op.MergeCodes) -> None:
    """Of two codings of one coder, place and polarity that would stand on one code the decided one
    stays, with the memos of both.
    """
    row, into = doing.code(done.code), doing.code(done.into)
    if row["id"] == into["id"]:
        raise Refused("project.merge_itself")
    if row["family"] != into["family"]:
        raise Refused("project.other_codebook")
    above: str | None = into["parent"]
    while above is not None:
        if above == row["id"]:
            raise Refused("project.under_itself", code=into["key"])
        above = doing.row("codes", above)["parent"]
    there = {
        _place(coding): coding
        for coding in doing.writer.find("codings", codings.c.code == into["id"])
    }
    doubled: list[Row] = []
    moved: list[Row] = []
    for coding in doing.writer.find("codings", codings.c.code == row["id"]):
        twin = there.get(_place(coding))
        if twin is None:
            moved.append(coding)
        elif _RANK[twin["status"]] >= _RANK[coding["status"]]:
            doubled.append(coding)
            _hand_memos(doing, coding, twin)
        else:
            doubled.append(twin)
            moved.append(coding)
            _hand_memos(doing, twin, coding)
    doing.writer.remove_all("codings", doubled)
    doing.writer.change_all("codings", moved, code=into["id"])
    for child in doing.writer.find("codes", codes.c.parent == row["id"]):
        doing.writer.change("codes", child, parent=into["id"])
    doing.writer.change("codes", row, retired=True, merged_into=into["id"])


def adopt_codebook(doing: Doing, done: op.AdoptCodebook) -> None:
    """Codes are known by their key: one that stays keeps its id, its codings and the name and place
    that the study gave it; one that is gone is retired, its codings stay.
    """
    entity = derived_id("codebook", done.family, done.hash)
    earlier = doing.writer.find("codebooks", codebooks.c.family == done.family)
    position = (
        earlier[0]["position"]
        if earlier
        else doing.writer.connection.execute(
            sa.select(sa.func.count(sa.distinct(codebooks.c.family)))
        ).scalar_one()
    )
    for book in earlier:
        if book["current"] and book["id"] != entity:
            doing.writer.change("codebooks", book, current=False)
    doing.writer.put(
        "codebooks",
        {
            "id": entity,
            "family": done.family,
            "version": done.version,
            "hash": done.hash,
            "name": done.name,
            "snapshot": done.snapshot,
            "current": True,
            "position": position,
        },
    )
    known = {row["key"]: row for row in doing.writer.find("codes", codes.c.family == done.family)}
    said = _said_of([book for book in earlier if book["current"]])
    keys = {row["id"]: row["key"] for row in known.values()}
    mine: set[str] = set()
    for number, (key, name, name_en, parent_key) in enumerate(done.codes):
        mine.add(key)
        parent = derived_id("code", done.family, parent_key) if parent_key else None
        if parent_key in known:
            parent = known[parent_key]["id"]
        row = known.get(key)
        if row is None:
            row = known[key] = _code(
                derived_id("code", done.family, key),
                done.family,
                key,
                name,
                name_en,
                parent,
                number,
            )
            doing.writer.put("codes", row)
        elif row["merged_into"] is None:
            was = said.get(key)
            own_name = was is not None and row["name"] != was[0]
            own_place = was is not None and keys.get(row["parent"] or "", "") != was[1]
            doing.writer.change(
                "codes",
                row,
                name=row["name"] if own_name else name,
                name_en=name_en,
                parent=row["parent"] if own_place else parent,
                position=number,
                retired=False,
            )
    shipped = set(_said_of(earlier))
    for key, row in known.items():
        if key not in mine and key in shipped and not row["retired"]:
            doing.writer.change("codes", row, retired=True)


def _said_of(books: list[Row]) -> dict[str, tuple[str, str]]:
    """Key -> (name, key of the parent) of every code that these versions declared (a code of the
    study's own is not among them).
    """
    found: dict[str, tuple[str, str]] = {}

    def walk(entries: Any, parent: str) -> None:
        for entry in entries or ():
            name = entry.get("name")
            found[entry["id"]] = (
                name.get("zh", "") if isinstance(name, dict) else str(name or ""),
                parent,
            )
            walk(entry.get("children"), entry["id"])

    for book in books:
        walk(json.loads(book["snapshot"]).get("codes"), "")
    return found


CODE_HANDLERS: Final[dict[type[op.Operation], Callable[[Doing, Any], None]]] = {
    op.SaveCase: save_case,
    op.AssignCase: assign_case,
    op.DefineVariable: define_variable,
    op.SetAttribute: set_attribute,
    op.AddCode: add_code,
    op.RenameCode: rename_code,
    op.MoveCode: move_code,
    op.MergeCodes: merge_codes,
    op.AdoptCodebook: adopt_codebook,
}
