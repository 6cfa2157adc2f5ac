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
LENGTH: Final = 300
"""An unnamed voice gets a new turn at the first sentence end after so many characters."""


def join_cues(
    lines: Sequence[Line], opens: Callable[[str], bool]
) -> tuple[list[Line], list[ReportLine]]:
    """Cues -> one line per turn, and the report lines of the cues that were joined to another.

    A cue with another speaker, or whose text ``opens`` a turn by a label, starts a new line.
    """
    voiced = any(line.kind == "cue" and (line.speaker or opens(line.text)) for line in lines)
    found: list[Line] = []
    joined: list[ReportLine] = []
    for line in lines:
        previous = found[-1] if found and found[-1].kind == "cue" else None
        if line.kind != "cue" or previous is None or not line.text.strip():
            if line.text.strip() or line.kind != "cue":
                found.append(line)
            continue
        if voiced:
            fresh = opens(line.text) or bool(line.speaker and line.speaker != previous.speaker)
        else:
            pause = (
                line.start_s is not None
                and previous.end_s is not None
                and line.start_s - previous.end_s >= PAUSE_S
            )
            full = len(previous.text) >= LENGTH and (
                bool(re.search(r"[。？！?!]\s*$", previous.text))
                or len(previous.text) >= 2 * LENGTH
            )
            fresh = pause or full
        if fresh:
            found.append(line)
            continue
        glue = "" if re.search(r"[，。？！、；：,?!;:…]\s*$", previous.text) else " "
        found[-1] = replace(
            previous,
            text=previous.text.rstrip() + glue + line.text.strip(),
            end_s=line.end_s,
            memo="；".join(memo for memo in (previous.memo, line.memo) if memo),
        )
        joined.append(ReportLine(line.number, "continuation", "cue", line.text.strip()[:60]))
    return found, joined
