"""Sentence vectors: what the shipped encoder gives, and what an encoder changes in the order of
codes. Tests of the shipped one need the extra ``semantic``; ``.ci/run`` installs it for them.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence

import numpy as np
import pytest
from builders import codebook, transcript

from analysis.coders import vectors
from analysis.coders.similar import MEANING, SimilarCoder, score_of
from analysis.coders.vectors import ShippedEncoder, Vectors, shipped_encoder

BOOK = codebook("""
- {id: A, name: 信任, definition: 彼此放心}
- {id: B, name: 培训, definition: 教会别人}
- {id: C, name: 收费, definition: 要付的钱}
""")
TALK = (
    "问：请讲。\n答：有人教，大家都放心得很。今天的天气真不错。学校门口堵得厉害。"
    "后来就回家吃饭去了。\n"
)
AXES = ("信任放心", "培训教", "收费钱堵")


class Toy:
    """Three dimensions: which of the characters of an axis a text holds."""

    name = "toy"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        rows = np.array(
            [[0.1 + sum(char in text for char in axis) for axis in AXES] for text in texts],
            dtype=np.float32,
        )
        found: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return found


@pytest.fixture(scope="module")
def shipped() -> ShippedEncoder:
    encoder = shipped_encoder()
    if encoder is None:
        missing = "fangtan[semantic] is not installed"
        if os.environ.get("FANGTAN_SEMANTIC"):
            pytest.fail(missing)
        pytest.skip(missing)
    return encoder


def test_the_score_is_the_weighted_mean_of_both_cosines() -> None:
    text = transcript(TALK)
    plain = SimilarCoder(BOOK).suggest(text, 3)[0]
    toy = Toy()
    lifted = SimilarCoder(BOOK, encoder=toy).suggest(text, 3)[0]
    before = {coding.code: score_of(coding) for coding in plain.codings}
    sentence = toy.encode([plain.span.of(text.text)])[0]
    assert [score_of(coding) for coding in lifted.codings] == sorted(
        (score_of(coding) for coding in lifted.codings), reverse=True
    )
    for coding in lifted.codings:
        code = {code.id: code for code, _, _ in BOOK.walk()}[coding.code]
        mean = toy.encode([code.name.zh, code.definition.zh]).mean(axis=0)
        near = float(sentence @ mean) / float(np.linalg.norm(mean))
        expected = (before.get(coding.code, 0.0) + MEANING * near) / (1 + MEANING)
        assert score_of(coding) == pytest.approx(expected, abs=2e-3)


def test_characters_tell_which_sentences_and_vectors_which_codes() -> None:
    text = transcript(TALK)
    toy = Toy()
    plain, lifted = SimilarCoder(BOOK, budget=0.25), SimilarCoder(BOOK, budget=0.25, encoder=toy)
    assert {coding.span for coding in lifted.code(text)} == {
        coding.span for coding in plain.code(text)
    }
    assert not any("堵" in asked for asked in toy.asked), "only what is suggested is encoded"
    assert not pickle.loads(pickle.dumps(lifted)).code(transcript("问：好？\n答：嗯。\n"))


def test_without_the_extra_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_MODULE", "no_such_module")
    assert shipped_encoder() is None


def test_the_shipped_encoder_gives_rows_of_length_one_in_the_order_asked(
    shipped: ShippedEncoder,
) -> None:
    texts = ["他们不肯把数据交出来", "数据拿不到", "中午吃的面条", "数据拿不到"]
    rows = shipped.encode(texts)
    assert rows.shape == (4, 512) and rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    assert (rows[1] == rows[3]).all() and rows[0] @ rows[1] > rows[0] @ rows[2]
    assert np.allclose(shipped.encode(texts[::-1])[::-1], rows, atol=1e-5)
    assert len(shipped.encode([])) == 0 and shipped.name.endswith("0.2.1")
    assert pickle.loads(pickle.dumps(shipped)).encode(["数据拿不到"])[0] == pytest.approx(
        rows[1], abs=1e-5
    )


def test_what_is_said_in_other_words_is_found_by_the_shipped_encoder(
    shipped: ShippedEncoder,
) -> None:
    book = codebook("""
- {id: A, name: 悲伤, definition: 人们觉得伤心，流了眼泪}
- {id: B, name: 气象, definition: 下雨或者刮风}
""")
    text = transcript("问：请讲。\n答：大家听完这个消息就哭了起来。\n")
    made = SimilarCoder(book, encoder=shipped).suggest(text, 1)[0]
    assert [coding.code for coding in made.codings] == ["A"]
