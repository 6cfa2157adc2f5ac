"""The sentence on what the test could have seen: its three cases, in both languages, and that it
stands beside both tables.
"""

from __future__ import annotations

import numpy as np
import pytest
from studies_by_hand import interview, study_of
from talks import written

from analysis.cooccurrence import cooccurrence
from analysis.nulls.power import Found, Power, needed
from app.analyses.cooccur import CooccurOptions, cooccur
from app.analyses.network import NetworkOptions, network
from app.study.power import about_power, p_needed, power_note
from corpus.catalogue import LANGUAGES

FIVE = written([["AB", "A", "B", "C"]] * 5, "ABC", "b")


def test_the_weakest_association_seen_is_told_with_its_plantings() -> None:
    found = Power(8, 90, 4, 7, (Found(0.1, 20, 3), Found(0.2, 60, 51)))
    for lang in LANGUAGES:
        (sentence,) = [said.text(lang) for said in power_note(FIVE, found)]
        for number in ("8", "90", "4–7", "20%", "51", "60"):
            assert number in sentence
        assert ("80%" in sentence, "90%" in sentence) == (False, False)


def test_where_even_the_strongest_is_missed_it_says_so() -> None:
    found = Power(8, 90, 4, 7, (Found(0.9, 20, 3),))
    (said,) = power_note(FIVE, found)
    assert said.key == "note.power_none" and "90%" in said.text("en")


def test_with_three_interviews_no_strength_would_have_been_seen() -> None:
    together = cooccurrence(written([["AB", "A", "B"]] * 3 + [["AB"]] * 4, "AB", "b"))
    (said,) = about_power(together, "b")
    assert said.text("en").startswith("With 3 interviews of two units or more no strength")
    assert "只有 3 份" in said.text("zh")


def test_nothing_is_said_of_a_single_code() -> None:
    assert about_power(cooccurrence(written([["A", "", "A"]] * 9, "A", "b")), "b") == []


def test_p_is_that_of_one_more_pair_in_the_family() -> None:
    held = [["AB", "C", "", "AB", "D", "", "CD", "", "A", ""]] * 6
    together = cooccurrence(written(held, "ABCD", "b"))
    table = together.table
    family = int(table["family"].max())
    assert family and np.isfinite(table["q"]).any()
    assert p_needed(together, "b") == needed(int((table["q"] < 0.05).sum()), family)
    assert p_needed(together, "another") == 0.05


@pytest.mark.parametrize("interviews", [3, 5])
def test_the_sentence_stands_beside_pairs_and_network(interviews: int) -> None:
    study = study_of(*(interview(str(number), ["A", "AB", "B"]) for number in range(interviews)))
    for result in (
        cooccur(study, CooccurOptions(unit="turn", draws=1)),
        network(study, NetworkOptions(unit="turn", stability=False)),
    ):
        keys = [getattr(said, "key", "") for said in result.notes]
        assert sum(key.startswith("note.power") for key in keys) == 1
        assert ("note.power_refused" in keys) == (interviews < 5)
