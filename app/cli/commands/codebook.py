"""fangtan codebook: check and show codebooks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.options import JsonOption, Lang, LangOption, guard
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from codebooks.codebook import Code, Codebook
    from codebooks.lint import Finding

codebook_app = typer.Typer(
    help=both("help.codebook_codebook_app", between=""), no_args_is_help=True
)


@codebook_app.command("check", help=both("help.codebook_check", between=""))
def codebook_check(
    codebooks: Annotated[
        list[str] | None,
        typer.Argument(help=both("help.codebook_codebook_check_codebooks")),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            help=both("help.codebook_codebook_check_against"),
        ),
    ] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Lint codebooks."""
    language: Language = lang.value

    with guard(language, as_json):
        raise typer.Exit(check_codebooks(codebooks, against, language, as_json))


@codebook_app.command("show", help=both("help.codebook_show", between=""))
def codebook_show(
    codebook: Annotated[str, typer.Argument(help=both("help.codebook_codebook_show_codebook"))],
    lang: LangOption = Lang.zh,
) -> None:
    """Print the tree of codes."""
    language: Language = lang.value

    with guard(language, False):
        show_codebook(codebook, language)


def check_codebooks(
    names: Sequence[str] | None, against: Path | None, lang: Language, as_json: bool
) -> int:
    """Findings of the linter. Returns 0 clean (notes allowed), 1 findings, 2 nothing could be
    loaded.
    """
    from analysis.coders.check import check_rules, silent_indicators
    from codebooks.lint import Finding, lint
    from codebooks.loading import SHIPPED, BadCodebook, load

    findings: list[Finding] = []
    books: list[tuple[str, Codebook]] = []
    for name in names or SHIPPED:
        try:
            book = load(name)
        except BadCodebook as error:
            findings.extend(
                Finding(problem.source, problem.line, "error", problem.key, dict(problem.values))
                for problem in error.problems
            )
            continue
        books.append((name, book))
        findings.extend(lint(book, name, {other.id: other for _, other in books}))
        findings.extend(check_rules(book, name))
    if against is not None:
        for name, book in books:
            findings.extend(silent_indicators(book, name, against))
    if as_json:
        print(json.dumps([_record(finding, lang) for finding in findings], ensure_ascii=False))
    else:
        _print_findings(findings, books, lang)
    if not books:
        return 2
    return 1 if any(finding.severity != "note" for finding in findings) else 0


def _record(finding: Finding, lang: Language) -> dict[str, object]:
    return {
        "source": finding.source,
        "line": finding.line,
        "severity": finding.severity,
        "key": finding.key,
        "message": finding.text(lang),
    }


def _print_findings(
    findings: Sequence[Finding], books: Sequence[tuple[str, Codebook]], lang: Language
) -> None:
    """Each finding with its place, then a line a codebook with how many it has (notes aside)."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for finding in findings:
        where = finding.source
        if finding.line:
            where += f" {message('place.line', lang, line=finding.line)}"
        severity = message(f"severity.{finding.severity}", lang)
        console.print(Text(f"{severity} {where}：{finding.text(lang)}"), soft_wrap=True)
    for name, book in books:
        count = sum(finding.source == name and finding.severity != "note" for finding in findings)
        codes = sum(1 for code, _, _ in book.walk() if not code.children)
        line = message("lint.summary", lang, source=name, codes=codes, count=count)
        console.print(Text(line))


def show_codebook(name: str, lang: Language) -> None:
    """The tree of codes with definitions and how many indicators each has."""
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from codebooks.loading import load

    book = load(name)
    tree = Tree(Text(f"{book.name.text(lang)}  {book.version}  {book.hash[:12]}", style="bold"))

    def add(branch: Tree, code: Code) -> None:
        rules = (
            sum(1 for _ in code.indicators.items(code.kind))
            + sum(1 for _ in code.weak.items(code.kind))
            + len(code.near)
            + len(code.patterns)
        )
        count = f"  [{rules}]" if rules else ""
        title = f"{code.id} {code.name.text(lang)}"
        twig = branch.add(Text(f"{title}{count}  {code.definition.text(lang)}"))
        for child in code.children:
            add(twig, child)

    for code in book.codes:
        add(tree, code)
    Console(highlight=False).print(tree)
