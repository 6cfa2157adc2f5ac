"""The one palette: a theme has the same colour on every page, in every picture and in every file.

The colour of a theme follows from the codebooks alone: themes are counted through all codebooks of
the study in their order. What is drawn, the rule of the edges, a filter or a language moves none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from codebooks.codebook import Codebook
from corpus.coding import Polarity

COLOURS: Final = (
    "#2f74c0",
    "#8c8c00",
    "#fa1e96",
    "#966e5a",
    "#008278",
    "#dc5a5a",
    "#008cbe",
    "#008c1e",
    "#d250dc",
    "#64785a",
    "#786efa",
    "#8c7846",
    "#9650dc",
    "#b45a00",
    "#0096a0",
    "#e62864",
    "#788c96",
    "#f0501e",
    "#50966e",
    "#9678b4",
    "#78786e",
    "#aa6482",
    "#968282",
    "#6e7896",
)
"""One for each theme, over again from the twenty-fifth on. Every one has a contrast of at least 3:1
(WCAG 2.2, 1.4.11) with the grounds of the light and the dark page; neighbours differ by at least 16
and any two by 10 in CIEDE2000.
"""
NO_THEME: Final = "#808890"
"""Of what belongs to no theme or group."""
POLARITY_COLOURS: Final[dict[Polarity, str]] = {
    "lacking": "#c8553d",
    "present": "#3d8a5f",
    "demanded": "#2f6db3",
    "changed": "#b98a1e",
    "neutral": "#9aa5b1",
    "unsure": "#d5b8e0",
}
"""What is lacking has the same colour in the report, on the edges of a network and in who speaks of
whom.
"""
LIGHT: Final = ("#ffffff", "#f4f5f7")
DARK: Final = ("#0e1117", "#262730", "#1f2933")
"""The grounds on which the colours stand: of the explorer, of its boxes, and of the report."""


def colour_at(number: int) -> str:
    """The colour of the ``number``-th theme or group, from 0 on."""
    return COLOURS[number % len(COLOURS)]


def theme_colours(books: Iterable[Codebook]) -> dict[tuple[str, str], str]:
    """(codebook, code) -> the colour of the code's theme, for every code of a study's codebooks.

    ``books`` are all codebooks of the study in its order, also where only one of them is drawn.
    """
    colours: dict[tuple[str, str], str] = {}
    themes = 0
    for book in books:
        for code, depth, _ in book.walk():
            themes += depth == 0
            colours[book.id, code.id] = colour_at(themes - 1)
    return colours


def group_colours(groups: Mapping[str, str]) -> dict[str, str]:
    """Code -> the colour of its group, for groups that are no themes: those of a lens, communities.

    ``groups`` holds all codes, not only those drawn; groups are counted as they first occur.
    """
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups.values()))}
    return {code: colour_at(numbers[group]) for code, group in groups.items()}


def code_colours(
    books: Sequence[Codebook], book: Codebook, lens: str | None = None
) -> dict[str, str]:
    """Every code of one codebook of a study -> its colour in a picture: of its theme, or of its
    group under a lens (what the lens leaves out has the colour of no theme). Raises ValueError for
    a lens that the codebook does not have.
    """
    if lens is None:
        themes = theme_colours(books)
        return {code.id: themes.get((book.id, code.id), NO_THEME) for code, _, _ in book.walk()}
    groups = group_colours(book.group_of(lens))
    return {code.id: groups.get(code.id, NO_THEME) for code, _, _ in book.walk()}


def legend(
    groups: Mapping[str, str], colours: Mapping[str, str], codes: Iterable[str]
) -> list[tuple[str, str]]:
    """The pairs of group and colour among ``codes``, in the order of the palette."""
    pairs = {(groups.get(code, ""), colours.get(code, NO_THEME)) for code in codes}
    order = {colour: number for number, colour in enumerate(COLOURS)}
    return sorted(pairs, key=lambda pair: (order.get(pair[1], len(COLOURS)), pair[0]))
