"""Tooling: functions of the notebook that a model may call, and how its calls look."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from html import escape
from typing import Any

from openai_nb.core.toolbox import Toolbox
from openai_nb.magics.arguments import Misused
from openai_nb.magics.names import evaluated

BUILT_IN = ("web_search", "code_interpreter", "image_generation")  # what the Responses API brings itself
DECLINED = json.dumps({"error": "The user did not allow this call."})
LONGEST = 4000  # characters of what a function gave that are shown
ENTITIES = {ord("\n"): "&#10;", ord("$"): "&#36;", ord("`"): "&#96;"}  # a page would read these as Markdown


@dataclass(frozen=True)
class Traced:
    """A call that was made, and what it gave."""

    call: str
    gave: str

    def __str__(self) -> str:
        gave = " ".join(self.gave.split())
        return f"{self.call} → {gave if len(gave) <= 60 else gave[:59] + '…'}"


def toolbox(words: str, names: dict[str, Any]) -> Toolbox:
    """The tools of `--tools f,g`: functions, tools and dicts of the notebook, or the API's own by name."""
    try:
        parsed: Any = ast.parse(f"[{words}]", mode="eval").body
        said = [ast.unparse(each) for each in parsed.elts]
    except SyntaxError:
        raise Misused(
            f"--tools {words} names no functions.", "Put commas between them: --tools f,g."
        ) from None
    found: list[Any] = []
    for each in said:
        known = each in names or each not in BUILT_IN
        value = evaluated(each, names) if known else {"type": each}
        found += value.members if isinstance(value, Toolbox) else [value]
    try:
        return Toolbox(found)
    except (TypeError, ValueError, AttributeError) as problem:
        raise Misused(f"--tools: {problem}", "Name functions whose arguments have types.") from None


def called(call: dict[str, Any], box: Toolbox) -> tuple[dict[str, Any], Traced]:
    """Make a call that a model asked for, once its user has allowed it: what to tell, and what to show."""
    written = spelled(call)
    tool = box.tools.get(str((call.get("function") or {}).get("name")))
    allowed = tool is None or not tool.confirm or _allowed(written)
    gave = box.call(call) if allowed else DECLINED
    return {"role": "tool", "tool_call_id": call.get("id"), "content": gave}, Traced(written, gave)


def spelled(call: dict[str, Any]) -> str:
    """A call as one writes it: `weather(city="Paris")`."""
    function = call.get("function") or {}
    try:
        given = json.loads(function.get("arguments") or "{}")
        words = ", ".join(f"{name}={json.dumps(each, ensure_ascii=False)}" for name, each in given.items())
    except (ValueError, AttributeError):
        words = str(function.get("arguments"))
    return f"{function.get('name')}({words})"


def folded(trace: Traced) -> str:
    """A call and its result, closed until one opens it; no word of either can be a tag or a mark."""
    gave = trace.gave if len(trace.gave) <= LONGEST else f"{trace.gave[:LONGEST]}…"
    call, result = (escape(each).translate(ENTITIES) for each in (trace.call, gave))
    return f"<details><summary><code>{call}</code></summary><pre>{result}</pre></details>"


def _allowed(call: str) -> bool:
    """Whether the user lets a call be made; where nobody can be asked, nobody has allowed it."""
    try:
        return input(f"Call {call[:200]}? [y/N] ").strip().lower() in ("y", "yes")
    except (EOFError, NotImplementedError, RuntimeError):
        return False
