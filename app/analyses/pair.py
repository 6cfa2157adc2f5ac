"""fangtan cooccur --pair: the units counted for two codes or two words, with what was said."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.provenance import quotations, word_quotations
from analysis.units import UnitKind
from app.analyses.common import check_unit, opening, unit_of
from app.result import Result, note
from app.study.study import Study
from corpus.problem import FangtanError

PLACE = ("unit", "id", "source", "start", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOptions:
    """``first`` and ``second``: codes, as CODE or CODEBOOK:CODE, or with ``words`` two words."""

    first: str
    second: str
    unit: str | None = None
    codebook: str | None = None
    words: bool = False

    def __post_init__(self) -> None:
        check_unit(self.unit)
        if self.words and self.first == self.second:
            raise FangtanError("study.same_word", word=self.first)


def pair(study: Study, options: PairOptions) -> Result:
    """The units counted for a pair of codes (or of words), each with its quotations; their number
    is the edge's c. Raises FangtanError for an unknown code.
    """
    unit = unit_of(study, options.unit)
    frame, count = (_words if options.words else _codes)(study, options, unit)
    return Result(
        "pair",
        {"quotations": frame},
        notes=[
            *opening(study, unit),
            note("note.pair", count=count, one=options.first, two=options.second),
        ],
        facts={"c": count, "unit": unit},
    )


def _codes(study: Study, options: PairOptions, unit: UnitKind) -> tuple[pd.DataFrame, int]:
    """A row per coding, and the number of units."""
    keys = (
        study.code_key(options.first, options.codebook),
        study.code_key(options.second, options.codebook),
    )
    if keys[0] == keys[1]:
        raise FangtanError("study.same_code", code=options.first)
    ids = _ids(study)
    found = quotations(study.interviews, keys, unit)
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
    return pd.DataFrame(rows, columns=columns), len(found)


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
