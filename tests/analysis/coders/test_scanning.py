"""What the scanner finds: longest words by codebook, near rules, patterns, unless phrases."""

from __future__ import annotations

import pickle

import pytest
from builders import codebook
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.scanning import Hit, Scanner
from codebooks.codebook import Codebook
from corpus.normalise import shadow

BOOK = codebook(
    """
- {id: A, name: 标准, definition: d, indicators: {concept: [标准, 统一标准],
   deficit: [没有统一标准]}, unless: [标准间]}
- {id: B, name: 目录, definition: d, indicators: [数据目录], weak: [目录], company: [共享]}
- {id: C, name: 口径, definition: d,
   near: [{words: [口径|说法, 不一样], within: 4, class: deficit},
          {words: [口径, 没有定], within: 4}]}
- {id: D, name: 查询, definition: d, class: asset, patterns: [{pattern: '查得(了|到)'},
   {pattern: '[0-9]+条', class: concept}]}
"""
)
SCANNER = Scanner([BOOK])


def hits(text: str, scanner: Scanner = SCANNER) -> list[tuple[str, str, str, str]]:
    """(code, words, class, rule) in text order."""
    return [
        (scanner.codes[hit.code].id, text[hit.start : hit.end], hit.kind, hit.rule)
        for hit in scanner.find(text)[0]
    ]


def test_of_nested_words_the_longest_counts() -> None:
    assert hits("没有统一标准,统一标准,标准") == [
        ("A", "没有统一标准", "deficit", "indicator"),
        ("A", "统一标准", "concept", "indicator"),
        ("A", "标准", "concept", "indicator"),
    ]


def test_words_that_overlap_go_to_the_one_that_begins_first() -> None:
    book = codebook("- {id: A, name: 词, definition: d, indicators: [数据共, 共享平台, 平台]}")
    assert [words for _, words, _, _ in hits("数据共享平台", Scanner([book]))] == [
        "数据共",
        "平台",
    ]


def test_weak_words_are_found_and_marked() -> None:
    assert hits("目录和数据目录") == [
        ("B", "目录", "concept", "weak"),
        ("B", "数据目录", "concept", "indicator"),
    ]
    assert list(SCANNER.company) == [1]


def test_an_unless_phrase_is_told_with_its_place_and_takes_what_lies_in_it() -> None:
    found, unless = SCANNER.find("标准间里没有标准")
    assert unless == {0: [(0, 3)]}
    assert [(hit.start, hit.end) for hit in found] == [(6, 8)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("口径各家不一样", ["口径各家不一样"]),
        ("不一样的说法", ["不一样的说法"]),
        ("口径,不一样", []),
        ("口径一二三四不一样", ["口径一二三四不一样"]),
        ("口径一二三四五不一样", []),
        ("口径不一样口径不一样", ["口径不一样", "口径不一样"]),
        ("口径\n不一样", []),
    ],
)
def test_near_rules_stay_in_a_clause_and_within_their_distance(
    text: str, expected: list[str]
) -> None:
    assert [words for code, words, _, rule in hits(text) if rule == "near"] == expected


def test_a_near_rule_says_whether_a_negator_inside_is_its_own() -> None:
    (gapped,) = (hit for hit in SCANNER.find("说法各家不一样")[0])
    assert not gapped.gapped, "不一样 negates"
    book = codebook(
        "- {id: N, name: 共享, definition: d, near: [{words: [数据, 共享], within: 8}]}"
    )
    (hit,) = Scanner([book]).find("数据没有共享")[0]
    assert hit.gapped


def test_patterns_take_the_class_of_their_code_or_their_own_and_end_with_the_line() -> None:
    assert hits("查得到12条") == [
        ("D", "查得到", "asset", "pattern"),
        ("D", "12条", "concept", "pattern"),
    ]
    assert hits("查得\n到") == []


def test_each_codebook_keeps_its_own_longest_words() -> None:
    other = codebook("- {id: Z, name: 标准, definition: d, indicators: [标准]}").model_copy(
        update={"id": "other"}
    )
    both = Scanner([BOOK, other])
    assert hits("没有统一标准", both) == [
        ("A", "没有统一标准", "deficit", "indicator"),
        ("Z", "标准", "concept", "indicator"),
    ]
    assert both.book_of == (0, 0, 0, 0, 1)


def test_words_in_traditional_script_are_sought_as_the_shadow_writes_them() -> None:
    book = codebook("- {id: A, name: 標準, definition: d, indicators: [統一標準]}")
    assert [words for _, words, _, _ in hits(shadow("沒有統一標準"), Scanner([book]))] == [
        "统一标准"
    ]


def test_a_scanner_without_words_finds_nothing() -> None:
    empty = Scanner([codebook("- {id: A, name: 主题, definition: d}")])
    assert empty.find("没有统一标准") == ([], {}) == SCANNER.find("")


def test_a_pattern_that_re2_refuses_is_refused() -> None:
    book = codebook("- {id: A, name: 词, definition: d, patterns: [{pattern: '(?<!没)标准'}]}")
    with pytest.raises(Exception, match=r"invalid perl operator"):
        Scanner([book])


WORDS = [
    "没有统一标准",
    "统一标准",
    "标准间",
    "目录",
    "数据",
    "口径",
    "不一样",
    "查得到",
    "12条",
    ",",
    "。",
    "\n",
    "的",
]


def naive(text: str, book: Codebook) -> list[tuple[int, int]]:
    """Leftmost-longest words of a codebook by trying every place, phrases of unless among them."""
    words = {
        word
        for code, _, _ in book.walk()
        for group in (code.indicators, code.weak)
        for word, _ in group.items(code.kind)
    }
    phrases = {phrase for code, _, _ in book.walk() for phrase in code.unless}
    spans, offset = [], 0
    while offset < len(text):
        longest = max(
            (word for word in words if text.startswith(word, offset)), key=len, default=""
        )
        over = any(
            text.startswith(phrase, start) and start + len(phrase) >= offset + len(longest)
            for phrase in phrases
            for start in range(max(0, offset - len(phrase) + 1), offset + 1)
        )
        if longest and not over:
            spans.append((offset, offset + len(longest)))
        offset += max(1, len(longest)) if not over else 1
    return spans


@given(st.lists(st.sampled_from(WORDS), max_size=16).map("".join))
def test_words_are_those_of_a_search_at_every_place(text: str) -> None:
    found = [hit for hit in SCANNER.find(text)[0] if hit.rule in ("indicator", "weak")]
    assert [(hit.start, hit.end) for hit in found] == naive(text, BOOK)


@given(st.lists(st.sampled_from(WORDS), max_size=16).map("".join))
def test_hits_come_in_text_order_and_alike_from_a_scanner_sent_elsewhere(text: str) -> None:
    found, unless = SCANNER.find(text)
    assert found == sorted(found) and all(isinstance(hit, Hit) for hit in found)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in found)
    assert all(text[start:end] == "标准间" for start, end in unless.get(0, []))
    assert SENT.find(text) == (found, unless)


SENT: Scanner = pickle.loads(pickle.dumps(SCANNER))


def test_a_word_of_two_codes_is_a_hit_of_both_and_of_one_code_only_once() -> None:
    book = codebook(
        """
- {id: A, name: 甲, definition: d, indicators: {concept: [标准], deficit: [标准]}, weak: [标准]}
- {id: B, name: 乙, definition: d, class: asset, indicators: [标准]}
"""
    )
    assert hits("标准", Scanner([book])) == [
        ("A", "标准", "concept", "indicator"),
        ("B", "标准", "asset", "indicator"),
    ]


def test_a_transcription_mark_bounds_a_near_rule() -> None:
    assert [rule for *_, rule in hits("口径\x00不一样")] == []
    assert [rule for *_, rule in hits("口径、不一样")] == ["near"]


def test_words_of_other_regions_are_found_unless_the_codebook_keeps_them_off() -> None:
    codes = "- {id: A, name: 甲, definition: d, indicators: [数据, 社区, 网格员]}"
    plain = Scanner([codebook(codes)])
    own = Scanner([codebook(codes, "regional: {社区: [], 网格员: [樓組長], 数据: [资料, 資訊]}")])
    text = shadow("資料、社群、樓組長、資訊")
    assert [words for _, words, _, _ in hits(text, plain)] == ["资料", "社群"]
    assert [words for _, words, _, _ in hits(text, own)] == ["资料", "楼组长", "资讯"]


def test_characters_outside_the_basic_plane_move_no_offset() -> None:
    found, _ = SCANNER.find("𠮷😀标准👩‍👩‍👧目录")
    assert [(hit.start, hit.end) for hit in found] == [(2, 4), (9, 11)]


def test_an_unless_phrase_takes_nothing_before_or_behind_it() -> None:
    found, unless = SCANNER.find("标准,标准间,标准")
    assert [(hit.start, hit.end) for hit in found] == [(0, 2), (7, 9)] and unless == {0: [(3, 6)]}
