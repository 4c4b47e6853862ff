"""Engines: programs that answer on the own machine, where they listen, and how they show who they are."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

HOST = "127.0.0.1"
SECONDS = 0.5  # for all of them together
MOST_BYTES = 4 << 20  # of a list of models


@dataclass(frozen=True)
class Engine:
    """A program that answers the API: its name, its usual port, and whom it calls the owner of its models."""

    name: str
    port: int
    owner: str | None
    start: str


ENGINES = {
    "ollama": Engine("Ollama", 11434, "library", "ollama serve"),
    "llama.cpp": Engine("llama.cpp", 8080, "llamacpp", "llama-server -m MODEL.gguf"),
    "vllm": Engine("vLLM", 8000, "vllm", "vllm serve MODEL"),
    "lmstudio": Engine("LM Studio", 1234, "organization_owner", "lms server start"),
    "localai": Engine("LocalAI", 8080, None, "local-ai run"),
}
KINDS = {  # which kind of model a name speaks of; what fits none is for chats
    "embedding": r"embed|bge|minilm|\bgte\b|\be5\b|nomic",
    "transcription": r"whisper|transcri|parakeet",
    "speech": r"\btts|piper|kokoro|bark",
    "image": r"diffusion|flux|sdxl|dreamshaper",
    "moderation": r"moderation|llama-?guard|shieldgemma",
}


@dataclass(frozen=True)
class Running:
    """An engine that answers: its name, address and models; `locked` where it wants a key to list them."""

    name: str
    base_url: str
    models: tuple[str, ...] = ()
    locked: bool = False

    @property
    def usual(self) -> dict[str, str]:
        """The first model of each kind, as far as names tell."""
        return {_kind(name): name for name in reversed(self.models)}


def running(
    names: Collection[str] = (), *, ports: Mapping[str, int] | None = None, seconds: float = SECONDS
) -> list[Running]:
    """The engines that answer on this machine now, in the order of `ENGINES`.

    All are asked at once and given `seconds` together.  `ports` says where one listens that is not at its
    usual port: `{"vllm": 8001}`.
    """
    asked = {each: (ports or {}).get(each, ENGINES[each].port) for each in names or ENGINES}
    looks = {port: _Look(port, seconds) for port in asked.values()}
    ends = time.monotonic() + seconds
    for look in looks.values():
        look.start()
    for look in looks.values():
        look.join(max(0.0, ends - time.monotonic()))
        look.stop()
    found = []
    for port, look in looks.items():
        expected = [each for each, at in asked.items() if at == port]
        if (one := _read(look, expected, names)) is not None:
            found.append(one)
    return found


@dataclass
class _Look:
    """One question for the models of whoever listens at a port."""

    port: int
    seconds: float
    status: int = 0
    said: Any = None
    server: str = ""
    _thread: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        from http.client import HTTPConnection  # slow to import, and seldom wanted

        self._connection = HTTPConnection(HOST, self.port, timeout=self.seconds)
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._thread.start()

    def join(self, seconds: float) -> None:
        if self._thread is not None:
            self._thread.join(seconds)

    def stop(self) -> None:
        """Hang up on whoever is still silent: nothing is left open."""
        with suppress(OSError, AttributeError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def _ask(self) -> None:
        from http.client import HTTPException

        try:
            self._connection.request("GET", "/v1/models", headers={"Accept": "application/json"})
            answer = self._connection.getresponse()
            said = json.loads(answer.read(MOST_BYTES))
            self.said, self.server = said, answer.headers.get("Server", "")
            self.status = answer.status
        except (OSError, HTTPException, ValueError, RecursionError, AttributeError):
            pass  # nobody, somebody silent, or somebody else
        finally:
            self._connection.close()


def _read(look: _Look, expected: Sequence[str], chosen: Collection[str]) -> Running | None:
    """Who it is that answered; nobody where it is another than those who were `chosen`."""
    url = f"http://{HOST}:{look.port}/v1"
    rows = look.said.get("data", "") if isinstance(look.said, dict) else ""
    if look.status in (401, 403) and isinstance(look.said, dict):
        return Running(ENGINES[expected[0]].name, url, locked=True)
    if look.status != 200 or not isinstance(rows, list | None):
        return None
    listed = [each for each in rows or () if isinstance(each, dict) and isinstance(each.get("id"), str)]
    owner = "llamacpp" if "llama.cpp" in look.server else listed[0].get("owned_by") if listed else None
    known = [each for each, engine in ENGINES.items() if owner and engine.owner == owner]
    if known and chosen and known[0] not in chosen:
        return None
    nameless = [each for each in expected if ENGINES[each].owner is None]
    (who, *_) = [*known, *nameless, *expected]
    return Running(ENGINES[who].name, url, tuple(each["id"] for each in listed))


def _kind(model: str) -> str:
    return next((kind for kind, mark in KINDS.items() if re.search(mark, model.lower())), "chat")
