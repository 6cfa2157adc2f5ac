"""From the browser's operations to the study: each once, in order, refused with a sentence, and
nothing for a reviewer but reviews.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from studies_of_pages import copy

from analysis.coders.polarity.ruling import REASON, Overruled
from analysis.coders.rules import coder_for
from app.explorer.state.coding import browser_operations as asked
from app.explorer.state.coding.page import DIGITS, Answers, apply_outbox, default_digits, page
from app.explorer.state.study.desk import Desk
from app.study.projects import rules_of
from corpus.catalogue import Language
from corpus.project import CoderInfo, Filter, Project, open_project
from corpus.project.checking import check

CLIENT = "0" * 32


@pytest.fixture
def study(sample: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(copy(sample, tmp_path / "copy.fangtan")) as project:
        yield project


def state(project: Project) -> list[Any]:
    return sorted(
        (one.id, one.span.start, one.span.end, one.code, one.polarity, one.status)
        for one in project.codings(Filter(statuses=(), placed=None))
    )


def one_of_each(project: Project) -> tuple[list[asked.Asked | asked.Malformed], str]:
    info = project.transcripts()[3]
    machine = [
        one for one in project.codings(Filter(transcripts=(info.id,))) if one.status == "suggested"
    ]
    text = project.transcript(info.id).text
    start = machine[0].span.start
    made = uuid.uuid4().hex
    head: Any = {"transcript": info.id, "revision": info.revision}
    codes = [code.id for code in project.codes()]
    more, memo, other, review = (uuid.uuid4().hex for _ in range(4))

    def stretch(length: int) -> Any:
        return {"start": start, "end": start + length, "quote": text[start : start + length]}

    operations: list[asked.Asked | asked.Malformed] = [
        asked.Add(seq=1, **head, uuid=made, **stretch(6), code=codes[1], polarity="lacking"),
        asked.SetPolarity(seq=2, **head, coding=made, polarity="present"),
        asked.Recode(seq=3, **head, coding=made, code=codes[2]),
        asked.Resize(seq=4, **head, coding=made, **stretch(8)),
        asked.Split(seq=5, **head, coding=made, at=start + 3, uuid=more),
        asked.Decide(seq=6, **head, coding=machine[0].id, status="accepted"),
        asked.Memo(seq=7, **head, target="coding", coding=made, text="想法", uuid=memo),
        asked.Memo(seq=8, **head, target="span", **stretch(4), text="这一段", uuid=other),
        asked.Review(seq=9, **head, coding=made, verdict="dispute", text="不同意", uuid=review),
        asked.Undo(seq=10, **head),
        asked.Redo(seq=11, **head),
        asked.Remove(seq=12, **head, coding=more),
        asked.EditMemo(seq=13, **head, memo=memo, text="改过的想法"),
        asked.EditMemo(seq=14, **head, memo=other, text=""),
        asked.Undo(seq=15, **head),
    ]
    return operations, made


def test_every_operation_once_whatever_is_sent_again(study: Project) -> None:
    coder = study.coder("王")
    operations, made = one_of_each(study)
    answers = Answers()
    assert apply_outbox(study, coder, "coder", CLIENT, operations, answers, "zh")
    assert answers.refused == [] and answers.ack == {CLIENT: 15}
    after, revision = state(study), study.revision
    assert not apply_outbox(study, coder, "coder", CLIENT, operations, answers, "zh")
    assert (state(study), study.revision) == (after, revision)
    assert not answers.refused
    again = Answers()
    apply_outbox(study, coder, "coder", CLIENT, operations, again, "zh")
    assert (state(study), study.revision, again.refused, again.ack) == (
        after,
        revision,
        [],
        {CLIENT: 15},
    )
    kept = study.coding(made)
    assert kept is not None and kept.polarity == "present" and len(kept.span) == 3
    assert sorted(memo.text for memo in study.memos()) == ["改过的想法", "这一段"]
    assert check(study).sound


def test_a_memo_of_another_person_stays(study: Project) -> None:
    one, other = study.coder("王"), study.coder("李")
    operations, _ = one_of_each(study)
    apply_outbox(study, one, "coder", CLIENT, operations[:8], Answers(), "zh")
    entity, before, answers = study.transcripts()[3].id, study.memos(), Answers()
    wanted = [
        asked.EditMemo(seq=seq, transcript=entity, revision=1, memo=memo.id, text=text)
        for seq, (memo, text) in enumerate(((before[0], "别人的话"), (before[1], "")), 1)
    ] + [
        asked.EditMemo(seq=3, transcript=entity, revision=1, memo="f" * 32, text="没有这一条"),
        asked.EditMemo(seq=4, transcript=entity, revision=1, memo="f" * 32, text=""),
    ]
    assert not apply_outbox(study, other, "coder", "1" * 32, wanted, answers, "zh")
    assert study.memos() == before and [refusal.seq for refusal in answers.refused] == [1, 2, 3, 4]
    shown = page(
        Desk(study),
        Desk(study).facts(),
        entity,
        coder=other,
        role="coder",
        answers=Answers(),
        digits={},
        focus=None,
        lang="zh",
    )
    assert len(shown.notes) == 2 and not any(note.mine for note in shown.notes)


def test_a_reviewer_changes_nothing_but_reviews(study: Project) -> None:
    coder = study.coder("王")
    operations, _ = one_of_each(study)
    target = study.codings(Filter(), limit=1)[0]
    operations[8] = asked.Review(
        seq=9, coding=target.id, verdict="dispute", text="不同意", uuid=uuid.uuid4().hex
    )
    before, answers = state(study), Answers()
    assert apply_outbox(study, coder, "reviewer", CLIENT, operations, answers, "zh")
    assert state(study) == before and study.memos() == []
    assert [review.text for review in study.reviews("coding", target.id)] == ["不同意"]
    assert len(answers.refused) == len(operations) - 1 and answers.ack == {CLIENT: 15}
    assert len({refusal.message for refusal in answers.refused}) == 1


def test_what_cannot_be_done_is_acknowledged_with_the_reason_and_the_rest_goes_on(
    study: Project,
) -> None:
    coder, answers = study.coder("王"), Answers()
    operations, made = one_of_each(study)
    first = operations[0]
    assert isinstance(first, asked.Add)
    wrong: list[asked.Asked | asked.Malformed] = [
        first.model_copy(update={"uuid": uuid.uuid4().hex, "quote": "不是这些字"}),
        asked.Remove(seq=2, coding="none"),
        asked.Malformed(3, "x"),
        asked.Undo(seq=4),
        first.model_copy(update={"seq": 5}),
    ]
    assert apply_outbox(study, coder, "coder", CLIENT, wrong, answers, "zh")
    assert [refusal.seq for refusal in answers.refused] == [1, 2, 3, 4] and answers.ack == {
        CLIENT: 5
    }
    assert all(len(refusal.message) > 4 for refusal in answers.refused)
    assert study.coding(made) is not None


def test_refusals_do_not_grow_for_ever(study: Project) -> None:
    coder, answers = study.coder("王"), Answers()
    apply_outbox(
        study,
        coder,
        "coder",
        CLIENT,
        [asked.Remove(seq=seq, coding="none") for seq in range(1, 300)],
        answers,
        "zh",
    )
    assert len(answers.refused) == 50 and answers.refused[-1].seq == 299


def test_the_page_tells_what_the_study_holds(study: Project) -> None:
    desk = Desk(study)
    facts = desk.facts()
    entity = next(iter(facts.infos))
    coder: CoderInfo = study.coder("王")
    facts = desk.facts()
    shown = page(
        desk,
        facts,
        entity,
        coder=coder,
        role="coder",
        answers=Answers({CLIENT: 7}),
        digits={},
        focus=None,
        lang="zh",
        boot="b",
    )
    assert (shown.boot, shown.study, shown.ack) == ("b", study.id, {CLIENT: 7})
    assert sorted(one.id for one in shown.codings) == sorted(
        one.id for one in study.codings(Filter(transcripts=(entity,), statuses=()))
    )
    assert (
        "".join(str(turn["text"]) for turn in shown.turns).replace("\n", "")
        in study.transcript(entity).text.replace("\n", "")
        or len(shown.turns) == facts.infos[entity].turns
    )
    human = [entity_ for entity_, one in facts.coders.items() if one.name == "合成编码者甲"]
    only = page(
        desk,
        facts,
        entity,
        coder=coder,
        role="coder",
        answers=Answers(),
        digits={},
        focus=None,
        lang="zh",
        coders=human,
        books=["collaborative_governance"],
    )
    assert {one.coder for one in only.codings} == {"合成编码者甲"}
    families = {facts.all_codes[one.code].family for one in only.codings}
    assert families == {"collaborative_governance"}


def test_digits_go_to_the_codes_used_most(study: Project) -> None:
    facts = Desk(study).facts()
    used = {code: number for (code,), number in study.count(Filter(), "code").items()}
    digits = default_digits(facts, used)
    assert list(digits) == list(DIGITS) and len(set(digits.values())) == 9
    parents = {code.parent for code in facts.codes}
    counts = [used[code] for code in digits.values()]
    assert counts == sorted(counts, reverse=True) and counts[0] == max(
        number for code, number in used.items() if code not in parents
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "由更正学得 规则说“缺失”（否定）；学得的把握 0.81"),
        ("en", "learned from corrections the rules said “lacking” (negation); probability"),
    ],
)
def test_a_learned_polarity_is_shown_with_what_the_rules_had_said(
    study: Project, lang: Language, words: str
) -> None:
    info = study.transcripts()[0]
    text = study.transcript(info.id)
    note = Overruled("polarity.negation", "lacking", 0.81).note
    codings = [
        coding._replace(evidence=coding.evidence._replace(reason=REASON, note=note))
        for coding in coder_for(*rules_of(study)).code(text)
        if coding.evidence
    ]
    study.suggest(info.id, study.coder("rules", "machine"), codings, "learned")
    desk = Desk(study)
    shown = page(
        desk,
        desk.facts(),
        info.id,
        coder=None,
        role="coder",
        answers=Answers(),
        digits={},
        focus=None,
        lang=lang,
    )
    reasons = [coding.evidence.reason for coding in shown.codings if coding.evidence]
    assert any(reason.startswith(words) for reason in reasons)
