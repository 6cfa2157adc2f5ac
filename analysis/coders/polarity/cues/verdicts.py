"""Verdicts in the clause after an indicator, and the answer after a question mark."""

from __future__ import annotations

import re
from typing import Final

from analysis.coders.polarity.cues.judgement import PLAINLY_BAD, PLAINLY_GOOD
from analysis.coders.polarity.cues.masks import MASK

ASKED: Final = re.compile(r"\?")
"""A question mark, after which an answer may stand."""

_WELL_THEN: Final = (
    r"(?:结果|可是?|我们?|咱们?|实际上?|那是|就|还|也|都|全|早|早就|根本|压根儿?|从来|一直|到现在|"
    r"基本上?|完全|纯粹|简直|"
    r"真是?|倒是?|确实|反正|是|那|那叫一个|一个|嘛|哎|唉|嗯|当然|肯定|说实话|[,、])*"
)
"""What may open a verdict."""

WORSE: Final = f"还{MASK}{{2}}[^,。?!;\\n]{{1,}}"
"""还不如以前 (不如 is masked, because it negates nothing)."""

BAD_NEXT: Final = re.compile(rf"{_WELL_THEN}(?:{PLAINLY_BAD}|{WORSE}|别提了)")
GOOD_NEXT: Final = re.compile(rf"{_WELL_THEN}(?:{PLAINLY_GOOD})")

ANSWERED_NO: Final = re.compile(
    rf"{_WELL_THEN}(?:没有?(?!问题|说的|话说|得说|毛病|事)|不(?!错|过|断|仅|知|清楚|好说|确定|一定|"
    r"晓得|了解|是|瞒|怕)|哪有)"
)
"""接口通不通？不通."""
ANSWERED_YES: Final = re.compile(
    rf"{_WELL_THEN}(?:有(?=[啊呀了的,。!]|$)|[建开通上办做发搞](?:好|成|起来|通)?[了的过](?=[,。!]|"
    rf"$))"
)
"""平台有没有？有啊."""

_SO_LONG: Final = (
    r"(?:[\d一二两三四五六七八九十几好多]+个?[年月天回次]|到现在|至今|从来|压根儿?|根本|愣是|"
    r"都|也|就|又)*"
)
_NOBODY: Final = (
    r"没(?:几个|什么|啥|一个|哪个)?人(?!不|反对|抱怨|投诉|说(?!得?清)|是)[^,。?!;\n]{1,8}"
)
"""三年没人动过, 没人接着干."""
_NOTHING: Final = (
    r"一[^,。?!;\n]{1,3}(?:都|也)没(?!有?问题|少|断|停|落|漏|掉|缺|耽误|出)|"
    r"没法(?:用|看|弄|办|干|查)|"
    r"(?:解决|[用办干管推弄做搞拿接查连登落])不(?:了|动|到|通|上|出|下去|着|起来)"
)
"""一个字段都没拿到, 解决不了啥."""
OUTCOME_BAD: Final = re.compile(rf"{_SO_LONG}(?:{_NOBODY}|{_NOTHING})")
"""Opens the next clause and tells what came of a thing."""
