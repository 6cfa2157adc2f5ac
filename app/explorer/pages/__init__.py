"""The pages of the explorer, one file each: ``render(session)``. They hold no computation and have
no way to the store but ``session.edit``.

A new page is a file, a line in ``PAGES``, the message ``page.<id>`` and a row in
``docs/explorer.md``. What it may use:

- ``session``: ``desk`` and ``facts`` to read, ``edit`` to write, ``say`` and ``mark`` for words;
- ``widgets.address``: choices that stand in the address, ``goto``, ``nothing_yet``;
- ``widgets.filters``: who, where, which polarity; as a ``Choice`` for analyses or a ``Filter``;
- ``widgets.long_work.analysed``: an analysis, beside the page where it takes long;
- ``widgets.results``: a result as tables, pictures and a download;
- ``widgets.card_actions``: codings as cards with their buttons, a page of them at a time;
- ``widgets.row_picker``, ``widgets.notices``, ``widgets.markdown``: a row picked by a click, words
  that outlive a run, text of the study where Markdown is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.explorer.widgets.session import Session


@dataclass(frozen=True, slots=True)
class PageSpec:
    """``id`` is the address of the page and the name of its file; ``icon`` a Material symbol. Its
    title is the message ``page.<id>``.
    """

    id: str
    icon: str

    def load(self) -> Callable[[Session], None]:
        """The function that draws it."""
        found: Callable[[Session], None] = import_module(f"app.explorer.pages.{self.id}").render
        return found


PAGES: Final[tuple[PageSpec, ...]] = (
    PageSpec("overview", ":material/home:"),
    PageSpec("coding", ":material/edit_note:"),
    PageSpec("themes", ":material/account_tree:"),
    PageSpec("network", ":material/hub:"),
    PageSpec("concordance", ":material/search:"),
    PageSpec("compare", ":material/compare_arrows:"),
    PageSpec("review", ":material/rate_review:"),
    PageSpec("books", ":material/menu_book:"),
    PageSpec("cases", ":material/groups:"),
    PageSpec("export", ":material/download:"),
)
