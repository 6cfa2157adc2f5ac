"""RE2 with types: patterns that are matched in time linear in the text, whatever a researcher
writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Match(Protocol):
    """Where an expression matches, in code points of the text."""

    def start(self) -> int: ...

    def end(self) -> int: ...


class Expression(Protocol):
    """A pattern ready for use."""

    def finditer(self, text: str, /) -> Iterator[Match]: ...


def linear(pattern: str, *, quiet: bool = False) -> Expression:
    """The pattern as RE2 compiles it. Raises ``re2.error`` for one that it refuses, and prints the
    reason too unless ``quiet``.
    """
    import re2

    options = re2.Options()
    options.log_errors = not quiet
    expression: Expression = re2.compile(pattern, options)
    return expression
