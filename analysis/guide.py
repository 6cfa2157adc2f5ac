"""Topics of the interview guide: which question belongs to which topic, so that a topic can be a
conversation or a unit of analysis.

Two honest sources only. A guide given by the researcher: each topic with words; a question belongs
to the topic most of whose words it holds, a question with none goes on with the topic before it (a
follow-up). Or headings that stand in the transcript itself between the turns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.normalise import shadow as shadow_of
from corpus.transcript import Transcript

Topics = list[tuple[int, str]]
"""(offset where the topic begins, its name), in text order; what is said before the first has no
topic.
"""

_HEADING = re.compile(
    r"^\s*(?:#{1,6}\s*|第[一二三四五六七八九十\d]+(?:部分|章|节|单元)\s*[：:、.．]?\s*|(?:主题|"
    r"话题|部分|专题|Topic|Part)\s*[一二三四五六七八九十\d]+\s*[：:、.．]\s*|"
    r"[一二三四五六七八九十]{1,3}、\s*|[（(][一二三四五六七八九十]{1,3}[)）]\s*|"
    r"【)(?P<name>[^\n。？！?!：:]{2,30}?)】?\s*$"
)


def read_guide(text: str) -> dict[str, tuple[str, ...]]:
    """A guide as people write it: a topic per line, ``主题：词 词、词``; empty lines and lines that
    begin with # are left out.

    Raises ValueError with the number of a line that has no topic or no words, or when there are
    none.
    """
    topics: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, rest = line.replace("：", ":").partition(":")
        words = tuple(word for word in re.split(r"[\s,，、;；]+", rest) if word)
        if not name.strip() or not words:
            raise ValueError(str(number))
        topics[name.strip()] = topics.get(name.strip(), ()) + words
    if not topics:
        raise ValueError("1")
    return topics


def by_guide(transcript: Transcript, guide: Mapping[str, Sequence[str]]) -> Topics:
    """Topics by the interviewer's questions; a tie goes to the topic that stands first in the
    guide.
    """
    words = {name: [shadow_of(word) for word in forms] for name, forms in guide.items()}
    found: Topics = []
    for turn in transcript.turns:
        if turn.role != "interviewer":
            continue
        asked = transcript.shadow[turn.span.start : turn.span.end]
        hits = {name: sum(asked.count(word) for word in forms) for name, forms in words.items()}
        best = max(hits, key=lambda name: hits[name])
        if hits[best] and (not found or found[-1][1] != best):
            found.append((turn.span.start, best))
    return found


def by_headings(transcript: Transcript) -> Topics:
    """Topics by headings between the turns (# …, 一、…, 第一部分 …, 主题一：…, 【…】); empty when
    there is none.
    """
    found: Topics = []
    at = 0
    for turn in (*transcript.turns, None):
        stop = turn.span.start if turn else at
        offset = at
        for line in transcript.text[at:stop].splitlines(keepends=True):
            if match := _HEADING.match(line):
                found.append((offset, match["name"].strip()))
            offset += len(line)
        at = turn.span.end if turn else at
    return found if len({name for _, name in found}) > 1 else []


def topic_at(topics: Topics, offset: int) -> str:
    """The topic that holds at an offset; "" before the first."""
    name = ""
    for start, topic in topics:
        if start > offset:
            break
        name = topic
    return name
