"""The department that each speaker of an interview speaks for."""

from __future__ import annotations

import re
from typing import Final

from analysis.departments.gazetteer import Gazetteer
from corpus.transcript import Speaker, Transcript

_NONE: Final = re.compile(
    r"\s*(?:无|無|没有|沒有|不适用|不適用|none|n/a|-+)(?![\u4e00-\u9fff])", re.I
)
"""A field that says that there is no department."""
_I: Final = re.compile(
    r"我(?P<verb>就?是|在|来自)?[^，。？！；,.?!;\s我你他她找问跟和给对让请向叫]{0,5}$"
)
_OF_IT: Final = re.compile(r"的?(?:[，。！；,.!;\s]|$)")
INTRODUCTION: Final = 2
"""A speaker introduces himself in so many of his first turns."""


def speakers(transcript: Transcript, gazetteer: Gazetteer) -> dict[str, str]:
    """Name of a speaker -> department, "" where it is not known. The first that is known of:

    1. the department of the speaker's label, or the label itself;
    2. of the only interviewee: the header's department, interviewee and position. A department
       that says 无 ends the search;
    3. what an interviewee says of himself in his first turns (我是街道的, 我在医保局);
    4. of the only interviewee: the title, or the name of the file;
    5. of several: the number or the name of the file, where the department is a whole part of it
       (``W-05_民政局_2``), since a name such as 与民政局座谈 tells of one side only.
    """
    answering = [person for person in transcript.speakers if person.role == "interviewee"]
    departments = {
        person.name: gazetteer.resolve(person.department) or gazetteer.resolve(person.name)
        for person in transcript.speakers
    }
    only = len(answering) == 1
    if only and _NONE.match(_field(transcript, "department")):
        return departments
    header = _first(transcript, gazetteer, "department", "interviewee", "position") if only else ""
    talk = (_of_the_talk if only else _of_the_name)(transcript, gazetteer)
    for person in answering:
        departments[person.name] = (
            departments[person.name] or header or _introduced(transcript, gazetteer, person) or talk
        )
    return departments


def _field(transcript: Transcript, key: str) -> str:
    return str(transcript.metadata.get(key, "") or "")


def _first(transcript: Transcript, gazetteer: Gazetteer, *keys: str) -> str:
    """The department of the first field of the header that names one."""
    departments = (gazetteer.resolve(_field(transcript, key)) for key in keys)
    return next((department for department in departments if department), "")


def _of_the_talk(transcript: Transcript, gazetteer: Gazetteer) -> str:
    name = transcript.source.rpartition("/")[2]
    return _first(transcript, gazetteer, "title") or gazetteer.resolve(name)


def _of_the_name(transcript: Transcript, gazetteer: Gazetteer) -> str:
    name = transcript.source.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    return gazetteer.resolve_name(_field(transcript, "id")) or gazetteer.resolve_name(stem)


def _introduced(transcript: Transcript, gazetteer: Gazetteer, person: Speaker) -> str:
    """The department that a speaker says he is of, in his first turns."""
    turns = [turn for turn in transcript.turns if turn.speaker == person.name][:INTRODUCTION]
    for turn in turns:
        for sentence in transcript.sentences[turn.index]:
            text = transcript.shadow[sentence.start : sentence.end]
            for department, start, end in gazetteer.find(text):
                me = _I.search(text[:start])
                behind = _OF_IT.match(text, end)
                if me and behind and (me["verb"] or behind[0].startswith("的")):
                    return department
    return ""
