"""Demand: what is asked for, wished or planned, and so is not there yet."""

from __future__ import annotations

import re
from typing import Final

# 建议 is a noun as often as a verb, so what stands before and behind it is looked at.
_SUGGESTED: Final = (
    r"(?<!给过)(?<!提过)(?<!提了)(?<!收到)(?<!什么)(?:(?<!的)建议|(?<=我的)建议|(?<=们的)建议|"
    r"(?<=个人的)建议|(?<=[局委区]的)建议|(?<=的)建议(?=[是:就]))"
    r"(?!的(?!是|话)|任何|人选|后(?!续|面|期)|书(?!记|面))"
)
"""Not advice that was got or is only spoken of: 收到建议后, 专家的建议, 建议的部门."""

# What follows a 应该 that guesses.
GUESSED: Final = (
    "是|说|已经|算|不是|不会|没|就是|也是|都是|都有|还是|还不错|还行|还好|不太|"
    "差不多|可以(?!考虑)|讲|这样[说讲]|这么[说讲]|不可能|不至于|不需要|不用"
)

# 应该是有标准的 guesses, 应该统一标准 asks.
_OUGHT: Final = f"应该(?!{GUESSED})"
"""应该 that asks for something, not 应该是, 应该没有."""

# 要, 得, 该 and 应 stand in hundreds of words; each is taken only with what it asks for behind it,
# and not behind the characters that make it another word.
DEMAND: Final = re.compile(
    rf"希望|{_SUGGESTED}|盼着|盼望|期待|呼吁|最好(?!的)|{_OUGHT}|应当|理应|有必要|亟待|亟需|"
    rf"急需|下一步|打算|可以考虑|考虑(?!到|的是)|能不能(?:别|不要|不再|给|把|让|有|搞|建|统一|"
    rf"由|也|再|快|早|少|简|多|返还|回流|放|开|共享|打通|合|并|配|派)|争取|巴不得|但愿"
    r"|(?<![不思理设构联感])想要?(?:让|请(?![教问假])|把|建立|建一?个|统一|推动)|一定要|"
    r"必须(?<![不没]必须)(?:得|要)?|需要(?<![不没有]需要)(?!的)|"
    r"(?<![不觉值获取懂舍记免了])得(?=有|要|给|把|让|建|统一|加|出|明确|靠)|"
    r"要(?<![不没只需主想还都又就重首必纪么]要)(?=有|加强|完善|建立|健全|统一|推进|推动|明确|"
    r"打通|打破|消除|把|给|让|形成|出台|尽快|进一步|加快|提升|提高|制定|落实|配|培养|转变|解决)"
    r"|(?:起码|至少|最少|再|赶紧|赶快)(?:也|再)?(?:应该|要)?给我们(?![加添压])|还要(?=加强|"
    r"完善|建立|健全|统一|推进|明确)|如果能|要是能|要能|若能|真要(?=有)|早点|尽快|今后|(?:上面|"
    r"上头|省里|市里|国家|领导|部门|政府)得$|(?<![反对供适相响感因答效呼])应(?=以|予以|将|透过|"
    r"通过|建立|加强|完善|尽快|统一|明确|出台|把|由|当|主动|提供|公开|开放|优先|共享|纳入|"
    r"定期)|(?<!不)得先(?=有|建|把|统一|转变|树立|明确|打通)|(?<!不)得(?=转变|树立|健全|完善)|"
    r"首先要|(?<!应)该(?=有|统一|出台|建|给|把|管)|(?<=[,都仍亦])需(?=透过|通过|由|把|建|有)"
    r"|(?<![申邀聘宴])请(?=各|贵|大家|把|由|尽快|尽量|务必|统一|提供|协助)"
)

# As DEMAND, but narrower: of a trouble only its removal can be asked for.
WISH: Final = re.compile(
    rf"必须|需要|一定要|要(?<![不没只]要)(?=打破|消除|解决|打通|破除|化解|克服|减少|避免)|希望|"
    rf"{_SUGGESTED}|盼|期待|呼吁|最好(?!的)|{_OUGHT}|应当|下一步|打算|如果能|要是能|要打破|"
    rf"要消除|要解决|要打通|尽快|能不能|争取|亟待|早点|别再|不要再|不能再|(?<!没)想(?:个|"
    rf"点)?(?:办法|法子|方设法)|设法|务必|非得|"
    rf"(?<![不觉值获取懂舍记免了])得(?=把|想|赶紧|先|下|尽快|从)|要(?<![不没只需主想还]要)(?=把|想|"
    rf"下)"
)

# Just before a wish: it is not wished.
DENIED_WISH: Final = re.compile(r"(?:不|没|无需|用不着|没必要)$")

# Asks for less of a trouble, which is its removal.
LESS: Final = re.compile(r"别|不要|不能|少|减")

# As LESS, just before the indicator, where the wish stands in an earlier clause.
LESS_BEFORE: Final = re.compile(r"别|不要|不能|不用|少|减")

# A time of its own: the clause tells how things stand, not what is wished.
OWN_TIME: Final = re.compile(r"(?:现在|目前|已经|以前|原来)")

# A demand behind an indicator that is also denied: 平台没有，应该有.
OWN_DEMAND: Final = re.compile(
    r"(?:的)?(?:应该|必须|最好|需要|有必要)(?:要|得)?(?:统一|有|建|加强|完善|明确|跟上|打通|提高)"
)

# Topic first again: 平台应该统一.
DEMANDED_AFTER: Final = re.compile(
    r"^(?:这一?块|这个|方面)?(?:一定(?:要|得)(?!是)|最好(?!的)(?=要|能|是|就|一|统|都))|(?:这块|"
    r"这个|方面)?(?:应该|必须|最好|希望|"
    r"需要|还要|还得|有必要|得|亟待)(?:要|得|能)?(?:再|进一步|尽快|早点|赶紧|真正)?(?:统一|"
    r"有|建|加强|完善|明确|跟上|打通|打破|提高|提升|加快|改|简化|共享|配|放|给)|"
    r"(?<![不没只需主想还都又就重首是])要(?=统一|加强|完善|健全|跟上|打通|打破|提高|提升|"
    r"加快|简化)"
)

# Wishes strong enough to reach over the commas of a sentence.
APPEAL: Final = re.compile(
    rf"希望|{_SUGGESTED}|盼|呼吁|最好(?!的)|下一步|{_OUGHT}|应当|如果能|要是能|能不能(?:给|把|让)"
)

# Between a wish and a later clause: the talk has turned to how things stand.
BREAKS_APPEAL: Final = re.compile(
    r"是以|现在|目前|因为|毕竟|但|可是|以前|原来|结果|所以|不然|否则|要不"
)

CARRIES_ON: Final = re.compile(r"(?:也|还|并|再|一起|尽快|尽量)*(?:把|让|请|由|给|使|能|统一|建)")
"""Opens a clause that goes on with a wish: 希望省里出面，大家坐下来，把接口开放出来."""

# A question in form, a request in fact: 平台能不能再快一点.
ASKED_FOR: Final = re.compile(
    r"(?:能不能|可不可以)(?:再|给|把|让|快|早|少|简|多|尽|开放|返还|回流|统一|打通|共享|合并)"
)

# May stand between the parts of an indicator: 手续能不能再简化.
BETWEEN_ASKED: Final = re.compile(
    r"能不能|可不可以|能否|可否|应该?(?:以|把|由|将)|应该用|必须(?<![不没]必须)(?:以|把|由|将|用)"
)

# Only at the head of the clause: farther in, the wish is for something else.
WISHED_NEXT: Final = re.compile(
    rf"(?:那|我|我们|我个人|其实|还是|就|也|真的|很|都|大家|群众|老百姓|社区|基层|"
    rf"一直)*(?:希望|{_SUGGESTED}|盼着?|最好(?!的)|应该(?!能|{GUESSED})|应当|能不能(?:别|"
    rf"不要|给|把|让|有|搞|建|统一|再|快|早|少|简)|要是能|如果能)"
)
"""数据共享这一块，还是希望市里牵头: a wish that opens the clause after its topic."""

JOINED: Final = ("要", "得", "得先", "该", "应")
"""Demands that hold only before certain words, which may be the indicator itself: 要统一标准."""
