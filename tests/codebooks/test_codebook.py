"""The tree of codes: walks, classes of words, lenses, and a hash over what it says."""

from __future__ import annotations

import json

import pytest
import yaml
from builders import codebook
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from codebooks.codebook import Bilingual, Code, Codebook, Indicators, Near
from codebooks.loading import parse

CODES = """
  - id: A
    name: {zh: 甲, en: First}
    definition: 甲
    children:
      - {id: A1, name: 乙, definition: 乙, indicators: [平台], class: deficit}
      - id: A2
        name: 丙
        definition: 丙
        children: [{id: A2a, name: 丁, definition: 丁}]
  - {id: B, name: 戊, definition: 戊}
"""
LENSES = """
lenses:
  view: {name: 视角, groups: {前: [A1, B], 后: [A2]}}
"""


def book() -> Codebook:
    return codebook(CODES, LENSES)


def test_a_walk_gives_parents_first_with_depth_and_theme() -> None:
    assert [(code.id, depth, theme) for code, depth, theme in book().walk()] == [
        ("A", 0, "A"),
        ("A1", 1, "A"),
        ("A2", 1, "A"),
        ("A2a", 2, "A"),
        ("B", 0, "B"),
    ]
    assert list(book().by_id) == ["A", "A1", "A2", "A2a", "B"]
    assert book().theme_of == {"A": "A", "A1": "A", "A2": "A", "A2a": "A", "B": "B"}


def test_a_lens_that_names_a_theme_holds_all_below_it() -> None:
    assert book().group_of("view") == {"A1": "前", "B": "前", "A2": "后", "A2a": "后"}
    with pytest.raises(ValueError, match=r"lens must be one of \['view'\], got 'other'"):
        book().group_of("other")


def test_words_take_the_class_of_their_code_unless_they_name_one() -> None:
    words = Indicators(own=("平台",), concept=("标准",), deficit=("壁垒",), asset=("专班",))
    assert list(words.items("asset")) == [
        ("平台", "asset"),
        ("标准", "concept"),
        ("壁垒", "deficit"),
        ("专班", "asset"),
    ]
    code = book().by_id["A1"]
    assert list(code.indicators.items(code.kind)) == [("平台", "deficit")]


def test_english_falls_back_to_chinese() -> None:
    assert book().by_id["A"].name.text("en") == "First"
    assert (Bilingual(zh="乙").text("en"), Bilingual(zh="乙", en="Two").text()) == ("乙", "乙")


def test_the_hash_is_of_the_content_and_not_of_the_layout() -> None:
    other = codebook(CODES.replace("name: 戊, definition: 戊", "definition: 戊, name: 戊"), LENSES)
    assert other == book() and hash(other) == hash(book()) and other.hash == book().hash
    assert codebook(CODES.replace("平台", "系统"), LENSES) != book()
    assert book() != "test"


def test_a_changed_copy_derives_its_tables_anew() -> None:
    original = book()
    assert set(original.by_id) == {"A", "A1", "A2", "A2a", "B"} and original.hash
    copy = original.model_copy(update={"codes": original.codes[1:]})
    assert set(copy.by_id) == {"B"} and copy.theme_of == {"B": "B"}
    assert copy.hash != original.hash and set(original.by_id) == {"A", "A1", "A2", "A2a", "B"}


def test_spoken_sentences_are_content_and_leave_no_trace_where_there_are_none() -> None:
    rich = codebook(CODES.replace("戊}", "戊, spoken: [谁也不肯拿出来, '12']}"), LENSES)
    assert rich.by_id["B"].spoken == ("谁也不肯拿出来", "12") and rich.hash != book().hash
    record = rich.model_dump(mode="json", by_alias=True)
    assert parse(yaml.safe_dump(record, allow_unicode=True)) == rich
    assert Codebook.model_validate_json(json.dumps(record)).hash == rich.hash
    plain = book().model_dump(mode="json", by_alias=True)
    assert "spoken" not in json.dumps(plain), "codebooks of before keep their hash"


@pytest.mark.parametrize("id_", ["1A", "", "甲", "A B"])
def test_ids_that_cannot_be_written_in_a_file_are_refused(id_: str) -> None:
    with pytest.raises(ValidationError):
        Code.model_validate({"id": id_, "name": "甲", "definition": "甲"})


@pytest.mark.parametrize(
    "rule",
    [
        {"words": ["数据"]},
        {"words": ["数据", "共享"], "within": 1},
        {"words": ["数据", "共享"], "within": 61},
        {"words": ["数据", "共享"], "apart": 3},
    ],
)
def test_near_rules_are_bounded(rule: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Near.model_validate(rule)


IDS = st.lists(
    st.from_regex(r"[A-Z][A-Za-z0-9_.-]{0,3}", fullmatch=True), min_size=1, max_size=6, unique=True
)


@given(IDS, st.data())
@settings(max_examples=60, deadline=None)
def test_a_tree_goes_to_yaml_and_back_with_its_hash(ids: list[str], data: st.DataObject) -> None:
    """Any tree of these codes: the walk gives each once, parents first, themes at the top."""
    parents = {ids[0]: ""}
    for number, name in enumerate(ids[1:], 1):
        parents[name] = data.draw(st.sampled_from(["", *ids[:number]]))

    def branch(name: str) -> dict[str, object]:
        children = [branch(child) for child, parent in parents.items() if parent == name]
        words = data.draw(st.lists(st.sampled_from(("平台", "12", "=x", "'y'", "否")), unique=True))
        return {"id": name, "name": name, "definition": "𠮷", "indicators": words} | (
            {"children": children} if children else {}
        )

    codes = [branch(name) for name, parent in parents.items() if not parent]
    record = {"id": "test", "name": "测试", "version": "1", "codes": codes}
    book = parse(yaml.safe_dump(record, allow_unicode=True))
    assert parse(json.dumps(record, ensure_ascii=False)).hash == book.hash
    assert parse(yaml.safe_dump(record, sort_keys=True)) == book
    walked = [entry.id for entry, _, _ in book.walk()]
    assert sorted(walked) == sorted(ids) == sorted(book.by_id)
    for entry, depth, theme in book.walk():
        above, steps = entry.id, 0
        while parents[above]:
            assert walked.index(parents[above]) < walked.index(above)
            above, steps = parents[above], steps + 1
        assert (theme, depth) == (above, steps) and book.theme_of[entry.id] == above
