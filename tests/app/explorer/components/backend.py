"""A project in memory, for the browser tests only: applies each operation once and can take it
back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any, cast

from app.explorer.state.coding.browser_operations import (
    Add,
    Asked,
    Decide,
    EditMemo,
    Malformed,
    Memo,
    Recode,
    Redo,
    Remove,
    Resize,
    Review,
    SetFunction,
    SetPolarity,
    Split,
    Undo,
)
from app.explorer.state.coding.page_data import (
    Page,
    Refusal,
    Role,
    ShownCoding,
    ShownNote,
    ShownReview,
)
from corpus.catalogue import Language
from corpus.span import Span

State = tuple[dict[str, ShownCoding], tuple[ShownNote, ...]]


class Refused(Exception):
    pass


class Backend:
    def __init__(
        self,
        transcript: str,
        name: str,
        text: str,
        turns: list[dict[str, Any]],
        codes: list[dict[str, Any]],
        codings: Iterable[ShownCoding] = (),
        digits: dict[str, str] | None = None,
    ) -> None:
        self.transcript = transcript
        self.name, self.text, self.turns, self.codes = name, text, turns, codes
        self.codings = {coding.id: coding for coding in codings}
        self.notes: tuple[ShownNote, ...] = ()
        self.digits = digits or {}
        self.ack: dict[str, int] = {}
        self.refused: list[Refusal] = []
        self.applied: list[str] = []
        self.past: list[State] = []
        self.future: list[State] = []

    def apply(self, client: str, operations: Iterable[Asked | Malformed], coder: str) -> None:
        for operation in operations:
            if operation.seq <= self.ack.get(client, 0):
                continue
            try:
                self._apply(operation, coder)
                self.applied.append(type(operation).__name__)
            except Refused as refusal:
                self.refused.append(Refusal(client, operation.seq, str(refusal)))
            self.ack[client] = operation.seq

    def _apply(self, operation: Asked | Malformed, coder: str) -> None:
        before: State = (dict(self.codings), self.notes)
        if isinstance(operation, Undo | Redo):
            source, goal = (
                (self.past, self.future)
                if isinstance(operation, Undo)
                else (self.future, self.past)
            )
            if not source:
                raise Refused("没有可以撤销或重做的操作")
            goal.append(before)
            codings, self.notes = source.pop()
            self.codings = dict(codings)
            return
        self._change(operation, coder)
        self.past.append(before)
        self.future.clear()

    def _change(self, operation: Asked | Malformed, coder: str) -> None:
        match operation:
            case Malformed(field=field):
                raise Refused(f"操作有误：{field}")
            case Add(uuid=uuid, start=start, end=end, quote=quote, code=code, polarity=polarity):
                self._quote(start, end, quote)
                self.codings[uuid] = ShownCoding(
                    uuid, start, end, code, coder, False, True, polarity, "accepted"
                )
            case Remove(coding=coding):
                self.codings.pop(self._one(coding).id)
            case Recode(coding=coding, code=code):
                self.codings[coding] = replace(self._one(coding), code=code)
            case SetPolarity(coding=coding, polarity=polarity):
                self.codings[coding] = replace(self._one(coding), polarity=polarity)
            case SetFunction(coding=coding, function=function):
                self.codings[coding] = replace(self._one(coding), function=function)
            case Resize(coding=coding, start=start, end=end, quote=quote):
                self._quote(start, end, quote)
                self.codings[coding] = replace(self._one(coding), start=start, end=end)
            case Split(coding=coding, at=at, uuid=uuid):
                whole = self._one(coding)
                if not whole.start < at < whole.end:
                    raise Refused("拆分处不在编码之内")
                self.codings[coding] = replace(whole, end=at)
                self.codings[uuid] = replace(whole, id=uuid, start=at, evidence=None)
            case Decide(coding=coding, status=status, code=code, polarity=polarity):
                one = self._one(coding)
                self.codings[coding] = replace(
                    one, status=status, code=code or one.code, polarity=polarity or one.polarity
                )
            case Memo(coding=coding, start=start, end=end, text=text, uuid=uuid):
                self.notes = (*self.notes, ShownNote(uuid, coding, start, end, text, coder))
                if coding is not None:
                    self.codings[coding] = replace(
                        self._one(coding), memos=self._one(coding).memos + 1
                    )
            case EditMemo(memo=memo, text=text):
                note = next(
                    (one for one in self.notes if one.id == memo and one.coder == coder), None
                )
                if note is None:
                    raise Refused("备注不在，或不是自己的")
                self.notes = tuple(
                    replace(one, text=text) if one is note else one
                    for one in self.notes
                    if text or one is not note
                )
                if note.coding is not None and not text:
                    self.codings[note.coding] = replace(
                        self._one(note.coding), memos=self._one(note.coding).memos - 1
                    )
            case Review(coding=coding, verdict=verdict, text=text):
                one = self._one(coding)
                self.codings[coding] = replace(
                    one, reviews=(*one.reviews, ShownReview(verdict, text, coder))
                )
            case _:
                raise AssertionError(operation)

    def _one(self, coding: str) -> ShownCoding:
        if coding not in self.codings:
            raise Refused("编码已不在")
        return self.codings[coding]

    def _quote(self, start: int, end: int, quote: str) -> None:
        if self.text[start:end] != quote:
            raise Refused("引文与原文不符")

    def page(
        self,
        coder: str,
        *,
        role: str = "coder",
        focus: str | None = None,
        lang: str = "zh",
        problem: str | None = None,
    ) -> Page:
        place = Span(*map(int, focus.split("-"))) if focus else None
        codings = [
            replace(one, mine=not one.machine and one.coder == coder)
            for one in sorted(self.codings.values(), key=lambda one: (one.start, one.end, one.id))
        ]
        return Page(
            self.transcript,
            1,
            self.name,
            self.turns,
            self.codes,
            codings,
            cast(Role, role),
            coder,
            [replace(note, mine=note.coder == coder) for note in self.notes],
            self.digits,
            place,
            dict(self.ack),
            tuple(self.refused),
            problem,
            bool(self.past),
            bool(self.future),
            cast(Language, lang),
        )

    def state(self) -> dict[str, Any]:
        return {
            "codings": [asdict(one) for one in self.codings.values()],
            "notes": [asdict(note) for note in self.notes],
            "applied": self.applied,
            "ack": self.ack,
            "digits": self.digits,
            "refused": [asdict(one) for one in self.refused],
        }
