"""Search of a study: words where they stand, codes combined, queries that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.explorer.state.search import Condition, Query, search
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from corpus.problem import FangtanError
from corpus.project import Filter, open_project


@pytest.fixture(scope="module")
def desk(sample: Path) -> Iterator[Desk]:
    with open_project(sample) as project:
        yield Desk(project)


def test_words_are_found_where_they_stand_and_in_any_form(desk: Desk) -> None:
    facts = desk.facts()
    hits, total = search(desk, facts, Query("数据"))
    by_hand = 0
    for entity in facts.infos:
        transcript = desk.interview(entity)[0]
        by_hand += sum(
            turn.span.of(transcript.shadow).count("数据")
            for turn in transcript.turns
            if turn.role != "interviewer"
        )
    assert total == len(hits) == by_hand > 50
    for hit in hits:
        text = desk.interview(hit.transcript)[0].text
        assert (
            hit.match == hit.span.of(text)
            and hit.sentence.start <= hit.span.start < hit.span.end <= hit.sentence.end
        )
        assert text[: hit.span.start].replace("\n", " ").endswith(hit.left) and text[
            hit.span.end :
        ].replace("\n", " ").startswith(hit.right)
    assert search(desk, facts, Query("數據"))[1] == total
    assert search(desk, facts, Query("数据", interviewer=True))[1] >= total
    assert search(desk, facts, Query("數據", pattern=True))[1] == total
    assert (
        search(desk, facts, Query("[A-Z]{3}", pattern=True))[1]
        == search(desk, facts, Query("[a-z]{3}", pattern=True))[1]
        > 0
    )
    assert search(desk, facts, Query("(数据)", pattern=False))[1] == 0


def test_conditions_part_the_hits_without_rest(desk: Desk) -> None:
    facts = desk.facts()
    code = next(one.id for one in facts.codes if one.key == "IE3.2")
    every = {(hit.transcript, hit.span.start) for hit in search(desk, facts, Query("数据"))[0]}
    coded = {
        (hit.transcript, hit.span.start)
        for hit in search(desk, facts, Query("数据", conditions=(Condition("and", code),)))[0]
    }
    bare = {
        (hit.transcript, hit.span.start)
        for hit in search(desk, facts, Query("数据", conditions=(Condition("not", code),)))[0]
    }
    near = {
        (hit.transcript, hit.span.start)
        for hit in search(desk, facts, Query("数据", conditions=(Condition("near", code),)))[0]
    }
    assert coded | bare == every and not coded & bare and coded <= near and coded and bare
    alone = search(desk, facts, Query(conditions=(Condition("and", code),)))[0]
    assert {(hit.transcript, hit.span) for hit in alone} == {
        (one.transcript, one.span) for one in desk.project.codings(Filter(codes=(code,)))
    }
    assert all("IE3.2" in hit.codes for hit in alone)
    assert search(desk, facts, Query("数据", choice=Choice(groups=(("gender", ("nobody",)),)))) == (
        [],
        0,
    )


@pytest.mark.parametrize(
    "query",
    [
        Query(""),
        Query("  "),
        Query("(", pattern=True),
        Query("a(?=b)", pattern=True),
        Query(conditions=(Condition("not", "x"),)),
    ],
)
def test_a_query_that_means_nothing_is_refused_in_words(desk: Desk, query: Query) -> None:
    with pytest.raises(FangtanError) as error:
        search(desk, desk.facts(), query)
    assert len(error.value.text("zh")) > 8


def test_a_pattern_that_matches_nothing_long_finds_nothing(desk: Desk) -> None:
    assert search(desk, desk.facts(), Query("(龘)*", pattern=True))[1] == 0
