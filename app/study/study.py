"""A study as the analyses read it, whether a finished run or a project: transcripts with their
codings, codebooks, the unit chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.units import Incidence, Key, UnitKind, interview_units, nobody_asks
from analysis.words.dictionary import segmenter_for
from codebooks.codebook import Codebook
from corpus.coding import STEPS, Coding, CodingLink, identity_of
from corpus.problem import FangtanError
from corpus.project.project import Project
from corpus.project.records import CaseInfo, Filter
from corpus.segmentation import Segmenter
from corpus.transcript import Transcript, is_synthetic
from corpus.turns.metadata import key_of


@dataclass(frozen=True)
class Study:
    """``interviews`` in the order of the run; ``unit`` is the unit that the run counted by;
    ``links``: source -> the codings of that interview that people joined.
    """

    folder: Path | str
    interviews: tuple[tuple[Transcript, tuple[Coding, ...]], ...]
    books: tuple[Codebook, ...]
    unit: UnitKind
    parameters: Mapping[str, Any]
    links: Mapping[str, tuple[CodingLink, ...]] = field(default_factory=dict)

    @cached_property
    def synthetic(self) -> int:
        """How many of the interviews say that they are synthetic."""
        return sum(is_synthetic(transcript.metadata) for transcript, _ in self.interviews)

    @cached_property
    def without_questions(self) -> int:
        """In how many interviews nobody asks though there are several turns: there an exchange is
        a turn (``analysis.units.nobody_asks``).
        """
        return sum(
            len(transcript.turns) > 1 and nobody_asks(turn.role for turn in transcript.turns)
            for transcript, _ in self.interviews
        )

    def book(self, name: str | None, purpose: str = "") -> Codebook:
        """A codebook of the study by id (None: the first). Raises FangtanError for one that it was
        not coded with.
        """
        for book in self.books:
            if name is None or book.id == name:
                return book
        raise FangtanError(
            "study.no_book", name=name or purpose, known="、".join(book.id for book in self.books)
        )

    def code_key(self, code: str, codebook: str | None = None) -> Key:
        """(codebook, code) of a code by its id (of ``codebook``, else of the first that has it) or
        as CODEBOOK:CODE. Raises FangtanError for one that the codebooks of the study do not hold.
        """
        owner, _, name = code.rpartition(":")
        for book in self.books:
            if name in book.by_id and owner in ("", book.id) and codebook in (None, book.id):
                return book.id, name
        raise FangtanError(
            "study.no_code", code=code, known="、".join(book.id for book in self.books)
        )

    def incidence(self, unit: UnitKind | None = None) -> Incidence:
        """Units x codes of all codebooks."""
        kind = unit or self.unit
        keys = [(book.id, code.id) for book in self.books for code, _, _ in book.walk()]
        return Incidence.stack(
            kind,
            keys,
            (
                (transcript.source, interview_units(transcript, codings, kind))
                for transcript, codings in self.interviews
            ),
        )

    def together(self, unit: UnitKind | None = None) -> Cooccurrence:
        """Co-occurrence under a unit (the run's own by default)."""
        return cooccurrence(self.incidence(unit))

    def segmentation(self) -> Segmenter:
        """The word segmenter of the run behind the study (engine, user dictionary, indicators of
        the codebooks), so that words are those of its words.csv; of a project, rjieba with the
        indicators.
        """
        words = self.parameters.get("words") or {}
        dictionary = tuple(map(str, self.parameters.get("dictionary") or ()))
        return segmenter_for(self.books, dictionary, words.get("engine", "rjieba"))

    def attribute(self, name: str) -> dict[str, str]:
        """Source -> value of a metadata field. Raises FangtanError when no interview has it."""
        found = {
            transcript.source: _value(transcript.metadata.get(name))
            for transcript, _ in self.interviews
        }
        if not any(found.values()):
            known = sorted(
                {key for transcript, _ in self.interviews for key in transcript.metadata}
            )
            raise FangtanError("study.no_attribute", name=name, known="、".join(known))
        return found


def _value(value: Any) -> str:
    return (
        ""
        if value is None
        else "、".join(map(str, value))
        if isinstance(value, list)
        else str(value)
    )


def load(place: Path | str) -> Study:
    """The output folder of ``fangtan run``, or a project (file or address). Raises FangtanError
    that names the file, the line and the remedy.
    """
    from corpus.project.opening import is_project, open_project
    from corpus.project.store import is_address

    if is_address(place) or is_project(Path(place)):
        with open_project(place, read_only=not is_address(place)) as project:
            return from_project(project)
    return _from_run(Path(place))


def rules(place: Path | str, study: Study) -> tuple[Codebook, ...]:
    """The codebooks by which the machine codes the study that was loaded from ``place``: of a
    project, the adopted versions as they were written.
    """
    from app.study.projects import rules_of
    from corpus.project.opening import is_project, open_project
    from corpus.project.store import is_address

    if is_address(place) or is_project(Path(place)):
        with open_project(place, read_only=not is_address(place)) as project:
            return rules_of(project)
    return study.books


def from_project(
    project: Project, wanted: Filter | None = None, unit: UnitKind = "exchange"
) -> Study:
    """A project as it stands. Attributes of cases go before the header of the transcript; codes are
    those of the study (renamed, moved, merged, its own).
    """
    from app.study.projects import books_of, linked_interviews

    told = attributes_of(project)
    interviews: list[tuple[Transcript, tuple[Coding, ...]]] = []
    joined: dict[str, tuple[CodingLink, ...]] = {}
    for entity, transcript, codings, links in linked_interviews(project, wanted):
        interviews.append((with_attributes(transcript, told.get(entity, {})), tuple(codings)))
        if links:
            joined[transcript.source] = links
    return Study(
        project.name,
        tuple(interviews),
        books_of(project),
        unit,
        {"unit": unit, "project": project.id, "revision": project.revision},
        joined,
    )


def attributes_of(project: Project) -> dict[str, dict[str, Any]]:
    """Transcript -> metadata from the attributes of its cases: a field that the header knows too
    (部门 is department) under the header's key.
    """
    return attributes_from(project.cases())


def attributes_from(cases: Iterable[CaseInfo]) -> dict[str, dict[str, Any]]:
    """The same from cases that were read already."""
    found: dict[str, dict[str, list[str]]] = {}
    for case in cases:
        for transcript, _ in case.speaks:
            for name, value in case.attributes.items():
                own = found.setdefault(transcript, {}).setdefault(key_of(name) or name, [])
                if value not in own:
                    own.append(value)
    return {
        transcript: {key: values[0] if len(values) == 1 else values for key, values in own.items()}
        for transcript, own in found.items()
    }


def with_attributes(transcript: Transcript, told: Mapping[str, Any]) -> Transcript:
    """The transcript with attributes of its cases in its metadata."""
    return replace(transcript, metadata={**transcript.metadata, **told}) if told else transcript


def _from_run(folder: Path) -> Study:
    if not (folder / "run.json").exists():
        raise FangtanError("study.missing", folder=str(folder))
    try:
        facts = orjson.loads((folder / "run.json").read_bytes())
        books = tuple(
            Codebook.model_validate(entry)
            for entry in orjson.loads((folder / "codebooks.json").read_bytes())
        )
        unit = facts["parameters"]["unit"]
    except FileNotFoundError as error:
        raise FangtanError(
            "study.old", folder=str(folder), file=Path(error.filename).name
        ) from error
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise FangtanError("study.damaged", file=str(folder / "run.json"), line=1) from error
    transcripts: dict[str, tuple[Transcript, list[Coding]]] = {}
    for line, record in _lines(folder / "transcripts.jsonl"):
        try:
            made = Transcript.from_record(record)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FangtanError(
                "study.damaged", file=str(folder / "transcripts.jsonl"), line=line
            ) from error
        transcripts[made.source] = (made, [])
    for line, record in _lines(folder / "codings.jsonl"):
        try:
            coding = Coding.from_record(record)
            transcript, own = transcripts[record["source"]]
            if coding.span.of(transcript.text) != coding.quote:
                raise ValueError("the quote is not the text at its place")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FangtanError(
                "study.damaged", file=str(folder / "codings.jsonl"), line=line
            ) from error
        own.append(coding)
    return Study(
        folder,
        tuple((transcript, tuple(codings)) for transcript, codings in transcripts.values()),
        books,
        unit,
        facts["parameters"],
        _links_from_run(folder, transcripts),
    )


def _links_from_run(
    folder: Path, transcripts: Mapping[str, tuple[Transcript, list[Coding]]]
) -> dict[str, tuple[CodingLink, ...]]:
    """What people joined, by source; a run on files has none. Raises FangtanError for a line that
    tells codings which the run does not hold.
    """
    path = folder / "links.jsonl"
    links: dict[str, list[CodingLink]] = {}
    known: dict[str, dict[frozenset[tuple[str, str | int]], Coding]] = {}
    for number, record in _lines(path) if path.exists() else ():
        try:
            source = record["source"]
            if source not in known:
                known[source] = {
                    frozenset(identity_of(coding).items()): coding
                    for coding in transcripts[source][1]
                }
            own = known[source]
            first, second = (own[frozenset(record[end].items())] for end in ("first", "second"))
            if record["step"] not in STEPS:
                raise ValueError("there is no such step")
            link = CodingLink(first, second, record["step"], record["coder"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FangtanError("study.damaged", file=str(path), line=number) from error
        links.setdefault(source, []).append(link)
    return {source: tuple(drawn) for source, drawn in links.items()}


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield number, orjson.loads(line)
                except ValueError as error:
                    raise FangtanError("study.damaged", file=str(path), line=number) from error
    except OSError as error:
        raise FangtanError("study.old", folder=str(path.parent), file=path.name) from error


def names_of(books: tuple[Codebook, ...], lang: str) -> dict[Key, str]:
    """(codebook, code) -> name."""
    return {
        (book.id, code.id): code.name.text(lang) for book in books for code, _, _ in book.walk()
    }
