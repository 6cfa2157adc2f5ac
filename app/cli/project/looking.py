"""``fangtan project next``: which sentences to look at next, and the answers to them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TypedDict

from analysis.coders.learning.answers import CodeKey
from app.cli.project.lines import tell
from app.study.machines.looking import Waiting, learner_of, lookout
from app.study.machines.telling import ToldRecord, told_lines, told_record
from app.study.projects import books_of
from app.study.study import names_of
from corpus.catalogue import Language, message
from corpus.problem import FangtanError
from corpus.project import Project, Refused, open_project

ANSWERS = {"y": True, "n": False}


class WaitingRecord(TypedDict):
    """A sentence to be looked at, as JSON has it."""

    source: str
    start: int
    end: int
    quote: str
    codebook: str
    code: str
    way: str
    polarity: str
    score: float


def next_(
    study: str,
    codes: Sequence[str],
    count: int,
    coder: str,
    lang: Language,
    as_json: bool,
) -> int:
    """Tell what to look at next; in a terminal ask for each and store the answers. Returns the exit
    code.
    """
    with open_project(study) as project:
        names = names_of(books_of(project), lang)
        batch = lookout(project).batch(count, [_key(code, names) for code in codes])
        told = [
            line
            for one in batch.told
            for line in told_lines(one, f"{one.key[1]} {names.get(one.key, '')}".strip(), lang)
        ]
        if as_json:
            records: list[ToldRecord] = [told_record(one) for one in batch.told]
            tell({"waiting": [_record(one) for one in batch.waiting], "codes": records}, (), True)
            return 0
        if not batch.waiting:
            tell(None, [message("looking.nothing", lang), *told], False)
        elif sys.stdin.isatty():
            answered = _ask(project, batch.waiting, names, coder, lang)
            tell(
                None, [*told, message("looking.answered", lang, count=answered, study=study)], False
            )
        else:
            shown = [_shown(place, one, names, lang) for place, one in enumerate(batch.waiting, 1)]
            tell(None, [*shown, *told, message("looking.how", lang, study=study)], False)
    return 0


def _ask(
    project: Project,
    waiting: Sequence[Waiting],
    names: dict[CodeKey, str],
    coder: str,
    lang: Language,
) -> int:
    """One after the other; how many were answered."""
    who, machine = project.coder(coder), learner_of(project)
    answered = 0
    for place, one in enumerate(waiting, 1):
        tell(None, [_shown(place, one, names, lang)], False)
        said = ""
        while said not in ("y", "n", "s", "q"):
            try:
                said = input(message("looking.ask", lang)).strip().lower()
            except EOFError:
                said = "q"
        if said == "q":
            break
        if said in ANSWERS:
            try:
                project.apply(one.answer(machine, ANSWERS[said]), coder=who)
                answered += 1
            except Refused as error:  # somebody else was quicker
                tell(None, [error.text(lang)], False)
    return answered


def _key(asked: str, names: dict[CodeKey, str]) -> CodeKey:
    """Raises FangtanError for a code that the study does not have."""
    book, _, code = asked.rpartition(":")
    for key in names:
        if key[1] == code and book in ("", key[0]):
            return key
    raise FangtanError("looking.unknown_code", code=asked)


def _shown(place: int, one: Waiting, names: dict[CodeKey, str], lang: Language) -> str:
    coding = one.coding
    evidence = coding.evidence
    return message(
        "looking.sentence",
        lang,
        place=place,
        source=one.source,
        way=message(f"way.{one.way}", lang),
        before=one.before,
        quote=coding.quote,
        after=one.after,
        code=coding.code,
        name=names.get((coding.codebook, coding.code), ""),
        evidence=evidence.indicator if evidence else "",
    )


def _record(one: Waiting) -> WaitingRecord:
    coding = one.coding
    score = coding.evidence.score if coding.evidence else None
    return {
        "source": one.source,
        "start": coding.span.start,
        "end": coding.span.end,
        "quote": coding.quote,
        "codebook": coding.codebook,
        "code": coding.code,
        "way": one.way,
        "polarity": coding.polarity,
        "score": score or 0.0,
    }
