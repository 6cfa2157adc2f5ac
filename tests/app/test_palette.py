"""The palette itself: colours that can be told apart, and which theme or group has which."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
import pytest
from builders import codebook
from hypothesis import given
from hypothesis import strategies as st
from studies_by_hand import BOOK

from app.palette import (
    COLOURS,
    DARK,
    LIGHT,
    NO_THEME,
    POLARITY_COLOURS,
    code_colours,
    colour_at,
    group_colours,
    legend,
    theme_colours,
)
from codebooks.loading import SHIPPED
from codebooks.loading import load as load_book
from corpus.coding import POLARITIES


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str) -> np.ndarray:
    """CIE L*a*b* under D65."""
    parts = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175],
         [0.0193339, 0.119192, 0.9503041]]
    )  # fmt: skip
    ratio = to_xyz @ linear / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: str, two: str) -> float:
    """CIE76: the Euclidean distance in L*a*b*."""
    return float(np.linalg.norm(lab(one) - lab(two)))


@pytest.mark.parametrize("colour", [*COLOURS, NO_THEME])
def test_marks_stand_out_from_light_and_dark_grounds(colour: str) -> None:
    """WCAG 2.2, 1.4.11: 3:1 for what is not text."""
    assert all(contrast(colour, ground) >= 3 for ground in (*LIGHT, *DARK))


def test_the_formulas_of_the_test_are_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


def test_colours_can_be_told_apart_and_neighbours_at_a_glance() -> None:
    assert len(set(COLOURS)) == len(COLOURS) >= 16
    assert min(itertools.starmap(difference, itertools.combinations(COLOURS, 2))) >= 11
    assert min(itertools.starmap(difference, itertools.pairwise(COLOURS))) >= 18


def test_every_polarity_has_a_colour_of_its_own_and_those_with_a_mark_are_told_apart() -> None:
    assert tuple(POLARITY_COLOURS) == POLARITIES
    assert (
        min(itertools.starmap(difference, itertools.combinations(POLARITY_COLOURS.values(), 2)))
        >= 20
    )


def test_all_themes_of_the_shipped_codebooks_differ() -> None:
    books = tuple(map(load_book, SHIPPED))
    colours = theme_colours(books)
    themes = [(book.id, theme.id) for book in books for theme in book.codes]
    assert len({colours[theme] for theme in themes}) == len(themes) == 23


def test_a_codebook_added_at_the_end_moves_no_colour() -> None:
    books = tuple(map(load_book, SHIPPED))
    first, all_three = theme_colours(books[:1]), theme_colours(books)
    assert all(all_three[key] == colour for key, colour in first.items())


def test_a_code_has_the_colour_of_its_theme_and_the_palette_begins_again() -> None:
    many = codebook(
        "".join(
            f"- {{id: T{n}, name: 甲, definition: 乙, "
            f"children: [{{id: C{n}, name: 丙, definition: 丁}}]}}\n"
            for n in range(26)
        )
    )
    colours = theme_colours((many,))
    assert all(colours["test", f"C{n}"] == colours["test", f"T{n}"] for n in range(26))
    assert colours["test", "T24"] == colours["test", "T0"] != colours["test", "T23"]
    assert theme_colours(()) == {}


def test_groups_of_a_lens_are_counted_over_all_codes_not_over_those_drawn() -> None:
    book = next(book for book in map(load_book, SHIPPED) if book.lenses)
    lens = next(iter(book.lenses))
    colours, groups = code_colours((book,), book, lens), book.group_of(lens)
    assert {(groups[code], colours[code]) for code in groups} == set(
        zip(dict.fromkeys(groups.values()), COLOURS, strict=False)
    )
    left_out = {code.id for code, _, _ in book.walk()} - groups.keys()
    assert left_out and {colours[code] for code in left_out} == {NO_THEME}
    with pytest.raises(ValueError):
        code_colours((book,), book, "no such lens")


@given(st.dictionaries(st.text(max_size=3), st.sampled_from("甲乙丙丁")))
def test_codes_of_a_group_share_a_colour_and_others_do_not(groups: Mapping[str, str]) -> None:
    colours = group_colours(groups)
    assert len(set(colours.values())) == len(set(groups.values()))
    for one, two in itertools.combinations(groups, 2):
        assert (colours[one] == colours[two]) == (groups[one] == groups[two])
    entries = legend(groups, colours, groups)
    assert [colour for _, colour in entries] == list(COLOURS[: len(entries)])


def test_a_legend_names_what_is_drawn_and_what_has_no_theme_last() -> None:
    groups, colours = {"a": "甲", "b": "乙"}, {"a": COLOURS[1], "b": COLOURS[0]}
    assert legend(groups, colours, ["b", "a"]) == [("乙", COLOURS[0]), ("甲", COLOURS[1])]
    assert legend(groups, colours, ["x", "a"]) == [("甲", COLOURS[1]), ("", NO_THEME)]


@pytest.mark.parametrize(("number", "index"), [(0, 0), (23, 23), (24, 0), (49, 1)])
def test_colours_are_counted_over_again(number: int, index: int) -> None:
    assert colour_at(number) == COLOURS[index]


def test_themes_of_several_codebooks_are_counted_through() -> None:
    second = BOOK.model_copy(update={"id": "second"})
    colours = theme_colours([BOOK, second])
    assert [colours["test", code] for code in "PABQCRDE"] == [
        COLOURS[number] for number in (0, 0, 0, 1, 1, 2, 2, 2)
    ]
    assert [colours["second", code] for code in "PQR"] == list(COLOURS[3:6])
    assert code_colours([BOOK, second], second)["A"] == COLOURS[3]


def test_a_codebook_outside_the_study_has_no_colours() -> None:
    assert set(code_colours([], BOOK).values()) == {NO_THEME}


def test_a_lens_parts_the_codes_otherwise() -> None:
    assert code_colours([BOOK], BOOK, "half") == {
        **dict.fromkeys("AC", COLOURS[0]),
        **dict.fromkeys("BDE", COLOURS[1]),
        **dict.fromkeys("PQR", NO_THEME),
    }
    with pytest.raises(ValueError, match="lens must be one of"):
        code_colours([BOOK], BOOK, "third")


def test_a_legend_of_one_colour_for_two_groups_names_both_in_order() -> None:
    """Themes share a colour from the twenty-fifth on."""
    colours = dict.fromkeys("ab", COLOURS[2])
    assert legend({"a": "乙", "b": "甲"}, colours, "ab") == sorted(
        [("甲", COLOURS[2]), ("乙", COLOURS[2])]
    )
    assert legend({}, {}, []) == []
