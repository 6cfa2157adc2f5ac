"""What several analyses need: groups of codes, groups of interviews, the sentence on synthetic
data.
"""

from __future__ import annotations

from analysis.nulls import refusal
from analysis.units import UNITS, Incidence, Key, UnitKind
from app.study.study import Study
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.problem import FangtanError


def opening(study: Study, lang: Language, unit: UnitKind | None = None) -> list[str]:
    """The first notes of every result: how much data, by which unit, and whether it is
    synthetic.
    """
    notes = [
        message(
            "note.data",
            lang,
            interviews=len(study.interviews),
            unit=message(f"unit.{unit or study.unit}", lang),
        )
    ]
    if not any(codings for _, codings in study.interviews):
        notes.insert(0, message("note.no_codings", lang))
    if study.synthetic:
        notes.insert(0, message("about.synthetic_text", lang, count=study.synthetic))
    return notes


def untested(incidence: Incidence, lang: Language) -> list[str]:
    """The reason why the shift test is refused, as a list of one sentence; empty when it is
    made.
    """
    reason = refusal(incidence)
    return [message(f"note.refused_{reason}", lang)] if reason else []


def unit_of(study: Study, name: str | None) -> UnitKind:
    """Raises FangtanError for an unknown unit."""
    if name is None:
        return study.unit
    if name not in UNITS:
        raise FangtanError("study.no_unit", name=name, known="、".join(UNITS))
    return name


def code_groups(book: Codebook, lens: str | None, lang: Language) -> dict[Key, str]:
    """Code -> group: of a lens, or the top themes by name. Raises FangtanError for a lens that the
    codebook does not have.
    """
    if lens is None:
        return {
            (book.id, code): book.by_id[theme].name.text(lang)
            for code, theme in book.theme_of.items()
        }
    if lens not in book.lenses:
        raise FangtanError("run.lens_unknown", lens=lens, known="、".join(sorted(book.lenses)))
    return {(book.id, code): group for code, group in book.group_of(lens).items()}


def two_groups(study: Study, told: str, lang: Language) -> tuple[dict[str, int], tuple[str, str]]:
    """``department=公安,民政`` -> source -> 1, 2 or 0, and the two names.

    A value of several words joined by ``+`` is one group (街道+社区); ``*`` stands for all others;
    an interview belongs to a group when the value holds one of its words. Raises FangtanError for
    anything else.
    """
    attribute, equals, rest = told.partition("=")
    names = [part.strip() for part in rest.replace("，", ",").split(",") if part.strip()]
    if not equals or len(names) != 2:
        raise FangtanError("study.bad_groups", told=told)
    values = study.attribute(attribute.strip())
    words = [[word for word in name.replace("＋", "+").split("+") if word] for name in names]
    of: dict[str, int] = {}
    for source, value in values.items():
        mine = [
            place
            for place, own in enumerate(words, 1)
            if own != ["*"] and any(word in value for word in own)
        ]
        if len(mine) == 2:
            raise FangtanError("study.both_groups", source=source, value=value)
        of[source] = (
            mine[0]
            if mine
            else 2
            if words[1] == ["*"] and value
            else 1
            if words[0] == ["*"] and value
            else 0
        )
    for place, name in enumerate(names, 1):
        if place not in of.values():
            raise FangtanError(
                "study.empty_group",
                name=name,
                values="、".join(sorted({value for value in values.values() if value})),
            )
    told_names = [message("groups.rest", lang) if name == "*" else name for name in names]
    return of, (told_names[0], told_names[1])
