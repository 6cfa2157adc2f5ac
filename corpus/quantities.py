"""Words that only count: numeral with classifier (一张, 四个, 一回), numbers (三百多, 百分之五),
and what stands before a classifier in their place (这个, 每次, 好几年, 有些).

By rule, over all numerals and all classifiers. Words that merely begin with a numeral (一体化,
三定方案, 十四五) are none, nor are those whose last character is more often a noun than a
classifier: 一线, 二级, 三代, 一期, 三方, 两会, 三农, 一手 stay.
"""

from __future__ import annotations

import re
from typing import Final

CLASSIFIERS: Final = (
    *"个位名人条件项张份次回趟遍种类样些点块家台辆间座栋幢户篇页句段笔批套把根支枝只双对副片层步",
    *"场顿轮届本册封幅颗粒朵棵株匹艘架所口阵番声倍成分下道堆群排串",
    *"年天月日周岁秒元毛米斤吨里亩",
    *("个月", "月份", "小时", "分钟", "点钟", "星期", "礼拜", "公里", "公斤", "块钱"),
    *("人次", "方面", "部分", "系列", "阵子", "会儿", "下子"),
)
"""What may stand behind a numeral: things, times, measures."""

_CLASSIFIER: Final = "(?:" + "|".join(sorted(CLASSIFIERS, key=len, reverse=True)) + ")"
_DIGIT: Final = "[一二两三四五六七八九几]"
_BEGUN: Final = "[一二两三四五六七八九几十]"  # 百年, 万元, 千米: a unit alone begins no quantity
_NUMERAL: Final = f"{_BEGUN}[〇零一二两三四五六七八九十百千万亿几半]*"
_ABOUT: Final = "[多来余几大小整好]?"

_QUANTITY: Final = re.compile(
    "|".join(
        (
            f"(?:第?{_NUMERAL}{_ABOUT}{_CLASSIFIER}[半多来]?){{1,2}}",  # 一张, 两三天, 一步一步
            f"(?:{_NUMERAL}|每){_ABOUT}({_CLASSIFIER})\\1",  # 一个个
            f"第?(?:{_DIGIT}?[十百千万亿]+零?)+{_DIGIT}?[多来余]?[万亿]?",  # 三百多万; not 十四五
            f"第{_NUMERAL}",
            f"[百千万亿{_DIGIT[1:-1]}十]+分之[百千万{_DIGIT[1:-1]}十零点]+",  # 百分之五
            f"[这那哪某每各][一两几]?{_CLASSIFIER}",
            f"好(?:些|多|[几多]{_CLASSIFIER}?)|好[几多][十百千万]{_CLASSIFIER}?",
            f"数[十百千万亿]+{_CLASSIFIER}?",
            "多[个次种项家名位年天起月]|[大小]?半(?:年|天|个|月|个月|小时)",
            "[上下本此首另再][个次回周月趟轮]|[上下]个(?:月|星期|礼拜)",
            "有[个些种点次回天]",
        )
    )
)


def is_quantity(word: str) -> bool:
    """Whether a word (in simplified characters) only counts or points, and names nothing."""
    return _QUANTITY.fullmatch(word) is not None
