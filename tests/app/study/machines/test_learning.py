"""What a study teaches: a yes and a no of the queue alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import TEXT, take

from app.study.machines.looking import learner_of, lookout
from app.study.projects import adopt
from codebooks.loading import load
from corpus.project import create


@pytest.mark.parametrize("yes", [True, False])
def test_an_answer_is_learned_from_and_not_asked_for_again(tmp_path: Path, yes: bool) -> None:
    with create(tmp_path / "study.fangtan") as project:
        li = project.coder("李")
        adopt(project, load("problem_cause_countermeasure"), li)
        take(project, TEXT)
        first = lookout(project).batch(2).waiting[0]
        project.apply(first.answer(learner_of(project), yes), coder=li)
        again = lookout(project)
        (told,) = again.told()
        assert told.key == (first.coding.codebook, first.coding.code)
        assert (told.worth.yes, told.worth.no) == (int(yes), int(not yes))
        every = again.batch(50, [told.key]).waiting
        assert every and first.place not in {waiting.place for waiting in every}


def test_what_is_like_a_sentence_with_a_mark_of_transcription_can_be_answered(
    tmp_path: Path,
) -> None:
    text = (
        "访谈编号：L-1\n\n问：难在哪？\n答：各部门的数据标准（笑）一直不统一。"
        "各部门的数据标准到现在也不统一。去年冬天食堂换了新的厨师。\n"
    )
    with create(tmp_path / "study.fangtan") as project:
        li = project.coder("李")
        adopt(project, load("problem_cause_countermeasure"), li)
        take(project, text)
        waiting = lookout(project).batch(50).waiting
        marked = next(each for each in waiting if "（笑）" in each.coding.quote)
        project.apply(marked.answer(learner_of(project), True), coder=li)
        key = marked.coding.codebook, marked.coding.code
        following = lookout(project).batch(50, [key]).waiting
        likes = [each.coding.evidence.like for each in following if each.coding.evidence]
        assert any("一直不统一" in quote for like in likes for quote in like)
        for each in following:
            project.apply(each.answer(learner_of(project), False), coder=li)
