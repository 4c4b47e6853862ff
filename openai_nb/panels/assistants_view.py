"""Assistants view: the widgets of a panel of assistants, connected to its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ipywidgets import Accordion, HBox, Label, Text, Textarea, VBox, Widget

from openai_nb.panels.composer import Composer
from openai_nb.panels.fields import ending, needs, room
from openai_nb.panels.grid import Grid
from openai_nb.panels.transcript import Transcript
from openai_nb.panels.usual import known_model

if TYPE_CHECKING:
    from openai_nb.panels.assistants import AssistantPanel

WIDE = {"width": "auto"}


class AssistantView:
    """What one sees of a panel of assistants."""

    def __init__(self, panel: AssistantPanel) -> None:
        self.panel = panel
        self.assistants = Grid(
            panel.assistants, name="Assistants", empty="No assistants yet.", lines=4, several=False
        )
        self.steps = Grid(
            panel.steps, name="Steps", empty="Steps of runs stand here.", filtered=False, several=False
        )
        self.transcript = Transcript(self._act)
        steps = VBox([self.steps.widget])
        talk = VBox([self.transcript.widget, panel.permission.bar(), Composer(panel, panel.say).widget])
        pair = HBox([talk, steps])
        pair.add_class("oai-pair")
        forms = Accordion([self._making()], titles=("Make an assistant",))
        parts = [self._head(), self.assistants.widget, panel.sure(), pair, self._foot(), forms]
        self.widget: Widget = VBox(parts)
        panel.observe(lambda _: self.transcript.show(panel.shown()), ["changed", "called"])
        panel.observe(lambda change: self.transcript.grow(change.new), "growing")
        self.transcript.show(panel.shown())
        panel.look()

    def _head(self) -> Widget:
        panel = self.panel
        delete = panel.button("Delete", panel.delete, icon="trash", tip="Delete the assistant", kind="danger")
        needs(panel.assistants, delete)
        ending(self.assistants.head, panel, room(), delete)
        return panel.telling()

    def _foot(self) -> Widget:
        panel = self.panel
        label = Label("Thread")
        field = Text(panel.thread, placeholder="begins with the first message", continuous_update=False)
        field.tooltip = "Id of the thread"
        field.add_class("oai-grow")
        panel.link("thread", field, "value")
        go = lambda: panel.enter(field.value)  # noqa: E731
        enter = panel.button("Enter", go, icon="sign-in", tip="Go into this thread")
        anew = panel.button("New", panel.anew, icon="plus", tip="Begin a new thread")
        panel.submits(field, enter, lambda: panel.enter(field.value))
        parts: list[Widget] = [label, field, enter, anew]
        if names := ", ".join(panel.tools.tools):
            told = Label(f"May call {names}")
            told.add_class("oai-quiet")
            parts.append(told)
        bar = HBox(parts)
        bar.add_class("oai-bar")
        return bar

    def _making(self) -> Widget:
        panel = self.panel
        name = Text(description="Name", placeholder="a name", layout=WIDE)
        usual = known_model(panel._client, "chat")
        model = Text(usual, description="Model", placeholder="model", layout=WIDE)
        store = Text(description="Search in", placeholder="ids of vector stores", layout=WIDE)
        told = Textarea(description="Instructions", placeholder="who it shall be", layout=WIDE)

        def make() -> None:
            panel.create(name.value, model.value, told.value, search=store.value)
            name.value = told.value = ""

        pair = HBox([VBox([name, model, store]), VBox([told])])
        pair.add_class("oai-pair")
        button = panel.button("Create", make, icon="plus", kind="primary")
        panel.submits(name, button, make)
        return VBox([pair, HBox([button])])

    def _act(self, verb: str, said: Mapping[str, Any]) -> None:
        """What is clicked in the talk: a thread only grows, so to ask again is to say it once more."""
        panel = self.panel
        if verb == "edit":
            panel.attempt(panel.say, str(said["text"]))
        elif verb == "retry":
            panel.attempt(panel.say, str(panel.turns[said["at"]].question[0]["content"]))
        elif verb == "cell":
            self.transcript.insert(f"%%markdown\n{panel.turns[said['at']].answer}", said["at"])
