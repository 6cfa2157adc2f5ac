"""What the commands on a study share: the study is read, worked on once, and the result told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import typer

from app.cli.on_study import on_study
from app.cli.options import Lang
from app.result import Result
from app.study.study import Study
from corpus.problem import FangtanError
from corpus.project import open_project


def counting(seen: list[Study]) -> Callable[[Study], Result]:
    """Work that notes the study it is handed and counts its interviews."""

    def work(study: Study) -> Result:
        seen.append(study)
        sources = [transcript.source for transcript, _ in study.interviews]
        frame = pd.DataFrame({"source": sources})
        return Result("mentions", {"mentions": frame}, facts={"interviews": len(sources)})

    return work


def test_the_work_gets_the_study_of_the_folder_once(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[Study] = []
    on_study(str(sample), None, Lang.en, True, counting(seen))
    [study] = seen
    with open_project(sample, read_only=True) as project:
        sources = sorted(info.source for info in project.transcripts())
    assert sorted(transcript.source for transcript, _ in study.interviews) == sources
    assert f'"interviews": {len(sources)}' in capsys.readouterr().out


def test_the_result_goes_into_the_folder_asked_for(sample: Path, tmp_path: Path) -> None:
    on_study(str(sample), tmp_path / "out", Lang.zh, False, counting([]))
    assert (tmp_path / "out" / "mentions.mentions.csv").is_file()


def test_what_is_no_study_is_refused_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[Study] = []
    with pytest.raises(typer.Exit) as refused:
        on_study(str(tmp_path / "nothing"), None, Lang.en, False, counting(seen))
    assert refused.value.exit_code != 0 and not seen
    assert "nothing" in capsys.readouterr().err


def test_a_refusal_of_the_work_is_told_in_the_language_asked_for(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: Study) -> Result:
        raise FangtanError("mentions.no_gazetteer")

    told = []
    for lang in Lang:
        with pytest.raises(typer.Exit):
            on_study(str(sample), None, lang, False, refuse)
        told.append(" ".join(capsys.readouterr().err.split()))
    assert len(set(told)) == len(told) and all(told)
