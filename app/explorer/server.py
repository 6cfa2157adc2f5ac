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

from app.explorer.state.processes import quiet_threads
from corpus.catalogue import Language, message
from corpus.problem import FangtanError
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
