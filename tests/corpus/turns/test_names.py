"""What the name in a label tells by itself."""

from __future__ import annotations

import pytest

from corpus.turns.names import (
    canonical,
    code_of,
    department_of,
    possible,
    proves_itself,
    voices,
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("受 访 者", "受访者"),
        ("**王局长** ", "王局长"),
        ("Ｐ１", "P1"),
        ("王\u3000某", "王某"),
        ("Anne  O'Neil", "Anne O'Neil"),
        ("P 1", "P1"),
        ("——", ""),
    ],
)
def test_the_plain_form_of_a_name(written: str, name: str) -> None:
    assert canonical(written) == name


@pytest.mark.parametrize(
    ("name", "single"),
    [
        ("P4&P1", ("P4", "P1")),
        ("P1、P2和P3", ("P1", "P2", "P3")),
        ("王某", ("王某",)),
        ("王某（科技和数据处）", ("王某（科技和数据处）",)),
        ("&P1", ("&P1",)),
    ],
)
def test_the_voices_of_a_joint_label(name: str, single: tuple[str, ...]) -> None:
    assert voices(name) == single


@pytest.mark.parametrize(
    ("name", "department", "code"),
    [
        ("B2-公安", "公安", "B2"),
        ("B2（公安）", "公安", "B2"),
        ("王（民政局）", "民政局", "王"),
        ("访谈者（李某）", "", "访谈者"),
        ("受访者（区民政局）", "区民政局", "受访者"),
        ("王某（化名）", "", "王某"),
        ("王某（受访者）", "", "王某"),
        ("王某", "", "王某"),
    ],
)
def test_a_department_and_the_code_beside_it(name: str, department: str, code: str) -> None:
    assert (department_of(name), code_of(name)) == (department, code)


@pytest.mark.parametrize("name", ["受访者", "F05", "说话人3", "B2-公安", "王（民政局）", "P4&P1"])
def test_names_that_can_be_trusted_at_once(name: str) -> None:
    assert proves_itself(name)


@pytest.mark.parametrize("name", ["张三", "唐鳳", "Anne Lee", "张三和李四"])
def test_names_that_have_to_recur(name: str) -> None:
    assert possible(name) and not proves_itself(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "12",
        "注意",
        "第一",
        "问题2",
        "2023年5月",
        "上午",
        "他说",
        "我们想",
        "httpx",
        "这是一个很长很长的句子不是名字",
        "x" * 27,
    ],
)
def test_what_can_name_nobody(name: str) -> None:
    assert not possible(name)
