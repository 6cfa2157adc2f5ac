"""The table of cases goes out as texts and comes back the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from studies import OTHER, TEXT, take

from app.exporters.cases import cases_csv, cases_xlsx, write_cases
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError
from corpus.project import Project, create
from corpus.project.cases import case_rows, read_cases
from corpus.project.operations import SaveCase

HOSTILE = ("=HYPERLINK(1)", "+cmd", "@A", "一,二", '引"号', "𠮷野家", "行\n二")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two interviewees of the texts, and cases of hostile names."""
    with create(tmp_path / "甲.fangtan") as made:
        take(made, TEXT)
        take(made, OTHER, "访谈/二.txt")
        for name in HOSTILE:
            made.apply(SaveCase(name), coder=made.coder("李"))
        yield made


def sheet_of(data: bytes, lang: Language) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))[message("sheet.cases", lang)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cell_of_the_sheet_is_a_text(project: Project, lang: Language) -> None:
    sheet = sheet_of(cases_xlsx(project, lang), lang)
    rows = [["" if cell is None else cell for cell in row] for row in sheet.values]
    assert rows[:-1] == case_rows(project)  # type: ignore[arg-type]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet.freeze_panes == "B2"


def test_the_file_of_rows_is_guarded(project: Project) -> None:
    rows = list(csv.reader(io.StringIO(cases_csv(project).decode("utf-8-sig"), newline="")))
    assert len(rows) == len(case_rows(project))
    first = {row[0] for row in rows}
    assert {"'=HYPERLINK(1)", "'+cmd", "'@A", "一,二", '引"号', "𠮷野家"} <= first


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSX", "a.xlsm", "a.csv", "a.CSV", "没有后缀"])
def test_the_ending_decides_on_the_kind_of_file(
    project: Project, tmp_path: Path, name: str
) -> None:
    path = write_cases(project, tmp_path / name, "zh")
    sheet = name.lower().endswith((".xlsx", ".xlsm"))
    assert path.read_bytes()[:2] == (b"PK" if sheet else b"\xef\xbb")


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_what_went_out_comes_back_without_a_change(
    project: Project, tmp_path: Path, name: str
) -> None:
    before = case_rows(project)
    path = write_cases(project, tmp_path / name, "en")
    read_cases(project, path, project.coder("李"))
    assert case_rows(project) == before


def test_a_study_without_cases_has_headings_only(tmp_path: Path) -> None:
    with create(tmp_path / "空.fangtan") as empty:
        assert len(case_rows(empty)) == 1
        assert sheet_of(cases_xlsx(empty, "zh"), "zh").max_column == len(case_rows(empty)[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_that_cannot_be_written_is_named(
    project: Project, tmp_path: Path, lang: Language
) -> None:
    with pytest.raises(FangtanError) as refused:
        write_cases(project, tmp_path / "no" / "a.xlsx", "zh")
    assert refused.value.key == "run.file_busy"
    assert str(tmp_path / "no" / "a.xlsx") in refused.value.text(lang)
