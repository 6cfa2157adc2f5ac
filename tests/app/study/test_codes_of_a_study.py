"""How a reader names a code of a study on the command line: by its id, or with its codebook."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.study.study import Study
from codebooks.loading import SHIPPED, load
from corpus.problem import FangtanError

BOOKS = tuple(map(load, SHIPPED))
STUDY = Study("", (), BOOKS, "exchange", {})
KEYS = [(book.id, code.id) for book in BOOKS for code, _, _ in book.walk()]


@given(st.sampled_from(KEYS))
def test_a_code_with_its_codebook_is_that_code(key: tuple[str, str]) -> None:
    book, code = key
    assert STUDY.code_key(f"{book}:{code}") == key
    assert STUDY.code_key(code, book) == key
    assert STUDY.code_key(f"{book}:{code}", book) == key


@given(st.sampled_from(KEYS))
def test_a_code_alone_is_that_of_the_first_codebook_that_has_it(key: tuple[str, str]) -> None:
    _, code = key
    assert STUDY.code_key(code) == next(known for known in KEYS if known[1] == code)


@pytest.mark.parametrize(
    ("code", "codebook"),
    [
        ("", None),
        ("IE9.9", None),
        ("ie3.2", None),
        ("nothing:IE3.2", None),
        (":", None),
        ("a:b:IE3.2", None),
        ("IE3.2", "problem_cause_countermeasure"),
        ("problem_cause_countermeasure:IE3.2", "information_ecology"),
        ("信息", None),
    ],
)
def test_another_is_refused_with_the_codebooks_that_there_are(
    code: str, codebook: str | None
) -> None:
    with pytest.raises(FangtanError) as raised:
        STUDY.code_key(code, codebook)
    for lang in ("zh", "en"):
        sentence = raised.value.text(lang)
        assert code in sentence and all(book.id in sentence for book in BOOKS)


def test_a_study_without_codebooks_has_no_code() -> None:
    with pytest.raises(FangtanError):
        Study("", (), (), "exchange", {}).code_key("IE3.2")
