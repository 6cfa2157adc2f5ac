"""The types that the JavaScript is checked against, made from the operations that Python declares.

``python tests/app/explorer/operation_types.py`` writes them anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "app" / "explorer" / "components" / "shared" / "operations.d.ts"
HEAD = (
    "// Made from app/explorer/state/coding/browser_operations.py by\n"
    "// tests/app/explorer/operation_types.py: change the operations there.\n"
)


def _type(schema: dict[str, Any]) -> str:
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(_type(option) for option in schema["anyOf"])
    return {"string": "string", "integer": "number", "null": "null"}[schema["type"]]


def declared() -> str:
    """The text of ``operations.d.ts``."""
    from app.explorer.state.coding.browser_operations import OPERATIONS

    parts = [HEAD]
    for operation in OPERATIONS:
        schema = operation.model_json_schema()
        needed = {"kind", *schema["required"]}
        lines = [
            f"  {name}{'' if name in needed else '?'}: {_type(field)};"
            for name, field in schema["properties"].items()
        ]
        parts.append(f"export interface {operation.__name__} {{\n" + "\n".join(lines) + "\n}\n")
    names = "\n  | ".join(operation.__name__ for operation in OPERATIONS)
    parts.append(f"export type Operation =\n  | {names};\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    FILE.write_text(declared(), encoding="utf-8")
