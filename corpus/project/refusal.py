"""Why an operation is not done: said in words, nothing written."""

from __future__ import annotations

from corpus.problem import FangtanError


class Refused(FangtanError):
    """An operation that the state of the project does not allow. The project is as it was."""
