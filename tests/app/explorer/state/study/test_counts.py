"""What only counts: columns of all codings against the questions asked of the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import take

from analysis.units import UNITS, UnitKind
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.counts import Counts
from app.explorer.state.study.desk import Desk
from corpus.coding import POLARITIES
from corpus.project import Filter, create


@pytest.fixture(scope="module")
def counts(small: Desk) -> Counts:
    made = Counts(small.project)
    made.read_ahead(small.facts())
    return made


MINUTES = "答：没有统一标准。\n答：接口打不通。"
WANTED = [
    Filter(),
    Filter(statuses=()),
    Filter(statuses=("rejected",)),
    Filter(polarities=("lacking", "present")),
    Filter(polarities=("demanded",), statuses=("suggested",)),
    Filter(transcripts=("none",)),
    Filter(codes=("none",)),
]


@pytest.mark.parametrize("wanted", WANTED)
def test_counts_are_those_of_the_database(small: Desk, counts: Counts, wanted: Filter) -> None:
    facts = small.facts()
    assert counts.count(facts, wanted) == small.project.count(wanted)[()]
    tally = counts.tally(facts, wanted)
    by_code = small.project.count(wanted, "code", "polarity")
    sources = small.project.count(wanted, "code", "transcript")
    for code in facts.all_codes:
        polarities, transcripts = tally.of([code])
        assert polarities == tuple(by_code.get((code, name), 0) for name in POLARITIES)
        assert transcripts == sum(key[0] == code for key in sources)


def test_filters_by_place_and_person(small: Desk, counts: Counts) -> None:
    facts = small.facts()
    for entity in facts.infos:
        for code in facts.all_codes:
            wanted = Filter(transcripts=(entity,), codes=(code,))
            assert counts.count(facts, wanted) == small.project.count(wanted)[()]
    for coder in facts.coders:
        wanted = Filter(coders=(coder,), statuses=())
        assert counts.count(facts, wanted) == small.project.count(wanted)[()]


@pytest.mark.parametrize("unit", UNITS)
def test_units_are_those_of_the_study(small: Desk, counts: Counts, unit: UnitKind) -> None:
    """Cut out of the columns, or counted from transcripts and codings made into objects."""
    facts, entities = small.facts(), list(small.facts().infos)
    for choice in (Choice(), Choice(statuses=("accepted",)), Choice(polarities=("lacking",))):
        ours = counts.incidence(facts, entities, unit, choice)
        theirs = small.study(choice, unit).incidence()
        assert ours.codes == theirs.codes and ours.sources == theirs.sources
        assert (ours.matrix != theirs.matrix).nnz == 0
        assert ours.interview.tolist() == theirs.interview.tolist()


def test_interviews_in_which_nobody_asks_are_counted_as_in_a_study(tmp_path: Path) -> None:
    with create(tmp_path / "研究.fangtan", "研究") as project:
        take(project, MINUTES, "会议/三.txt")
        take(project, "答：只有一句。", "会议/四.txt")
        desk, chosen = Desk(project), Choice()
        assert desk.without_questions(chosen) == desk.study(chosen).without_questions == 1
        take(project, MINUTES + "\n答：还有。", "会议/五.txt")
        assert desk.without_questions(chosen) == desk.study(chosen).without_questions == 2
        take(project, f"问：怎么办？\n{MINUTES}", "会议/三.txt")
        assert desk.without_questions(chosen) == desk.study(chosen).without_questions == 1


def test_some_interviews_are_a_part_of_the_whole(small: Desk, counts: Counts) -> None:
    facts, entities = small.facts(), list(small.facts().infos)
    whole = counts.incidence(facts, entities, "turn", Choice())
    for number, entity in enumerate(entities):
        part = counts.incidence(facts, [entity], "turn", Choice())
        rows = whole.interview == number
        assert (whole.matrix[rows] != part.matrix).nnz == 0
        assert list(part.sources) == [facts.infos[entity].source]
    assert counts.incidence(facts, [], "turn", Choice()).matrix.shape[0] == 0
    assert counts.incidence(facts, entities, "turn", Choice(), book="none").matrix.shape[1] == 0
