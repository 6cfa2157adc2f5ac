"""What every kind of unit must keep: one suite over ``UNITS``."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from builders import codebook, transcript
from studies import OTHER, TEXT, lay, take
from typer.testing import CliRunner

from analysis.units import BY_SENTENCE, UNITS, UnitKind, interview_units, members, outline
from app.cli.main import app
from app.study.projects import adopt
from corpus.catalogue import LANGUAGES, messages
from corpus.coding import Coding
from corpus.project import create
from corpus.transcript import Transcript

DOCS = (Path(__file__).parents[2] / "docs" / "analyses.md").read_text("utf-8")
every = pytest.mark.parametrize("kind", UNITS)
HOSTILE = {
    "empty": "",
    "blank": " \n\u3000\n\t",
    "questions only": "问：一？\n问：二？",
    "answers only": "答：好。\n答：行。没有。",
    "no end of a sentence": "问：一？\n答：" + "数据不通" * 300,
    "marks only": "问：？\n答：。。。\n答：！",
    "beyond the first plane": "问：😀？\n答：𠀀字😀。é也有。\n答：\u200b空。",
    "answers first": "答：先说一句。\n问：请讲。\n答：接口断了。",
    "ends with a question": "问：一？\n答：接口。\n问：还有吗？",
    "no speaker at all": "今天天气很好。\n接口断了。",
}
texts = pytest.mark.parametrize("text", [*HOSTILE.values(), TEXT, OTHER], ids=[*HOSTILE, "a", "b"])


def on_each_turn(made: Transcript) -> list[Coding]:
    return [
        Coding(turn.span, turn.span.of(made.text), "X", "test", "neutral", "甲", turn.index)
        for turn in made.turns
    ]


@every
@texts
def test_units_stand_in_order_and_never_overlap(kind: UnitKind, text: str) -> None:
    made = transcript(text)
    spans = outline(made, kind).spans
    assert all(0 <= start < end <= len(made.text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


@every
@texts
def test_every_answer_lies_in_units(kind: UnitKind, text: str) -> None:
    """Each character of an answer that is no blank lies in one unit."""
    made = transcript(text)
    covered = {place for start, end in outline(made, kind).spans for place in range(start, end)}
    for turn in made.turns:
        if turn.role != "interviewer":
            missing = set(range(turn.span.start, turn.span.end)) - covered
            assert all(made.text[place].isspace() for place in missing)


@every
@texts
def test_interviewers_bound_units_and_are_not_counted(kind: UnitKind, text: str) -> None:
    made = transcript(text)
    counted = {coding.turn for _, coding in members(made, on_each_turn(made), kind)[1]}
    assert counted == {turn.index for turn in made.turns if turn.role != "interviewer"}
    if kind in BY_SENTENCE | {"turn"}:
        for turn in made.turns:
            for start, end in outline(made, kind).spans if turn.role == "interviewer" else ():
                assert end <= turn.span.start or start >= turn.span.end


@every
@texts
def test_each_unit_holds_what_is_laid_on_every_answer(kind: UnitKind, text: str) -> None:
    made = transcript(text)
    units = interview_units(made, on_each_turn(made), kind)
    assert units.rows == tuple(range(len(units.spans)))


@every
def test_nobody_speaks_no_unit(kind: UnitKind) -> None:
    for text in ("", "问：一？\n答：好。"):
        units = interview_units(transcript(text), [], kind, roles=())
        assert (units.spans, units.rows, units.keys) == ((), (), ())


@every
def test_words_and_docs(kind: UnitKind) -> None:
    known = messages()
    names = [known[f"unit.{kind}"][lang] for lang in LANGUAGES]
    assert all(names) and len(set(names)) == len(LANGUAGES)
    assert re.search(rf"\b{kind}\b", DOCS.split("`--unit`")[0])


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("units") / "study.fangtan"
    with create(path, "研究") as project:
        coder = project.coder("甲")
        codes = "".join(f"- {{id: {key}, name: {key}, definition: x}}\n" for key in ("P1", "P2"))
        adopt(project, codebook(codes), coder)
        take(project, TEXT)
        for key, words in (("P1", "没有统一标准，"), ("P2", "接口也打不通。")):
            lay(project, coder, words, key)
    return path


@every
def test_the_command_accepts_it_and_says_it(study: Path, kind: UnitKind) -> None:
    for lang in LANGUAGES:
        result = CliRunner().invoke(app, ["cooccur", str(study), "--unit", kind, "--lang", lang])
        assert result.exit_code == 0, result.output
        assert messages()[f"unit.{kind}"][lang] in result.output


def test_another_kind_is_refused_with_those_that_are(study: Path) -> None:
    result = CliRunner().invoke(app, ["cooccur", str(study), "--unit", "paragraph"])
    assert result.exit_code == 2 and all(kind in result.output for kind in UNITS)
    with pytest.raises(ValueError, match="unit must be one of"):
        outline(transcript(TEXT), "paragraph")  # type: ignore[arg-type]
