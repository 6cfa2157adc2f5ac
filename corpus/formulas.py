"""Texts that a spreadsheet would run as a formula: told apart, marked for a file, and read back.

One rule for every table that is written as CSV, and for the tables that people bring back.
"""

from __future__ import annotations

import re
from typing import Final

STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""Characters with which a cell may start a formula (OWASP, "CSV Injection"): Excel and LibreOffice
run ``=``, ``+``, ``-`` and ``@``, pass over a tab or a line end before them, and Excel in an East
Asian locale takes the full-width forms for the plain ones.
"""
MARK: Final = "'"
"""What spreadsheets themselves put before a cell that is to be a text."""
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


_DOUBTFUL: Final = STARTS | {MARK}


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a cell with this text. Plain numbers with a sign are none."""
    return text[:1] in STARTS and not _NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """``text`` as a cell of a file: with an apostrophe in front where it would be run, or where it
    could be taken for a text that was given one. ``unguarded`` gives the text back.
    """
    return MARK + text if text[:1] in _DOUBTFUL and is_formula(text.lstrip(MARK)) else text


def unguarded(cell: str) -> str:
    """The text of which ``guarded`` made ``cell``."""
    return cell[1:] if cell[:1] == MARK and is_formula(cell.lstrip(MARK)) else cell
