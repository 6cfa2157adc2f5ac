"""Supposition: what is only imagined, and what would follow from it."""

from __future__ import annotations

import re
from typing import Final

# 主要是, 只要是 and 需要是 end in 要是 and suppose nothing.
HYPOTHETICAL: Final = re.compile(
    r"如果|要是(?<![主只需]要是)|万一|假如|假设|倘若|若是|一旦|哪怕|除非|(?:的话)"
)

# 如果说, 如果你问 introduce a topic and are left out.
SUPPOSED: Final = re.compile(
    r"如果(?!(?:你|你们|您)?(?:要|真要|非要)?[说问谈讲])|要是(?<![主只需]要是)(?![说问谈讲])|"
    r"假如|假设|倘若|若是"
)
"""Hypotheticals whose consequence is as uncertain as they are; 一旦 and 万一 tell rules that
hold.
"""

# 就, 那, 便, 则 and 会 are parts of many words (就是, 那个, 方便, 原则, 社会), which do not count.
THEN: Final = re.compile(
    r"[^,。?!;\n]{0,8}?(?:就(?!是)|那(?![边个里些]|就是)|(?<![方随])便|(?<![原否规])则|"
    r"(?<![社机委开])会(?![议计员])|可能|恐怕|怕是)"
)
"""Opens the consequence of a hypothetical, in the clause after it."""

# Of 提 only the verb of speech: 如果只提高更新 supposes.
TOPIC_IF: Final = re.compile(
    r"(?:如果|要是)(?:我们|你|要)?(?:纯粹|单纯|光是?|只是?|仅仅?)(?:讲|说|谈|论|看|"
    r"提(?![高升供出]))"
)
"""如果纯粹讲平台的话 names a topic and supposes nothing."""

# A supposition that ends in these is a wish: 要是有平台就好了.
WOULD_BE_GOOD: Final = re.compile(
    r"就好了|就好办|该多好|会好很多|会好得多|就省事|就方便|就轻松|就敢|就能|那就好|就不用|"
    r"就不会|就行了|就解决|就有办法|就有救|就好干|就好弄|就省心"
)

WISHED_WELL: Final = re.compile(
    r"(?:谁(?:来|能|给|帮)|什么时候能|再|早(?:点|些))[^,。?!;\n]{0,20}?(?:就好[了啦咯]|(?:该|"
    r"那)有?多好)"
)
"""谁来配个技术员就好了, 权限再放一放就好了: a wish without 希望."""

# A wish in the form of a supposition, which the demands take: 要是能有个平台.
WISHED: Final = re.compile(r"(?:如果|要是)能")

# A bare noun with 的话 is a topic: 平台的话，我们有两个.
NAMED: Final = re.compile("(?:那么?|然后|所以|像|至于|说到|这个?|那个?|我们的?|他们的?|你说的?)?")
"""What may stand before a noun with 的话 that only names the topic."""
