"""What a pattern cannot do without: by hand, and on every sentence of the sample against the patterns themselves."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders import cues
from analysis.coders.triggers import Triggers, triggers
from app.pipeline import find_inputs
from corpus.readers import read_file
from corpus.turns import transcribe

CUES = {name: pattern for name, pattern in vars(cues).items() if isinstance(pattern, re.Pattern)}


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
    name = data.draw(st.sampled_from(sorted(CUES)))
    text = data.draw(st.from_regex(CUES[name]))
    read = Triggers([CUES[name]])
    assert read.read(text) == 1


def test_every_cue_can_be_told_by_a_string() -> None:
    assert [name for name, pattern in CUES.items() if triggers(pattern.pattern) is None] == []
