"""What the test could have seen: plantings looked at, against simulation, and its promises."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from talks import counted, interview, written

from analysis.nulls import power as module
from analysis.nulls.families import benjamini_hochberg, over_family
from analysis.nulls.power import FIRST, STRENGTHS, Found, needed, power
from analysis.nulls.shift_test import ShiftTest, shift_test
from analysis.units import UNITS, Incidence, UnitKind

CODES, UNIT = 6, 10
Booleans = NDArray[np.bool_]


def of_units(held: Booleans) -> Incidence:
    """Interviews x units x codes, 0/1; all units equally long."""
    interviews, units, codes = held.shape
    unit, code = np.nonzero(held.reshape(-1, codes))
    start = np.tile(np.arange(units), interviews) * UNIT
    return Incidence.of_pairs(
        "turn",
        [("b", str(number)) for number in range(codes)],
        [str(number) for number in range(interviews)],
        np.repeat(np.arange(interviews, dtype=np.int32), units),
        np.stack([start, start + UNIT], axis=1),
        unit,
        code,
    )


def independent(interviews: int, seed: int = 1, units: int = 25, often: float = 0.12) -> Booleans:
    return np.random.default_rng(seed).random((interviews, units, CODES)) < often


def every_step(study: Incidence, p: float, monkeypatch: pytest.MonkeyPatch) -> dict[float, float]:
    """The share found of each strength, those too that are beyond enough."""
    monkeypatch.setattr(module, "ENOUGH", 2.0)
    result = power(study, "b", p)
    assert result is not None
    return {step.strength: step.share for step in result.steps}


def planted(
    study: Incidence, strength: float, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[Incidence, list[tuple[int, int]]]]:
    """The incidences that are tested, with their pairs."""
    seen = []

    def spy(incidence: Incidence, pairs: list[tuple[int, int]]) -> ShiftTest:
        seen.append((incidence, pairs))
        return shift_test(incidence, pairs)

    monkeypatch.setattr(module, "STRENGTHS", (strength,))
    monkeypatch.setattr(module, "shift_test", spy)
    power(study, study.codes[0][0], 0.01)
    return seen


def columns(incidence: Incidence) -> list[bytes]:
    return [column.tobytes() for column in incidence.matrix.toarray().astype(np.bool_).T]


SENTENCES = ("接口没有打通，等标准。", "标准还不统一。", "考核很重，接口也旧。", "我们按月报送。")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit != "interview"])
def test_the_first_code_stands_in_the_units_it_has_in_the_study(
    unit: UnitKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a unit is, and with units that overlap."""
    chance = np.random.default_rng(3)
    study = counted(
        [
            interview([chance.choice(SENTENCES, 3).tolist() for _ in range(5)], str(number))
            for number in range(6)
        ],
        unit,
    )
    of_study = columns(study)
    for incidence, pairs in planted(study, 0.5, monkeypatch):
        made = columns(incidence)
        assert {made[first] for first, _ in pairs} <= set(of_study)


def test_at_full_strength_the_second_code_is_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for incidence, pairs in planted(of_units(independent(6)), 1.0, monkeypatch):
        made = columns(incidence)
        assert all(made[first] == made[second] for first, second in pairs)


def test_without_strength_what_association_there_is_is_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All codes stand in the same units; turned, they meet by chance."""
    held = np.repeat(independent(8)[:, :, :1], CODES, axis=2)
    study = of_units(held)
    assert (shift_test(study, list(combinations(range(CODES), 2))).more < 1e-9).all()
    monkeypatch.setattr(module, "STRENGTHS", (0.0,))
    result = power(study, "b", 0.05)
    assert result is not None and result.seen is None
    assert result.steps[0].share <= 0.2
    for incidence, pairs in planted(study, 0.0, monkeypatch):
        made = incidence.matrix.toarray()
        edges = incidence.edges[:-1]
        for first, second in pairs:  # as often as before in every interview, somewhere else
            sums = np.add.reduceat(made[:, [first, second]], edges)
            assert (sums[:, 0] >= sums[:, 1]).all() and (sums[:, 1] > 0).all()


def test_what_is_stronger_is_found_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = every_step(of_units(independent(8)), 0.005, monkeypatch)
    assert list(shares) == list(STRENGTHS)
    assert list(shares.values()) == sorted(shares.values())
    assert shares[0.1] < 0.2 and shares[0.9] > 0.9


def test_more_interviews_see_weaker_associations() -> None:
    found = [power(of_units(independent(interviews)), "b", 0.003) for interviews in (5, 10, 20)]
    seen = [result.seen.strength for result in found if result is not None and result.seen]
    assert len(seen) == 3
    assert seen[0] > seen[1] > seen[2]


def test_agrees_with_studies_simulated_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fresh studies with one pair associated, tested with all other pairs by q."""
    monkeypatch.setattr(module, "STRENGTHS", (0.3,))
    shares = every_step(of_units(independent(8)), needed(0, 15), monkeypatch)
    pairs = list(combinations(range(CODES), 2))
    chance = np.random.default_rng(2)
    for strength, share in shares.items():
        found = 0
        for _ in range(40):
            held = independent(8, int(chance.integers(1 << 30)))
            does_the_same = chance.random(held.shape[:2]) < strength
            held[:, :, 1] = np.where(does_the_same, held[:, :, 0], held[:, :, 1])
            tested = shift_test(of_units(held), pairs)
            found += over_family(tested.more, tested.least)[0][0] < 0.05
        assert share == pytest.approx(found / 40, abs=0.25)


def test_is_the_same_each_time() -> None:
    study = of_units(independent(5, units=8))
    assert power(study, "b", 0.01) == power(study, "b", 0.01)


def test_codes_between_the_median_and_the_upper_quartile_are_planted() -> None:
    """Two units in each of six interviews: a code stands in one to six of them."""
    result = power(
        written([["AB"[: 1 + (n > 2)] + "CDEF"[: n - 1], "A"] for n in range(1, 7)], "ABCDEF", "b"),
        "b",
        0.05,
    )
    # A in 12 units, B in 4, C in 5, D in 4, E in 3, F in 2
    assert result is not None
    assert (result.interviews, result.held, result.least, result.most) == (6, 30, 4, 5)


def test_steps_end_where_enough_is_found() -> None:
    result = power(of_units(independent(14)), "b", 0.003)
    assert result is not None and result.seen == result.steps[-1]
    assert [step.strength for step in result.steps] == list(STRENGTHS[: len(result.steps)])
    assert all(step.share < module.ENOUGH for step in result.steps[:-1])


def test_none_where_even_the_strongest_is_missed() -> None:
    result = power(of_units(independent(5, often=0.05)), "b", 1e-9)
    assert result is not None and result.seen is None
    assert result.steps == tuple(Found(strength, FIRST, 0) for strength in STRENGTHS)


def test_of_many_interviews_some_stand_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_INTERVIEWS", 5)
    study = of_units(independent(9, units=6))
    result = power(study, "b", 0.003)
    assert result is not None and result.interviews == 5
    assert result.held == study.of_interviews(np.array([0, 2, 4, 6, 8])).matrix.sum()
    for incidence, _ in planted(study, 0.5, monkeypatch):
        assert set(incidence.interview.tolist()) == {0, 2, 4, 6, 8}


@pytest.mark.parametrize(
    "interviews",
    [
        pytest.param([["AB", "B"]] * 4, id="four interviews"),
        pytest.param([["AB"]] * 9, id="one unit each"),
        pytest.param([["A", "", "A"]] * 9, id="one code"),
        pytest.param([["", ""]] * 9, id="no codes"),
    ],
)
def test_says_nothing_where_nothing_is_tested(interviews: list[list[str]]) -> None:
    assert power(written(interviews, "AB", "b"), "b", 0.05) is None


def test_only_the_codes_of_the_codebook_count() -> None:
    assert power(of_units(independent(6)), "another", 0.05) is None


@pytest.mark.parametrize("p", [-0.1, 1.5, float("nan")])
def test_p_is_a_probability(p: float) -> None:
    with pytest.raises(ValueError, match=r"p must lie within 0\.\.1"):
        power(of_units(independent(5)), "b", p)


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.data())
def test_the_p_needed_is_enough_for_one_more_pair(p: list[float], data: st.DataObject) -> None:
    """It stands in the place of one that is not significant."""
    q = benjamini_hochberg(p)
    others = [number for number in range(len(p)) if q[number] >= 0.05]
    if not others:
        assert needed(len(p), len(p)) == 0.05
        return
    significant = len(p) - len(others)
    changed = np.array(p)
    at = data.draw(st.sampled_from(others))
    changed[at] = needed(significant, len(p)) * (1 - 1e-12)
    assert benjamini_hochberg(changed)[at] < 0.05
    changed[at] = 0.05 * (significant + 1.01) / len(p)
    alone = (np.delete(changed, at) > 0.05).sum() == len(others) - 1
    assert not alone or benjamini_hochberg(changed)[at] > 0.05
