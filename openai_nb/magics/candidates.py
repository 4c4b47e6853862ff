"""Candidates: what may stand at a place of a magic's line: verbs, models, ids, names of the notebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openai_nb.session import current

_VERBS = {  # of each magic, with the kind of the word that follows
    "assistants": "list create show:assistant delete:assistant",
    "batches": "list create:path follow:batch results:batch show:batch cancel:batch",
    "conversation": "list show:conversation fork:conversation undo:conversation reset:conversation "
    "export:path import:path",
    "files": "list upload:path check:path show:file content:file download:file delete:file",
    "jobs": "list create:path follow:job events:job checkpoints:job show:job cancel:job pause:job resume:job",
    "models": "list retiring show:model delete:model",
    "openai": "show login logout use:provider config:option limits debug panel:panel docs operations",
    "stores": "list create add:store search:store files:store show:store remove:store delete:store",
    "usage": "models cells conversations kinds days calls organization costs clear",
}
VERBS = {
    magic: {verb: kind for verb, _, kind in (word.partition(":") for word in words.split())}
    for magic, words in _VERBS.items()
}
FIRST = {"assistant": "assistant", "embed": "variable", "map": "variable", "transcribe": "variable"}
FLAGS = {  # by the name of the flag
    "model": "model",
    "compare": "model",
    "conversation": "conversation",
    "fork": "conversation",
    "tools": "function",
    "store": "store",
    **dict.fromkeys(("image", "file", "edit", "vary", "mask", "labels", "schema"), "variable"),
}
ARGUMENTS = {  # of operations
    "model": "model",
    **dict.fromkeys(("file_id", "input_file_id", "training_file", "validation_file"), "file"),
    **dict.fromkeys(("fine_tuning_job_id", "fine_tune_id"), "job"),
    "batch_id": "batch",
    "assistant_id": "assistant_id",
    "vector_store_id": "store_id",
}


def named(kind: str, shell: Any) -> Iterable[str]:
    """All that may stand where this kind of thing is wanted."""
    if kind == "conversation":
        return list(current().conversations)
    if kind in ("variable", "function"):
        own = {name: value for name, value in shell.user_ns.items() if is_own(name, shell)}
        return [name for name, value in own.items() if kind == "variable" or callable(value)]
    if kind == "option":
        from openai_nb.magics import options

        return list(options.current().origins)
    if kind == "provider":
        from openai_nb.providers import finding

        return finding.names()
    if kind == "panel":
        from importlib import import_module

        try:
            return list(import_module("openai_nb.panels").PANELS)
        except ImportError:
            return []
    from openai_nb.magics import ids

    known = ids.ids(kind) if kind in ids.LISTS else []
    return known or (_usual() if kind == "model" else [])


def _usual() -> list[str]:
    """The models that need no asking: those chosen, and the provider's own."""
    here = current()
    client = vars(here)["_client"]
    return list(dict.fromkeys([*here.chosen.values(), *(client.provider.models.values() if client else ())]))


def is_own(name: str, shell: Any) -> bool:
    """Whether the user gave something this name."""
    return not name.startswith("_") and name not in shell.user_ns_hidden
