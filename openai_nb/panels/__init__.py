"""Panels: what one clicks."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import openai_nb.panels.panel  # noqa: F401 - loaded later, the module would take the place of `panel` below

PANELS = {
    "assistants": "assistants:AssistantPanel",
    "audio": "audio:AudioPanel",
    "batches": "batches:BatchPanel",
    "chat": "chat:ChatPanel",
    "embedding": "embeddings:EmbeddingPanel",
    "files": "files:FilesPanel",
    "images": "images:ImagePanel",
    "job": "jobs:JobPanel",
    "jobs": "tuning:JobsPanel",
    "models": "models:ModelsPanel",
    "moderation": "moderation:ModerationPanel",
    "settings": "settings:SettingsPanel",
    "stores": "stores:StorePanel",
    "studio": "studio:Studio",
    "usage": "usage:UsagePanel",
}


def panel(name: str, *args: Any, **options: Any) -> Any:
    """The panel called `name`, ready to be shown; raises `ValueError` with the names there are."""
    if name not in PANELS:
        raise ValueError(f"There is no panel {name!r}; there are {', '.join(sorted(PANELS))}.")
    module, _, kind = PANELS[name].partition(":")
    return getattr(import_module(f"openai_nb.panels.{module}"), kind)(*args, **options)


def __getattr__(name: str) -> Any:
    """The class of a panel, imported when first asked for: `from openai_nb.panels import ChatPanel`."""
    for module, kind in (place.split(":") for place in PANELS.values()):
        if kind == name:
            return getattr(import_module(f"openai_nb.panels.{module}"), kind)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *(place.partition(":")[2] for place in PANELS.values())])
