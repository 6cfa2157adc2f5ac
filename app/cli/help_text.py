"""What ``--help`` says: in both languages at once, since none is chosen yet when it is shown."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _sentences() -> dict[str, dict[str, str]]:
    # The whole catalogue takes a tenth of a second to read, and every command would wait for it.
    file = files("app.cli").joinpath("messages", "help.toml")
    return tomllib.loads(file.read_text("utf-8"))


def both(key: str, *, between: str = " / ") -> str:
    """The sentence ``key`` of ``messages/help.toml``, Chinese then English. A key that is not there
    is shown itself.
    """
    sentence = _sentences().get(key, {"zh": key, "en": key})
    if between == " / " and sentence["zh"].endswith("）"):
        between = "/ "
    return sentence["zh"] + between + sentence["en"]
