"""Codes against codes of another frame (crosswalk), and codes against attributes of the
interviewees.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.association import lift
from analysis.nulls import benjamini_hochberg, circular_shift
from analysis.units import Incidence, InterviewUnits, Key, UnitKind, joint_counts, members
from corpus.coding import Coding
from corpus.transcript import Role, Transcript

FEW: Final = 5
"""A group with fewer interviews than this is marked: its rate says little."""

Interviews = Sequence[tuple[Transcript, Collection[Coding]]]


@dataclass(frozen=True)
class Crosswalk:
    """``table``: a row per pair of groups: row, column, c (units with both), distinct (units in
    which the two rest on different words), a, b, n, expected_c, lift, p_more, q. ``rows`` and
    ``columns``: the groups in order.
    """

    table: pd.DataFrame
    rows: tuple[str, ...]
    columns: tuple[str, ...]


def crosswalk(
    interviews: Interviews,
    rows: Mapping[Key, str],
    columns: Mapping[Key, str],
    unit: UnitKind = "exchange",
    roles: Collection[Role] = ("interviewee", "other"),
) -> Crosswalk:
    """How groups of one frame meet groups of another (信息生态 × 协同治理) in units.

    ``rows`` and ``columns``: code -> its group (a lens, or themes). Codebooks share words: where
    the same words called up both codes, their meeting says nothing; ``distinct`` counts the units
    that have a meeting on different words, and the test (circular shift within interviews,
    one-sided; q by Benjamini–Hochberg over all cells) is on the groups as they stand. NaN where
    there is too little data.
    """
    left, right = tuple(dict.fromkeys(rows.values())), tuple(dict.fromkeys(columns.values()))
    keys = [("row", name) for name in left] + [("column", name) for name in right]
    made, distinct = [], {(one, two): 0 for one in left for two in right}
    for transcript, codings in interviews:
        spans, placed = members(transcript, codings, unit, roles)
        inside: dict[int, dict[Key, list[tuple[int, int]]]] = {}
        for number, coding in placed:
            key = (coding.codebook, coding.code)
            where = (
                (coding.evidence.span.start, coding.evidence.span.end)
                if coding.evidence
                else (coding.span.start, coding.span.end)
            )
            for side, groups in (("row", rows), ("column", columns)):
                if key in groups:
                    inside.setdefault(number, {}).setdefault((side, groups[key]), []).append(where)
        cells = [(number, key) for number in sorted(inside) for key in sorted(inside[number])]
        made.append(
            (
                transcript.source,
                InterviewUnits(
                    spans, tuple(number for number, _ in cells), tuple(key for _, key in cells)
                ),
            )
        )
        for laid in inside.values():
            for one in left:
                for two in right:
                    if any(
                        a[1] <= b[0] or b[1] <= a[0]
                        for a in laid.get(("row", one), ())
                        for b in laid.get(("column", two), ())
                    ):
                        distinct[one, two] += 1
    incidence = Incidence.stack(unit, keys, made)
    joint = np.asarray(joint_counts(incidence.matrix).todense())
    total = incidence.matrix.shape[0]
    pairs = [
        (place, len(left) + other) for place in range(len(left)) for other in range(len(right))
    ]
    more, _ = circular_shift(incidence, pairs)
    table = pd.DataFrame(
        [
            {
                "row": keys[one][1],
                "column": keys[two][1],
                "c": int(joint[one, two]),
                "distinct": distinct[keys[one][1], keys[two][1]],
                "a": int(joint[one, one]),
                "b": int(joint[two, two]),
                "n": total,
                "expected_c": joint[one, one] * joint[two, two] / total if total else float("nan"),
            }
            for one, two in pairs
        ]
    )
    if len(table):
        table["lift"] = lift(
            table["c"].to_numpy(),
            table["a"].to_numpy(),
            table["b"].to_numpy(),
            table["n"].to_numpy(),
        )
        table["p_more"] = more
        table["q"] = benjamini_hochberg(more)
    return Crosswalk(table, left, right)


@dataclass(frozen=True)
class ByAttribute:
    """``table``: a row per code and group: codebook, code, group, references, interviews (of the
    group, with the code), rate (references per 1,000 characters of speech). ``tests``: a row per
    code: codebook, code, p, q. ``groups``: group, interviews, characters, few (too few interviews
    to go by).
    """

    table: pd.DataFrame
    tests: pd.DataFrame
    groups: pd.DataFrame


def by_attribute(
    interviews: Interviews,
    groups: Mapping[str, Hashable],
    *,
    polarity: str | None = None,
    draws: int = 4999,
    seed: int = 0,
    roles: Collection[Role] = ("interviewee", "other"),
) -> ByAttribute:
    """Rates of codes by an attribute of the interviewee. ``groups``: source -> group ("" or
    missing: left out); ``polarity`` counts only codings of it.

    The test permutes groups over interviews; statistic: the sum of squares between groups of the
    interviews' own rates, as in a one-way analysis of variance (p = (1 + draws at least as large) /
    (1 + draws), q by Benjamini–Hochberg over codes). No test (NaN) unless two groups have five
    interviews or more.
    """
    kept = [
        (transcript, codings, str(groups[transcript.source]))
        for transcript, codings in interviews
        if str(groups.get(transcript.source, "")) != ""
    ]
    names = sorted({name for _, _, name in kept})
    of = np.array([names.index(name) for _, _, name in kept], dtype=int)
    characters = np.array(
        [
            sum(len(turn.span) for turn in transcript.turns if turn.role in roles)
            for transcript, _, _ in kept
        ],
        dtype=float,
    )
    keys = sorted(
        {
            (coding.codebook, coding.code)
            for _, codings, _ in kept
            for coding in codings
            if coding.status != "rejected" and (polarity is None or coding.polarity == polarity)
        }
    )
    column = {key: place for place, key in enumerate(keys)}
    counts = np.zeros((len(kept), len(keys)))
    for place, (_, codings, _) in enumerate(kept):
        for coding in codings:
            if coding.status != "rejected" and (polarity is None or coding.polarity == polarity):
                counts[place, column[coding.codebook, coding.code]] += 1
    member = np.equal.outer(np.arange(len(names)), of).astype(float)
    sizes, length = member.sum(axis=1), member @ characters
    rate = _rates(member, counts, characters)
    rows = [
        {
            "codebook": key[0],
            "code": key[1],
            "group": name,
            "references": int((member[place] @ counts)[column[key]]),
            "interviews": int((member[place] @ (counts > 0))[column[key]]),
            "rate": float(rate[place, column[key]]),
        }
        for key in keys
        for place, name in enumerate(names)
    ]
    p = np.full(len(keys), np.nan)
    if int((sizes >= FEW).sum()) >= 2 and len(keys):
        chance = np.random.default_rng(seed)
        own = np.divide(
            1000 * counts,
            characters[:, None],
            out=np.zeros_like(counts),
            where=characters[:, None] > 0,
        )
        seen = _between(member, own)
        far = np.zeros(len(keys))
        for _ in range(draws):
            far += _between(member[:, chance.permutation(len(of))], own) >= seen - 1e-9
        p = (1 + far) / (1 + draws)
    tests = pd.DataFrame(
        {
            "codebook": [key[0] for key in keys],
            "code": [key[1] for key in keys],
            "p": p,
            "q": benjamini_hochberg(p),
        }
    )
    told = pd.DataFrame(
        {
            "group": names,
            "interviews": sizes.astype(int),
            "characters": length.astype(int),
            "few": sizes < FEW,
        }
    )
    return ByAttribute(
        pd.DataFrame(
            rows, columns=["codebook", "code", "group", "references", "interviews", "rate"]
        ),
        tests,
        told,
    )


def _rates(member: Any, counts: Any, characters: Any) -> Any:
    length = (member @ characters)[:, None]
    return np.divide(
        1000 * (member @ counts),
        length,
        out=np.full((len(member), counts.shape[1]), np.nan),
        where=length > 0,
    )


def _between(member: Any, rates: Any) -> Any:
    """Sum of squares between groups, per code."""
    size = member.sum(axis=1, keepdims=True)
    return (size * ((member @ rates) / size - rates.mean(axis=0)) ** 2).sum(axis=0)


def attribute_of(interviews: Iterable[tuple[Transcript, Any]], name: str) -> dict[str, str]:
    """Source -> the value of a metadata field ("" where it is missing)."""
    return {
        transcript.source: str(transcript.metadata.get(name, "") or "")
        for transcript, _ in interviews
    }
