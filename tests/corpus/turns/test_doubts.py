"""What a person is asked to look at after an import."""

from __future__ import annotations

import pytest

from corpus.problem import Problem
from corpus.span import Span
from corpus.transcript import Confidence, ImportReport, ReportLine, Role, Turn
from corpus.turns.doubts import doubts
from corpus.turns.roles import Roles


def doubted(
    roles: tuple[Role, ...],
    *lines: ReportLine,
    confidence: Confidence = "high",
    ground: str = "roles.words",
    interviewers: tuple[str, ...] = (),
    is_row: bool = False,
) -> list[Problem]:
    turns = [Turn(i, f"声{i}", role, Span(i, i + 1), i + 1) for i, role in enumerate(roles)]
    report = ImportReport("txt", "utf-8", lines or SPOKEN, confidence, ground)
    by_speaker = {turn.speaker: turn.role for turn in turns}
    problems = doubts(
        "a.txt", turns, report, Roles(by_speaker, confidence, ground), interviewers, is_row
    )
    assert all(problem.sentence("zh") != problem.sentence("en") for problem in problems)
    return problems


SPOKEN = (ReportLine(1, "turn", "colon", "问：何来？"),)
UNLABELLED = ReportLine(1, "turn", "unlabelled", "何来")
BOTH: tuple[Role, ...] = ("interviewer", "interviewee")


def test_nothing_to_look_at() -> None:
    assert doubted(BOTH) == []


def test_no_turns_is_an_error() -> None:
    (problem,) = doubted(())
    assert (problem.key, problem.severity) == ("turns.none", "error")


def test_nobody_who_answers_is_warned_of() -> None:
    (problem,) = doubted(("interviewer",))
    assert (problem.key, problem.severity) == ("turns.nobody_answers", "warning")


@pytest.mark.parametrize(("is_row", "keys"), [(False, ["turns.unlabelled"]), (True, [])])
def test_text_without_labels_unless_it_is_a_row_of_a_table(is_row: bool, keys: list[str]) -> None:
    problems = doubted(("interviewee",), UNLABELLED, is_row=is_row)
    assert [problem.key for problem in problems] == keys


def test_roles_that_are_a_guess_name_six_speakers_at_most() -> None:
    (problem,) = doubted(BOTH * 4, confidence="low")
    assert problem.key == "turns.roles_unsure"
    assert problem.values["speakers"] == "声0、声1、声2、声3、声4、声5"


@pytest.mark.parametrize(("ground", "count"), [("roles.words", 2), ("roles.user", 0)])
def test_an_interviewer_who_does_not_speak(ground: str, count: int) -> None:
    problems = doubted(BOTH, ground=ground, interviewers=("甲", "乙"))
    assert [(problem.key, problem.severity) for problem in problems] == [
        ("turns.interviewer_absent", "note")
    ] * count


def test_lines_that_were_not_understood_are_counted_and_the_first_is_shown() -> None:
    unknown = [ReportLine(line, "unknown", "", "字" * 40) for line in (4, 9)]
    (problem,) = doubted(BOTH, *SPOKEN, *unknown)
    assert (problem.key, problem.line) == ("turns.unknown_lines", 4)
    assert problem.values == {"count": 2, "text": "字" * 30}
