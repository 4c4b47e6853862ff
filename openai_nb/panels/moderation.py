"""Moderation: texts scored by a model, as a heat map of the ways in which they may be harmful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import HTML, Checkbox, HBox, Text, Textarea, VBox, Widget
from traitlets import Any as AnyTrait
from traitlets import Bool, Unicode

from openai_nb.data import text
from openai_nb.data.moderating import judged
from openai_nb.looks.scores import Moderated
from openai_nb.panels.fields import both, room, state
from openai_nb.panels.panel import Panel
from openai_nb.panels.usual import usual_model
from openai_nb.panels.work import Steps, Work
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.client import Client


class ModerationPanel(Panel):
    """Score texts: `ModerationPanel()`, or `ModerationPanel(df["text"])` for a column or a list.

    `found` holds what was found, with `.flagged`, `.scores` and `.frame`; the worst texts are shown.
    """

    NAME = "Moderation"
    LOOKS = ("moderation",)
    LABELS: ClassVar = {
        ".oai-texts textarea": {"aria-label": "Texts"},
        ".oai-state": {"role": "status", "aria-live": "polite"},
    }

    words = Unicode("")
    by_line = Bool(True)  # whether each line is a text by itself
    model = Unicode("")  # empty for the usual one
    found = AnyTrait(None)  # `Moderated`
    state = Unicode("")

    def __init__(self, texts: Any = None, *, client: Client | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client
        self.texts = texts
        if texts is not None:
            try:
                self._given = text.column(texts)
            except TypeError as problem:
                raise ValueError(str(problem)) from None

    @property
    def client(self) -> Client:
        """Who judges."""
        return self._client or current().client

    # Verbs

    def score(self) -> None:
        """Judge what the field says; without words, the texts that the panel was opened with."""
        values, index = self._wanted()
        if self.busy and any(not each.quiet for each in self._works):
            raise ValueError("Texts are still being judged: wait for them, or stop it.")
        self.work(self._scoring(values, index))

    # What is shown

    def view(self) -> Widget:
        """The field and the heat map."""
        field = Textarea(rows=4, layout={"width": "auto"})
        field.placeholder = "What shall be scored" if self.texts is None else "Other texts than those given"
        field.add_class("oai-texts")
        both(self, "words", field)
        shown = HTML()
        self.link("found", shown, "value", lambda _: self._map())
        shown.layout.overflow = "auto"
        return VBox([field, self._bar(field), shown])

    def twin(self) -> dict[str, str]:
        """The heat map."""
        if self.found is None:
            return {"text/html": "<p>Nothing was scored yet.</p>", "text/plain": "Nothing was scored yet."}
        return dict(self.found._repr_mimebundle_())

    def _map(self) -> str:
        return "" if self.found is None else str(self.found._repr_mimebundle_()["text/html"])

    def _bar(self, field: Any) -> Widget:
        lines = both(self, "by_line", Checkbox(description="Each line by itself", indent=False))
        lines.layout.width = "auto"
        model = Text(placeholder="the usual model", tooltip="Model", continuous_update=False)
        both(self, "model", model).layout.width = "200px"
        stop = self.button("Stop", self.stop, icon="stop", tip="Stop (Esc)", kind="oai-stop")
        score = self.button("Score", self.score, icon="check", tip="Score (Shift-Enter)", kind="primary")
        self.submits(field, score, self.score)
        self.link("busy", score, "disabled")
        self.link("busy", stop, "disabled", lambda busy: not busy)
        bar = HBox([lines, model, state(self), room(), HBox([stop, score])])
        bar.add_class("oai-head")
        return bar

    def _wanted(self) -> tuple[list[Any], Any]:
        """The texts that are meant, and their index."""
        if self.words.strip():
            lines = [each.strip() for each in self.words.splitlines() if each.strip()]
            return (lines if self.by_line else [self.words.strip()]), None
        if self.texts is None:
            raise ValueError("There is nothing to score: write something first.")
        return self._given

    def _scoring(self, values: list[Any], index: Any) -> Steps:
        where, different = text.distinct(values)
        results: list[dict[str, Any]] = []
        if not different:
            raise ValueError("There is nothing to score in these texts.")
        yield {"state": f"0 of {len(different):,} …"}
        note = ""
        for called in judged(self.client, different, self._model()):
            results += called.answer["results"]
            note = " · ".join(filter(None, (called.model, "sandbox" if called.sandboxed else "")))
            placed = [results[at] if 0 <= at < len(results) else None for at in where]
            found = Moderated(values, placed, index=index, note=note)
            yield {"state": f"{len(results):,} of {len(different):,} …", "found": found}
        yield {"state": ""}

    def _model(self) -> str:
        if self.model.strip():
            return str(self.model.strip())
        return usual_model(self._client, "moderation")

    def _over(self, work: Work, problem: BaseException | None) -> None:
        if self.state.endswith("…"):
            self.state = ""
        super()._over(work, problem)

    def __repr__(self) -> str:
        return f"ModerationPanel({0 if self.found is None else len(self.found):,} texts)"
