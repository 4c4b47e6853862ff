"""Panel: state one can test, a view one can see.

A panel holds its state in traits; its verbs change the state; its `view` only connects widgets to it.
A widget is not kept in a saved notebook, so a panel leaves a twin beside it: plain outputs that are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import HTML, Label, VBox, Widget
from traitlets import Bool, HasTraits, Unicode

from openai_nb.core.errors import OpenAIError
from openai_nb.looks.errors import plain

# When a notebook is opened again, the widget is gone and its place is empty: that place is not shown.
GONE = (
    "<style>.jp-OutputArea-output.jupyter-widgets:not(:has(*)),"
    ".jp-OutputArea-output > .jupyter-widgets:not(:has(*)){display:none!important}</style>"
)


class Panel(HasTraits):
    """A small app in an output: `busy` while a verb works, `problem` says what went wrong."""

    busy = Bool(False)
    problem = Unicode("")

    def view(self) -> Widget:
        """The widgets, connected to the state; a subclass builds them."""
        raise TypeError(f"{type(self).__name__} has no view.")

    def attempt(self, verb: Callable[..., object], *args: Any) -> None:
        """Do what a button asks for; what goes wrong is told in `problem`, not raised into the void."""
        self.busy, self.problem = True, ""
        try:
            verb(*args)
        except (OpenAIError, ValueError, OSError) as error:
            self.problem = plain(str(error))
        finally:
            self.busy = False

    def twin(self) -> None:
        """Show the outputs that stay in the saved notebook; none unless a subclass has some."""

    def close(self) -> None:
        """End what goes on behind the panel."""

    def _ipython_display_(self) -> None:
        from IPython.display import display

        notice = Label(self.problem)  # a label: words of a server are never HTML
        self.observe(lambda change: setattr(notice, "value", change.new), "problem")
        shown = VBox([self.view(), notice, HTML(GONE)])
        bundle = shown._repr_mimebundle_()
        mimes = bundle[0] if isinstance(bundle, tuple) else bundle
        display({**mimes, "text/html": "", "text/plain": ""}, raw=True)
        self.twin()

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
