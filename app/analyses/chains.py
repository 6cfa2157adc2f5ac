"""Chains of problem, cause and countermeasure."""

from __future__ import annotations

from functools import partial

from analysis.chain import chains as find_chains
from app.analyses.common import opening, unit_of
from app.figures.sankey import sankey
from app.palette import code_colours
from app.result import Result
from app.study.study import Study, names_of
from corpus.catalogue import Language, message
from corpus.problem import FangtanError


def chains(
    study: Study, lang: Language, *, reach: str | None = None, codebook: str | None = None
) -> Result:
    """Problems, causes and countermeasures told together within ``reach``, and what stands without
    its ground.
    """
    unit = unit_of(study, reach)
    fitting = [
        book
        for book in study.books
        if {"problem", "cause", "countermeasure"} <= {code.function for code, _, _ in book.walk()}
        and codebook in (None, book.id)
    ]
    if not fitting:
        raise FangtanError("chains.no_codebook", known="、".join(book.id for book in study.books))
    book = fitting[0]
    found = find_chains(study.interviews, book, unit)
    names = {code: name for (_, code), name in names_of((book,), lang).items()}
    links = found.links.assign(
        step=[
            " → ".join(message(f"function.{part}", lang) for part in step.split("-"))
            for step in found.links["step"]
        ]
    )
    orphans = found.orphans.assign(
        kind=[message(f"orphan.{kind}", lang) for kind in found.orphans["kind"]]
    )
    totals = found.totals.assign(
        function=[message(f"function.{name}", lang) for name in found.totals["function"]]
    )
    result = Result(
        "chains",
        {"totals": totals, "links": links, "chains": found.chains, "orphans": orphans},
        notes=opening(study, lang, unit),
    )
    result.brief["orphans"] = ("kind", "code", "quote")
    result.brief["links"] = ("step", "from", "to", "units", "interviews", "expected")
    count = {
        kind: int((found.orphans["kind"] == kind).sum()) for kind in ("countermeasure", "cause")
    }
    result.notes += [
        message("note.chains", lang),
        message("note.orphans", lang, measures=count["countermeasure"], causes=count["cause"]),
    ]
    result.pictures["sankey"] = partial(
        sankey,
        found.links,
        names,
        code_colours(study.books, book),
        message("figure.sankey", lang),
        message("figure.sankey_note", lang, unit=message(f"unit.{unit}", lang)),
        lang,
    )
    result.facts = {
        "links": len(found.links),
        "chains": len(found.chains),
        **{f"orphan_{kind}": number for kind, number in count.items()},
    }
    return result
