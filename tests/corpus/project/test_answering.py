"""A yes or no to a code that was put up: what it does to suggestions that stand there, and that
undo takes all of it back.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from studies import begin, code_id, suggest, transcript_id

from corpus.coding import Coding, Evidence
from corpus.project import Filter, Project
from corpus.project import operations as op
from corpus.project.records import StoredCoding
from corpus.span import Span

QUOTE = "接口也打不通"


def _answer(project: Project, yes: bool) -> op.AnswerSuggestion:
    text = project.transcript(transcript_id(project)).text
    start = text.index(QUOTE)
    span = Span(start, start + len(QUOTE))
    seen = Evidence("looked.random", QUOTE, span, "", None, "polarity.taught", "h", 0.7)
    return op.AnswerSuggestion(
        transcript_id(project),
        span,
        QUOTE,
        code_id(project, "P2"),
        project.coder("learned", "machine").id,
        yes,
        "lacking",
        seen,
    )


def _all(project: Project) -> list[StoredCoding]:
    return project.codings(Filter(statuses=()))


def test_a_yes_lays_the_coding_of_the_machine_with_its_evidence(project: Project) -> None:
    (li,) = begin(project, "李")
    asked = _answer(project, True)
    project.apply(asked, coder=li)
    (made,) = _all(project)
    assert (made.status, made.decider, made.polarity) == ("accepted", li.id, "lacking")
    assert made.evidence is not None and asked.evidence is not None
    assert made.evidence._replace(hash="h") == asked.evidence and made.quote == QUOTE


@pytest.mark.parametrize("yes", [True, False])
def test_open_suggestions_of_other_machines_are_decided_with_it_and_opened_by_undo(
    project: Project, yes: bool
) -> None:
    (li,) = begin(project, "李")
    suggest(project, (QUOTE, "P2", "lacking"))
    before = _all(project)
    project.apply(_answer(project, yes), coder=li)
    told = {coding.status for coding in _all(project)}
    assert told == {"accepted" if yes else "rejected"} and len(_all(project)) == 2
    project.undo(li)
    assert _all(project) == before


@pytest.mark.parametrize(("yes", "polarity"), [(True, "lacking"), (False, "unsure")])
def test_its_own_open_suggestion_takes_polarity_and_evidence_of_the_answer(
    project: Project, yes: bool, polarity: str
) -> None:
    (li,) = begin(project, "李")
    asked = _answer(project, yes)
    suggested = Coding(asked.span, QUOTE, "P2", "book", "unsure", "learned", 1)
    learned = project.coder("learned", "machine")
    project.suggest(transcript_id(project), learned, [suggested], "key")
    before = _all(project)
    project.apply(asked, coder=li)
    (answered,) = _all(project)
    assert (answered.id, answered.polarity) == (before[0].id, polarity)
    assert answered.evidence is not None and answered.evidence.rule == "looked.random"
    project.undo(li)
    assert _all(project) == before


def test_what_another_has_decided_stays(project: Project) -> None:
    li, wang = begin(project, "李", "王")
    suggest(project, (QUOTE, "P2", "lacking"))
    (rule,) = _all(project)
    project.apply(op.Decide(rule.id, "accepted"), coder=wang)
    project.apply(_answer(project, False), coder=li)
    told = {coding.coder: (coding.status, coding.decider) for coding in _all(project)}
    assert told[rule.coder] == ("accepted", wang.id)
    assert ("rejected", li.id) in told.values()


def test_a_pass_of_the_machine_leaves_the_answer_and_says_it_no_more(project: Project) -> None:
    (li,) = begin(project, "李")
    asked = _answer(project, False)
    project.apply(asked, coder=li)
    again = Coding(asked.span, QUOTE, "P2", "book", "lacking", "learned", 1)
    learned = project.coder("learned", "machine")
    changed = project.suggest(transcript_id(project), learned, [again], "key")
    assert (changed.added, changed.decided) == (0, 1)
    assert [coding.status for coding in _all(project)] == ["rejected"]


def test_a_stretch_with_other_words_is_refused(project: Project) -> None:
    (li,) = begin(project, "李")
    with pytest.raises(op.Refused) as refusal:
        project.apply(replace(_answer(project, True), quote="别的话"), coder=li)
    assert refusal.value.key == "project.quote_differs" and _all(project) == []
