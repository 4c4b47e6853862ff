"""Works: what somebody may be doing when trouble comes, and the answers of a server that is well."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb.api.unfolding import unfolded
from openai_nb.core.errors import OpenAIError
from openai_nb.core.traces import two_lines
from openai_nb.data.embedding import embed
from openai_nb.panels.chat import ChatPanel
from openai_nb.panels.jobs import JobPanel
from tests.api.test_responses import response
from tests.data import column, embedder
from tests.server import chunk, chunked, completion, events, reply

ASK = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
WORDS = ("Hello ", "to ", "you")
EVER = 4_000_000_000  # a second far from now


@dataclass
class Came:
    """What came of a work: its value, or the error and what the user is shown of it."""

    value: Any = None
    error: Exception | None = None
    told: str = ""


class Work:
    """Something to do; the trouble comes to request number `before`, the whole takes `requests`.

    After trouble that lasted, `left` are still to be made.
    """

    before, requests, left = 0, 1, 1
    streamed = False
    raises = True  # rather than telling in a panel
    whole: ClassVar[Any] = None

    def __init__(self, client: Any, folder: Path) -> None:
        self.client, self.folder = client, folder

    def well(self, request: Any) -> list[Any]:
        """The answer of a server that is well."""
        raise NotImplementedError

    def work(self) -> Any:
        """Do it; the value."""
        raise NotImplementedError

    def do(self) -> Came:
        try:
            return Came(self.work())
        except OpenAIError as error:
            return Came(getattr(error, "partial", None), error, "\n".join(two_lines(error)))

    def again(self) -> Came:
        """What the user does when the trouble is over."""
        return self.do()

    def kept(self, came: Came) -> bool:
        """Whether what had come before the trouble is there."""
        return True

    def close(self) -> None:
        pass


class Chat(Work):
    whole = "Hello"

    def well(self, request):
        return reply(completion("Hello"))

    def work(self):
        return self.client.chat.completions.create(**ASK).choices[0].message.content


class Stream(Work):
    streamed = True
    whole = "".join(WORDS)

    def well(self, request):
        return chunked(*events(*map(chunk, WORDS), chunk(None, "stop")))

    def work(self):
        return self.client.chat.completions.stream(**ASK).gather().choices[0].message.content


class Following(Work):
    """Events of a response that is made in the background."""

    streamed = True
    whole = "completed"

    def well(self, request):
        told = unfolded(response("Hello to you"), lambda text: list(text))
        return chunked(*(events(each, done=False)[0] for each in told))

    def work(self):
        return self.client.responses.follow("resp_1").gather().status


class Upload(Work):
    """A file in three parts: what the server has is not sent to it again."""

    before, requests, left = 2, 5, 3
    whole = "completed"
    data = bytes(range(250)) * 12

    def well(self, request):
        upload = {"id": "upload_1", "object": "upload", "status": "pending", "expires_at": EVER}
        if request.target.endswith("/parts"):
            return reply({"id": f"part_{self.data.find(content(request)) // 1000}"})
        done = request.target.endswith("/complete")
        return reply({**upload, "status": "completed"} if done else upload)

    def work(self):
        path = self.folder / "big.bin"
        path.write_bytes(self.data)
        return self.client.uploads.upload_file(path, "user_data", part_size=1000).status


class Download(Work):
    before, requests, left = 1, 2, 2
    whole = bytes(range(256)) * 40

    def well(self, request):
        if not request.target.endswith("/content"):
            return reply({"id": "file-1", "filename": "a.bin", "bytes": len(self.whole)})
        return reply(self.whole, kind="application/octet-stream", Content_Disposition="attachment")

    def work(self):
        (self.folder / "a.bin").write_bytes(b"an older one")
        return self.client.files.download("file-1", self.folder).read_bytes()

    def kept(self, came):
        return [each.read_bytes() for each in self.folder.iterdir()] == [b"an older one"]


class Column(Work):
    """Six rows, one after another, of which three are answered."""

    before, requests, left = 3, 6, 3
    whole: ClassVar[Any] = [f"ROW {number}" for number in range(6)]

    def well(self, request):
        return column.answer(column.asked(request).upper())

    def work(self):
        how = {"model": "m", "client": self.client, "max_in_flight": 1, "attempts": 2, "progress": False}
        out = column.texts(6).ai.map("{{text}}", "said", **how)
        return out["said"].tolist() if out["said"].notna().all() else out

    def do(self):
        came = super().do()
        if came.error is None and not isinstance(came.value, list):
            came.told = str(came.value["error"].iloc[3])
        return came

    def kept(self, came):
        return came.value["said"].tolist()[:3] == self.whole[:3]


class Embed(Work):
    """Four texts so long that each travels alone, of which two have their vectors."""

    before, requests, left = 2, 4, 2
    texts: ClassVar[Any] = [f"{number} " * 13_000 for number in range(4)]
    whole: ClassVar[Any] = [embedder.vector(each).tolist() for each in texts]

    def well(self, request):
        return embedder.answer(request)

    def work(self):
        how = {"model": "m", "client": self.client, "max_in_flight": 1, "progress": False}
        found = embed(self.texts, **how)
        return np.asarray(found.values).tolist() if not found.errors else found

    def do(self):
        came = super().do()
        if came.error is None and not isinstance(came.value, list):
            came.told = next(iter(came.value.errors.values()))
        return came

    def kept(self, came):
        return np.asarray(came.value.values)[:2].tolist() == self.whole[:2]


class Talking(Work):
    """A chat panel, without a browser."""

    streamed, raises = True, False
    whole = "".join(WORDS)
    panel: Any = None
    well = Stream.well

    def do(self):
        self.panel = ChatPanel(client=self.client, model="m")
        self.panel.send("Hi")
        return self._came()

    def again(self):
        self.panel.retry()
        return self._came()

    def close(self):
        self.panel.close()

    def _came(self):
        assert self.panel.wait(10), "the panel is still busy"
        return Came(self.panel.turns[-1].answer, told=self.panel.problem)


class Watching(Work):
    """A panel that follows a job, which ends with the second look: a look is two requests."""

    before, requests = 2, 4
    raises = False
    whole: ClassVar[Any] = ("succeeded", ["begun", "done"])
    looks, panel = 0, None

    def well(self, request):
        if "/events" not in request.target:
            self.looks += 1
            status = "succeeded" if self.looks > 1 else "running"
            return reply({"id": "ftjob-1", "object": "fine_tuning.job", "status": status, "model": "m"})
        said = ["done", "begun"] if self.looks > 1 else ["begun"]
        data = [{"id": f"ev-{each}", "created_at": 1, "level": "info", "message": each} for each in said]
        return reply({"object": "list", "data": data, "has_more": False})

    def do(self):
        self.panel = JobPanel("ftjob-1", self.client, every=0.01)
        self.panel.follower.start()
        while not self.panel.problem and self.panel.follower.running:
            self.panel.follower._over.wait(0.01)
        return self._came()

    def again(self):
        self.panel.follower.wait(10)
        return self._came()

    def kept(self, came):
        return came.value == ("running", ["begun"])

    def close(self):
        self.panel.close()

    def _came(self):
        follower = self.panel.follower
        return Came((self.panel.status, [each["message"] for each in follower.rows]), told=self.panel.problem)


def content(request: Any) -> bytes:
    """The part of a file within a form."""
    return request.body.partition(b'name="data"')[2].partition(b"\r\n\r\n")[2].partition(b"\r\n--")[0]


WORKS = {
    "chat": Chat,
    "stream": Stream,
    "upload": Upload,
    "download": Download,
    "following": Following,
    "column": Column,
    "embed": Embed,
    "chat panel": Talking,
    "job panel": Watching,
}
