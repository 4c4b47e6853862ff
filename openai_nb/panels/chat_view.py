"""Chat view: the widgets of a chat panel, connected to its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ipywidgets import Dropdown, FileUpload, HBox, Label, Text, Textarea, ToggleButton, VBox, Widget

from openai_nb.panels.composer import Composer
from openai_nb.panels.fields import room
from openai_nb.panels.transcript import Transcript
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.panels.chat import ChatPanel

EFFORTS = [("as the model does", ""), *((each, each) for each in ("minimal", "low", "medium", "high"))]


class ChatView:
    """What one sees of a chat panel: head, transcript, field, settings."""

    def __init__(self, panel: ChatPanel) -> None:
        self.panel, self._offering = panel, False
        self.transcript = Transcript(self._act)
        self.hands = self._hands()
        asks = panel.permission.bar()
        parts = [self._head(), self.settings, self.transcript.widget, self.hands, asks, self._composer()]
        self.widget: Widget = VBox(parts)
        panel.observe(lambda _: self._show(), ["changed", "called"])
        panel.observe(lambda change: self.transcript.grow(change.new), "growing")
        self._show()
        self._follow_cells()
        if panel.threads or panel.client.provider.sandboxed:
            panel.look()

    # Parts

    def _head(self) -> Widget:
        panel = self.panel
        self.picker = Dropdown(tooltip="Conversation", layout={"width": "auto", "max_width": "220px"})
        self.picker.observe(lambda change: self._chosen(panel.talk, change.new), "value")
        models = Dropdown(tooltip="Model", layout={"width": "auto", "max_width": "260px"})
        panel.observe(lambda _: self._offer_models(models), ["models", "model"])
        models.observe(lambda change: self._chosen(partial(panel.set_trait, "model"), change.new), "value")
        self._offer_models(models)
        anew = panel.button("", panel.anew, icon="plus", tip="Begin a new conversation")
        gear = ToggleButton(icon="sliders", tooltip="Settings, export", layout={"width": "28px"})
        gear.add_class("oai-icon")
        self.settings = self._settings()
        gear.observe(lambda change: self._fold(self.settings, shown=change.new), "value")
        head = HBox([self.picker, anew, room(), models, gear])
        head.add_class("oai-head")
        return head

    def _settings(self) -> Widget:
        panel = self.panel
        wide = {"width": "auto"}
        system = Textarea(
            panel.system, description="System", placeholder="Who the model shall be", layout=wide
        )
        system.continuous_update = False
        system.observe(lambda change: panel.set_trait("system", change.new), "value")
        warmth = self._number("Temperature", "temperature", float)
        longest = self._number("Longest answer", "max_tokens", int)
        effort = Dropdown(options=EFFORTS, description="Reasoning", value=panel.effort, layout=wide)
        effort.observe(lambda change: panel.set_trait("effort", change.new), "value")
        parts: list[Widget] = [system, warmth, longest, effort]
        if names := ", ".join(panel.tools.tools):
            parts.append(self._quiet(f"It may call {names}."))
        settings = VBox([*parts, self._exports()])
        settings.add_class("oai-settings")
        self._fold(settings, shown=False)
        return settings

    def _number(self, words: str, trait: str, kind: type) -> Widget:
        panel = self.panel
        value = getattr(panel, trait)
        field = Text("" if value is None else str(value), description=words, placeholder="the model's own")
        field.layout.width, field.continuous_update = "auto", False

        def take(text: str) -> None:
            try:
                panel.set_trait(trait, kind(text) if text.strip() else None)
            except ValueError:
                raise ValueError(f"{words} must be a number, not {text!r}.") from None

        field.observe(lambda change: panel.attempt(take, change.new), "value")
        return field

    def _exports(self) -> Widget:
        panel = self.panel
        path = Text(
            "conversation.md", description="Save as", layout={"width": "auto"}, continuous_update=False
        )
        path.add_class("oai-grow")
        done = self._quiet("")

        def save() -> None:
            done.value = f"Saved: {panel.export(path.value)}"

        button = panel.button("Save", save, icon="download", tip="A file ending on .md, .json or .ipynb")
        panel.submits(path, button, save)
        cell = panel.button(
            "To a cell", lambda: self._to_cell(None), icon="code", tip="Code that goes on from here"
        )
        return VBox([HBox([path, button, cell]), done])

    def _composer(self) -> Widget:
        panel = self.panel
        state = self._quiet("")
        state.add_class("oai-state")
        panel.link("busy", state, "value", lambda busy: "Answering…" if busy else "")
        self.chips = HBox()
        self._attached()
        panel.observe(lambda _: self._attached(), "attached")
        around: dict[str, Any] = {"above": [self.chips], "beside": [self._upload(), state]}
        self.composer = Composer(panel, panel.send, **around)
        self.composer.widget.add_class("oai-drop")
        return self.composer.widget

    def _upload(self) -> Widget:
        upload = FileUpload(multiple=True, icon="paperclip", tooltip="Attach a picture or a file")
        upload.description = ""
        upload.add_class("oai-attach")
        upload.add_class("oai-icon")
        upload.observe(lambda _: self._uploaded(upload), "value")
        return upload

    def _hands(self) -> Widget:
        """What the transcript's own buttons do, for the last turn, where they cannot be drawn."""
        panel = self.panel

        def step(by: int) -> None:
            chosen, _ = panel.branches.ways(len(panel.turns) - 1)
            panel.choose(chosen + by)

        hands = HBox(
            [
                panel.button("Retry", panel.retry, icon="refresh", tip="Ask once more"),
                panel.button("Edit", self._edit_last, icon="pencil", tip="Ask what the field says instead"),
                panel.button("", lambda: step(-1), icon="chevron-left", tip="The branch before"),
                panel.button("", lambda: step(1), icon="chevron-right", tip="The next branch"),
            ]
        )
        hands.add_class("oai-hands")
        return hands

    # What happens

    def _act(self, verb: str, said: Mapping[str, Any]) -> None:
        panel = self.panel
        verbs: dict[str, Any] = {
            "retry": lambda: panel.retry(said["at"]),
            "edit": lambda: panel.edit(said["text"], said["at"]),
            "choose": lambda: panel.choose(said["way"], said["at"]),
            "cell": lambda: self._to_cell(said["at"]),
            "inserted": lambda: None if said["inserted"] else self._next_cell(said["at"]),
            "ready": lambda: self._fold(self.hands, shown=False),
        }
        if verb in verbs:
            panel.attempt(verbs[verb])

    def _edit_last(self) -> None:
        self.panel.edit(self.composer.taken())

    def _to_cell(self, at: int | None) -> None:
        """Let the page make the cell; where it cannot, it comes with the next one that runs."""
        if self.transcript.alive:
            self.transcript.insert(self.panel.cell(at), at)
        else:
            self._next_cell(at)

    def _next_cell(self, at: int | None) -> None:
        self.panel.to_cell(at)
        self.panel.problem = "It will stand below the next cell that you run."

    def _uploaded(self, upload: Any) -> None:
        files = [(each["name"], bytes(each["content"])) for each in upload.value]
        if files:
            upload.value = ()
            self.panel.attempt(self.panel.take, files)

    def _attached(self) -> None:
        old, panel = self.chips.children, self.panel
        self.chips.children = [
            panel.button(f"{each.name} ×", partial(panel.detach, at), tip=f"Leave {each.name} out")
            for at, each in enumerate(panel.attached)
        ]
        self._fold(self.chips, shown=bool(panel.attached))
        for each in old:
            each.close()

    def _show(self) -> None:
        panel = self.panel
        self.transcript.show(panel.shown())
        names = sorted({*current().conversations, panel.conversation})
        self._offer(self.picker, names, panel.conversation)

    def _follow_cells(self) -> None:
        """Show what cells say in the same conversation."""
        from IPython import get_ipython

        if (shell := get_ipython()) is None:
            return
        ran = self._ran
        shell.events.register("post_run_cell", ran)
        self.panel.at_end(lambda: shell.events.unregister("post_run_cell", ran))

    def _ran(self, _: object = None) -> None:
        self._show()
        self.panel.keep()

    def _offer_models(self, models: Dropdown) -> None:
        panel = self.panel
        self._offer(models, sorted({*panel.models, panel.model} - {""}), panel.model or None)

    def _offer(self, field: Dropdown, options: list[str], value: str | None) -> None:
        """Let one choose among other options; that the widget then takes their first is nobody's choice."""
        outer, self._offering = self._offering, True
        if field.options != tuple(options):
            field.options = options
        field.value = value
        self._offering = outer

    def _chosen(self, verb: Callable[[str], object], value: str | None) -> None:
        if value and not self._offering:
            self.panel.attempt(verb, value)

    def _quiet(self, words: str) -> Any:
        label = Label(words)
        label.add_class("oai-quiet")
        return label

    def _fold(self, widget: Any, *, shown: bool) -> None:
        widget.layout.display = "" if shown else "none"
