"""``fangtan project`` as a person types it, and two small interviews."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from app.cli.main import app

ONE = (
    "访谈编号：A-1\n所在部门：民政局\n\n问：难在哪？\n答：没有统一标准，接口也打不通。\n问："
    "那怎么办？\n答：建议统一标准，希望尽快打通接口。\n"
)
TWO = (
    "访谈编号：A-2\n所在部门：公安局\n\n问：难在哪？\n答：接口对接不了，各家标准不统一。"
    "\n问：别的呢？\n答：以前没有考核，现在纳入考核了。\n"
)
"""合成样例"""


def run(*arguments: str | Path, code: int = 0) -> str:
    """What ``fangtan project …`` prints on a wide screen; the exit code must be ``code``."""
    result = CliRunner().invoke(app, ["project", *map(str, arguments)], env={"COLUMNS": "200"})
    assert result.exit_code == code, (arguments, result.output, result.exception)
    return result.output


def record(*arguments: str | Path, code: int = 0) -> Any:
    """What it prints with ``--json``, read."""
    return json.loads(run(*arguments, "--json", code=code))
