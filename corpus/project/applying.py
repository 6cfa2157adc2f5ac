"""What each operation on codings, memos and reviews does to the rows of a project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from corpus.coding import FUNCTIONS
from corpus.project import operations as op
from corpus.project.journal import Row, Writer, drop_links, hand_links, keep_memos
from corpus.project.operations import Refused
from corpus.project.records import evidence_record
from corpus.project.schema import codebooks, codings, memos, revisions
from corpus.span import Span

POLARITIES: Final = frozenset({"lacking", "present", "demanded", "changed", "neutral", "unsure"})
STATUSES: Final = frozenset({"suggested", "accepted", "rejected"})
VERDICTS: Final = frozenset({"comment", "accept", "dispute", "adjudicate"})


@dataclass(slots=True)
class Context:
    """One operation on its way: the writer, who does it (a row of ``coders``), and when."""

    writer: Writer
    coder: Row
    at: str

    def row(self, table: str, entity: str) -> Row:
        """Raises Refused when the row does not exist (any more)."""
        found = self.writer.get(table, entity)
        if found is None:
            raise Refused("project.unknown", what=table, id=entity)
        return found

    def transcript(self, entity: str, revision: int | None = None) -> Row:
        """Raises Refused when there is no such transcript or when it stands at another revision
        than the one looked at.
        """
        found = self.writer.get("transcripts", entity)
        if found is None:
            raise Refused("project.unknown_transcript", id=entity)
        if revision is not None and revision != found["revision"]:
            raise Refused(
                "project.revision_moved",
                source=found["source"],
                seen=revision,
                now=found["revision"],
            )
        return found

    def text(self, transcript: Row) -> str:
        found = self.writer.connection.execute(
            sa.select(revisions.c.text).where(
                revisions.c.transcript == transcript["id"],
                revisions.c.number == transcript["revision"],
            )
        ).scalar_one()
        return str(found)

    def turn_of_span(self, transcript: Row, span: Span, quote: str) -> int:
        """The index of the turn in which a span begins. Raises Refused when the span is empty or
        its text is not ``quote``.
        """
        text = self.text(transcript)
        if not span or span.end > len(text):
            raise Refused("project.bad_span", start=span.start, end=span.end, length=len(text))
        if text[span.start : span.end] != quote:
            raise Refused(
                "project.quote_differs",
                source=transcript["source"],
                quote=quote[:40],
                there=text[span.start : span.end][:40],
            )
        return self.turn(transcript, span.start)

    def turn(self, transcript: Row, position: int) -> int:
        record = self.writer.connection.execute(
            sa.select(revisions.c.record).where(
                revisions.c.transcript == transcript["id"],
                revisions.c.number == transcript["revision"],
            )
        ).scalar_one()
        turns = record["turns"]
        return next(
            (place for place, turn in enumerate(turns) if turn["start"] <= position < turn["end"]),
            -1,
        )

    def code(self, entity: str) -> Row:
        """Raises Refused when there is no such code, or when it was retired."""
        found = self.writer.get("codes", entity)
        if found is None:
            raise Refused("project.unknown_code", id=entity)
        if found["retired"]:
            heir = self.writer.get("codes", found["merged_into"]) if found["merged_into"] else None
            raise Refused(
                "project.retired_code", code=found["key"], heir=heir["key"] if heir else "—"
            )
        return found

    def coding(self, entity: str) -> Row:
        """A coding that this coder may change: one's own, or a machine's. Raises Refused
        otherwise.
        """
        found = self.writer.get("codings", entity)
        if found is None:
            raise Refused("project.unknown_coding", id=entity)
        if found["coder"] != self.coder["id"]:
            owner = self.row("coders", found["coder"])
            if owner["kind"] != "machine":
                raise Refused("project.not_yours", coder=owner["name"])
        return found

    def require_own(self, row: Row) -> None:
        """Raises Refused when a memo, review, view or link is another coder's."""
        if row["coder"] != self.coder["id"]:
            raise Refused("project.not_yours", coder=self.row("coders", row["coder"])["name"])

    def touch(self, row: Row, **values: Any) -> None:
        """Change a coding; a machine's suggestion that a person changes is accepted by that, and
        who decided is kept.
        """
        if row["coder"] != self.coder["id"] and "status" not in values:
            values["status"] = "accepted"
        if row["coder"] != self.coder["id"]:
            values["decider"] = None if values.get("status") == "suggested" else self.coder["id"]
        self.writer.change("codings", row, **values)

    def standing(self, row: Row) -> Row:
        """The transcript of a coding whose place is up to date. Raises Refused when it is still to
        be placed.
        """
        transcript = self.row("transcripts", row["transcript"])
        if row["revision"] != transcript["revision"]:
            raise Refused("project.to_place", quote=row["quote"][:40])
        return transcript


def checked_polarity(polarity: str) -> str:
    """Raises Refused for a polarity that does not exist."""
    if polarity not in POLARITIES:
        raise Refused("project.unknown_polarity", polarity=polarity)
    return polarity


def checked_function(function: str | None) -> str | None:
    """Raises Refused for a function that does not exist."""
    if function is not None and function not in FUNCTIONS:
        raise Refused("project.unknown_function", function=function)
    return function


def add_coding(context: Context, operation: op.AddCoding) -> None:
    transcript = context.transcript(operation.transcript, operation.revision)
    turn = context.turn_of_span(transcript, operation.span, operation.quote)
    context.code(operation.code)
    if context.writer.get("codings", operation.id) is not None:
        raise Refused("project.id_taken", id=operation.id)
    twin = context.writer.find(
        "codings",
        codings.c.transcript == operation.transcript,
        codings.c.start == operation.span.start,
        codings.c.end == operation.span.end,
        codings.c.code == operation.code,
        codings.c.coder == context.coder["id"],
    )
    if any(
        row["polarity"] == operation.polarity and row["revision"] == transcript["revision"]
        for row in twin
    ):
        raise Refused("project.coded_already", quote=operation.quote[:40])
    context.writer.put(
        "codings",
        {
            "id": operation.id,
            "transcript": operation.transcript,
            "revision": transcript["revision"],
            "start": operation.span.start,
            "end": operation.span.end,
            "turn": turn,
            "quote": operation.quote,
            "code": operation.code,
            "coder": context.coder["id"],
            "polarity": checked_polarity(operation.polarity),
            "status": "accepted",
            "decider": None,
            "hash": _version(context, operation.code),
            "evidence": None,
            "at": context.at,
            "function": checked_function(operation.function),
        },
    )


def _version(context: Context, code: str) -> str:
    """The hash of the codebook version under which a person codes now."""
    family = context.row("codes", code)["family"]
    return str(
        context.writer.connection.execute(
            sa.select(codebooks.c.hash).where(codebooks.c.family == family, codebooks.c.current)
        ).scalar()
        or ""
    )


def remove_coding(context: Context, operation: op.RemoveCoding) -> None:
    row = context.coding(operation.coding)
    if row["coder"] != context.coder["id"]:
        context.touch(row, status="rejected")
    else:
        keep_memos(context.writer, row)
        drop_links(context.writer, [row])
        context.writer.remove("codings", row["id"])


def recode(context: Context, operation: op.Recode) -> None:
    context.code(operation.code)
    context.touch(
        context.coding(operation.coding),
        code=operation.code,
        hash=_version(context, operation.code),
    )


def set_polarity(context: Context, operation: op.SetPolarity) -> None:
    context.touch(context.coding(operation.coding), polarity=checked_polarity(operation.polarity))


def set_function(context: Context, operation: op.SetFunction) -> None:
    context.touch(context.coding(operation.coding), function=checked_function(operation.function))


def resize_coding(context: Context, operation: op.ResizeCoding) -> None:
    row = context.coding(operation.coding)
    transcript = context.transcript(row["transcript"], operation.revision)
    turn = context.turn_of_span(transcript, operation.span, operation.quote)
    context.touch(
        row,
        start=operation.span.start,
        end=operation.span.end,
        quote=operation.quote,
        turn=turn,
        revision=transcript["revision"],
    )


def split_coding(context: Context, operation: op.SplitCoding) -> None:
    row = context.coding(operation.coding)
    transcript = context.standing(row)
    if not row["start"] < operation.at < row["end"]:
        raise Refused("project.bad_cut", at=operation.at, start=row["start"], end=row["end"])
    if context.writer.get("codings", operation.id) is not None:
        raise Refused("project.id_taken", id=operation.id)
    text = context.text(transcript)
    halves = (Span(row["start"], operation.at), Span(operation.at, row["end"]))
    own = [
        row["evidence"]
        if row["evidence"] and half.start <= row["evidence"]["start"] < half.end
        else None
        for half in halves
    ]
    second = {
        **row,
        "id": operation.id,
        "start": operation.at,
        "quote": halves[1].of(text),
        "turn": context.turn(transcript, operation.at),
        "evidence": own[1],
        "at": context.at,
    }
    context.touch(row, end=operation.at, quote=halves[0].of(text), evidence=own[0])
    if row["coder"] != context.coder["id"]:
        second |= {"status": "accepted", "decider": context.coder["id"]}
    context.writer.put("codings", second)


def merge_codings(context: Context, operation: op.MergeCodings) -> None:
    if len(set(operation.codings)) < 2:
        raise Refused("project.merge_two")
    rows = [context.coding(entity) for entity in dict.fromkeys(operation.codings)]
    first = rows[0]
    if any(
        (row["transcript"], row["code"], row["coder"])
        != (first["transcript"], first["code"], first["coder"])
        for row in rows
    ):
        raise Refused("project.merge_unlike")
    transcript = context.standing(first)
    for row in rows[1:]:
        context.standing(row)
    span = Span(min(row["start"] for row in rows), max(row["end"] for row in rows))
    for row in rows[1:]:
        for memo in context.writer.find(
            "memos", memos.c.kind == "coding", memos.c.target == row["id"]
        ):
            context.writer.change("memos", memo, target=first["id"])
        hand_links(context.writer, row, first)
        if row["coder"] == context.coder["id"]:
            context.writer.remove("codings", row["id"])
        else:
            context.touch(row, status="rejected")
    context.touch(
        first,
        start=span.start,
        end=span.end,
        quote=span.of(context.text(transcript)),
        turn=context.turn(transcript, span.start),
    )


def decide(context: Context, operation: op.Decide) -> None:
    row = context.coding(operation.coding)
    if operation.status not in STATUSES:
        raise Refused("project.unknown_status", status=operation.status)
    if row["coder"] == context.coder["id"]:
        raise Refused("project.own_coding")
    values: dict[str, Any] = {"status": operation.status}
    if operation.code is not None:
        context.code(operation.code)
        values |= {"code": operation.code, "hash": _version(context, operation.code)}
    if operation.polarity is not None:
        values["polarity"] = checked_polarity(operation.polarity)
    context.touch(row, **values)


def answer_suggestion(context: Context, operation: op.AnswerSuggestion) -> None:
    transcript = context.transcript(operation.transcript, operation.revision)
    turn = context.turn_of_span(transcript, operation.span, operation.quote)
    context.code(operation.code)
    machine = context.row("coders", operation.machine)
    if machine["kind"] != "machine":
        raise Refused("project.not_a_machine", coder=machine["name"])
    if context.writer.get("codings", operation.id) is not None:
        raise Refused("project.id_taken", id=operation.id)
    there = context.writer.find(
        "codings",
        codings.c.transcript == operation.transcript,
        codings.c.start == operation.span.start,
        codings.c.end == operation.span.end,
        codings.c.code == operation.code,
        codings.c.revision == transcript["revision"],
    )
    own = [row for row in there if row["coder"] == operation.machine]
    if any(row["status"] != "suggested" for row in own):
        raise Refused("project.answered_already", quote=operation.quote[:40])
    status = "accepted" if operation.yes else "rejected"
    polarity = checked_polarity(operation.polarity)
    for row in there:
        if row["status"] == "suggested" and row["coder"] != operation.machine:
            context.touch(row, status=status)
    for row in own:
        context.touch(
            row,
            status=status,
            polarity=polarity if operation.yes else row["polarity"],
            evidence=evidence_record(operation.evidence) or row["evidence"],
        )
    if own:
        return
    context.writer.put(
        "codings",
        {
            "id": operation.id,
            "transcript": operation.transcript,
            "revision": transcript["revision"],
            "start": operation.span.start,
            "end": operation.span.end,
            "turn": turn,
            "quote": operation.quote,
            "code": operation.code,
            "coder": operation.machine,
            "polarity": polarity,
            "status": status,
            "decider": context.coder["id"],
            "hash": _version(context, operation.code),
            "evidence": evidence_record(operation.evidence),
            "at": context.at,
            "function": None,
        },
    )


_MEMO_ON: Final = {
    "transcript": "transcripts",
    "code": "codes",
    "case": "cases",
    "coding": "codings",
}


def write_memo(context: Context, operation: op.WriteMemo) -> None:
    known = context.writer.get("memos", operation.id)
    if known is not None:
        context.require_own(known)
        if operation.text.strip():
            moved = (
                _span_of(context, operation)
                if known["kind"] == "span"
                and operation.span is not None
                and operation.target == known["target"]
                else {}
            )
            context.writer.change("memos", known, text=operation.text, **moved)
        else:
            context.writer.remove("memos", operation.id)
        return
    if not operation.text.strip():
        raise Refused("project.empty_memo")
    place: dict[str, Any] = dict.fromkeys(("start", "end", "quote", "revision"))
    if operation.about == "span":
        place = _span_of(context, operation)
    elif operation.about in _MEMO_ON:
        context.row(_MEMO_ON[operation.about], operation.target)
    context.writer.put(
        "memos",
        {
            "id": operation.id,
            "kind": operation.about,
            "target": operation.target,
            **place,
            "text": operation.text,
            "coder": context.coder["id"],
            "at": context.at,
        },
    )


def _span_of(context: Context, operation: op.WriteMemo) -> dict[str, Any]:
    transcript = context.transcript(operation.target, operation.revision)
    if operation.span is None:
        raise Refused("project.bad_span", start=0, end=0, length=transcript["characters"])
    context.turn_of_span(transcript, operation.span, operation.quote)
    return {
        "start": operation.span.start,
        "end": operation.span.end,
        "quote": operation.quote,
        "revision": transcript["revision"],
    }


def write_review(context: Context, operation: op.WriteReview) -> None:
    if operation.verdict not in VERDICTS:
        raise Refused("project.unknown_verdict", verdict=operation.verdict)
    if operation.verdict in ("comment", "dispute", "adjudicate") and not operation.text.strip():
        raise Refused("project.empty_review")
    if operation.about == "coding":
        context.row("codings", operation.target)
    elif operation.about == "code":
        context.row("codes", operation.target)
    elif operation.about == "pair":
        pair = operation.target.split("|")
        if len(set(pair)) != 2 or len(pair) != 2:
            raise Refused("project.bad_pair", pair=operation.target)
        for part in pair:
            context.row("codes", part)
    known = context.writer.get("reviews", operation.id)
    if known is not None:
        context.require_own(known)
    context.writer.put(
        "reviews",
        {
            "id": operation.id,
            "kind": operation.about,
            "target": operation.target,
            "verdict": operation.verdict,
            "text": operation.text,
            "coder": context.coder["id"],
            "at": context.at,
            "settled": False,
        },
    )


def settle_review(context: Context, operation: op.SettleReview) -> None:
    context.writer.change(
        "reviews", context.row("reviews", operation.review), settled=operation.settled
    )


CODING_HANDLERS: Final[dict[type[op.Operation], Callable[[Context, Any], None]]] = {
    op.AddCoding: add_coding,
    op.RemoveCoding: remove_coding,
    op.Recode: recode,
    op.SetPolarity: set_polarity,
    op.SetFunction: set_function,
    op.ResizeCoding: resize_coding,
    op.SplitCoding: split_coding,
    op.MergeCodings: merge_codings,
    op.Decide: decide,
    op.AnswerSuggestion: answer_suggestion,
    op.WriteMemo: write_memo,
    op.WriteReview: write_review,
    op.SettleReview: settle_review,
}
