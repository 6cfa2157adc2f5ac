"""What several analyses need: checks of their options, groups of codes, groups of interviews, and
the notes that stand beside every result.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.association import MEASURES
from analysis.contrast import Contrast
from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.nulls import refusal
from analysis.units import UNITS, Incidence, Key, UnitKind
from analysis.words.content import word_incidence
from app.result import Note, Phrase, Words, in_language, note
from app.study.study import Study
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.problem import FangtanError

REST = "*"
"""In two groups of interviews: all that are not in the other."""


def check_at_least(least: float, /, **values: float) -> None:
    """Raises ValueError that names the argument whose value is below ``least``."""
    for name, value in values.items():
        if not value >= least:
            raise ValueError(f"{name} must be at least {least:g}, got {value!r}")


def check_one_of(known: Collection[str], /, **values: str) -> None:
    """Raises ValueError that names the argument whose value is not in ``known``."""
    for name, value in values.items():
        if value not in known:
            raise ValueError(f"{name} must be one of {tuple(known)}, got {value!r}")


def check_unit(unit: str | None) -> None:
    """Raises FangtanError for an unknown unit; None is that of the run."""
    if unit is not None and unit not in UNITS:
        raise FangtanError("study.no_unit", name=unit, known="、".join(UNITS))


def check_weight(measure: str) -> None:
    """Raises FangtanError for a measure that cannot be the weight of an edge."""
    if measure not in MEASURES or not MEASURES[measure].weight:
        weights = [name for name, known in MEASURES.items() if known.weight]
        raise FangtanError("study.no_measure", name=measure, known="、".join(weights))


def unit_of(study: Study, name: str | None) -> UnitKind:
    """The unit named, or that of the run. Raises FangtanError for an unknown one."""
    check_unit(name)
    return next((unit for unit in UNITS if unit == name), study.unit)


def opening(study: Study, unit: UnitKind | None = None) -> list[Words]:
    """The first notes of every result: whether it is synthetic, and, last, how much data by which
    unit.
    """
    data = note(
        "note.data",
        interviews=len(study.interviews),
        unit=Note(f"unit.{unit or study.unit}"),
    )
    by_turn = exchanges_are_turns(study) if (unit or study.unit) == "exchange" else []
    notes: list[Words] = [Phrase((data, *by_turn), " ") if by_turn else data]
    if not any(codings for _, codings in study.interviews):
        notes.insert(0, Note("note.no_codings"))
    if study.synthetic:
        notes.insert(0, note("about.synthetic_text", count=study.synthetic))
    return notes


def exchanges_are_turns(study: Study) -> list[Words]:
    """How many interviews have nobody who asks, as a list of one note; empty when all have."""
    count = study.without_questions
    return [note("note.exchange_is_turn", count=count)] if count else []


def untested(incidence: Incidence) -> list[Note]:
    """The reason why the shift test is refused, as a list of one note; empty when it is made."""
    reason = refusal(incidence)
    return [Note(f"note.refused_{reason}")] if reason else []


def about_test(together: Cooccurrence, owner: str) -> list[Words]:
    """What must stand beside p and q of one codebook: the family that q is corrected over, and the
    warning that codes drift along the interviews.
    """
    table = together.table[together.table["codebook"] == owner]
    if not len(table) or not table["family"].any():
        return []
    occurring = sum(
        key[0] == owner and often > 0
        for key, often in zip(
            together.incidence.codes,
            np.asarray(together.incidence.matrix.sum(axis=0)).ravel().tolist(),
            strict=True,
        )
    )
    notes: list[Words] = [
        note(
            "note.family",
            family=int(table["family"].max()),
            possible=occurring * (occurring - 1) // 2,
        )
    ]
    if table["drift"].any():
        notes.append(note("note.drift", pairs=int(table["drift"].sum())))
    return notes


def code_groups(book: Codebook, lens: str | None) -> dict[Key, str]:
    """Code -> its group: one of a lens, or the id of its top theme. Raises FangtanError for a lens
    that the codebook does not have.
    """
    if lens is None:
        return {(book.id, code): theme for code, theme in book.theme_of.items()}
    if lens not in book.lenses:
        raise FangtanError("run.lens_unknown", lens=lens, known="、".join(sorted(book.lenses)))
    return {(book.id, code): group for code, group in book.group_of(lens).items()}


def group_names(book: Codebook, lens: str | None) -> dict[str, Words]:
    """Group -> its name: themes have one in each language, groups of a lens are their own."""
    if lens is not None:
        return {group: group for group in book.lenses[lens].groups}
    return {theme: book.by_id[theme].name for theme in book.theme_of.values()}


def groups_in_words(book: Codebook, lens: str | None, lang: Language) -> dict[str, str]:
    """Code id -> the name of its group in ``lang``, as pictures and pages show it."""
    names = in_language(group_names(book, lens), lang)
    return {code: names[group] for (_, code), group in code_groups(book, lens).items()}


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """``number``: source -> 1, 2, or 0 for neither; ``names``: the two as asked for, ``REST`` for
    all others.
    """

    number: Mapping[str, int]
    names: tuple[str, str]

    @property
    def words(self) -> tuple[Words, Words]:
        """The names as they are told."""
        first, second = (Note("groups.rest") if name == REST else name for name in self.names)
        return first, second


def two_groups(study: Study, asked: str) -> TwoGroups:
    """``department=公安,民政`` as groups of interviews.

    A value of several words joined by ``+`` is one group (街道+社区); ``*`` stands for all others;
    an interview belongs to a group when the value holds one of its words. Raises FangtanError for
    anything else.
    """
    attribute, equals, rest = asked.partition("=")
    names = [part.strip() for part in rest.replace("，", ",").split(",") if part.strip()]
    if not equals or len(names) != 2:
        raise FangtanError("study.bad_groups", told=asked)
    values = study.attribute(attribute.strip())
    words = [[word for word in name.replace("＋", "+").split("+") if word] for name in names]
    number = {source: _group_of(source, value, words) for source, value in values.items()}
    for group, name in enumerate(names, 1):
        if group not in number.values():
            raise FangtanError(
                "study.empty_group",
                name=name,
                values="、".join(sorted({value for value in values.values() if value})),
            )
    return TwoGroups(number, (names[0], names[1]))


def _group_of(source: str, value: str, words: list[list[str]]) -> int:
    """1 or 2: the group one of whose words the value holds; 0 for neither. Raises FangtanError
    when it is in both.
    """
    groups = [
        group
        for group, forms in enumerate(words, 1)
        if forms != [REST] and any(form in value for form in forms)
    ]
    if len(groups) == 2:
        raise FangtanError("study.both_groups", source=source, value=value)
    if groups:
        return groups[0]
    if not value:
        return 0
    return 2 if words[1] == [REST] else 1 if words[0] == [REST] else 0


def contrast_note(found: Contrast, groups: TwoGroups) -> Phrase:
    """How large the two groups are, and whether they differ as a whole."""
    first, second = groups.words
    return Phrase(
        (
            note(
                "note.contrast",
                one=first,
                two=second,
                n_one=found.interviews[0],
                n_two=found.interviews[1],
            ),
            note("note.contrast_p", p=f"{found.p:.3f}")
            if found.tested
            else Note("note.contrast_few"),
        )
    )


def of_codebook(incidence: Incidence, book: str) -> Incidence:
    """The same units with the codes of one codebook."""
    return incidence.of_codes(
        [index for index, key in enumerate(incidence.codes) if key[0] == book]
    )


def words_together(
    study: Study, unit: UnitKind, *, top: int, least: int, limit: int, weight: str
) -> Cooccurrence:
    """Co-occurrence of the ``top`` content words that stand in most units: pairs that meet in
    ``least`` units or more, at most ``limit`` of them by ``weight``.
    """
    transcripts = (transcript for transcript, _ in study.interviews)
    incidence = word_incidence(transcripts, unit, study.segmentation(), top=top)
    return cooccurrence(incidence, least=least, limit=limit, weight=weight)


def meetings_in_words(value: object, lang: Language) -> str:
    """A vocabulary: ``lacking×present 5`` with the polarities by their names."""
    return re.sub("[a-z]+", lambda name: message(f"polarity.{name[0]}", lang), str(value))
