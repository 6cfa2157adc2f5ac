"""fangtan saturation: how many new codes each further interview brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

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
"""Codes of the held-out third that the note names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaturationOptions:
    """Guest, Namey & Chen 2020: ``base`` interviews, ``run`` more at a time, ``threshold`` of new
    information (0..1).
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
    """New codes by interview, in the order held and at random. The order is that of dates where
    every interview has one, else that of the files. Raises FangtanError for a codebook that the
    study does not have.
    """
    book = study.book(options.codebook) if options.codebook else None
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
            Note("note.saturation_codes"),
            *_verdict(found, options, study.books),
        ],
        facts={
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


def _codes(codings: tuple[Coding, ...], book: Codebook | None) -> set[Key]:
    """The codes of an interview, of one codebook or of all."""
    return {
        (coding.codebook, coding.code)
        for coding in codings
        if coding.status != "rejected" and (book is None or coding.codebook == book.id)
    }


def _verdict(
    found: Saturation, options: SaturationOptions, books: tuple[Codebook, ...]
) -> list[Words]:
    """Whether the new codes have dried up, and what the last third still adds."""
    if not found.enough:
        return [Note("note.saturation_few")]
    values = {**options.values, "share": f"{found.reached_random:.0%}"}
    names: Mapping[object, Words] = {
        (book.id, code.id): code.name for book in books for code, _, _ in book.walk()
    }
    codes = [
        Phrase((str(key[1]), " ", names.get(key, "")))
        for key in found.held_out[:NAMED]
        if isinstance(key, tuple)
    ]
    return [
        note("note.saturation_reached", place=found.reached, **values)
        if found.reached
        else note("note.saturation_not", **values),
        note(
            "note.saturation_third",
            count=len(found.held_out),
            codes=Phrase(tuple(codes), "、") if codes else "—",
            random=f"{found.held_out_random:.1f}",
        ),
    ]


def _curve(found: Saturation, options: SaturationOptions, lang: Language) -> Picture:
    return saturation_curve(
        found.curve,
        found.reached,
        message("figure.saturation_note", lang, **options.values),
        lang,
    )
