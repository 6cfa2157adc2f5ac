"""The words by which transcripts name who speaks and what a header field is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from corpus.transcript import Role

INTERVIEWER: Final = frozenset(
    [
        "访谈者",
        "访谈员",
        "访谈人",
        "访问者",
        "访问人",
        "访问员",
        "采访者",
        "采访人",
        "采访员",
        "访者",
        "问",
        "提问",
        "提问者",
        "提问人",
        "问者",
        "记者",
        "主持人",
        "主持",
        "主持者",
        "主席",
        "研究者",
        "研究员",
        "研究人员",
        "调研员",
        "调研者",
        "调研人",
        "调研人员",
        "调查员",
        "调查者",
        "笔者",
        "编者",
        "访",
        "甲方访谈员",
        "interviewer",
        "moderator",
        "host",
        "researcher",
        "question",
        "q",
        "i",
        "int",
        "mod",
    ]
)
INTERVIEWEE: Final = frozenset(
    [
        "受访者",
        "受访人",
        "受访员",
        "受访对象",
        "被访者",
        "被访人",
        "被访谈者",
        "被访谈人",
        "被采访者",
        "被采访人",
        "访谈对象",
        "采访对象",
        "被调查者",
        "被调研者",
        "被调研人",
        "答",
        "回答",
        "回答者",
        "回答人",
        "答者",
        "参与者",
        "受访",
        "被访",
        "讲述人",
        "讲述者",
        "口述人",
        "口述者",
        "informant",
        "interviewee",
        "respondent",
        "participant",
        "answer",
        "a",
        "r",
    ]
)
OTHER: Final = frozenset(
    [
        "司仪",
        "众人",
        "全体",
        "全场",
        "大家",
        "旁人",
        "旁白",
        "其他人",
        "他人",
        "记录员",
        "记录人",
        "书记员",
        "翻译",
        "译员",
        "工作人员",
        "观众",
        "听众",
        "现场",
        "家属",
        "同事",
        "不明",
        "未知",
        "不详",
        "多人",
        "others",
        "all",
        "unknown",
    ]
)
GENERIC: Final = re.compile(
    (
        r"^(?:说话人|发言人|讲话人|讲者|发言者|说话者|speaker|spk|spk_|"
        r"speaker_)_?[0-9a-z一二三四五六七八九十]{0,3}$"
    ),
    re.IGNORECASE,
)
"""Labels of speech recognition: a voice, but no hint of its role."""

CODE: Final = re.compile(r"^(?:[A-Z]{1,3}-?\d{1,3}|[A-Z]{1,2})$")
"""Respondent codes such as F05, B2, P3, FG-1, R."""

NOT_A_LABEL: Final = frozenset(
    [
        "注意",
        "注",
        "备注",
        "附注",
        "说明",
        "结论",
        "小结",
        "总结",
        "摘要",
        "意见摘要",
        "会议摘要",
        "会议结论",
        "会议决议",
        "决议",
        "决定",
        "裁示",
        "建议",
        "例如",
        "比如",
        "譬如",
        "如",
        "即",
        "其中",
        "第一",
        "第二",
        "第三",
        "第四",
        "第五",
        "首先",
        "其次",
        "再次",
        "最后",
        "另外",
        "此外",
        "原因",
        "问题",
        "对策",
        "措施",
        "目的",
        "背景",
        "时间轴",
        "标题",
        "题目",
        "网址",
        "链接",
        "地址",
        "电话",
        "邮箱",
        "来源",
        "参考",
        "参考资料",
        "白板参考",
        "资料来源",
        "附件",
        "附录",
        "目录",
        "图",
        "表",
        "注释",
        "按",
        "编者按",
        "议程",
        "案由",
        "讨论",
        "讨论事项",
        "报告事项",
        "临时动议",
        "散会",
        "补充",
        "补充说明",
        "提示",
        "重点",
        "要点",
        "http",
        "https",
        "ftp",
        "file",
    ]
)
"""Words before a colon that are no speaker, however often they recur."""

NOTES: Final = frozenset(
    [
        "注意",
        "注",
        "备注",
        "附注",
        "说明",
        "编者按",
        "按",
        "注释",
        "补充说明",
        "整理者注",
        "记录者注",
        "译注",
        "笔者注",
        "研究者注",
    ]
)
"""A line that opens with one of these is the researcher's note, not speech."""

SUMMARIES: Final = frozenset(
    [
        "意见摘要",
        "会议摘要",
        "摘要",
        "会议结论",
        "结论",
        "会议决议",
        "决议",
        "小结",
        "议程",
        "目录",
        "附件",
        "附录",
        "参考资料",
        "智能纪要",
        "总结",
        "待办",
        "智能章节",
    ]
)
"""As a heading: what follows is a summary by somebody, not speech, until the next speaker."""

FIELDS: Final[dict[str, str]] = {
    label: key
    for key, labels in {
        "id": (
            "访谈编号 编号 受访者编号 被访者编号 受访编号 样本编号 对象编号 个案编号 "
            "案例编号 编码 代码 序号 record id interview_id interviewid case"
        ),
        "date": (
            "访谈时间 访谈日期 时间 日期 采访时间 采访日期 调研时间 调研日期 访问时间 "
            "访问日期 录音时间 录音日期 会议时间 座谈时间 座谈日期 date time 记录时间"
        ),
        "place": (
            "访谈地点 地点 采访地点 调研地点 访问地点 会议地点 座谈地点 场所 place location venue"
        ),
        "interviewee": (
            "访谈对象 受访对象 受访者 受访人 被访者 被访人 被访谈者 被访谈人 "
            "采访对象 调研对象 对象 姓名 受访者姓名 化名 被采访者 被采访人 interviewee "
            "respondent participant name"
        ),
        "participants": (
            "参与者 参加人 参加人员 参与人员 与会人员 出席人员 出席者 出席 与会者 "
            "参会人员 participants"
        ),
        "department": (
            "所在部门 部门 单位 所在单位 工作单位 所属单位 所属部门 机构 所属机构 "
            "部门单位 department organisation organization agency unit"
        ),
        "position": "职务 职位 岗位 职称 身份 职务级别 职级 级别 职务职级 position title job rank",
        "gender": "性别 gender sex",
        "age": "年龄 年龄段 年纪 岁数 age",
        "years": (
            "工作年限 年限 从业年限 工龄 任职年限 工作时间 从业时间 工作年数 参加工作年限 "
            "本岗位年限 years experience"
        ),
        "education": "学历 文化程度 教育程度 education",
        "method": "访谈方式 方式 访谈形式 形式 采访方式 调研方式 访问方式 method mode",
        "duration_s": (
            "时长 访谈时长 录音时长 持续时间 访谈时间长度 总时长 时间长度 用时 duration length"
        ),
        "interviewer": (
            "访谈者 访谈人 访谈员 访问者 访问人 访问员 采访者 采访人 调研员 调研人 "
            "主持 主持人 记者 研究者 调查员 interviewer moderator"
        ),
        "recorder": (
            "记录 记录人 记录者 记录员 整理 整理人 整理者 转录 转录人 转录者 转写人 "
            "转写 誊录 transcriber"
        ),
        "transcribed": "整理时间 整理日期 转录时间 转录日期 转写时间",
        "topic": "主题 访谈主题 题目 访谈题目 议题 会议主题 会议名称 topic subject title",
        "keywords": "关键词 关键字 标签 keywords tags",
        "consent": "知情同意 录音同意 同意录音 授权 consent",
        "nature": "材料性质 资料性质 文本性质 样例说明 nature",
        "file": "文件名 文件 音频 录音文件 音频文件 录音 file filename audio",
        "platform": "转写工具 转写平台 识别引擎 语种 platform",
    }.items()
    for label in labels.split()
}
"""Header labels in simplified characters, folded, without blanks -> metadata key."""

CREDIT: Final = re.compile(
    (
        r"^[\[(【]?(?:中文|简体|繁体)?字幕(?:制作|志愿者|组|由|提供|校对|翻译|:|by)[^,。?!]{0,30}$|"
        r"^(?:本字幕|以上字幕|言字幕)由?[^,。?!]{0,30}$|^请不吝点赞[,、]?订阅.{0,30}$"
    ),
    re.IGNORECASE,
)
"""Who made the subtitles, which speech recognition writes into silence too (folded, simplified):
nobody said it.
"""

STRUCTURE: Final = re.compile(
    (
        r"^(?:文字记录|逐字稿|全文|正文|对话内容|访谈内容|访谈记录|访谈正文|访谈实录|"
        r"时间轴与对话内容|时间轴|转写结果|转写内容|发言内容|会议记录|原文|transcript)$"
    ),
    re.IGNORECASE,
)
"""Lines that only say that the talk begins."""


@lru_cache(maxsize=8192)
def plain(label: str) -> str:
    """A label without blanks, in simplified characters, lower-case ASCII (for looking it up)."""
    from corpus.normalise import simplified

    return simplified(label.replace(" ", "")).lower()


_NUMBERED: Final = re.compile(
    r"^(.*?[\u4e00-\u9fff])[ -]?(?:[A-Za-z]|\d{1,3}|[一二三四五六七八九十甲乙丙丁])$"
)
_BRACKET: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]$")


@lru_cache(maxsize=8192)
def role_of(label: str) -> Role | None:
    """The role that a label itself tells (受访者D, 访谈员1, Q3, 答); None when it tells none."""
    name = plain(label)
    bracket = _BRACKET.search(name)
    inside = bracket[0][1:-1] if bracket else name
    for candidate in (name, _BRACKET.sub("", name), inside):
        base = _NUMBERED.match(candidate)
        for form in (candidate, base.group(1) if base else candidate):
            if form in INTERVIEWER:
                return "interviewer"
            if form in INTERVIEWEE:
                return "interviewee"
            if form in OTHER:
                return "other"
    numbered = re.match(r"^(q|i|a|r|问|答)\d{1,3}$", name)
    if numbered:
        return "interviewer" if numbered.group(1) in "qi问" else "interviewee"
    return None
