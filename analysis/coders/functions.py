"""Discourse function of a sentence: does it tell a state, a problem, a cause, a countermeasure or
an effect?
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from analysis.coders.polarity.cues.demand import BREAKS_APPEAL, GUESSED, WISH
from corpus.coding import Function, Polarity
from corpus.transcript import Transcript

MARKERS: Final[Mapping[Function, tuple[str, ...]]] = {
    "problem": (
        "问题是",
        "难点",
        "痛点",
        "堵点",
        "最大的困难",
        "头疼",
        "卡在",
        "短板",
        "麻烦的是",
        "难就难在",
        "最难",
        "老大难",
    ),
    "cause": (
        "因为",
        "原因",
        "之所以",
        "说到底",
        "归根结底",
        "根子",
        "主要还是",
        "关键在于",
        "关键是",
        "是由于",
        "导致",
        "造成",
        "说白了",
        "所以",
        "毕竟",
        "根源",
        "归根到底",
        "都怪",
        "只怪",
        "要怪",
        "怪就怪",
    ),
}
"""Markers of spoken Chinese, of the functions that are told by words; a codebook adds to them by
``markers``. A countermeasure is told by its demand, a status by what it is not.
"""


ASKS_WHY: Final = re.compile(
    r"为什么|为啥|为何|什么原因|(?<!知道)原因(?:是|在|呢|\?)|根子(?:上)?(?:是|出在|在)(?:什么|"
    r"哪)|怎么会|"
    r"怎么回事"
)
"""A question of the interviewer to which the answer gives causes."""

# 不是因为 and 不能怪 give none; 因为 is most often behind what it explains, so it may open a
# sentence.
_CAUSE: Final = (
    r"(?<!不是)(?<!不光是)(?<!并非)(?:因为|由于)|之所以|(?<!网络的)(?<!什么)原因(?:就|还|"
    r"也)?(?:是|在于|有|出在)|"
    r"(?:根子|根源|症结|毛病|问题)(?:上)?(?:就|还|其实)?出?在(?!哪)|根子上|说到底|归根结底|"
    r"归根到底|"
    r"关键(?:还|就)?(?:是|在于)|主要还是|(?<!不能)(?<!不该)(?<!不要)(?<!不)(?:都怪|只怪|要怪|"
    r"怪就怪)|"
    r"怕的(?:就)?是|毕竟|不是[^,;?!。]{0,8}(?:事情?|问题|小气|重视|(?:不愿意?|不肯|不想|不)(?:给|"
    r"配合|开放|共享)?)[,]?(?:而)?是"
)
_LOOSE: Final = ("因为", "由于", "毕竟")
_TURNS_TO_RESULT: Final = re.compile(
    r"所以|因此|因而|于是|结果|导致|造成|使得|害得|但|可是|不过|反而|后来|希望|建议|"
    r"[,;\s][^,;\s]*[,;\s]"
)
"""Between the word of a cause and a hit: what follows is no longer the cause."""
_BRINGS_ABOUT: Final = re.compile(
    r"[^,;?!。]{0,12}(?:[,;](?:这|也|这也|就|这就|才)?)?(?:导致|造成|使得|害得)"
    r"|[^,;?!。]{0,16}[,;](?:所以|因此|因而|只好|只能|(?:我们?|你|他们?|那)?就?(?:只好|只能|没法|"
    r"没办法))"
    r"|[^,;?!。]{0,12}[,;](?:[^,;?!。]{1,6}[,;])?(?:你说|我|你|他|那)?(?:(?:怎么|咋|"
    r"哪里)(?=[^,;?!。]{0,4}[得能会敢行够])|哪能|拿什么|凭什么)"
)
"""Behind a hit: the hit brought it about."""
_BRINGS_NEXT: Final = re.compile(r"\s*(?:这也?就?|那就|也就)?(?:因此|导致|造成|使得|害得)")
_BLAMELESS: Final = re.compile(r"(?:不|别|没)[^,;]{0,3}怪|不是不|不全是|不见得|不承认")
_IN_THEIR_PLACE: Final = re.compile(r"换[了成作]?我|我也(?=不|会)")
_ECHO: Final = 8
"""A question of fewer characters takes up a word of the interviewer's."""
REASONS: Final = 7
"""So many sentences of an answer are taken for the reason that was asked for."""
_OTHERS: Final = re.compile(
    r"(?:他们|她们|人家|对方|[他她]|有人|医院|领导|上级|上面|上头)(?:都|就|也|又|还|一直|跟我|老)?"
    r"(?:想|要(?!是)|希望|说|讲|建议|打算|要求|叫|让)|才建议|只建议|不建议"
)
"""What others wanted is told, not asked for."""

_FILLS: Final = (
    r"\s*(?:那|我们?|我个人|觉得|认为|要我说|其实|还是|再一个|再有就是|另外|还有就是|一个是|"
    r"第[一二三]个?|"
    r"就|也|真的|很|都|大家|所以|这个|这一?块|确实|主要|可能|这|啊|嘛|[,、])*"
)
_GIVES_CAUSE: Final = re.compile(
    rf"{_FILLS}(?P<word>是因为|因为|是由于|由于|之所以|原因(?:就|还|也)?(?:是|在于|有|"
    rf"出在)(?!多方面|很多|好多|什么)|说到底|归根结底|"
    r"归根到底|根子(?:上)?(?:就|还)?(?:是|在)|怪就怪|毕竟)"
)
_ASKS: Final = re.compile(
    rf"{_FILLS}(?P<word>希望(?!不大|很小|渺茫)|建议(?![的书])|最好(?!的|[,。?!;]|$)|"
    rf"应该(?!{GUESSED}|早就|早)|应当|"
    r"能不能(?=就?(?:给|把|让|别|不要|派|有|统一))|要是能|但愿)"
)


_EFFECT: Final = re.compile(
    r"(?<![没未不])(?<!没有)(?<!尚未)(?<!还没)(?<!能)(?:提高了|提升了|改善了|优化了|缩短(?:了|到|"
    r"为|成|至)|"
    r"减少了|减轻了|降低了|(?:降|减|压|缩)到|解决了|打通了|统一了|化解了|避免了|节省了|节约了|"
    r"省(?:了|下|去))|"
    r"(?<!没)(?<!没有)(?<!没什么)(?<!有什么)(?:效果|成效|作用|效率)(?:都|就|也|还|是)?"
    r"(?:很|比较|还|挺|非常|最|更|立刻|马上|一下)?(?:明显|显著|不错|挺好|很好|好多|高了|提|上来|"
    r"出来|大)|"
    r"(?<![没未不])见效|立竿见影|(?:快|好|方便|顺|省事|省心|轻松|准|准确|顺畅|顺当|"
    r"便利)(?:了)?(?:多了|很多|不少|好多|一大截)|"
    r"不用再|再也不用|不需要再|免了|少跑(?:了)?|只(?:要|需|用|"
    r"用了)[\d一二两三五十半几]+(?:个)?(?:分钟|秒|小时|天|次)|"
    r"[\d一二两三五十几]+分钟就|用得很好|最有用|真是有用|真管用|帮了大忙|救了|受益|实实在在|"
    r"得到了(?:改善|提升|解决)|"
    r"大大(?:提高|提升|缩短|减少|方便)|做得真是好|尝到甜头|见到成效"
)
_PLANNED: Final = re.compile(
    r"如果|要是|假如|希望|将来|以后(?:要|会)|可以|能够|应该|需要|想|为了|目标|预计"
)
"""Before words of effect: not there yet."""
_NEAR: Final = 24
"""Words of effect belong to a hit when at most so many characters lie between them."""


_MARKS: Final = ",;?!。\n"


class Setting(NamedTuple):
    """Where a hit stands: its sentence in shadow text, ``start`` and ``end`` of the hit in it, the
    neighbouring sentences of the same turn ("" at its edges), and whether the sentence is among the
    first of an answer to a question for reasons.
    """

    sentence: str
    start: int
    end: int
    before: str = ""
    after: str = ""
    asked: bool = False


def why_asked(transcript: Transcript, turn: int) -> re.Match[str] | None:
    """The words of the interviewer's question before a turn by which it asks for reasons, or
    None.
    """
    question = transcript.turns[turn - 1] if turn else None
    if question is None or question.role != "interviewer":
        return None
    return ASKS_WHY.search(transcript.shadow, question.span.start, question.span.end)


def cause_given(sentence: str) -> str | None:
    """The word by which a sentence (of shadow text) as a whole gives the cause of what stands
    before it, or None.
    """
    word = _GIVES_CAUSE.match(sentence)
    return word["word"] if word else None


def measure_asked(sentence: str) -> str | None:
    """The word by which a clause of a sentence (of shadow text) opens with a wish of the speaker's
    own, or None.
    """
    if sentence.rstrip().endswith("?") and "能不能" not in sentence:
        return None
    for clause in re.split(r"[,;。?!\n]", sentence):
        word = _ASKS.match(clause)
        if word and not _OTHERS.search(sentence, 0, sentence.find(clause) + word.end("word")):
            return word["word"]
    return None


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


class Functions:
    """Tells what a hit is said as, and whether it has the function that its code asks for."""

    def __init__(self, markers: Mapping[Function, tuple[str, ...]]) -> None:
        self._markers = {
            function: _pattern((*MARKERS.get(function, ()), *markers.get(function, ())))
            for function in ("problem", "cause")
        }
        own = "".join(f"|{re.escape(word)}" for word in markers.get("cause", ()))
        self._cause = re.compile(_CAUSE + own)
        self._effects = markers.get("effect", ())

    def fits(
        self, function: Function, polarity: Polarity, sentence: str, before: str, after: str
    ) -> bool:
        """``before`` and ``after`` are the neighbouring sentences of the same turn ("" at its
        edges).

        countermeasure: a demand on the hit; cause: a marker in the sentence or a neighbour;
        problem: lacking, or a marker; effect: present or changed; status: the rest of what is not
        demanded.
        """
        if function == "countermeasure":
            return polarity == "demanded"
        if polarity == "demanded":
            return False
        if function == "cause":
            cause = self._markers["cause"]
            return bool(
                cause.search(sentence)
                or cause.search(before)
                or re.match(r"\s*(?:所以|这就|因此|就导致|导致)", after)
            )
        if function == "problem":
            return polarity == "lacking" or (
                bool(self._markers["problem"].search(sentence)) and polarity != "present"
            )
        if function == "effect":
            return polarity in ("present", "changed")
        return polarity in ("present", "changed", "neutral") and not WISH.search(sentence)

    def tell(self, polarity: Polarity, cued: bool, setting: Setting) -> Function | None:
        """What a hit is said as, or None where nothing tells it. ``cued``: whether a cue decided
        its polarity.

        countermeasure: a demand of the speaker's own, or a lack in one; cause: not present, and
        governed by a word of cause, brought about something, or answers a question for reasons;
        problem: lacking, or marked as a difficulty; effect: present or changed, with words of
        success beside it; status: present or changed by a cue.
        """
        if polarity == "demanded":
            head = setting.sentence[max(0, setting.start - 2 * _NEAR) : setting.end]
            return None if _OTHERS.search(head) else "countermeasure"
        if polarity == "lacking" and _wished(setting):
            return "countermeasure"
        if polarity in ("present", "changed") and self._succeeded(setting):
            return "effect"
        if polarity == "present":
            return "status" if cued else None
        answers = (
            setting.asked
            and polarity in ("lacking", "changed")
            and not _IN_THEIR_PLACE.search(setting.sentence)
        )
        if not _beside_the_point(setting) and (
            answers or self._explains(setting, polarity in ("lacking", "changed"))
        ):
            return "cause"
        if polarity == "lacking":
            return None if _beside_the_point(setting) else "problem"
        if polarity != "unsure" and self._is_trouble(setting):
            return "problem"
        return "status" if polarity == "changed" and cued else None

    def _explains(self, setting: Setting, stated: bool) -> bool:
        """Whether a hit is given as a cause. A mere mention (not ``stated``) needs a word that can
        mean nothing else: behind a 因为 of talk stands any reason for anything.
        """
        text, start, end = setting.sentence, setting.start, setting.end
        for word in self._cause.finditer(text, max(0, start - _NEAR), end):
            if (stated or word[0] not in _LOOSE) and not _TURNS_TO_RESULT.search(
                text, word.end(), start
            ):
                return True
        return stated and bool(_BRINGS_ABOUT.match(text, end) or _BRINGS_NEXT.match(setting.after))

    def _is_trouble(self, setting: Setting) -> bool:
        """Whether a word for a difficulty stands just before or behind a hit, in its clause."""
        text = setting.sentence
        low, high = max(0, setting.start - 12), setting.end + 8
        for word in self._markers["problem"].finditer(text, low, high):
            if text[max(0, word.start() - 2) : word.start()] in ("不是", "没有"):
                continue
            first, last = min(word.end(), setting.end), max(word.start(), setting.start)
            if not any(mark in text[first:last] for mark in ",;?!。"):
                return True
        return False

    def _succeeded(self, setting: Setting) -> bool:
        """Whether words of success stand in the clause of a hit or in it."""
        text, start, end = setting.sentence, setting.start, setting.end
        low = max((text.rfind(mark, 0, start) + 1 for mark in _MARKS), default=0)
        ends = [place for mark in _MARKS if (place := text.find(mark, end)) >= 0]
        low, high = max(low, start - _NEAR), min([*ends, end + _NEAR])
        word = _EFFECT.search(text, low, high)
        if word is None:
            return any(word in text[low:high] for word in self._effects)
        return not _PLANNED.search(text, max(0, word.start() - 12), word.start())


def _wished(setting: Setting) -> bool:
    """Whether a lack stands in what a clause at the head of the sentence asks for."""
    head = setting.sentence[: setting.start]
    return len(head) <= 2 * _NEAR and bool(measure_asked(head) and not BREAKS_APPEAL.search(head))


def _beside_the_point(setting: Setting) -> bool:
    """Whether a hit is taken up from the interviewer, or is said to be nobody's fault."""
    text = setting.sentence
    if len(text) <= _ECHO and not setting.before and text.rstrip().endswith("?"):
        return True
    return bool(_BLAMELESS.search(text, max(0, setting.start - 12), setting.end))
