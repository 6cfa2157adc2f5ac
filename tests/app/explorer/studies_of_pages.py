"""Studies for the tests of the explorer: the sample one, an empty one, a hostile one."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from studies import read

from app.explorer.state.study.desk import Desk
from app.study.machines.passes import code_project
from app.study.projects import adopt
from codebooks.loading import load
from corpus.project import create, open_project
from corpus.project.operations import AddCode, AddCoding, WriteMemo, WriteReview
from corpus.span import Span

EVIL = (
    "<script>window.evil=1</script><img src=x "
    "onerror='window.evil=1'>![图](http://198.51.100.7/x.png) $x^2$ :red[红] :material/home: "
    "**粗** \u202eabc\u202c [链接](http://198.51.100.8/)"
)
SPOKEN = EVIL.split("\u202e")[0]
HOSTILE = (
    f"访谈编号：A-{EVIL[:40]}\n部门：{EVIL}\n\n问：难在哪？{EVIL}\n答：没有统一标准，"
    f"接口也打不通。{EVIL}\n问：那怎么办？\n答：建议统一标准，希望尽快打通接口。"
    f"大家都盼着{EVIL}。\n"
)
"""合成样例"""


def empty(path: Path) -> Path:
    """A study with nothing in it."""
    create(path, "空的研究").close()
    return path


def copy(path: Path, to: Path) -> Path:
    shutil.copy(path, to)
    return to


def desk(path: Path) -> Desk:
    return Desk(open_project(path))


def hostile(path: Path) -> Path:
    """A study in which every text that a person can write tries to be more than text."""
    with create(path, EVIL) as project:
        one, two = project.coder(EVIL[:60]), project.coder("乙" + EVIL[60:100])
        adopt(project, load("information_ecology"), one)
        for name in ("一.txt", "二.txt"):
            project.add_file(
                f"访谈/{EVIL[:30]}{name}",
                hashlib.sha256(name.encode()).hexdigest(),
                "",
                [read(HOSTILE, name)],
            )
        code_project(project)
        project.apply(own := AddCode("information_ecology", "X" + EVIL[:20], EVIL), coder=one)
        for info in project.transcripts():
            text = project.transcript(info.id).text
            for words in ("没有统一标准", "接口也打不通", SPOKEN):
                start = text.rindex(words)
                for coder in (one, two):
                    made = AddCoding(
                        info.id, Span(start, start + len(words)), words, own.id, "lacking"
                    )
                    if coder is one or words == SPOKEN:
                        project.apply(made, coder=coder)
                        project.apply(WriteReview("coding", made.id, "dispute", EVIL), coder=two)
                        project.apply(WriteMemo("coding", made.id, EVIL), coder=one)
    return path
