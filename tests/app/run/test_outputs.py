"""What stands in the folder of a run: read back with other programs' readers."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from lxml import etree

from app.figures.network import Panel
from app.run.outputs import about, joined_network, networks, write_all, write_csv, write_workbook
from app.run.pipeline import Outcome
from app.run.record import record
from app.run.tables import tables
from codebooks.codebook import Codebook
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_networks_are_the_pairs_of_the_table(outcome: Outcome) -> None:
    ((book, panel),) = networks(outcome, "zh")
    assert (book, panel.title) == ("test", "测试")
    pairs = outcome.frames["cooccurrence"].set_index(["code_a", "code_b"])
    assert {frozenset(edge) for edge in panel.graph.edges} == set(map(frozenset, pairs.index))
    for first, second, data in panel.graph.edges(data=True):
        assert data["c"] == pairs.loc[(first, second)]["c"]
        assert data["weight"] == pytest.approx(pairs.loc[(first, second)]["jaccard"])
    assert panel.graph.nodes["S"]["count"] == pairs.loc[("S", "I")]["a"]
    assert {panel.groups[code] for code in "SI"} == {"上", "下"}  # the lens of the run


def test_without_a_lens_groups_are_themes_in_the_language(outcome: Outcome) -> None:
    ((_, panel),) = networks(replace(outcome, lens=None), "en")
    assert {code: panel.groups[code] for code in "SIKN"} == {
        "S": "Technology",
        "I": "Technology",
        "K": "Management",
        "N": "Management",
    }
    assert panel.graph.nodes["S"]["name"] == "Standards"


def test_graph_files_and_tables_hold_the_same_network(outcome: Outcome, out: Path) -> None:
    ((_, panel),) = networks(outcome, "zh")
    expected = {f"test:{node}" for node in panel.graph}
    for graph in (nx.read_graphml(out / "network.graphml"), nx.read_gexf(out / "network.gexf")):
        assert set(graph) == expected and graph.number_of_edges() == len(panel.graph.edges)
    head, *nodes = rows(out / "network.nodes.csv")
    assert {row[head.index("id")] for row in nodes} == expected
    head, *edges = rows(out / "network.edges.csv")
    assert len(edges) == panel.graph.number_of_edges() and head[:2] == ["source", "target"]
    rule = nx.read_graphml(out / "network.graphml").graph["rule"]
    assert rule == "c>=1, interviews>=1, top 60 by jaccard, unit exchange"


def test_pictures_name_the_codes(out: Path) -> None:
    assert (out / "network.png").read_bytes()[:4] == b"\x89PNG"
    for name in ("network.svg", "network.test.svg"):
        comments = [node.text.strip() for node in etree.parse(out / name).iter(etree.Comment)]
        assert "标准" in comments and "接口&lt;b&gt;" in comments


def test_csv_and_workbook_hold_the_tables(outcome: Outcome, out: Path) -> None:
    made = tables(outcome, "zh")
    book = openpyxl.load_workbook(out / "fangtan.xlsx")
    assert book.sheetnames == [
        message("sheet.about", "zh"),
        *(message(f"sheet.{name}", "zh") for name in made),
        message("sheet.quotations", "zh"),
    ]
    for name, frame in made.items():
        lines = rows(out / "csv" / f"{name}.csv")
        assert lines[0] == list(frame.columns) and len(lines) == len(frame) + 1
        sheet = book[message(f"sheet.{name}", "zh")]
        assert [cell.value for cell in sheet[1]] == list(frame.columns)
    ids = rows(out / "csv" / "interviews.csv")
    assert any("'=1" in row for row in ids)  # guarded in CSV, a text in the workbook


def test_shares_are_percentages_in_the_workbook(out: Path) -> None:
    sheet = openpyxl.load_workbook(out / "fangtan.xlsx")[message("sheet.frequency", "zh")]
    column = [cell.value for cell in sheet[1]].index(message("column.coverage", "zh")) + 1
    cells = [sheet.cell(row, column) for row in range(2, sheet.max_row + 1)]
    assert {cell.number_format for cell in cells if cell.value} == {"0.0%"}


def test_json_files_tell_the_run(outcome: Outcome, out: Path) -> None:
    assert json.loads((out / "run.json").read_text("utf-8")) == json.loads(
        json.dumps(record(outcome))
    )
    books = json.loads((out / "codebooks.json").read_text("utf-8"))
    assert tuple(map(Codebook.model_validate, books)) == outcome.settings.codebooks
    told = record(outcome)
    assert told["counts"]["interviews"] == 3 and told["counts"]["synthetic"] == 1
    assert (told["counts"]["files"], told["counts"]["failed"]) == (4, 1)
    assert told["complete"] and told["parameters"]["lens"] == "half"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_sheet_says_what_the_tables_are(outcome: Outcome, lang: Language) -> None:
    lines = dict(about(outcome, lang))
    assert next(iter(lines)) == message("about.synthetic", lang)
    book = outcome.settings.codebooks[0]
    assert book.hash[:12] in lines[message("about.codebooks", lang)]
    assert message("unit.exchange", lang) in lines[message("about.unit", lang)]
    assert lines[message("about.coder", lang)] == message("about.coder_text", lang)
    people = replace(outcome, project={"id": "x"}, interviews=outcome.interviews[:1])
    lines = dict(about(people, lang))
    assert lines[message("about.coder", lang)] == message("about.coder_people", lang)
    assert message("about.synthetic", lang) not in lines


def test_nothing_found_is_written_too(nothing: Outcome, tmp_path: Path) -> None:
    write_csv(tables(nothing), tmp_path / "csv")
    write_workbook(tables(nothing), nothing, tmp_path / "out", "en")
    book = openpyxl.load_workbook(tmp_path / "out" / "fangtan.xlsx")
    assert book.sheetnames[0] == "About" and len(rows(tmp_path / "csv" / "problems.csv")) == 1
    ((_, panel),) = networks(nothing, "en")
    assert len(panel.graph) == 0


@pytest.mark.parametrize("name", ["network.png", "csv/frequency.csv", "report.html", "run.json"])
def test_a_file_that_is_in_the_way_is_named(
    outcome: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from app.run import outputs

    monkeypatch.setattr(outputs, "draw", lambda *_: (b"png", b"<svg></svg>"))
    monkeypatch.setattr(outputs, "write_workbook", lambda *_: None)
    (tmp_path / name).mkdir(parents=True)
    with pytest.raises(FangtanError) as refused:
        write_all(outcome, tmp_path)
    assert refused.value.key == "run.file_busy"
    assert all(str(tmp_path / name) in refused.value.text(lang) for lang in LANGUAGES)


def panel_of(*edges: tuple[str, str]) -> Panel:
    graph: nx.Graph = nx.Graph()
    for first, second in edges:
        graph.add_node(first, count=1)
        graph.add_node(second, count=1)
        graph.add_edge(first, second, c=len(graph))
    return Panel("图", graph, {}, {}, {})


def test_nodes_stand_by_name_and_edges_follow_them() -> None:
    joined = joined_network([("乙", panel_of(("D", "B"), ("C", "A"), ("A", "B")))], "c>=2")
    assert list(joined) == ["乙:A", "乙:B", "乙:C", "乙:D"]
    assert [edge[:2] for edge in joined.edges(data=True)] == [
        ("乙:A", "乙:B"),
        ("乙:A", "乙:C"),
        ("乙:B", "乙:D"),
    ]


def test_equal_codes_of_two_codebooks_stay_apart() -> None:
    joined = joined_network([("一", panel_of(("A", "B"))), ("二", panel_of(("A", "B")))], "c>=2")
    assert list(joined) == ["一:A", "一:B", "二:A", "二:B"]
    assert joined.number_of_edges() == 2
    assert joined.graph["rule"] == "c>=2"
    assert joined.nodes["二:A"] == {"code": "A", "count": 1}


def test_no_codebook_gives_an_empty_graph() -> None:
    joined = joined_network([], "")
    assert len(joined) == 0 and list(joined.edges(data=True)) == []
