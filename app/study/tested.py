"""What must stand beside p and q of the shift test, whichever face shows them."""

from __future__ import annotations

from analysis.cooccurrence import Cooccurrence
from analysis.nulls.shift_test import refusal
from analysis.units import Incidence
from app.result import Note, Words, note


def untested(incidence: Incidence) -> list[Note]:
    """The reason why the shift test is refused, as a list of one note; empty when it is made."""
    reason = refusal(incidence)
    return [Note(f"note.refused_{reason}")] if reason else []


def about_test(together: Cooccurrence, owner: str) -> list[Words]:
    """Of the pairs of one codebook: the family that q is corrected over, and the warning that both
    of a pair drift along the interviews. Empty where nothing was tested.
    """
    return [*family_told(together, owner), *drift_warning(together, owner)]


def family_told(together: Cooccurrence, owner: str) -> list[Words]:
    """Over how many pairs of one codebook q is corrected, as a list of one note; empty where
    nothing was tested.
    """
    table = together.table[together.table["codebook"] == owner]
    if not len(table) or not table["family"].any():
        return []
    occurring = sum(
        key[0] == owner and often > 0
        for key, often in zip(
            together.incidence.codes, together.joint.diagonal().tolist(), strict=True
        )
    )
    return [
        note(
            "note.family",
            family=int(table["family"].max()),
            possible=occurring * (occurring - 1) // 2,
        )
    ]


def drift_warning(together: Cooccurrence, owner: str) -> list[Words]:
    """In how many pairs of one codebook that meet both drift along the interviews, as a list of one
    note; empty without any.
    """
    table = together.table[together.table["codebook"] == owner]
    drifting = int(table["drift"].sum())
    return [note("note.drift", pairs=drifting)] if drifting else []
