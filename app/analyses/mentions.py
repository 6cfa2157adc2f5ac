"""fangtan mentions: who speaks of whom, between departments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import cast

from analysis.departments.gazetteer import Gazetteer
from analysis.departments.mentions import mentions as find_mentions
from app.analyses.common import check_at_least, opening
from app.exporters.graphs.exporters import graph_files
from app.figures.directed import directed
from app.figures.graph import Graph
from app.result import Note, Picture, Result, note
from app.study.study import Study
from codebooks.codebook import Office, as_office
from corpus.catalogue import Language, message
from corpus.problem import FangtanError


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionsOptions:
    """``least``: mentions from which on an arrow is drawn."""

    least: int = 2

    def __post_init__(self) -> None:
        check_at_least(1, least=self.least)


def mentions(study: Study, options: MentionsOptions) -> Result:
    """Every mention of a department, and how often each speaks of each. Raises FangtanError where
    no codebook has a gazetteer.
    """
    found = find_mentions(
        (transcript for transcript, _ in study.interviews), Gazetteer(_gazetteer(study))
    )
    graph = cast("Graph", found.graph(options.least))
    graph.graph["unit_rule"] = f"mentions>={options.least}"
    unknown = int((found.table["from"] == "").sum())
    data = note("note.mentions", interviews=len(study.interviews), mentions=len(found.table))
    result = Result(
        "mentions",
        {"mention_edges": found.edges, "mentions": found.table},
        notes=[*opening(study)[:-1], data, Note("note.mentions_polarity")],
        facts={"mentions": len(found.table), "edges": len(found.edges), "speaker_unknown": unknown},
        brief={
            "mention_edges": (
                *("from", "to", "mentions", "interviews"),
                *("lacking", "present", "demanded", "neutral"),
            ),
            "mentions": ("source", "from", "form", "to", "polarity", "quote"),
        },
    )
    if unknown:
        result.notes.append(note("note.mentions_unknown", count=unknown))
    own = int((found.table["from"] == found.table["to"]).sum())
    drawn = sum(int(arrow["mentions"]) for _, _, arrow in graph.edges(data=True))
    rare = int(found.edges["mentions"].sum()) - drawn
    result.notes.append(
        note("note.mentions_drawn", drawn=drawn, own=own, unknown=unknown, rare=rare)
    )
    result.pictures["network"] = partial(_picture, graph, options.least)
    if graph:
        result.files = partial(_files, graph)
    return result


def _gazetteer(study: Study) -> dict[str, Office]:
    """Department -> the names it goes by, and words in which they do not count, in any of the
    codebooks.
    """
    offices: dict[str, Office] = {}
    for book in study.books:
        for department, names in book.gazetteer.items():
            office = as_office(names)
            known = offices.get(department, Office())
            offices[department] = Office(
                names=tuple(dict.fromkeys((*known.names, *office.names))),
                unless=tuple(dict.fromkeys((*known.unless, *office.unless))),
            )
    if not offices:
        raise FangtanError("mentions.no_gazetteer")
    return offices


def _picture(graph: Graph, least: int, lang: Language) -> Picture:
    return directed(
        graph,
        message("figure.mentions", lang),
        message("figure.mentions_note", lang, least=least),
        lang,
    )


def _files(graph: Graph, lang: Language) -> dict[str, bytes]:
    """Departments are named as in the gazetteer, whatever the language."""
    return graph_files(graph, {node: node for node in graph}, None, "mentions")
