"""fangtan cooccur --pair: the units counted for two codes, themes or words, with what was said."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.provenance import quotations, word_quotations
from analysis.units import UnitKind
from app.analyses.common import Counted, check_unit, check_words, opening, say_groups, unit_of
from app.result import Result, note
from app.study.study import Study
from corpus.problem import FangtanError

PLACE = ("unit", "id", "source", "start", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOptions:
    """``first`` and ``second``: codes, as CODE or CODEBOOK:CODE, with ``words`` two words, ``by``
    themes two of these, or with a ``lens`` two of its groups.
    """

    first: str
    second: str
    unit: str | None = None
    codebook: str | None = None
    words: bool = False
    by: str = "codes"
    lens: str | None = None

    def __post_init__(self) -> None:
        check_unit(self.unit)
        check_words(self.by, self.words)
        if self.by == "codes" and self.lens is not None:
            raise FangtanError("study.lens_of_codes")
        if self.words and self.first == self.second:
            raise FangtanError("study.same_word", word=self.first)


def pair(study: Study, options: PairOptions) -> Result:
    """The units counted for a pair of codes (or of words), each with its quotations; their number
    is the edge's c. Raises FangtanError for an unknown code, theme or group.
    """
    unit = unit_of(study, options.unit)
    book = study.book(options.codebook if options.by == "themes" else None)
    counted = Counted.asked(book, options.by, options.lens)
    frame, count = (
        _words(study, options, unit) if options.words else _codes(study, options, unit, counted)
    )
    result = Result(
        "pair",
        {"quotations": frame},
        notes=[
            *opening(study, unit),
            *counted.notes,
            note("note.pair", count=count, one=options.first, two=options.second),
        ],
        facts={"c": count, "unit": unit},
    )
    say_groups(result, counted)
    return result


def _codes(
    study: Study, options: PairOptions, unit: UnitKind, counted: Counted
) -> tuple[pd.DataFrame, int]:
    """A row per coding, and the number of units."""
    one, two = (
        study.code_key(name, options.codebook) if counted.groups is None else counted.group(name)
        for name in (options.first, options.second)
    )
    if one == two:
        raise FangtanError(f"study.same_{counted.kind}", code=options.first)
    ids = _ids(study)
    found = quotations(study.interviews, (one, two), unit, groups=counted.groups)
    rows = [
        (
            number,
            ids[meeting.source],
            meeting.source,
            coding.span.start,
            coding.span.end,
            coding.code,
            coding.polarity,
            coding.quote,
            coding.evidence.indicator if coding.evidence else "",
        )
        for number, meeting in enumerate(found, 1)
        for coding in sorted(
            {*meeting.first, *meeting.second}, key=lambda coding: (coding.span.start, coding.code)
        )
    ]
    columns = [*PLACE, "code", "polarity", "quote", "indicator"]
    frame = pd.DataFrame(rows, columns=columns)
    if counted.groups is not None:
        names = {code: group for (_, code), (_, group) in counted.groups.items()}
        frame.insert(len(PLACE), counted.kind, frame["code"].map(names))
    return frame, len(found)


def _words(study: Study, options: PairOptions, unit: UnitKind) -> tuple[pd.DataFrame, int]:
    """A row per sentence with either word, and the number of units."""
    transcripts = (transcript for transcript, _ in study.interviews)
    both = (options.first, options.second)
    found = word_quotations(transcripts, both, unit, study.segmentation())
    ids = _ids(study)
    rows = [
        (number, ids[meeting.source], meeting.source, start, end, quote)
        for number, meeting in enumerate(found, 1)
        for start, end, quote in meeting.sentences
    ]
    return pd.DataFrame(rows, columns=[*PLACE, "quote"]), len(found)


def _ids(study: Study) -> dict[str, object]:
    """Source -> the interview's own number."""
    return {
        transcript.source: transcript.metadata.get("id", "") for transcript, _ in study.interviews
    }
