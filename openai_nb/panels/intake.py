"""Intake: a place where files are dropped or chosen; what comes is laid down here, however large it is.

A module of our own sends files piece by piece.  Where it does not run, the same files come by a plain
upload button, whole.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ipywidgets import FileUpload, VBox, Widget

from openai_nb.panels.browser import front

Take = Callable[[Path], object]


class Intake:
    """Calls `take` with the path of each file that has come; `trouble` with words where one has not.

    The file bears the name it came with and is its taker's to remove; `close` removes all that are left.
    """

    def __init__(self, take: Take, trouble: Callable[[str], object], *, name: str = "Choose files") -> None:
        self._take, self._trouble = take, trouble
        self._root: Path | None = None
        self._open: dict[str, Path] = {}  # files that are coming, by their key
        self.plain = FileUpload(multiple=True, description="Choose files", tooltip=name)
        self.plain.layout.width = "auto"
        self.plain.observe(lambda change: self._uploaded(change.new), "value")
        self.front = front("intake", name=name)
        if self.front is not None:
            self.front.on_msg(self._heard)
        self.widget: Widget = VBox([each for each in (self.plain, self.front) if each is not None])

    def close(self) -> None:
        """Remove what is still lying here."""
        if self._root is not None:
            shutil.rmtree(self._root, ignore_errors=True)

    def lay(self, name: str) -> Path:
        """A fresh place for a file of this name; the name of a stranger is not a path."""
        if self._root is None:
            self._root = Path(tempfile.mkdtemp(prefix="openai_nb-"))
        plain = re.sub(r"[\x00-\x1f/\\]", "_", name).strip(". ")[:200] or "file"
        return Path(tempfile.mkdtemp(dir=self._root)) / plain

    def _heard(self, _: Any, said: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        if said.get("ready"):
            self.plain.layout.display = "none"
        elif "broken" in said:
            self._trouble(unread(said["broken"]))
        elif "piece" in said:
            self._add(said, bytes(buffers[0]) if buffers else b"")
            self.front.send({"taken": said["piece"]})

    def _add(self, said: Mapping[str, Any], data: bytes) -> None:
        """Lay a piece down; the last one makes the file whole."""
        key = str(said["key"])
        path = (
            self._open.setdefault(key, self.lay(str(said["name"])))
            if key not in self._open
            else self._open[key]
        )
        with path.open("ab") as file:
            file.write(data)
        if said.get("last"):
            del self._open[key]
            self._take(path)

    def _uploaded(self, files: Sequence[Any]) -> None:
        for each in files:
            path = self.lay(each["name"])
            path.write_bytes(bytes(each["content"]))
            self._take(path)
        if files:
            self.plain.value = ()


def unread(files: Sequence[Mapping[str, Any]]) -> str:
    """Why files that were dropped have not come: each has its `words`, or a `size` that cannot be sent."""
    told = []
    for each in files:
        large = f"has {each['size'] / 1e6:.1f} MB; 8 MB can be dropped here." if "size" in each else ""
        told.append(f"{each['name']} {large or 'could not be read: ' + str(each['words'])}")
    return "; ".join(told)
