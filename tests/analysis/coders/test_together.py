"""Rules and likeness in one order."""

from __future__ import annotations

from builders import codebook, transcript

from analysis.coders.rules import RuleCoder
from analysis.coders.similar import SimilarCoder, score_of
from analysis.coders.together import FOUND, together

BOOK = codebook("""
- id: A
  name: 平台
  definition: 大家一起用的系统
  indicators: [平台]
- id: B
  name: 培训
  definition: 教会大家怎么用系统
  examples: [{text: 来人教我们用系统}]
""")


def test_what_the_rules_find_stands_first_and_grows_with_likeness() -> None:
    text = transcript("答：平台建好了，就缺人教我们用系统。来人教我们用系统吧。")
    alike = SimilarCoder(BOOK).suggest(text, 5)
    found = RuleCoder(BOOK).code(text)
    one, two = together(alike, found)
    assert [(coding.code, coding.coder) for coding in one.codings] == [
        ("A", "rules"),
        ("B", "similar"),
    ]
    likeness = {coding.code: score_of(coding) for coding in alike[0].codings}
    assert score_of(one.codings[0]) == round(FOUND + FOUND * likeness["A"], 3)
    assert score_of(one.codings[1]) == round(FOUND * likeness["B"], 3) < FOUND
    assert [coding.coder for coding in two.codings] == ["similar"] * len(two.codings)
    assert one.codings[1].evidence is not None
    assert one.codings[1].evidence.like == ("来人教我们用系统",)


def test_only_the_best_are_told_and_what_lies_elsewhere_is_left_out() -> None:
    text = transcript("答：平台建好了，就缺人教我们用系统。平台来人教我们用系统吧。")
    alike = SimilarCoder(BOOK).suggest(text, 5)
    found = RuleCoder(BOOK).code(text)
    assert [len(each.codings) for each in together(alike, found, 1)] == [1, 1]
    assert len(together(alike[1:], found)) == 1
    coders = {c.coder for c in together(alike[1:], found[:1])[0].codings}
    assert coders == {"similar"}
