"""Tables as people read them: columns named in the language of the reader, codes with their
names.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from app.run.pipeline import Outcome
from corpus.catalogue import Language, message, messages
from corpus.coding import POLARITIES

ORDER: Final = (
    "interviews",
    "frequency",
    "lens",
    "by_interview",
    "cooccurrence",
    "matrix",
    "words",
    "problems",
)


def tables(outcome: Outcome, lang: Language = "zh") -> dict[str, pd.DataFrame]:
    """Every table of a run by name, in the order of the workbook, columns headed in ``lang``."""
    names = {
        (book.id, code.id): code.name.text(lang)
        for book in outcome.settings.codebooks
        for code, _, _ in book.walk()
    }
    titles = {book.id: book.name.text(lang) for book in outcome.settings.codebooks}
    found: dict[str, pd.DataFrame] = {}
    for name in ORDER:
        frame = matrix(outcome) if name == "matrix" else outcome.frames.get(name)
        if frame is None or (frame.empty and name not in ("problems", "cooccurrence")):
            continue
        found[name] = _headed(name, frame.copy(), names, titles, lang)
    return found


def matrix(outcome: Outcome) -> pd.DataFrame:
    """Joint counts, code by code, of the codes that occur (the diagonal counts units with the
    code).
    """
    together = outcome.together
    if together is None:
        return pd.DataFrame()
    keys = together.incidence.codes
    used = [place for place in range(len(keys)) if together.joint[place, place]]
    columns = {f"{keys[place][0]}:{keys[place][1]}": together.joint[used, place] for place in used}
    return pd.DataFrame(
        {
            "codebook": [keys[place][0] for place in used],
            "code": [keys[place][1] for place in used],
            **columns,
        }
    )


def _headed(
    name: str,
    frame: pd.DataFrame,
    names: dict[tuple[str, str], str],
    titles: dict[str, str],
    lang: Language,
) -> pd.DataFrame:
    if name == "interviews":
        frame = frame.drop(columns=["shapes"]).assign(
            roles_by=frame["roles_by"].map(lambda key: message(key, lang)),
            roles=frame["roles"].map(lambda key: message(f"confidence.{key}", lang)),
        )
    if name == "cooccurrence":
        for side in ("a", "b"):
            frame.insert(
                list(frame.columns).index(f"code_{side}") + 1,
                f"name_{side}",
                [
                    names.get((book, code), code)
                    for book, code in zip(frame["codebook"], frame[f"code_{side}"], strict=True)
                ],
            )
    if name in ("by_interview", "matrix"):
        frame.insert(
            2,
            "name",
            [
                names.get((book, code), code)
                for book, code in zip(frame["codebook"], frame["code"], strict=True)
            ],
        )
    if name == "matrix":
        frame = frame.rename(
            columns={f"{book}:{code}": f"{code} {label}" for (book, code), label in names.items()}
        )
    if name == "problems":
        frame = frame.drop(columns=["key"]).assign(
            severity=frame["severity"].map(lambda key: message(f"severity.{key}", lang))
        )
    if "codebook" in frame:
        frame["codebook"] = frame["codebook"].map(lambda book: titles.get(book, book))
    columns = frame.columns.to_numpy(dtype=object)  # in "by_interview" there may be ten thousand
    said = {
        column: message(f"column.{column}", lang)
        for column in columns
        if f"column.{column}" in messages()
    } | {polarity: message(f"polarity.{polarity}", lang) for polarity in POLARITIES}
    frame.columns = pd.Index([said.get(column, column) for column in columns], dtype=object)
    return frame
