"""Polarity: what is said of a code where it is mentioned, and the cue that decided.

Order (DESIGN §4.2): double negation, 不是A而是B, rhetorical question, demand, past with now, removal verbs, negators
and potential complements, otherwise the default of the indicator's class. Scope is the clause (split at ，。；？！ and
line breaks, not at 、), within a short reach of the indicator; demand, contrast and time reach over the sentence.
Doubt (hypotheticals, hearsay that the next clause contradicts, open questions) is ``unsure``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

from analysis.coders import cues
from codebooks.codebook import IndicatorClass, Polarity

REACH: Final = 8
"""A negator decides when at most so many characters lie between it and the indicator."""
WINDOW: Final = 22
"""Characters looked at before and after an indicator within its clause (matters where punctuation is missing)."""

_CLAUSE: Final = re.compile(r"[,。?!;\n]+")
_MASK: Final = "\u2423"


class Made(Protocol):
    """Builds a decision from a cue that was found in a stretch starting at ``offset`` of the sentence."""

    def __call__(self, polarity: Polarity, reason: str, match: re.Match[str] | None = None, offset: int = 0) -> Decision: ...


@dataclass(frozen=True, slots=True)
class Decision:
    """``cue_start``/``cue_end`` are offsets in the shadow text; -1 when no cue decided. ``reason`` is a message key."""

    polarity: Polarity
    reason: str
    cue_start: int = -1
    cue_end: int = -1


@dataclass(slots=True)
class Clauses:
    """The clauses of one sentence of a shadow text, pseudo-negators masked."""

    shadow: str
    start: int
    end: int
    bounds: list[tuple[int, int]]
    text: str
    quiet: bool
    """No cue of any kind stands in the sentence."""

    @classmethod
    def of(cls, shadow: str, start: int, end: int) -> Clauses:
        text = shadow[start:end]
        if cues.PSEUDO.search(text):
            text = cues.PSEUDO.sub(lambda match: match[0] if match[0] in _KEPT else _MASK * len(match[0]), text)
        bounds, at = [], 0
        for match in _CLAUSE.finditer(text):
            bounds.append((at, match.start()))
            at = match.end()
        bounds.append((at, len(text)))
        return cls(shadow, start, end, bounds, text, cues.ANY.search(text) is None)

    def index(self, position: int) -> int:
        """The clause that holds a position of the shadow text."""
        local = position - self.start
        for place, (_, end) in enumerate(self.bounds):
            if local <= end:
                return place
        return len(self.bounds) - 1


_KEPT: Final = frozenset(["不错", "没有问题", "没什么问题", "没有什么问题", "没问题", "没毛病", "没得说", "没话说", "少不了", "离不开", "缺不了"])


def decide(clauses: Clauses, start: int, end: int, kind: IndicatorClass, default: Polarity | None = None) -> Decision:
    """Polarity of an indicator at ``[start, end)`` of the shadow text. ``default`` is that of the code, if it has one."""
    place = clauses.index(start)
    low, high = clauses.bounds[place]
    at, to = start - clauses.start, end - clauses.start
    low = max(low, at - WINDOW)
    last = max(high, to)
    high = min(last, to + WINDOW)
    text = clauses.text
    before, after = text[low:at], text[to:high]
    for contrast in re.finditer(r"但是|但|可是|然而|不过", before):
        low, before = low + contrast.end(), before[contrast.end() :]
        break
    cut = re.search(r"但是|但|可是|然而", after)
    if cut:
        after = after[: cut.start()]
    base = clauses.start

    def made(polarity: Polarity, reason: str, match: re.Match[str] | None = None, offset: int = 0) -> Decision:
        if match is None:
            return Decision(polarity, reason)
        return Decision(polarity, reason, base + offset + match.start(), base + offset + match.end())

    if clauses.quiet:
        return made(_default(kind, default), "polarity.default")

    double = _last(cues.DOUBLE, before)
    if double and len(before) - double.end() <= REACH:
        return made("lacking" if kind == "deficit" and double[0] not in ("不得不",) else _kept("present", default), "polarity.double_negation", double, low)

    denied = _denied(clauses, place, at, to, before, low, kind)
    if denied:
        return Decision(denied.polarity, denied.reason, denied.cue_start + base, denied.cue_end + base)

    rhetorical = cues.RHETORICAL.search(before[-14:]) or cues.RHETORICAL.search(text, max(0, clauses.bounds[place][0]), at)
    if rhetorical is None and kind != "deficit":
        rhetorical = re.search(r"哪有|谁敢|谁愿意|凭什么|有什么用|有啥用|从何谈起|何谈|谈何容易", after)
        offset = to
    else:
        offset = low + max(0, len(before) - 14) if rhetorical is not None and rhetorical.string != text else 0
    if rhetorical:
        negated = cues.NEGATOR.search(before) is not None and rhetorical[0] == "难道"
        flips = (kind == "deficit") == (rhetorical[0] in ("哪有", "哪来", "哪里有", "哪儿有", "怎么可能", "怎么会", "何谈", "哪会"))
        if kind == "deficit":
            return made("present" if flips else "lacking", "polarity.rhetorical", rhetorical, offset)
        return made("present" if negated else "lacking", "polarity.rhetorical", rhetorical, offset)

    unknown = cues.UNKNOWN.search(text, *_clause(clauses, place))
    if unknown:
        return made("unsure", "polarity.unknown", unknown)
    questioned = cues.QUESTIONED.search(before[-6:]) or cues.QUESTIONED.match(after[:4])
    asked_for = re.match(r"(?:能不能|可不可以)(?:再|给|把|让|快|早|少|简|多|尽)", after)
    if asked_for:
        return made("demanded", "polarity.demand", asked_for, to)
    if questioned and not cues.DEMAND.search(before):
        return made("unsure", "polarity.questioned")

    hypothetical = cues.HYPOTHETICAL.search(text, *_clause(clauses, place))
    if hypothetical and hypothetical[0] == "的话" and hypothetical.end() < last and text[hypothetical.end() : hypothetical.end() + 1] not in (",", ""):
        hypothetical = None
    rest = text[at:]
    if hypothetical and not re.match(r"(?:如果|要是)能", text[hypothetical.start() :]):
        good = cues.WOULD_BE_GOOD.search(rest)
        if good and not cues.NEGATOR.search(before[-REACH:]) and kind != "deficit":
            return made("demanded", "polarity.wish", good, at)
        return made("unsure", "polarity.hypothetical", hypothetical)

    demand = _demand(clauses, place, before, low, after, to, kind)
    if demand:
        return made("demanded", "polarity.demand", *demand)

    changed = _changed(clauses, place, at, to, kind)
    if changed:
        return made("changed", "polarity.time", changed)

    decision = _plain(clauses, place, before, low, after, to, kind, default, made)
    return _contradicted(clauses, place, at, decision, base)


def _clause(clauses: Clauses, place: int) -> tuple[int, int]:
    return clauses.bounds[place]


def _kept(polarity: Polarity, default: Polarity | None) -> Polarity:
    """A code that is neutral by nature (who takes part, which channel) stays neutral when merely affirmed."""
    return "neutral" if default == "neutral" and polarity == "present" else polarity


def _default(kind: IndicatorClass, default: Polarity | None) -> Polarity:
    if default == "demanded" and kind == "concept":
        return "neutral"  # a topic alone proposes nothing
    if default is not None and not (kind == "deficit" and default == "neutral"):
        return default
    return {"concept": "neutral", "deficit": "lacking", "asset": "present"}[kind]  # type: ignore[return-value]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _denied(clauses: Clauses, place: int, at: int, to: int, before: str, low: int, kind: IndicatorClass) -> Decision | None:
    """不是A而是B: the A part is denied; the B part is read on its own."""
    for match in cues.NOT_A_BUT_B.finditer(clauses.text):
        if match.start("a") <= at and to <= match.end("a") + 1:
            doubled = re.match(r"(?:说)?(?:没有|没|不|无)", match["a"])
            if doubled and match.start("a") + doubled.end() <= at <= match.start("a") + REACH:
                return Decision("lacking" if kind == "deficit" else "present", "polarity.double_negation", match.start(), match.start("a") + 2)
            if kind == "deficit":
                return Decision("present", "polarity.contrast", match.start(), match.start("a"))
            if cues.TROUBLE.search(match["a"]) or match[0].startswith(("不在", "并不在")):
                return Decision("neutral", "polarity.contrast", match.start(), match.start("a"))
            return Decision("lacking", "polarity.contrast", match.start(), match.start("a"))
    denial = cues.DENIED.search(before)
    if denial and kind != "deficit" and cues.TROUBLE.search(clauses.text, to, clauses.bounds[place][1]):
        return Decision("neutral", "polarity.contrast", low + denial.start(), low + denial.end())
    return None


def _demand(clauses: Clauses, place: int, before: str, low: int, after: str, to: int, kind: IndicatorClass) -> tuple[re.Match[str], int] | None:
    text = clauses.text
    pattern = cues.WISH if kind == "deficit" else cues.DEMAND
    found = _last(pattern, before)
    if found and re.search(r"(?:不|没|无需|用不着|没必要)$", before[: found.start()]):
        found = None
    if found and kind == "deficit" and not (cues.REMOVAL.search(before, found.start()) or cues.REMOVAL.search(after) or re.search(r"别|不要|不能|少|减", before[found.start() :])):
        found = None
    if found:
        return found, low
    own = cues.NEGATIVE.search(before) or re.match(r"(?:还|都|也|就|根本)?(?:没|不)", after) or re.search(r"(?:现在|目前|已经|以前|原来)", before)
    if own and kind != "deficit":
        tail = re.search(r"(?:的)?(?:应该|必须|最好|需要|有必要)(?:要|得)?(?:统一|有|建|加强|完善|明确|跟上|打通|提高)", after)
        return (tail, to) if tail else None
    tail = re.search(r"(?:这块|这个|方面)?(?:应该|必须|最好|希望|需要|还要|还得|有必要|得|亟待)(?:要|得|能)?(?:再|进一步|尽快|早点|赶紧|真正)?(?:统一|有|建|加强|完善|明确|跟上|打通|打破|提高|提升|加快|改|简化|共享|配|放|给)", after)
    if tail:
        return tail, to
    if place == 0:
        return None
    for earlier in range(place - 1, max(-1, place - 4), -1):
        start, end = clauses.bounds[earlier]
        strong = None
        for match in re.finditer(r"希望|建议|盼|呼吁|最好(?!的)|下一步|应该(?!是|说|已经|算)|应当|如果能|要是能|能不能(?:给|把|让)", text[start:end]):
            strong = match
        if strong:
            between = text[end : low + len(before)]
            if cues.BUT.search(between) or re.search(r"现在|目前|因为|毕竟|但|可是|以前|原来|结果|所以|不然|否则|要不", between):
                return None
            if kind == "deficit" and not (cues.REMOVAL.search(before) or cues.REMOVAL.search(after) or re.search(r"别|不要|不能|不用|少|减", before[-6:])):
                return None
            return strong, start
        if cues.BUT.match(text[start:end]):
            return None
    return None


def _changed(clauses: Clauses, place: int, at: int, to: int, kind: IndicatorClass) -> re.Match[str] | None:
    text = clauses.text
    start, end = clauses.bounds[place]
    past = cues.PAST.search(text)
    if past:
        now = cues.NOW.search(text, past.end())
        if now and not cues.STILL.search(text, now.start(), min(len(text), now.end() + 12)):
            near = abs(clauses.index(clauses.start + now.start()) - place) <= 2 and abs(clauses.index(clauses.start + past.start()) - place) <= 2
            if near and (kind != "asset" or at < now.start()):
                return now
    turned = cues.TURNED.search(text, start, end)
    if turned is None and place + 1 < len(clauses.bounds) and kind != "deficit":
        turned = re.compile(r"又(?:回|变|收|没|恢复)").search(text, *clauses.bounds[place + 1])
    if turned and kind == "deficit" and turned[0].startswith("不再"):
        return None
    if turned and turned[0].startswith("越来越") and kind == "deficit":
        return None
    return turned


def _plain(clauses: Clauses, place: int, before: str, low: int, after: str, to: int, kind: IndicatorClass, default: Polarity | None, made: Made) -> Decision:
    """Removal verbs, negators, complements, plain praise or blame; else the default."""
    near = before[-(REACH + 4) :]
    shift = low + len(before) - len(near)
    negator = None
    for match in cues.NEGATOR.finditer(near):
        if len(near) - match.end() <= REACH:
            negator = (match, shift)
    removal = _last(cues.REMOVAL, near)
    removal_at = shift
    if removal is None:
        removal, removal_at = cues.REMOVAL.search(after[:12]), to
    if removal and (kind == "deficit" or removal[0] in ("解决", "克服", "化解", "破解", "缓解", "打通")):
        here = removal.start() + removal_at
        text = clauses.text
        around = text[max(clauses.bounds[place][0], here - 10) : here]
        stuck = cues.COMPLEMENT.match(text, here + len(removal[0]) - 1) or re.search(r"没有?|未|难以|很难|无法|不能|没能|还没|不是", around)
        return made("lacking" if stuck else "present", "polarity.removal", removal, removal_at)
    if kind == "deficit":
        if negator is None:
            gone = re.search(r"^(?:的|这种|这个|这些)?(?:问题|情况|现象)?(?:就|都|也|基本|基本上|已经|现在)*(?:没有了|没了|不存在|少了|少多了|消失|不多|打破|解决)", after)
            return made("present", "polarity.negation", gone, to) if gone else made(_default(kind, default), "polarity.default")
        match, offset = negator
        gap = near[match.end() :]
        if cues.COGNITION.match(gap) or re.search(r"(?:清|明|懂|白|住|到)", gap[:3]) or re.search(r"就|是|因为|所以|都", gap):
            return made("lacking", "polarity.default")
        if cues.PROHIBITION.search(near[: match.end()]):
            return made("demanded", "polarity.prohibition", match, offset)
        if match[0] in ("难", "很难", "难以", "别", "缺", "缺乏", "缺少", "少有") or cues.COMPLEMENT.search(near[max(0, match.start() - 1) : match.end() + 2]):
            return made("lacking", "polarity.default")
        return made("present", "polarity.negation", match, offset)
    complement = _last(cues.COMPLEMENT, near)
    if complement and len(near) - complement.end() <= REACH:
        return made("lacking", "polarity.complement", complement, shift)
    if negator:
        return made("lacking", "polarity.negation", *negator)
    behind = after[:14]
    complement = cues.COMPLEMENT.search(behind)
    bad = cues.BAD.search(behind)
    good = cues.GOOD.search(behind)
    trailing = re.search(r"^(?:这块|这个|这一块|方面|这方面|的|我们|他们|他|它|了|都|也|还|就|又|里|中|其实|根本|基本上?|一直|压根|从来|目前|现在|到现在|并|始终|是|有点|一个|上面|里面|那边|这边)*(?:没有?|不(?!仅|但|过|断|错)|未|无|缺|难)", behind)
    negative = [match for match in (complement, bad, trailing) if match is not None]
    first_bad = min(negative, key=lambda match: match.start()) if negative else None
    if first_bad and good and good.start() < first_bad.start() and not trailing:
        return made(_kept("present", default), "polarity.praise", good, to)
    if first_bad:
        reason = "polarity.complement" if first_bad is complement else "polarity.negation" if first_bad is trailing else "polarity.blame"
        return made("lacking", reason, first_bad, to)
    if good:
        return made(_kept("present", default), "polarity.praise", good, to)
    trouble = re.search(r"(?:问题|难题|短板|瓶颈|痛点|堵点|难点|最大的困难|困难|麻烦|难|卡)(?:就|主要|还是)?(?:出)?(?:是|在|就是)[^,。]{0,4}$|差在|输在|卡在|败在", before)
    if trouble:
        return made("lacking", "polarity.blame", trouble, low)
    possible = cues.POSSIBLE.search(behind) or cues.POSSIBLE.search(near[-5:])
    if possible:
        return made(_kept("present", default), "polarity.praise")
    if kind == "asset":
        return made(_default(kind, default), "polarity.default")
    affirmed = _last(cues.AFFIRM, before[-12:])
    if affirmed:
        return made(_kept("present", default), "polarity.affirmed", affirmed, low + max(0, len(before) - 12))
    affirmed = re.search(r"^(?:这块|的|都|也|就|全|基本上?|我们|我|已经|现在|终于|是|很快)*(?:有了?(?!的|点|些|问题)|建了|建成|出台|统一了|通了|开了|上了|成立|定下来|签了|做了|发了|下来了|上线|接通|落地|搞起来|建起来|推开|配齐)", after)
    if affirmed:
        return made(_kept("present", default), "polarity.affirmed", affirmed, to)
    comment = _comment(clauses, place, before, after) if default is None else None
    if comment:
        return made(comment[0], comment[1], comment[2])
    return made(_default(kind, default), "polarity.default")


_TOPIC: Final = re.compile(r"(?:嘛|呢|啊|呀|吧|么|的话|这一?块|这个|这方面|方面|来说|来讲|的)*$")


def _comment(clauses: Clauses, place: int, before: str, after: str) -> tuple[Polarity, str, re.Match[str]] | None:
    """培训嘛，一次都没搞过: a topic that stands alone in its clause is judged by the comment in the next."""
    if len(before) > 6 or not _TOPIC.match(after) or place + 1 >= len(clauses.bounds):
        return None
    start, end = clauses.bounds[place + 1]
    if cues.BUT.match(clauses.text[start:end]):
        return None
    bad = cues.NEGATIVE.search(clauses.text, start, end)
    good = cues.GOOD.search(clauses.text, start, end)
    if bad and not (good and good.start() < bad.start()):
        return "lacking", "polarity.blame", bad
    return ("present", "polarity.praise", good) if good else None


def _contradicted(clauses: Clauses, place: int, at: int, decision: Decision, base: int) -> Decision:
    """有是有，就是…; hearsay that the speaker then contradicts."""
    if decision.polarity not in ("present", "neutral") or place + 1 >= len(clauses.bounds):
        return decision
    start, end = clauses.bounds[place]
    following = clauses.text[clauses.bounds[place + 1][0] :]
    but = cues.BUT.match(following)
    if not but:
        return decision
    weak = cues.NEGATIVE.search(following[: clauses.bounds[place + 1][1] - clauses.bounds[place + 1][0]]) or cues.NEGATIVE.search(following)
    if not weak:
        return decision
    reported = cues.REPORTED.search(clauses.text, max(0, start - 16), end)
    if reported:
        return Decision("unsure", "polarity.reported", base + reported.start(), base + reported.end())
    conceded = cues.CONCESSION.search(clauses.text[start : end + 1])
    if conceded:
        offset = base + clauses.bounds[place + 1][0]
        return Decision("lacking", "polarity.concession", offset + weak.start(), offset + weak.end())
    return decision
