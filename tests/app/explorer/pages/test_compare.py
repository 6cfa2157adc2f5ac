"""What the page of two coders draws, on the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.disagreement import lanes
from app.explorer.state.study.desk import Desk
from corpus.project import open_project


@pytest.fixture(scope="module")
def desk(sample: Path) -> Iterator[Desk]:
    with open_project(sample) as project:
        yield Desk(project)


def test_lanes_hold_every_sentence_of_interviewees(desk: Desk) -> None:
    facts = desk.facts()
    entity = next(iter(facts.infos))
    transcript, stored = desk.interview(entity)
    people = [coder for coder, one in facts.coders.items() if one.name.startswith("合成编码者")]
    made = lanes(transcript, [[one for one in stored if one.coder == coder] for coder in people])
    assert [lane.span for lane in made] == [
        sentence
        for turn, own in zip(transcript.turns, transcript.sentences, strict=True)
        if turn.role != "interviewer"
        for sentence in own
    ]
    shown = {one.id for lane in made for own in lane.codings for one in own}
    assert shown == {
        one.id
        for one in stored
        if one.coder in people and transcript.turns[one.turn].role != "interviewer"
    }
    assert any(lane.agreed for lane in made) and not all(lane.agreed for lane in made)
