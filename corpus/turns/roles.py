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


@dataclass(frozen=True, slots=True)
class Roles:
    """Speaker -> role, how sure, and the message key of the ground."""

    of: Mapping[str, Role]
    confidence: Confidence
    ground: str


def asks(speech: str) -> bool:
    """Whether a turn reads like a question or an interviewer's lead."""
    return bool(_ASKS.search(speech))


def _same_person(label: str, names: str) -> bool:
    bare = re.sub(r"[(（\[【].*?[)）\]】]", "", label)
    return bool(bare) and any(
        piece
        and (
            piece == bare
            or (len(bare) >= 1 and piece.startswith(bare))
            or (len(piece) >= 2 and bare.startswith(piece))
        )
        for piece in (
            re.sub(r"[(（\[【].*?[)）\]】]", "", name)
            for name in re.split(r"[，,、;；/\s]+", names)
        )
    )


def assign(
    turns: Sequence[tuple[str, str]],
    told: Mapping[str, Role],
    interviewers: Collection[str] = (),
    metadata: Mapping[str, object] | None = None,
    guest: Mapping[str, bool] | None = None,
) -> Roles:
    """Roles for the speakers of ``turns`` (pairs of speaker and speech, in order).

    ``told`` holds roles that the format gave (a role column); ``interviewers`` the names that the
    user gave. Grounds in falling order: user, format, label, header, then questions asked. Source
    of the idea: the conventions listed in the project's methods reference; thresholds are our own.
    """
    header = metadata or {}
    voices = list(dict.fromkeys(speaker for speaker, _ in turns))
    of: dict[str, Role] = {}
    ground = ""
    for voice in voices:
        if any(voice == name or _same_person(voice, name) for name in interviewers):
            of[voice], ground = "interviewer", "roles.user"
    if ground:
        for voice in voices:
            of.setdefault(
                voice, told.get(voice) or ("other" if role_of(voice) == "other" else "interviewee")
            )
        return Roles(of, "high", ground)
    for voice in voices:
        role = told.get(voice)
        if role:
            of[voice], ground = role, ground or "roles.format"
    lettered = "A" in voices and not any(voice in ("Q", "Ｑ", "q", "问") for voice in voices)
    for voice in voices:
        if lettered and voice == "A":
            continue  # A and B are two people; A answers only where Q asks
        if voice not in of and (role := role_of(voice)):
            of[voice], ground = role, ground or "roles.label"
    _misspelt(turns, voices, of)
    asker, answerer = str(header.get("interviewer", "")), str(header.get("interviewee", ""))
    for voice in voices:
        if voice in of:
            continue
        if asker and _same_person(voice, asker):
            of[voice], ground = "interviewer", ground or "roles.header"
        elif answerer and _same_person(voice, answerer):
            of[voice], ground = "interviewee", ground or "roles.header"
    rest = [voice for voice in voices if voice not in of]
    if not rest:
        known = set(of.values())
        if known == {"interviewee"} and len(voices) == 1 and len(turns) > 1:
            return Roles(of, "medium", ground)
        return Roles(of, "high" if ground else "low", ground or "roles.none")
    if "interviewer" in of.values():
        for voice in rest:
            of[voice] = "interviewee"
        sure = (
            all(CODE.match(voice) or (guest or {}).get(voice) for voice in rest) or len(rest) == 1
        )
        return Roles(of, "high" if sure else "medium", ground)
    if "interviewee" in of.values() and len(rest) == 1:
        of[rest[0]] = "interviewer"
        return Roles(of, "medium", ground)
    return _by_questions(turns, voices, rest, of)


RARE: Final = 0.1
"""A misspelt label has at most this part of the turns of the label that was meant."""


def _misspelt(turns: Sequence[tuple[str, str]], voices: Sequence[str], of: dict[str, Role]) -> None:
    """指持人 beside many 主持人 is the same voice: a rare label that differs in one character from
    a role word of the text takes its role.
    """
    count = Counter(speaker for speaker, _ in turns)
    named = [voice for voice in voices if len(voice) >= 3 and role_of(voice)]
    for voice in voices:
        if voice in of or not CHINESE.fullmatch(voice):
            continue
        for meant in named:
            if (
                len(meant) == len(voice)
                and sum(a != b for a, b in zip(voice, meant, strict=True)) == 1
                and count[voice] <= RARE * count[meant]
            ):
                of[voice] = of[meant]
                break


CHINESE: Final = re.compile("[\u4e00-\u9fff]{3,}")

SHARE: Final = 0.1
"""Who asks through an interview has at least this part of the turns; a guest with one question has
not.
"""


def _by_questions(
    turns: Sequence[tuple[str, str]],
    voices: Sequence[str],
    rest: Sequence[str],
    of: dict[str, Role],
) -> Roles:
    if len(voices) == 1:
        of[voices[0]] = "interviewee"
        return Roles(of, "low", "roles.one_voice")
    score: dict[str, float] = {}
    longest = 1.0
    mean: dict[str, float] = {}
    rate: dict[str, float] = {}
    for voice in rest:
        own = [speech for speaker, speech in turns if speaker == voice]
        mean[voice] = sum(map(len, own)) / len(own)
        rate[voice] = score[voice] = sum(map(asks, own)) / len(own)
        longest = max(longest, mean[voice])
    asking = [
        voice
        for voice in rest
        if sum(1 for speaker, _ in turns if speaker == voice) >= SHARE * len(turns)
    ] or rest
    for voice in rest:
        score[voice] += 0.3 * (1 - mean[voice] / longest) + (0.2 if voice == turns[0][0] else 0.0)
    ranked = sorted(asking, key=lambda voice: -score[voice])
    first, second = score[ranked[0]], score[ranked[1]] if len(ranked) > 1 else 0.0
    if len(voices) > 6 and (first < 0.7 or first - second < 0.2 or rate[ranked[0]] < 0.5):
        for voice in rest:
            of[voice] = "interviewee"
        return Roles(of, "low", "roles.meeting")
    for voice in rest:
        of[voice] = "interviewer" if voice == ranked[0] else "interviewee"
    if first - second >= 0.3 and len(turns) >= 4 and (len(asking) > 1 or rate[ranked[0]] >= 0.5):
        return Roles(of, "medium", "roles.questions")
    return Roles(of, "low", "roles.order" if ranked[0] == turns[0][0] else "roles.questions")
