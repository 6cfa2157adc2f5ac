"""问题—原因—对策 by theme or lens: what is named as the problem, its cause, its remedy, by whom.

A passage belongs to the row of its code. A cause or a remedy also belongs to the row of a problem
that it is joined to: in the same sentence, or in the next one of the same turn where that opens
with 因为, 希望 and the like, coded or not; the answer to 为什么 after the problem; and what a
person has joined to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

import pandas as pd

from analysis.chain_links import (
    BY_ROW,
    JOINED,
    Passage,
    RowLink,
    counting,
    drawn_passages,
    links_table,
    row_links,
)
from analysis.coders.functions import REASONS, cause_given, measure_asked, why_asked
from analysis.units import ANSWERING
from codebooks.codebook import Codebook
from corpus.coding import Coding, CodingLink, Function
from corpus.span import Span
from corpus.transcript import Role, Transcript

PARTS: Final[tuple[Function, ...]] = ("problem", "cause", "countermeasure", "effect", "status")
"""The columns of the table, in its order."""
COLUMNS: Final = ("problem", "cause", "countermeasure", "effect", "state")
"""The columns of the matrix, a part each (``status`` is already the name of what was decided)."""
LONGEST: Final = 120
"""A sentence without any coding is joined when it has at most so many characters: without
punctuation a whole turn is one sentence.
"""
BEFORE_WHY: Final = 6
"""A 为什么 asks about a problem in at most so many last sentences of the answer before it."""
_UNKNOWN: Final = re.compile("多方面|不猜|不知道|不晓得|不清楚|说不好|哪里晓得|哪知道|不好说")
_EVADES: Final = re.compile("这么问|不是不|这个问题|[?]")
_CLAUSE_ENDS: Final = re.compile("[,;。?!\\s]")
_SINCE: Final = re.compile("[,\\s](?:也|都|就|主要)?是?(?:因为|由于)")
_SINCE_REACH: Final = 20
"""A 因为 behind a problem in its sentence gives its cause when it stands so near."""
_DOUBTFUL: Final = ("不", "不是", "没有")
"""Cues that most often deny something else than the concept; other passages come first."""
_READABLE: Final = range(8, 81)
"""Quotations of so many characters come before shorter and longer ones."""


@dataclass(frozen=True)
class ChainTable:
    """``matrix``: a line for each row with the number of interviews of each part (``COLUMNS``), and
    ``flag`` (measure_without_problem | problem_without_measure | ""). ``cells``: row, part,
    interviews, passages, with the clearest passage (source, start, end, quote). ``passages``: all
    of them, the clearest of a cell first. ``links``: step, from, to (rows), interviews: a problem
    and its cause or remedy told in one interview under the same row (by_theme), joined by how it is
    said (by_words) or by a person (by_person), with the interviews of each.
    """

    matrix: pd.DataFrame
    cells: pd.DataFrame
    passages: pd.DataFrame
    links: pd.DataFrame


def rows_of(book: Codebook, lens: str | None = None) -> tuple[dict[str, str], list[str]]:
    """Code id -> row, and the rows in order: the themes of a codebook, or the groups of a lens.
    Raises ValueError for a lens that the codebook does not have.
    """
    if lens is None:
        return dict(book.theme_of), [code.id for code in book.codes]
    return book.group_of(lens), list(book.lenses[lens].groups)


def chain_table(
    interviews: Iterable[tuple[Transcript, Collection[Coding]]],
    book: Codebook,
    lens: str | None = None,
    roles: Collection[Role] = ANSWERING,
    links: Mapping[str, Sequence[CodingLink]] = MappingProxyType({}),
) -> ChainTable:
    """The table over interviews, by the themes of ``book`` or the groups of ``lens``. Rejected
    codings do not count, and none without a function but where a person joined it. ``links``:
    source -> what people joined in that interview. Raises ValueError for a lens that the codebook
    does not have.
    """
    row_of, rows = rows_of(book, lens)
    passages: list[Passage] = []
    between: list[RowLink] = []
    for transcript, codings in interviews:
        drawn = links.get(transcript.source, ())
        of_interview, linked = interview_chains(transcript, codings, book, row_of, drawn, roles)
        passages += of_interview
        between += linked
    passages = _once(passages)
    frame = pd.DataFrame(passages, columns=Passage._fields)
    return ChainTable(
        matrix(counted_cells(passages), rows),
        _cells(passages, rows),
        frame.drop(columns="weight"),
        links_table(between),
    )


def interview_chains(
    transcript: Transcript,
    codings: Iterable[Coding],
    book: Codebook,
    row_of: Mapping[str, str],
    links: Iterable[CodingLink] = (),
    roles: Collection[Role] = ANSWERING,
) -> tuple[list[Passage], list[RowLink]]:
    """The passages of one interview, the clearest of a cell first, and its links between rows;
    ``row_of`` as ``rows_of`` tells it.
    """
    told = [
        coding
        for coding in codings
        if coding.codebook == book.id
        and coding.status != "rejected"
        and coding.function is not None
        and coding.code in row_of
    ]
    source, drawn = transcript.source, counting(links, book.id, row_of)
    own, joined = _of_interview(transcript, told, row_of, roles)
    by_person = list(drawn_passages(source, drawn, book.id, row_of))
    between = row_links(source, own, joined, by_person, drawn, book.id, row_of)
    return _once([*own, *joined, *by_person]), list(between)


class _Sentence(NamedTuple):
    """A sentence of the talk that is counted; ``opens``: whether it is the first of its turn."""

    span: Span
    turn: int
    opens: bool


def _of_interview(
    transcript: Transcript,
    codings: Sequence[Coding],
    row_of: Mapping[str, str],
    roles: Collection[Role],
) -> tuple[list[Passage], list[Passage]]:
    """The passages by their own codes, and those joined to problems."""
    source = transcript.source
    own = [_own(source, coding, row_of[coding.code]) for coding in codings]
    sentences = [
        _Sentence(span, turn.index, place == 0)
        for turn, spans in zip(transcript.turns, transcript.sentences, strict=True)
        if turn.role in roles
        for place, span in enumerate(spans)
    ]
    lying = _by_sentence(codings, sentences)
    joined: list[Passage] = []
    for place, found in enumerate(lying):
        for row in sorted({row_of[one.code] for one in found if one.function == "problem"}):
            joined += _since(transcript, found, row, row_of)
            for number, part, link in _neighbours(transcript, sentences, lying, place):
                joined += _joined(
                    transcript, sentences[number], lying[number], part, link, row, row_of
                )
    return own, joined


def _since(
    transcript: Transcript, found: Sequence[Coding], row: str, row_of: Mapping[str, str]
) -> Iterator[Passage]:
    """The clause with 因为 that follows a problem of ``row`` in its sentence, where that is not
    coded as a cause.
    """
    if any(coding.function == "cause" for coding in found):
        return
    for coding in found:
        if coding.function != "problem" or row_of[coding.code] != row or coding.evidence is None:
            continue
        end = coding.evidence.span.end
        word = _SINCE.search(transcript.shadow, end, min(end + _SINCE_REACH, coding.span.end))
        if word is None:
            continue
        start = word.start() + 1
        stop = _CLAUSE_ENDS.search(transcript.shadow, start + 6, coding.span.end)
        last = stop.start() if stop else coding.span.end
        quote = transcript.text[start:last].strip()
        yield Passage(
            row, "cause", transcript.source, start, start + len(quote), "", "因为", quote, 1
        )
        return


def _own(source: str, coding: Coding, row: str) -> Passage:
    """A coding in the row of its code; what a person decided is clearer, and what no single 不
    decided.
    """
    assert coding.function is not None
    doubtful = coding.evidence is not None and coding.evidence.cue in _DOUBTFUL
    weight = 4 * (coding.status == "accepted") + 3 - doubtful
    return Passage(
        row,
        coding.function,
        source,
        coding.span.start,
        coding.span.end,
        coding.code,
        BY_ROW,
        coding.quote,
        weight,
    )


def _by_sentence(codings: Sequence[Coding], sentences: Sequence[_Sentence]) -> list[list[Coding]]:
    """The codings that begin in each sentence."""
    lying: list[list[Coding]] = [[] for _ in sentences]
    ordered = sorted(codings, key=lambda coding: coding.span.start)
    at = 0
    for coding in ordered:
        while at < len(sentences) and sentences[at].span.end <= coding.span.start:
            at += 1
        if at < len(sentences) and sentences[at].span.start <= coding.span.start:
            lying[at].append(coding)
    return lying


def _neighbours(
    transcript: Transcript,
    sentences: Sequence[_Sentence],
    lying: Sequence[Sequence[Coding]],
    place: int,
) -> Iterator[tuple[int, Function, str]]:
    """(sentence, part, word) of what is joined to a problem in sentence ``place``."""
    for part in JOINED:
        if any(coding.function == part for coding in lying[place]):
            yield place, part, ""
    following = place + 1
    if following < len(sentences) and not sentences[following].opens:
        text = sentences[following].span.of(transcript.shadow)
        word = cause_given(text)
        if word:
            yield following, "cause", word
        word = measure_asked(text)
        if word:
            yield following, "countermeasure", word
    why = _answer_to_why(transcript, sentences, lying, place)
    if why is not None:
        yield why[0], "cause", why[1]


def _answer_to_why(
    transcript: Transcript,
    sentences: Sequence[_Sentence],
    lying: Sequence[Sequence[Coding]],
    place: int,
) -> tuple[int, str] | None:
    """The sentence of the answer to a question for reasons, asked soon after sentence ``place``,
    that gives the reason, with the words of the question: the first that is coded as a cause, else
    the first that does not evade.
    """
    following = next(
        (
            number
            for number in range(place + 1, min(place + 1 + BEFORE_WHY, len(sentences)))
            if sentences[number].opens
        ),
        None,
    )
    if following is None:
        return None
    turn = sentences[following].turn
    word = why_asked(transcript, turn)
    if word is None:
        return None
    answer = [
        number
        for number in range(following, min(following + REASONS, len(sentences)))
        if sentences[number].turn == turn
    ]
    for number in answer:
        if any(coding.function == "cause" for coding in lying[number]):
            return number, word[0]
    for number in answer[:3]:
        said = sentences[number].span.of(transcript.shadow)
        if _UNKNOWN.search(said):
            return None
        if len(said.strip()) >= 6 and not _EVADES.search(said):
            return number, word[0]
    return None


def _joined(
    transcript: Transcript,
    sentence: _Sentence,
    lying: Sequence[Coding],
    part: Function,
    link: str,
    row: str,
    row_of: Mapping[str, str],
) -> Iterator[Passage]:
    """A sentence as the cause or remedy in ``row``: by its codings of other rows, or as it is."""
    told = [coding for coding in lying if coding.function == part]
    if any(row_of[coding.code] == row for coding in told):
        return
    span = told[0].span if told else sentence.span
    quote = span.of(transcript.text).strip()
    if not told and (not link or len(quote) > LONGEST or len(quote) < 4):
        return
    start = span.start + span.of(transcript.text).index(quote)
    yield Passage(
        row,
        part,
        transcript.source,
        start,
        start + len(quote),
        told[0].code if told else "",
        link,
        quote,
        1,
    )


def clearness(passage: Passage) -> tuple[bool, int, str, int, str]:
    """Sorts passages, the clearest first: readable ones before shorter and longer ones."""
    return (
        len(passage.quote) not in _READABLE,
        -passage.weight,
        passage.source,
        passage.start,
        passage.code,
    )


def _once(passages: Iterable[Passage]) -> list[Passage]:
    """Each stretch once in a cell, by the clearest way in; the clearest of a cell first, and short
    ones before long ones.
    """
    seen: set[tuple[str, Function, str, int]] = set()
    kept = []
    for passage in sorted(passages, key=clearness):
        key = (passage.row, passage.part, passage.source, passage.start)
        if key not in seen:
            seen.add(key)
            kept.append(passage)
    return kept


def counted_cells(passages: Iterable[Passage]) -> dict[tuple[str, Function], int]:
    """(row, part) -> how many interviews."""
    sources: dict[tuple[str, Function], set[str]] = {}
    for passage in passages:
        sources.setdefault((passage.row, passage.part), set()).add(passage.source)
    return {cell: len(found) for cell, found in sources.items()}


def matrix(interviews: Mapping[tuple[str, Function], int], rows: Sequence[str]) -> pd.DataFrame:
    """A line for each of ``rows`` that holds anything, by the ``interviews`` of each cell (see
    ``ChainTable``).
    """
    lines = []
    for row in rows:
        counts = [interviews.get((row, part), 0) for part in PARTS]
        if any(counts):
            lines.append((row, *counts, _flag(counts[0], counts[2])))
    return pd.DataFrame(lines, columns=["row", *COLUMNS, "flag"])


def _flag(problems: int, measures: int) -> str:
    if measures and not problems:
        return "measure_without_problem"
    return "problem_without_measure" if problems and not measures else ""


def _cells(passages: Sequence[Passage], rows: Sequence[str]) -> pd.DataFrame:
    """A line for each cell that holds anything, with its first passage."""
    cells: dict[tuple[str, Function], list[Passage]] = {}
    for passage in passages:
        cells.setdefault((passage.row, passage.part), []).append(passage)
    lines = [
        (
            row,
            part,
            len({one.source for one in cells[row, part]}),
            len(cells[row, part]),
            cells[row, part][0].source,
            cells[row, part][0].start,
            cells[row, part][0].end,
            cells[row, part][0].quote,
        )
        for row in rows
        for part in PARTS
        if (row, part) in cells
    ]
    return pd.DataFrame(
        lines,
        columns=["row", "part", "interviews", "passages", "source", "start", "end", "quote"],
    )
