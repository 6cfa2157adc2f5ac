"""A changed codebook tried out before it is used: what its linter says of one code, and what the
rules would code anew, no longer or otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.coders.check import check_rules
from analysis.coders.rules import RuleCoder
from codebooks.codebook import Code, Codebook
from codebooks.lint import Finding, lint
from corpus.coding import Coding
from corpus.transcript import Transcript

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Change:
    """A coding that one version of a codebook makes and the other does not; ``transcript`` is the
    id of the interview.
    """

    transcript: str
    coding: Coding


@dataclass(frozen=True)
class Preview:
    """What a changed codebook would do to a study: codings that only the new version makes
    (``added``), that only the old one makes (``gone``), and how many each makes in all.

    A coding that keeps its code and its stretch and changes its polarity stands in both; ``anew``,
    ``no_longer`` and ``otherwise`` tell these three apart.
    """

    added: tuple[Change, ...]
    gone: tuple[Change, ...]
    before: int
    after: int

    @cached_property
    def otherwise(self) -> tuple[tuple[Change, Change], ...]:
        """The same stretch under the same code with another polarity: (old, new)."""
        old = _by_stretch(self.gone)
        return tuple(
            (old[stretch], change)
            for stretch, change in _by_stretch(self.added).items()
            if stretch in old
        )

    @cached_property
    def anew(self) -> tuple[Change, ...]:
        """Codings that are new by more than their polarity."""
        old = _by_stretch(self.gone)
        return tuple(change for change in self.added if _stretch(change) not in old)

    @cached_property
    def no_longer(self) -> tuple[Change, ...]:
        """Codings that are lost, and do not only change their polarity."""
        new = _by_stretch(self.added)
        return tuple(change for change in self.gone if _stretch(change) not in new)


_Stretch = tuple[str, str, int, int]


def _stretch(change: Change) -> _Stretch:
    coding = change.coding
    return change.transcript, coding.code, coding.span.start, coding.span.end


def _by_stretch(changes: Iterable[Change]) -> Mapping[_Stretch, Change]:
    return {_stretch(change): change for change in changes}


def preview(
    interviews: Iterable[tuple[str, Transcript]],
    before: Codebook | None,
    after: Codebook,
    *,
    progress: Callable[[int], None] | None = None,
) -> Preview:
    """Code interviews, (id, transcript), by both versions of a codebook and compare.

    All codes are compared, not only those that were changed: the longest match wins, so an
    indicator of one code may take from another. Two codings are the same when code, polarity and
    stretch are. ``before`` None: the study does not have the codebook yet. ``progress`` is called
    with the number of interviews done.
    """
    old, new = RuleCoder(before) if before is not None else None, RuleCoder(after)
    added: list[Change] = []
    gone: list[Change] = []
    count_before = count_after = 0
    for done, (name, transcript) in enumerate(interviews, 1):
        was, will = (
            {
                (coding.code, coding.polarity, coding.span): coding
                for coding in (coder.code(transcript) if coder is not None else ())
            }
            for coder in (old, new)
        )
        count_before += len(was)
        count_after += len(will)
        added += [Change(name, coding) for key, coding in will.items() if key not in was]
        gone += [Change(name, coding) for key, coding in was.items() if key not in will]
        if progress:
            progress(done)
    return Preview(tuple(added), tuple(gone), count_before, count_after)


def findings(book: Codebook, key: str) -> list[Finding]:
    """What the linter says of a codebook about one code (by its id), its own examples tried out:
    errors first, then warnings, then notes.
    """
    found = [
        finding
        for finding in (*lint(book, book.id), *check_rules(_examples_of(book, key), book.id))
        if key in (finding.values.get("code"), finding.values.get("other"))
    ]
    rank = {"error": 0, "warning": 1, "note": 2}
    return sorted(found, key=lambda finding: rank[finding.severity])


def _examples_of(book: Codebook, key: str) -> Codebook:
    """The codebook with the examples of one code only: only these are tried out."""

    def walk(code: Code) -> Code:
        update: dict[str, object] = {"children": tuple(map(walk, code.children))}
        if code.id != key:
            update["examples"] = ()
        return code.model_copy(update=update)

    return book.model_copy(update={"codes": tuple(map(walk, book.codes))})
