"""The shared browser fixture: what it lets pass, and that a skip is a failure where everything is
required.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.outcomes import Failed, Skipped
from browser import Server, Visit, _missing, free_port


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8501/x",
        "ws://localhost:8501/_stcore/stream",
        "data:image/png;base64,AA",
        "blob:http://127.0.0.1/1",
        "about:blank",
    ],
)
def test_loopback_and_the_pages_own_data_pass(url: str) -> None:
    visit = Visit(None)
    visit._asked(url)
    visit.check()


@pytest.mark.parametrize(
    "url",
    [
        "https://data.streamlit.io/metrics.json",
        "http://198.51.100.7/x.png",
        "ws://example.org/",
        "http://127.0.0.1.example.org/",
    ],
)
def test_a_request_to_another_host_fails(url: str) -> None:
    visit = Visit(None)
    visit._asked(url)
    with pytest.raises(AssertionError):
        visit.check()


def test_a_page_error_fails() -> None:
    with pytest.raises(AssertionError):
        Visit(None, errors=["ReferenceError: x"]).check()


def test_a_missing_browser_skips_or_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FANGTAN_REQUIRE_ALL", raising=False)
    with pytest.raises(Skipped):
        _missing("no browser")
    monkeypatch.setenv("FANGTAN_REQUIRE_ALL", "1")
    with pytest.raises(Failed):
        _missing("no browser")


def test_a_script_that_cannot_start_says_so() -> None:
    with pytest.raises(RuntimeError, match="did not come up"):
        Server(Path("no-such-script.py"), {}, port=free_port()).start()
