"""The walk of a supervisor in one go: links from the student, the queue, opinions, nothing else;
the student answers; the supervisor comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from studies_of_pages import copy

from analysis.disagreement import disagreements
from app.explorer.pages import PAGES
from app.explorer.pages.review import NOTHING_TO_DO
from app.explorer.state.coding.quotations import coder_name
from app.explorer.state.study.desk import Desk
from corpus.catalogue import message
from corpus.project import Filter, Project, open_project
from corpus.project.checking import check

Open = Callable[..., Any]


def all_but_opinions(project: Project) -> Any:
    codings = sorted(
        (one.id, one.code, one.polarity, one.status, one.span.start, one.span.end)
        for one in project.codings(Filter(statuses=(), placed=None))
    )
    return (
        codings,
        project.memos(),
        project.codes(retired=True),
        project.cases(),
        project.codebooks(current=False),
        project.views("concordance"),
        project.transcripts(),
    )


def only_opinions(it: Any, page: str) -> None:
    """Try to change something on this page: by the keys that do so for a coder, in its fields and
    tables.
    """
    for key in ("a", "x", "s", "Delete", "1", "m", "e"):
        it.page.keyboard.press(key)
        it.page.keyboard.press("Escape")
    main = it.page.locator("[data-testid=stMainBlockContainer]")
    assert (
        main.locator(
            "[data-testid=stFileUploader], .ftc-do-accept, .ftc-do-reject, .ftc-do-settle, "
            ".st-key-bulk_go, .st-key-adjudicate"
        ).count()
        == 0
    ), page
    if page == "books":
        assert (
            main.locator("textarea").count() > 2 and main.locator("textarea:enabled").count() == 0
        )
    if page == "cases":
        table = it.table("[data-testid=stMainBlockContainer]")
        it.page.mouse.dblclick(table["x"] + 330, table["y"] + 52)
        it.page.keyboard.type("改掉")
        it.page.keyboard.press("Enter")
        it.settle()


def test_a_supervisor_reviews_and_the_student_answers(
    explore: Open, look: Open, sample: Path, tmp_path: Path
) -> None:
    path = copy(sample, tmp_path / "walk.fangtan")
    with open_project(path) as project:
        desk, before = Desk(project), all_but_opinions(project)
        code = next(one for one in project.codes() if one.key == "IE1.5")
        first, second = (
            one.coding for one in project.quotations(Filter(codes=(code.id,)), limit=2)
        )
        entity = project.transcripts()[1].id
        pair = (
            desk.together("exchange", "information_ecology")
            .table.sort_values(
                ["jaccard", "c", "code_a", "code_b"],
                ascending=[False, False, True, True],
                kind="stable",
            )
            .iloc[0]
        )

        def said(target: str, about: str = "coding") -> list[tuple[str, str, bool]]:
            return [
                (review.verdict, review.text, review.settled)
                for review in project.reviews(about, target)
            ]

        # A link to a code, opened by somebody who has told no name yet: what was written waits for
        # the name.
        it = look(explore(path, "reviewer"), "themes?code=information_ecology:IE1.5", coder="")
        it.page.locator(f".ftc-card[data-id='{first.id}'] .ftc-do-dispute").click()
        it.page.keyboard.type("这是做法，不是问题")
        it.page.keyboard.press("Control+Enter")
        name = it.page.locator(".st-key-name_input input")
        name.wait_for()
        assert said(first.id) == []
        name.fill("李导师")
        name.press("Enter")
        it.until(
            lambda: said(first.id) == [("dispute", "这是做法，不是问题", False)],
            "the dispute of before the name",
        )

        it.settle()
        only_opinions(it, "themes")

        # A link to a quotation: a dispute without a reason is not taken.
        it.go(f"coding?c={second.id}")
        assert it.page.locator(".ft-main-card .ft-key").first.inner_text() == "IE1.5"
        assert (
            first.span == second.span
            and coder_name(desk.facts(), second.coder, "zh")
            in it.page.locator(".ft-main-card .ft-sub").inner_text()
        )
        it.page.keyboard.press("x")
        it.page.keyboard.press("Control+Enter")
        assert it.page.locator("[role=dialog]").count() == 1
        it.page.keyboard.type("引文太短")
        it.page.keyboard.press("Control+Enter")
        it.until(lambda: said(second.id) == [("dispute", "引文太短", False)], "the dispute by key")
        it.page.keyboard.press("u")
        it.until(
            lambda: any(
                "左边栏" in text for text in it.page.locator(".ft-toast").all_inner_texts()
            ),
            "where undo is",
        )

        # A link to a place of a transcript.
        it.go(f"coding?t={entity}&start=200&end=230")
        box = it.page.locator(".ft-turn").first.bounding_box()
        assert box is not None and it.page.locator(
            ".ft-root .ft-title"
        ).first.inner_text() == desk.facts().label(entity)

        only_opinions(it, "coding")

        # A link to an edge: an opinion on the edge itself.
        it.go(f"network?a={pair['code_a']}&b={pair['code_b']}")
        it.page.locator("summary", has_text=message("network_page.comment")).click()
        it.page.get_by_label(message("deed.comment_note")).fill("只有少数访谈支持")
        it.page.locator("[data-testid=stForm]").get_by_role("button", name="评论").click()
        keys = {one.key: one.id for one in project.codes()}
        edge = "|".join(sorted((keys[pair["code_a"]], keys[pair["code_b"]])))
        it.until(
            lambda: said(edge, "pair") == [("comment", "只有少数访谈支持", False)],
            "the opinion on the edge",
        )
        it.settle()
        only_opinions(it, "network")

        # The queue, by mouse and by key.
        it.go("review")
        agreed = it.page.locator(".ftc-card").first.get_attribute("data-id")
        it.page.locator(".ftc-card").first.locator(".ftc-do-agree").click()
        it.until(lambda: said(agreed) == [("accept", "", False)], "agreement")
        upper = it.page.locator(".ftc-card").first
        it.until(lambda: upper.get_attribute("data-id") != agreed, "the next one in the queue")
        it.settle()
        noted = upper.get_attribute("data-id")
        it.page.locator(".ftc-card").first.focus()
        it.page.keyboard.press("c")
        it.page.keyboard.type("请对照纳入标准")
        it.page.keyboard.press("Control+Enter")
        it.until(lambda: said(noted) == [("comment", "请对照纳入标准", False)], "comment")
        only_opinions(it, "review")

        # Nothing else can be changed, on any page: here are those not yet seen.
        for spec in PAGES:
            if spec.id not in ("themes", "coding", "network", "review"):
                it.go(spec.id if spec.id != "concordance" else "concordance?search_text=数据")
                only_opinions(it, spec.id)
        assert all_but_opinions(project) == before

        # The student: the overview says that there are disputes; answer, settle, decide a
        # difference.
        student = look(explore(path), "overview", coder="合成编码者甲")
        student.click("去“审阅”")
        student.page.wait_for_url("**/review?**")
        student.settle().go("review?review_which=disputed")
        card = student.page.locator(f".ftc-card[data-id='{first.id}']")
        assert "这是做法，不是问题" in card.inner_text() and "李导师" in card.inner_text()
        card.locator(".ftc-do-comment").click()
        student.page.keyboard.type("同意，已去掉")
        student.page.keyboard.press("Control+Enter")
        student.until(lambda: ("comment", "同意，已去掉", False) in said(first.id), "answer")
        student.settle()
        card.locator(".ftc-do-settle").click()
        student.until(lambda: ("dispute", "这是做法，不是问题", True) in said(first.id), "settled")
        student.until(lambda: card.count() == 0, "gone from the disputed")
        assert student.page.locator(f".ftc-card[data-id='{second.id}']").count() == 1
        people = [
            one.id for one in desk.facts().coders.values() if one.name.startswith("合成编码者")
        ]
        stored = desk.interview(project.transcripts()[0].id)[1]
        largest = disagreements(
            *([one for one in stored if one.coder == coder] for coder in people)
        )[0]
        student.go("compare").row("compare_list", 0)
        student.page.get_by_label(message("compare.reason")).fill("按纳入标准，取第二位")
        student.click(message("compare.record"))
        decided = (largest.first or largest.second)[0].id
        student.until(
            lambda: any(
                verdict == "adjudicate" and text.endswith("：按纳入标准，取第二位")
                for verdict, text, _ in said(decided)
            ),
            "decision",
        )

        # The supervisor comes back: what was settled, what was answered, what is still open.
        again = look(
            explore(path, "reviewer"),
            "review?review_view=opinions&review_state=done",
            coder="李导师",
        )
        done = [
            review
            for review in reversed(project.reviews())
            if review.settled or review.verdict in NOTHING_TO_DO
        ]
        again.row(
            "opinions",
            next(
                place
                for place, review in enumerate(done)
                if review.target == first.id and review.verdict == "dispute"
            ),
        )
        assert (
            "同意，已去掉" in again.page.locator(".ftc-card").inner_text()
            and message("review.settled") in again.page.locator(".ftc-card").inner_text()
        )
        assert again.page.get_by_role("button", name=message("review.settle")).count() == 0
        again.go("review?review_which=disputed")
        assert [
            card.get_attribute("data-id") for card in again.page.locator(".ftc-card").all()
        ] == [second.id]
        assert check(project).sound
