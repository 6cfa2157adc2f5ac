"""A changed codebook tried out: what is coded anew, no longer, otherwise."""

from __future__ import annotations

from builders import codebook, transcript

from analysis.coders.preview import Preview, findings, preview
from codebooks.editing import with_code

BOOK = codebook(
    """
- {id: A1, name: 标准, definition: 标准, indicators: [统一标准]}
- {id: A2, name: 接口, definition: 接口, indicators: [接口]}
- {id: A3, name: 壁垒, definition: 壁垒, class: deficit, indicators: [壁垒]}
"""
)
TALKS = [
    ("one", transcript("问：难在哪？\n答：没有统一标准。接口打不通。")),
    ("two", transcript("问：难在哪？\n答：接口有了。部门之间有壁垒。")),
]


def told(changes: tuple[object, ...]) -> list[tuple[str, str, str]]:
    return [(each.transcript, each.coding.code, each.coding.quote) for each in changes]  # type: ignore[attr-defined]


def test_nothing_changed() -> None:
    assert preview(TALKS, BOOK, BOOK) == Preview((), (), 4, 4)
    assert preview([], BOOK, BOOK) == Preview((), (), 0, 0)


def test_a_word_added_and_one_taken_away() -> None:
    made = with_code(BOOK, "A2", {"indicators": ["部门之间"]}, "2")
    found = preview(TALKS, BOOK, made)
    assert told(found.anew) == told(found.added) == [("two", "A2", "部门之间有壁垒。")]
    assert told(found.no_longer) == [("one", "A2", "接口打不通。"), ("two", "A2", "接口有了。")]
    assert found.otherwise == () and (found.before, found.after) == (4, 3)


def test_a_longer_word_takes_from_another_code() -> None:
    made = with_code(BOOK, "A2", {"indicators": ["接口", "统一标准。"]}, "2")
    found = preview(TALKS, BOOK, made)
    assert told(found.anew) == [("one", "A2", "没有统一标准。")]
    assert told(found.no_longer) == [("one", "A1", "没有统一标准。")]


def test_another_class_changes_the_polarity_only() -> None:
    made = with_code(BOOK, "A3", {"class": "asset"}, "2")
    found = preview(TALKS, BOOK, made)
    assert (found.anew, found.no_longer, found.before, found.after) == ((), (), 4, 4)
    [(old, new)] = found.otherwise
    assert (old.coding.code, old.coding.span) == (new.coding.code, new.coding.span)
    assert (old.coding.polarity, new.coding.polarity) == ("lacking", "present")


def test_a_codebook_that_the_study_does_not_have_is_all_new() -> None:
    found = preview(TALKS, None, BOOK)
    assert len(found.anew) == len(found.added) == found.after == 4 and found.before == 0


def test_progress_counts_interviews_and_numbers_add_up() -> None:
    made = with_code(BOOK, "A1", {"indicators": ["统一标准", "壁垒"]}, "2")
    seen: list[int] = []
    found = preview(TALKS, BOOK, made, progress=seen.append)
    assert seen == [1, 2] and found.before + len(found.added) - len(found.gone) == found.after
    assert len(found.anew) + len(found.otherwise) == len(found.added)
    assert len(found.no_longer) + len(found.otherwise) == len(found.gone)


def test_findings_are_those_of_one_code_with_errors_first() -> None:
    book = codebook(
        """
- id: A1
  name: 标准
  definition: 标准
  indicators: [统一标准, 标准]
  examples: [{text: 这里什么也没有, polarity: lacking}]
- id: A2
  name: 标准
  definition: 标准
  indicators: [标准]
  examples: [{text: 这里也没有, polarity: lacking}]
"""
    )
    found = findings(book, "A1")
    assert found and all(
        "A1" in (each.values.get("code"), each.values.get("other")) for each in found
    )
    ranks = [("error", "warning", "note").index(each.severity) for each in found]
    assert ranks == sorted(ranks) and findings(book, "no such") == []
    assert not any("这里也没有" in each.text("zh") for each in found)


def test_a_word_in_another_script_codes_what_it_coded() -> None:
    talks = [("three", transcript("問：難在哪？\n答：沒有統一標準。"))]
    made = with_code(BOOK, "A1", {"indicators": ["統一標準"]}, "2")
    assert preview(talks, BOOK, made) == Preview((), (), 1, 1)


def test_interviews_are_told_apart_though_they_say_the_same() -> None:
    same = transcript("问：难在哪？\n答：接口打不通。")
    made = with_code(BOOK, "A2", {"indicators": ["系统"]}, "2")
    found = preview([("one", same), ("two", same)], BOOK, made)
    assert [change.transcript for change in found.no_longer] == ["one", "two"]
    assert (found.before, found.after, found.added) == (2, 0, ())


def test_turning_a_change_round_turns_what_is_gained_and_lost() -> None:
    made = with_code(BOOK, "A2", {"indicators": ["部门之间"]}, "2")
    there, back = preview(TALKS, BOOK, made), preview(TALKS, made, BOOK)
    assert told(there.added) == told(back.gone) and told(there.gone) == told(back.added)
    assert (there.before, there.after) == (back.after, back.before)


def test_findings_can_be_said_in_both_languages() -> None:
    book = codebook(
        "- {id: A1, name: 标准, definition: 标准, indicators: [标准],"
        " examples: [{text: 这里什么也没有, polarity: lacking}]}"
    )
    found = findings(book, "A1")
    assert found[0].severity == "error" and found[0].values["text"] == "这里什么也没有"
    assert all(each.text("zh") != each.text("en") and "{" not in each.text("en") for each in found)
    assert "这里什么也没有" in found[0].text("zh") and "A1" in found[0].text("en")
