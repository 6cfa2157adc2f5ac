"""Codes against attributes of the interviewees: by hand, and by dealing every way."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from talks import interview, lay, panel, talk

from analysis.crosstab import FEW, attribute_of, by_attribute


def test_attribute_tables_by_hand_and_their_refusal() -> None:
    study = [
        interview([["接口断了。"]], "a", department="公安"),
        interview([["标准也乱。", "接口断了。"]], "b", department="民政"),
        interview([["接口。"]], "c"),
    ]
    found = by_attribute(study, attribute_of(study, "department"))
    rates = {
        (row["code"], row["group"]): (row["references"], round(row["rate"], 3))
        for row in found.table.to_dict("records")
    }
    assert (
        rates[("X", "公安")] == (1, 200.0)
        and rates[("X", "民政")] == (1, 100.0)
        and rates[("Y", "公安")] == (0, 0.0)
    )
    assert (
        found.tests["p"].isna().all()
        and found.groups["few"].all()
        and found.groups["interviews"].sum() == 2
    )


def test_a_true_difference_of_groups_is_found() -> None:
    study = [
        interview([["接口断了。"] * 3 + ["说不好。"] * (number % 3)], f"a{number}", department="甲")
        for number in range(6)
    ]
    study += [
        interview([["说不好。"] * 3 + ["标准也乱。"] * (number % 2)], f"b{number}", department="乙")
        for number in range(6)
    ]
    tests = by_attribute(study, attribute_of(study, "department"), draws=999).tests.set_index(
        "code"
    )
    assert tests.loc["X", "p"] < 0.01
    assert np.isnan(tests.loc["Y", "p"]) and np.isnan(tests.loc["Y", "q"]), "three references"


def test_what_is_tested_is_the_rate_that_is_shown() -> None:
    """Each group has five long interviews and a short one; the mean of the interviews' own rates
    is larger in 甲 (its short one is full), the rate that is shown is larger in 乙.
    """
    often = {"甲": [2, 2, 2, 2, 2, 4], "乙": [4, 4, 4, 4, 4, 0]}
    length = [100, 100, 100, 100, 100, 5]
    study, groups, group_of = [], {}, []
    for group, counts in often.items():
        for number, (count, size) in enumerate(zip(counts, length, strict=True)):
            name = f"{group}{number}"
            study.append(panel("甲" * count + "一" * (size - count), name=name))
            groups[name] = group
            group_of.append(group == "甲")
    found = by_attribute(study, groups, draws=4999)
    rates = dict(zip(found.table["group"], found.table["rate"], strict=True))
    assert rates == {"甲": pytest.approx(14000 / 505), "乙": pytest.approx(20000 / 505)}
    counts, sizes = np.array(often["甲"] + often["乙"]), np.array(length * 2)

    def apart(inside: np.ndarray) -> float:
        total = 1000 * counts.sum() / sizes.sum()
        parts = (inside, ~inside)
        return sum(
            sizes[part].sum() * (1000 * counts[part].sum() / sizes[part].sum() - total) ** 2
            for part in parts
        )

    observed = apart(np.array(group_of))
    ways = [
        apart(np.isin(np.arange(12), chosen)) for chosen in itertools.combinations(range(12), 6)
    ]
    exact = sum(way >= observed * (1 - 1e-9) for way in ways) / len(ways)
    assert found.tests["p"][0] == pytest.approx(exact, abs=0.02) and 0 < exact < 1


def test_equal_rates_shown_are_no_difference_however_the_interviews_lie() -> None:
    often = [9, 1, 1, 1, 1, *[2, 2, 3, 3, 3]]
    study = [
        panel("甲" * count + "一" * (20 - count), name=str(number))
        for number, count in enumerate(often)
    ]
    groups = {str(number): "前" if number < 5 else "后" for number in range(10)}
    found = by_attribute(study, groups, draws=199)
    assert found.table["rate"].tolist() == [130.0, 130.0] and found.tests["p"].tolist() == [1.0]


@pytest.mark.parametrize(("references", "tested"), [(4, False), (5, True)])
def test_a_rare_code_is_not_tested(references: int, tested: bool) -> None:
    study = [
        panel(("甲" if number < references else "一") + "子。", name=str(number))
        for number in range(10)
    ]
    groups = {str(number): "前" if number < 5 else "后" for number in range(10)}
    tests = by_attribute(study, groups, draws=99).tests.set_index("code")
    assert tests.loc["X", ["p", "q"]].notna().all() == tested
    assert tests.loc["O", "p"] == 1.0, "everywhere alike"
    assert tests["q"].max() <= 1.0


def test_the_permutation_test_comes_near_every_way_to_deal_the_interviews() -> None:
    often = [5, 4, 6, 3, 2, 3, 1, 2, 0, 4]
    study = [
        panel("甲" * number + "一" * (20 - number), name=str(place))
        for place, number in enumerate(often)
    ]
    groups = {str(place): "前" if place < 5 else "后" for place in range(10)}
    rates = 1000 * np.array(often) / 20

    def between(first: tuple[int, ...]) -> float:
        inside = np.isin(np.arange(10), first)
        return sum(5 * (rates[part].mean() - rates.mean()) ** 2 for part in (inside, ~inside))

    ways = [between(first) for first in itertools.combinations(range(10), 5)]
    exact = sum(way >= between((0, 1, 2, 3, 4)) - 1e-9 for way in ways) / len(ways)
    found = by_attribute(study, groups, draws=4999)
    assert found.tests["p"][0] == pytest.approx(exact, abs=0.02) and 0.01 < exact < 0.2
    assert found.groups.to_numpy().tolist() == [["前", 5, 100, False], ["后", 5, 100, False]]


def test_only_codings_that_count_and_of_the_polarity_are_counted() -> None:
    made = talk([["甲乙丙丁。"]])
    codings = [
        lay(made, "甲", "X", "lacking"),
        lay(made, "乙", "X", "present"),
        lay(made, "丙", "X", "lacking", status="rejected"),
        lay(made, "丁", "Y", "present", status="suggested"),
    ]
    study, groups = [(made, codings)], {"t": "组"}
    every = by_attribute(study, groups).table
    assert every[["code", "references", "interviews"]].to_numpy().tolist() == [
        ["X", 2, 1],
        ["Y", 1, 1],
    ]
    lacking = by_attribute(study, groups, polarity="lacking").table
    assert lacking[["code", "references"]].to_numpy().tolist() == [["X", 1]]
    assert by_attribute(study, groups, polarity="changed").table.empty


def test_interviews_without_the_attribute_are_left_out() -> None:
    study = [panel("甲。", name=name) for name in "abc"]
    found = by_attribute(study, {"a": "组", "b": ""})
    assert found.groups[["group", "interviews", "characters"]].to_numpy().tolist() == [["组", 1, 2]]
    assert found.table["references"].tolist() == [1]
    nobody = by_attribute(study, {})
    assert nobody.table.empty and nobody.tests.empty and nobody.groups.empty


def test_one_large_group_is_not_enough_for_a_test() -> None:
    study = [panel("甲。", name=str(number)) for number in range(FEW + FEW - 1)]
    groups = {str(number): "大" if number < FEW else "小" for number in range(len(study))}
    found = by_attribute(study, groups, draws=9)
    assert found.groups["few"].tolist() == [False, True] and found.tests["p"].isna().all()
    larger = by_attribute([*study, panel("甲。", name="9")], {**groups, "9": "小"}, draws=9)
    assert larger.tests["p"].tolist() == [1.0], "all alike: every deal is as far"


def test_attributes_are_texts_and_empty_where_they_are_missing() -> None:
    study = [
        (talk([["一。"]], name, **facts), [])
        for name, facts in [
            ("a", {"level": 3}),
            ("b", {"level": None}),
            ("c", {}),
            ("d", {"level": "街道"}),
        ]
    ]
    assert attribute_of(study, "level") == {"a": "3", "b": "", "c": "", "d": "街道"}
