"""A result in words: heads, names beside codes, values, and what cannot be written."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app.exporters.results import (
    code_names,
    head_of,
    headed,
    names_by_code,
    plain_value,
    sentences,
    text_value,
    worded,
    write,
)
from app.result import Note, Phrase, Result, by_name, note
from codebooks.codebook import Bilingual
from corpus.catalogue import Language
from corpus.problem import FangtanError

NAMES = {("one", "A"): "标准不一", ("one", "B"): "接口不通", ("two", "A"): "另一本的甲"}


def test_notes_are_sentences_in_the_order_they_were_told() -> None:
    result = Result("pair", notes=["原样", Note("note.shift"), Phrase(("a", "b"), "、")])
    first, second, third = sentences(result, "zh")
    assert (first, third) == ("原样", "a、b") and second != sentences(result, "en")[1]
    assert sentences(Result("pair"), "en") == []


@pytest.mark.parametrize(
    ("column", "zh", "en"),
    [
        ("jaccard", "Jaccard", "Jaccard"),
        ("column", "列", "column"),
        ("lacking", "缺失", "lacking"),
        ("overlap", "重叠系数（Simpson）", "overlap (Simpson)"),
        ("公安局", "公安局", "公安局"),
        ("", "", ""),
        ("drawn_nothing", "drawn_nothing", "drawn_nothing"),
    ],
)
def test_a_head_is_a_word_of_the_catalogue_or_the_column_itself(
    column: str, zh: str, en: str
) -> None:
    assert (head_of(column, "zh"), head_of(column, "en")) == (zh, en)


@pytest.mark.parametrize("start", ["weight_", "drawn_"])
def test_a_column_of_a_unit_is_headed_by_both(start: str) -> None:
    for lang, unit in (("zh", "话轮"), ("en", "turn")):
        head = head_of(f"{start}turn", lang)  # type: ignore[arg-type]
        assert head.startswith(head_of(f"{start}unit", lang)) and unit in head  # type: ignore[arg-type]


def test_values_are_worded_and_rows_stand_by_their_words() -> None:
    names = {"a": Bilingual(zh="丙", en="A first"), "b": Bilingual(zh="甲", en="B second")}
    result = Result(
        "crosswalk",
        {"crosswalk": pd.DataFrame({"row": ["a", "b", "c"], "c": [1, 1, 2]})},
        words={"row": partial(by_name, names), "gone": partial(by_name, names)},
        order={"crosswalk": (("c", False), ("row", True))},
    )
    before = result.tables["crosswalk"].copy()
    assert worded(result, "en")["crosswalk"]["row"].tolist() == ["c", "A first", "B second"]
    assert worded(result, "zh")["crosswalk"]["row"].tolist() == ["c", "丙", "甲"]
    assert worded(result, "zh")["crosswalk"].index.tolist() == [0, 1, 2]
    pd.testing.assert_frame_equal(result.tables["crosswalk"], before)


def test_a_name_stands_right_of_its_code_by_the_codebook_of_the_row() -> None:
    frame = pd.DataFrame({"codebook": ["one", "two"], "code": ["A", "A"], "c": [1, 2]})
    table = headed(frame, "zh", NAMES)
    assert list(table.columns)[1:4] == [head_of(name, "zh") for name in ("code", "name", "c")]
    assert table.iloc[:, 2].tolist() == ["标准不一", "另一本的甲"]
    assert list(frame.columns) == ["codebook", "code", "c"]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"from": ["公安局"], "to": ["社区"]}),  # departments, no codes
        pd.DataFrame({"code": ["A"], "name": ["已有"]}),
        pd.DataFrame({"code": []}),
        pd.DataFrame(),
    ],
)
def test_no_name_is_added_where_none_belongs(frame: pd.DataFrame) -> None:
    assert len(headed(frame, "en", NAMES).columns) == len(frame.columns)


def test_polarities_are_words_and_truth_is_a_tick() -> None:
    frame = pd.DataFrame(
        {"polarity": ["lacking", "?"], "polarity_a": ["present", ""], "expected": [True, False]}
    )
    assert headed(frame, "zh", {}).to_numpy().tolist() == [["缺失", "具备", "✓"], ["?", "", ""]]
    assert headed(frame, "en", {}).iloc[0].tolist() == ["lacking", "present", "✓"]


def test_the_first_codebook_names_a_code_that_several_have() -> None:
    of = names_by_code(NAMES)
    assert of == {"A": "标准不一", "B": "接口不通"} and names_by_code({}) == {}
    codes = pd.DataFrame({"code": ["A", "B"]})
    assert code_names(codes, "code", NAMES, of) == ["标准不一", "接口不通"]
    assert code_names(codes.assign(codebook="two"), "code", NAMES, of) == ["另一本的甲", "接口不通"]
    assert code_names(pd.DataFrame({"code": ["A", "Z"]}), "code", NAMES, of) is None


@pytest.mark.parametrize(
    ("value", "plain", "text"),
    [
        (None, None, ""),
        (float("nan"), None, ""),
        (float("inf"), None, "inf"),
        (np.float64(0.12345), 0.12345, "0.123"),
        (1234.5, 1234.5, "1,234"),
        (np.int64(3), 3, "3"),
        (True, True, "True"),
        (np.bool_(False), False, "False"),
        ("缺失", "缺失", "缺失"),
        (-0.0004, -0.0004, "-0.000"),
    ],
)
def test_a_value_for_json_and_for_the_screen(value: object, plain: object, text: str) -> None:
    assert plain_value(value) == plain and type(plain_value(value)) is type(plain)
    if text != "inf":
        assert text_value(value) == text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_is_in_the_way_is_named(tmp_path: Path, lang: Language) -> None:
    result = Result("pair", {"quotations": pd.DataFrame({"c": [1]})}, notes=[note("note.shift")])
    (tmp_path / "pair.xlsx").mkdir()
    with pytest.raises(FangtanError) as refused:
        write(result, tmp_path, lang, {})
    assert refused.value.key == "run.file_busy" and str(tmp_path) in refused.value.text(lang)
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(FangtanError) as refused:
        write(result, tmp_path / "file" / "below", lang, {})
    assert refused.value.key == "run.file_busy"


def test_the_folder_is_made_and_the_paths_are_told_in_order(tmp_path: Path) -> None:
    tables = {"quotations": pd.DataFrame({"c": [1]}), "pairs": pd.DataFrame()}
    paths = write(Result("pair", tables), tmp_path / "深" / "处", "zh", {})
    assert [path.name for path in paths] == ["pair.quotations.csv", "pair.pairs.csv", "pair.xlsx"]
    assert all(path.exists() for path in paths)
