"""What people made of a machine's polarities in a study, and what the next pass says then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import studies
from corrections import BOOK, DEMANDED, LACKING, NEUTRAL, WORDS

from analysis.coders.polarity.ruling import REASON
from app.study.machines.corrections import corrections_of, overruled_by
from app.study.machines.passes import code_project
from app.study.projects import adopt
from corpus.project import CoderInfo, Filter, Project, create
from corpus.project import operations as op
from corpus.project.records import StoredCoding
from corpus.span import Span

TALKS = 4


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """Four interviews with twelve sentences each, coded by rule: four each that demand, lack and
    only mention, and one interview with two sentences more.
    """
    with create(tmp_path / "研究.fangtan", "研究") as project:
        adopt(project, BOOK, project.coder("李"))
        for number in range(TALKS):
            frames = (*NEUTRAL, *LACKING, *DEMANDED)
            told = [frame.format(WORDS[number]) for frame in frames]
            studies.take(project, "问：请讲。\n答：" + "".join(told), f"{number}.txt")
        studies.take(project, "问：请讲。\n答：希望平台快点来。我们没有接口。", "新.txt")
        code_project(project)
        yield project


def rules(project: Project) -> CoderInfo:
    return project.coder("rules", "machine")


def suggestions(project: Project) -> list[StoredCoding]:
    sources = {info.id: info.source for info in project.transcripts()}
    wanted = Filter(coders=(rules(project).id,), statuses=("suggested",))
    return [each for each in project.codings(wanted) if sources[each.transcript] != "新.txt"]


def decide_all(project: Project) -> None:
    """李 accepts every suggestion but those of the new interview; what demands only mentions."""
    person = project.coder("李")
    for each in suggestions(project):
        polarity = "neutral" if each.polarity == "demanded" else None
        project.apply(op.Decide(each.id, "accepted", polarity=polarity), coder=person)


def new_ones(project: Project) -> list[StoredCoding]:
    (entity,) = (info.id for info in project.transcripts() if info.source == "新.txt")
    return project.codings(Filter((entity,)))


def test_an_accepted_suggestion_confirms_and_a_changed_polarity_corrects(study: Project) -> None:
    person, machine = study.coder("李"), rules(study)
    kept, set_at_once, set_before, set_later, undone, rejected, *_ = suggestions(study)
    other = {"neutral": "present", "lacking": "present", "demanded": "neutral"}
    study.apply(op.Decide(kept.id, "accepted"), coder=person)
    study.apply(
        op.Decide(set_at_once.id, "accepted", polarity=other[set_at_once.polarity]), coder=person
    )
    study.apply(op.SetPolarity(set_before.id, other[set_before.polarity]), coder=person)
    study.apply(op.Decide(set_later.id, "accepted"), coder=person)
    study.apply(op.SetPolarity(set_later.id, other[set_later.polarity]), coder=person)
    study.apply(op.Decide(rejected.id, "rejected"), coder=person)
    study.apply(op.SetPolarity(undone.id, other[undone.polarity]), coder=person)
    study.undo(person)
    found = {
        (each.ruling.sentence, each.ruling.polarity): (each.polarity, each.corrects)
        for each in corrections_of(study, machine, (BOOK,))
    }
    assert found == {
        (kept.quote, kept.polarity): (kept.polarity, False),
        **{
            (each.quote, each.polarity): (other[each.polarity], True)
            for each in (set_at_once, set_before, set_later)
        },
    }


def test_what_was_given_another_code_or_laid_by_a_person_does_not_count(study: Project) -> None:
    person, machine = study.coder("李"), rules(study)
    recoded, later, moved, *_ = suggestions(study)
    codes = {code.key: code.id for code in study.codes()}
    study.apply(
        op.Decide(recoded.id, "accepted", code=codes["B"], polarity="lacking"), coder=person
    )
    study.apply(op.Decide(later.id, "accepted"), coder=person)
    study.apply(op.Recode(later.id, codes["C"]), coder=person)
    at = recoded.span
    study.apply(
        op.AddCoding(recoded.transcript, at, recoded.quote, codes["B"], "present"), coder=person
    )
    assert corrections_of(study, machine, (BOOK,)) == ()
    span = Span(moved.span.start, moved.span.end - 1)
    study.apply(op.ResizeCoding(moved.id, span, moved.quote[:-1]), coder=person)
    (resized,) = corrections_of(study, machine, (BOOK,))
    assert resized.ruling.sentence == moved.quote and not resized.corrects
    study.apply(op.MergeCodes(codes["A"], codes["C"]), coder=person)
    assert len(corrections_of(study, machine, (BOOK,))) == 2, "A is C now, so `later` is itself"


def test_the_interview_of_a_correction_is_its_transcript(study: Project) -> None:
    decide_all(study)
    made = corrections_of(study, rules(study), (BOOK,))
    assert len(made) == 48 and len({each.interview for each in made}) == TALKS


def test_the_next_pass_says_what_people_taught_and_leaves_theirs_alone(study: Project) -> None:
    assert [each.polarity for each in new_ones(study)] == ["demanded", "lacking"]
    decide_all(study)
    decided = study.codings(Filter(statuses=("accepted",)))
    outcome = code_project(study)
    assert outcome.learned is not None and outcome.learned.layer is not None
    assert (outcome.learned.count, outcome.learned.corrected) == (48, 16)
    assert outcome.coded == TALKS + 1 and outcome.changed.polarity_changed == 1
    assert outcome.overruled == overruled_by(study, rules(study), outcome.learned) == 1
    over, plain = new_ones(study)
    assert (over.polarity, plain.polarity) == ("neutral", "lacking")
    assert over.evidence is not None and over.evidence.reason == REASON
    assert over.evidence.note.startswith("polarity.demand demanded ")
    assert study.codings(Filter(statuses=("accepted",))) == decided
    again = code_project(study)
    assert (again.coded, again.overruled) == (0, 1), "nothing was taught since"
    studies.sound(study)


def test_a_learned_polarity_that_is_accepted_corrects_the_rules_and_one_set_back_confirms(
    study: Project,
) -> None:
    decide_all(study)
    code_project(study)
    person, (over, _) = study.coder("李"), new_ones(study)
    study.apply(op.Decide(over.id, "accepted"), coder=person)
    (made,) = (
        each
        for each in corrections_of(study, rules(study), (BOOK,))
        if each.ruling.sentence == over.quote
    )
    assert (made.ruling.polarity, made.ruling.reason) == ("demanded", "polarity.demand")
    assert made.corrects and made.polarity == "neutral"
    study.apply(op.SetPolarity(over.id, "demanded"), coder=person)
    assert sum(each.corrects for each in corrections_of(study, rules(study), (BOOK,))) == 16
    assert code_project(study).coded == TALKS + 1, "one decision more taught it anew"


def test_until_enough_is_decided_nothing_is_coded_again(study: Project) -> None:
    person = study.coder("李")
    for each in suggestions(study)[:20]:
        study.apply(op.SetPolarity(each.id, "present"), coder=person)
    outcome = code_project(study)
    assert outcome.coded == 0 and outcome.overruled == 0
    assert outcome.learned is not None and outcome.learned.silence == "few"


def test_each_coder_is_taught_by_what_was_made_of_its_own_suggestions(study: Project) -> None:
    decide_all(study)
    outcome = code_project(study, by="similar")
    assert outcome.learned is not None
    assert (outcome.learned.count, outcome.learned.silence) == (0, "few")
