"""What several analyses need: checks of their options, groups of codes, groups of interviews, and
the notes that stand beside every result.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from analysis.association import MEASURES
from analysis.contrast import LEAST, Contrast
from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.units import UNITS, Incidence, Key, UnitKind
from analysis.words.content import word_incidence
from app.palette import code_colours
from app.result import Note, Phrase, Result, Words, by_name, in_language, note
from app.study.study import Study, names_of
from codebooks.codebook import Codebook
from corpus.catalogue import LANGUAGES, Language, message
from corpus.coding import Coding
from corpus.problem import FangtanError
from corpus.transcript import Transcript

BY: Final = ("codes", "themes")
"""What is counted together."""
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


def check_words(by: str, words: bool) -> None:
    """Raises FangtanError for words by themes, ValueError for a ``by`` that there is not."""
    check_one_of(BY, by=by)
    if by == "themes" and words:
        raise FangtanError("study.not_by_themes", option="--words")


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
            else note("note.contrast_few", least=LEAST),
        )
    )


def of_codebook(incidence: Incidence, book: str) -> Incidence:
    """The same units with the codes of one codebook."""
    return incidence.of_codes(
        [index for index, key in enumerate(incidence.codes) if key[0] == book]
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a codebook: its codes, or with ``groups`` (code -> group) its themes or
    the groups of a lens.
    """

    book: Codebook
    groups: dict[Key, Key] | None = None
    lens: str | None = None

    @classmethod
    def asked(cls, book: Codebook, by: str, lens: str | None) -> Counted:
        """The codes of a codebook, or by ``themes`` its themes, with a lens the groups of that.
        Raises FangtanError for a lens that the codebook does not have.
        """
        if by == "codes":
            return cls(book)
        of_code = code_groups(book, lens)
        return cls(book, {code: (book.id, name) for code, name in of_code.items()}, lens)

    @property
    def kind(self) -> str:
        """What stands in the rows: ``code``, ``theme`` or ``group``."""
        return "code" if self.groups is None else "theme" if self.lens is None else "group"

    def incidence(self, study: Study, unit: UnitKind) -> Incidence:
        """The units of a study with what is counted."""
        incidence = study.incidence(unit)
        if self.groups is None:
            return of_codebook(incidence, self.book.id)
        return incidence.merged(self.groups)

    def interviews(self, study: Study) -> list[tuple[Transcript, tuple[Coding, ...]]]:
        """The interviews with codings of what is counted."""
        groups = self.groups
        if groups is None:
            return list(study.interviews)
        return [
            (
                transcript,
                tuple(
                    coding._replace(code=groups[coding.codebook, coding.code][1])
                    for coding in codings
                    if (coding.codebook, coding.code) in groups
                ),
            )
            for transcript, codings in study.interviews
        ]

    def names(self, lang: Language) -> dict[str, str]:
        """Id -> name."""
        if self.groups is None:
            return {code: name for (_, code), name in names_of((self.book,), lang).items()}
        return in_language(group_names(self.book, self.lens), lang)

    def colours(self, books: Sequence[Codebook]) -> dict[str, str]:
        """Id -> colour in a study of these codebooks."""
        colours = code_colours(books, self.book, self.lens)
        if self.groups is None:
            return colours
        return {group: colours[code] for (_, code), (_, group) in self.groups.items()}

    @property
    def notes(self) -> list[Words]:
        """What is counted as one, as a list of one note; empty for codes."""
        if self.groups is None:
            return []
        if self.lens is None:
            return [Note("note.by_themes")]
        return [note("note.by_lens", lens=self.book.lenses[self.lens].name)]

    def group(self, name: str) -> Key:
        """A theme by its id or its name in any language, a group of the lens by its name. Raises
        FangtanError for another, with those there are.
        """
        known = group_names(self.book, self.lens)
        for group, words in known.items():
            names = {group, *(in_language({group: words}, lang)[group] for lang in LANGUAGES)}
            if name.strip() in names:
                return self.book.id, group
        raise FangtanError(f"study.no_{self.kind}", name=name, known="、".join(known))


def say_groups(result: Result, counted: Counted) -> None:
    """Columns of themes or groups are called so, and hold their names."""
    if counted.groups is None:
        return
    kind = counted.kind
    heads = {"node": kind, "code_a": f"{kind}_a", "code_b": f"{kind}_b"}
    for name, table in result.tables.items():
        result.tables[name] = table.rename(columns=heads)
    result.brief = {
        name: tuple(heads.get(column, column) for column in columns)
        for name, columns in result.brief.items()
    }
    names = group_names(counted.book, counted.lens)
    result.words = {**result.words, **{head: partial(by_name, names) for head in heads.values()}}


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
