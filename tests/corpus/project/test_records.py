"""What a project tells: the evidence of a machine goes to a row and back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from corpus.coding import Evidence
from corpus.project.records import CodeInfo, CodingRow, coding_of, evidence_of, evidence_record
from corpus.span import Span

SPANS = st.tuples(st.integers(0, 90), st.integers(1, 9)).map(lambda at: Span(at[0], sum(at)))
EVIDENCE = st.builds(
    Evidence,
    st.text(),
    st.text(),
    SPANS,
    st.text(),
    st.none() | SPANS,
    st.text(),
    st.text(),
    score=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    like=st.lists(st.text(), max_size=3).map(tuple),
    note=st.text(),
    made_by=st.text(),
)


@given(evidence=EVIDENCE)
def test_evidence_comes_back_from_its_row(evidence: Evidence) -> None:
    record = evidence_record(evidence)
    assert evidence_of(json.loads(json.dumps(record)), evidence.hash) == evidence


def test_no_evidence_is_none_both_ways() -> None:
    assert evidence_record(None) is None and evidence_of(None, "hash") is None


def test_a_cue_at_the_head_of_the_text_is_a_cue() -> None:
    evidence = Evidence("rule", "标准", Span(2, 4), "没有", Span(0, 2), "reason", "hash")
    assert evidence_of(evidence_record(evidence), "hash") == evidence


def test_a_coding_on_an_older_revision_has_no_place() -> None:
    row: CodingRow = {
        "id": "c",
        "transcript": "t",
        "revision": 2,
        "start": 3,
        "end": 5,
        "turn": 1,
        "quote": "标准",
        "code": "k",
        "coder": "li",
        "polarity": "lacking",
        "status": "accepted",
        "decider": None,
        "hash": "",
        "evidence": None,
        "at": "2023-03-05",
        "function": "cause",
    }
    now, later = coding_of(row, 2), coding_of(row, 3)
    assert now.placed and not later.placed
    assert now.function == "cause"
    assert now.span == later.span == Span(3, 5) and later.revision == 2


def test_a_code_without_an_english_name_goes_by_its_own() -> None:
    code = CodeInfo("i", "sfic", "A1", "标准", "Standards", None, None, 0, False, None)
    assert (code.title(), code.title("en")) == ("标准", "Standards")
    bare = CodeInfo("i", "sfic", "A1", "标准", "", None, None, 0, False, None)
    assert bare.title("en") == "标准"
