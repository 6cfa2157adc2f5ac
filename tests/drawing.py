"""Pictures looked at before they become bytes: the figure that a function of ``app.figures`` would
save, and what is written on it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text


def figure_of(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch, draw: Callable[[], object]
) -> Figure:
    """The one figure that ``draw`` hands to ``saved`` of its module; no bytes are made."""
    figures: list[Figure] = []
    monkeypatch.setattr(module, "saved", lambda figure, *_: figures.append(figure) or (b"", b""))
    draw()
    (figure,) = figures
    return figure


def written(figure: Figure) -> str:
    """All texts of a figure, one after another, their lines joined."""
    texts: list[Any] = figure.findobj(Text)
    return "|".join(text.get_text().replace("\n", "") for text in texts if text.get_text())
