"""What the coding page asks for, done in the project: a pure way from the browser's operations to
the store's. No screen here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from analysis.coders.learned import PROBABLE, RANKED
from analysis.coders.polarity.ruling import overruled
from analysis.coders.similar import NAME as SIMILAR
from app.explorer.state.coding import browser_operations as asked
from app.explorer.state.coding.page_data import (
    Page,
    Refusal,
    Role,
    ShownCoding,
    ShownEvidence,
    ShownNote,
    ShownReview,
    code_rows,
    turn_rows,
)
from app.explorer.state.coding.quotations import coder_name
from app.explorer.state.study.desk import Desk
from app.explorer.state.study.facts import Facts
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.coding import Evidence
from corpus.problem import FangtanError
from corpus.project import CoderInfo, Project
from corpus.project.records import Memo, ReviewInfo, StoredCoding
from corpus.span import Span

DIGITS: Final = tuple("123456789")
SCORES: Final = {PROBABLE: "probability", RANKED: "rank", SIMILAR: "rank"}
"""What the score of a suggestion is, by the rule of its evidence."""


@dataclass(slots=True)
class Answers:
    """What was acknowledged, by client, and what was refused; kept for the session."""

    ack: dict[str, int] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)


def apply_outbox(
    project: Project,
    coder: CoderInfo,
    role: Role,
    client: str,
    operations: Iterable[asked.Asked | asked.Malformed],
    answers: Answers,
    lang: Language,
) -> bool:
    """Do what was asked, in order, each once by (client, seq). Returns whether the project changed.

    A refused operation is acknowledged with the sentence that says why, so that it does not come
    for ever.
    """
    changed = False
    for operation in operations:
        if operation.seq <= answers.ack.get(client, 0):
            continue
        try:
            _apply(project, coder, role, client, operation)
            changed = True
        except FangtanError as error:
            answers.refused.append(Refusal(client, operation.seq, error.text(lang)))
        answers.ack[client] = operation.seq
    del answers.refused[:-50]
    return changed


def _apply(
    project: Project,
    coder: CoderInfo,
    role: Role,
    client: str,
    operation: asked.Asked | asked.Malformed,
) -> None:
    """Do one operation. Raises FangtanError with the reason when it is refused."""
    if role == "reviewer" and not isinstance(operation, asked.Review):
        raise FangtanError("working.reviewer")
    if isinstance(operation, asked.Malformed):
        raise FangtanError("working.malformed")
    if isinstance(operation, asked.Undo):
        project.undo(coder, client=client, seq=operation.seq)
    elif isinstance(operation, asked.Redo):
        project.redo(coder, client=client, seq=operation.seq)
    else:
        project.apply(operation.stored(), coder=coder, client=client, seq=operation.seq)


def page(
    desk: Desk,
    facts: Facts,
    entity: str,
    *,
    coder: CoderInfo | None,
    role: Role,
    answers: Answers,
    digits: Mapping[str, str],
    focus: Span | None,
    lang: Language,
    coders: Sequence[str] = (),
    books: Sequence[str] = (),
    boot: str = "",
    placing: bool = False,
    focus_coding: str | None = None,
) -> Page:
    """All that stands on the coding page of a transcript. ``coders``, ``books``: only their codings
    and codes (none: all).
    """
    stored = desk.interview(entity)[1]
    memos = desk.project.memos_of_transcript(entity)
    reviews = desk.project.reviews("coding", transcript=entity)
    families = {book.id for book in facts.books if not books or book.id in books}
    ids = {(code.family, code.key): code.id for code in facts.codes}
    known = {code.id for code in facts.codes if code.family in families}
    shown = [one for one in stored if one.code in known and (not coders or one.coder in coders)]
    undo, redo = desk.project.can(coder) if coder is not None else (False, False)
    return Page(
        entity,
        facts.infos[entity].revision,
        facts.label(entity),
        _turns(desk, entity),
        [row for row in _codes(desk, facts.books, ids, lang) if row["id"] in known],
        shown_codings(facts, shown, memos, reviews, coder, lang),
        role,
        coder.name if coder else "",
        notes_of(facts, memos, coder),
        dict(digits),
        focus,
        dict(answers.ack),
        list(answers.refused),
        None,
        undo,
        redo,
        lang,
        boot=boot,
        placing=placing,
        focus_coding=focus_coding,
        study=desk.project.id,
    )


def _codes(
    desk: Desk, chosen: Sequence[Codebook], ids: Mapping[tuple[str, str], str], lang: Language
) -> list[dict[str, object]]:
    return desk.result(
        ("code_rows", tuple(book.id for book in chosen), lang), lambda: code_rows(chosen, ids, lang)
    )


def _turns(desk: Desk, entity: str) -> list[dict[str, object]]:
    return desk.of_transcript(entity, "turns", turn_rows)


def shown_codings(
    facts: Facts,
    stored: Sequence[StoredCoding],
    memos: Sequence[Memo],
    reviews: Sequence[ReviewInfo],
    coder: CoderInfo | None,
    lang: Language,
) -> list[ShownCoding]:
    """Codings as the page shows them, with the number of memos and the reviews on each."""
    noted: dict[str, int] = {}
    for memo in memos:
        if memo.about == "coding":
            noted[memo.target] = noted.get(memo.target, 0) + 1
    told: dict[str, list[ShownReview]] = {}
    for review in reviews:
        verdict = "comment" if review.verdict == "adjudicate" else review.verdict
        told.setdefault(review.target, []).append(
            ShownReview(
                verdict,  # type: ignore[arg-type]
                review.text,
                facts.coders[review.coder].name,
            )
        )
    return [
        ShownCoding(
            one.id,
            one.span.start,
            one.span.end,
            one.code,
            coder_name(facts, one.coder, lang),
            facts.coders[one.coder].kind == "machine",
            coder is not None and one.coder == coder.id,
            one.polarity,
            one.status,
            noted.get(one.id, 0),
            tuple(told.get(one.id, ())),
            _evidence(one, lang),
            one.function,
        )
        for one in stored
    ]


def _evidence(coding: StoredCoding, lang: Language) -> ShownEvidence | None:
    seen = coding.evidence
    if seen is None:
        return None
    return ShownEvidence(
        seen.rule,
        seen.span.start,
        seen.span.end,
        None if seen.cue_span is None else seen.cue_span.start,
        None if seen.cue_span is None else seen.cue_span.end,
        " ".join(filter(None, [message(seen.reason, lang), *_words(seen, lang)])),
    )


def _words(seen: Evidence, lang: Language) -> list[str]:
    """The coder's words, who it is, and how much it holds of its suggestion."""
    return [_note(seen, lang), seen.made_by, *weighed(seen, lang)]


def _note(seen: Evidence, lang: Language) -> str:
    """The coder's words; of a learned polarity, what the rules had said."""
    over = overruled(seen)
    if over is None:
        return seen.note
    return message(
        "polarity.learned_over",
        lang,
        polarity=message(f"polarity.{over.polarity}", lang),
        reason=message(over.reason, lang),
        probability=f"{over.probability:.2f}",
    )


def weighed(seen: Evidence, lang: Language) -> list[str]:
    """How much a coder that weighs holds of its suggestion, and the sentences most like it."""
    told = []
    kind = SCORES.get(seen.rule)
    if seen.score is not None and kind is not None:
        told.append(message(f"evidence.{kind}", lang, score=f"{seen.score:.2f}"))
    if seen.like:
        quotes = "".join(f"「{quote}」" for quote in seen.like)
        told.append(message("evidence.like", lang, quotes=quotes))
    return told


def notes_of(
    facts: Facts, memos: Sequence[Memo], coder: CoderInfo | None = None
) -> list[ShownNote]:
    """Memos on codings and on stretches of text."""
    return [
        ShownNote(
            memo.id,
            memo.target if memo.about == "coding" else None,
            memo.span.start if memo.span else None,
            memo.span.end if memo.span else None,
            memo.text,
            facts.coders[memo.coder].name,
            coder is not None and memo.coder == coder.id,
        )
        for memo in memos
        if memo.about in ("coding", "span")
    ]


def default_digits(
    facts: Facts, used: Mapping[str, int], books: Sequence[str] = ()
) -> dict[str, str]:
    """The digits for a first use: the nine codes used most (``used``: code -> times), then the
    first codes of the tree that have nothing below.
    """
    parents = {code.parent for code in facts.codes}
    leaves = [
        code
        for code in facts.codes
        if code.id not in parents and (not books or code.family in books)
    ]
    order = sorted(leaves, key=lambda code: -used.get(code.id, 0))
    return {digit: code.id for digit, code in zip(DIGITS, order, strict=False)}
