"""Cases and their attributes from and to a table (xlsx or csv): one row per case, one column per
variable.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from corpus.formulas import unguarded
from corpus.problem import FangtanError, Problem, Severity
from corpus.project import operations as op
from corpus.project.applying_codes import fitting
from corpus.project.identity import derived_id, new_id
from corpus.project.operations import Refused
from corpus.project.project import Project
from corpus.project.records import CaseInfo, CoderInfo, Variable
from corpus.readers.encoding import decode

CASE: Final = (
    "受访者",
    "case",
    "个案",
    "案例",
    "受访者编号",
    "编号",
    "姓名",
    "受访人",
    "name",
    "id",
)
SPEAKS: Final = ("访谈稿", "transcript", "source", "文件")
TYPES: Final = {
    "数值": "number",
    "日期": "date",
    "是否": "boolean",
    "类别": "choice",
    "文本": "text",
    "number": "number",
    "date": "date",
    "boolean": "boolean",
    "choice": "choice",
    "text": "text",
}
"""A heading may tell the type of its variable: ``工作年限（数值）``."""
ZH: Final = {"number": "数值", "date": "日期", "boolean": "是否", "choice": "类别", "text": "文本"}


@dataclass(slots=True)
class CasesRead:
    """What a table of cases changed."""

    cases: int = 0
    made: int = 0
    values: int = 0
    variables: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_cases(project: Project, path: Path, coder: CoderInfo) -> CasesRead:
    """Take a table of cases into the project: cases and variables that do not exist are made, an
    empty cell leaves a value alone.

    A faulty row or cell is a problem with its line; the rest is taken, in one transaction that one
    undo takes back. Raises FangtanError for a file that is no table or names no cases.
    """
    rows = _rows(path)
    head = [cell.strip() for cell in rows[0]] if rows else []
    names = [column for column, cell in enumerate(head) if cell.lower() in CASE]
    if not names:
        raise FangtanError("cases.no_name_column", file=str(path))
    key = min(names, key=lambda column: CASE.index(head[column].lower()))
    reading = _Reading(project, str(path))
    reading.take_headings(head, key)
    for line, row in enumerate(rows[1:], 2):
        cells = [*row, *[""] * (len(head) - len(row))]
        if any(cell.strip() for cell in cells):
            reading.take_row(line, cells, key)
    if reading.operations:
        project.apply_all(reading.operations, "cases_table", coder=coder)
    return reading.report


class _Reading:
    """A table of cases on its way: the operations that its rows come to, against the cases and
    variables that the project has and those that earlier rows have made.
    """

    def __init__(self, project: Project, file: str) -> None:
        self.project, self.file = project.id, file
        self.report = CasesRead()
        self.operations: list[op.Operation] = []
        self.variables = {variable.name: variable for variable in project.variables()}
        self.cases = {case.name: case for case in project.cases()}
        self.columns: dict[int, Variable] = {}
        self.names: set[str] = set()
        self.values: dict[tuple[str, str], str] = {}

    def take_headings(self, head: list[str], key: int) -> None:
        """Which column (by index) holds which variable; ``key``: the column of names."""
        for column, cell in enumerate(head):
            speaks = cell.lower() in SPEAKS and cell not in self.variables
            if column != key and cell and not speaks:
                self.columns[column] = self._variable(*_typed(cell))

    def _variable(self, name: str, kind: str | None) -> Variable:
        if name in self.variables:
            return self.variables[name]
        entity = derived_id(self.project, "variable", name)
        if any(variable.id == entity for variable in self.variables.values()):
            entity = new_id()  # made under this name and renamed since
        self.operations.append(op.DefineVariable(name, kind or "text", entity))  # type: ignore[arg-type]
        variable = Variable(entity, name, kind or "text", len(self.variables))
        self.variables[name] = variable
        self.report.variables.append(name)
        return variable

    def take_row(self, line: int, cells: list[str], key: int) -> None:
        """A row that names a case, and its values."""
        name = cells[key].strip()
        if not name:
            self._problem("cases.row_without_name", line, "warning")
            return
        if name in self.names:
            self._problem("cases.twice", line, "warning", name=name)
        self.names.add(name)
        case = self._case(name)
        self.report.cases += 1
        for column, variable in self.columns.items():
            value = cells[column].strip()
            if value:
                self._set(case, variable, value, line)

    def _case(self, name: str) -> CaseInfo:
        if name in self.cases:
            return self.cases[name]
        entity = derived_id(self.project, "case", name)
        if any(case.id == entity for case in self.cases.values()):
            entity = new_id()
        self.operations.append(op.SaveCase(name, entity))
        self.cases[name] = CaseInfo(entity, name, {}, ())
        self.report.made += 1
        return self.cases[name]

    def _set(self, case: CaseInfo, variable: Variable, value: str, line: int) -> None:
        key = (case.id, variable.id)
        try:
            fit = fitting(value, variable.type)
        except Refused:
            self._problem(
                "cases.bad_value",
                line,
                "error",
                value=value,
                column=variable.name,
                type=ZH[variable.type],
            )
            return
        if self.values.get(key, case.attributes.get(variable.name)) != fit:
            self.operations.append(op.SetAttribute(case.id, variable.id, value))
            self.values[key] = fit
            self.report.values += 1

    def _problem(self, message: str, line: int, severity: Severity, **values: str) -> None:
        self.report.problems.append(Problem(self.file, message, line, severity, values))


def _typed(heading: str) -> tuple[str, str | None]:
    for opening, closing in (("（", "）"), ("(", ")")):
        if heading.endswith(closing) and opening in heading:
            name, _, told = heading[:-1].rpartition(opening)
            if told.strip() in TYPES:
                return name.strip(), TYPES[told.strip()]
    return heading, None


def _rows(path: Path) -> list[list[str]]:
    try:
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            from openpyxl import load_workbook

            book = load_workbook(path, read_only=True, data_only=True)
            rows = [
                [_cell(cell) for cell in row]
                for row in book.worksheets[0].iter_rows(
                    max_row=50_000, max_col=200, values_only=True
                )
            ]
            book.close()
            return rows
        text = decode(path.read_bytes()).text
        return [
            [unguarded(cell) for cell in row]
            for row in csv.reader(
                io.StringIO(text, newline=""),
                delimiter="\t" if "\t" in text.split("\n", 1)[0] else ",",
            )
        ]
    except OSError as error:
        raise FangtanError(
            "cases.unreadable", file=str(path), reason=error.strerror or type(error).__name__
        ) from error
    except Exception as error:  # openpyxl raises whatever its XML and zip layers raise
        raise FangtanError(
            "cases.unreadable", file=str(path), reason=type(error).__name__
        ) from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return (
        value.date().isoformat()
        if hasattr(value, "date") and hasattr(value, "hour")
        else str(value)
    )


def case_rows(project: Project) -> list[list[str]]:
    """The table of cases as rows of cells, headings first; types of variables stand in the
    headings.
    """
    variables = project.variables()
    sources = {info.id: info.source for info in project.transcripts()}
    rows = [["受访者", *map(_heading, variables), "访谈稿"]]
    for case in project.cases():
        spoken = "；".join(sources.get(transcript, "") for transcript, _ in case.speaks)
        rows.append(
            [case.name, *(case.attributes.get(variable.name, "") for variable in variables), spoken]
        )
    return rows


def _heading(variable: Variable) -> str:
    """The type stands in the heading, but for plain text whose name cannot be taken for anything
    else.
    """
    plain = (
        variable.type == "text"
        and variable.name.lower() not in (*CASE, *SPEAKS)
        and _typed(variable.name)[1] is None
    )
    return variable.name if plain else f"{variable.name}（{ZH[variable.type]}）"
