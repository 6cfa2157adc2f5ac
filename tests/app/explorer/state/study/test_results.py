"""What is kept, how long, and for whom."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as some

from app.explorer.state.study.results import Results


class Counter:
    """Work that counts how often it is done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_a_result_is_made_once_a_revision() -> None:
    results, work = Results(3), Counter()
    assert results.get(1, "a") is None
    assert [results.result(1, "a", work) for _ in range(3)] == [1, 1, 1]
    assert results.get(1, "a") == 1
    assert results.result(2, "a", work) == 2 and results.get(2, "a") == 2


def test_who_still_looks_at_an_older_revision_takes_nothing_from_the_newer() -> None:
    results, work = Results(3), Counter()
    results.result(5, "a", work)
    assert results.result(4, "b", work) == 2
    assert results.get(5, "b") is None and results.get(5, "a") == 1


def test_a_result_that_came_too_late_is_not_kept() -> None:
    results = Results(3)

    def work() -> str:
        results.result(2, "other", lambda: "meanwhile")
        return "late"

    assert results.result(1, "a", work) == "late"
    assert results.get(2, "a") is None and results.get(2, "other") == "meanwhile"


def test_the_one_that_was_longest_unused_goes_first() -> None:
    results = Results(2)
    for key in ("a", "b"):
        results.result(1, key, lambda: 1)
    results.result(1, "a", lambda: 2)
    results.result(1, "c", lambda: 3)
    assert [results.get(1, key) for key in ("a", "b", "c")] == [1, None, 3]


def test_one_that_is_dropped_is_made_again() -> None:
    results, work = Results(2), Counter()
    results.result(1, "a", work)
    results.drop("a")
    results.drop("never there")
    assert results.result(1, "a", work) == 2


@given(some.lists(some.tuples(some.integers(0, 3), some.sampled_from("abcd")), max_size=30))
def test_never_more_than_allowed_and_never_one_of_before(asked: list[tuple[int, str]]) -> None:
    results, newest = Results(2), 0
    for revision, key in asked:
        newest = max(newest, revision)
        assert results.result(revision, key, lambda at=(revision, key): at)[1] == key
        there = [results.get(newest, name) for name in "abcd"]
        present = [at for at in there if at is not None]
        assert len(present) <= 2 and all(at[0] == newest for at in present)


def test_threads_get_what_they_ask_for() -> None:
    results, wrong = Results(4), []

    def ask(number: int) -> None:
        for step in range(300):
            key = (number + step) % 7
            if results.result(step // 50, key, lambda key=key: key * 10) != key * 10:
                wrong.append(key)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
