"""What all commands share: trouble is said in one sentence with its remedy, bugs are not hidden."""

from __future__ import annotations

import json

import pytest
import typer

from app.cli.options import Lang, Unit, guard
from codebooks.loading import BadCodebook
from corpus.catalogue import LANGUAGES, Language
from corpus.problem import FangtanError, Problem

PROBLEMS = [
    Problem("书.yaml", "read.json", 3),
    Problem("书.yaml", "read.blank"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_trouble_is_one_sentence_and_exit_two(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    error = FangtanError("store.missing", name="研究.fangtan")
    with pytest.raises(typer.Exit) as stopped, guard(lang, False):
        raise error
    captured = capsys.readouterr()
    assert stopped.value.exit_code == 2 and captured.out == ""
    assert captured.err == f"{error.text(lang)}\n" and "研究.fangtan" in captured.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problems_follow_with_file_and_line(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    error = BadCodebook("书.yaml", PROBLEMS)
    with pytest.raises(typer.Exit), guard(lang, False):
        raise error
    lines = capsys.readouterr().err.splitlines()
    assert lines == [error.text(lang), *(problem.sentence(lang) for problem in PROBLEMS)]
    assert "3" in lines[1].removeprefix("书.yaml")
    with pytest.raises(typer.Exit) as stopped, guard(lang, True):
        raise error
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {"error": lines[0], "problems": lines[1:]}
    assert captured.err == "" and stopped.value.exit_code == 2


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_stops_a_command_is_told_so(
    lang: Language, as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as stopped, guard(lang, as_json):
        raise KeyboardInterrupt
    assert stopped.value.exit_code == 130
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("mistake", [ValueError("x"), KeyError("x"), ZeroDivisionError()])
def test_a_mistake_of_ours_goes_through(mistake: Exception) -> None:
    with pytest.raises(type(mistake)) as raised, guard("zh", False):
        raise mistake
    assert raised.value is mistake


def test_nothing_is_said_where_nothing_went_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    with guard("zh", True) as guarded:
        assert (guarded.lang, guarded.as_json) == ("zh", True)
    with pytest.raises(typer.Exit) as stopped, guard("zh", False):
        raise typer.Exit(1)
    assert stopped.value.exit_code == 1 and capsys.readouterr() == ("", "")


def test_choices_are_the_words_that_the_program_knows() -> None:
    from analysis.units import UNITS

    assert {unit.value for unit in Unit} == set(UNITS)
    assert {lang.value for lang in Lang} == set(LANGUAGES)
