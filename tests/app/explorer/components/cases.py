"""The texts that the browser tests open. All are synthetic (合成样例)."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from backend import Backend

from analysis.coders.rules import coder_for
from app.explorer.state.coding.page_data import ShownCoding, ShownEvidence, code_rows, turn_rows
from app.study.reading import Settings, read_interviews
from codebooks.codebook import Codebook
from codebooks.loading import load
from corpus.catalogue import message
from corpus.document import Document, Line
from corpus.transcript import Transcript
from corpus.turns.transcribe import TurnOptions, transcribe

STRANGE = (
    "问：👨‍👩‍👧您好😀，家里几口人？\n答：👨‍👩‍👧‍👦四口，姓𠮷田。数据𠀀𠀁要共享，"
    "é也要算一个🇨🇳。e\u0301是组合字。\n答：第二段没有表情，接口打不通。\n问：还有呢？\n答：末尾😀"
)
HOSTILE = (
    "问：<script>window.hacked=1</script>怎么看？\n"
    "答：![图](http://198.51.100.7/x.png) <img src=http://198.51.100.7/y.png "
    'onerror="window.hacked=2"> $x^2$ :red[红] 数据共享\n'
    "答：\u061cעברית\u061c שלום abc 标准 **粗** [链接](http://198.51.100.7/z) {{7*7}} ${1+1}"
)


def _books() -> list[Codebook]:
    return [load(name) for name in ("information_ecology", "collaborative_governance")]


def _backend(
    ident: str, name: str, transcript: Transcript, *, machine: bool = True, hostile: bool = False
) -> Backend:
    books = _books()
    ids = {
        (book.id, code.id): f"{book.id}-{code.id}" for book in books for code, _, _ in book.walk()
    }
    codes = code_rows(books, ids)
    if hostile:
        codes[1] = {
            **codes[1],
            "name": "<img src=http://198.51.100.7/c.png onerror='window.hacked=3'>",
            "definition": "<script>window.hacked=4</script>",
        }
    codings = []
    for coding in coder_for(*books).code(transcript) if machine else ():
        seen = coding.evidence
        shown = None
        if seen is not None:
            shown = ShownEvidence(
                seen.rule,
                seen.span.start,
                seen.span.end,
                seen.cue_span.start if seen.cue_span else None,
                seen.cue_span.end if seen.cue_span else None,
                message(seen.reason),
            )
        number = len(codings)
        codings.append(
            ShownCoding(
                f"m{number}",
                coding.span.start,
                coding.span.end,
                ids[coding.codebook, coding.code],
                "规则",
                True,
                False,
                coding.polarity,
                "suggested",
                evidence=shown,
            )
        )
    leaves = [row["id"] for row in codes if row["leaf"]]
    return Backend(
        ident,
        name,
        transcript.text,
        turn_rows(transcript),
        codes,
        codings,
        {str(digit): code for digit, code in enumerate(leaves[:9], 1)},
    )


def _sample(transcript: str) -> Backend:
    path = sorted(Path(str(files("corpus") / "sample")).glob("W-02*"))[0]
    transcripts, _ = read_interviews(path, path.name, Settings(tuple(_books())))
    backend = _backend(transcript, path.stem, transcripts[0])
    suggested = [one for one in backend.codings.values() if one.machine]
    other = ShownCoding(
        "other1",
        suggested[2].start,
        suggested[2].end - 3,
        suggested[3].code,
        "李",
        False,
        False,
        "lacking",
        "accepted",
    )
    backend.codings[other.id] = other
    return backend


def _text(name: str, text: str, **options: bool) -> Callable[[str], Backend]:
    def made(transcript: str) -> Backend:
        lines = tuple(Line(line, number, "text") for number, line in enumerate(text.split("\n"), 1))
        return _backend(
            transcript, name, transcribe(Document(lines, "txt"), name, TurnOptions()), **options
        )

    return made


def _large(transcript: str) -> Backend:
    path = sorted(Path(str(files("corpus") / "sample")).glob("W-04*"))[0]
    transcripts, _ = read_interviews(path, path.name, Settings(tuple(_books())))
    body = transcripts[0].text
    once = body[transcripts[0].turns[0].span.start - 20 :].split("\n", 1)[1]
    text = body + ("\n" + once) * (200_000 // len(once))
    return _text("二十万字（合成样例）", text)(transcript)


def _refusing(transcript: str) -> Backend:
    backend = CASES["empty"](transcript)
    backend.text = backend.text.replace("天", "地")
    return backend


def _blank(transcript: str) -> Backend:
    backend = CASES["empty"](transcript)
    backend.turns = []
    return backend


CASES: dict[str, Callable[[str], Backend]] = {
    "sample": _sample,
    "strange": _text("表情与生僻字（合成样例）", STRANGE),
    "hostile": _text("恶意文本（合成样例）<b>x</b>", HOSTILE, hostile=True),
    "large": _large,
    "empty": _text("空白（合成样例）", "问：请讲。\n答：天气很好。", machine=False),
    "refusing": _refusing,
    "blank": _blank,
}
