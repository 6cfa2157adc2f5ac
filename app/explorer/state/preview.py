"""编码簿: a changed code tried out before it is saved — what the linter says, and what it would add
to and take from this study.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from analysis.coders.check import check_rules
from analysis.coders.rules import RuleCoder
from app.explorer.state.desk import Desk
from codebooks.codebook import Code, Codebook
from codebooks.lint import Finding, lint
from corpus.coding import Coding

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Change:
    """A coding that the changed codebook would make and the present one does not, or the other way
    round.
    """

    transcript: str
    coding: Coding


@dataclass(frozen=True, slots=True)
class Preview:
    """What a changed codebook would do to this study."""

    added: tuple[Change, ...]
    gone: tuple[Change, ...]
    before: int
    after: int


def words_of(text: str) -> tuple[str, ...]:
    """Indicators as a person writes them: one a line, or parted by 、，, or ；."""
    return tuple(
        dict.fromkeys(part.strip() for part in re.split(r"[\n、，,；;]+", text) if part.strip())
    )


def findings(book: Codebook, key: str) -> list[Finding]:
    """What the linter says of a codebook about one code: errors and warnings first."""
    found = [
        one
        for one in (*lint(book, book.id), *check_rules(_only(book, key), book.id))
        if one.values.get("code") == key or one.values.get("other") == key
    ]
    rank = {"error": 0, "warning": 1, "note": 2}
    return sorted(found, key=lambda one: rank[one.severity])


def _only(book: Codebook, key: str) -> Codebook:
    """The codebook with the examples of one code only: only these are tried out."""

    def walk(code: Code) -> Code:
        return code.model_copy(
            update={
                "children": tuple(map(walk, code.children)),
                **({} if code.id == key else {"examples": ()}),
            }
        )

    return book.model_copy(update={"codes": tuple(map(walk, book.codes))})


def preview(
    desk: Desk, before: Codebook, after: Codebook, progress: Progress | None = None
) -> Preview:
    """Code the study by both versions and compare: longest matches of one code may take from
    another, so all codes are compared.
    """
    facts = desk.facts()
    coders = (RuleCoder(before), RuleCoder(after))
    added: list[Change] = []
    gone: list[Change] = []
    counts = [0, 0]
    for place, entity in enumerate(facts.infos, 1):
        transcript = desk.transcript(entity)
        made = [
            {(one.code, one.polarity, one.span): one for one in coder.code(transcript)}
            for coder in coders
        ]
        counts[0] += len(made[0])
        counts[1] += len(made[1])
        added += [Change(entity, one) for key, one in made[1].items() if key not in made[0]]
        gone += [Change(entity, one) for key, one in made[0].items() if key not in made[1]]
        if progress:
            progress(place, len(facts.infos))
    return Preview(tuple(added), tuple(gone), counts[0], counts[1])
