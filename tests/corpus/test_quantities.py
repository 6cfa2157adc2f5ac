"""Quantities are told from words with content that begin with a numeral."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quantities import CLASSIFIERS, is_quantity

NUMERALS = "一二两三四五六七八九十几"


@given(st.text(alphabet=NUMERALS, min_size=1, max_size=3), st.sampled_from(CLASSIFIERS))
def test_any_numeral_with_any_classifier(numeral: str, classifier: str) -> None:
    assert is_quantity(numeral + classifier)
    assert is_quantity(f"第{numeral}{classifier}") and is_quantity(f"{numeral}多{classifier}")


@given(st.sampled_from("这那哪某每各"), st.sampled_from(CLASSIFIERS))
def test_any_word_that_points_with_any_classifier(pointing: str, classifier: str) -> None:
    assert is_quantity(pointing + classifier)


@pytest.mark.parametrize(
    "words",
    [
        "一张 四个 一回 两年 一些 一点 一下 一下子 十分 一系列 二十个 三百多户 五六个 两三天",
        "一个个 一次次 一步一步 三年多 一个半 一大堆 一小部分 第一个 第二十三次 每个个",
        "二十 三百六十 一千零一 二十多万 几百 十几 百万 第三 第一百 百分之五 百分之五十 三分之一",
        "那个 这些 哪种 某年 每次 各位 这一次 那几年 这两天 每一项",
        "好几个 好些 好多 好几年 好几百户 数十 数百家 多次 多年 半年 大半年 半小时",
        "上个月 下周 本次 此次 首次 另个 再次 有个 有些 有点",
    ],
)
def test_what_only_counts(words: str) -> None:
    assert [word for word in words.split() if not is_quantity(word)] == []


@pytest.mark.parametrize(
    "words",
    [
        "一网通办 一网统管 一体化 一体两翼 一站式 一刀切 一把手 一窗受理 一带一路 一票否决 一盘棋",
        "三定 三定方案 三权分置 两张皮 两会 三农 三甲 三甲医院 四川 五保户 五险一金 九江 八达通",
        "十三五 十四五 十五五 五一 三八 一线 二线 一级 三级 二代 一期 第三方 三方 一手 二手 一卡通",
        "数据 数位 数字 多样 多头 多样化 百姓 百年 万元 千米 百度 千家万户 半径 各级 各地 每况愈下",
        "有效 有事 有人 上层 下层 首都 首长 本地 再生 上年度 好处 好评 一 个 张 一分为二 一成不变",
    ],
)
def test_what_has_content(words: str) -> None:
    assert [word for word in words.split() if is_quantity(word)] == []
