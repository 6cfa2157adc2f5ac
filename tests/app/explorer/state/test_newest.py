"""Work for pages: one after the other, the newest of those that wait."""

from __future__ import annotations

import threading

from app.explorer.state.newest import Newest


def test_of_what_waits_only_the_newest_is_made() -> None:
    running, go_on = threading.Event(), threading.Event()

    def first() -> int:
        running.set()
        assert go_on.wait(30)
        return 1

    work: Newest[int] = Newest("work")
    one = work.begin(first)
    assert running.wait(30)
    two, three = work.begin(lambda: 2), work.begin(lambda: 3)
    assert two.cancelled() and not one.cancelled()
    go_on.set()
    assert (one.result(30), three.result(30)) == (1, 3)
