"""How often each code was laid: a small study counted by hand, themes and lenses summed."""

from __future__ import annotations

import math
from collections import Counter

import pandas as pd
import pytest
from builders import codebook
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.frequency import (
    CODE,
    CODEBOOK,
    COVERAGE,
    GROUP,
    LENS,
    NAME,
    NET,
    REFERENCES,
    SHARE,
    SOURCES,
    THEME,
    Frequencies,
    by_lens,
)
from codebooks.codebook import Codebook
from corpus.coding import POLARITIES

BOOK = codebook(
    """
- id: P
  name: {zh: 问题, en: Problems}
  definition: d
  children:
  - {id: P1, name: {zh: 标准不一, en: Standards}, definition: d, indicators: [标准]}
  - {id: P2, name: 接口不通, definition: d, indicators: [接口]}
- {id: A, name: 考核, definition: d, indicators: [考核]}
- id: L
  name: 从未
  definition: d
  children:
  - {id: L1, name: 从未用过, definition: d, indicators: [从未]}
""",
    """
lenses:
  who:
    name: {zh: 谁, en: Who}
    groups: {外: [A], 内: [P], 无: [L1]}
""",
)
COLUMNS = [CODEBOOK, THEME, CODE, NAME, "level", SOURCES, REFERENCES, SHARE, COVERAGE]


def counted(*books: Codebook) -> Frequencies:
    """Two interviews of 100 characters in all."""
    found = Frequencies(books or (BOOK,))
    found.add(
        "一",
        [("test", "P1", "lacking", 3), ("test", "P1", "present", 1), ("test", "A", "demanded", 2)],
        [("test", "P1", 20), ("test", "A", 6)],
    )
    found.add("二", [("test", "P2", "lacking", 2)], [("test", "P2", 10)])
    return found


def rows(table: pd.DataFrame) -> dict[str, dict[str, object]]:
    return {row[CODE]: row for row in table.to_dict("records")}


def test_every_code_has_a_row_in_the_order_of_the_codebook_with_its_theme() -> None:
    table = counted().table(100)
    assert list(table) == [*COLUMNS, *POLARITIES, NET]
    assert table[[THEME, CODE, "level", NAME]].to_numpy().tolist() == [
        ["P", "P", 0, "问题"],
        ["P", "P1", 1, "标准不一"],
        ["P", "P2", 1, "接口不通"],
        ["A", "A", 0, "考核"],
        ["L", "L", 0, "从未"],
        ["L", "L1", 1, "从未用过"],
    ]


def test_counts_shares_and_coverage_by_hand() -> None:
    found = rows(counted().table(100))
    assert {code: (row[SOURCES], row[REFERENCES]) for code, row in found.items()} == {
        "P": (2, 6),
        "P1": (1, 4),
        "P2": (1, 2),
        "A": (1, 2),
        "L": (0, 0),
        "L1": (0, 0),
    }
    shares = {code: row[SHARE] for code, row in found.items()}
    assert shares == {"P": 0.75, "P1": 0.5, "P2": 0.25, "A": 0.25, "L": 0.0, "L1": 0.0}
    assert (found["P1"][COVERAGE], found["P2"][COVERAGE], found["L1"][COVERAGE]) == (0.2, 0.1, 0.0)
    assert all(math.isnan(found[theme][COVERAGE]) for theme in "PAL"), "stretches may overlap"


def test_polarities_and_their_balance_by_hand() -> None:
    found = rows(counted().table(100))
    assert [found["P1"][polarity] for polarity in ("lacking", "present", "demanded")] == [3, 1, 0]
    assert [found["P"][polarity] for polarity in ("lacking", "present", "demanded")] == [5, 1, 0]
    assert found["P1"][NET] == -0.5 and found["P2"][NET] == -1.0
    assert found["P"][NET] == pytest.approx((1 - 5) / 6)
    assert math.isnan(found["A"][NET]), "a demand alone takes no side"
    assert math.isnan(found["L1"][NET])


def test_names_in_english_fall_back_to_the_chinese() -> None:
    names = counted().table(100, "en")[NAME].tolist()
    assert names[:3] == ["Problems", "Standards", "接口不通"]


def test_nothing_said_and_nothing_coded_are_no_numbers() -> None:
    empty = Frequencies([BOOK])
    table = empty.table(0)
    assert table[REFERENCES].tolist() == [0] * 6 == table[SOURCES].tolist()
    assert table[[SHARE, COVERAGE, NET]].isna().all(axis=None)
    assert list(empty.by_interview()) == [CODEBOOK, CODE] and len(empty.by_interview()) == 4
    assert Frequencies([]).table(10).empty


def test_shares_are_of_the_own_codebook() -> None:
    other = codebook("- {id: A, name: 甲, definition: d}").model_copy(update={"id": "other"})
    found = counted(BOOK, other)
    found.add("三", [("other", "A", "neutral", 5)], [("other", "A", 50)])
    table = found.table(100).set_index([CODEBOOK, CODE])
    assert table.loc[("other", "A"), SHARE] == 1.0 and table.loc[("test", "A"), SHARE] == 0.25
    assert table.loc[("other", "A"), SOURCES] == 1 == table.loc[("test", "A"), SOURCES]


def test_a_theme_counts_an_interview_once_and_a_code_that_no_codebook_has_counts_nowhere() -> None:
    found = Frequencies([BOOK])
    found.add(
        "一",
        [
            ("test", "P1", "lacking", 1),
            ("test", "P2", "lacking", 1),
            ("test", "gone", "lacking", 9),
        ],
        [("test", "gone", 9)],
    )
    table = rows(found.table(10))
    assert table["P"][SOURCES] == 1 and table["P"][REFERENCES] == 2
    assert "gone" not in table and found.by_interview()["一"].sum() == 2


def test_codes_by_interviews_by_hand() -> None:
    table = counted().by_interview()
    assert table.to_numpy().tolist() == [
        ["test", "P1", 4, 0],
        ["test", "P2", 0, 2],
        ["test", "A", 2, 0],
        ["test", "L1", 0, 0],
    ]
    assert list(table) == [CODEBOOK, CODE, "一", "二"]


cells = st.tuples(st.sampled_from(["P1", "P2", "A", "L1"]), st.sampled_from(POLARITIES))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(cells, max_size=8), max_size=5))
def test_rows_of_both_tables_add_up_to_what_was_taken_in(
    study: list[list[tuple[str, str]]],
) -> None:
    found = Frequencies([BOOK])
    for number, laid in enumerate(study):
        tally = Counter(laid)
        found.add(
            str(number),
            [("test", code, polarity, count) for (code, polarity), count in tally.items()],
            [],
        )
    table = rows(found.table(1))
    together = Counter(cell for laid in study for cell in laid)
    across = found.by_interview().set_index(CODE).drop(columns=CODEBOOK)
    for code in ("P1", "P2", "A", "L1"):
        for polarity in POLARITIES:
            assert table[code][polarity] == together[code, polarity]
        assert across.loc[code].tolist() == [sum(c == code for c, _ in laid) for laid in study]
        assert table[code][SOURCES] == int((across.loc[code] > 0).sum())
    assert table["P"][REFERENCES] == table["P1"][REFERENCES] + table["P2"][REFERENCES]


def test_a_lens_sums_leaves_in_the_order_of_its_groups() -> None:
    table = by_lens(counted().table(100), BOOK, "who")
    assert list(table) == [CODEBOOK, LENS, GROUP, REFERENCES, *POLARITIES]
    assert table[[LENS, GROUP, REFERENCES, "lacking"]].to_numpy().tolist() == [
        ["谁", "外", 2, 0],
        ["谁", "内", 6, 5],
        ["谁", "无", 0, 0],
    ]
    assert by_lens(counted().table(100), BOOK, "who", "en")[LENS].tolist() == ["Who"] * 3


def test_an_unknown_lens_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"lens must be one of \['who'\], got 'what'"):
        by_lens(counted().table(100), BOOK, "what")
