"""Notice: said once, where nobody chose the sandbox and it answers."""

from __future__ import annotations

import sys

NOTICE = "openai_nb: no API key found, so the sandbox answers: computed on this machine, not by a model."

_noticed = False


def notice() -> None:
    """Say once that the sandbox answers; on the page in a notebook, else where logs go."""
    global _noticed
    if not _noticed:
        _noticed = True
        ipython = sys.modules.get("IPython")
        in_notebook = hasattr(ipython.get_ipython() if ipython else None, "kernel")
        print(NOTICE, file=sys.stdout if in_notebook else sys.stderr)
