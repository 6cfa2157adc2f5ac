"""The one catalogue: sentences are filled in, in the language that was named."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

import corpus
from corpus.catalogue import LANGUAGES, ROOMS, message, messages

FIELDS = {
    key: {
        lang: {field for _, field, _, _ in string.Formatter().parse(sentence[lang]) if field}
        for lang in LANGUAGES
    }
    for key, sentence in messages().items()
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_can_be_filled_in(lang: str) -> None:
    """With text that looks like a template itself: it is put in as it stands."""
    for key, fields in FIELDS.items():
        values = {field.split(".")[0].split("[")[0]: 7 for field in fields["zh"]}
        filled = message(key, lang, **values)  # type: ignore[arg-type]
        assert all(f"{{{field}}}" not in filled for field in fields["zh"]), key
    assert "{x}" in message("place.line", lang, line="{x}")  # type: ignore[arg-type]


def test_chinese_is_spoken_where_no_language_is_named() -> None:
    assert message("place.line", line=3) == message("place.line", "zh", line=3)
    assert message("place.line", "zh", line=3) != message("place.line", "en", line=3)


def test_a_value_that_is_missing_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        message("place.line", "zh", other=3)


def test_every_room_that_is_named_speaks() -> None:
    top = Path(corpus.__file__).parents[1]
    for room in ROOMS:
        assert list((top / room / "messages").glob("*.toml")), room
