"""What a rule is: its fields, and the classes of indicators that rules are for."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from analysis.coders.polarity.rule import ANY, CONCEPT, DEFICIT, NO_DEFICIT, Example, Rule
from codebooks.codebook import IndicatorClass


def test_every_class_of_indicators_is_named_once() -> None:
    assert frozenset(get_args(IndicatorClass)) == ANY
    assert NO_DEFICIT | DEFICIT == ANY and not NO_DEFICIT & DEFICIT
    assert CONCEPT < NO_DEFICIT


def test_a_rule_is_for_every_class_unless_it_says_otherwise_and_cannot_be_changed() -> None:
    rule = Rule("never", (), lambda mention: None, ())
    assert rule.kinds == ANY and rule.decide(None) is None  # type: ignore[arg-type]
    with pytest.raises(FrozenInstanceError):
        rule.name = "always"  # type: ignore[misc]


def test_an_example_is_of_a_concept_word_without_default_unless_it_says_otherwise() -> None:
    example = Example("有【平台】。", "present")
    assert (example.kind, example.default, example.gapped) == ("concept", None, False)
    assert example == Example("有【平台】。", "present", "concept")
