"""A figure that can draw Chinese, saved as PNG (300 dpi) and SVG without anything that changes from
run to run.
"""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING

from app.figures.fonts import chinese

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def figure(width: float, height: float) -> Figure:
    """An empty figure of so many inches, constrained layout."""
    chinese()
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def bare(width: float, height: float) -> Figure:
    """An empty figure of so many inches, without any layout: what is placed stays where it is."""
    chinese()
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height))


def saved(sheet: Figure, dpi: int = 300) -> tuple[bytes, bytes]:
    """(PNG, SVG). The layout is found once for both, and the picture packed fast rather than
    small.
    """
    engine = sheet.get_layout_engine()
    if engine is not None:
        engine.execute(sheet)
        sheet.set_layout_engine("none")
    png, svg = io.BytesIO(), io.BytesIO()
    sheet.savefig(
        png,
        dpi=dpi,
        format="png",
        metadata={"Software": "fangtan"},
        pil_kwargs={"compress_level": 4},
    )
    sheet.savefig(svg, format="svg", metadata={"Date": None, "Creator": "fangtan"})
    return png.getvalue(), svg.getvalue()


_LETTER = 9.5 / 72
_NOT_LAST = set("（“‘《(")
_NOT_FIRST = set("，。；：、！？）》”’%,.;:!?)]")


def width(text: str) -> float:
    """Of a text at 9.5 points, in inches."""
    return (
        sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.62 for letter in text)
        * _LETTER
    )


def wrapped(text: str, inches: float) -> list[str]:
    """Lines of a caption that fit so many inches: broken at blanks or between Chinese letters,
    never before a closing mark.
    """
    lines, line = [], ""
    for part in re.findall(r"[\x21-\x7e\u2264-\u2267]+ ?|.", text):
        if line and width(line + part.rstrip()) > inches - 0.6 and part[0] not in _NOT_FIRST:
            kept = line.rstrip()
            while kept and kept[-1] in _NOT_LAST:
                kept = kept[:-1]
            lines.append(kept.strip())
            line = line[len(kept) :].lstrip()
        line += part
    return [*lines, line.strip()] if line.strip() else lines


def caption(sheet: Figure, text: str) -> None:
    """The rule beside the picture: below it, small."""
    sheet.supxlabel("\n".join(wrapped(text, sheet.get_figwidth())), fontsize=9.5, color="#444444")


def nothing_drawn(axis: Axes, text: str, size: float = 12) -> None:
    """``text`` in the middle of an axis on which there is nothing to draw."""
    axis.text(
        0.5,
        0.5,
        text,
        ha="center",
        va="center",
        transform=axis.transAxes,
        fontsize=size,
        color="#666666",
    )
