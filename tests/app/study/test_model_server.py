"""Only a model on this machine is asked, unless a person says otherwise twice."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from app.study import model_server
from app.study.model_server import answers_beside, model_at, server_at
from corpus.problem import FangtanError


def names(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    """Let every name stand for these addresses."""
    found: list[Any] = [(socket.AF_INET, 1, 6, "", (number, 80)) for number in numbers]
    monkeypatch.setattr(model_server.socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("http://127.0.0.1:11434/v1/", "http://127.0.0.1:11434/v1"),
        (" http://127.0.0.1/v1/chat/completions", "http://127.0.0.1:80/v1"),
        ("https://127.0.0.1/api", "https://127.0.0.1:443/api/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    ],
)
def test_addresses_as_people_write_them(address: str, told: str) -> None:
    server = server_at(address)
    assert server.address == told and not server.remote


@pytest.mark.parametrize(
    "address",
    [
        "",
        "127.0.0.1:1",
        "ftp://127.0.0.1",
        "http://",
        "http://u:p@127.0.0.1",
        "http://[",
        "http://127.0.0.1:99999",
        "http://127.0.0.1/v1?x=1",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(FangtanError) as told:
        server_at(address)
    assert told.value.key == "model.bad_address"


def test_a_name_is_taken_when_all_it_stands_for_is_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names(monkeypatch, "127.0.0.1", "::1")
    server = server_at("http://localhost:1234/v1")
    assert server.connect == "127.0.0.1" and server.host == "localhost"
    names(monkeypatch, "127.0.0.1", "192.0.2.7")
    with pytest.raises(FangtanError) as told:
        server_at("http://localhost:1234/v1")
    assert told.value.key == "model.remote"


@pytest.mark.parametrize("said", [{}, {"remote": True}, {"leaves": True}])
@pytest.mark.parametrize(
    ("address", "name", "key"),
    [
        ("http://192.0.2.7:8000", "qwen", "model.remote"),
        ("http://127.0.0.1:11434", "gpt-oss:120b-cloud", "model.elsewhere"),
        ("http://127.0.0.1:11434", "glm-5:cloud", "model.elsewhere"),
    ],
)
def test_another_machine_wants_both_words(
    said: dict[str, bool], address: str, name: str, key: str
) -> None:
    with pytest.raises(FangtanError) as told:
        model_at(address, name, **said)
    assert told.value.key == key and "--interviews-leave-this-machine" in told.value.text("zh")
    allowed = model_at(address, name, remote=True, leaves=True)
    assert allowed.leaves and allowed.facts()["interviews_left_this_machine"]


def test_address_and_name_are_asked_for() -> None:
    for address, name, key in (
        (None, "x", "model.no_address"),
        ("http://[::1]", "", "model.no_name"),
    ):
        with pytest.raises(FangtanError) as told:
            model_at(address, name)
        assert told.value.key == key


def test_answers_stand_beside_the_study() -> None:
    assert answers_beside("甲/研究.fangtan") == Path("甲/研究.answers")
    assert answers_beside("postgresql://host/study") is None
