"""A machine coder with what people corrected of its polarities."""

from __future__ import annotations

from builders import transcript
from corrections import BOOK, DEMANDED, LACKING, NEUTRAL, corrections

from analysis.coders.polarity.learned import Layer, learn
from analysis.coders.polarity.ruling import REASON, overruled
from analysis.coders.rules import RuleCoder
from app.study.machines.corrected import Corrected

TALK = transcript("问：请讲。\n答：希望平台好用。我们没有系统。接口在三楼。")


def layer() -> Layer:
    taught = corrections(NEUTRAL, "neutral") + corrections(LACKING, "lacking")
    learned = learn(taught + corrections(DEMANDED, "neutral")).layer
    assert learned is not None
    return learned


def test_only_polarities_change_and_the_evidence_tells_what_the_rules_had_said() -> None:
    rules = RuleCoder(BOOK)
    coder = Corrected(rules, layer())
    assert coder.codebooks == (BOOK,)
    before, after = rules.code(TALK), coder.code(TALK)
    assert [coding.polarity for coding in before] == ["demanded", "lacking", "neutral"]
    assert [coding.polarity for coding in after] == ["neutral", "lacking", "neutral"]
    assert after[1:] == before[1:]
    was, now = before[0].evidence, after[0].evidence
    assert was is not None and now is not None
    assert now.reason == REASON
    assert now._replace(reason=was.reason, note="") == was
    assert after[0]._replace(polarity="demanded", evidence=was) == before[0]
    over = overruled(now)
    assert over is not None
    assert (over.reason, over.polarity) == ("polarity.demand", "demanded")
    assert over.probability >= 0.75
    assert coder.code_all([TALK, TALK]) == [after, after]


def test_codings_that_become_alike_are_one_and_that_of_the_rules_stays() -> None:
    both = transcript("问：请讲。\n答：希望平台好用，我们没有系统。")
    rules = RuleCoder(BOOK)
    assert [coding.polarity for coding in rules.code(both)] == ["demanded", "lacking"]
    alike = Layer(corrections(DEMANDED, "lacking") + corrections(LACKING, "lacking"))
    (coding,) = Corrected(rules, alike).code(both)
    assert coding == rules.code(both)[1]


def test_a_coding_without_evidence_is_left_alone() -> None:
    class Bare(RuleCoder):
        def code(self, made):  # type: ignore[no-untyped-def]
            return [coding._replace(evidence=None) for coding in super().code(made)]

    bare = Bare(BOOK)
    assert Corrected(bare, layer()).code(TALK) == bare.code(TALK)
