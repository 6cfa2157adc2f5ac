"""ENA against the figures of rENA 0.2.7, and the hypergeometric test against those of cooccur 1.3
(tests/golden/ena/README.md).
"""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.association import hypergeometric
from analysis.ena import ENA, accumulate, code_pairs, model

GOLDEN = Path(__file__).parents[1] / "golden" / "ena"
SETTINGS = {
    "svd_b4": (4, False),
    "svd_b2": (2, False),
    "svd_b4_weighted": (4, True),
    "mr_b4": (4, False),
}


def study() -> tuple[list[dict[str, str]], list[str], np.ndarray]:
    with (GOLDEN / "lines.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    codes = list(rows[0])[3:]
    return rows, codes, np.array([[int(row[code]) for code in codes] for row in rows])


def ours(setting: str) -> ENA:
    rows, codes, lines = study()
    back, weighted = SETTINGS[setting]
    units = [row["unit"] for row in rows]
    names, counts = accumulate(lines, units, units, back=back, weighted=weighted)
    group = {row["unit"]: row["group"] for row in rows}
    groups = (
        np.array([{"卫健": 1, "公安": 2}.get(group[str(name)], 0) for name in names])
        if setting == "mr_b4"
        else None
    )
    return model(names, counts, len(codes), groups=groups)


def theirs(setting: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((GOLDEN / f"{setting}.json").read_text("utf-8"))
    return {
        key: value if key in ("units", "pairs", "axes", "variance_axes") else np.array(value)
        for key, value in told.items()
    }


@pytest.mark.parametrize("setting", SETTINGS)
def test_ena_equals_rena(setting: str) -> None:
    made, told = ours(setting), theirs(setting)
    codes = study()[1]
    assert list(made.units) == told["units"]
    assert [f"{codes[one]} & {codes[two]}" for one, two in made.pairs] == told["pairs"]
    assert (made.counts == told["counts"]).all()
    assert np.abs(made.weights - told["line_weights"]).max() < 1e-12
    filled = told["counts"].any(axis=1)
    assert np.abs(made.centre - told["line_weights"][filled].mean(axis=0)).max() < 1e-12
    known = np.flatnonzero(
        told["variance"][:, 0] > 1e-12
    )  # beyond the rank the axes are rounding noise
    known = known[known < min(made.rotation.shape[1], told["rotation"].shape[1])]
    assert len(known) >= 16
    sign = np.sign((made.rotation[:, known] * told["rotation"][:, known]).sum(axis=0))
    assert np.abs(made.rotation[:, known] * sign - told["rotation"][:, known]).max() < 1e-9
    assert np.abs(made.points[:, known] * sign - told["points"][:, known]).max() < 1e-9
    assert np.abs(made.variance[known] - told["variance"][known, 0]).max() < 1e-10
    share = np.linalg.matrix_rank(_shares(made, len(codes)))
    assert share == len(codes) and "ena.rank" not in made.warnings
    assert np.abs(made.nodes[:, known] * sign - told["nodes"][:, known]).max() < 1e-8
    assert np.abs(made.centroids[:, known] * sign - told["centroids"][:, known]).max() < 1e-8
    assert np.abs(np.array(made.fit) - told["correlations"][:2, 0]).max() < 1e-10
    assert np.abs(np.array(made.fit_spearman) - told["correlations"][:2, 1]).max() < 1e-10


def _shares(made: ENA, codes: int) -> np.ndarray:
    share = np.zeros((len(made.weights), codes))
    for column, pair in enumerate(made.pairs):
        share[:, list(pair)] += made.weights[:, [column]] / 2
    return share


def slow_counts(
    lines: np.ndarray,
    units: list[str],
    talks: list[str],
    back: float,
    forward: float,
    weighted: bool,
) -> dict[str, dict[tuple[int, int], float]]:
    """The rule told another way: count ordered meetings of one code on the line with another in its
    window, each pair of places once.
    """
    made: dict[str, dict[tuple[int, int], float]] = {}
    for row, (unit, talk) in enumerate(zip(units, talks, strict=True)):
        own = [place for place, other in enumerate(talks) if other == talk]
        here = own.index(row)
        inside = [place for at, place in enumerate(own) if -back < at - here <= forward]
        for a, b in code_pairs(lines.shape[1]):
            met = sum(
                lines[row, a] * lines[other, b]
                + (lines[row, b] * lines[other, a] if other != row else 0)
                for other in inside
            )
            made.setdefault(unit, {}).setdefault((a, b), 0.0)
            made[unit][a, b] += met if weighted else met > 0
    return made


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    ("back", "forward"),
    [
        (1, 0),
        (3, 0),
        (7, 0),
        (float("inf"), 0),
        (2, 2),
        (4, 1),
        (1, 3),
        (float("inf"), float("inf")),
    ],
)
def test_other_windows_follow_the_general_rule(back: float, forward: float, weighted: bool) -> None:
    """Units that share a conversation, too: windows run over all speakers, links belong to the unit
    of the line.
    """
    rows, _, lines = study()
    talks = [row["unit"][:2] + str(place // 40) for place, row in enumerate(rows)]
    units = [row["unit"] + row["speaker"] for row in rows]
    names, counts = accumulate(lines, units, talks, back=back, forward=forward, weighted=weighted)
    expected = slow_counts(lines, units, talks, back, forward, weighted)
    assert all(
        counts[place].tolist() == list(expected[str(name)].values())
        for place, name in enumerate(names)
    )


def test_conversation_windows_and_no_normalisation_by_definition() -> None:
    rows, codes, lines = study()
    units = [row["unit"] for row in rows]
    talks = [f"{row['unit']}{place // 12}" for place, row in enumerate(rows)]
    names, counts = accumulate(lines, units, talks, window="conversation", weighted=True)
    for place, name in enumerate(names):
        total = np.zeros(len(code_pairs(len(codes))))
        for talk in {talk for talk, unit in zip(talks, units, strict=True) if unit == name}:
            summed = lines[
                [row for row, other in enumerate(talks) if other == talk and units[row] == name]
            ].sum(axis=0)
            total += [summed[a] * summed[b] for a, b in code_pairs(len(codes))]
        assert (counts[place] == total).all()
    made = model(names, counts, len(codes), normalise="none")
    assert made.weights == pytest.approx(counts / max(np.sqrt((row**2).sum()) for row in counts))
    assert made.points == pytest.approx(
        (made.weights - made.centre) @ made.rotation * counts.any(axis=1, keepdims=True)
    )


def test_hypergeometric_equals_cooccur_to_its_rounding_and_the_definition_exactly() -> None:
    rows, codes, lines = study()
    spoken = lines[[row["speaker"] == "A" for row in rows]]
    with (GOLDEN / "cooccur.csv").open(encoding="utf-8", newline="") as stream:
        told = list(csv.DictReader(stream))
    joint = spoken.T @ spoken
    pairs = [(one, two) for one in range(len(codes)) for two in range(one + 1, len(codes))]
    assert len(spoken) == 290 and len(told) == len(pairs) == 28
    for (one, two), row in zip(pairs, told, strict=True):
        a, b, c, n = int(joint[one, one]), int(joint[two, two]), int(joint[one, two]), len(spoken)
        assert (a, b, c) == (int(row["a"]), int(row["b"]), int(row["c"]))
        p = float(hypergeometric(c, a, b, n))
        assert abs(p - float(row["p_gt"])) <= 5.0001e-6
        exact = sum(
            Fraction(comb(a, k) * comb(n - a, b - k), comb(n, b)) for k in range(c, min(a, b) + 1)
        )
        assert p == pytest.approx(float(exact), rel=1e-9)
