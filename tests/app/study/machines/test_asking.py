"""A model codes a study: its plan, what is asked again, what stays of people's work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import codebook, transcript
from models import Local, rote, served
from studies import OTHER, TEXT, sound, take

from analysis.coders.rules import RuleCoder
from app.study.machines.asking import Plan, asked_by, faults, model_coder, planned
from app.study.machines.passes import code_project
from app.study.projects import adopt
from corpus.problem import FangtanError
from corpus.project import Project, create
from corpus.project.operations import Decide

BOOK = codebook(
    "- {id: S, name: 标准, definition: 统一标准, indicators: [统一标准]}\n"
    "- {id: I, name: 接口, definition: 接口打通}\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    with create(tmp_path / "研究.fangtan", "研究") as project:
        adopt(project, BOOK, project.coder("李"))
        take(project, TEXT)
        take(project, OTHER, "访谈/二.txt")
        yield project


def silent_about(word: str) -> Any:
    """Answers by rote, but refuses where a word is said."""

    def answering(request: dict[str, Any]) -> str | None:
        data = json.loads(request["messages"][1]["content"])
        talk = "".join(each["text"] for each in data["sentences"])
        return None if word in talk else rote(data)

    return answering


def test_a_pass_tells_its_plan_then_codes_under_its_own_name(
    study: Project, tmp_path: Path
) -> None:
    plans: list[Plan] = []
    with served(Local()) as local:
        settings = local.settings(answers=tmp_path / "answers")
        outcome = code_project(study, by="model", model=settings, told=plans.append)
        again = code_project(study, by="model", model=settings, again=True, told=plans.append)
        rest = code_project(study, by="model", model=settings)
    (first, second) = plans
    assert (first.questions, first.known) == (len(local.requests), 0) and first.seconds
    assert first.characters > 100 and first.minutes > 0
    assert (second.known, second.seconds, second.minutes) == (first.questions, None, 0)
    assert outcome.coded == 2 and outcome.changed.added > 0
    assert outcome.asked is not None and outcome.asked.sent == len(local.requests)
    assert again.changed.kept == outcome.changed.added and again.asked and not again.asked.sent
    assert (rest.coded, rest.skipped) == (0, 2)
    names = {coder.name for coder in study.coders() if coder.kind == "machine"}
    assert names == {"model"}
    made = study.codings()[0].evidence
    assert made is not None and made.note == "说到了"
    assert made.made_by.startswith(f"qwen @ {local.address}/v1 · ")
    sound(study)


def test_what_was_not_answered_is_asked_again(study: Project, tmp_path: Path) -> None:
    with served(Local(answering=silent_about("接口"))) as local:
        settings = local.settings(answers=tmp_path)
        first = code_project(study, by="model", model=settings)
        assert first.asked is not None and first.asked.dropped["unanswered"]
        asked = len(local.requests)
        local.answering = Local().answering
        second = code_project(study, by="model", model=settings)
        assert second.coded and second.asked is not None
        assert 0 < len(local.requests) - asked < asked, "only what was left open"
        assert second.asked.dropped["unanswered"] == 0
        assert code_project(study, by="model", model=settings).coded == 0


def test_what_people_decided_stands(study: Project) -> None:
    with served(Local()) as local:
        settings = local.settings()
        code_project(study, by="model", model=settings)
        gone = study.codings()[0]
        study.apply(Decide(gone.id, "rejected"), coder=study.coder("李"))
        local.answering = lambda _: '{"codings": []}'
        code_project(study, by="model", model=settings, again=True)
    stored = study.coding(gone.id)
    assert stored is not None and stored.status == "rejected" and study.codings() == []


def test_passes_tell_their_stability(study: Project) -> None:
    with served(Local()) as local:
        outcome = code_project(study, by="model", model=local.settings(passes=2))
    assert outcome.asked is not None and outcome.asked.stable
    assert all(0 <= every <= any_ for every, any_ in outcome.asked.stable.values())
    assert {request["seed"] for request in local.requests} == {1, 2}


def test_without_a_model_or_a_server_nothing_is_coded(study: Project) -> None:
    with pytest.raises(FangtanError) as none:
        code_project(study, by="model")
    assert none.value.key == "model.no_address"
    with served(Local()) as local:
        settings = local.settings()
    with pytest.raises(FangtanError) as gone:
        code_project(study, by="model", model=settings)
    assert gone.value.key == "model.unreachable" and study.codings() == []


def test_the_faults_of_a_file_are_told() -> None:
    text = transcript("答：没有统一标准，统一标准也难。")
    with served(Local(answering=lambda _: "不是 JSON")) as local:
        coder = model_coder([BOOK], local.settings())
        coder.code(text)
        local.answering = lambda _: None
        coder.code(text)
    found = faults([RuleCoder(BOOK), coder], "一.txt")
    assert [(each.key, each.severity) for each in found] == [
        ("model.unanswered", "warning"),
        ("model.dropped", "note"),
    ]
    for each in found:
        assert each.sentence("zh") != each.sentence("en")
    assert asked_by(RuleCoder(BOOK)) is None and planned(RuleCoder(BOOK), [text]) is None
