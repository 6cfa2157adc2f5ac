from __future__ import annotations

import subprocess
from pathlib import Path

from typer.testing import CliRunner

from app.cli.main import app


def test_the_report_opens_in_a_browser_with_its_quotations(chromium: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        (
            "问：难在哪？\n答：没有统一标准，<img src=x "
            "onerror=\"document.title='hacked'\">接口也打不通。"
        ),
        encoding="utf-8",
    )
    assert (
        CliRunner()
        .invoke(app, ["run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")])
        .exit_code
        == 0
    )
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    page = (tmp_path / "out" / "report.html").as_uri()
    done = subprocess.run(
        [chromium, *flags, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert '<mark class="hit">没有统一标准</mark>' in done.stdout
    assert (
        "<title>访谈编码报告</title>" in done.stdout
        and "<img" not in done.stdout
        and "<svg" in done.stdout
    )
