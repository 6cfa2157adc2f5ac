"""YAML to Codebook, with the line of every mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import yaml
from pydantic import ValidationError

from codebooks.codebook import Codebook
from corpus.problem import FangtanError, Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

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

Value: TypeAlias = "bool | int | str | list[Value] | dict[str, Value] | None"
"""What a YAML node holds, before it is validated."""
KeyPath = tuple[str | int, ...]
"""The keys and indices that lead from the top of the file to a value."""
Lines = dict[KeyPath, int]
"""The line, from 1, on which each value starts (of a key: the line of the key)."""


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
        marked = error if isinstance(error, yaml.MarkedYAMLError) else None
        mark = marked.problem_mark if marked else None
        line = mark.line + 1 if mark is not None else None
        reason = (marked.problem if marked else None) or type(error).__name__
        raise BadCodebook(
            source, [Problem(source, "codebook.yaml", line, values={"reason": reason})]
        ) from error
    if not isinstance(node, yaml.MappingNode):
        raise BadCodebook(source, [Problem(source, "codebook.not_mapping", 1)])
    lines: Lines = {}
    problems: list[Problem] = []
    value = _mapping(node, (), lines, problems, source)
    if not problems:
        try:
            codebook = Codebook.model_validate(value)
        except ValidationError as error:
            faults = error.errors()
            telling = [fault for fault in faults if fault["type"] != "too_short"] or faults
            problems.extend(_problem(fault, lines, source) for fault in telling)
        else:
            problems.extend(_id_problems(codebook, value, lines, source))
            problems.extend(_gazetteer_problems(codebook, lines, source))
            if not problems:
                return codebook
    raise BadCodebook(source, problems)


def code_lines(text: str) -> dict[str, int]:
    """Code id -> line of the YAML text where it starts (for the linter)."""
    lines: Lines = {}
    node = yaml.compose(text, Loader=_Loader)
    if not isinstance(node, yaml.MappingNode):
        return {}
    value = _mapping(node, (), lines, [], "")
    return dict(_declared(value.get("codes", []), ("codes",), lines))


def _value(
    node: yaml.Node, path: KeyPath, lines: Lines, problems: list[Problem], source: str
) -> Value:
    """What a node holds, as plain Python; fills ``lines`` and ``problems`` on the way."""
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, problems, source)
    if isinstance(node, yaml.SequenceNode):
        items: list[yaml.Node] = node.value
        return [
            _value(item, (*path, index), lines, problems, source)
            for index, item in enumerate(items)
        ]
    text: str = node.value
    if node.tag.endswith(":null"):
        return None
    if node.tag.endswith(":bool"):
        return text.lower() in ("true", "yes", "on")
    if node.tag.endswith(":int") and path and path[-1] == "within":
        return int(text.replace("_", ""))
    return text


def _mapping(
    node: yaml.MappingNode, path: KeyPath, lines: Lines, problems: list[Problem], source: str
) -> dict[str, Value]:
    """A mapping with its keys as text; a key that stands twice is a problem."""
    lines[path] = node.start_mark.line + 1
    values: dict[str, Value] = {}
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
    for key_node, value_node in pairs:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in values:
            problems.append(Problem(source, "codebook.key_twice", line, values={"field": key}))
        values[key] = _value(value_node, (*path, key), lines, problems, source)
        lines[(*path, key)] = line
    return values


_KEY_OF_FAULT = {"missing": "codebook.field_missing", "extra_forbidden": "codebook.field_unknown"}


def _problem(fault: ErrorDetails, lines: Lines, source: str) -> Problem:
    """A fault that the model names, with the line of the nearest field above it."""
    path: KeyPath = fault["loc"]
    field = ".".join(map(str, path))
    while path and path not in lines:
        path = path[:-1]
    key = _KEY_OF_FAULT.get(fault["type"], "codebook.field_bad")
    return Problem(source, key, lines.get(path), values={"field": field, "reason": fault["msg"]})


def _declared(codes: Value, path: KeyPath, lines: Lines) -> list[tuple[str, int]]:
    """The id of every code below ``path``, parents first, with its line."""
    ids: list[tuple[str, int]] = []
    for index, code in enumerate(codes if isinstance(codes, list) else []):
        if isinstance(code, dict):
            top = (*path, index)
            ids.append((str(code.get("id", "")), lines.get((*top, "id"), lines.get(top, 1))))
            ids.extend(_declared(code.get("children", []), (*top, "children"), lines))
    return ids


def _id_problems(
    codebook: Codebook, value: Mapping[str, Value], lines: Lines, source: str
) -> list[Problem]:
    """Ids that stand twice, and ids that are named but do not exist in this codebook."""
    problems: list[Problem] = []
    ids: set[str] = set()

    def add(key: str, line: int | None, code: str) -> None:
        problems.append(Problem(source, key, line, values={"code": code}))

    for id_, line in _declared(value["codes"], ("codes",), lines):
        if id_ in ids:
            add("codebook.id_twice", line, id_)
        ids.add(id_)
    for name, lens in codebook.lenses.items():
        for group, members in lens.groups.items():
            for member in members:
                if member not in ids:
                    add("codebook.id_unknown", lines.get(("lenses", name, "groups", group)), member)
    for index, link in enumerate(codebook.links):
        for member in (link.problem, *link.causes, *link.countermeasures):
            if member not in ids:
                add("codebook.id_unknown", lines.get(("links", index)), member)
    return problems


def _gazetteer_problems(codebook: Codebook, lines: Lines, source: str) -> list[Problem]:
    """Empty names, a name for two departments, and words of ``unless`` that can have no effect:
    those that hold no name of their department, or are one.
    """
    problems: list[Problem] = []
    department_of: dict[str, str] = {}
    for department, office in codebook.gazetteer.items():
        path: KeyPath = ("gazetteer", department)

        def add(key: str, *field: str | int, path: KeyPath = path, **values: str) -> None:
            line = lines.get((*path, *field), lines.get((*path, *field[1:]), lines.get(path)))
            problems.append(Problem(source, key, line, values=values))

        names = (department, *office.names)
        for index, name in enumerate(names):
            field = ("names", index - 1) if index else ()
            if not name.strip():
                add("codebook.name_empty", *field, department=department)
            elif department_of.setdefault(name, department) != department:
                other = department_of[name]
                add("codebook.name_twice", *field, name=name, department=department, other=other)
        for index, word in enumerate(office.unless):
            if not any(name and name in word for name in names):
                add("codebook.unless_idle", "unless", index, word=word, department=department)
            elif word in names:
                add("codebook.unless_name", "unless", index, word=word, department=department)
    return problems
