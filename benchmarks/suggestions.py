"""How often is the right code suggested, by rule, by likeness, and with a sentence encoder?

Plain sentences: each was written for one code, without the words of the field; told is how often
that code is among the first one, three and five suggested. ``--spoken`` takes those that ship in
the codebooks, each left out of the codebook while it is asked. Real talk: sentences drawn at
random and coded blind (tests/gold/PROTOCOL.md); each coder codes the talks as in a study, and told
is what it says of the drawn sentences: precision (codes that the judge gave, optional ones left
out), recall, F1, with percentile intervals at 95 % from drawing the talks again 2,000 times.

    uv run python benchmarks/suggestions.py --plain collaborative_governance FILE.tsv
    uv run python benchmarks/suggestions.py --spoken information_ecology
    uv run python benchmarks/suggestions.py --sentences tests/gold/sentences_talks.jsonl
        --talks FOLDER
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from analysis.coders.family import Coder
from analysis.coders.rules import RuleCoder
from analysis.coders.similar import SimilarCoder
from analysis.coders.vectors import Encoder, shipped_encoder
from app.study.machines.suggesting import Known, Suggester, by_line
from codebooks.codebook import Code, Codebook
from codebooks.loading import SHIPPED, load
from corpus.readers import read_file
from corpus.turns.transcribe import transcribe

FIRST = (1, 3, 5)
DRAWS = 2000
NAMES = {
    "rules": "rules",
    "similar": "similar, characters",
    "semantic": "similar, with fangtan[semantic]",
    "both": "rules and similar, characters",
    "all": "rules and similar, with fangtan[semantic]",
}


@dataclass(frozen=True)
class Judged:
    """A sentence of a talk, the codes that a judge gave it, and those that count neither way."""

    talk: str
    turn: int
    start: int
    end: int
    digest: str
    codes: frozenset[str]
    optional: frozenset[str]


def without(book: Codebook, code: str, sentence: str) -> Codebook:
    """The codebook without one spoken sentence of a code."""

    def copied(one: Code) -> Code:
        spoken = one.spoken
        if one.id == code:
            spoken = tuple(said for said in spoken if said != sentence)
        return one.model_copy(
            update={"spoken": spoken, "children": tuple(map(copied, one.children))}
        )

    return book.model_copy(update={"codes": tuple(map(copied, book.codes))})


def ways(book: Codebook) -> Iterator[tuple[str, Suggester]]:
    """The ways to suggest, as far as they are installed."""
    known, encoder = Known((book,)), shipped_encoder()
    yield "rules", Suggester(known, "rules")
    yield "similar", Suggester(known, "similar")
    yield "both", Suggester(known)
    if encoder is not None:
        yield "semantic", Suggester(known, "similar", encoder)
        yield "all", Suggester(known, None, encoder)


def ranks(suggester: Suggester, wanted: Sequence[tuple[str, str]]) -> list[float]:
    """For (code, sentence) pairs: where the code stands among what is suggested, inf if nowhere."""
    text, spans = by_line("\n".join(sentence for _, sentence in wanted), "plain")
    found = suggester.suggest(text, spans, max(FIRST))
    places = []
    for (code, _), suggested in zip(wanted, found, strict=True):
        codes = [coding.code for coding in suggested.codings]
        places.append(codes.index(code) + 1 if code in codes else float("inf"))
    return places


def plain(book: Codebook, wanted: Sequence[tuple[str, str]]) -> dict[str, list[float]]:
    """By way: the ranks of the right codes."""
    return {way: ranks(suggester, wanted) for way, suggester in ways(book)}


def spoken(book: Codebook) -> dict[str, list[float]]:
    """The ranks for the spoken sentences of a codebook, one of each code left out at a time."""
    said = {code.id: code.spoken for code, _, _ in book.walk() if code.spoken}
    found: defaultdict[str, list[float]] = defaultdict(list)
    for turn in range(max(map(len, said.values()))):
        wanted = [(code, every[turn]) for code, every in said.items() if len(every) > turn]
        rest = book
        for code, sentence in wanted:
            rest = without(rest, code, sentence)
        for way, places in plain(rest, wanted).items():
            found[way] += places
    return found


def judged(path: Path) -> list[Judged]:
    """The labels of a file."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        Judged(
            row["talk"],
            row["turn"],
            row["start"],
            row["end"],
            row["sha256"],
            frozenset(row["codes"]),
            frozenset(row["optional"]),
        )
        for row in rows
    ]


def coders(encoder: Encoder | None) -> dict[str, tuple[Coder, ...]]:
    """By way: the coders whose codings are put together."""
    books = tuple(load(name) for name in SHIPPED if name != "problem_cause_countermeasure")
    rules, similar = RuleCoder(*books), SimilarCoder(*books)
    found: dict[str, tuple[Coder, ...]] = {
        "rules": (rules,),
        "similar": (similar,),
        "both": (rules, similar),
    }
    if encoder is not None:
        semantic = SimilarCoder(*books, encoder=encoder)
        found |= {"semantic": (semantic,), "all": (rules, semantic)}
    return found


def talk_counts(labels: Iterable[Judged], folder: Path) -> dict[str, np.ndarray]:
    """By way: for each talk, codes suggested rightly, suggested at all, and given by the judge.
    Raises ValueError where a sentence is not the one that was judged.
    """
    by_talk: defaultdict[str, list[Judged]] = defaultdict(list)
    for label in labels:
        by_talk[label.talk].append(label)
    counts: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    members = coders(shipped_encoder())
    for talk, of_talk in by_talk.items():
        made = transcribe(read_file(folder / talk, name=talk)[0][0], talk)
        for way, together in members.items():
            codings = [coding for coder in together for coding in coder.code(made)]
            right = told = given = 0
            for label in of_talk:
                base = made.turns[label.turn].span.start
                low, high = base + label.start, base + label.end
                if sha256(made.text[low:high].encode()).hexdigest()[:16] != label.digest:
                    raise ValueError(f"{talk}: the sentence of turn {label.turn} is another")
                codes = {
                    coding.code
                    for coding in codings
                    if coding.span.start < high and coding.span.end > low
                }
                right += len(codes & label.codes)
                told += len(codes - (label.optional - label.codes))
                given += len(label.codes)
            counts[way].append((right, told, given))
    return {way: np.array(rows) for way, rows in counts.items()}


def scores(counts: np.ndarray) -> np.ndarray:
    """Precision, recall and F1 of sums (... x 3)."""
    right, told, given = np.moveaxis(np.asarray(counts, dtype=float), -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.stack([right / told, right / given, 2 * right / (told + given)], axis=-1)


def told(share: float, low: float, high: float) -> str:
    return f"{share:.2f} ({low:.2f}–{high:.2f})"


def table_of_talk(counts: dict[str, np.ndarray]) -> Iterator[str]:
    """Lines of the table: a way a row."""
    yield "| coder | right of suggested | precision | recall | F1 |"
    yield "|---|---|---|---|---|"
    chance = np.random.default_rng(16)
    for way, rows in counts.items():
        drawn = rows[chance.integers(0, len(rows), (DRAWS, len(rows)))].sum(axis=1)
        low, high = np.nanquantile(scores(drawn), (0.025, 0.975), axis=0)
        cells = (told(*three) for three in zip(scores(rows.sum(axis=0)), low, high, strict=True))
        right, suggested, _ = rows.sum(axis=0)
        yield f"| {NAMES[way]} | {right} of {suggested} | {' | '.join(cells)} |"


def table_of_plain(found: dict[str, list[float]]) -> Iterator[str]:
    """Lines of the table: a way a row."""
    yield "| coder | first | first three | first five |"
    yield "|---|---|---|---|"
    for way, places in found.items():
        shares = [np.mean(np.array(places) <= first) for first in FIRST]
        yield f"| {NAMES[way]} | {' | '.join(f'{share:.0%}' for share in shares)} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plain", nargs=2, metavar=("CODEBOOK", "FILE"))
    parser.add_argument("--spoken", metavar="CODEBOOK")
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--talks", type=Path)
    given = parser.parse_args()
    if given.plain:
        name, file = given.plain
        rows = [line.split("\t") for line in Path(file).read_text("utf-8").splitlines()]
        book = load(name)
        codes = {code.id for code, _, _ in book.walk()}
        wanted = [(row[0], row[1]) for row in rows if row[0] in codes]
        print(f"{name}, {len(wanted)} sentences\n", *table_of_plain(plain(book, wanted)), sep="\n")
    if given.spoken:
        found = spoken(load(given.spoken))
        number = len(found["rules"])
        print(f"{given.spoken}, {number} sentences\n", *table_of_plain(found), sep="\n")
    if given.sentences:
        labels = judged(given.sentences)
        codes_given = sum(len(label.codes) for label in labels)
        print(f"{len(labels)} sentences of real talk, {codes_given} codes given\n")
        print(*table_of_talk(talk_counts(labels, given.talks)), sep="\n")


if __name__ == "__main__":
    main()
