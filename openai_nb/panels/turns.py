"""Turns: how the turns of a conversation look: in a living panel, and in the notebook that is saved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from openai_nb.core.record import Record, asdict
from openai_nb.data.conversations import DONE, FAILED, Turn
from openai_nb.looks.blocks import Renderer
from openai_nb.looks.code import coloured
from openai_nb.looks.mathml import typeset
from openai_nb.panels.attaching import chip

LIVING = Renderer(typeset, coloured)
SAVED = Renderer(colour=coloured)  # formulas stay in dollars, which every viewer of notebooks typesets
LONGEST = 20_000  # characters of what a function gave that are shown
_STYLE = (
    "<style>.oai-twin{max-width:60em;line-height:1.5}.oai-twin blockquote.oai-asked{white-space:pre-wrap;"
    "border-left:3px solid var(--jp-brand-color1,#1976d2);padding:4px 12px;margin:14px 0 8px}"
    ".oai-twin .oai-foot{color:var(--jp-ui-font-color2,#666);font-size:85%}"
    ".oai-twin pre{padding:8px 12px;overflow:auto;background:var(--jp-layout-color2,#8881)}</style>"
)


def words(turn: Turn, role: str = "user") -> str:
    """What was said in a turn's question, without what was attached."""
    for message in turn.question:
        if message["role"] == role:
            content = message["content"]
            return content if isinstance(content, str) else str(_first_text(content))
    return ""


def reworded(message: dict[str, Any], text: str) -> dict[str, Any]:
    """The message, if it is a user's, with other words; what is attached to it stays."""
    if message["role"] != "user":
        return message
    if isinstance(message["content"], str):
        return {**message, "content": text}
    parts = [_plain(part) for part in message["content"]]
    said = next((at for at, part in enumerate(parts) if part["type"] == "text"), None)
    rest = [part for at, part in enumerate(parts) if at != said]
    return {**message, "content": [{"type": "text", "text": text}, *rest]}


def attached(turn: Turn) -> list[dict[str, Any]]:
    """The parts that were attached to a turn's question."""
    contents = [each["content"] for each in turn.question if isinstance(each["content"], list)]
    parts = [part for content in contents for part in map(_plain, content)]
    first = next((part for part in parts if part["type"] == "text"), None)
    return [part for part in parts if part is not first]


def calls(turn: Turn) -> list[dict[str, str]]:
    """The functions called on the way: name, arguments, what they gave (empty while they work)."""
    gave = {each.get("tool_call_id"): each["content"] for each in turn.calls if each["role"] == "tool"}
    found = []
    for message in turn.calls:
        for call in message.get("tool_calls") or ():
            function = call.get("function") or call.get("custom") or {}
            arguments = str(function.get("arguments") or function.get("input") or "")
            output = str(gave.get(call.get("id")) or "")[:LONGEST]
            found.append(
                {"name": str(function.get("name")), "arguments": _laid_out(arguments), "output": output}
            )
    return found


def shown(turn: Turn, ways: tuple[int, int], foot: str, *, live: bool) -> dict[str, Any]:
    """A turn as the transcript in the page wants it."""
    return {
        "key": f"{turn.key}/{id(turn)}",
        "system": words(turn, "system"),
        "question": words(turn),
        "chips": [chip(part) for part in attached(turn)],
        "calls": calls(turn),
        "answer": "" if live else LIVING.html(turn.answer),
        "source": "" if live else turn.answer,
        "foot": foot,
        "ways": list(ways),
        "live": live,
        "failed": turn.status == FAILED and not live,
    }


def footing(turn: Turn, *, sandboxed: bool) -> str:
    """Model, tokens, whether the sandbox answered, and how it ended where not as it should."""
    usage = turn.usage or {}
    took = (
        f"{usage['prompt_tokens']:,}→{usage.get('completion_tokens') or 0:,} tokens"
        if "prompt_tokens" in usage
        else ""
    )
    ended = "" if turn.status == DONE else turn.status
    stale = "an earlier turn has changed since" if turn.stale else ""
    return " · ".join(each for each in (turn.model, took, "sandbox" * sandboxed, ended, stale) if each)


def saved(turns: Sequence[Turn], feet: Sequence[str]) -> dict[str, str]:
    """The conversation as a plain output: HTML of our own making, and text."""
    html = [_saved(turn, foot) for turn, foot in zip(turns, feet, strict=True)]
    return {"text/html": _STYLE + "".join(html), "text/plain": text(turns) or "An empty conversation."}


def text(turns: Sequence[Turn]) -> str:
    """The conversation as Markdown."""
    parts = []
    for turn in turns:
        if system := words(turn, "system"):
            parts.append(f"*System:* {system}")
        asked = "\n".join(f"> {line}" for line in words(turn).splitlines())
        names = [f"> [{chip(part)['name']}]" for part in attached(turn)]
        parts += ["\n".join([asked, *names]), turn.answer or f"*({turn.status})*"]
    return "\n\n".join(parts)


def _saved(turn: Turn, foot: str) -> str:
    system = words(turn, "system")
    said = f'<p class="oai-foot">System: {escape(system)}</p>' if system else ""
    chips = "".join(_saved_chip(chip(part)) for part in attached(turn))
    asked = escape(words(turn)).replace("$", "<span>$</span>")  # so no page takes it for a formula's edge
    answered = "".join(
        f"<details><summary>{escape(each['name'])}</summary>"
        f"<pre>{escape(each['arguments'])}</pre><pre>{escape(each['output'])}</pre></details>"
        for each in calls(turn)
    )
    quoted = f'<blockquote class="oai-asked">{asked}{chips}</blockquote>'
    return f'{said}{quoted}{answered}{SAVED.html(turn.answer)}<p class="oai-foot">{escape(foot)}</p>'


def _saved_chip(said: dict[str, str]) -> str:
    if said.get("picture"):
        return f'<div><img src="{escape(said["picture"], quote=True)}" alt="picture" width="160"></div>'
    return f"<div><em>{escape(said['name'])}</em></div>"


def _first_text(content: Sequence[Any]) -> str:
    return next((str(part["text"]) for part in map(_plain, content) if part.get("type") == "text"), "")


def _plain(part: Any) -> dict[str, Any]:
    if isinstance(part, Record):
        return asdict(part)
    return dict(part) if isinstance(part, Mapping) else {"type": "text", "text": str(part)}


def _laid_out(arguments: str) -> str:
    try:
        return json.dumps(json.loads(arguments), indent=2, ensure_ascii=False)
    except ValueError:
        return arguments
