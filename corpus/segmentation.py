"""Sentences and words as spans over the immutable text."""

from __future__ import annotations

import hashlib
import re
import warnings
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from typing import Final, Literal

from corpus.normalise import shadow
from corpus.quantities import is_quantity
from corpus.span import Span

Engine = Literal["rjieba", "jieba"]
ENGINES: Final[tuple[Engine, ...]] = ("rjieba", "jieba")

_END: Final = re.compile(
    r"[。?!\n.](?:(?<!\.)[。?!\n]*(?:(?<=[。?!])[\"”’』」)\]]+)?|(?<=[\u4e00-\u9fff]\.)(?=\s|$))"
)
_PAUSE: Final = re.compile(r"[ ,;:、…]+")
_CONNECTIVE: Final = re.compile(
    r"(?:然后|但是|所以|因为|不过|而且|另外|还有就是|就是说|那么|其实|后来|现在|反正|对吧|的话|"
    r"比如说)"
)
LONG: Final = 100
"""A stretch of so many characters without a sentence end is looked at again: transcripts from
speech recognition may hold no punctuation.
"""


def sentences(shadow: str, span: Span) -> list[Span]:
    """The sentences of a stretch, on its shadow text, without blanks at their edges.

    A sentence ends at 。？！ (with closing quotes) and at line breaks. Where speech recognition
    left no sentence end within 100 characters, it ends at a pause (blank, comma), else before a
    connective (然后, 但是 …), else at 100 characters, so that every sentence is bounded.
    """
    spans: list[Span] = []
    start = span.start
    for match in _END.finditer(shadow, span.start, span.end):
        end = match.end()
        if end - start <= LONG and not shadow[start].isspace() and not shadow[end - 1].isspace():
            spans.append(Span(start, end))
        else:
            _add(spans, shadow, start, end)
        start = end
    _add(spans, shadow, start, span.end)
    return spans


def _add(spans: list[Span], shadow: str, start: int, end: int) -> None:
    """Adds a stretch without the blanks at its edges; nothing when only blanks are there."""
    while start < end and shadow[start].isspace():
        start += 1
    while end > start and shadow[end - 1].isspace():
        end -= 1
    if end - start > LONG:
        _add_long(spans, shadow, start, end)
    elif end > start:
        spans.append(Span(start, end))


def _add_long(spans: list[Span], shadow: str, start: int, end: int) -> None:
    """An overlong sentence, cut where its pauses do not already make it readable."""
    pauses = list(_PAUSE.finditer(shadow, start, end))
    written = [match.end() for match in pauses if match[0].strip()]
    readable = [True] * len(written)  # no gap above LONG behind this pause
    for index in range(len(written) - 1, -1, -1):
        following = written[index + 1] if index + 1 < len(written) else end
        readable[index] = following - written[index] <= LONG and (
            index + 1 == len(written) or readable[index + 1]
        )
    index = 0
    while end - start > LONG:
        while index < len(written) and written[index] <= start:
            index += 1
        if index < len(written) and written[index] - start <= LONG and readable[index]:
            break
        cut = _cut(shadow, start, pauses)
        _add(spans, shadow, start, cut)
        start = cut
        while start < end and shadow[start].isspace():
            start += 1
    if end > start:
        spans.append(Span(start, end))


def _cut(shadow: str, start: int, pauses: Sequence[re.Match[str]]) -> int:
    """Where to end a stretch: at the last pause, else before the last connective, within its first
    100 characters; else there.
    """
    low, high = start + 30, start + LONG
    first = bisect_left(pauses, low, key=lambda match: match.end())
    last = bisect_right(pauses, high, key=lambda match: match.end())
    if last > first:
        return pauses[last - 1].end()
    cuts = [
        match.start()
        for match in _CONNECTIVE.finditer(shadow, start, min(len(shadow), high + 4))
        if low <= match.start() <= high
    ]
    return cuts[-1] if cuts else high


FIXED: Final = (
    *("一网通办", "一网统管", "一网协同", "一窗受理", "一盘棋", "三定方案", "两张皮", "去识别化"),
    *("十二五", "十三五", "十四五", "十五五"),
)
"""Fixed expressions that the dictionaries of the engines lack and cut in pieces."""


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Settings of word segmentation; picklable, hashable. The engine behind it is built once per
    process.

    ``rjieba`` (default) is jieba-rs; ``jieba`` the reference engine. ``user_words`` are kept whole:
    they are held as they stand in the shadow text (``corpus.normalise.shadow``), which is what is
    segmented for statistics, so they may be given in any script, width and case.
    """

    engine: Engine = "rjieba"
    user_words: tuple[str, ...] = ()
    hmm: bool = True

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise ValueError(f"engine must be one of {ENGINES}, got {self.engine!r}")
        words = shadow("\n".join(self.user_words)).split("\n") if self.user_words else ()
        object.__setattr__(self, "user_words", tuple(dict.fromkeys(words)))

    def words(self, text: str) -> list[str]:
        """The words of ``text`` in order; together they are ``text``."""
        return list(_engine(self)(text))

    def spans(self, text: str, start: int = 0) -> list[Span]:
        """Words as spans; ``start`` is added to every offset."""
        spans = []
        for word in self.words(text):
            spans.append(Span(start, start + len(word)))
            start += len(word)
        return spans

    def describe(self) -> dict[str, str]:
        """Engine, its version and a hash of the user words, for the record of a run."""
        words = hashlib.sha256("\n".join(sorted(self.user_words)).encode()).hexdigest()
        return {"engine": self.engine, "version": version(self.engine), "user_words": words[:16]}


@lru_cache(maxsize=4)
def _engine(settings: Segmenter) -> Callable[[str], Iterable[str]]:
    if settings.engine == "rjieba":
        import rjieba

        cutter = rjieba.Jieba()
        for word in (*FIXED, *settings.user_words):
            cutter.add_word(word, None, None)
        return lambda text: cutter.cut(text, settings.hmm)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    import logging

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # its cache in the temp folder is trusted blindly: build in memory and write nothing
    with tokenizer.lock:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
    for word in (*FIXED, *settings.user_words):
        tokenizer.add_word(word)
    return lambda text: tokenizer.cut(text, HMM=settings.hmm)


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of ``text`` in order by the dictionary alone (no guess at new words), each with the
    tag of its part of speech in that dictionary (n, v, f …; zg and x where it knows none).
    """
    import rjieba

    words: list[tuple[str, str]] = rjieba.tag(text, False)
    return words


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Function words and fillers (嗯, 那个, 就是说 …) left out of word statistics; never left out
    of quotes.
    """
    lines = (files("corpus") / "stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def content_words(words: Iterable[str]) -> dict[str, int]:
    """Words worth counting with how often they stand there, in the order of their first: at least
    two characters, not a stop word, not a number, a quantity (一张, 这个) or punctuation.
    """
    return {word: count for word, count in Counter(words).items() if is_content(word)}


@lru_cache(maxsize=1 << 17)
def is_content(word: str) -> bool:
    """Whether a word (of the shadow text) is worth counting (see ``content_words``)."""
    return (
        len(word) > 1
        and word not in stop_words()
        and not _EMPTY.match(word)
        and not is_quantity(word)
    )


_EMPTY: Final = re.compile(r"^[\W\d_a-z%.]+$", re.IGNORECASE)
