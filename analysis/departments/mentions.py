"""Who speaks of whom: the speaker's department -> the department named, with what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pandas as pd

from analysis.coders.polarity.decide import decide, read
from analysis.departments.gazetteer import Gazetteer
from analysis.departments.speakers import speakers
from corpus.coding import POLARITIES
from corpus.transcript import Role, Transcript

COLUMNS = ("source", "from", "to", "form", "polarity", "start", "end", "quote")


@dataclass(frozen=True)
class Mentions:
    """``table``: a row per mention (columns ``COLUMNS``; ``from`` is "" where the speaker's
    department is not known). ``edges``: from, to, mentions, interviews, a column per polarity, net.
    Mentions of the speaker's own department stand in the table and not in the edges.
    """

    table: pd.DataFrame
    edges: pd.DataFrame

    def graph(self, least: int = 1) -> nx.DiGraph:
        """Departments that name one another at least ``least`` times; node attribute ``named`` (how
        often by others).
        """
        made: nx.DiGraph = nx.DiGraph()
        for row in self.edges[self.edges["mentions"] >= least].to_dict("records"):
            made.add_edge(
                row["from"],
                row["to"],
                weight=float(row["mentions"]),
                **{key: row[key] for key in ("mentions", "interviews", *POLARITIES)},
            )
        for node in made:
            made.nodes[node]["named"] = int(made.in_degree(node, weight="mentions"))
        return made


def mentions(
    transcripts: Iterable[Transcript],
    gazetteer: Gazetteer,
    roles: Sequence[Role] = ("interviewee", "other"),
) -> Mentions:
    """Every name of a department in the speech of ``roles``, with the polarity of what its clause
    says (rules of ``analysis.coders.polarity``).
    """
    rows: list[tuple[Any, ...]] = []
    for transcript in transcripts:
        department_of = speakers(transcript, gazetteer)
        shadow = transcript.shadow
        for turn in transcript.turns:
            if turn.role not in roles:
                continue
            speaker = department_of.get(turn.speaker, "")
            for sentence in transcript.sentences[turn.index]:
                said = gazetteer.find(shadow[sentence.start : sentence.end])
                if not said:
                    continue
                clauses = read(shadow, sentence.start, sentence.end)
                for department, start, end in said:
                    low, high = sentence.start + start, sentence.start + end
                    polarity = decide(clauses, low, high, "concept").polarity
                    rows.append(
                        (
                            transcript.source,
                            speaker,
                            department,
                            transcript.text[low:high],
                            polarity,
                            sentence.start,
                            sentence.end,
                            sentence.of(transcript.text),
                        )
                    )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return Mentions(table, _edges(table))


def _edges(table: pd.DataFrame) -> pd.DataFrame:
    columns = ["from", "to", "mentions", "interviews", *POLARITIES, "net"]
    others = table[(table["from"] != "") & (table["from"] != table["to"])]
    rows = []
    for (speaker, named), part in others.groupby(["from", "to"], sort=True):
        by: dict[str, int] = {
            polarity: int((part["polarity"] == polarity).sum()) for polarity in POLARITIES
        }
        stance = by["present"] + by["lacking"]
        rows.append(
            {
                "from": speaker,
                "to": named,
                "mentions": len(part),
                "interviews": part["source"].nunique(),
                **by,
                "net": (by["present"] - by["lacking"]) / stance if stance else float("nan"),
            }
        )
    made = pd.DataFrame(rows, columns=columns)
    return made.sort_values(
        ["mentions", "from", "to"], ascending=[False, True, True], kind="stable"
    ).reset_index(drop=True)
