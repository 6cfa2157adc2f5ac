"""fangtan network: one network with centralities, communities, stability, and files for other
programs.
"""

from __future__ import annotations

from collections.abc import Hashable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.association import MEASURES
from analysis.contrast import contrast
from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.networks.centrality import centralities
from analysis.networks.communities import STABLE, Communities, louvain
from analysis.networks.network import EdgeRule, build, ego
from analysis.provenance import main_meeting, meetings, polarity_pairs
from analysis.resampling import case_dropping
from analysis.units import Incidence, UnitKind
from analysis.words.content import WORDS
from app.analyses.common import (
    Counted,
    check_at_least,
    check_unit,
    check_weight,
    check_words,
    code_groups,
    contrast_note,
    groups_in_words,
    meetings_in_words,
    opening,
    say_groups,
    two_groups,
    unit_of,
    words_together,
)
from app.exporters.graphs.exporters import graph_files
from app.figures.graph import Graph
from app.figures.network import Panel, difference, draw, rule_words
from app.palette import code_colours, group_colours
from app.result import Note, Phrase, Picture, Result, Words, note
from app.study.power import about_power
from app.study.study import Study
from app.study.tested import about_test, untested
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES
from corpus.problem import FangtanError

CASES: tuple[str, ...] = ("strength", "betweenness", "eigenvector")
"""Centralities whose stability is told."""
ONLY_IN_THE_GRAPH = ("unequal", "meeting")
"""Attributes of edges that the table of edges leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """``rule``: which edges are drawn; ``around`` shows only a code and its neighbours; ``groups``
    adds the difference of two groups of interviews (field=value,value).

    Colours are the groups of the ``lens``; without one the communities found, or with ``by_theme``
    the themes of the codebook. ``by`` themes (with a lens: its groups): these are the nodes, each
    in its own colour. ``power``: last of the notes, what the test could have seen, which takes
    about half a second on the sample, more in large studies.
    """

    unit: str | None = None
    codebook: str | None = None
    lens: str | None = None
    rule: EdgeRule = field(default_factory=EdgeRule)
    words: bool = False
    around: str | None = None
    groups: str | None = None
    stability: bool = True
    by_theme: bool = False
    by: str = "codes"
    power: bool = True

    def __post_init__(self) -> None:
        check_unit(self.unit)
        check_weight(self.rule.weight)
        check_words(self.by, self.words)
        check_at_least(
            1,
            top=self.rule.top,
            least_units=self.rule.least_units,
            least_interviews=self.rule.least_interviews,
        )
        if self.rule.q is not None and not 0 <= self.rule.q <= 1:
            raise ValueError(f"q must lie within 0..1, got {self.rule.q!r}")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What picture and files show. ``counted`` is None for a network of words; ``coloured``: by
    lens or theme, else by community; ``colours``: of the nodes by that; ``themes``: of the nodes by
    their theme, for other programs.
    """

    graph: Graph
    community: dict[str, int]
    counted: Counted | None
    lens: str | None
    coloured: bool
    colours: dict[str, str]
    themes: dict[str, str] | None
    rule: EdgeRule
    unit: UnitKind

    def names(self, lang: Language) -> dict[str, str]:
        """Code -> name; words have none but themselves."""
        return {} if self.counted is None else self.counted.names(lang)

    def groups(self, lang: Language) -> dict[str, str]:
        """Code -> the name of what it is coloured by."""
        if self.counted is not None and self.coloured:
            if self.counted.groups is not None:
                return self.counted.names(lang)
            return groups_in_words(self.counted.book, self.lens, lang)
        return {
            node: message("figure.community", lang, number=self.community[str(node)])
            for node in self.graph
        }


def network(study: Study, options: NetworkOptions) -> Result:
    """The network by a rule, with everything that is computed on it. Raises FangtanError for a
    codebook, a lens or groups that the study does not have, and for an ``around`` that is not
    drawn.
    """
    unit, rule = unit_of(study, options.unit), options.rule
    book = study.book(options.codebook)
    owner = WORDS if options.words else book.id
    counted = Counted.asked(book, options.by, options.lens)
    together = (
        words_together(study, unit, top=300, least=rule.least_units, limit=3000, weight=rule.weight)
        if options.words
        else cooccurrence(counted.incidence(study, unit))
    )
    graph = _graph(study, together, counted, unit, options)
    communities = louvain(graph)
    number = {str(node): community for node, community in communities.of.items()}
    nodes, edges = _nodes(graph, rule, number), _edges(graph)
    if options.words:
        nodes = nodes.rename(columns={"node": "word"})
        edges = edges.rename(columns={"code_a": "word_a", "code_b": "word_b"})
    elif len(nodes):
        nodes.insert(0, "codebook", book.id)
    result = Result(
        "network",
        {"nodes": nodes, "edges": edges},
        notes=[
            *opening(study, unit),
            *counted.notes,
            note("note.rule", rule=rule_words(rule, unit)),
            Note("note.centralities"),
            _communities_note(communities),
            *untested(together.incidence),
            *about_test(together, owner),
        ],
        facts={"by": options.by, **_facts(graph, communities, rule)},
        brief=_brief(rule),
        words={"polarities": meetings_in_words, "centrality": centrality_in_words},
    )
    if "g2" in edges:
        result.notes.append(Note("note.independent"))
    drawn = _drawn(graph, number, study, None if options.words else counted, options, unit)
    result.pictures["picture"] = partial(_picture, drawn)
    result.files = partial(_files, drawn)
    if options.stability and not options.words and options.around is None and graph:
        _add_stability(result, together.incidence, owner, rule)
    if options.groups and not options.words:
        _add_difference(result, study, together.incidence, counted, options, unit)
    if options.power and not options.words:
        result.notes += about_power(together, owner)
    say_groups(result, counted)
    return result


def centrality_in_words(value: object, lang: Language) -> str:
    """A vocabulary: a centrality by the head of its column."""
    return message(f"column.{value}", lang)


def graph_of(together: Cooccurrence, owner: str, rule: EdgeRule) -> nx.Graph:
    """The drawn network of one codebook (or of words)."""
    counts = {
        code: int(together.joint[index, index])
        for index, (book, code) in enumerate(together.incidence.codes)
        if book == owner
    }
    return build(together.table, owner, counts, rule)


def _graph(
    study: Study, together: Cooccurrence, counted: Counted, unit: UnitKind, options: NetworkOptions
) -> nx.Graph:
    """What is drawn, every edge with every measure and the polarities that meet on it."""
    owner = WORDS if options.words else counted.book.id
    graph = graph_of(together, owner, options.rule)
    if options.around is not None:
        if options.around not in graph:
            raise FangtanError(
                "study.not_drawn", code=options.around, known="、".join(sorted(graph)[:20])
            )
        graph = ego(graph, options.around)
    _add_measures(graph)
    if not options.words:
        _add_polarities(study, graph, counted, unit)
    return graph


def _add_measures(graph: Graph) -> None:
    """Every measure on every edge, under its name."""
    for _, _, data in graph.edges(data=True):
        values = cast("dict[str, object]", data)
        for name, measure in MEASURES.items():
            if name != "count" and name not in values:
                values[name] = float(measure.function(data["c"], data["a"], data["b"], data["n"]))


def _add_polarities(study: Study, graph: Graph, counted: Counted, unit: UnitKind) -> None:
    """Which polarities meet on each edge: ``polarities`` with their numbers, ``meeting`` the one
    that stands in half of its units.
    """
    met = polarity_pairs(counted.interviews(study), unit)
    met = met[met["codebook"] == counted.book.id]
    cells = meetings(met, {name: name for name in POLARITIES})
    main = main_meeting(
        met,
        {
            pair: data["c"]
            for first, second, data in graph.edges(data=True)
            for pair in ((first, second), (second, first))
        },
    )
    for first, second, data in graph.edges(data=True):
        data["polarities"] = cells.get((first, second), "")
        meeting = main.get((first, second)) or main.get((second, first))
        if meeting:
            data["meeting"] = meeting


def _nodes(graph: nx.Graph, rule: EdgeRule, community: dict[str, int]) -> pd.DataFrame:
    """A row per node with its centralities, the strongest first."""
    table = centralities(graph, rule.weight)
    nodes = table["node"].astype(str).tolist()
    table.insert(1, "count", [graph.nodes[node]["count"] for node in nodes])
    table["community"] = [community[node] for node in nodes]
    return table.sort_values(
        ["strength", "node"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)


def _edges(graph: Graph) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "code_a": first,
                "code_b": second,
                **{key: value for key, value in data.items() if key not in ONLY_IN_THE_GRAPH},
            }
            for first, second, data in graph.edges(data=True)
        ]
    )


def _drawn(
    graph: Graph,
    community: dict[str, int],
    study: Study,
    counted: Counted | None,
    options: NetworkOptions,
    unit: UnitKind,
) -> _Drawn:
    """What picture and files need. ``counted`` is None for words. Raises FangtanError for a lens
    that the codebook does not have.
    """
    nodes = sorted(graph, key=lambda node: community.get(str(node), 0))
    colours = group_colours({node: str(community[str(node)]) for node in nodes})
    coloured, themes = False, None
    if counted is not None:
        coloured = options.by == "themes" or options.lens is not None or options.by_theme
        if coloured and counted.groups is None:
            code_groups(counted.book, options.lens)  # refuses a lens that is not there
            colours = code_colours(study.books, counted.book, options.lens)
        themes = counted.colours(study.books)
        if counted.groups is not None:
            colours = themes
    return _Drawn(
        graph, community, counted, options.lens, coloured, colours, themes, options.rule, unit
    )


def _communities_note(communities: Communities) -> Phrase:
    parts: list[Words] = [
        note(
            "note.communities",
            count=len(set(communities.of.values())),
            modularity=f"{communities.modularity:.2f}",
            stability=f"{communities.stability:.2f}",
        )
    ]
    if not communities.stability >= STABLE:
        parts.append(Note("note.communities_unstable"))
    return Phrase(tuple(parts))


def _facts(graph: Graph, communities: Communities, rule: EdgeRule) -> dict[str, object]:
    return {
        "nodes": len(graph),
        "edges": graph.number_of_edges(),
        "communities": len(set(communities.of.values())),
        "stability": communities.stability,
        "modularity": communities.modularity,
        "rule": rule.text(),
    }


def _brief(rule: EdgeRule) -> dict[str, tuple[str, ...]]:
    return {
        "nodes": (
            *("node", "word", "count", "degree", "strength"),
            *("betweenness", "eigenvector", "community"),
        ),
        "edges": (
            *("code_a", "code_b", "word_a", "word_b", "c", "interviews"),
            *(rule.weight, "q", "polarities"),
        ),
        "contrast": ("code_a", "code_b", "c_1", "c_2", "difference", "q"),
    }


def _picture(drawn: _Drawn, lang: Language) -> Picture:
    counted = drawn.counted
    title = message("figure.words", lang) if counted is None else counted.book.name.text(lang)
    panel = Panel(title, drawn.graph, drawn.names(lang), drawn.groups(lang), drawn.colours)
    return draw([panel], drawn.rule, drawn.unit, lang)


def _files(drawn: _Drawn, lang: Language) -> dict[str, bytes]:
    """Graph files with names and polarities in ``lang``; the tables are written anyway."""
    graph: Graph = deepcopy(drawn.graph)  # .copy() would list the edges in another order
    for _, _, data in graph.edges(data=True):
        if "polarities" in data:
            data["polarities"] = meetings_in_words(data["polarities"], lang)
    files = graph_files(graph, drawn.names(lang), drawn.community, colours=drawn.themes)
    return {name: data for name, data in files.items() if not name.endswith(".csv")}


def _add_stability(result: Result, incidence: Incidence, owner: str, rule: EdgeRule) -> None:
    """Case dropping for three centralities over the network drawn by the same rule from the
    interviews that are left.
    """
    computed: dict[bytes, pd.DataFrame] = {}

    def values(interviews: NDArray[np.intp], name: str) -> pd.Series:
        key = interviews.tobytes()
        if key not in computed:
            part = incidence.of_interviews(np.asarray(interviews))
            graph = graph_of(cooccurrence(part, test=rule.q is not None), owner, rule)
            computed[key] = centralities(graph, rule.weight).set_index("node")
        return computed[key][name]

    rows: list[dict[Hashable, object]] = []
    for name in CASES:
        table, cs = case_dropping(len(incidence.sources), partial(values, name=name))
        result.facts[f"cs_{name}"] = cs
        rows += [{"centrality": name, **row} for row in table.to_dict("records")]
        column = Note(f"column.{name}")
        result.notes.append(
            note("note.cs", name=column, cs=f"{cs:.1f}")
            if cs == cs
            else note("note.cs_few", name=column)
        )
    result.tables["stability"] = pd.DataFrame(
        rows, columns=["centrality", "left_out", "mean", "low_5"]
    )


def _add_difference(
    result: Result,
    study: Study,
    incidence: Incidence,
    counted: Counted,
    options: NetworkOptions,
    unit: UnitKind,
) -> None:
    groups = two_groups(study, options.groups or "")
    numbers = [groups.number[source] for source in incidence.sources]
    found = contrast(incidence, numbers, measure=options.rule.weight)
    result.tables["contrast"] = found.table
    result.notes.append(contrast_note(found, groups))
    result.pictures["difference"] = partial(
        _difference, found.table, counted, groups.words, options.rule, unit
    )
    result.facts["contrast_p"] = found.p


def _difference(
    table: pd.DataFrame,
    counted: Counted,
    groups: tuple[Words, Words],
    rule: EdgeRule,
    unit: UnitKind,
    lang: Language,
) -> Picture:
    first, second = (Phrase((name,)).text(lang) for name in groups)
    return difference(table, counted.names(lang), (first, second), rule, unit, lang)
