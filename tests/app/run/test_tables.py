"""Tables of a run as people read them, against the codings that it wrote."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from app.run.pipeline import Outcome
from app.run.tables import ORDER, matrix, tables
from corpus.catalogue import LANGUAGES, Language, message, messages


def records(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "codings.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_stand_in_their_order_with_heads_in_words(outcome: Outcome, lang: Language) -> None:
    made = tables(outcome, lang)
    assert list(made) == [name for name in ORDER if name in made]
    assert {"interviews", "frequency", "lens", "cooccurrence", "matrix", "problems"} <= set(made)
    for name, frame in made.items():
        heads = list(frame.columns)
        assert len(set(heads)) == len(heads), name
        assert not [head for head in heads if f"column.{head}" in messages() and lang == "zh"]


def test_frequencies_are_the_codings_written(outcome: Outcome, out: Path) -> None:
    counted = Counter(str(record["code"]) for record in records(out))
    frame = tables(outcome, "en")["frequency"]
    head = {
        key: message(f"column.{key}", "en") for key in ("code", "references", "sources", "name")
    }
    rows = {row[head["code"]]: row for row in frame.to_dict("records")}
    for code in "SIKN":
        assert rows[code][head["references"]] == counted[code]
        sources = {record["source"] for record in records(out) if record["code"] == code}
        assert rows[code][head["sources"]] == len(sources)
    # names are in the language of the run
    assert rows["S"][head["name"]] == "标准" and counted["N"] == 0 < counted["S"]


def test_the_matrix_is_symmetric_with_units_on_its_diagonal(outcome: Outcome) -> None:
    frame = matrix(outcome)
    codes = frame["code"].tolist()
    numbers = frame[[f"test:{code}" for code in codes]].to_numpy()
    assert (numbers == numbers.T).all() and (numbers.diagonal() > 0).all() and "N" not in codes
    pair = outcome.frames["cooccurrence"].set_index(["code_a", "code_b"]).loc[("S", "I")]
    assert numbers[codes.index("S"), codes.index("I")] == pair["c"]
    assert numbers.diagonal()[codes.index("S")] == pair["a"]


@pytest.mark.parametrize(("lang", "head"), [("zh", "S 标准"), ("en", "S Standards")])
def test_columns_of_the_matrix_are_named_by_code_and_name(
    outcome: Outcome, lang: Language, head: str
) -> None:
    assert head in tables(outcome, lang)["matrix"].columns


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pairs_have_both_names_and_problems_their_severity(
    outcome: Outcome, lang: Language
) -> None:
    made = tables(outcome, lang)
    row = made["cooccurrence"].iloc[0]
    assert row[message("column.name_a", lang)] == {"zh": "标准", "en": "Standards"}[lang]
    assert row[message("column.name_b", lang)] == {"zh": "接口<b>", "en": "Interfaces<b>"}[lang]
    severities = set(made["problems"][message("column.severity", lang)])
    assert message("severity.error", lang) in severities
    assert "坏.docx" in " ".join(made["problems"][message("column.source", lang)])


def test_making_tables_leaves_the_outcome_as_it_was(outcome: Outcome) -> None:
    before = {name: list(frame.columns) for name, frame in outcome.frames.items()}
    tables(outcome, "en")
    assert {name: list(frame.columns) for name, frame in outcome.frames.items()} == before


def test_a_run_without_interviews_has_codes_but_no_pairs(nothing: Outcome) -> None:
    made = tables(nothing)
    assert "interviews" not in made and "matrix" not in made
    assert made["cooccurrence"].empty and made["problems"].empty
    assert matrix(Outcome(nothing.settings, None)).empty
