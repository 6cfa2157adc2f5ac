"""What a run tells at its end: counts, the commonest codes, problems, files; as JSON too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.cli.summary import GRAVE, summary
from app.run.pipeline import Outcome
from app.study.reading import Settings
from corpus.catalogue import LANGUAGES, Language, message


def problem(number: int, severity: str = "error", line: int | None = None) -> dict[str, Any]:
    key = {"error": "read.blank", "warning": "read.nul", "note": "read.by_content"}[severity]
    values = {"suffix": ".txt", "kind": "pdf"} if severity == "note" else {}
    source = f"第{number:02}份.txt"
    return {"source": source, "line": line, "severity": severity, "key": key, "values": values}


def outcome(*problems: dict[str, Any], interviews: int = 2, **more: Any) -> Outcome:
    facts = {"turns": 4, "answers": 2, "characters": 1_200, "codings": 3, "units": 2}
    made = Outcome(Settings((), words=False), None, [dict(facts) for _ in range(interviews)])
    made.problems, made.files = list(problems), interviews + 1
    for name, value in more.items():
        setattr(made, name, value)
    return made


def told(
    capsys: pytest.CaptureFixture[str], made: Outcome, lang: Language = "zh", **more: Any
) -> str:
    summary(made, more.get("files", ()), lang, more.get("as_json", False), more.get("demo", False))
    return capsys.readouterr().out


CODES = pd.DataFrame(
    [
        {
            "code": f"P{number}",
            "name": f"名{number}",
            "level": min(number, 1),
            "sources": number,
            "references": 100 - number,
            "lacking": 1,
            "present": 2,
            "demanded": 3,
        }
        for number in range(14)
    ]
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_tells_counts_exit_and_files(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    made = outcome(problem(1, line=3), reused=1, failed=1)
    record = json.loads(
        told(capsys, made, lang, as_json=True, files=[Path("出/report.html")], demo=True)
    )
    counts = record["counts"]
    assert (counts["files"], counts["failed"], counts["interviews"]) == (3, 1, 2)
    assert (counts["turns"], counts["characters"], counts["codings"]) == (8, 2_400, 6)
    assert (record["reused"], record["exit"]) == (1, made.exit_code) == (1, 1)
    assert record["problems"] == made.problems and record["files"] == ["出/report.html"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ten_commonest_codes_below_the_themes(
    lang: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    output = told(capsys, outcome(frames={"frequency": CODES}), lang)
    shown = [number for number in range(14) if f"名{number} " in output]
    assert shown == list(range(1, 11)) and message("run.top", lang) in output
    assert "2,400" in output and message("count.characters", lang) in output
    empty = told(capsys, outcome(frames={"frequency": CODES[:0]}), lang)
    assert message("run.top", lang) not in empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problems_are_told_with_file_and_line_and_notes_kept_back(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    made = outcome(problem(1, line=3), problem(2, "note"), problem(3, "warning", 2))
    output = told(capsys, made, lang).replace("\n", "")
    assert f"第01份.txt {message('place.line', lang, line=3)}" in output
    assert "第02份" not in output and "第03份" in output
    assert message("severity.warning", lang) in output
    nothing = told(capsys, outcome(problem(2, "note"), interviews=0), lang)
    assert "第02份" in nothing and message("run.nothing", lang) in nothing.replace("\n", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_many_problems_the_first_are_told_and_the_rest_counted(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    output = told(capsys, outcome(*(problem(number) for number in range(GRAVE + 7))), lang)
    assert f"第{GRAVE - 1:02}份" in output and f"第{GRAVE:02}份" not in output
    assert message("report.more", lang, count=7) in output.replace("\n", "")
    exact = told(capsys, outcome(*(problem(number) for number in range(GRAVE))), lang)
    assert message("report.more", lang, count=0)[:3] not in exact


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_run_that_was_stopped_says_so_once(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    words = message("run.interrupted", lang)
    early = told(capsys, outcome(interviews=0, stopped=True), lang)
    assert early.replace("\n", " ").split() == words.split()
    late = told(capsys, outcome(stopped=True), lang).replace("\n", "")
    assert late.count(words.replace("\n", "")) == 1 and message("count.files", lang) in late


@pytest.mark.parametrize("lang", LANGUAGES)
def test_minutes_counted_by_turns_are_told_of(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    made = outcome()
    sentence = message("note.exchange_is_turn", lang, count=1)
    assert sentence not in told(capsys, made, lang)
    made.interviews[0]["answers"] = 4
    says = told(capsys, made, lang)
    assert "".join(sentence.split()) in "".join(says.split()) and "--interviewer" in says
    made.settings = Settings((), unit="turn")
    assert sentence not in told(capsys, made, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_are_named_with_what_they_hold(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    output = told(capsys, outcome(), lang, files=[Path("很长的文件夹" * 20) / "report.html"])
    line = next(line for line in output.splitlines() if "report.html" in line)
    assert line.endswith(message("made.report.html", lang))
    assert message("demo.note", lang)[:8] not in output
    demo = told(capsys, outcome(), lang, demo=True).replace("\n", "")
    assert message("demo.note", lang)[:8] in demo
