"""Each page's main deed by real mouse and keyboard, light or dark, with what Python holds
afterwards.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from studies_of_pages import copy, hostile

from analysis.provenance import quotations
from app.explorer.pages import PAGES
from app.explorer.state.search import Query, search
from app.explorer.state.study.desk import Desk
from codebooks.loading import load
from corpus.catalogue import message
from corpus.project import Filter, Project, open_project
from corpus.project.checking import check


@pytest.fixture(scope="module")
def study(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that all tests of this module work on."""
    return copy(sample, tmp_path_factory.mktemp("browser") / "study.fangtan")


@pytest.fixture
def project(study: Path) -> Any:
    with open_project(study) as opened:
        yield opened


Open = Callable[..., Any]


@pytest.mark.parametrize(("lang", "dark"), [("zh", False), ("en", True)])
def test_every_page_by_its_link(
    explore: Open, look: Open, study: Path, project: Project, dark: bool, lang: str
) -> None:
    it = look(
        explore(study),
        f"overview?lang={lang}",
        dark=dark,
        width=1024 if dark else 1440,
        height=768 if dark else 900,
    )
    metrics = it.page.locator("[data-testid=stMetricValue]")
    metrics.nth(2).wait_for()
    numbers = metrics.all_inner_texts()
    assert numbers[:3] == [
        f"{value:,}"
        for value in (
            len(project.transcripts()),
            sum(info.characters for info in project.transcripts()),
            len(project.cases()),
        )
    ]
    shade = it.page.evaluate(
        "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
        ".match(/\\d+/g).slice(0, 3).map(Number)"
    )
    assert (sum(shade) < 200) == dark
    for spec in PAGES:
        name = message(f"page.{spec.id}", lang)
        it.follow(name)
        it.page.wait_for_url(lambda url, spec=spec: spec.id in url or spec.id == "overview")
        it.settle()
        assert message("explorer.mistake", lang)[:6] not in it.text()
        assert len(it.text()) > 40
        assert it.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), spec.id


def test_forty_codings_thirty_milliseconds_apart(
    explore: Open, look: Open, study: Path, project: Project
) -> None:
    entity = project.transcripts()[3].id
    it = look(explore(study), f"coding?t={entity}", coder="快手")
    it.page.locator(".ft-text").nth(1).click(position={"x": 4, "y": 12})
    it.page.keyboard.press("Escape")
    before = len(project.codings(Filter(transcripts=(entity,), statuses=())))
    for _ in range(40):
        it.page.keyboard.press("ArrowRight")
        it.page.keyboard.press("Shift+ArrowRight")
        it.page.keyboard.press("1")
        it.page.wait_for_timeout(30)
    it.until(
        lambda: len(project.codings(Filter(transcripts=(entity,), statuses=()))) >= before + 40,
        "40 codings",
    )
    it.settle()
    quick = next(coder for coder in project.coders() if coder.name == "快手")
    mine = project.codings(Filter(transcripts=(entity,), coders=(quick.id,)))
    text = project.transcript(entity).text
    assert len(mine) == 40 and all(one.quote == one.span.of(text) for one in mine)
    assert "✓" in it.page.evaluate(
        "getComputedStyle(document.querySelector('.ft-status'), '::before').content"
    )
    bottom = it.page.evaluate(
        "document.querySelector('.ft-root').getBoundingClientRect().bottom - innerHeight"
    )
    assert -40 < bottom <= 4, bottom


def test_themes_read_decide_take_back_and_share(
    explore: Open, look: Open, study: Path, project: Project
) -> None:
    it = look(explore(study), "themes?code=information_ecology:IE1.5", dark=True)
    code = next(one for one in project.codes() if one.key == "IE1.5")
    wanted = project.quotations(Filter(codes=(code.id,)), limit=20)
    quotes = [one.coding.quote for one in wanted]
    assert [
        card.get_attribute("aria-label") or card.locator(".ftc-said").inner_text()
        for card in it.page.locator(".ftc-card").all()
    ] == quotes
    assert message("themes.found", count=project.count(Filter(codes=(code.id,)))[()]) in it.text()
    place = next(number for number, one in enumerate(wanted) if one.coding.status == "suggested")
    target = wanted[place].coding.id
    card = it.page.locator(f".ftc-card[data-id='{target}']")
    card.locator(".ftc-do-accept").click()
    it.until(lambda: project.coding(target).status == "accepted", "accepted")  # type: ignore[union-attr]
    it.settle()
    card.focus()
    it.page.keyboard.press("u")
    it.until(lambda: project.coding(target).status == "suggested", "taken back")  # type: ignore[union-attr]
    it.settle()
    card.locator(".ftc-do-link").click()
    it.page.wait_for_timeout(200)
    link = it.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{it.server.url}coding?c={target}"
    card.focus()
    it.page.keyboard.press("Enter")
    it.page.wait_for_url("**/coding?**")
    it.settle()
    assert it.page.locator(".ft-main-card").count() or it.page.locator(".ft-tag").count()
    it.go(link.removeprefix(it.server.url))
    assert f"t={project.coding(target).transcript}" in it.page.url  # type: ignore[union-attr]


def test_a_row_of_the_tree_and_the_undo_of_the_sidebar(
    explore: Open, look: Open, study: Path, project: Project
) -> None:
    it = look(explore(study), "themes", coder="侧栏")
    it.row("themes_tree_0_information_ecology_None_", 1)
    assert "code=information_ecology" in it.page.url.replace("%3A", ":") and "IE1.1" in it.text()
    wanted = next(
        one.coding
        for one in project.quotations(
            Filter(codes=(next(code.id for code in project.codes() if code.key == "IE1.1"),))
        )
        if one.coding.status == "suggested"
    )
    it.page.locator(f".ftc-card[data-id='{wanted.id}'] .ftc-do-reject").click()
    it.until(lambda: project.coding(wanted.id).status == "rejected", "rejected")  # type: ignore[union-attr]
    it.settle()
    it.page.locator("[data-testid=stExpandSidebarButton]").click()
    undo = it.page.get_by_role("button", name="撤销").first
    undo.wait_for()
    assert "IE1.1" in undo.inner_text()
    undo.click()
    it.until(lambda: project.coding(wanted.id).status == "suggested", "undone")  # type: ignore[union-attr]


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_small_screen_nothing_of_the_tree_is_out_of_sight(
    explore: Open, look: Open, study: Path, dark: bool
) -> None:
    it = look(
        explore(study), "themes?code=information_ecology:IE1.5", width=1024, height=768, dark=dark
    )
    it.page.locator(".st-key-themes_halves canvas").first.wait_for()
    it.page.wait_for_timeout(500)
    wide, seen = it.page.evaluate(
        "(() => { const box = document.querySelector('.st-key-themes_halves .dvn-scroller'); "
        "return [box.scrollWidth, box.clientWidth]; })()"
    )
    assert 0 < wide <= seen
    links = [
        one.inner_text().strip()
        for one in it.page.locator("[data-testid=stTopNavLink]").all()
        if one.bounding_box() and not one.evaluate("one => Boolean(one.closest('[inert]'))")
    ]
    assert [name.split("\n")[-1] for name in links] == [
        message(f"page.{spec.id}") for spec in PAGES
    ]


def test_an_edge_shows_as_many_units_as_it_counts(
    explore: Open, look: Open, study: Path, project: Project
) -> None:
    desk = Desk(project)
    it = look(explore(study), "network?network_view=pairs", dark=True)
    table = desk.together("exchange", "information_ecology").table.sort_values(
        ["jaccard", "c", "code_a", "code_b"], ascending=[False, False, True, True], kind="stable"
    )
    first = table.iloc[0]
    it.row("network_pairs", 0)
    assert f"共现 {first['c']} 个单元" in it.text() and first["code_a"] in it.text()
    pair = (("information_ecology", first["code_a"]), ("information_ecology", first["code_b"]))
    units = quotations(desk.study().interviews, pair, "exchange")
    assert len(units) == first["c"]
    shown = {
        project_coding.quote
        for card in it.page.locator(".ftc-card").all()
        if (project_coding := desk.project.coding(card.get_attribute("data-id") or ""))
    }
    assert shown == {one.quote for unit in units[:12] for one in (*unit.first, *unit.second)}
    assert f"a={first['code_a']}" in it.page.url and f"b={first['code_b']}" in it.page.url
    it.go(f"network?a={first['code_a']}&b={first['code_b']}&unit=sentence")
    wanted = f"共现 {len(quotations(desk.study().interviews, pair, 'sentence'))} 个单元"
    it.until(lambda: wanted in it.text(), wanted)


def test_the_drawn_network_answers_the_mouse_and_can_be_taken_along(
    explore: Open, look: Open, study: Path
) -> None:
    it = look(explore(study), "network")
    canvas = it.page.locator(".st-key-network_chart_information_ecology canvas").first
    canvas.wait_for()
    it.settle()
    box = canvas.bounding_box()
    found = False
    for down in range(4, 96, 4):
        for across in range(4, 96, 3):
            it.page.mouse.move(
                box["x"] + box["width"] * across / 100, box["y"] + box["height"] * down / 100
            )
            if it.page.evaluate(
                "[...document.querySelectorAll('.st-key-network_chart_information_ecology "
                "div')].some((one) => one.style.cursor === 'pointer')"
            ):
                found = True
                break
        if found:
            break
    assert found
    it.page.mouse.down()
    it.page.mouse.up()
    it.settle()
    it.page.wait_for_selector(".ftc-card", timeout=15_000)
    with it.page.expect_download() as waiting:
        it.page.locator(".st-key-network_download button").first.click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        names = archive.namelist()
    assert {Path(name).suffix for name in names} >= {".png", ".svg", ".graphml", ".xlsx", ".csv"}


def test_what_is_found_is_coded_after_a_look(
    explore: Open, look: Open, study: Path, project: Project
) -> None:
    desk = Desk(project)
    it = look(explore(study), "concordance", coder="检索者")
    box = it.page.get_by_label("文字")
    box.click()
    box.type("数据")
    box.press("Enter")
    it.settle()
    hits, total = search(desk, desk.facts(), Query("数据"))
    it.until(lambda: "search_text=" in it.page.url, "address")
    it.until(lambda: f"找到 {total} 处" in it.text(), "hits")
    it.row("search_table", 0).row("search_table", 1)
    it.click("给选中的 2 处编码")
    it.until(lambda: any(coder.name == "检索者" for coder in project.coders()), "coder")
    who = next(coder.id for coder in project.coders() if coder.name == "检索者")
    it.until(lambda: len(project.codings(Filter(coders=(who,)))) == 2, "2 codings")
    assert sorted(
        (one.transcript, one.span) for one in project.codings(Filter(coders=(who,)))
    ) == sorted((hit.transcript, hit.sentence) for hit in hits[:2])


def test_a_difference_is_decided_with_its_reason(
    explore: Open, look: Open, study: Path, project: Project
) -> None:
    it = look(explore(study), "compare", coder="裁决者", dark=True)
    assert (
        "合成编码者"
        in it.page.locator(".st-key-compare_first input").input_value()
        + it.page.locator(".st-key-compare_first").inner_text()
    )
    it.row("compare_list", 0)
    reason = it.page.get_by_label("理由")
    reason.click()
    reason.type("按编码簿的纳入标准")
    it.click("记录裁决")
    it.until(
        lambda: any(
            review.verdict == "adjudicate" and "按编码簿的纳入标准" in review.text
            for review in project.reviews()
        ),
        "decision",
    )
    it.settle()
    assert "按编码簿的纳入标准" in it.text()


def test_the_queue_is_worked_through_by_keys(
    explore: Open, look: Open, study: Path, project: Project
) -> None:
    it = look(explore(study), "review", coder="审阅甲")
    before = it.page.locator(".ftc-card").first.get_attribute("data-id")
    it.page.locator(".ftc-card").first.focus()
    it.page.keyboard.press("c")
    it.page.keyboard.type("这一句说得清楚")
    it.page.keyboard.press("Control+Enter")
    it.until(
        lambda: [review.text for review in project.reviews("coding", before)] == ["这一句说得清楚"],
        "comment",
    )
    answered = it.page.locator(f".ftc-card[data-id='{before}']")
    it.until(lambda: answered.count() == 0, "the card leaves the queue")
    it.settle()
    it.go("review?review_view=opinions")
    it.row("opinions", 0)
    it.click("标为已处理")
    it.until(lambda: project.reviews("coding", before)[0].settled, "settled")


def test_a_code_is_changed_after_a_preview_and_own_codes_are_arranged(
    explore: Open, look: Open, sample: Path, tmp_path: Path
) -> None:
    own = copy(sample, tmp_path / "books.fangtan")
    with open_project(own) as project:
        it = look(explore(own), "books?code=IE3.2", coder="编簿人")
        words = it.page.get_by_role("textbox", name="强指示词：概念（否定即缺失）")
        words.click()
        words.press("Control+End")
        words.type("、微信群")
        words.press("Control+Enter")
        it.settle().click("先看看会增减哪些编码")
        it.page.wait_for_selector("text=/会新增/", timeout=60_000)
        it.settle()
        added = int(it.page.locator("text=/会新增/").inner_text().split("会新增 ")[1].split(" ")[0])
        before = project.count(Filter())[()]
        *first, last = load("information_ecology").version.split(".")
        it.click(f"保存为新版本 {'.'.join(first)}.{int(last) + 1}")
        it.until(lambda: len(project.codebooks(current=False)) == 4, "version")
        it.until(lambda: project.count(Filter())[()] >= before and added > 0, "codings")
        it.settle()
        it.page.get_by_text("添加自己的编码", exact=True).click()
        it.page.get_by_label("编号，例如 X1.1").fill("甲1")
        it.page.locator(".st-key-own_name_0 input").fill("自己的编码")
        it.click("添加", exact=True)
        it.until(lambda: any(code.key == "甲1" for code in project.codes()), "own code")
        it.settle()
        it.go("coding")
        assert (
            message("explorer.mistake")[:6] not in it.text()
            and it.page.locator(".ft-root").count() == 1
        )
        it.page.locator(".ft-tree input").fill("自己的")
        assert "甲1" in it.page.locator(".ft-tree").inner_text()


def test_a_cell_of_the_cases_is_saved(
    explore: Open, look: Open, study: Path, project: Project
) -> None:
    it = look(explore(study), "cases", coder="填表人")
    box = it.table("[data-testid=stDataFrame]")
    it.page.mouse.dblclick(box["x"] + 330, box["y"] + 35 * 3 + 17)
    it.page.wait_for_timeout(300)
    it.page.keyboard.type("疾控中心")
    it.page.keyboard.press("Enter")
    it.until(
        lambda: any(case.attributes.get("部门") == "疾控中心" for case in project.cases()),
        "attribute",
    )
    it.settle()
    assert [case.attributes.get("部门") for case in project.cases()][2] == "疾控中心"


def test_what_is_exported_is_what_is_stored(
    explore: Open, look: Open, study: Path, project: Project
) -> None:
    it = look(explore(study), "export")
    it.settle()
    with it.page.expect_download(timeout=90_000) as waiting:
        it.page.get_by_role("button", name="全部引文（xlsx）").click()
    book = openpyxl.load_workbook(
        io.BytesIO(Path(waiting.value.path()).read_bytes()), read_only=True
    )
    heading, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert len(rows) == project.count(Filter())[()]
    quoted = heading.index(message("column.quote"))
    assert {row[quoted] for row in rows} == {one.quote for one in project.codings(Filter())}
    with it.page.expect_download(timeout=90_000) as waiting:
        it.page.get_by_role("button", name="项目备份").click()
    with open_project(waiting.value.path()) as kept:
        assert kept.count(Filter()) == project.count(Filter()) and check(kept).sound


def test_interviews_come_in_by_the_page(
    explore: Open, look: Open, sample: Path, tmp_path: Path
) -> None:
    own = copy(sample, tmp_path / "import.fangtan")
    with open_project(own) as project:
        it = look(explore(own), "overview", coder="导入者")
        it.page.locator("summary", has_text="导入访谈").click()
        made = tmp_path / "新访谈.txt"
        made.write_text(
            (
                "访谈编号：N-1\n问：难在哪？\n答：没有统一标准，接口也打不通。\n问：那怎么办？"
                "\n答：建议统一标准。\n"
            ),
            "utf-8",
        )
        bomb = tmp_path / "炸弹.docx"
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(
                "word/document.xml",
                (
                    b"<w:document "
                    b"xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
                )
                + b"<w:p/>" * 60_000_000,
            )
        it.page.locator("[data-testid=stFileUploader] input[type=file]").first.set_input_files(
            [str(made), str(bomb)]
        )
        it.settle()
        it.click("导入并编码")
        it.until(
            lambda: any(info.source.endswith("新访谈.txt") for info in project.transcripts()),
            "import",
        )
        it.settle()
        assert "炸弹.docx" in it.text()
        assert not any("炸弹" in info.source for info in project.transcripts())
        entity = next(
            info.id for info in project.transcripts() if info.source.endswith("新访谈.txt")
        )
        it.until(lambda: bool(project.codings(Filter(transcripts=(entity,)))), "codings by rule")


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile(tmp_path_factory.mktemp("evil") / "evil.fangtan")


def test_hostile_text_stays_text_on_every_page(explore: Open, look: Open, evil: Path) -> None:
    with open_project(evil) as project:
        own = next(code for code in project.codes() if code.key.startswith("X<"))
        entity = project.transcripts()[0].id
    addresses = [spec.id for spec in PAGES] + [
        f"themes?code={own.id}",
        f"coding?t={entity}",
        "network?network_view=pairs",
        "network?network_view=mentions",
        "review?review_view=opinions",
        "review?review_which=every",
        "concordance?search_text=标准",
    ]
    it = look(explore(evil), "overview", coder="<img src=x onerror='window.evil=2'>:red[名]")
    for address in addresses:
        it.go(address)
        assert it.page.evaluate("window.evil") is None, address
        assert (
            it.page.locator(
                ".stMain img[src*='198.51'], .stMain a[href*='198.51'], .stMain .katex"
            ).count()
            == 0
        ), address
        assert message("explorer.mistake")[:6] not in it.text(), address
    it.go(f"themes?code={own.id}")
    assert own.name.split("\u202e")[0][:60] in it.text()
    it.page.locator("[data-testid=stExpandSidebarButton]").click()
    it.page.wait_for_timeout(300)
    assert (
        it.page.evaluate("window.evil") is None
        and it.page.locator("[data-testid=stSidebar] img[src=x]").count() == 0
    )


def test_keys_are_told_on_every_page(explore: Open, look: Open, study: Path) -> None:
    it = look(explore(study), "themes")
    it.page.mouse.click(700, 60)
    it.page.keyboard.press("?")
    box = it.page.get_by_role("dialog", name="键盘")
    box.wait_for()
    assert "复制引文、复制链接" in box.inner_text()
    it.page.keyboard.press("Escape")
    assert box.count() == 0
    it.page.get_by_placeholder("查找编码").click()
    it.page.keyboard.type("?")
    assert box.count() == 0
    it.go("coding")
    it.page.locator(".ft-paper").focus()
    it.page.keyboard.press("?")
    assert it.page.get_by_role("dialog").count() == 1
