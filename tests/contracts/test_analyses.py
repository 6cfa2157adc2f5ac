"""Every member of the family of analyses: its words, its place in the docs and on the command line,
and what its result is made of: no language, until somebody looks at it in one.
"""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import typer
from studies_of_analyses import study_of

from app.analyses.every import ANALYSES, OF_A_STUDY, Analysis
from app.cli.commands.analyses import register
from app.exporters.results import head_of, headed, sentences, worded
from app.result import Note, Phrase, Result
from app.study.study import Study, names_of
from corpus.catalogue import LANGUAGES, messages

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "analyses.md").read_text("utf-8")
FILES = ROOT / "app" / "analyses"
COMMANDS = ROOT / "app" / "cli" / "commands" / "analyses"
NOT_ANALYSES = {"__init__", "common", "every", "ena_findings"}
BOOK, BY, PAIR = "information_ecology", "department", ("IE4.2", "IE3.2")
EVERY = pytest.mark.parametrize("member", ANALYSES, ids=lambda member: member.name)


@pytest.fixture(scope="module")
def study() -> Study:
    """The fewest interviews that the tests by chance are not refused for."""
    return study_of(5)


@pytest.fixture(scope="module")
def results(study: Study) -> dict[str, Result]:
    """Name -> the result of the study, computed once for all tests here."""
    return {member.name: member.function(study, options_of(member)) for member in ANALYSES}


def options_of(member: Analysis[Any]) -> Any:
    """What a reader would choose, with few draws, and without the resampled networks."""
    options = member.chosen(*(PAIR if member.needs == "pair" else (BOOK, BY)))
    names = {field.name for field in dataclasses.fields(options)}
    fast = {"draws": 20, "stability": False}
    return dataclasses.replace(options, **{key: fast[key] for key in names & fast.keys()})


def keys(words: object) -> set[str]:
    """Every message key in a note, however deep."""
    if isinstance(words, Note):
        return {words.key}.union(*map(keys, words.values.values()))
    if isinstance(words, Phrase):
        return set().union(*map(keys, words.parts))
    return set()


def test_every_file_is_an_analysis_and_every_name_stands_once() -> None:
    modules = {member.function.__module__.rpartition(".")[2] for member in ANALYSES}
    assert modules == {path.stem for path in FILES.rglob("*.py")} - NOT_ANALYSES
    assert len({member.name for member in ANALYSES}) == len(ANALYSES)
    assert set(OF_A_STUDY) < set(ANALYSES)


def test_the_commands_are_those_that_the_members_name_in_their_order() -> None:
    program = typer.Typer()
    register(program)
    group: Any = typer.main.get_command(program)
    named = list(dict.fromkeys(member.command for member in ANALYSES))
    assert list(group.commands) == named
    assert {path.stem for path in COMMANDS.glob("*.py")} - {"__init__"} == set(named)


def test_the_family_can_be_read_without_loading_any_member() -> None:
    code = (
        "import sys; from app.analyses.every import ANALYSES; "
        "print([name for name in ('numpy', 'pandas', 'matplotlib') if name in sys.modules], "
        "[m.name for m in ANALYSES if 'app.analyses.' + m.name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split("\n")[0] == "[] []"


@EVERY
def test_options_are_frozen_comparable_and_say_what_they_hold(member: Analysis[Any]) -> None:
    options = options_of(member)
    assert isinstance(options, member.options) and options == options_of(member)
    assert isinstance(hash(options), int)
    assert pickle.loads(pickle.dumps(options)) == options
    assert member.options.__doc__ and member.function.__doc__
    name = dataclasses.fields(options)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(options, name, None)


@EVERY
def test_the_command_line_and_the_docs_know_it(member: Analysis[Any]) -> None:
    program = typer.Typer()
    register(program)
    group: Any = typer.main.get_command(program)
    command = group.commands[member.command]
    assert command.help and f"## fangtan {member.command}\n" in PAGE
    assert {each.command for each in ANALYSES} <= set(group.commands)
    names = {parameter.name for parameter in command.params}
    other = {"first": "pair", "second": "pair", "around": "ego", "by_theme": "lens"}
    for field in dataclasses.fields(member.options):
        if field.name == "draws" and member.name == "ena":
            continue  # the permutations of ENA are not an option of the command line
        if field.name == "rule":
            assert {"measure", "top", "least_units", "least_interviews", "floor", "q"} <= names
        else:
            assert other.get(field.name, field.name) in names, field.name


@EVERY
def test_all_its_words_stand_in_the_catalogue(
    member: Analysis[Any], results: dict[str, Result]
) -> None:
    result, known = results[member.name], messages()
    assert result.name == member.name and f"analysis.{member.name}" in known
    if member in OF_A_STUDY:
        assert f"export.about_{member.name}" in known
    assert {f"table.{name}" for name in result.tables} <= set(known)
    assert result.notes and set().union(*map(keys, result.notes)) <= set(known)
    assert set(result.order) <= set(result.tables)
    for name, columns in result.brief.items():
        if name in result.tables and len(result.tables[name]):
            assert set(columns) & set(result.tables[name].columns), name


@EVERY
def test_no_language_stands_in_a_result_until_it_is_worded(
    member: Analysis[Any], results: dict[str, Result], study: Study
) -> None:
    result = results[member.name]
    assert not [note for note in result.notes if isinstance(note, str)]
    before = {name: table.copy() for name, table in result.tables.items()}
    worded_notes = {lang: sentences(result, lang) for lang in LANGUAGES}
    assert worded_notes["zh"] != worded_notes["en"]
    assert all(map(all, worded_notes.values()))
    for lang in LANGUAGES:
        names = names_of(study.books, lang)
        for table in worded(result, lang).values():
            heads = headed(table, lang, names).columns
            assert len(set(heads)) == len(heads)
    for name, table in result.tables.items():
        pd.testing.assert_frame_equal(table, before[name])


@EVERY
def test_column_heads_are_words(member: Analysis[Any], results: dict[str, Result]) -> None:
    """Groups and axes are their own head; every other column has one in both languages."""
    result = results[member.name]
    own = {"公安局", "民政局", "卫健委", "SVD1", "SVD2", "SVD3", "SVD4", "p", "q", "npmi", "pmi"}
    for table in result.tables.values():
        for column in map(str, table.columns):
            if column not in own:
                assert any(head_of(column, lang) != column for lang in LANGUAGES), column


@EVERY
def test_a_picture_is_drawn_and_the_files_are_made_in_the_language_asked_for(
    member: Analysis[Any], results: dict[str, Result]
) -> None:
    result = results[member.name]
    for name in list(result.pictures)[:1]:
        png, svg = result.pictures.draw(name, "en")
        assert png.startswith(b"\x89PNG") and b"<svg" in svg
    assert result.files("zh").keys() == result.files("en").keys()


@EVERY
def test_a_process_hands_it_over_whole(member: Analysis[Any], results: dict[str, Result]) -> None:
    result = results[member.name]
    again = pickle.loads(pickle.dumps(result))
    assert sentences(again, "en") == sentences(result, "en") and again.facts.keys() == (
        result.facts.keys()
    )
    for name, table in result.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], table)
    assert again.files("zh") == result.files("zh")
