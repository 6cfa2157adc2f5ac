"""Change: then against now, and what turned, came back or grew."""

from __future__ import annotations

import re
from typing import Final

# 过去的 and 之前说 refer to talk, not to time past.
PAST: Final = re.compile(
    r"以前|过去(?!的)|原来|原先|从前|早先|疫情前|疫情之前|疫情的时候|疫情时候|封控的时候|"
    r"封控那会|(?:^|(?<=[,。?!;:我你他她们家是在像和跟比的]))之前(?!说|讲|提)|刚开始|"
    r"一开始|最开始|最初|起初|当时|那时候|那会儿|疫情那会|疫情期间|前两年|头两年|前些年|"
    r"早些年|本来"
)

# 之后会 and the like tell of plans.
NOW: Final = re.compile(
    r"现在|目前|后来|如今|这两年|这几年|今年|眼下|到现在|慢慢|逐渐|逐步|最后(?!面|一|的|还)|"
    r"这会儿|之后(?!会|要|再|可以|还要)|以后就|疫情过后|疫情一过|自从"
)

# After the now: it is as it was.
STILL: Final = re.compile(
    r"还是|也是|也没|仍然|仍|照样|依然|依旧|(?:现在|也|还|都|跟以前|老)一样(?!的)|一直|始终|"
    r"从来|至今|面临|还存在|到现在还|现在也|现在还"
)

# A change told by its verb alone, without a then and a now.
TURNED: Final = re.compile(
    r"又(?:回|变|收|要|断|停|关|恢复|开始)[^,。?!]{0,6}|又没有?[^,。?!]{0,6}了|(?:之后|以后|"
    r"以来|后来)[^。?!;]{0,16}(?:就|才|都)[^。?!;]{0,14}了|从[^,。]{1,14}(?:变成|变为|改成|"
    r"改为|转为)|不再(?!是)|(?:变成|改成)了|(?:就|都|全|已经)(?:改|换|变|转)成[^,。?!;\n]{1,8}了|"
    r"一撤|越来越"
)

# What came back, told in the clause after the indicator.
RETURNED: Final = re.compile(r"又(?:回|变|收|恢复)|又没有?[^,。?!]{0,6}了")

# Ends in 了 or 得多, so that 比以前还慢, which only compares, is left to praise and blame.
THAN_BEFORE: Final = re.compile(
    r"比(?:起)?(?:以前|过去|原来|原先|从前|之前|疫情前|刚开始|一开始|最初|当初|前两年|"
    r"往年)(?!还|更)[^,。?!;\n]{0,10}(?:了|得多)|到[^,。?!;\n]{1,8}才[^,。?!;\n]{0,"
    r"8}(?:起来|上|下来|了|好)(?=[,。?!;]|$)"
)
"""更新比以前快多了; 到三月份才建起来: now and then in one clause."""

LATER: Final = ("之后", "以后", "以来", "后来")
"""With a trouble these tell that it came about (后来就吵起来了), unless it was removed."""
