"""Tuning view: the widgets of a panel of fine-tuning jobs, connected to its state."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ipywidgets import HTML, Accordion, Combobox, HBox, Text, VBox, Widget

from openai_nb.api.prices import training
from openai_nb.looks.curves import curves
from openai_nb.looks.prices import price
from openai_nb.panels.fields import ending, room
from openai_nb.panels.grid import Grid
from openai_nb.panels.named import named
from openai_nb.panels.tuning import CHANGES

if TYPE_CHECKING:
    from openai_nb.panels.tuning import JobsPanel

ICONS = {"pause": "pause", "resume": "play", "cancel": "stop"}
TIPS = {"pause": "Hold the job where it is", "resume": "Let the job go on", "cancel": "End the job for good"}
WIDE = {"width": "auto"}


class TuningView:
    """What one sees of a panel of jobs."""

    def __init__(self, panel: JobsPanel) -> None:
        self.panel = panel
        self.jobs = Grid(panel.jobs, name="Jobs", empty="No jobs yet. Begin one below.", lines=5)
        self.events = Grid(
            panel.events, name="Events", empty="Choose one job to see its events.", lines=8, filtered=False
        )
        self.curve, self.told = HTML(), HTML()
        self.tried = HBox()
        self.tried.add_class("oai-pair")
        pair = HBox([self.events.widget, self.curve])
        pair.add_class("oai-pair")
        forms = Accordion([self._begin(), self._try()], titles=("Begin a job", "Try a tuned model"))
        parts = [self.jobs.widget, self._bar(), panel.sure("Cancel the job", "Let it run"), pair, forms]
        self.widget: Widget = VBox(parts)
        panel.observe(lambda _: self._draw(), "curves")
        panel.observe(lambda _: self._draw_tried(), "tried")
        panel.observe(lambda _: self._draw_checked(), ["checked", "model"])
        panel.jobs.observe(lambda _: self._enable(), ["found", "chosen"])
        self._draw()
        self._enable()
        panel.look()

    def _bar(self) -> Widget:
        panel = self.panel
        ending(self.jobs.head, panel, room())
        self.buttons = {
            verb: panel.button(
                verb.capitalize(),
                getattr(panel, verb),
                icon=ICONS[verb],
                tip=TIPS[verb],
                kind="danger" if verb == "cancel" else "",
            )
            for verb in CHANGES
        }
        bar = HBox([*self.buttons.values(), panel.telling()])
        bar.add_class("oai-bar")
        return bar

    def _begin(self) -> Widget:
        panel = self.panel
        given = "" if not isinstance(panel.examples, str) else panel.examples
        source = Text(given, description="Examples", layout=WIDE, continuous_update=False)
        source.placeholder = "a DataFrame's name, a path, or a file's id"
        source.observe(lambda change: panel.set_trait("examples", named(change.new)), "value")
        prompt = self._field("Prompt", "prompt", "column, or text with {{column}}")
        reply = self._field("Reply", "reply", "column, or text with {{column}}")
        system = self._field("System", "system", "who the model shall be")
        model = Combobox(value=panel.model, description="Base model", placeholder="model", layout=WIDE)
        model.observe(lambda change: panel.set_trait("model", change.new), "value")
        suffix = self._field("Suffix", "suffix", "a word for the new model's name")
        epochs = Text(
            "", description="Epochs", placeholder="the API's own", layout=WIDE, continuous_update=False
        )
        epochs.observe(lambda change: panel.attempt(self._epochs, change.new), "value")
        columns = HBox([VBox([source, prompt, reply, system]), VBox([model, suffix, epochs])])
        columns.add_class("oai-pair")
        check = panel.button(
            "Check", panel.check, icon="check", tip="Count and look through; nothing is sent"
        )
        create = panel.button("Create", panel.create, icon="rocket", tip="Upload and begin", kind="primary")
        return VBox([columns, HBox([check, create]), self.told])

    def _try(self) -> Widget:
        panel = self.panel
        field = Text(placeholder="Ask both, the tuned model and its base", continuous_update=False)
        field.add_class("oai-grow")
        ask = lambda: panel.ask_both(field.value)  # noqa: E731
        button = panel.button("Ask both", ask, icon="arrow-up", tip="Ask both (Enter)", kind="primary")
        panel.submits(field, button, ask)
        return VBox([HBox([field, button]), self.tried])

    def _field(self, words: str, trait: str, hint: str) -> Widget:
        panel = self.panel
        field = Text(getattr(panel, trait), description=words, placeholder=hint, layout=WIDE)
        field.continuous_update = False
        field.observe(lambda change: panel.set_trait(trait, change.new.strip()), "value")
        return field

    def _epochs(self, text: str) -> None:
        try:
            self.panel.epochs = int(text) if text.strip() else None
        except ValueError:
            raise ValueError(f"Epochs must be a whole number, not {text!r}.") from None

    def _enable(self) -> None:
        status = self.panel.job.get("status")
        for verb, button in self.buttons.items():
            button.disabled = status not in CHANGES[verb]

    def _draw(self) -> None:
        self.curve.value = curves(self.panel.curves, title="Loss")

    def _draw_checked(self) -> None:
        found = self.panel.checked
        if found is None:
            self.told.value = ""
            return
        epochs = self.panel.epochs
        tokens = found.trained(epochs)
        usd = "" if self.panel.client.provider.sandboxed else f": {price(training(self.panel.model, tokens))}"
        words = f"{found}. About {tokens:,} tokens to train on{'' if epochs else ', in 3 epochs'}{usd}."
        items = "".join(
            f"<li><b>{f'Line {each.line}' if each.line else 'The file'}</b>: {escape(each.message)}</li>"
            for each in found.problems[:5]
        )
        self.told.value = f'<p class="oai-note">{escape(words)}</p><ul class="oai-wrong">{items}</ul>'

    def _draw_tried(self) -> None:
        old: tuple[Any, ...] = self.tried.children
        self.tried.children = [
            HTML(f'<div class="oai-answer"><b>{escape(model)}</b>{escape(answer)}</div>')
            for model, answer in self.panel.tried.items()
        ]
        for each in old:
            each.layout.close()
            each.close()
