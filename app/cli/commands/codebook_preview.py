"""``fangtan codebook preview``: what a changed codebook would code, before it is used."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.cli.help_text import both
from app.cli.on_study import Folder, Target
from app.cli.options import JsonOption, Lang, LangOption, guard
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from analysis.coders.preview import Change, Preview
    from app.result import Result
    from app.study.study import Study
    from codebooks.codebook import Codebook

KINDS: Final = ("anew", "no_longer", "otherwise")
CHANGES: Final = (
    *("change", "codebook", "code", "polarity_before", "polarity_after", "indicator", "id"),
    *("quote", "start", "end", "source"),
)


def preview(
    codebook: Annotated[
        str,
        typer.Argument(
            help=both("help.codebook_preview_preview_codebook"),
            metavar="NEW.yaml",
        ),
    ],
    folder: Folder,
    out: Target = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Try a changed codebook: what the rules would code anew, no longer or with another polarity.
    The study stays as it is.
    """
    language: Language = lang.value
    with guard(language, as_json):
        from analysis.coders.preview import preview as preview_codings
        from app.cli.console import progress_bar
        from app.cli.results import deliver
        from app.study.study import load, names_of, rules
        from codebooks.loading import load as load_codebook

        after = load_codebook(codebook)
        study = load(folder)
        before = next((book for book in rules(folder, study) if book.id == after.id), None)
        total = len(study.interviews)
        with progress_bar(language, quiet=as_json or not sys.stderr.isatty()) as bar:
            previewed = preview_codings(
                ((transcript.source, transcript) for transcript, _ in study.interviews),
                before,
                after,
                progress=(lambda done: bar(done, total, after.id)) if bar else None,
            )
        books = tuple(book for book in (after, before) if book is not None)
        deliver(
            previewed_table(previewed, study, before, after),
            out,
            language,
            as_json,
            names_of(books, language) | names_of((after,), language),
        )


def change_in_words(value: object, lang: Language) -> str:
    """A kind of change as it reads in a language."""
    return message(f"column.{value}", lang)


def polarity_in_words(value: object, lang: Language) -> str:
    """A polarity as it reads in a language; nothing where there was no coding."""
    return message(f"polarity.{value}", lang) if value else ""


def previewed_table(
    previewed: Preview, study: Study, before: Codebook | None, after: Codebook
) -> Result:
    """Counts by code, and every change with its words."""
    import pandas as pd

    from app.result import Result, note

    changes = _changes(previewed)
    ids = {
        transcript.source: str(transcript.metadata.get("id", ""))
        for transcript, _ in study.interviews
    }
    result = Result(
        "preview",
        {
            "changed_codes": pd.DataFrame(
                _code_rows(changes, after), columns=["codebook", "code", *KINDS]
            ),
            "changes": pd.DataFrame(
                [_change_row(*change, after.id, ids) for change in changes],
                columns=list(CHANGES),
            ),
        },
        facts={
            "codebook": after.id,
            "before": previewed.before,
            "after": previewed.after,
            **{kind: sum(change[0] == kind for change in changes) for kind in KINDS},
        },
        words={
            "change": change_in_words,
            "polarity_before": polarity_in_words,
            "polarity_after": polarity_in_words,
        },
    )
    result.brief["changes"] = (
        *("change", "code", "polarity_before", "polarity_after", "id", "quote"),
    )
    if study.synthetic:
        result.notes.append(note("about.synthetic_text", count=study.synthetic))
    result.notes.append(
        note("note.preview_new", book=after.id)
        if before is None
        else note("note.preview_versions", book=after.id, old=before.version, new=after.version)
    )
    result.notes.append(
        note(
            "note.preview",
            before=previewed.before,
            after=previewed.after,
            anew=len(previewed.anew),
            no_longer=len(previewed.no_longer),
            otherwise=len(previewed.otherwise),
        )
    )
    return result


_Change = tuple[str, "Change | None", "Change | None"]


def _changes(previewed: Preview) -> list[_Change]:
    """(kind, old, new) of every change."""
    return [
        *(("anew", None, new) for new in previewed.anew),
        *(("no_longer", old, None) for old in previewed.no_longer),
        *(("otherwise", old, new) for old, new in previewed.otherwise),
    ]


def _code_rows(changes: Sequence[_Change], book: Codebook) -> list[dict[str, object]]:
    """Every code that changes, in the order of the codebook; codes that it has no more at the
    end.
    """
    counts: dict[str, Counter[str]] = {}
    for kind, old, new in changes:
        change = new or old
        assert change is not None
        counts.setdefault(change.coding.code, Counter())[kind] += 1
    order = {code.id: index for index, (code, _, _) in enumerate(book.walk())}
    return [
        {"codebook": book.id, "code": code, **{kind: counts[code][kind] for kind in KINDS}}
        for code in sorted(counts, key=lambda code: (order.get(code, len(order)), code))
    ]


def _change_row(
    kind: str,
    old: Change | None,
    new: Change | None,
    book: str,
    ids: Mapping[str, str],
) -> dict[str, object]:
    change = new or old
    assert change is not None
    coding = change.coding
    before, after = (each.coding.polarity if each else "" for each in (old, new))
    return {
        "change": kind,
        "codebook": book,
        "code": coding.code,
        "polarity_before": before,
        "polarity_after": after,
        "indicator": coding.evidence.indicator if coding.evidence else "",
        "id": ids[change.transcript],
        "quote": coding.quote.replace("\n", " "),
        "start": coding.span.start,
        "end": coding.span.end,
        "source": change.transcript,
    }


def register(app: typer.Typer) -> None:
    """Put the command among those on codebooks."""
    app.command("preview", help=both("help.preview", between="\n\n"))(preview)
