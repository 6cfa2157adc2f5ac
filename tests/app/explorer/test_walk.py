"""A new user's walk in one go: from an empty folder to a coded, reviewed theme and a picture of the
network, by page, mouse and keys only.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.image
import pandas as pd
import pytest
from lxml import etree

import corpus
from analysis.provenance import quotations
from app.explorer.state.study.desk import Desk
from app.study.making import prepare
from codebooks.loading import SHIPPED
from corpus.project import Filter, Project, open_project
from corpus.project.checking import check

Open = Callable[..., Any]
THEME = "IE1.5"
WORDS = "位子都让给人家坐了"
BROKEN = "录音整理_损坏.docx"

DRAG = """(words) => {
  for (const part of document.querySelectorAll('.ft-text')) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), nodes = [];
    let text = '';
    while (walker.nextNode()) {
      nodes.push([walker.currentNode, text.length]);
      text += walker.currentNode.data;
    }
    const at = text.indexOf(words);
    if (at < 0) continue;
    part.scrollIntoView({ block: 'center' });
    const box = (place) => {
      const [node, before] = nodes.findLast((one) => one[1] <= place);
      const range = document.createRange();
      range.setStart(node, place - before);
      range.setEnd(node, place - before + 1);
      return range.getClientRects()[0];
    };
    const first = box(at), last = box(at + words.length - 1);
    const middle = (one) => one.top + one.height / 2;
    return [first.left + 1, middle(first), last.right - 1, middle(last)];
  }
}"""
"""Where the mouse goes down and up to select words."""

POINTS = (
    "[...document.querySelectorAll('.st-key-network_chart_information_ecology "
    "div')].some((one) => one.style.cursor === 'pointer')"
)
"""Whether the mouse is on something that answers."""

TIP = (
    "[...document.querySelectorAll('.st-key-network_chart_information_ecology "
    "div')].map((one) => one.innerText).find((text) => / > /.test(text)) || ''"
)
"""What the chart says of the edge under the mouse."""


@pytest.fixture
def interviews(tmp_path: Path) -> list[Path]:
    """Interviews of the synthetic sample as a researcher has them: Word, subtitles, a text in GBK,
    a broken file.
    """
    sample, place = Path(corpus.__file__).parent / "sample", tmp_path / "下载"
    place.mkdir()
    for name in (
        "W-01_大数据局_科长.docx",
        "W-02 卫健委信息中心主任.docx",
        "W-06_交通局_道口值守.srt",
        "W-09_街道办主任.docx",
    ):
        (place / name).write_bytes((sample / name).read_bytes())
    (place / "W-10 社区书记.txt").write_bytes(
        (sample / "W-10 社区书记.txt").read_bytes().decode("utf-16").encode("gbk")
    )
    (place / BROKEN).write_bytes(b"PK\x03\x04 cut off" * 20)
    return sorted(place.iterdir())


def test_from_an_empty_folder_to_a_picture_of_the_network(
    explore: Open, look: Open, interviews: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "我的访谈"
    folder.mkdir()
    study, told = prepare(str(folder), False, "主机", "zh")
    assert "还没有访谈" in told[0] and "导入 0" not in told[0]
    with open_project(study) as project:
        assert project.transcripts() == [] and len(project.codebooks()) == len(SHIPPED)
        it = look(explore(Path(study)), "coding", coder="")
        _take_in(it, project, interviews)
        _code(it, project)
        _read_a_theme(it, project)
        _judge(it, project)
        _hear_a_reviewer(
            it, look(explore(Path(study), role="reviewer"), "overview", coder=""), project
        )
        _network(it, project)
        assert check(project).sound


def _says(it: Any, words: str) -> None:
    it.until(lambda: words in it.text(), words)


def _take_in(it: Any, project: Project, files: list[Path]) -> None:
    _says(it, "还没有访谈")
    it.click("去“概览”")
    _says(it, "请在下面选择文件")
    chooser = it.page.locator("[data-testid=stFileUploader]")
    assert "选择文件" in chooser.locator("button p").first.evaluate(
        "one => getComputedStyle(one, '::after').content"
    )
    chooser.locator("input[type=file]").set_input_files([str(file) for file in files])
    it.page.get_by_text(BROKEN).wait_for()
    it.settle().click("导入并编码")
    it.page.wait_for_selector(".st-key-import_report_box", timeout=60_000)
    report = it.settle().page.locator(".st-key-import_report_box").inner_text()
    read = [file.name for file in files if file.name != BROKEN]
    assert sorted(info.source for info in project.transcripts()) == read
    suggested = project.count(Filter(statuses=("suggested",)))[()]
    assert (
        suggested > 50
        and f"新增 {len(read)} 个文件" in report
        and "1 个文件没能读入" in report
        and f"{suggested} 条编码建议" in report
    )
    assert f"\n{BROKEN}：文件已损坏" in report
    numbers = it.page.locator("[data-testid=stMetricValue]").all_inner_texts()
    assert numbers == [
        f"{value:,}"
        for value in (
            len(read),
            sum(info.characters for info in project.transcripts()),
            len(project.cases()),
            suggested,
            0,
            suggested,
        )
    ]
    it.click("知道了")
    it.page.wait_for_selector(".st-key-import_report_box", state="detached")


def _code(it: Any, project: Project) -> None:
    it.click("去“编码”")
    it.page.get_by_label("姓名").click()
    it.page.keyboard.type("林晓")
    it.page.keyboard.press("Enter")
    it.until(lambda: any(coder.name == "林晓" for coder in project.coders()), "name")
    it.page.get_by_label("姓名").wait_for(state="detached")
    it.settle()
    left, top, right, bottom = it.page.evaluate(DRAG, WORDS)
    mouse, keys = it.page.mouse, it.page.keyboard
    mouse.move(left, top)
    mouse.down()
    mouse.move(right, bottom, steps=8)
    mouse.up()
    keys.press("/")
    keys.type("负担")
    keys.press("Enter")
    who = next(coder.id for coder in project.coders() if coder.name == "林晓")
    it.until(lambda: len(project.codings(Filter(coders=(who,)))) == 1, "a coding by hand")
    mine = project.codings(Filter(coders=(who,)))[0]
    assert mine.quote == WORDS == mine.span.of(project.transcript(mine.transcript).text)
    assert next(code.key for code in project.codes() if code.id == mine.code) == "IE2.5"
    keys.press("-")
    it.until(lambda: project.coding(mine.id).polarity == "lacking", "polarity")  # type: ignore[union-attr]
    keys.press("m")
    keys.type("走了两回")
    keys.press("Control+Enter")
    it.until(
        lambda: (
            [memo.text for memo in project.memos_of_transcript(mine.transcript)] == ["走了两回"]
        ),
        "memo",
    )
    keys.press("u")
    it.until(lambda: project.memos_of_transcript(mine.transcript) == [], "memo taken back")
    keys.press("Escape")
    for key in ("j", "a", "j", "x"):
        keys.press(key)
    it.until(
        lambda: project.count(Filter(statuses=()), "status").get(("rejected",)) == 1, "one rejected"
    )
    decided = [
        one
        for one in project.codings(Filter(statuses=("accepted", "rejected")))
        if one.decider == who
    ]
    assert sorted(one.status for one in decided) == ["accepted", "rejected"]


def _read_a_theme(it: Any, project: Project) -> None:
    it.follow("主题")
    it.page.wait_for_url("**/themes**")
    rows = [code.key for code in project.codes() if code.family == "information_ecology"]
    it.settle().row("themes_tree_0_information_ecology_None_", rows.index(THEME), column=110)
    theme = next(code.id for code in project.codes() if code.key == THEME)
    total = project.count(Filter(codes=(theme,)))[()]
    it.until(
        lambda: f"code=information_ecology:{THEME}" in it.page.url.replace("%3A", ":"), "address"
    )
    _says(it, f"共 {total} 条")
    it.click("筛选")
    it.page.get_by_text("编码者", exact=True).last.wait_for()
    it.page.keyboard.press("Escape")
    shared = next(
        one
        for one in (
            quotation.coding for quotation in project.quotations(Filter(codes=(theme,)), limit=20)
        )
        if len(
            [
                other
                for other in project.codings(Filter(transcripts=(one.transcript,)))
                if other.span == one.span
            ]
        )
        > 1
    )
    it.page.locator(f".ftc-card[data-id='{shared.id}'] .ftc-do-open").click()
    it.page.wait_for_url("**/coding?**")
    it.settle()
    assert f"c={shared.id}" in it.page.url
    it.until(
        lambda: THEME in it.page.locator(".ft-main-card").first.inner_text(),
        "the coding that the link names",
    )


def _judge(it: Any, project: Project) -> None:
    theme = next(code.id for code in project.codes() if code.key == THEME)
    who = next(coder.id for coder in project.coders() if coder.name == "林晓")
    it.follow("审阅")
    it.page.wait_for_url("**/review**")
    it.settle().page.locator(".st-key-review_codes input").first.click()
    it.page.keyboard.type(THEME)
    it.page.keyboard.press("Enter")
    it.page.keyboard.press("Escape")
    left = project.count(Filter(codes=(theme,), unseen_by=who))[()]
    assert left > 1
    _says(it, f"还有 {left} 条")
    for number in range(left):
        it.settle().page.locator(".ftc-card").first.locator(
            ".ftc-do-reject" if number == 0 else ".ftc-do-accept"
        ).click()
        _says(it, f"还有 {left - number - 1} 条")
    _says(it, "没有待审的内容了")
    stored = project.codings(Filter(codes=(theme,), statuses=()))
    assert {one.status for one in stored} == {"accepted", "rejected"} and {
        one.decider for one in stored
    } == {who}


def _hear_a_reviewer(it: Any, reader: Any, project: Project) -> None:
    theme = next(code.id for code in project.codes() if code.key == THEME)
    reader.click("去“审阅”")
    reader.page.get_by_label("姓名").fill("审阅人陈")
    reader.click("开始")
    reader.go(f"review?review_codes={theme}")
    card = reader.page.locator(".ftc-card").first
    disputed = card.get_attribute("data-id")
    assert card.locator(".ftc-do-accept").count() == 0
    card.locator(".ftc-do-dispute").click()
    reader.page.keyboard.type("这是负担，不是重复采集")
    reader.page.keyboard.press("Control+Enter")
    reader.until(
        lambda: (
            [(review.verdict, review.text) for review in project.reviews("coding", disputed)]
            == [("dispute", "这是负担，不是重复采集")]
        ),
        "dispute",
    )
    reader.settle()
    while (agreed := reader.page.locator(".ftc-card")).count():
        wanted = agreed.first.get_attribute("data-id")
        agreed.first.locator(".ftc-do-agree").click()
        reader.page.wait_for_selector(f".ftc-card[data-id='{wanted}']", state="detached")
        reader.settle()
    _says(reader, "没有待审的内容了")
    it.follow("概览")
    _says(it, "有异议还没有处理")
    it.click("去“审阅”").row("opinions", 0, column=300)
    _says(it, "这是负担，不是重复采集")
    it.click("标为已处理")
    it.until(lambda: project.reviews("coding", disputed)[0].settled, "settled")
    it.until(lambda: "没有" in it.text() and "同意" not in it.text(), "agreements wait for nobody")


def _network(it: Any, project: Project) -> None:
    it.follow("共现网络")
    canvas = it.page.locator(".st-key-network_chart_information_ecology canvas").first
    canvas.wait_for()
    it.settle()
    box = canvas.bounding_box()
    tip = ""
    for place in ((across, down) for down in range(5, 90, 3) for across in range(3, 97, 3)):
        it.page.mouse.move(
            box["x"] + box["width"] * place[0] / 100, box["y"] + box["height"] * place[1] / 100
        )
        if it.page.evaluate(POINTS):
            it.page.wait_for_timeout(250)
            if tip := it.page.evaluate(TIP):
                break
    assert tip, "no edge under the mouse"
    it.page.mouse.down()
    it.page.mouse.up()
    it.page.wait_for_selector(".ftc-card", timeout=20_000)
    desk = Desk(project)
    names = {
        code.name: code.key for code in project.codes() if code.family == "information_ecology"
    }
    one, two = (names[part] for part in tip.split("\n")[0].split(" > "))
    units = quotations(
        desk.study().interviews,
        (("information_ecology", one), ("information_ecology", two)),
        "exchange",
    )
    assert str(len(units)) == tip.split("\n")[-1].strip()
    _says(it, f"共现 {len(units)} 个单元")
    with it.page.expect_download() as waiting:
        it.page.locator(".st-key-network_download button").first.click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        picture = matplotlib.image.imread(io.BytesIO(archive.read("network.picture.png")))
        drawn = etree.fromstring(archive.read("network.picture.svg"))
        table = pd.read_csv(io.BytesIO(archive.read("network.edges.csv")), encoding="utf-8-sig")
    assert picture.shape[0] > 800 and picture.shape[1] > 800 and picture[..., :3].std() > 0.02
    assert drawn.tag.endswith("svg")
    themes = {
        code.parent
        for code in project.codes()
        if code.key in {*table["编码A号"], *table["编码B号"]}
        and code.family == "information_ecology"
    }
    words = "".join(drawn.itertext())
    assert (
        all(code.name in words for code in project.codes() if code.id in themes)
        or "社区" not in words
    )
    row = table[(table["编码A号"] == min(one, two)) & (table["编码B号"] == max(one, two))]
    assert row["共现单元数 c"].tolist() == [len(units)]
