"""Kernel: a real one, and all that it says on its way to a page."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from jupyter_client.manager import KernelManager

PARTS = ("header", "parent_header", "metadata", "content")


@dataclass
class Said:
    """What a kernel said while a cell ran: messages with their arrival, and how the cell ended."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    status: str = ""
    payload: list[dict[str, Any]] = field(default_factory=list)  # what the front end is asked to do

    @property
    def bytes(self) -> int:
        """The size of it all on the wire."""
        return sum(len(json.dumps(each[part], default=str)) for each in self.messages for part in PARTS)

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        return [each["content"] for each in self.messages if each["msg_type"] in kinds]

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The outputs as a notebook saves them."""
        kept: dict[Any, dict[str, Any]] = {}
        for number, each in enumerate(self.of("display_data", "update_display_data", "execute_result")):
            kept[each.get("transient", {}).get("display_id", number)] = each["data"]
        return list(kept.values())

    def first(self, kind: str) -> float:
        """When the first message of this kind came."""
        return next(
            at for at, each in zip(self.arrived, self.messages, strict=True) if each["msg_type"] == kind
        )

    @property
    def trouble(self) -> dict[str, Any]:
        (error,) = self.of("error")
        return error

    @property
    def printed(self) -> str:
        return "".join(each["text"] for each in self.of("stream"))


class Kernel:
    """A kernel of its own, which has the extension."""

    def __init__(self) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        assert self.run("%load_ext openai_nb").status == "ok"

    def send(self, cell: str, cell_id: str = "") -> str:
        """Hand a cell over, as JupyterLab does; the id of the message."""
        metadata = {"cellId": cell_id} if cell_id else {}
        content = {
            "code": cell,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def hear(self, sent: str, until: str = "") -> Said:
        """What it says to the message `sent`, to its end or to a message of the kind `until`."""
        said = Said()
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != sent:
                continue
            said.messages.append(message)
            said.arrived.append(time.monotonic())
            if message["msg_type"] == until:
                return said
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        while (reply := self.client.get_shell_msg(timeout=60))["parent_header"].get("msg_id") != sent:
            pass
        said.status = reply["content"]["status"]
        said.payload = reply["content"].get("payload", [])
        return said

    def run(self, cell: str, cell_id: str = "") -> Said:
        """Run a cell to its end."""
        return self.hear(self.send(cell, cell_id))

    def interrupt(self) -> None:
        """Press the stop button."""
        self.manager.interrupt_kernel()

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
