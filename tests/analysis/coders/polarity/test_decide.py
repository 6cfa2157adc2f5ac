"""Polarity of one mention, by the kind of cue. Every sentence was judged by hand before the rules
were run on it.
"""

from __future__ import annotations

import pytest
from builders import codebook, coded

from corpus.catalogue import messages
from corpus.coding import POLARITIES

BOOK = codebook(
    """
  - id: S
    name: 标准
    definition: 标准是否统一
    indicators: {concept: [统一标准, 标准, 接口, 数据质量, 平台, 考核],
                 deficit: [没有统一标准, 壁垒, 孤岛, 不愿意给, 推诿, 泄露],
                 asset: [减负, 少跑腿]}
  - id: C
    name: 渠道
    definition: 用什么渠道
    default: neutral
    indicators: [微信群]
"""
)

CASES = [
    # negation, and what only looks like it
    ("我们这边没有接口。", "lacking"),
    ("接口到现在都没有。", "lacking"),
    ("缺一个平台。", "lacking"),
    ("数据质量不高。", "lacking"),
    ("数据质量参差不齐。", "lacking"),
    ("各部门不断完善平台。", "neutral"),
    ("不仅有平台，还有专人。", "present"),
    ("没有统一标准。", "lacking"),
    # affirmation
    ("现在都有统一标准了。", "present"),
    ("市里建了平台。", "present"),
    ("平台很好用。", "present"),
    ("接口去年就打通了。", "present"),
    # potential complements
    ("接口打不通。", "lacking"),
    ("拿不到接口。", "lacking"),
    ("接口打得通。", "present"),
    # deficit words
    ("部门之间壁垒很深。", "lacking"),
    ("把壁垒打破了。", "present"),
    ("基本上不存在孤岛。", "present"),
    ("壁垒还没有打破。", "lacking"),
    ("壁垒一直打不破。", "lacking"),
    ("没有推诿。", "present"),
    ("希望能打破壁垒。", "demanded"),
    # asset words
    ("群众少跑腿。", "present"),
    ("没有减负。", "lacking"),
    # demand
    ("应该统一标准。", "demanded"),
    ("希望省里建一个平台。", "demanded"),
    ("建议尽快出台办法，统一标准。", "demanded"),
    ("最好把接口开放出来。", "demanded"),
    ("应该是有统一标准的。", "present"),
    # double negation
    ("不是没有统一标准。", "present"),
    ("也不能没有考核。", "present"),
    # not A but B
    ("不是平台的问题，是人的问题。", "neutral"),
    ("不是没有平台，而是没人用。", "present"),
    ("不是不愿意给，是不敢给。", "present"),
    # rhetorical
    ("哪有统一标准？", "lacking"),
    ("谁愿意搞平台？", "lacking"),
    # time
    ("以前没有接口，现在有了。", "changed"),
    ("以前没有接口，现在还是没有。", "lacking"),
    ("专班在的时候有平台，后来又没有平台了。", "changed"),
    # doubt
    ("如果接口断了怎么办呢。", "unsure"),
    ("要是有统一标准就好了。", "demanded"),
    ("我不知道有没有统一标准。", "unsure"),
    ("他们说有平台，但是我没见过。", "unsure"),
    # concession
    ("平台有是有，就是用不起来。", "lacking"),
    ("虽然有平台，但没人用。", "lacking"),
    ("接口这一部分是没有问题的。", "present"),
    # a topic and its comment
    ("接口嘛，一次都没通过。", "lacking"),
    ("所谓统一标准，形同虚设。", "lacking"),
    ("平台简化了很多。", "present"),
    # demand by question, and of removal
    ("平台能不能再快一点。", "demanded"),
    ("必须打破壁垒。", "demanded"),
    ("壁垒不是一天两天能打破的。", "lacking"),
    # a bare mention
    ("我说的是那个平台。", "neutral"),
    # words that hold a cue but are none
    ("大家在不同场合都讲到平台。", "neutral"),
    ("所有平台都归他们管。", "neutral"),
    ("还有的平台是区里的。", "neutral"),
    ("不是只有平台。", "neutral"),
    ("如何具体建立平台？", "neutral"),
    ("应该就是那个平台。", "neutral"),
    ("数据质量的高低是很重要的问题。", "neutral"),
    ("专班又没有一个固定的平台。", "lacking"),
    ("各家的标准不同。", "lacking"),
    # demands that were missed
    ("格式和接口要统一。", "demanded"),
    ("机关应主动开放接口。", "demanded"),
    ("接口能不能开放给社区。", "demanded"),
    # regional script and width
    ("部門之間壁壘很深。", "lacking"),
]

OWN = codebook(
    """
  - id: T
    name: 各种词
    definition: 各类指示词与近邻规则
    indicators: {concept: [隐私, 去识别化, 匿名化, 更新, 目录, 谁产生谁负责, 权限],
                 deficit: [吵起来, 推诿, 壁垒], asset: [减负]}
    near:
      - {words: [手续|流程, 简化], within: 8, class: asset}
      - {words: [数据|平台, 摆设], within: 8, class: deficit}
      - {words: [资料|数据, 介接|共享], within: 8, class: concept}
      - {words: [名单, 不准|准确], within: 8, class: concept}
"""
)

MORE = [
    # a question word some way before the indicator, and one that holds a negator
    ("有无符合当地的隐私规定。", "unsure"),
    ("有沒有符合我們這邊的隱私規定。", "unsure"),
    ("這個是不是隱私。", "unsure"),
    ("你看是不是我们的隐私。", "unsure"),
    ("是不是请法务说明一下隐私。", "neutral"),
    # 的问题 as the topic of talk is no trouble
    ("上次处理的是为什么要去识别化的问题。", "neutral"),
    ("关于隐私的问题后面再说。", "neutral"),
    ("我们开会讨论去识别化的问题。", "neutral"),
    ("隐私的问题最头疼。", "lacking"),
    ("关于隐私的问题很难。", "lacking"),
    ("权限的问题一直没解决。", "lacking"),
    # a clause that begins with a subject of its own is no comment
    ("比如可以用K匿名化，K不需要那么大。", "neutral"),
    ("我们的目录嘛，一次都没更新过。", "lacking"),
    ("我们提了权限，半个月没人理。", "lacking"),
    # a deficit that came about later is lacking, one that was overcome has changed
    ("那两家后来就吵起来了。", "lacking"),
    ("建群以后推诿就减少了。", "changed"),
    ("后来壁垒就打破了。", "changed"),
    # 不是…吗 asserts
    ("不是要资料更新时间的描述吗？", "present"),
    ("你们不是有目录吗？", "present"),
    ("不是没有目录吗？", "lacking"),
    ("这不是推诿吗？", "lacking"),
    # the verb of a list reaches the members after it
    ("我们明确了一数一源，谁产生谁负责。", "present"),
    ("文件明确了一数一源，谁产生谁负责我不清楚。", "unsure"),
    ("大家先谈了会议时间，目录。", "neutral"),
    # a cue between the parts of a near rule
    ("手续能不能再简化。", "demanded"),
    ("流程可不可以再简化一点。", "demanded"),
    ("流程应以网上办理简化。", "demanded"),
    ("流程应用软件简化了。", "present"),
    ("数据不再是摆设。", "present"),
    ("数据成了摆设。", "lacking"),
    # 应该 that guesses or opens a sentence asks for nothing; 应以 does
    ("应该这样讲，目录和权限都归他管。", "neutral"),
    ("应该不至于推诿。", "present"),
    ("应该改目录。", "demanded"),
    ("目录应以季度更新。", "demanded"),
    ("上面得更新目录。", "demanded"),
    ("大家一定要用同样的目录。", "demanded"),
    ("不一定要目录。", "neutral"),
    ("上次有给过建议，凡是目录都由他管。", "neutral"),
    ("我的建议是更新目录。", "demanded"),
    # X是X concedes only where the clause ends with it
    ("一个是个目录，但是不能给别人。", "neutral"),
    ("目录建是建了，就是没人用。", "lacking"),
    # words that look like an affirmation
    ("再有就是权限。", "neutral"),
    ("为了有目录，我们想过很多办法。", "neutral"),
    ("这个组织考量过权限。", "neutral"),
    ("我们组织了目录的编制。", "present"),
    ("我们就是通过目录来查的。", "present"),
    # a plan is no change
    ("本来是纸面的，之后会放进目录。", "neutral"),
    ("本来是纸面的，之后就有了目录。", "changed"),
    # advice that was got or is only spoken of asks for nothing
    ("收到建议后我们看了目录。", "neutral"),
    ("上面收集了专家的建议，再看权限。", "neutral"),
    ("这就是他们建议的目录。", "neutral"),
    ("我的建议就是更新目录。", "demanded"),
    ("我建议的是更新目录。", "demanded"),
    ("我们想让大家用目录。", "demanded"),
    ("我们不想让大家用目录。", "lacking"),
    ("各家的目录相对齐一。", "present"),
    ("各家的目录不太一致。", "lacking"),
    ("目录都统一不了。", "lacking"),
    ("建议后续更新目录。", "demanded"),
    ("我个人的建议，目录要更新。", "demanded"),
    ("先把思想统一到目录上来。", "neutral"),
    ("目录嘛，应该不会有。", "lacking"),
    ("目录嘛，能不能用我不知道。", "unsure"),
    ("要是目录能一人给一份，就有办法。", "demanded"),
    # a denied fault is praise
    ("权限这块没什么问题。", "present"),
    ("目录倒不缺。", "present"),
    ("更新嘛，不算慢。", "present"),
    ("权限没问题就怪了。", "lacking"),
    ("目录不怎么样。", "lacking"),
    # 不过 that opens a clause turns the sentence; elsewhere it is 只
    ("他们说有目录，不过我没见过。", "unsure"),
    ("目录倒是有了，就是不管用。", "lacking"),
    ("目录只不过是一张表。", "neutral"),
    # degrees and plain judgements
    ("更新特别慢。", "lacking"),
    ("更新慢，我们等不起。", "lacking"),
    ("目录做得挺扎实的。", "present"),
    ("目录就是个花架子。", "lacking"),
    ("目录早就不用了。", "lacking"),
    ("目录一次都没更新。", "lacking"),
    ("目录不一定好用。", "unsure"),
    ("目录做得不到位。", "lacking"),
    ("管目录的说是我们操作不规范。", "neutral"),
    ("目录做得不太像样。", "lacking"),
    ("目录里比较高风险的地区。", "neutral"),
    ("更新里有些少数民族。", "neutral"),
    ("目录由很好奇的人管。", "neutral"),
    ("不一定是目录。", "neutral"),
    # wishes and duties
    ("目录要是能一直留着就好了。", "demanded"),
    ("隐私一定要保护好。", "demanded"),
    ("起码给我们开一个权限吧。", "demanded"),
    ("上面给我们开了权限。", "present"),
    ("上头又给我们加了权限。", "present"),
    ("能不能别再推诿了。", "demanded"),
    # told in the next clause
    ("目录呢，说老实话，远远不够。", "lacking"),
    ("目录这个东西，到底有没有用，我也说不好。", "unsure"),
    ("那些壁垒，一下子就打破了。", "present"),
    ("那些壁垒，谁都解决不了。", "lacking"),
    # now and then in one clause
    ("更新比以前快多了。", "changed"),
    ("更新比以前还慢。", "lacking"),
    ("目录到三月份才建起来。", "changed"),
    ("目录早就公布了。", "present"),
    # what follows from what is only supposed; a rule that holds
    ("如果没有人管，就又吵起来了。", "unsure"),
    ("要是没有专班，我们这边就没有目录。", "unsure"),
    ("如果早点统一，就不会推诿。", "unsure"),
    ("一旦没有人管，就吵起来了。", "lacking"),
    ("如果大家有空，我们说说，现在目录没有更新。", "lacking"),
    # 的话 and 如果 that only name a topic
    ("目录的话，我们这边没有。", "lacking"),
    ("如果单纯讲目录的话，我们有两个。", "neutral"),
    ("目录没有更新的话，怎么办。", "unsure"),
    ("有目录的话，会好很多。", "demanded"),
    ("建了目录的话，再说。", "unsure"),
    ("如果只提高更新，没用。", "unsure"),
    ("如果说有什么困难，那就是没有目录。", "lacking"),
    ("如果大家有空，居委会没有目录。", "lacking"),
    # a negator between the parts of a near rule is the speaker's, unless it is one of the parts
    ("資料還沒有介接。", "lacking"),
    ("数据一直不给共享。", "lacking"),
    ("数据有没有共享。", "unsure"),
    ("数据没问题都共享。", "neutral"),
    ("名单没有不准。", "neutral"),
    ("如果数据没有共享，就麻烦了。", "unsure"),
    ("数据以前没有共享，现在打通了。", "changed"),
    ("数据没有什么问题都共享。", "neutral"),
    ("数据没有不共享的。", "neutral"),
    ("数据不是没有共享。", "neutral"),
    ("数据无法不共享。", "neutral"),
    ("数据没多久就共享。", "neutral"),
    # hearsay is no comment, a wish is one
    ("我们的目录嘛，据说没人管。", "neutral"),
    ("我们的目录嘛，还是希望市里牵头。", "demanded"),
    # what 要 and 应 ask for may be the indicator itself
    ("部门应主动更新。", "demanded"),
    ("部门首先要更新目录。", "demanded"),
]

JOINED = codebook(
    """
  - id: J
    name: 连着的词
    definition: 要与应所求的就是指示词本身
    indicators: [统一标准, 把数据共享, 建立台账]
"""
)
ASKED = [
    ("部门之间要统一标准。", "demanded"),
    ("各家应把数据共享。", "demanded"),
    ("县里得建立台账。", "demanded"),
    ("不要统一标准。", "lacking"),
    ("我们都要建立台账。", "neutral"),
    ("没必要统一标准。", "lacking"),
    ("我们没有要建立台账。", "lacking"),
    ("为什么要统一标准？", "neutral"),
    ("我们觉得建立台账太麻烦。", "lacking"),
    ("要统一标准很难。", "lacking"),
]


@pytest.mark.parametrize(("sentence", "polarity"), ASKED, ids=[sentence for sentence, _ in ASKED])
def test_what_is_asked_for_may_be_the_indicator_itself(sentence: str, polarity: str) -> None:
    assert [coding.polarity for coding in coded(JOINED, sentence)] == [polarity]


@pytest.mark.parametrize(("sentence", "polarity"), MORE, ids=[sentence for sentence, _ in MORE])
def test_polarity_of_harder_sentences(sentence: str, polarity: str) -> None:
    assert polarity in {coding.polarity for coding in coded(OWN, sentence)}


@pytest.mark.parametrize(("sentence", "polarity"), CASES, ids=[sentence for sentence, _ in CASES])
def test_polarity(sentence: str, polarity: str) -> None:
    assert polarity in {coding.polarity for coding in coded(BOOK, sentence) if coding.code == "S"}


def test_a_code_that_is_neutral_by_nature_stays_so_when_affirmed_but_can_be_lacking() -> None:
    assert [coding.polarity for coding in coded(BOOK, "我们建了微信群。")] == ["neutral"]
    assert [coding.polarity for coding in coded(BOOK, "连微信群都没有。")] == ["lacking"]


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in CASES])
def test_evidence_points_at_what_it_names(sentence: str) -> None:
    for coding in coded(BOOK, sentence):
        seen = coding.evidence
        text = f"问：请讲。\n答：{sentence}"
        assert seen is not None and coding.span.of(text) == coding.quote
        assert seen.span.of(text) == seen.indicator and seen.span in coding.span
        assert seen.cue_span is None or seen.cue_span.of(text) == seen.cue != ""
        assert (
            coding.polarity in POLARITIES and seen.reason in messages() and seen.hash == BOOK.hash
        )
