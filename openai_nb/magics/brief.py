"""Brief: what goes wrong in a magic shows in two lines, a stop in one; the cell's status is "error"."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from openai_nb.core.errors import OpenAIError

F = TypeVar("F", bound=Callable[..., Any])


def briefly(magic: F) -> F:
    """The same magic, whose errors are short."""

    @wraps(magic)
    def brief(*args: Any, **kwargs: Any) -> Any:
        try:
            return magic(*args, **kwargs)
        except OpenAIError as error:
            from openai_nb.core.traces import shown

            raise shown(error) from None
        except KeyboardInterrupt as stop:
            if hasattr(stop, "_render_traceback_"):
                raise
            raise _halted() from None

    return brief  # type: ignore[return-value]


def _halted() -> KeyboardInterrupt:
    """A stop where there was no text to keep."""
    from openai_nb.looks.errors import Stopped

    return Stopped()
