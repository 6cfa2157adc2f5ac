"""检索: words and patterns in what was said (KWIC), codes with AND, NEAR and NOT. No screen
here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from app.explorer.state.choice import Choice
from app.explorer.state.desk import Desk
from app.explorer.state.facts import Facts
from corpus.normalise import shadow
from corpus.problem import FangtanError
from corpus.project.records import StoredCoding
from corpus.span import Span
from corpus.transcript import Transcript

Relation = Literal["and", "near", "not"]
RELATIONS: Final[tuple[Relation, ...]] = ("and", "near", "not")
MOST: Final = 5_000
"""Hits told at most; the count says when there are more."""
AROUND: Final = 24
_OWN: Final = re.compile(r"[^\x00-\x7f]+")
"""What is folded in a pattern as in the text; its own signs are ASCII."""


@dataclass(frozen=True, slots=True)
class Condition:
    """``and``: a coding of the code touches the hit; ``near``: one stands in the same turn;
    ``not``: none touches it.
    """

    relation: Relation
    code: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought: words or a pattern, and conditions on codes. Without words, the hits are the
    codings of the first ``and`` condition.
    """

    text: str = ""
    pattern: bool = False
    conditions: tuple[Condition, ...] = ()
    interviewer: bool = False
    choice: Choice = field(default_factory=Choice)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place found: the interview, the stretch, the sentence it stands in, and what is coded
    there.
    """

    transcript: str
    span: Span
    sentence: Span
    turn: int
    speaker: str
    left: str
    match: str
    right: str
    codes: tuple[str, ...]


def search(desk: Desk, facts: Facts, query: Query) -> tuple[list[Hit], int]:
    """The first hits in the order of the interviews, and how many there are. Raises FangtanError
    for a pattern that is not valid or an empty query.
    """
    if not query.text.strip() and not any(
        condition.relation == "and" for condition in query.conditions
    ):
        raise FangtanError("search.empty")
    find = _finder(query)
    found: list[Hit] = []
    total = 0
    for entity, (transcript, stored) in desk.interviews(desk.chosen(query.choice)).items():
        own = [one for one in stored if query.choice.takes(one)]
        for span, turn in _places(transcript, own, query, find):
            if not _fits(span, turn, own, query):
                continue
            total += 1
            if len(found) < MOST:
                found.append(_hit(facts, entity, transcript, span, turn, own))
    return found, total


def _finder(query: Query) -> Any:
    if not query.text.strip():
        return None
    import re2

    try:
        return re2.compile(
            "(?i)" + _OWN.sub(lambda found: shadow(found[0]), query.text)
            if query.pattern
            else re2.escape(shadow(query.text))
        )
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        raise FangtanError(
            "search.pattern", reason=reason.decode() if isinstance(reason, bytes) else str(reason)
        ) from error


def _places(
    transcript: Transcript, stored: Sequence[StoredCoding], query: Query, find: Any
) -> Iterator[tuple[Span, int]]:
    """Stretches that the words (or, without words, the first condition) mean, with their turns."""
    if find is None:
        base = next(condition for condition in query.conditions if condition.relation == "and")
        seen = set()
        for one in stored:
            if one.code == base.code and one.span not in seen:
                seen.add(one.span)
                yield one.span, one.turn
        return
    text = transcript.shadow
    for turn in transcript.turns:
        if turn.role == "interviewer" and not query.interviewer:
            continue
        for match in find.finditer(text[turn.span.start : turn.span.end]):
            if match.end() > match.start():
                yield (
                    Span(turn.span.start + match.start(), turn.span.start + match.end()),
                    turn.index,
                )


def _fits(span: Span, turn: int, stored: Sequence[StoredCoding], query: Query) -> bool:
    for condition in query.conditions:
        touching = any(one.code == condition.code and one.span & span for one in stored)
        if condition.relation == "and" and not touching:
            return False
        if condition.relation == "not" and touching:
            return False
        if condition.relation == "near" and not any(
            one.code == condition.code and one.turn == turn for one in stored
        ):
            return False
    return True


def _hit(
    facts: Facts,
    entity: str,
    transcript: Transcript,
    span: Span,
    turn: int,
    stored: Sequence[StoredCoding],
) -> Hit:
    bounds = transcript.turns[turn].span if 0 <= turn < len(transcript.turns) else span
    sentences = transcript.sentences[turn] if 0 <= turn < len(transcript.turns) else ()
    inside = [one for one in sentences if one & span]
    sentence = (
        Span(min(inside[0].start, span.start), max(inside[-1].end, span.end)) if inside else span
    )
    text = transcript.text
    start, end = max(bounds.start, span.start - AROUND), min(bounds.end, span.end + AROUND)
    codes = tuple(dict.fromkeys(facts.all_codes[one.code].key for one in stored if one.span & span))
    speaker = transcript.turns[turn].speaker if 0 <= turn < len(transcript.turns) else ""
    return Hit(
        entity,
        span,
        sentence,
        turn,
        speaker,
        text[start : span.start].replace("\n", " "),
        text[span.start : span.end].replace("\n", " "),
        text[span.end : end].replace("\n", " "),
        codes,
    )
