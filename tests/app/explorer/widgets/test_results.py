"""How numbers are shaded."""

from __future__ import annotations

import pandas as pd
import pytest

from app.explorer.widgets.results import shades


def test_missing_cells_have_no_colour_and_high_ones_the_deepest() -> None:
    made = shades(pd.DataFrame([[None, 0.1], [0.4, -0.2]], dtype=float))
    deep = [
        [float(cell.split(", ")[-1].rstrip(")")) if cell else None for cell in row]
        for row in made.to_numpy()
    ]
    assert deep == [[None, pytest.approx(0.195, abs=0.01)], [pytest.approx(0.6), None]]
    assert (shades(pd.DataFrame([[None, 0.0]], dtype=float)) == "").all(axis=None)
