"""Text of a study where Streamlit reads Markdown (labels, captions, messages): every sign stands
for itself.
"""

from __future__ import annotations

import re
from typing import Final

JOINER: Final = "\u2060"
"""Takes no room and parts nothing; it keeps ``:red[``, ``:smile:``, ``->`` and addresses from being
read as more than signs.
"""

_SIGNS: Final = re.compile(r"[!-/:-@\[-`{-~]")
_MEANT: Final = re.compile(r"[:@<>-]|[wW](?=[wW][wW]\.)")
_BREAKS: Final = re.compile(r"[\r\n\t\x00-\x1f\u2028\u2029]+")


def plain(text: object) -> str:
    """``text`` as Markdown that shows exactly this text on one line: no image, link, formula,
    colour, emoji or HTML comes of it.
    """
    one_line = _BREAKS.sub(" ", str(text)).strip()
    return _MEANT.sub(
        lambda found: found[0] + JOINER, _SIGNS.sub(lambda found: "\\" + found[0], one_line)
    )
