"""A coding goes to its JSON line and back."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.coding import (
    FUNCTIONS,
    POLARITIES,
    Coding,
    Evidence,
    Function,
    Polarity,
    Status,
)
from corpus.project.records import evidence_of, evidence_record
from corpus.span import Span

spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 99), st.integers(1, 99)
)
cues = st.none() | st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 99), st.integers(0, 9)
)
"""An empty one as well: a cue of no length is still a cue that was found."""
scores = st.none() | st.floats(allow_nan=False, allow_infinity=False)
evidence = st.builds(Evidence, span=spans, cue_span=cues, score=scores)
codings = st.builds(
    Coding,
    span=spans,
    polarity=st.sampled_from(POLARITIES),
    status=st.sampled_from(get_args(Status)),
    evidence=st.none() | evidence,
)


@given(codings)
def test_a_coding_comes_back_as_it_went_out(coding: Coding) -> None:
    record = json.loads(json.dumps(coding.as_record("a.txt")))
    assert Coding.from_record(record) == coding
    assert record["source"] == "a.txt" and ("evidence" in record) == (coding.evidence is not None)


def test_the_line_has_stable_names() -> None:
    reason = Evidence("indicator", "标准", Span(4, 6), "没有", Span(1, 3), "polarity.negation", "h")
    coding = Coding(
        Span(0, 9), "我没有统一标准的。", "A1", "test", "lacking", "rules", 2, "suggested", reason
    )
    assert coding.as_record("a.txt") == {
        "source": "a.txt",
        "start": 0,
        "end": 9,
        "quote": "我没有统一标准的。",
        "code": "A1",
        "codebook": "test",
        "polarity": "lacking",
        "coder": "rules",
        "status": "suggested",
        "turn": 2,
        "evidence": {
            "rule": "indicator",
            "indicator": "标准",
            "start": 4,
            "end": 6,
            "cue": "没有",
            "cue_start": 1,
            "cue_end": 3,
            "reason": "polarity.negation",
            "hash": "h",
        },
    }


@pytest.mark.parametrize("name", ["start", "quote", "polarity", "turn", "status"])
def test_a_record_of_another_kind_is_refused(name: str) -> None:
    record = Coding(Span(0, 1), "字", "A", "t", "neutral", "甲", 0).as_record("a.txt")
    del record[name]
    with pytest.raises(KeyError):
        Coding.from_record(record)


def test_polarities_and_functions_are_listed_once_each() -> None:
    assert list(POLARITIES) == list(get_args(Polarity))
    assert list(FUNCTIONS) == list(get_args(Function))


@pytest.mark.parametrize("function", [None, *FUNCTIONS])
def test_a_function_stands_in_the_line_where_it_is_known(function: Function | None) -> None:
    coding = Coding(Span(0, 1), "字", "A", "t", "neutral", "甲", 0, function=function)
    record = coding.as_record("a.txt")
    assert Coding.from_record(record) == coding
    assert record.get("function") == function and ("function" in record) == (function is not None)


@pytest.mark.parametrize("cue", [None, Span(0, 0), Span(4, 4), Span(4, 6)])
def test_a_cue_without_length_is_not_taken_for_no_cue(cue: Span | None) -> None:
    reason = Evidence("indicator", "标准", Span(6, 8), "", cue, "polarity.negation", "h")
    coding = Coding(
        Span(0, 9), "我没有统一标准的。", "A1", "test", "lacking", "rules", 2, "suggested", reason
    )
    line = coding.as_record("a.txt")["evidence"]
    assert (line["cue_start"], line["cue_end"]) == (
        (None, None) if cue is None else (cue.start, cue.end)
    )
    stored = evidence_record(reason)
    assert stored is not None
    assert evidence_of(json.loads(json.dumps(stored)), "h") == reason
