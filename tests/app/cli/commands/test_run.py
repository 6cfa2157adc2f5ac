"""fangtan run: what it is asked for, before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.commands.run import RunRequest
from app.cli.main import app
from codebooks.loading import SHIPPED
from corpus.catalogue import message
from corpus.problem import FangtanError

RUNNER = CliRunner()


def request(**options: object) -> RunRequest:
    return RunRequest((), Path("out"), **options)  # type: ignore[arg-type]


def test_without_codebooks_those_shipped_are_taken_once_each() -> None:
    assert [book.id for book in request().settings().codebooks] == list(SHIPPED)
    twice = request(codebooks=("information_ecology", "information_ecology"))
    assert [book.id for book in twice.settings().codebooks] == ["information_ecology"]


def test_without_segmenter_no_words_are_counted() -> None:
    settings = request(segmenter="none").settings()
    assert not settings.words and settings.segmenter == "rjieba"
    assert request(segmenter="jieba").settings().words


def test_a_lens_that_no_codebook_has_is_refused_with_those_there_are() -> None:
    with pytest.raises(FangtanError) as error:
        request(codebooks=("collaborative_governance",), lens="天眼").settings()
    assert error.value.key == "run.lens_unknown"
    assert "SFIC" in error.value.text("zh") and "SFIC" in error.value.text("en")
    assert request(codebooks=("collaborative_governance",), lens="SFIC").settings()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_to_read_is_said_with_the_remedy(lang: str, tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["run", "-o", str(tmp_path / "out"), "--lang", lang])
    assert result.exit_code == 2
    assert message("run.no_inputs", lang) in result.stderr  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_user_words_are_the_first_of_each_line_in_any_encoding(tmp_path: Path) -> None:
    interviews = tmp_path / "访谈.txt"
    interviews.write_text("问：怎么样？\n答：一网统管平台还没有打通。\n", "utf-8")
    words = tmp_path / "词.txt"
    words.write_bytes("# 用户词典\n一网统管 5 n\n\n一网统管\n".encode("gb18030"))
    out = tmp_path / "out"
    result = RUNNER.invoke(
        app, ["run", str(interviews), "-o", str(out), "--dictionary", str(words), "--json"]
    )
    assert result.exit_code == 0, result.output
    assert "一网统管" in (out / "csv" / "words.csv").read_text("utf-8-sig")


def test_a_missing_dictionary_is_named(tmp_path: Path) -> None:
    result = RUNNER.invoke(
        app, ["run", str(tmp_path), "-o", str(tmp_path / "o"), "--dictionary", "没有.txt"]
    )
    assert result.exit_code == 2 and "没有.txt" in result.stderr
    assert "Traceback" not in result.output
