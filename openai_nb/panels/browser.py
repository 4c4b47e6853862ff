"""Browser: small modules of our own that run in the page; without `anywidget` there are none.

A module `front/NAME.js` exports what anywidget wants, `export default { render({ model, el }) {…} }`;
nothing is built and nothing is fetched.  `front/NAME.css` is how a panel looks, with or without modules.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ipywidgets import HTML, Widget
from traitlets import Any as AnyTrait

FRONT = Path(__file__).parent / "front"


@cache
def source(file: str) -> str:
    """The text of a file in `front`."""
    return (FRONT / file).read_text(encoding="utf-8")


def front(module: str, /, **state: Any) -> Any:
    """A widget of the module `front/<module>.js` that shares `state` with the page; None without anywidget.

    Each name of `state` is a trait: set it and the page hears of it, `observe` it to hear the page.
    Bytes travel as they are.  `send` and `on_msg` carry what is no state.
    """
    kind = _kind(module, tuple(sorted(state)))
    return None if kind is None else kind(**state)


def styled(*names: str) -> Widget:
    """An unseen widget that brings the looks `front/<name>.css` of a panel into the page."""
    return HTML(
        "".join(f"<style>{source(f'{name}.css')}</style>" for name in names), layout={"display": "none"}
    )


@cache
def _kind(module: str, traits: tuple[str, ...]) -> Any:
    try:
        from anywidget import AnyWidget
    except ImportError:
        return None
    body: dict[str, Any] = {each: AnyTrait().tag(sync=True) for each in traits}
    return type("Front", (AnyWidget,), {"_esm": source(f"{module}.js"), "__module__": __name__, **body})


def tree(widget: Widget) -> list[Widget]:
    """A widget and all that belong to it: children, layouts, styles."""
    found: dict[int, Widget] = {}
    waiting: list[Any] = [widget]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Widget) and id(each) not in found:
            found[id(each)] = each
            waiting += [getattr(each, name) for name in each.keys]
        elif isinstance(each, tuple | list):
            waiting += each
    return list(found.values())
