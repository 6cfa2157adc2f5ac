"""Write what a run made: workbook, CSV folder, graphs and pictures, run.json, report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, cast

import networkx as nx
import pandas as pd

from analysis.networks.network import build
from app.exporters.csv import frame_csv
from app.exporters.graphs.gexf import gexf
from app.exporters.graphs.graphml import graphml
from app.exporters.graphs.prepared import drift_in_files
from app.exporters.quotations import Quotations, quotation_sheet
from app.exporters.workbook import Workbook
from app.figures.graph import Graph
from app.figures.network import Panel, draw, rule_text
from app.palette import code_colours
from app.run.pipeline import Outcome, fewer_collections, quotations
from app.run.record import about_tests, counts, exchanges_are_turns, record
from app.run.report import render
from app.run.tables import tables
from app.study.records import CodingRecord
from corpus.catalogue import Language, message
from corpus.problem import FangtanError

ROWS: Final = 100_000
"""Quotations in the workbook; all of them stand in csv/ and codings.jsonl."""


COLUMNS_AT_MOST: Final = 1_000
"""A sheet with more columns helps nobody (and Excel holds 16,384); the table stands in csv/."""


def write_all(outcome: Outcome, out: Path, lang: Language = "zh") -> list[Path]:
    """Every output but the JSON lines (already written by the run). Returns the paths, most useful
    first.

    Raises FangtanError when a file cannot be written, such as a workbook that Excel holds open.
    """
    from xlsxwriter.exceptions import FileCreateError

    try:
        with fewer_collections():
            return _write(outcome, out, lang)
    except (OSError, FileCreateError) as error:
        busy = getattr(error, "filename", None) or (
            out / "fangtan.xlsx" if isinstance(error, FileCreateError) else out
        )
        raise FangtanError("run.file_busy", path=str(busy)) from error


def _write(outcome: Outcome, out: Path, lang: Language) -> list[Path]:
    made = tables(outcome, lang)
    graphs = networks(outcome, lang)
    pictures = write_networks(outcome, graphs, out, lang)
    write_csv(made, out / "csv")
    write_workbook(made, outcome, out, lang)
    svg = {book: data.decode("utf-8") for book, data in pictures.items()}
    (out / "report.html").write_text(render(outcome, svg, lang), encoding="utf-8", newline="\n")
    (out / "codebooks.json").write_text(
        json.dumps(
            [book.model_dump(mode="json", by_alias=True) for book in outcome.settings.codebooks],
            ensure_ascii=False,
        )
        + "\n",
        encoding="utf-8",
        newline="\n",
    )
    (out / "run.json").write_text(
        json.dumps(record(outcome), ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
        newline="\n",
    )
    return [
        out / name
        for name in (
            "report.html",
            "fangtan.xlsx",
            "network.png",
            "csv",
            "codings.jsonl",
            "transcripts.jsonl",
            "run.json",
        )
    ]


def networks(outcome: Outcome, lang: Language) -> list[tuple[str, Panel]]:
    """(codebook id, its network) for each codebook."""
    assert outcome.together is not None
    together = outcome.together
    panels = []
    for book in outcome.settings.codebooks:
        number = {
            code: int(together.joint[index, index])
            for index, (owner, code) in enumerate(together.incidence.codes)
            if owner == book.id
        }
        lens = outcome.lens if outcome.lens in book.lenses else None
        colours = code_colours(outcome.settings.codebooks, book, lens)
        names = {code.id: code.name.text(lang) for code, _, _ in book.walk()}
        groups = (
            book.group_of(lens)
            if lens is not None
            else {code: names[theme] for code, theme in book.theme_of.items()}
        )
        graph = cast("Graph", build(together.table, book.id, number, outcome.rule))
        for node, data in graph.nodes(data=True):
            data["name"] = names[node]
            data["group"] = groups.get(node, "")
            data["codebook"] = book.id
            data["color"] = colours[node]
        panels.append((book.id, Panel(book.name.text(lang), graph, names, groups, colours)))
    return panels


def write_networks(
    outcome: Outcome,
    graphs: list[tuple[str, Panel]],
    out: Path,
    lang: Language,
) -> dict[str, bytes]:
    """network.png/.svg (all codebooks), network.<codebook>.png/.svg, .graphml, .gexf, nodes and
    edges as CSV. Returns SVG by codebook.
    """
    png, svg = draw(
        [panel for _, panel in graphs],
        outcome.rule,
        outcome.settings.unit,
        lang,
    )
    (out / "network.png").write_bytes(png)
    (out / "network.svg").write_bytes(svg)
    single: dict[str, bytes] = {}
    for book, panel in graphs:
        png, single[book] = draw([panel], outcome.rule, outcome.settings.unit, lang)
        (out / f"network.{book}.png").write_bytes(png)
        (out / f"network.{book}.svg").write_bytes(single[book])
    joined = joined_network(
        graphs,
        f"c>={outcome.rule.least_units}, interviews>={outcome.rule.least_interviews}, top "
        f"{outcome.rule.top} by {outcome.rule.weight}, unit {outcome.settings.unit}",
    )
    (out / "network.graphml").write_bytes(graphml(joined)[0])
    (out / "network.gexf").write_bytes(gexf(joined)[0])
    frame_csv(
        pd.DataFrame([{"id": node, **data} for node, data in joined.nodes(data=True)]),
        out / "network.nodes.csv",
    )
    frame_csv(
        pd.DataFrame(
            [
                {"source": first, "target": second, **data}
                for first, second, data in joined.edges(data=True)
            ]
        ),
        out / "network.edges.csv",
    )
    return single


def joined_network(graphs: Sequence[tuple[str, Panel]], rule: str) -> Graph:
    """The networks of all codebooks as one graph, its attribute ``rule`` that of the edges (with
    the number of those whose ends drift along the interviews). Nodes
    are called ``codebook:code`` and stand by name; edges follow them.
    """
    joined: nx.Graph = nx.Graph()
    for book, panel in graphs:
        for node, of_node in sorted(panel.graph.nodes(data=True)):
            joined.add_node(f"{book}:{node}", code=node, **of_node)
        for first, second, of_edge in panel.graph.edges(data=True):
            joined.add_edge(f"{book}:{first}", f"{book}:{second}", **of_edge)
    made = cast("Graph", joined)
    made.graph["rule"] = rule + drift_in_files(made)
    return made


def write_csv(made: dict[str, pd.DataFrame], folder: Path) -> None:
    """A file per table, UTF-8 with a mark so that Excel opens it (``quotations.csv`` was written by
    the run itself).
    """
    folder.mkdir(exist_ok=True)
    for name, frame in made.items():
        frame_csv(frame, folder / f"{name}.csv")


def write_workbook(
    made: dict[str, pd.DataFrame], outcome: Outcome, out: Path, lang: Language
) -> None:
    """fangtan.xlsx: a sheet per table as a three-line table, with a first sheet that says what they
    are.
    """
    shares = {message(f"column.{name}", lang) for name in ("share", "coverage")}
    with Workbook(out / "fangtan.xlsx", lang) as book:
        book.about(message("report.title", lang), about(outcome, lang))
        for name, frame in made.items():
            label, columns = message(f"sheet.{name}", lang), len(frame.columns)
            if columns > COLUMNS_AT_MOST:
                text = message("sheet.wide", lang, columns=columns, file=f"csv/{name}.csv")
                book.sentence(label, text)
                continue
            narrow = 3 if name in ("matrix", "by_interview") else None
            book.table(label, frame, shares=shares, narrow_from=narrow)
        quotation_sheet(
            book,
            _quotation_rows(outcome, out, lang),
            ROWS,
            message("sheet.cut", lang, rows=ROWS),
        )


def _quotation_rows(outcome: Outcome, out: Path, lang: Language) -> Iterator[list[object]]:
    table = Quotations(outcome.settings.codebooks, lang)
    facts = {interview["source"]: interview for interview in outcome.interviews}
    for source, records in groupby(quotations(out), key=_source):
        yield from table.rows(records, facts[source])


def _source(record_: CodingRecord) -> str:
    return record_["source"]


def _who_coded(outcome: Outcome) -> str:
    """The message that tells who made the codings."""
    if outcome.project:
        return "about.coder_people"
    return "about.coder_text" if outcome.settings.coders == ("rules",) else "about.coder_machines"


def about(outcome: Outcome, lang: Language) -> list[tuple[str, str]]:
    """What the tables are and how they were made, as label and text."""
    settings = outcome.settings
    number = counts(outcome)
    by_turn = exchanges_are_turns(outcome, lang)
    lines = [
        (message("about.counts", lang), message("about.counts_text", lang, **number)),
        (
            message("about.codebooks", lang),
            "；".join(
                f"{book.name.text(lang)} {book.version} ({book.hash[:12]})"
                for book in settings.codebooks
            ),
        ),
        (
            message("about.unit", lang),
            message("about.unit_text", lang, unit=message(f"unit.{settings.unit}", lang))
            + (f" {by_turn}" if by_turn else ""),
        ),
        (
            message("about.edges", lang),
            rule_text(outcome.rule, settings.unit, lang),
        ),
        *((message("about.test", lang), text) for text in about_tests(outcome, lang).values()),
        (
            message("about.coder", lang),
            message(_who_coded(outcome), lang),
        ),
        (message("about.measures", lang), message("about.measures_text", lang)),
    ]
    if number["synthetic"]:
        lines.insert(
            0,
            (
                message("about.synthetic", lang),
                message("about.synthetic_text", lang, count=number["synthetic"]),
            ),
        )
    return lines
