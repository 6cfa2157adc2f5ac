"""What each operation on codings, memos, reviews and views does to the rows of a project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from corpus.project import operations as op
from corpus.project.journal import Change, Row, Writer, keep_memos
from corpus.project.refusal import Refused
from corpus.project.schema import codebooks, codings, memos, revisions
from corpus.span import Span

POLARITIES: Final = frozenset({"lacking", "present", "demanded", "changed", "neutral", "unsure"})
STATUSES: Final = frozenset({"suggested", "accepted", "rejected"})
VERDICTS: Final = frozenset({"comment", "accept", "dispute", "adjudicate"})


@dataclass(slots=True)
class Doing:
    """One operation on its way: the writer, who does it (a row of ``coders``), and when."""

    writer: Writer
    coder: Row
    at: str
    listed: tuple[str, ...] = ()

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

    def place(self, transcript: Row, span: Span, quote: str) -> int:
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

    def own(self, row: Row) -> None:
        """Raises Refused when a memo, review or view is another coder's."""
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


def polarity(told: str) -> str:
    """Raises Refused for a polarity that does not exist."""
    if told not in POLARITIES:
        raise Refused("project.unknown_polarity", polarity=told)
    return told


def add_coding(doing: Doing, done: op.AddCoding) -> None:
    transcript = doing.transcript(done.transcript, done.revision)
    turn = doing.place(transcript, done.span, done.quote)
    doing.code(done.code)
    if doing.writer.get("codings", done.id) is not None:
        raise Refused("project.id_taken", id=done.id)
    twin = doing.writer.find(
        "codings",
        codings.c.transcript == done.transcript,
        codings.c.start == done.span.start,
        codings.c.end == done.span.end,
        codings.c.code == done.code,
        codings.c.coder == doing.coder["id"],
    )
    if any(
        row["polarity"] == done.polarity and row["revision"] == transcript["revision"]
        for row in twin
    ):
        raise Refused("project.coded_already", quote=done.quote[:40])
    doing.writer.put(
        "codings",
        {
            "id": done.id,
            "transcript": done.transcript,
            "revision": transcript["revision"],
            "start": done.span.start,
            "end": done.span.end,
            "turn": turn,
            "quote": done.quote,
            "code": done.code,
            "coder": doing.coder["id"],
            "polarity": polarity(done.polarity),
            "status": "accepted",
            "decider": None,
            "hash": _version(doing, done.code),
            "evidence": None,
            "at": doing.at,
        },
    )


def _version(doing: Doing, code: str) -> str:
    """The hash of the codebook version under which a person codes now."""
    family = doing.row("codes", code)["family"]
    return str(
        doing.writer.connection.execute(
            sa.select(codebooks.c.hash).where(codebooks.c.family == family, codebooks.c.current)
        ).scalar()
        or ""
    )


def remove_coding(doing: Doing, done: op.RemoveCoding) -> None:
    row = doing.coding(done.coding)
    if row["coder"] != doing.coder["id"]:
        doing.touch(row, status="rejected")
    else:
        keep_memos(doing.writer, row)
        doing.writer.remove("codings", row["id"])


def recode(doing: Doing, done: op.Recode) -> None:
    doing.code(done.code)
    doing.touch(doing.coding(done.coding), code=done.code, hash=_version(doing, done.code))


def set_polarity(doing: Doing, done: op.SetPolarity) -> None:
    doing.touch(doing.coding(done.coding), polarity=polarity(done.polarity))


def resize_coding(doing: Doing, done: op.ResizeCoding) -> None:
    row = doing.coding(done.coding)
    transcript = doing.transcript(row["transcript"], done.revision)
    turn = doing.place(transcript, done.span, done.quote)
    doing.touch(
        row,
        start=done.span.start,
        end=done.span.end,
        quote=done.quote,
        turn=turn,
        revision=transcript["revision"],
    )


def split_coding(doing: Doing, done: op.SplitCoding) -> None:
    row = doing.coding(done.coding)
    transcript = doing.standing(row)
    if not row["start"] < done.at < row["end"]:
        raise Refused("project.bad_cut", at=done.at, start=row["start"], end=row["end"])
    if doing.writer.get("codings", done.id) is not None:
        raise Refused("project.id_taken", id=done.id)
    text = doing.text(transcript)
    halves = (Span(row["start"], done.at), Span(done.at, row["end"]))
    own = [
        row["evidence"]
        if row["evidence"] and half.start <= row["evidence"]["start"] < half.end
        else None
        for half in halves
    ]
    second = {
        **row,
        "id": done.id,
        "start": done.at,
        "quote": halves[1].of(text),
        "turn": doing.turn(transcript, done.at),
        "evidence": own[1],
        "at": doing.at,
    }
    doing.touch(row, end=done.at, quote=halves[0].of(text), evidence=own[0])
    if row["coder"] != doing.coder["id"]:
        second |= {"status": "accepted", "decider": doing.coder["id"]}
    doing.writer.put("codings", second)


def merge_codings(doing: Doing, done: op.MergeCodings) -> None:
    if len(set(done.codings)) < 2:
        raise Refused("project.merge_two")
    rows = [doing.coding(entity) for entity in dict.fromkeys(done.codings)]
    first = rows[0]
    if any(
        (row["transcript"], row["code"], row["coder"])
        != (first["transcript"], first["code"], first["coder"])
        for row in rows
    ):
        raise Refused("project.merge_unlike")
    transcript = doing.standing(first)
    for row in rows[1:]:
        doing.standing(row)
    span = Span(min(row["start"] for row in rows), max(row["end"] for row in rows))
    for row in rows[1:]:
        for memo in doing.writer.find(
            "memos", memos.c.kind == "coding", memos.c.target == row["id"]
        ):
            doing.writer.change("memos", memo, target=first["id"])
        if row["coder"] == doing.coder["id"]:
            doing.writer.remove("codings", row["id"])
        else:
            doing.touch(row, status="rejected")
    doing.touch(
        first,
        start=span.start,
        end=span.end,
        quote=span.of(doing.text(transcript)),
        turn=doing.turn(transcript, span.start),
    )


def decide(doing: Doing, done: op.Decide) -> None:
    row = doing.coding(done.coding)
    if done.status not in STATUSES:
        raise Refused("project.unknown_status", status=done.status)
    if row["coder"] == doing.coder["id"]:
        raise Refused("project.own_coding")
    values: dict[str, Any] = {"status": done.status}
    if done.code is not None:
        doing.code(done.code)
        values |= {"code": done.code, "hash": _version(doing, done.code)}
    if done.polarity is not None:
        values["polarity"] = polarity(done.polarity)
    doing.touch(row, **values)


_MEMO_ON: Final = {
    "transcript": "transcripts",
    "code": "codes",
    "case": "cases",
    "coding": "codings",
}


def write_memo(doing: Doing, done: op.WriteMemo) -> None:
    known = doing.writer.get("memos", done.id)
    if known is not None:
        doing.own(known)
        if done.text.strip():
            moved = (
                _span_of(doing, done)
                if known["kind"] == "span"
                and done.span is not None
                and done.target == known["target"]
                else {}
            )
            doing.writer.change("memos", known, text=done.text, **moved)
        else:
            doing.writer.remove("memos", done.id)
        return
    if not done.text.strip():
        raise Refused("project.empty_memo")
    place: dict[str, Any] = dict.fromkeys(("start", "end", "quote", "revision"))
    if done.about == "span":
        place = _span_of(doing, done)
    elif done.about in _MEMO_ON:
        doing.row(_MEMO_ON[done.about], done.target)
    doing.writer.put(
        "memos",
        {
            "id": done.id,
            "kind": done.about,
            "target": done.target,
            **place,
            "text": done.text,
            "coder": doing.coder["id"],
            "at": doing.at,
        },
    )


def _span_of(doing: Doing, done: op.WriteMemo) -> dict[str, Any]:
    transcript = doing.transcript(done.target, done.revision)
    if done.span is None:
        raise Refused("project.bad_span", start=0, end=0, length=transcript["characters"])
    doing.place(transcript, done.span, done.quote)
    return {
        "start": done.span.start,
        "end": done.span.end,
        "quote": done.quote,
        "revision": transcript["revision"],
    }


def write_review(doing: Doing, done: op.WriteReview) -> None:
    if done.verdict not in VERDICTS:
        raise Refused("project.unknown_verdict", verdict=done.verdict)
    if done.verdict in ("comment", "dispute", "adjudicate") and not done.text.strip():
        raise Refused("project.empty_review")
    if done.about == "coding":
        doing.row("codings", done.target)
    elif done.about == "code":
        doing.row("codes", done.target)
    elif done.about == "pair":
        pair = done.target.split("|")
        if len(set(pair)) != 2 or len(pair) != 2:
            raise Refused("project.bad_pair", pair=done.target)
        for part in pair:
            doing.row("codes", part)
    known = doing.writer.get("reviews", done.id)
    if known is not None:
        doing.own(known)
    doing.writer.put(
        "reviews",
        {
            "id": done.id,
            "kind": done.about,
            "target": done.target,
            "verdict": done.verdict,
            "text": done.text,
            "coder": doing.coder["id"],
            "at": doing.at,
            "settled": False,
        },
    )


def settle_review(doing: Doing, done: op.SettleReview) -> None:
    doing.writer.change("reviews", doing.row("reviews", done.review), settled=done.settled)


def save_view(doing: Doing, done: op.SaveView) -> None:
    if not done.name.strip():
        raise Refused("project.empty_name")
    known = doing.writer.get("views", done.id)
    if known is not None:
        doing.own(known)
    doing.writer.put(
        "views",
        {
            "id": done.id,
            "name": done.name.strip(),
            "page": done.page,
            "state": dict(done.state),
            "coder": doing.coder["id"],
        },
    )


def remove_view(doing: Doing, done: op.RemoveView) -> None:
    doing.own(doing.row("views", done.view))
    doing.writer.remove("views", done.view)


_IN_SET: Final = {"transcript": "transcripts", "code": "codes", "case": "cases"}


def save_set(doing: Doing, done: op.SaveSet) -> None:
    if not done.members:
        doing.writer.remove("groupings", done.id)
        return
    if not done.name.strip():
        raise Refused("project.empty_name")
    for member in done.members:
        doing.row(_IN_SET[done.about], member)
    doing.writer.put(
        "groupings",
        {
            "id": done.id,
            "name": done.name.strip(),
            "kind": done.about,
            "members": sorted(set(done.members)),
        },
    )


def settle_conflict(doing: Doing, done: op.SettleConflict) -> None:
    row = doing.row("conflicts", done.conflict)
    if row["settled"]:
        raise Refused("project.settled_already")
    if done.take == "theirs":
        theirs, entity = row["theirs"], row["entity"]
        if row["ours"] is not None and row["ours"]["id"] != entity and theirs is not None:
            entity, theirs = row["ours"]["id"], {**theirs, "id": row["ours"]["id"]}
        doing.writer.set(Change(row["table"], entity, None, theirs))
    doing.writer.change("conflicts", row, settled=True)


CODING_HANDLERS: Final[dict[type[op.Operation], Callable[[Doing, Any], None]]] = {
    op.AddCoding: add_coding,
    op.RemoveCoding: remove_coding,
    op.Recode: recode,
    op.SetPolarity: set_polarity,
    op.ResizeCoding: resize_coding,
    op.SplitCoding: split_coding,
    op.MergeCodings: merge_codings,
    op.Decide: decide,
    op.WriteMemo: write_memo,
    op.WriteReview: write_review,
    op.SettleReview: settle_review,
    op.SaveView: save_view,
    op.RemoveView: remove_view,
    op.SaveSet: save_set,
    op.SettleConflict: settle_conflict,
}
