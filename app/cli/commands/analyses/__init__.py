"""The commands of the analyses, a file each: options in, a result of ``app.analyses`` out, shown or
written by ``app.cli.on_study``.

Which there are, ``app.analyses.every.ANALYSES`` tells: each member names its command, which is the
file here and the function in it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperOption

from app.analyses.every import ANALYSES
from app.cli.help_text import both


class NamesMeasures(TyperCommand):
    """Fills in the names of the measures where help is asked for: NumPy is not loaded before."""

    def format_help(self, *arguments: Any, **named: Any) -> None:
        from analysis.association import weights

        for parameter in self.params:
            if isinstance(parameter, TyperOption) and "{measures}" in (parameter.help or ""):
                parameter.help = str(parameter.help).format(measures=" ".join(weights()))
        super().format_help(*arguments, **named)


def register(app: typer.Typer) -> None:
    """Put the commands into the program, in the order of ``ANALYSES``."""
    for name in dict.fromkeys(member.command for member in ANALYSES):
        command: Callable[..., None] = getattr(import_module(f"{__name__}.{name}"), name)
        app.command(cls=NamesMeasures, help=both(f"help.{name}", between=""))(command)
