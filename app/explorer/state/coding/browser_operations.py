"""What the browser may ask for, declared once: every operation of the coding page and of the cards,
read from what was sent and turned into the store's operation. Nothing that comes from the browser
is trusted.

A class here is the whole of an operation: its fields are what the browser sends (an unknown field
is refused), ``stored()`` is what it asks of the project. The types that the JavaScript is checked
against (``components/shared/operations.d.ts``) are made from these classes.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal, TypeAlias, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from corpus.coding import FUNCTIONS, POLARITIES
from corpus.project import operations as op
from corpus.span import Span

MOST_OPERATIONS: Final = 5_000
LONGEST_QUOTE: Final = 100_000
LONGEST_NOTE: Final = 20_000
LARGEST: Final = 2**53 - 1
"""The largest whole number that JavaScript counts exactly."""


def _plain(text: str) -> str:
    # No database takes NUL; a lone surrogate is half a character.
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise PydanticCustomError("plain_text", "NUL or half a character")
    return text


def _some_words(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("some_words", "nothing but blanks")
    return text


def _polarity(value: object) -> object:
    if value not in POLARITIES:
        raise PydanticCustomError("polarity", "no polarity")
    return value


def _function(value: object) -> object:
    if value is not None and value not in FUNCTIONS:
        raise PydanticCustomError("function", "no function")
    return value


# Compiled, so that Python's own engine reads them: \w is what Python takes for a letter.
Client = Annotated[str, StringConstraints(pattern=re.compile(r"\A[0-9a-f]{16,64}\Z"))]
Uuid = Annotated[str, StringConstraints(pattern=re.compile(r"\A[0-9a-f]{32}\Z"))]
Id = Annotated[str, StringConstraints(pattern=re.compile(r"\A[\w.:#-]{1,200}\Z"))]
Seq = Annotated[int, Field(ge=1, le=LARGEST)]
Offset = Annotated[int, Field(ge=0, le=LARGEST)]
"""In code points of the transcript."""
Inner = Annotated[int, Field(ge=1, le=LARGEST)]
"""An offset that cannot be the first."""
Quote = Annotated[str, StringConstraints(max_length=LONGEST_QUOTE), AfterValidator(_plain)]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE), AfterValidator(_plain)]
Words = Annotated[Note, AfterValidator(_some_words)]
Polarity = Annotated[str, BeforeValidator(_polarity)]
Function = Annotated[str | None, BeforeValidator(_function)]


class Operation(BaseModel, ABC):
    """Common to all: ``seq`` counts up within a client; ``transcript`` and ``revision`` are what
    the page showed (None: cards, which show many transcripts).
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    kind: str
    seq: Seq
    transcript: Id | None = None
    revision: Offset | None = None

    @abstractmethod
    def stored(self) -> op.Operation | None:
        """The store's operation; None for undo and redo."""


def _stretch(start: int, end: int, quote: str) -> None:
    if start >= end:
        raise PydanticCustomError("end", "ends before it starts")
    if len(quote) != end - start:
        raise PydanticCustomError("quote", "another length than the stretch")


class Add(Operation):
    """Lay ``code`` on ``[start, end)`` (code points). ``uuid`` is the id of the coding to be."""

    kind: Literal["add"] = "add"
    transcript: Id
    revision: Offset
    uuid: Uuid
    start: Offset
    end: Inner
    quote: Quote
    code: Id
    polarity: Polarity

    @model_validator(mode="after")
    def _check(self) -> Add:
        _stretch(self.start, self.end, self.quote)
        return self

    def stored(self) -> op.AddCoding:
        return op.AddCoding(
            self.transcript,
            Span(self.start, self.end),
            self.quote,
            self.code,
            self.polarity,
            self.revision,
            self.uuid,
        )


class Remove(Operation):
    """Take one's own coding away."""

    kind: Literal["remove"] = "remove"
    coding: Id

    def stored(self) -> op.RemoveCoding:
        return op.RemoveCoding(self.coding)


class Recode(Operation):
    """Give a coding another code."""

    kind: Literal["recode"] = "recode"
    coding: Id
    code: Id

    def stored(self) -> op.Recode:
        return op.Recode(self.coding, self.code)


class SetPolarity(Operation):
    """Give a coding another polarity."""

    kind: Literal["polarity"] = "polarity"
    coding: Id
    polarity: Polarity

    def stored(self) -> op.SetPolarity:
        return op.SetPolarity(self.coding, self.polarity)


class SetFunction(Operation):
    """Tell what a coding is said as (None: not known); a suggestion is accepted by that."""

    kind: Literal["function"] = "function"
    coding: Id
    function: Function

    def stored(self) -> op.SetFunction:
        return op.SetFunction(self.coding, self.function)


class Resize(Operation):
    """Move the bounds of a coding; ``quote`` is the text at the new bounds."""

    kind: Literal["resize"] = "resize"
    revision: Offset
    coding: Id
    start: Offset
    end: Inner
    quote: Quote

    @model_validator(mode="after")
    def _check(self) -> Resize:
        _stretch(self.start, self.end, self.quote)
        return self

    def stored(self) -> op.ResizeCoding:
        return op.ResizeCoding(self.coding, Span(self.start, self.end), self.quote, self.revision)


class Split(Operation):
    """Cut a coding in two at ``at``. The first part keeps its id, the second gets ``uuid``."""

    kind: Literal["split"] = "split"
    coding: Id
    at: Inner
    uuid: Uuid

    def stored(self) -> op.SplitCoding:
        return op.SplitCoding(self.coding, self.at, self.uuid)


class Decide(Operation):
    """Accept or reject a suggestion; accepting may change its code and polarity (None: as
    suggested).
    """

    kind: Literal["decide"] = "decide"
    coding: Id
    status: Literal["accepted", "rejected"]
    code: Id | None = None
    polarity: Polarity | None = None

    def stored(self) -> op.Decide:
        return op.Decide(self.coding, self.status, self.code, self.polarity)


class Memo(Operation):
    """A memo on a coding (``coding``) or on a stretch of the transcript (``start``, ``end`` and
    ``quote``).
    """

    kind: Literal["memo"] = "memo"
    transcript: Id
    target: Literal["coding", "span"]
    coding: Id | None = None
    start: Offset | None = None
    end: Inner | None = None
    quote: Quote | None = None
    text: Words
    uuid: Uuid

    @model_validator(mode="after")
    def _check(self) -> Memo:
        if self.target == "coding":
            if self.coding is None:
                raise PydanticCustomError("coding", "missing")
            return self
        if self.start is None or self.end is None or self.quote is None:
            raise PydanticCustomError("quote", "no stretch")
        _stretch(self.start, self.end, self.quote)
        return self

    def stored(self) -> op.WriteMemo:
        if self.target == "coding":
            return op.WriteMemo("coding", self.coding or "", self.text, id=self.uuid)
        span = Span(self.start or 0, self.end or 0)
        return op.WriteMemo("span", self.transcript, self.text, span, self.quote or "", self.uuid)


class EditMemo(Operation):
    """Write one's own memo anew; an empty text takes it away. ``coding`` is the one that it stands
    on (None: it stands on a stretch), told for the browser's own count.
    """

    kind: Literal["edit_memo"] = "edit_memo"
    memo: Id
    coding: Id | None = None
    text: Note

    def stored(self) -> op.WriteMemo:
        return op.WriteMemo("coding", "", self.text, id=self.memo)


class Review(Operation):
    """A comment on a coding, or the verdict that it holds or is disputed."""

    kind: Literal["review"] = "review"
    coding: Id
    verdict: Literal["comment", "accept", "dispute"]
    text: Note
    uuid: Uuid

    @model_validator(mode="after")
    def _check(self) -> Review:
        if self.verdict == "comment" and not self.text.strip():
            raise PydanticCustomError("text", "a comment needs words")
        return self

    def stored(self) -> op.WriteReview:
        return op.WriteReview("coding", self.coding, self.verdict, self.text, self.uuid)


class Settle(Operation):
    """Mark a dispute as dealt with."""

    kind: Literal["settle"] = "settle"
    review: Id

    def stored(self) -> op.SettleReview:
        return op.SettleReview(self.review)


class Undo(Operation):
    """Take back the coder's last operation."""

    kind: Literal["undo"] = "undo"

    def stored(self) -> None:
        return None


class Redo(Operation):
    """Do again what was taken back."""

    kind: Literal["redo"] = "redo"

    def stored(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Malformed:
    """An operation that makes no sense: to be acknowledged as refused, so that it does not come for
    ever. ``field`` names the first field at fault.
    """

    seq: int
    field: str

    kind: ClassVar[str] = "malformed"


Asked: TypeAlias = (
    Add
    | Remove
    | Recode
    | SetPolarity
    | SetFunction
    | Resize
    | Split
    | Decide
    | Memo
    | EditMemo
    | Review
    | Settle
    | Undo
    | Redo
)
OPERATIONS: Final[tuple[type[Operation], ...]] = get_args(Asked)
KINDS: Final[tuple[str, ...]] = tuple(
    str(operation.model_fields["kind"].default) for operation in OPERATIONS
)

_ASKED: Final[TypeAdapter[Asked]] = TypeAdapter(
    Annotated[Asked, Field(discriminator="kind")], config=ConfigDict(strict=True)
)
_STRICT: Final = ConfigDict(strict=True)
_SEQ: Final[TypeAdapter[int]] = TypeAdapter(Seq, config=_STRICT)
_CLIENT: Final[TypeAdapter[str]] = TypeAdapter(Client, config=_STRICT)


def _read(raw: object) -> Asked | Malformed | None:
    if not isinstance(raw, Mapping):
        return None
    try:
        seq = _SEQ.validate_python(raw.get("seq"))
    except ValidationError:
        return None
    try:
        return _ASKED.validate_python(raw)
    except ValidationError as error:
        return Malformed(seq, _field(error))


def _field(error: ValidationError) -> str:
    """The field at fault. A check over several fields names one by its type."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    match first["loc"]:
        case ():
            return "kind"
        case (_,):
            return first["type"]
        case (_, name, *_):
            return str(name)
    return ""


def parse_outbox(value: object) -> tuple[str, list[Asked | Malformed]]:
    """(client, its operations in the order of ``seq``, each number once) from the state value
    ``outbox``.

    ("", []) for anything that is no outbox. An operation with a number but with a faulty field
    comes as ``Malformed``, so that it can be refused by its number; one without a number is
    dropped. Never raises.
    """
    if not isinstance(value, Mapping):
        return "", []
    sent = value.get("operations")
    try:
        client = _CLIENT.validate_python(value.get("client"))
    except ValidationError:
        return "", []
    if not isinstance(sent, list):
        return "", []
    by_seq: dict[int, Asked | Malformed] = {}
    for raw in sent[:MOST_OPERATIONS]:
        operation = _read(raw)
        if operation is not None:
            by_seq.setdefault(operation.seq, operation)
    return client, [by_seq[seq] for seq in sorted(by_seq)]


class _Sent(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Place(_Sent):
    transcript: Id
    turn: Offset
    coding: Id | None = None
    chosen: Annotated[list[Offset], Field(min_length=2, max_length=2)] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is: the turn of the caret, or the one at the top of the page, the coding
    that is selected and the stretch of text that is (None: none).
    """

    transcript: str
    turn: int
    coding: str | None
    chosen: Span | None = None


def parse_place(value: object) -> Place | None:
    """The state value ``place``; None for anything else."""
    try:
        place = _Place.model_validate(value)
    except ValidationError:
        return None
    start, end = place.chosen or (0, 0)
    chosen = Span(start, end) if start < end else None
    return Place(place.transcript, place.turn, place.coding, chosen)


Digit = Annotated[str, StringConstraints(pattern=re.compile(r"\A[1-9]\Z"))]
_DIGITS: Final[TypeAdapter[dict[str, str]]] = TypeAdapter(dict[Digit, Id], config=_STRICT)


def parse_digits(value: object) -> dict[str, str] | None:
    """The state value ``digits`` ({"1": code id, …}) as the reader set it; None when it was not set
    or is anything else.
    """
    try:
        digits = _DIGITS.validate_python(value)
    except ValidationError:
        return None
    return {digit: digits[digit] for digit in sorted(digits)}


class _Wish(_Sent):
    coding: Id
    number: Offset


def parse_wish(value: object) -> tuple[str, int] | None:
    """The state value ``open`` of the cards: (coding to go to, a number that is another for each
    click); None for anything else.
    """
    try:
        wish = _Wish.model_validate(value)
    except ValidationError:
        return None
    return wish.coding, wish.number


class _Pick(_Sent):
    start: Offset
    n: Offset


def parse_pick(value: object) -> tuple[int, int] | None:
    """The state value ``pick`` of the lanes: (where the sentence starts, a number that is another
    for each click); None for anything else.
    """
    try:
        pick = _Pick.model_validate(value)
    except ValidationError:
        return None
    return pick.start, pick.n
