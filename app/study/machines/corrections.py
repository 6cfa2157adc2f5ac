"""What people made of a machine's polarities in a study, and the layer that is taught by it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from analysis.coders.family import Coder, Machine
from analysis.coders.polarity.learned import Correction, Learned, learn
from analysis.coders.polarity.ruling import REASON, Kinds, ruling_of
from app.study.machines.corrected import Corrected
from app.study.machines.suggesting import machine_for
from app.study.model_server import ModelSettings
from app.study.projects import as_coding
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.project import CoderInfo, Filter, Project

TAUGHT: Final[frozenset[Machine]] = frozenset(("rules", "similar"))
"""The coders whose polarities are told by rules, so that people's corrections teach them."""


def corrections_of(
    project: Project, machine: CoderInfo, books: Sequence[Codebook]
) -> tuple[Correction, ...]:
    """What people made of the polarities of a machine coder: of each suggestion that a person
    accepted or changed, what was suggested (by the log) and the polarity that stands now, the same
    or another. One that now has another code is about something else and does not count, nor does
    one that was rejected, nor any coding of a person.
    """
    codes = project.codes(retired=True)
    keys = {code.id: (code.family, code.key) for code in codes}
    heirs = {code.id: code.merged_into for code in codes if code.merged_into is not None}
    names = {coder.id: coder.name for coder in project.coders()}
    kinds = Kinds(books)
    corrections: list[Correction] = []
    for suggested, present in project.accepted_suggestions(machine):
        if _heir(suggested.code, heirs) != _heir(present.code, heirs):
            continue
        coding: Coding = as_coding(suggested, keys, names)
        judged: Coding = as_coding(present, keys, names)
        ruling = ruling_of(coding, kinds)
        if ruling is not None:
            corrections.append(Correction(ruling, judged.polarity, present.transcript))
    return tuple(corrections)


def _heir(code: str, heirs: dict[str, str]) -> str:
    """The code that a code was merged into, itself if it was not."""
    while code in heirs:
        code = heirs[code]
    return code


_learn: Final = lru_cache(maxsize=4)(learn)
"""The next pass often finds the same corrections, and learning takes seconds."""


def taught_machine(
    project: Project,
    machine: CoderInfo,
    name: Machine,
    books: Sequence[Codebook],
    model: ModelSettings | None = None,
) -> tuple[Coder, str, Learned | None]:
    """A machine coder for a study as ``machine_for`` gives it, with what people corrected; a hash
    of what bears on it; and what came of teaching (None: people teach this coder no polarity).
    """
    coder, taken = machine_for(project, name, books, model)
    if name not in TAUGHT:
        return coder, taken, None
    learned = _learn(corrections_of(project, machine, books))
    if learned.layer is None:
        return coder, taken, learned
    return Corrected(coder, learned.layer), f"{taken}{learned.hash}", learned


def overruled_by(project: Project, machine: CoderInfo, learned: Learned | None) -> int:
    """How many open suggestions of a machine coder have a polarity that was learned; 0 where
    nothing was.
    """
    if learned is None or learned.layer is None:
        return 0
    wanted = Filter(coders=(machine.id,), statuses=("suggested",))
    evidences = (coding.evidence for coding in project.codings(wanted))
    return sum(evidence is not None and evidence.reason == REASON for evidence in evidences)
