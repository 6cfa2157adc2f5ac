"""What to do next in a study, from where it stands. No screen here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Step = Literal[
    "import",
    "book",
    "review",
    "place",
    "conflicts",
    "disputes",
    "code",
    "decide",
    "compare",
    "network",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """A study in numbers. ``differing``: whether two people coded the same interview; ``disputed``:
    open disputes.
    """

    interviews: int
    books: int
    suggested: int
    decided: int
    human: int
    unplaced: int = 0
    conflicts: int = 0
    disputed: int = 0
    differing: bool = False


PAGE_OF: dict[Step, str] = {
    "import": "overview",
    "book": "books",
    "review": "review",
    "place": "overview",
    "conflicts": "overview",
    "disputes": "review",
    "code": "coding",
    "decide": "coding",
    "compare": "compare",
    "network": "network",
}
"""Where each step is done."""


def next_step(study: Standing, *, reviewer: bool) -> Step:
    """The one thing that helps most now: what is missing, then what is broken, then what waits for
    a person, then what can be seen.
    """
    if not study.interviews:
        return "import"
    if reviewer:
        return "review"
    if not study.books:
        return "book"
    if study.conflicts:
        return "conflicts"
    if study.unplaced:
        return "place"
    if study.disputed:
        return "disputes"
    if not study.human and not study.decided:
        return "code"
    if study.suggested > study.decided:
        return "decide"
    return "compare" if study.differing else "network"
