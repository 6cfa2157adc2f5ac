"""What operations on codes, codebooks, cases and attributes do, told case by case."""

from __future__ import annotations

from dataclasses import replace

from studies import (
    CODES,
    adopt,
    begin,
    code_id,
    coding,
    lay,
    sound,
    suggest,
)

from corpus.project import Project
from corpus.project import operations as op


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
