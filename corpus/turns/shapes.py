"""The shapes by which a line says who speaks: one regular expression per habit, tried in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from corpus.normalise import fold_head
from corpus.turns.labels import CODE, GENERIC, role_of
from corpus.turns.names import canonical, possible, proves_itself

_TIME: Final = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_HEAD: Final = r"^\s*(?:#{1,6}\s+|[-*+]\s+)?(?:\*\*|__)?\s*"
_TAIL: Final = r"(?:\*\*|__)?"
_NAME: Final = (
    r"(?P<name>[^\s:,。?!;、\"“”'…《》\[\]<>|*#\x00][^:,。?!;\"“”…《》\n|*#]{0,"
    r"26}?(?:\([^():。?!\n]{1,20}\))?)"
)
_DAY: Final = r"(?P<day>(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+)?"
_STAMP: Final = rf"(?P<time>{_TIME})(?:\s*(?:-->|[-–—~至到])\s*{_TIME})?"

_TIME_LABEL = re.compile(
    (
        rf"{_HEAD}(?:[\[(【<]?\s*{_STAMP}\s*[\])】>]?|"
        rf"\[\s*\])\s*[-–]?\s*{_NAME}\s*{_TAIL}\s*:{_TAIL}\s*(?P<speech>.*)$"
    ),
    re.DOTALL,
)
_TIME_LABEL_LINE = re.compile(
    rf"{_HEAD}[\[(【<]?\s*{_DAY}{_STAMP}\s*[\])】>]?\s+{_NAME}\s*{_TAIL}\s*$"
)
_LABEL_TIME = re.compile(
    rf"{_HEAD}{_NAME}\s*{_TAIL}\s*[\[(【<]\s*{_STAMP}\s*[\])】>]"
    rf"\s*{_TAIL}\s*:?{_TAIL}\s*(?P<speech>.*)$",
    re.DOTALL,
)
_LABEL_TIME_LINE = re.compile(rf"{_HEAD}{_NAME}\s+{_DAY}{_STAMP}\s*{_TAIL}\s*:?\s*$")
_LABEL_TIME_COLON = re.compile(
    rf"{_HEAD}{_NAME}\s+{_DAY}{_STAMP}\s*{_TAIL}\s*:\s*(?P<speech>.*)$", re.DOTALL
)
_BRACKET = re.compile(
    rf"{_HEAD}[【\[〔]\s*{_NAME}\s*[】\]〕]\s*{_TAIL}"
    rf"\s*(?:[\[(]?\s*(?P<time>{_TIME})\s*[\])]?)?\s*:?\s*(?P<speech>.*)$",
    re.DOTALL,
)
_PAREN = re.compile(
    rf"{_HEAD}[(<]\s*(?P<name>[^\s:,。?!;、()<>]{{1,12}})\s*[)>]\s*{_TAIL}\s*:?\s*(?P<speech>.*)$",
    re.DOTALL,
)
_DASH = re.compile(
    (
        rf"{_HEAD}(?P<name>[\u4e00-\u9fffA-Za-z0-9]{{1,8}})\s*{_TAIL}\s*[—–]{{1,"
        rf"2}}\s*(?P<speech>\S.*)$"
    ),
    re.DOTALL,
)
_COLON = re.compile(rf"{_HEAD}{_NAME}\s*{_TAIL}\s*:{_TAIL}\s*(?P<speech>.*)$", re.DOTALL)
_SPACE = re.compile(rf"{_HEAD}(?P<name>[^\s:,。?!;、]{{1,12}})\s+(?P<speech>\S.*)$", re.DOTALL)
_ALONE = re.compile(rf"{_HEAD}(?P<name>[^\s:,。?!;、]{{1,12}})\s*{_TAIL}\s*$")

_OPENER: Final = re.compile(r"[:：﹕︰∶【\[〔#*\s]|^[(（<＜]|^.{1,9}—|^.{0,24}$")
"""A line whose start holds none of these opens no turn (the quick way out for running text)."""


@dataclass(frozen=True, slots=True)
class Label:
    """A possible label at the start of a line.

    ``shape`` is the name of the shape that fits, ``name`` the speaker's name without blanks,
    ``speech`` the offset in the line at which speech starts, ``time_s`` the place in the recording
    in seconds. ``sure``: it stands alone as proof, elsewhere it has to recur.
    """

    shape: str
    name: str
    speech: int
    time_s: float | None
    sure: bool
    wide: bool = True  # a gap wider than one ASCII blank follows (shape "space" only)


def stamp(text: str) -> float:
    """``01:02:15``, ``00:33``, ``00:00:33.605`` in seconds; two parts are minutes and seconds."""
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return int(total) if total == int(total) else round(total, 3)


class _Fit(NamedTuple):
    """A line on which a shape fits, and what it takes for the name. ``folded`` is the line with its
    head in ASCII forms, of the same length; ``speech`` the offset at which speech starts.
    """

    shape: str
    name: str
    speech: int
    match: re.Match[str]
    line: str
    folded: str


def _timed(fit: _Fit) -> Label:
    """A time beside the name proves the name, unless it could as well be the start of speech."""
    sure = proves_itself(fit.name) or (
        fit.shape in ("label-time-line", "label-time") and len(fit.name) <= 16
    )
    groups = fit.match.groupdict()
    # An hour of the day tells no place in the recording.
    time = None if groups.get("day") else groups["time"]
    return Label(fit.shape, fit.name, fit.speech, stamp(time) if time else None, sure)


def _bracketed(fit: _Fit) -> Label | None:
    """【受访者】, but not a mark such as 【掌声】 or [00:12]."""
    if _MARK.search(fit.name) or _TIME_ALONE.match(fit.name):
        return None
    time = fit.match["time"]
    return Label(
        fit.shape, fit.name, fit.speech, stamp(time) if time else None, proves_itself(fit.name)
    )


def _set_off(fit: _Fit) -> Label | None:
    """Only a role word is set off by round brackets or a dash: （笑） and 数据——命根子 are none."""
    if role_of(fit.name) not in ("interviewer", "interviewee"):
        return None
    return Label(fit.shape, fit.name, fit.speech, None, len(fit.name) > 1)


def _before_colon(fit: _Fit) -> Label | None:
    """A name and a colon, but not the colon of an hour (12:30) or of an address (http://)."""
    end = fit.match.end("name")
    colon = fit.folded.find(":", end)
    hour = fit.folded[end - 1].isdigit() and fit.folded[colon + 1 : colon + 2].isdigit()
    if hour or fit.folded[colon : colon + 3] == "://":
        return None
    return Label(fit.shape, fit.name, fit.speech, None, proves_itself(fit.name))


def _before_blank(fit: _Fit) -> Label | None:
    """A name and a gap: one ASCII blank is enough for role words and codes only."""
    gap = fit.line[fit.match.end("name") : fit.speech]
    wide = "\u3000" in gap or "\t" in gap or len(gap) >= 2
    if not wide and role_of(fit.name) is None and not CODE.match(fit.name):
        return None
    sure = wide and len(fit.name) > 1 and proves_itself(fit.name)
    return Label(fit.shape, fit.name, fit.speech, None, sure, wide)


def _alone(fit: _Fit) -> Label | None:
    """A role word of two characters or more with nothing behind it; never sure."""
    if not (role_of(fit.name) and len(fit.name) > 1) and not GENERIC.match(fit.name):
        return None
    return Label(fit.shape, fit.name, fit.speech, None, False)


@dataclass(frozen=True, slots=True)
class Shape:
    """A habit of writing labels: ``read`` decides on a line that ``pattern`` fits. ``needs``: a
    line without this sign ("" = none) need not be tried.
    """

    name: str
    pattern: re.Pattern[str]
    read: Callable[[_Fit], Label | None]
    needs: Literal["", "time", "square", "round", "dash"] = ""


SHAPES: Final = (
    Shape("time-label", _TIME_LABEL, _timed, "time"),
    Shape("label-time", _LABEL_TIME, _timed, "time"),
    Shape("label-time-line", _LABEL_TIME_LINE, _timed, "time"),
    Shape("label-time-colon", _LABEL_TIME_COLON, _timed, "time"),
    Shape("time-label-line", _TIME_LABEL_LINE, _timed, "time"),
    Shape("bracket", _BRACKET, _bracketed, "square"),
    Shape("paren", _PAREN, _set_off, "round"),
    Shape("dash", _DASH, _set_off, "dash"),
    Shape("colon", _COLON, _before_colon),
    Shape("space", _SPACE, _before_blank),
    Shape("alone", _ALONE, _alone),
)
"""In the order in which they are tried: the first that reads a label decides."""

_CLOCK: Final = re.compile(r"\d:\d\d|\[\s*\]")
"""No shape with a time fits a line without one."""
_TIME_ALONE: Final = re.compile(rf"^{_TIME}$")
_MARK: Final = re.compile(
    r"听不清|聽不清|不清|沉默|停顿|停頓|笑|掌声|掌聲|音乐|音樂|inaudible|silence|laugh"
)
_HEAD_LENGTH: Final = 48
"""A label stands within so many characters."""


def find(line: str) -> Label | None:
    """The label of the first shape that fits a line; None when the line opens no turn."""
    if not _OPENER.search(line, 0, _HEAD_LENGTH):
        return None
    folded = fold_head(line)
    head = folded[:_HEAD_LENGTH]
    if not _may_open(line, folded, head):
        return None
    for shape in _fitting(
        (":" in folded[2:] or "[" in folded or folded[0].isdigit())
        and _CLOCK.search(folded) is not None,
        "【" in folded or "[" in folded or "〔" in folded,
        "(" in head or "<" in head,
        "—" in head or "–" in head,
    ):
        match = shape.pattern.match(folded)
        if match is None:
            continue
        name = canonical(line[match.start("name") : match.end("name")])
        if not possible(name):
            continue
        speech = match.start("speech") if "speech" in shape.pattern.groupindex else len(folded)
        label = shape.read(_Fit(shape.name, name, speech, match, line, folded))
        if label is not None:
            return label
    return None


def _may_open(line: str, folded: str, head: str) -> bool:
    """Whether the head of a line holds any sign of a label (cheaper than trying the shapes)."""
    start = head.lstrip()[:1]
    if not start:
        return False
    return (
        ":" in head
        or start in "【[〔#*(<"
        or "—" in head[:12]
        or len(folded) <= 24
        or "\u3000" in line[:16]
        or "\t" in line[:16]
        or " " in head[:14]
    )


@lru_cache(maxsize=16)
def _fitting(time: bool, square: bool, round_: bool, dash: bool) -> tuple[Shape, ...]:
    """The shapes that can fit a line with a time, with square or round brackets, with a dash."""
    present = {"": True, "time": time, "square": square, "round": round_, "dash": dash}
    return tuple(shape for shape in SHAPES if present[shape.needs])
