"""The table of problems, causes and measures of a study: rows, words, pictures, refusals."""

from __future__ import annotations

import pytest
from studies_by_hand import BOOK, lettered, study_of

from app.analyses.themes.chain_table import (
    ChainTableOptions,
    book_of_table,
    chain_table_of,
    drawn_links,
    flag_in_words,
    link_in_words,
)
from app.exporters.results import headed, worded
from app.result import Result
from app.study.study import Study, names_of
from codebooks.codebook import Codebook
from corpus.catalogue import LANGUAGES, Language
from corpus.coding import Function
from corpus.problem import FangtanError

PARTS: dict[str, Function] = {
    "A": "problem",
    "B": "problem",
    "C": "cause",
    "D": "countermeasure",
    "E": "effect",
}


def told(study: Study) -> Study:
    """The study with the function that each letter stands for."""
    return study_of(
        *(
            (made, tuple(one._replace(function=PARTS[one.code]) for one in codings))
            for made, codings in study.interviews
        )
    )


STUDY = told(lettered(["A C D", "B"], ["A", "E"]))


def table(lens: str | None = None) -> Result:
    return chain_table_of(STUDY, ChainTableOptions(lens=lens))


def test_by_themes_and_by_a_lens() -> None:
    assert table().tables["matrix"].to_numpy().tolist() == [
        ["P", 2, 0, 0, 0, 0, "problem_without_measure"],
        ["Q", 0, 1, 0, 0, 0, ""],
        ["R", 0, 0, 1, 1, 0, "measure_without_problem"],
    ]
    assert table("half").tables["matrix"].to_numpy().tolist() == [
        ["上", 2, 1, 0, 0, 0, "problem_without_measure"],
        ["下", 1, 0, 1, 1, 0, ""],
    ]
    assert table("half").facts == {
        "rows": 2,
        "complete": 0,
        "measure_without_problem": 0,
        "problem_without_measure": 1,
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_reads_in_both_languages(lang: Language) -> None:
    result = table()
    frames = worded(result, lang)
    shown = headed(frames["matrix"], lang, names_of(STUDY.books, lang))
    assert shown.iloc[0, 0] == ("问题" if lang == "zh" else "Problems")
    assert not any("_" in str(cell) for cell in shown.to_numpy().ravel())
    for name in result.pictures:
        png, svg = result.pictures.draw(name, lang)
        assert png.startswith(b"\x89PNG") and b"<svg" in svg


def test_vocabularies() -> None:
    assert flag_in_words("", "zh") == ""
    assert flag_in_words("problem_without_measure", "en") == "a problem, no measure"
    assert [link_in_words(value, "zh") for value in ("row", "", "因为")] == [
        "本行编码",
        "同一句",
        "因为",
    ]


def test_links_are_drawn_as_wide_as_the_interviews() -> None:
    links = table("half").tables["row_links"]
    drawn = drawn_links(links)
    assert drawn["units"].tolist() == links["interviews"].tolist() and drawn["expected"].all()


def test_the_codebook_is_the_first_without_functions_of_its_own() -> None:
    plain: Codebook = BOOK.model_copy(
        update={
            "id": "plain",
            "links": (),
            "codes": tuple(
                code.model_copy(
                    update={
                        "children": tuple(
                            child.model_copy(update={"function": None}) for child in code.children
                        )
                    }
                )
                for code in BOOK.codes
            ),
        }
    )
    study = study_of(books=(BOOK, plain))
    assert book_of_table(study, None) is plain
    assert book_of_table(study, "test") is BOOK
    assert book_of_table(study_of(), None) is BOOK


def test_what_the_study_lacks_is_refused() -> None:
    with pytest.raises(FangtanError):
        table("no such lens")
    with pytest.raises(FangtanError):
        chain_table_of(STUDY, ChainTableOptions(codebook="none"))


@pytest.mark.parametrize("study", [study_of(), lettered([]), lettered([""])])
def test_nothing_coded_gives_empty_tables(study: Study) -> None:
    result = chain_table_of(study, ChainTableOptions())
    assert all(frame.empty for frame in result.tables.values())
    assert result.pictures.draw("matrix", "zh")[0].startswith(b"\x89PNG")
    assert result.pictures.draw("row_sankey", "en")[0].startswith(b"\x89PNG")
