"""A topic that stands alone in its clause, and the comment in the next."""

from __future__ import annotations

import re
from typing import Final

# Fillers between the two, whole clauses of them.
ASIDE: Final = re.compile(
    r"(?:我)?(?:说|讲)(?:句)?(?:老?实|实在|真|心里)话?|老实说|坦率地?[说讲]|怎么[说讲]呢|"
    r"你(?:也)?知道的?|说真的|对吧"
)
"""Says nothing between a topic and its comment."""

TOPIC: Final = re.compile(
    r"(?:嘛|呢|啊|呀|吧|么|的话|这一?块|这个|这方面|方面|来说|来讲|东西|的)*$"
)
"""What may stand between a topic and the end of its clause."""

# Where not even a particle marks the topic, what stands before it must.
INTRODUCED: Final = re.compile(
    r"(?:所谓的?|像|至于|说到|那|这个?|那个?|我们的?|他们的?|你说的?|第[一二三]个?|(?:我们|我|"
    r"他们)?(?:提|发|报|交|递|送|写|申请|要)[了过])?$"
)
"""What may stand before a topic that no particle marks."""
