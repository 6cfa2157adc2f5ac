"""Every analysis of a study by its name, with what a reader may choose for all of them: a codebook,
and an attribute to split by.
"""

from __future__ import annotations

from typing import Final

from app.analyses.chains import chains
from app.analyses.cooccur import cooccur
from app.analyses.crosstab import attribute_table
from app.analyses.crosswalk import crosswalk_of
from app.analyses.ena import ena
from app.analyses.mentions import mentions
from app.analyses.network import network
from app.analyses.saturation import saturation
from app.exporters.bundle import bundle
from app.result import Result
from app.study.study import Study, names_of
from corpus.catalogue import Language

NAMES: Final = (
    "cooccur",
    "network",
    "ena",
    "chains",
    "mentions",
    "crosswalk",
    "crosstab",
    "saturation",
)


def analysis(study: Study, lang: Language, *, name: str, book: str, by: str | None) -> Result:
    """One of ``NAMES``. Raises FangtanError for what the study does not allow, ValueError for
    another name.
    """
    match name:
        case "cooccur":
            return cooccur(study, lang, codebook=book, units=True)
        case "network":
            return network(study, lang, codebook=book)
        case "ena":
            return ena(study, lang, codebook=book)
        case "chains":
            return chains(study, lang)
        case "mentions":
            return mentions(study, lang)
        case "crosswalk":
            return crosswalk_of(study, lang, "information_ecology", "collaborative_governance")
        case "crosstab" if by is not None:
            return attribute_table(study, lang, by, codebook=book)
        case "saturation":
            return saturation(study, lang, codebook=book)
    raise ValueError(
        f"name must be one of {NAMES} (crosstab with an attribute), got {name!r} by {by!r}"
    )


def bundled(study: Study, lang: Language, *, name: str, book: str, by: str | None) -> bytes:
    """All its tables, pictures and graph files in one zip, as the command line writes them."""
    return bundle(
        analysis(study, lang, name=name, book=book, by=by), lang, names_of(study.books, lang)
    )
