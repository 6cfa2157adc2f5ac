"""What the page and not the speaker put into a text: running headers, footers and page numbers, and
lines broken at the margin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from corpus.document import Line
from corpus.transcript import ReportLine
from corpus.turns import shapes
from corpus.turns.metadata import key_of, split_fields
from corpus.turns.shapes import Label

_NUMBER: Final = re.compile(
    r"^\s*(?:第\s*[\d一二三四五六七八九十百]+\s*[页頁](?:\s*[,，/]?\s*共\s*\d+\s*[页頁])?|"
    r"[-–—·~]\s*\d{1,4}\s*[-–—·~]"
    r"|\d{1,4}\s*/\s*\d{1,4}|page\s+\d+(?:\s+of\s+\d+)?)\s*$",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    r"第\s*\d{1,4}\s*[页頁]|(?:^|\s)\d{1,4}\s*/\s*\d{1,4}\s*$|\bpage\s+\d{1,4}", re.IGNORECASE
)
_SENTENCE_END: Final = re.compile(r"[。.？?！!…；;：:”\"』」）)】\]]\s*$")
_SPOKEN: Final = re.compile(r"[我你您他她咱吗呢吧啊嘛哦嗯嗎，。？！,?!；;：:]")
"""A running header holds none of these; a sentence that somebody repeats nearly always does."""
_SPEECH: Final = re.compile(r"[我你您他她咱吗呢吧啊嘛]|[。？！?!，,；;、]$")
_PUNCTUATION: Final = re.compile(r"[，。？！,?!]")
_ENDS: Final = re.compile(r"[。.？?！!…”」』]\s*$")

EDGE: Final = 3
"""So many lines at the head and foot of a page are looked at."""
TIMES: Final = 3
"""A header recurs at least so often."""
APART: Final = 5
"""Lines between two pages, where the source does not tell its pages."""
FULL: Final = 0.85
"""A line that fills so much of the width goes on in the next."""


def _label(text: str) -> Label | None:
    return shapes.find(text)


def _opens(text: str) -> bool:
    """Whether a line surely opens a turn."""
    label = _label(text)
    return label is not None and label.sure


def _may_open(text: str) -> bool:
    label = _label(text)
    return label is not None and (label.sure or label.shape not in ("space", "alone"))


def _bare(text: str) -> bool:
    """Whether a line is a label and nothing else."""
    label = _label(text)
    return label is not None and label.sure and label.speech >= len(text.rstrip())


def lay_out(lines: Sequence[Line]) -> tuple[list[Line], list[ReportLine]]:
    """Lines as they were spoken: (lines that stay, report lines of those cut and of those joined to
    the one before).

    Furniture is a page number; a short line that recurs beside page numbers; one that recurs at the
    edges of pages where the source tells them; elsewhere one that recurs and breaks into sentences.
    What furniture had parted, and what was broken at the margin, is put together again, unless the
    next line opens a turn or a field. Lines are taken to end at a margin where the source tells its
    pages, and in text whose lines plainly do.
    """
    cut = _furniture(lines)
    limit = _margin([line for index, line in enumerate(lines) if index not in cut])
    if not cut and not limit:
        return list(lines), []
    names = (
        Counter(label.name for line in lines if (label := _label(line.text)) is not None)
        if limit
        else Counter()
    )
    laid: list[Line] = []
    report = [
        ReportLine(lines[index].number, "cut", "page", lines[index].text.strip()[:60])
        for index in sorted(cut)
    ]
    parted, full = False, False  # by furniture; up to the margin: the line before this one
    for index, line in enumerate(lines):
        if index in cut:
            parted = True
            continue
        if not line.text.strip():
            if not parted:
                laid.append(line)
                full = False
            continue
        last = _last_filled(laid) if parted else len(laid) - 1
        goes_on = last >= 0 and (full or (parted and _is_broken_off(laid[last].text)))
        if goes_on and not _fresh(line.text, names):
            laid[last:] = [_joined(laid[last], line)]
            report.append(
                ReportLine(line.number, "continuation", "wrapped", line.text.strip()[:60])
            )
        else:
            laid.append(line)
        parted, full = False, bool(limit) and _width(line.text) >= FULL * limit
    return laid, report


def _furniture(lines: Sequence[Line]) -> set[int]:
    """Indices of the lines that the page put into the text."""
    numbers = {
        index
        for index, line in enumerate(lines)
        if line.kind == "text" and len(line.text) < 40 and _NUMBER.match(line.text)
    }
    has_pages = any(line.page for line in lines)
    recurring = _at_edges(lines) if has_pages else _breaking(lines)
    return numbers | _beside(lines, sorted(numbers)) | recurring


def _last_filled(lines: Sequence[Line]) -> int:
    """The index of the last line that is not blank; -1 without one."""
    return next((index for index in range(len(lines) - 1, -1, -1) if lines[index].text.strip()), -1)


def _is_broken_off(text: str) -> bool:
    """Whether a line ends inside a sentence."""
    return not _SENTENCE_END.search(text) and not _bare(text)


def _fresh(text: str, names: Counter[str]) -> bool:
    """Whether a line opens a turn or is a field. ``names``: how often each possible label stands in
    the text.
    """
    label = _label(text)
    return (label is not None and (label.sure or names[label.name] >= 2)) or (
        bool(names) and _field(text)
    )


_COUNT: Final = re.compile(
    r"^\d{1,4}(?!\d)|(?<!\d)\d{1,4}$|[第共]\d{1,4}[页頁]|\d{1,4}/\d{1,4}|page\d{1,4}", re.IGNORECASE
)


def _same(text: str) -> str:
    """A line without blanks and page numbers: what two pages have in common."""
    return _COUNT.sub("#", re.sub(r"\s+", "", text))


def _beside(lines: Sequence[Line], numbers: Sequence[int]) -> set[int]:
    beside = Counter(
        lines[other].text.strip()
        for index in numbers
        for other in (index - 1, index + 1)
        if 0 <= other < len(lines) and 0 < len(lines[other].text.strip()) <= 30
    )
    headers = {
        text
        for text, count in beside.items()
        if count >= TIMES and not _may_open(text) and not _SPEECH.search(text)
    }
    return {index for index, line in enumerate(lines) if line.text.strip() in headers}


def _at_edges(lines: Sequence[Line]) -> set[int]:
    """Lines that stand at the head or foot of at least three pages, and of a third of all."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.text.strip():
            pages[line.page].append(index)
    pages_of: dict[str, set[int]] = defaultdict(set)
    edges: dict[str, list[int]] = defaultdict(list)
    for page, indices in pages.items():
        for index in dict.fromkeys((*indices[:EDGE], *indices[-EDGE:])):
            text = lines[index].text.strip()
            if len(text) <= 60 and not _SPEECH.search(text) and not _may_open(lines[index].text):
                pages_of[_same(text)].add(page)
                edges[_same(text)].append(index)
    return {
        index
        for text, on_pages in pages_of.items()
        if len(on_pages) >= max(TIMES, len(pages) / 3)
        for index in edges[text]
    }


def _breaking(lines: Sequence[Line]) -> set[int]:
    """Where nothing tells the pages: short lines that recur far apart and stand inside sentences;
    numbered ones that count up.
    """
    recurring = _recurring(lines)
    candidates = {index for indices in recurring.values() for index in indices}
    if not recurring:
        return set()
    is_punctuated = _is_punctuated(lines)
    furniture: set[int] = set()
    for indices in recurring.values():
        texts = [lines[index].text for index in indices]
        if _counts_up(texts):
            furniture.update(indices)
        elif is_punctuated and _is_one_header(texts, indices):
            breaks = sum(_breaks(lines, index, candidates) for index in indices)
            if breaks >= 2 and 3 * breaks >= len(indices):
                furniture.update(indices)
    return furniture


def _recurring(lines: Sequence[Line]) -> dict[str, list[int]]:
    """Short lines without a sign of speech that stand there twice: what they have in common -> the
    indices of the lines.
    """
    by_text: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        text = line.text.strip()
        if (
            4 <= len(text) <= 40
            and line.kind == "text"
            and not line.speaker
            and not line.role
            and not _SPOKEN.search(text)
        ):
            by_text[_same(text)].append(index)
    return {
        text: indices
        for text, indices in by_text.items()
        if len(indices) >= 2 and not any(_may_open(lines[index].text) for index in indices)
    }


def _is_punctuated(lines: Sequence[Line]) -> bool:
    """Whether the talk has punctuation at all: without it no line is seen to break a sentence."""
    filled = sum(1 for line in lines if line.text.strip())
    return sum(1 for line in lines if _PUNCTUATION.search(line.text)) >= 0.3 * filled


def _counts_up(texts: Sequence[str]) -> bool:
    """Whether lines carry page numbers that rise from one to the next."""
    numbers = [[int(number) for number in re.findall(r"\d+", text)] for text in texts]
    return all(_NUMBERED.search(text) for text in texts) and all(
        before < after for before, after in pairwise(numbers)
    )


def _is_one_header(texts: Sequence[str], indices: Sequence[int]) -> bool:
    """Whether one and the same line recurs at least three times, pages apart."""
    return (
        len(indices) >= TIMES
        and len(set(texts)) == 1
        and len(texts[0].strip()) >= 6
        and all(after - before >= APART for before, after in pairwise(indices))
    )


def _breaks(lines: Sequence[Line], index: int, candidates: set[int]) -> bool:
    """Whether a line parts two halves of a sentence."""
    before, after = index - 1, index + 1
    while before >= 0 and (before in candidates or not lines[before].text.strip()):
        before -= 1
    while after < len(lines) and (after in candidates or not lines[after].text.strip()):
        after += 1
    if before < 0 or after >= len(lines):
        return False
    return _is_broken_off(lines[before].text) and not _opens(lines[after].text)


def _field(text: str) -> bool:
    pairs = split_fields(text) if len(text) < 80 else None
    return pairs is not None and key_of(pairs[0][0]) is not None


def _margin(lines: Sequence[Line]) -> int:
    """The width at which lines are broken; 0 where they are not."""
    if len(lines) < 2 or any(line.kind != "text" or line.speaker for line in lines):
        return 0
    widths = [_width(line.text) for line in lines]
    filled = sorted(width for width in widths if width)
    limit = filled[int(0.9 * (len(filled) - 1))] if filled else 0
    if any(line.page for line in lines):
        return limit if limit >= 24 else 0
    full = [line.text for line, width in zip(lines, widths, strict=True) if width >= FULL * limit]
    if (
        not 36 <= limit <= 140
        or len(full) < max(8, 0.4 * len(filled))
        or filled[int(0.9 * len(filled))] > 1.15 * limit
    ):
        return 0
    return limit if sum(1 for text in full if not _ENDS.search(text)) >= 0.6 * len(full) else 0


def _width(text: str) -> int:
    """Columns: two for a Chinese character, one for a Latin one."""
    return len(text.strip().encode("gb18030", "replace"))


def _joined(first: Line, second: Line) -> Line:
    before, after = first.text.rstrip(), second.text.lstrip()
    blank = (
        " "
        if before[-1:].isascii()
        and after[:1].isascii()
        and before[-1:].isalnum()
        and after[:1].isalnum()
        else ""
    )
    return replace(first, text=before + blank + after)
