"""Panel: state one can test, a view one can see.

A panel holds its state in traits; its verbs change the state; its `view` only connects widgets to it.
Long work is a generator of changes (see `work`), so that cells stay free.  A widget is not kept in a
saved notebook, so a panel leaves a twin beside it: a plain output, unseen while the panel lives.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, ClassVar

from ipywidgets import Button, Label, VBox, Widget, dlink
from traitlets import Bool, HasTraits, Unicode

from openai_nb.core.errors import OpenAIError
from openai_nb.core.traces import plain
from openai_nb.looks.errors import one_line
from openai_nb.looks.live import LiveBundle, in_terminal
from openai_nb.panels.browser import front, styled, tree
from openai_nb.panels.intake import unread
from openai_nb.panels.work import Changes, Steps, Work, threads_help

# The twin is not shown beside its living panel; when a notebook is opened again the widget is gone,
# and the line that says so is not shown beside the twin.
_BEFORE = ".jp-OutputArea-child:has(+ .jp-OutputArea-child .oai-twin)"
HIDING = (
    "<style>.jp-OutputArea-child:has(.oai-panel)+.jp-OutputArea-child:has(.oai-twin){display:none}"
    f"{_BEFORE}>.jupyter-widgets.jp-OutputArea-output:not(:has(*)),"
    f"{_BEFORE}>.jp-OutputArea-output>.jupyter-widgets:not(:has(*)){{display:none!important}}</style>"
)


class Panel(HasTraits):
    """A small app in an output: `busy` while something is done, `problem` says what went wrong.

    `threads=False` does all work within the callback that asked for it, as Colab and Pyodide need.
    """

    NAME: ClassVar[str] = "Panel"  # what a screen reader calls it
    LOOKS: ClassVar[tuple[str, ...]] = ()  # its own files front/<name>.css
    LABELS: ClassVar[Mapping[str, Mapping[str, str]]] = {}  # attributes of the page, by CSS selector

    busy = Bool(False)
    problem = Unicode("")

    def __init__(self, *, threads: bool | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self.threads = threads_help() if threads is None else threads
        self.closed = False
        self._works: list[Work] = []
        self._verbs, self._lock = 0, threading.RLock()
        self._kept: LiveBundle | None = None
        self._ends: list[Callable[[], object]] = []
        self._fields: dict[str, tuple[Any, Callable[[], object]]] = {}

    # What a subclass says

    def view(self) -> Widget:
        """The widgets, connected to the state; a subclass builds them."""
        raise TypeError(f"{type(self).__name__} has no view.")

    def twin(self) -> Mapping[str, str]:
        """What stays in the saved notebook: `text/html`, all of it escaped, and `text/plain`; {} for none."""
        return {}

    def beside(self) -> None:
        """Show plain outputs that are seen beside the living panel, and stay; none here."""

    def take(self, files: list[tuple[str, bytes]]) -> None:
        """Do something with files, (name, bytes), that were pasted or dropped on an `.oai-drop`."""
        raise ValueError("Files cannot be dropped here.")

    # What its verbs use

    def attempt(self, verb: Callable[..., object], *args: Any) -> None:
        """Do what a button asks for; what goes wrong is told in `problem`, not raised into the void."""
        self.problem = ""
        self._count(1)
        try:
            verb(*args)
        except (OpenAIError, ValueError, OSError) as error:
            self.problem = told(error)
        finally:
            self._count(-1)

    def work(self, steps: Steps, *, quiet: bool = False) -> Work:
        """Let `steps` go on beside the cells; each yields traits and their values, or None.

        The panel is `busy` meanwhile unless the work is `quiet`, as following something is.
        """
        work = Work(steps, self._apply, self._over, lock=self._lock, quiet=quiet)
        with self._lock:
            self._works.append(work)
        self.problem = ""
        self._count(0)
        return work.start(threads=self.threads)

    def stop(self) -> None:
        """End what the panel is busy with; what goes on quietly goes on."""
        for work in [each for each in self._works if not each.quiet]:
            work.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the panel is no longer busy; whether that came within `timeout` seconds."""
        return all(work.wait(timeout) for work in [each for each in self._works if not each.quiet])

    def keep(self) -> None:
        """Bring the twin up to date."""
        if self._kept is not None and (bundle := _twin(self.twin())):
            self._kept.show(bundle)
            self._kept.flush()

    def at_end(self, end: Callable[[], object]) -> None:
        """Have `end` called when the panel is closed."""
        self._ends.append(end)

    def button(
        self, words: str, verb: Callable[[], object], *, icon: str = "", tip: str = "", kind: str = ""
    ) -> Any:
        """A button that attempts `verb`; `kind` is "primary", "danger" or a class of one's own."""
        style = kind if kind in ("primary", "danger") else ""
        button = Button(description=words, icon=icon, tooltip=tip or words, button_style=style)
        for name in filter(None, ("" if style else kind, "" if words else "oai-icon")):
            button.add_class(name)
        button.on_click(lambda _: self.attempt(verb))
        return button

    def submits(self, field: Any, button: Any, verb: Callable[[], object]) -> None:
        """Let Shift-Enter in `field` do what `button` does; in a line of text, Enter too.

        Words and wish then travel together, so that the verb finds what was just typed.
        """
        name = f"oai-field-{len(self._fields)}"
        self._fields[name] = field, verb
        field.add_class(name)
        button.add_class(f"{name}-send")

    def link(
        self, trait: str, widget: Any, attribute: str, change: Callable[[Any], Any] | None = None
    ) -> None:
        """Let `attribute` of a widget follow a trait, changed by `change`."""
        dlink((self, trait), (widget, attribute), change)

    # How it is shown and ended

    @cached_property
    def widget(self) -> Any:
        """The panel as one widget: its view, what went wrong, its looks and its keys."""
        notice = Label(self.problem)  # a label: words of a server are never HTML
        notice.add_class("oai-problem")
        self.link("problem", notice, "value")
        labels = {".oai-problem": {"role": "alert"}, **self.LABELS}
        keys = front("panel", name=self.NAME, labels={place: dict(each) for place, each in labels.items()})
        if keys is not None:
            keys.add_class("oai-keys")
            keys.on_msg(lambda _, said, buffers: self.heard({**said, "buffers": buffers}))
        parts = [styled("panel", *self.LOOKS), self.view(), notice, keys]
        shown = VBox([each for each in parts if each is not None])
        shown.add_class("oai-panel")
        return shown

    def heard(self, said: Mapping[str, Any]) -> None:
        """What the page says: words of a field and the wish to send them, or files."""
        field, verb = self._fields.get(said.get("field", ""), (None, None))
        if "press" in said and field is not None and verb is not None:
            field.value = said["text"]
            self.attempt(verb)
        elif "files" in said:
            self._take_each(zip(said["files"], said["buffers"], strict=True))
        elif "unread" in said:
            self.problem = unread(said["unread"])

    def _take_each(self, files: Iterable[tuple[Mapping[str, Any], Any]]) -> None:
        """Take files one by one, so that one that will not do keeps none of the others away."""
        problems = []
        for about, data in files:
            self.attempt(self.take, [(about["name"], bytes(data))])
            problems.append(self.problem)
        self.problem = "; ".join(filter(None, dict.fromkeys(problems)))

    def close(self) -> None:
        """End what goes on behind the panel, and take it from the page; the twin stays."""
        if self.closed:
            return
        self.closed = True
        for end in self._ends:
            end()
        for work in list(self._works):
            work.stop()
        self.keep()
        if "widget" in vars(self):
            for each in tree(self.widget):
                each.close()
        self.unobserve_all()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if in_terminal() or self.closed:
            self._show_twin()
            return
        bundle = self.widget._repr_mimebundle_()
        mimes = bundle[0] if isinstance(bundle, tuple) else bundle
        display({**mimes, "text/html": "", "text/plain": ""}, raw=True)
        if twin := _twin(self.twin()):
            self._kept = LiveBundle(fps=1)
            self._kept.show(twin)
        self.beside()

    def _show_twin(self) -> None:
        from IPython.display import display

        bundle = _twin(self.twin()) or {"text/plain": repr(self)}
        print(bundle["text/plain"]) if in_terminal() else display(bundle, raw=True)

    def _apply(self, changes: Changes) -> None:
        for name, value in changes.items():
            setattr(self, name, value)

    def _over(self, work: Work, problem: BaseException | None) -> None:
        self._works.remove(work)
        if problem is not None:
            self.problem = told(problem)
        self._count(0)
        self.keep()

    def _count(self, more: int) -> None:
        with self._lock:
            self._verbs += more
            self.busy = bool(self._verbs) or any(not each.quiet for each in self._works)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def told(error: BaseException) -> str:
    """What went wrong, on one line: the message and the advice of our errors, the kind of others."""
    if isinstance(error, OpenAIError):
        return one_line(error)
    words = plain(str(error))
    return words if isinstance(error, ValueError | OSError) else f"{type(error).__name__}: {words}"


def _twin(said: Mapping[str, str]) -> dict[str, str]:
    if not said:
        return {}
    return {**said, "text/html": f'{HIDING}<div class="oai-twin">{said.get("text/html", "")}</div>'}
