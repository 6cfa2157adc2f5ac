"""Pure edits of a codebook: one goes in, another comes out, checked as its YAML would be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from codebooks.codebook import Codebook
from codebooks.loading import BadCodebook, parse
from corpus.problem import Problem


def with_code(book: Codebook, code_id: str, fields: Mapping[str, object], version: str) -> Codebook:
    """The codebook with some ``fields`` of one code replaced, under the new ``version``.

    Fields have the names and shapes that they have in the YAML (``class``, not ``kind``); an empty
    one (None, "", [], {}) is taken out, so that its default holds. Raises BadCodebook with a
    Problem for each mistake: no such code, a field that does not exist, a value that does not fit.
    """
    data = book.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["version"] = version
    code = _find(data["codes"], code_id)
    if code is None:
        raise BadCodebook(
            book.id, [Problem(book.id, "codebook.id_unknown", values={"code": code_id})]
        )
    for name, value in fields.items():
        if value in (None, "", [], {}):
            code.pop(name, None)
        else:
            code[name] = value
    # Through YAML and back: an edit passes the same checks, in the same words, as a file.
    return parse(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), book.id)


def _find(codes: Sequence[dict[str, Any]], code_id: str) -> dict[str, Any] | None:
    for code in codes:
        if code["id"] == code_id:
            return code
        if (below := _find(code.get("children", ()), code_id)) is not None:
            return below
    return None


def next_version(version: str) -> str:
    """The version after this one: its last number counted up (``1.0.9`` -> ``1.0.10``); ``.1`` is
    put behind a version that holds no number.
    """
    match = re.search(r"(\d+)(?=\D*$)", version)
    if match is None:
        return f"{version}.1"
    return version[: match.start()] + str(int(match[1]) + 1) + version[match.end() :]


def words_of(text: str) -> tuple[str, ...]:
    """Indicators as a person writes them: one a line, or parted by 、，, or ；; each once."""
    return tuple(
        dict.fromkeys(part.strip() for part in re.split(r"[\n、，,；;]+", text) if part.strip())
    )
