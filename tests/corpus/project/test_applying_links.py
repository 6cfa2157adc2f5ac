"""Links between codings: who may draw them, and what becomes of them when codings go, become one,
are cut, move with their text or come home from a copy.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from studies import TEXT, code_id, coding, lay, sound, suggest, take, transcript_id

from corpus.coding import Step
from corpus.project import CoderInfo, Filter, Project, Refused, open_project
from corpus.project import operations as op
from corpus.project.checking import state_of
from corpus.project.merging import merge, split

Begun = tuple[Project, CoderInfo, CoderInfo]


def join(
    project: Project,
    coder: CoderInfo,
    first: str,
    second: str,
    step: Step = "problem-countermeasure",
) -> str:
    done = op.LinkCodings(first, second, step)
    project.apply(done, coder=coder)
    return done.id


def ends(project: Project) -> set[tuple[str, str]]:
    return {(link.first, link.second) for link in project.links()}


@pytest.fixture
def pair(begun: Begun) -> tuple[Project, CoderInfo, CoderInfo, str, str]:
    """Two codings of 李, not joined."""
    study, li, wang = begun
    problem = lay(study, li, "接口也打不通", "P2")
    return study, li, wang, problem, lay(study, li, "建议统一标准", "C1", "demanded")


Pair = tuple[Project, CoderInfo, CoderInfo, str, str]


def test_a_link_is_told_with_its_step_and_coder_of_its_transcript_alone(pair: Pair) -> None:
    study, li, _, problem, measure = pair
    entity = join(study, li, problem, measure)
    (link,) = study.links()
    assert (link.id, link.first, link.second) == (entity, problem, measure)
    assert (link.step, link.coder) == ("problem-countermeasure", li.id)
    assert study.links(transcript_id(study)) == [link]
    assert study.links(transcript_id(study, "访谈/二.txt")) == []


def test_others_codings_can_be_joined_and_only_ones_own_link_taken_away(pair: Pair) -> None:
    study, li, wang, problem, measure = pair
    entity = join(study, wang, problem, measure)
    assert [coding(study, one).coder for one in (problem, measure)] == [li.id, li.id]
    with pytest.raises(Refused) as refused:
        study.apply(op.UnlinkCodings(entity), coder=li)
    assert refused.value.key == "project.not_yours"
    study.apply(op.UnlinkCodings(entity), coder=wang)
    assert study.links() == []


def test_two_coders_may_join_the_same_two(pair: Pair) -> None:
    study, li, wang, problem, measure = pair
    join(study, li, problem, measure)
    join(study, wang, problem, measure)
    assert len(study.links()) == 2 and len(ends(study)) == 1


def test_a_suggestion_that_was_joined_is_accepted_and_no_pass_takes_it_away(begun: Begun) -> None:
    study, li, _ = begun
    suggest(study, ("接口也打不通", "P2", "lacking"), ("没有统一标准", "P1", "lacking"))
    first, second = (one.id for one in study.codings(Filter(statuses=("suggested",))))
    join(study, li, first, second, "problem-cause")
    assert {(coding(study, one).status, coding(study, one).decider) for one in (first, second)} == {
        ("accepted", li.id)
    }
    suggest(study, key="another pass")
    assert ends(study) == {(first, second)}
    sound(study)


def test_a_link_goes_with_a_suggestion_that_was_opened_again(begun: Begun) -> None:
    study, li, _ = begun
    suggest(study, ("接口也打不通", "P2", "lacking"))
    (suggested,) = study.codings(Filter(statuses=("suggested",)))
    join(study, li, suggested.id, lay(study, li, "建议统一标准", "C1"))
    study.apply(op.Decide(suggested.id, "suggested"), coder=li)
    suggest(study, key="another pass")
    assert study.links() == []
    sound(study)


@pytest.mark.parametrize("which", [0, 1])
def test_a_link_goes_with_either_coding_and_comes_back_by_undo(pair: Pair, which: int) -> None:
    study, li, wang, *codings = pair
    join(study, wang, codings[0], codings[1])
    before = state_of(study)
    study.apply(op.RemoveCoding(codings[which]), coder=li)
    assert study.links() == []
    study.undo(li)
    assert state_of(study) == before
    sound(study)


def test_a_coding_is_not_undone_from_under_a_link(pair: Pair) -> None:
    study, li, wang, problem, measure = pair
    entity = join(study, wang, problem, measure)
    with pytest.raises(Refused) as refused:
        study.undo(li)
    assert refused.value.key == "project.undo_moved_on"
    study.apply(op.UnlinkCodings(entity), coder=wang)
    study.undo(li)
    with pytest.raises(Refused):
        study.undo(wang)  # the link rests on nothing now
    sound(study)


def test_links_of_merged_codings_are_those_of_the_one_that_stays(pair: Pair) -> None:
    study, li, wang, problem, measure = pair
    other = lay(study, li, "没有统一标准", "P2")
    between = join(study, li, other, problem, "problem-cause")
    doubled = join(study, li, other, measure)
    kept = join(study, li, problem, measure)
    handed = join(study, wang, other, measure)
    study.apply(op.MergeCodings((problem, other)), coder=li)
    links = {link.id: (link.first, link.second) for link in study.links()}
    assert links == {kept: (problem, measure), handed: (problem, measure)}
    assert not {between, doubled} & set(links)
    study.undo(li)
    assert {between, doubled, kept, handed} == {link.id for link in study.links()}
    sound(study)


def test_links_of_a_coding_whose_code_was_merged_are_those_of_its_twin(pair: Pair) -> None:
    study, li, _, problem, measure = pair
    twin = lay(study, li, "接口也打不通", "P1")
    join(study, li, problem, measure)
    study.apply(op.MergeCodes(code_id(study, "P2"), code_id(study, "P1")), coder=li)
    assert ends(study) == {(twin, measure)}
    sound(study)


def test_the_first_half_of_a_split_coding_keeps_the_link(pair: Pair) -> None:
    study, li, _, problem, measure = pair
    join(study, li, problem, measure)
    study.apply(op.SplitCoding(problem, coding(study, problem).span.start + 2), coder=li)
    assert ends(study) == {(problem, measure)}
    sound(study)


def test_a_link_outlives_a_revision_even_where_its_words_are_gone(pair: Pair) -> None:
    study, li, _, problem, measure = pair
    join(study, li, problem, measure)
    take(study, TEXT.replace("接口也打不通", "系统连不上"))
    assert not coding(study, problem).placed and coding(study, measure).placed
    assert ends(study) == {(problem, measure)}
    with pytest.raises(Refused) as refused:
        join(study, li, measure, problem)
    assert refused.value.key == "project.to_place"
    take(study, TEXT)
    assert coding(study, problem).placed
    sound(study)


# Copies


def test_a_copy_for_a_second_coder_has_no_links_and_brings_its_own(
    pair: Pair, tmp_path: Path
) -> None:
    study, li, *rest = pair
    problem, measure = rest[1:]
    mine = join(study, li, problem, measure)
    with split(study, tmp_path / "张.fangtan", "张") as copy:
        assert copy.links() == []
        zhang = next(one for one in copy.coders() if one.name == "张")
        theirs = join(
            copy,
            zhang,
            lay(copy, zhang, "没有统一标准"),
            lay(copy, zhang, "建议统一标准", "C1"),
        )
        merged = merge(study, copy, backup=False)
    assert merged.conflicts == 0
    assert {link.id: link.coder for link in study.links()} == {mine: li.id, theirs: zhang.id}
    sound(study)


def test_the_same_link_drawn_on_both_sides_is_one(pair: Pair, tmp_path: Path) -> None:
    study, li, _, problem, measure = pair
    assert study.path is not None
    study.store.close()
    path = shutil.copy(study.path, tmp_path / "副本.fangtan")
    with open_project(study.path) as home, open_project(path) as copy:
        mine = join(home, li, problem, measure)
        join(copy, li, problem, measure)
        assert merge(home, copy, backup=False).conflicts == 0
        assert [link.id for link in home.links()] == [mine]
        sound(home)


def test_a_link_whose_coding_went_meanwhile_is_listed(pair: Pair, tmp_path: Path) -> None:
    study, li, wang, problem, measure = pair
    assert study.path is not None
    study.store.close()
    path = shutil.copy(study.path, tmp_path / "副本.fangtan")
    with open_project(study.path) as home, open_project(path) as copy:
        home.apply(op.RemoveCoding(problem), coder=li)
        entity = join(copy, wang, problem, measure)
        merge(home, copy, backup=False)
        assert home.links() == []
        (conflict,) = home.conflicts()
        assert (conflict.table, conflict.entity) == ("links", entity)
        with pytest.raises(Refused):
            home.apply(op.SettleConflict(conflict.id, "theirs"), coder=li)
        sound(home)


def test_a_coding_taken_away_in_a_copy_stays_while_a_link_rests_on_it(
    pair: Pair, tmp_path: Path
) -> None:
    study, li, wang, problem, measure = pair
    assert study.path is not None
    study.store.close()
    path = shutil.copy(study.path, tmp_path / "副本.fangtan")
    with open_project(study.path) as home, open_project(path) as copy:
        join(home, wang, problem, measure)
        copy.apply(op.RemoveCoding(problem), coder=li)
        merge(home, copy, backup=False)
        assert ends(home) == {(problem, measure)}
        assert [one.entity for one in home.conflicts()] == [problem]
        sound(home)
