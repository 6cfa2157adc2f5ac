"""The coding page in a real Chromium, with real keys and mouse, against a backend in memory."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import Server, Visit

from app.explorer.components import coding
from app.explorer.state.coding.page_data import SIGNS

HARNESS = Path(__file__).parent / "harness.py"
FOLDER = Path(coding.__file__).parent
# The first run of a fresh server imports everything: most of a minute on a loaded machine.
FIRST_RUN_MS = 120_000


class Reader:
    """What a person does with the page, and what Python holds afterwards."""

    def __init__(self, visit: Visit, state: Path) -> None:
        self.visit, self.page, self.file = visit, visit.page, state
        self.page.wait_for_selector(".ft-turn, .ft-nothing", timeout=FIRST_RUN_MS)
        self.page.wait_for_timeout(150)

    @property
    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.file.read_text("utf-8"))
        return found

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focus(self) -> None:
        self.page.locator(".ft-paper").focus()

    def saved(self, within: int = 20_000) -> dict[str, Any]:
        """Wait until nothing is under way, at most ``within`` ms, then what Python holds."""
        self.page.wait_for_function(
            "document.querySelector('.ft-root').dataset.waiting === '0'", timeout=within
        )
        return self.state

    def place(self, needle: str, end: bool = False, nth: int = 0) -> tuple[float, float]:
        """Screen place before (or after) a piece of text, by the browser's own measure."""
        found = self.page.evaluate(
            """([needle, end, nth]) => {
                for (const body of document.querySelectorAll('.ft-text')) {
                    let at = body.textContent.indexOf(needle);
                    if (at < 0 || nth-- > 0) continue;
                    body.scrollIntoView({block: 'center'});
                    let unit = end ? at + needle.length : at;
                    for (const piece of body.childNodes) {
                        const length = piece.textContent.length;
                        if (unit < length || (unit === length && (end || !piece.nextSibling))) {
                            const range = document.createRange();
                            range.setStart(piece.firstChild, Math.min(unit, length));
                            range.collapse(true);
                            const rect = range.getClientRects()[0] || piece.getBoundingClientRect();
                            return [rect.left, rect.top + rect.height / 2];
                        }
                        unit -= length;
                    }
                }
                return null;
            }""",
            [needle, end, nth],
        )
        assert found is not None, needle
        return found[0], found[1]

    def drag(self, needle: str) -> None:
        """Select ``needle`` with the mouse."""
        self.page.wait_for_timeout(60)
        start, end = self.place(needle), self.place(needle, end=True)
        self.page.mouse.move(start[0] + 1, start[1])
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
        self.page.mouse.move(end[0] - 1, end[1], steps=2)
        self.page.mouse.up()

    def click(self, needle: str, dx: float = 3) -> None:
        self.page.wait_for_timeout(60)
        x, y = self.place(needle)
        self.page.mouse.click(x + dx, y)

    def mine(self) -> list[dict[str, Any]]:
        return [
            one for one in self.saved()["codings"] if not one["machine"] and one["coder"] == "王"
        ]


@pytest.fixture
def reader(
    serve: Callable[..., Server],
    visit: Callable[..., Visit],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Reader]:
    folder = tmp_path_factory.getbasetemp()
    server = serve(HARNESS, FANGTAN_HARNESS=str(folder))
    own = uuid.uuid4().hex

    def opened(case: str, query: str = "", **options: Any) -> Reader:
        """Every test has a backend of its own."""
        return Reader(
            visit(f"{server.url}?case={case}&own={own}{query}", **options), folder / f"{own}.json"
        )

    return opened


@pytest.mark.parametrize(
    "piece",
    [
        "您好",
        "👨‍👩‍👧您好😀",
        "👨‍👩‍👧‍👦四口，姓𠮷田",
        "𠀀𠀁要",
        "é也要算一个🇨🇳",
        "是组合字",
        "末尾😀",
        "没有表情",
    ],
)
def test_a_selection_by_mouse_has_pythons_offsets(
    reader: Callable[..., Reader], piece: str
) -> None:
    it = reader("strange")
    it.drag(piece)
    assert it.page.evaluate("window.getSelection().toString()") == piece
    it.press("1")
    [made] = it.mine()
    assert it.state["text"][made["start"] : made["end"]] == piece
    assert it.state["refused"] == []


def test_a_selection_by_keyboard_has_pythons_offsets(reader: Callable[..., Reader]) -> None:
    it = reader("strange")
    it.focus()
    it.press("ArrowDown", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight", "3")
    [made] = it.mine()
    text = it.state["text"]
    assert text[made["start"] : made["end"]] == "👨‍👩‍👧‍👦四"
    it.press("End", "Shift+ArrowLeft", "Shift+Home", "Shift+Control+ArrowRight", "2")
    quotes = [text[one["start"] : one["end"]] for one in it.mine()]
    assert len(quotes) == 2 and text[made["start"] :].startswith("👨‍👩‍👧‍👦四口")


def test_forty_codings_thirty_milliseconds_apart(reader: Callable[..., Reader]) -> None:
    it = reader("sample")
    it.focus()
    it.press("ArrowDown")
    for number in range(40):
        it.press("Shift+ArrowRight", "123456789"[number % 9])
        it.page.wait_for_timeout(30)
        if number % 9 == 8:
            it.press("ArrowDown")
    made = it.mine()
    assert len(made) == 40 and it.state["applied"].count("Add") == 40
    assert len({(one["start"], one["end"], one["code"]) for one in made}) == 40
    assert it.page.locator(".ft-tag.ft-mine").count() >= 9


def test_hostile_text_is_only_text(reader: Callable[..., Reader]) -> None:
    it = reader("hostile")
    it.page.get_by_role("tree").hover()
    body = it.page.locator(".ft-turns").inner_text()
    assert (
        "<script>window.hacked=1</script>" in body
        and "![图](http://198.51.100.7/x.png)" in body
        and "$x^2$ :red[红]" in body
    )
    texts = it.page.evaluate(
        "[...document.querySelectorAll('.ft-text')].map((one) => one.textContent)"
    )
    text = it.state["text"]
    assert all(one in text for one in texts)
    it.drag("<img src=http://198.51.100.7/y.png")
    it.press("1", "m")
    it.page.keyboard.type("<img src=http://198.51.100.7/m.png onerror='window.hacked=5'>")
    it.press("Control+Enter")
    it.saved()
    it.press("/")
    it.page.keyboard.type("img")
    it.page.wait_for_timeout(400)
    assert it.page.evaluate("window.hacked") is None
    assert it.page.locator(".ft-root img, .ft-root script, .ft-root a").count() == 0
    assert [note["text"] for note in it.state["notes"]] == [
        "<img src=http://198.51.100.7/m.png onerror='window.hacked=5'>"
    ]


def test_right_to_left_text_keeps_its_offsets(reader: Callable[..., Reader]) -> None:
    it = reader("hostile")
    it.drag("标准")
    it.press("2")
    [made] = it.mine()
    assert it.state["text"][made["start"] : made["end"]] == "标准"


def suggested(state: dict[str, Any], ident: str) -> dict[str, Any]:
    return next(one for one in state["codings"] if one["id"] == ident)


def test_walk_accept_reject_and_change(reader: Callable[..., Reader]) -> None:
    it = reader("sample")
    order = sorted(
        (one for one in it.state["codings"] if one["status"] == "suggested"),
        key=lambda one: (one["start"], one["end"], one["id"]),
    )
    it.focus()
    it.press("j")
    assert it.page.locator(".ft-main-card .ft-indicator").count() == 1
    it.press("a", "j", "x", "j", "-", "j", "j", "k", "4")
    state = it.saved()
    assert suggested(state, order[0]["id"])["status"] == "accepted"
    assert suggested(state, order[1]["id"])["status"] == "rejected"
    third = suggested(state, order[2]["id"])
    assert (third["status"], third["polarity"]) == ("accepted", "lacking")
    fourth = suggested(state, order[3]["id"])
    assert (fourth["status"], fourth["code"]) == ("accepted", state["digits"]["4"])
    assert it.page.locator(".ft-tag.ft-rejected").count() == 0
    it.press("v")
    assert it.page.locator(".ft-tag.ft-rejected").count() == 1


def test_polarity_by_one_key_by_menu_and_round(reader: Callable[..., Reader]) -> None:
    it = reader("empty")
    it.drag("天气")
    it.press("1", "!")
    assert it.mine()[0]["polarity"] == "demanded"
    it.press("p", "6")
    assert it.mine()[0]["polarity"] == "unsure"
    it.press("w")
    assert it.mine()[0]["polarity"] == "lacking"
    it.press("q", "q")
    assert it.mine()[0]["polarity"] == "neutral"
    assert it.page.locator(".ft-tag .ft-sign").inner_text() == "·"


def test_resize_split_memo_remove_undo_and_redo(reader: Callable[..., Reader]) -> None:
    it = reader("empty")
    it.drag("气很")
    it.press("1")

    def quotes() -> list[str]:
        return sorted(it.state["text"][one["start"] : one["end"]] for one in it.mine())

    assert quotes() == ["气很"]
    it.press("[", "Shift+]")
    assert quotes() == ["天气很好"]
    it.press("]", "Shift+[")
    assert quotes() == ["气很"]
    it.press("Alt+Shift+]", "Alt+[")
    assert quotes() == ["天气很好"]
    it.click("很好", dx=0)
    it.press("s")
    assert quotes() == ["天气", "很好"]
    it.press("u")
    assert quotes() == ["天气很好"]
    it.press("Shift+U")
    assert quotes() == ["天气", "很好"]
    it.press("Control+z", "Control+y", "Control+z")
    assert quotes() == ["天气很好"]
    it.click("气很", dx=3)
    it.press("m")
    it.page.keyboard.type("这里要追问 j k 1 /")
    it.press("Control+Enter")
    assert [(note["text"], note["coding"]) for note in it.saved()["notes"]] == [
        ("这里要追问 j k 1 /", it.mine()[0]["id"])
    ]
    it.press("Delete")
    assert it.mine() == []
    it.press("u")
    assert quotes() == ["天气很好"]


def test_search_enter_repeat_and_the_tree(reader: Callable[..., Reader]) -> None:
    it = reader("empty")
    it.drag("天气")
    it.press("/")
    it.page.keyboard.type("ie4.2")
    it.press("Enter")
    assert [one["code"] for one in it.mine()] == ["information_ecology-IE4.2"]
    it.drag("很好")
    it.press("Enter")
    assert [one["code"] for one in it.mine()] == ["information_ecology-IE4.2"] * 2
    it.press("Escape")
    it.drag("天气很好")
    it.page.locator(".ft-code", has_text="IE1.2").click()
    assert [one["code"] for one in it.mine()].count("information_ecology-IE1.2") == 1
    row = it.page.locator(".ft-code", has_text="IE6.1").first
    row.scroll_into_view_if_needed()
    row.hover()
    row.locator(".ft-digit").click()
    it.page.locator(".ft-keys button", has_text="9").click()
    it.page.wait_for_function("document.querySelector('.ft-toasts').textContent.includes('9')")
    it.page.wait_for_timeout(700)
    assert it.state["digits"]["9"] == "information_ecology-IE6.1"


def test_popover_double_and_triple_click(reader: Callable[..., Reader]) -> None:
    it = reader("sample")
    x, y = it.place("信息中心主任")
    it.page.mouse.dblclick(x + 20, y)
    assert it.page.evaluate("window.getSelection().toString()") == "信息中心主任"
    it.page.locator(".ft-popover .ft-chip").nth(1).click()
    [made] = it.mine()
    assert it.state["text"][made["start"] : made["end"]] == "信息中心主任"
    it.press("Escape", "Escape")
    x, y = it.place("实际在岗九个")
    it.page.mouse.click(x + 20, y, click_count=3)
    assert (
        it.page.evaluate("window.getSelection().toString()")
        == "中心编制十一个人，实际在岗九个，疫情的时候最惨，躺倒过四个。"
    )


def test_clicks_cycle_through_overlapping_codings(reader: Callable[..., Reader]) -> None:
    it = reader("empty")
    for piece, digit in (("天气很好", "1"), ("天气", "2"), ("气很", "3")):
        it.drag(piece)
        it.press(digit)
    it.saved()
    it.press("Escape", "Escape")
    seen = []
    for _ in range(4):
        it.click("气很", dx=8)
        it.page.wait_for_timeout(500)
        seen.append(it.page.locator(".ft-tag.ft-chosen .ft-key").inner_text())
    assert len(set(seen[:3])) == 3 and seen[3] == seen[0]
    depth = it.page.locator(".ft-seg", has_text="气").first.evaluate(
        "(one) => one.style.backgroundImage.split('gradient').length - 1"
    )
    assert depth == 3


def test_a_selection_over_turns_is_cut_at_the_turn(reader: Callable[..., Reader]) -> None:
    it = reader("empty")
    start, end = it.place("讲"), it.place("天气", end=True)
    it.page.mouse.move(*start)
    it.page.mouse.down()
    it.page.mouse.move(end[0], end[1], steps=6)
    it.page.mouse.up()
    assert it.page.evaluate("window.getSelection().toString()") == "讲。"
    it.press("1")
    [made] = it.mine()
    assert it.state["text"][made["start"] : made["end"]] == "讲。"


def test_an_input_method_triggers_nothing(reader: Callable[..., Reader]) -> None:
    it = reader("empty")
    it.drag("天气")
    for key in ("1", "j", "Delete", "Enter"):
        it.page.evaluate(
            (
                "(key) => document.querySelector('.ft-paper').dispatchEvent(new "
                "KeyboardEvent('keydown', {key, keyCode: 229, bubbles: true, isComposing: true}))"
            ),
            key,
        )
    assert it.mine() == []
    it.press("/")
    it.page.evaluate(
        "document.querySelector('.ft-search-input').dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'Enter', keyCode: 229, bubbles: true, isComposing: true}))"
    )
    assert it.page.locator(".ft-search").count() == 1 and it.mine() == []
    it.press("Escape", "1")
    assert len(it.mine()) == 1


def test_streamlits_own_keys_do_not_fire(reader: Callable[..., Reader]) -> None:
    it = reader("empty")
    it.focus()
    before = it.file.stat().st_mtime_ns
    it.press("r", "c")
    it.page.wait_for_timeout(500)
    assert it.file.stat().st_mtime_ns == before
    assert it.page.locator("[role=dialog]").count() == 0


def test_a_reviewer_can_only_judge(reader: Callable[..., Reader]) -> None:
    it = reader("sample", "&role=reviewer&coder=审")
    it.focus()
    it.press("j", "-", "Delete", "]", "u", "m", "a", "j", "x")
    it.page.keyboard.type("定义不符")
    it.press("Control+Enter", "j", "c")
    it.page.keyboard.type("看看上下文")
    it.press("Control+Enter")
    it.drag("手术刀")
    it.press("1")
    state = it.saved()
    assert state["applied"] == ["Review"] * 3
    reviews = [review for one in state["codings"] for review in one["reviews"]]
    assert sorted((review["verdict"], review["text"]) for review in reviews) == [
        ("accept", ""),
        ("comment", "看看上下文"),
        ("dispute", "定义不符"),
    ]


def test_ones_own_memo_is_changed_and_taken_away(reader: Callable[..., Reader]) -> None:
    it = reader("sample")
    it.focus()
    it.press("j", "m")
    it.page.keyboard.type("第一个想法")
    it.press("Control+Enter")
    [note] = it.saved()["notes"]
    it.press("e")
    assert it.page.locator(".ft-editor textarea").input_value() == "第一个想法"
    it.press("Control+End")
    it.page.keyboard.type("，再想想")
    it.press("Control+Enter")
    assert it.page.locator(".ft-note bdi").inner_text() == "第一个想法，再想想"
    assert [one["text"] for one in it.saved()["notes"]] == ["第一个想法，再想想"]
    it.page.locator(".ft-note").get_by_role("button", name="删除").click()
    assert it.page.locator(".ft-note").count() == 0
    state = it.saved()
    assert state["notes"] == [] and suggested(state, note["coding"])["memos"] == 0
    it.press("u")
    assert [one["text"] for one in it.saved()["notes"]] == ["第一个想法，再想想"]
    it.page.wait_for_selector(".ft-note")
    it.press("e", "Control+a", "Delete", "Control+Enter")
    assert it.saved()["notes"] == []
    it.press("e")
    assert "没有自己的备注" in it.page.locator(".ft-toast").last.inner_text()
    it.press("u")
    it.saved()
    for query in ("&coder=李", "&role=reviewer"):
        other = reader("sample", query)
        other.page.locator(f".ft-tag[data-id='{note['coding']}']").click()
        assert (
            other.page.locator(".ft-note bdi").inner_text() == "第一个想法，再想想"
            and other.page.locator(".ft-note button").count() == 0
        )
        other.press("e")
        assert other.page.locator("[role=dialog]").count() == 0
    assert [one["text"] for one in it.saved()["notes"]] == ["第一个想法，再想想"]


def test_a_refused_operation_is_taken_back_and_told(reader: Callable[..., Reader]) -> None:
    it = reader("refusing")
    it.drag("天气")
    it.press("1")
    assert it.page.locator(".ft-tag").count() == 1
    it.saved()
    it.page.wait_for_selector(".ft-toast.ft-error")
    assert "引文与原文不符" in it.page.locator(".ft-toast.ft-error").inner_text()
    assert it.page.locator(".ft-tag").count() == 0 and it.mine() == []


def test_others_codings_cannot_be_changed(reader: Callable[..., Reader]) -> None:
    it = reader("sample")
    before = suggested(it.state, "other1")
    it.page.locator(".ft-tag[data-id=other1]").scroll_into_view_if_needed()
    it.page.locator(".ft-tag[data-id=other1]").click()
    it.press("-", "+", "Delete", "]", "s")
    assert suggested(it.saved(), "other1") == before and it.state["applied"] == []


def test_a_deep_link_goes_there(reader: Callable[..., Reader]) -> None:
    text = reader("sample").state["text"]
    at = text.rindex("数据")
    it = reader("sample", f"&focus={at}-{at + 2}")
    it.page.wait_for_selector(".ft-flash")
    assert it.page.locator(".ft-flash").inner_text() == "数据"
    box = it.page.locator(".ft-flash").bounding_box()
    assert box is not None and 0 < box["y"] < 900
    it.page.wait_for_timeout(900)
    assert it.state["place"][0] == "sample" and it.state["place"][1] > 5


def _settled_at_the_end(it: Reader) -> dict[str, float]:
    """Where the last stretch of text lies once the page has drawn all the turns on the way down and
    stands still.
    """
    before = None
    for _ in range(60):
        it.page.evaluate("document.querySelector('.ft-paper').scrollTop = 1e9")
        it.page.wait_for_timeout(250)
        box = it.page.locator(".ft-text").last.bounding_box()
        if box is not None and box == before:
            return dict(box)
        before = box
    raise AssertionError("the page does not come to rest")


def test_two_hundred_thousand_characters(reader: Callable[..., Reader]) -> None:
    it = reader("large")
    assert len(it.state["text"]) > 200_000
    box = _settled_at_the_end(it)
    it.page.mouse.dblclick(box["x"] + 12, box["y"] + box["height"] / 2)
    piece = it.page.evaluate("window.getSelection().toString()")
    it.press("1")
    [made] = it.mine()
    assert it.state["text"][made["start"] : made["end"]] == piece and made["start"] > 195_000
    it.press("Control+z")
    assert it.mine() == []


def test_an_answer_does_not_bring_the_transcript_again(
    serve: Callable[..., Server], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    server = serve(HARNESS, FANGTAN_HARNESS=str(tmp_path))
    seen = visit("about:blank")
    frames: list[Any] = []
    seen.page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived",
            lambda frame: frames.append(frame if isinstance(frame, bytes) else frame.encode()),
        ),
    )
    seen.page.goto(f"{server.url}?case=sample&own=frames")
    it = Reader(seen, tmp_path / "frames.json")
    it.page.wait_for_timeout(600)
    words = next(line for line in it.state["text"].split("\n") if len(line) > 40)[10:30]
    shapes = (
        words.encode(),
        json.dumps(words)[1:-1].encode(),
        json.dumps(json.dumps(words)[1:-1])[1:-1].encode(),
    )
    assert any(shape in frame for frame in frames for shape in shapes)
    opened = sum(map(len, frames))
    frames.clear()
    it.focus()
    it.press("j", "a")
    assert it.saved()["applied"] == ["Decide"]
    it.page.wait_for_timeout(600)
    assert (
        frames
        and not any(shape in frame for frame in frames for shape in shapes)
        and sum(map(len, frames)) < opened
    )


def test_nothing_is_lost_by_a_reload_or_a_dead_server(
    reader: Callable[..., Reader],
    serve: Callable[..., Server],
    visit: Callable[..., Visit],
    tmp_path: Path,
) -> None:
    server = serve(HARNESS, FANGTAN_HARNESS=str(tmp_path))
    it = Reader(visit(server.url + "?case=empty"), tmp_path / "state.json")
    it.drag("天气")
    server.kill()
    it.press("1")
    it.page.wait_for_timeout(300)
    it.press("!")
    it.page.wait_for_selector(".ft-status.ft-late", timeout=20_000)
    assert it.page.locator(".ft-tag .ft-sign").inner_text() == "!"
    server.start()
    it.saved(FIRST_RUN_MS)
    [made] = it.mine()
    assert (made["polarity"], it.state["text"][made["start"] : made["end"]]) == ("demanded", "天气")
    assert "服务重新启动过" in it.page.locator(".ft-banner").inner_text()
    it.page.locator(".ft-banner button").click()
    assert not it.page.locator(".ft-banner").is_visible()
    it.drag("很好")
    server.kill()
    it.press("2")
    it.page.wait_for_timeout(200)
    server.start()
    it.page.on("dialog", lambda dialog: dialog.accept())
    it.page.reload()
    it.page.wait_for_selector(".ft-turn", timeout=FIRST_RUN_MS)
    it.saved(FIRST_RUN_MS)
    assert "很好" in [it.state["text"][one["start"] : one["end"]] for one in it.mine()]


def test_the_page_warns_before_it_is_left_with_unsaved_work(reader: Callable[..., Reader]) -> None:
    it = reader("empty")
    it.page.evaluate("window.fangtanOutboxes.get('').send = () => {}")
    asked = []
    it.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    it.drag("天气")
    it.press("1")
    it.page.reload()
    it.page.wait_for_selector(".ft-turn")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("dark", [False, True])
def test_names_roles_and_help(reader: Callable[..., Reader], dark: bool) -> None:
    it = reader("sample", dark=dark)
    for role, name in (("application", "访谈稿"), ("tree", "编码簿"), ("toolbar", "工具栏")):
        assert it.page.get_by_role(role, name=name).count() == 1
    it.focus()
    it.press("j", "?")
    assert it.page.get_by_role("dialog", name="键盘与鼠标").count() == 1
    it.press("Escape")
    assert it.page.get_by_role("dialog").count() == 0
    assert it.page.evaluate("document.activeElement.classList.contains('ft-paper')")
    ink, ground = it.page.evaluate(
        "(() => { const s = getComputedStyle(document.querySelector('.ft-root')); return "
        "[s.color, s.backgroundColor]; })()"
    )
    light = [
        sum(map(int, colour[colour.index("(") + 1 : -1].split(",")[:3])) / 3
        for colour in (ink, ground)
    ]
    assert (light[0] > light[1]) == dark


def test_narrow_pages_fold_their_panes(reader: Callable[..., Reader]) -> None:
    it = reader("sample", width=1024, height=768)
    assert (
        not it.page.locator(".ft-tree").is_visible()
        and it.page.locator(".ft-inspector").is_visible()
    )
    it.focus()
    it.press("b")
    assert it.page.locator(".ft-tree").is_visible()
    it.press("b")
    assert not it.page.locator(".ft-tree").is_visible()
    assert it.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_people_on_one_transcript_see_each_others_work(reader: Callable[..., Reader]) -> None:
    one, other = reader("empty"), reader("empty", "&coder=李")
    one.drag("天气")
    one.press("1")
    one.saved()
    other.drag("很好")
    other.press("2")
    other.saved()
    assert (
        other.page.locator(".ft-tag").count() == 2
        and other.page.locator(".ft-tag.ft-mine").count() == 1
    )
    assert other.page.locator(".ft-who").inner_text() == "王"
    one.press("!")
    one.saved()
    assert one.page.locator(".ft-tag").count() == 2
    assert "李 改动了本稿 1 处编码" in one.page.locator(".ft-toasts").inner_text()
    assert sorted((made["coder"], made["polarity"]) for made in one.state["codings"]) == [
        ("李", "neutral"),
        ("王", "demanded"),
    ]


def test_another_transcript_in_the_same_page_while_work_is_under_way(
    reader: Callable[..., Reader],
) -> None:
    it = reader("empty", "&switch=1")
    it.drag("天气")
    it.press("1", "!")
    it.page.get_by_text("strange", exact=True).click()
    it.page.wait_for_selector(".ft-text >> text=四口")
    it.drag("𠀀𠀁要")
    it.press("2")
    [made] = it.mine()
    assert it.state["text"][made["start"] : made["end"]] == "𠀀𠀁要"
    it.page.get_by_text("empty", exact=True).click()
    it.page.wait_for_selector(".ft-text >> text=天气")
    it.page.wait_for_timeout(300)
    [made] = it.mine()
    assert (it.state["text"][made["start"] : made["end"]], made["polarity"]) == ("天气", "demanded")
    assert it.page.locator(".ft-tag.ft-mine").count() == 1
    assert it.page.locator(".ft-tag.ft-chosen .ft-sign").inner_text() == "!"


def test_work_under_way_when_the_page_is_left_is_saved_on_return(
    reader: Callable[..., Reader],
) -> None:
    it = reader("empty", "&switch=1")
    it.page.evaluate("window.fangtanOutboxes.get('').send = () => {}")
    it.drag("天气")
    it.press("1")
    it.page.get_by_text("none", exact=True).click()
    it.page.wait_for_selector(".ft-root", state="detached")
    it.page.wait_for_timeout(2500)
    assert it.state["codings"] == []
    it.page.get_by_text("empty", exact=True).click()
    it.page.wait_for_selector(".ft-turn")
    [made] = it.mine()
    assert it.state["text"][made["start"] : made["end"]] == "天气"


def test_only_the_turn_that_changed_is_drawn_again(reader: Callable[..., Reader]) -> None:
    it = reader("sample")
    assert it.page.evaluate("document.activeElement.className") == "ft-paper"
    it.press("ArrowDown", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight")
    it.page.evaluate(
        """() => {
            window.redrawn = new Set();
            const note = (one) => window.redrawn.add(one.target.closest('.ft-turn').dataset.i);
            new MutationObserver((changes) => changes.forEach(note))
                .observe(document.querySelector('.ft-turns'), {childList: true, subtree: true});
        }"""
    )
    it.press("1", "!")
    it.saved()
    it.page.wait_for_timeout(200)
    assert it.page.evaluate("[...window.redrawn]") == ["1"]


def test_a_transcript_without_turns_says_so_and_takes_every_key(
    reader: Callable[..., Reader],
) -> None:
    it = reader("blank")
    assert "没有话轮" in it.page.locator(".ft-paper").inner_text()
    it.focus()
    it.press(
        "j",
        "k",
        "a",
        "x",
        "1",
        "Enter",
        "s",
        "m",
        "[",
        "u",
        "p",
        "q",
        "ArrowDown",
        "Shift+ArrowRight",
        "Home",
        "Control+a",
        "Delete",
        "c",
        "?",
        "Escape",
        "/",
        "Enter",
        "Escape",
    )
    assert it.saved()["applied"] == []


def test_undo_is_drawn_at_once_and_python_agrees(reader: Callable[..., Reader]) -> None:
    it = reader("empty")
    it.drag("天气")
    it.press("1")
    it.saved()
    it.page.evaluate(
        "window.held = window.fangtanOutboxes.get('').send; "
        "window.fangtanOutboxes.get('').send = () => {}"
    )
    it.press("!", "u")
    assert it.page.locator(".ft-tag .ft-sign").inner_text() == "·"
    it.press("u")
    assert it.page.locator(".ft-tag").count() == 0
    it.press("Shift+U", "Shift+U")
    assert it.page.locator(".ft-tag .ft-sign").inner_text() == "!"
    it.page.evaluate("window.fangtanOutboxes.get('').send = window.held")
    [made] = it.mine()
    assert made["polarity"] == "demanded" and it.state["refused"] == []


def test_accept_and_go_on_and_the_list_of_memos(reader: Callable[..., Reader]) -> None:
    it = reader("sample")
    it.focus()
    it.press("j", "Shift+A", "Shift+X", "Shift+A")
    statuses = [
        one["status"]
        for one in sorted(
            it.saved()["codings"], key=lambda one: (one["start"], one["end"], one["id"])
        )
        if one["machine"]
    ]
    assert statuses[:4] == ["accepted", "rejected", "accepted", "suggested"]
    it.press("m")
    it.page.keyboard.type("想法")
    it.press("Control+Enter", "Escape", "Escape")
    it.page.mouse.click(*it.place("何主任，谢谢您"))
    it.press("Escape", "ArrowDown")
    it.page.locator(".ft-note-item").click()
    assert it.page.locator(".ft-main-card").count() == 1


def test_whatever_is_pressed_the_page_shows_what_python_holds(
    reader: Callable[..., Reader],
) -> None:
    it = reader("sample")
    it.focus()
    pick = random.Random(7)
    keys = [
        "ArrowDown",
        "Shift+ArrowRight",
        "Shift+Control+ArrowRight",
        "1",
        "2",
        "3",
        "j",
        "k",
        "a",
        "x",
        "q",
        "w",
        "-",
        "!",
        "u",
        "Shift+U",
        "[",
        "]",
        "Shift+[",
        "Shift+]",
        "Alt+]",
        "s",
        "Delete",
        "Enter",
        "v",
        "h",
        "Escape",
        "Shift+J",
        "Shift+A",
        "End",
        "Home",
        "Control+a",
    ]
    for _ in range(220):
        it.press(pick.choice(keys))
        if pick.random() < 0.1:
            it.page.wait_for_timeout(pick.choice([5, 40, 160]))
    state = it.saved()
    it.page.wait_for_timeout(200)
    for toggle, selector in (
        ("v", "[data-tool=toggle_rejected]"),
        ("h", "[data-tool=toggle_machine]"),
    ):
        if it.page.locator(selector).get_attribute("aria-pressed") == "false":
            it.press("Escape", toggle)
    drawn = set()
    for at in range(it.page.locator(".ft-turn").count()):
        it.page.locator(".ft-turn").nth(at).scroll_into_view_if_needed()
        it.page.wait_for_timeout(20)
    it.page.wait_for_timeout(300)
    for tag in it.page.locator(".ft-tag").all():
        drawn.add(
            (
                tag.get_attribute("data-id"),
                tag.locator(".ft-sign").text_content(),
                tag.locator(".ft-key").text_content(),
            )
        )
    held = {
        (one["id"], SIGNS[one["polarity"]], one["code"].split("-", 1)[1])
        for one in state["codings"]
    }
    assert drawn == held
    assert len(state["applied"]) > 30
    assert all(state["text"][one["start"] : one["end"]].strip() for one in state["codings"])
    assert [
        one for one in state["refused"] if "引文" in one["message"] or "有误" in one["message"]
    ] == []
