"""Questions: open ones leave a thing unsure, rhetorical ones assert their contrary."""

from __future__ import annotations

import re
from typing import Final

# The last branch is any verb asked by its own negation: 通不通, 好不好用.
QUESTIONED: Final = re.compile(
    r"有没有|有无|是否|能否|可否|能不能|会不会|要不要|可不可以|通不通|够不够|愿不愿意|行不行|"
    r"到底有多少|(\S)[不没](?<!有没)\1"
)

# Apart from QUESTIONED because 是不是 is masked like a negator that negates nothing.
WHETHER: Final = re.compile(r"是不是(?!就?(?:可以|能|请|先|要|应该|由|让|把|给|接|来|等|一起|再))")
"""Sought before pseudo-negators are masked; 是不是请… and the like propose politely and ask
nothing.
"""

# The speaker cannot tell: 不知道有没有平台 neither denies nor affirms the platform.
UNKNOWN: Final = re.compile(
    r"不知道|不清楚|不了解|不确定|说不准|说不好|不太清楚|不太了解|没听说过?|没关注|不好说|"
    r"拿不准|没印象|记不清|不记得|不一定|未必"
)

# No answer is expected, so they deny what follows them: 哪有统一标准, 凭什么给.
RHETORICAL: Final = re.compile(
    r"哪有|哪来|哪里有|哪儿有|哪里来|谁敢|谁愿意|谁愿|谁会|谁还|谁肯|谁来|凭什么|怎么可能|"
    r"怎么会|怎么敢|怎么能|有什么用|有啥用|何必|难道|何谈|谈何|哪能|哪里敢|哪敢|哪会|岂|"
    r"能叫|算什么|图什么|有几个"
)

# Behind the indicator only the unmistakable ones: 平台有什么用.
RHETORICAL_AFTER: Final = re.compile(
    r"哪[里儿]?够|怎么够|哪有|谁敢|谁愿意|凭什么|有什么用|有啥用|从何谈起|何谈|谈何容易"
)

# Not behind 是, which makes it the open question 是不是.
ISNT_IT: Final = re.compile(r"(?<!是)不是(?P<said>[^,。?!;\n]{1,24}?)(?:吗|么)(?=[,。?!;\n]|$)")
"""不是…吗 asserts what stands in it."""

# 不 and 没 at the end ask only before a question mark.
ASKED_AT_END: Final = re.compile(
    r"吗(?=[?。!]|$)|(?:么|没有|了没|没|不)(?=\?)|(?:(\S)不\1|有没有)[^,。?!;\n]{0,4}(?=\?)"
)
"""平台建了吗, 接口现在通不通？: the clause asks."""

MARK: Final = re.compile(r"\?")

# 是不是, 要不要, 能不能 propose as often as they ask, 对不对 wants to be agreed with.
ASKED_IN: Final = re.compile(
    r"有没有|有无|会不会|是否|能否|(?!是不是|要不要|能不能|对不对)([\u4e00-\u9fff]{1,2})[不没]\1"
)
"""In a clause that ends with a question mark: 平台好不好用？ Sought in the unmasked text."""

TAGS: Final = frozenset(["好不好", "行不行", "成不成"])
"""Begin what is a mere tag at the end of a clause: 平台先建起来好不好？"""

# May stand between the parts of an indicator and leaves it open: 数据有没有共享.
BETWEEN_OPEN: Final = re.compile(r"有没有|是否|要不要|会不会|能不能|可不可以")
