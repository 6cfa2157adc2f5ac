"""Search, comparison, preview, cards, plain text, next steps: without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some
from studies import TEXT, lay
from studies import stored_coding as coding
from studies import take as take_text
from studies_of_pages import copy

from analysis.coders.preview import preview
from analysis.disagreement import lanes
from app.explorer.state.cards import Card
from app.explorer.state.choice import Choice
from app.explorer.state.desk import Desk
from app.explorer.state.next_step import PAGE_OF, Standing, next_step
from app.explorer.state.search import Condition, Query, search
from app.explorer.state.undo_label import event_label
from app.explorer.widgets.card_actions import joined
from app.explorer.widgets.markdown import JOINER, plain
from app.explorer.widgets.results import shades
from app.study.projects import adopt as take
from codebooks.editing import next_version, with_code
from codebooks.loading import load
from corpus.problem import FangtanError
from corpus.project import Filter, create, open_project
from corpus.project.operations import SaveCase


@pytest.fixture(scope="module")
def desk(sample: Path) -> Iterator[Desk]:
    with open_project(sample) as project:
        yield Desk(project)


# -- search ----------------------------------------------------------------------------------------


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


# -- comparison and preview on the sample ----------------------------------------------------------


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


def test_a_preview_is_what_saving_then_does(sample: Path, tmp_path: Path) -> None:
    from app.study.projects import code_project, rules_of

    with open_project(copy(sample, tmp_path / "copy.fangtan")) as project:
        own = Desk(project)
        book = next(one for one in rules_of(project) if one.id == "information_ecology")
        code = book.by_id["IE3.2"]
        made = with_code(
            book,
            "IE3.2",
            {"indicators": {"concept": ["接口", "微信群"]}},
            next_version(book.version),
        )
        seen: list[int] = []
        texts = list(own.transcripts(list(own.facts().infos)).items())
        found = preview(texts, book, made, progress=seen.append)
        assert (
            seen == list(range(1, len(texts) + 1))
            and found.added
            and found.before + len(found.added) - len(found.gone) == found.after
        )
        assert {change.coding.code for change in found.added} >= {"IE3.2"} and code.id == "IE3.2"
        take(project, made, project.coder("王"))
        changed = code_project(project).changed
        assert (changed.added, changed.gone) == (len(found.added), len(found.gone))
        same = preview(texts, book, book)
        assert (same.added, same.gone) == ((), ()) and same.before == same.after


# -- cards -----------------------------------------------------------------------------------------


def test_codings_of_the_same_words_are_one_card() -> None:
    stored = [coding("1", 0, 5), coding("2", 0, 5), coding("3", 0, 6), coding("4", 0, 5)]
    made = joined([Card(one.id, one.quote, "") for one in stored], stored)
    assert [card.same for card in made] == [False, True, False, False]


# -- plain text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "![图](http://x/y.png)",
        "<b>x</b>",
        "$x$",
        ":red[x]",
        ":smile:",
        ":material/home:",
        "**x**",
        "`x`",
        "# x",
        "- x",
        "1. x",
        "a -> b",
        "www.example.org",
        "a@example.org",
        "http://example.org",
        "~~x~~",
        "[x](y)",
        "\\",
        "| a | b |",
    ],
)
def test_signs_stand_for_themselves(text: str) -> None:
    made = plain(text)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", made.replace(JOINER, "")) == text
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", made)
    assert not re.search(r"[!-/:-@\[-`{-~]", bare)


@given(some.text())
def test_one_line_and_no_sign_is_left_open(text: str) -> None:
    made = plain(text)
    assert "\n" not in made and "\r" not in made and "\x00" not in made
    assert not re.search(r"(?<!\\)[<>\[\]$`*_~|:]", re.sub(r"\\\\", "", made))


# -- heatmap ---------------------------------------------------------------------------------------


def test_missing_cells_have_no_colour_and_high_ones_the_deepest() -> None:
    made = shades(pd.DataFrame([[None, 0.1], [0.4, -0.2]], dtype=float))
    deep = [
        [float(cell.split(", ")[-1].rstrip(")")) if cell else None for cell in row]
        for row in made.to_numpy()
    ]
    assert deep == [[None, pytest.approx(0.195, abs=0.01)], [pytest.approx(0.6), None]]
    assert (shades(pd.DataFrame([[None, 0.0]], dtype=float)) == "").all(axis=None)


# -- next steps ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("study", "step"),
    [
        (Standing(0, 0, 0, 0, 0), "import"),
        (Standing(3, 0, 0, 0, 0), "book"),
        (Standing(3, 1, 50, 0, 0), "code"),
        (Standing(3, 1, 50, 3, 0), "decide"),
        (Standing(3, 1, 0, 50, 3), "network"),
        (Standing(3, 1, 0, 50, 3, differing=True), "compare"),
        (Standing(3, 1, 50, 0, 0, unplaced=1), "place"),
        (Standing(3, 1, 50, 0, 0, unplaced=1, conflicts=2), "conflicts"),
        (Standing(3, 1, 10, 90, 5, disputed=1), "disputes"),
        (Standing(3, 1, 0, 0, 4), "network"),
    ],
)
def test_the_next_step_fits_the_state(study: Standing, step: str) -> None:
    assert next_step(study, reviewer=False) == step
    assert next_step(study, reviewer=True) == ("review" if study.interviews else "import")
    assert PAGE_OF[next_step(study, reviewer=False)]


def test_undo_says_what_it_would_take_back(tmp_path: Path) -> None:
    with create(tmp_path / "x.fangtan") as project:
        coder = project.coder("王")
        take(project, load("problem_cause_countermeasure"), coder)
        take_text(project, TEXT)
        key = next(code.key for code in project.codes() if code.parent)
        lay(project, coder, "没有统一标准", key)
        own = Desk(project)
        undo, redo = project.standing(coder)
        assert (
            undo is not None
            and redo is None
            and event_label(undo, own.facts(), "zh").endswith(f"{key}“没有统一标准”")
        )
        project.undo(coder)
        undo, redo = project.standing(coder)
        assert redo is not None and "没有统一标准" in event_label(redo, own.facts(), "zh")
        project.apply(SaveCase("受访者甲"), coder=coder)
        saved = project.standing(coder)[0]
        assert saved is not None and event_label(saved, own.facts(), "zh").endswith("“受访者甲”")
