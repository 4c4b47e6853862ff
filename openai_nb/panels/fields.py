"""Fields: widgets one writes in or chooses from, which follow a trait of a panel and it them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import Box, Dropdown, Label, Widget

if TYPE_CHECKING:
    from openai_nb.panels.panel import Panel
    from openai_nb.panels.rows import Rows


def both(panel: Panel, name: str, field: Any) -> Any:
    """The field, which from now on shows the trait `name` and sets it; a choice it lacks is added."""

    def shown(value: Any) -> Any:
        if isinstance(field, Dropdown) and value not in field.options:
            field.options = [*field.options, value]
        return value

    shown(getattr(panel, name))
    field.value = getattr(panel, name)
    field.observe(lambda change: panel.set_trait(name, change.new), "value")
    panel.link(name, field, "value", shown)
    return field


def state(panel: Panel) -> Widget:
    """A quiet line that says what a panel's `state` is."""
    label = Label()
    for name in ("oai-state", "oai-quiet"):
        label.add_class(name)
    panel.link("state", label, "value")
    return label


def needs(rows: Rows, button: Any, what: str = "chosen") -> None:
    """Let the button be pressed only while rows are chosen, or with "total" while there are any."""

    def enable(_: Any = None) -> None:
        button.disabled = not getattr(rows, what)

    rows.observe(enable, what)
    enable()


def ending(head: Any, panel: Any, *between: Widget) -> None:
    """End the head of a list with some widgets, and with the button that looks again."""
    again = panel.button("", panel.look, icon="refresh", tip="Look again")
    head.children = [*head.children, *between, again]


def room() -> Widget:
    """What keeps its neighbours apart."""
    box = Box()
    box.add_class("oai-grow")
    return box
