"""A result on the screen, in a folder, as JSON: three tellings of one thing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.cli.results import SHOWN, deliver
from app.result import Result
from corpus.catalogue import LANGUAGES, Language, message

NAMES = {("book", "P1"): "标准不一", ("book", "P2"): "接口不通"}


def result(rows: int = 2) -> Result:
    """Rows of codes with numbers, as an analysis hands them over."""
    frame = pd.DataFrame(
        {
            "codebook": ["book"] * rows,
            "code": [("P1", "P2")[index % 2] for index in range(rows)],
            "source": [f"访谈/{index:03}.txt" for index in range(rows)],
            "references": range(rows),
            "share": [index / 7 for index in range(rows)],
        }
    )
    made = Result("mentions", {"mentions": frame}, facts={"codings": rows, "rate": 0.5})
    made.notes.append("注意：数得少。")
    return made


def printed(made: Result, lang: Language, capsys: pytest.CaptureFixture[str], **more: Any) -> str:
    deliver(made, more.get("out"), lang, more.get("as_json", False), NAMES)
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_holds_every_row_with_keys_of_columns(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    made = result(SHOWN + 5)
    record = json.loads(printed(made, lang, capsys, as_json=True))
    assert record["analysis"] == "mentions" and record["files"] == []
    assert record["facts"] == {"codings": SHOWN + 5, "rate": 0.5}
    assert record["notes"] == ["注意：数得少。"]
    assert pd.DataFrame(record["tables"]["mentions"]).equals(made.tables["mentions"])


def test_numbers_of_arrays_become_plain_and_gaps_null(capsys: pytest.CaptureFixture[str]) -> None:
    made = result()
    made.tables["mentions"]["share"] = [float("nan"), 0.25]
    made.facts["largest"] = made.tables["mentions"]["references"].max()
    record = json.loads(printed(made, "zh", capsys, as_json=True))
    assert record["facts"]["largest"] == 1
    assert [row["share"] for row in record["tables"]["mentions"]] == [None, 0.25]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_screen_shows_the_first_rows_and_says_how_many_more(
    lang: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    output = printed(result(SHOWN + 5), lang, capsys)
    assert f"{SHOWN - 1:03}.txt" in output and f"{SHOWN:03}.txt" not in output
    assert message("result.more", lang, count=5) in output
    assert "注意：数得少。" in output and message("table.mentions", lang) in output
    assert "访谈/" not in output
    whole = printed(result(SHOWN), lang, capsys)
    assert message("result.more", lang, count=5)[:4] not in whole


def test_a_column_of_one_codebook_takes_no_room(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    made = result()
    assert message("column.codebook", "zh") not in printed(made, "zh", capsys)
    made.tables["mentions"]["codebook"] = ["book", "other"]
    assert message("column.codebook", "zh") in printed(made, "zh", capsys)
    made.brief["mentions"] = ("code", "references")
    brief = printed(made, "zh", capsys)
    assert message("column.codebook", "zh") not in brief and ".txt" not in brief


def test_marks_of_rich_in_a_text_are_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    made = result()
    made.tables["mentions"]["source"] = ["[red]红.txt", "[/].txt"]
    made.notes.append("[bold]粗[/bold]")
    output = printed(made, "zh", capsys)
    assert "[red]红.txt" in output and "[bold]粗[/bold]" in output


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_written_is_named_and_holds_the_table(
    lang: Language, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = result(SHOWN + 5)
    paths = deliver(made, tmp_path / "出", lang, False, NAMES)
    output = capsys.readouterr().out
    assert paths and all(path.exists() and str(path) in output for path in paths)
    with (tmp_path / "出" / "mentions.mentions.csv").open(
        encoding="utf-8-sig", newline=""
    ) as lines:
        rows = list(csv.reader(lines))
    assert len(rows) == SHOWN + 6
    assert [cell for cell in rows[-1] if cell.endswith(".txt")] == [f"访谈/{SHOWN + 4:03}.txt"]


def test_quotations_are_told_unit_by_unit(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ("1", "A-1", "一.txt", "P1", "lacking", "没有统一标准"),
        ("1", "A-1", "一.txt", "P2", "lacking", "接口也打不通"),
        ("2", "A-1", "一.txt", "P1", "demanded", "建议统一标准"),
    ]
    frame = pd.DataFrame(rows, columns=["unit", "id", "source", "code", "polarity", "quote"])
    output = printed(Result("pair", {"quotations": frame}), "zh", capsys)
    assert output.count("A-1") == 2
    for *_, code, polarity, quote in rows:
        name = NAMES["book", code]
        assert f"  {code} {name} · {message('polarity.' + polarity)}：{quote}" in output
    english = printed(Result("pair", {"quotations": frame.drop(columns="code")}), "en", capsys)
    assert "  建议统一标准" in english and "标准不一" not in english
