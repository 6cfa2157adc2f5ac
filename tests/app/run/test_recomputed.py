"""Every number of the sample, and of generated talks, against ``second_route``: the tables of the
run and the results of analyses. ``FANGTAN_TALKS`` names a folder of other talks to be recomputed.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from importlib.resources import as_file, files
from pathlib import Path

import opencc
import pytest
import second_route as route
from builders import codebook
from second_route import POLARITIES, Talk, close, table

from analysis.units import UnitKind
from app.analyses.crosstab import CrosstabOptions, attribute_table
from app.analyses.crosswalk import CrosswalkOptions, crosswalk_of
from app.analyses.mentions import MentionsOptions, mentions
from app.analyses.network import NetworkOptions, network
from app.analyses.saturation import SaturationOptions, saturation
from app.run.outputs import write_csv
from app.run.pipeline import run
from app.run.record import record
from app.run.tables import tables
from app.study.reading import Settings
from app.study.study import Study
from app.study.study import load as load_study
from codebooks.codebook import Codebook
from codebooks.loading import SHIPPED, load, parse
from corpus.catalogue import message

Run = tuple[Path, list[Talk], Study]
GENERATED = (
    codebook(
        """
- id: P
  name: {zh: 技术, en: Technology}
  definition: 甲
  children:
    - id: A
      name: {zh: 标准, en: Standards}
      definition: 甲
      indicators: [标准]
      children:
        - {id: B, name: {zh: 接口, en: Interfaces}, definition: 甲, indicators: [接口]}
    - {id: C, name: {zh: 平台, en: Platforms}, definition: 甲, indicators: [平台]}
- id: Q
  name: {zh: 管理, en: Management}
  definition: 甲
  children:
    - {id: D, name: {zh: 考核, en: Appraisal}, definition: 甲, indicators: [考核]}
    - {id: E, name: {zh: 经费, en: Money}, definition: 甲, indicators: [经费]}
    - {id: F, name: {zh: 没有人说, en: Unsaid}, definition: 甲, indicators: [区块链]}
"""
    ),
    parse(
        """
id: other
name: {zh: 另一本, en: Another}
version: 1.0.0
gazetteer: {民政局: [民政], 公安局: [公安]}
codes:
- id: R
  name: {zh: 互动, en: Interaction}
  definition: 甲
  children:
    - {id: G, name: {zh: 协调, en: Coordination}, definition: 甲, indicators: [考核, 协调]}
- id: S
  name: {zh: 资源, en: Resources}
  definition: 甲
  children:
    - {id: H, name: {zh: 人手, en: Hands}, definition: 甲, indicators: [人手, 经费]}
"""
    ),
)
"""Two codebooks that share words; one code lies below another, one is never said."""
CLAUSES = (
    *("没有统一标准", "接口也打不通", "平台建好了", "考核太重", "经费不够", "人手也不够"),
    *("民政局协调得好", "公安那边建议统一标准", "这个不好说", "当时就是这样"),
)


def generated(seed: int) -> dict[str, str]:
    """File name -> talk: questions or none at all, runs of answers, empty answers."""
    chance = random.Random(seed)
    texts = {}
    for number in range(9):
        rows = [f"性别：{chance.choice('男女')}", f"日期：2023-0{chance.randint(1, 9)}-11", ""]
        for _ in range(chance.randint(1, 7)):
            if number % 3:
                rows.append("问：那后来呢？")
            for _ in range(chance.randint(1, 3)):
                said = chance.choices(CLAUSES, k=chance.randint(1, 4))
                rows.append(
                    "答：" + "".join(f"{one}{chance.choice('，。')}" for one in said) + "。"
                )
        texts[f"{number}.txt"] = "\n".join(rows)
    return texts


def finished(inputs: list[Path], out: Path, books: tuple[Codebook, ...], words: bool) -> Run:
    """A run with its tables, as ``fangtan run`` writes them, but without pictures."""
    outcome = run(inputs, out, Settings(books, words=words), lang="en", label="sample")
    write_csv(tables(outcome, "en"), out / "csv")
    for name, content in (
        ("codebooks.json", [book.model_dump(mode="json", by_alias=True) for book in books]),
        ("run.json", record(outcome)),
    ):
        (out / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return out, route.talks(out), load_study(out)


STUDIES = [
    "sample",
    "generated 1",
    "generated 2",
    *(["talks"] if "FANGTAN_TALKS" in os.environ else []),
]


@pytest.fixture(scope="module", params=STUDIES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("second")
    if request.param == "sample":
        with as_file(files("corpus") / "sample") as sample:
            books = tuple(load(name) for name in SHIPPED)
            return finished([sample], folder / "out", books, words=True)
    if request.param == "talks":
        books = tuple(load(name) for name in SHIPPED)
        return finished([Path(os.environ["FANGTAN_TALKS"])], folder / "out", books, words=True)
    (folder / "talks").mkdir()
    for name, text in generated(int(request.param[-1])).items():
        (folder / "talks" / name).write_text(text, encoding="utf-8")
    return finished([folder / "talks"], folder / "out", GENERATED, words=False)


def is_sample(study: Study) -> bool:
    return any(
        transcript.source.endswith("W-14_区卫健局科员.vtt") for transcript, _ in study.interviews
    )


def head(key: str) -> str:
    return message(f"column.{key}", "en")


def family_of(study: Study) -> dict[str, str]:
    """The title of a codebook, as tables tell it -> its id."""
    return {book.name.text("en"): book.id for book in study.books}


def theme_of(folder: Path, title: str) -> dict[str, str]:
    """Code -> its theme, as the table of frequencies tells it."""
    return {
        row[head("code")]: row[head("theme")]
        for row in table(folder, "frequency")
        if row[head("codebook")] == title and row["level"] != "0"
    }


def test_the_interviews(made: Run) -> None:
    folder, every, _ = made
    rows = table(folder, "interviews")
    assert [row["source"] for row in rows] == [talk.source for talk in every]
    for row, talk in zip(rows, every, strict=True):
        expected = {
            "turns": len(talk.record["turns"]),
            "answers": len(talk.answers),
            "characters": sum(turn["end"] - turn["start"] for turn in talk.answers),
            "codings": len(talk.codings),
            "units": len(set(talk.units("exchange").values())),
        }
        assert {key: int(row[head(key)]) for key in expected} == expected, talk.source


def test_the_frequencies(made: Run) -> None:
    folder, every, study = made
    rows = table(folder, "frequency")
    characters = sum(turn["end"] - turn["start"] for talk in every for turn in talk.answers)
    for place, row in enumerate(rows):
        family, level = family_of(study)[row[head("codebook")]], int(row["level"])
        below = {row[head("code")]}  # what stands deeper in the rows that follow
        for after in rows[place + 1 :]:
            if int(after["level"]) <= level:
                break
            below.add(after[head("code")])
        own = [
            coding
            for talk in every
            for coding in talk.codings
            if coding["codebook"] == family and coding["code"] in below
        ]
        total = sum(coding["codebook"] == family for talk in every for coding in talk.codings)
        by = Counter(coding["polarity"] for coding in own)
        spans = {(each["source"], each["start"], each["end"], each["code"]) for each in own}
        covered = sum(end - start for _, start, end, _ in spans)
        stance = by["present"] + by["lacking"]
        assert int(row[head("references")]) == len(own)
        assert close(row[head("share")], len(own) / total)
        assert close(row[head("coverage")], covered / characters if level else float("nan"))
        for polarity in POLARITIES:
            assert int(row[message(f"polarity.{polarity}", "en")]) == by[polarity]
        net = (by["present"] - by["lacking"]) / stance if stance else float("nan")
        assert close(row[head("net")], net)
        if level == 0 or len(below) == 1:  # a code above others counts its own sources
            sources = {coding["source"] for coding in own}
        else:
            code = row[head("code")]
            sources = {coding["source"] for coding in own if coding["code"] == code}
        assert int(row[head("sources")]) == len(sources), row


def test_the_codings_by_interview(made: Run) -> None:
    folder, every, study = made
    for row in table(folder, "by_interview"):
        family = family_of(study)[row[head("codebook")]]
        for talk in every:
            own = [
                coding
                for coding in talk.codings
                if (coding["codebook"], coding["code"]) == (family, row[head("code")])
            ]
            assert int(row[talk.source]) == len(own)


def test_every_pair_with_its_measures(made: Run) -> None:
    folder, every, study = made
    expected = route.pairs(every, "exchange")
    assert expected
    rows = table(folder, "cooccurrence")
    met = set()
    for row in rows:
        codes = sorted((row[head("code_a")], row[head("code_b")]))
        key = (family_of(study)[row[head("codebook")]], *codes)
        pair = expected[key]  # type: ignore[index]
        met.add(key)
        assert int(row[head("c")]) == pair.c and int(row[head("n")]) == pair.n
        units = {row[head("code_a")]: row[head("a")], row[head("code_b")]: row[head("b")]}
        assert [int(units[code]) for code in codes] == [pair.a, pair.b]
        assert int(row[head("interviews")]) == pair.interviews
        for name, value in pair.measures().items():
            assert close(row[head(name)], value), (key, name)
    assert met == set(expected) and len(rows) == len(met)


def test_the_matrix(made: Run) -> None:
    folder, every, study = made
    rows = table(folder, "matrix")
    cells = {
        (family, code): units
        for family in family_of(study).values()
        for code, units in route.held(every, "exchange", family)[0].items()
    }
    keys = [(family_of(study)[row[head("codebook")]], row[head("code")]) for row in rows]
    assert sorted(keys) == sorted(cells)
    for key, row in zip(keys, rows, strict=True):
        numbers = list(row.values())[3:]
        assert [int(number) for number in numbers] == [
            len(cells[key] & cells[other]) for other in keys
        ]


@pytest.mark.parametrize("kind", ["turn", "interview"])
def test_pairs_by_other_units(made: Run, kind: UnitKind) -> None:
    _, every, study = made
    incidence = study.incidence(kind)
    joint = (incidence.matrix.T @ incidence.matrix).toarray()
    index = {key: number for number, key in enumerate(incidence.codes)}
    for (family, first, second), pair in route.pairs(every, kind).items():
        a, b = index[family, first], index[family, second]
        assert (joint[a, b], joint[a, a], joint[b, b]) == (pair.c, pair.a, pair.b)
        assert incidence.matrix.shape[0] == pair.n


def test_a_network_with_its_centralities(made: Run) -> None:
    _, every, study = made
    book = study.books[0]
    result = network(study, NetworkOptions(codebook=book.id, stability=False))
    graph = route.network(every, book.id)
    edges = result.tables["edges"]
    pairs = {frozenset(pair) for pair in edges[["code_a", "code_b"]].itertuples(False, None)}
    assert pairs == {frozenset(edge) for edge in graph.edges} and 0 < len(pairs) == len(edges)
    expected = route.centralities(graph)
    nodes = result.tables["nodes"]
    assert set(nodes["node"]) == set(expected)
    for row in nodes.to_dict("records"):
        names = ("degree", "strength", "betweenness", "closeness")
        assert [row[name] for name in names] == pytest.approx(expected[row["node"]])


def test_the_crosswalk_of_two_codebooks(made: Run) -> None:
    folder, every, study = made
    one, two = study.books[:2]
    rows, columns = (theme_of(folder, book.name.text("en")) for book in (one, two))
    expected = route.crossed(every, rows, columns)
    counted = crosswalk_of(study, CrosswalkOptions(rows=one.id, columns=two.id))
    cells = counted.tables["crosswalk"]
    assert {
        (row["row"], row["column"]): tuple(
            row[name] for name in ("c", "a", "b", "n", "distinct", "own_a", "own_b")
        )
        for row in cells.to_dict("records")
    } == expected
    shared = cells[cells["distinct"] == 0]
    assert (shared["p_more"] == 1).all() and (shared["q"] == 1).all()
    if is_sample(study):  # 信息生态位 and 协同过程 meet, on shared words alone
        pair = cells.set_index(["row", "column"]).loc[("IE7", "CG6")]
        assert (pair["c"], pair["distinct"]) == (3, 0)


def test_the_curve_of_saturation(made: Run) -> None:
    _, every, study = made
    for book in study.books:
        curve = saturation(study, SaturationOptions(codebook=book.id)).tables["saturation"]
        expected = route.novelty(every, book.id)
        assert curve["source"].tolist() == [source for source, *_ in expected]
        assert curve["new"].tolist() == [new for _, new, _, _ in expected]
        assert curve["cumulative"].tolist() == [count for _, _, count, _ in expected]
        assert curve["ratio"].tolist() == pytest.approx(
            [ratio for *_, ratio in expected], nan_ok=True
        )


def test_codes_by_an_attribute(made: Run) -> None:
    _, every, study = made
    by = "gender" if "gender" in every[0].record["metadata"] else "date"
    for book in study.books:
        result = attribute_table(study, CrosstabOptions(by=by, codebook=book.id))
        references, interviews, groups = route.by_group(every, by, book.id)
        assert groups
        assert groups == {
            row["group"]: (row["interviews"], row["characters"])
            for row in result.tables["groups"].to_dict("records")
        }
        rows = result.tables["by_attribute"].to_dict("records")
        keys = [(row["code"], row["group"]) for row in rows]
        assert set(references) <= set(keys) and len(set(keys)) == len(keys)
        for key, row in zip(keys, rows, strict=True):
            assert (row["references"], row["interviews"]) == (references[key], interviews[key])
            assert close(row["rate"], 1000 * references[key] / groups[key[1]][1])


def test_mentions_stand_where_they_are_said_and_edges_count_them(made: Run) -> None:
    _, every, study = made
    result = mentions(study, MentionsOptions())
    rows = result.tables["mentions"].to_dict("records")
    answers = {talk.source: talk.answers for talk in every}
    for row in rows:
        (turn,) = [
            turn
            for turn in answers[row["source"]]
            if turn["start"] <= row["start"] < row["end"] <= turn["end"]
        ]
        said = turn["text"][row["start"] - turn["start"] : row["end"] - turn["start"]]
        assert row["quote"] == said and row["form"] in said
    others = [row for row in rows if row["from"] not in ("", row["to"])]
    edges = result.tables["mention_edges"].to_dict("records")
    assert {(row["from"], row["to"]) for row in others} == {
        (edge["from"], edge["to"]) for edge in edges
    }
    for edge in edges:
        part = [row for row in others if (row["from"], row["to"]) == (edge["from"], edge["to"])]
        by = Counter(row["polarity"] for row in part)
        assert edge["mentions"] == len(part)
        assert edge["interviews"] == len({row["source"] for row in part})
        assert {name: edge[name] for name in POLARITIES} == {name: by[name] for name in POLARITIES}


def test_quotations_are_the_codings(made: Run) -> None:
    folder, every, _ = made
    keys = ("source", "codebook", "code", "start", "end", "polarity")
    lines = Counter(
        tuple(str(coding[key]) for key in keys) for talk in every for coding in talk.codings
    )
    assert lines == Counter(
        tuple(row[head(key)] for key in keys) for row in table(folder, "quotations")
    )


def test_words_are_said_as_often_as_their_table_tells_or_oftener(made: Run) -> None:
    """A word may also stand inside a longer one: text that holds it is a bound from above."""
    folder, every, _ = made
    if not (folder / "csv" / "words.csv").exists():
        assert made[2].books == GENERATED
        return
    simplified = opencc.OpenCC("tw2s").convert
    texts = [
        simplified("\n".join(turn["text"] for turn in talk.answers)).casefold() for talk in every
    ]
    rows = table(folder, "words")
    assert len(rows) > 100
    for row in rows:
        word = row[head("word")]
        assert 0 < int(row[head("interviews")]) <= sum(word in text for text in texts), word
        assert int(row[head("frequency")]) <= sum(text.count(word) for text in texts), word
