"""The font that comes with the program has every character that the program itself writes."""

from __future__ import annotations

import matplotlib
import pytest
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from app.figures.fonts import chinese
from codebooks.loading import SHIPPED, load
from corpus.catalogue import LANGUAGES, messages


@pytest.fixture(scope="module")
def glyphs() -> set[int]:
    """Code points of the first two families: the Chinese font and the one behind it."""
    chinese()
    found: set[int] = set()
    for family in matplotlib.rcParams["font.family"]:
        found |= FT2Font(font_manager.findfont(family)).get_charmap().keys()
    return found


def test_the_font_is_registered_once_under_its_family_name() -> None:
    family = chinese()
    assert family == chinese() == matplotlib.rcParams["font.family"][0]
    path = font_manager.findfont(family, fallback_to_default=False)
    assert "pylopdf_fonts_zh_cn" in path


def test_pictures_need_no_screen_and_ids_in_svg_do_not_change() -> None:
    chinese()
    assert matplotlib.get_backend().lower() == "agg"
    assert matplotlib.rcParams["svg.hashsalt"] and matplotlib.rcParams["svg.fonttype"] == "path"
    assert matplotlib.rcParams["axes.unicode_minus"] is False


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_picture_can_be_drawn(lang: str, glyphs: set[int]) -> None:
    kinds = ("figure.", "saturation.", "ena.", "unit.", "measure.", "polarity.", "function.")
    texts = [text[lang] for key, text in messages().items() if key.startswith(kinds)]
    texts += [code.name.text(lang) for book in SHIPPED for code, _, _ in load(book).walk()]
    missing = {char for text in texts for char in text if ord(char) not in glyphs}
    assert texts and missing - {"\n"} == set()


@pytest.mark.parametrize("char", "標準傳聯網診療訊息✱≥≤—·“”")
def test_traditional_characters_and_signs_can_be_drawn(char: str, glyphs: set[int]) -> None:
    assert ord(char) in glyphs
