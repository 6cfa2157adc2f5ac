"""The linter: what in a codebook would mislead coders, before any interview is coded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from codebooks.codebook import Code, Codebook
from codebooks.loading import SHIPPED, code_lines
from corpus.catalogue import Language, message
from corpus.normalise import shadow
from corpus.problem import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend (error, warning) or to know (note) in a codebook."""

    source: str
    line: int | None
    severity: Severity
    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: Language = "zh") -> str:
        """What was found and how to mend it, in Chinese or English."""
        return message(self.key, lang, **self.values)


_Remark = tuple[Code, Severity, str, Mapping[str, object]]
"""What a check says of a code: severity, message key, values of the message."""


def lines_of(name: str) -> dict[str, int]:
    """Code id -> line in the YAML file; empty when the file is not at hand."""
    try:
        path = Path(__file__).parent / f"{name}.yaml" if name in SHIPPED else Path(name)
        return code_lines(path.read_text("utf-8-sig"))
    except (OSError, UnicodeError):
        return {}


def lint(
    book: Codebook, source: str, others: Mapping[str, Codebook] | None = None
) -> list[Finding]:
    """Checks that need no coder: duplicates, containments, exclusions that name no code, patterns
    that are not valid.

    ``others`` are codebooks that exclusions may name (``id:code``); those shipped are known anyway.
    """
    lines = lines_of(source)
    findings = [
        Finding(source, lines.get(code.id), severity, key, values)
        for check in CHECKS
        for code, severity, key, values in check(book, others or {})
    ]
    return sorted(findings, key=lambda finding: (finding.line or 0, finding.key))


def _strong(book: Codebook) -> Iterator[tuple[Code, str]]:
    """Every strong indicator with its code."""
    for code, _, _ in book.walk():
        for word, _ in code.indicators.items(code.kind):
            yield code, word


def _duplicates(book: Codebook, others: Mapping[str, Codebook]) -> Iterator[_Remark]:
    """A strong indicator of two codes, unless their discourse functions tell them apart; or twice
    in one.
    """
    codes_of: dict[str, list[Code]] = {}
    for code, word in _strong(book):
        for other in codes_of.get(word, ()):
            if other.id == code.id:
                yield code, "warning", "lint.repeated", {"word": word, "code": code.id}
            elif other.function == code.function:
                yield (
                    code,
                    "error",
                    "lint.duplicate",
                    {"word": word, "code": code.id, "other": other.id},
                )
        codes_of.setdefault(word, []).append(code)


def _contained(book: Codebook, others: Mapping[str, Codebook]) -> Iterator[_Remark]:
    """An indicator inside one of another code: the longest match decides, which the author should
    know.
    """
    words: dict[str, list[Code]] = {}
    for code, word in _strong(book):
        words.setdefault(word, []).append(code)
    for word, codes in words.items():
        inner = {word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1)} - {word}
        for part in sorted(inner & words.keys()):
            for code in codes:
                for other in words[part]:
                    if other.id != code.id and other.function == code.function:
                        yield (
                            code,
                            "note",
                            "lint.contained",
                            {"word": word, "code": code.id, "part": part, "other": other.id},
                        )


def _exclusions(book: Codebook, others: Mapping[str, Codebook]) -> Iterator[_Remark]:
    """An exclusion must name a code that exists (its own codebook, or ``id:code`` of another)."""
    from codebooks.loading import load

    for code, _, _ in book.walk():
        for exclusion in code.exclusion:
            for target in exclusion.use:
                owner, _, name = target.rpartition(":")
                named = (
                    book
                    if not owner or owner == book.id
                    else others.get(owner) or (load(owner) if owner in SHIPPED else None)
                )
                if named is None or name not in named.by_id:
                    yield code, "error", "lint.exclusion", {"code": code.id, "target": target}


def _patterns(book: Codebook, others: Mapping[str, Codebook]) -> Iterator[_Remark]:
    """Patterns must be valid for google-re2: linear time, no lookaround, no backreference."""
    import re2

    for code, _, _ in book.walk():
        for pattern in code.patterns:
            try:
                compiled = re2.compile(pattern.pattern)
            except re2.error as error:
                reason = error.args[0] if error.args else ""
                yield (
                    code,
                    "error",
                    "lint.pattern",
                    {
                        "code": code.id,
                        "pattern": pattern.pattern,
                        "reason": reason.decode() if isinstance(reason, bytes) else str(reason),
                    },
                )
                continue
            if compiled.search(""):
                yield (
                    code,
                    "error",
                    "lint.pattern_empty",
                    {"code": code.id, "pattern": pattern.pattern},
                )
            for repeat in _REPEAT.finditer(pattern.pattern):
                if max(int(repeat["low"] or 0), int(repeat["high"] or 0)) >= LONG_REPEAT:
                    yield (
                        code,
                        "warning",
                        "lint.pattern_repeat",
                        {
                            "code": code.id,
                            "pattern": pattern.pattern,
                            "repeat": repeat["all"],
                            "limit": LONG_REPEAT - 1,
                        },
                    )


LONG_REPEAT: Final = 10
"""A counted repeat is unrolled: from so many times on it makes the automaton of all patterns large
and slow.
"""
_REPEAT: Final = re.compile(
    r"\\.|\[(?:\\.|[^\]\\])+\]|(?P<all>\{(?P<low>\d*)(?:,(?P<high>\d*))?\})", re.DOTALL
)
_LETTERS: Final = frozenset("的了是在我一这那就也和很吗呢")
"""Letters so frequent that a near rule says nothing by them."""


def _short_words(book: Codebook, others: Mapping[str, Codebook]) -> Iterator[_Remark]:
    """A ``near`` rule that single letters alone can satisfy, or that holds one found in nearly
    every sentence.

    A letter beside a part of whole words (盖|签, 三个章) is left alone: the words make the rule
    narrow.
    """
    for code, _, _ in book.walk():
        for rule in code.near:
            parts = [
                [word for word in part.split("|") if len(word.strip()) == 1] for part in rule.words
            ]
            letters = list(dict.fromkeys(word for part in parts for word in part))
            loose = letters if all(parts) else [letter for letter in letters if letter in _LETTERS]
            if loose:
                yield (
                    code,
                    "warning",
                    "lint.near_letter",
                    {"code": code.id, "rule": "、".join(rule.words), "letters": "、".join(loose)},
                )


_NO_LETTER: Final = re.compile(r"\W+")


def _spoken(book: Codebook, others: Mapping[str, Codebook]) -> Iterator[_Remark]:
    """A spoken sentence of two codes speaks for neither; a second time in one it adds nothing; with
    an indicator of its own code it says what the rules hear without it. Sentences that differ in
    script, width or punctuation alone are the same.
    """
    code_of: dict[str, Code] = {}
    for code, _, _ in book.walk():
        words = [(word, shadow(word)) for word, _ in code.indicators.items(code.kind)]
        for sentence in code.spoken:
            plain = shadow(sentence)
            letters = _NO_LETTER.sub("", plain)
            other = code_of.get(letters)
            values = {"text": sentence, "code": code.id}
            if other is code:
                yield code, "warning", "lint.spoken_repeated", values
            elif other is not None:
                yield code, "error", "lint.spoken_twice", {**values, "other": other.id}
            else:
                code_of[letters] = code
            for word, sought in words:
                if sought in plain:
                    yield code, "warning", "lint.spoken_heard", {**values, "word": word}


def _bare(book: Codebook, others: Mapping[str, Codebook]) -> Iterator[_Remark]:
    """A code without a rule is never suggested; one without an example cannot be checked."""
    for code, _, _ in book.walk():
        if code.children:
            continue
        ruled = (
            any(True for _ in code.indicators.items(code.kind))
            or any(True for _ in code.weak.items(code.kind))
            or code.near
            or code.patterns
        )
        if not ruled:
            yield code, "note", "lint.no_rule", {"code": code.id}
        elif not code.examples:
            yield code, "warning", "lint.no_example", {"code": code.id}


CHECKS = (_duplicates, _contained, _exclusions, _patterns, _short_words, _spoken, _bare)
