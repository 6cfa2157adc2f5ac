"""Pieces to one text: offsets of turns, runs of one voice, aliases of numbered labels."""

from __future__ import annotations

from corpus.turns.assembly import Assembled, Draft, assemble
from corpus.turns.pieces import Piece


def turn(speaker: str, speech: str, line: int, memo: str = "", shape: str = "colon") -> Piece:
    label = f"{speaker}："
    return Piece(label + speech, line, "turn", shape, speaker, len(label), memo=memo)


def spoken(assembled: Assembled) -> list[tuple[str, str]]:
    return [(draft.speaker, assembled.text[draft.start : draft.end]) for draft in assembled.drafts]


def test_a_turn_is_a_stretch_of_the_text_without_label_and_blanks() -> None:
    assembled = assemble(
        [turn("问", " 何来？ ", 1), turn("答", "卫健。", 2), Piece("每天。 ", 3, "continuation")]
    )
    assert assembled.text == "问： 何来？ \n答：卫健。\n每天。 "
    assert spoken(assembled) == [("问", "何来？"), ("答", "卫健。\n每天。")]
    assert [draft.line for draft in assembled.drafts] == [1, 2]


def test_a_label_without_speech_is_no_turn() -> None:
    assembled = assemble([turn("问", "  ", 1), turn("答", "卫健。", 2)])
    assert spoken(assembled) == [("答", "卫健。")]
    assert assemble([]) == Assembled("", [], {})


def test_a_piece_inside_a_paragraph_is_not_parted_by_a_line_break() -> None:
    assembled = assemble([turn("问", "何来？", 1), turn("答", "卫健。", 1, shape="inline")])
    assert assembled.text == "问：何来？答：卫健。"
    assert spoken(assembled) == [("问", "何来？"), ("答", "卫健。")]


def test_neighbouring_turns_of_one_voice_are_joined_when_asked_for() -> None:
    pieces = [turn("答", "一。", 1, "笑"), turn("答", "二。", 2, "停"), turn("问", "三？", 3)]
    assert [speaker for speaker, _ in spoken(assemble(pieces))] == ["答", "答", "问"]
    joined = assemble(pieces, merge_runs=True)
    assert spoken(joined) == [("答", "一。\n二。"), ("问", "三？")]
    assert joined.drafts[0].memo == ["笑", "停"]


def test_what_nobody_said_ends_a_turn_and_a_blank_line_does_not() -> None:
    head = [turn("答", "一。", 1)]
    blank = [*head, Piece("", 2, "section", "blank"), Piece("二。", 3, "continuation")]
    assert spoken(assemble(blank)) == [("答", "一。\n\n二。")]
    note = [*head, Piece("注：停", 2, "note", "note", memo="注：停"), *blank[2:]]
    assembled = assemble(note)
    assert spoken(assembled) == [("答", "一。"), ("答", "二。")]
    assert assembled.drafts[0].memo == ["注：停"]


def test_a_time_that_stands_alone_is_that_of_the_next_turn() -> None:
    pieces = [Piece("[00:01:05]", 1, "section", "time"), turn("问", "何来？", 2)]
    (draft,) = assemble(pieces).drafts
    assert draft.time_s == 65


def test_numbered_questions_are_one_voice_and_codes_get_their_department() -> None:
    pieces = [turn("Q1", "甲？", 1), turn("A1", "乙。", 2), turn("Q2", "丙？", 3)]
    assert [speaker for speaker, _ in spoken(assemble(pieces))] == ["Q", "A", "Q"]
    codes = [turn("B2", "甲。", 1), turn("B2-公安", "乙。", 2)]
    assert [speaker for speaker, _ in spoken(assemble(codes))] == ["B2-公安", "B2-公安"]
    assert [speaker for speaker, _ in spoken(assemble([turn("Q1", "甲？", 1)]))] == ["Q1"]


def test_roles_that_the_format_gives_are_kept() -> None:
    row = Piece("何来？", 1, "turn", "row", "甲", role="interviewer")
    assembled = assemble([row])
    assert assembled.roles == {"甲": "interviewer"}
    assert assembled.drafts[0].role == "interviewer"


def test_empty_remarks_are_not_taken_down() -> None:
    draft = Draft("甲", 1)
    draft.note("")
    draft.note("笑")
    assert draft.memo == ["笑"]
