"""Asks a language model over HTTP as the OpenAI protocol has it (Ollama, llama.cpp's server, LM
Studio, vLLM): one question, one answer, kept by content.

Plain ``http.client``: it knows no proxy of the environment and follows no redirect, so what goes to
this machine stays there.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from analysis.coders.model_answers import Unanswered, readable
from analysis.coders.model_prompt import Question
from app.study.model_server import ModelSettings
from corpus.problem import FangtanError

LARGEST: Final = 1 << 20
"""Bytes of an answer that are read."""
TOKENS: Final = 2000
"""An answer may have so many tokens."""
WAITS: Final = (0.5, 2.0)
"""Seconds before each further try where the server is busy or broke off."""
BUSY: Final = frozenset((429, 500, 502, 503, 504))
UNFIT: Final = frozenset((400, 404, 415, 422, 501))
"""Statuses of servers that do not know a form of answer."""
SILENT: Final = 3
"""After so many questions in a row that no server took, the pass stops."""
KEY: Final = "FANGTAN_MODEL_KEY"
"""The environment variable with the key of a server that wants one."""

Form = Literal["json_schema", "json_object", "text"]
FORMS: Final[tuple[Form, ...]] = ("json_schema", "json_object", "text")
"""Forms of answer, the strictest first. LM Studio knows no json_object, old servers no schema."""


class _Refused(Exception):
    """The server does not take the request; ``status`` and the beginning of its answer."""

    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text
        super().__init__(text)


@dataclass(slots=True)
class Client:
    """Gives the answers of a model: from the folder of answers, else from its server.

    ``waits``: seconds before each further try. ``asked`` and ``seconds`` count what went to the
    server, ``known`` what stood in the folder. May be pickled.
    """

    settings: ModelSettings
    waits: tuple[float, ...] = WAITS
    asked: int = 0
    known: int = 0
    seconds: float = 0.0
    _form: int = 0
    _silent: int = 0
    _kept: dict[str, str] = field(default_factory=dict)

    def __call__(self, question: Question) -> str:
        """The text of the answer. Raises Unanswered where the model refuses, is late or the server
        fails; FangtanError where nobody answers, the server redirects or wants a key.
        """
        name = self._name(question)
        held = self.held(question)
        if held is not None:
            self.known += 1
            return held
        start = time.monotonic()
        try:
            text = self._asked(question)
        finally:
            self.asked += 1
            self.seconds += time.monotonic() - start
        if readable(text) is not None:
            self._keep(name, text)
        return text

    def held(self, question: Question) -> str | None:
        """The answer that is kept, None where there is none."""
        name = self._name(question)
        if name in self._kept:
            return self._kept[name]
        if self.settings.answers is None:
            return None
        try:
            content: object = json.loads(self._path(name).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        text = content.get("answer") if isinstance(content, dict) else None
        return text if isinstance(text, str) else None

    def _name(self, question: Question) -> str:
        """What an answer is kept under: all that bears on it."""
        server = self.settings.server
        parts = (self.settings.name, server.address, str(TOKENS), question.hash)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _path(self, name: str) -> Path:
        return (self.settings.answers or Path()) / name[:2] / f"{name}.json"

    def _keep(self, name: str, text: str) -> None:
        """A file at once or not at all, so that a stop loses nothing."""
        if self.settings.answers is None:
            self._kept[name] = text
            return
        path = self._path(name)
        part = path.with_name(f".{name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({"model": self.settings.name, "answer": text}), "utf-8")
            part.replace(path)
        except OSError as error:
            raise FangtanError("model.no_room", folder=str(self.settings.answers)) from error

    def _asked(self, question: Question) -> str:
        """From the server, in the strictest form that it knows."""
        for form in range(self._form, len(FORMS)):
            try:
                text = self._tried(question, FORMS[form])
            except _Refused as error:
                if error.status in (401, 403):
                    raise FangtanError("model.key", variable=KEY) from error
                if error.status not in UNFIT or form == len(FORMS) - 1:
                    if not self.asked:
                        raise FangtanError(
                            "model.refused", status=error.status, text=error.text[:200]
                        ) from error
                    raise Unanswered("server") from error
                continue
            self._form = form
            return text
        raise Unanswered("server")

    def _tried(self, question: Question, form: Form) -> str:
        for wait in (*self.waits, None):
            try:
                status, body = self._sent(question, form)
            except TimeoutError as error:
                self._silent = 0
                raise Unanswered("late") from error
            except (OSError, http.client.HTTPException) as error:
                if wait is None:
                    self._silent += 1
                    if self._silent >= SILENT or not self.asked:
                        raise FangtanError(
                            "model.unreachable", address=self.settings.server.address
                        ) from error
                    raise Unanswered("server") from error
            else:
                self._silent = 0
                if status == 200:
                    return _content(body)
                if 300 <= status < 400:
                    raise FangtanError(
                        "model.redirect", address=self.settings.server.address, status=status
                    )
                if status not in BUSY:
                    raise _Refused(status, body.decode("utf-8", "replace"))
                if wait is None:
                    raise Unanswered("server")
            time.sleep(wait)
        raise Unanswered("server")

    def _sent(self, question: Question, form: Form) -> tuple[int, bytes]:
        """Status and body. Raises TimeoutError after ``timeout`` seconds in all."""
        server, limit = self.settings.server, self.settings.timeout
        kind = http.client.HTTPSConnection if server.tls else http.client.HTTPConnection
        ends = time.monotonic() + limit
        connection = kind(server.connect, server.port, timeout=limit)
        host = f"[{server.host}]" if ":" in server.host else server.host
        headers = {"Content-Type": "application/json", "Host": f"{host}:{server.port}"}
        if os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {os.environ[KEY]}"
        try:
            connection.request(
                "POST",
                f"{server.path}/chat/completions",
                json.dumps(self._body(question, form)).encode(),
                headers,
            )
            response = connection.getresponse()
            body = bytearray()
            while part := response.read1(1 << 16):
                body += part
                if len(body) > LARGEST or time.monotonic() > ends:
                    raise TimeoutError
            return response.status, bytes(body)
        finally:
            connection.close()

    def _body(self, question: Question, form: Form) -> dict[str, object]:
        body: dict[str, object] = {
            "model": self.settings.name,
            "messages": list(question.messages),
            "temperature": 0,
            "seed": question.seed,
            "max_tokens": TOKENS,
            "stream": False,
        }
        if form == "json_schema":
            body["response_format"] = {
                "type": form,
                "json_schema": {"name": "codings", "strict": True, "schema": question.schema},
            }
        elif form == "json_object":
            body["response_format"] = {"type": form}
        return body


def _content(body: bytes) -> str:
    """The text of the first choice. Raises Unanswered for a refusal and for what is no answer."""
    try:
        answer: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unanswered("server") from error
    choices = answer.get("choices") if isinstance(answer, dict) else None
    first: object = choices[0] if isinstance(choices, list) and choices else None
    said: object = first.get("message") if isinstance(first, dict) else None
    if not isinstance(said, dict):
        raise Unanswered("server")
    content: object = said.get("content")
    if said.get("refusal") or not isinstance(content, str) or not content.strip():
        raise Unanswered("refused")
    return content
