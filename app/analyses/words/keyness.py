"""fangtan keyness: words and phrases that a group, a code's quotations or a role over-use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, get_args

import pandas as pd

from analysis.words.keyness import (
    LEAST_IN_GROUP,
    LEAST_WITHIN,
    Design,
    Keyness,
    Refusal,
    keyness,
    keyness_table,
)
from analysis.words.sides import counts, parted, terms
from app.analyses.common import REST, check_at_least, opening, two_groups
from app.result import Note, Result, Words, by_name, note
from app.study.study import Study
from corpus.coding import Coding
from corpus.problem import FangtanError
from corpus.segmentation import Segmenter
from corpus.transcript import Role, Transcript

TARGET: Final = "target"
OTHERS: Final = "rest"
"""The two sides in the table of sizes; ``TARGET`` is the group of a single comparison."""
ROLES: Final[tuple[Role, ...]] = get_args(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeynessOptions:
    """One of: ``by``, an attribute of the interviews (each value against the rest),
    ATTRIBUTE=VALUE or ATTRIBUTE=VALUE,VALUE; ``code`` (with all codes below it, of ``codebook``);
    ``role``. ``phrases``: two content words side by side instead of words; ``least``: how often a
    word occurs at least; ``top``: words shown of each comparison, those with the largest G2.
    """

    by: str | None = None
    code: str | None = None
    role: str | None = None
    codebook: str | None = None
    phrases: bool = False
    least: int = 5
    top: int = 200

    def __post_init__(self) -> None:
        check_at_least(1, least=self.least, top=self.top)
        if sum(bool(choice) for choice in (self.by, self.code, self.role)) != 1:
            raise FangtanError("keyness.one_of")
        if self.role and self.role not in ROLES:
            raise FangtanError("keyness.no_role", name=self.role, known="、".join(ROLES))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Counts of each interview on either side, and how the sides are called."""

    design: Design
    target: Sequence[Mapping[str, int]]
    rest: Sequence[Mapping[str, int]]
    names: tuple[Words, Words]


def keyness_of(study: Study, options: KeynessOptions) -> Result:
    """Over-used words with frequencies, effect size and a test that deals interviews. Raises
    FangtanError for an attribute, a value or a code that the study does not have, and where a side
    says nothing.
    """
    sides = _sides(study, options)
    parts = {
        group: keyness(side.target, side.rest, side.design, least=options.least)
        for group, side in sides.items()
    }
    if not any(all(part.words) for part in parts.values()):
        raise FangtanError("keyness.nothing")
    every = len(sides) > 1
    table = keyness_table(parts, options.top)
    if not every:
        table = table.drop(columns="group")
    result = Result(
        "keyness",
        {"keyness": table, "keyness_sides": _sizes(parts, every)},
        notes=_notes(study, options, sides, parts),
        facts={
            "words": sum(len(part.table) for part in parts.values()),
            "tested": sum(part.family for part in parts.values()),
        },
        brief={
            "keyness": (
                *("group", "word", "frequency", "rate_words", "rate_words_rest"),
                *("g2_signed", "log_ratio", "interviews", "p", "q"),
            )
        },
    )
    if not every:
        names = dict(zip((TARGET, OTHERS), sides[TARGET].names, strict=True))
        result.words["group"] = partial(by_name, names)
    return result


def _sides(study: Study, options: KeynessOptions) -> dict[str, _Sides]:
    """Group -> its sides; ``TARGET`` where there is one comparison only."""
    if options.role:
        return {TARGET: _of_role(study, options)}
    if options.code:
        return {TARGET: _of_code(study, options)}
    return _of_groups(study, options)


def _counted(study: Study, options: KeynessOptions) -> list[dict[str, int]]:
    """What those who answer say, interview by interview."""
    segmenter = study.segmentation()
    return [
        counts(terms(transcript, segmenter, phrases=options.phrases))
        for transcript, _ in study.interviews
    ]


def _of_groups(study: Study, options: KeynessOptions) -> dict[str, _Sides]:
    """One value against the rest, or against another; or each value against the rest."""
    attribute, equals, names = str(options.by).replace("，", ",").partition("=")
    if equals:
        asked = options.by if "," in names else f"{attribute}={names},{REST}"
        groups = two_groups(study, str(asked))
        numbers = [groups.number[transcript.source] for transcript, _ in study.interviews]
        return {TARGET: _dealt(_counted(study, options), numbers, groups.words)}
    by_source = study.attribute(attribute)
    values = [by_source[transcript.source] for transcript, _ in study.interviews]
    known = sorted({value for value in values if value})
    if len(known) < 2:
        raise FangtanError("keyness.one_value", name=attribute, value=known[0])
    said = _counted(study, options)
    rest = Note("groups.rest")
    return {
        group: _dealt(
            said,
            [0 if not value else 1 if value == group else 2 for value in values],
            (group, rest),
        )
        for group in known
    }


def _dealt(
    said: Sequence[Mapping[str, int]], numbers: Sequence[int], names: tuple[Words, Words]
) -> _Sides:
    """Interviews of group 1 against those of group 2."""
    first, second = (
        [counted if number == group else {} for counted, number in zip(said, numbers, strict=True)]
        for group in (1, 2)
    )
    return _Sides("groups", first, second, names)


def _of_role(study: Study, options: KeynessOptions) -> _Sides:
    """What a role says against what all others say in the same interviews."""
    segmenter = study.segmentation()
    target, rest = (
        [
            counts(terms(transcript, segmenter, phrases=options.phrases, roles=roles))
            for transcript, _ in study.interviews
        ]
        for roles in (
            tuple(role for role in ROLES if role == options.role),
            tuple(role for role in ROLES if role != options.role),
        )
    )
    return _Sides("within", target, rest, (Note(f"role.{options.role}"), Note("groups.rest")))


def _of_code(study: Study, options: KeynessOptions) -> _Sides:
    """The quotations of a code and of all below it against all else that is answered."""
    owner, code = study.code_key(str(options.code), options.codebook)
    book = study.book(owner)
    codes = {below.id for below, _, _ in book.by_id[code].walk()}
    segmenter = study.segmentation()
    target, rest = [], []
    for transcript, codings in study.interviews:
        inside, outside = _coded(transcript, codings, owner, codes, segmenter, options.phrases)
        target.append(inside)
        rest.append(outside)
    if not any(target):
        raise FangtanError("keyness.not_coded", code=code)
    name = note("keyness.quotations", code=code, name=book.by_id[code].name)
    return _Sides("within", target, rest, (name, Note("groups.rest")))


def _coded(
    transcript: Transcript,
    codings: Sequence[Coding],
    book: str,
    codes: set[str],
    segmenter: Segmenter,
    phrases: bool,
) -> tuple[dict[str, int], dict[str, int]]:
    """Counts of an interview inside and outside of the quotations of codes."""
    return parted(
        terms(transcript, segmenter, phrases=phrases),
        (
            (coding.span.start, coding.span.end)
            for coding in codings
            if coding.codebook == book and coding.code in codes and coding.status != "rejected"
        ),
    )


def _sizes(parts: Mapping[str, Keyness], every: bool) -> pd.DataFrame:
    """Interviews and words of each group, or of both sides; which groups are not tested."""
    if every:
        rows = [
            (group, part.interviews[0], part.words[0], part.refused is not None)
            for group, part in parts.items()
        ]
        return pd.DataFrame(rows, columns=["group", "interviews", "words_counted", "few"])
    part = parts[TARGET]
    return pd.DataFrame(
        {
            "group": [TARGET, OTHERS],
            "interviews": list(part.interviews),
            "words_counted": list(part.words),
        }
    )


def _notes(
    study: Study,
    options: KeynessOptions,
    sides: Mapping[str, _Sides],
    parts: Mapping[str, Keyness],
) -> list[Words]:
    """Who is compared with whom, what the numbers are, what was tested and what could not be."""
    notes: list[Words] = [
        each for each in opening(study)[:-1] if each != Note("note.no_codings") or options.code
    ]
    if len(sides) == 1:
        first, second = sides[TARGET].names
        notes.append(note("note.keyness_sides", one=first, two=second))
    else:
        notes.append(note("note.keyness_every", attribute=options.by, groups=len(sides)))
    kind = "phrases" if options.phrases else "words"
    notes.append(note(f"note.keyness_{kind}", least=options.least, top=options.top))
    notes.append(Note("note.keyness_measures"))
    tested = sum(part.family for part in parts.values())
    if tested or all(part.refused is None for part in parts.values()):
        design = next(iter(sides.values())).design
        total = sum(len(part.table) for part in parts.values())
        notes.append(note(f"note.keyness_{design}", tested=tested, total=total))
    refused = {group: part.refused for group, part in parts.items() if part.refused}
    if len(refused) == len(parts):
        notes.append(_untested(next(iter(refused.values()))))
    elif refused:
        notes.append(note("note.keyness_untested", groups="、".join(refused), least=LEAST_IN_GROUP))
    if options.code:
        notes.append(Note("note.keyness_indicators"))
    return notes


def _untested(refused: Refusal) -> Note:
    """Why no test is made."""
    least = {"few_groups": LEAST_IN_GROUP, "few_within": LEAST_WITHIN}.get(refused)
    key = f"note.keyness_{refused}"
    return Note(key) if least is None else note(key, least=least)
