"""Rows of cells to an interview: header fields, turn tables, one row per interview. Columns by
Chinese and English headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Final

from corpus.document import Document, Line
from corpus.normalise import fold
from corpus.readers.lines import lines_of
from corpus.turns.labels import plain, role_of
from corpus.turns.metadata import key_of

COLUMNS: Final[dict[str, str]] = {
    header: column
    for column, headers in {
        "speaker": (
            "说话人 发言人 讲者 发言者 说话者 讲话人 讲话者 对话人 人物 speaker talker "
            "participant speaker_name speakername"
        ),
        "role": "角色 身份 说话人角色 发言人角色 role",
        "text": (
            "内容 发言内容 谈话内容 访谈内容 对话内容 正文 文本 发言 逐字稿 话语 转写文本 "
            "转录文本 原文 文字 访谈全文 全文 访谈文本 text content utterance transcript "
            "sentence speech body review reviewbody review_body 评论 评论内容 评价内容 "
            "点评内容 留言内容 帖子内容"
        ),
        "question": "问题 问 提问 访谈问题 question q",
        "answer": "回答 答 答复 受访者回答 answer a response",
        "start": (
            "开始时间 起始时间 开始 时间 时间戳 时间点 start from begin time timestamp "
            "start_time starttime start_s time_s"
        ),
        "end": "结束时间 结束 终止时间 end to stop end_time endtime end_s",
        "memo": "备注 说明 注释 备忘 note notes remark remarks memo comment",
        "index": "序号 编号 no no. id segment index 行号 轮次 turn 话轮",
    }.items()
    for header in headers.split()
}
"""Folded, simplified header -> column."""

CUE_LENGTH: Final = 60
"""Texts of at most so many characters on average, with a start and an end, are subtitle cues."""
_VOICED: Final = frozenset(["speaker", "role"])


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cell texts; ``number`` is the line of the first row in the source, from 1."""

    rows: Sequence[Sequence[str]]
    number: int


def column_of(header: str) -> str | None:
    """The column that a header cell names; None when it is not known."""
    name = plain(fold(str(header)).strip()).replace("\n", "")
    return COLUMNS.get(name) or COLUMNS.get(re.sub(r"[(（].*?[)）]", "", name))


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """The first of five rows that names a text column (or question and answer): its index,
    and column -> cell index. None without one.
    """
    for index, row in enumerate(rows[:5]):
        columns: dict[str, int] = {}
        for cell, text in enumerate(row):
            column = column_of(text) if len(text) <= 16 else None
            if column and column not in columns:
                columns[column] = cell
        if ("text" in columns and len([cell for cell in row if cell.strip()]) >= 2) or {
            "question",
            "answer",
        } <= columns.keys():
            return index, columns
    return None


def cell_text(value: object) -> str:
    """A spreadsheet value as text: dates ISO 8601, times HH:MM:SS, whole floats without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, float) and not isfinite(value):
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def seconds_of(text: str) -> float | None:
    """``0:00:02``, ``00:00:02.000``, ``00:00:20,500``, ``01:05``, ``62.5`` in seconds; None for
    anything else.
    """
    flat = fold(text).strip().strip("[]()")
    if re.fullmatch(r"\d+(?:\.\d+)?", flat):
        return _without_point(float(flat))
    if not re.fullmatch(r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?", flat):
        return None
    total = 0.0
    for part in flat.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return _without_point(round(total, 3))


def _without_point(value: float) -> float:
    """An int where the number is one, so that it is written without a point."""
    return int(value) if value == int(value) else value


def turn_lines(
    rows: Sequence[Sequence[str]], header: int, columns: Mapping[str, int], number: int
) -> list[Line]:
    """The rows of a turn table below its header (the index of a row); ``number`` is the line of the
    first row in the source. Short texts with times at both ends are subtitle cues.
    """
    below = list(enumerate(rows[header + 1 :], number + header + 1))
    if {"question", "answer"} <= columns.keys():
        return [
            line
            for row_number, row in below
            for line in _question_and_answer(row, columns, row_number)
        ]
    is_cue = {"start", "end"} <= columns.keys() and CUE_LENGTH * max(1, len(below)) >= sum(
        len(_cell(row, columns.get("text")).strip()) for _, row in below
    )
    lines = []
    for row_number, row in below:
        cells = {column: _cell(row, index).strip() for column, index in columns.items()}
        text = cells.get("text", "")
        if not text:
            continue
        speaker, role = cells.get("speaker", ""), cells.get("role", "")
        lines.append(
            Line(
                text,
                row_number,
                "cue" if is_cue else "row",
                speaker or role or None,
                role_of(role) if role else None,
                seconds_of(cells.get("start", "")),
                seconds_of(cells.get("end", "")),
                cells.get("memo", ""),
                continues=not speaker and not role and not columns.keys().isdisjoint(_VOICED),
            )
        )
    return lines


def _question_and_answer(
    row: Sequence[str], columns: Mapping[str, int], number: int
) -> Iterator[Line]:
    """A row of a table with a column for questions and one for answers: two turns."""
    question = _cell(row, columns["question"]).strip()
    if question:
        yield Line(question, number, "row", "问", "interviewer")
    answer = _cell(row, columns["answer"]).strip()
    if answer:
        memo = _cell(row, columns.get("memo")).strip()
        yield Line(answer, number, "row", "答", "interviewee", memo=memo)


def fields_of(table: Table) -> list[tuple[str, str, int]] | None:
    """``label, value`` rows (2 cells, or 4 and 6 as pairs) as fields; None when the table is not of
    that kind.
    """
    fields: list[tuple[str, str, int]] = []
    known_labels = 0
    for index, row in enumerate(table.rows):
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) == 1 and index == 0:
            continue
        if len(cells) % 2:
            cells.append("")
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            label = label.strip(" :：")
            if not label and not value:
                continue
            if not label or len(label) > 14:
                return None
            known_labels += key_of(label) is not None
            fields.append((label, value, table.number + index))
    return fields if known_labels >= max(1, len(fields) // 3) else None


def assemble(blocks: Sequence[Line | Table], format_: str) -> list[Document]:
    """Paragraphs and tables of one file in order -> one document. Tables of labels and values are
    its metadata; other tables without a known header are lines with tabs between the cells.
    """
    lines: list[Line] = []
    fields: list[tuple[str, str, int]] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
            continue
        header = find_header(block.rows)
        if header is not None:
            if header[0]:
                fields.extend(fields_of(Table(block.rows[: header[0]], block.number)) or [])
            lines.extend(turn_lines(block.rows, *header, block.number))
            continue
        table_fields = fields_of(block)
        if table_fields is not None:
            fields.extend(table_fields)
            continue
        lines.extend(
            Line("\t".join(cell.strip() for cell in row).strip(), block.number + index, "row")
            for index, row in enumerate(block.rows)
            if any(cell.strip() for cell in row)
        )
    return [Document(tuple(lines), format_, tuple(fields))]


def interviews(
    rows: Sequence[Sequence[str]], format_: str, encoding: str = ""
) -> list[Document] | None:
    """One row per interview: a long text column and no speaker or time column. None when the table
    is not of that kind.
    """
    header = find_header(rows)
    if header is None or "text" not in header[1] or {"speaker", "role", "start"} & header[1].keys():
        return None
    top, columns = header
    names = rows[top]
    label = _naming_column(names, columns)
    documents = []
    parts: set[str] = set()
    for number, row in enumerate(rows[top + 1 :], top + 2):
        text = _cell(row, columns["text"])
        if not text.strip():
            continue
        part = _cell(row, label).strip() or str(number)
        if part in parts:
            part = f"{part}@{number}"
        parts.add(part)
        fields = tuple(
            (name.strip(), _cell(row, column).strip(), number)
            for column, name in enumerate(names)
            if column != columns["text"] and name.strip() and _cell(row, column).strip()
        )
        documents.append(Document(lines_of(text), format_, fields, part, encoding=encoding))
    return documents or None


def _cell(row: Sequence[str], column: int | None) -> str:
    """A cell as written; "" where the row is too short or there is no such column."""
    return row[column] if column is not None and column < len(row) else ""


def _naming_column(names: Sequence[str], columns: Mapping[str, int]) -> int | None:
    """The column that tells the interviews of a table apart: a number, an id, a person."""
    if "index" in columns:
        return columns["index"]
    return next(
        (column for column, name in enumerate(names) if key_of(name) in ("id", "interviewee")),
        None,
    )
