"""The only changes made to text, and the text for matching."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.normalise import MASK, Characters, clean, fold, fold_head, shadow, simplified
from corpus.span import Span

texts = some.text(alphabet="数據資料軟體么，。：Ａａ１ \u3000\u200bé😀𠮷\n", max_size=40)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("甲\u200b乙\ufeff丙\u202e丁", "甲乙丙丁"),
        ("甲\x00乙\x1f丙", "甲乙丙"),
        ("甲\x0c乙\u2028丙", "甲\n乙\n丙"),
        ("⻅⾯", "见面"),
        ("\ud83d", "�"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("Ａ\u3000繁體", "Ａ\u3000繁體"),
        ("甲\t乙", "甲\t乙"),
    ],
)
def test_what_goes_out_and_what_stays(raw: str, text: str) -> None:
    assert clean(raw) == text


@given(some.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(texts)
def test_forms_for_looking_up_have_the_same_length(text: str) -> None:
    assert len(fold(text)) == len(simplified(text)) == len(shadow(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_a_head_leaves_the_rest() -> None:
    text = "：" * 64 + "：数据"
    assert fold_head(text) == ":" * 64 + "：数据"
    assert fold_head("Ｐ１：") == "P1:"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("數據共享", "数据共享"),
        ("資料", "资料"),
        ("什么", "什么"),
        ("乾淨", "干净"),
        ("abc", "abc"),
    ],
)
def test_simplified(written: str, plain: str) -> None:
    assert simplified(written) == plain


def test_the_shadow_folds_width_case_and_script_and_masks_marks() -> None:
    text = "ＡＰＩ數據（笑）OK"
    start = text.index("（")
    assert shadow(text, [Span(start, start + 3)]) == "api数据" + MASK * 3 + "ok"
    assert shadow("") == ""


@given(texts, some.lists(some.text(alphabet="數a ", min_size=1, max_size=4), max_size=4))
def test_the_shadow_of_lines_is_the_shadow_of_each(text: str, lines: list[str]) -> None:
    joined = "\n".join([text, *lines])
    assert shadow(joined) == "\n".join(shadow(part) for part in joined.split("\n"))


@given(texts)
def test_characters_are_found_where_they_stand(text: str) -> None:
    wanted = "数，😀"
    assert Characters(wanted).places(text) == [
        index for index, char in enumerate(text) if char in wanted
    ]
