"""Codebook checks that run the rules: examples as tests, indicators that never fire."""

from __future__ import annotations

from pathlib import Path

from analysis.coders.rules import RuleCoder
from codebooks.codebook import Code, Codebook, Example
from codebooks.lint import Finding, lines_of
from corpus.document import Document, Line
from corpus.normalise import shadow
from corpus.turns.transcribe import transcribe


def check_rules(book: Codebook, source: str) -> list[Finding]:
    """Every example must be coded by its own code with the polarity told, or not at all where it
    says ``coded: false``.
    """
    try:
        coder = RuleCoder(book)
    except Exception as error:  # a pattern that re2 refuses is named by the linter
        if type(error).__module__.startswith("re2") or type(error).__name__ == "error":
            return []
        raise
    lines = lines_of(source)
    return [
        Finding(source, lines.get(code.id), "error", *wrong)
        for code in coder.codes
        for example in code.examples
        if (wrong := _wrong(coder, code, example, source))
    ]


def _wrong(
    coder: RuleCoder, code: Code, example: Example, source: str
) -> tuple[str, dict[str, str]] | None:
    """The message key and its values where an example is not coded as it says."""
    interview = Document((Line("问：请讲。", 1), Line(f"答：{example.text}", 2)), "txt")
    codings = [
        coding for coding in coder.code(transcribe(interview, source)) if coding.code == code.id
    ]
    values = {"code": code.id, "text": example.text}
    if not example.coded:
        if not codings:
            return None
        evidence = codings[0].evidence
        return "lint.example_coded", {**values, "word": evidence.indicator if evidence else ""}
    if not codings:
        return "lint.example_missed", values
    polarities = [coding.polarity for coding in codings]
    if example.polarity and example.polarity not in polarities:
        got = "、".join(polarities)
        return "lint.example_polarity", {**values, "told": example.polarity, "got": got}
    return None


def silent_indicators(book: Codebook, source: str, interviews: Path) -> list[Finding]:
    """Strong indicators that occur in none of the interviews (by substring on the shadow text)."""
    from corpus.readers import SUFFIXES, read_file

    texts: list[str] = []
    for path in sorted(interviews.rglob("*")) if interviews.is_dir() else [interviews]:
        if path.suffix.lower() in SUFFIXES:
            documents, _ = read_file(path)
            texts.extend(
                shadow("\n".join(line.text for line in document.lines)) for document in documents
            )
    lines = lines_of(source)
    found = []
    for code, _, _ in book.walk():
        silent = [
            word
            for word, _ in code.indicators.items(code.kind)
            if not any(shadow(word) in text for text in texts)
        ]
        if silent:
            found.append(
                Finding(
                    source,
                    lines.get(code.id),
                    "note",
                    "lint.silent",
                    {"code": code.id, "words": "、".join(silent)},
                )
            )
    return found
