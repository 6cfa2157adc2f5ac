"""Language models for tests: one that answers by rote, and a server of the protocol on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypedDict

from analysis.coders.family import Coder, CoderKind
from analysis.coders.model_prompt import Question
from app.study.model_server import ModelSettings, model_at
from codebooks.codebook import Codebook


class Entry(TypedDict):
    """A coding of an answer."""

    sentence: int
    code: str
    quote: str
    polarity: str
    reason: str


def parrot(question: Question) -> str:
    """Lays the first code on every sentence, the whole of it quoted."""
    return rote(json.loads(question.messages[1]["content"]))


def rote(data: Any) -> str:
    """``parrot`` on the data of a question."""
    said: list[Entry] = [
        {
            "sentence": each["sentence"],
            "code": data["codes"][0]["id"],
            "quote": each["text"],
            "polarity": "neutral",
            "reason": "说到了",
        }
        for each in data["sentences"]
    ]
    return json.dumps({"codings": said}, ensure_ascii=False)


def coder_of(kind: CoderKind, *books: Codebook) -> Coder:
    """A coder of the family; one that asks gets its answers by rote."""
    return kind.build(*books, ask=parrot) if kind.asks else kind.build(*books)


Answering = Callable[[dict[str, Any]], str | None]
"""The content that answers a request, None for no message."""


@dataclass
class Local:
    """A server of the protocol: ``answering`` gives the content, ``status`` and ``body`` an answer
    of another kind; ``forms`` are those it knows; ``delay`` in seconds.
    """

    answering: Answering = lambda request: rote(json.loads(request["messages"][1]["content"]))
    statuses: list[int] = field(default_factory=list)
    body: bytes | None = None
    forms: tuple[str, ...] = ("json_schema", "json_object", "text")
    delay: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, **options: Any) -> ModelSettings:
        return model_at(self.address, "qwen", **options)

    def answer(self, request: dict[str, Any]) -> tuple[int, bytes]:
        self.requests.append(request)
        time.sleep(self.delay)
        form = request.get("response_format", {"type": "text"})["type"]
        if form not in self.forms:
            return 400, b'{"error": "response_format.type"}'
        status = self.statuses.pop(0) if self.statuses else 200
        if status != 200 or self.body is not None:
            return status, self.body or b"{}"
        message = {"role": "assistant", "content": self.answering(request)}
        return 200, json.dumps({"choices": [{"message": message}]}).encode()


@contextmanager
def served(local: Local) -> Iterator[Local]:
    """The server on a port of its own while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            local.paths.append(self.path)
            local.headers.append(dict(self.headers))
            length = int(self.headers["Content-Length"])
            status, body = local.answer(json.loads(self.rfile.read(length)))
            try:
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "http://192.0.2.1/v1/chat/completions")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the client was tired of waiting

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    local.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield local
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
