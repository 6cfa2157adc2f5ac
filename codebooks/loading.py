"""YAML to Codebook, with the line of every mistake."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from codebooks.codebook import Codebook
from corpus.problem import FangtanError, Problem

SHIPPED: tuple[str, ...] = (
    "information_ecology",
    "collaborative_governance",
    "problem_cause_countermeasure",
)


class BadCodebook(FangtanError):
    """A codebook that cannot be used; ``problems`` says why, line by line."""

    def __init__(self, source: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("codebook.bad", source=source, count=len(problems))


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which every scalar but numbers and booleans stays the text that was written."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, regexp)
        for tag, regexp in resolvers
        if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null")
    ]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}

Path_ = tuple[str | int, ...]


def load(name_or_path: str | Path) -> Codebook:
    """A shipped codebook by its id, or a YAML file by its path.

    Raises BadCodebook (with problems that carry lines) or FangtanError when there is no such file.
    """
    name = str(name_or_path)
    if name in SHIPPED:
        return _shipped(name)
    path = Path(name_or_path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FangtanError("codebook.missing", source=name, shipped="、".join(SHIPPED)) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadCodebook(name, [Problem(name, "codebook.not_utf8", line)]) from error
    return parse(text, name)


@cache
def _shipped(name: str) -> Codebook:
    return parse((files("codebooks") / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")


def parse(text: str, source: str = "codebook.yaml") -> Codebook:
    """YAML text to Codebook. Raises BadCodebook with one Problem per mistake."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        reason = getattr(error, "problem", None) or type(error).__name__
        raise BadCodebook(
            source, [Problem(source, "codebook.yaml", line, values={"reason": reason})]
        ) from error
    if not isinstance(node, yaml.MappingNode):
        raise BadCodebook(source, [Problem(source, "codebook.not_mapping", 1)])
    lines: dict[Path_, int] = {}
    problems: list[Problem] = []
    value = _value(node, (), lines, problems, source)
    if not problems:
        try:
            codebook = Codebook.model_validate(value)
        except ValidationError as error:
            entries = [
                entry for entry in error.errors() if entry["type"] != "too_short"
            ] or error.errors()
            problems.extend(_problem(entry, lines, source) for entry in entries)
        else:
            problems.extend(_ids(codebook, value, lines, source))
            if not problems:
                return codebook
    raise BadCodebook(source, problems)


def code_lines(text: str) -> dict[str, int]:
    """Code id -> line of the YAML text where it starts (for the linter)."""
    lines: dict[Path_, int] = {}
    node = yaml.compose(text, Loader=_Loader)
    value = _value(node, (), lines, [], "") if node is not None else {}
    return dict(_declared(value.get("codes", []), ("codes",), lines))


def _value(
    node: yaml.Node, path: Path_, lines: dict[Path_, int], problems: list[Problem], source: str
) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                problems.append(
                    Problem(
                        source,
                        "codebook.key_twice",
                        key_node.start_mark.line + 1,
                        values={"field": key},
                    )
                )
            found[key] = _value(value_node, (*path, key), lines, problems, source)
            lines[(*path, key)] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(item, (*path, place), lines, problems, source)
            for place, item in enumerate(node.value)
        ]
    if node.tag.endswith(":null"):
        return None
    if node.tag.endswith(":bool"):
        return node.value.lower() in ("true", "yes", "on")
    if node.tag.endswith(":int"):
        return int(node.value.replace("_", "")) if path and path[-1] in ("within",) else node.value
    return node.value


def _problem(entry: Any, lines: dict[Path_, int], source: str) -> Problem:
    path: Path_ = tuple(entry["loc"])
    while path and path not in lines:
        path = path[:-1]
    kind = entry["type"]
    field = ".".join(str(part) for part in entry["loc"])
    key = {"missing": "codebook.field_missing", "extra_forbidden": "codebook.field_unknown"}.get(
        kind, "codebook.field_bad"
    )
    return Problem(source, key, lines.get(path), values={"field": field, "reason": entry["msg"]})


def _declared(codes: Any, path: Path_, lines: dict[Path_, int]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for place, code in enumerate(codes if isinstance(codes, list) else []):
        if isinstance(code, dict):
            here = (*path, place)
            found.append((str(code.get("id", "")), lines.get((*here, "id"), lines.get(here, 1))))
            found.extend(_declared(code.get("children", []), (*here, "children"), lines))
    return found


def _ids(codebook: Codebook, value: Any, lines: dict[Path_, int], source: str) -> list[Problem]:
    """Ids that stand twice, and ids that are named but do not exist in this codebook."""
    problems = []
    seen: set[str] = set()
    for id_, line in _declared(value["codes"], ("codes",), lines):
        if id_ in seen:
            problems.append(Problem(source, "codebook.id_twice", line, values={"code": id_}))
        seen.add(id_)
    for name, lens in codebook.lenses.items():
        for group, members in lens.groups.items():
            at = lines.get(("lenses", name, "groups", group))
            problems.extend(
                Problem(source, "codebook.id_unknown", at, values={"code": member})
                for member in members
                if member not in seen
            )
    for place, link in enumerate(codebook.links):
        for named in (link.problem, *link.causes, *link.countermeasures):
            if named not in seen:
                problems.append(
                    Problem(
                        source,
                        "codebook.id_unknown",
                        lines.get(("links", place)),
                        values={"code": named},
                    )
                )
    return problems
