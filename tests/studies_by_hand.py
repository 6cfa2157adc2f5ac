"""Studies coded by hand: every number of a result can be told from the letters written here.

An interview is a list of answers, an answer a few codes: ``["A B:present", ""]`` is two exchanges,
in the first a sentence coded A (lacking, the default) and one coded B (present), in the second
nothing. ``A:present:rejected`` gives a status too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from builders import codebook, transcript

from analysis.units import UnitKind
from app.study.study import Study
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.span import Span
from corpus.transcript import Transcript

Interview = tuple[Transcript, tuple[Coding, ...]]

BOOK = codebook(
    """
- id: P
  name: {zh: 问题, en: Problems}
  definition: 甲
  children:
    - {id: A, name: {zh: 标准不一, en: Standards}, definition: 甲, function: problem}
    - {id: B, name: {zh: 接口不通, en: Interfaces}, definition: 甲, function: problem}
- id: Q
  name: {zh: 原因, en: Causes}
  definition: 甲
  children:
    - {id: C, name: {zh: 没有经费, en: Money}, definition: 甲, function: cause}
- id: R
  name: {zh: 对策, en: Measures}
  definition: 甲
  children:
    - {id: D, name: {zh: 统一标准, en: One standard}, definition: 甲, function: countermeasure}
    - {id: E, name: {zh: 建平台, en: A platform}, definition: 甲, function: countermeasure}
""",
    """
lenses:
  half: {name: 两半, groups: {上: [A, C], 下: [B, D, E]}}
links:
  - {problem: A, causes: [C], countermeasures: [D]}
""",
)
"""Three themes with five codes; the lens ``half`` parts them otherwise."""


def interview(
    source: str, answers: Sequence[str], book: str = "test", **metadata: str
) -> Interview:
    """A transcript of so many exchanges, and its codings."""
    sentences = [
        [f"这里说的是{token.partition(':')[0]}。" for token in answer.split()] for answer in answers
    ]
    said = "\n".join(
        f"问：第{number}个问题？\n答：{''.join(own) or '没什么。'}"
        for number, own in enumerate(sentences)
    )
    made = replace(transcript(said), source=source, metadata=metadata)
    codings = []
    turns = [turn for turn in made.turns if turn.role == "interviewee"]
    for turn, answer, own in zip(turns, answers, sentences, strict=True):
        at = turn.span.start
        for token, sentence in zip(answer.split(), own, strict=True):
            code, polarity, status = (*token.split(":"), "", "")[:3]
            start = made.text.index(sentence, at)
            at = start + len(sentence)
            codings.append(
                Coding(
                    Span(start, at),
                    sentence,
                    code,
                    book,
                    polarity or "lacking",  # type: ignore[arg-type]
                    "甲",
                    turn.index,
                    status or "accepted",  # type: ignore[arg-type]
                )
            )
    return made, tuple(codings)


def study_of(
    *interviews: Interview, books: tuple[Codebook, ...] = (BOOK,), unit: UnitKind = "exchange"
) -> Study:
    """A study that was counted by ``unit``."""
    return Study("", interviews, books, unit, {})


def lettered(*answers: Sequence[str], **metadata: Sequence[str]) -> Study:
    """A study of one interview for each list of answers, named 0, 1, …; metadata by interview."""
    return study_of(
        *(
            interview(str(number), own, **{key: values[number] for key, values in metadata.items()})
            for number, own in enumerate(answers)
        )
    )
