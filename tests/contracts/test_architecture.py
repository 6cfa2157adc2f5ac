"""The layers, and that the command line starts fast because it loads late."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_layers_are_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys, app.cli.main; print([m for m in ('pandas', 'numpy', 'scipy', 'matplotlib', "
        "'streamlit', 'sklearn', 'gensim', 'jieba', 'rjieba', 'opencc', 'networkx', 'lxml') if "
        "m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_file_in_app_hides_a_module() -> None:
    """streamlit puts app/ first on sys.path."""
    names = {
        path.stem for path in (ROOT / "app").iterdir() if path.suffix == ".py" or path.is_dir()
    } - {"__init__", "__pycache__"}
    assert not names & (
        sys.stdlib_module_names
        | {"corpus", "codebooks", "analysis", "app", "typer", "rich", "pandas", "streamlit"}
    )
