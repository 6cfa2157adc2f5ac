"""The child of the kill and load tests: does the work of a study step by step, and says each step
aloud when it is stored.

``python worker.py serve``: reads a path a line from its input, forks a child that does the whole
work there, and tells how it ended. ``python worker.py load ADDRESS NUMBER COUNT``: one of several
writers at once.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from studies import OTHER, TEXT, adopt, code_id, coding, suggest, take, transcript_id  # noqa: E402

from corpus.project import CoderInfo, Project, create, open_project  # noqa: E402
from corpus.project import operations as op  # noqa: E402
from corpus.project.identity import derived_id  # noqa: E402
from corpus.span import Span  # noqa: E402

PLACES = (
    "没有统一标准",
    "接口也打不通",
    "各家的系统各管各的",
    "建议统一标准",
    "希望尽快打通接口",
    "大家都盼着",
)


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def steps(path: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """(what is acknowledged, what does it): making, importing, a machine's pass, coding, editing,
    undoing, importing a changed text, going on.
    """

    def begin(project: Project) -> None:
        adopt(project, project.coder("李"))

    yield "made", lambda: path.exists() or create(path, "研究", fill=begin).close()
    project = open_project(path)
    li = project.coder("李")
    yield "file 访谈/一.txt", lambda: _revised(project) or take(project, TEXT)
    yield "file 访谈/二.txt", lambda: take(project, OTHER, "访谈/二.txt")
    yield (
        "pass",
        lambda: (
            _passed(project)
            or suggest(
                project,
                ("接口也打不通", "P2", "lacking"),
                ("建议统一标准", "C1", "demanded"),
                ("没有统一标准", "P1", "lacking"),
            )
        ),
    )
    for number, words in enumerate(PLACES):
        yield f"op {number}", lambda number=number, words=words: _lay(project, li, words, number)
    for number, change in enumerate(
        (
            lambda: op.SetPolarity(derived_id("test", 0), "unsure"),
            lambda: op.Recode(derived_id("test", 1), code_id(project, "P1")),
            lambda: op.RemoveCoding(derived_id("test", 2)),
            lambda: op.SplitCoding(
                derived_id("test", 4),
                coding(project, derived_id("test", 4)).span.start + 4,
                derived_id("test", 40),
            ),
            lambda: op.WriteMemo(
                "coding", derived_id("test", 0), "想法", id=derived_id("test", 50)
            ),
            lambda: op.MergeCodes(code_id(project, "C1"), code_id(project, "C")),
            lambda: op.Decide(
                derived_id(
                    "coding",
                    transcript_id(project),
                    project.coder("rules", "machine").id,
                    *_place(project),
                    code_id(project, "P2"),
                    "lacking",
                    1,
                ),
                "accepted",
            ),
        ),
        10,
    ):
        yield (
            f"op {number}",
            lambda number=number, change=change: _once(project, li, number, change),
        )
    yield "op 20", lambda: project.undo(li, client="test", seq=20)
    yield "op 21", lambda: project.redo(li, client="test", seq=21)
    yield "revised", lambda: take(project, "整理过。\n" + TEXT.replace("大家都盼着", "大家都在等"))
    yield (
        "op 22",
        lambda: _once(project, li, 22, lambda: op.SetPolarity(derived_id("test", 0), "present")),
    )
    project.close()


def _sent(project: Project, seq: int) -> bool:
    return any(event.client == "test" and event.seq == seq for event, _ in project.log(500))


def _revised(project: Project) -> bool:
    return any(info.revision > 1 for info in project.transcripts())


def _passed(project: Project) -> bool:
    return bool(project.passed(project.coder("rules", "machine")))


def _place(project: Project) -> tuple[int, int]:
    text = project.transcript(transcript_id(project), 1).text
    return text.index("接口也打不通"), text.index("接口也打不通") + 6


def _lay(project: Project, li: CoderInfo, words: str, number: int) -> None:
    start = project.transcript(transcript_id(project), 1).text.index(words)
    project.apply(
        op.AddCoding(
            transcript_id(project),
            Span(start, start + len(words)),
            words,
            code_id(project, "P1" if number % 2 else "P2"),
            "lacking",
            1,
            derived_id("test", number),
        ),
        coder=li,
        client="test",
        seq=number,
    )


def _once(project: Project, li: CoderInfo, number: int, change: Callable[[], op.Operation]) -> None:
    """An operation is made from what stands, so it is made only when it was not sent before; the
    store itself is asked all the same.
    """
    project.apply(
        op.SaveCase("不会写入") if _sent(project, number) else change(),
        coder=li,
        client="test",
        seq=number,
    )


def work(path: Path) -> None:
    for word, do in steps(path):
        do()
        say(word)
    say("whole")


def serve() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say(f"pid {os.getpid()}")
            try:
                work(Path(line.strip()))
            except BaseException as error:
                say(f"error {error!r}")
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(f"end {status}")


def load(address: str, number: int, count: int) -> None:
    """``count`` operations; every tenth is sent twice."""
    with open_project(address) as project:
        coder = project.coder(f"编码者{number}")
        transcript, code = transcript_id(project), code_id(project, "P1")
        text = project.transcript(transcript).text
        say("ready")
        sys.stdin.readline()
        begun = time.perf_counter()
        for seq in range(count):
            start, length = seq % (len(text) - 12), 1 + seq // (len(text) - 12)
            made = op.AddCoding(
                transcript,
                Span(start, start + length),
                text[start : start + length],
                code,
                "neutral",
                1,
            )
            for _ in range(2 if seq % 10 == 0 else 1):
                project.apply(made, coder=coder, client=f"client-{number}", seq=seq)
        say(f"done {time.perf_counter() - begun:.3f}")


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve()
    else:
        load(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
