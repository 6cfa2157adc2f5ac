"""What is small in a study: names, attributes, and what things are called in lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.explorer.state.study.desk import Desk
from app.explorer.state.study.facts import Facts


@pytest.fixture(scope="module")
def facts(small: Desk) -> Facts:
    return small.facts()


def entity_of(facts: Facts, source: str) -> str:
    return facts.of_source[source]


def test_an_interview_is_called_by_its_number_else_by_its_file(facts: Facts) -> None:
    labels = {info.source: facts.label(entity) for entity, info in facts.infos.items()}
    assert labels == {"访谈/一.txt": "A-1", "访谈/二.txt": "A-2", "访谈/三.txt": "三"}
    assert {entity: facts.infos[entity].source for entity in facts.of_source.values()} == {
        entity: source for source, entity in facts.of_source.items()
    }


def test_codes_and_keys_lead_back_to_each_other(facts: Facts) -> None:
    for entity, code in facts.all_codes.items():
        assert facts.key(entity) == facts.keys[entity] == (code.family, code.key)
    for code in facts.codes:
        found = facts.code_of((code.family, code.key))
        assert found == code
    assert facts.code_of(("book", "nothing")) is None
    with pytest.raises(KeyError):
        facts.key("none")


def test_values_of_headers_and_cases_are_told_in_order(facts: Facts) -> None:
    values = facts.attribute_values()
    assert values["department"] == sorted(["民政局", "公安局"])
    assert list(values) == sorted(values) and facts.attribute_values() is values
    assert all(every == sorted(set(every)) and "" not in every for every in values.values())
    first = entity_of(facts, "访谈/一.txt")
    assert facts.value(first, "department") == ["民政局"]
    assert facts.value(entity_of(facts, "访谈/三.txt"), "department") == []
    assert facts.value(first, "nothing") == []


ATTRIBUTES = [
    ({"department": "财政局"}, "department", ["财政局"]),
    ({"department": ["甲", "", None, "乙"]}, "department", ["甲", "乙"]),
    ({"department": ""}, "department", []),
    ({"department": None}, "department", []),
    ({"工龄": 12}, "工龄", ["12"]),
    ({"工龄": 0}, "工龄", ["0"]),
]


@pytest.mark.parametrize(("attributes", "name", "expected"), ATTRIBUTES)
def test_an_attribute_of_a_case_goes_before_the_header(
    facts: Facts, attributes: dict[str, object], name: str, expected: list[str]
) -> None:
    first = entity_of(facts, "访谈/一.txt")
    made = replace(facts, attributes={first: attributes})
    assert made.value(first, name) == expected
    assert set(expected) <= set(made.attribute_values().get(name, []))


@pytest.mark.parametrize(
    ("nature", "number"), [("合成样例", 1), ("真实访谈", 0), ("", 0), ("人工合成", 1)]
)
def test_invented_interviews_are_counted(facts: Facts, nature: str, number: int) -> None:
    assert facts.synthetic == 0
    first = entity_of(facts, "访谈/一.txt")
    info = facts.infos[first]
    marked = replace(info, metadata={**info.metadata, "nature": nature})
    assert replace(facts, infos={**facts.infos, first: marked}).synthetic == number
