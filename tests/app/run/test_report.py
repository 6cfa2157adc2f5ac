"""The report, parsed as a browser does: numbers, quotations with their marks, nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from app.palette import COLOURS
from app.run.pipeline import Outcome
from app.run.record import about_tests, record
from app.run.report import render
from app.study.power import about_power
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import Problem


@pytest.fixture(scope="module")
def pages(outcome: Outcome) -> dict[str, Any]:
    pictures = {"test": '<?xml version="1.0"?><svg id="net"></svg>'}
    return {lang: html.fromstring(render(outcome, pictures, lang)) for lang in LANGUAGES}


def texts(page: Any, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in page.iterfind(path)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cards_are_the_counts_of_the_run(
    pages: dict[str, Any], outcome: Outcome, lang: Language
) -> None:
    page, counts = pages[lang], record(outcome)["counts"]
    assert page.get("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert texts(page, ".//div[@class='card']") == [
        f"{counts[key]:,}{message(f'count.{key}', lang)}"
        for key in ("interviews", "turns", "characters", "codings", "units", "failed")
    ]
    assert texts(page, ".//div[@class='banner']") == [
        message("about.synthetic_text", lang, count=1)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_for_every_code_with_the_colour_of_its_theme(
    pages: dict[str, Any], outcome: Outcome, lang: Language
) -> None:
    codes = ".//table[not(@class)]//i[@class='mark']"
    marks = [node.get("style") for node in pages[lang].xpath(codes)]
    assert marks == [f"background:{COLOURS[theme]}" for theme in (0, 0, 0, 1, 1, 1)]
    frame = outcome.frames["frequency"].set_index("code")
    for row in pages[lang].iterfind(".//tr"):
        cells = [cell.text_content() for cell in row.iterfind("td")]
        if cells and cells[0] in ("S", "I", "K", "N"):
            assert cells[3] == str(frame.loc[cells[0], "references"])


def test_a_quotation_is_marked_where_indicator_and_cue_stand(pages: dict[str, Any]) -> None:
    page = pages["zh"]
    hits = {node.text_content() for node in page.iterfind(".//mark[@class='hit']")}
    cues = {node.text_content() for node in page.iterfind(".//mark[@class='cue']")}
    assert hits == {"统一标准", "接口", "考核"} and "没有" in cues
    for quote in page.iterfind(".//blockquote"):
        footer = quote.find("footer").text_content()
        assert "稿/" in footer and "[" in footer


def test_what_was_said_runs_nothing(pages: dict[str, Any], outcome: Outcome) -> None:
    page = pages["zh"]
    assert not list(page.iter("script")) and not list(page.iter("img"))
    assert any("<script>alert(1)</script>" in text for text in texts(page, ".//blockquote"))
    assert "接口<b>" in page.text_content() and "<b>局" in page.text_content()
    assert page.find(".//svg").get("id") == "net"


def test_quotations_of_people_show_who_coded(outcome: Outcome) -> None:
    quotes = {
        key: [{**quote, "evidence": None, "coder": "王编码"} for quote in own]
        for key, own in outcome.quotes.items()
    }
    page = html.fromstring(render(replace(outcome, quotes=quotes, project={"id": "x"}), {}, "en"))
    footers = texts(page, ".//blockquote/footer")
    assert footers and all(text.endswith("王编码") for text in footers)
    assert not list(page.iterfind(".//mark")) and page.find(".//svg") is None
    assert message("about.coder_people", "en") in page.text_content()


def test_the_heatmap_holds_joint_counts_shaded_by_their_root(
    pages: dict[str, Any], outcome: Outcome
) -> None:
    (table,) = pages["zh"].iterfind(".//table[@class='heat']")
    found = [
        [cell.text_content() for cell in row.iterfind("td")] for row in table.iterfind("tbody/tr")
    ]
    assert outcome.together is not None
    joint, keys = outcome.together.joint, outcome.together.incidence.codes
    used = [column for column in range(len(keys)) if joint[column, column]]
    assert found == [[str(joint[i, j]) if joint[i, j] else "" for j in used] for i in used]
    styles = [cell.get("style") for cell in table.iter("td") if cell.get("style")]
    assert styles and all("rgba(47,109,179,1.0)" in style for style in styles)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problems_are_told_in_the_language_but_no_notes_and_not_too_many(
    outcome: Outcome, lang: Language
) -> None:
    note = Problem("笔记.md", "read.passed_over", severity="note").as_record()
    missing = Problem("<没有>.txt", "read.missing").as_record()
    page = html.fromstring(render(replace(outcome, problems=[note, *[missing] * 302]), {}, lang))
    text = page.text_content()
    assert "笔记.md" not in text and text.count("<没有>.txt") == 300
    assert message("read.missing", lang) in text and message("report.more", lang, count=2) in text


def test_a_run_without_interviews_is_a_report_too(nothing: Outcome) -> None:
    page = html.fromstring(render(nothing, {}, "en"))
    assert not list(page.iter("blockquote")) and page.find(".//table[@class='heat']") is None
    assert page.find(".//div[@class='banner']") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_must_stand_beside_q_stands_below_the_network(
    pages: dict[str, Any], outcome: Outcome, lang: Language
) -> None:
    notes = texts(pages[lang], ".//p[@class='note']")
    (told,) = about_tests(outcome, lang).values()
    assert notes[notes.index(message("report.network_note", lang)) + 1] == told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_could_have_been_seen_stands_beside_the_network(
    pages: dict[str, Any], outcome: Outcome, lang: Language
) -> None:
    assert outcome.together is not None
    (said,) = about_power(outcome.together, "test")
    assert said.text(lang) in texts(pages[lang], ".//p[@class='note']")
