"""Quotations as cards, with what a reader can do on them: values without a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Chip:
    """A code on a card: key, name, sign and name of the polarity, colour."""

    key: str
    name: str
    sign: str
    polarity: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A review on a card."""

    verdict: str
    label: str
    text: str
    coder: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button of every card. ``note``: it asks for a text under this label first; ``optional``:
    which may stay empty.
    """

    id: str
    label: str
    title: str = ""
    note: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One quotation. ``marks``: (start, end, "indicator" | "cue" | "hit") in code points of
    ``quote``; ``cite`` where it stands; ``same``: the words are those of the card above, and are
    not shown again; ``disputes``: the ids of the open disputes that the card can settle.
    """

    id: str
    quote: str
    cite: str
    codes: tuple[Chip, ...] = ()
    before: str = ""
    after: str = ""
    marks: tuple[tuple[int, int, str], ...] = ()
    status: str = ""
    state: str = ""
    coder: str = ""
    reviews: tuple[Said, ...] = ()
    current: bool = False
    actions: tuple[Action, ...] | None = None
    same: bool = False
    disputes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards shown, with what can be done on them. ``study`` names the study whose outbox they
    use; "" where nothing can be done on them that is to be kept.
    """

    cards: Sequence[Card]
    actions: Sequence[Action] = ()
    label: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    study: str = ""
