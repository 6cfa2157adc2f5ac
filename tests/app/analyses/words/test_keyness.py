"""Keyness of groups, quotations and roles: frequencies by hand, refusals in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from builders import transcript
from studies_by_hand import Interview, study_of
from studies_of_analyses import study_of as sample_of

from analysis.words.keyness import LEAST_IN_GROUP, LEAST_WITHIN
from app.analyses.words.keyness import KeynessOptions, keyness_of
from app.exporters.results import sentences, worded, write
from app.result import Result
from app.study.study import Study
from corpus.catalogue import LANGUAGES, message
from corpus.coding import Coding, Status
from corpus.problem import FangtanError
from corpus.span import Span

CODED = "数据平台缺乏统一标准。"
"""The sentence that is coded in every interview."""


def talk(source: str, answer: str, *, status: Status = "accepted", **metadata: str) -> Interview:
    """A question on 经费 and an answer, in which ``CODED`` is coded C (below Q)."""
    made = replace(
        transcript(f"问：经费预算如何？\n答：{answer}"), source=source, metadata=metadata
    )
    start = made.text.find(CODED)
    if start < 0:
        return made, ()
    span = Span(start, start + len(CODED))
    return made, (Coding(span, CODED, "C", "test", "lacking", "甲", 1, status),)


def groups(police: int, civil: int) -> Study:
    """Police officers speak of 平台, the others of 社区, all of 居民."""
    return study_of(
        *(
            talk(f"p{number}", "平台接口平台居民。", department="公安局")
            for number in range(police)
        ),
        *(talk(f"c{number}", "社区社区居民居民。", department="民政局") for number in range(civil)),
        talk("none", "社区平台。"),
    )


def within(count: int) -> Study:
    """In every interview the coded sentence, then talk of other things."""
    rest = "居民社区工作人员走访群众登记居民信息。" * 4
    return study_of(*(talk(str(number), CODED + rest) for number in range(count)))


def table(result: Result, name: str = "keyness") -> pd.DataFrame:
    return result.tables[name]


def told(result: Result, key: str) -> bool:
    """Whether a note begins as the message does."""
    opening = message(key, "zh").split("{")[0]
    return any(sentence.startswith(opening) for sentence in sentences(result, "zh"))


def test_a_value_against_all_others_that_have_one() -> None:
    result = keyness_of(groups(5, 4), KeynessOptions(by="department=公安"))
    rows = table(result).set_index("word")
    assert (rows.loc["平台", "frequency"], rows.loc["平台", "frequency_rest"]) == (10, 0)
    assert (rows.loc["居民", "frequency"], rows.loc["居民", "frequency_rest"]) == (5, 8)
    assert rows.loc["平台", "interviews"] == 5 and rows.loc["社区", "interviews"] == 0
    assert rows.loc["平台", "rate_words"] == 10_000 * 10 / 20
    assert rows.loc["平台", "p"] == pytest.approx(1 / 126), "one deal of 9 over 5"
    assert rows.loc["社区", "p"] == 1 and rows.loc["社区", "g2_signed"] < 0
    assert table(result)["word"].iloc[0] == "平台" and "group" not in table(result)
    sides = table(result, "keyness_sides")
    assert sides.to_numpy().tolist() == [["target", 5, 20], ["rest", 4, 16]]
    assert worded(result, "en")["keyness_sides"]["group"].tolist() == ["公安", "the others"]
    assert told(result, "note.keyness_groups") and result.facts["tested"] == len(rows)


def test_two_values_against_each_other_are_the_same_where_there_are_two() -> None:
    study = groups(4, 4)
    rest = keyness_of(study, KeynessOptions(by="department=公安"))
    other = keyness_of(study, KeynessOptions(by="department=公安，民政"))
    pd.testing.assert_frame_equal(table(rest), table(other))
    assert worded(other, "zh")["keyness_sides"]["group"].tolist() == ["公安", "民政"]


def test_each_value_of_an_attribute_against_the_rest() -> None:
    study = groups(5, 4)
    every = keyness_of(study, KeynessOptions(by="department"))
    alone = keyness_of(study, KeynessOptions(by="department=公安"))
    police = table(every)[table(every)["group"] == "公安局"].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        police.drop(columns=["group", "q"]), table(alone).drop(columns="q")
    )
    assert (police["q"].dropna() >= table(alone)["q"].dropna() - 1e-12).all()
    assert table(every, "keyness_sides").to_numpy().tolist() == [
        ["公安局", 5, 20, False],
        ["民政局", 4, 16, False],
    ]


def test_few_interviews_are_refused_in_words() -> None:
    for asked in ("department=公安", "department"):
        result = keyness_of(groups(3, 4), KeynessOptions(by=asked))
        assert table(result)["p"].isna().all() and table(result)["q"].isna().all()
        assert told(result, "note.keyness_few_groups") and not told(result, "note.keyness_groups")
        for lang in LANGUAGES:
            assert any(f" {LEAST_IN_GROUP} " in said for said in sentences(result, lang))


def test_groups_that_are_too_small_are_named_beside_those_tested() -> None:
    study = study_of(
        *groups(4, 4).interviews, talk("w", "社区居民。", department="卫健委"), unit="turn"
    )
    result = keyness_of(study, KeynessOptions(by="department", least=2))
    assert "卫健委" in " ".join(s for s in sentences(result, "en") if "not tested" in s)
    rows = table(result)
    assert rows[rows["group"] == "卫健委"]["p"].isna().all()
    assert rows[rows["group"] == "公安局"]["p"].notna().any()


def test_quotations_against_all_else_that_is_answered() -> None:
    result = keyness_of(within(7), KeynessOptions(code="C"))
    rows = table(result).set_index("word")
    assert (rows.loc["统一标准", "frequency"], rows.loc["统一标准", "frequency_rest"]) == (7, 0)
    assert rows.loc["居民", "frequency"] == 0
    assert rows.loc["统一标准", "p"] == pytest.approx(1 / 2**7), "one of all signs"
    assert "经费" not in rows.index, "what is asked is no answer"
    assert told(result, "note.keyness_within") and told(result, "note.keyness_indicators")
    theme = keyness_of(within(7), KeynessOptions(code="Q"))
    pd.testing.assert_frame_equal(table(theme), table(result))
    cells = worded(result, "en")["keyness_sides"]["group"].tolist()
    assert cells == ["quotations of C Money", "the others"]


def test_five_interviews_are_too_few_within() -> None:
    result = keyness_of(within(5), KeynessOptions(code="C"))
    assert table(result)["p"].isna().all() and told(result, "note.keyness_few_within")
    for lang in LANGUAGES:
        assert any(f" {LEAST_WITHIN} " in said for said in sentences(result, lang))


def test_rejected_quotations_are_none() -> None:
    study = study_of(*(talk(str(n), CODED, status="rejected") for n in range(6)))
    with pytest.raises(FangtanError) as refused:
        keyness_of(study, KeynessOptions(code="C"))
    assert refused.value.key == "keyness.not_coded"


def test_a_role_against_all_others() -> None:
    result = keyness_of(within(6), KeynessOptions(role="interviewer"))
    rows = table(result).set_index("word")
    assert (rows.loc["经费", "frequency"], rows.loc["经费", "frequency_rest"]) == (6, 0)
    assert rows.loc["经费", "p"] == pytest.approx(1 / 64)
    assert worded(result, "zh")["keyness_sides"]["group"].tolist() == ["访谈者", "其余"]
    other = keyness_of(within(6), KeynessOptions(role="interviewee"))
    assert told(other, "note.keyness_larger") and table(other)["p"].isna().all()
    assert table(other).set_index("word").loc["经费", "g2_signed"] == pytest.approx(
        -rows.loc["经费", "g2_signed"]
    )


def test_phrases_instead_of_words() -> None:
    result = keyness_of(within(6), KeynessOptions(code="C", phrases=True))
    rows = table(result).set_index("word")
    assert rows.loc["数据平台", "frequency"] == 6 and "平台" not in rows.index
    assert told(result, "note.keyness_phrases")


def test_top_and_least() -> None:
    study = groups(5, 4)
    few = keyness_of(study, KeynessOptions(by="department=公安", top=2))
    whole = keyness_of(study, KeynessOptions(by="department=公安"))
    assert len(table(few)) == 2 and few.facts == whole.facts
    shown = table(few).set_index("word")
    pd.testing.assert_frame_equal(shown, table(whole).set_index("word").loc[shown.index])
    often = keyness_of(study, KeynessOptions(by="department=公安", least=9))
    assert set(table(often)["word"]) == {"平台", "居民"}


@pytest.mark.parametrize(
    ("choice", "key"),
    [
        ({}, "keyness.one_of"),
        ({"by": "department", "code": "C"}, "keyness.one_of"),
        ({"role": "nobody"}, "keyness.no_role"),
        ({"role": "other"}, "keyness.nothing"),
        ({"by": "身高"}, "study.no_attribute"),
        ({"by": "department=消防"}, "study.empty_group"),
        ({"code": "Z"}, "study.no_code"),
        ({"code": "A"}, "keyness.not_coded"),
        ({"code": "C", "codebook": "none"}, "study.no_code"),
    ],
)
def test_what_cannot_be_compared_is_said(choice: dict[str, str], key: str) -> None:
    with pytest.raises(FangtanError) as refused:
        keyness_of(groups(4, 4), KeynessOptions(**choice))  # type: ignore[arg-type]
    assert refused.value.key == key
    texts = {lang: refused.value.text(lang) for lang in LANGUAGES}
    assert texts["zh"] != texts["en"] and "{" not in "".join(texts.values())


def test_one_value_has_nothing_to_compare_with() -> None:
    with pytest.raises(FangtanError) as refused:
        keyness_of(groups(4, 0), KeynessOptions(by="department"))
    assert refused.value.key == "keyness.one_value"


@pytest.mark.parametrize("name", ["least", "top"])
def test_options_are_checked(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        KeynessOptions(role="other", **{name: 0})  # type: ignore[arg-type]


def test_no_word_of_a_note_is_missing_in_either_language() -> None:
    study = sample_of(8)
    for options in (
        KeynessOptions(by="department", phrases=True, least=2),
        KeynessOptions(code="IE4"),
        KeynessOptions(role="interviewee"),
    ):
        result = keyness_of(study if options.role is None else within(6), options)
        for lang in LANGUAGES:
            assert all("{" not in note and "note." not in note for note in sentences(result, lang))


def test_the_files(tmp_path: Path) -> None:
    result = keyness_of(groups(5, 4), KeynessOptions(by="department=公安"))
    paths = write(result, tmp_path, "zh", {})
    assert [path.name for path in paths] == [
        "keyness.keyness.csv",
        "keyness.keyness_sides.csv",
        "keyness.xlsx",
    ]
    head, first = paths[0].read_text("utf-8-sig").splitlines()[:2]
    assert head.startswith("词,词频,词频（其余）,每万词") and first.startswith("平台,10,0,5000")
