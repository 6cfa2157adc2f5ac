"""The study of the synthetic sample, with codings of invented people, to look around in."""

from __future__ import annotations

from pathlib import Path

from corpus.project import SUFFIX, create, open_project


def demo_study(folder: Path) -> Path:
    """The sample study: synthetic interviews, coded by rule, with the codings of two synthetic
    coders on two of them. Made once.
    """
    from importlib.resources import as_file, files

    from app.study.machines.passes import code_project
    from app.study.projects import adopt, import_interviews
    from app.study.reading import Settings
    from codebooks.loading import SHIPPED, load
    from corpus.project import Filter
    from corpus.project.operations import AddCoding

    folder.mkdir(exist_ok=True)
    path = folder / f"sample-study{SUFFIX}"
    if path.exists():
        open_project(path).close()
        return path
    part = folder / f".making{SUFFIX}"
    for old in folder.glob(f"{part.name}*"):
        old.unlink()
    with create(part, "合成样例：W市疫情防控数据共享") as project:
        one, two = project.coder("合成编码者甲"), project.coder("合成编码者乙")
        for name in SHIPPED:
            adopt(project, load(name), one)
        with as_file(files("corpus") / "sample") as sample:
            import_interviews(project, [sample], Settings(()), label="合成样例")
        code_project(project)
        for info in project.transcripts()[:2]:
            for place, coding in enumerate(project.codings(Filter(transcripts=(info.id,)))):
                if place % 6 != 1:
                    project.apply(AddCoding.again(coding), coder=one)
                if place % 4 != 2:
                    polarity = (
                        "unsure"
                        if place % 7 == 3 and coding.polarity != "unsure"
                        else coding.polarity
                    )
                    project.apply(AddCoding.again(coding, polarity), coder=two)
    part.replace(path)
    for rest in folder.glob(f"{part.name}-*"):
        rest.unlink(missing_ok=True)
    return path
