"""The pages of the explorer, one file each: ``render(session)``. They hold no computation."""

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
