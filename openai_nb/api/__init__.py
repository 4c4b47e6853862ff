"""API: what it offers, family by family; declarations only.

A client needs a family when it is first asked for, so nothing is imported here: `every_endpoint` and
`FAMILIES` bring the whole reference when they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openai_nb.api.reference import FAMILIES as FAMILIES
    from openai_nb.api.reference import every_endpoint as every_endpoint


def __getattr__(name: str) -> Any:
    if name in ("FAMILIES", "every_endpoint"):
        from openai_nb.api import reference

        return getattr(reference, name)
    raise AttributeError(f"module 'openai_nb.api' has no attribute {name!r}")
