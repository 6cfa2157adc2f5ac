"""Filters, pages and counts of codings: the database against the same question in Python."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from studies import TEXT, begin, code_id, lay, suggest, take, transcript_id

from corpus.project import CoderInfo, Filter, Project, open_project
from corpus.project import operations as op
from corpus.project.records import Quotation, StoredCoding

Begun = tuple[Project, CoderInfo, CoderInfo]


def test_two_coders_may_lay_the_same_code_on_the_same_words(project: Project) -> None:
    li, wang = begin(project, "李", "王")
    assert lay(project, li, "接口也打不通") != lay(project, wang, "接口也打不通")
    assert project.count(Filter(), "coder") == {(li.id,): 1, (wang.id,): 1}


def test_filters_pages_and_counts_agree(project: Project) -> None:
    (li,) = begin(project, "李")
    for words, key, polarity in (
        ("没有统一标准", "P1", "lacking"),
        ("接口也打不通", "P2", "lacking"),
        ("建议统一标准", "C1", "demanded"),
    ):
        lay(project, li, words, key, polarity)
    lay(project, li, "数据不共享", "P2", "lacking", "访谈/二.txt")
    assert project.count(Filter(), "polarity") == {("lacking",): 3, ("demanded",): 1}
    for order in ("source", "newest", "polarity", "length"):
        whole = [one.coding.id for one in project.quotations(order=order)]
        assert whole == [
            one.coding.id
            for offset in range(4)
            for one in project.quotations(order=order, limit=1, offset=offset)
        ]
    page = project.quotations(Filter(text="统一", polarities=("demanded",)))
    assert [(one.coding.quote, one.source, one.speaker) for one in page] == [
        ("建议统一标准", "访谈/一.txt", "答")
    ]
    with pytest.raises(ValueError, match="order"):
        project.quotations(order="x")
    with pytest.raises(ValueError, match="quote"):
        project.count(Filter(), "quote")


def test_counts_tell_placed_codings_from_those_that_wait(project: Project) -> None:
    """By two routes: the counts of the database against the codings counted one by one."""
    (li,) = begin(project, "李")
    for words, key in (
        ("没有统一标准", "P1"),
        ("接口也打不通", "P2"),
        ("建议统一标准", "C1"),
        ("大家都盼着", "P1"),
    ):
        lay(project, li, words, key)
    lay(project, li, "数据不共享", "P1", name="访谈/二.txt")
    take(project, TEXT.replace("接口也打不通", "接口对接不了").replace("大家都盼着", "大家都在等"))
    for wanted in (
        Filter(),
        Filter(placed=False),
        Filter(placed=None),
        Filter(text="统一"),
        Filter(text="统一", placed=None),
        Filter(codes=(code_id(project, "P1"),)),
        Filter(transcripts=(transcript_id(project),), placed=False),
    ):
        stands = project.codings(wanted)
        assert project.count(wanted) == {(): len(stands)}
        assert project.count(wanted, "polarity", "code") == Counter(
            (one.polarity, one.code) for one in stands
        )
    assert project.count(Filter(placed=False)) == {(): 2}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, begun_file: Path) -> Iterator[Begun]:
    """Codings of two people and a machine: decided, open, rejected, waiting for a place. The tests
    only read it.
    """
    with open_project(
        shutil.copy(begun_file, tmp_path_factory.mktemp("杂") / "杂.fangtan")
    ) as study:
        yield _fill(study)


def _fill(study: Project) -> Begun:
    li, wang = study.coders()
    suggest(
        study,
        ("没有统一标准", "P1", "lacking"),
        ("各家的系统各管各的", "P", "unsure"),
        ("建议统一标准", "C1", "demanded"),
    )
    first, second, _ = study.codings()
    study.apply(op.Decide(first.id, "rejected"), coder=li)
    study.apply(op.Decide(second.id, "accepted"), coder=wang)
    lay(study, li, "接口也打不通", "P2")
    lay(study, wang, "接口也打不通", "P2", "present")
    lay(study, wang, "大家都盼着", "C")
    entity = lay(study, li, "数据不共享", "P2", name="访谈/二.txt")
    study.apply(op.WriteReview("coding", entity, "accept"), coder=wang)
    take(study, TEXT.replace("大家都盼着", "人人 ABC_100% 都盼着"))
    lay(study, li, "ABC_100%", "C1", "neutral")
    return study, li, wang


def _by_hand(study: Project, criteria: Filter) -> list[StoredCoding]:
    """The filter in plain Python, over every coding there is."""
    reviewed = {(review.coder, review.target) for review in study.reviews("coding")}
    return [
        one
        for one in study.codings(Filter(statuses=(), placed=None))
        if (not criteria.transcripts or one.transcript in criteria.transcripts)
        and (not criteria.codes or one.code in criteria.codes)
        and (not criteria.coders or one.coder in criteria.coders)
        and (not criteria.polarities or one.polarity in criteria.polarities)
        and (not criteria.statuses or one.status in criteria.statuses)
        and criteria.text.lower() in one.quote.lower()
        and (criteria.placed is None or one.placed is criteria.placed)
        and not (
            criteria.unseen_by
            and (
                criteria.unseen_by in (one.coder, one.decider)
                or (criteria.unseen_by, one.id) in reviewed
            )
        )
    ]


Made = Callable[[Project, CoderInfo, CoderInfo], Filter]
FILTERS: list[Made] = [
    lambda *_: Filter(),
    lambda *_: Filter(statuses=()),
    lambda *_: Filter(statuses=("rejected",)),
    lambda *_: Filter(statuses=(), placed=None),
    lambda *_: Filter(placed=False),
    lambda study, *_: Filter(transcripts=(transcript_id(study, "访谈/二.txt"),)),
    lambda study, *_: Filter(codes=(code_id(study, "P2"), code_id(study, "C1"))),
    lambda _, li, wang: Filter(coders=(li.id, wang.id), polarities=("lacking", "present")),
    lambda *_: Filter(polarities=("changed",)),
    lambda *_: Filter(text="统一", statuses=()),
    lambda *_: Filter(text="abc_1"),
    lambda *_: Filter(text="%"),
    lambda *_: Filter(text="_"),
    lambda *_: Filter(text="c_1%", placed=None),
    lambda _, li, wang: Filter(unseen_by=wang.id),
    lambda _, li, wang: Filter(unseen_by=li.id, statuses=(), placed=None),
    lambda _, li, wang: Filter(unseen_by=li.id, coders=(wang.id,), text="接口"),
]


@pytest.mark.parametrize("number", range(len(FILTERS)))
def test_a_filter_in_sql_means_what_it_means_in_python(mixed: Begun, number: int) -> None:
    """Codings, pages, counts and counts by group, each against the list made by hand."""
    study, li, wang = mixed
    criteria = FILTERS[number](study, li, wang)
    expected = _by_hand(study, criteria)
    ids = sorted(one.id for one in expected)
    assert sorted(one.id for one in study.codings(criteria)) == ids
    assert sorted(one.coding.id for one in study.quotations(criteria)) == ids
    assert study.count(criteria) == {(): len(ids)}
    for by in (("code",), ("status", "coder"), ("transcript", "polarity", "code")):
        assert study.count(criteria, *by) == Counter(
            tuple(getattr(one, name) for name in by) for one in expected
        )


SORTED: dict[str, Callable[[Quotation], tuple[object, ...]]] = {
    "source": lambda one: (one.source, one.coding.span.start, one.coding.id),
    "polarity": lambda one: (one.coding.polarity, one.source, one.coding.span.start),
    "length": lambda one: (-len(one.coding.quote), one.coding.id),
}


@pytest.mark.parametrize("order", SORTED)
def test_each_order_of_a_page_is_that_of_python(mixed: Begun, order: str) -> None:
    page = mixed[0].quotations(order=order)
    assert page == sorted(page, key=SORTED[order])  # type: ignore[arg-type, type-var]
    assert len(page) == mixed[0].count()[()]


def test_the_newest_stand_first(mixed: Begun) -> None:
    page = mixed[0].quotations(order="newest")
    assert page[0].coding.quote == "ABC_100%"
    moments = [one.coding.at for one in page]
    assert moments == sorted(moments, reverse=True)


def test_pages_beyond_the_end_are_empty_and_the_whole_is_parted(mixed: Begun) -> None:
    study = mixed[0]
    codings = study.codings()
    assert study.codings(limit=2, offset=1) == codings[1:3]
    assert study.codings(limit=5, offset=99) == study.quotations(limit=5, offset=99) == []
    assert study.codings(limit=0) == [] and codings == sorted(
        codings, key=lambda one: (one.transcript, one.span.start, one.span.end, one.id)
    )


def test_a_coding_alone_and_one_that_is_not_there(mixed: Begun) -> None:
    study = mixed[0]
    for one in study.codings(Filter(statuses=(), placed=None)):
        assert study.coding(one.id) == one
    assert study.coding("0" * 32) is None


def test_placements_are_the_placed_codings_in_short(mixed: Begun) -> None:
    study = mixed[0]
    expected = [
        (c.transcript, c.span.start, c.span.end, c.turn, c.code, c.coder, c.polarity, c.status)
        for c in study.codings(Filter(statuses=()))
    ]
    assert sorted(study.placements()) == sorted(expected)
    other = transcript_id(study, "访谈/二.txt")
    assert study.placements([other]) == [row for row in expected if row[0] == other]
    assert study.placements([]) == study.placements(["0" * 32]) == []


def test_a_coding_that_waits_has_no_speaker(mixed: Begun) -> None:
    study = mixed[0]
    (waiting,) = study.quotations(Filter(placed=False))
    assert (waiting.coding.quote, waiting.speaker) == ("大家都盼着", "")
    assert {one.speaker for one in study.quotations()} == {"答"}


def test_an_accepted_suggestion_stands_beside_what_was_suggested_last(project: Project) -> None:
    (li,) = begin(project, "李")
    suggest(project, ("没有统一标准", "P1", "neutral"), ("接口也打不通", "P2", "lacking"))
    suggest(project, ("没有统一标准", "P1", "lacking"), ("接口也打不通", "P2", "lacking"), key="2")
    first, second = project.codings()
    lay(project, li, "建议统一标准", "C1", "demanded")
    machine = project.coder("rules", "machine")
    assert project.accepted_suggestions(machine) == []
    project.apply(op.SetPolarity(first.id, "present"), coder=li)
    project.apply(op.SetPolarity(first.id, "changed"), coder=li)
    project.apply(op.Decide(second.id, "rejected"), coder=li)
    ((suggested, present),) = project.accepted_suggestions(machine)
    assert suggested == first and (suggested.status, suggested.polarity) == ("suggested", "lacking")
    assert present == project.coding(first.id) and present.polarity == "changed"
    project.apply(op.Decide(first.id, "suggested"), coder=li)
    project.apply(op.Decide(second.id, "accepted"), coder=li)
    ((_, only),) = project.accepted_suggestions(machine)
    assert only == project.coding(second.id)
    assert project.accepted_suggestions(li) == []
    take(project, TEXT.replace("问：难在哪？", "问：您说说，难在哪？"))
    ((suggested, present),) = project.accepted_suggestions(machine)
    assert present.placed and present.span.start > suggested.span.start
    assert (suggested.quote, suggested.revision) == (present.quote, 1)
