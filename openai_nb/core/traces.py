"""Traces: what a notebook shows of an error: the line of the user's own, what was wrong, what to do."""

from __future__ import annotations

import linecache
import re
import sys
import sysconfig
import traceback
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from openai_nb.core.errors import OpenAIError

E = TypeVar("E", bound=OpenAIError)

# A notebook stores an error's value beside its lines: at most 400 bytes with it, and 145 more with a place.
FIRST, SECOND, VALUE, PLACE = 140, 120, 50, 140
HOOK = "_render_traceback_"  # what IPython asks an error for
OURS = str(Path(__file__).parents[1])
_RED, _PLAIN = "\x1b[31m", "\x1b[0m"
_ESCAPE_CODE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")
_TAG = re.compile(r"<[A-Za-z/!?][^>]*>")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_KEY = re.compile(r"\b(sk-|sess-)[\w\-]{8,}?([\w\-]{4})\b")
_SECRET = re.compile(r"((?:key|token|secret|password)\w*['\"]?\]?\s*[=:]\s*)(['\"]).*?\2", re.IGNORECASE)

_last = ""


def install() -> None:
    """From now on any error of this package that reaches a cell shows in three lines; `%tb` has the rest."""
    setattr(OpenAIError, HOOK, _located)


def remove() -> None:
    """Let IPython show errors its own way again."""
    if HOOK in vars(OpenAIError):
        delattr(OpenAIError, HOOK)


def shown(error: E) -> E:
    """`error` itself, which from now on shows in two lines; `%tb` and `last_trace` have the rest."""
    vars(error).pop("_seen", None)
    return _shortened(error)


def last_trace() -> str:
    """The whole trace of the error last shown in short; empty if there was none."""
    return _last


def two_lines(error: OpenAIError) -> list[str]:
    """What was wrong, and what to do: at most 400 bytes with their colours, and no HTML."""
    name = type(error).__name__
    wrong = cut(plain(error.message), FIRST - len(name) - 2 - len(_RED + _PLAIN))
    return [f"{_RED}{name}{_PLAIN}: {wrong}", second(error)]


def second(error: OpenAIError) -> str:
    """The advice, when to come back and the request's id; the advice gives way."""
    facts = []
    if error.retry_after is not None:
        facts.append(f"retry after {error.retry_after:g} s")
    if error.request_id:
        facts.append(f"request {cut(plain(error.request_id), 48)}")
    tail = f" ({', '.join(facts)})" if facts else ""
    return cut(plain(error.advice), SECOND - len(tail.encode())) + tail


def place(error: BaseException) -> str:
    """The line of the user's own code that came last before ours, as "Cell In[3], line 2: …"; else empty."""
    for frame, line in reversed([*traceback.walk_tb(error.__traceback__)]):
        file = frame.f_code.co_filename
        if name := _cell(file) or _file(file):
            source = linecache.getline(file, line, frame.f_globals).strip()
            hidden = _SECRET.sub(r"\1\2…\2", _KEY.sub(r"\1…\2", _UNSEEN.sub("", source)))
            return cut(f"{name}, line {line}: {hidden}", PLACE)
    return ""


def plain(text: str) -> str:
    """A server's words on one line: no escape codes, no tags, nothing unseen, no key."""
    text = _UNSEEN.sub("", _TAG.sub(" ", _ESCAPE_CODE.sub("", str(text))))
    return _KEY.sub(r"\1…\2", " ".join(text.split()))


def cut(text: str, size: int) -> str:
    """`text` within `size` bytes."""
    data = text.encode("utf-8", "replace")
    if len(data) <= size:
        return data.decode()
    return data[: max(0, size - 3)].decode("utf-8", "ignore").rstrip() + "…"


def _located(error: OpenAIError) -> list[str]:
    """What IPython shows of an error that no magic has shortened: the user's line, and the two."""
    if _is_looked_at_again(error):
        return _whole(error)
    vars(error)["_placed"] = True
    return _lines(_shortened(error))


def _shortened(error: E) -> E:
    """`error` in the short class of its kind; its whole trace is noted."""
    global _last
    if not hasattr(type(error), "_kind"):
        _last = _KEY.sub(r"\1…\2", "".join(traceback.format_exception(error)))
        kind: Any = type(error)
        error.__class__ = _brief(kind)
    return error


def _lines(error: OpenAIError) -> list[str]:
    lines = two_lines(error)
    return [each for each in (place(error), *lines) if each] if hasattr(error, "_placed") else lines


def _is_looked_at_again(error: OpenAIError) -> bool:
    """Whether it is no longer being handled, and was shown in an earlier cell: so it is with `%tb`.

    In the cell itself IPython asks twice, for the page and for its history.
    """
    said: dict[str, Any] = vars(error)
    now = getattr(_shell(), "execution_count", None)
    if sys.exc_info()[1] is error or "_seen" not in said:
        said["_seen"] = now
    return bool(said["_seen"] != now)


def _whole(error: OpenAIError) -> list[str]:
    """Every frame, as IPython shows it: who looks twice, with `%tb`, wants more."""
    error.__class__ = getattr(type(error), "_kind", type(error))
    shell = _shell()
    if shell is None:
        return traceback.format_exception(error)
    found: list[str] = shell.InteractiveTB.structured_traceback(type(error), error, error.__traceback__)
    return found


@cache
def _brief(kind: Any) -> Any:
    """The class `kind`, under its own name, with a short trace and a short text."""

    def _render_traceback_(self: OpenAIError) -> list[str]:
        return _whole(self) if _is_looked_at_again(self) else _lines(self)

    def __str__(self: OpenAIError) -> str:  # noqa: N807  (a method of the class made below)
        return cut(plain(self.message), VALUE)

    methods = {HOOK: _render_traceback_, "__str__": __str__, "_kind": kind}
    return type(kind.__name__, (kind,), {**methods, "__module__": kind.__module__, "__doc__": kind.__doc__})


def _shell() -> Any:
    """The IPython shell of this process, if there is one."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def _cell(file: str) -> str:
    """What IPython calls the cell that is kept as `file`, such as "Cell In[3]"; empty for other files."""
    known = getattr(getattr(_shell(), "compile", None), "format_code_name", None)
    return " ".join(known(file) or ()) if known is not None else ""


def _file(file: str) -> str:
    """A file of the user's by its name; empty for one of ours, of Python's or of a library's."""
    path = Path(file)
    if not path.is_absolute() or not {"site-packages", "dist-packages"}.isdisjoint(path.parts):
        return ""
    homes = (OURS, *sysconfig.get_paths().values())
    return "" if any(path.is_relative_to(home) for home in homes if home) else path.name
