"""What an analysis hands to the faces: words in no language until somebody looks."""

from __future__ import annotations

import pickle
from functools import partial

import pytest

from app.result import (
    Note,
    Phrase,
    Picture,
    Pictures,
    Result,
    Wording,
    by_name,
    in_language,
    no_files,
    note,
    worded_value,
)
from codebooks.codebook import Bilingual
from corpus.catalogue import LANGUAGES, Language, message

NAME = Bilingual(zh="标准", en="standards")


def test_a_note_words_its_values_too() -> None:
    data = note("note.data", interviews=3, unit=Note("unit.turn"))
    assert data == Note("note.data", {"interviews": 3, "unit": Note("unit.turn")})
    assert data.text("en").startswith("3 interviews; unit: ") and data.text("zh") != data.text("en")


def test_a_phrase_puts_its_parts_together() -> None:
    name = Bilingual(zh="标准", en="standards")
    assert Phrase(("IE1", " ", name)).text("en") == "IE1 standards"
    assert Phrase((name, "IE2"), "、").text("zh") == "标准、IE2"
    assert Phrase(()).text("zh") == ""


def test_a_value_of_a_note_may_bear_any_name() -> None:
    assert note("note.rule", rule="x") == Note("note.rule", {"rule": "x"})
    assert note("some.key", key="a", self="b").values == {"key": "a", "self": "b"}


def test_a_note_in_a_note_is_worded_in_the_same_language() -> None:
    inner = note("figure.rule_q", q="0.05")
    for lang in LANGUAGES:
        told = message("figure.rule_q", lang, q="0.05")
        assert note("note.rule", rule=Phrase((inner, " ", inner))).text(lang) == message(
            "note.rule", lang, rule=f"{told} {told}"
        )


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (NAME, "标准", "standards"),
        (Bilingual(zh="只有中文"), "只有中文", "只有中文"),
        ("原样", "原样", "原样"),
        (Phrase(("a", NAME)), "a标准", "astandards"),
        (3, 3, 3),
        (None, None, None),
    ],
)
def test_what_is_worded_reads_in_each_language_anything_else_as_it_is(
    value: object, zh: object, en: object
) -> None:
    assert (worded_value(value, "zh"), worded_value(value, "en")) == (zh, en)
    assert isinstance(value, Wording) == (not isinstance(value, (str, int, type(None))))


def test_names_in_a_language_keep_their_keys_and_order() -> None:
    names = {("b", 1): NAME, ("a", 2): "原样"}
    assert list(in_language(names, "en").items()) == [(("b", 1), "standards"), (("a", 2), "原样")]
    assert in_language({}, "zh") == {}


def test_a_vocabulary_names_a_value_and_leaves_the_unknown() -> None:
    names = {"*": Note("groups.rest"), "T": Bilingual(zh="主题", en="theme"), "3": "三"}
    assert [by_name(names, value, "en") for value in ("*", "T", "公安", "", 3)] == [
        "the others",
        "theme",
        "公安",
        "",
        "三",
    ]


def test_pictures_are_drawn_only_when_they_are_looked_at() -> None:
    drawn: list[str] = []
    pictures = Pictures()
    pictures["a"] = lambda lang: drawn.append(lang) or (lang.encode(), b"s")
    assert list(pictures) == ["a"] and len(pictures) == 1 and not drawn
    for _ in range(2):
        assert pictures.draw("a", "zh") == (b"zh", b"s")
        assert pictures.draw("a", "en") == (b"en", b"s")
    assert drawn == ["zh", "en"]
    with pytest.raises(KeyError):
        pictures.draw("b", "zh")


def drawn(text: str, lang: Language) -> Picture:
    return f"{text}.{lang}".encode(), b"svg"


def test_a_process_hands_pictures_over_drawn_or_not() -> None:
    pictures = Pictures()
    pictures["a"], pictures["b"] = partial(drawn, "a"), partial(drawn, "b")
    pictures.draw("a", "zh")
    again = pickle.loads(pickle.dumps(pictures))
    assert list(again) == ["a", "b"] and again.draw("b", "en") == (b"b.en", b"svg")
    assert again.draw("a", "zh") == pictures.draw("a", "zh")


def test_a_result_begins_with_nothing_of_another() -> None:
    one, two = Result("a"), Result("b")
    one.tables["x"], one.notes[:], one.facts["n"] = None, ["y"], 1  # type: ignore[assignment]
    assert two == Result("b", pictures=two.pictures) and not two.tables and not two.notes
    assert two.files is no_files and two.files("zh") == {} and len(two.pictures) == 0
