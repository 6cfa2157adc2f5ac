"""A table of cases out and in: round trips, faults told with their line, one step of undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from studies import begin, contents, sound

from app.exporters.cases import write_cases
from corpus.project import Project, create
from corpus.project import operations as op
from corpus.project.cases import case_rows, read_cases

WORDS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs"),
        exclude_characters="\ufeff\ufffe\uffff",
    ),
    min_size=1,
    max_size=8,
).filter(lambda told: told == told.strip() and told)


ODD = st.sampled_from(
    [
        "=1+1",
        "'=x",
        "''",
        "-5",
        "+86",
        "@a",
        "甲,乙",
        '"引号"',
        "工龄（数值）",
        "文件",
        "编号",
        "姓名",
        "case",
        "a;b",
        "0012",
        "TRUE",
        "1e5",
    ]
)


VALUES = st.one_of(WORDS, ODD)


@given(
    st.dictionaries(
        VALUES, st.sampled_from(("text", "number", "date", "boolean", "choice")), max_size=4
    ),
    st.lists(VALUES, max_size=4, unique=True),
    st.data(),
    st.sampled_from(("xlsx", "csv")),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_cases_go_out_and_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    variables: dict[str, str],
    names: list[str],
    data: st.DataObject,
    kind: str,
) -> None:
    folder = tmp_path_factory.mktemp("表")
    fit = {
        "text": VALUES,
        "choice": VALUES,
        "number": st.sampled_from(("3", "-2.5", "1200")),
        "date": st.just("2023-03-05"),
        "boolean": st.sampled_from(("true", "false")),
    }
    with create(folder / "甲.fangtan") as one, create(folder / "乙.fangtan") as two:
        li = one.coder("李")
        made = {name: op.DefineVariable(name, type_) for name, type_ in variables.items()}  # type: ignore[arg-type]
        people = [op.SaveCase(name) for name in names]
        for done in (*made.values(), *people):
            one.apply(done, coder=li)
        for person in people:
            for variable in made.values():
                value = data.draw(st.one_of(st.just(""), fit[variable.type]))
                one.apply(op.SetAttribute(person.id, variable.id, value), coder=li)
        table = write_cases(one, folder / f"表.{kind}", "zh")
        first = read_cases(two, table, two.coder("王"))
        assert first.problems == []
        assert case_rows(two) == case_rows(one)
        again = read_cases(one, table, li)
        assert (again.made, again.values, again.variables) == (0, 0, [])
        sound(two)


def test_a_table_of_cases_is_one_step_of_undo(project: Project, tmp_path: Path) -> None:
    (li,) = begin(project, "李")
    before = contents(project)
    table = tmp_path / "人.csv"
    table.write_text(
        "编号\t工龄（数值）\t入职（日期）\nA-1\t12\t2010年7月1日\nA-3\t8\t\n", encoding="utf-8"
    )
    done = read_cases(project, table, li)
    assert (done.cases, done.made, done.values, done.variables, done.problems) == (
        2,
        1,
        3,
        ["工龄", "入职"],
        [],
    )
    assert project.cases()[0].attributes == {"部门": "民政局", "工龄": "12", "入职": "2010-07-01"}
    project.undo(li)
    assert contents(project) == before
    sound(project)


def test_a_case_renamed_since_is_not_renamed_back(project: Project, tmp_path: Path) -> None:
    (li,) = begin(project, "李")
    table = tmp_path / "人.csv"
    table.write_text("受访者,级别\n新人,科级\n", encoding="utf-8")
    read_cases(project, table, li)
    case = next(one for one in project.cases() if one.name == "新人")
    project.apply(op.SaveCase("老张", case.id), coder=li)
    assert read_cases(project, table, li).made == 1
    assert {"老张", "新人"} <= {one.name for one in project.cases()}
