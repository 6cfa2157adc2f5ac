"""What a reader hands over: lines and documents that say no more than the format told."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from corpus.document import Document, Line
from corpus.problem import Problem


def test_a_line_knows_nothing_that_nobody_told() -> None:
    line = Line("答：没有标准。", 3)
    assert (line.kind, line.speaker, line.role, line.memo) == ("text", None, None, "")
    assert (line.start_s, line.end_s, line.continues, line.page) == (None, None, False, 0)
    assert Line("a\nb", 1).text == "a\nb"


def test_lines_and_documents_are_values() -> None:
    one = Document((Line("甲", 1),), "txt")
    assert one == Document((Line("甲", 1),), "txt") and hash(one) == hash(replace(one))
    assert one != replace(one, part="第一页") and one != replace(one, lines=())
    with pytest.raises(FrozenInstanceError):
        one.part = "x"  # type: ignore[misc]
    assert (one.metadata, one.part, one.problems, one.encoding) == ((), "", (), "")


def test_problems_of_a_document_stay_with_it() -> None:
    problem = Problem("a.txt", "read.nul", 2, "warning")
    document = Document((), "txt", problems=(problem,), encoding="utf-8")
    assert replace(document, part="一").problems == (problem,)
