"""Codes against another frame: by hand, by a second route, and by every shift written out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from builders import codebook
from hypothesis import given, settings
from hypothesis import strategies as st
from talks import Coded, convolved, every_turn, interview, lay, panel

from analysis.coders.rules import RuleCoder
from analysis.crosswalk import Crosswalk, crosswalk
from analysis.nulls.position import Drifts
from analysis.nulls.shift_test import shift_test
from analysis.units import UNITS, Incidence, UnitKind, interview_units, members

ROWS = {("test", "X"): "接口组", ("test", "Y"): "标准组"}
COLUMNS = {("other", "O"): "甲", ("other", "U"): "乙"}


def test_a_crosswalk_tells_what_rests_on_the_same_words() -> None:
    other = codebook(
        "  - {id: O, name: o, definition: d, indicators: [接口]}\n  - {id: U, name: u, "
        "definition: d, indicators: [标准]}"
    )
    made, codings = interview([["接口断了。"], ["接口断了。", "标准也乱。"]])
    both = [
        *codings,
        *(coding._replace(codebook="other") for coding in RuleCoder(other).code(made)),
    ]
    found = crosswalk([(made, both)], ROWS, COLUMNS)
    cells = {
        (row["row"], row["column"]): (row["c"], row["distinct"])
        for row in found.table.to_dict("records")
    }
    assert cells == {
        ("接口组", "甲"): (2, 0),
        ("接口组", "乙"): (1, 1),
        ("标准组", "甲"): (1, 1),
        ("标准组", "乙"): (1, 0),
    }
    assert found.table["q"].isna().all()


def test_counts_expectation_and_lift_by_hand() -> None:
    found = crosswalk([panel("甲子。", "甲子。", "甲。", "乙丑。", "子。")], ROWS, COLUMNS, "turn")
    assert (found.rows, found.columns) == (("接口组", "标准组"), ("甲", "乙"))
    assert list(found.table) == [
        *("row", "column", "c", "distinct", "a", "b", "n", "expected_c", "lift"),
        *("own_a", "own_b", "lift_distinct", "p_more", "q", "drift"),
    ]
    first = found.table.iloc[0]
    assert [first[name] for name in ("c", "a", "b", "n")] == [2, 3, 3, 5]
    assert first["expected_c"] == pytest.approx(9 / 5) and first["lift"] == pytest.approx(10 / 9)
    last = found.table.iloc[3]
    assert (last["row"], last["column"], last["c"], last["lift"]) == ("标准组", "乙", 1, 5.0)


def test_codes_of_one_group_count_a_unit_once() -> None:
    grouped = dict.fromkeys(ROWS, "都")
    found = crosswalk([panel("甲乙子。", "甲乙。")], grouped, COLUMNS, "turn").table
    assert found.set_index("column").loc["甲", ["c", "a", "b"]].tolist() == [1, 2, 1]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.text("甲乙子丑一", min_size=1, max_size=5), min_size=1, max_size=4),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(UNITS),
)
def test_any_study_is_counted_as_by_going_through_its_units(
    study: list[list[str]], unit: UnitKind
) -> None:
    interviews = [panel(*answers, name=str(number)) for number, answers in enumerate(study)]
    found = crosswalk(interviews, ROWS, COLUMNS, unit).table
    units = []
    for made, codings in interviews:
        spans, placed = members(made, codings, unit)
        units += [
            {(coding.codebook, coding.code) for at, coding in placed if at == number}
            for number in range(len(spans))
        ]
    for row in found.to_dict("records"):
        one = {key for key, group in ROWS.items() if group == row["row"]}
        two = {key for key, group in COLUMNS.items() if group == row["column"]}
        assert row["a"] == sum(bool(one & inside) for inside in units)
        assert row["b"] == sum(bool(two & inside) for inside in units)
        both = sum(bool(one & inside and two & inside) for inside in units)
        assert row["c"] == both == row["distinct"], "laid by hand, no two rest on the same words"
        assert (row["own_a"], row["own_b"]) == (row["a"], row["b"])
        assert row["lift_distinct"] == row["lift"] or np.isnan(row["lift"])
        assert row["n"] == len(units)


BOTH = {"共": (("test", "X"), ("other", "O")), "另": (("test", "Y"), ("other", "O"))}
"""Words that call up codes of both frames; 甲 乙 子 丑 call up one of one frame each."""


def sharing(*answers: str, name: str = "t") -> Coded:
    """As ``panel``, with words that both frames have."""
    made, codings = panel(*answers, name=name)
    for turn in made.turns:
        if turn.role != "interviewer":
            for start in range(turn.span.start, turn.span.end):
                for book, code in BOTH.get(made.text[start], ()):
                    first = lay(made, made.text[start], code, book=book)
                    span = type(first.span)(start, start + 1)
                    codings.append(first._replace(span=span, turn=turn.index))
    return made, codings


def no_drift(_: object, codes: int) -> Drifts:
    return Drifts(np.zeros(codes, dtype=np.bool_), np.zeros(codes, dtype=np.bool_))


def every_shift(
    study: Sequence[Sequence[str]], row: str, column: str, both: str, observed: int
) -> float:
    """P(joint count >= observed) of words of a row and of a column in answers; a talk goes from the
    first coded word of either frame to the last, ``both`` among them.
    """
    counts = []
    for answers in study:
        text = "".join(answers)
        ends = np.cumsum([len(answer) for answer in answers]).tolist()
        units = list(zip([0, *ends[:-1]], ends, strict=True))
        one, two, coded = (
            [place for place, sign in enumerate(text) if sign in signs]
            for signs in (row, column, "甲乙子丑" + both)
        )
        if one and two:
            counts.append(every_turn(units, one, two, coded))
    return convolved(counts, observed)[0]


def test_the_test_of_a_cell_is_every_shift_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    # five talks that are all alike
    monkeypatch.setattr("analysis.nulls.shift_test.drifts", no_drift)
    answers = ("甲子。", "一一一。", "一甲子。", "一。", "子。")
    study = [panel(*answers, name=str(number)) for number in range(5)]
    found = crosswalk(study, ROWS, COLUMNS, "turn")
    assert found.table["p_more"][0] == pytest.approx(every_shift([answers] * 5, "甲", "子", "", 10))
    assert found.table["p_more"].tolist()[1:] == [1.0, 1.0, 1.0], "乙 and 丑 are never said"
    assert found.family == 1 and found.table["q"][0] == found.table["p_more"][0]


@pytest.mark.parametrize("unit", ["sentence", "turn", "exchange"])
def test_words_left_out_are_not_turned(unit: UnitKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uneven answers, words of one frame, of both, of neither: the words that are left, turned."""
    monkeypatch.setattr("analysis.nulls.shift_test.drifts", no_drift)
    chance = np.random.default_rng(len(unit))
    study = [
        ["".join(chance.choice(list("甲乙子共另一一一"), chance.integers(1, 7))) for _ in range(6)]
        for _ in range(5)
    ]
    interviews = [sharing(*answers, name=str(number)) for number, answers in enumerate(study)]
    found = crosswalk(interviews, ROWS, COLUMNS, unit).table
    for row, column, own_row, own_column in (
        ("接口组", "甲", "甲", "子另"),
        ("标准组", "甲", "乙", "子共"),
    ):
        cell = found[(found["row"] == row) & (found["column"] == column)].iloc[0]
        expected = every_shift(study, own_row, own_column, "共另", cell["distinct"])
        assert cell["p_more"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("answers", "c", "distinct", "own_a", "own_b"),
    [
        (("共。",), 1, 0, 0, 0),
        (("共共。",), 1, 0, 0, 0),  # said twice: still the same word
        (("甲共。",), 1, 0, 1, 0),  # 甲 of the row, but the column has nothing of its own
        (("共子。", "甲。"), 1, 0, 1, 1),
        (("甲共子。",), 1, 1, 1, 1),
        (("甲子。", "共。"), 2, 1, 1, 1),
        (("甲另。",), 1, 1, 1, 1),  # 另 is shared with the other row, not with this one
        (("甲。", "子。"), 0, 0, 1, 1),
    ],
    ids=lambda value: "".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_lies_on_words_of_the_other_side_is_left_out_on_both(
    answers: tuple[str, ...], c: int, distinct: int, own_a: int, own_b: int
) -> None:
    row = crosswalk([sharing(*answers)], ROWS, COLUMNS, "turn").table.iloc[0]
    assert (row["row"], row["column"]) == ("接口组", "甲")
    found = [row[name] for name in ("c", "distinct", "own_a", "own_b")]
    assert found == [c, distinct, own_a, own_b]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.text("甲乙子丑共另一", min_size=1, max_size=5), min_size=1, max_size=4),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(UNITS),
)
def test_words_left_out_are_those_of_a_second_route(study: list[list[str]], unit: UnitKind) -> None:
    """Codings of a pair that overlap none of the other side, counted as a study of their own."""
    interviews = [sharing(*answers, name=str(number)) for number, answers in enumerate(study)]
    found = crosswalk(interviews, ROWS, COLUMNS, unit).table
    for row in found.to_dict("records"):
        sides = [
            {key for key, group in groups.items() if group == name}
            for groups, name in ((ROWS, row["row"]), (COLUMNS, row["column"]))
        ]
        counts = [0, 0, 0]
        for made, codings in interviews:
            lying = [
                {coding.span for coding in codings if (coding.codebook, coding.code) in side}
                for side in sides
            ]
            same = lying[0] & lying[1]
            placed = members(made, codings, unit)[1]
            units = [
                {number for number, coding in placed
                 if (coding.codebook, coding.code) in side and coding.span not in same}
                for side in sides
            ]  # fmt: skip
            counts = [
                before + len(more)
                for before, more in zip(counts, [*units, units[0] & units[1]], strict=True)
            ]
        assert [row["own_a"], row["own_b"], row["distinct"]] == counts


def test_a_pair_that_rests_on_shared_words_alone_is_never_more_than_chance() -> None:
    """In runs, and twice in an answer: all codings together would be significant."""
    chance = np.random.default_rng(2)
    study = []
    for number in range(8):
        often = np.repeat(chance.random(8) < 0.4, 5)
        answers = ["共共。" if said else "一。" for said in often]
        study.append(sharing(*answers, name=str(number)))
    row = crosswalk(study, ROWS, COLUMNS, "turn").table.iloc[0]
    assert row["c"] == row["a"] == row["b"] > 50 and row["lift"] > 1.5
    assert (row["distinct"], row["own_a"], row["own_b"]) == (0, 0, 0)
    assert row["p_more"] == 1.0 and row["q"] == 1.0


def test_own_words_that_meet_are_found_beside_shared_ones() -> None:
    answers = ("甲子。", "一。", "共。", "一。", "甲子。", "一。", "共。", "一。", "一。", "一。")
    study = [sharing(*answers, name=str(number)) for number in range(8)]
    row = crosswalk(study, ROWS, COLUMNS, "turn").table.iloc[0]
    assert (row["c"], row["distinct"], row["own_a"], row["own_b"]) == (32, 16, 16, 16)
    assert row["lift_distinct"] == pytest.approx(16 * 80 / 256) and row["q"] < 0.05


def test_shared_words_do_not_make_independent_words_significant() -> None:
    """甲 and 子 fall independently, both frames share 共; of twenty-five studies one is expected
    below .05.
    """
    chance = np.random.default_rng(5)
    p, of_all, keys = [], [], [("test", "X"), ("other", "O")]
    for _ in range(25):
        study = []
        for number in range(6):
            said = chance.random((3, 15)) < 0.25
            answers = [
                "".join(w for w, here in zip("甲子共", each, strict=True) if here) or "一"
                for each in said.T
            ]
            study.append(sharing(*[f"{answer}。" for answer in answers], name=str(number)))
        p.append(crosswalk(study, ROWS, COLUMNS, "turn").table["p_more"][0])
        counted = [(made.source, interview_units(made, codings, "turn")) for made, codings in study]
        of_all.append(shift_test(Incidence.stack("turn", keys, counted), [(0, 1)]).more[0])
    assert sum(value <= 0.05 for value in p) <= 4
    assert sum(value <= 0.05 for value in of_all) >= 18, "all codings, as it was"


def test_frames_without_a_group_give_an_empty_table() -> None:
    found = crosswalk([panel("甲子。")], {}, COLUMNS)
    assert found.table.empty and found.rows == () and found.columns == ("甲", "乙")
    nobody = crosswalk([], ROWS, COLUMNS).table
    assert nobody["c"].tolist() == [0] * 4 and nobody["expected_c"].isna().all()


def test_what_drifts_is_not_sure() -> None:
    table = pd.DataFrame({"q": [0.01, 0.01, 0.5, np.nan], "drift": [True, False, False, False]})
    found = Crosswalk(table, ("a",), ("b", "c", "d", "e"), 4)
    assert found.sure.tolist() == [False, True, False, False] and found.drifting == 1
    assert Crosswalk(pd.DataFrame(), (), (), 0).sure.tolist() == []
