"""Listed: a panel that holds lists, and asks once more before it does what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import HBox, Label, Widget
from traitlets import Int, Unicode, observe

from openai_nb.panels.panel import Panel
from openai_nb.panels.rows import Rows
from openai_nb.panels.work import Steps, Work
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.client import Client

_numbers = count(1)


class Listed(Panel):
    """A panel with `lists`; its work yields `news()` after rows have come or gone.

    So rows show as often as all else does, however fast they come; and works that go on side by side
    cannot show what another has changed since.  `question` is what it asks now: `yes` or `no`.
    """

    LOOKS: ClassVar[tuple[str, ...]] = ("lists",)

    held = Int(0)
    question = Unicode("")
    told = Unicode("")  # what was done last
    lists: tuple[Rows, ...] = ()
    _wanted: Callable[[], object] | None = None

    def __init__(self, *, client: Client | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client

    @property
    def client(self) -> Client:
        """Who is asked."""
        return self._client or current().client

    def work(self, steps: Steps, *, quiet: bool = False) -> Work:
        """Let `steps` go on beside the cells; who is asked is known before they begin."""
        _ = self.client  # else two works at once might each make one
        return super().work(steps, quiet=quiet)

    def ask(self, question: str, verb: Callable[[], object]) -> None:
        """Ask, and do `verb` only after `yes`."""
        self._wanted, self.question = verb, question

    def yes(self) -> None:
        """Do what was asked about; raises `ValueError` where nothing was."""
        verb = self._wanted
        self.no()
        if verb is None:
            raise ValueError("There is nothing to be sure of.")
        verb()

    def no(self) -> None:
        """Leave everything as it is."""
        self._wanted, self.question = None, ""

    def news(self, **changes: Any) -> dict[str, Any]:
        """Changes of the panel, and that what it holds has changed."""
        return {**changes, "held": next(_numbers)}

    def freshen(self) -> None:
        """Bring up to date what is shown of what is held."""
        for each in self.lists:
            each.freshen()

    @observe("held")
    def _held(self, _: Any) -> None:
        self.freshen()

    def _over(self, work: Work, problem: BaseException | None) -> None:
        self.freshen()
        super()._over(work, problem)

    def sure(self, yes: str = "Delete", no: str = "Keep") -> Widget:
        """A widget with the question and its two answers, unseen while there is none; Esc says no."""
        words = Label()
        words.add_class("oai-grow")
        self.link("question", words, "value")
        keep = self.button(no, self.no, tip=f"{no} (Esc)", kind="oai-stop")
        bar = HBox([words, self.button(yes, self.yes, icon="trash", kind="danger"), keep])
        bar.add_class("oai-sure")

        def fold(_: Any = None) -> None:
            bar.layout.display = "" if self.question else "none"
            keep.disabled = not self.question

        self.observe(fold, "question")
        fold()
        return bar

    def telling(self) -> Widget:
        """A widget that says what was done last."""
        label = Label(self.told)
        for name in ("oai-quiet", "oai-told", "oai-grow"):
            label.add_class(name)
        self.link("told", label, "value")
        return label
