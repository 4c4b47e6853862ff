"""Models: which one may ask, what they cost, and which will soon answer no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import Widget
from traitlets import Bool, Dict

from openai_nb.api.prices import AS_OF, price
from openai_nb.api.retired import last_day
from openai_nb.looks.tables import bundle
from openai_nb.panels.listed import Listed
from openai_nb.panels.rows import Column, Rows, moment, words
from openai_nb.panels.work import Steps
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.api.models import Model
    from openai_nb.client import Client

KINDS = ("chat", "embedding", "image", "transcription", "speech", "moderation", "completion")
SOON, GONE = "leaving", "gone"
TUNED = "ft:"  # how the names of fine-tuned models begin
KEPT = 30  # rows in the saved notebook


def usd(value: Any) -> str:
    """USD per million tokens; empty where that is not known."""
    return f"${value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, int | float) else ""


def remaining(value: Any) -> str:
    """How many days are left."""
    if not isinstance(value, int):
        return ""
    return f"{value:,} days" if value > 1 else "a day" if value == 1 else "none"


COLUMNS = (
    Column("id", "Model", "minmax(12em, 2fr)"),
    Column("owned_by", "Owner", "minmax(6.5em, 1fr)"),
    Column("created", "Created", "8.4em", lambda seconds: moment(seconds)[:10]),
    Column("input", "In / M", "5.5em", usd, right=True),
    Column("output", "Out / M", "6em", usd, right=True),
    Column("shutdown_date", "Last day", "8.4em", words),
    Column("days", "Left", "5.5em", remaining, right=True),
    Column("state", "", "6em", badge=True),
)


class ModelsPanel(Listed):
    """The models one may ask, live from the server: `ModelsPanel()`, `ModelsPanel(leaving=True)`.

    Last days are the server's word, else what OpenAI has announced; prices are those of the package's table.
    """

    NAME = "Models"
    LOOKS = ("lists", "models")
    LABELS: ClassVar = {".oai-told": {"role": "status", "aria-live": "polite"}}

    leaving = Bool(False)  # whether only those are shown that have a last day
    usual = Dict()  # the model of each kind that is asked where none is named

    def __init__(self, *, client: Client | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client
        self.rows = Rows(COLUMNS, by="id", down=False)
        self.lists = (self.rows,)
        self._every: list[dict[str, Any]] = []
        self.observe(lambda _: self._choose(), "leaving")

    @property
    def client(self) -> Client:
        """Whose models they are."""
        return self._client or current().client

    # Verbs

    def look(self) -> None:
        """Fetch the list of models."""
        self.work(self._looking(), quiet=True)

    def use(self, kind: str = "chat") -> None:
        """Let the magics and panels ask the chosen model where none is named."""
        if kind not in KINDS:
            raise ValueError(f"There is no kind {kind!r} of model; there are {', '.join(KINDS)}.")
        name = self.rows.one
        current().chosen[kind] = name
        self.usual = {**self.usual, kind: name}
        self.told = f"{name} is the {kind} model now."

    def delete(self) -> None:
        """Ask whether the chosen model, which must be a fine-tuned one, shall be deleted."""
        name = self.rows.one
        if not name.startswith(TUNED):
            raise ValueError(f"{name} is not yours to delete; only fine-tuned models are, those named ft:….")
        self.ask(f"Delete {name}? It cannot be undone.", lambda: self.work(self._deleting(name)))

    # What is shown

    def view(self) -> Widget:
        """The table, and what can be done with a model."""
        from openai_nb.panels.models_view import ModelsView

        return ModelsView(self).widget

    def twin(self) -> dict[str, str]:
        """The first models of the table."""
        found = self.rows.found
        more = f"{len(found):,} models · " if len(found) > KEPT else ""
        note = f"{more}USD per million tokens as of {AS_OF}" if found else "No models."
        rows = [self.rows.cells(row) for row in found[:KEPT]]
        return bundle([each.title for each in COLUMNS], rows, note=note)

    def _looking(self) -> Steps:
        self._every = list(rows(self.client.models.list()))
        self._fill()
        here = current()
        usual = {**self.client.provider.models, **(here.chosen if self._client is None else {})}
        yield self.news(usual=usual, told="")

    def _deleting(self, name: str) -> Steps:
        self.client.models.delete(name)
        self._every = [each for each in self._every if each["id"] != name]
        self._fill()
        yield self.news(told="Deleted.")

    def _choose(self) -> None:
        with self._lock:
            self._fill()
            self.freshen()

    def _fill(self) -> None:
        self.rows.set(each for each in self._every if each["state"] or not self.leaving)

    def __repr__(self) -> str:
        return f"ModelsPanel({self.rows.total:,} models)"


def rows(models: Iterable[Model], today: date | None = None) -> Iterable[dict[str, Any]]:
    """A row for each model: what the server says of it, its price and its last day."""
    now = today or date.today()
    for model in models:
        day, known = last_day(model), price(model.id)
        left = None if day is None else max((day - now).days, 0)
        yield {
            "id": model.id,
            "owned_by": getattr(model, "owned_by", None),
            "created": getattr(model, "created", None),
            "input": known and known.input,
            "output": known and known.output,
            "shutdown_date": None if day is None else f"{day}",
            "days": left,
            "state": "" if day is None else SOON if day > now else GONE,
        }
