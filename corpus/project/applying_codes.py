"""What operations on codes, codebooks, cases, attributes, views and conflicts do to the rows of a
project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import Any, Final

import sqlalchemy as sa

from corpus.project import operations as op
from corpus.project.applying import Context
from corpus.project.identity import derived_id
from corpus.project.journal import Change, Row, hand_links
from corpus.project.operations import Refused
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


def save_case(context: Context, operation: op.SaveCase) -> None:
    name = operation.name.strip()
    if not name:
        raise Refused("project.empty_name")
    if any(row["id"] != operation.id for row in context.writer.find("cases", cases.c.name == name)):
        raise Refused("project.name_taken", name=name)
    context.writer.put("cases", {"id": operation.id, "name": name})


def assign_case(context: Context, operation: op.AssignCase) -> None:
    transcript = context.transcript(operation.transcript)
    voices = [voice["name"] for voice in transcript["facts"]["speakers"]]
    if operation.case is not None and operation.speaker not in voices:
        raise Refused(
            "project.unknown_speaker",
            speaker=operation.speaker,
            source=transcript["source"],
            known="、".join(voices) or "—",
        )
    entity = derived_id("participation", operation.transcript, operation.speaker)
    if operation.case is None:
        context.writer.remove("participations", entity)
        return
    context.row("cases", operation.case)
    context.writer.put(
        "participations",
        {
            "id": entity,
            "transcript": operation.transcript,
            "speaker": operation.speaker,
            "case": operation.case,
        },
    )


def define_variable(context: Context, operation: op.DefineVariable) -> None:
    name = operation.name.strip()
    if not name:
        raise Refused("project.empty_name")
    if any(
        row["id"] != operation.id
        for row in context.writer.find("variables", variables.c.name == name)
    ):
        raise Refused("project.name_taken", name=name)
    known = context.writer.get("variables", operation.id)
    if known is not None and known["type"] != operation.type:
        for row in context.writer.find("attributes", attributes.c.variable == operation.id):
            context.writer.change("attributes", row, value=fitting(row["value"], operation.type))
    position = (
        known["position"]
        if known
        else context.writer.connection.execute(
            sa.select(sa.func.count()).select_from(variables)
        ).scalar_one()
    )
    context.writer.put(
        "variables",
        {"id": operation.id, "name": name, "type": operation.type, "position": position},
    )


def set_attribute(context: Context, operation: op.SetAttribute) -> None:
    context.row("cases", operation.case)
    variable = context.row("variables", operation.variable)
    entity = derived_id("attribute", operation.case, operation.variable)
    if not operation.value.strip():
        context.writer.remove("attributes", entity)
        return
    context.writer.put(
        "attributes",
        {
            "id": entity,
            "case": operation.case,
            "variable": operation.variable,
            "value": fitting(operation.value, variable["type"]),
        },
    )


def add_code(context: Context, operation: op.AddCode) -> None:
    if not operation.name.strip() or not operation.key.strip():
        raise Refused("project.empty_name")
    if len(operation.key.strip()) > 80:
        raise Refused("project.long_key", key=operation.key.strip()[:80], limit=80)
    if context.writer.get("codes", operation.id) is not None:
        raise Refused("project.id_taken", id=operation.id)
    if not context.writer.find("codebooks", codebooks.c.family == operation.family):
        raise Refused("project.unknown_codebook", family=operation.family)
    if context.writer.find(
        "codes", codes.c.family == operation.family, codes.c.key == operation.key.strip()
    ):
        raise Refused("project.name_taken", name=operation.key)
    if (
        operation.parent is not None
        and context.code(operation.parent)["family"] != operation.family
    ):
        raise Refused("project.other_codebook")
    position = context.writer.connection.execute(
        sa.select(sa.func.coalesce(sa.func.max(codes.c.position), -1) + 1).where(
            codes.c.family == operation.family
        )
    ).scalar_one()
    context.writer.put(
        "codes",
        _code(
            operation.id,
            operation.family,
            operation.key.strip(),
            operation.name.strip(),
            "",
            operation.parent,
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


def rename_code(context: Context, operation: op.RenameCode) -> None:
    row = context.code(operation.code)
    if operation.name is not None and not operation.name.strip():
        raise Refused("project.empty_name")
    if operation.color is not None and not re.fullmatch(r"#[0-9A-Fa-f]{6}", operation.color):
        raise Refused("project.bad_color", color=operation.color)
    context.writer.change(
        "codes",
        row,
        **({"name": operation.name.strip()} if operation.name is not None else {}),
        **({"color": operation.color} if operation.color is not None else {}),
    )


def move_code(context: Context, operation: op.MoveCode) -> None:
    row = context.code(operation.code)
    above = operation.parent
    while above is not None:
        if above == row["id"]:
            raise Refused("project.under_itself", code=row["key"])
        parent = context.code(above) if above == operation.parent else context.row("codes", above)
        if parent["family"] != row["family"]:
            raise Refused("project.other_codebook")
        above = parent["parent"]
    context.writer.change("codes", row, parent=operation.parent)


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


def _hand_over(context: Context, gone: Row, stays: Row) -> None:
    """Memos and links of a coding that goes to the one that stays."""
    hand_links(context.writer, gone, stays)
    for memo in context.writer.find(
        "memos", memos.c.kind == "coding", memos.c.target == gone["id"]
    ):
        context.writer.change("memos", memo, target=stays["id"])


def merge_codes(context: Context, operation: op.MergeCodes) -> None:
    """Of two codings of one coder, place and polarity that would stand on one code the decided one
    stays, with the memos and links of both.
    """
    row, into = context.code(operation.code), context.code(operation.into)
    if row["id"] == into["id"]:
        raise Refused("project.merge_itself")
    if row["family"] != into["family"]:
        raise Refused("project.other_codebook")
    above: str | None = into["parent"]
    while above is not None:
        if above == row["id"]:
            raise Refused("project.under_itself", code=into["key"])
        above = context.row("codes", above)["parent"]
    there = {
        _place(coding): coding
        for coding in context.writer.find("codings", codings.c.code == into["id"])
    }
    doubled: list[Row] = []
    moved: list[Row] = []
    for coding in context.writer.find("codings", codings.c.code == row["id"]):
        twin = there.get(_place(coding))
        if twin is None:
            moved.append(coding)
        elif _RANK[twin["status"]] >= _RANK[coding["status"]]:
            doubled.append(coding)
            _hand_over(context, coding, twin)
        else:
            doubled.append(twin)
            moved.append(coding)
            _hand_over(context, twin, coding)
    context.writer.remove_all("codings", doubled)
    context.writer.change_all("codings", moved, code=into["id"])
    for child in context.writer.find("codes", codes.c.parent == row["id"]):
        context.writer.change("codes", child, parent=into["id"])
    context.writer.change("codes", row, retired=True, merged_into=into["id"])


def adopt_codebook(context: Context, operation: op.AdoptCodebook) -> None:
    """Codes are known by their key: one that stays keeps its id, its codings and the name and place
    that the study gave it; one that is gone is retired, its codings stay.
    """
    earlier = context.writer.find("codebooks", codebooks.c.family == operation.family)
    _put_codebook(context, operation, earlier)
    known = {
        row["key"]: row for row in context.writer.find("codes", codes.c.family == operation.family)
    }
    said = _said_of([book for book in earlier if book["current"]])
    keys = {row["id"]: row["key"] for row in known.values()}
    mine: set[str] = set()
    for number, (key, name, name_en, parent_key) in enumerate(operation.codes):
        mine.add(key)
        parent = derived_id("code", operation.family, parent_key) if parent_key else None
        if parent_key in known:
            parent = known[parent_key]["id"]
        row = known.get(key)
        if row is None:
            row = known[key] = _code(
                derived_id("code", operation.family, key),
                operation.family,
                key,
                name,
                name_en,
                parent,
                number,
            )
            context.writer.put("codes", row)
        elif row["merged_into"] is None:
            was = said.get(key)
            own_name = was is not None and row["name"] != was[0]
            own_place = was is not None and keys.get(row["parent"] or "", "") != was[1]
            context.writer.change(
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
            context.writer.change("codes", row, retired=True)


def _put_codebook(context: Context, operation: op.AdoptCodebook, earlier: list[Row]) -> None:
    """The version that is adopted becomes the current one; the place of its family in the study
    stays.
    """
    entity = derived_id("codebook", operation.family, operation.hash)
    position = (
        earlier[0]["position"]
        if earlier
        else context.writer.connection.execute(
            sa.select(sa.func.count(sa.distinct(codebooks.c.family)))
        ).scalar_one()
    )
    for book in earlier:
        if book["current"] and book["id"] != entity:
            context.writer.change("codebooks", book, current=False)
    context.writer.put(
        "codebooks",
        {
            "id": entity,
            "family": operation.family,
            "version": operation.version,
            "hash": operation.hash,
            "name": operation.name,
            "snapshot": operation.snapshot,
            "current": True,
            "position": position,
        },
    )


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


def save_view(context: Context, operation: op.SaveView) -> None:
    if not operation.name.strip():
        raise Refused("project.empty_name")
    known = context.writer.get("views", operation.id)
    if known is not None:
        context.require_own(known)
    context.writer.put(
        "views",
        {
            "id": operation.id,
            "name": operation.name.strip(),
            "page": operation.page,
            "state": dict(operation.state),
            "coder": context.coder["id"],
        },
    )


def remove_view(context: Context, operation: op.RemoveView) -> None:
    context.require_own(context.row("views", operation.view))
    context.writer.remove("views", operation.view)


def settle_conflict(context: Context, operation: op.SettleConflict) -> None:
    row = context.row("conflicts", operation.conflict)
    if row["settled"]:
        raise Refused("project.settled_already")
    if operation.take == "theirs":
        theirs, entity = row["theirs"], row["entity"]
        if row["ours"] is not None and row["ours"]["id"] != entity and theirs is not None:
            entity, theirs = row["ours"]["id"], {**theirs, "id": row["ours"]["id"]}
        context.writer.set(Change(row["table"], entity, None, theirs))
    context.writer.change("conflicts", row, settled=True)


CODE_HANDLERS: Final[dict[type[op.Operation], Callable[[Context, Any], None]]] = {
    op.SaveCase: save_case,
    op.AssignCase: assign_case,
    op.DefineVariable: define_variable,
    op.SetAttribute: set_attribute,
    op.AddCode: add_code,
    op.RenameCode: rename_code,
    op.MoveCode: move_code,
    op.MergeCodes: merge_codes,
    op.AdoptCodebook: adopt_codebook,
    op.SaveView: save_view,
    op.RemoveView: remove_view,
    op.SettleConflict: settle_conflict,
}
