"""``fangtan compare``: where coders differ over the same interviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Final

import typer

from analysis.disagreement import compare as compare_codings
from app.cli.help_text import both
from app.cli.on_study import Folder, Target, on_study
from app.cli.options import JsonOption, Lang, LangOption
from corpus.catalogue import Language, message
from corpus.problem import FangtanError

if TYPE_CHECKING:
    from analysis.disagreement import Disagreement
    from analysis.units import Key
    from app.result import Result
    from app.study.study import Study
    from corpus.coding import Coding
    from corpus.transcript import Transcript


def compare(
    folder: Folder,
    out: Target = None,
    coder: Annotated[
        list[str] | None,
        typer.Option(
            "--coder",
            help=both("help.compare_compare_coder"),
        ),
    ] = None,
    codebook: Annotated[
        str | None,
        typer.Option(
            "--codebook",
            "-c",
            help=both("help.compare_compare_codebook"),
        ),
    ] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Where coders differ, two by two: by kind, by code, each with its words. No coefficient."""

    def work(study: Study) -> Result:
        if codebook is not None:
            study.book(codebook)
        return compared(study, coders=coder or (), codebook=codebook)

    on_study(folder, out, lang, as_json, work)


COUNTED: Final = {
    "agreed": "agreed",
    "polarity": "polarity_differs",
    "bounds": "bounds_differ",
    "code": "code_differs",
    "only_first": "only_a",
    "only_second": "only_b",
}
"""Agreement and the kinds of difference -> the columns that count them."""
DIFFERENCE: Final = (
    *("coder_a", "coder_b", "disagreement", "codebook", "code", "code_of_b"),
    *("polarity_a", "polarity_b", "id", "size", "quote", "start", "end", "source"),
)
"""The columns of the table of differences."""


@dataclass(slots=True)
class _Pair:
    """Two coders, counted over the interviews that both have coded."""

    first: str
    second: str
    interviews: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    by_code: dict[Key, Counter[str]] = field(default_factory=dict)
    differences: list[tuple[Transcript, Disagreement[Coding]]] = field(default_factory=list)

    def take(self, transcript: Transcript, codings: Sequence[Coding]) -> None:
        """Compare the two over one interview, where both have codings in it."""
        first, second = (
            [each for each in codings if each.coder == name] for name in (self.first, self.second)
        )
        if not first or not second:
            return
        self.interviews += 1
        comparison = compare_codings(first, second, code_of=_key)
        for coding, _ in comparison.agreed:
            self._count("agreed", {_key(coding)})
        for difference in comparison.differences:
            both = (*difference.first, *difference.second)
            self._count(COUNTED[difference.kind], set(map(_key, both)))
            self.differences.append((transcript, difference))

    def _count(self, column: str, keys: Collection[Key]) -> None:
        """A difference of code counts once, and for both codes."""
        self.counts[column] += 1
        for key in keys:
            self.by_code.setdefault(key, Counter())[column] += 1

    @property
    def names(self) -> dict[str, object]:
        return {"coder_a": self.first, "coder_b": self.second}

    def summary(self) -> dict[str, object]:
        """Its row in the table of pairs."""
        counts = {column: self.counts[column] for column in COUNTED.values()}
        return {**self.names, "interviews": self.interviews, **counts}

    def code_rows(self) -> list[dict[str, object]]:
        """Its rows in the table of codes."""
        return [
            {
                **self.names,
                "codebook": book,
                "code": code,
                **{column: counts[column] for column in COUNTED.values()},
            }
            for (book, code), counts in sorted(self.by_code.items())
        ]

    def difference_rows(self) -> list[dict[str, object]]:
        """Its rows in the table of differences: by interview, the largest first."""
        return [
            {**self.names, **_difference(transcript, difference)}
            for transcript, difference in self.differences
        ]


def _key(coding: Coding) -> Key:
    return coding.codebook, coding.code


def _difference(transcript: Transcript, difference: Disagreement[Coding]) -> dict[str, object]:
    """One difference: what each coder did, and the words. A coder who did not code has no
    polarity.
    """
    first, second = (
        codings[0] if codings else None for codings in (difference.first, difference.second)
    )
    shown = first or second
    assert shown is not None  # nobody differs over what nobody coded
    return {
        "disagreement": difference.kind,
        "codebook": shown.codebook,
        "code": shown.code,
        "code_of_b": second.code if difference.kind == "code" and second else "",
        "polarity_a": first.polarity if first else "",
        "polarity_b": second.polarity if second else "",
        "id": str(transcript.metadata.get("id", "")),
        "size": difference.size,
        "quote": difference.span.of(transcript.text).replace("\n", " "),
        "start": difference.span.start,
        "end": difference.span.end,
        "source": transcript.source,
    }


def disagreement_in_words(value: object, lang: Language) -> str:
    """A kind of difference as it reads in a language."""
    return message(f"disagreement.{value}", lang)


def compared(study: Study, *, coders: Sequence[str] = (), codebook: str | None = None) -> Result:
    """Every two coders over the interviews that both have coded. Raises FangtanError for a coder
    that the study does not have, for fewer than two, and where no two have an interview in common.
    """
    import pandas as pd

    from app.result import Result, note

    names = _coders(study, coders)
    pairs = [_Pair(first, second) for first, second in combinations(names, 2)]
    for transcript, codings in study.interviews:
        counted = [
            coding
            for coding in codings
            if coding.status != "rejected" and codebook in (None, coding.codebook)
        ]
        for pair in pairs:
            pair.take(transcript, counted)
    shared = [pair for pair in pairs if pair.interviews]
    if not shared:
        raise FangtanError("compare_cli.apart", coders="、".join(names))
    rows = [row for pair in shared for row in pair.difference_rows()]
    codes = [row for pair in shared for row in pair.code_rows()]
    counts = list(COUNTED.values())
    result = Result(
        "compare",
        {
            "coder_pairs": pd.DataFrame([pair.summary() for pair in shared]),
            "coder_codes": pd.DataFrame(
                codes, columns=["coder_a", "coder_b", "codebook", "code", *counts]
            ),
            "differences": pd.DataFrame(rows, columns=list(DIFFERENCE)),
        },
        facts={"coders": len(names), "differences": len(rows)},
        words={"disagreement": disagreement_in_words},
    )
    result.brief["coder_codes"] = ("coder_a", "coder_b", "code", *counts)
    result.brief["differences"] = (
        *("coder_a", "coder_b", "disagreement", "code", "id", "size", "quote"),
    )
    if study.synthetic:
        result.notes.append(note("about.synthetic_text", count=study.synthetic))
    result.notes += [
        note("note.compare_apart", first=pair.first, second=pair.second)
        for pair in pairs
        if not pair.interviews
    ]
    result.notes += [note("note.compare"), note("note.compare_kinds")]
    return result


def _coders(study: Study, wanted: Sequence[str]) -> list[str]:
    """The coders to compare: those named, in that order, or all by name with the machine last."""
    from analysis.coders.rules import NAME

    known = {coding.coder for _, codings in study.interviews for coding in codings}
    for name in wanted:
        if name not in known:
            raise FangtanError("compare_cli.no_coder", coder=name, known="、".join(sorted(known)))
    names = list(dict.fromkeys(wanted)) or sorted(known, key=lambda name: (name == NAME, name))
    if len(names) < 2:
        raise FangtanError("compare_cli.few", known="、".join(names))
    return names


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command(help=both("help.compare", between="\n\n"))(compare)
