"""What suggestions are made with: lines as sentences, and what a study knows."""

from __future__ import annotations

from pathlib import Path

import studies
from builders import codebook
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.rules import RuleCoder
from app.study.machines.suggesting import Known, Suggester, by_line, known_of
from app.study.projects import adopt
from corpus.project.opening import create
from corpus.project.operations import AddCoding, Decide
from corpus.span import Span

BOOK = codebook("- {id: A, name: 平台, definition: 一起用的系统, indicators: [平台]}")


@given(st.lists(st.text("平台好 ，。\t", max_size=8), max_size=8))
def test_each_line_with_words_is_a_sentence_at_its_place(lines: list[str]) -> None:
    text = "\n".join(lines)
    made, spans = by_line(text, "t.txt")
    words = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    assert [span.of(text) for _, span in spans] == [line for _, line in words]
    assert [turn.line for turn in made.turns] == [number for number, _ in words]
    assert [turn for turn, _ in spans] == list(range(len(words)))


def test_one_coder_alone_or_both() -> None:
    made, spans = by_line("平台建好了\n一起用的系统很好\n", "t.txt")
    known = Known((BOOK,))
    named = {
        by: [
            [c.coder for c in each.codings] for each in Suggester(known, by).suggest(made, spans, 5)
        ]
        for by in ("rules", "similar", None)
    }
    assert named["rules"] == [["rules"], []]
    assert named["similar"][1] == ["similar"]
    assert named[None] == [["rules"], ["similar"]]


def test_a_study_teaches_what_people_coded_and_accepted(tmp_path: Path) -> None:
    with create(tmp_path / "研究.fangtan", "研究") as project:
        person, machine = project.coder("林晓"), project.coder("rules", "machine")
        adopt(project, BOOK, person)
        studies.take(project, "问：请讲。\n答：平台建好了。平台又坏了。大家凑一块儿用。")
        entity = studies.transcript_id(project)
        text = project.transcript(entity)
        project.suggest(entity, machine, RuleCoder(BOOK).code(text), "1")
        one, two = project.codings()
        project.apply(Decide(one.id, "accepted"), coder=person)
        project.apply(Decide(two.id, "rejected"), coder=person)
        at = text.text.index("大家")
        code = next(code.id for code in project.codes() if code.key == "A")
        project.apply(AddCoding(entity, Span(at, at + 7), "大家凑一块儿用", code), coder=person)
        known = known_of(project)
    assert known.quoted == {("test", "A"): ["平台建好了。", "大家凑一块儿用"]}
    assert known.codebooks == (BOOK,)
    assert list(known.talk) == ["平台建好了。", "平台又坏了。", "大家凑一块儿用。"]
