"""The main job from the outside: what stands in OUT, what a second run costs, what bad input
does.
"""

from __future__ import annotations

import gc
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from models import Local, served
from typer.testing import CliRunner

from app.cli.main import app
from app.run.pipeline import Outcome, fewer_collections, quotations, writable
from app.study.reading import Settings
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError

RUNNER = CliRunner()
ONE = (
    "访谈编号：A-1\n所在部门：民政局\n\n问：难在哪？\n答：没有统一标准，接口也打不通。\n问："
    "那怎么办？\n答：建议统一标准，希望尽快打通接口<script>alert(1)</script>。\n"
)
TWO = (
    "访谈编号：A-2\n所在部门：公安局\n\n问：难在哪？\n答：接口对接不了，各家标准不统一。"
    "\n问：别的呢？\n答：以前没有考核，现在纳入考核了。\n"
)


@pytest.fixture
def interviews(tmp_path: Path) -> Path:
    folder = tmp_path / "访谈 稿"
    folder.mkdir()
    (folder / "一.txt").write_text(ONE, encoding="utf-8")
    (folder / "二.txt").write_bytes(TWO.encode("gb18030"))
    return folder


def run(*arguments: str | Path) -> dict[str, Any]:
    result = RUNNER.invoke(app, ["run", *map(str, arguments), "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    made: dict[str, Any] = json.loads(result.stdout)
    made["code"] = result.exit_code
    return made


def stopped_at(number: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ctrl-C comes when the ``number``-th piece of work begins; the list tells what was begun."""
    from app.run import pipeline

    real = pipeline.process
    seen: list[str] = []

    def stopping(task: pipeline.Task, settings: pipeline.Settings, lang: Language) -> object:
        seen.append(task.name)
        if len(seen) == number:
            raise KeyboardInterrupt
        return real(task, settings, lang)

    monkeypatch.setattr(pipeline, "process", stopping)
    return seen


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_everything_promised_stands_in_out(interviews: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(interviews, "-o", out)["code"] == 0
    said, coded = records(out / "transcripts.jsonl"), records(out / "codings.jsonl")
    texts = {record["source"]: record["text"] for record in said}
    assert [record["metadata"]["id"] for record in said] == ["A-1", "A-2"]
    for record in said:
        for turn in record["turns"]:
            assert record["text"][turn["start"] : turn["end"]] == turn["text"]
    assert coded
    for record in coded:
        text = texts[record["source"]]
        assert text[record["start"] : record["end"]] == record["quote"]
        assert (
            text[record["evidence"]["start"] : record["evidence"]["end"]]
            == record["evidence"]["indicator"]
        )
    assert {("IE4.2", "lacking"), ("IE3.2", "lacking")} <= {
        (record["code"], record["polarity"]) for record in coded
    }
    for name in (
        "report.html",
        "fangtan.xlsx",
        "run.json",
        "network.png",
        "network.svg",
        "network.graphml",
        "network.gexf",
        "network.nodes.csv",
        "network.edges.csv",
        "csv/frequency.csv",
        "csv/cooccurrence.csv",
        "csv/quotations.csv",
    ):
        assert (out / name).stat().st_size > 0, name
    assert (out / "csv/frequency.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    ET.parse(out / "network.graphml")
    ET.parse(out / "network.gexf")


def test_numbers_agree_between_json_lines_workbook_and_csv(
    interviews: Path, tmp_path: Path
) -> None:
    import pandas as pd
    from openpyxl import load_workbook

    out = tmp_path / "out"
    run(interviews, "-o", out)
    counted: dict[str, int] = {}
    for record in records(out / "codings.jsonl"):
        counted[str(record["code"])] = counted.get(str(record["code"]), 0) + 1
    frame = pd.read_csv(out / "csv/frequency.csv", encoding="utf-8-sig")
    csv = {
        row["编码号"]: row["参考点数"]
        for row in frame.to_dict("records")
        if row["层级"] > 0 and row["参考点数"]
    }
    sheet = load_workbook(out / "fangtan.xlsx")["编码频次与极性"]
    head = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
    book = {
        row[head.index("编码号")]: row[head.index("参考点数")]
        for row in sheet.iter_rows(min_row=2, values_only=True)
        if row[head.index("层级")] and row[head.index("参考点数")]
    }
    assert counted == csv == book


def test_the_report_fetches_nothing_and_runs_nothing(interviews: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(interviews, "-o", out)
    report = (out / "report.html").read_text("utf-8")
    assert "<script" not in report and "&lt;script&gt;" in report
    assert not re.findall(r"(?:src|href)\s*=\s*[\"'](?!#|data:)", report.replace("xlink:href", ""))
    assert "url(http" not in report and "@import" not in report


def test_a_second_run_is_identical_and_costs_only_what_is_new(
    interviews: Path, tmp_path: Path
) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    run(interviews, "-o", out)
    kept = {
        path.relative_to(out): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.suffix != ".sqlite"
    }
    assert run(interviews, "-o", out)["reused"] == 2
    assert run(interviews, "-o", again, "--jobs", "2")["reused"] == 0
    for name, data in kept.items():
        assert (out / name).read_bytes() == data, name
        assert (again / name).read_bytes() == data, name
    (interviews / "三.txt").write_text(TWO.replace("A-2", "A-3"), encoding="utf-8")
    third = run(interviews, "-o", out)
    assert third["reused"] == 2 and third["counts"]["interviews"] == 3


@pytest.mark.thorough
def test_the_interviews_of_one_table_are_shared_and_kept_as_one_file(tmp_path: Path) -> None:
    """More rows than one process takes at a time: one process, two, and the stored results give the
    same.
    """
    rows = "\n".join(
        f"T{number},公安的数据没有共享给我们社区，第{number}次了。应该建一个统一的平台。"
        for number in range(450)
    )
    (tmp_path / "多份.csv").write_text(f"编号,访谈全文\n{rows}\n", encoding="utf-8")
    made = {}
    for name, jobs in (("one", "1"), ("two", "2"), ("two", "2")):
        told = run(tmp_path / "多份.csv", "-o", tmp_path / name, "--jobs", jobs)
        assert told["counts"]["interviews"] == 450 and told["counts"]["files"] == 1
        made[name, told["reused"]] = {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.suffix in (".jsonl", ".csv", ".xlsx")
        }
    assert sorted(made) == [("one", 0), ("two", 0), ("two", 1)]
    assert made["one", 0] == made["two", 0] == made["two", 1]


def test_how_many_processes_input_is_worth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.run import pipeline

    monkeypatch.setattr(pipeline, "processors", lambda: 16)
    (tmp_path / "a.txt").write_bytes(b"1" * pipeline.MUCH)
    (tmp_path / "b.txt").write_bytes(b"1")
    assert pipeline._worth([tmp_path / "a.txt"]) == pipeline.PROCESSES
    assert pipeline._worth([tmp_path / "b.txt", tmp_path / "gone.txt"]) == 1
    assert pipeline._worth([tmp_path / "b.txt"] * pipeline.FILES) == pipeline.PROCESSES


def test_settings_that_bear_on_results_are_not_reused(interviews: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(interviews, "-o", out)
    assert run(interviews, "-o", out, "--unit", "sentence")["reused"] == 0


def test_each_coder_that_is_asked_for_codes_under_its_name(
    interviews: Path, tmp_path: Path
) -> None:
    out, both = tmp_path / "out", tmp_path / "both"
    run(interviews, "-o", out)
    run(interviews, "-o", both, "--coder", "rules", "--coder", "similar")
    rules, all_ = records(out / "codings.jsonl"), records(both / "codings.jsonl")
    assert [each for each in all_ if each["coder"] == "rules"] == rules
    likely = [each for each in all_ if each["coder"] == "similar"]
    assert likely and len(likely) + len(rules) == len(all_)
    at = {(each["source"], each["start"], each["codebook"], each["code"]) for each in rules}
    assert all((e["source"], e["start"], e["codebook"], e["code"]) not in at for e in likely)
    assert all(0 < each["evidence"]["score"] <= 1 for each in likely)
    assert json.loads((both / "run.json").read_text("utf-8"))["parameters"]["coders"] == [
        "rules",
        "similar",
    ]
    assert run(interviews, "-o", both, "--coder", "similar")["reused"] == 0


def test_a_model_that_was_asked_stands_in_the_record(interviews: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with served(Local()) as local:
        options = ("-o", out, "--coder", "model", "--model", "qwen")
        run(interviews, *options, "--model-address", local.address)
        asked = len(local.requests)
        assert run(interviews, *options, "--model-address", local.address)["reused"]
    assert len(local.requests) == asked > 0
    facts = json.loads((out / "run.json").read_text("utf-8"))["parameters"]["model"]
    assert facts == {
        "address": f"{local.address}/v1",
        "name": "qwen",
        "interviews_left_this_machine": False,
        "passes": 1,
    }
    made = records(out / "codings.jsonl")
    assert made and {each["coder"] for each in made} == {"model"}
    assert all(each["evidence"]["note"] and each["evidence"]["made_by"] for each in made)


def test_questions_left_open_are_asked_by_the_next_run(interviews: Path, tmp_path: Path) -> None:
    options = ("-o", tmp_path / "out", "--coder", "model", "--model", "qwen")
    with served(Local(answering=lambda _: None)) as local:
        first = run(interviews, *options, "--model-address", local.address)
        assert "model.unanswered" in {each["key"] for each in first["problems"]}
        local.answering = Local().answering
        second = run(interviews, *options, "--model-address", local.address)
    assert second["reused"] == 0
    assert "model.unanswered" not in {each["key"] for each in second["problems"]}


def test_bad_files_are_named_and_the_rest_is_done(interviews: Path, tmp_path: Path) -> None:
    (interviews / "坏.docx").write_bytes(b"PK\x03\x04broken")
    (interviews / "空.txt").write_bytes(b"")
    made = run(interviews, "-o", tmp_path / "out")
    assert made["code"] == 1 and made["counts"]["interviews"] == 2
    assert {Path(problem["source"]).name for problem in made["problems"]} == {"坏.docx", "空.txt"}


def test_nothing_to_do_is_exit_two(tmp_path: Path) -> None:
    assert run(tmp_path / "没有", "-o", tmp_path / "out")["code"] == 2


def test_a_stop_keeps_what_is_finished_and_the_next_run_goes_on(
    interviews: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_at(2, monkeypatch)
    out = tmp_path / "out"
    stopped = run(interviews, "-o", out)
    assert stopped["code"] == 130 and len(records(out / "transcripts.jsonl")) == 1
    monkeypatch.undo()
    resumed = run(interviews, "-o", out)
    assert resumed["code"] == 0 and resumed["reused"] == 1


@pytest.mark.parametrize(
    "arguments",
    [["--lens", "nosuch"], ["--codebook", "nosuch.yaml"], ["--dictionary", "nosuch.txt"]],
)
def test_what_cannot_be_met_is_said_without_a_traceback(
    arguments: list[str], interviews: Path, tmp_path: Path
) -> None:
    result = RUNNER.invoke(app, ["run", str(interviews), "-o", str(tmp_path / "o"), *arguments])
    assert result.exit_code == 2 and "nosuch" in result.output and "Traceback" not in result.output


def test_lens_words_and_english(interviews: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("打不通\n", encoding="utf-8")
    out = tmp_path / "out"
    result = RUNNER.invoke(
        app,
        [
            "run",
            str(interviews),
            "-o",
            str(out),
            "--lens",
            "SFIC",
            "--dictionary",
            str(words),
            "--segmenter",
            "jieba",
            "--lang",
            "en",
        ],
    )
    assert result.exit_code == 0, result.output
    assert "codings" in result.output and (out / "csv/lens.csv").exists()
    assert "打不通" in (out / "csv/words.csv").read_text("utf-8-sig")
    assert "Report on coded interviews" in (out / "report.html").read_text("utf-8")


def test_the_import_report_shows_every_line(interviews: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(interviews / "一.txt")])
    assert result.exit_code == 0 and "话轮" in result.output and "民政局" in result.output


def test_new_terms_of_a_run(interviews: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (interviews / "三.txt").write_text(
        "问：吗？\n" + "答：我们的密接名单很乱。\n答：密接名单天天变。\n" * 8, encoding="utf-8"
    )
    run(interviews, "-o", out)
    result = RUNNER.invoke(app, ["terms", str(out)])
    assert result.exit_code == 0, result.output
    assert "密接名单" in (out / "terms.csv").read_text("utf-8-sig")
    assert RUNNER.invoke(app, ["terms", str(tmp_path / "none")]).exit_code == 2


def test_the_sample_runs_and_is_labelled_synthetic(tmp_path: Path) -> None:
    for lang in LANGUAGES:
        result = RUNNER.invoke(app, ["demo", "-o", str(tmp_path / lang), "--json", "--lang", lang])
        made = json.loads(result.stdout)
        assert result.exit_code == 0 and made["counts"]["failed"] == 0, made["problems"]
        assert made["counts"]["synthetic"] == made["counts"]["interviews"] > 0
        assert not [problem for problem in made["problems"] if problem["severity"] == "error"]
    assert "合成样例" in (tmp_path / "zh/report.html").read_text("utf-8")


def test_a_workbook_that_cannot_be_written_is_said_without_a_traceback(
    interviews: Path, tmp_path: Path
) -> None:
    (tmp_path / "out" / "fangtan.xlsx").mkdir(parents=True)
    result = RUNNER.invoke(app, ["run", str(interviews), "-o", str(tmp_path / "out")])
    assert (
        result.exit_code == 2
        and "fangtan.xlsx" in result.output
        and "Traceback" not in result.output
    )
    assert records(tmp_path / "out" / "codings.jsonl")


def test_a_loop_of_links_and_a_file_that_vanishes_are_problems(tmp_path: Path) -> None:
    from app.run.pipeline import run
    from app.study.reading import Settings
    from codebooks.loading import load

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("问：请问？\n答：没有统一标准。", "utf-8")
    (folder / "b.txt").write_text("问：请问？\n答：没有统一标准。", "utf-8")
    try:
        (folder / "c.txt").symlink_to(folder / "d.txt")
        (folder / "d.txt").symlink_to(folder / "c.txt")
        (folder / "up").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("no links on this system")
    settings = Settings((load("information_ecology"),), words=False)
    outcome = run(
        [folder],
        tmp_path / "out",
        settings,
        progress=lambda done, total, name: (folder / "b.txt").unlink(missing_ok=True),
    )
    assert [fact["source"] for fact in outcome.interviews] == [str(folder / "a.txt")]
    assert {
        Path(str(problem["source"])).name: problem["key"]
        for problem in outcome.problems
        if problem["severity"] == "error"
    } == {"b.txt": "read.missing", "c.txt": "read.unopened", "d.txt": "read.unopened"}
    assert outcome.exit_code == 1


@pytest.mark.thorough
def test_a_table_that_was_stopped_half_way_is_not_taken_for_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "\n".join(
        f"T{number},公安的数据没有共享给我们社区，第{number}次了。" for number in range(450)
    )
    (tmp_path / "多份.csv").write_text(f"编号,访谈全文\n{rows}\n", encoding="utf-8")
    out = tmp_path / "out"
    seen = stopped_at(3, monkeypatch)
    assert run(tmp_path / "多份.csv", "-o", out)["counts"]["interviews"] == 400
    seen.clear()
    seen.extend(["", "", "", ""])  # nothing stops any more
    again = run(tmp_path / "多份.csv", "-o", out)
    assert again["reused"] == 0 and again["counts"]["interviews"] == 450 and len(seen) == 5
    assert [problem["values"] for problem in again["problems"]] == [{"count": 450}]
    monkeypatch.undo()
    with sqlite3.connect(out / ".fangtan-cache.sqlite") as cache:
        cache.execute("DELETE FROM part WHERE number = 1")
    assert run(tmp_path / "多份.csv", "-o", out)["counts"]["interviews"] == 450
    whole = (out / "codings.jsonl").read_bytes()
    assert (
        run(tmp_path / "多份.csv", "-o", out)["reused"] == 1
        and (out / "codings.jsonl").read_bytes() == whole
    )


def test_a_stop_before_the_first_interview_says_only_that(
    interviews: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_at(1, monkeypatch)
    result = RUNNER.invoke(app, ["run", str(interviews), "-o", str(tmp_path / "out")])
    assert result.exit_code == 130 and "已停止" in result.output
    assert "没有读到任何访谈" not in result.output and "编码条目" not in result.output
    monkeypatch.undo()
    assert run(interviews, "-o", tmp_path / "out")["code"] == 0
    kept = {
        path: path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and path.suffix != ".sqlite"
    }
    stopped_at(1, monkeypatch)
    assert (
        run(interviews, "-o", tmp_path / "out", "--unit", "turn")["code"] == 130
    )  # other settings: nothing can be taken from before
    assert {
        path: path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and path.suffix != ".sqlite"
    } == kept


@pytest.mark.thorough
@pytest.mark.parametrize("place", [0, 5000])
def test_a_damaged_cache_costs_only_time(place: int, interviews: Path, tmp_path: Path) -> None:
    run(interviews, "-o", tmp_path / "out")
    cache = tmp_path / "out" / ".fangtan-cache.sqlite"
    stored = cache.read_bytes()
    cache.write_bytes(stored[:place] + b"\xfe" * 3000 + stored[place + 3000 :])
    assert run(interviews, "-o", tmp_path / "out")["code"] == 0
    assert run(interviews, "-o", tmp_path / "out")["counts"]["interviews"] == 2


def test_texts_of_a_table_without_labels_are_told_of_once(tmp_path: Path) -> None:
    rows = "\n".join(
        f"T{number},公安的数据没有共享给我们社区，第{number}次了。" for number in range(3)
    )
    (tmp_path / "多份.csv").write_text(
        f'编号,访谈全文\n{rows}\nT9,"问：怎么样？\n答：没有统一标准。"\n', encoding="utf-8"
    )
    assert (
        RUNNER.invoke(app, ["read", str(tmp_path / "多份.csv")]).output.count("没有说话人标签") == 1
    )
    for _ in range(2):  # as new, and from what was stored
        told = run(tmp_path / "多份.csv", "-o", tmp_path / "out")
        assert [
            (problem["key"], problem["severity"], problem["values"])
            for problem in told["problems"]
            if problem["key"].startswith("turns.unlabelled")
        ] == [("turns.unlabelled_rows", "note", {"count": 3})]


def test_minutes_in_which_nobody_asks_are_counted_by_turns_and_it_is_said(tmp_path: Path) -> None:
    """With no unit named and with ``--unit exchange``; beside a talk in which somebody asks."""
    talk = "\n".join(
        f"{name}：这个数据没有统一标准，接口也打不通，第{number}次说了。"
        for number in range(3)
        for name in ("王主任", "李科长", "赵处长", "钱经理", "孙书记", "周局长", "吴专员", "郑委员")
    )
    (tmp_path / "会议.txt").write_text(talk, encoding="utf-8")
    (tmp_path / "小组.txt").write_text("问：大家先说说？\n" + talk, encoding="utf-8")
    inputs = (tmp_path / "会议.txt", tmp_path / "小组.txt")
    sentence = message("note.exchange_is_turn", "zh", count=1)
    for name, options in (("默认", ()), ("exchange", ("--unit", "exchange"))):
        counts = run(*inputs, "-o", tmp_path / name, *options)["counts"]
        assert (counts["without_questions"], counts["units"]) == (1, 24 + 1)
        assert sentence in (tmp_path / name / "report.html").read_text(encoding="utf-8")
    run(*inputs, "-o", tmp_path / "turn", "--unit", "turn")
    assert sentence not in (tmp_path / "turn" / "report.html").read_text(encoding="utf-8")


def test_a_readme_in_a_folder_is_passed_over_with_a_note(interviews: Path, tmp_path: Path) -> None:
    (interviews / "ReadMe.md").write_text(
        "# 说明\n问：是吗？\n答：没有统一标准。", encoding="utf-8"
    )
    told = run(interviews, "-o", tmp_path / "out")
    assert told["code"] == 0 and told["counts"]["interviews"] == 2 and told["counts"]["failed"] == 0
    assert [(problem["key"], problem["severity"]) for problem in told["problems"]] == [
        ("read.passed_over", "note")
    ]
    named = run(interviews, interviews / "ReadMe.md", "-o", tmp_path / "other")
    assert named["counts"]["interviews"] == 3 and named["problems"] == []
    (tmp_path / "只有说明").mkdir()
    (interviews / "ReadMe.md").rename(tmp_path / "只有说明" / "readme.md")
    result = RUNNER.invoke(app, ["run", str(tmp_path / "只有说明"), "-o", str(tmp_path / "none")])
    assert result.exit_code == 2 and "说明文件" in result.output


def test_a_table_too_wide_for_a_sheet_stands_in_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interviews: Path
) -> None:
    import openpyxl

    from app.run import outputs as files

    monkeypatch.setattr(files, "COLUMNS_AT_MOST", 30)
    out = tmp_path / "out"
    run(interviews, "-o", out)
    monkeypatch.setattr(files, "COLUMNS_AT_MOST", 4)
    run(interviews, "-o", out)
    sheet = openpyxl.load_workbook(out / "fangtan.xlsx")["编码×访谈"]
    assert "csv/by_interview.csv" in str(sheet["A1"].value) and sheet.max_column == 1
    assert (
        len((out / "csv/by_interview.csv").read_text("utf-8-sig").splitlines()[0].split(",")) == 5
    )


def outcome_of(*severities: str, interviews: int = 1, **options: Any) -> Outcome:
    """An outcome of so many interviews with problems of these severities."""
    return Outcome(
        Settings((), words=False),
        None,
        interviews=[{}] * interviews,
        problems=[{"severity": severity} for severity in severities],
        **options,
    )


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (outcome_of(), 0),
        (outcome_of("note", "warning"), 0),
        (outcome_of("note", "error"), 1),
        (outcome_of("error", interviews=0), 2),
        (outcome_of(interviews=0), 2),
        (outcome_of("error", interviews=0, stopped=True), 130),
        (outcome_of(stopped=True), 130),
    ],
)
def test_the_exit_code_tells_how_a_run_went(outcome: Outcome, code: int) -> None:
    assert outcome.exit_code == code


def test_a_folder_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(FangtanError) as refused:
        writable(tmp_path / "file")
    assert refused.value.key == "run.out_unwritable"
    for lang in LANGUAGES:
        assert str(tmp_path / "file") in refused.value.text(lang)
    writable(tmp_path / "new" / "深")
    assert [path.name for path in (tmp_path / "new" / "深").iterdir()] == ["csv"]


def test_searches_for_cycles_are_as_usual_afterwards() -> None:
    usual = gc.get_threshold()
    with pytest.raises(RuntimeError), fewer_collections():
        assert gc.get_threshold()[0] > usual[0]
        raise RuntimeError
    assert gc.get_threshold() == usual and gc.get_freeze_count() == 0


def test_quotations_are_the_lines_of_a_run_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "codings.jsonl").write_text('{"code": "A"}\n{"code": "乙"}\n', "utf-8")
    assert [record["code"] for record in quotations(tmp_path)] == ["A", "乙"]
