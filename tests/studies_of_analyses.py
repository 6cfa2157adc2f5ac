"""Small runs for the tests of the analyses: answers that the shipped codebooks hear."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from app.cli.main import app

ANSWERS = (
    "没有统一标准，接口也打不通。主要还是因为没有经费。建议尽快出台统一标准。",
    "公安不给数据，平台倒是建了。要层层审批，签字签半天。",
    "社区天天重复填表，口径都不一样。希望统一口径，数据共享。",
    "考核纳入了，但是标准不统一，接口对接不上。领导重视才推得动。",
    "以前没有平台，现在有平台了。数据质量差，错得很多。",
)
DEPARTMENTS = ("公安局", "民政局", "卫健委")


def answers(count: int) -> dict[str, str]:
    """File name -> so many interviews of four exchanges each, with department and date (the later
    ones held first).
    """
    interviews = {}
    for index in range(count):
        turns = "\n".join(
            f"问：第{number}个问题？\n答：{ANSWERS[(index + number) % len(ANSWERS)]}"
            for number in range(4)
        )
        interviews[f"{index}.txt"] = (
            f"访谈编号：A-{index}\n所在部门：{DEPARTMENTS[index % 3]}\n"
            f"访谈日期：2023-03-{20 - index:02d}\n\n{turns}\n"
        )
    return interviews


def run_on(folder: Path, interviews: dict[str, str], *options: str) -> Path:
    """The output folder of ``fangtan run`` over the interviews, with its options."""
    for name, text in interviews.items():
        (folder / name).write_text(text, encoding="utf-8")
    out = folder / "out"
    ran = CliRunner().invoke(app, ["run", str(folder), "-o", str(out), "--json", *options])
    assert ran.exit_code == 0, ran.output
    return out
