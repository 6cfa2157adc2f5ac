"""How many new codes each further interview brings."""

from __future__ import annotations

from functools import partial

from analysis.saturation import saturation as find_saturation
from app.analyses.common import opening
from app.figures.curve import saturation_curve
from app.result import Result
from app.study.study import Study, names_of
from corpus.catalogue import Language, message


def saturation(
    study: Study,
    lang: Language,
    *,
    codebook: str | None = None,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
) -> Result:
    """New codes by interview, in the order held and at random. The order is that of dates where
    every interview has one, else that of the files.
    """
    book = study.book(codebook) if codebook else None
    dated = all(str(transcript.metadata.get("date", "")) for transcript, _ in study.interviews)
    held = (
        sorted(study.interviews, key=lambda one: str(one[0].metadata.get("date", "")))
        if dated
        else list(study.interviews)
    )
    sets = [
        (
            transcript.source,
            {
                (coding.codebook, coding.code)
                for coding in codings
                if coding.status != "rejected" and (book is None or coding.codebook == book.id)
            },
        )
        for transcript, codings in held
    ]
    found = find_saturation(sets, base=base, run=run, threshold=threshold)
    result = Result("saturation", {"saturation": found.curve}, notes=opening(study, lang))
    result.brief["saturation"] = ("place", "source", "new", "cumulative", "random_mean", "ratio")
    result.notes[-1] = (
        message("note.saturation_order", lang, interviews=len(held))
        if not dated
        else message("note.saturation_dates", lang, interviews=len(held))
    )
    result.notes.append(message("note.saturation_codes", lang))
    if found.enough:
        result.notes.append(
            message(
                "note.saturation_reached",
                lang,
                place=found.reached,
                base=base,
                run=run,
                threshold=f"{threshold:.0%}",
                share=f"{found.reached_random:.0%}",
            )
            if found.reached
            else message(
                "note.saturation_not",
                lang,
                base=base,
                run=run,
                threshold=f"{threshold:.0%}",
                share=f"{found.reached_random:.0%}",
            )
        )
        names = names_of(study.books, lang)
        result.notes.append(
            message(
                "note.saturation_third",
                lang,
                count=len(found.held_out),
                codes="、".join(
                    f"{key[1]} {names.get(key, '')}"  # type: ignore[index,call-overload]
                    for key in found.held_out[:12]
                )
                or "—",
                random=f"{found.held_out_random:.1f}",
            )
        )
    else:
        result.notes.append(message("note.saturation_few", lang))
    result.pictures["curve"] = partial(
        saturation_curve,
        found.curve,
        found.reached,
        message("figure.saturation_note", lang, base=base, run=run, threshold=f"{threshold:.0%}"),
        lang,
    )
    result.facts = {
        "reached": found.reached,
        "reached_random": found.reached_random,
        "held_out": len(found.held_out),
        "enough": found.enough,
    }
    return result
