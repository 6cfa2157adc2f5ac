"""Epistemic networks over answers coded by hand: lines, units, links and what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from studies_by_hand import lettered, study_of

from app.analyses.ena import EnaOptions, ena
from app.exporters.results import sentences, worded
from app.result import Note, Result
from app.study.study import Study
from corpus.catalogue import LANGUAGES, message
from corpus.problem import FangtanError

ANSWERS = (["A C", "D"], ["A", "C D"], ["A D", "A D"], ["B C", ""], ["C D E", "A"])
STUDY = lettered(*ANSWERS, department=["甲", "甲", "甲", "乙", "乙"], id=list("VWXYZ"))
THEMES = {"A": "P", "B": "P", "C": "Q", "D": "R", "E": "R"}


def asked(study: Study = STUDY, **options: object) -> Result:
    return ena(study, EnaOptions(draws=20, **options))  # type: ignore[arg-type]


def links_by_hand(answers: list[str], back: int = 4) -> dict[tuple[str, str], int]:
    """Lines in which two themes stand, one of them in the line itself, within the window."""
    lines = [
        {THEMES[token]} if token else set()
        for answer in answers
        for token in (answer.split() or [""])
    ]
    found = dict.fromkeys(combinations("PQR", 2), 0)
    for number, line in enumerate(lines):
        window = set().union(*lines[max(0, number - back + 1) : number + 1])
        for pair in found:
            first, second = pair
            found[pair] += bool({first, second} <= window and line & {first, second})
    return found


@pytest.mark.parametrize("back", [1, 2, 4])
def test_links_are_counted_within_the_window(back: int) -> None:
    if back == 1:  # a line holds one code here: nothing links
        with pytest.raises(FangtanError):
            asked(back=1)
        return
    result = asked(back=back)
    total: dict[tuple[str, str], int] = dict.fromkeys(combinations("PQR", 2), 0)
    by_unit = []
    for answers in ANSWERS:
        own = links_by_hand(answers, back)
        by_unit.append(sum(own.values()))
        total = {pair: total[pair] + own[pair] for pair in total}
    table = result.tables["connections"]
    assert {
        (row["code_a"], row["code_b"]): row["count"] for row in table.to_dict("records")
    } == total  # fmt: skip
    assert result.tables["points"]["links"].tolist() == by_unit


def test_the_rule_of_a_window_forward_changes_the_links_and_is_told() -> None:
    links = {}
    for rule in ("line", "rena"):
        result = asked(back=2, forward=1, forward_rule=rule)
        links[rule] = int(result.tables["connections"]["count"].sum())
        notes = [words.key for words in result.notes if isinstance(words, Note)]
        assert [key for key in notes if "forward" in key] == [f"note.ena_forward_{rule}"]
    assert links["rena"] > links["line"]
    caption = asked(back=2, forward=1, forward_rule="rena").pictures._drawings["network"]
    for lang, word in (("zh", "照 rENA"), ("en", "as in rENA")):
        under = caption.args[-1].text(lang)  # type: ignore[attr-defined]
        assert word in under and under.startswith(sentences(asked(back=2, forward=1), lang)[0])


@pytest.mark.parametrize(
    "options", [{}, {"forward": 2, "window": "conversation"}, {"forward_rule": "rena"}]
)
def test_no_rule_is_told_where_none_makes_a_difference(options: dict[str, object]) -> None:
    notes = [words.key for words in asked(**options).notes if isinstance(words, Note)]
    assert not [key for key in notes if "forward" in key]


def test_an_unknown_rule_is_misuse() -> None:
    with pytest.raises(ValueError, match="forward_rule must be one of"):
        EnaOptions(forward_rule="both")  # type: ignore[arg-type]


def test_where_nobody_asks_each_turn_is_a_conversation() -> None:
    """Codes that meet only across turns link within an interview, not within an exchange."""
    minutes = []
    for made, codings in STUDY.interviews:
        alone = tuple(turn for turn in made.turns if turn.role != "interviewer")
        index = {turn.index: place for place, turn in enumerate(alone)}
        minutes.append(
            (
                replace(
                    made,
                    turns=tuple(replace(turn, index=index[turn.index]) for turn in alone),
                ),
                tuple(coding._replace(turn=index[coding.turn]) for coding in codings),
            )
        )
    links = {
        (name, conversation): asked(study, conversation=conversation)
        .tables["connections"]["count"]
        .tolist()
        for name, study in (("asked", STUDY), ("minutes", study_of(*minutes)))
        for conversation in ("interview", "exchange")
    }
    assert links["minutes", "exchange"] == links["asked", "exchange"]
    assert links["minutes", "interview"] == links["asked", "interview"]
    assert links["minutes", "exchange"] != links["minutes", "interview"]
    for lang in LANGUAGES:
        sentence = message("note.exchange_is_turn", lang, count=len(minutes))
        for conversation in ("interview", "exchange"):
            said = sentences(asked(study_of(*minutes), conversation=conversation), lang)
            assert (sentence in said) == (conversation == "exchange")


def test_units_are_interviews_by_their_number_and_nodes_the_themes() -> None:
    result = asked()
    assert result.tables["points"]["unit"].tolist() == list("VWXYZ")
    assert result.tables["nodes"]["node"].tolist() == ["P", "Q", "R"]
    assert result.facts["units"] == 5 and result.facts["lines"] == sum(
        len(answer.split()) or 1 for answers in ANSWERS for answer in answers
    )
    points = result.tables["points"][["SVD1", "SVD2"]].to_numpy()
    assert np.abs(points.mean(axis=0)).max() < 1e-9  # centred
    assert worded(result, "en")["nodes"]["node"].tolist() == ["Problems", "Causes", "Measures"]


@pytest.mark.parametrize(
    ("options", "units"),
    [
        ({"units": "department"}, None),
        ({"units": "speaker"}, ["V·答", "W·答", "X·答", "Y·答", "Z·答"]),
    ],
)
def test_units_may_be_speakers_or_a_field(options: dict[str, str], units: list[str] | None) -> None:
    if units is None:  # two departments span no space
        with pytest.raises(FangtanError) as refused:
            asked(**options)
        assert refused.value.key == "ena.too_few" and "2" in refused.value.text("en")
    else:
        assert asked(**options).tables["points"]["unit"].tolist() == units


def test_codes_and_groups_of_a_lens_as_nodes() -> None:
    codes = asked(codes=("A", "C", "R", "A"))
    assert codes.tables["nodes"]["node"].tolist() == ["A", "C", "R"]  # R stands for D and E
    assert worded(codes, "zh")["nodes"]["node"].tolist() == ["A 标准不一", "C 没有经费", "R 对策"]
    with pytest.raises(FangtanError) as refused:
        asked(lens="half")
    assert refused.value.key == "ena.few_codes" and "2" in refused.value.text("zh")


def test_two_groups_have_means_and_a_difference() -> None:
    result = asked(groups="department=甲,*")
    assert set(result.pictures) == {"group1", "group2", "difference", "points"}
    table = result.tables["connections"]
    assert np.allclose(table["difference"], table["weight_1"] - table["weight_2"])
    assert result.tables["points"]["group"].tolist() == ["甲", "甲", "甲", "*", "*"]
    assert result.tables["axes"]["axis"].iloc[0] == "MR1"
    assert np.isnan(result.facts["p"])  # type: ignore[call-overload]
    for lang in LANGUAGES:
        assert any("3" in note and "2" in note for note in sentences(result, lang))


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"codes": ("A", "Z")}, "study.no_code"),
        ({"codes": ("A", "C")}, "ena.few_codes"),
        ({"lens": "none"}, "run.lens_unknown"),
        ({"codebook": "none"}, "study.no_book"),
        ({"units": "身高"}, "study.no_attribute"),
        ({"units": "topic"}, "ena.no_headings"),
        ({"units": "topic", "guide": {"前": ("没人问过",)}}, "ena.no_topics_found"),
        ({"groups": "department=甲"}, "study.bad_groups"),
    ],
)
def test_what_the_study_does_not_allow_is_refused(options: dict[str, object], key: str) -> None:
    with pytest.raises(FangtanError) as refused:
        asked(**options)
    assert refused.value.key == key
    assert refused.value.text("zh") != refused.value.text("en")


@pytest.mark.parametrize(
    ("study", "key"),
    [
        (study_of(), "ena.no_lines"),
        (lettered([""], [""], [""]), "ena.too_few"),
        (lettered(*[["A C"]] * 4), "ena.no_difference"),
    ],
)
def test_too_little_spans_no_space(study: Study, key: str) -> None:
    with pytest.raises(FangtanError) as refused:
        asked(study)
    assert refused.value.key == key


def test_topics_of_a_guide_divide_the_lines() -> None:
    guide = {"前": ("第0个问题",), "后": ("第1个问题",)}
    result = asked(conversation="topic", guide=guide)
    table = result.tables["topics"]
    lines = {(row["source"], row["topic"]): row["lines"] for row in table.to_dict("records")}
    assert lines == {
        (str(number), topic): len(answer.split()) or 1
        for number, answers in enumerate(ANSWERS)
        for topic, answer in zip(("前", "后"), answers, strict=True)
    }
