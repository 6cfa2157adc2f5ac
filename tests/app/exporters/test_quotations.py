"""One table of quotations: the run's CSV, the run's workbook and the page's file hold the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from studies import OTHER, TEXT, lay, take

from app.exporters.quotations import COLUMNS, Quotations, quotation_rows, quotations_xlsx
from app.run.outputs import write_all
from app.run.pipeline import run
from app.study.projects import adopt
from app.study.reading import Settings
from app.study.study import Study, from_project, load
from codebooks.loading import load as load_book
from corpus.catalogue import Language, message
from corpus.formulas import guarded
from corpus.project import Project, create

ANSWER = "=没有统一标准，接口也打不通。\n问：那怎么办？\n答：建议统一标准。"


@pytest.fixture(scope="module", params=["zh", "en"])
def finished(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Study, Language]:
    folder, lang = tmp_path_factory.mktemp("稿"), request.param
    (folder / "=一.txt").write_text(
        f"访谈编号：@A\n所在部门：-民政局\n\n问：难在哪？\n答：{ANSWER}\n", encoding="utf-8"
    )
    out = folder / "out"
    settings = Settings((load_book("information_ecology"),))
    write_all(run([folder / "=一.txt"], out, settings, lang=lang), out, lang)
    return out, load(out), lang


def read(data: bytes, sheet: str) -> list[list[Any]]:
    rows = openpyxl.load_workbook(io.BytesIO(data))[sheet].values
    return [["" if cell is None else cell for cell in row] for row in rows]


def test_page_and_command_line_have_the_same_columns_and_values(
    finished: tuple[Path, Study, Language],
) -> None:
    out, study, lang = finished
    sheet = message("sheet.quotations", lang)
    page = read(quotations_xlsx(study, lang), sheet)
    assert page == read((out / "fangtan.xlsx").read_bytes(), sheet)
    with (out / "csv" / "quotations.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    assert lines == [[guarded(str(cell)) for cell in row] for row in page]
    assert len(page) > 2 and page[0] == Quotations((), lang).headings()


def test_indicator_cue_and_reason_stand_in_every_file(
    finished: tuple[Path, Study, Language],
) -> None:
    _, study, lang = finished
    rows = list(quotation_rows(study, lang))
    indicator, reason = COLUMNS.index("indicator"), COLUMNS.index("reason")
    assert all(row[indicator] and row[reason] for row in rows)
    assert all("." not in str(row[reason]).split("，")[0][:8] for row in rows)


@pytest.fixture
def project(tmp_path: Path) -> Any:
    """Two interviews and a shipped codebook."""
    with create(tmp_path / "甲.fangtan") as made:
        adopt(made, load_book("problem_cause_countermeasure"), made.coder("=李"))
        take(made, TEXT)
        take(made, OTHER, "访谈/二.txt")
        yield made


def test_codings_of_people_have_no_evidence_and_their_own_coder(project: Project) -> None:
    li = project.coder("=李")
    key = next(code.key for code in project.codes() if code.parent)
    lay(project, li, "没有统一标准", key)
    (row,) = quotation_rows(from_project(project), "zh")
    cells = dict(zip(COLUMNS, row, strict=True))
    assert (cells["quote"], cells["coder"], cells["code"]) == ("没有统一标准", "=李", key)
    assert (cells["indicator"], cells["cue"], cells["reason"]) == ("", "", "")
    assert (cells["id"], cells["department"]) == ("A-1", "民政局")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_study_gives_headings_only(project: Project, lang: Language) -> None:
    data = quotations_xlsx(from_project(project), lang)
    assert read(data, message("sheet.quotations", lang)) == [Quotations((), lang).headings()]
