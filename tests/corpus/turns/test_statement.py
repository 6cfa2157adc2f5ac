from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.turns.transcribe
from corpus.document import Document, Line
from corpus.transcript import Transcript
from corpus.turns.statement import LEAST, statement
from corpus.turns.transcribe import TurnOptions, transcribe

LONG = "数据都在他们那边，我们要一次等三天，等来了也是表，系统里查不到的。" * 4


def document(text: str, **told: str) -> Document:
    return Document(
        (Line(text, 3),),
        "csv",
        tuple((label, value, 3) for label, value in told.items()),
        "T1",
        encoding="utf-8",
    )


def the_long_way(given: Document, options: TurnOptions | None = None) -> Transcript:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus.turns.transcribe, "statement", lambda document: None)
        return transcribe(given, "x.csv#T1", options)


@pytest.mark.parametrize(
    "text", [LONG, f"（笑）{LONG}", f"  {LONG}\u3000", f"那个 {LONG}", f"{LONG}（沉默约5秒）{LONG}"]
)
def test_a_statement_is_one_turn(text: str) -> None:
    assert statement(document(text)) is not None
    assert len(transcribe(document(text), "x.csv#T1").turns) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"问：{LONG}",
        f"{LONG}答：没有。",
        f"# {LONG}",
        f"{LONG}|{LONG}",
        f"{LONG}\n{LONG}",
        LONG[: LEAST - 1],
        f"【张某】{LONG}",
        f"张某\u3000\u3000{LONG}",
        "",
    ],
)
def test_what_may_hold_a_label_or_a_field_is_none(text: str) -> None:
    assert statement(document(text)) is None


@given(
    st.text("数据都在他们那边，。？！（）() \u3000\t张某12点-_[]、“”abc…\x07", max_size=60),
    st.text("没有的\u3000 。，（笑）[00:14]", max_size=60),
    st.dictionaries(
        st.sampled_from(["受访者", "访谈者", "部门", "日期", "备考"]),
        st.text("张李某局2023-05 ", max_size=9),
        max_size=3,
    ),
    st.sampled_from([None, TurnOptions(("张某",)), TurnOptions((), True)]),
)
def test_the_short_way_equals_the_long_one(
    head: str, tail: str, told: dict[str, str], options: TurnOptions | None
) -> None:
    given_document = document(head + LONG + tail, **told)
    assert transcribe(given_document, "x.csv#T1", options) == the_long_way(given_document, options)
