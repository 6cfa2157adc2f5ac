"""A figure that can draw Chinese, saved as PNG (300 dpi) and SVG without anything that changes from
run to run.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

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


DPI = 300
"""Of pictures as PNG."""


def saved(sheet: Figure, dpi: int | None = None) -> tuple[bytes, bytes]:
    """(PNG, SVG); ``dpi``: ``DPI`` unless told otherwise. The layout is found once for both, and
    the picture packed fast rather than small.
    """
    engine = sheet.get_layout_engine()
    if engine is not None:
        engine.execute(sheet)
        sheet.set_layout_engine("none")
    png, svg = io.BytesIO(), io.BytesIO()
    sheet.savefig(png, dpi=dpi or DPI, format="png", metadata=_PNG, pil_kwargs=_PACKING)
    sheet.savefig(svg, format="svg", metadata=_SVG)
    return png.getvalue(), svg.getvalue()


_PNG: Final[dict[str, str | None]] = {"Software": "fangtan"}
_SVG: Final[dict[str, str | None]] = {"Date": None, "Creator": "fangtan"}
_PACKING: Final[dict[str, object]] = {"compress_level": 4}
_LETTER = 9.5 / 72
_PARTS: Final = re.compile(r"[\x21-\x7e\u2264-\u2267]+ ?|.")
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
    for match in _PARTS.finditer(text):
        part = match[0]
        if line and width(line + part.rstrip()) > inches - 0.6 and part[0] not in _NOT_FIRST:
            fitting = line.rstrip()
            while fitting and fitting[-1] in _NOT_LAST:
                fitting = fitting[:-1]
            lines.append(fitting.strip())
            line = line[len(fitting) :].lstrip()
        line += part
    return [*lines, line.strip()] if line.strip() else lines


def caption(sheet: Figure, text: str) -> None:
    """The rule beside the picture: below it, small."""
    sheet.supxlabel("\n".join(wrapped(text, sheet.get_figwidth())), fontsize=9.5, color="#444444")


def footer(sheet: Figure, lines: Sequence[str], bottom: float) -> None:
    """The rule beside the picture on a sheet without a layout: its lines, ``bottom`` inches up."""
    sheet.text(
        0.5,
        bottom / sheet.get_figheight(),
        "\n".join(lines),
        ha="center",
        va="bottom",
        fontsize=9.5,
        color="#444444",
        linespacing=1.35,
    )


def halo(pad: float, alpha: float = 0.7) -> dict[str, object]:
    """The white ground of a text that stands on lines: ``pad`` in sizes of the letters."""
    return {
        "boxstyle": f"round,pad={pad}",
        "facecolor": "white",
        "edgecolor": "none",
        "alpha": alpha,
    }


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
