"""Code points against UTF-16, with Python's own encoder as the oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.offsets import Offsets, to_points, to_utf16

TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("👨‍👩‍👧𠮷é数据\u200f")),
    max_size=60,
)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXT)
def test_every_offset_equals_the_length_of_the_encoded_prefix(text: str) -> None:
    table = Offsets.of(text)
    assert table.units == units(text)
    for point in range(len(text) + 1):
        assert table.to_utf16(point) == units(text[:point])
        assert table.to_points(units(text[:point])) == point


@given(TEXT)
def test_an_offset_within_a_character_counts_as_before_it(text: str) -> None:
    for point, char in enumerate(text):
        if ord(char) > 0xFFFF:
            assert to_points(text, units(text[:point]) + 1) == point


def test_by_hand() -> None:
    assert [to_utf16("a𠮷b", point) for point in range(4)] == [0, 1, 3, 4]
    assert [to_points("a𠮷b", unit) for unit in range(5)] == [0, 1, 1, 2, 3]
    assert Offsets.of("数据").astral == ()


@pytest.mark.parametrize("offset", [-1, 5])
def test_outside_is_refused(offset: int) -> None:
    with pytest.raises(ValueError, match="within"):
        to_utf16("a𠮷b", offset)
    with pytest.raises(ValueError, match="within"):
        to_points("𠮷b", offset)
