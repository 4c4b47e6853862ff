from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("header", "parent_header", "metadata", "content")


@dataclass
class Ran:
    """What a cell sent over iopub, and how it ended."""

    messages: list[dict[str, Any]]
    status: str

    @property
    def size(self) -> int:
        return sum(
            len(json.dumps([message[part] for part in PARTS], default=str)) for message in self.messages
        )

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [message["content"] for message in self.messages if message["msg_type"] == kind]


class Kernel:
    def __init__(self, client: Any) -> None:
        self._client = client

    def run(self, code: str) -> Ran:
        messages: list[dict[str, Any]] = []
        reply = self._client.execute_interactive(code, output_hook=messages.append, timeout=60)
        return Ran(messages, reply["content"]["status"])


@pytest.fixture(scope="module")
def kernel(tmp_path_factory) -> Iterator[Kernel]:
    from jupyter_client.manager import start_new_kernel

    home = tmp_path_factory.mktemp("home")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(home), "HOME": str(home)}
    manager, client = start_new_kernel(kernel_name="python3", env=env, cwd=str(home))
    try:
        yield Kernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


@dataclass
class Page:
    """What was drawn: each bundle, with its display id and whether it replaced another."""

    drawn: list[dict[str, Any]]

    @property
    def bundles(self) -> list[dict[str, Any]]:
        return [each["data"] for each in self.drawn]

    @property
    def size(self) -> int:
        return sum(len(json.dumps(each["data"])) for each in self.drawn)

    def publish(self, data: dict[str, Any], metadata: Any = None, **more: Any) -> None:
        place = more.get("transient", {}).get("display_id")
        self.drawn.append(
            {"data": data, "metadata": metadata, "id": place, "update": more.get("update", False)}
        )


@pytest.fixture
def page(monkeypatch) -> Iterator[Page]:
    """A notebook's page: IPython with no terminal, whose outputs are kept."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    page = Page([])
    monkeypatch.setattr(shell.display_pub, "publish", page.publish)
    yield page
    InteractiveShell.clear_instance()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()
