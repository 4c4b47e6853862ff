"""Chat: a conversation with a model, and all the ways it was continued in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from ipywidgets import Widget
from traitlets import Float, Int, List, Unicode

from openai_nb.core.toolbox import Toolbox, Toolish
from openai_nb.data.conversations import INTERRUPTED, Turn
from openai_nb.panels import exporting, turns
from openai_nb.panels.allowing import Permission
from openai_nb.panels.asking import UNDER_WAY, asking, request
from openai_nb.panels.attaching import Attachment
from openai_nb.panels.branches import Branches, branches
from openai_nb.panels.panel import Panel
from openai_nb.panels.usual import known_model
from openai_nb.panels.work import Steps, Work
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.client import Client

NO_CHAT = ("embedding", "whisper", "tts", "dall-e", "image", "moderation", "transcribe", "sora", "realtime")


class ChatPanel(Panel):
    """Talk with a model: `ChatPanel()`, `ChatPanel("plans", tools=[weather], system="Be brief.")`.

    The conversation is the one that `%%chat -c NAME` knows.  `tools` are functions the model may call;
    one that wants to be confirmed is asked about first, and `permission` says yes or no.
    A turn is named by its place, the first is 0, the last -1.
    """

    NAME = "Chat"
    LOOKS = ("chat",)
    LABELS: ClassVar = {
        ".oai-composer textarea": {"aria-label": "Message", "enterkeyhint": "send"},
        ".oai-state": {"role": "status", "aria-live": "polite"},
        ".oai-settings": {"role": "group", "aria-label": "Settings"},
        ".oai-attach": {"aria-label": "Attach files"},
    }

    conversation = Unicode("default")
    model = Unicode("")
    models = List(Unicode())
    system = Unicode("")
    temperature = Float(None, allow_none=True, min=0)
    max_tokens = Int(None, allow_none=True, min=1)
    effort = Unicode("")  # reasoning_effort; empty for the model's own
    attached = List()  # of `Attachment`, for the next question
    growing = Unicode("")  # the answer under way
    called = Int(0)  # messages between question and answer, so far
    changed = Int(0)  # how often the turns have changed

    def __init__(
        self,
        conversation: str = "default",
        *,
        client: Client | None = None,
        tools: Toolbox | Sequence[Toolish] = (),
        **traits: Any,
    ) -> None:
        super().__init__(conversation=conversation, **traits)
        self._client = client
        self.tools = tools if isinstance(tools, Toolbox) else Toolbox(tools)
        self.permission = Permission(self)  # asked for tools that want to be confirmed
        self._live: Turn | None = None
        self.model = self.model or known_model(client, "chat")

    @property
    def client(self) -> Client:
        """Who answers."""
        return self._client or current().client

    @property
    def branches(self) -> Branches:
        """The conversation with its branches."""
        return branches(current().conversation(self.conversation))

    @property
    def turns(self) -> list[Turn]:
        """What was said, in the branch that is shown."""
        return self.branches.sync()

    # Verbs

    def send(self, text: str) -> None:
        """Ask `text`, with what is attached; the answer comes beside the cells."""
        words = text.strip()
        if not words and not self.attached:
            raise ValueError("There is nothing to send: write something first.")
        content: Any = words
        if self.attached:
            parts = [each.part for each in self.attached]
            content = [{"type": "text", "text": words or "See what is attached."}, *parts]
        place = len(self.turns)
        said = [{"role": "user", "content": content}]
        if self.system.strip() and self.system.strip() != self._system_said(place):
            said.insert(0, {"role": "system", "content": self.system.strip()})
        self._ask(place, said)
        self.attached = []

    def retry(self, at: int = -1) -> None:
        """Ask the same once more; the answer there was becomes another branch."""
        place = self._place(at)
        self._ask(place, self.turns[place].question)

    def edit(self, text: str, at: int = -1) -> None:
        """Ask something else instead; what was asked, and all that followed, becomes another branch."""
        if not text.strip():
            raise ValueError("There is nothing to ask.")
        place = self._place(at)
        self._ask(place, [turns.reworded(each, text.strip()) for each in self.turns[place].question])

    def choose(self, way: int, at: int = -1) -> None:
        """Show branch number `way` of those that part at a turn."""
        self._must_be_free()
        self.branches.choose(self._place(at), way)
        self._show()

    def attach(self, name: str, data: bytes) -> None:
        """Let a file go along with the next question; raises `ValueError` if no model could read it."""
        attachment = Attachment(name, data)
        assert attachment.part
        self.attached = [*self.attached, attachment]

    def detach(self, at: int) -> None:
        """Let an attached file stay here."""
        self.attached = [each for place, each in enumerate(self.attached) if place != at]

    def talk(self, name: str) -> None:
        """Go over to the conversation called `name`, which begins if there is none."""
        if name != self.conversation:
            self._must_be_free()
            self.conversation = name
            self._show()

    def anew(self) -> None:
        """Begin a conversation of the next free name."""
        taken, number = current().conversations, 2
        while f"chat {number}" in taken:
            number += 1
        self.talk(f"chat {number}")

    def export(self, path: str | Path) -> Path:
        """Write the conversation to a file ending on .md, .json or .ipynb; where it is now."""
        return exporting.export(self.branches.conversation, path)

    def cell(self, at: int | None = None) -> str:
        """What a cell should hold of a turn; without `at`, code that goes on from here."""
        if at is None:
            return exporting.as_code(self.branches.conversation, self.model)
        return exporting.as_cell(self.turns[self._place(at)])

    def to_cell(self, at: int | None = None) -> None:
        """Put `cell(at)` into a new cell, below the one that runs now or next."""
        from IPython import get_ipython

        if (shell := get_ipython()) is not None:
            shell.set_next_input(self.cell(at))

    def look(self) -> None:
        """Learn which models there are."""
        self.work(self._looking(), quiet=True)

    # What is shown

    def view(self) -> Widget:
        """The conversation, a field to write in, the settings."""
        from openai_nb.panels.chat_view import ChatView

        return ChatView(self).widget

    def twin(self) -> dict[str, str]:
        """The conversation as it is kept in the notebook."""
        said = self.turns
        return turns.saved(said, [self.foot(turn) for turn in said])

    def foot(self, turn: Turn) -> str:
        """The line below a turn."""
        return turns.footing(turn, sandboxed=self.client.provider.sandboxed)

    def shown(self) -> list[dict[str, Any]]:
        """The turns as the transcript wants them."""
        said, here = self.turns, self.branches
        return [
            turns.shown(turn, here.ways(place), self.foot(turn), live=turn is self._live)
            for place, turn in enumerate(said)
        ]

    def take(self, files: list[tuple[str, bytes]]) -> None:
        """Attach what was pasted or dropped."""
        for name, data in files:
            self.attach(name, data)

    def _ask(self, place: int, question: list[dict[str, Any]]) -> None:
        self._must_be_free()
        sent = request(self, self.model or known_model(self._client, "chat"))
        turn = Turn(f"panel-{uuid4().hex[:12]}", question, model=self.model, status=UNDER_WAY)
        self._live, self.growing, self.called = turn, "", 0
        self.branches.add(place, turn)
        conversation = self.branches.conversation
        messages = [*conversation.messages(before=turn.key), *question]
        self._show()
        about: dict[str, Any] = {"allow": self.permission.ask, "conversation": self.conversation}
        self.work(asking(self.client, turn, {**sent, "messages": messages}, self.tools, **about))

    def _over(self, work: Work, problem: BaseException | None) -> None:
        live = self._live
        if not work.quiet and live is not None:
            live.status = INTERRUPTED if live.status == UNDER_WAY else live.status
            self._live = None
            self._show()
        super()._over(work, problem)

    def _looking(self) -> Steps:
        ids = sorted(model.id for model in self.client.models.list())
        only = ids[0] if len(ids) == 1 else ""
        models = [name for name in ids if not any(word in name for word in NO_CHAT)]
        yield {"models": models, "model": self.model or only}

    def _system_said(self, place: int) -> str:
        said = [turns.words(turn, "system") for turn in self.turns[:place]]
        return next((each for each in reversed(said) if each), "")

    def _place(self, at: int) -> int:
        count = len(self.turns)
        if not -count <= at < count:
            raise ValueError(f"There is no turn {at}; there are {count}.")
        return at % count

    def _must_be_free(self) -> None:
        if self._live is not None:
            raise ValueError("An answer is still coming: wait for it, or stop it.")

    def _show(self) -> None:
        self.changed += 1
        self.keep()

    def __repr__(self) -> str:
        return f"ChatPanel({self.conversation!r}, {len(self.turns)} turns)"
