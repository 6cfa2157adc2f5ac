"""``fangtan search``: words in context, and codes combined."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import Book, Folder, Target, on_study
from app.cli.options import JsonOption, Lang, LangOption
from corpus.problem import FangtanError

if TYPE_CHECKING:
    from analysis.concordance import Condition, Hit, Relation
    from analysis.units import Key
    from app.result import Result
    from app.study.study import Study


class Counted(StrEnum):
    """What the codings must have become to count."""

    accepted = "accepted"
    suggested = "suggested"


COLUMNS = ("left", "match", "right", "speaker", "id", "codes", "turn", "start", "end", "source")

Words = Annotated[list[str] | None, typer.Argument(help=both("help.search_search_words"))]
Pattern = Annotated[bool, typer.Option("--pattern", "-e", help=both("help.search_search_pattern"))]
With = Annotated[list[str] | None, typer.Option("--and", help=both("help.search_search_with_"))]
Near = Annotated[list[str] | None, typer.Option("--near", help=both("help.search_search_near"))]
Without = Annotated[
    list[str] | None, typer.Option("--not", help=both("help.search_search_without"))
]
Coders = Annotated[list[str] | None, typer.Option("--coder", help=both("help.search_search_coder"))]
Polarities = Annotated[
    list[str] | None, typer.Option("--polarity", help=both("help.search_search_polarity"))
]
Status = Annotated[Counted | None, typer.Option("--status", help=both("help.search_search_status"))]
Where = Annotated[list[str] | None, typer.Option("--where", help=both("help.search_search_where"))]
Interviewer = Annotated[
    bool, typer.Option("--interviewer", help=both("help.search_search_interviewer"))
]
Width = Annotated[int, typer.Option("--width", min=0, help=both("help.search_search_width"))]


def search(
    folder: Folder,
    words: Words = None,
    out: Target = None,
    pattern: Pattern = False,
    with_: With = None,
    near: Near = None,
    without: Without = None,
    codebook: Book = None,
    coder: Coders = None,
    polarity: Polarities = None,
    status: Status = None,
    where: Where = None,
    interviewer: Interviewer = False,
    width: Width = 24,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Words in context, combined with codes (AND, NEAR, NOT)."""

    def work(study: Study) -> Result:
        from analysis.concordance import Condition

        relations: tuple[tuple[Relation, list[str] | None], ...]
        relations = (("and", with_), ("near", near), ("not", without))
        conditions = [
            Condition(relation, study.code_key(code, codebook))
            for relation, codes in relations
            for code in codes or ()
        ]
        chosen = _chosen(study, coder or (), polarity or (), status, where or ())
        return found(
            chosen,
            words or (),
            pattern=pattern,
            conditions=conditions,
            interviewer=interviewer,
            width=width,
        )

    on_study(folder, out, lang, as_json, work)


def found(
    study: Study,
    words: Sequence[str],
    *,
    pattern: bool,
    conditions: Sequence[Condition[Key]],
    interviewer: bool,
    width: int,
) -> Result:
    """The hits as a table. Raises FangtanError for an empty query or a bad pattern."""
    from analysis.concordance import BadPattern, EmptyQuery, concordance

    try:
        hits, count = concordance(
            ((transcript.source, transcript, codings) for transcript, codings in study.interviews),
            words,
            pattern=pattern,
            conditions=conditions,
            roles=("interviewee", "other", *(("interviewer",) if interviewer else ())),
            width=width,
            code_of=lambda coding: (coding.codebook, coding.code),
        )
    except EmptyQuery as error:
        raise FangtanError("search_cli.empty") from error
    except BadPattern as error:
        raise FangtanError("search_cli.pattern", reason=str(error)) from error
    return _result(study, hits, count)


def _result(study: Study, hits: Sequence[Hit[Key]], count: int) -> Result:
    import pandas as pd

    from app.result import Result, note

    ids = {
        transcript.source: str(transcript.metadata.get("id", ""))
        for transcript, _ in study.interviews
    }
    # In the order of the codebooks: codings of one place stand in the store by ids drawn at random.
    order = {
        key: position
        for position, key in enumerate(
            (book.id, code.id) for book in study.books for code, _, _ in book.walk()
        )
    }
    frame = pd.DataFrame(
        [
            (
                hit.left,
                hit.match,
                hit.right,
                hit.speaker,
                ids[hit.transcript],
                "、".join(
                    dict.fromkeys(
                        code for _, code in sorted(hit.codes, key=lambda key: order.get(key, -1))
                    )
                ),
                hit.turn + 1,
                hit.span.start,
                hit.span.end,
                hit.transcript,
            )
            for hit in hits
        ],
        columns=list(COLUMNS),
    )
    interviews = len({hit.transcript for hit in hits})
    result = Result("search", {"kwic": frame}, facts={"hits": count, "interviews": interviews})
    result.brief["kwic"] = COLUMNS[:6]
    if study.synthetic:
        result.notes.append(note("about.synthetic_text", count=study.synthetic))
    result.notes.append(note("note.search", count=count, interviews=interviews))
    return result


def _chosen(
    study: Study,
    coders: Collection[str],
    polarities: Collection[str],
    status: Counted | None,
    where: Sequence[str],
) -> Study:
    """The study with the interviews and codings that are asked for. Raises FangtanError for a
    coder, polarity or field that it does not have.
    """
    from dataclasses import replace

    from corpus.coding import POLARITIES

    known = sorted({coding.coder for _, codings in study.interviews for coding in codings})
    for name in coders:
        if name not in known:
            raise FangtanError("search_cli.no_coder", coder=name, known="、".join(known))
    for name in polarities:
        if name not in POLARITIES:
            raise FangtanError("study.no_polarity", name=name, known="、".join(POLARITIES))
    inside = {transcript.source for transcript, _ in study.interviews}
    for condition in where:
        inside &= _sources(study, condition)
    return replace(
        study,
        interviews=tuple(
            (
                transcript,
                tuple(
                    coding
                    for coding in codings
                    if coding.status != "rejected"
                    and (not coders or coding.coder in coders)
                    and (not polarities or coding.polarity in polarities)
                    and (status is None or coding.status == status.value)
                ),
            )
            for transcript, codings in study.interviews
            if transcript.source in inside
        ),
    )


def _sources(study: Study, condition: str) -> set[str]:
    """The interviews that ``FIELD=VALUE+VALUE`` means: the field holds one of the values."""
    name, equals, rest = condition.partition("=")
    values = [value for value in rest.replace("＋", "+").split("+") if value]
    if not equals or not values:
        raise FangtanError("search_cli.bad_where", condition=condition)
    held = study.attribute(name.strip())
    inside = {source for source, text in held.items() if any(value in text for value in values)}
    if not inside:
        raise FangtanError(
            "study.empty_group",
            name=rest,
            values="、".join(sorted({text for text in held.values() if text})),
        )
    return inside


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command(help=both("help.search", between="\n\n"))(search)
