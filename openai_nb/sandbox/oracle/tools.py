"""Tools: which of the offered tools a prompt calls for, and with what arguments."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openai_nb.sandbox.oracle import facts
from openai_nb.sandbox.oracle.fields import kind_of, spaced
from openai_nb.sandbox.oracle.language import likeness
from openai_nb.sandbox.oracle.lexicon import STOP
from openai_nb.sandbox.oracle.patterns import sample
from openai_nb.sandbox.oracle.schemas import fill
from openai_nb.sandbox.oracle.stems import stem, words
from openai_nb.sandbox.oracle.validity import is_valid
from openai_nb.sandbox.oracle.vocabulary import CUES
from openai_nb.sandbox.oracle.wishes import wish

ENOUGH = 0.27  # fit from which a tool is called unasked
SLIGHT = 0.1  # and from which it is if a cue speaks for it
MOST_CALLS = 8

_GREETING = re.compile(
    r"^\W*(?:thanks?\b|thank you|hello\b|hi\b|hey\b|good (?:morning|evening|night)|how are you|who are you"
    r"|bye\b"
    r"|ok(?:ay)?\b)[\w ,']{0,20}\W*$",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"^\W*(?:explain\b|tell me (?:a|about)\b|write (?:a|an|me)\b(?!.*\b(?:mail|message)\b)|what can you)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ToolCall:
    """A call of a tool: its name, and its arguments as JSON text (a custom tool's input as it is)."""

    name: str
    arguments: str


@dataclass(frozen=True)
class Tool:
    """A tool one may call."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    custom: bool = False
    format: Mapping[str, Any] | None = None

    @property
    def words(self) -> str:
        """What the tool is told by: its name, its description, its parameters' names."""
        first = re.split(r"(?<=[.!])\s", self.description)[0]
        fields = " ".join(spaced(name) for name in self.parameters.get("properties", {}))
        return f"{spaced(self.name)}. {first} {fields}"


def read(tools: Sequence[Mapping[str, Any]] | None) -> list[Tool]:
    """The tools of a request, functions and custom ones."""
    found = []
    for tool in tools or ():
        kind = "custom" if tool.get("type") == "custom" else "function"
        body = tool.get(kind) or tool
        if body.get("name"):
            parameters = body.get("parameters") or {}
            description = str(body.get("description") or "")
            found.append(
                Tool(str(body["name"]), description, parameters, kind == "custom", body.get("format"))
            )
    return found


def allowed(tools: Sequence[Tool], choice: Any) -> tuple[list[Tool], str]:
    """The tools a `tool_choice` leaves, and its mode: none, auto or required."""
    if choice is None or isinstance(choice, str):
        return ([], "none") if choice == "none" else (list(tools), choice or "auto")
    if choice.get("type") == "allowed_tools":
        limits = choice.get("allowed_tools") or choice
        names = {
            (tool.get("function") or tool.get("custom") or tool).get("name")
            for tool in limits.get("tools", ())
        }
        return [tool for tool in tools if tool.name in names], str(limits.get("mode") or "auto")
    named = choice.get("function") or choice.get("custom") or choice
    return [tool for tool in tools if tool.name == named.get("name")], "required"


def calls(
    prompt: str,
    tools: Sequence[Tool],
    mode: str = "auto",
    *,
    parallel: bool = True,
    made: Sequence[tuple[str, str]] = (),
    background: str = "",
    today: datetime.date | None = None,
) -> list[ToolCall]:
    """The calls a prompt asks for, those already `made` (name, arguments) left out; none if no tool fits."""
    if not tools or mode == "none":
        return []
    found = [call for clause in clauses(prompt) for call in _wanted(clause, tools, background, today)]
    if not found and mode == "required":
        tool = best(prompt, tools)[0]
        found = [arguments(prompt, tool, background, today)]
    past = {(name, _key(text)) for name, text in made}
    fresh = {key: call for call in found if (key := (call.name, _key(call.arguments))) not in past}
    return list(fresh.values())[: MOST_CALLS if parallel else 1]


def _wanted(
    clause: str, tools: Sequence[Tool], background: str, today: datetime.date | None
) -> list[ToolCall]:
    """The calls one wish asks for; a slight fit needs a cue that speaks for it, and something to fill in."""
    tool, score, cued = best(clause, tools)
    if score < ENOUGH and not (score >= SLIGHT and cued):
        return []
    made = [arguments(part, tool, background, today) for part in spread(clause, tool)]
    needed = tool.parameters.get("required")
    if score >= ENOUGH or tool.custom or not needed:
        return made
    return [call for call in made if json.loads(call.arguments).get(needed[0])]


def clauses(prompt: str) -> list[str]:
    """The single wishes of a prompt: its sentences, and what `and` or `then` puts side by side."""
    if "```" in prompt:
        return [prompt]
    parts = re.split(r"(?<=[.?!;])\s+(?=[A-Z\"'])|\s*;\s*|\n+|,? and then |,? then (?=\w)", prompt.strip())
    found: list[str] = []
    for part in parts:
        found += re.split(
            r",? (?:and|also) (?:also )?(?=(?:what|how|when|where|who|is|will|do|can|could|please|send|mail"
            r"|email|play"
            r"|book|find|search|convert|schedule|create|get|tell|show|remind|set|turn|translate|calculate"
            r"|run|add|look|check|order"
            r"|call|list|give)\b)",
            part,
        )
    return [part for part in found if part.strip()][:20] or [prompt]


def best(clause: str, tools: Sequence[Tool]) -> tuple[Tool, float, float]:
    """The tool a wish is most likely for, how well it fits in all, and how much of that is by cues.

    A tool that is called by its name fits for certain; small talk fits no tool.
    """
    named = next((tool for tool in tools if re.search(rf"\b{re.escape(tool.name)}\b", clause)), None)
    if named:
        return named, 1.0, 1.0
    close = likeness(clause[-1_500:], [tool.words for tool in tools])
    cues = [_cued(clause, tool) for tool in tools]
    top = max(range(len(tools)), key=lambda place: close[place] + cues[place])
    doubt = 0.25 * bool(_TALK.search(clause)) + 1.0 * bool(_GREETING.search(clause))
    return tools[top], close[top] + cues[top] - doubt, cues[top]


def _cued(clause: str, tool: Tool) -> float:
    """What a wish and a tool's purpose have in common beyond shared words."""
    spoken = {stem(word) for word in words(clause)}
    named = words(spaced(tool.name))
    purpose = {*named, *words(tool.description)} - STOP
    total = 0.08 * len({stem(word) for word in named} & spoken)
    for cue, hints in CUES.items():
        if any(word.startswith(cue) for word in purpose):
            worth = 0.16 if cue in spaced(tool.name) else 0.08
            total += worth * min(2, len({stem(hint) for hint in hints.split()} & spoken))
            sign = _SIGNS.get(cue)
            total += 0.2 if sign and sign.search(clause) else 0.0
    return total


_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_SIGNS = {
    "currency": re.compile(r"[$€£¥]\s?\d|\b[A-Z]{3} (?:to|in) [A-Z]{3}\b"),
    "calculate": re.compile(r"\d\s*[-+*/^%×]\s*\d|\d% of"),
    "email": _MAIL,
    "message": _MAIL,
}


def spread(clause: str, tool: Tool) -> list[str]:
    """One wish for each place, when the tool takes one and several are named: `weather in Oslo and Rome`."""
    fields = [
        name for name, part in tool.parameters.get("properties", {}).items() if kind_of(name) == "place"
    ]
    found = facts.places(clause)
    if len(fields) != 1 or len(found) < 2:
        return [clause]
    if tool.parameters["properties"][fields[0]].get("type") == "array":
        return [clause]
    together = re.search(rf"{re.escape(found[0])}(?:,? (?:and|or) |, ){re.escape(found[1])}", clause)
    if not together:
        return [clause]
    first, last = clause.find(found[0]), clause.find(found[-1]) + len(found[-1])
    return [clause[:first] + place + clause[last:] for place in found]


def arguments(clause: str, tool: Tool, background: str = "", today: datetime.date | None = None) -> ToolCall:
    """A call of the tool, filled from the wish, and from what was said before where that is silent."""
    if tool.custom:
        return ToolCall(tool.name, _free(clause, tool))
    schema = tool.parameters or {"type": "object", "properties": {}}
    filled = _named(fill(schema, clause, today=today), schema, clause)
    if background and isinstance(filled, dict):
        known = schema.get("properties", {})
        for name in [name for name, value in filled.items() if value in ("", None) and name in known]:
            older = fill(
                {"type": "object", "properties": {name: known[name]}}, background[-4_000:], today=today
            )
            filled[name] = older.get(name) or filled[name]
    return ToolCall(tool.name, json.dumps(filled, ensure_ascii=False))


def _named(filled: Any, schema: Mapping[str, Any], clause: str) -> Any:
    """The arguments, with the one name of the wish where one required text has found nothing else."""
    known = schema.get("properties", {})
    required = schema.get("required", ())
    if not isinstance(filled, dict):
        return filled
    empty = [name for name in required if name in known and filled.get(name) == ""]
    free = [name for name in facts.names(clause) if name not in filled.values()]
    if len(empty) == len(free) == 1 and is_valid(free[0], known[empty[0]]):
        filled[empty[0]] = free[0]
    return filled


def _free(clause: str, tool: Tool) -> str:
    """The input of a custom tool: what stands in quotes or code marks, or the wish itself."""
    block = re.search(r"```\w*\n(.*?)```", clause, re.DOTALL)
    text = block[1].strip() if block else next(iter(facts.forms("quoted", clause)), wish(clause))
    grammar = (tool.format or {}).get("grammar") or tool.format or {}
    if grammar.get("syntax") == "regex" and not re.fullmatch(grammar.get("definition", ".*"), text):
        return sample(f"^(?:{grammar['definition']})$") or text
    return text


def _key(text: str) -> str:
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text.strip()
