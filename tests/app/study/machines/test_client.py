"""The client against a real server on loopback: forms of answer, faults, what is kept."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from models import Local, rote, served

from analysis.coders.model_answers import Unanswered
from analysis.coders.model_prompt import Question
from app.study.machines.client import KEY, LARGEST, Client
from corpus.problem import FangtanError

DATA = '{"codes": [{"id": "t:A"}], "sentences": [{"sentence": 1, "text": "放心"}]}'
ASKED = Question(
    ({"role": "system", "content": "s"}, {"role": "user", "content": DATA}), {"type": "object"}, 7
)
OTHER = Question(ASKED.messages, ASKED.schema, 8)
GOOD = '{"codings": []}'


def client(local: Local, **options: Any) -> Client:
    return Client(local.settings(**options), waits=(0.0, 0.0))


def test_what_is_sent_is_the_protocol_and_repeatable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:9")
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")
    with served(Local()) as local:
        assert "t:A" in client(local)(ASKED)
    (sent,) = local.requests
    assert local.paths == ["/v1/chat/completions"], "the /v1 that people leave out is added"
    assert (sent["model"], sent["temperature"], sent["seed"]) == ("qwen", 0, 7)
    assert sent["stream"] is False and sent["messages"] == list(ASKED.messages)
    assert sent["response_format"]["json_schema"]["schema"] == ASKED.schema
    assert "Authorization" not in local.headers[0]


@pytest.mark.parametrize("known", [("json_object", "text"), ("text",)])
def test_servers_that_refuse_a_form_get_the_next_and_keep_it(known: tuple[str, ...]) -> None:
    with served(Local(forms=known)) as local:
        asking = client(local)
        asking(ASKED)
        asking(OTHER)
    forms = [each.get("response_format", {"type": "text"})["type"] for each in local.requests]
    assert forms[-2:] == [known[0], known[0]], "the second question begins where the first ended"


def test_an_answer_is_kept_by_content_and_survives_a_restart(tmp_path: Path) -> None:
    with served(Local()) as local:
        first = client(local, answers=tmp_path)(ASKED)
        again = client(local, answers=tmp_path)
        assert again(ASKED) == first and (again.asked, again.known) == (0, 1)
        again(OTHER)
        assert len(local.requests) == 2
        for path in tmp_path.rglob("*.json"):
            path.write_text("{", "utf-8")
        assert again(ASKED) == first, "a damaged answer is asked for again"
        assert pickle.loads(pickle.dumps(again))(ASKED) == first


def test_without_a_folder_answers_are_kept_for_this_run() -> None:
    with served(Local()) as local:
        asking = client(local)
        assert asking(ASKED) == asking(ASKED) and len(local.requests) == 1


@pytest.mark.parametrize("text", ['{"codings": [', "对不起，不能回答。"])
def test_broken_json_is_not_kept(text: str, tmp_path: Path) -> None:
    with served(Local(answering=lambda _: text)) as local:
        asking = client(local, answers=tmp_path)
        assert asking(ASKED) == asking(ASKED) == text
    assert len(local.requests) == 2 and list(tmp_path.rglob("*.json")) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null, "refusal": "no"}}]}',
        b'{"choices": [{"message": {"content": " "}}]}',
        b'{"choices": [{"message": "x"}]}',
        b"\xff\xfe" * 9,
        b"x" * (LARGEST + 10),
    ],
)
def test_refusals_and_what_is_no_answer_leave_the_question_open(body: bytes) -> None:
    with served(Local(body=body)) as local, pytest.raises(Unanswered):
        client(local)(ASKED)


def test_a_busy_server_is_asked_again() -> None:
    with served(Local(statuses=[503, 429])) as local:
        assert client(local)(ASKED)
    assert len(local.requests) == 3


def test_a_server_that_stays_busy_leaves_the_question_open() -> None:
    with served(Local(statuses=[500] * 9)) as local, pytest.raises(Unanswered):
        client(local)(ASKED)
    assert len(local.requests) == 3


def test_a_late_answer_is_not_waited_for() -> None:
    with served(Local(delay=0.4)) as local:
        settings = local.settings()
        slow = type(settings)(settings.server, settings.name, timeout=0.1)
        with pytest.raises(Unanswered) as late:
            Client(slow)(ASKED)
        assert late.value.cause == "late" and len(local.requests) == 1


@pytest.mark.parametrize(
    ("status", "key"), [(307, "model.redirect"), (401, "model.key"), (404, "model.refused")]
)
def test_what_a_person_must_mend_is_said(status: int, key: str) -> None:
    with served(Local(statuses=[status] * 3)) as local, pytest.raises(FangtanError) as told:
        client(local)(ASKED)
    assert told.value.key == key and told.value.text("en") != told.value.text("zh")


def test_a_question_that_does_not_fit_later_is_left_open() -> None:
    with served(Local()) as local:
        asking = client(local)
        asking(ASKED)
        local.statuses = [400] * 3
        with pytest.raises(Unanswered):
            asking(OTHER)


def test_no_server_is_said_at_once_and_a_lost_one_after_some_questions() -> None:
    with served(Local()) as local:
        asking = client(local)
        asking(ASKED)
    with pytest.raises(FangtanError) as none:
        client(local)(ASKED)
    assert none.value.key == "model.unreachable" and str(local.port) in none.value.text("zh")
    causes: list[str] = []
    for seed in (20, 21, 22):
        try:
            asking(Question(ASKED.messages, ASKED.schema, seed))
        except Unanswered as error:
            causes.append(error.cause)
        except FangtanError as error:
            causes.append(error.key)
    assert causes == ["server", "server", "model.unreachable"]


def test_a_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "abc")
    with served(Local()) as local:
        client(local)(ASKED)
    assert local.headers[0]["Authorization"] == "Bearer abc"


def test_the_parrot_speaks_the_protocol() -> None:
    assert client.__name__ and rote({"codes": [{"id": "x"}], "sentences": []}) == GOOD
