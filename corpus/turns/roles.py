"""Who asks and who answers: by the user's word, by label, by the header, by who asks, by order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.transcript import Confidence, Role
from corpus.turns.labels import CODE, role_of

_ASKS: Final = re.compile(
    r"[?？]\s*$|[吗呢][。.？?]?\s*$|请问|请您|请你|想了解|想请教|想问|谈谈|谈一谈|介绍一下|"
    r"能不能说说|能否|您觉得|您认为|您是不是|您刚才|您这边|您们|你们这边|是怎么|有没有|"
    r"感谢您接受|接受访谈|接受采访|接受我们"
    r"|請問|請您|您覺得|您認為|想瞭解|介紹一下|感謝您接受|接受訪談"
)


_BRACKETED: Final = re.compile(r"[(（\[【].*?[)）\]】]")
_CHINESE: Final = re.compile("[\u4e00-\u9fff]{3,}")

RARE: Final = 0.1
"""A misspelt label has at most this part of the turns of the label that was meant."""
SHARE: Final = 0.1
"""Who asks through an interview has at least this part of the turns; a guest with one question has
not.
"""
MEETING: Final = 6
"""Where more voices than this speak, nobody need be the one who asks."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Speaker -> role, how sure, and the message key of the ground."""

    by_speaker: Mapping[str, Role]
    confidence: Confidence
    ground: str


def asks(speech: str) -> bool:
    """Whether a turn reads like a question or an interviewer's lead."""
    return bool(_ASKS.search(speech))


def _same_person(label: str, names: str) -> bool:
    """Whether a label (王, 王某, 王某（科长）) names one of the people in a list of names."""
    label = _BRACKETED.sub("", label)
    if not label:
        return False
    for listed in re.split(r"[，,、;；/\s]+", names):
        name = _BRACKETED.sub("", listed)
        # One character of a label is enough; of a name in the list two are needed.
        if name.startswith(label) or (len(name) >= 2 and label.startswith(name)):
            return True
    return False


def assign(
    turns: Sequence[tuple[str, str]],
    format_roles: Mapping[str, Role],
    interviewers: Collection[str] = (),
    metadata: Mapping[str, object] | None = None,
    has_department: Mapping[str, bool] | None = None,
) -> Roles:
    """Roles for the speakers of ``turns`` (pairs of speaker and speech, in order).

    ``format_roles`` holds roles that the format gave (a role column); ``interviewers`` the names
    that the user gave; ``has_department`` the speakers whose label tells a department, as that of a
    guest does. Grounds in falling order: user, format, label, header, then questions asked. Source
    of the idea: the conventions listed in the project's methods reference; thresholds are our own.
    """
    voices = list(dict.fromkeys(speaker for speaker, _ in turns))
    by_user = _by_user(voices, format_roles, interviewers)
    if by_user:
        return Roles(by_user, "high", "roles.user")
    roles = {voice: format_roles[voice] for voice in voices if format_roles.get(voice)}
    ground = "roles.format" if roles else ""
    if labelled := _by_label(voices, roles):
        roles |= labelled
        ground = ground or "roles.label"
    roles |= _misspelt(turns, voices, roles)
    if headed := _by_header(voices, roles, metadata or {}):
        roles |= headed
        ground = ground or "roles.header"
    rest = [voice for voice in voices if voice not in roles]
    if not rest:
        if len(voices) == 1 and len(turns) > 1 and set(roles.values()) == {"interviewee"}:
            return Roles(roles, "medium", ground)
        return Roles(roles, "high" if ground else "low", ground or "roles.none")
    if "interviewer" in roles.values():
        roles |= dict.fromkeys(rest, "interviewee")
        guests = has_department or {}
        sure = len(rest) == 1 or all(CODE.match(voice) or guests.get(voice) for voice in rest)
        return Roles(roles, "high" if sure else "medium", ground)
    if "interviewee" in roles.values() and len(rest) == 1:
        roles[rest[0]] = "interviewer"
        return Roles(roles, "medium", ground)
    return _by_questions(turns, voices, rest, roles)


def _by_user(
    voices: Sequence[str], format_roles: Mapping[str, Role], interviewers: Collection[str]
) -> dict[str, Role]:
    """Roles where the user named who asks; empty when nobody of that name speaks."""
    asking = [
        voice
        for voice in voices
        if any(voice == name or _same_person(voice, name) for name in interviewers)
    ]
    if not asking:
        return {}
    roles: dict[str, Role] = dict.fromkeys(asking, "interviewer")
    for voice in voices:
        by_label: Role = "other" if role_of(voice) == "other" else "interviewee"
        roles.setdefault(voice, format_roles.get(voice) or by_label)
    return roles


def _by_label(voices: Sequence[str], roles: Mapping[str, Role]) -> dict[str, Role]:
    """Roles of further voices by what their label says."""
    # A and B are two people; A answers only where Q asks.
    lettered = "A" in voices and not any(voice in ("Q", "Ｑ", "q", "问") for voice in voices)
    return {
        voice: role
        for voice in voices
        if voice not in roles and not (lettered and voice == "A") and (role := role_of(voice))
    }


def _misspelt(
    turns: Sequence[tuple[str, str]], voices: Sequence[str], roles: Mapping[str, Role]
) -> dict[str, Role]:
    """指持人 beside many 主持人 is the same voice: a rare label that differs in one character from
    a role word of the text takes its role.
    """
    counts = Counter(speaker for speaker, _ in turns)
    role_words = [voice for voice in voices if len(voice) >= 3 and role_of(voice)]
    misspelt: dict[str, Role] = {}
    for voice in voices:
        if voice in roles or not _CHINESE.fullmatch(voice):
            continue
        for word in role_words:
            if (
                len(word) == len(voice)
                and sum(a != b for a, b in zip(voice, word, strict=True)) == 1
                and counts[voice] <= RARE * counts[word]
            ):
                misspelt[voice] = roles[word]
                break
    return misspelt


def _by_header(
    voices: Sequence[str], roles: Mapping[str, Role], header: Mapping[str, object]
) -> dict[str, Role]:
    """Roles of further voices by the names in the fields 访谈者 and 受访者."""
    asker, answerer = str(header.get("interviewer", "")), str(header.get("interviewee", ""))
    by_header: dict[str, Role] = {}
    for voice in voices:
        if voice in roles:
            continue
        if _same_person(voice, asker):
            by_header[voice] = "interviewer"
        elif _same_person(voice, answerer):
            by_header[voice] = "interviewee"
    return by_header


@dataclass(frozen=True, slots=True)
class _Talk:
    """How one voice talks: number of turns, characters a turn, share of turns that ask."""

    turns: int
    length: float
    asking: float


def _by_questions(
    turns: Sequence[tuple[str, str]],
    voices: Sequence[str],
    rest: Sequence[str],
    roles: dict[str, Role],
) -> Roles:
    """Who of ``rest`` asks: the voice with the most questions, short turns and the first word. In a
    meeting without a clear one, nobody.
    """
    if len(voices) == 1:
        return Roles({**roles, voices[0]: "interviewee"}, "low", "roles.one_voice")
    talks = {voice: _talk(turns, voice) for voice in rest}
    longest = max(1.0, *(talk.length for talk in talks.values()))
    opener = turns[0][0]
    scores = {
        voice: talk.asking + (0.3 * (1 - talk.length / longest) + (0.2 if voice == opener else 0.0))
        for voice, talk in talks.items()
    }
    frequent = [voice for voice in rest if talks[voice].turns >= SHARE * len(turns)] or rest
    ranked = sorted(frequent, key=lambda voice: -scores[voice])
    asker = ranked[0]
    asks_mostly = talks[asker].asking >= 0.5
    lead = scores[asker] - (scores[ranked[1]] if len(ranked) > 1 else 0.0)
    if len(voices) > MEETING and (scores[asker] < 0.7 or lead < 0.2 or not asks_mostly):
        roles |= dict.fromkeys(rest, "interviewee")
        return Roles(roles, "low", "roles.meeting")
    for voice in rest:
        roles[voice] = "interviewer" if voice == asker else "interviewee"
    if lead >= 0.3 and len(turns) >= 4 and (len(frequent) > 1 or asks_mostly):
        return Roles(roles, "medium", "roles.questions")
    return Roles(roles, "low", "roles.order" if asker == opener else "roles.questions")


def _talk(turns: Sequence[tuple[str, str]], voice: str) -> _Talk:
    speeches = [speech for speaker, speech in turns if speaker == voice]
    count = len(speeches)
    return _Talk(count, sum(map(len, speeches)) / count, sum(map(asks, speeches)) / count)
