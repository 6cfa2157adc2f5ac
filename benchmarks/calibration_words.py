"""How often is an edge solid where words and codes of real talks were dealt at random?

From a folder of talks ten are drawn, again and again. What is dealt stays in its talk, and every
turn keeps its number of words: (1) all words of the counted speech over all places of words, while
punctuation stays; (2) the content words over the places of content words, so that a turn stays as
full as it is; (3) of all talks together, where the codings by rule begin, over all characters of
the counted speech, each code as often as before, by turn and by exchange. Then pairs are counted
and tested as the product does it: words by ``word_incidence`` (the 50 that stand in most turns),
codes by ``interview_units``, both by ``cooccurrence``. No pair belongs together now: every solid
one is false.

    uv run python benchmarks/calibration_words.py FOLDER [--draws 2] [--sets 20] [--seed 16]
    [--write docs/calibration-words.md]
"""

from __future__ import annotations

import argparse
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest

from analysis.coders.rules import coder_for
from analysis.cooccurrence import cooccurrence
from analysis.units import ANSWERING, Incidence, InterviewUnits, UnitKind, interview_units
from analysis.words.content import word_incidence
from analysis.words.dictionary import segmenter_for
from app.study.inputs import find_inputs
from app.study.reading import Settings, read_interviews
from codebooks.loading import SHIPPED, load
from corpus.segmentation import Segmenter, is_content
from corpus.span import Span
from corpus.transcript import Transcript, Turn

HEADING = "Calibration: words and codes of real talks dealt at random"
TALKS, WORDS = 10, 50
BOOKS = tuple(load(name) for name in SHIPPED)
KEYS = [(book.id, code.id) for book in BOOKS for code, _, _ in book.walk()]

Deal = Callable[[np.random.Generator | None], Incidence]
"""A set of talks dealt anew; without a generator as they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut(Segmenter):
    """A segmenter that knows how the texts are cut that it will be given, one after another."""

    known: deque[Sequence[str]] = field(default_factory=deque)

    def words(self, text: str) -> list[str]:
        words = list(self.known.popleft())
        if sum(map(len, words)) != len(text):
            raise ValueError("text must be the next of those that are known")
        return words


def is_word(text: str) -> bool:
    """Whether it is a word, not punctuation or blank."""
    return any(map(str.isalnum, text))


def words_dealt(talks: Sequence[Transcript], moves: Callable[[str], bool]) -> Deal:
    """Turns x words, those dealt that ``moves`` says, each talk for itself."""
    segmenter = segmenter_for(BOOKS)
    spoken = [
        [
            (turn, segmenter.words(talk.shadow[turn.span.start : turn.span.end]))
            for turn in talk.turns
            if turn.role in ANSWERING and turn.span
        ]
        for talk in talks
    ]

    def incidence(chance: np.random.Generator | None) -> Incidence:
        known: deque[Sequence[str]] = deque()
        dealt = [
            rebuilt(talk, turns, moves, chance, known)
            for talk, turns in zip(talks, spoken, strict=True)
        ]
        return word_incidence(dealt, "turn", Cut(known=known), top=WORDS)

    return incidence


def rebuilt(
    talk: Transcript,
    turns: Sequence[tuple[Turn, Sequence[str]]],
    moves: Callable[[str], bool],
    chance: np.random.Generator | None,
    known: deque[Sequence[str]],
) -> Transcript:
    """The counted speech of a talk with its words dealt; ``known`` learns how it is cut."""
    words = [word for _, said in turns for word in said]
    moving = [index for index, word in enumerate(words) if moves(word)]
    if chance is not None:
        dealt = [words[index] for index in chance.permutation(moving)]
        for index, word in zip(moving, dealt, strict=True):
            words[index] = word
    texts: list[str] = []
    spans: list[Turn] = []
    start, first = 0, 0
    for turn, said in turns:
        now = words[first : first + len(said)]
        text = "".join(now)
        known.append(now)
        spans.append(replace(turn, index=len(spans), span=Span(start, start + len(text))))
        texts.append(text)
        first += len(said)
        start += len(text) + 1
    return replace(talk, text="\n".join(texts), turns=tuple(spans), marks=())


def codes_dealt(talks: Sequence[Transcript], unit: UnitKind) -> Deal:
    """Units x codes, the places where codings by rule begin dealt over the counted characters."""
    coder = coder_for(*BOOKS)
    laid = [interview_units(talk, coder.code(talk), unit) for talk in talks]

    def incidence(chance: np.random.Generator | None) -> Incidence:
        return Incidence.stack(
            unit,
            KEYS,
            [
                (talk.source, units if chance is None else scattered(units, chance))
                for talk, units in zip(talks, laid, strict=True)
            ],
        )

    return incidence


def scattered(units: InterviewUnits, chance: np.random.Generator) -> InterviewUnits:
    """The same units with every occurrence of a code anywhere in the counted speech."""
    if not units.ends:
        return units
    place = chance.integers(0, units.ends[-1], len(units.placed))
    unit = np.searchsorted(units.ends, place, "right").tolist()
    cells = sorted(set(zip(unit, units.placed, strict=True)))
    said = sorted(zip(units.placed, place.tolist(), strict=True))
    return replace(
        units,
        rows=tuple(row for row, _ in cells),
        keys=tuple(key for _, key in cells),
        places=tuple(at for _, at in said),
        placed=tuple(key for key, _ in said),
    )


class Tested(NamedTuple):
    """Of one set: ``pairs`` of codes that occur, how many have p < .05 (``more``), how many the
    network draws solid if they are among its heaviest, and whether the result warns of drift.
    """

    pairs: int
    more: int
    solid: int
    drift: bool


def tested(incidence: Incidence) -> Tested:
    """What the product says of a set."""
    table = cooccurrence(incidence, least=1, limit=5000).table
    drawn = (table["q"] < 0.05) & (table["c"] >= 2) & (table["interviews"] >= 2)
    books = Counter(
        book
        for (book, _), often in zip(
            incidence.codes, np.asarray(incidence.matrix.sum(axis=0)).ravel().tolist(), strict=True
        )
        if often
    )
    return Tested(
        sum(codes * (codes - 1) // 2 for codes in books.values()),
        int((table["p_more"] < 0.05).sum()),
        int(drawn.sum()),
        bool(table["drift"].any()),
    )


def row(name: str, deals: Sequence[Deal], sets: int, seed: Sequence[int]) -> tuple[str, bool]:
    """A line of the table: some draws of talks, each dealt so often; and whether the test holds:
    5 % of these sets or fewer show a solid pair.
    """
    real = [tested(deal(None)) for deal in deals]
    found = [
        tested(deal(chance))
        for number, deal in enumerate(deals)
        for chance in [np.random.default_rng([*seed, number])]
        for _ in range(sets)
    ]
    hits = sum(each.solid > 0 for each in found)
    share = np.array([each.more / each.pairs for each in found])
    error = 1.96 * float(share.std(ddof=1)) / len(found) ** 0.5
    low, high = binomtest(hits, len(found)).proportion_ci(0.95, "exact")
    line = (
        f"| {name} | {' / '.join(str(each.solid) for each in real)} of {real[0].pairs} | "
        f"{share.mean():.3f} ± {error:.3f} | {hits} of {len(found)}: {hits / len(found):.3f} "
        f"({low:.3f}–{high:.3f}) | {np.mean([each.solid for each in found]):.2f} | "
        f"{np.mean([each.drift for each in found]):.2f} |"
    )
    return line, hits <= 0.05 * len(found)


def read(folder: Path) -> list[Transcript]:
    """The talks of a folder, those from speech of somebody who answers."""
    settings = Settings(BOOKS)
    talks = [
        talk
        for path, name in find_inputs([folder])[0]
        for talk in read_interviews(path, name, settings)[0]
    ]
    return [talk for talk in talks if any(turn.role in ANSWERING for turn in talk.turns)]


def lines(folder: Path, draws: int, sets: int, seed: int) -> list[str]:
    talks = read(folder)
    chance = np.random.default_rng(seed)
    drawn = [
        [talks[index] for index in sorted(chance.permutation(len(talks))[:TALKS].tolist())]
        for _ in range(draws)
    ]
    full = "content words, turns as full as they are"
    kinds: list[tuple[str, list[Deal], int]] = [
        ("words", [words_dealt(own, is_word) for own in drawn], sets),
        (full, [words_dealt(own, is_content) for own in drawn], sets),
        (f"codes of {len(talks)} talks by turn", [codes_dealt(talks, "turn")], sets * draws),
        ("the same by exchange", [codes_dealt(talks, "exchange")], sets * draws),
    ]
    rows: list[str] = []
    held: dict[bool, list[str]] = {True: [], False: []}
    for number, (name, deals, each) in enumerate(kinds):
        line, holds = row(name, deals, each, [seed, number])
        rows.append(line)
        held[holds].append(name)
        print(line, flush=True)
    return [
        f"Made by `uv run python benchmarks/calibration_words.py FOLDER --draws {draws} --sets "
        f"{sets} --seed {seed} --write docs/calibration-words.md`; what is dealt and how stands at "
        f"the head of that file. {draws} draws of {TALKS} talks out of {len(talks)}, each dealt "
        f"{sets} times. Solid is a pair with q < .05 that meets in two units of two "
        "interviews. Real: solid pairs of the talks as they are, by draw, of all pairs that occur. "
        "The other columns are of dealt sets: pairs with p < .05, ± half a 95 % interval; sets "
        "with a solid pair, exact 95 % interval; sets whose result warns of drift.",
        "",
        "| dealt | real | p < .05 | sets with a solid pair | solid pairs a set | warned |",
        "|---|---|---|---|---|---|",
        *rows,
        *verdicts(held),
    ]


def verdicts(held: Mapping[bool, Sequence[str]]) -> list[str]:
    """Where 5 % of dealt sets or fewer show a solid pair, and where more, in words."""
    sentences = {
        True: "The test holds (5 % of the dealt sets or fewer show a solid pair) for",
        False: "It does not hold (more than 5 % do) for",
    }
    return [
        line
        for holds, sentence in sentences.items()
        if held[holds]
        for line in ("", f"{sentence}: {'; '.join(held[holds])}.")
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draws", type=int, default=2)
    parser.add_argument("--sets", type=int, default=20)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    table = lines(asked.folder, asked.draws, asked.sets, asked.seed)
    if asked.write:
        asked.write.write_text("\n".join([f"# {HEADING}", "", *table, ""]), encoding="utf-8")
    print("\n".join(table))


if __name__ == "__main__":
    main()
