"""Fields: what goes along with each request of a column, by the names that the API declares for it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from openai_nb.api.chat import Completions
from openai_nb.core.errors import BadType

EXTRA = "extra_body"
OURS = {"messages", "stream", "stream_options"}  # the prompt says the first, and answers come whole
ELSEWHERE = {  # what others call an option of ours
    **dict.fromkeys(("concurrency", "max_concurrency", "max_workers", "n_jobs", "workers"), "max_in_flight"),
    **dict.fromkeys(("parallel", "threads", "num_threads"), "max_in_flight"),
    **dict.fromkeys(("schema", "output", "output_column"), "into"),
    **dict.fromkeys(("system_prompt", "instructions"), "system"),
    "budget": "max_cost",
    **dict.fromkeys(("retries", "max_retries"), "attempts"),
    **dict.fromkeys(("verbose", "progress_bar", "tqdm"), "progress"),
    **dict.fromkeys(("use_cache", "caching"), "cache"),
}


def fields(what: str, options: Mapping[str, Any], ours: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a request that `options` say; those in `extra_body`, a dict, are sent as they are.

    Raises `BadType` for a name that is neither a field of the API's nor one of `ours`, the options of `what`.
    """
    said = dict(options)
    extra = said.pop(EXTRA, None) or {}
    if not isinstance(extra, Mapping):
        raise BadType(f"{EXTRA} is {extra!r}; give a dict of fields that your server knows.")
    for name in said:
        if name not in declared():
            raise BadType(f"`{what}` has no option {name!r}.", _advice(name, ours))
    return {**said, **extra}


@cache
def declared() -> frozenset[str]:
    """The fields of a chat request that may be said beside a prompt."""
    kinds = inspect.signature(Completions.create).parameters.values()
    return frozenset(each.name for each in kinds if each.kind is each.KEYWORD_ONLY) - OURS


def _advice(name: str, ours: tuple[str, ...]) -> str:
    near = get_close_matches(name, [*ours, *declared(), *ELSEWHERE], 2, 0.7)
    meant = list(dict.fromkeys(ELSEWHERE.get(each, each) for each in near))
    asked = f"Did you mean {' or '.join(meant)}? " if meant else ""
    return f"{asked}A field of your server's own goes into {EXTRA}={{…}}; nothing was sent."
