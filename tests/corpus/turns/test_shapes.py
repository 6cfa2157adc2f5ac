"""Shapes of labels: which line opens a turn, who speaks, and where speech starts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.turns.shapes import SHAPES, Label, find, stamp


@pytest.mark.parametrize(
    ("line", "shape", "name", "speech", "time_s"),
    [
        ("[00:12] 王局长：对", "time-label", "王局长", "对", 12),
        ("王局长 [01:02:15]：对", "label-time", "王局长", "对", 3735),
        ("说话人1 00:33", "label-time-line", "说话人1", "", 33),
        ("说话人1 2023-05-06 10:22:30", "label-time-line", "说话人1", "", None),
        ("王局长 00:33：对", "label-time-colon", "王局长", "对", 33),
        ("00:33 王局长", "time-label-line", "王局长", "", 33),
        ("【受访者】对", "bracket", "受访者", "对", None),
        ("（受访者）对", "paren", "受访者", "对", None),
        ("受访者——对", "dash", "受访者", "对", None),
        ("**受访者**：对", "colon", "受访者", "对", None),
        ("受 访 者：对", "colon", "受访者", "对", None),
        ("Ｐ１：对", "colon", "P1", "对", None),
        ("P1\u3000对", "space", "P1", "对", None),
        ("受访者", "alone", "受访者", "", None),
    ],
)
def test_each_shape(line: str, shape: str, name: str, speech: str, time_s: float | None) -> None:
    label = find(line)
    assert label is not None
    assert (label.shape, label.name, label.time_s) == (shape, name, time_s)
    assert line[label.speech :] == speech


def test_every_shape_has_a_line_above() -> None:
    parameters = test_each_shape.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {shape for _, shape, *_ in parameters} == {shape.name for shape in SHAPES}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "我们12:30才吃饭",
        "http://www.gov.cn/数据",
        "（笑）对",
        "数据——命根子",
        "【掌声】",
        "[00:12]",
        "注意：这里没有录上",
        "2023年5月6日：下雨",
        "他说：不行",
        "然后 就 算了",
        "这是一句很长的话里面没有任何标记只是一直说下去说下去说下去说下去",
    ],
)
def test_what_opens_no_turn(line: str) -> None:
    assert find(line) is None


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("受访者：对", True),
        ("F05：对", True),
        ("张三：对", False),
        ("张三 00:33", True),
        ("00:33 张三", False),
        ("问——对", False),
        ("提问——对", True),
        ("受访者", False),
        ("P1  对", True),
        ("P1 对", False),
    ],
)
def test_what_proves_itself_and_what_has_to_recur(line: str, sure: bool) -> None:
    label = find(line)
    assert label is not None and label.sure is sure


def test_a_wide_gap_is_told_from_a_blank() -> None:
    narrow, wide = find("P1 对"), find("张三\u3000对")
    assert narrow is not None and not narrow.wide
    assert wide is not None and wide.wide and not wide.sure
    assert find("张三 对") is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("00:33", 33), ("01:02:15", 3735), ("00:00:33.605", 33.605), ("90:00", 5400), ("0:01,5", 1.5)],
)
def test_a_stamp_in_seconds(text: str, seconds: float) -> None:
    assert stamp(text) == seconds


@given(some.text(alphabet="问答P1王局长 ：:[]（）—\u3000\t0123#*【】他说", max_size=40))
def test_any_line_gives_a_label_within_it_or_none(line: str) -> None:
    label = find(line)
    if label is not None:
        assert isinstance(label, Label) and label.name and 0 < label.speech <= len(line)
        assert label.shape in {shape.name for shape in SHAPES}
