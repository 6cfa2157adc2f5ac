"""Concordance: words and patterns in context (KWIC, Luhn 1960), and codes combined with AND, NEAR
and NOT.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, Generic, Literal, Protocol, TypeVar, get_args

from analysis.linear import linear
from corpus.normalise import shadow
from corpus.span import Span
from corpus.transcript import Role, Transcript

Relation = Literal["and", "near", "not"]
RELATIONS: Final[tuple[Relation, ...]] = get_args(Relation)
WIDTH: Final = 24
"""Characters of context on each side of a hit."""
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
"""What is folded in a pattern as in the text; the signs of the pattern language are ASCII."""


class EmptyQuery(ValueError):
    """Neither words nor a code that a hit must touch."""


class BadPattern(ValueError):
    """A pattern that RE2 cannot take; the message is its reason."""


class Coded(Protocol):
    """As much of a coding as a concordance looks at (``Coding`` and ``StoredCoding`` both fit)."""

    @property
    def span(self) -> Span: ...

    @property
    def turn(self) -> int: ...


C = TypeVar("C", bound=Coded)
K = TypeVar("K", bound=Hashable)
_Find = Callable[[str], Iterator[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Condition(Generic[K]):
    """``and``: a coding of the code touches the hit; ``near``: one stands in the same turn;
    ``not``: none touches it. Raises ValueError for another relation.
    """

    relation: Relation
    code: K

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"relation must be one of {RELATIONS}, got {self.relation!r}")


@dataclass(frozen=True, slots=True)
class Hit(Generic[K]):
    """One hit: id of the interview, span of the hit and of the sentence or sentences around it (in
    code points of the text), index of its turn, who speaks, the text to the left, of the hit and to
    the right (line breaks as blanks), and the codes whose codings touch it, each once.
    """

    transcript: str
    span: Span
    sentence: Span
    turn: int
    speaker: str
    left: str
    match: str
    right: str
    codes: tuple[K, ...]


def concordance(
    interviews: Iterable[tuple[str, Transcript, Sequence[C]]],
    words: str | Sequence[str] = "",
    *,
    pattern: bool = False,
    conditions: Sequence[Condition[K]] = (),
    roles: Collection[Role] = ("interviewee", "other"),
    width: int = WIDTH,
    limit: int | None = None,
    code_of: Callable[[C], K] = attrgetter("code"),
) -> tuple[list[Hit[K]], int]:
    """Where words are said or codes lie together, with context, and how many such places there are.

    ``interviews`` are (id, transcript, codings that count); hits come in their order, within an
    interview by turn and place. ``words`` are words or phrases of which each is sought (where two
    overlap, the longer is taken of those that begin at one place), with ``pattern`` regular
    expressions of RE2. Case, width and script (繁/简) make no difference. A word is found inside a
    turn of ``roles`` only: a hit never crosses two turns, and neither does its context of
    ``width`` characters on each side. A match of no length is no hit.

    All ``conditions`` must hold (see ``Condition``); they look at every coding given, whoever
    speaks. Without words the hits are the stretches coded with the code of the first ``and``
    condition, each stretch once, whoever speaks. ``code_of`` says which code a coding has, in the
    terms of the conditions.

    The list holds the first ``limit`` hits (None: all), the number counts all of them. Raises
    ValueError for a ``width`` below 0 or a ``limit`` below 1, EmptyQuery where there is nothing to
    look for, BadPattern for a pattern that is not valid.
    """
    if width < 0:
        raise ValueError(f"width must be at least 0, got {width}")
    if limit is not None and limit < 1:
        raise ValueError(f"limit must be at least 1 or None, got {limit}")
    sought = [word for word in ([words] if isinstance(words, str) else words) if word.strip()]
    base = next((each.code for each in conditions if each.relation == "and"), None)
    if not sought and base is None:
        raise EmptyQuery("words must not be empty where no condition says `and`")
    find = _finder(sought, pattern) if sought else None
    hits: list[Hit[K]] = []
    count = 0
    for name, transcript, codings in interviews:
        coded = [(code_of(coding), coding.span, coding.turn) for coding in codings]
        places = (
            _coded_places(coded, base)
            if find is None
            else _word_places(transcript, find, frozenset(roles))
        )
        for span, turn in places:
            if all(_holds(condition, span, turn, coded) for condition in conditions):
                count += 1
                if limit is None or len(hits) < limit:
                    codes = tuple(dict.fromkeys(code for code, other, _ in coded if other & span))
                    hits.append(_in_context(name, transcript, span, turn, codes, width))
    return hits, count


def _finder(sought: Sequence[str], pattern: bool) -> _Find:
    """What finds any of the words (or patterns) in a shadow text, as (start, end)."""
    import re2

    # RE2 takes the first alternative that matches: the longest word comes first.
    parts: list[str] = (
        [_NOT_ASCII.sub(lambda run: shadow(run[0]), each) for each in sought]
        if pattern
        else [re2.escape(shadow(each)) for each in sorted(sought, key=len, reverse=True)]
    )
    try:
        for part in parts:  # one by one: "a)(b" is no pattern, although it is one inside (?:…)
            linear(part, quiet=True)
        joined = parts[0] if len(parts) == 1 else "|".join(f"(?:{part})" for part in parts)
        expression = linear(f"(?i){joined}" if pattern else joined, quiet=True)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        raise BadPattern(reason.decode() if isinstance(reason, bytes) else str(reason)) from error

    def find(text: str) -> Iterator[tuple[int, int]]:
        for match in expression.finditer(text):
            if match.end() > match.start():
                yield match.start(), match.end()

    return find


def _word_places(
    transcript: Transcript, find: _Find, roles: Collection[Role]
) -> Iterator[tuple[Span, int]]:
    """Where the words stand, with the index of the turn."""
    text = transcript.shadow
    for turn in transcript.turns:
        if turn.role in roles:
            for start, end in find(text[turn.span.start : turn.span.end]):
                yield Span(turn.span.start + start, turn.span.start + end), turn.index


def _coded_places(
    coded: Sequence[tuple[K, Span, int]], code: K | None
) -> Iterator[tuple[Span, int]]:
    """The stretches coded with a code, each once, with the index of the turn."""
    turn_of: dict[Span, int] = {}
    for other, span, turn in coded:
        if other == code:
            turn_of.setdefault(span, turn)
    yield from turn_of.items()


def _holds(
    condition: Condition[K], span: Span, turn: int, coded: Sequence[tuple[K, Span, int]]
) -> bool:
    if condition.relation == "near":
        return any(code == condition.code and other == turn for code, _, other in coded)
    touched = any(code == condition.code and other & span for code, other, _ in coded)
    return touched == (condition.relation == "and")


def _in_context(
    name: str, transcript: Transcript, span: Span, turn: int, codes: tuple[K, ...], width: int
) -> Hit[K]:
    """A hit with its context in the turn; a coding laid outside all turns stands alone."""
    text, inside = transcript.text, 0 <= turn < len(transcript.turns)
    bounds = transcript.turns[turn].span if inside else span
    touched = [each for each in transcript.sentences[turn] if each & span] if inside else []
    sentence = (
        Span(min(touched[0].start, span.start), max(touched[-1].end, span.end)) if touched else span
    )
    start, end = max(bounds.start, span.start - width), min(bounds.end, span.end + width)
    left, match, right = (
        text[first:last].replace("\n", " ")
        for first, last in ((start, span.start), (span.start, span.end), (span.end, end))
    )
    speaker = transcript.turns[turn].speaker if inside else ""
    return Hit(name, span, sentence, turn, speaker, left, match, right, codes)
