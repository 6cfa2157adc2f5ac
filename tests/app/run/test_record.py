"""What a run tells of itself: counts that are those of its lines, and nothing that changes from run
to run.
"""

from __future__ import annotations

import json
from pathlib import Path

import orjson
import pytest
from studies_by_hand import lettered

from app.run.outputs import about
from app.run.pipeline import Outcome, run
from app.run.record import about_tests, counts, record
from app.study.reading import Settings
from app.study.tested import untested
from corpus.catalogue import LANGUAGES, Language, message


def lines(path: Path) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def test_the_counts_are_those_of_the_lines(outcome: Outcome, out: Path) -> None:
    said, coded = lines(out / "transcripts.jsonl"), lines(out / "codings.jsonl")
    found = counts(outcome)
    assert found["interviews"] == len(said) == 3
    assert found["codings"] == len(coded) > 0
    assert found["turns"] == sum(len(one["turns"]) for one in said)  # type: ignore[arg-type]
    assert (found["files"], found["failed"], found["synthetic"]) == (4, 1, 1)


def test_the_record_is_what_stands_in_run_json(outcome: Outcome, out: Path) -> None:
    assert json.loads((out / "run.json").read_text("utf-8")) == json.loads(
        json.dumps(record(outcome))
    )


def test_it_names_codebooks_by_hash_inputs_by_digest_and_what_was_asked(outcome: Outcome) -> None:
    told = record(outcome)
    (book,) = outcome.settings.codebooks
    assert told["codebooks"] == [{"id": book.id, "version": book.version, "hash": book.hash}]
    parameters = told["parameters"]
    assert isinstance(parameters, dict)
    assert parameters["lens"] == "half" and parameters["words"] is None
    assert parameters["edges"]["least_units"] == parameters["edges"]["least_interviews"] == 1
    assert "project" not in parameters and told["complete"] is True
    assert all(len(digest) in (0, 64) for digest in outcome.inputs.values())


def test_two_runs_tell_the_same(outcome: Outcome, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("问：难在哪？\n答：没有统一标准。\n", encoding="utf-8")
    told = [
        record(run([tmp_path / "甲.txt"], tmp_path / name, outcome.settings))
        for name in ("一", "二")
    ]
    assert told[0] == told[1]


def test_one_that_was_stopped_is_not_complete(nothing: Outcome) -> None:
    assert record(nothing)["complete"] is True
    nothing.stopped = True
    assert record(nothing)["complete"] is False and set(counts(nothing).values()) == {0}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_stands_beside_q_is_told_by_codebook(outcome: Outcome, lang: Language) -> None:
    """Refused with three interviews; with eight the family and the pairs that drift."""
    assert outcome.together is not None
    refusals = [note.text(lang) for note in untested(outcome.together.incidence)]
    (text,) = about_tests(outcome, lang).values()
    assert text.endswith(refusals[0])
    study = lettered(*[["A B"] * 6 + ["C"] * 13 + ["C D"]] * 8)
    many = Outcome(Settings(study.books), None, together=study.together())
    (text,) = about_tests(many, lang).values()
    assert message("note.family", lang, family=6, possible=6) in text
    assert message("note.drift", lang, pairs=1) in text
    assert (message("about.test", lang), text) in about(many, lang)
    assert about_tests(Outcome(Settings(study.books), None), lang) == {}
