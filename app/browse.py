"""From stored codings to what a page shows of them: cards with context, trees with counts,
citations. No screen here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.provenance import quotations
from analysis.units import UnitKind
from app.components.cards import Card, Chip, Said
from app.components.coding.data import COLOURS, SIGNS
from app.desk import Choice, Desk, Facts
from app.projects import as_coding
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.project.records import CodeInfo, Filter, ReviewInfo, StoredCoding
from corpus.span import Span
from corpus.transcript import Transcript

AROUND: Final = 60
"""Characters of the same turn shown before and after a quotation."""


def colours(facts: Facts) -> dict[str, str]:
    """Code id -> colour: its own, else that of its top theme, as on the coding page; themes are
    counted through all codebooks.
    """
    by_key: dict[tuple[str, str], str] = {}
    themes = 0
    for book in facts.books:
        for code, depth, _ in book.walk():
            themes += depth == 0
            by_key[book.id, code.id] = COLOURS[(themes - 1) % len(COLOURS)]
    return {
        entity: info.color or by_key.get((info.family, info.key), COLOURS[0])
        for entity, info in facts.all_codes.items()
    }


def cite(
    facts: Facts, transcript: Transcript, entity: str, coding: StoredCoding, lang: Language
) -> str:
    """Where a quotation stands, as one would cite it: interview, speaker, turn."""
    turn = transcript.turns[coding.turn] if 0 <= coding.turn < len(transcript.turns) else None
    return message(
        "browse.cite",
        lang,
        id=facts.label(entity),
        speaker=turn.speaker if turn else "",
        turn=coding.turn + 1,
    )


def laid_in(
    desk: Desk,
    codes: tuple[str, str],
    unit: UnitKind,
    choice: Choice,
    units: Sequence[tuple[str, int, int]],
) -> list[list[StoredCoding]]:
    """Of some units counted for a pair of codes (source, start, end): the codings of both in each,
    as ``analysis.provenance`` finds them.
    """
    facts = desk.facts()
    first, second = (facts.key(code) for code in codes)
    keys = {entity: (code.family, code.key) for entity, code in facts.all_codes.items()}
    names = {entity: coder.name for entity, coder in facts.coders.items()}
    found: dict[tuple[str, int, int], list[StoredCoding]] = {}
    for transcript, stored in desk.interviews_of(units).values():
        back = {
            as_coding(one, keys, names): one
            for one in stored
            if one.code in codes and choice.takes(one)
        }
        for counted in quotations([(transcript, list(back))], (first, second), unit):
            found[counted.source, counted.start, counted.end] = [
                back[coding] for coding in dict.fromkeys((*counted.first, *counted.second))
            ]
    return [found[one] for one in units]


def around(transcript: Transcript, span: Span, turn: int, reach: int = AROUND) -> tuple[str, str]:
    """The words of the same turn before and after a span."""
    if not 0 <= turn < len(transcript.turns):
        return "", ""
    bounds = transcript.turns[turn].span
    start, end = max(bounds.start, span.start - reach), min(bounds.end, span.end + reach)
    before, after = transcript.text[start : span.start], transcript.text[span.end : end]
    return ("…" if start > bounds.start else "") + before, after + ("…" if end < bounds.end else "")


def marks_of(coding: StoredCoding) -> tuple[tuple[int, int, str], ...]:
    """Indicator and cue inside the quotation, in its own code points, in order and apart."""
    seen = coding.evidence
    if seen is None:
        return ()
    wanted = [(seen.span.start, seen.span.end, "indicator")]
    if seen.cue_span is not None:
        wanted.append((seen.cue_span.start, seen.cue_span.end, "cue"))
    found: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(wanted):
        start, end = start - coding.span.start, end - coding.span.start
        if 0 <= start < end <= len(coding.quote) and (not found or start >= found[-1][1]):
            found.append((start, end, kind))
    return tuple(found)


def chip(facts: Facts, colour: Mapping[str, str], coding: StoredCoding, lang: Language) -> Chip:
    code = facts.all_codes[coding.code]
    return Chip(
        code.key,
        code.title(lang),
        SIGNS[coding.polarity],
        message(f"polarity.{coding.polarity}", lang),
        colour[code.id],
    )


def said_of(reviews: Sequence[ReviewInfo], facts: Facts, lang: Language) -> tuple[Said, ...]:
    return tuple(
        Said(
            one.verdict,
            message(f"verdict.{one.verdict}", lang)
            + (f"（{message('review.settled', lang)}）" if one.settled else ""),
            one.text,
            facts.coders[one.coder].name,
        )
        for one in reviews
    )


def coder_name(facts: Facts, coder: str, lang: Language) -> str:
    known = facts.coders[coder]
    if known.kind == "machine":
        return message("coder.rules", lang) if known.name == "rules" else known.name
    return known.name + (f" ({known.round + 1})" if known.round else "")


def cards_of(
    desk: Desk,
    facts: Facts,
    stored: Sequence[StoredCoding],
    lang: Language,
    reviews: Mapping[str, Sequence[ReviewInfo]] | None = None,
    current: str = "",
    hit: str = "",
) -> list[Card]:
    """A card per coding, in the order given. ``hit``: words to be marked where no evidence marks
    anything.
    """
    colour = colours(facts)
    found = []
    texts: dict[str, Transcript] = desk.transcripts(
        [coding.transcript for coding in stored if coding.placed]
    )
    for coding in stored:
        transcript = (
            texts[coding.transcript]
            if coding.placed
            else desk.project.transcript(coding.transcript, coding.revision)
        )
        before, after = around(transcript, coding.span, coding.turn)
        marks = marks_of(coding)
        if hit and (at := coding.quote.find(hit)) >= 0:
            marks = ((at, at + len(hit), "hit"),)
        found.append(
            Card(
                coding.id,
                coding.quote,
                cite(facts, transcript, coding.transcript, coding, lang),
                (chip(facts, colour, coding, lang),),
                before,
                after,
                marks,
                coding.status,
                message(f"status.{coding.status}", lang),
                coder_name(facts, coding.coder, lang),
                said_of((reviews or {}).get(coding.id, ()), facts, lang),
                coding.id == current,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A code or theme in the tree, with what lies on it and on all below it."""

    id: str
    depth: int
    label: str
    references: int
    sources: int
    polarities: tuple[int, ...]
    """Counts in the order of ``POLARITIES``."""

    @property
    def net(self) -> float | None:
        """(present − lacking) / (present + lacking); None when neither was said."""
        lacking, present = self.polarities[0], self.polarities[1]
        return (present - lacking) / (present + lacking) if present + lacking else None


def tree(
    desk: Desk, facts: Facts, book: Codebook, wanted: Filter, lens: str | None, lang: Language
) -> list[TreeRow]:
    """The codebook as a tree (or regrouped by a lens) with counts of the codings meant."""
    tally = desk.tally(wanted)
    codes = [code for code in facts.codes if code.family == book.id]
    below: dict[str | None, list[CodeInfo]] = {}
    known = {code.id for code in codes}
    for code in codes:
        below.setdefault(code.parent if code.parent in known else None, []).append(code)
    rows: list[TreeRow] = []

    def row(entity: str, depth: int, label: str, members: Sequence[str]) -> TreeRow:
        polarities, sources = tally.of(members)
        return TreeRow(entity, depth, label, sum(polarities), sources, polarities)

    def all_below(code: CodeInfo) -> list[str]:
        return [
            code.id,
            *(entity for child in below.get(code.id, ()) for entity in all_below(child)),
        ]

    def walk(parent: str | None, depth: int) -> None:
        for code in below.get(parent, ()):
            rows.append(row(code.id, depth, f"{code.key} {code.title(lang)}", all_below(code)))
            walk(code.id, depth + 1)

    if lens is None or lens not in book.lenses:
        walk(None, 0)
        return rows
    group_of = book.group_of(lens)
    by_key = {code.key: code for code in codes}
    for group in book.lenses[lens].groups:
        members = [
            by_key[key]
            for key, told in group_of.items()
            if told == group and key in by_key and by_key[key].id not in below
        ]
        rows.append(row(f"group:{group}", 0, group, [code.id for code in members]))
        rows += [row(code.id, 1, f"{code.key} {code.title(lang)}", [code.id]) for code in members]
    return rows


def definition(books: Sequence[Codebook], code: CodeInfo) -> Any:
    """The code as its codebook defines it (None for a code of the study's own)."""
    for book in books:
        if book.id == code.family:
            return book.by_id.get(code.key)
    return None


def with_below(facts: Facts, code: str) -> tuple[str, ...]:
    """A code and all below it."""
    found = [code]
    for one in facts.codes:
        if one.parent in found:
            found.append(one.id)
    return tuple(found)
