"""Short subtitle lines to turns: cues of one voice are joined; without voices, a long pause opens a
new turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from corpus.document import Line
from corpus.transcript import ReportLine

PAUSE_S: Final = 3.0
"""A silence of this many seconds parts the talk of an unnamed voice."""
_SENTENCE_END: Final = re.compile(r"[。？！?!]\s*$")
_PAUSE_SIGN: Final = re.compile(r"[，。？！、；：,?!;:…]\s*$")
LENGTH: Final = 300
"""An unnamed voice gets a new turn at the first sentence end after so many characters."""


def join_cues(
    lines: Sequence[Line], opens: Callable[[str], bool]
) -> tuple[list[Line], list[ReportLine]]:
    """Cues -> one line per turn, and the report lines of the cues that were joined to another.

    A cue with another speaker, or whose text ``opens`` a turn by a label, starts a new line.
    """
    voiced = any(line.kind == "cue" and (line.speaker or opens(line.text)) for line in lines)
    turns: list[Line] = []
    report: list[ReportLine] = []
    for line in lines:
        if line.kind == "cue" and not line.text.strip():
            continue
        previous = turns[-1] if turns else None
        if line.kind != "cue" or previous is None or previous.kind != "cue":
            turns.append(line)
            continue
        if voiced:
            is_new = opens(line.text) or bool(line.speaker and line.speaker != previous.speaker)
        else:
            is_new = _is_pause(previous, line) or _is_full(previous.text)
        if is_new:
            turns.append(line)
            continue
        turns[-1] = _joined(previous, line)
        report.append(ReportLine(line.number, "continuation", "cue", line.text.strip()[:60]))
    return turns, report


def _is_pause(previous: Line, line: Line) -> bool:
    return (
        line.start_s is not None
        and previous.end_s is not None
        and line.start_s - previous.end_s >= PAUSE_S
    )


def _is_full(text: str) -> bool:
    """Whether a turn is long enough to end here: at a sentence end, or without one at twice the
    length.
    """
    return len(text) >= LENGTH and (
        _SENTENCE_END.search(text) is not None or len(text) >= 2 * LENGTH
    )


def _joined(previous: Line, line: Line) -> Line:
    glue = "" if _PAUSE_SIGN.search(previous.text) else " "
    return replace(
        previous,
        text=previous.text.rstrip() + glue + line.text.strip(),
        end_s=line.end_s,
        memo="；".join(memo for memo in (previous.memo, line.memo) if memo),
    )
