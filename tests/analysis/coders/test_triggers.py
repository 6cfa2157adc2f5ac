"""What a pattern cannot do without: by hand, and on every sentence of the sample against the
patterns themselves.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules

import pytest
import re2
from builders import codebook
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.polarity import cues
from analysis.coders.polarity.cues.masks import PSEUDO
from analysis.coders.polarity.cues.questions import WHETHER
from analysis.coders.polarity.decide import RULES
from analysis.coders.scanning import Scanner
from analysis.coders.triggers import Triggers, needs, triggers
from app.study.inputs import find_inputs
from codebooks.loading import SHIPPED, load
from corpus.readers import read_file
from corpus.turns.transcribe import transcribe

CUES = {
    f"{module.name}.{name}": pattern
    for module in iter_modules(cues.__path__)
    for name, pattern in vars(import_module(f"{cues.__name__}.{module.name}")).items()
    if isinstance(pattern, re.Pattern)
}
NEEDED = {
    name: pattern
    for name, pattern in CUES.items()
    if any(pattern in rule.needs for rule in RULES) or pattern in (PSEUDO, WHETHER)
}
"""Cues without which rules are not tried."""


@pytest.mark.parametrize(
    ("pattern", "strings"),
    [
        ("壁垒", "壁垒"),
        ("缺乏|缺少", "缺乏 缺少"),
        ("不(?:仅|光是?)", "不仅 不光 不光是"),
        ("(?:没有)?标准", "标准 没有标准"),
        ("[不没]了", "不了 没了"),
        ("壁{0,3}", None),
        ("[^,]缺", "缺"),
        ("不.{0,4}了得", "了得"),
        ("壁|", None),
        ("(?=壁).垒", "垒"),
        ("(壁)+", "壁"),
        ("壁|[^,]", None),
    ],
)
def test_by_hand(pattern: str, strings: str | None) -> None:
    assert triggers(pattern) == (None if strings is None else frozenset(strings.split()))


def test_no_cue_of_the_sample_is_lost() -> None:
    read = Triggers(CUES.values())
    seen = 0
    for path, name in find_inputs([Path(str(files("corpus") / "sample"))])[0]:
        for document in read_file(path)[0]:
            made = transcribe(document, name)
            for spans in made.sentences:
                for span in spans:
                    sentence = span.of(made.shadow)
                    may = read.read(sentence)
                    for cue, pattern in CUES.items():
                        if pattern.search(sentence):
                            seen += 1
                            assert may & read.bit[pattern], (cue, sentence)
    assert seen > 1000


@given(st.data())
def test_every_match_holds_a_trigger(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(NEEDED)))
    text = data.draw(st.from_regex(NEEDED[name]))
    read = Triggers([NEEDED[name]])
    assert read.read(text) == 1


def test_every_cue_can_be_told_by_a_string() -> None:
    assert len(NEEDED) > 40
    assert [name for name, pattern in NEEDED.items() if triggers(pattern.pattern) is None] == []


@pytest.mark.parametrize(
    "pattern",
    [r"(?i)abc", r"\pN+个", r"\d个", r"[[:alpha:]]个", r"(?P<n>两)个", r"\C个", r"(", "[^,]*"],
)
def test_what_only_re2_reads_needs_nothing(pattern: str) -> None:
    assert needs(pattern, len) == []


def test_the_rarest_strings_of_a_pattern_come_first() -> None:
    often = {"从": 9.0, "小时": 2.0, "天": 3.0, "缩": 0.1, "压": 0.2}
    assert needs(r"从[^,\n]{1,6}(?:小时|天)[^,]{0,3}(?:缩|压)", lambda string: often[string]) == [
        {"缩", "压"},
        {"小时", "天"},
        {"从"},
    ]


def test_patterns_of_codebooks_find_the_same_as_alone() -> None:
    """Patterns behind their strings against each pattern on each line."""
    scanner = Scanner([load(name) for name in SHIPPED])
    lines = [
        span.of(made.shadow)
        for path, name in find_inputs([Path(str(files("corpus") / "sample"))])[0]
        for document in read_file(path)[0]
        for made in [transcribe(document, name)]
        for span in (turn.span for turn in made.turns)
    ]
    text = "\n".join(lines)
    patterns = [
        (number, pattern.kind or code.kind, re2.compile(pattern.pattern))
        for number, code in enumerate(scanner.codes)
        for pattern in code.patterns
    ]
    slow = []
    at = 0
    for line in text.split("\n"):
        slow += [
            (at + match.start(), at + match.end(), number, kind)
            for number, kind, pattern in patterns
            for match in pattern.finditer(line)
            if match.end() > match.start()
        ]
        at += len(line) + 1
    assert len(slow) > 50
    assert sorted(slow) == sorted(
        (hit.start, hit.end, hit.code, hit.kind)
        for hit in scanner.find(text)[0]
        if hit.rule == "pattern"
    )


def test_a_pattern_without_any_string_is_tried_on_every_line() -> None:
    book = codebook("- {id: A, name: 数字, definition: d, patterns: [{pattern: '[0-9]+'}]}")
    assert [(hit.start, hit.end) for hit in Scanner([book]).find("有12个\n没有\n\n3")[0]] == [
        (1, 3),
        (9, 10),
    ]
