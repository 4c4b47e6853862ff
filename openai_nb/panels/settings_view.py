"""Settings view: the widgets of a settings panel, connected to its state."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ipywidgets import HTML, Checkbox, Dropdown, HBox, Label, Password, Text, VBox, Widget
from traitlets import Bool, Enum

from openai_nb.looks.tables import bundle
from openai_nb.panels.settings import ADDRESS, shown

if TYPE_CHECKING:
    from openai_nb.panels.settings import SettingsPanel

WIDE = {"width": "auto"}
NEEDS = {ADDRESS, "azure", "proxy"}  # who cannot be found without an address


class SettingsView:
    """What one sees of a settings panel."""

    def __init__(self, panel: SettingsPanel) -> None:
        self.panel = panel
        self.fields: dict[str, Any] = {}
        self.there, self.limits, self.kept = HTML(), HTML(), Label()
        parts = [self._who(), self._options(), self._limits(), self._cache()]
        self.widget: Widget = VBox(parts)
        panel.observe(lambda _: self._show(), ["there", "limits", "kept"])
        if panel.options is not None:
            watch = lambda change: self._follow(change.name)  # noqa: E731
            panel.options.observe(watch, list(self.fields))
            panel.at_end(lambda: panel.options.unobserve(watch, list(self.fields)))
        self._follow_cells()
        self._show()

    def _who(self) -> Widget:
        panel = self.panel
        who = Dropdown(
            options=panel.names, value="sandbox", description="Provider", layout={"width": "240px"}
        )
        address = Text(placeholder="its address, where it needs one", continuous_update=False, layout=WIDE)
        key = Password(
            placeholder="Key (it is not shown)", continuous_update=False, layout={"width": "220px"}
        )
        keep = Checkbox(description="Keep it in ~/.openai", indent=False, layout=WIDE)
        key.add_class("oai-key")
        address.add_class("oai-grow")
        address.tooltip = "Address"

        def use() -> None:
            secret, key.value = key.value, ""  # it is gone from the page whatever comes of it
            panel.use(who.value, address=address.value, key=secret, keep=keep.value)

        button = panel.button("Use", use, icon="plug", tip="Let it answer from now on", kind="primary")
        panel.submits(key, button, use)
        rows = [HBox([who, address]), HBox([key, keep, button, panel.telling()])]
        rows[1].add_class("oai-bar")  # which wraps on a narrow page
        return _part("Who answers", [*rows, self.there], first=True)

    def _options(self) -> Widget:
        panel = self.panel
        if panel.options is None:
            return _part("Options", [_quiet("%load_ext openai_nb brings the options of all magics.")])
        rows = [
            self._option(name, trait) for name, trait in sorted(panel.options.traits(config=True).items())
        ]
        grid = VBox(rows)
        grid.add_class("oai-options")
        return _part("Options", [grid])

    def _option(self, name: str, trait: Any) -> Widget:
        value = getattr(self.panel.options, name)
        words = name.replace("_", " ")
        words = "API" if words == "api" else f"{words[0].upper()}{words[1:]}"
        if isinstance(trait, Bool):
            field: Any = Checkbox(value, description=words, indent=False)
        elif isinstance(trait, Enum):
            field = Dropdown(options=trait.values, value=value, description=words)
        else:
            field = Text(shown(value), description=words, continuous_update=False)
        field.tooltip = trait.help
        field.observe(lambda change: self._changed(name, change.new), "value")
        self.fields[name] = field
        row = VBox([field, _quiet(trait.help)])
        row.add_class("oai-option")
        return row

    def _changed(self, name: str, value: Any) -> None:
        if shown(value) == shown(getattr(self.panel.options, name)):
            return  # that is where the field has it from
        self.panel.attempt(self.panel.set, name, value)
        self._follow(name)

    def _follow(self, name: str) -> None:
        """Show an option as it is, whoever set it, and also where a wish was refused."""
        field, value = self.fields[name], getattr(self.panel.options, name)
        field.value = shown(value) if isinstance(field, Text) else value

    def _limits(self) -> Widget:
        look = self.panel.button("", self.panel.look, icon="refresh", tip="Look again")
        return _part("Limits", [self.limits], beside=look)

    def _cache(self) -> Widget:
        panel = self.panel
        clear = panel.button("Clear", panel.clear, icon="trash", tip="Forget all answers", kind="danger")
        self.kept.add_class("oai-grow")
        return _part("Cache", [HBox([self.kept, clear]), panel.sure("Forget them")])

    def _show(self) -> None:
        panel = self.panel
        self.there.value = bundle(("", "", "from"), panel.there)["text/html"]
        rows = list(panel.limits.items())
        none = '<p class="oai-note">The last answer said nothing of limits.</p>'
        self.limits.value = bundle(("", ""), rows)["text/html"] if rows else none
        self.kept.value = panel.kept

    def _follow_cells(self) -> None:
        """Show what cells change."""
        from IPython import get_ipython

        if (shell := get_ipython()) is None:
            return
        ran = partial(self.panel.attempt, lambda *_: self.panel.look())
        shell.events.register("post_run_cell", ran)
        self.panel.at_end(lambda: shell.events.unregister("post_run_cell", ran))


def _part(title: str, inside: list[Any], *, first: bool = False, beside: Any = None) -> Widget:
    head = Label(title)
    head.add_class("oai-title")
    box = VBox([HBox([head, beside]) if beside is not None else head, *inside])
    if not first:
        box.add_class("oai-folded")
    return box


def _quiet(words: str) -> Any:
    label = Label(words)
    label.add_class("oai-quiet")
    return label
