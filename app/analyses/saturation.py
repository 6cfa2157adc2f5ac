"""fangtan saturation: how many new codes each further interview brings, and whether that lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial, reduce

from analysis.saturation import BASE, RUN, THRESHOLD, Saturation
from analysis.saturation import saturation as find_saturation
from analysis.units import Key
from app.analyses.common import check_at_least, opening
from app.figures.curve import saturation_curve
from app.result import Note, Phrase, Picture, Result, Words, note
from app.study.study import Study
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.coding import Coding
from corpus.transcript import Transcript

NAMED = 12
"""Codes of the held-out third, or interviews that exceed the threshold again, that a note names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaturationOptions:
    """Guest, Namey & Chen 2020: ``base`` interviews, ``run`` more at a time, ``threshold`` of new
    information (0..1). ``codebook``: whose codes are looked at (None: the first of the study).
    """

    codebook: str | None = None
    base: int = BASE
    run: int = RUN
    threshold: float = THRESHOLD

    def __post_init__(self) -> None:
        check_at_least(1, base=self.base, run=self.run)
        if not 0 <= self.threshold <= 1:
            raise ValueError(f"threshold must lie within 0..1, got {self.threshold!r}")

    @property
    def values(self) -> dict[str, object]:
        """The three numbers as the notes tell them."""
        return {"base": self.base, "run": self.run, "threshold": f"{self.threshold:.0%}"}


def saturation(study: Study, options: SaturationOptions) -> Result:
    """New codes of one codebook by interview, in the order held and at random. The order is that of
    dates where every interview has one, else that of the files. Raises FangtanError for a codebook
    that the study does not have.
    """
    book = study.book(options.codebook)
    dated = all(_date(interview[0]) for interview in study.interviews)
    held = list(study.interviews)
    if dated:
        held.sort(key=lambda interview: _date(interview[0]))
    found = find_saturation(
        [(transcript.source, _codes(codings, book)) for transcript, codings in held],
        base=options.base,
        run=options.run,
        threshold=options.threshold,
    )
    order = "note.saturation_dates" if dated else "note.saturation_order"
    result = Result(
        "saturation",
        {"saturation": found.curve},
        notes=[
            *opening(study)[:-1],
            note(order, interviews=len(held)),
            note("note.saturation_codes", codebook=book.name),
            *_verdict(found, options, book),
        ],
        facts={
            "codebook": book.id,
            "first": found.first,
            "exceeded": list(found.exceeded),
            "reached": found.reached,
            "reached_random": found.reached_random,
            "held_out": len(found.held_out),
            "enough": found.enough,
        },
        brief={"saturation": ("place", "source", "new", "cumulative", "random_mean", "ratio")},
    )
    result.pictures["curve"] = partial(_curve, found, options)
    return result


def _date(transcript: Transcript) -> str:
    return str(transcript.metadata.get("date", ""))


def _codes(codings: tuple[Coding, ...], book: Codebook) -> set[Key]:
    """The codes of a codebook in an interview."""
    return {
        (coding.codebook, coding.code)
        for coding in codings
        if coding.status != "rejected" and coding.codebook == book.id
    }


def _verdict(found: Saturation, options: SaturationOptions, book: Codebook) -> list[Words]:
    """Whether the new codes have dried up and stayed so, and what the last third still adds."""
    if not found.enough:
        return [Note("note.saturation_few")]
    names: Mapping[object, Words] = {(book.id, code.id): code.name for code, _, _ in book.walk()}
    codes = [
        Phrase((str(key[1]), " ", names.get(key, "")))
        for key in found.held_out[:NAMED]
        if isinstance(key, tuple)
    ]
    return [
        _stayed(found, options),
        note(
            "note.saturation_third",
            count=len(found.held_out),
            codes=Phrase(tuple(codes), "、") if codes else "—",
            random=f"{found.held_out_random:.1f}",
        ),
    ]


def _stayed(found: Saturation, options: SaturationOptions) -> Note:
    """Reached for good, reached and exceeded again (where, by which interview), or not at all."""
    values = {**options.values, "share": f"{found.reached_random:.0%}"}
    if found.first is None:
        return note("note.saturation_not", **values)
    if not found.exceeded:
        return note("note.saturation_reached", place=found.reached, **values)
    sources: list[str] = found.curve["source"].tolist()
    places: list[Words] = [
        note(
            "note.saturation_where",
            place=place,
            source=sources[place - 1].rpartition("/")[2],
            ratio=f"{found.curve['ratio'][place - 1]:.0%}",
        )
        for place in found.exceeded[:NAMED]
    ]
    if len(found.exceeded) > NAMED:
        places.append("…")
    where = reduce(
        lambda before, after: note("note.saturation_and", before=before, after=after), places
    )
    values = {**values, "first": found.first, "where": where}
    if found.reached is None:
        return note("note.saturation_undone", **values)
    return note(
        "note.saturation_later",
        place=found.reached,
        last=len(sources),
        **values,
    )


def _curve(found: Saturation, options: SaturationOptions, lang: Language) -> Picture:
    return saturation_curve(
        found.curve,
        found.reached,
        message("figure.saturation_note", lang, **options.values),
        lang,
        exceeded=found.exceeded,
    )
