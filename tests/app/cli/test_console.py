"""Progress: told on the error stream where somebody watches, nothing where nobody does."""

from __future__ import annotations

import pytest

from app.cli.console import progress_bar
from corpus.catalogue import LANGUAGES, Language, message


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nobody_watches_there_is_no_bar(
    lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress_bar(lang, quiet=True) as report:
        assert report is None
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bar_names_what_is_read_without_its_folder(
    lang: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    with progress_bar(lang) as report:
        assert report is not None
        report(1, 3, "很深/的/文件夹/一.txt")
        report(3, 3, "x" * 60 + ".txt")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message("run.reading", lang) in captured.err and "3/3" in captured.err
    assert "文件夹" not in captured.err and "x" * 29 not in captured.err


def test_a_mistake_inside_is_passed_on_and_the_bar_is_gone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ZeroDivisionError), progress_bar("zh") as report:
        assert report is not None
        report(0, 0, "")
        raise ZeroDivisionError
    assert capsys.readouterr().out == ""
