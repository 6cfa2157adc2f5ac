"""What the command line shows: progress, summary, import report, codebook findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from app.run.pipeline import Outcome, record
from app.study.inputs import Progress as Report
from app.study.inputs import find_inputs
from app.study.reading import unlabelled
from codebooks.codebook import Code
from codebooks.lint import Finding, lint
from codebooks.loading import SHIPPED, BadCodebook, load
from corpus.catalogue import Language, message
from corpus.turns.transcribe import TurnOptions


@contextmanager
def progress_bar(lang: Language, quiet: bool = False) -> Iterator[Report | None]:
    """A bar on the error stream that names what is being read; nothing where nobody watches."""
    if quiet:
        yield None
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(message("run.reading", lang), total=None)

        def report(done: int, total: int, name: str) -> None:
            bar.update(
                task,
                completed=done,
                total=total,
                description=f"{message('run.reading', lang)} {Path(name).name[:28]}",
            )

        yield report


def summary(
    outcome: Outcome, made: Sequence[Path], lang: Language, as_json: bool, demo: bool = False
) -> None:
    """The table at the end of a run; with ``as_json`` the counts, problems and paths as one JSON
    object.
    """
    facts = record(outcome)
    if as_json:
        print(
            json.dumps(
                {
                    "counts": facts["counts"],
                    "reused": outcome.reused,
                    "exit": outcome.exit_code,
                    "problems": outcome.problems,
                    "files": [str(path) for path in made],
                },
                ensure_ascii=False,
            )
        )
        return
    console = Console(highlight=False)
    if outcome.stopped and not outcome.interviews:
        console.print(Text(message("run.interrupted", lang)))
        return
    if demo:
        console.print(Text(message("demo.note", lang)))
    table = Table(title=message("run.title", lang), show_header=False)
    for key in ("files", "failed", "interviews", "turns", "characters", "codings", "units"):
        table.add_row(message(f"count.{key}", lang), f"{facts['counts'][key]:,}")
    table.add_row(message("count.reused", lang), f"{outcome.reused:,}")
    console.print(table)
    frame = outcome.frames.get("frequency")
    if frame is not None and len(frame):
        top = Table(title=message("run.top", lang))
        for column in ("code", "name", "sources", "references", "lacking", "present", "demanded"):
            top.add_column(
                message(
                    f"polarity.{column}"
                    if column in ("lacking", "present", "demanded")
                    else f"column.{column}",
                    lang,
                ),
                justify="left" if column in ("code", "name") else "right",
            )
        leaves = (
            frame[frame["level"] > 0]
            .sort_values(["references", "code"], ascending=[False, True])
            .head(10)
        )
        for row in leaves.to_dict("records"):
            top.add_row(
                *(
                    str(row[column])
                    for column in (
                        "code",
                        "name",
                        "sources",
                        "references",
                        "lacking",
                        "present",
                        "demanded",
                    )
                )
            )
        console.print(top)
    grave = [
        problem
        for problem in outcome.problems
        if problem["severity"] != "note" or not outcome.interviews
    ]
    for problem in grave[:20]:
        place = problem["source"] + (
            f" {message('place.line', lang, line=problem['line'])}" if problem["line"] else ""
        )
        console.print(
            Text(
                f"{message('severity.' + problem['severity'], lang)} {place}："
                f"{message(problem['key'], lang, **problem['values'])}"
            )
        )
    if len(grave) > 20:
        console.print(Text(message("report.more", lang, count=len(grave) - 20)))
    if outcome.stopped:
        console.print(Text(message("run.interrupted", lang)))
    if made:
        console.print(Text(message("run.open", lang)))
        for path in made:
            console.print(Text(f"  {path}  {message('made.' + path.name, lang)}"), soft_wrap=True)
    elif not outcome.interviews:
        console.print(Text(message("run.nothing", lang)))


def show_import(
    inputs: Sequence[Path], options: TurnOptions, encoding: str | None, lang: Language
) -> int:
    """Line by line what was taken for what. Returns the exit code."""
    from corpus.readers import read_file
    from corpus.turns.transcribe import transcribe

    console = Console(highlight=False)
    files, problems = find_inputs(inputs)
    read = 0
    for path, name in files:
        documents, wrong = read_file(path, name=name, encoding=encoding)
        problems.extend(wrong)
        shapes = []
        for document in documents:
            transcript = transcribe(
                document, f"{name}#{document.part}" if document.part else name, options
            )
            read += 1
            problems.extend(transcript.problems)
            shapes.append((transcript.source, transcript.report.shapes))
            console.print(
                Text(
                    f"\n{transcript.source}  [{document.format} {document.encoding}]", style="bold"
                )
            )
            for key, value in transcript.metadata.items():
                console.print(Text(f"  {key}: {value}"))
            for person in transcript.speakers:
                console.print(
                    Text(
                        f"  {person.name}  {message('role.' + person.role, lang)}  "
                        f"{person.department}"
                    )
                )
            console.print(
                Text(
                    f"  {message('read.roles', lang)} "
                    f"{message('confidence.' + transcript.report.roles, lang)}"
                    f"（{message(transcript.report.roles_by, lang)}）"
                )
            )
            table = Table()
            for column in ("line", "taken", "shape", "text"):
                table.add_column(message(f"column.{column}", lang), overflow="fold")
            for line in transcript.report.lines:
                table.add_row(
                    str(line.line),
                    message(f"taken.{line.taken}", lang),
                    line.shape,
                    Text(line.text),
                )
            console.print(table)
        problems.extend(unlabelled(name, shapes))
    for problem in problems:
        console.print(
            Text(f"{message('severity.' + problem.severity, lang)} {problem.sentence(lang)}")
        )
    return 2 if not read else 1 if any(problem.severity == "error" for problem in problems) else 0


def show_terms(out: Path, least: int, lang: Language) -> int:
    """New terms of a finished run: on screen, and terms.csv beside it."""
    from analysis.words.phrases import phrases
    from app.exporters.csv import frame_csv
    from corpus.problem import FangtanError
    from corpus.segmentation import Segmenter

    path = out / "transcripts.jsonl"
    if not path.exists():
        raise FangtanError("terms.no_run", path=str(out))
    segmenter = Segmenter()
    with path.open(encoding="utf-8") as lines:
        sentences = [
            segmenter.words(turn["text"])
            for line in lines
            for turn in json.loads(line)["turns"]
            if turn["role"] != "interviewer"
        ]
    found = phrases(sentences, least=least)
    frame_csv(found, out / "terms.csv")
    table = Table(title=message("terms.title", lang))
    for column in found.columns:
        table.add_column(message(f"column.{column}", lang))
    for row in found.head(40).itertuples(index=False):
        table.add_row(row[0], f"{row[1]:.2f}", str(row[2]))
    Console(highlight=False).print(table)
    print(out / "terms.csv")
    return 0


def check_codebooks(
    names: Sequence[str] | None, against: Path | None, lang: Language, as_json: bool
) -> int:
    """Findings of the linter. Returns 0 clean (notes allowed), 1 findings, 2 nothing could be
    loaded.
    """
    from analysis.coders.check import check_rules, silent_indicators

    findings: list[Finding] = []
    loaded = []
    for name in names or SHIPPED:
        try:
            book = load(name)
        except BadCodebook as error:
            findings.extend(
                Finding(problem.source, problem.line, "error", problem.key, dict(problem.values))
                for problem in error.problems
            )
            continue
        loaded.append((name, book))
        findings.extend(lint(book, name, {other.id: other for _, other in loaded}))
        findings.extend(check_rules(book, name))
    if against is not None:
        findings.extend(
            finding for name, book in loaded for finding in silent_indicators(book, name, against)
        )
    if as_json:
        print(
            json.dumps(
                [
                    {
                        "source": one.source,
                        "line": one.line,
                        "severity": one.severity,
                        "key": one.key,
                        "message": one.text(lang),
                    }
                    for one in findings
                ],
                ensure_ascii=False,
            )
        )
    else:
        console = Console(highlight=False)
        for one in findings:
            place = (
                f"{one.source} {message('place.line', lang, line=one.line)}"
                if one.line
                else one.source
            )
            console.print(
                Text(f"{message('severity.' + one.severity, lang)} {place}：{one.text(lang)}"),
                soft_wrap=True,
            )
        for name, book in loaded:
            own = [one for one in findings if one.source == name and one.severity != "note"]
            codes = sum(1 for code, _, _ in book.walk() if not code.children)
            console.print(
                Text(message("lint.summary", lang, source=name, codes=codes, count=len(own)))
            )
    if not loaded:
        return 2
    return 1 if any(one.severity != "note" for one in findings) else 0


def show_codebook(name: str, lang: Language) -> None:
    """The tree of codes with definitions and how many indicators each has."""
    book = load(name)
    tree = Tree(Text(f"{book.name.text(lang)}  {book.version}  {book.hash[:12]}", style="bold"))

    def add(branch: Tree, code: Code) -> None:
        rules = (
            sum(1 for _ in code.indicators.items(code.kind))
            + sum(1 for _ in code.weak.items(code.kind))
            + len(code.near)
            + len(code.patterns)
        )
        twig = branch.add(
            Text(
                f"{code.id} {code.name.text(lang)}"
                + (f"  [{rules}]" if rules else "")
                + f"  {code.definition.text(lang)}"
            )
        )
        for child in code.children:
            add(twig, child)

    for code in book.codes:
        add(tree, code)
    Console(highlight=False).print(tree)
