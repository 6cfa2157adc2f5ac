"""Codes by attribute: rates per 1,000 characters worked out from the text itself."""

from __future__ import annotations

import pytest
from studies_by_hand import BOOK, interview, lettered, study_of

from app.analyses.crosstab import CrosstabOptions, attribute_table
from app.exporters.results import sentences
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError

STUDY = lettered(
    ["A B", "A"], ["A"], ["C:present", "C:lacking:rejected"], [""],
    department=["公安局", "公安局", "民政局", ""],
)  # fmt: skip


def characters(*sources: int) -> int:
    return sum(
        len(turn.span)
        for source in sources
        for turn in STUDY.interviews[source][0].turns
        if turn.role == "interviewee"
    )


def test_references_and_rates_by_hand() -> None:
    result = attribute_table(STUDY, CrosstabOptions(by="department"))
    rows = {
        (row["code"], row["group"]): (row["references"], row["interviews"], row["rate"])
        for row in result.tables["by_attribute"].to_dict("records")
    }
    police, civil = characters(0, 1), characters(2)
    assert rows["A", "公安局"] == (3, 2, pytest.approx(3000 / police))
    assert rows["B", "公安局"] == (1, 1, pytest.approx(1000 / police))
    assert rows["C", "民政局"] == (1, 1, pytest.approx(1000 / civil))
    assert rows["A", "民政局"] == (0, 0, 0) and len(rows) == 6
    wide = result.tables["rates"].set_index("code")
    assert wide.loc["A", "公安局"] == pytest.approx(3000 / police)
    assert list(wide.columns) == ["codebook", "公安局", "民政局", "p", "q"]
    groups = result.tables["groups"].to_numpy().tolist()
    assert groups == [["公安局", 2, police, True], ["民政局", 1, civil, True]]


@pytest.mark.parametrize(("polarity", "codes"), [("lacking", ["A", "B"]), ("present", ["C"])])
def test_only_codings_of_a_polarity(polarity: str, codes: list[str]) -> None:
    result = attribute_table(STUDY, CrosstabOptions(by="department", polarity=polarity))
    assert result.tables["rates"]["code"].tolist() == codes


def test_few_interviews_in_a_group_are_told_of_and_not_tested() -> None:
    result = attribute_table(STUDY, CrosstabOptions(by="department"))
    assert result.tables["rates"]["p"].isna().all()
    for lang in ("zh", "en"):
        told = sentences(result, lang)  # type: ignore[arg-type]
        assert any("公安局、民政局" in note for note in told) and "3" in told[0]


def test_groups_of_five_are_tested() -> None:
    answers = [["A", "A"]] * 5 + [["B", ""]] * 5
    study = lettered(*answers, department=["甲"] * 5 + ["乙"] * 5)
    table = attribute_table(study, CrosstabOptions(by="department")).tables["rates"]
    assert (table["p"] < 0.05).all() and (table["p"] <= table["q"]).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_notes_say_what_is_tested_and_which_codes_are_too_rare(lang: Language) -> None:
    answers = [["A", "A"]] * 5 + [["B", "C"]] + [["B", ""]] * 4
    study = lettered(*answers, department=["甲"] * 5 + ["乙"] * 5)
    result = attribute_table(study, CrosstabOptions(by="department"))
    table = result.tables["rates"].set_index("code")
    assert table["p"].notna().to_dict() == {"A": True, "B": True, "C": False}
    told = sentences(result, lang)
    assert message("note.crosstab_rare", lang, count=1, least=5) in told
    assert any("1000" in text or "1,000" in text for text in told)
    more = attribute_table(lettered(*answers[:5], *[["B", ""]] * 5,
                                    department=["甲"] * 5 + ["乙"] * 5),
                           CrosstabOptions(by="department"))  # fmt: skip
    assert not any(getattr(text, "key", "") == "note.crosstab_rare" for text in more.notes)


def test_without_a_codebook_it_is_that_of_the_first_as_the_help_says() -> None:
    study = study_of(
        interview("0", ["A"], department="甲"),
        interview("1", ["B"], book="second", department="乙"),
        books=(BOOK, BOOK.model_copy(update={"id": "second"})),
    )
    codes = {
        codebook: attribute_table(
            study, CrosstabOptions(by="department", codebook=codebook)
        ).tables["rates"]["code"].tolist()
        for codebook in (None, "test", "second")
    }  # fmt: skip
    assert codes == {None: ["A"], "test": ["A"], "second": ["B"]}


def test_nothing_coded_has_no_picture_and_unknown_fields_are_refused() -> None:
    result = attribute_table(lettered([""], department=["甲"]), CrosstabOptions(by="department"))
    assert result.tables["rates"].empty and len(result.pictures) == 0
    assert list(result.tables["rates"].columns) == ["codebook", "code", "p", "q"]
    with pytest.raises(FangtanError) as refused:
        attribute_table(STUDY, CrosstabOptions(by="身高"))
    assert refused.value.key == "study.no_attribute"
    with pytest.raises(FangtanError) as refused:
        attribute_table(STUDY, CrosstabOptions(by="department", codebook="none"))
    assert refused.value.key == "study.no_book"
