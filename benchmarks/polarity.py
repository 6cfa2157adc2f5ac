"""How often is the polarity right that the rules tell, and by which cue?

Labels are JSON lines of two forms. Of a talk: file name, turn, bounds of the sentence in the turn,
its hash, where the indicator begins, the code, the polarity a judge gave and one that a colleague
could defend (see tests/gold/PROTOCOL.md); the sentences themselves are read from the talks. Of an
invented sentence: `{"text": "我们没有【平台】。", "kind": "concept", "polarity": "L"}`. Letters:
L lacking, H present, W demanded, C changed, N neutral, U unsure.

Told are the confusion, how many are right (strictly; allowing the second answer), wrong claims (a
claim is lacking, present, demanded or changed), and of the claims by rule how many hold, with
Wilson's interval at 95 %. Labels of one talk are not independent, so the intervals are too narrow.

    uv run python benchmarks/polarity.py --labels sentences.jsonl
    uv run python benchmarks/polarity.py --labels tests/gold/polarity_talks.jsonl --talks FOLDER
        [--half 1|2] [--errors] [--learned]

``--learned`` takes the labels for a person's corrections: each talk is decided by a layer that was
taught with the other talks (in ten parts; within them it is held against the rules once more, as in
a study). Told are the rules alone, the layer as a study has it, and what it would say if it never
kept silent and overruled from lower probabilities on.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from analysis.coders.polarity.decide import decide, read
from analysis.coders.polarity.learned import Bounds, Correction, folds, learn
from analysis.coders.polarity.ruling import Kinds, Ruling, ruling_of
from analysis.coders.rules import RuleCoder
from codebooks.codebook import IndicatorClass
from codebooks.loading import load
from corpus.document import Document, Line
from corpus.readers import read_file
from corpus.transcript import Transcript
from corpus.turns.transcribe import transcribe

BOOKS = ("information_ecology", "collaborative_governance")
LETTERS = {
    "lacking": "L",
    "present": "H",
    "demanded": "W",
    "changed": "C",
    "neutral": "N",
    "unsure": "U",
}
CLAIMS = "LHWC"
MARKED = re.compile("【(.*?)】")


@dataclass(frozen=True)
class Label:
    """What a judge said of one indicator. ``talk`` is "" for an invented sentence; ``start`` and
    ``end`` are the bounds of the sentence in its turn, ``word_start`` counts from ``start``.
    """

    polarity: str
    also: str
    talk: str = ""
    turn: int = 0
    start: int = 0
    end: int = 0
    word_start: int = 0
    code: str = ""
    digest: str = ""
    text: str = ""
    kind: IndicatorClass = "concept"


@dataclass(frozen=True)
class Answer:
    """What the rules say of a label: a letter (``-`` where they no longer code it), the rule."""

    label: Label
    letter: str
    rule: str
    sentence: str
    ruling: Ruling | None = None

    @property
    def strict(self) -> bool:
        """Whether the answer is the judge's first."""
        return self.letter == self.label.polarity

    @property
    def right(self) -> bool:
        """Whether the answer is one of the judge's."""
        return self.strict or self.letter in self.label.also

    @property
    def claim(self) -> bool:
        """Whether the answer says something of the matter."""
        return self.letter in CLAIMS


def labels(path: Path) -> list[Label]:
    """The labels of a file of JSON lines."""
    return [_label(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]


def _label(row: dict[str, object]) -> Label:
    polarity, also = str(row["polarity"]), str(row.get("polarity_also") or "")
    if "text" in row:
        kind = str(row.get("kind", "concept"))
        return Label(
            polarity,
            also,
            text=str(row["text"]),
            kind="deficit" if kind == "deficit" else "asset" if kind == "asset" else "concept",
        )
    turn, start, end, word = (int(str(row[key])) for key in ("turn", "start", "end", "word_start"))
    digest = row.get("sha256") or sha256(str(row["sentence"]).encode()).hexdigest()[:16]
    talk, code = str(row["talk"]), str(row["code"])
    return Label(polarity, also, talk, turn, start, end, word, code, str(digest))


def answers(given: Sequence[Label], talks: Path | None) -> Iterator[Answer]:
    """What the rules say of each label; raises ValueError where a sentence is not the one that was
    judged, or talks are wanted and none are given.
    """
    coder = RuleCoder(*map(load, BOOKS))
    for talk, of_talk in groupby(given, key=lambda label: label.talk):
        if not talk:
            yield from map(_invented, of_talk)
            continue
        if talks is None:
            raise ValueError("--talks FOLDER is needed for labels of talks")
        document, *_ = read_file(talks / talk, name=talk)[0]
        yield from _of_talk(coder, transcribe(document, talk), of_talk)


def _of_talk(coder: RuleCoder, made: Transcript, given: Iterable[Label]) -> Iterator[Answer]:
    codings, kinds = defaultdict(list), Kinds(coder.codebooks)
    for coding in coder.code(made):
        codings[coding.span.start, coding.code].append(coding)
    for label in given:
        base = made.turns[label.turn].span.start + label.start
        sentence = made.text[base : base + label.end - label.start]
        if sha256(sentence.encode()).hexdigest()[:16] != label.digest:
            raise ValueError(f"{label.talk}, turn {label.turn}: not the sentence that was judged")
        nearest = min(
            codings[base, label.code],
            key=lambda coding: abs(coding.evidence.span.start - base - label.word_start),
            default=None,
        )
        if nearest is None:
            yield Answer(label, "-", "", sentence)
            continue
        seen = nearest.evidence
        span, word = seen.span, label.word_start
        shown = f"{sentence[:word]}【{seen.indicator}】{sentence[word + span.end - span.start :]}"
        rule = f"{seen.reason.removeprefix('polarity.')} {seen.cue}" if seen.cue else seen.reason
        ruling = ruling_of(nearest, kinds)
        yield Answer(label, LETTERS[nearest.polarity], rule, shown, ruling)


def _invented(label: Label) -> Answer:
    marked = MARKED.search(label.text)
    if marked is None:
        raise ValueError(f"no indicator between 【 and 】: {label.text}")
    text = "答：" + label.text.replace("【", "").replace("】", "")
    made = transcribe(Document((Line(text, 1, "text"),), "txt"), "t.txt")
    start = made.text.index(text[2:]) + marked.start()
    for span in (span for spans in made.sentences for span in spans):
        if span.start <= start < span.end:
            clauses = read(made.shadow, span.start, span.end)
            told = decide(clauses, start, start + len(marked[1]), label.kind)
            return Answer(label, LETTERS[told.polarity], told.rule, label.text)
    raise ValueError(f"no sentence holds the indicator: {label.text}")


def wilson(right: int, n: int) -> str:
    """``.75 (.47–.91)``: a share with Wilson's interval at 95 % (Wilson 1927)."""
    if not n:
        return "—"
    z, share = 1.959964, right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return f"{share:.2f} ({max(0.0, middle - half):.2f}–{min(1.0, middle + half):.2f})"


def report(given: Sequence[Answer]) -> Iterator[str]:
    """The lines of the report."""
    order = "LHWCNU"
    counted = Counter((answer.label.polarity, answer.letter) for answer in given)
    yield "| judged ↓ told → | " + " | ".join(order + "-") + " |"
    yield "|---" * (len(order) + 2) + "|"
    for truth in order:
        row = (str(counted[truth, letter] or "") for letter in order + "-")
        yield f"| {truth} | " + " | ".join(row) + " |"
    n, claims = len(given), [answer for answer in given if answer.claim]
    strict, right = (sum(getattr(x, how) for x in given) for how in ("strict", "right"))
    yield ""
    yield f"n {n}; right {strict} strict, {right} with the second answer {wilson(right, n)}"
    wrong = sum(not claim.right for claim in claims)
    yield f"wrong claims {wrong} of {n}; unsure {sum(x.letter == 'U' for x in given)}"
    for name, some in [("claims", claims)] + [
        (f"claims {letter}", [claim for claim in claims if claim.letter == letter])
        for letter in CLAIMS
    ]:
        held = sum(claim.right for claim in some)
        firm = sum(claim.strict for claim in some)
        yield f"{name}: {firm} strict, {held} of {len(some)} {wilson(held, len(some))}"


def by_rule(given: Sequence[Answer]) -> Iterator[str]:
    """A line for each rule that claims: how many of its claims hold."""
    yield ""
    yield "| rule | claims | strict | with the second answer |"
    yield "|---|---|---|---|"
    claims: defaultdict[str, list[Answer]] = defaultdict(list)
    for answer in given:
        if answer.claim:
            claims[f"{answer.rule.split(' ')[0]} → {answer.letter}"].append(answer)
    for rule, some in sorted(claims.items(), key=lambda pair: -len(pair[1])):
        firm, held = sum(x.strict for x in some), sum(x.right for x in some)
        yield f"| {rule} | {len(some)} | {firm} | {wilson(held, len(some))} |"


def held_out(given: Sequence[Answer], bounds: Bounds, *, as_in_study: bool) -> list[Answer]:
    """The answers as a layer decides them again that was taught with other talks. ``as_in_study``:
    it keeps silent where it finds itself no better than the rules within those.
    """
    polarities = {letter: polarity for polarity, letter in LETTERS.items()}
    ruled = [answer for answer in given if answer.ruling is not None]
    corrections = [
        Correction(answer.ruling, polarities[answer.label.polarity], answer.label.talk)
        for answer in ruled
    ]
    again = {}
    for fold in folds([answer.label.talk for answer in ruled]):
        rest = [each for row, each in enumerate(corrections) if row not in fold]
        layer = learn(rest, bounds, silent=as_in_study).layer
        if layer is None:
            continue
        rows = sorted(fold)
        told = layer.decide([corrections[row].ruling for row in rows])
        for row, answer in zip(rows, told, strict=True):
            again[ruled[row]] = replace(ruled[row], letter=LETTERS[answer.polarity])
    return [again.get(answer, answer) for answer in given]


def layers(given: Sequence[Answer]) -> Iterator[str]:
    """A line for the rules and for each layer over them."""
    yield ""
    yield "| decided by | strict | right | wrong claims | unsure | changed: to right, from it |"
    yield "|---|---|---|---|---|---|"
    yield _line("rules alone", given, given)
    yield _line("with the layer of a study", given, held_out(given, Bounds(), as_in_study=True))
    for sure in (0.75, 0.6, 0.5):
        for doubtful in (0.4, 0.0):
            told = held_out(given, Bounds(sure, doubtful), as_in_study=False)
            yield _line(f"never silent, sure from {sure}, doubt below {doubtful}", given, told)


def _line(name: str, before: Sequence[Answer], after: Sequence[Answer]) -> str:
    strict, right = (sum(getattr(x, how) for x in after) for how in ("strict", "right"))
    wrong = sum(x.claim and not x.right for x in after)
    changed = [pair for pair in zip(before, after, strict=True) if pair[0].letter != pair[1].letter]
    won, lost = (sum(pair[end].strict for pair in changed) for end in (1, 0))
    unsure = sum(x.letter == "U" for x in after)
    moves = f"{len(changed)}: {won}, {lost}"
    return f"| {name} | {strict} | {right} | {wrong} | {unsure} | {moves} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    parser.add_argument("--talks", type=Path)
    parser.add_argument("--half", type=int, choices=(1, 2), help="every other talk or sentence")
    parser.add_argument("--errors", action="store_true", help="also the sentences judged otherwise")
    parser.add_argument("--learned", action="store_true", help="also a layer that labels teach")
    asked = parser.parse_args()
    given = [label for path in asked.labels for label in labels(path)]
    given.sort(key=lambda label: label.talk)
    if asked.half:
        talks = sorted({label.talk or label.text for label in given}, key=str)
        if not given[0].talk:
            talks = [label.text for label in given]
        half = set(talks[asked.half - 1 :: 2])
        given = [label for label in given if (label.talk or label.text) in half]
    found = list(answers(given, asked.talks))
    print(*report(found), *by_rule(found), sep="\n")
    if asked.learned:
        print(*layers(found), sep="\n")
    for answer in found if asked.errors else ():
        if not answer.right:
            truth = answer.label.polarity + answer.label.also.lower()
            print(f"{truth} told {answer.letter} [{answer.rule}] {answer.sentence}")


if __name__ == "__main__":
    main()
