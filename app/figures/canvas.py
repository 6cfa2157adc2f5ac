"""A figure that can draw Chinese, saved as PNG (300 dpi) and SVG without anything that changes from run to run."""

from __future__ import annotations

import io
from typing import Any

from app.figures.fonts import chinese

PALETTE = ("#2f6db3", "#c8553d", "#4f8a4c", "#8a5aa8", "#b98a1e", "#2b8c8c", "#a34a6f", "#6b6f76", "#7a5c3e", "#5361c4")
POLARITY = {"lacking": "#c8553d", "present": "#4f8a4c", "demanded": "#b98a1e", "changed": "#8a5aa8", "neutral": "#9aa3ad", "unsure": "#c9ced4"}


def figure(width: float, height: float) -> Any:
    """An empty figure of so many inches, constrained layout."""
    chinese()
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def bare(width: float, height: float) -> Any:
    """An empty figure of so many inches, without any layout: what is placed stays where it is."""
    chinese()
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height))


def saved(made: Any, dpi: int = 300) -> tuple[bytes, bytes]:
    """(PNG, SVG)."""
    png, svg = io.BytesIO(), io.BytesIO()
    made.savefig(png, dpi=dpi, format="png", metadata={"Software": "fangtan"})
    made.savefig(svg, format="svg", metadata={"Date": None, "Creator": "fangtan"})
    return png.getvalue(), svg.getvalue()


def caption(made: Any, text: str) -> None:
    """The rule beside the picture: below it, small."""
    import textwrap

    letters = int(made.get_figwidth() * 10)
    made.supxlabel("\n".join(textwrap.wrap(text, letters, break_long_words=True)), fontsize=9.5, color="#444444")
