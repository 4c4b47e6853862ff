"""Assistants: made, talked to in threads, their runs and steps watched, their calls answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from ipywidgets import Widget
from traitlets import Int, Unicode

from openai_nb.core.toolbox import Toolbox, Toolish
from openai_nb.data.conversations import Turn
from openai_nb.panels import turns
from openai_nb.panels.allowing import Permission
from openai_nb.panels.listed import Listed
from openai_nb.panels.rows import Column, Rows, clock, joined, kept
from openai_nb.panels.running import Running, did
from openai_nb.panels.usual import usual_model
from openai_nb.panels.work import Steps, Work

if TYPE_CHECKING:
    from openai_nb.client import Client


def kinds(tools: Any) -> str:
    """The tools of an assistant by their names."""
    found = [each for each in tools or () if isinstance(each, Mapping)]
    return ", ".join(str((each.get("function") or {}).get("name") or each.get("type")) for each in found)


ASSISTANTS = (
    Column("name", "Assistant", "minmax(8em, 1.5fr)"),
    Column("model", "Model", "minmax(7em, 1fr)"),
    Column("tools", "Tools", "minmax(6em, 1.5fr)", kinds),
    Column("instructions", "Instructions", "minmax(8em, 2fr)"),
)
STEPS = (
    Column("created_at", "Time", "6.5em", clock),
    Column("did", "Step", "minmax(8em, 1fr)"),
    Column("status", "Status", "8em", badge=True),
)


class AssistantPanel(Listed):
    """Talk with assistants: `AssistantPanel()`, `AssistantPanel(tools=[weather])`.

    `tools` are functions of the notebook that the assistants may call here; one that wants to be confirmed
    is asked about first, and `permission` says yes or no.  `thread` is the id of the thread; the first thing
    that is said begins one.
    """

    NAME = "Assistants"
    LOOKS = ("lists", "chat")
    LABELS: ClassVar = {
        ".oai-told": {"role": "status", "aria-live": "polite"},
        ".oai-composer textarea": {"aria-label": "Message", "enterkeyhint": "send"},
    }

    thread = Unicode("")
    growing = Unicode("")  # the answer under way
    called = Int(0)
    changed = Int(0)  # how often the turns have changed

    def __init__(
        self,
        assistant: Any = None,
        *,
        client: Client | None = None,
        tools: Toolbox | Sequence[Toolish] = (),
        **traits: Any,
    ) -> None:
        super().__init__(client=client, **traits)
        self.tools = tools if isinstance(tools, Toolbox) else Toolbox(tools)
        self.assistants, self.steps = Rows(ASSISTANTS), Rows(STEPS)
        self.lists = (self.assistants, self.steps)
        self.turns: list[Turn] = []
        self._first = str(getattr(assistant, "id", assistant or ""))
        self._live: Turn | None = None
        self.permission = Permission(self)  # asked for tools that want to be confirmed

    # Verbs

    def look(self) -> None:
        """Fetch the list of assistants."""
        self.work(self._looking(), quiet=True)

    def create(self, name: str, model: str = "", instructions: str = "", *, search: str = "") -> None:
        """Make an assistant, and choose it; `search` is the id of a vector store it may look into."""
        if not name.strip():
            raise ValueError("Give the assistant a name.")
        stores = [each.strip() for each in search.split(",") if each.strip()]
        made = self.client.assistants.create(
            name=name.strip(),
            model=model.strip() or usual_model(self._client, "chat"),
            instructions=instructions.strip() or None,
            tools=[{"type": "file_search"}] if stores else None,
            tool_resources={"file_search": {"vector_store_ids": stores}} if stores else None,
        )
        with self._lock:
            self.assistants.put(made)
            self.freshen()
            self.assistants.chosen = [made.id]

    def delete(self) -> None:
        """Ask whether the assistant that is chosen shall be deleted."""
        key = self.assistants.one
        name = (self.assistants.get(key) or {}).get("name") or key
        self.ask(f"Delete the assistant {name}? Its threads stay.", lambda: self._delete(key))

    def say(self, text: str) -> None:
        """Say something to the assistant that is chosen, in the thread; the answer comes beside the cells."""
        if self._live is not None:
            raise ValueError("An answer is still coming: wait for it, or stop it.")
        if not text.strip():
            raise ValueError("There is nothing to send: write something first.")
        assistant = dict(self.assistants.get(self.assistants.one) or {})
        turn = Turn(f"panel-{uuid4().hex[:12]}", [{"role": "user", "content": text.strip()}])
        self._live, self.growing, self.called = turn, "", 0
        self.turns.append(turn)
        self.changed += 1
        self.work(self._saying(turn, assistant))

    def anew(self) -> None:
        """Leave the thread; what is said next begins another."""
        self.enter("")

    def enter(self, thread: str) -> None:
        """Go into a thread by its id, with all that was said there; empty for a new one."""
        if self._live is not None:
            raise ValueError("An answer is still coming: wait for it, or stop it.")
        said = list(self.client.threads.messages.list(thread, order="asc")) if thread.strip() else []
        self.turns, self.thread = [], thread.strip()
        for each in said:
            if each.role == "user" or not self.turns:
                self.turns.append(Turn(each.id, [{"role": "user", "content": ""}]))
            if each.role == "user":
                self.turns[-1].question[0]["content"] = str(each)
            else:
                self.turns[-1].answer = "\n\n".join(filter(None, (self.turns[-1].answer, str(each))))
        self.steps.set([])
        self.freshen()
        self.changed += 1

    # What is shown

    def view(self) -> Widget:
        """The assistants, the talk, and the steps of its runs beside it."""
        from openai_nb.panels.assistants_view import AssistantView

        return AssistantView(self).widget

    def shown(self) -> list[dict[str, Any]]:
        """The turns as the transcript wants them."""
        return [turns.shown(each, (0, 1), self.foot(each), live=each is self._live) for each in self.turns]

    def foot(self, turn: Turn) -> str:
        """The line below a turn."""
        return turns.footing(turn, sandboxed=self.client.provider.sandboxed)

    def twin(self) -> dict[str, str]:
        """The assistants, and what was said in the thread."""
        said = turns.saved(self.turns, [self.foot(each) for each in self.turns])
        return joined([kept(self.assistants, "No assistants."), *([said] if self.turns else [])])

    def _looking(self) -> Steps:
        since = self.assistants.version
        self.assistants.set(list(self.client.assistants.list()), since)
        yield self.news()
        first, self._first = self._first, ""
        with self._lock:
            if not self.assistants.chosen and self.assistants.found:
                self.assistants.chosen = [first or str(self.assistants.found[0]["id"])]

    def _saying(self, turn: Turn, assistant: Mapping[str, Any]) -> Steps:
        about: dict[str, Any] = {"step": self._note, "allow": self.permission.ask, "before": self.turns[:-1]}
        for changes in Running(self.client, turn, self.tools, **about).go(self.thread, assistant):
            yield self.news(**changes)

    def _note(self, step: Mapping[str, Any]) -> None:
        if self.steps.get(str(step["id"])) is None:
            self.steps.put({**step, "did": did(step)})
        else:
            self.steps.add([{**step, "did": did(step)}])

    def _over(self, work: Work, problem: BaseException | None) -> None:
        if not work.quiet and self._live is not None:
            self._live = None
            self.changed += 1
        super()._over(work, problem)

    def _delete(self, key: str) -> None:
        self.client.assistants.delete(key)
        with self._lock:
            self.assistants.drop([key])
            self.freshen()

    def __repr__(self) -> str:
        return f"AssistantPanel({self.assistants.total:,} assistants, {len(self.turns)} turns)"
