"""A study made from a folder of interviews: imported, coded by rule, ready to be opened."""

from __future__ import annotations

from pathlib import Path

from app.study.demo import demo_study
from corpus.catalogue import Language, message
from corpus.problem import FangtanError
from corpus.project import SUFFIX, create, open_project
from corpus.project.store import is_address


def prepare(study: str | None, demo: bool, coder: str, lang: Language) -> tuple[str, list[str]]:
    """The study to be opened, made where there is none, and what to tell the user about it. Raises
    FangtanError for what cannot be opened.
    """
    if demo:
        return str(demo_study(Path("fangtan-demo"))), []
    if study is None:
        here = sorted(Path().glob(f"*{SUFFIX}"))
        if len(here) != 1:
            raise FangtanError("explore.which", found="、".join(path.name for path in here) or "—")
        study = str(here[0])
    if is_address(study):
        open_project(study).close()
        return study, []
    path = Path(study)
    if path.is_dir():
        target = path.with_name(f"{path.resolve().name}{SUFFIX}")
        if target.exists():
            open_project(target).close()
            return str(target), [
                message("explore.folder_known", lang, folder=str(path), study=str(target))
            ]
        _made(target, coder)
        with open_project(target) as project:
            from app.study.machines.passes import code_project
            from app.study.projects import import_interviews
            from app.study.reading import Settings

            outcome = import_interviews(project, [path], Settings(()))
            code_project(project)
        told = [
            message(
                "explore.folder_made" if outcome.files else "explore.folder_empty",
                lang,
                folder=str(path),
                study=str(target),
                count=outcome.count("new"),
            )
        ]
        return str(target), told + [
            problem.sentence(lang)
            for problem in outcome.all_problems
            if problem.severity == "error"
        ]
    if not path.exists():
        if path.suffix != SUFFIX:
            raise FangtanError("explore.no_study", name=study)
        _made(path, coder)
        return str(path), [message("explore.made", lang, study=study)]
    open_project(path).close()
    return str(path), []


def _made(path: Path, coder: str) -> None:
    from app.study.projects import adopt
    from codebooks.loading import SHIPPED, load

    with create(path) as project:
        who = project.coder(coder)
        for name in SHIPPED:
            adopt(project, load(name), who)
