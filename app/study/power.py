"""The sentence beside a network: which strength of association the test could have seen in it."""

from __future__ import annotations

import numpy as np

from analysis.cooccurrence import Cooccurrence
from analysis.nulls.power import STRENGTHS, Power, needed, power
from analysis.nulls.shift_test import testable
from analysis.units import Incidence
from app.result import Note, note


def about_power(together: Cooccurrence, owner: str) -> list[Note]:
    """The sentence for one codebook, as a list of one note; empty where fewer than two codes
    occur. Plantings are tested meanwhile, which may take some seconds.
    """
    return power_note(
        together.incidence, power(together.incidence, owner, p_needed(together, owner))
    )


def p_needed(together: Cooccurrence, owner: str) -> float:
    """The p below which one more pair of the codebook would have q < .05."""
    table = together.table[together.table["codebook"] == owner]
    family = int(table["family"].max()) if len(table) else 0
    return needed(int((table["q"] < 0.05).sum()), family)


def power_note(incidence: Incidence, found: Power | None) -> list[Note]:
    """What ``analysis.nulls.power`` found in ``incidence``, in words. Where no test is made no
    strength would have been seen.
    """
    if not testable(incidence):
        several = int((np.diff(incidence.edges) >= 2).sum())
        return [note("note.power_refused", interviews=several)]
    if found is None:
        return []
    size = {
        "interviews": found.interviews,
        "held": found.held,
        "least": found.least,
        "most": found.most,
    }
    seen = found.seen
    if seen is None:
        return [note("note.power_none", **size, strength=f"{STRENGTHS[-1]:.0%}")]
    return [
        note(
            "note.power",
            **size,
            strength=f"{seen.strength:.0%}",
            found=seen.found,
            plantings=seen.plantings,
        )
    ]
