"""Who speaks of whom: names found, speakers known, edges counted by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from builders import transcript

from analysis.departments.mentions import COLUMNS, Gazetteer, mentions
from corpus.coding import POLARITIES
from corpus.normalise import shadow
from corpus.transcript import Transcript

NAMES = Gazetteer({"公安局": ["公安"], "卫健委": ["卫健", "市卫健委"], "民政局": []})


def answer(said: str, source: str = "a", **metadata: object) -> Transcript:
    made = transcript(f"问：请讲。\n答：{said}")
    return replace(made, source=source, metadata=metadata)


def edges(*talks: Transcript) -> list[tuple[object, ...]]:
    table = mentions(talks, NAMES).edges
    return list(table[["from", "to", "mentions", "interviews"]].itertuples(index=False, name=None))


def test_mentions_by_hand() -> None:
    made = replace(
        transcript(
            "问：公安配合吗？\n答：公安不给数据。公安后来给了，市卫健委也给了。我们民政局自己填。"
        ),
        source="a",
        metadata={"department": "民政局"},
    )
    found = mentions([made], NAMES)
    assert [(row["from"], row["to"], row["form"]) for row in found.table.to_dict("records")] == [
        ("民政局", "公安局", "公安"),
        ("民政局", "公安局", "公安"),
        ("民政局", "卫健委", "市卫健委"),
        ("民政局", "民政局", "民政局"),
    ]
    assert found.table["polarity"].tolist()[0] == "lacking"
    assert [
        (row["from"], row["to"], row["mentions"]) for row in found.edges.to_dict("records")
    ] == [("民政局", "公安局", 2), ("民政局", "卫健委", 1)]
    assert (
        set(found.graph(2).edges) == {("民政局", "公安局")}
        and found.graph(2).nodes["公安局"]["named"] == 2
    )


def test_a_row_quotes_the_sentence_in_the_letters_of_the_text() -> None:
    made = answer("前面不說。公安局沒有標準！", department="民政局")
    table = mentions([made], NAMES).table
    assert list(table) == list(COLUMNS)
    (row,) = table.to_dict("records")
    assert row["quote"] == "公安局沒有標準！" == made.text[row["start"] : row["end"]]
    assert (row["source"], row["form"], row["to"]) == ("a", "公安局", "公安局")


@pytest.mark.parametrize(
    ("said", "polarity"),
    [
        ("公安局不给数据。", "lacking"),
        ("多亏公安局帮忙。", "present"),
        ("希望公安局开放数据。", "demanded"),
        ("以前没有公安局，现在有公安局了。", "changed"),
        ("我们和公安局开会。", "neutral"),
        ("我不知道公安局有没有接口。", "unsure"),
    ],
)
def test_what_is_said_of_a_department_is_its_polarity(said: str, polarity: str) -> None:
    table = mentions([answer(said, department="卫健委")], NAMES).table
    assert table["polarity"].tolist()[0] == polarity


def test_edges_by_hand_with_their_balance() -> None:
    talks = [
        answer("公安局不给数据。公安局给了数据。公安局不配合。", "a", department="民政局"),
        answer("公安局来过。卫健委建了平台。", "b", department="民政局"),
        answer("民政局没有平台。", "c", department="公安局"),
    ]
    found = mentions(talks, NAMES).edges
    assert list(found) == ["from", "to", "mentions", "interviews", *POLARITIES, "net"]
    assert found[["from", "to", "mentions", "interviews"]].to_numpy().tolist() == [
        ["民政局", "公安局", 4, 2],
        ["公安局", "民政局", 1, 1],
        ["民政局", "卫健委", 1, 1],
    ]
    first, second, third = found.to_dict("records")
    for row in (first, second, third):
        assert sum(row[polarity] for polarity in POLARITIES) == row["mentions"]
        sides = row["present"] + row["lacking"]
        assert row["net"] == pytest.approx((row["present"] - row["lacking"]) / sides)
    assert (second["net"], third["net"]) == (-1.0, 1.0)


def test_who_takes_no_side_has_no_balance() -> None:
    found = mentions([answer("我们和公安局开会。", department="民政局")], NAMES).edges
    assert math.isnan(found.loc[0, "net"]) and found.loc[0, "neutral"] == 1


@pytest.mark.parametrize(
    "metadata",
    [
        {"department": "市卫健委"},
        {"interviewee": "卫健委的老王"},
        {"position": "卫健科长"},
        {"title": "访谈市卫健委"},
        {"department": None, "title": "卫健"},
        {"department": "不知道哪里", "position": "卫健委主任"},
    ],
    ids=lambda metadata: "-".join(metadata),
)
def test_the_only_interviewee_is_known_from_the_header(metadata: dict[str, object]) -> None:
    assert edges(answer("公安局来过。", **metadata)) == [("卫健委", "公安局", 1, 1)]


def test_the_department_of_the_header_goes_before_the_name_of_the_file() -> None:
    said = "公安局来过。"
    assert edges(answer(said, "访谈/民政局/卫健委-3.docx")) == [("卫健委", "公安局", 1, 1)]
    both = answer(said, "访谈/民政局.docx", department="卫健委")
    assert edges(both) == [("卫健委", "公安局", 1, 1)]


def test_a_speaker_who_is_not_known_stands_in_the_table_and_not_in_the_edges() -> None:
    found = mentions([answer("公安局来过。")], NAMES)
    assert found.table[["from", "to"]].to_numpy().tolist() == [["", "公安局"]]
    assert found.edges.empty and list(found.edges)[-1] == "net"
    assert len(found.graph()) == 0


PANEL = (
    "主持人：谁？\n王科（公安局）：民政局不给。\n李科（民政局）：公安局给了，民政局也给了。\n"
    "主持人：卫健委呢？\n王科（公安局）：卫健委来过。\n赵科：公安局来过。\n"
    "主持人：好。\n赵科：没了。"
)


def test_voices_of_one_interview_speak_for_their_own_departments() -> None:
    made = replace(transcript(PANEL), metadata={"department": "卫健委"})
    assert edges(made) == [
        ("公安局", "卫健委", 1, 1),
        ("公安局", "民政局", 1, 1),
        ("民政局", "公安局", 1, 1),
    ]
    unknown = mentions([made], NAMES).table
    assert unknown[unknown["from"] == ""]["quote"].tolist() == ["公安局来过。"], (
        "with several interviewees the header tells of none"
    )


def test_questions_count_only_where_they_are_asked_for() -> None:
    made = transcript(PANEL)
    asked = mentions([made], NAMES, ("interviewer",)).table
    assert asked[["from", "to"]].to_numpy().tolist() == [["", "卫健委"]]


def test_the_longest_name_counts_and_offsets_are_those_of_the_text() -> None:
    names = Gazetteer({"公安局": ["公安"], "市公安局": [], "公安局网安支队": []})
    text = "市公安局和公安局网安支队，公安"
    assert [(name, text[start:end]) for name, start, end in names.find(text)] == [
        ("市公安局", "市公安局"),
        ("公安局网安支队", "公安局网安支队"),
        ("公安局", "公安"),
    ]


def test_names_in_other_scripts_and_regions_are_the_same_department() -> None:
    names = Gazetteer({"數據局": ["数据管理局"], "社区": []})
    text = shadow("數據局、資料管理局、社群、社區")
    assert [(name, text[start:end]) for name, start, end in names.find(text)] == [
        ("數據局", "数据局"),
        ("數據局", "资料管理局"),
        ("社区", "社区"),
    ]


def test_a_label_names_the_first_department_in_it() -> None:
    assert NAMES.resolve("B2-公安") == "公安局"
    assert NAMES.resolve("卫健委和公安局") == "卫健委"
    assert NAMES.resolve("居委会") == "" == NAMES.resolve("")


def test_a_name_for_two_departments_is_refused() -> None:
    with pytest.raises(ValueError, match="one department, got '局里' for '甲' and '乙'"):
        Gazetteer({"甲": ["局里"], "乙": ["局里"]})
    with pytest.raises(ValueError, match="one department"):
        Gazetteer({"數據局": [], "数据局": []})
    assert Gazetteer({"甲": ["甲", "局里", "局里"]}).of == {"甲": "甲", "局里": "甲"}


def test_a_gazetteer_without_names_finds_nothing() -> None:
    nobody = Gazetteer({})
    assert nobody.find("公安局") == [] and nobody.resolve("公安局") == ""
    assert mentions([answer("公安局来过。")], nobody).table.empty
    assert mentions([], NAMES).edges.empty


def test_the_graph_weighs_edges_and_counts_who_is_named() -> None:
    talks = [
        answer("公安局不给。公安局不来。", "a", department="民政局"),
        answer("公安局来过。", "b", department="卫健委"),
    ]
    graph = mentions(talks, NAMES).graph()
    assert graph.nodes["公安局"]["named"] == 3 and graph.nodes["民政局"]["named"] == 0
    edge = graph.edges["民政局", "公安局"]
    assert (edge["weight"], edge["mentions"], edge["interviews"]) == (2.0, 2, 1)
    assert edge["lacking"] == 2 and not graph.has_edge("公安局", "民政局")
    assert set(mentions(talks, NAMES).graph(3)) == set()
