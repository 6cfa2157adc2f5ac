"""The rules of polarity: each by its own examples, and what holds of all of them."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.polarity import cues, rules
from analysis.coders.polarity.decide import FRAMING, REVISING, RULES, STATING, decide, read
from analysis.coders.polarity.mention import Decision, Finding, Mention
from analysis.coders.polarity.rule import ANY, Example, Rule
from codebooks.codebook import IndicatorClass
from corpus.catalogue import messages
from corpus.coding import POLARITIES, Polarity
from corpus.normalise import shadow

EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


def placed(example: Example) -> tuple[str, int, int]:
    """The sentence of an example as shadow text, and where its indicator lies."""
    before, indicator, after = re.split("[【】]", example.text)
    text = shadow(before + indicator + after)
    return text, len(before), len(before) + len(indicator)


def decided(example: Example) -> Decision:
    text, start, end = placed(example)
    clauses = read(text, 0, len(text))
    return decide(clauses, start, end, example.kind, example.default, example.gapped)


@pytest.mark.parametrize(
    ("rule", "example"),
    EXAMPLES,
    ids=[
        f"{rule.name}-{example.text}-{example.kind}-{example.default}" for rule, example in EXAMPLES
    ],
)
def test_a_rule_decides_its_examples_and_no_rule_before_it(rule: Rule, example: Example) -> None:
    decision = decided(example)
    assert (decision.rule, decision.polarity) == (rule.name, example.polarity)
    assert example.kind in rule.kinds


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_rule_says_why_in_words_that_exist(rule: Rule, example: Example) -> None:
    decision = decided(example)
    text, _, _ = placed(example)
    assert decision.polarity in POLARITIES and decision.reason in messages()
    assert (decision.cue_start < 0) == (decision.cue_end < 0)
    if decision.cue_start >= 0:
        assert 0 <= decision.cue_start < decision.cue_end <= len(text)


def test_names_are_unique_and_every_rule_has_an_example() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert [rule.name for rule in RULES if not rule.examples] == []


def test_no_rule_is_forgotten_in_the_order() -> None:
    written = {
        value.name
        for module in iter_modules(rules.__path__)
        for value in vars(import_module(f"{rules.__name__}.{module.name}")).values()
        if isinstance(value, Rule)
    }
    assert {rule.name for rule in RULES} == written
    assert (*FRAMING, *STATING, *REVISING) == RULES


def test_only_the_last_statement_needs_nothing() -> None:
    """It decides what no other rule does, for every class of indicators."""
    assert [rule.name for rule in RULES if not rule.needs] == [STATING[-1].name]
    assert STATING[-1].kinds == ANY


def test_no_cue_is_idle() -> None:
    """Every cue is asked for by a rule, a mention, a clause or another cue."""
    room = files("analysis.coders.polarity")
    source = "\n".join(
        path.read_text("utf-8")
        for folder in (room, room / "cues", room / "rules", room / "..")
        for path in folder.iterdir()
        if path.name.endswith(".py")
    )
    idle = []
    for module in iter_modules(cues.__path__):
        for name in vars(import_module(f"{cues.__name__}.{module.name}")):
            if name.isupper() and len(re.findall(rf"\b{name}\b", source)) < 2:
                idle.append(f"{module.name}.{name}")
    assert idle == []


def ungated(text: str, start: int, end: int, kind: IndicatorClass, *given: object) -> Finding:
    """What the first rule finds when every rule is asked, whatever cues may stand in the text."""
    clauses = read(text, 0, len(text))
    mention = Mention.at(clauses, start, end, kind, *given)  # type: ignore[arg-type]
    for rule in FRAMING:
        finding = rule.decide(mention) if kind in rule.kinds else None
        if finding:
            return finding
    stated = next(
        finding
        for rule in STATING
        if kind in rule.kinds and (finding := rule.decide(mention)) is not None
    )
    mention.stated = Decision(*stated)
    for rule in REVISING:
        finding = rule.decide(mention)
        if finding:
            return finding
    return stated


PIECES = [
    piece
    for _, example in EXAMPLES
    for piece in re.split("([,。?!;\n])", placed(example)[0])
    if piece
]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join),
    st.data(),
    st.sampled_from(sorted(ANY)),
    st.sampled_from([None, *POLARITIES]),
    st.booleans(),
)
def test_what_a_rule_needs_is_never_missing_where_it_decides(
    text: str, data: st.DataObject, kind: IndicatorClass, default: Polarity | None, gapped: bool
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 9)))
    decision = decide(read(text, 0, len(text)), start, end, kind, default, gapped)
    assert decision[:4] == ungated(text, start, end, kind, default, gapped)


@given(st.sampled_from(EXAMPLES), st.integers(0, 30))
def test_offsets_of_a_cue_count_from_the_start_of_the_text(
    pair: tuple[Rule, Example], shift: int
) -> None:
    _, example = pair
    text, start, end = placed(example)
    alone = decided(example)
    moved = decide(
        read("文" * shift + text, shift, shift + len(text)),
        shift + start,
        shift + end,
        example.kind,
        example.default,
        example.gapped,
    )
    if alone.cue_start >= 0:
        alone = alone._replace(cue_start=alone.cue_start + shift, cue_end=alone.cue_end + shift)
    assert moved == alone
