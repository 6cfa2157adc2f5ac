"""What a run tells of itself: its counts, and the content of run.json."""

from __future__ import annotations

import platform
from importlib.metadata import version

from analysis.coders.vectors import shipped_encoder
from app.result import Phrase
from app.run.pipeline import Outcome
from app.study.tested import about_test, untested
from corpus.catalogue import Language, message
from corpus.transcript import is_synthetic


def counts(outcome: Outcome) -> dict[str, int]:
    """How many files, interviews, turns and so on a run read; ``without_questions``: interviews of
    several turns in which nobody asks.
    """
    interviews = outcome.interviews
    return {
        "files": outcome.files,
        "failed": outcome.failed,
        "interviews": len(interviews),
        "turns": sum(facts["turns"] for facts in interviews),
        "characters": sum(facts["characters"] for facts in interviews),
        "codings": sum(facts["codings"] for facts in interviews),
        "units": sum(facts["units"] for facts in interviews),
        "synthetic": sum(map(is_synthetic, interviews)),
        "without_questions": sum(facts["turns"] == facts["answers"] > 1 for facts in interviews),
    }


def exchanges_are_turns(outcome: Outcome, lang: Language) -> str:
    """A sentence that in some interviews nobody asks, so that their turns are the units; empty
    where the run counted by another unit or all have somebody who asks.
    """
    count = counts(outcome)["without_questions"]
    if outcome.settings.unit != "exchange" or not count:
        return ""
    return message("note.exchange_is_turn", lang, count=count)


def about_tests(outcome: Outcome, lang: Language) -> dict[str, str]:
    """Codebook -> what must stand beside the q values of its pairs: the family that they are
    corrected over, the warning of codes that drift along the interviews; or why nothing was tested.
    Codebooks without pairs that meet are left out.
    """
    together = outcome.together
    if together is None:
        return {}
    texts: dict[str, str] = {}
    for book in outcome.settings.codebooks:
        notes = about_test(together, book.id)
        if (together.table["codebook"] == book.id).any():
            notes = notes or list(untested(together.incidence))
        if notes:
            name = book.name.text(lang)
            texts[book.id] = Phrase((f"{name}：" if lang == "zh" else f"{name}: ", *notes)).text(
                lang
            )
    return texts


def record(outcome: Outcome) -> dict[str, object]:
    """The content of run.json: versions, parameters, hashes, counts, problems. Holds no time, so
    that equal runs give equal files.
    """
    settings = outcome.settings
    encoder = shipped_encoder()
    return {
        "fangtan": version("fangtan"),
        "python": platform.python_version(),
        "libraries": {
            name: version(name)
            for name in (
                "ahocorasick_rs",
                "google-re2",
                "jieba",
                "networkx",
                "opencc",
                "pandas",
                "rjieba",
                "scikit-learn",
                "scipy",
            )
        },
        "parameters": {
            "unit": settings.unit,
            "coders": list(settings.coders),
            **({"encoder": encoder.name} if encoder and "similar" in settings.coders else {}),
            **({"model": settings.model.facts()} if settings.model else {}),
            "lens": outcome.lens,
            "words": settings.segmentation().describe() if settings.words else None,
            "dictionary": list(settings.dictionary) if settings.words else [],
            "interviewers": list(settings.interviewers),
            "merge_runs": settings.merge_runs,
            "encoding": settings.encoding,
            **({"project": outcome.project} if outcome.project else {}),
            "edges": {
                "least_units": outcome.rule.least_units,
                "least_interviews": outcome.rule.least_interviews,
                "top": outcome.rule.top,
                "weight": outcome.rule.weight,
            },
        },
        "codebooks": [
            {"id": book.id, "version": book.version, "hash": book.hash}
            for book in settings.codebooks
        ],
        "inputs": outcome.inputs,
        "counts": counts(outcome),
        "complete": not outcome.stopped,
        "problems": outcome.problems,
    }
