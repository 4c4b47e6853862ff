"""Processes: whether one of this machine, known by its number, goes on."""

from __future__ import annotations

import os


def alive(process: int) -> bool:
    """Whether a process goes on; where that cannot be asked, it is taken to."""
    if process == os.getpid() or os.name != "posix":  # elsewhere the question below would be a signal
        return True
    try:
        os.kill(process, 0)  # asks whether it lives; harms nobody
    except ProcessLookupError:
        return False
    except PermissionError:  # it is there, and somebody else's
        return True
    return True
