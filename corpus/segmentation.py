"""Sentences and words as spans over the immutable text."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final, Literal

from corpus.span import Span

Engine = Literal["rjieba", "jieba"]
ENGINES: Final[tuple[Engine, ...]] = ("rjieba", "jieba")

_END: Final = re.compile(r"[。?!]+[\"”’』」)\]]*|\n+|(?<=[\u4e00-\u9fff])\.(?=\s|$)")
_PAUSE: Final = re.compile(r"[ ]+|[,;:、…]+")
_CONNECTIVE: Final = re.compile(r"(?:然后|但是|所以|因为|不过|而且|另外|还有就是|就是说|那么|其实|后来|现在|反正|对吧|的话|比如说)")
LONG: Final = 100
"""A stretch of so many characters without a sentence end is looked at again: transcripts from speech recognition may hold no punctuation."""


def sentences(shadow: str, span: Span) -> list[Span]:
    """The sentences of a stretch, on its shadow text, without blanks at their edges.

    A sentence ends at 。？！ (with closing quotes) and at line breaks. Where speech recognition left no sentence
    end within 100 characters, it ends at a pause (blank, comma), else before a connective (然后, 但是 …), else at
    100 characters, so that every sentence is bounded.
    """
    found: list[Span] = []
    start = span.start
    for match in _END.finditer(shadow, span.start, span.end):
        _add(found, shadow, start, match.end())
        start = match.end()
    _add(found, shadow, start, span.end)
    return found


def _add(found: list[Span], shadow: str, start: int, end: int) -> None:
    while start < end and shadow[start].isspace():
        start += 1
    while end > start and shadow[end - 1].isspace():
        end -= 1
    while end - start > LONG:
        cut = _cut(shadow, start, end)
        if cut is None:
            break
        _add(found, shadow, start, cut)
        start = cut
        while start < end and shadow[start].isspace():
            start += 1
    if end > start:
        found.append(Span(start, end))


def _cut(shadow: str, start: int, end: int) -> int | None:
    """Where to end an overlong sentence; None when its pauses already make it readable."""
    stretch = shadow[start:end]
    pauses = list(_PAUSE.finditer(stretch))
    written = [match for match in pauses if match[0].strip()]
    if written and max(_gaps(written, len(stretch))) <= LONG:
        return None
    for candidates in ([match.end() for match in pauses], [match.start() for match in _CONNECTIVE.finditer(stretch)]):
        near = [cut for cut in candidates if 30 <= cut <= LONG]
        if near:
            return start + near[-1]
    return start + LONG


def _gaps(pauses: list[re.Match[str]], length: int) -> list[int]:
    edges = [0, *(match.end() for match in pauses), length]
    return [after - before for before, after in pairwise(edges)]


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Settings of word segmentation; picklable, hashable. The engine behind it is built once per process.

    ``rjieba`` (default) is jieba-rs; ``jieba`` the reference engine. ``user_words`` are kept whole.
    """

    engine: Engine = "rjieba"
    user_words: tuple[str, ...] = ()
    hmm: bool = True

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise ValueError(f"engine must be one of {ENGINES}, got {self.engine!r}")

    def words(self, text: str) -> list[str]:
        """The words of ``text`` in order; together they are ``text``."""
        return list(_engine(self)(text))

    def spans(self, text: str, start: int = 0) -> list[Span]:
        """Words as spans; ``start`` is added to every offset."""
        found = []
        for word in self.words(text):
            found.append(Span(start, start + len(word)))
            start += len(word)
        return found

    def describe(self) -> dict[str, str]:
        """Engine, its version and a hash of the user words, for the record of a run."""
        words = hashlib.sha256("\n".join(sorted(self.user_words)).encode()).hexdigest()
        return {"engine": self.engine, "version": version(self.engine), "user_words": words[:16]}


@lru_cache(maxsize=4)
def _engine(settings: Segmenter) -> Any:
    if settings.engine == "rjieba":
        import rjieba

        cutter = rjieba.Jieba()
        for word in settings.user_words:
            cutter.add_word(word, None, None)
        return lambda text: cutter.cut(text, settings.hmm)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    import logging

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tokenizer.lock:  # its cache in the temp folder is trusted blindly: build in memory and write nothing
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
    for word in settings.user_words:
        tokenizer.add_word(word)
    return lambda text: tokenizer.cut(text, HMM=settings.hmm)


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Function words and fillers (嗯, 那个, 就是说 …) left out of word statistics; never left out of quotes."""
    lines = (files("corpus") / "stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def content_words(words: Iterable[str]) -> list[str]:
    """Words worth counting: at least two characters, not a stop word, not a number or punctuation."""
    stops = stop_words()
    return [word for word in words if len(word) > 1 and word not in stops and not _EMPTY.match(word)]


_EMPTY: Final = re.compile(r"^[\W\d_a-z%.]+$", re.IGNORECASE)
