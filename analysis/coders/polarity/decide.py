"""Polarity: what is said of a code where it is mentioned, and the cue that decided.

Order (DESIGN §4.2): 不是…吗, a question or an end between the parts of an indicator, double
negation, 不是A而是B, rhetorical question, open question, supposition, demand, past with now, a
negator between the parts, removal verbs, denied faults, negators and potential complements, praise
and blame, affirmation, the comment in the next clause; otherwise the default of the indicator's
class; last, what a supposition in the clause before or a 但是 in the clause after makes of it.
Scope is the clause (split at ，。；？！ and line breaks, not at 、), within a short reach of the
indicator; demand, contrast and time reach over the sentence. Doubt (hypotheticals, hearsay that the
next clause contradicts, open questions) is ``unsure``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from analysis.coders.polarity import cues
from analysis.coders.triggers import Triggers
from codebooks.codebook import IndicatorClass
from corpus.coding import Polarity

REACH: Final = 8
"""A negator decides when at most so many characters lie between it and the indicator."""
ASKED_REACH: Final = 10
"""A question word (有无, 是否) leaves open what begins within so many characters of its start."""
WINDOW: Final = 22
"""Characters looked at before and after an indicator within its clause (matters where punctuation
is missing).
"""

_CLAUSE: Final = re.compile(r"[,。?!;\n]+")


class Made(Protocol):
    """Builds a decision from a cue that was found in a stretch starting at ``offset`` of the
    sentence.
    """

    def __call__(
        self, polarity: Polarity, reason: str, match: re.Match[str] | None = None, offset: int = 0
    ) -> Decision: ...


class Decision(NamedTuple):
    """``cue_start``/``cue_end`` are offsets in the shadow text; -1 when no cue decided. ``reason``
    is a message key.
    """

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
    may: int
    """Bits of the cues that may stand in it (see ``_CUES``)."""

    @classmethod
    def of(cls, shadow: str, start: int, end: int) -> Clauses:
        text = shadow[start:end]
        may = _CUES.read(text)
        if may & _PSEUDO and cues.PSEUDO.search(text):
            text = cues.PSEUDO.sub(_masked, text)
            may = _CUES.read(text) | may & _WHETHER
        bounds, at = [], 0
        for match in _CLAUSE.finditer(text):
            bounds.append((at, match.start()))
            at = match.end()
        bounds.append((at, len(text)))
        return cls(shadow, start, end, bounds, text, may)

    def index(self, position: int) -> int:
        """The clause that holds a position of the shadow text."""
        local = position - self.start
        for place, (_, end) in enumerate(self.bounds):
            if local <= end:
                return place
        return len(self.bounds) - 1


def _masked(match: re.Match[str]) -> str:
    """Signs of the same length: what only looks like a negator is hidden, its degree (特别) or its
    turn (不过, opening a clause) is kept.
    """
    if match[0] in ("特别", "非常"):
        return f"很{cues.MASK}"
    if match[0] == "不过" and match.string[match.start() - 1 : match.start()] in ("", *",。?!;\n"):
        return f"但{cues.MASK}"
    return match[0] if match[0] in _KEPT else cues.MASK * len(match[0])


_KEPT: Final = frozenset(
    [
        "不错",
        "没有问题",
        "没什么问题",
        "没有什么问题",
        "没问题",
        "没毛病",
        "没得说",
        "没话说",
        "少不了",
        "离不开",
        "缺不了",
    ]
)


_CUES: Final = Triggers(
    pattern for pattern in vars(cues).values() if isinstance(pattern, re.Pattern)
)


def _bits(*patterns: re.Pattern[str]) -> int:
    return sum({_CUES.bit[pattern] for pattern in patterns})


_PSEUDO: Final = _bits(cues.PSEUDO)
_CONTRAST: Final = _bits(cues.CONTRAST, cues.CUT)
_DOUBLE: Final = _bits(cues.DOUBLE)
_DENIAL: Final = _bits(cues.NOT_A_BUT_B, cues.DENIED)
_ASSERTED: Final = _bits(cues.ISNT_IT)
_RHETORICAL: Final = _bits(cues.RHETORICAL, cues.RHETORICAL_AFTER)
_WHETHER: Final = _bits(cues.WHETHER)
_UNKNOWN: Final = _bits(cues.UNKNOWN)
_QUESTIONED: Final = _bits(cues.QUESTIONED)
_ASKED_FOR: Final = _bits(cues.ASKED_FOR)
_OPEN: Final = _UNKNOWN | _QUESTIONED | _ASKED_FOR | _WHETHER
_BETWEEN: Final = _bits(cues.BETWEEN_ASKED, cues.BETWEEN_ENDED)
_DENIED_BETWEEN: Final = _bits(cues.BETWEEN_OPEN, cues.BETWEEN_DENIED)
_LISTING: Final = _bits(cues.LISTING)
_HYPOTHETICAL: Final = _bits(cues.HYPOTHETICAL)
_SUPPOSED: Final = _bits(cues.SUPPOSED)
_WISHED: Final = _bits(cues.WISH)
_DEMANDED: Final = _bits(cues.DEMAND)
_DEMANDED_AFTER: Final = _bits(cues.DEMANDED_AFTER)
_WISH: Final = _WISHED | _DEMANDED | _DEMANDED_AFTER | _bits(cues.OWN_DEMAND, cues.APPEAL)
_APPEAL: Final = _bits(cues.APPEAL)
_OWN_DEMAND: Final = _bits(cues.OWN_DEMAND)
_PAST: Final = _bits(cues.PAST)
_THAN: Final = _bits(cues.THAN_BEFORE)
_TURNED: Final = _bits(cues.TURNED)
_RETURNED: Final = _bits(cues.RETURNED)
_TIME: Final = _PAST | _THAN | _TURNED | _RETURNED
_REMOVAL: Final = _bits(cues.REMOVAL)
_NEGATOR: Final = _bits(cues.NEGATOR)
_COMPLEMENT: Final = _bits(cues.COMPLEMENT)
_BAD: Final = _bits(cues.BAD)
_TRAILING: Final = _bits(cues.TRAILING)
_TROUBLED: Final = _bits(cues.TROUBLED)
_GOOD: Final = _bits(cues.GOOD)
_NOT_BAD: Final = _bits(cues.NOT_BAD)
_POSSIBLE: Final = _bits(cues.POSSIBLE)
_AFFIRM: Final = _bits(cues.AFFIRM)
_AFFIRMED: Final = _bits(cues.AFFIRMED_AFTER)
_GONE: Final = _bits(cues.GONE)
_SAYS: Final = _bits(cues.SAYS)
_BUT: Final = _bits(cues.BUT)
_JUDGED: Final = _bits(
    cues.NEGATIVE, cues.GOOD, cues.NOT_BAD, cues.UNKNOWN, cues.QUESTIONED, cues.WISHED_NEXT
)


def decide(
    clauses: Clauses,
    start: int,
    end: int,
    kind: IndicatorClass,
    default: Polarity | None = None,
    gapped: bool = False,
) -> Decision:
    """Polarity of an indicator at ``[start, end)`` of the shadow text. ``default`` is that of the
    code, if it has one.

    ``gapped``: the indicator has parts that stand apart (a near rule, a pattern), and a negator in
    it is not one of them.
    """
    place = clauses.index(start)
    low, high = clauses.bounds[place]
    at, to = start - clauses.start, end - clauses.start
    low = max(low, at - WINDOW)
    high = min(max(high, to), to + WINDOW)
    text = clauses.text
    before, after = text[low:at], text[to:high]
    base, may = clauses.start, clauses.may
    if may & _CONTRAST:
        contrast = cues.CONTRAST.search(before)
        if contrast:
            low, before = low + contrast.end(), before[contrast.end() :]
        cut = cues.CUT.search(after)
        if cut:
            after = after[: cut.start()]

    def made(
        polarity: Polarity, reason: str, match: re.Match[str] | None = None, offset: int = 0
    ) -> Decision:
        if match is None:
            return Decision(polarity, reason)
        return Decision(
            polarity, reason, base + offset + match.start(), base + offset + match.end()
        )

    if may & _ASSERTED:
        asserted = _asserted(clauses, place, at, to, kind, default, made)
        if asserted:
            return asserted
    if may & _BETWEEN and to - at > _GAPPED:
        between = _between(text, at, to, kind, default, made)
        if between:
            return between

    double = _last(cues.DOUBLE, before) if may & _DOUBLE else None
    if double and len(before) - double.end() <= REACH:
        return made(
            "lacking"
            if kind == "deficit" and double[0] not in ("不得不",)
            else _kept("present", default),
            "polarity.double_negation",
            double,
            low,
        )

    denied = _denied(clauses, place, at, to, before, low, kind) if may & _DENIAL else None
    if denied:
        return Decision(
            denied.polarity, denied.reason, denied.cue_start + base, denied.cue_end + base
        )

    if may & _RHETORICAL:
        asked = _rhetorical(clauses, place, at, to, before, low, after, kind, made)
        if asked:
            return asked

    if may & _OPEN:
        unknown = cues.UNKNOWN.search(text, *clauses.bounds[place]) if may & _UNKNOWN else None
        if unknown and not (at <= unknown.start() and unknown.end() <= to):
            return made("unsure", "polarity.unknown", unknown)
        asked_for = cues.ASKED_FOR.match(after) if may & _ASKED_FOR else None
        if asked_for:
            return made("demanded", "polarity.demand", asked_for, to)
        questioned = (
            (cues.QUESTIONED.search(before[-ASKED_REACH:]) or cues.QUESTIONED.match(after[:4]))
            if may & _QUESTIONED
            else None
        )
        if questioned is None and may & _WHETHER:
            questioned = cues.WHETHER.search(
                clauses.shadow, max(base + low, start - ASKED_REACH), start
            )
        if questioned and not cues.DEMAND.search(before):
            return made("unsure", "polarity.questioned")

    hypothetical = _hypothetical(clauses, place, at, to, kind) if may & _HYPOTHETICAL else None
    if hypothetical and not (
        hypothetical.start() < at and cues.WISHED.match(text, hypothetical.start())
    ):
        good = cues.WOULD_BE_GOOD.search(text, at)
        if good and not cues.NEGATOR.search(before[-REACH:]) and kind != "deficit":
            return made("demanded", "polarity.wish", good)
        return made("unsure", "polarity.hypothetical", hypothetical)

    demand = _demand(clauses, place, before, low, after, to, kind) if may & _WISH else None
    if demand:
        return made("demanded", "polarity.demand", *demand)

    changed = _changed(clauses, place, at, to, kind) if may & _TIME else None
    if changed:
        return made("changed", "polarity.time", changed)

    decision = (
        _denied_between(text, at, to, made)
        if may & _DENIED_BETWEEN and gapped and to - at > _GAPPED and kind != "deficit"
        else None
    )
    decision = decision or _plain(clauses, place, before, low, after, to, kind, default, made)
    if (
        may & _SUPPOSED
        and place > 0
        and (
            decision.polarity == "lacking" or (kind == "deficit" and decision.polarity == "present")
        )
    ):
        supposed = _supposed(clauses, place, at)
        if supposed:
            return made("unsure", "polarity.hypothetical", supposed)
    return _contradicted(clauses, place, at, decision, base) if may & _BUT else decision


def _hypothetical(
    clauses: Clauses, place: int, at: int, to: int, kind: IndicatorClass
) -> re.Match[str] | None:
    """如果…, …的话 in the clause of an indicator; not where they only name a topic."""
    text, (start, end) = clauses.text, clauses.bounds[place]
    found = cues.HYPOTHETICAL.search(text, start, end)
    if found is None or cues.TOPIC_IF.match(text, found.start()):
        return None
    if found[0] == "的话":
        if found.end() < max(end, to) and text[found.end() : found.end() + 1] not in (",", ""):
            return None
        if kind == "concept" and found.start() == to and _NAMED.fullmatch(text, start, at):
            return None  # 平台的话，我们有两个
    return found


_NAMED: Final = re.compile("(?:那么?|然后|所以|像|至于|说到|这个?|那个?|我们的?|他们的?|你说的?)?")
"""What may stand before a noun with 的话 that only names the topic."""


def _supposed(clauses: Clauses, place: int, at: int) -> re.Match[str] | None:
    """如果没有平台，就查不到数据: what follows from what is only supposed in the clause before."""
    text = clauses.text
    if not cues.THEN.match(text, clauses.bounds[place][0], at):
        return None
    found = cues.SUPPOSED.search(text, *clauses.bounds[place - 1])
    return found if found and not cues.TOPIC_IF.match(text, found.start()) else None


_GAPPED: Final = 5
"""Only an indicator of more characters can enclose a cue between its parts."""


def _asserted(
    clauses: Clauses,
    place: int,
    at: int,
    to: int,
    kind: IndicatorClass,
    default: Polarity | None,
    made: Made,
) -> Decision | None:
    """你们不是有平台吗? asserts that there is one; 不是没有平台吗? that there is none."""
    for match in cues.ISNT_IT.finditer(clauses.text, *clauses.bounds[place]):
        if match.start("said") <= at and to <= match.end("said"):
            negated = cues.NEGATOR.search(clauses.text, match.start("said"), at) is not None
            return made(
                "lacking" if negated != (kind == "deficit") else _kept("present", default),
                "polarity.rhetorical",
                match,
            )
    return None


def _between(
    text: str, at: int, to: int, kind: IndicatorClass, default: Polarity | None, made: Made
) -> Decision | None:
    """A cue strictly inside an indicator whose parts stand apart (a near rule, a pattern)."""
    asked = cues.BETWEEN_ASKED.search(text, at + 1, to - 1) if kind != "deficit" else None
    if asked:
        return made("demanded", "polarity.demand", asked)
    ended = cues.BETWEEN_ENDED.search(text, at + 1, to - 1)
    if ended:
        return made(
            _kept("present", default) if kind == "deficit" else "lacking",
            "polarity.negation",
            ended,
        )
    return None


def _denied_between(text: str, at: int, to: int, made: Made) -> Decision | None:
    """数据没有共享, 数据有没有共享: one negator, or a question, between the parts of an
    indicator.
    """
    if _CLAUSE.search(text, at, to):
        return None
    if cues.BETWEEN_OPEN.search(text, at + 1, to - 1):
        return made("unsure", "polarity.questioned")
    denied = cues.BETWEEN_DENIED.search(text, at + 1, to - 1)
    if (
        denied is None
        or cues.NEGATOR.search(text, at + 1, denied.start())
        or cues.NEGATOR.search(text, denied.end(), to - 1)
    ):
        return None  # two negators affirm
    return made("lacking", "polarity.negation", denied)


def _rhetorical(
    clauses: Clauses,
    place: int,
    at: int,
    to: int,
    before: str,
    low: int,
    after: str,
    kind: IndicatorClass,
    made: Made,
) -> Decision | None:
    """哪有统一标准? 凭什么给? A question that asserts its contrary."""
    offset = low + max(0, len(before) - 14)
    found = cues.RHETORICAL.search(before[-14:])
    if found is None:
        found, offset = cues.RHETORICAL.search(clauses.text, clauses.bounds[place][0], at), 0
    if found is None and kind != "deficit":
        found, offset = cues.RHETORICAL_AFTER.search(after), to
    if found is None:
        return None
    if kind == "deficit":
        denies = found[0] in (
            "哪有",
            "哪来",
            "哪里有",
            "哪儿有",
            "怎么可能",
            "怎么会",
            "何谈",
            "哪会",
        )
        return made("present" if denies else "lacking", "polarity.rhetorical", found, offset)
    negated = found[0] == "难道" and cues.NEGATOR.search(before) is not None
    return made("present" if negated else "lacking", "polarity.rhetorical", found, offset)


def _kept(polarity: Polarity, default: Polarity | None) -> Polarity:
    """A code that is neutral by nature (who takes part, which channel) stays neutral when merely
    affirmed.
    """
    return "neutral" if default == "neutral" and polarity == "present" else polarity


def _default(kind: IndicatorClass, default: Polarity | None) -> Polarity:
    if default == "demanded" and kind == "concept":
        return "neutral"  # a topic alone proposes nothing
    if default is not None and not (kind == "deficit" and default == "neutral"):
        return default
    return _BY_CLASS[kind]


_BY_CLASS: Final[dict[IndicatorClass, Polarity]] = {
    "concept": "neutral",
    "deficit": "lacking",
    "asset": "present",
}


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _denied(
    clauses: Clauses, place: int, at: int, to: int, before: str, low: int, kind: IndicatorClass
) -> Decision | None:
    """不是A而是B: the A part is denied; the B part is read on its own."""
    for match in cues.NOT_A_BUT_B.finditer(clauses.text):
        if match.start("a") <= at and to <= match.end("a") + 1:
            doubled = cues.DOUBLED.match(match["a"])
            if doubled and match.start("a") + doubled.end() <= at <= match.start("a") + REACH:
                return Decision(
                    "lacking" if kind == "deficit" else "present",
                    "polarity.double_negation",
                    match.start(),
                    match.start("a") + 2,
                )
            if kind == "deficit":
                return Decision("present", "polarity.contrast", match.start(), match.start("a"))
            if cues.TROUBLE.search(match["a"]) or match[0].startswith(("不在", "并不在")):
                return Decision("neutral", "polarity.contrast", match.start(), match.start("a"))
            return Decision("lacking", "polarity.contrast", match.start(), match.start("a"))
    denial = cues.DENIED.search(before)
    if (
        denial
        and kind != "deficit"
        and cues.TROUBLE.search(clauses.text, to, clauses.bounds[place][1])
    ):
        return Decision("neutral", "polarity.contrast", low + denial.start(), low + denial.end())
    return None


def _demand(
    clauses: Clauses, place: int, before: str, low: int, after: str, to: int, kind: IndicatorClass
) -> tuple[re.Match[str], int] | None:
    text, may = clauses.text, clauses.may
    pattern, bits = (cues.WISH, _WISHED) if kind == "deficit" else (cues.DEMAND, _DEMANDED)
    found = _last(pattern, before) if may & bits else None
    if (
        found is None
        and may & bits
        and before.endswith(_JOINED)
        and kind != "deficit"
        and not cues.NEGATOR.search(before[-REACH:])
        and not cues.NEGATIVE.search(after)
    ):
        at = low + len(before)
        joined = next(
            (
                match
                for match in pattern.finditer(
                    text, max(low, at - 3), min(clauses.bounds[place][1], to)
                )
                if match.end() == at
            ),
            None,
        )
        if joined:
            return joined, 0
    if found and (after.startswith("的时候") or cues.DENIED_WISH.search(before[: found.start()])):
        found = None
    if (
        found
        and kind == "deficit"
        and not (
            cues.REMOVAL.search(before, found.start())
            or cues.REMOVAL.search(after)
            or cues.LESS.search(before[found.start() :])
        )
    ):
        found = None
    if found:
        return found, low
    tail = cues.DEMANDED_AFTER.search(after) if may & _DEMANDED_AFTER else None
    if (
        kind != "deficit"
        and (tail or may & (_APPEAL | _OWN_DEMAND))
        and (
            cues.NEGATIVE.search(before)
            or cues.OWN_NEGATION.match(after)
            or cues.OWN_TIME.search(before)
        )
    ):
        own = cues.OWN_DEMAND.search(after)
        return (own, to) if own else None
    if tail:
        return tail, to
    if place == 0 or not may & _APPEAL:
        return None
    for earlier in range(place - 1, max(-1, place - 4), -1):
        start, end = clauses.bounds[earlier]
        strong = None
        for match in cues.APPEAL.finditer(text[start:end]):
            strong = match
        if strong:
            between = text[end : low + len(before)]
            if cues.BUT.search(between) or cues.BREAKS_APPEAL.search(between):
                return None
            if kind == "deficit" and not (
                cues.REMOVAL.search(before)
                or cues.REMOVAL.search(after)
                or cues.LESS_BEFORE.search(before[-6:])
            ):
                return None
            return strong, start
        if cues.BUT.match(text[start:end]):
            return None
    return None


def _changed(
    clauses: Clauses, place: int, at: int, to: int, kind: IndicatorClass
) -> re.Match[str] | None:
    text, may = clauses.text, clauses.may
    start, end = clauses.bounds[place]
    past = cues.PAST.search(text) if may & _PAST else None
    if past:
        now = cues.NOW.search(text, past.end())
        if now and not cues.STILL.search(text, now.start(), min(len(text), now.end() + 12)):
            near = (
                abs(clauses.index(clauses.start + now.start()) - place) <= 2
                and abs(clauses.index(clauses.start + past.start()) - place) <= 2
            )
            if near and (kind != "asset" or at < now.start()):
                return now
    than = (
        cues.THAN_BEFORE.search(
            text, to, clauses.bounds[min(place + 1, len(clauses.bounds) - 1)][1]
        )
        if may & _THAN and kind != "deficit"
        else None
    )
    if than:
        return than
    turned = cues.TURNED.search(text, start, end) if may & _TURNED else None
    if turned is None and may & _RETURNED and place + 1 < len(clauses.bounds) and kind != "deficit":
        turned = cues.RETURNED.search(text, *clauses.bounds[place + 1])
    if turned and kind == "deficit" and turned[0].startswith("不再"):
        return None
    if turned and kind == "deficit" and turned[0].startswith("越来越"):
        return None
    if (
        turned
        and kind == "deficit"
        and turned[0].startswith(_LATER)
        and not (cues.REMOVAL.search(text, start, end) or cues.GONE.search(text[to:end]))
    ):
        return None  # 后来就吵起来了: it came about
    return turned


_JOINED: Final = ("要", "得", "得先", "该", "应")
"""Cues that hold only before certain words, which may be the indicator itself: 要统一标准."""
_LATER: Final = ("之后", "以后", "以来", "后来")


def _plain(
    clauses: Clauses,
    place: int,
    before: str,
    low: int,
    after: str,
    to: int,
    kind: IndicatorClass,
    default: Polarity | None,
    made: Made,
) -> Decision:
    """Removal verbs, negators, complements, plain praise or blame; else the default."""
    may = clauses.may
    near = before[-(REACH + 4) :]
    shift = low + len(before) - len(near)
    negator = None
    if may & _NEGATOR:
        for match in cues.NEGATOR.finditer(near):
            if len(near) - match.end() <= REACH:
                negator = (match, shift)
    removal, removal_at = None, shift
    if may & _REMOVAL:
        removal = _last(cues.REMOVAL, near)
        if removal is None:
            removal, removal_at = cues.REMOVAL.search(after[:12]), to
    if removal and (
        kind == "deficit" or removal[0] in ("解决", "克服", "化解", "破解", "缓解", "打通")
    ):
        here = removal.start() + removal_at
        text = clauses.text
        around = text[max(clauses.bounds[place][0], here - 10) : here]
        stuck = cues.COMPLEMENT.match(text, here + len(removal[0]) - 1) or cues.STUCK.search(around)
        return made("lacking" if stuck else "present", "polarity.removal", removal, removal_at)
    if kind == "deficit":
        if negator is None:
            gone = cues.GONE.search(after) if may & _GONE else None
            away = _removed_next(clauses, place, before, after) if gone is None else None
            if away:
                return made("present", "polarity.removal", away)
            return (
                made("present", "polarity.negation", gone, to)
                if gone
                else made(_default(kind, default), "polarity.default")
            )
        match, offset = negator
        gap = near[match.end() :]
        if (
            cues.COGNITION.match(gap)
            or cues.SEEN_THROUGH.search(gap[:3])
            or cues.LINKED.search(gap)
        ):
            return made("lacking", "polarity.default")
        if cues.PROHIBITION.search(near[: match.end()]):
            return made("demanded", "polarity.prohibition", match, offset)
        if match[0] in (
            "难",
            "很难",
            "难以",
            "别",
            "缺",
            "缺乏",
            "缺少",
            "少有",
        ) or cues.COMPLEMENT.search(near[max(0, match.start() - 1) : match.end() + 2]):
            return made("lacking", "polarity.default")
        return made("present", "polarity.negation", match, offset)
    fine = cues.NOT_BAD.match(after) if may & _NOT_BAD and negator is None else None
    if fine:
        return made(_kept("present", default), "polarity.praise", fine, to)
    complement = _last(cues.COMPLEMENT, near) if may & _COMPLEMENT else None
    if complement and len(near) - complement.end() <= REACH:
        return made("lacking", "polarity.complement", complement, shift)
    if negator:
        return made("lacking", "polarity.negation", *negator)
    behind = after[:14]
    reported = cues.SAYS.search(behind) if may & _SAYS else None
    if reported:
        behind = behind[: reported.start()]  # what they say is said of others
    complement = cues.COMPLEMENT.search(behind) if may & _COMPLEMENT else None
    bad = cues.BAD.search(behind) if may & _BAD else None
    if bad and cues.BARE_PROBLEM.fullmatch(bad[0]) and cues.ABOUT.search(before):
        bad = cues.BAD.search(behind, bad.end())
    good = cues.GOOD.search(behind) if may & _GOOD else None
    trailing = cues.TRAILING.search(behind) if may & _TRAILING else None
    negative = [match for match in (complement, bad, trailing) if match is not None]
    first_bad = min(negative, key=lambda match: match.start()) if negative else None
    if first_bad and good and good.start() < first_bad.start() and not trailing:
        return made(_kept("present", default), "polarity.praise", good, to)
    if first_bad:
        reason = (
            "polarity.complement"
            if first_bad is complement
            else "polarity.negation"
            if first_bad is trailing
            else "polarity.blame"
        )
        return made("lacking", reason, first_bad, to)
    if good:
        return made(_kept("present", default), "polarity.praise", good, to)
    trouble = cues.TROUBLED.search(before) if may & _TROUBLED else None
    if trouble:
        return made("lacking", "polarity.blame", trouble, low)
    if may & _POSSIBLE and (cues.POSSIBLE.search(behind) or cues.POSSIBLE.search(near[-5:])):
        return made(_kept("present", default), "polarity.praise")
    if kind == "asset":
        return made(_default(kind, default), "polarity.default")
    affirmed = _last(cues.AFFIRM, before[-12:]) if may & _AFFIRM else None
    if affirmed:
        return made(
            _kept("present", default), "polarity.affirmed", affirmed, low + max(0, len(before) - 12)
        )
    affirmed = cues.AFFIRMED_AFTER.search(after) if may & _AFFIRMED else None
    if affirmed:
        return made(_kept("present", default), "polarity.affirmed", affirmed, to)
    member = (
        _listed(clauses, place, before, after) if may & _LISTING and kind == "concept" else None
    )
    if member:
        return made(_kept("present", default), "polarity.affirmed", member)
    comment = _comment(clauses, place, before, after) if default is None and may & _JUDGED else None
    if comment:
        return made(comment[0], comment[1], comment[2])
    return made(_default(kind, default), "polarity.default")


def _removed_next(clauses: Clauses, place: int, before: str, after: str) -> re.Match[str] | None:
    """那些壁垒，一下子就打破了: a trouble that stands alone in its clause, and is gone in the
    next.
    """
    if len(before) > 10 or not _TROUBLE_ALONE.match(after) or place + 1 >= len(clauses.bounds):
        return None
    start, end = clauses.bounds[place + 1]
    away = cues.REMOVED_NEXT.search(clauses.text, start, end)
    denied = away and (
        cues.NEGATIVE.search(clauses.text, start, away.start())
        or cues.COMPLEMENT.search(clauses.text, start, end)
        or "谁" in clauses.text[start:end]
    )
    return None if denied else away


_TROUBLE_ALONE: Final = re.compile(
    r"(?:这一?块|这个|这种)?(?:的?(?:现象|情况|事情|问题|东西))?(?:嘛|呢|啊|呀|吧|么)?$"
)
_LISTED: Final = re.compile(r"(?:等等?|这些|的)?(?:原则|要求|机制|制度)?$")


def _listed(clauses: Clauses, place: int, before: str, after: str) -> re.Match[str] | None:
    """明确了一数一源，谁产生谁负责: the verb before the comma reaches a member that fills its
    clause.
    """
    if place == 0 or before or not _LISTED.match(after):
        return None
    start, end = clauses.bounds[place - 1]
    if clauses.text[end : clauses.bounds[place][0]] != ",":
        return None
    verb = cues.LISTING.search(clauses.text, start, end)
    return verb if verb and not cues.NEGATIVE.search(clauses.text, start, verb.end()) else None


_TOPIC: Final = re.compile(
    r"(?:嘛|呢|啊|呀|吧|么|的话|这一?块|这个|这方面|方面|来说|来讲|东西|的)*$"
)
_INTRODUCED: Final = re.compile(
    r"(?:所谓的?|像|至于|说到|那|这个?|那个?|我们的?|他们的?|你说的?|第[一二三]个?|(?:我们|我|"
    r"他们)?(?:提|发|报|交|递|送|写|申请|要)[了过])?$"
)


def _comment(
    clauses: Clauses, place: int, before: str, after: str
) -> tuple[Polarity, str, re.Match[str]] | None:
    """培训嘛，一次都没搞过: a topic that stands alone in its clause is judged by the comment in the
    next.
    """
    if len(before) > 6 or not _TOPIC.match(after) or place + 1 >= len(clauses.bounds):
        return None
    if not after and not _INTRODUCED.match(before):
        return None
    start, end = clauses.bounds[place + 1]
    if place + 2 < len(clauses.bounds) and cues.ASIDE.fullmatch(clauses.text, start, end):
        start, end = clauses.bounds[place + 2]
    but = cues.BUT.match(clauses.text[start:end])
    if (but and but[0].strip() != "就是") or cues.REPORTED.search(clauses.text, start, end):
        return None
    doubt = cues.UNKNOWN.search(clauses.text, start, end) or cues.QUESTIONED.search(
        clauses.text, start, end
    )
    if doubt:
        return "unsure", "polarity.unknown", doubt
    wish = cues.WISHED_NEXT.match(clauses.text, start, end)
    if wish:
        return "demanded", "polarity.demand", wish
    fine = cues.NOT_BAD.match(clauses.text, start, end)
    if fine:
        return "present", "polarity.praise", fine
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
    weak = cues.NEGATIVE.search(
        following[: clauses.bounds[place + 1][1] - clauses.bounds[place + 1][0]]
    ) or cues.NEGATIVE.search(following)
    if not weak:
        return decision
    reported = cues.REPORTED.search(clauses.text, max(0, start - 16), end)
    if reported:
        return Decision(
            "unsure", "polarity.reported", base + reported.start(), base + reported.end()
        )
    conceded = cues.CONCESSION.search(clauses.text[start : end + 1])
    if conceded:
        offset = base + clauses.bounds[place + 1][0]
        return Decision(
            "lacking", "polarity.concession", offset + weak.start(), offset + weak.end()
        )
    return decision
