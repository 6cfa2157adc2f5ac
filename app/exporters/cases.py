"""The table of cases as a file that a person fills in and ``read_cases`` takes back."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from app.exporters.csv import csv_bytes
from app.exporters.workbook import workbook_bytes
from corpus.catalogue import Language, message
from corpus.problem import FangtanError
from corpus.project import Project
from corpus.project.cases import case_rows

XLSX: Final = (".xlsx", ".xlsm")


def cases_xlsx(project: Project, lang: Language) -> bytes:
    """A sheet of texts, the case and the headings always in sight."""
    headings, *rows = case_rows(project)
    frame = pd.DataFrame(rows, columns=pd.Index(headings, dtype=object), dtype=object)
    return workbook_bytes({message("sheet.cases", lang): frame}, lang, fixed=1)


def cases_csv(project: Project) -> bytes:
    """CSV in UTF-8 with a mark; what a spreadsheet would run has an apostrophe in front."""
    return csv_bytes(case_rows(project))


def write_cases(project: Project, path: Path, lang: Language) -> Path:
    """xlsx or CSV by the ending of ``path``. Raises FangtanError when it cannot be written."""
    try:
        path.write_bytes(
            cases_xlsx(project, lang) if path.suffix.lower() in XLSX else cases_csv(project)
        )
    except OSError as error:
        raise FangtanError("run.file_busy", path=str(path)) from error
    return path
