"""What a process that works beside the page is given."""

from __future__ import annotations

import os


def quiet_threads() -> dict[str, str]:
    """The environment of the server: linear algebra on one thread, unless told otherwise. Its
    matrices are small, and threads that wait for one another made the layout of a network ten times
    slower where other work ran beside it. No number depends on it.
    """
    return {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **os.environ}
