"""A table of cases out and in: round trips, faults told with their line, one step of undo."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from studies import begin, contents, sound

from app.exporters.cases import write_cases
from corpus.problem import FangtanError
from corpus.project import CoderInfo, Project, create
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


@pytest.mark.thorough
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


def _table(tmp_path: Path, text: str, name: str = "人.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


TABLES = [
    ("受访者,部门\n甲,民政局\n", {"甲": {"部门": "民政局"}}),
    ("姓名\t部门\n甲\t民政局\n", {"甲": {"部门": "民政局"}}),
    ("NAME,Level\n甲,3\n", {"甲": {"Level": "3"}}),
    ("姓名,受访者\n真名,甲\n", {"甲": {"姓名": "真名"}}),
    ("部门,编号\n民政局,甲\n", {"甲": {"部门": "民政局"}}),
    ('受访者,工龄（数值）\n甲,"1,200"\n', {"甲": {"工龄": "1200"}}),
    ("受访者,工龄(number)\n甲,3.0\n", {"甲": {"工龄": "3"}}),
    ("受访者,备注（其他）\n甲,x\n", {"甲": {"备注（其他）": "x"}}),
    ("受访者,访谈稿\n甲,一.txt\n", {"甲": {}}),
    ("受访者,部门\n甲\n", {"甲": {}}),
    ("受访者,部门\n甲,民政局,多出的格\n", {"甲": {"部门": "民政局"}}),
    ("受访者,,部门\n甲,无名列,民政局\n", {"甲": {"部门": "民政局"}}),
    ('受访者,部门\n\n甲,"民政局\n社救科"\n,\n', {"甲": {"部门": "民政局\n社救科"}}),
    ("受访者,部门\n𠮷,繁體\n", {"𠮷": {"部门": "繁體"}}),
    ("受访者,公式\n甲,'=1+1\n", {"甲": {"公式": "=1+1"}}),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_each_shape_of_a_table(
    study: Project, tmp_path: Path, text: str, expected: dict[str, dict[str, str]]
) -> None:
    report = read_cases(study, _table(tmp_path, text), study.coder("李"))
    assert report.problems == []
    assert {case.name: dict(case.attributes) for case in study.cases()} == expected
    assert (report.cases, report.made) == (1, 1)
    sound(study)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_in_any_encoding(study: Project, tmp_path: Path, encoding: str) -> None:
    text = "受访者,所在部门\n张科长,民政局社会救助科\n王主任,大数据管理局的数据共享科\n"
    read_cases(study, _table(tmp_path, text, encoding=encoding), study.coder("李"))
    assert [case.name for case in study.cases()] == sorted(["张科长", "王主任"])


def test_faulty_rows_and_cells_are_told_with_their_line_and_the_rest_is_taken(
    study: Project, tmp_path: Path
) -> None:
    text = "受访者,工龄（数值）,党员（是否）\n甲,三年,是\n,5,否\n乙,7,也许\n甲,8,\n乙,7,否\n"
    path = _table(tmp_path, text)
    report = read_cases(study, path, study.coder("李"))
    told = [(problem.key, problem.line, problem.severity) for problem in report.problems]
    assert told == [
        ("cases.bad_value", 2, "error"),
        ("cases.row_without_name", 3, "warning"),
        ("cases.bad_value", 4, "error"),
        ("cases.twice", 5, "warning"),
        ("cases.twice", 6, "warning"),
    ]
    assert {case.name: dict(case.attributes) for case in study.cases()} == {
        "甲": {"党员": "true", "工龄": "8"},
        "乙": {"工龄": "7", "党员": "false"},
    }
    for problem in report.problems:
        assert problem.sentence("zh").startswith(f"{path} 第 {problem.line} 行")
        assert str(problem.line) in problem.sentence("en").removeprefix(str(path))
    assert "三年" in report.problems[0].message("zh") and "工龄" in report.problems[0].message("en")


def test_cells_of_a_workbook_are_read_as_people_see_them(study: Project, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["受访者", "工龄（数值）", "入职（日期）", "编号", "空"])
    sheet.append([7.0, 12.5, datetime(2010, 7, 1, 8, 30), "0012", None])
    book.save(tmp_path / "人.xlsx")
    read_cases(study, tmp_path / "人.xlsx", study.coder("李"))
    (case,) = study.cases()
    assert case.name == "7"
    assert dict(case.attributes) == {"工龄": "12.5", "入职": "2010-07-01", "编号": "0012"}


REFUSED = [
    ("无.csv", None, "cases.unreadable"),
    ("坏.xlsx", b"PK\x03\x04 no workbook", "cases.unreadable"),
    ("空.csv", b"", "cases.no_name_column"),
    ("别的.csv", "问题,回答\n甲,乙\n".encode(), "cases.no_name_column"),
]


@pytest.mark.parametrize(("name", "content", "key"), REFUSED)
def test_a_file_that_is_no_table_of_cases(
    study: Project, tmp_path: Path, name: str, content: bytes | None, key: str
) -> None:
    li = study.coder("李")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    revision = study.revision
    with pytest.raises(FangtanError) as refused:
        read_cases(study, tmp_path / name, li)
    assert refused.value.key == key and study.revision == revision
    assert all(name in refused.value.text(lang) for lang in ("zh", "en"))


def test_a_table_that_says_nothing_new_is_no_step(study: Project, tmp_path: Path) -> None:
    li = study.coder("李")
    path = _table(tmp_path, "受访者,工龄（数值）\n甲,8\n")
    read_cases(study, path, li)
    revision = study.revision
    again = read_cases(study, _table(tmp_path, "受访者,工龄\n甲,8.0\n甲,\n"), li)
    assert (again.cases, again.made, again.values, again.variables) == (2, 0, 0, [])
    assert study.revision == revision


def test_headings_name_types_and_rows_where_people_speak(
    begun: tuple[Project, CoderInfo, CoderInfo],
) -> None:
    study, li, _ = begun
    for name, kind in (("工龄", "number"), ("姓名", "text"), ("备注（数值）", "text")):
        study.apply(op.DefineVariable(name, kind), coder=li)  # type: ignore[arg-type]
    head, first, second = case_rows(study)
    assert head == [
        "受访者",
        "部门",
        "工龄（数值）",
        "姓名（文本）",
        "备注（数值）（文本）",
        "访谈稿",
    ]
    assert first == ["A-1", "民政局", "", "", "", "访谈/一.txt"]
    assert second == ["A-2", "公安局", "", "", "", "访谈/二.txt"]
