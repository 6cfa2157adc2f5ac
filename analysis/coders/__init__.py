"""Machine coders. Each is a file; ``CODERS`` names them."""

from __future__ import annotations

from typing import Final

from analysis.coders.rules import RuleCoder

CODERS: Final = (RuleCoder,)
