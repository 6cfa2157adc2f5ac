"""Edits of a codebook: one field changed, the rest as it was; mistakes told as for a file."""

from __future__ import annotations

import pytest
from builders import codebook

from codebooks.codebook import Codebook
from codebooks.editing import next_version, with_code, words_of
from codebooks.loading import SHIPPED, BadCodebook, load

CODES = """
  - id: A
    name: 甲
    definition: 甲
    children:
      - id: A1
        name: {zh: 数据, en: Data}
        definition: 数据
        class: deficit
        default: lacking
        indicators: [孤岛, 壁垒]
        near: [{words: [数据, 打通], within: 6}]
      - id: A2
        name: 平台
        definition: 平台
        indicators: [平台]
        spoken: [都放到一处大家去取]
"""


@pytest.fixture(scope="module")
def book() -> Codebook:
    return codebook(CODES)


def test_a_field_is_replaced_and_all_else_stays(book: Codebook) -> None:
    edited = with_code(book, "A1", {"indicators": {"concept": ["接口"]}}, "7")
    assert edited.version == "7" and edited.hash != book.hash
    assert edited.by_id["A1"].indicators.concept == ("接口",)
    assert edited.by_id["A1"].indicators.own == ()
    assert edited.by_id["A1"].near == book.by_id["A1"].near
    assert edited.by_id["A1"].default == "lacking"
    assert edited.by_id["A2"].spoken == ("都放到一处大家去取",)
    assert edited.by_id["A2"] == book.by_id["A2"] and list(edited.by_id) == list(book.by_id)
    assert book.by_id["A1"].indicators.own == ("孤岛", "壁垒"), "the book given is not changed"


def test_an_empty_field_goes_back_to_its_default(book: Codebook) -> None:
    edited = with_code(
        book, "A1", {"class": "", "default": None, "near": [], "indicators": {}}, "2"
    )
    code = edited.by_id["A1"]
    assert (code.kind, code.default, code.near) == ("concept", None, ())
    assert list(code.indicators.items(code.kind)) == []


def test_an_edit_that_changes_nothing_is_the_same_book(book: Codebook) -> None:
    assert with_code(book, "A2", {}, book.version).hash == book.hash


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_codebook_comes_back_from_an_edit_as_it_was(name: str) -> None:
    shipped = load(name)
    last = [code.id for code, _, _ in shipped.walk()][-1]
    assert with_code(shipped, last, {}, shipped.version) == shipped


@pytest.mark.parametrize(
    ("code_id", "fields", "key"),
    [
        ("no", {}, "codebook.id_unknown"),
        ("A1", {"class": "nonsense"}, "codebook.field_bad"),
        ("A1", {"polarity": "lacking"}, "codebook.field_unknown"),
        ("A1", {"name": ""}, "codebook.field_missing"),
        ("A1", {"default": "maybe"}, "codebook.field_bad"),
        ("A2", {"id": "A1"}, "codebook.id_twice"),
        ("A2", {"near": [{"words": ["一个"]}]}, "codebook.field_bad"),
    ],
)
def test_mistakes_are_problems_in_both_languages(
    book: Codebook, code_id: str, fields: dict[str, object], key: str
) -> None:
    with pytest.raises(BadCodebook) as caught:
        with_code(book, code_id, fields, "2")
    assert {problem.key for problem in caught.value.problems} == {key}
    assert all(problem.message(lang) for problem in caught.value.problems for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("version", "following"),
    [
        ("1.0.0", "1.0.1"),
        ("1.0.9", "1.0.10"),
        ("2", "3"),
        ("1.0-beta", "1.1-beta"),
        ("2024-09", "2024-10"),
        ("x", "x.1"),
        ("", ".1"),
    ],
)
def test_the_last_number_of_a_version_counts_up(version: str, following: str) -> None:
    assert next_version(version) == following


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("数据、接口，\n 平台;数据；", ("数据", "接口", "平台")),
        ("", ()),
        (" \n、，", ()),
        ("a b,c", ("a b", "c")),
    ],
)
def test_what_is_typed_is_parted_into_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words
