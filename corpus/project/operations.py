"""What a person can do to a study: small frozen values, applied by ``Project.apply`` alone.

Every operation names what it is about by UUID; new things bring their own, so that sending an
operation twice makes one thing. ``revision`` is the revision of the transcript that the coder was
looking at: where it has moved, the operation is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal

from corpus.coding import Evidence, Status, Step
from corpus.problem import FangtanError
from corpus.project.identity import new_id
from corpus.project.records import StoredCoding
from corpus.span import Span

MemoTarget = Literal["project", "transcript", "span", "code", "case", "coding"]
ReviewTarget = Literal["coding", "code", "pair", "span"]
Verdict = Literal["comment", "accept", "dispute", "adjudicate"]
VariableType = Literal["text", "number", "date", "boolean", "choice"]


class Refused(FangtanError):
    """An operation that the state of the project does not allow. The project is as it was."""


@dataclass(frozen=True, slots=True)
class Operation:
    """Base of all operations; ``kind`` names it in the log and in messages
    (``operation.<kind>``).
    """

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True)
class AddCoding(Operation):
    """Lay a code on ``span`` whose text must be ``quote``."""

    kind: ClassVar[str] = "add_coding"
    transcript: str
    span: Span
    quote: str
    code: str
    polarity: str = "neutral"
    revision: int | None = None
    id: str = field(default_factory=new_id)
    function: str | None = None

    @classmethod
    def again(cls, coding: StoredCoding, polarity: str | None = None) -> AddCoding:
        """The same coding laid by another coder; ``polarity``: with this one (None: its own)."""
        return cls(
            coding.transcript,
            coding.span,
            coding.quote,
            coding.code,
            polarity or coding.polarity,
            function=coding.function,
        )


@dataclass(frozen=True, slots=True)
class RemoveCoding(Operation):
    """Take one's own coding away. A suggestion of a machine is rejected instead (``Decide``)."""

    kind: ClassVar[str] = "remove_coding"
    coding: str


@dataclass(frozen=True, slots=True)
class Recode(Operation):
    """Give a coding another code (a suggestion is accepted by that)."""

    kind: ClassVar[str] = "recode"
    coding: str
    code: str


@dataclass(frozen=True, slots=True)
class SetPolarity(Operation):
    """Overrule the polarity (a suggestion is accepted by that)."""

    kind: ClassVar[str] = "set_polarity"
    coding: str
    polarity: str


@dataclass(frozen=True, slots=True)
class SetFunction(Operation):
    """Tell what is said here as (None: not known); a suggestion is accepted by that."""

    kind: ClassVar[str] = "set_function"
    coding: str
    function: str | None


@dataclass(frozen=True, slots=True)
class ResizeCoding(Operation):
    """Move the ends of a coding; also the way to place a coding that a new revision of its
    transcript has left without a place.
    """

    kind: ClassVar[str] = "resize_coding"
    coding: str
    span: Span
    quote: str
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class SplitCoding(Operation):
    """Two codings in place of one, cut at a position inside it; ``id`` names the second."""

    kind: ClassVar[str] = "split_coding"
    coding: str
    at: int
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class MergeCodings(Operation):
    """One coding over all the given ones (same transcript, same code); the first keeps its id,
    polarity and place in history.
    """

    kind: ClassVar[str] = "merge_codings"
    codings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decide(Operation):
    """Accept or reject a suggestion (``suggested`` opens it again), with another code or polarity
    where told.
    """

    kind: ClassVar[str] = "decide"
    coding: str
    status: Status
    code: str | None = None
    polarity: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerSuggestion(Operation):
    """Say yes or no to a code for a stretch that was put up to be looked at, whether its machine
    had suggested it before or not. Every open suggestion of machines there is decided alike; where
    ``machine`` (the id of a coder) has none, its coding is laid, decided. Its coding has
    ``evidence`` then, what it was put up with, and with a yes ``polarity``.
    """

    kind: ClassVar[str] = "answer_suggestion"
    transcript: str
    span: Span
    quote: str
    code: str
    machine: str
    yes: bool
    polarity: str = "unsure"
    evidence: Evidence | None = None
    revision: int | None = None
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class LinkCodings(Operation):
    """Join two codings of one interview, such as a problem and its cause: ``second`` is to
    ``first`` what ``step`` says. Open suggestions are accepted by that.
    """

    kind: ClassVar[str] = "link_codings"
    first: str
    second: str
    step: Step
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class UnlinkCodings(Operation):
    """Take one's own link between two codings away."""

    kind: ClassVar[str] = "unlink_codings"
    link: str


@dataclass(frozen=True, slots=True)
class WriteMemo(Operation):
    """Write a memo or write one's own anew (with a span: at another place). For a span: ``target``
    is the transcript, with the span and its quote. Empty text removes it.
    """

    kind: ClassVar[str] = "write_memo"
    about: MemoTarget
    target: str
    text: str
    span: Span | None = None
    quote: str = ""
    id: str = field(default_factory=new_id)
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class WriteReview(Operation):
    """Comment on, accept or dispute a coding, a code or a pair of codes (``target`` ``CODE|CODE``);
    ``adjudicate`` records a decision and its reason.
    """

    kind: ClassVar[str] = "write_review"
    about: ReviewTarget
    target: str
    verdict: Verdict
    text: str = ""
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class SettleReview(Operation):
    """Mark a review as dealt with, or open it again."""

    kind: ClassVar[str] = "settle_review"
    review: str
    settled: bool = True


@dataclass(frozen=True, slots=True)
class SaveCase(Operation):
    """Make a case or give it another name."""

    kind: ClassVar[str] = "save_case"
    name: str
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class AssignCase(Operation):
    """Tell which case a speaker of a transcript is; ``case`` None takes it back."""

    kind: ClassVar[str] = "assign_case"
    transcript: str
    speaker: str
    case: str | None


@dataclass(frozen=True, slots=True)
class DefineVariable(Operation):
    """Make an attribute of cases, or change its name or type (refused when a stored value does not
    fit the type).
    """

    kind: ClassVar[str] = "define_variable"
    name: str
    type: VariableType = "text"
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class SetAttribute(Operation):
    """Give a case a value of a variable; "" takes it away."""

    kind: ClassVar[str] = "set_attribute"
    case: str
    variable: str
    value: str


@dataclass(frozen=True, slots=True)
class AddCode(Operation):
    """A code of one's own in a codebook of the study, below ``parent`` (None: at the top)."""

    kind: ClassVar[str] = "add_code"
    family: str
    key: str
    name: str
    parent: str | None = None
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class RenameCode(Operation):
    """Another name, or another colour, for a code; its key stays."""

    kind: ClassVar[str] = "rename_code"
    code: str
    name: str | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True)
class MoveCode(Operation):
    """Hang a code under another parent of the same codebook (None: to the top)."""

    kind: ClassVar[str] = "move_code"
    code: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class MergeCodes(Operation):
    """All codings of ``code`` become codings of ``into``; the code is retired and remembers where
    it went.
    """

    kind: ClassVar[str] = "merge_codes"
    code: str
    into: str


@dataclass(frozen=True, slots=True)
class AdoptCodebook(Operation):
    """Take a codebook, or a new version of it, into the study. ``codes``: (key, name, English name,
    key of the parent or "") in tree order.
    """

    kind: ClassVar[str] = "adopt_codebook"
    family: str
    version: str
    hash: str
    name: str
    snapshot: str
    codes: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SaveView(Operation):
    """Keep the state of a page (filters, a query) under a name."""

    kind: ClassVar[str] = "save_view"
    name: str
    page: str
    state: Mapping[str, Any]
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class RemoveView(Operation):
    """Forget a saved view."""

    kind: ClassVar[str] = "remove_view"
    view: str


@dataclass(frozen=True, slots=True)
class SettleConflict(Operation):
    """Decide a conflict that a merge has listed: keep ours, or take theirs."""

    kind: ClassVar[str] = "settle_conflict"
    conflict: str
    take: Literal["ours", "theirs"]


OPERATIONS: Final[tuple[type[Operation], ...]] = (
    AddCoding,
    RemoveCoding,
    Recode,
    SetPolarity,
    SetFunction,
    ResizeCoding,
    SplitCoding,
    MergeCodings,
    Decide,
    AnswerSuggestion,
    LinkCodings,
    UnlinkCodings,
    WriteMemo,
    WriteReview,
    SettleReview,
    SaveCase,
    AssignCase,
    DefineVariable,
    SetAttribute,
    AddCode,
    RenameCode,
    MoveCode,
    MergeCodes,
    AdoptCodebook,
    SaveView,
    RemoveView,
    SettleConflict,
)
"""Every operation that the project takes."""
FORMER_KINDS: Final = frozenset({"save_set"})
"""Kinds that only older programs wrote: the log shows, replays and undoes their events, nothing
makes new ones (``save_set``: named sets of transcripts, codes or cases, in ``groupings``).
"""
