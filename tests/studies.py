"""Small studies for the tests of the project store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from corpus.coding import Coding, Evidence
from corpus.document import Document, Line
from corpus.project import CoderInfo, Project
from corpus.project.checking import check, rebuild, state_of
from corpus.project.importing import Imported
from corpus.project.operations import AddCoding, AdoptCodebook
from corpus.project.records import StoredCoding
from corpus.span import Span
from corpus.transcript import Transcript
from corpus.turns.transcribe import TurnOptions, transcribe

TEXT = (
    "访谈编号：A-1\n部门：民政局\n\n问：难在哪？\n答：没有统一标准，接口也打不通。"
    "各家的系统各管各的。\n问：那怎么办？\n答：建议统一标准，希望尽快打通接口。大家都盼着。\n"
)
OTHER = (
    "访谈编号：A-2\n部门：公安局\n\n问：难在哪？\n答：数据不共享，要靠人去跑。"
    "人手也不够用。\n问：别的呢？\n答：以前没有考核，现在纳入考核了。年底要看结果。\n"
)
"""合成样例"""

CODES = (
    ("P", "问题", "Problems", ""),
    ("P1", "标准不一", "Standards", "P"),
    ("P2", "接口不通", "Interfaces", "P"),
    ("C", "对策", "Measures", ""),
    ("C1", "统一标准", "One standard", "C"),
)


def read(text: str, name: str) -> Transcript:
    return transcribe(
        Document(
            tuple(Line(line, number, "text") for number, line in enumerate(text.split("\n"), 1)),
            "txt",
        ),
        name,
        TurnOptions(),
    )


def take(project: Project, text: str, name: str = "访谈/一.txt", options: str = "") -> Imported:
    """Import a text as a file of that name."""
    return project.add_file(
        name, hashlib.sha256(text.encode()).hexdigest(), options, [read(text, name)]
    )


def adopt(
    project: Project,
    coder: CoderInfo,
    codes: Sequence[tuple[str, str, str, str]] = CODES,
    version: str = "1",
    family: str = "book",
) -> None:
    below: dict[str, list[dict[str, Any]]] = {}
    made = {
        key: {"id": key, "name": {"zh": name, "en": en}, "children": below.setdefault(key, [])}
        for key, name, en, _ in codes
    }
    for key, _, _, parent in codes:
        below.setdefault(parent, []).append(made[key])
    snapshot = json.dumps({"id": family, "codes": below.get("", [])}, ensure_ascii=False)
    project.apply(
        AdoptCodebook(
            family,
            version,
            hashlib.sha256(snapshot.encode()).hexdigest(),
            "编码簿",
            snapshot,
            tuple(codes),
        ),
        coder=coder,
    )


def begin(project: Project, *names: str) -> list[CoderInfo]:
    """Two interviews, a codebook, and the coders named."""
    coders = [project.coder(name) for name in names]
    adopt(project, coders[0])
    take(project, TEXT)
    take(project, OTHER, "访谈/二.txt")
    return coders


def code_id(project: Project, key: str) -> str:
    """Of a code by its key; an id that nothing has when the codebook was taken back (what is done
    with it is refused).
    """
    return next((code.id for code in project.codes(retired=True) if code.key == key), "0" * 32)


def transcript_id(project: Project, name: str = "访谈/一.txt") -> str:
    return next(info.id for info in project.transcripts() if info.source == name)


def lay(
    project: Project,
    coder: CoderInfo,
    words: str,
    key: str = "P1",
    polarity: str = "lacking",
    name: str = "访谈/一.txt",
    **more: Any,
) -> str:
    """Lay a code on the first place of these words; the id of the coding."""
    text = project.transcript(transcript_id(project, name)).text
    start = text.index(words)
    done = AddCoding(
        transcript_id(project, name),
        Span(start, start + len(words)),
        words,
        code_id(project, key),
        polarity,
        **more,
    )
    project.apply(done, coder=coder)
    return done.id


def coding(project: Project, entity: str) -> StoredCoding:
    from corpus.project import Filter

    return next(
        one for one in project.codings(Filter(statuses=(), placed=None)) if one.id == entity
    )


def suggestion(
    text: str,
    words: str,
    key: str = "P1",
    polarity: str = "lacking",
    family: str = "book",
    turn: int = 1,
) -> Coding:
    """What a machine says about the first place of these words."""
    start = text.index(words)
    return Coding(
        Span(start, start + len(words)),
        words,
        key,
        family,
        polarity,
        "rules",
        turn,
        "suggested",
        Evidence("strong", words[:2], Span(start, start + 2), "", None, "polarity.default", "h"),
    )


def suggest(
    project: Project, *said: tuple[str, str, str], key: str = "pass", name: str = "访谈/一.txt"
) -> Any:
    """A pass of the machine over one transcript: (words, code, polarity) each."""
    machine = project.coder("rules", "machine")
    transcript = project.transcript(transcript_id(project, name))
    made = [
        suggestion(
            transcript.text,
            words,
            code,
            polarity,
            turn=next(
                turn.index for turn in transcript.turns if transcript.text.index(words) in turn.span
            ),
        )
        for words, code, polarity in said
    ]
    return project.suggest(transcript_id(project, name), machine, made, key)


def sound(project: Project) -> None:
    """The invariants: the check is clean and the log rebuilds the state."""
    done = check(project)
    assert done.sound, [problem.sentence() for problem in done.problems]
    assert rebuild(project) == state_of(project)


_PLAIN = {
    "codings": ("start", "end", "turn", "quote", "polarity", "status", "evidence", "revision"),
    "links": ("step",),
    "memos": ("kind", "start", "end", "quote", "text"),
    "codes": ("family", "key", "name", "retired"),
    "cases": ("name",),
    "attributes": ("value",),
    "revisions": ("number", "digest", "text"),
    "transcripts": ("source", "revision", "characters", "turns"),
    "files": ("name", "digest", "options"),
    "reviews": ("kind", "verdict", "text", "settled"),
    "coders": ("name", "kind", "round"),
    "participations": ("speaker",),
}


def contents(project: Project) -> dict[str, list[str]]:
    """All that a study holds, without ids and times: two studies that say the same are equal
    here.
    """
    state = state_of(project)
    names = {
        entity: str(row.get("key") or row.get("name") or row.get("source"))
        for (table, entity), row in state.items()
        if table in ("codes", "coders", "cases", "transcripts", "variables")
    }
    found: dict[str, list[str]] = {}
    for (table, _), row in state.items():
        if table not in _PLAIN:
            continue
        told = {name: row[name] for name in _PLAIN[table]} | {
            name: names.get(row[name], "")
            for name in ("code", "coder", "case", "variable", "transcript", "parent")
            if row.get(name)
        }
        found.setdefault(table, []).append(json.dumps(told, ensure_ascii=False, sort_keys=True))
    return {table: sorted(rows) for table, rows in sorted(found.items())}


def stored_coding(
    name: str,
    start: int,
    end: int,
    code: str = "a",
    polarity: str = "lacking",
    status: Any = "accepted",
) -> StoredCoding:
    """A coding of a transcript ``t`` by nobody, without a project."""
    return StoredCoding(
        name,
        "t",
        Span(start, end),
        0,
        "x" * (end - start),
        code,
        "",
        polarity,
        status,
        None,
        "",
        None,
        "",
        1,
        True,
    )
