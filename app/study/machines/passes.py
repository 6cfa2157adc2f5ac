"""Passes of the machine coders over a study: each over what is new to it, under its own name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.study.projects import rules_of
from codebooks.codebook import Codebook
from corpus.project import Project, Refused
from corpus.project.suggesting import Suggested

if TYPE_CHECKING:  # coding brings much with it; who only opens a study need not wait for it
    from analysis.coders.family import Machine
    from analysis.coders.polarity.learned import Learned
    from app.study.inputs import Progress
    from app.study.machines.asking import Asked, Plan
    from app.study.model_server import ModelSettings


@dataclass(slots=True)
class CodeOutcome:
    """What a pass of a machine coder did over the study."""

    coded: int = 0
    skipped: int = 0
    books: int = 0
    changed: Suggested = field(default_factory=Suggested)
    by_transcript: dict[str, Suggested] = field(default_factory=dict)
    stopped: bool = False
    asked: Asked | None = None
    """What became of the questions to a model."""
    learned: Learned | None = None
    """What people's corrections taught of polarity (None: they teach this coder nothing)."""
    overruled: int = 0
    """How many open suggestions of this coder have a polarity that was learned."""


def pass_key(books: Sequence[Codebook], by: str = "rules", learned: str = "") -> str:
    """What bears on a pass of the machine coder ``by``; ``learned``: what it takes from the study,
    as a hash.
    """
    from app.study.reading import LIBRARY_VERSION

    parts = [LIBRARY_VERSION, by, *(book.hash for book in books), *filter(None, [learned])]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def code_project(
    project: Project,
    *,
    by: Machine = "rules",
    model: ModelSettings | None = None,
    transcripts: Sequence[str] | None = None,
    again: bool = False,
    progress: Progress | None = None,
    told: Callable[[Plan], None] | None = None,
) -> CodeOutcome:
    """The machine coder ``by`` over what is new: transcripts that it has not coded at this revision
    by these codebooks (``again``: all). A coder that learns from the study has something new
    wherever a person has coded since, and one whose polarities people correct wherever that teaches
    it anew. ``model``: what the coder of that name asks; its plan is told before (``told``). A
    transcript with a question that was not answered is new next time.

    One transaction a transcript. People's codings and decisions stay as they are (see
    ``corpus.project.suggesting``).
    """
    from app.study.machines.asking import asked_by, planned, unanswered
    from app.study.machines.corrections import overruled_by, taught_machine

    books = rules_of(project)
    outcome = CodeOutcome(books=len(books))
    if not books:
        return outcome
    machine = project.coder(by, "machine")
    coder, learned, outcome.learned = taught_machine(project, machine, by, books, model)
    key, passed = pass_key(books, by, learned), project.passed(machine)
    infos = [
        info for info in project.transcripts() if transcripts is None or info.id in transcripts
    ]
    due = [info for info in infos if again or passed.get(info.id) != (info.revision, key)]
    outcome.skipped = len(infos) - len(due)
    plan = planned(coder, (project.transcript(info.id) for info in due))
    if plan and told:
        told(plan)
    for number, info in enumerate(due, 1 + outcome.skipped):
        try:
            transcript = project.transcript(info.id)
            before = unanswered(coder)
            made = coder.code(transcript)
            mark = key if unanswered(coder) == before else f"{key}, in part"
            changed = project.suggest(info.id, machine, made, mark, info.revision)
        except KeyboardInterrupt:
            outcome.stopped = True
            break
        except Refused as error:
            if error.key not in ("project.revision_moved", "project.quote_differs"):
                raise
            outcome.skipped += 1  # somebody imported a newer text meanwhile; the next pass takes it
            continue
        outcome.coded += 1
        outcome.changed += changed
        outcome.by_transcript[info.source] = changed
        if progress:
            progress(number, len(infos), info.source)
    outcome.asked = asked_by(coder)
    outcome.overruled = overruled_by(project, machine, outcome.learned)
    return outcome
