"""What the command line and the explorer do with a project: take interviews in, adopt codebooks,
read what is coded.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from codebooks.codebook import Bilingual, Code, Codebook
from corpus.problem import FangtanError, Problem
from corpus.project import CoderInfo, Filter, Project
from corpus.project.importing import Imported
from corpus.project.operations import AdoptCodebook
from corpus.project.records import CodebookInfo, CodeInfo, StoredCoding, StoredLink

if (
    TYPE_CHECKING
):  # reading and coding bring much with them; who only opens a study need not wait for it
    from app.study.inputs import Progress
    from app.study.reading import Settings
    from corpus.coding import Coding, CodingLink, Polarity
    from corpus.transcript import Transcript


@dataclass(slots=True)
class ImportOutcome:
    """What became of the files of an import, one by one."""

    files: list[Imported] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stopped: bool = False

    def count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.files)

    @property
    def all_problems(self) -> list[Problem]:
        return [*self.problems, *(problem for one in self.files for problem in one.problems)]

    @property
    def exit_code(self) -> int:
        """0 all well, 1 some files had errors, 2 nothing was taken or known, 130 stopped."""
        if self.stopped:
            return 130
        if not any(one.outcome != "failed" for one in self.files):
            return 2
        return 1 if any(problem.severity == "error" for problem in self.all_problems) else 0


def options_key(settings: Settings) -> str:
    """What bears on how a file is read, in short: other options make a new revision."""
    told = json.dumps(
        [settings.interviewers, settings.merge_runs, settings.encoding], ensure_ascii=False
    )
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def import_interviews(
    project: Project,
    inputs: Sequence[Path],
    settings: Settings,
    *,
    progress: Progress | None = None,
    label: str | None = None,
    uploaded: bool = False,
) -> ImportOutcome:
    """Files and folders into a project, one transaction a file: what is stored stays, whatever
    happens to the next one.

    A file is named with the folder given in front of it (a single file with the folder in which it
    lies), so that it is known again wherever the program is started. Two files of one name in one
    import are not mixed: the second is named and left out. A file ``uploaded`` tells no folder: it
    is the one file of that name in the study, whatever its folder there, else it is named by its
    own name alone.
    """
    from app.study.inputs import find_inputs

    outcome = ImportOutcome()
    options = options_key(settings)
    files: list[tuple[Path, str]] = []
    known = _by_file_name(project) if uploaded else {}
    for given in inputs:
        found, wrong = find_inputs(
            [given], label=label or (given.resolve().name if given.is_dir() else None)
        )
        files += [
            (path, _short(name) if given.is_dir() else _named(path, known if uploaded else None))
            for path, name in found
        ]
        outcome.problems += wrong
    seen: dict[str, Path] = {}
    for place, (path, name) in enumerate(files, 1):
        first = seen.setdefault(name, path)
        if first is not path:
            if first.resolve() != path.resolve():
                outcome.files.append(
                    Imported(
                        name,
                        "failed",
                        problems=[
                            Problem(
                                str(path),
                                "project.same_name",
                                values={"name": name, "other": str(first)},
                            )
                        ],
                    )
                )
            continue
        try:
            outcome.files.append(_import_one(project, path, name, options, settings))
        except KeyboardInterrupt:
            outcome.stopped = True
            break
        if progress:
            progress(place, len(files), name)
    return outcome


def _named(path: Path, known: Mapping[str, Sequence[str]] | None) -> str:
    """The name in the study of a single file, or of an upload that goes by its own name among the
    ``known``.
    """
    own = unicodedata.normalize("NFC", path.name)
    if known is None:
        return f"{path.resolve().parent.name}/{own}".lstrip("/")
    same = known.get(own, ())
    return same[0] if len(same) == 1 else own


def _by_file_name(project: Project) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source in sorted({info.source for info in project.transcripts()}):
        found.setdefault(source.rsplit("/", 1)[-1], []).append(source)
    return found


def _short(name: str) -> str:
    """One spelling on every system."""
    return name.replace("\\", "/") if os.sep == "\\" else name


def _import_one(
    project: Project, path: Path, name: str, options: str, settings: Settings
) -> Imported:
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        digest = ""
    if digest and project.knows(name, digest, options):
        return Imported(name, "unchanged")
    from app.study.reading import read_interviews

    made, problems = read_interviews(path, name, settings)
    return project.add_file(
        name,
        digest,
        options,
        made,
        [*problems, *(problem for transcript in made for problem in transcript.problems)],
    )


def adopt(project: Project, book: Codebook, coder: CoderInfo) -> bool:
    """Take a codebook into the study, or its new version. Returns whether anything changed."""
    if any(known.family == book.id and known.hash == book.hash for known in project.codebooks()):
        return False
    codes: list[tuple[str, str, str, str]] = []

    def walk(entries: Sequence[Code], parent: str) -> None:
        for code in entries:
            codes.append((code.id, code.name.zh, code.name.en, parent))
            walk(code.children, code.id)

    walk(book.codes, "")
    snapshot = json.dumps(book.model_dump(mode="json", by_alias=True), ensure_ascii=False)
    project.apply(
        AdoptCodebook(book.id, book.version, book.hash, book.name.zh, snapshot, tuple(codes)),
        coder=coder,
    )
    return True


def books_of(project: Project) -> tuple[Codebook, ...]:
    """The codebooks of the study as they stand: the adopted versions, with the names, places and
    own codes that the study gave them.
    """
    codes = project.codes()
    return tuple(as_used(project, info, codes) for info in project.codebooks())


def as_used(project: Project, info: CodebookInfo, codes: Sequence[CodeInfo]) -> Codebook:
    """One of them; ``codes`` are the present codes of the study. Raises FangtanError for a version
    that this program cannot read.
    """
    return _as_used(_written(project, info), [code for code in codes if code.family == info.family])


def rules_of(project: Project) -> tuple[Codebook, ...]:
    """The adopted versions as they were written: by these the machine codes."""
    return tuple(_written(project, info) for info in project.codebooks())


def _written(project: Project, info: CodebookInfo) -> Codebook:
    """A stored version of a codebook. Raises FangtanError for one that this program cannot read."""
    try:
        return Codebook.model_validate_json(info.snapshot)
    except ValidationError as error:
        raise FangtanError(
            "project.bad_snapshot", name=project.name, book=f"{info.name} {info.version}"
        ) from error


def _as_used(book: Codebook, used: Sequence[CodeInfo]) -> Codebook:
    written = book.by_id
    if [(code.id, code.name.zh) for code, _, _ in book.walk()] == [
        (code.key, code.name) for code in used
    ] and all(_parent_key(code, used) == _written_parent(book, code.key) for code in used):
        return book
    below: dict[str | None, list[CodeInfo]] = {}
    known = {code.id for code in used}
    for code in used:
        below.setdefault(code.parent if code.parent in known else None, []).append(code)

    def build(info: CodeInfo) -> Code:
        children = tuple(build(child) for child in below.get(info.id, ()))
        name = Bilingual(zh=info.name, en=info.name_en)
        own = written.get(info.key)
        if own is None:
            return Code.model_construct(
                id=info.key, name=name, definition=Bilingual(zh=info.name), children=children
            )  # a key of one's own may be in any script
        return own.model_copy(update={"name": name, "children": children})

    keys = {code.key for code in used}
    lenses = {
        name: lens.model_copy(
            update={
                "groups": {
                    group: tuple(member for member in members if member in keys)
                    for group, members in lens.groups.items()
                }
            }
        )
        for name, lens in book.lenses.items()
    }
    links = tuple(
        link for link in book.links if {link.problem, *link.causes, *link.countermeasures} <= keys
    )
    return book.model_copy(
        update={
            "codes": tuple(build(info) for info in below.get(None, ())),
            "lenses": lenses,
            "links": links,
        }
    )


def _parent_key(code: CodeInfo, used: Sequence[CodeInfo]) -> str | None:
    return next((other.key for other in used if other.id == code.parent), None)


def _written_parent(book: Codebook, key: str) -> str | None:
    return next(
        (code.id for code, _, _ in book.walk() if any(child.id == key for child in code.children)),
        None,
    )


def coded_interviews(
    project: Project, wanted: Filter | None = None
) -> Iterator[tuple[str, Transcript, list[Coding]]]:
    """(id, transcript, codings) of each interview, one by one, as the analyses take them; see
    ``app.study`` for the whole.
    """
    for entity, transcript, codings, _ in linked_interviews(project, wanted):
        yield entity, transcript, codings


def linked_interviews(
    project: Project, wanted: Filter | None = None
) -> Iterator[tuple[str, Transcript, list[Coding], tuple[CodingLink, ...]]]:
    """The same with what people joined among these codings."""
    from corpus.project.queries import transcript_of

    keys = {code.id: (code.family, code.key) for code in project.codes(retired=True)}
    names = {coder.id: coder.name for coder in project.coders()}
    links = links_by_transcript(project.links())
    wanted = wanted or Filter()
    for entity, text, record in project.texts(wanted.transcripts or None):
        stored = project.codings(
            Filter(
                (entity,),
                wanted.codes,
                wanted.coders,
                wanted.polarities,
                wanted.statuses,
                wanted.text,
            )
        )
        codings = {one.id: as_coding(one, keys, names) for one in stored}
        transcript = transcript_of(text, record)
        yield (
            entity,
            transcript,
            list(codings.values()),
            links_between(codings, links.get(entity, ()), names),
        )


def links_by_transcript(links: Iterable[StoredLink]) -> dict[str, list[StoredLink]]:
    """Transcript -> the links in it, in their order."""
    by_transcript: dict[str, list[StoredLink]] = {}
    for link in links:
        by_transcript.setdefault(link.transcript, []).append(link)
    return by_transcript


def links_between(
    codings: Mapping[str, Coding], links: Iterable[StoredLink], names: Mapping[str, str]
) -> tuple[CodingLink, ...]:
    """The links both of whose codings are among ``codings`` (id -> coding), as the analyses know
    them; ``names``: of the coders.
    """
    from corpus.coding import CodingLink

    return tuple(
        CodingLink(codings[link.first], codings[link.second], link.step, names[link.coder])
        for link in links
        if link.first in codings and link.second in codings
    )


def as_coding(
    stored: StoredCoding, keys: Mapping[str, tuple[str, str]], names: Mapping[str, str]
) -> Coding:
    """A stored coding as the analyses know it."""
    from corpus.coding import Coding

    family, key = keys[stored.code]
    return Coding(
        stored.span,
        stored.quote,
        key,
        family,
        cast("Polarity", stored.polarity),
        names[stored.coder],
        stored.turn,
        stored.status,
        stored.evidence,
        stored.function,
    )
