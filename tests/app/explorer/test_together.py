"""Several people, a server that dies, and a reviewer: nothing is lost, and nothing is done that a
role may not do.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from studies import take
from studies_of_pages import copy, empty

from app.explorer.server import UPLOAD_MB, options
from corpus.catalogue import message
from corpus.project import Filter, open_project
from corpus.project.checking import check
from corpus.project.importing import Imported
from corpus.project.operations import WriteReview

Open = Callable[..., Any]
OLD = (
    "访谈编号：Z-1\n\n问：难在哪？\n答：没有统一标准，接口也打不通。\n问：那怎么办？\n答："
    "建议统一标准。\n"
)
NEW = (
    "访谈编号：Z-1\n\n问：难在哪？\n答：没有一个统一的标准，接口打不通也是常事。\n问："
    "那怎么办？\n答：建议统一标准。\n"
)
"""合成样例"""


def held(path: Path) -> Any:
    with open_project(path) as project:
        return (
            sorted(
                (one.id, one.code, one.polarity, one.status, one.span.start, one.span.end)
                for one in project.codings(Filter(statuses=(), placed=None))
            ),
            len(project.memos()),
            len(project.codes(retired=True)),
        )


def code_here(it: Any, times: int = 1) -> None:
    """Select a character further on and press 1, as often as told."""
    for _ in range(times):
        it.page.keyboard.press("ArrowRight")
        it.page.keyboard.press("Shift+ArrowRight")
        it.page.keyboard.press("1")
        it.page.wait_for_timeout(40)


def test_two_people_see_each_others_work_after_their_next_action(
    explore: Open, look: Open, sample: Path, tmp_path: Path
) -> None:
    path = copy(sample, tmp_path / "two.fangtan")
    with open_project(path) as project:
        entity = project.transcripts()[3].id
        one, two = (
            look(explore(path), f"coding?t={entity}", coder=name) for name in ("甲某", "乙某")
        )
        before = project.count(Filter(transcripts=(entity,), statuses=()))[()]
        one.page.locator(".ft-text").nth(1).click(position={"x": 4, "y": 12})
        code_here(one, 3)
        one.until(
            lambda: project.count(Filter(transcripts=(entity,), statuses=()))[()] == before + 3,
            "the first one's work",
        )
        two.page.locator(".ft-text").nth(3).click(position={"x": 4, "y": 12})
        code_here(two, 2)
        one.until(
            lambda: project.count(Filter(transcripts=(entity,), statuses=()))[()] == before + 5,
            "both",
        )
        two.settle()
        two.until(
            lambda: f"共 {before + 5}" in two.page.locator(".ft-counts").inner_text(),
            "seen by the second",
        )
        code_here(one, 1)
        one.until(
            lambda: f"共 {before + 6}" in one.page.locator(".ft-counts").inner_text(),
            "seen by the first",
        )
        names = {coder.id: coder.name for coder in project.coders()}
        who = [names[coding.coder] for coding in project.codings(Filter(transcripts=(entity,)))]
        assert (who.count("甲某"), who.count("乙某")) == (4, 2) and check(project).sound


def test_a_server_that_dies_loses_nothing_and_the_page_says_so(
    explore: Open, look: Open, sample: Path, tmp_path: Path
) -> None:
    path = copy(sample, tmp_path / "dies.fangtan")
    server = explore(path)
    with open_project(path) as project:
        entity = project.transcripts()[3].id
        it = look(server, f"coding?t={entity}", coder="不怕断")
        before = project.count(Filter(transcripts=(entity,), statuses=()))[()]
        it.page.locator(".ft-text").nth(1).click(position={"x": 4, "y": 12})
        code_here(it, 4)
        it.until(
            lambda: project.count(Filter(transcripts=(entity,), statuses=()))[()] == before + 4,
            "before the fall",
        )
        it.settle()
        server.kill()
        code_here(it, 3)
        server.start()
        it.until(
            lambda: project.count(Filter(transcripts=(entity,), statuses=()))[()] == before + 7,
            "what was done while it was down",
        )
        it.page.wait_for_selector(
            ".ftw-bar:not([hidden]), .ft-banner:not([hidden])", timeout=30_000
        )
        told = it.page.locator(
            ".ftw-bar:not([hidden]), .ft-banner:not([hidden])"
        ).first.inner_text()
        assert "重启" in told or "重新启动" in told
        assert check(project).sound
        it.visit.errors.clear()


def test_a_coding_that_lost_its_words_gets_a_new_place(
    explore: Open, look: Open, tmp_path: Path
) -> None:
    from app.study.projects import adopt
    from codebooks.loading import load
    from corpus.project.operations import AddCoding
    from corpus.span import Span

    path = empty(tmp_path / "place.fangtan")
    with open_project(path) as project:
        coder = project.coder("王")
        adopt(project, load("problem_cause_countermeasure"), coder)
        first: Imported = take(project, OLD, "访谈/z.txt")
        assert first.outcome == "new"
        [info] = project.transcripts()
        text = project.transcript(info.id).text
        words = "没有统一标准，接口也打不通"
        code = next(one for one in project.codes() if one.parent)
        made = AddCoding(
            info.id,
            Span(text.index(words), text.index(words) + len(words)),
            words,
            code.id,
            "lacking",
        )
        project.apply(made, coder=coder)
        take(project, NEW, "访谈/z.txt")
        lost = project.coding(made.id)
        assert lost is not None and not lost.placed
        it = look(explore(path), "overview")
        assert message("overview.next_place")[:8] in it.text()
        it.click("去放置")
        it.page.wait_for_url("**/coding?**place=**")
        it.settle()
        assert words in it.text()
        line = it.page.locator(".ft-text", has_text="没有一个统一的标准").first
        box = line.bounding_box()
        it.page.mouse.move(box["x"] + 2, box["y"] + 12)
        it.page.mouse.down()
        it.page.mouse.move(box["x"] + 90, box["y"] + 14, steps=6)
        it.page.mouse.up()
        it.page.wait_for_selector("text=/已选中：没有/", timeout=10_000)
        it.page.keyboard.press("Escape")
        it.click("放在这里")
        it.until(lambda: bool(project.coding(made.id) and project.coding(made.id).placed), "placed")  # type: ignore[union-attr]
        placed = project.coding(made.id)
        assert (
            placed is not None
            and placed.quote.startswith("没有一个")
            and placed.quote == placed.span.of(project.transcript(info.id).text)
        )


def test_a_reviewer_comments_and_changes_nothing_else(
    explore: Open, look: Open, sample: Path, tmp_path: Path
) -> None:
    path = copy(sample, tmp_path / "review.fangtan")
    before = held(path)
    with open_project(path) as project:
        it = look(explore(path, "reviewer"), "review", coder="导师")
        target = it.page.locator(".ftc-card").first.get_attribute("data-id")
        card = it.page.locator(f".ftc-card[data-id='{target}']")
        assert card.locator(".ftc-do-accept, .ftc-do-reject").count() == 0
        card.locator(".ftc-do-dispute").click()
        it.page.keyboard.type("依据不足")
        it.page.keyboard.press("Control+Enter")
        it.until(
            lambda: [review.verdict for review in project.reviews("coding", target)] == ["dispute"],
            "dispute",
        )
        it.settle()
        second = it.page.locator(".ftc-card").first.get_attribute("data-id")
        it.page.locator(f".ftc-card[data-id='{second}'] .ftc-do-agree").click()
        it.until(
            lambda: [review.verdict for review in project.reviews("coding", second)] == ["accept"],
            "agreement",
        )
        entity = project.transcripts()[0].id
        it.go(f"coding?t={entity}")
        it.page.locator(".ft-text").nth(1).click(position={"x": 4, "y": 12})
        for key in ("ArrowRight", "Shift+ArrowRight", "1", "j", "a", "x", "!", "Delete", "u"):
            it.page.keyboard.press(key)
        it.page.evaluate(
            """([entity, quote, code]) => {
                const here = {transcript: entity, revision: 1};
                const operations = [
                    {seq: 1, kind: "add", ...here, uuid: "e".repeat(32), start: 0,
                        end: quote.length, quote, code, polarity: "lacking"},
                    {seq: 2, kind: "remove", ...here, coding: code},
                    {seq: 3, kind: "undo", ...here}];
                for (const [key, box] of window.fangtanOutboxes)
                    if (box.send) box.send({client: "f".repeat(32), operations});
            }""",
            [entity, project.transcript(entity).text[:4], project.codes()[1].id],
        )
        it.page.wait_for_timeout(1200)
        it.settle()
        assert held(path) == before
        coder = look(explore(path), "overview", coder="王")
        coder.until(lambda: "异议" in coder.text(), "the dispute is the next thing to do")
        coder.click("去“审阅”")
        coder.page.wait_for_url("**/review?**")
        coder.settle()
        assert (
            "依据不足" in coder.page.content()
            or coder.page.locator(".st-key-opinions").count() == 1
        )
        coder.row("opinions", 0)
        coder.click("标为已处理") if any(
            not review.settled for review in project.reviews()
        ) else None
        coder.until(lambda: any(review.settled for review in project.reviews()), "settled")


@pytest.mark.parametrize("key", ["review_cards", "themes_cards", "network_cards"])
def test_forged_operations_of_cards_do_nothing_for_a_reviewer(
    key: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy(sample, tmp_path / "forged.fangtan")
    before = held(path)
    with open_project(path) as project:
        target = next(one.id for one in project.codings(Filter()) if one.status == "suggested")
        dispute = WriteReview("coding", target, "dispute", "太短")
        project.apply(dispute, coder=project.coder("学生"))
        code = next(one.id for one in project.codes() if one.parent)
    for name, value in (
        ("STUDY", str(path)),
        ("ROLE", "reviewer"),
        ("LANG", "zh"),
        ("CODER", "导师"),
    ):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    script = f"""
import streamlit as st
from app.explorer.widgets import card_actions
from app.explorer.widgets.session import start
card_actions.do(start(), "{key}")
"""
    at = AppTest.from_string(script, default_timeout=60)
    forged: list[dict[str, object]] = [
        {"kind": "decide", "coding": target, "status": "accepted"},
        {"kind": "decide", "coding": target, "status": "rejected"},
        {"kind": "settle", "review": dispute.id},
        {"kind": "remove", "coding": target},
        {"kind": "recode", "coding": target, "code": code},
        {"kind": "undo"},
        {"kind": "redo"},
        {"kind": "nonsense"},
        {
            "kind": "review",
            "coding": target,
            "verdict": "adjudicate",
            "text": "x",
            "uuid": "b" * 32,
        },
        {"kind": "review", "coding": target, "verdict": "comment", "text": "x", "uuid": "c" * 32},
    ]
    at.session_state[key] = {
        "outbox": {
            "client": "c" * 32,
            "operations": [{"seq": seq, **one} for seq, one in enumerate(forged, 1)],
        }
    }
    at.run()
    assert not at.exception
    assert held(path) == before
    with open_project(path) as project:
        assert [
            (review.verdict, review.settled) for review in project.reviews("coding", target)
        ] == [("dispute", False), ("comment", False)]


def asked(port: int, host: str, origin: str) -> int:
    """The status with which the server answers a request for its stream."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", "/_stcore/stream", skip_host=True)
    for name, value in (
        ("Host", host),
        ("Origin", origin),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Sec-WebSocket-Version", "13"),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.thorough
def test_only_this_machine_and_only_its_own_pages_are_answered(
    explore: Open, sample: Path, tmp_path: Path
) -> None:
    server = explore(copy(sample, tmp_path / "safe.fangtan"))
    own = f"127.0.0.1:{server.port}"
    assert asked(server.port, own, f"http://{own}") == 101
    assert asked(server.port, f"localhost:{server.port}", f"http://localhost:{server.port}") == 101
    for host, origin in (
        (own, "http://evil.example"),
        (f"rebind.example:{server.port}", f"http://rebind.example:{server.port}"),
        (f"rebind.example:{server.port}", f"http://{own}"),
        (own, "null"),
    ):
        assert asked(server.port, host, origin) == 403, (host, origin)
    others = {
        str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    } - {"127.0.0.1"}
    for address in others:
        with socket.socket() as probe:
            probe.settimeout(3)
            assert address.startswith("127.") or probe.connect_ex((address, server.port)) != 0
    told = options(1)
    assert (
        "--browser.gatherUsageStats=false" in told
        and f"--server.maxUploadSize={UPLOAD_MB}" in told
        and UPLOAD_MB <= 50
    )
