"""What the desk counts from columns is what the analyses count from objects, and nothing is read or
computed again that did not change.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.cooccurrence import cooccurrence
from analysis.provenance import quotations
from analysis.units import UNITS, UnitKind
from app.explorer.state.coding.quotations import laid_in
from app.explorer.state.coding.tree import tree
from app.explorer.state.study import shift_test
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.study.machines.passes import code_project
from app.study.projects import adopt, import_interviews
from app.study.reading import Settings
from app.study.study import Study, from_project
from codebooks.loading import SHIPPED, load
from corpus.coding import POLARITIES
from corpus.project import Filter, Project, create, open_project
from corpus.project import operations as op
from corpus.span import Span

pytestmark = pytest.mark.thorough

FILES = 7


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some interviews of the sample (合成样例) with codings of two people and a machine on random
    stretches, some decided, some rejected.
    """
    chance = random.Random(5)
    sample = sorted(
        path
        for path in Path(str(files("corpus") / "sample")).rglob("*")
        if path.suffix in (".txt", ".docx", ".md")
    )[:FILES]
    path = tmp_path_factory.mktemp("study") / "study.fangtan"
    with create(path) as made:
        one, two = made.coder("甲"), made.coder("乙")
        for name in SHIPPED[:2]:
            adopt(made, load(name), one)
        import_interviews(made, sample, Settings(()), label="样例")
        codes = [code.id for code in made.codes()]
        few = [*codes[1:9], *codes[-8:]]
        for info in made.transcripts():
            transcript = made.transcript(info.id)
            for _ in range(16):
                turn = chance.choice(transcript.turns)
                start = chance.randrange(turn.span.start, turn.span.end)
                end = min(turn.span.end, start + chance.choice((1, 8, 90)))
                made.apply(
                    op.AddCoding(
                        info.id,
                        Span(start, end),
                        transcript.text[start:end],
                        chance.choice(few),
                        chance.choice(POLARITIES),
                    ),
                    coder=chance.choice((one, two)),
                )
        code_project(made, transcripts=[info.id for info in made.transcripts()[:3]])
        machine = made.coder("rules", "machine")
        for place, coding in enumerate(made.codings(Filter(coders=(machine.id,)))):
            if place % 5 < 2:
                made.apply(op.Decide(coding.id, ("accepted", "rejected")[place % 5]), coder=two)
    return path


@pytest.fixture
def project(study: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of it for each test."""
    with open_project(shutil.copy(study, tmp_path / "study.fangtan")) as opened:
        yield opened


CHOICES = (
    Choice(),
    Choice(polarities=("lacking", "demanded")),
    Choice(statuses=("accepted",)),
    Choice(statuses=("rejected",)),
    Choice(coders=("甲",)),
)


def named(project: Project, choice: Choice) -> Choice:
    """The choice with ids of coders for their names."""
    of = {coder.name: coder.id for coder in project.coders()}
    return Choice(
        tuple(of[name] for name in choice.coders), choice.polarities, choice.statuses, choice.groups
    )


def departments(desk: Desk) -> Choice:
    return Choice(
        groups=(("department", tuple(desk.facts().attribute_values()["department"][:2])),)
    )


def objects(project: Project, desk: Desk, choice: Choice) -> Study:
    """The same by way of objects, read from the file."""
    study = from_project(project, choice.filter)
    wanted = {desk.facts().infos[entity].source for entity in desk.chosen(choice)}
    kept = tuple(
        (transcript, tuple(one for one in codings if one.status != "rejected"))
        for transcript, codings in study.interviews
        if transcript.source in wanted
    )
    return Study(study.folder, kept, study.books, study.unit, study.parameters)


def same(one: Any, other: Any) -> None:
    assert one.codes == other.codes
    assert one.sources == other.sources
    assert (one.matrix != other.matrix).nnz == 0 and one.matrix.shape == other.matrix.shape
    np.testing.assert_array_equal(one.interview, other.interview)
    np.testing.assert_array_equal(one.spans, other.spans)


@pytest.mark.parametrize("unit", UNITS)
def test_incidence_from_columns_is_that_of_the_analyses_under_every_filter(
    project: Project, unit: UnitKind
) -> None:
    desk = Desk(project)
    for choice in (*(named(project, one) for one in CHOICES), departments(desk)):
        expected = objects(project, desk, choice).incidence(unit)
        same(desk.incidence(unit, choice), expected)
        same(desk.study(choice, unit).incidence(), expected)
    assert desk.incidence(unit).matrix.nnz > 40


def test_incidence_follows_every_kind_of_change(project: Project) -> None:
    desk = Desk(project)
    desk.incidence("sentence")
    one, two = (next(coder for coder in project.coders() if coder.name == name) for name in "甲乙")
    stored = [coding for coding in project.codings() if coding.coder == one.id]
    project.apply(op.RemoveCoding(stored[0].id), coder=one)
    project.apply(op.Recode(stored[1].id, stored[5].code), coder=one)
    project.apply(op.SetPolarity(stored[2].id, "unsure"), coder=one)
    text = project.transcript(stored[3].transcript).text
    project.apply(
        op.ResizeCoding(
            stored[3].id,
            Span(stored[3].span.start, stored[3].span.end + 1),
            text[stored[3].span.start : stored[3].span.end + 1],
            1,
        ),
        coder=one,
    )
    project.undo(one)
    family = {code.id: code.family for code in project.codes()}
    kept = stored[4].code
    project.apply(
        op.MergeCodes(
            next(
                coding.code
                for coding in stored[5:]
                if coding.code != kept and family[coding.code] == family[kept]
            ),
            kept,
        ),
        coder=two,
    )
    for unit in ("sentence", "exchange"):
        same(desk.incidence(unit), objects(project, desk, Choice()).incidence(unit))


def test_one_coding_makes_one_transcript_be_read_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, asked = Desk(project), []
    desk.incidence("sentence")
    desk.study()
    entity = next(iter(desk.facts().infos))
    rows = desk.of_transcript(entity, "rows", lambda transcript: [len(transcript.turns)])
    for name in ("placements", "texts", "outlines", "codings"):
        plain = getattr(project, name)
        monkeypatch.setattr(
            project,
            name,
            lambda *given, name=name, plain=plain, **more: (
                asked.append((name, given, more)),
                plain(*given, **more),
            )[1],
        )
    who = project.coder("甲")
    stored = next(one for one in project.codings(Filter((entity,))) if one.coder == who.id)
    asked.clear()
    for name in ("transcripts", "cases", "codes", "codebooks"):
        monkeypatch.setattr(
            project, name, lambda *given, name=name, **more: pytest.fail(f"{name} was asked again")
        )
    project.apply(op.SetPolarity(stored.id, "changed"), coder=who)
    desk.incidence("sentence")
    desk.interview(entity)
    assert [(name, given) for name, given, _ in asked if name != "codings"] == [
        ("placements", ([entity],))
    ]
    assert [
        more["wanted"] if "wanted" in more else given[0]
        for name, given, more in asked
        if name == "codings"
    ] == [Filter(transcripts=(entity,), statuses=(), placed=True)]
    assert desk.of_transcript(entity, "rows", lambda transcript: pytest.fail("made again")) is rows


def test_nothing_is_read_or_computed_when_nothing_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(project)
    book = desk.facts().books[0].id
    choice = departments(desk)
    before = (
        desk.together("exchange", book, choice),
        desk.together_now("exchange", book, choice),
        desk.study(choice),
        desk.tally(Filter()).counts,
    )
    facts = desk.facts()
    for name in (
        "placements",
        "texts",
        "outlines",
        "codings",
        "transcripts",
        "cases",
        "codes",
        "codebooks",
        "count",
    ):
        monkeypatch.setattr(
            project, name, lambda *given, name=name, **more: pytest.fail(f"{name} was asked again")
        )
    monkeypatch.setattr(
        "analysis.cooccurrence.cooccurrence", lambda *given, **more: pytest.fail("counted again")
    )
    assert desk.facts() is facts
    assert desk.together("exchange", book, choice) is before[0]
    assert desk.together_now("exchange", book, choice)[0] is before[1][0]
    assert desk.study(choice) is before[2]
    np.testing.assert_array_equal(desk.tally(Filter()).counts, before[3])


def test_codebooks_are_parsed_again_only_when_a_code_changed(project: Project) -> None:
    desk = Desk(project)
    books, who = desk.facts().books, project.coder("甲")
    stored = project.codings(limit=1)[0]
    project.apply(op.WriteReview("coding", stored.id, "comment", "再想想"), coder=who)
    assert desk.facts().books is books
    project.apply(op.RenameCode(project.codes()[1].id, "改了名"), coder=who)
    assert desk.facts().books is not books
    assert "改了名" in {code.name.zh for book in desk.facts().books for code, _, _ in book.walk()}


def test_facts_after_each_kind_of_change_are_those_read_anew(project: Project) -> None:
    desk, one, two = Desk(project), project.coder("甲"), project.coder("乙")
    desk.facts().attribute_values()
    stored = [coding for coding in project.codings() if coding.coder == one.id]
    case = project.cases()[0] if project.cases() else None
    deeds: list[Any] = [
        lambda: project.apply(op.SetPolarity(stored[0].id, "unsure"), coder=one),
        lambda: project.apply(
            op.WriteReview("coding", stored[0].id, "comment", "再想想"), coder=two
        ),
        lambda: project.apply(op.RenameCode(project.codes()[1].id, "改了名"), coder=one),
        lambda: project.undo(one),
        lambda: project.coder("丙"),
        lambda: project.apply(op.DefineVariable("籍贯", "text"), coder=one),
        lambda: project.apply(op.SaveCase("合成受访者"), coder=one),
    ]
    if case is not None:
        deeds.append(
            lambda: project.apply(
                op.SetAttribute(case.id, project.variables()[0].id, "本地"), coder=one
            )
        )
    for deed in deeds:
        deed()
        known, anew = desk.facts(), Desk(project).facts()
        assert known.revision == anew.revision == project.revision
        for name in ("infos", "codes", "all_codes", "coders", "cases", "attributes"):
            assert getattr(known, name) == getattr(anew, name), name
        assert [book.hash for book in known.books] == [book.hash for book in anew.books]
        assert known.attribute_values() == anew.attribute_values()


def test_a_result_made_while_the_study_changed_is_not_kept(project: Project) -> None:
    desk, who = Desk(project), project.coder("甲")
    stored = project.codings(limit=1)[0]

    def work() -> int:
        project.apply(op.WriteReview("coding", stored.id, "comment", "又来一条"), coder=who)
        desk.result(("other",), lambda: 0)
        return project.revision

    first = desk.result(("mine",), work)
    assert desk.result(("mine",), lambda: -first) == -first


def test_the_tally_is_what_the_project_counts(project: Project) -> None:
    desk = Desk(project)
    facts = desk.facts()
    some = tuple(facts.infos)[:3]
    for wanted in (
        Filter(),
        Filter(polarities=("present",)),
        Filter(transcripts=some, statuses=()),
        Filter(transcripts=("-",)),
        Filter(codes=(facts.codes[2].id,)),
        Filter(text="数据"),
    ):
        assert desk.count(wanted) == project.count(wanted).get((), 0)
    for wanted in (Filter(), Filter(transcripts=some, polarities=("lacking", "unsure"))):
        counted = project.count(wanted, "code", "polarity", "transcript")
        tally = desk.tally(wanted)
        for book in facts.books:
            for row in tree(desk, facts, book, wanted, None, "zh"):
                below = {row.id} | {
                    code.id for code in facts.codes if _over(facts.all_codes, code.id, row.id)
                }
                own = {key: number for key, number in counted.items() if key[0] in below}
                assert row.polarities == tuple(
                    sum(number for (_, polarity, _), number in own.items() if polarity == name)
                    for name in POLARITIES
                )
                assert row.sources == len({transcript for _, _, transcript in own})
        assert tally.of([])[1] == 0


def _over(codes: Any, code: str, top: str) -> bool:
    while code is not None:
        if code == top:
            return True
        code = codes[code].parent
    return False


@pytest.mark.parametrize("unit", UNITS)
def test_the_words_behind_a_pair_are_those_that_were_counted(
    project: Project, unit: UnitKind
) -> None:
    desk = Desk(project)
    facts = desk.facts()
    book = facts.books[0]
    together = desk.together(unit, book.id)
    row = together.table.sort_values("c").iloc[-1]
    first, second = (book.id, row["code_a"]), (book.id, row["code_b"])
    units = together.units(first, second)
    shown = laid_in(desk, (first, second), unit, Choice(), units)
    expected = quotations(objects(project, desk, Choice()).interviews, (first, second), unit)
    assert len(units) == row["c"] == len(expected)
    assert units == [(one.source, one.start, one.end) for one in expected]
    assert [[(one.span, one.quote) for one in codings] for codings in shown] == [
        [(one.span, one.quote) for one in dict.fromkeys((*counted.first, *counted.second))]
        for counted in expected
    ]


def test_a_long_test_goes_on_beside_the_page_and_ends_in_the_same_numbers(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shift_test, "LONG", 0)
    desk = Desk(project)
    book = desk.facts().books[0].id
    expected = cooccurrence(desk.incidence("exchange", book=book))
    assert expected.table["q"].notna().any()
    of_the_test = ["p_more", "p_less", "q", "drift", "family"]
    first, tested = desk.together_now("exchange", book, Choice())
    if not tested:
        assert first.table["q"].isna().all()
        pd.testing.assert_frame_equal(
            first.table.drop(columns=of_the_test),
            expected.table.drop(columns=of_the_test),
        )
    until = time.monotonic() + 120
    while desk.testing("exchange", book, Choice()) and time.monotonic() < until:
        time.sleep(0.05)
    last, tested = desk.together_now("exchange", book, Choice())
    assert tested and not desk.testing("exchange", book, Choice())
    pd.testing.assert_frame_equal(last.table, expected.table)


def test_a_test_that_gave_way_to_a_newer_one_is_begun_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shift_test, "LONG", 0)
    desk = Desk(project)
    book = desk.facts().books[0].id
    choices = [Choice(polarities=(name,)) for name in POLARITIES[:4]]
    for choice in choices:
        desk.together_now("exchange", book, choice)
    for choice in choices:
        until = time.monotonic() + 120
        tested = False
        while not tested and time.monotonic() < until:
            found, tested = desk.together_now("exchange", book, choice)
        assert tested
        pd.testing.assert_frame_equal(found.table, desk.together("exchange", book, choice).table)
