"""What operations on codes, codebooks, cases and attributes do, told case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studies import (
    CODES,
    adopt,
    begin,
    code_id,
    coding,
    lay,
    sound,
    suggest,
    transcript_id,
)

from corpus.project import CoderInfo, Project, Refused
from corpus.project import operations as op
from corpus.project.applying_codes import fitting
from corpus.project.checking import state_of

Begun = tuple[Project, CoderInfo, CoderInfo]


def test_merging_codes_keeps_the_decided_one_of_two_and_both_memos(project: Project) -> None:
    (li,) = begin(project, "李")
    suggest(project, ("接口也打不通", "P1", "lacking"), ("接口也打不通", "P2", "lacking"))
    from_code, into_code = (
        next(found for found in project.codings() if found.code == code_id(project, key))
        for key in ("P1", "P2")
    )
    project.apply(op.WriteMemo("coding", into_code.id, "旧的"), coder=li)
    project.apply(op.Decide(from_code.id, "accepted"), coder=li)
    project.apply(op.MergeCodes(code_id(project, "P1"), code_id(project, "P2")), coder=li)
    (left,) = project.codings()
    assert (left.id, left.status, left.code) == (from_code.id, "accepted", code_id(project, "P2"))
    assert project.memos("coding")[0].target == left.id
    assert suggest(project, ("接口也打不通", "P1", "lacking")).decided == 1
    sound(project)


def test_a_variable_takes_another_type_with_its_values(project: Project) -> None:
    (li,) = begin(project, "李")
    made = op.DefineVariable("工龄", "text")
    project.apply(made, coder=li)
    project.apply(op.SetAttribute(project.cases()[0].id, made.id, " 1,200 "), coder=li)
    project.apply(replace(made, type="number"), coder=li)
    assert project.cases()[0].attributes["工龄"] == "1200"
    for told, kept in (
        ("2023-3-5", "2023-03-05"),
        ("2023年3月5日", "2023-03-05"),
        ("2023/03/05 10:20", "2023-03-05"),
    ):
        when = op.DefineVariable(f"日期{told}", "date")
        project.apply(when, coder=li)
        project.apply(op.SetAttribute(project.cases()[0].id, when.id, told), coder=li)
        assert project.cases()[0].attributes[when.name] == kept
    project.apply(op.SetAttribute(project.cases()[0].id, made.id, ""), coder=li)
    assert "工龄" not in project.cases()[0].attributes
    sound(project)


def test_a_new_version_of_a_codebook_keeps_codings_and_what_the_study_named(
    project: Project,
) -> None:
    (li,) = begin(project, "李")
    entity = lay(project, li, "接口也打不通", "P2")
    project.apply(op.RenameCode(code_id(project, "P1"), "标准各异"), coder=li)
    project.apply(op.AddCode("book", "P9", "人手", code_id(project, "P")), coder=li)
    newer = [
        ("P", "问题与困难", "Problems", ""),
        ("P1", "标准不统一", "Standards", "P"),
        ("P3", "考核缺位", "No assessment", "P"),
        ("C", "对策", "Measures", ""),
        ("C1", "统一标准", "One standard", "C"),
    ]
    adopt(project, li, newer, "2")  # type: ignore[arg-type]
    named = {code.key: (code.name, code.retired) for code in project.codes(retired=True)}
    assert named == {
        "P": ("问题与困难", False),
        "P1": ("标准各异", False),
        "P2": ("接口不通", True),
        "P3": ("考核缺位", False),
        "P9": ("人手", False),
        "C": ("对策", False),
        "C1": ("统一标准", False),
    }
    assert coding(project, entity).code == code_id(project, "P2")
    assert [book.version for book in project.codebooks()] == ["2"] and len(
        project.codebooks(current=False)
    ) == 2
    adopt(project, li, CODES, "1")
    assert not next(code for code in project.codes() if code.key == "P2").retired
    sound(project)


def test_codings_know_the_version_under_which_they_were_made(project: Project) -> None:
    (li,) = begin(project, "李")
    old = lay(project, li, "接口也打不通", "P2")
    adopt(project, li, [*CODES, ("C2", "考核", "Assessment", "C")], "2")
    new = lay(project, li, "建议统一标准", "C1")
    hashes = {book.hash: book.version for book in project.codebooks(current=False)}
    assert (hashes[coding(project, old).hash], hashes[coding(project, new).hash]) == ("1", "2")


VALUES = [
    ("number", " 1,200 ", "1200"),
    ("number", "1，200", "1200"),
    ("number", "3.0", "3"),
    ("number", "-2.50", "-2.5"),
    ("number", "１２", "12"),
    ("number", "1e3", "1000"),
    ("number", "1e16", "1e+16"),
    ("number", "0.1", "0.1"),
    ("date", "2023-3-5", "2023-03-05"),
    ("date", "2023年3月5日", "2023-03-05"),
    ("date", "2023 年 3 月 5 日", "2023-03-05"),
    ("date", "2023/03/05 10:20", "2023-03-05"),
    ("date", "2023.3.5", "2023-03-05"),
    ("date", "2024-02-29", "2024-02-29"),
    ("date", "2023-03-05T10:20:30.5", "2023-03-05"),
    ("boolean", "是", "true"),
    ("boolean", "没有", "false"),
    ("boolean", "YES", "true"),
    ("boolean", "0", "false"),
    ("text", "  民政局 ", "民政局"),
    ("choice", "甲", "甲"),
]


@pytest.mark.parametrize(("kind", "value", "stored"), VALUES)
def test_a_value_is_stored_in_one_spelling(kind: str, value: str, stored: str) -> None:
    assert fitting(value, kind) == stored
    assert fitting(stored, kind) == stored


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "三"),
        ("number", "nan"),
        ("number", "-inf"),
        ("number", "1e999"),
        ("number", "1 2"),
        ("date", "2023-02-29"),
        ("date", "2023-13-01"),
        ("date", "23-1-1"),
        ("date", "2023-3"),
        ("date", "二〇二三年三月五日"),
        ("date", "２０２３-3-5"),
        ("boolean", "也许"),
        ("boolean", "2"),
    ],
)
def test_a_value_that_is_none_of_its_type_is_told_in_both_languages(kind: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        fitting(value, kind)
    assert refused.value.key == "project.bad_value"
    assert value in refused.value.text("zh") and value in refused.value.text("en")


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**20), 10**20))
@settings(max_examples=100)
def test_any_number_keeps_its_value(number: float) -> None:
    assert float(fitting(str(number), "number")) == float(number)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(("{0}-{1}-{2}", "{0}年{1}月{2}日")))
@settings(max_examples=60)
def test_any_day_is_stored_as_iso(day: date, spelling: str) -> None:
    assert fitting(spelling.format(day.year, day.month, day.day), "date") == day.isoformat()


@given(st.text(max_size=10), st.sampled_from(("number", "date", "boolean", "text", "choice")))
@settings(max_examples=150)
def test_what_is_stored_fits_its_type_again(value: str, kind: str) -> None:
    try:
        stored = fitting(value, kind)
    except Refused:
        return
    assert fitting(stored, kind) == stored


def _tree(study: Project) -> dict[str, str]:
    """Key -> key of the parent, of the codes that are not retired."""
    keys = {code.id: code.key for code in study.codes(retired=True)}
    return {code.key: keys.get(code.parent or "", "") for code in study.codes()}


MOVES = [("P1", "C"), ("P", "C1"), ("P2", None), ("C", "P1")]


@pytest.mark.parametrize(("key", "parent"), MOVES)
def test_a_code_hangs_where_it_was_put_and_comes_back(
    begun: Begun, key: str, parent: str | None
) -> None:
    study, li, _ = begun
    before, rows = _tree(study), state_of(study)
    study.apply(
        op.MoveCode(code_id(study, key), code_id(study, parent) if parent else None), coder=li
    )
    assert _tree(study) == {**before, key: parent or ""}
    study.undo(li)
    assert state_of(study) == rows


@pytest.mark.parametrize("key", ["P", "P1", "P2", "C", "C1"])
def test_no_code_hangs_under_itself_or_below(begun: Begun, key: str) -> None:
    study, li, _ = begun
    tree = _tree(study)
    for below in [key, *(child for child, parent in tree.items() if parent == key)]:
        with pytest.raises(Refused) as refused:
            study.apply(op.MoveCode(code_id(study, key), code_id(study, below)), coder=li)
        assert refused.value.key == "project.under_itself"
    assert _tree(study) == tree


def test_codebooks_do_not_mix(begun: Begun) -> None:
    study, li, _ = begun
    adopt(study, li, [("X", "某", "", "")], family="second")
    other, code = code_id(study, "X"), code_id(study, "P1")
    for made in (
        op.MoveCode(code, other),
        op.MergeCodes(code, other),
        op.AddCode("book", "P9", "人手", other),
    ):
        with pytest.raises(Refused) as refused:
            study.apply(made, coder=li)
        assert refused.value.key == "project.other_codebook"


def test_children_go_with_the_heir_and_chains_end_at_the_last(begun: Begun) -> None:
    study, li, _ = begun
    entity = lay(study, li, "没有统一标准", "P1")
    before = state_of(study)
    study.apply(op.MergeCodes(code_id(study, "P1"), code_id(study, "P2")), coder=li)
    study.apply(op.MergeCodes(code_id(study, "P"), code_id(study, "C")), coder=li)
    study.apply(op.MergeCodes(code_id(study, "P2"), code_id(study, "C1")), coder=li)
    assert _tree(study) == {"C": "", "C1": "C"}
    assert coding(study, entity).code == code_id(study, "C1")
    suggest(study, ("接口也打不通", "P1", "lacking"))
    assert {one.code for one in study.codings()} == {code_id(study, "C1")}
    sound(study)
    for _ in range(3):
        study.undo(li)
    assert {key: row for key, row in state_of(study).items() if key[0] == "codes"} == {
        key: row for key, row in before.items() if key[0] == "codes"
    }


@pytest.mark.parametrize(
    ("name", "color", "stored"),
    [
        (" 标准各异 ", None, ("标准各异", None)),
        (None, "#aa3322", ("标准不一", "#aa3322")),
        ("繁體𠮷", "#AA3322", ("繁體𠮷", "#AA3322")),
        (None, None, ("标准不一", None)),
    ],
)
def test_name_and_colour_are_changed_each_by_itself(
    begun: Begun, name: str | None, color: str | None, stored: tuple[str, str | None]
) -> None:
    study, li, _ = begun
    study.apply(op.RenameCode(code_id(study, "P1"), name, color), coder=li)
    code = next(code for code in study.codes() if code.key == "P1")
    assert (code.name, code.color) == stored


@pytest.mark.parametrize(
    "color", ["", "red", "#12345", "#1234567", "#GGGGGG", "#aa3322;", "＃aa3322"]
)
def test_a_colour_that_is_none_is_refused(begun: Begun, color: str) -> None:
    study, li, _ = begun
    with pytest.raises(Refused) as refused:
        study.apply(op.RenameCode(code_id(study, "P1"), None, color), coder=li)
    assert refused.value.key == "project.bad_color"


def test_the_same_version_adopted_again_changes_nothing(begun: Begun) -> None:
    study, li, _ = begun
    before = state_of(study)
    adopt(study, li)
    assert state_of(study) == before and study.log(1)[0][1] == 0


def test_a_speaker_is_one_case_at_a_time(begun: Begun) -> None:
    study, li, _ = begun
    entity = transcript_id(study)
    first, second = study.cases()
    rows = state_of(study)
    study.apply(op.AssignCase(entity, "答", second.id), coder=li)
    assert {case.name: len(case.speaks) for case in study.cases()} == {"A-1": 0, "A-2": 2}
    study.apply(op.AssignCase(entity, "答", None), coder=li)
    study.apply(op.AssignCase(entity, "谁都不是", None), coder=li)
    assert {case.name: len(case.speaks) for case in study.cases()} == {"A-1": 0, "A-2": 1}
    study.apply(op.AssignCase(entity, "答", first.id), coder=li)
    assert state_of(study) == rows
    with pytest.raises(Refused) as refused:
        study.apply(op.AssignCase(entity, "张三", first.id), coder=li)
    assert "问、答" in refused.value.text("zh") and "张三" in refused.value.text("en")
