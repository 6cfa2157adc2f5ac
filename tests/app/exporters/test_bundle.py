"""The archive of a result holds the very files that the command line writes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from app.exporters.bundle import bundle
from app.exporters.results import write
from app.result import Pictures, Result, note
from corpus.catalogue import LANGUAGES, Language

NAMES = {("test", "A"): "标准不一"}


def files_of(lang: Language) -> dict[str, bytes]:
    return {f"网络.{lang}.net": lang.encode()}


def result_of() -> Result:
    pictures = Pictures()
    pictures["curve"] = lambda lang: (b"png " + lang.encode(), b"svg")
    return Result(
        "saturation",
        {"saturation": pd.DataFrame({"code": ["A", "=B"], "share": [0.5, None]})},
        pictures,
        files_of,
        [note("note.data", interviews=3, unit="x")],
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_archive_and_the_folder_are_the_same(tmp_path: Path, lang: Language) -> None:
    paths = write(result_of(), tmp_path, lang, NAMES)
    with zipfile.ZipFile(io.BytesIO(bundle(result_of(), lang, NAMES))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [path.name for path in paths]
        for path in paths:
            assert archive.read(path.name) == path.read_bytes(), path.name


def test_what_stands_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(bundle(result_of(), "en", NAMES))) as archive:
        assert archive.namelist() == [
            "saturation.saturation.csv",
            "saturation.xlsx",
            "saturation.curve.png",
            "saturation.curve.svg",
            "网络.en.net",
        ]
        assert archive.read("saturation.curve.png") == b"png en"
        assert archive.read("saturation.saturation.csv").decode("utf-8-sig").splitlines()[1:] == [
            "A,0.5",
            "'=B,",
        ]
        book = openpyxl.load_workbook(io.BytesIO(archive.read("saturation.xlsx")))
    assert book.sheetnames == ["About", "Interview by interview"]
    assert book.worksheets[0]["A1"].value == "Saturation"
    assert str(book.worksheets[0]["B3"].value).startswith("3 interviews")


def test_a_result_without_anything_is_a_workbook_with_its_title() -> None:
    with zipfile.ZipFile(io.BytesIO(bundle(Result("pair"), "zh", {}))) as archive:
        assert archive.namelist() == ["pair.xlsx"]
