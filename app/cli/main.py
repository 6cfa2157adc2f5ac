"""The command line, put together from one file a command."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, packages_distributions

import typer

from app.cli.commands import (
    analyses,
    codebook_preview,
    compare,
    explore,
    read,
    run,
    search,
    suggest,
    terms,
)
from app.cli.commands.codebook import codebook_app
from app.cli.help_text import both
from app.cli.project import project_app
from corpus.problem import FangtanError

app = typer.Typer(
    name="fangtan",
    help=both("help.main_app", between=""),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(codebook_app, name="codebook")
app.add_typer(project_app, name="project")
for command in (analyses, run, read, terms, explore, search, compare, suggest):
    command.register(app)
codebook_preview.register(codebook_app)


def _own() -> None:
    """Our packages have plain names: refuse to start when another distribution has put its own in
    their place.
    """
    import analysis
    import app as face
    import codebooks
    import corpus

    for package in (analysis, face, codebooks, corpus):
        if getattr(package, "__distribution__", "") != "fangtan":
            try:
                others = "、".join(packages_distributions().get(package.__name__, []))
            except PackageNotFoundError:
                others = "?"
            raise FangtanError("start.collision", package=package.__name__, others=others)


def main() -> None:
    """Entry point of ``fangtan``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        _own()
    except FangtanError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from None
    app()


if __name__ == "__main__":
    main()
