"""The saturation curve: codes known after each interview, in the order held and in random
orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from app.figures.canvas import caption, figure, saved
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def saturation_curve(
    curve: pd.DataFrame,
    reached: int | None,
    note: str,
    lang: Language,
    *,
    exceeded: Sequence[int] = (),
) -> tuple[bytes, bytes]:
    """``curve``, ``reached`` and ``exceeded`` as in ``analysis.saturation``."""
    sheet = figure(8, 5)
    axis = sheet.subplots()
    if curve["random_mean"].notna().all() and len(curve):
        _draw_random_orders(axis, curve, lang)
    _draw_order_held(axis, curve, lang)
    _mark_exceeded(axis, curve, exceeded, lang)
    if reached is not None:
        _mark_saturation(axis, reached, lang)
    axis.set_xlabel(message("saturation.x", lang))
    axis.set_ylabel(message("saturation.y", lang))
    axis.set_ylim(bottom=0)
    _count_in_wholes(axis)
    axis.legend(frameon=False, fontsize=9)
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    caption(sheet, note)
    return saved(sheet)


def _draw_random_orders(axis: Axes, curve: pd.DataFrame, lang: Language) -> None:
    """The mean over random orders of the interviews, in a band of where most of them lie."""
    axis.fill_between(
        curve["place"],
        curve["random_low"],
        curve["random_high"],
        color="#c9d8ea",
        label=message("saturation.band", lang),
        linewidth=0,
    )
    axis.plot(
        curve["place"],
        curve["random_mean"],
        color="#2f6db3",
        linestyle="--",
        linewidth=1.5,
        label=message("saturation.mean", lang),
    )


def _draw_order_held(axis: Axes, curve: pd.DataFrame, lang: Language) -> None:
    """Codes known after each interview as they were held, and bars of those that were new."""
    axis.plot(
        curve["place"],
        curve["cumulative"],
        color="#c8553d",
        marker="o",
        markersize=4,
        linewidth=1.8,
        label=message("saturation.told", lang),
    )
    axis.bar(
        curve["place"],
        curve["new"],
        color="#9aa3ad",
        width=0.6,
        label=message("saturation.new", lang),
    )


def _mark_exceeded(
    axis: Axes, curve: pd.DataFrame, exceeded: Sequence[int], lang: Language
) -> None:
    """A cross over each interview at which the threshold was exceeded again."""
    if not exceeded:
        return
    known: list[int] = curve["cumulative"].tolist()
    axis.plot(
        list(exceeded),
        [known[place - 1] for place in exceeded],
        color="#222222",
        marker="x",
        markersize=9,
        linestyle="none",
        label=message("saturation.again", lang),
    )


def _mark_saturation(axis: Axes, reached: int, lang: Language) -> None:
    """A line at the interview from which on hardly anything is new."""
    axis.axvline(reached, color="#444444", linestyle=":", linewidth=1.2)
    axis.annotate(
        message("saturation.here", lang, place=reached),
        (reached, 1.0),
        xycoords=axis.get_xaxis_transform(),
        xytext=(4, -12),
        textcoords="offset points",
        fontsize=9,
    )


def _count_in_wholes(axis: Axes) -> None:
    """No half interviews at the ticks."""
    from matplotlib.ticker import MaxNLocator

    locator = axis.xaxis.get_major_locator()
    assert isinstance(locator, MaxNLocator)  # as it is on every linear axis
    locator.set_params(integer=True)
