"""Who speaks of whom: every mention found by reading the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import transcript
from studies_by_hand import BOOK

from app.analyses.mentions import MentionsOptions, mentions
from app.exporters.results import sentences
from app.study.study import Study
from corpus.problem import FangtanError

NAMED = BOOK.model_copy(
    update={"gazetteer": {"公安局": ("公安", "警察"), "社区": ("居委会",), "卫健委": ("卫健",)}}
)
SAID = (
    ("社区", "公安没有给数据。公安局和警察都很忙。我们居委会没有平台。"),
    ("公安局", "社区天天要表格。卫健委给了名单。"),
    ("", "公安来过。"),
)


def study(*said: tuple[str, str]) -> Study:
    interviews = []
    for number, (department, answer) in enumerate(said):
        head = f"所在部门：{department}\n\n" if department else ""
        made = transcript(f"{head}问：公安怎么样？\n答：{answer}\n")
        interviews.append((replace(made, source=str(number)), ()))
    return Study("", tuple(interviews), (NAMED,), "exchange", {})


def test_every_mention_by_those_who_answer_is_a_row() -> None:
    table = mentions(study(*SAID), MentionsOptions()).tables["mentions"]
    assert [tuple(row) for row in table[["source", "from", "form", "to"]].to_numpy()] == [
        ("0", "社区", "公安", "公安局"),
        ("0", "社区", "公安局", "公安局"),
        ("0", "社区", "警察", "公安局"),
        ("0", "社区", "居委会", "社区"),
        ("1", "公安局", "社区", "社区"),
        ("1", "公安局", "卫健委", "卫健委"),
        ("2", "", "公安", "公安局"),
    ]
    texts = [made.text for made, _ in study(*SAID).interviews]
    for row in table.to_dict("records"):
        assert texts[int(row["source"])][row["start"] : row["end"]] == row["quote"]
        assert row["form"] in row["quote"]
    assert table["polarity"].iloc[0] == "lacking"


def test_edges_leave_out_ones_own_department_and_unknown_speakers() -> None:
    result = mentions(study(*SAID), MentionsOptions())
    edges = result.tables["mention_edges"]
    assert {(row["from"], row["to"]): row["mentions"] for row in edges.to_dict("records")} == {
        ("社区", "公安局"): 3,
        ("公安局", "社区"): 1,
        ("公安局", "卫健委"): 1,
    }
    assert result.facts == {"mentions": 7, "edges": 3, "speaker_unknown": 1}
    assert "1" in sentences(result, "en")[-2]


def test_the_table_and_the_picture_are_told_apart_in_numbers() -> None:
    result = mentions(study(*SAID), MentionsOptions(least=2))
    told = sentences(result, "en")[-1]
    assert "draws 3 of" in told and "holds 1 of" in told and "1 by" in told and "2 on" in told
    assert len(result.tables["mentions"]) == 3 + 1 + 1 + 2


@pytest.mark.parametrize(("least", "drawn"), [(1, 3), (2, 1), (4, 0)])
def test_an_arrow_needs_so_many_mentions(least: int, drawn: int) -> None:
    result = mentions(study(*SAID), MentionsOptions(least=least))
    files = result.files("zh")
    assert bool(files) == bool(drawn) and len(result.tables["mention_edges"]) == 3
    if files:
        head, *rows = files["mentions.edges.csv"].decode("utf-8-sig").splitlines()
        assert len(rows) == drawn and head.startswith("source,target")
        assert files == result.files("en") and f">={least}" in files["mentions.net"].decode()


def test_a_study_without_names_of_departments_is_refused() -> None:
    with pytest.raises(FangtanError) as refused:
        mentions(replace(study(*SAID), books=(BOOK,)), MentionsOptions())
    assert refused.value.key == "mentions.no_gazetteer"
    assert refused.value.text("zh") != refused.value.text("en")


def test_names_of_several_codebooks_are_put_together() -> None:
    second = NAMED.model_copy(update={"id": "second", "gazetteer": {"公安局": ("派出所", "公安")}})
    made = replace(study(("社区", "派出所和公安都来了。")), books=(NAMED, second))
    table = mentions(made, MentionsOptions()).tables["mentions"]
    assert table["to"].tolist() == ["公安局", "公安局"]


def test_nobody_named_nobody_drawn() -> None:
    result = mentions(study(("社区", "大家都很忙。")), MentionsOptions())
    assert result.tables["mentions"].empty and result.tables["mention_edges"].empty
    assert result.files("zh") == {} and result.facts["mentions"] == 0
