"""RE2 through its typed door: offsets in code points, refusals, and no pattern takes for ever."""

from __future__ import annotations

import re

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from analysis.linear import linear

TEXTS = st.text(alphabet="没有统一標准a1，。𠮷\n", max_size=40)


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in linear(pattern).finditer(text)]


@given(TEXTS, st.sampled_from(("没有", "统一|標准", "没.?统", "[a1]+", "𠮷", "(?:有|没){2}")))
def test_matches_lie_where_python_finds_them(text: str, pattern: str) -> None:
    expected = [match.span() for match in re.finditer(pattern, text)]
    assert spans(pattern, text) == expected


def test_offsets_count_characters_beyond_the_basic_plane_once() -> None:
    assert spans("标准", "𠮷𠮷标准") == [(2, 4)]


def test_an_empty_text_holds_only_the_empty_match() -> None:
    assert spans("标准", "") == []
    assert spans("(?:标准)?", "") == [(0, 0)]


@pytest.mark.parametrize("pattern", ["(标准", "标准)", "[标准", r"(?=标准)", r"(标)\1", "*"])
@pytest.mark.parametrize("quiet", [False, True])
def test_what_is_no_pattern_of_re2_is_refused(pattern: str, quiet: bool) -> None:
    with pytest.raises(re2.error):
        linear(pattern, quiet=quiet)


def test_only_a_quiet_refusal_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(re2.error):
        linear("(没有", quiet=True)
    assert capfd.readouterr() == ("", "")


def test_nested_repeats_do_not_explode() -> None:
    assert spans("(?:(?:没+)+)+有", "没" * 5000) == []
