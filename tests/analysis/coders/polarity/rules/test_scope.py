"""The scope of negators behind an indicator, and what is only needed or ought to be."""

from __future__ import annotations

import pytest
from polarity_sentences import decided

from codebooks.codebook import IndicatorClass


@pytest.mark.parametrize(
    ("sentence", "kind", "polarity"),
    [
        ("【补助】从来没停过。", "concept", "present"),
        ("【值班】一天都没断过。", "concept", "present"),
        ("【台账】又不归社区管。", "concept", "neutral"),
        ("【软件】不是我们选的。", "concept", "neutral"),
        ("【演练】倒也不是没做过。", "concept", "present"),
        ("【扯皮】也不是没有。", "deficit", "lacking"),
        ("没有【规矩】是不行的。", "concept", "demanded"),
        ("没有【规矩】怎么行。", "concept", "demanded"),
        ("离了【网格员】什么都干不成。", "concept", "unsure"),
        ("没有【网格员】。", "concept", "lacking"),
        ("我不觉得【人手】是短板。", "concept", "present"),
        ("按理说应该有【清单】，可我没找着。", "concept", "lacking"),
        ("照理该有【清单】，翻遍了也没见着。", "concept", "lacking"),
        ("按理说应该有【清单】。", "concept", "demanded"),
        ("得想办法打破【壁垒】。", "deficit", "demanded"),
        ("得把这堵【墙】拆了。", "deficit", "demanded"),
        ("我们按照【清单】来办。", "concept", "neutral"),
        ("【专线】嘛，一年到头没掉过线。", "concept", "present"),
        ("【补助】一分都不差。", "concept", "present"),
        ("【演练】不是没做过，可没人当真。", "concept", "lacking"),
        ("【口径】不一致可不行。", "concept", "demanded"),
        ("【口径】不一致。", "concept", "lacking"),
        ("光有【规矩】，谁照着办呢。", "concept", "lacking"),
        ("【规矩】名义上倒有。", "concept", "lacking"),
        ("谁说没有【规矩】？", "concept", "present"),
        ("谁说【规矩】没用？", "concept", "present"),
        ("谁说了算，【规矩】归谁管。", "concept", "neutral"),
        ("谁说这是【推诿】？", "deficit", "present"),
    ],
)
def test_what_is_told(sentence: str, kind: IndicatorClass, polarity: str) -> None:
    assert decided(sentence, kind)[1] == polarity
