"""What the coding page is told: plain values that become JSON without loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Final, Literal

from app.palette import theme_colours
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message, messages
from corpus.coding import POLARITIES, Function
from corpus.span import Span
from corpus.transcript import Transcript

Role = Literal["coder", "reviewer"]

SIGNS: Final[Mapping[str, str]] = {
    "lacking": "−",
    "present": "+",
    "demanded": "!",
    "changed": "Δ",
    "neutral": "·",
    "unsure": "?",
}


_HEADS: Final[dict[Function, str]] = {
    "problem": "problem",
    "cause": "cause",
    "countermeasure": "countermeasure",
    "effect": "effect",
    "status": "state",
}
"""Function -> the message ``column.<…>`` that names it."""


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """Why a machine coded: rule and place of the indicator, place of the cue (None: no cue), the
    reason as a sentence.
    """

    rule: str
    start: int
    end: int
    cue_start: int | None
    cue_end: int | None
    reason: str

    def as_row(self) -> dict[str, Any]:
        """Its fields by name."""
        return {
            "rule": self.rule,
            "start": self.start,
            "end": self.end,
            "cue_start": self.cue_start,
            "cue_end": self.cue_end,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class ShownReview:
    """What a reviewer said of a coding."""

    verdict: Literal["comment", "accept", "dispute"]
    text: str
    coder: str


@dataclass(frozen=True, slots=True)
class ShownCoding:
    """A coding as the page shows it: ``code`` is the id of the code, ``coder`` a name, ``memos``
    the number of its memos.
    """

    id: str
    start: int
    end: int
    code: str
    coder: str
    machine: bool
    mine: bool
    polarity: str
    status: str
    memos: int = 0
    reviews: tuple[ShownReview, ...] = ()
    evidence: ShownEvidence | None = None
    function: str | None = None

    def as_row(self) -> dict[str, Any]:
        """What the page is told of it (spelled out: a page may hold thousands)."""
        return {
            "id": self.id,
            "start": self.start,
            "end": self.end,
            "code": self.code,
            "coder": self.coder,
            "machine": self.machine,
            "mine": self.mine,
            "polarity": self.polarity,
            "status": self.status,
            "memos": self.memos,
            "reviews": [asdict(review) for review in self.reviews],
            "evidence": self.evidence.as_row() if self.evidence else None,
            "function": self.function,
        }


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A memo of this transcript: on a coding (``coding``) or on a stretch of text (``start``,
    ``end``).
    """

    id: str
    coding: str | None
    start: int | None
    end: int | None
    text: str
    coder: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """An operation that was acknowledged but not done, with the sentence that says why."""

    client: str
    seq: int
    message: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that stands on the coding page of one transcript. ``turns`` and ``codes`` come from
    ``turn_rows`` and ``code_rows``.
    """

    transcript: str
    revision: int
    name: str
    turns: Sequence[Mapping[str, Any]]
    codes: Sequence[Mapping[str, Any]]
    codings: Sequence[ShownCoding]
    role: Role = "coder"
    coder: str = ""
    notes: Sequence[ShownNote] = ()
    digits: Mapping[str, str] = field(default_factory=dict)
    focus: Span | None = None
    ack: Mapping[str, int] = field(default_factory=dict)
    refused: Sequence[Refusal] = ()
    problem: str | None = None
    undo: bool = False
    redo: bool = False
    lang: Language = "zh"
    boot: str = ""
    """Another value for each start of the server: the page then says that it was restarted."""
    placing: bool = False
    """Whether Python wants to hear which words are selected (``Place.chosen``)."""
    focus_coding: str | None = None
    """The coding that is chosen at ``focus``; several may stand on the very same words."""
    study: str = ""
    """Names the study, so that what a browser kept for one is never sent to another that runs at
    the same address.
    """

    def as_data(self) -> dict[str, Any]:
        """The value given to the component. Two equal pages give equal values, and the browser then
        draws nothing again.
        """
        return {
            "study": self.study,
            "boot": self.boot,
            "placing": self.placing,
            "transcript": self.transcript,
            "revision": self.revision,
            "name": self.name,
            "role": self.role,
            "coder": self.coder,
            "turns": list(self.turns),
            "codes": list(self.codes),
            "codings": [coding.as_row() for coding in self.codings],
            "notes": [asdict(note) for note in self.notes],
            "digits": dict(self.digits),
            "polarities": polarity_rows(self.lang),
            "functions": function_rows(self.lang),
            "focus": {"start": self.focus.start, "end": self.focus.end, "coding": self.focus_coding}
            if self.focus
            else None,
            "ack": dict(self.ack),
            "refused": [asdict(refusal) for refusal in self.refused],
            "problem": self.problem,
            "texts": dict(texts(self.lang)),
            "undo": self.undo,
            "redo": self.redo,
        }


def turn_rows(transcript: Transcript) -> list[dict[str, Any]]:
    """The turns of ``transcript``, each with its text and its place in the text of the whole."""
    return [
        {
            "i": turn.index,
            "start": turn.span.start,
            "end": turn.span.end,
            "speaker": turn.speaker,
            "role": turn.role,
            "time": clock(turn.time_s),
            "line": turn.line,
            "text": turn.span.of(transcript.text),
        }
        for turn in transcript.turns
    ]


def clock(seconds: float | None) -> str:
    """``1:02:03`` or ``2:03``; "" for no time."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def code_rows(
    codebooks: Sequence[Codebook], ids: Mapping[tuple[str, str], str], lang: Language = "zh"
) -> list[dict[str, Any]]:
    """The codes of ``codebooks`` in the order of their trees. ``ids`` gives (codebook id, code key)
    -> id of the code in the project; a code that is not there is left out. ``codebooks``
    are all of the study, by which the colours of the themes are counted.
    """
    colours = theme_colours(codebooks)
    rows: list[dict[str, Any]] = []
    for book in codebooks:
        parents: dict[int, str | None] = {-1: None}
        for code, depth, theme in book.walk():
            own = ids.get((book.id, code.id))
            if own is None:
                continue
            parents[depth] = own
            rows.append(
                {
                    "id": own,
                    "key": code.id,
                    "name": code.name.text(lang),
                    "theme": book.by_id[theme].name.text(lang),
                    "parent": parents.get(depth - 1),
                    "depth": depth,
                    "color": colours[book.id, code.id],
                    "definition": code.definition.text(lang),
                    "leaf": not code.children,
                }
            )
    return rows


def polarity_rows(lang: Language = "zh") -> list[dict[str, str]]:
    """Polarities with the sign that the page shows, in the order of their keys 1 to 6."""
    return [
        {"id": name, "sign": SIGNS[name], "name": message(f"polarity.{name}", lang)}
        for name in POLARITIES
    ]


def function_rows(lang: Language = "zh") -> list[dict[str, str]]:
    """What a coding can be said as, in the order in which the key ``f`` goes through them."""
    return [{"id": name, "name": message(f"column.{_HEADS[name]}", lang)} for name in _HEADS]


@cache
def texts(lang: Language = "zh") -> Mapping[str, str]:
    """The sentences of the page: the messages ``coding.*`` without that word before them."""
    return {
        key.removeprefix("coding."): sentence[lang]
        for key, sentence in messages().items()
        if key.startswith("coding.")
    }
