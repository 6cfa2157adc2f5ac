"""From stored codings to what a page shows of them: cards with context, trees with counts,
citations. No screen here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from analysis.coders.family import CODERS
from analysis.provenance import quotations
from analysis.units import Key, UnitKind
from app.explorer.state.coding.cards import Card, Chip, Said
from app.explorer.state.coding.page_data import SIGNS
from app.explorer.state.coding.tree import colours
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.explorer.state.study.facts import Facts
from app.study.projects import as_coding
from corpus.catalogue import Language, message
from corpus.coding import Coding
from corpus.project.records import ReviewInfo, StoredCoding
from corpus.span import Span
from corpus.transcript import Transcript

AROUND: Final = 60
"""Characters of the same turn shown before and after a quotation."""


def cite(
    facts: Facts, transcript: Transcript, entity: str, coding: StoredCoding | Coding, lang: Language
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
    pair: Sequence[Key],
    unit: UnitKind,
    choice: Choice,
    units: Sequence[tuple[str, int, int]],
    groups: Mapping[Key, Key] | None = None,
) -> list[list[StoredCoding]]:
    """Of some units counted for a pair of codes, or with ``groups`` (code -> group) of groups
    (source, start, end): the codings of both in each, as ``analysis.provenance`` finds them.
    """
    facts = desk.facts()
    first, second = pair
    keys = facts.keys
    codes = {
        entity
        for entity, key in keys.items()
        if (key if groups is None else groups.get(key)) in pair
    }
    names = {entity: coder.name for entity, coder in facts.coders.items()}
    found: dict[tuple[str, int, int], list[StoredCoding]] = {}
    for transcript, stored in desk.interviews_of(units).values():
        back = {
            as_coding(one, keys, names): one
            for one in stored
            if one.code in codes and choice.takes(one)
        }
        for counted in quotations([(transcript, list(back))], (first, second), unit, groups=groups):
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


def marks_of(coding: StoredCoding | Coding) -> tuple[tuple[int, int, str], ...]:
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
    """A coder as people read it: a machine of the family by its sentence, a person by name, with
    the round where there was more than one.
    """
    known = facts.coders[coder]
    if known.kind == "machine":
        of_family = any(known.name == kind.name for kind in CODERS)
        return message(f"coder.{known.name}", lang) if of_family else known.name
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
