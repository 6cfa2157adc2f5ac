"""What every measure of association must keep, whoever adds it: one suite over ``MEASURES``."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from builders import codebook
from hypothesis import given
from hypothesis import strategies as st
from studies import OTHER, TEXT, lay, take
from typer.testing import CliRunner

from analysis.association import MEASURES, Measure, weights
from app.cli.main import app
from app.study.projects import adopt
from corpus.catalogue import LANGUAGES, messages
from corpus.project import create

DOCS = (Path(__file__).parents[2] / "docs" / "analyses.md").read_text("utf-8")
every = pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
of_weights = pytest.mark.parametrize("name", weights())
CASES = st.integers(1, 40).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.integers(0, n)).flatmap(
        lambda ab: st.tuples(
            st.integers(max(0, sum(ab) - n), min(ab)), st.just(ab[0]), st.just(ab[1]), st.just(n)
        )
    )
)


@every
def test_it_goes_by_its_name(measure: Measure) -> None:
    assert MEASURES[measure.name] is measure and measure.function.__name__ == measure.name


@every
@given(case=CASES)
def test_its_range_and_symmetry(measure: Measure, case: tuple[int, int, int, int]) -> None:
    c, a, b, n = case
    value = float(measure.function(c, a, b, n))
    assert math.isnan(value) or measure.low - 1e-12 <= value <= measure.high + 1e-12
    swapped = float(measure.function(c, b, a, n))
    assert value == pytest.approx(swapped, nan_ok=True)


@every
@given(case=CASES)
def test_codes_that_occur_and_not_everywhere_have_a_value(
    measure: Measure, case: tuple[int, int, int, int]
) -> None:
    c, a, b, n = case
    if 0 < a < n and 0 < b < n:
        assert not math.isnan(float(measure.function(c, a, b, n)))


@every
@given(case=CASES)
def test_its_exact_form_is_its_value(measure: Measure, case: tuple[int, int, int, int]) -> None:
    c, a, b, n = case
    if measure.exact is not None and a and b:
        assert float(measure.exact(c, a, b, n)) == pytest.approx(float(measure.function(*case)))


@every
def test_empty_input_is_no_error(measure: Measure) -> None:
    """No pair, no unit, no code: an array of no length, NaN or a value in the range."""
    empty = np.zeros(0)
    assert measure.function(empty, empty, empty, 5).shape == (0,)
    for case in ((0, 0, 0, 0), (0, 0, 0, 9), (0, 0, 4, 9)):
        value = float(measure.function(*case))
        assert math.isnan(value) or measure.low <= value <= measure.high


@every
def test_arrays_broadcast_to_floats(measure: Measure) -> None:
    found = measure.function(np.array([1, 2]), np.array([[3], [4]]), 5, 20)
    assert found.shape == (2, 2) and found.dtype == np.float64
    assert found[1, 0] == pytest.approx(float(measure.function(1, 4, 5, 20)))


@pytest.mark.parametrize("name", weights())
def test_a_weight_grows_with_joint_units(name: str) -> None:
    """Edges are chosen by the largest weights."""
    values = MEASURES[name].function(np.arange(1, 6), 6, 8, 40)
    assert (np.diff(values) > 0).all()


@every
def test_words_and_docs(measure: Measure) -> None:
    known = messages()
    keys = {f"measure.{measure.name}", f"column.{measure.name}"} & set(known)
    assert keys and (not measure.weight or f"measure.{measure.name}" in keys)
    assert all(known[key][lang] for key in keys for lang in LANGUAGES)
    text = str(measure.function.__doc__)
    assert "Range" in text and (measure.name == "count" or re.search(r"\b(19|20)\d\d\b", text))
    assert re.search(rf"^\| `{measure.name}` \| .+ \| .+ \|", DOCS, re.MULTILINE)


@pytest.mark.parametrize("command", ["cooccur", "network"])
def test_help_names_every_weight(command: str) -> None:
    output = CliRunner().invoke(app, [command, "--help"], terminal_width=400).output
    assert set(re.search(r"measure：([a-z0-9_ ]+)", output)[1].split()) >= set(weights())  # type: ignore[index]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("measures") / "study.fangtan"
    with create(path, "研究") as project:
        coder = project.coder("甲")
        codes = "".join(f"- {{id: {key}, name: {key}, definition: x}}\n" for key in ("P1", "P2"))
        adopt(project, codebook(codes), coder)
        take(project, TEXT)
        take(project, OTHER, "访谈/二.txt")
        for key, words in (("P1", "没有统一标准，"), ("P2", "接口也打不通。")):
            lay(project, coder, words, key)
        lay(project, coder, "数据不共享，", "P1", name="访谈/二.txt")
    return path


@pytest.mark.thorough
@of_weights
def test_cooccur_and_network_run_with_it(study: Path, name: str) -> None:
    for given_ in (
        ["cooccur", str(study), "--draws", "200"],
        ["network", str(study), "--no-stability", "--least-units", "1", "--least-interviews", "1"],
    ):
        for lang in LANGUAGES:
            result = CliRunner().invoke(app, [*given_, "--measure", name, "--lang", lang, "--json"])
            assert result.exit_code == 0, result.output
            assert json.loads(result.output)["tables"]


@pytest.mark.parametrize("name", [*sorted(set(MEASURES) - set(weights())), "none"])
def test_what_is_no_weight_is_refused_with_those_that_are(study: Path, name: str) -> None:
    result = CliRunner().invoke(app, ["cooccur", str(study), "--measure", name])
    assert result.exit_code == 2 and all(weight in result.output for weight in weights())
