"""The explorer's state has no screen: to import a module of it loads no Streamlit, so that it can
be used and tested without one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.explorer import state

FOLDER = Path(state.__file__).parent
CHECK = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(f"app.explorer.state.{name}")
    for screen in ("streamlit", "typer", "rich"):
        if screen in sys.modules:
            sys.exit(f"{name} loads {screen}")
"""


def test_no_module_of_state_loads_a_screen() -> None:
    names = sorted(
        ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        for path in FOLDER.rglob("*.py")
        if path.stem != "__init__"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", CHECK, *names], capture_output=True, text=True, check=False
    )
    assert len(names) > 10 and loaded.returncode == 0, loaded.stderr
