"""The tree of codes with what was counted under each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.explorer.state.study.desk import Desk
from app.explorer.state.study.facts import Facts
from app.palette import NO_THEME, theme_colours
from codebooks.codebook import Codebook
from corpus.catalogue import Language
from corpus.project.records import CodeInfo, Filter


def colours(facts: Facts) -> dict[str, str]:
    """Code id -> colour of its theme; grey for a code that no codebook holds any more."""
    by_key = theme_colours(facts.books)
    return {
        entity: by_key.get((info.family, info.key), NO_THEME)
        for entity, info in facts.all_codes.items()
    }


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
