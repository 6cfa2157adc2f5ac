"""Transcription marks: （笑）（沉默约5秒）[听不清 00:14:07]. Kept in the text, excluded from
matching.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.normalise import fold, simplified
from corpus.span import Span

_WORDS: Final = (
    "大笑|苦笑|冷笑|笑|沉默|停顿|叹气|叹|咳嗽|咳|打断|插话|掌声|鼓掌|音乐|点头|摇头|哭|哽咽|"
    "电话响|手机响|电话|接电话|敲门|起身|同时|听不清|不清楚|不清|录音中断|录音|思考|犹豫|"
    "迟疑|语气|喝水|抽烟|翻|指着?|看了?看|停了|暂停|中断|无声|方言|重复|拍桌|摆手|比划|离开|"
    "回来|众人|全场|投影片|inaudible|laughs?|laughter|silence|pause|crosstalk"
)
_MARK: Final = re.compile(
    rf"\((?:{_WORDS})[^()\n。?!]{{0,12}}\)|\([^()\n。?!,;]{{1,6}}(?:笑|沉默|停顿|叹气|响|声|"
    rf"打断|听不清)\)"
    rf"|[\[【](?:{_WORDS})[^\[\]【】\n]{{0,20}}[\]】]|\[(?:\d{{1,2}}:)?\d{{1,2}}:\d{{2}}(?:[.,"
    rf"]\d{{1,3}})?\]",
    re.IGNORECASE,
)


def find_marks(text: str) -> tuple[Span, ...]:
    """The marks in ``text``, in order."""
    found: list[Span] = []
    for opening in _OPENING.finditer(text):
        start = opening.start()
        bracket = _BRACKET.match(text, start) if not found or start >= found[-1].end else None
        match = _MARK.match(simplified(fold(bracket[0]))) if bracket else None
        if match:
            found.append(Span(start, start + match.end()))
    return tuple(found)


_OPENING: Final = re.compile(r"[(（\[【]")
_BRACKET: Final = re.compile(r"[(（][^)）\n]{1,46}[)）]|[\[【][^\]】\n]{1,46}[\]】]")
"""What may be a mark: no mark is longer."""
