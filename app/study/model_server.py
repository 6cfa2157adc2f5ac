"""Which language model is asked, and where: this machine only, unless told otherwise twice.

Interviews are confidential. An address is taken when every address that its name stands for is one
of this machine, and the connection then goes to that very address.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict
from urllib.parse import urlsplit

from corpus.problem import FangtanError

TIMEOUT: Final = 120.0
"""Seconds that an answer may take."""
ELSEWHERE: Final = ("-cloud", ":cloud")
"""Ends of names that Ollama runs elsewhere, whatever the address (a name is only a hint)."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a model answers. ``connect``: the host or number that is connected to; ``path``: what
    stands before ``/chat/completions``; ``remote``: not this machine.
    """

    tls: bool
    host: str
    connect: str
    port: int
    path: str
    remote: bool

    @property
    def address(self) -> str:
        """The address as a person writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{self.path}"


class ModelFacts(TypedDict):
    """What ``run.json`` tells of the model that was asked."""

    address: str
    name: str
    interviews_left_this_machine: bool
    passes: int


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A model and how it is asked. ``answers``: the folder that keeps its answers (None: nothing is
    kept).
    """

    server: Server
    name: str
    passes: int = 1
    timeout: float = TIMEOUT
    answers: Path | None = None

    @property
    def leaves(self) -> bool:
        """Whether interviews leave this machine, as far as address and name tell."""
        return self.server.remote or self.name.endswith(ELSEWHERE)

    @property
    def made_by(self) -> str:
        """The model as the evidence names it."""
        return f"{self.name} @ {self.server.address}"

    def facts(self) -> ModelFacts:
        """What bears on the codings, and where interviews went."""
        return {
            "address": self.server.address,
            "name": self.name,
            "interviews_left_this_machine": self.leaves,
            "passes": self.passes,
        }


def server_at(address: str, *, remote_allowed: bool = False) -> Server:
    """The server at an address such as ``http://127.0.0.1:11434/v1``; ``/v1`` is added where it is
    missing. ``remote_allowed``: another machine may be asked.

    Raises FangtanError for what is no address, for a name that nobody knows, and for another
    machine that is not allowed.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query:
        raise FangtanError("model.bad_address", address=address)
    tls = parts.scheme == "https"
    port = port or (443 if tls else 80)
    try:
        known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise FangtanError("model.unknown_host", host=host) from error
    numbers = [str(entry[4][0]) for entry in known]
    remote = not all(ipaddress.ip_address(each.partition("%")[0]).is_loopback for each in numbers)
    if remote and not remote_allowed:
        raise FangtanError("model.remote", host=host)
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    if not path.endswith("/v1"):
        path += "/v1"
    connect = host if remote or tls else sorted(numbers, key=lambda each: ":" in each)[0]
    return Server(tls, host, connect, port, path, remote)


def model_at(
    address: str | None,
    name: str | None,
    *,
    remote: bool = False,
    leaves: bool = False,
    passes: int = 1,
    answers: Path | None = None,
) -> ModelSettings:
    """The settings from what a person gave. Another machine, or a name that is run elsewhere, needs
    both ``remote`` and ``leaves``: that it may be asked, and that the person knows that interviews
    leave this machine. Raises FangtanError for what is missing or not allowed.
    """
    if not address:
        raise FangtanError("model.no_address")
    if not name:
        raise FangtanError("model.no_name")
    settings = ModelSettings(
        server_at(address, remote_allowed=remote and leaves), name, passes, answers=answers
    )
    if settings.leaves and not (remote and leaves):
        raise FangtanError("model.elsewhere", name=name)
    return settings


def answers_beside(study: str) -> Path | None:
    """The folder that keeps the answers of a study in a file; None for one in a database."""
    path = Path(study)
    return None if "://" in study else path.with_name(f"{path.stem}.answers")
