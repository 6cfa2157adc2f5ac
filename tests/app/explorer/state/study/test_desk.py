"""What the explorer holds in memory says the same as the study, and is read again only where
something changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from studies_of_pages import copy

from analysis.units import UNITS
from app.explorer.state.coding.page_data import code_rows
from app.explorer.state.coding.quotations import cards_of, laid_in, marks_of
from app.explorer.state.coding.tree import colours, tree, with_below
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.explorer.widgets.filters import STATUSES
from corpus.coding import POLARITIES
from corpus.project import Filter, open_project
from corpus.project.operations import AddCode, AddCoding, Decide, MoveCode, RenameCode


@pytest.fixture(scope="module")
def desk(sample: Path) -> Iterator[Desk]:
    with open_project(sample) as project:
        yield Desk(project)


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a copy that may be changed."""
    with open_project(copy(sample, tmp_path / "copy.fangtan")) as project:
        yield Desk(project)


def choices(desk: Desk) -> list[Choice]:
    facts = desk.facts()
    people = tuple(entity for entity, coder in facts.coders.items() if coder.kind == "person")
    return [
        Choice(),
        Choice(coders=people),
        Choice(polarities=("lacking", "demanded")),
        Choice(statuses=("accepted",)),
        Choice(groups=(("gender", ("男",)),)),
        Choice(groups=(("gender", ("nobody",)),)),
        Choice(coders=people[:1], polarities=POLARITIES[:2], groups=(("gender", ("男", "女")),)),
        Choice(statuses=STATUSES),
    ]


@pytest.mark.parametrize("unit", UNITS)
def test_the_incidence_is_that_of_the_command_line(desk: Desk, unit: Any) -> None:
    for choice in choices(desk):
        ours, theirs = desk.incidence(unit, choice), desk.study(choice, unit).incidence()
        assert ours.codes == theirs.codes and ours.sources == theirs.sources
        assert (ours.matrix != theirs.matrix).nnz == 0 and ours.matrix.shape == theirs.matrix.shape
        assert np.array_equal(ours.interview, theirs.interview) and np.array_equal(
            ours.spans, theirs.spans
        )


@pytest.mark.thorough
@pytest.mark.parametrize("unit", UNITS)
def test_the_number_on_an_edge_is_the_number_of_units_shown(desk: Desk, unit: Any) -> None:
    facts = desk.facts()
    seen = 0
    for book in facts.books:
        for choice in choices(desk)[:5:2]:
            together = desk.together(unit, book.id, choice)
            for row in together.table.to_dict("records"):
                ids = tuple(facts.code_of((book.id, row[name])).id for name in ("code_a", "code_b"))  # type: ignore[union-attr]
                units = together.units((book.id, row["code_a"]), (book.id, row["code_b"]))
                pair = [(book.id, row[name]) for name in ("code_a", "code_b")]
                shown = laid_in(desk, pair, unit, choice, units)
                assert len(shown) == len(set(units)) == row["c"], (
                    book.id,
                    row["code_a"],
                    row["code_b"],
                )
                assert all({one.code for one in codings} == set(ids) for codings in shown)
                seen += row["c"] > 0
    assert seen > 50


def test_nothing_is_read_or_counted_twice(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    for name in ("codings", "texts", "transcripts", "codes"):
        inner = getattr(own.project, name)
        monkeypatch.setattr(
            own.project,
            name,
            lambda *given, inner=inner, name=name, **more: (
                asked.append((name, given)),
                inner(*given, **more),
            )[1],
        )
    book = "information_ecology"
    first = own.together("exchange", book)
    asked.clear()
    assert own.together("exchange", book) is first and own.facts() is own.facts() and asked == []
    [entity, *_] = own.facts().infos
    coder = own.project.coder("新")
    stored = own.interview(entity)[1][0]
    own.project.apply(
        AddCoding(entity, stored.span, stored.quote, stored.code, "unsure"), coder=coder
    )
    asked.clear()
    second = own.together("exchange", book)
    assert second is not first
    assert not [name for name, _ in asked if name in ("texts", "codings")]
    assert any(one.coder == coder.id for one in own.interview(entity)[1])
    assert [given for name, given in asked if name == "codings"] == [
        (Filter(transcripts=(entity,), statuses=(), placed=True),)
    ]


def test_a_tree_counts_what_lies_below(desk: Desk) -> None:
    facts = desk.facts()
    for book in facts.books:
        rows = {row.id: row for row in tree(desk, facts, book, Filter(), None, "zh")}
        counted = desk.project.count(Filter(), "code")
        for entity, row in rows.items():
            assert (
                row.references
                == sum(counted.get((code,), 0) for code in with_below(facts, entity))
                == sum(row.polarities)
            )
            assert row.references == len(
                desk.project.codings(Filter(codes=with_below(facts, entity)))
            )
            assert row.net is None or -1 <= row.net <= 1
        for lens in book.lenses:
            grouped = tree(desk, facts, book, Filter(), lens, "zh")
            groups = [row for row in grouped if row.id.startswith("group:")]
            assert [row.label for row in groups] == list(book.lenses[lens].groups)
            place = grouped.index(groups[0])
            members = (
                grouped[place + 1 : grouped.index(groups[1])]
                if len(groups) > 1
                else grouped[place + 1 :]
            )
            assert groups[0].references == sum(row.references for row in members)


def test_own_codes_stand_in_the_tree_and_have_the_colour_of_their_theme(own: Desk) -> None:
    coder = own.project.coder("新")
    facts = own.facts()
    top = next(
        code for code in facts.codes if code.family == "information_ecology" and code.parent is None
    )
    made = AddCode("information_ecology", "甲1", "自己的编码", top.id)
    own.project.apply(made, coder=coder)
    facts = own.facts()
    book = facts.books[[one.id for one in facts.books].index("information_ecology")]
    assert book.by_id["甲1"].name.zh == "自己的编码" and book.theme_of["甲1"] == top.key
    assert made.id in [row.id for row in tree(own, facts, book, Filter(), None, "zh")]
    colour = colours(facts)
    assert colour[made.id] == colour[top.id]
    rows = code_rows(facts.books, {(code.family, code.key): code.id for code in facts.codes})
    assert {row["id"]: row["color"] for row in rows} == {
        entity: colour[entity] for entity in (row["id"] for row in rows)
    }
    own.project.apply(RenameCode(made.id, "改了名"), coder=coder)
    own.project.apply(MoveCode(made.id, None), coder=coder)
    facts = own.facts()
    assert (
        facts.books[[one.id for one in facts.books].index("information_ecology")]
        .by_id["甲1"]
        .name.zh
        == "改了名"
    )
    assert facts.all_codes[made.id].parent is None


def test_cards_show_the_words_and_what_decided(desk: Desk) -> None:
    facts = desk.facts()
    stored = desk.project.codings(Filter(), limit=200)
    for coding, card in zip(stored, cards_of(desk, facts, stored, "zh"), strict=True):
        text = desk.interview(coding.transcript)[0].text
        assert card.quote == coding.quote == coding.span.of(text)
        assert text[: coding.span.start].endswith(card.before.removeprefix("…")) and text[
            coding.span.end :
        ].startswith(card.after.removesuffix("…"))
        assert facts.label(coding.transcript) in card.cite and str(coding.turn + 1) in card.cite
        for start, end, kind in marks_of(coding):
            assert coding.evidence is not None
            if kind == "indicator":
                assert card.quote[start:end] == coding.evidence.span.of(text)


def test_decisions_of_others_are_seen(own: Desk) -> None:
    one = next(coding for coding in own.project.codings(Filter()) if coding.status == "suggested")
    own.interview(one.transcript)
    with open_project(str(own.project.path)) as elsewhere:
        elsewhere.apply(Decide(one.id, "rejected"), coder=elsewhere.coder("别人"))
    assert (
        next(coding for coding in own.interview(one.transcript)[1] if coding.id == one.id).status
        == "rejected"
    )


def test_a_backup_is_the_whole_study_as_it_stands_and_changes_nothing(
    own: Desk, tmp_path: Path
) -> None:
    facts = own.facts()
    own.project.apply(AddCode(facts.books[0].id, "X1", "新的𠮷"), coder=own.project.coder("王"))
    revision = own.project.revision
    path = tmp_path / "backup.fangtan"
    path.write_bytes(own.backup())
    assert own.project.revision == revision
    with open_project(path) as project:
        assert (project.id, project.revision) == (own.project.id, revision)
        assert {code.key for code in project.codes()} == {code.key for code in own.facts().codes}
        assert project.count(Filter(statuses=()), "transcript", "coder", "status") == own.progress()
