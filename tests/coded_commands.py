"""Commands as a person types them, on a small study of two coders."""

from __future__ import annotations

import json
from typing import Any

from studies import OTHER, TEXT, take
from typer.testing import CliRunner

from app.cli.main import app
from app.study.projects import adopt
from codebooks.loading import parse
from corpus.project import CoderInfo, Project

BOOK = """
id: book
name: 编码簿
version: 2
codes:
- {id: P1, name: 标准不一, definition: 标准, indicators: [统一标准]}
- {id: P2, name: 接口不通, definition: 接口, indicators: [接口]}
"""


def begin(project: Project) -> list[CoderInfo]:
    """Two interviews, a codebook without indicators, two coders."""
    coders = [project.coder("甲"), project.coder("乙")]
    codes = "".join(
        f"- {{id: {code}, name: {code}, definition: x}}\n" for code in ("P1", "P2", "C1")
    )
    adopt(project, parse(f"id: book\nname: 编码簿\nversion: 1\ncodes:\n{codes}"), coders[0])
    take(project, TEXT)
    take(project, OTHER, "访谈/二.txt")
    return coders


def ran(*arguments: object) -> tuple[int, str]:
    """Exit code and what was printed; an exception that is no exit fails the test."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def told(*arguments: object) -> dict[str, Any]:
    """What a command prints with ``--json``, read; it must end with 0."""
    code, output = ran(*arguments, "--json")
    assert code == 0, output
    found: dict[str, Any] = json.loads(output)
    return found
