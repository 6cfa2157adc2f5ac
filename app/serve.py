"""Start the explorer: a Streamlit server of its own on the loopback address, and the browser on
it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus.catalogue import Language, message
from corpus.problem import FangtanError
from corpus.project import SUFFIX, create, open_project
from corpus.project.store import is_address

HOST: Final = "127.0.0.1"
PORT: Final = 8501
UPLOAD_MB: Final = 20
FONT: Final = (
    '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source '
    'Han Sans SC", sans-serif'
)


def options(port: int) -> list[str]:
    """What the server is told: loopback only, nothing leaves the machine, small uploads."""
    return [
        f"--server.address={HOST}",
        f"--server.port={port}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--server.runOnSave=false",
        f"--server.maxUploadSize={UPLOAD_MB}",
        "--server.showEmailPrompt=false",
        "--server.enableStaticServing=false",
        "--browser.gatherUsageStats=false",
        f"--browser.serverAddress={HOST}",
        "--client.toolbarMode=viewer",
        "--client.showErrorLinks=false",
        "--client.showSidebarNavigation=true",
        f"--server.allowedHosts={HOST}",
        "--server.allowedHosts=localhost",
        "--theme.light.primaryColor=#2f74c0",
        "--theme.dark.primaryColor=#5b9be0",
        f"--theme.font={FONT}",
        "--theme.baseRadius=0.4rem",
    ]


def command(port: int) -> list[str]:
    """What starts the server."""
    entry = Path(__file__).parent / "entry"
    return [
        sys.executable,
        str(entry / "explorer_server.py"),
        "run",
        str(entry / "explorer_script.py"),
        *options(port),
    ]


def quiet_threads() -> dict[str, str]:
    """The environment of the server: linear algebra on one thread, unless told otherwise. Its
    matrices are small, and threads that wait for one another made the layout of a network ten times
    slower where other work ran beside it. No number depends on it.
    """
    return {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **os.environ}


def free_port(wanted: int | None) -> int:
    """The port wanted, or the first free one from 8501 on. Raises FangtanError when the wanted one
    is taken.
    """
    for port in [wanted] if wanted else range(PORT, PORT + 100):
        with socket.socket() as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise FangtanError("explore.port_taken", port=wanted or PORT)


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
            from app.interview import Settings
            from app.projects import code_project, import_interviews

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
    from app.projects import adopt
    from codebooks.loading import SHIPPED, load

    with create(path) as project:
        who = project.coder(coder)
        for name in SHIPPED:
            adopt(project, load(name), who)


def demo_study(folder: Path) -> Path:
    """The sample study: synthetic interviews, coded by rule, with the codings of two synthetic
    coders on two of them. Made once.
    """
    from importlib.resources import as_file, files

    from app.interview import Settings
    from app.projects import adopt, code_project, import_interviews
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
                    project.apply(
                        AddCoding(info.id, coding.span, coding.quote, coding.code, coding.polarity),
                        coder=one,
                    )
                if place % 4 != 2:
                    polarity = (
                        "unsure"
                        if place % 7 == 3 and coding.polarity != "unsure"
                        else coding.polarity
                    )
                    project.apply(
                        AddCoding(info.id, coding.span, coding.quote, coding.code, polarity),
                        coder=two,
                    )
    part.replace(path)
    for rest in folder.glob(f"{part.name}-*"):
        rest.unlink(missing_ok=True)
    return path


def serve(
    study: str,
    *,
    port: int | None,
    browser: bool,
    role: str,
    coder: str | None,
    lang: Language,
    demo: bool,
    say: Sequence[str] = (),
) -> int:
    """Run the server until it is stopped (Ctrl-C). Returns the exit code. Raises FangtanError when
    it does not come up.
    """
    chosen = free_port(port)
    environment = {
        **quiet_threads(),
        "FANGTAN_STUDY": study if is_address(study) else str(Path(study).resolve()),
        "FANGTAN_ROLE": role,
        "FANGTAN_LANG": lang,
        "PYTHONUTF8": "1",
    }
    for name, value in (("FANGTAN_CODER", coder), ("FANGTAN_DEMO", "1" if demo else None)):
        environment.pop(name, None)
        if value:
            environment[name] = value
    before = signal.signal(signal.SIGTERM, _ended)
    running = subprocess.Popen(command(chosen), env=environment, stdout=subprocess.DEVNULL)
    address = f"http://{HOST}:{chosen}"
    try:
        if not _up(address, running):
            raise FangtanError("explore.not_up", port=chosen)
        for sentence in (*say, message("explore.open", lang, address=address)):
            print(sentence, flush=True)
        if browser:
            webbrowser.open(address)
        return running.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)
        if running.poll() is None:
            running.terminate()
            try:
                running.wait(10)
            except subprocess.TimeoutExpired:
                running.kill()


def _ended(number: int, frame: object) -> None:
    """The server ends with the program that started it."""
    raise KeyboardInterrupt


def _up(address: str, running: subprocess.Popen[bytes], patience: float = 60.0) -> bool:
    until = time.monotonic() + patience
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until and running.poll() is None:
        try:
            with opener.open(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return True
        except OSError:
            time.sleep(0.15)
    return False
