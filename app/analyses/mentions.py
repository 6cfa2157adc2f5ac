"""Who speaks of whom: mentions between departments."""

from __future__ import annotations

from functools import partial

from analysis.mentions import Gazetteer
from analysis.mentions import mentions as find_mentions
from app.analyses.common import opening
from app.exporters.graphs.exporters import graph_files
from app.figures.directed import directed
from app.result import Result
from app.study.study import Study
from corpus.catalogue import Language, message
from corpus.problem import FangtanError


def mentions(study: Study, lang: Language, *, least: int = 2) -> Result:
    """Who speaks of whom."""
    names: dict[str, list[str]] = {}
    for book in study.books:
        for department, forms in book.gazetteer.items():
            names.setdefault(department, []).extend(
                form for form in forms if form not in names.get(department, ())
            )
    if not names:
        raise FangtanError("mentions.no_gazetteer")
    found = find_mentions((transcript for transcript, _ in study.interviews), Gazetteer(names))
    graph = found.graph(least)
    graph.graph["unit_rule"] = f"mentions>={least}"
    unknown = int((found.table["from"] == "").sum())
    result = Result(
        "mentions",
        {"mention_edges": found.edges, "mentions": found.table},
        notes=opening(study, lang),
    )
    result.brief["mention_edges"] = (
        "from",
        "to",
        "mentions",
        "interviews",
        "lacking",
        "present",
        "demanded",
        "neutral",
    )
    result.brief["mentions"] = ("source", "from", "form", "to", "polarity", "quote")
    result.notes[-1] = message(
        "note.mentions", lang, interviews=len(study.interviews), mentions=len(found.table)
    )
    result.notes.append(message("note.mentions_polarity", lang))
    if unknown:
        result.notes.append(message("note.mentions_unknown", lang, count=unknown))
    result.pictures["network"] = partial(
        directed,
        graph,
        message("figure.mentions", lang),
        message("figure.mentions_note", lang, least=least),
        lang,
    )
    result.files = (
        graph_files(graph, {node: node for node in graph}, None, "mentions") if graph else {}
    )
    result.facts = {
        "mentions": len(found.table),
        "edges": len(found.edges),
        "speaker_unknown": unknown,
    }
    return result
