"""Page furniture and broken lines are no speech. All texts are synthetic (合成样例)."""

from __future__ import annotations

import io

import pytest
from builders import said, transcript
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Line
from corpus.readers import Source, read
from corpus.transcript import Transcript
from corpus.turns.pages import lay_out
from corpus.turns.transcribe import transcribe

ANSWER = (
    "我们街道那时候一共是十一个社区，每天早上八点之前要把名单核完，核不完就得留人，"
    "晚上还要再报一遍，报完了才能回家，第二天又是一样的，就这么过了两个月，谁也没有说不干。"
)


def paged(*pages: list[str]) -> Transcript:
    """A document whose source tells its pages."""
    lines = [(line, page) for page, texts in enumerate(pages, 1) for line in texts]
    return transcribe(
        Document(
            tuple(Line(line, number, page=page) for number, (line, page) in enumerate(lines, 1)),
            "pdf",
        ),
        "a.pdf",
    )


def broken(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def cut(made: Transcript) -> list[str]:
    return [line.text for line in made.report.lines if line.taken == "cut"]


@pytest.mark.parametrize("footer", ["内部资料 请勿外传", "", "第{}页", "{}", "W市访谈 {} / 4"])
def test_headers_and_footers_of_pages_are_cut_out_of_a_turn(footer: str) -> None:
    rows = broken(f"受访者：{ANSWER}", 14)
    pages = [
        [
            "W市政务数据共享访谈记录",
            *(["访谈者：请您谈谈那时候怎么核名单？"] if page == 0 else []),
            *rows[2 * page : 2 * page + 2],
            footer.format(page + 1),
        ]
        for page in range(4)
    ]
    made = paged(*pages)
    assert [speech for _, _, speech in said(made)] == [
        "请您谈谈那时候怎么核名单？",
        ANSWER[: 8 * 14 - len("受访者：")],
    ]
    assert len(cut(made)) == (8 if footer else 4)


def test_a_label_that_recurs_at_the_edges_of_pages_is_no_furniture() -> None:
    made = paged(
        *(
            [
                ["【访谈者】", "还有呢？", "【受访者】", "我们每天核名单，", f"第 {page} 页"]
                for page in range(1, 6)
            ]
        )
    )
    assert [turn[0] for turn in said(made)] == ["访谈者", "受访者"] * 5
    assert cut(made) == [f"第 {page} 页" for page in range(1, 6)]


def test_a_label_that_recurs_beside_page_numbers_is_no_furniture() -> None:
    made = transcript(
        "\n".join(
            line
            for page in range(1, 5)
            for line in ("【受访者】", "名单每天都核。", "【访谈者】", "还有呢？", f"- {page} -")
        )
    )
    assert [turn[0] for turn in said(made)] == ["受访者", "访谈者"] * 4


def test_a_header_without_a_number_is_cut_out_of_plain_text() -> None:
    rows = broken(ANSWER, 17)
    text = "访谈者：请您谈谈。\n受访者：" + "\nW市政务数据共享访谈\n".join(
        ["嗯，是这样的。\n先说人手，\n再说名单，\n然后说系统。\n" + row for row in rows]
    )
    made = transcript(text)
    assert cut(made) == ["W市政务数据共享访谈"] * (len(rows) - 1)
    assert all(f"{before[-4:]}嗯，是" in made.text for before in rows[:-1])


@pytest.mark.parametrize(
    "line",
    ["就是没有统一标准，", "我们没有统一标准", "没有统一标准吗？", "受访者："],
    ids=["sentence", "first person", "question", "label"],
)
def test_what_people_say_again_and_again_stays(line: str) -> None:
    text = "访谈者：请您谈谈。\n" + "\n".join(
        f"受访者：先说人手，\n再说名单，\n{line}\n然后说系统，\n还有机房。" for _ in range(5)
    )
    assert not cut(transcript(text))


def test_speech_without_punctuation_keeps_its_short_lines() -> None:
    text = "\n".join(
        (
            f"说话人{1 + place % 2} "
            f"00:{place:02d}\n名单每天都核\n数据共享平台\n人手不够用\n晚上报一遍\n第二天照样来"
        )
        for place in range(8)
    )
    assert not cut(transcript(text))


def test_numbered_headers_count_up() -> None:
    text = "受访者：名单每天\n访谈记录 第1页\n都核，核完\n访谈记录 第2页\n才走。\n访谈者：好。"
    made = transcript(text)
    assert said(made)[0][2] == "名单每天都核，核完才走。" and len(cut(made)) == 2
    assert not cut(transcript("受访者：表格第3页\n有的。\n访谈者：好。\n受访者：表格第2页\n也有。"))


def test_lines_broken_at_the_margin_are_put_together_up_to_the_next_label() -> None:
    question = "访谈者：那时候街道上核名单的人手够不够，晚上谁来值班，第二天怎么排班，请说说。"
    made = paged(
        [
            *broken(question, 15),
            *broken(f"受访者：{ANSWER}", 15),
            "访谈者：好。",
            *broken("受访者：" + ANSWER[:40], 15),
        ]
    )
    assert [speech for _, _, speech in said(made)] == [question[4:], ANSWER, "好。", ANSWER[:40]]
    assert {line.shape for line in made.report.lines if line.taken == "continuation"} == {"wrapped"}
    assert [line.line for line in made.report.lines] == sorted(
        line.line for line in made.report.lines
    )


def test_text_broken_at_a_margin_is_told_from_text_with_lines_of_its_own() -> None:
    rows = [row for _ in range(6) for row in (*broken(f"受访者：{ANSWER}", 22), "访谈者：还有呢？")]
    made = transcript("\n".join(rows))
    assert [speech for _, _, speech in said(made)] == [ANSWER, "还有呢？"] * 6
    own = "\n".join(
        (
            "受访者：今天早上八点钟我们街道就开始核对名单了大家都来。"
            "\n然后是十一个社区的网格员都要一个一个打电话过去。"
        )
        for _ in range(12)
    )
    assert transcript(own).text == own


def test_latin_words_at_the_margin_stay_apart() -> None:
    rows = [
        "A: Nobody checks the list at all and every",
        "evening it is sent again by table to the",
        "commission.",
    ]
    made = paged(["Q: Who checks the list?", *rows])
    assert said(made)[1][2] == (
        "Nobody checks the list at all and every evening it is sent again by table to the "
        "commission."
    )


def test_form_feeds_part_pages() -> None:
    documents, _ = read(Source("a.txt", "一\n二\x0c三\r\n四".encode()))
    assert [(line.text, line.number, line.page) for line in documents[0].lines] == [
        ("一", 1, 1),
        ("二", 2, 1),
        ("三", 3, 2),
        ("四", 4, 2),
    ]
    assert [line.page for line in read(Source("a.txt", "一\n二".encode()))[0][0].lines] == [0, 0]


def test_a_pdf_with_a_running_header() -> None:
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    stream = io.BytesIO()
    with rc_context({"pdf.fonttype": 42}), PdfPages(stream) as pages:
        for page in range(4):
            figure = Figure()
            for height, text in (
                (0.95, "Record of an interview"),
                (
                    0.8,
                    "Q: Who checked list number one in that week?"
                    if page == 0
                    else f"and then part {page} of it was read aloud to us",
                ),
            ):
                figure.text(0.1, height, text)
            figure.text(
                0.1,
                0.7,
                "A: It was the people of the street office who"
                if page == 0
                else f"so that part {page} of it could be sent up again",
            )
            pages.savefig(figure)
    documents, _ = read(Source("a.pdf", stream.getvalue()))
    made = transcribe(documents[0], "a.pdf")
    assert cut(made) == ["Record of an interview"] * 4
    assert [speaker for speaker, _, _ in said(made)] == ["Q", "A"]
    assert (
        "office who and then part 1 of it was read aloud to us so that part 1" in said(made)[1][2]
    )


def test_radicals_out_of_a_pdf_are_read_as_characters() -> None:
    made = transcript("问：⼯作怎么做？\n答：⾯对⾯，⻚数多，⻓。")
    assert made.text == "问：工作怎么做？\n答：面对面，页数多，长。"


def test_gaps_of_the_layout_are_taken_out_of_a_pdf_but_not_after_a_code() -> None:
    from corpus.readers.pdf import _GAP

    assert _GAP.sub("", "我们 D 街道 29 个社区，用 API 接口 ……") == "我们D街道29个社区，用API接口……"
    assert (
        _GAP.sub("", "P3 我们牵头") == "P3 我们牵头"
        and _GAP.sub("", "data sharing in 2023  年") == "data sharing in 2023  年"
    )


@given(
    st.lists(
        st.sampled_from(
            ["第 1 页", "W市访谈", "受访者：好", "名单，", "", "3", "我们核。", "- 2 -"]
        ),
        max_size=30,
    ),
    st.booleans(),
)
def test_every_line_stays_or_is_named_as_cut(texts: list[str], paged_: bool) -> None:
    lines = [
        Line(text, number, page=number // 7 + 1 if paged_ else 0)
        for number, text in enumerate(texts, 1)
    ]
    kept, report = lay_out(lines)
    gone = "".join(line.text for line in report if line.taken == "cut")
    assert sorted(("".join(line.text for line in kept) + gone).replace(" ", "")) == sorted(
        "".join(texts).replace(" ", "")
    )
    assert len({line.line for line in report}) == len(report)
