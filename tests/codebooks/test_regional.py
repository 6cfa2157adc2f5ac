"""Indicators widened by their regional variants."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codebooks.regional import LIMIT, variants
from corpus.normalise import shadow


def test_words_of_taiwan_in_simplified_characters() -> None:
    found = variants(("软件", "数据库", "平台"), {})
    assert list(found) == ["软件", "数据库", "平台"]
    assert "软体" in found["软件"] and "资料库" in found["数据库"]
    assert all(word not in forms for word, forms in found.items())


def test_words_of_the_codebook_are_put_in_wherever_the_word_stands() -> None:
    assert variants(("数据共享",), {"数据": ("资料", "资讯")})["数据共享"][:2] == (
        "资料共享",
        "资讯共享",
    )


def test_parts_are_combined_and_longer_parts_go_first() -> None:
    forms = variants(("数据平台",), {"数据": ("资料",), "平台": ("系统",), "数": ("数字",)})
    assert {"资料平台", "数据系统", "资料系统"} <= set(forms["数据平台"])
    assert not any("数字" in form for form in forms["数据平台"])


def test_an_empty_list_keeps_the_tables_off_a_word() -> None:
    assert variants(("软件",), {"软件": ()})["软件"] == ()
    assert variants(("软件开发",), {"软件": ()})["软件开发"] == ()


def test_there_are_never_too_many() -> None:
    parts = {char: tuple("一二三四") for char in "甲乙丙"}
    forms = variants(("甲乙丙",), parts)["甲乙丙"]
    assert len(forms) == len(set(forms)) == LIMIT


@pytest.mark.parametrize("words", [(), ("平台",)])
def test_nothing_to_widen(words: tuple[str, ...]) -> None:
    assert variants(words, {}) == dict.fromkeys(words, ())


WORD = st.text(st.sampled_from("数据平台软件网络信息标准甲乙𠮷"), min_size=1, max_size=6)


@given(
    st.lists(WORD, max_size=5, unique=True).map(tuple),
    st.dictionaries(WORD, st.lists(WORD, max_size=2).map(tuple), max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_every_word_has_other_forms_without_itself_in_a_fixed_order(
    words: tuple[str, ...], regional: dict[str, tuple[str, ...]]
) -> None:
    forms = variants(words, regional)
    assert tuple(forms) == words and forms == variants(words, dict(regional))
    for word, others in forms.items():
        assert word not in others and len(others) == len(set(others)) <= LIMIT
        assert others[: len(variants((word,), regional)[word])] == variants((word,), regional)[word]


def test_forms_are_found_in_texts_that_were_brought_to_simplified_characters() -> None:
    """What a researcher in Taiwan wrote, matched as texts are: in simplified characters."""
    for word, written in (("软件", "軟體"), ("数据库", "資料庫"), ("网络", "網路")):
        assert shadow(written) in variants((word,), {})[word]
