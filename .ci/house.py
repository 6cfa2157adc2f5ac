"""The structure of the project in figures, and the bounds that hold it.

    python .ci/house.py            the table
    python .ci/house.py --check    also fails where a bound is passed

Code is corpus, codebooks, analysis and app without migrations; lines are those of the formatter.
Dialect: names bound in the code (variables, parameters, functions, attributes) that say nothing of
what they hold. Any: expressions of type Any, counted by mypy, of all expressions of a package.
"""

from __future__ import annotations

import ast
import json
import re
import statistics
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGES: Final = ("corpus", "codebooks", "analysis", "app")
DIALECT: Final = frozenset(
    (
        "one",
        "two",
        "place",
        "found",
        "made",
        "told",
        "own",
        "known",
        "chosen",
        "done",
        "seen",
        "kept",
        "wanted",
        "at",
        "whole",
        "shown",
        "of",
    )
)
BOUNDS: Final = {
    "widest folder of app": 12,
    "widest folder elsewhere": 24,
    "longest line": 100,
    "longest file": 500,
    "functions over 60 lines": 0,
    "any corpus": 3.0,
    "any codebooks": 3.0,
    "any analysis": 2.2,
    "any app": 3.0,
}
"""What may not be passed: a ratchet, to be lowered when a figure has come down."""
LEAST: Final = {"tests : code": 0.8, "contracts inside app": 5}
"""What may not be fallen short of."""
COMMANDS: Final = {
    "app/cli/commands/run.py": "run",
    "app/cli/commands/analyses/ena.py": "ena",
    "app/cli/commands/analyses/network.py": "network",
}
"""Functions that may be longer than 60 lines: their length is that of their options, which typer
reads from the signature.
"""


PRAGMA: Final = re.compile(r"\s*# (?:type: ignore|noqa).*$")


def width(line: str) -> int:
    """Columns on the screen: Chinese takes two; a note to the checkers takes none."""
    line = PRAGMA.sub("", line)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


def python_files(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "versions" not in path.parts and "node_modules" not in path.parts
    )


def names(tree: ast.AST) -> Iterator[str]:
    """Every name that is bound."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def any_report() -> str:
    """What mypy says of Any: as a run before left it (``--any FOLDER``), or by a run of its own."""
    if "--any" in sys.argv:
        folder = sys.argv[sys.argv.index("--any") + 1]
        return Path(folder, "any-exprs.txt").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "mypy", "--any-exprs-report", folder],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        return Path(folder, "any-exprs.txt").read_text("utf-8")


def any_share() -> dict[str, float]:
    """Package -> per cent of its expressions whose type is Any."""
    report = any_report()
    loose: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in report.splitlines():
        fields = line.split()
        if len(fields) == 4 and fields[0].split(".")[0] in PACKAGES:
            package = fields[0].split(".")[0]
            loose[package] += int(fields[1])
            total[package] += int(fields[2])
    return {package: round(100 * loose[package] / total[package], 1) for package in PACKAGES}


def flat(folder: str) -> tuple[int, str]:
    """The most Python files side by side in a folder (``__init__`` aside), and which it is."""
    count = Counter(
        path.parent.relative_to(ROOT).as_posix()
        for path in python_files(folder)
        if path.name != "__init__.py"
    )
    room, most = count.most_common(1)[0]
    return most, room


def measured() -> dict[str, object]:
    """Figure -> value."""
    texts = {path: path.read_text("utf-8") for path in python_files(*PACKAGES)}
    trees = [ast.parse(text) for text in texts.values()]
    lengths = sorted(len(text.splitlines()) for text in texts.values())
    tests = sum(len(path.read_text("utf-8").splitlines()) for path in python_files("tests"))
    every = [path.read_text("utf-8") for path in python_files(*PACKAGES, "tests", "benchmarks")]
    lines = [line for text in texts.values() for line in text.splitlines() if line.strip()]
    bound = [name for tree in trees for name in names(tree)]
    functions = [
        node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    ]
    sizes = sorted(map(size, functions))
    excepted = sum(
        size(node) > 60
        for path, name in COMMANDS.items()
        for node in ast.walk(ast.parse(texts[ROOT / path]))
        if isinstance(node, ast.FunctionDef) and node.name == name
    )
    public = [node for node in functions if not node.name.startswith("_")]
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    contracts = settings["tool"]["importlinter"]["contracts"]
    comments = sum(line.lstrip().startswith("#") for line in lines)
    app, app_folder = flat("app")
    other, other_folder = max(flat(package) for package in PACKAGES if package != "app")
    return {
        "files": len(texts),
        "lines": sum(lengths),
        "median / p90 of a file": f"{statistics.median(lengths):.0f} / {p90(lengths)}",
        "longest file": lengths[-1],
        "longest file is": max(texts, key=lambda path: len(texts[path].splitlines()))
        .relative_to(ROOT)
        .as_posix(),
        "mean characters a line": round(statistics.mean(map(len, lines)), 1),
        "longest line": max(width(line) for text in every for line in text.splitlines()),
        "function lines p90 / longest": f"{p90(sizes)} / {sizes[-1]}",
        "functions over 60 lines": sum(lines > 60 for lines in sizes) - excepted,
        "commands over 60 lines": excepted,
        "comment lines %": round(100 * comments / len(lines), 1),
        "public functions with docstring %": round(
            100 * sum(ast.get_docstring(node) is not None for node in public) / len(public)
        ),
        "tests : code": round(tests / sum(lengths), 2),
        "widest folder of app": app,
        "widest folder of app is": app_folder,
        "widest folder elsewhere": other,
        "widest folder elsewhere is": other_folder,
        "dialect among names %": round(
            100 * sum(name in DIALECT for name in bound) / len(bound), 1
        ),
        "contracts": len(contracts),
        "contracts inside app": sum("app" in inside(contract) for contract in contracts),
        **{f"any {package}": share for package, share in any_share().items()},
    }


def inside(contract: dict[str, object]) -> set[str]:
    """The packages within which a contract of import-linter rules."""
    modules: list[str] = []
    for field in ("containers", "ancestors", "source_modules"):
        values = contract.get(field, [])
        if isinstance(values, list):
            modules += map(str, values)
    return {module.split(".")[0] for module in modules}


def size(function: ast.FunctionDef) -> int:
    """Lines of a function, its head included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def p90(values: list[int]) -> int:
    """The ninth decile of sorted values."""
    assert all(first <= second for first, second in pairwise(values))
    return values[int(0.9 * (len(values) - 1))]


def main() -> int:
    figures = measured()
    if "--json" in sys.argv:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:36} {value}")
    if "--check" not in sys.argv:
        return 0
    passed = [
        f"{name}: {figures[name]} > {bound}"
        for name, bound in BOUNDS.items()
        if float(str(figures[name])) > bound
    ] + [
        f"{name}: {figures[name]} < {least}"
        for name, least in LEAST.items()
        if float(str(figures[name])) < least
    ]
    print("\n".join(passed) or "all bounds hold", file=sys.stderr)
    return 1 if passed else 0


if __name__ == "__main__":
    raise SystemExit(main())
