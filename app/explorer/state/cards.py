"""Quotations as cards, and what a reader does on them: values without a screen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_CLIENT: Final = re.compile(r"[0-9a-f]{32}")

LONGEST_NOTE: Final = 20_000


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
    not shown again.
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


@dataclass(frozen=True, slots=True)
class Act:
    """What a reader did on a card."""

    client: str
    seq: int
    card: str
    action: str
    text: str
    uuid: str


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards shown, with what can be done on them."""

    cards: Sequence[Card]
    actions: Sequence[Action] = ()
    label: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def parse_acts(value: object) -> list[Act]:
    """What the browser sent, in order; whatever is not an act is left out."""
    if not isinstance(value, Mapping):
        return []
    client, acts = value.get("client"), value.get("acts")
    if not isinstance(client, str) or not _CLIENT.fullmatch(client) or not isinstance(acts, list):
        return []
    found = []
    for raw in acts[:500]:
        if not isinstance(raw, Mapping):
            continue
        seq, texts = raw.get("seq"), [raw.get(name) for name in ("id", "action", "text", "uuid")]
        if (
            isinstance(seq, int)
            and not isinstance(seq, bool)
            and 0 < seq < 2**53
            and all(isinstance(text, str) for text in texts)
            and len(str(texts[2])) <= LONGEST_NOTE
            and _CLIENT.fullmatch(str(texts[3]))
        ):
            found.append(Act(client, seq, *map(str, texts)))
    return sorted(found, key=lambda act: act.seq)
