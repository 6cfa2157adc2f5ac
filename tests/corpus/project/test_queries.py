"""Questions about all but the codings: orders, limits, and the same answer counted in Python."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from studies import OTHER, TEXT, adopt, code_id, lay, read, take, transcript_id

from corpus.project import CoderInfo, Project, Refused, queries
from corpus.project import operations as op
from corpus.project.queries import MAX_VALUES, parts, transcript_of
from corpus.span import Span
from corpus.transcript import Transcript

Begun = tuple[Project, CoderInfo, CoderInfo]


@given(st.lists(st.text(max_size=3), max_size=3 * MAX_VALUES + 1))
def test_parts_put_together_are_the_whole(values: list[str]) -> None:
    cut = list(parts(values))
    assert [value for part in cut for value in part] == values
    assert all(0 < len(part) <= MAX_VALUES for part in cut)


def test_a_study_in_which_nothing_has_happened(study: Project) -> None:
    assert study.revision == 0
    empty = (study.coders(), study.codes(), study.codebooks(), study.transcripts(), study.memos())
    assert all(answer == [] for answer in (*empty, study.reviews(), study.cases(), study.views()))
    assert list(study.texts()) == study.outlines() == study.files() == study.log() == []
    assert study.stamps() == {} and study.history("0" * 32) == [] and study.things("") == []
    with study.store.read() as connection:
        assert queries.setting(connection, "title") == "研究"
        assert queries.setting(connection, "nothing") is None
        assert queries.setting(connection, "nothing", 3) == 3


def test_people_stand_before_machines_by_name_and_round(study: Project) -> None:
    for name, kind, number in (
        ("rules", "machine", 0),
        ("wang", "person", 1),
        ("wang", "person", 0),
        ("li", "person", 0),
        ("encoder", "machine", 0),
    ):
        study.coder(name, kind, number)  # type: ignore[arg-type]
    assert [(coder.name, coder.round) for coder in study.coders()] == [
        ("li", 0),
        ("wang", 0),
        ("wang", 1),
        ("encoder", 0),
        ("rules", 0),
    ]


def test_codes_stand_under_their_parents(begun: Begun) -> None:
    study, li, _ = begun
    assert [code.key for code in study.codes()] == ["P", "P1", "P2", "C", "C1"]
    study.apply(op.MoveCode(code_id(study, "P2"), code_id(study, "C1")), coder=li)
    study.apply(op.AddCode("book", "P9", "人手", code_id(study, "P")), coder=li)
    assert [code.key for code in study.codes()] == ["P", "P1", "P9", "C", "C1", "P2"]
    adopt(study, li, [("X", "某", "", "")], family="a-book")
    assert [code.key for code in study.codes()][:2] == ["X", "P"]


def test_children_of_a_retired_code_move_up_to_the_top(begun: Begun) -> None:
    study, li, _ = begun
    adopt(study, li, [("P1", "标准", "", ""), ("C", "对策", "", ""), ("C1", "统一", "", "C")], "2")
    assert [code.key for code in study.codes()] == ["P1", "C", "C1"]
    everything = study.codes(retired=True)
    assert {code.key for code in everything if code.retired} == {"P", "P2"}
    place = {code.id: index for index, code in enumerate(everything)}
    assert all(place[c.parent] < place[c.id] for c in everything if c.parent is not None)


@pytest.mark.parametrize(
    "text", [TEXT, OTHER, "问：𠮷野家？\n答：繁體字與𠀀𠀁，算一個字。"], ids="abc"
)
def test_a_transcript_comes_back_as_it_was_read(study: Project, text: str) -> None:
    """But for what only the reading of the file knew: the lines of turns, and of its report all
    but the summary.
    """
    take(study, text)
    (info,) = study.transcripts()
    stored, fresh = study.transcript(info.id), read(text, "访谈/一.txt")
    assert stored == Transcript.from_record(fresh.as_record())
    assert stored.turns == tuple(replace(turn, line=0) for turn in fresh.turns)
    assert (info.characters, info.turns) == (len(stored.text), len(stored.turns))
    ((entity, plain, record),) = study.texts()
    assert entity == info.id and transcript_of(plain, record) == stored
    assert "text" not in record and all("text" not in turn for turn in record["turns"])
    assert study.outlines() == [(info.id, record)]


def test_a_transcript_as_it_stood_and_as_it_stands(study: Project) -> None:
    take(study, TEXT)
    take(study, TEXT.replace("接口", "系统"))
    entity = transcript_id(study)
    assert (
        "接口" in study.transcript(entity, 1).text
        and "接口" not in study.transcript(entity, 2).text
    )
    assert study.transcript(entity) == study.transcript(entity, 2)
    for number in (0, 3):
        with pytest.raises(Refused) as refused:
            study.transcript(entity, number)
        assert refused.value.key == "project.unknown_transcript"
    assert [text for _, text, _ in study.texts()] == [study.transcript(entity).text]


def test_texts_of_some_transcripts_in_parts(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    study, _, _ = begun
    take(study, TEXT + "问：第三份？\n答：是。", "访谈/三.txt")
    ids = [info.id for info in study.transcripts()]
    everything = list(study.texts())
    assert [entity for entity, _, _ in everything] == ids
    monkeypatch.setattr(queries, "MAX_VALUES", 2)
    assert sorted(study.texts(ids)) == sorted(everything)
    assert list(study.texts([])) == [] == study.outlines([])
    assert [entity for entity, _, _ in study.texts([ids[1], "0" * 32])] == [ids[1]]


def test_memos_by_what_they_are_on(begun: Begun) -> None:
    study, li, wang = begun
    entity, other = transcript_id(study), transcript_id(study, "访谈/二.txt")
    coding = lay(study, li, "没有统一标准")
    text = study.transcript(entity).text
    start = text.index("接口")
    for coder, about, target, words, span in (
        (li, "project", "", "全局", None),
        (wang, "transcript", entity, "这一份", None),
        (li, "span", entity, "这两个字", Span(start, start + 2)),
        (li, "coding", coding, "这一条", None),
        (li, "code", code_id(study, "P1"), "定义", None),
        (li, "transcript", other, "那一份", None),
    ):
        quote = span.of(text) if span else ""
        study.apply(op.WriteMemo(about, target, words, span, quote), coder=coder)  # type: ignore[arg-type]
    assert [memo.text for memo in study.memos()] == [
        "全局",
        "这一份",
        "这两个字",
        "这一条",
        "定义",
        "那一份",
    ]
    assert [memo.text for memo in study.memos("transcript")] == ["这一份", "那一份"]
    assert [memo.text for memo in study.memos(target=entity)] == ["这一份", "这两个字"]
    assert [memo.text for memo in study.memos_of_transcript(entity)] == [
        "这一份",
        "这两个字",
        "这一条",
    ]
    (on_words,) = study.memos("span")
    assert (on_words.quote, on_words.span, on_words.placed) == (
        "接口",
        Span(start, start + 2),
        True,
    )
    take(study, TEXT.replace("接口也打不通", "网络也打不通").replace("打通接口", "打通网络"))
    assert [memo.placed for memo in study.memos("span")] == [False]


def test_reviews_by_what_they_are_on_and_whether_they_wait(begun: Begun) -> None:
    study, li, wang = begun
    first = lay(study, li, "没有统一标准")
    second = lay(study, li, "数据不共享", "P2", name="访谈/二.txt")
    dispute = op.WriteReview("coding", first, "dispute", "不对")
    for made in (
        dispute,
        op.WriteReview("coding", second, "accept"),
        op.WriteReview("code", code_id(study, "P1"), "comment", "太宽"),
    ):
        study.apply(made, coder=wang)
    study.apply(op.SettleReview(dispute.id), coder=li)

    def texts(*arguments: str | None, **more: object) -> list[str]:
        return [review.verdict for review in study.reviews(*arguments, **more)]  # type: ignore[arg-type]

    assert texts() == ["dispute", "accept", "comment"]
    assert texts("coding") == ["dispute", "accept"] and texts(None, first) == ["dispute"]
    assert texts(transcript=transcript_id(study)) == ["dispute"]
    assert texts(settled=True) == ["dispute"] and texts(settled=False) == ["accept", "comment"]
    assert texts("coding", settled=False, transcript=transcript_id(study)) == []


def test_cases_with_their_attributes_and_where_they_speak(begun: Begun) -> None:
    study, li, _ = begun
    person, variable = op.SaveCase("零号"), op.DefineVariable("工龄", "number")
    for made in (
        person,
        variable,
        op.SetAttribute(person.id, variable.id, "3.0"),
        op.AssignCase(transcript_id(study), "答", person.id),
        op.AssignCase(transcript_id(study, "访谈/二.txt"), "答", person.id),
    ):
        study.apply(made, coder=li)
    case = next(case for case in study.cases() if case.name == "零号")
    assert case.attributes == {"工龄": "3"}
    assert case.speaks == tuple(sorted((info.id, "答") for info in study.transcripts()))
    assert [(v.name, v.position) for v in study.variables()] == [("部门", 0), ("工龄", 1)]
    assert [case.name for case in study.cases()] == sorted(case.name for case in study.cases())


def test_views_by_page_and_name(begun: Begun) -> None:
    study, li, _ = begun
    for name, page in (("乙", "network"), ("甲", "network"), ("丙", "codings")):
        study.apply(op.SaveView(name, page, {"unit": "turn", "codes": ["𠮷"]}), coder=li)
    assert [view.name for view in study.views()] == sorted("乙甲丙")
    assert [view.name for view in study.views("network")] == sorted("乙甲")
    assert study.views("none") == []
    assert study.views("codings")[0].state == {"unit": "turn", "codes": ["𠮷"]}


def test_things_begin_as_told_and_signs_of_sql_are_letters(begun: Begun) -> None:
    study, li, _ = begun
    # no other thing of the study begins so: their ids are hexadecimal, and drawn
    made = op.SaveCase("甲", id="xy%_cd".ljust(32, "0"))
    study.apply(made, coder=li)
    assert study.things("xy%_") == study.things("xy") == [made.id]
    assert study.things("x%") == study.things("xy_") == study.things("%") == []
    assert len(study.things("")) == len(set(study.things("")))
    assert study.things(code_id(study, "P1")[:8]) == [code_id(study, "P1")]


def test_the_log_newest_first_and_of_one_coder(begun: Begun) -> None:
    study, li, wang = begun
    first = lay(study, li, "没有统一标准")
    lay(study, wang, "接口也打不通", "P2")
    study.apply(op.RemoveCoding(first), coder=li)
    log = study.log()
    assert [event.number for event, _ in log] == list(range(study.revision, 0, -1))
    assert [event.kind for event, _ in study.log(2)] == ["remove_coding", "add_coding"]
    assert [event.kind for event, _ in study.log(coder=li)][:2] == ["remove_coding", "add_coding"]
    assert [event.coder for event, _ in study.log(coder=wang)] == [wang.id]
    assert study.log(0) == [] and all(event.changes == () for event, _ in log)
    history = study.history(first)
    assert [entry.number for entry in history] == [study.revision - 2, study.revision]
    assert history[0].after == history[1].before
