"""Which codings an analysis takes: the same whether asked of one coding or of the study."""

from __future__ import annotations

from itertools import product

import pytest

from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from corpus.project import Filter

STATUSES = [("suggested", "accepted"), ("accepted",), ("suggested",), ("rejected",), ()]
POLARITIES = [(), ("lacking",), ("present", "changed"), ("unsure",)]
WHO = [(), ("李",), ("王", "rules"), ("nobody",)]


@pytest.mark.parametrize("statuses", STATUSES)
def test_a_choice_asks_the_study_for_what_it_takes(small: Desk, statuses: tuple[str, ...]) -> None:
    """Rejected codings are never taken, whatever statuses are named."""
    ids = {coder.name: entity for entity, coder in small.facts().coders.items()}
    everything = small.project.codings(Filter(statuses=()))
    for polarities, who in product(POLARITIES, WHO):
        choice = Choice(tuple(ids.get(name, name) for name in who), polarities, statuses)
        taken = {one.id for one in everything if choice.takes(one)}
        asked = {one.id for one in small.project.codings(choice.filter)}
        rejected = {one.id for one in everything if one.status == "rejected"}
        assert taken == asked - rejected
        if not (polarities or who) and len(statuses) != 1:
            assert taken == {one.id for one in everything} - rejected


def test_groups_limit_interviews_and_not_codings(small: Desk) -> None:
    choice = Choice(groups=(("department", ("民政局",)),))
    assert choice.filter == Choice().filter
    facts = small.facts()
    for values, names in (
        (("民政局",), ["A-1"]),
        (("民政局", "公安局"), ["A-1", "A-2"]),
        (("火星",), []),
        ((), ["A-1", "A-2", "三"]),
    ):
        chosen = small.chosen(Choice(groups=(("department", values),)))
        assert sorted(map(facts.label, chosen)) == sorted(names)
    both = Choice(groups=(("department", ("民政局",)), ("id", ("A-2",))))
    assert small.chosen(both) == []


def test_choices_are_keys_of_what_is_kept() -> None:
    one, other = Choice(("a",), groups=(("x", ("1",)),)), Choice(("a",), groups=(("x", ("1",)),))
    assert hash(one) == hash(other) and one == other != Choice(("a",))
