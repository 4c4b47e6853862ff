"""OpenAI's API, at home in the notebook.

`%load_ext openai_nb` brings the magics; `Client` is the client they share; `use` says who answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_nb.version import __version__ as __version__

if TYPE_CHECKING:
    from openai_nb.client import Client as Client
    from openai_nb.core.record import asdict as asdict
    from openai_nb.core.toolbox import Toolbox as Toolbox
    from openai_nb.core.tools import Tool as Tool
    from openai_nb.core.tools import get_available_tools as get_available_tools
    from openai_nb.core.tools import tool as tool
    from openai_nb.data.frames import frame as frame
    from openai_nb.looks.manual import docs as docs
    from openai_nb.session import use as use

_DOORS = {
    "Client": "openai_nb.client",
    "Tool": "openai_nb.core.tools",
    "Toolbox": "openai_nb.core.toolbox",
    "asdict": "openai_nb.core.record",
    "docs": "openai_nb.looks.manual",
    "frame": "openai_nb.data.frames",
    "get_available_tools": "openai_nb.core.tools",
    "tool": "openai_nb.core.tools",
    "use": "openai_nb.session",
}


def __getattr__(name: str) -> Any:
    """Imported when first used, so that loading the extension stays quick."""
    if name in _DOORS:
        from importlib import import_module

        return getattr(import_module(_DOORS[name]), name)
    raise AttributeError(f"module 'openai_nb' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_DOORS])


def load_ipython_extension(shell: Any) -> None:
    """Bring the magics: `%load_ext openai_nb`."""
    from openai_nb.magics import register

    register(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Take the magics away again: `%unload_ext openai_nb`."""
    from openai_nb.magics import unregister

    unregister(shell)
