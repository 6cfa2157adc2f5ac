"""Ids and moments: fresh, derived, in order."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

from corpus.project.identity import derived_id, new_id, now


def test_fresh_ids_are_random_uuids() -> None:
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200 and all(re.fullmatch("[0-9a-f]{32}", entity) for entity in ids)
    assert {uuid.UUID(entity).version for entity in ids} == {4}


def test_derived_ids_are_the_same_for_the_same_parts_on_every_machine() -> None:
    assert derived_id("coding", "甲", 3) == derived_id("coding", "甲", "3")
    assert derived_id("a", "bc") != derived_id("ab", "c")
    assert uuid.UUID(derived_id("x")).version == 5


def test_moments_are_utc_and_sort_as_text() -> None:
    moments = [now() for _ in range(50)]
    assert moments == sorted(moments)
    assert datetime.fromisoformat(moments[0]).utcoffset() == timedelta(0)
    assert {len(moment) for moment in moments} == {len("2026-01-01T00:00:00.000000+00:00")}
