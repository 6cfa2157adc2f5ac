"""A study as analyses read it: what is counted against counting by hand; stored, and read back."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from studies import OTHER, TEXT, code_id, lay, take
from studies_by_hand import BOOK, interview, lettered, study_of

from analysis.units import UNITS, UnitKind
from analysis.words.content import word_incidence
from analysis.words.counted import word_counts
from app.run.outputs import write_all
from app.run.pipeline import run
from app.study.machines.passes import code_project
from app.study.projects import adopt, rules_of
from app.study.reading import Settings
from app.study.study import (
    Study,
    attributes_from,
    from_project,
    load,
    names_of,
    rules,
    with_attributes,
)
from codebooks.codebook import Codebook
from codebooks.loading import load as load_book
from corpus.problem import FangtanError
from corpus.project import Filter, Project, create
from corpus.project.operations import Decide, RenameCode, SetAttribute
from corpus.project.records import CaseInfo
from corpus.segmentation import ENGINES, Engine

LETTERS = lettered(["A B", "A", ""], ["A B C", "C:present:rejected"], department=["公安局", ""])
SECOND = BOOK.model_copy(update={"id": "second"})


# What a study tells


def test_a_codebook_is_found_by_its_id_and_the_first_without_one() -> None:
    study = study_of(books=(BOOK, SECOND))
    assert study.book(None) is BOOK and study.book("second") is SECOND
    with pytest.raises(FangtanError) as refused:
        study.book("third")
    assert refused.value.key == "study.no_book"
    assert all("test、second" in refused.value.text(lang) for lang in ("zh", "en"))
    with pytest.raises(FangtanError) as empty:
        study_of(books=()).book(None, "编码簿")
    assert empty.value.values["name"] == "编码簿"


@pytest.mark.parametrize(
    ("unit", "rows"),
    [
        ("exchange", ["A B", "A", "", "A B C", ""]),
        ("turn", ["A B", "A", "", "A B C", ""]),
        ("sentence", ["A", "B", "A", "", "A", "B", "C", ""]),
        ("window", ["A", "A B", "A B", "A B", "A", "A B", "A B C", "A B C"]),
        ("interview", ["A B", "A B C"]),
    ],
)
def test_units_by_hand_and_what_was_rejected_is_not_counted(
    unit: UnitKind, rows: list[str]
) -> None:
    incidence = LETTERS.incidence(unit)
    codes = [code for _, code in incidence.codes]
    assert codes == ["P", "A", "B", "Q", "C", "R", "D", "E"]
    found = [
        " ".join(code for code, cell in zip(codes, row, strict=True) if cell)
        for row in incidence.matrix.toarray()
    ]
    assert found == rows and incidence.sources == ("0", "1")


def test_without_a_unit_that_of_the_study_is_taken() -> None:
    for unit in UNITS:
        study = Study("", LETTERS.interviews, LETTERS.books, unit, {})
        assert study.incidence().kind == unit
        assert (study.incidence().matrix != LETTERS.incidence(unit).matrix).nnz == 0


def test_codes_together_by_hand() -> None:
    together = LETTERS.together()
    pairs = {
        (row["code_a"], row["code_b"]): (row["c"], row["a"], row["b"], row["n"], row["interviews"])
        for row in together.table.to_dict("records")
    }
    assert pairs == {
        ("A", "B"): (2, 3, 2, 5, 2),
        ("A", "C"): (1, 3, 1, 5, 1),
        ("B", "C"): (1, 2, 1, 5, 1),
    }
    assert together.units(("test", "A"), ("test", "C")) == [
        ("1", *map(int, LETTERS.incidence().spans[3]))
    ]


@pytest.mark.parametrize("unit", UNITS)
def test_a_study_without_interviews_counts_nothing(unit: UnitKind) -> None:
    empty = study_of()
    assert empty.incidence(unit).matrix.shape == (0, 8) and empty.together(unit).table.empty
    assert empty.synthetic == 0
    with pytest.raises(FangtanError) as refused:
        empty.attribute("department")
    assert refused.value.key == "study.no_attribute"


def test_an_attribute_by_interview_several_values_joined() -> None:
    assert LETTERS.attribute("department") == {"0": "公安局", "1": ""}
    several = study_of(
        interview("a", ["A"], tags=["一", "二"], year=2023),  # type: ignore[arg-type]
        interview("b", ["A"]),
    )
    assert several.attribute("tags") == {"a": "一、二", "b": ""}
    assert several.attribute("year") == {"a": "2023", "b": ""}
    with pytest.raises(FangtanError) as refused:
        several.attribute("身高")
    assert "tags、year" in refused.value.text("en")


def test_synthetic_interviews_are_counted() -> None:
    study = study_of(
        *(interview(nature, ["A"], nature=nature) for nature in ("合成样例", "真实", ""))
    )
    assert study.synthetic == 1


def test_names_in_both_languages() -> None:
    assert names_of((BOOK, SECOND), "zh")["second", "A"] == "标准不一"
    assert names_of((BOOK,), "en")["test", "A"] == "Standards" and names_of((), "en") == {}


# Attributes of cases


def test_attributes_go_under_the_key_of_the_header_and_twice_said_is_once() -> None:
    cases = [
        CaseInfo("1", "甲", {"部门": "公安局", "身高": "170"}, (("t1", "答"), ("t2", "答"))),
        CaseInfo("2", "乙", {"部门": "民政局", "身高": "170"}, (("t1", "乙"),)),
        CaseInfo("3", "丙", {"部门": "无"}, ()),
    ]
    assert attributes_from(cases) == {
        "t1": {"department": ["公安局", "民政局"], "身高": "170"},
        "t2": {"department": "公安局", "身高": "170"},
    }
    assert attributes_from([]) == {}


def test_attributes_of_cases_go_before_the_header() -> None:
    made, _ = interview("a", ["A"], department="旧", id="A-1")
    named = with_attributes(made, {"department": "新"})
    assert (
        named.metadata == {"department": "新", "id": "A-1"} and made.metadata["department"] == "旧"
    )
    assert with_attributes(made, {}) is made


# A project


@pytest.fixture
def project(tmp_path: Path) -> Project:  # type: ignore[misc]
    with create(tmp_path / "研究.fangtan", "研究") as made:
        adopt(made, BOOK, made.coder("李"))
        take(made, TEXT)
        take(made, OTHER, "访谈/二.txt")
        yield made


def test_a_project_is_read_as_it_stands(project: Project) -> None:
    li = project.coder("李")
    lay(project, li, "没有统一标准", "A")
    lay(project, li, "打不通", "B", "present")
    gone = lay(project, project.coder("机器", "machine"), "各管各的", "A")
    project.apply(Decide(gone, "rejected"), coder=li)
    study = from_project(project, unit="turn")
    assert (study.folder, study.unit) == (project.name, "turn")
    assert study.parameters == {"unit": "turn", "project": project.id, "revision": project.revision}
    found = {
        transcript.source: [(each.quote, each.code, each.polarity, each.coder) for each in codings]
        for transcript, codings in study.interviews
    }
    assert found == {
        "访谈/一.txt": [("没有统一标准", "A", "lacking", "李"), ("打不通", "B", "present", "李")],
        "访谈/二.txt": [],
    }
    for transcript, codings in study.interviews:
        assert all(each.span.of(transcript.text) == each.quote for each in codings)


@pytest.mark.parametrize(
    ("criteria", "codes"),
    [
        (lambda project: Filter(), ["A", "A", "B"]),
        (lambda project: Filter(coders=(project.coder("王").id,)), ["A"]),
        (lambda project: Filter(codes=(code_id(project, "B"),)), ["B"]),
        (lambda project: Filter(polarities=("present",)), ["B"]),
        (lambda project: Filter(coders=("0" * 32,)), []),
    ],
)
def test_a_filter_leaves_the_codings_that_hold_it(
    project: Project, criteria: object, codes: list[str]
) -> None:
    li, wang = project.coder("李"), project.coder("王")
    lay(project, li, "没有统一标准", "A")
    lay(project, li, "打不通", "B", "present")
    lay(project, wang, "各管各的", "A")
    study = from_project(project, criteria(project))  # type: ignore[operator]
    assert sorted(each.code for _, codings in study.interviews for each in codings) == codes
    assert len(study.interviews) == 2  # texts stay, also without codings


def test_cases_and_codes_are_those_that_people_made(project: Project) -> None:
    li = project.coder("李")
    variable = next(each for each in project.variables() if each.name == "部门")
    case = next(each for each in project.cases() if each.attributes.get("部门") == "民政局")
    project.apply(SetAttribute(case.id, variable.id, "民政厅"), coder=li)
    project.apply(RenameCode(code_id(project, "A"), "口径不一"), coder=li)
    study = from_project(project)
    assert study.attribute("department") == {"访谈/一.txt": "民政厅", "访谈/二.txt": "公安局"}
    assert study.books[0].by_id["A"].name.zh == "口径不一"
    assert rules_of(project)[0].by_id["A"].name.zh == "标准不一"  # the machine codes as before


# From a folder or a file


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run on two interviews."""
    folder = tmp_path_factory.mktemp("访谈")
    for name, text in (("一.txt", TEXT), ("二.txt", OTHER)):
        (folder / name).write_text(text, encoding="utf-8")
    book: Codebook = load_book("information_ecology")
    outcome = run([folder], folder / "out", Settings((book,), unit="turn", words=False))
    write_all(outcome, folder / "out")
    return folder / "out"


def test_what_a_run_wrote_comes_back(out: Path) -> None:
    study = load(out)
    assert (study.unit, study.folder) == ("turn", out)
    assert study.books == (load_book("information_ecology"),)
    records = [json.loads(line) for line in (out / "codings.jsonl").read_text("utf-8").splitlines()]
    assert records == [
        each.as_record(transcript.source)
        for transcript, codings in study.interviews
        for each in codings
    ]
    assert load(str(out)).interviews == study.interviews
    assert rules(out, study) == study.books


def test_the_same_codings_from_a_run_and_from_a_project(out: Path, tmp_path: Path) -> None:
    path = tmp_path / "研究.fangtan"
    with create(path) as made:
        adopt(made, load_book("information_ecology"), made.coder("李"))
        take(made, TEXT)
        take(made, OTHER, "访谈/二.txt")
        code_project(made)

    def counted(study: Study) -> list[set[tuple[object, ...]]]:
        return [
            {(each.span, each.code, each.polarity) for each in own} for _, own in study.interviews
        ]

    study = load(path)
    assert counted(study) == counted(load(out))
    one, two = study.incidence("turn"), load(out).incidence()
    assert np.array_equal(one.matrix.toarray(), two.matrix.toarray())
    assert rules(path, study) == load(out).books


@pytest.mark.parametrize(
    ("name", "content", "key", "line"),
    [
        ("run.json", None, "study.missing", None),
        ("run.json", b"nonsense", "study.damaged", 1),
        ("run.json", b'{"parameters": {}}', "study.damaged", 1),
        ("codebooks.json", None, "study.old", None),
        ("codebooks.json", b"[1]", "study.damaged", 1),
        ("transcripts.jsonl", None, "study.old", None),
        ("transcripts.jsonl", b'{"source": 1}\n', "study.damaged", 1),
        ("transcripts.jsonl", b"[]\n", "study.damaged", 1),
        ("codings.jsonl", None, "study.old", None),
        ("links.jsonl", b"[]\n", "study.damaged", 1),
        ("links.jsonl", b'{"source": "gone"}\n', "study.damaged", 1),
        ("codings.jsonl", b"\n", "study.damaged", 1),
        ("codings.jsonl", b'{"source": "gone"}\n', "study.damaged", 1),
    ],
)
def test_a_folder_that_is_incomplete_or_damaged_is_named_with_its_remedy(
    out: Path, tmp_path: Path, name: str, content: bytes | None, key: str, line: int | None
) -> None:
    for file in ("run.json", "codebooks.json", "transcripts.jsonl", "codings.jsonl"):
        shutil.copy(out / file, tmp_path / file)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FangtanError) as refused:
        load(tmp_path)
    assert refused.value.key == key and refused.value.values.get("line") == line
    assert all("fangtan run" in refused.value.text(lang) for lang in ("zh", "en"))


def test_a_quote_that_is_not_the_text_is_named_with_its_line(out: Path, tmp_path: Path) -> None:
    for file in ("run.json", "codebooks.json", "transcripts.jsonl", "codings.jsonl"):
        shutil.copy(out / file, tmp_path / file)
    lines = (out / "codings.jsonl").read_text("utf-8").splitlines()
    record = json.loads(lines[1])
    lines[1] = json.dumps({**record, "start": record["start"] + 1})
    (tmp_path / "codings.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises(FangtanError) as refused:
        load(tmp_path)
    assert refused.value.values == {"file": str(tmp_path / "codings.jsonl"), "line": 2}


# Words


@pytest.mark.parametrize("engine", ENGINES)
def test_words_csv_and_word_cooccurrence_count_the_same_words(
    engine: Engine, tmp_path: Path
) -> None:
    """Traditional, Simplified and mixed talks: words.csv, made by the run, against units by word,
    made from what the run left.
    """
    talks = {
        "一.txt": "问：難嗎？\n答：密接名單庫（笑）沒有統一標準。四個部門。\n答：資料很慢。",
        "二.txt": "问：難吗？\n答：密接名单库没有统一标准。资料、一网通办。\n答：资料很慢。",
    }
    for name, text in talks.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = Settings((BOOK,), segmenter=engine, dictionary=("密接名單庫",))
    outcome = run([tmp_path], tmp_path / "out", settings)
    write_all(outcome, tmp_path / "out")
    with (tmp_path / "out/csv/words.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    study = load(tmp_path / "out")
    assert study.segmentation() == settings.segmentation()
    transcripts = [transcript for transcript, _ in study.interviews]
    units = word_incidence(transcripts, "interview", study.segmentation(), least=1)
    sums = np.asarray(units.matrix.sum(axis=0)).ravel().tolist()
    spread = dict(zip((word for _, word in units.codes), sums, strict=True))
    assert spread == {row[0]: int(row[2]) for row in rows}
    said = sum(
        (Counter(word_counts(each, study.segmentation())) for each in transcripts), Counter()
    )
    assert said == {row[0]: int(row[1]) for row in rows}
    assert spread["密接名单库"] == 2 and said["资料"] == 3 and "四个" not in said


def test_a_project_has_the_words_of_its_codebooks() -> None:
    study = study_of(books=(BOOK,))
    assert study.segmentation() == Settings((BOOK,)).segmentation()
