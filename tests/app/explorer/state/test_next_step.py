"""The one thing to do next fits the state of the study."""

from __future__ import annotations

import pytest

from app.explorer.state.next_step import PAGE_OF, Standing, next_step


@pytest.mark.parametrize(
    ("study", "step"),
    [
        (Standing(0, 0, 0, 0, 0), "import"),
        (Standing(3, 0, 0, 0, 0), "book"),
        (Standing(3, 1, 50, 0, 0), "code"),
        (Standing(3, 1, 50, 3, 0), "decide"),
        (Standing(3, 1, 0, 50, 3), "network"),
        (Standing(3, 1, 0, 50, 3, differing=True), "compare"),
        (Standing(3, 1, 50, 0, 0, unplaced=1), "place"),
        (Standing(3, 1, 50, 0, 0, unplaced=1, conflicts=2), "conflicts"),
        (Standing(3, 1, 10, 90, 5, disputed=1), "disputes"),
        (Standing(3, 1, 0, 0, 4), "network"),
    ],
)
def test_the_next_step_fits_the_state(study: Standing, step: str) -> None:
    assert next_step(study, reviewer=False) == step
    assert next_step(study, reviewer=True) == ("review" if study.interviews else "import")
    assert PAGE_OF[next_step(study, reviewer=False)]
