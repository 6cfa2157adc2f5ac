"""The operations that the command line and the explorer share: from a folder of interviews to coded
themes and tables.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import orjson
import pandas as pd

from analysis.batch import OBJECTS, over, processors
from analysis.coders.rules import coder_for
from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.frequency import Frequencies, by_lens
from analysis.networks.network import EdgeRule
from analysis.units import Stack
from analysis.words.keywords import keywords
from app.exporters.csv import BOM
from app.exporters.quotations import Quotations
from app.run.cache import FILE as CACHE_FILE
from app.run.cache import ResultCache
from app.run.chains import Cells, count_in
from app.run.interview import (
    FileResult,
    InterviewResult,
    Task,
    prepare,
    process,
    quotations_in,
    tasks,
)
from app.study.inputs import Progress, find_inputs
from app.study.reading import Settings, unlabelled
from app.study.records import (
    CodingRecord,
    InterviewFacts,
    ProblemRecord,
    QuotedRecord,
    problem_record,
)
from corpus.catalogue import Language
from corpus.problem import FangtanError
from corpus.readers import LIMIT

QUOTATIONS: Final = Path("csv", "quotations.csv")
"""Where the table of quotations stands in an output folder."""
LINKS: Final = "links.jsonl"
"""What people joined, in an output folder; not there where nobody did."""
QUOTES: Final = 12
"""Quotations per code in the report (all of them stand in codings.jsonl and the workbook)."""


_BUFFER: Final = 1 << 20
"""Bytes that are gathered before they are written."""


@dataclass(slots=True)
class Outcome:
    """What a run made. ``frames`` holds every table by name; ``quotes`` sample quotations by
    (codebook, code); ``chains`` the cells of the tables of problems, causes and measures.
    """

    settings: Settings
    lens: str | None
    interviews: list[InterviewFacts] = field(default_factory=list)
    problems: list[ProblemRecord] = field(default_factory=list)
    files: int = 0
    failed: int = 0
    reused: int = 0
    stopped: bool = False
    inputs: dict[str, str] = field(default_factory=dict)
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    together: Cooccurrence | None = None
    quotes: dict[tuple[str, str], list[QuotedRecord]] = field(default_factory=dict)
    chains: Cells = field(default_factory=dict)
    rule: EdgeRule = field(default_factory=EdgeRule)
    project: dict[str, str | int] | None = None
    """Id and revision of the project that was run, None for a run on files."""

    @property
    def exit_code(self) -> int:
        """0 all well, 1 some inputs had errors, 2 nothing could be done, 130 stopped by the
        user.
        """
        if self.stopped:
            return 130
        if not self.interviews:
            return 2
        return 1 if any(problem["severity"] == "error" for problem in self.problems) else 0


def _digest(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > LIMIT:
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


MUCH: Final = 4_000_000
"""From so many bytes of input on (or ``FILES`` files) a run takes more than one process unless told
otherwise: one more costs half a second to start.
"""
FILES: Final = 150
PROCESSES: Final = 4
"""At most so many processes unless told otherwise: each takes some 200 MB."""


def run(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    lens: str | None = None,
    jobs: int | None = 1,
    lang: Language = "zh",
    rule: EdgeRule | None = None,
    progress: Progress | None = None,
    label: str | None = None,
) -> Outcome:
    """The main job: read, code, count, and write transcripts.jsonl and codings.jsonl into ``out``.

    ``jobs``: how many processes share the work; None: as many as the input is worth. Tables stand
    in the result; ``app.exporters`` write them. Raises FangtanError when ``out`` cannot be written.
    """
    found, problems = find_inputs(inputs, out, label)
    wrong = sum(1 for problem in problems if problem.severity == "error")
    outcome = Outcome(
        settings,
        lens,
        problems=[problem_record(problem) for problem in problems],
        files=len(found) + wrong,
        failed=wrong,
        rule=rule or EdgeRule(),
    )
    writable(out)
    with ResultCache(out) as cache:
        return gather(
            outcome,
            _results(found, out, settings, cache, jobs, outcome, lang),
            len(found),
            out,
            lang,
            progress,
        )


def writable(out: Path) -> None:
    """Make the output folder. Raises FangtanError when nothing can be written there."""
    try:
        (out / QUOTATIONS).parent.mkdir(parents=True, exist_ok=True)
        (out / ".write-test").touch()
        (out / ".write-test").unlink()
    except OSError as error:
        raise FangtanError(
            "run.out_unwritable", out=str(out), reason=error.strerror or type(error).__name__
        ) from error


def gather(
    outcome: Outcome,
    results: Iterable[FileResult],
    total: int,
    out: Path,
    lang: Language,
    progress: Progress | None,
) -> Outcome:
    """Write the JSON lines of results and the rows of quotations as they come, and count; a run
    that is stopped keeps what is finished.
    """
    tally = _Tally(outcome)
    paths = (out / "transcripts.jsonl", out / "codings.jsonl", out / QUOTATIONS)
    rows = quotations_in(outcome.settings.codebooks, lang)
    with (
        fewer_collections(),
        _new(paths[0]).open("wb", _BUFFER) as transcripts,
        _new(paths[1]).open("wb", _BUFFER) as codings,
        _new(paths[2]).open("wb", _BUFFER) as table,
    ):
        table.write(BOM + rows.headings_csv())
        lines = _Lines(transcripts, codings, table, rows)
        _take_in(results, outcome, tally, lines, total, progress)
    if outcome.stopped and not outcome.interviews:  # what an earlier run made stays
        for path in paths:
            _new(path).unlink(missing_ok=True)
        return outcome
    _put_in_place(paths)
    _write_links(out / LINKS, lines.links)
    with fewer_collections():
        tally.close(lang)
    return outcome


@dataclass(frozen=True, slots=True)
class _Lines:
    """The files that grow by lines while the interviews come in."""

    transcripts: BinaryIO
    codings: BinaryIO
    table: BinaryIO
    rows: Quotations
    links: list[bytes] = field(default_factory=list)

    def write(self, interview: InterviewResult) -> None:
        """The lines of one interview."""
        self.transcripts.write(interview.transcript + b"\n")
        self.links.extend(interview.links)
        if interview.codings:
            self.codings.write(b"\n".join(interview.codings) + b"\n")
        self.table.write(
            self.rows.csv(map(orjson.loads, interview.codings), interview.facts)
            if interview.table is None
            else interview.table
        )


def _take_in(
    results: Iterable[FileResult],
    outcome: Outcome,
    tally: _Tally,
    lines: _Lines,
    total: int,
    progress: Progress | None,
) -> None:
    """Write and count every interview; Ctrl-C ends it after what is finished."""
    files, name = 0, ""
    shapes: list[tuple[str, dict[str, int]]] = []
    try:
        for result in results:
            name = result.name
            outcome.inputs[name] = result.digest
            outcome.problems.extend(result.problems)
            for interview in result.interviews:
                lines.write(interview)
                tally.add(interview)
                shapes.append((interview.source, interview.facts["shapes"]))
            if result.last:
                outcome.failed += not shapes
                outcome.problems += map(problem_record, unlabelled(name, shapes))
                files, shapes = files + 1, []
            if progress:
                progress(files, total, name)
    except KeyboardInterrupt:
        outcome.stopped = True
        outcome.problems += map(problem_record, unlabelled(name, shapes))


def _put_in_place(paths: Iterable[Path]) -> None:
    """The new files over those of an earlier run. Raises FangtanError for one that is held open."""
    for path in paths:
        try:
            _new(path).replace(path)
        except OSError as error:  # held open by Excel
            raise FangtanError("run.file_busy", path=str(path)) from error


def _write_links(path: Path, lines: Sequence[bytes]) -> None:
    """What people joined; without any there is no such file."""
    if lines:
        path.write_bytes(b"\n".join(lines) + b"\n")
    else:
        path.unlink(missing_ok=True)


def _new(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(f"{path.name}.new")


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Look for cycles of objects more seldom (see ``analysis.batch.OBJECTS``), and not because this
    ends.
    """
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS, usual[1], usual[2])
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*usual)
        gc.unfreeze()  # what was made is old now: the next search leaves it out


def _results(
    inputs: Sequence[tuple[Path, str]],
    out: Path,
    settings: Settings,
    cache: ResultCache,
    jobs: int | None,
    outcome: Outcome,
    lang: Language,
) -> Iterator[FileResult]:
    """File results in order, from the cache where nothing has changed; those of a file with many
    interviews in parts. What processes hand over lies in ``out`` for a moment.
    """
    key = settings.key()
    plan = [(path, name, _digest(path)) for path, name in inputs]
    fresh = [each for each in plan if not each[2] or not cache.holds(each[1], each[2], key)]
    begun = {
        name: cache.get(name, digest, key) if digest else [] for _, name, digest in fresh
    }  # of a table that was stopped half-way
    jobs = _worth([path for path, _, _ in fresh]) if jobs is None else jobs
    ready = partial(prepare, settings, coder_for(*settings.codebooks)) if jobs > 1 else None
    made = over(
        partial(process, settings=settings, lang=lang),
        (task for each in fresh for task in tasks(*each, settings)[len(begun[each[1]]) :]),
        jobs=jobs,
        ready=ready,
        folder=out,
    )
    for path, name, digest in plan:
        stored = begun[name] if name in begun else cache.get(name, digest, key)
        if stored and stored[-1].last:
            outcome.reused += 1
            yield from stored
            continue
        if name not in begun:  # damaged
            stored, rest = [], iter([process(Task(path, name, digest), settings, lang)])
        else:
            rest = _parts(made)
        yield from stored
        for number, part in enumerate(rest, len(stored)):
            yield part
            digest = "" if _lacks_answers(part) else digest
            if digest:
                cache.put(key, number, part)


def _lacks_answers(part: FileResult) -> bool:
    """Whether a model left questions about these interviews open: they are asked anew next time,
    with those after them in the file.
    """
    return any(problem["key"] == "model.unanswered" for problem in part.problems)


def _parts(made: Iterator[FileResult]) -> Iterator[FileResult]:
    """The results of the next file, part by part."""
    for part in made:
        yield part
        if part.last:
            return


def _worth(paths: Sequence[Path]) -> int:
    """How many processes so much input is worth."""
    size = sum(path.stat().st_size for path in paths if path.is_file())
    return min(processors(), PROCESSES) if len(paths) >= FILES or size >= MUCH else 1


class _Tally:
    """Counts interviews as they come; keeps counts, not texts."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        books = outcome.settings.codebooks
        self.frequencies = Frequencies(books)
        self.units = Stack(
            outcome.settings.unit,
            [(book.id, code.id) for book in books for code, _, _ in book.walk()],
        )
        self.words: list[dict[str, int]] = []

    def add(self, interview: InterviewResult) -> None:
        self.outcome.interviews.append(interview.facts)
        self.frequencies.add(interview.source, interview.counts, interview.covered)
        self.units.add(interview.source, interview)
        self.words.append(interview.words)
        facts = interview.facts
        count_in(
            self.outcome.chains,
            interview.source,
            facts["id"] or interview.source,
            interview.chains,
        )
        self._quote(interview)

    def _quote(self, interview: InterviewResult) -> None:
        """The first quotations of each code, at most two from one interview."""
        open_keys = {
            (book, code)
            for book, code, _, _ in interview.counts
            if len(self.outcome.quotes.get((book, code), ())) < QUOTES
        }
        if not open_keys:
            return
        open_marks = {
            orjson.dumps({"code": code, "codebook": book})[1:-1] for book, code in open_keys
        }
        here: dict[tuple[str, str], int] = {}
        for line in interview.codings:
            start = line.index(
                b'"code":'
            )  # a quotation mark inside a text has a backslash before it
            if line[start : line.index(b',"polarity":', start)] not in open_marks:
                continue
            record: CodingRecord = orjson.loads(line)
            key = (record["codebook"], record["code"])
            quotes = self.outcome.quotes.setdefault(key, []) if key in open_keys else None
            if quotes is not None and here.get(key, 0) < 2 and len(quotes) < QUOTES:
                here[key] = here.get(key, 0) + 1
                quotes.append(
                    {
                        **record,
                        "id": interview.facts["id"],
                        "department": interview.facts["department"],
                    }
                )

    def close(self, lang: str) -> None:
        outcome, books = self.outcome, self.outcome.settings.codebooks
        frames = outcome.frames
        frames["interviews"] = pd.DataFrame(outcome.interviews)
        characters = sum(fact["characters"] for fact in outcome.interviews)
        frames["frequency"] = self.frequencies.table(characters, lang)
        frames["by_interview"] = self.frequencies.by_interview()
        if outcome.lens:
            parts = [
                by_lens(frames["frequency"], book, outcome.lens, lang)
                for book in books
                if outcome.lens in book.lenses
            ]
            if parts:
                frames["lens"] = pd.concat(parts, ignore_index=True)
        outcome.together = cooccurrence(self.units.incidence())
        frames["cooccurrence"] = outcome.together.table
        if outcome.settings.words:
            frames["words"] = keywords(self.words)
        frames["problems"] = pd.DataFrame(
            outcome.problems, columns=["source", "line", "severity", "key", "message"]
        )


def quotations(out: Path) -> Iterable[CodingRecord]:
    """Every coding of a finished run, one by one."""
    with (out / "codings.jsonl").open("rb") as lines:
        for line in lines:
            yield orjson.loads(line)


__all__ = ["CACHE_FILE", "Outcome", "Progress", "find_inputs", "quotations", "run"]
