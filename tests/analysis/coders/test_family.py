"""The tuple of machine coders: what each member builds, and that it can be sent elsewhere."""

from __future__ import annotations

import pickle

import pytest
from builders import transcript
from models import coder_of
from talks import BOOK

from analysis.coders.family import CODERS, CoderKind

TALK = transcript("问：难在哪？\n答：接口断了。没有标准，考核倒是有。")
every = pytest.mark.parametrize("kind", CODERS, ids=lambda kind: kind.name)


@every
def test_a_member_codes_alike_one_by_one_all_at_once_and_in_another_process(
    kind: CoderKind,
) -> None:
    coder = coder_of(kind, BOOK)
    codings = coder.code(TALK)
    assert codings and {coding.codebook for coding in codings} == {BOOK.id}
    assert coder.code_all([TALK, TALK]) == [codings, codings] and coder.code_all([]) == []
    assert pickle.loads(pickle.dumps(coder)).code(TALK) == codings


@every
def test_its_codebooks_are_those_given_in_their_order(kind: CoderKind) -> None:
    other = BOOK.model_copy(update={"id": "other"})
    assert coder_of(kind, other, BOOK).codebooks == (other, BOOK)
    twice = coder_of(kind, other, BOOK).code(TALK)
    assert [coding.codebook for coding in twice] == sorted(
        (coding.codebook for coding in twice), key=("other", "test").index
    )
    assert twice


def test_rules_of_one_codebook_do_not_bear_on_another() -> None:
    other = BOOK.model_copy(update={"id": "other"})
    coder = CODERS[0]
    assert len(coder.build(other, BOOK).code(TALK)) == 2 * len(coder.build(BOOK).code(TALK))


def test_the_rules_are_the_first_member() -> None:
    assert CODERS[0].name == "rules"
