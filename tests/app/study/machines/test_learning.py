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
