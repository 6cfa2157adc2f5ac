"""Pieces to the one text of a transcript, with turns as stretches of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from corpus.normalise import fold
from corpus.transcript import Role
from corpus.turns import shapes
from corpus.turns.names import code_of, department_of
from corpus.turns.pieces import Piece

_NUMBERED: Final = re.compile(r"^([QAI问答])\d{1,3}$")


@dataclass(slots=True)
class Draft:
    """A turn whose role may not be known yet; ``start`` and ``end`` are -1 until it holds
    speech.
    """

    speaker: str
    line: int
    start: int = -1
    end: int = -1
    time_s: float | None = None
    memo: list[str] = field(default_factory=list)
    role: Role | None = None

    def note(self, memo: str) -> None:
        """Takes a remark down, unless it is empty."""
        if memo:
            self.memo.append(memo)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The text, its turns in order, and the roles that the format gave to speakers."""

    text: str
    drafts: Sequence[Draft]
    roles: Mapping[str, Role]


def assemble(pieces: Sequence[Piece], merge_runs: bool = False) -> Assembled:
    """The text of all pieces, a line each, and the turns in it (those that hold no speech left
    out). ``merge_runs``: neighbouring turns of one speaker become one.
    """
    assembler = _Assembler(_aliases(pieces), merge_runs)
    for piece in pieces:
        assembler.add(piece)
    drafts = [draft for draft in assembler.drafts if draft.start >= 0]
    return Assembled("".join(assembler.texts), drafts, assembler.roles)


@dataclass(slots=True)
class _Assembler:
    """Takes one piece after another. ``current`` is the turn that goes on, None where something
    else than speech stands; ``last`` the turn before that; ``pending`` a time that stood alone.
    """

    aliases: Mapping[str, str]
    merge_runs: bool
    texts: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    roles: dict[str, Role] = field(default_factory=dict)
    length: int = 0
    current: Draft | None = None
    last: Draft | None = None
    line: int = -1
    pending: float | None = None

    def add(self, piece: Piece) -> None:
        is_glued = piece.shape == "inline" and piece.line == self.line
        text, speech = piece.text, piece.speech
        speaker = self.aliases.get(piece.speaker, piece.speaker)
        opens = piece.taken == "turn"
        if opens and self._goes_on(speaker):
            # One voice again: its label goes, its words are joined to those before.
            text, speech, opens = text[speech:].lstrip(), 0, False
            self._note(piece.memo)
            if not text:
                return
        if self.texts and not is_glued:
            self.texts.append("\n")
            self.length += 1
        if piece.shape == "time" and not (self.merge_runs and self.current is not None):
            self.pending = shapes.stamp(fold(text).strip(" []()"))
        if opens:
            self._open(piece, speaker)
        elif piece.taken == "continuation":
            self._continue(piece)
        elif piece.taken != "turn" and self._interrupts(piece):
            self._interrupt(piece)
        if self.current is not None and piece.taken in ("turn", "continuation"):
            self._extend(self.current, text, speech)
        self.texts.append(text)
        self.length += len(text)
        self.line = piece.line

    def _goes_on(self, speaker: str) -> bool:
        return self.merge_runs and self.current is not None and speaker == self.current.speaker

    def _interrupts(self, piece: Piece) -> bool:
        """Whether what nobody said ends the turn: a blank line does not, but for one after a time
        that stands alone, where the turn already holds speech.
        """
        if piece.shape not in ("blank", "time"):
            return True
        return self.pending is not None and self.current is not None and self.current.start >= 0

    def _open(self, piece: Piece, speaker: str) -> None:
        time = piece.time_s if piece.time_s is not None else self.pending
        self.current = self.last = Draft(speaker, piece.line, time_s=time, role=piece.role)
        self.pending = None
        self.current.note(piece.memo)
        if piece.role:
            self.roles[speaker] = piece.role
        self.drafts.append(self.current)

    def _continue(self, piece: Piece) -> None:
        """Speech without a label: of the turn that goes on, or of who spoke last."""
        if self.current is None and self.last is not None:
            self.current = Draft(
                self.last.speaker, piece.line, time_s=piece.time_s, role=self.last.role
            )
            self.drafts.append(self.current)
        self._note(piece.memo)

    def _interrupt(self, piece: Piece) -> None:
        """What nobody said ends the turn; a note is remembered with it."""
        if piece.taken == "note" and self.last is not None:
            self.last.memo.append(piece.memo)
        self.current = None

    def _note(self, memo: str) -> None:
        if self.current is not None:
            self.current.note(memo)

    def _extend(self, draft: Draft, text: str, speech: int) -> None:
        """The speech of a piece, without blanks at its edges, belongs to the turn."""
        body = text[speech:]
        if not body.strip():
            return
        if draft.start < 0:
            draft.start = self.length + speech + len(body) - len(body.lstrip())
        draft.end = self.length + len(text.rstrip())


def _aliases(pieces: Iterable[Piece]) -> dict[str, str]:
    """Several labels of one voice: Q1, Q2 … -> Q; B2 -> B2-公安 where just one such label
    stands.
    """
    names = list(dict.fromkeys(piece.speaker for piece in pieces if piece.taken == "turn"))
    aliases = _numbered_aliases(names)
    for name in names:
        longer = [
            other
            for other in names
            if other != name and code_of(other) == name and department_of(other)
        ]
        if len(longer) == 1:
            aliases[name] = longer[0]
    return aliases


def _numbered_aliases(names: Sequence[str]) -> dict[str, str]:
    """Q1, Q2 … are numbered questions and not people where there are several, or answers too."""
    numbered: dict[str, list[str]] = {}
    for name in names:
        match = _NUMBERED.match(name)
        if match:
            numbered.setdefault(match[1], []).append(name)
    paired = {"Q", "A"} <= numbered.keys() or {"问", "答"} <= numbered.keys()
    return {
        name: letter
        for letter, members in numbered.items()
        if paired or len(members) > 1 or letter in names
        for name in members
    }
