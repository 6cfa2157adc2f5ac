"""The codebook: a versioned tree of codes with the rules by which each is recognised.

A code is a concept without valence; what is said of it (lacking, present, demanded …) is the
polarity of a coding. An indicator has a class that tells how negation works on it (methods: DESIGN
§4.2).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import not_
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_serializer

from corpus.coding import Function, Polarity

IndicatorClass = Literal["concept", "deficit", "asset"]
"""concept: neutral word, negation makes it lacking; deficit: the word itself names a lack (壁垒),
removal makes it present; asset: the word itself names an achievement.
"""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _bilingual(value: object) -> object:
    return {"zh": value} if isinstance(value, str) else value


class Bilingual(_Model):
    """A text in Chinese with its English twin (falls back to the Chinese)."""

    zh: str
    en: str = ""

    def text(self, lang: str = "zh") -> str:
        return self.en if lang == "en" and self.en else self.zh


Words = Annotated[Bilingual, BeforeValidator(_bilingual)]


def _by_class(value: object) -> object:
    return {"own": value} if isinstance(value, list) else value


class Indicators(_Model):
    """Indicator words by class; a plain list takes the class of its code (``own``)."""

    own: tuple[str, ...] = ()
    concept: tuple[str, ...] = ()
    deficit: tuple[str, ...] = ()
    asset: tuple[str, ...] = ()

    def items(self, own: IndicatorClass) -> Iterator[tuple[str, IndicatorClass]]:
        """Every word with its class."""
        yield from ((word, own) for word in self.own)
        yield from ((word, "concept") for word in self.concept)
        yield from ((word, "deficit") for word in self.deficit)
        yield from ((word, "asset") for word in self.asset)


IndicatorWords = Annotated[Indicators, BeforeValidator(_by_class)]


class Pattern(_Model):
    """A google-re2 pattern (linear time; no lookaround, no backreference) matched within a line."""

    pattern: str
    kind: IndicatorClass | None = Field(default=None, alias="class")


class Near(_Model):
    """All of ``words`` (alternatives by ``|``) in one clause, the whole within ``within``
    characters.
    """

    words: tuple[str, ...] = Field(min_length=2)
    within: int = Field(default=8, ge=2, le=60)
    kind: IndicatorClass | None = Field(default=None, alias="class")


class Exclusion(_Model):
    """What does not belong here, and the code that takes it (``IE4.2``, or
    ``collaborative_governance:CG4``; "" = none).
    """

    when: Words
    use: tuple[str, ...] = ()


class Example(_Model):
    """A sentence with the polarity that the code gets in it; ``coded: false`` for one that must not
    be coded.
    """

    text: str
    polarity: Polarity | None = None
    coded: bool = True


class Link(_Model):
    """The usual chain: a problem, its causes, its countermeasures (code ids)."""

    problem: str
    causes: tuple[str, ...] = ()
    countermeasures: tuple[str, ...] = ()


class Code(_Model):
    """A code, or a theme when it has children. Only codes with indicators, patterns or near rules
    are coded by rule.
    """

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")
    name: Words
    definition: Words
    inclusion: Words | None = None
    exclusion: tuple[Exclusion, ...] = ()
    kind: IndicatorClass = Field(default="concept", alias="class")
    default: Polarity | None = None
    function: Function | None = None
    indicators: IndicatorWords = Indicators()
    weak: IndicatorWords = Indicators()
    company: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    near: tuple[Near, ...] = ()
    unless: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    spoken: tuple[str, ...] = Field(default=(), exclude_if=not_)
    """Sentences as people say it without the indicators, for the coder `similar`: no rule is tried
    on them and none codes by them. Where there are none the field is not written, so that codebooks
    without it have the hash that they had.
    """
    children: tuple[Code, ...] = ()

    def walk(self, depth: int = 0, theme: str = "") -> Iterator[tuple[Code, int, str]]:
        """This code and all below it, parents first: (code, depth, id of the top theme)."""
        theme = theme or self.id
        yield self, depth, theme
        for child in self.children:
            yield from child.walk(depth + 1, theme)


class Lens(_Model):
    """A regrouping of the same codes: group name -> code or theme ids (a theme stands for all below
    it).
    """

    name: Words
    groups: Mapping[str, tuple[str, ...]]


def _by_names(value: object) -> object:
    return {"names": value} if isinstance(value, list | tuple) else value


class Office(_Model):
    """The names that a department goes by, and longer words in which none of them counts
    (``unless``: 工商登记 is not 工商). A plain list holds names alone, and is written as one.
    """

    names: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @model_serializer(mode="plain")
    def _plain(self) -> object:
        if not self.unless:
            return list(self.names)
        return {"names": list(self.names), "unless": list(self.unless)}


def as_office(names: Office | Sequence[str]) -> Office:
    """Names alone, or an office as it is."""
    return names if isinstance(names, Office) else Office(names=tuple(names))


OfficeNames = Annotated[Office, BeforeValidator(_by_names)]


class Codebook(_Model):
    """A versioned tree of codes. ``regional`` adds to OpenCC's tables: mainland word -> other words
    for it.
    """

    format: Literal["fangtan-codebook/1"] = "fangtan-codebook/1"
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Words
    version: str
    description: Words | None = None
    domain: Words | None = None
    unit: Words | None = None
    sources: tuple[str, ...] = ()
    lenses: Mapping[str, Lens] = {}
    regional: Mapping[str, tuple[str, ...]] = {}
    markers: Mapping[Function, tuple[str, ...]] = {}
    links: tuple[Link, ...] = ()
    gazetteer: Mapping[str, OfficeNames] = {}
    """Department -> the names it goes by, for who speaks of whom."""
    codes: tuple[Code, ...] = Field(min_length=1)

    def walk(self) -> Iterator[tuple[Code, int, str]]:
        """Every code of the tree, parents first: (code, depth from 0, id of its top theme)."""
        for code in self.codes:
            yield from code.walk()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with fields changed; what was derived from the old ones is derived anew."""
        made = super().model_copy(update=update, deep=deep)
        for name in ("by_id", "theme_of", "hash"):
            made.__dict__.pop(name, None)
        return made

    @cached_property
    def by_id(self) -> dict[str, Code]:
        return {code.id: code for code, _, _ in self.walk()}

    @cached_property
    def theme_of(self) -> dict[str, str]:
        """Code id -> id of its top theme."""
        return {code.id: theme for code, _, theme in self.walk()}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the content: the same rules give the same hash, whatever the layout of the
        file.
        """
        content = json.dumps(
            self.model_dump(mode="json", by_alias=True), ensure_ascii=False, sort_keys=True
        )
        return hashlib.sha256(content.encode("utf-8")).hexdigest()

    def group_of(self, lens: str) -> dict[str, str]:
        """Code id -> group under ``lens``. Raises ValueError for a lens that the codebook does not
        have.
        """
        if lens not in self.lenses:
            raise ValueError(f"lens must be one of {sorted(self.lenses)}, got {lens!r}")
        groups: dict[str, str] = {}
        for group, members in self.lenses[lens].groups.items():
            for member in members:
                for code, _, _ in self.by_id[member].walk():
                    groups[code.id] = group
        return groups

    def __hash__(self) -> int:
        return hash(self.hash)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Codebook) and self.hash == other.hash
