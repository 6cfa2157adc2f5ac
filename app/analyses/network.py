"""fangtan network: one network with centralities, communities, stability, and files for other
programs.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from analysis.association import MEASURES
from analysis.contrast import contrast
from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.networks.centrality import centralities
from analysis.networks.communities import STABLE, louvain
from analysis.networks.network import EdgeRule, build, ego
from analysis.provenance import main_meeting, meetings, polarity_pairs
from analysis.resampling import case_dropping
from analysis.units import Incidence, UnitKind
from analysis.words.content import WORDS, word_incidence
from app.analyses.common import code_groups, opening, two_groups, unit_of, untested
from app.exporters.graphs.exporters import graph_files
from app.figures.network import Panel, difference, draw, rule_text
from app.palette import code_colours, group_colours
from app.result import Result
from app.study.study import Study, names_of
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES
from corpus.problem import FangtanError
from corpus.segmentation import Segmenter

CASES: tuple[str, ...] = ("strength", "betweenness", "eigenvector")


def network(
    study: Study,
    lang: Language,
    *,
    unit: str | None = None,
    codebook: str | None = None,
    lens: str | None = None,
    rule: EdgeRule | None = None,
    words: bool = False,
    around: str | None = None,
    groups: str | None = None,
    stability: bool = True,
    by_theme: bool = False,
) -> Result:
    """The network by ``rule``; ``around`` shows only a code and its neighbours; ``groups`` adds the
    difference of two groups of interviews.

    Colours are the groups of the ``lens``; without one the communities found, or with ``by_theme``
    the themes of the codebook.
    """
    kind = unit_of(study, unit)
    rule = rule or EdgeRule()
    if rule.weight not in MEASURES or not MEASURES[rule.weight].weight:
        raise FangtanError(
            "study.no_measure",
            name=rule.weight,
            known="、".join(name for name, one in MEASURES.items() if one.weight),
        )
    book = study.book(codebook)
    owner = WORDS if words else book.id
    together = (
        cooccurrence(
            word_incidence(
                (transcript for transcript, _ in study.interviews),
                kind,
                Segmenter("rjieba"),
                top=300,
            ),
            least=rule.least_units,
            limit=3000,
            weight=rule.weight,
        )
        if words
        else _own(study.incidence(kind), owner)
    )
    graph = graph_of(together, owner, rule)
    names = {code: name for (_, code), name in names_of((book,), lang).items()} if not words else {}
    if around is not None:
        if around not in graph:
            raise FangtanError("study.not_drawn", code=around, known="、".join(sorted(graph)[:20]))
        graph = ego(graph, around)
    _measure_edges(graph)
    if not words:
        _polarities(study, graph, owner, kind, lang)
    found = louvain(graph)
    of = {str(node): number for node, number in found.of.items()}
    table = centralities(graph, rule.weight)
    counts = {node: data["count"] for node, data in graph.nodes(data=True)}
    table.insert(1, "count", [counts[node] for node in table["node"]])
    table["community"] = [of[str(node)] for node in table["node"]]
    table = table.sort_values(
        ["strength", "node"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)
    edges = pd.DataFrame(
        [
            {
                "code_a": one,
                "code_b": two,
                **{key: value for key, value in data.items() if key not in ("unequal", "meeting")},
            }
            for one, two, data in graph.edges(data=True)
        ]
    )
    if words:
        table, edges = (
            table.rename(columns={"node": "word"}),
            edges.rename(columns={"code_a": "word_a", "code_b": "word_b"}),
        )
    elif len(table):
        table.insert(0, "codebook", book.id)
    result = Result("network", {"nodes": table, "edges": edges}, notes=opening(study, lang, kind))
    result.notes += [
        message("note.rule", lang, rule=rule_text(rule, kind, lang)),
        message("note.centralities", lang),
    ]
    result.notes.append(
        message(
            "note.communities",
            lang,
            count=len(set(of.values())),
            modularity=f"{found.modularity:.2f}",
            stability=f"{found.stability:.2f}",
        )
        + ("" if found.stability >= STABLE else message("note.communities_unstable", lang))
    )
    result.notes += untested(together.incidence, lang)
    if "g2" in edges:
        result.notes.append(message("note.independent", lang))
    themes = (
        {node: message("figure.community", lang, number=of[str(node)]) for node in graph}
        if words or (lens is None and not by_theme)
        else {code: group for (_, code), group in code_groups(book, lens, lang).items()}
    )
    title = message("figure.words", lang) if words else book.name.text(lang)
    by_community = words or (lens is None and not by_theme)
    communities = dict(sorted(themes.items(), key=lambda item: of.get(item[0], 0)))
    colours = group_colours(communities) if by_community else code_colours(study.books, book, lens)
    panel = Panel(title, graph, names, themes, colours)
    result.pictures["picture"] = partial(draw, [panel], rule, kind, lang)
    theme = None if words else code_colours(study.books, book)
    result.files = {
        name: data
        for name, data in graph_files(graph, names, of, colours=theme).items()
        if not name.endswith(".csv")
    }  # the tables are these
    result.brief = {
        "nodes": (
            "node",
            "word",
            "count",
            "degree",
            "strength",
            "betweenness",
            "eigenvector",
            "community",
        ),
        "edges": (
            "code_a",
            "code_b",
            "word_a",
            "word_b",
            "c",
            "interviews",
            rule.weight,
            "q",
            "polarities",
        ),
        "contrast": ("code_a", "code_b", "c_1", "c_2", "difference", "q"),
    }
    result.facts = {
        "nodes": len(graph),
        "edges": graph.number_of_edges(),
        "communities": len(set(of.values())),
        "stability": found.stability,
        "modularity": found.modularity,
        "rule": rule.text(),
    }
    if stability and not words and around is None and graph:
        _stability(result, together.incidence, owner, rule, lang)
    if groups and not words:
        _difference(result, study, together.incidence, groups, rule, names, kind, lang)
    return result


def _measure_edges(graph: nx.Graph) -> None:
    """Every measure on every edge, whatever the table of pairs shows."""
    for _, _, data in graph.edges(data=True):
        for name, measure in MEASURES.items():
            if name != "count" and name not in data:
                data[name] = float(measure.function(data["c"], data["a"], data["b"], data["n"]))


def _polarities(study: Study, graph: nx.Graph, owner: str, unit: UnitKind, lang: Language) -> None:
    """Which polarities meet on each drawn edge: ``polarities`` in words, ``meeting`` the one that
    stands in half of its units.
    """
    met = polarity_pairs(study.interviews, unit)
    met = met[met["codebook"] == owner]
    said = meetings(met, {name: message(f"polarity.{name}", lang) for name in POLARITIES})
    main = main_meeting(
        met,
        {
            pair: data["c"]
            for one, two, data in graph.edges(data=True)
            for pair in ((one, two), (two, one))
        },
    )
    for one, two, data in graph.edges(data=True):
        data["polarities"] = said.get((one, two), "")
        meeting = main.get((one, two)) or main.get((two, one))
        if meeting:
            data["meeting"] = meeting


def graph_of(together: Cooccurrence, owner: str, rule: EdgeRule) -> nx.Graph:
    """The drawn network of one codebook (or of words)."""
    counts = {
        code: int(together.joint[place, place])
        for place, (book, code) in enumerate(together.incidence.codes)
        if book == owner
    }
    return build(together.table, owner, counts, rule)


def _own(incidence: Incidence, owner: str) -> Cooccurrence:
    keep = [place for place, key in enumerate(incidence.codes) if key[0] == owner]
    return cooccurrence(
        Incidence(
            incidence.kind,
            tuple(incidence.codes[place] for place in keep),
            incidence.sources,
            incidence.matrix[:, keep],
            incidence.interview,
            incidence.spans,
        )
    )


def _stability(
    result: Result, incidence: Incidence, owner: str, rule: EdgeRule, lang: Language
) -> None:
    """Case dropping for three centralities over the network drawn by the same rule from the
    interviews kept.
    """
    memory: dict[bytes, pd.DataFrame] = {}

    def values(kept: Any, name: str) -> pd.Series:
        key = kept.tobytes()
        if key not in memory:
            rows = np.flatnonzero(np.isin(incidence.interview, kept))
            part = Incidence(
                incidence.kind,
                incidence.codes,
                incidence.sources,
                incidence.matrix[rows],
                incidence.interview[rows],
                incidence.spans[rows],
            )
            memory[key] = centralities(
                graph_of(cooccurrence(part, test=rule.q is not None), owner, rule), rule.weight
            ).set_index("node")
        return memory[key][name]

    rows = []
    for name in CASES:
        table, cs = case_dropping(
            len(incidence.sources),
            lambda kept, name=name: values(kept, name),  # type: ignore[misc]
        )
        result.facts[f"cs_{name}"] = cs
        rows += [
            {"centrality": message(f"column.{name}", lang), **row}
            for row in table.to_dict("records")
        ]
        result.notes.append(
            message("note.cs", lang, name=message(f"column.{name}", lang), cs=f"{cs:.1f}")
            if cs == cs
            else message("note.cs_few", lang, name=message(f"column.{name}", lang))
        )
    result.tables["stability"] = pd.DataFrame(
        rows, columns=["centrality", "left_out", "mean", "low_5"]
    )


def _difference(
    result: Result,
    study: Study,
    incidence: Incidence,
    groups: str,
    rule: EdgeRule,
    names: dict[str, str],
    unit: str,
    lang: Language,
) -> None:
    of, labels = two_groups(study, groups, lang)
    found = contrast(incidence, [of[source] for source in incidence.sources], measure=rule.weight)
    result.tables["contrast"] = found.table
    result.notes.append(
        message(
            "note.contrast",
            lang,
            one=labels[0],
            two=labels[1],
            n_one=found.interviews[0],
            n_two=found.interviews[1],
        )
        + (
            message("note.contrast_p", lang, p=f"{found.p:.3f}")
            if found.tested
            else message("note.contrast_few", lang)
        )
    )
    result.pictures["difference"] = partial(
        difference, found.table, names, labels, rule, unit, lang
    )
    result.facts["contrast_p"] = found.p
