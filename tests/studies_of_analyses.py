"""Small studies for the tests of the analyses: answers that the shipped codebooks hear."""

from __future__ import annotations

from functools import cache

from builders import document

from analysis.coders.rules import RuleCoder
from app.study.study import Study
from codebooks.loading import SHIPPED, load
from corpus.turns.transcribe import TurnOptions, transcribe

ANSWERS = (
    "没有统一标准，接口也打不通。主要还是因为没有经费。建议尽快出台统一标准。",
    "公安不给数据，平台倒是建了。要层层审批，签字签半天。",
    "社区天天重复填表，口径都不一样。希望统一口径，数据共享。",
    "考核纳入了，但是标准不统一，接口对接不上。领导重视才推得动。",
    "以前没有平台，现在有平台了。数据质量差，错得很多。",
)
DEPARTMENTS = ("公安局", "民政局", "卫健委")


@cache
def coder() -> RuleCoder:
    """The rules of all shipped codebooks."""
    return RuleCoder(*map(load, SHIPPED))


def study_of(count: int) -> Study:
    """So many interviews of four exchanges each, with department and date (the later ones held
    first).
    """
    transcripts = []
    for index in range(count):
        turns = "\n".join(
            f"问：第{number}个问题？\n答：{ANSWERS[(index + number) % len(ANSWERS)]}"
            for number in range(4)
        )
        text = (
            f"访谈编号：A-{index}\n所在部门：{DEPARTMENTS[index % 3]}\n"
            f"访谈日期：2023-03-{20 - index:02d}\n\n{turns}\n"
        )
        transcripts.append(transcribe(document(text), f"{index}.txt", TurnOptions()))
    codings = map(tuple, coder().code_all(transcripts))
    interviews = tuple(zip(transcripts, codings, strict=True))
    return Study("", interviews, coder().codebooks, "exchange", {})
