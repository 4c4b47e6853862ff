"""Demands: whether what a response is asked for can be had, and how the API says that it cannot."""

from __future__ import annotations

import json
import re
from typing import Any

from openai_nb.sandbox import schema_rules, searching
from openai_nb.sandbox.refusal import Refusal, invalid

NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
NAMED = ("function", "custom")  # tools that the caller runs
TOOLS = (*NAMED, searching.KIND)
ELSEWHERE = {  # tools that others run, and the sandbox does not
    "code_interpreter": "run code",
    "computer": "use a computer",
    "computer_use_preview": "use a computer",
    "image_generation": "draw within a response; images.generate draws",
    "local_shell": "open a shell",
    "mcp": "reach other servers",
    "shell": "open a shell",
    "web_search": "search the web",
    "web_search_preview": "search the web",
}
INCLUDABLE = (
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
)
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh")
FORMATS = ("text", "json_object", "json_schema")
UNSERVED = {
    "context_management": "compact by itself; responses.compact does it",
    "moderation": "moderate within a response; moderations.create does it",
    "prompt": "keep prompts",
}


def check(options: dict[str, Any]) -> None:
    """Raise a `Refusal` for tools, forms and options that cannot be had."""
    for name, what in UNSERVED.items():
        if options.get(name):
            raise _unsupported(name, f"The sandbox does not {what}.")
    tools = options.get("tools") or []
    for place, tool in enumerate(tools):
        _check_tool(tool, f"tools[{place}]")
    _check_choice(options.get("tool_choice"), tools)
    _check_form(options.get("text") or {})
    effort = (options.get("reasoning") or {}).get("effort")
    if effort is not None and effort not in EFFORTS:
        raise _unknown("reasoning.effort", effort, EFFORTS)
    if options.get("background") and options.get("store") is False:
        raise invalid("background", "Background mode requires 'store' to be true.", None)
    if options.get("conversation") and options.get("previous_response_id"):
        raise invalid(
            "previous_response_id",
            "Mutually exclusive parameters: 'previous_response_id' and 'conversation'.",
            "mutually_exclusive_parameters",
        )


def included(name: str, value: list[Any]) -> None:
    """A list of what may be asked for beyond the usual."""
    for place, each in enumerate(value):
        if each not in INCLUDABLE:
            raise _unknown(f"{name}[{place}]", each, INCLUDABLE)


def check_words(messages: list[Any], options: dict[str, Any]) -> None:
    """Whether the word JSON is there, where a JSON object is asked for."""
    form = (options.get("text") or {}).get("format") or {}
    if form.get("type") == "json_object" and "json" not in json.dumps(messages).lower():
        raise invalid(
            "input",
            "Response input messages must contain the word 'json' in some form to use 'text.format' of type "
            "'json_object'.",
            None,
        )


def _check_tool(tool: Any, where: str) -> None:
    kind = str(tool.get("type")) if isinstance(tool, dict) else None
    if kind in ELSEWHERE:
        raise _unsupported(where, f"The sandbox cannot {ELSEWHERE[kind]}: '{kind}'.")
    if kind not in TOOLS:
        raise _unknown(f"{where}.type", kind, TOOLS)
    if kind == searching.KIND:
        return searching.check(tool, where)
    if not isinstance(tool.get("name"), str):
        raise Refusal(
            400,
            f"Missing required parameter: '{where}.name'.",
            code="missing_required_parameter",
            param=f"{where}.name",
        )
    if not NAME.fullmatch(tool["name"]):
        raise invalid(
            f"{where}.name",
            f"Invalid '{where}.name': expected up to 64 letters, digits, underscores and hyphens.",
        )
    if tool.get("parameters") is not None:
        what, strict = f"function '{tool['name']}'", tool.get("strict") is True
        schema_rules.check(tool["parameters"], what, f"{where}.parameters", strict=strict)
    return None


def _check_choice(choice: Any, tools: list[Any]) -> None:
    if isinstance(choice, str):
        if choice not in ("none", "auto", "required"):
            raise _unknown("tool_choice", choice, ("none", "auto", "required"))
        if choice == "required" and not tools:
            raise invalid(
                "tool_choice", "Tool choice 'required' must be specified with 'tools' parameter.", None
            )
    elif choice and choice.get("type") == searching.KIND:
        if all(tool["type"] != searching.KIND for tool in tools):
            raise invalid("tool_choice", f"Tool choice '{searching.KIND}' not found in 'tools'.", None)
    elif choice and choice.get("type") in NAMED:
        named = [tool.get("name") for tool in tools]
        if choice.get("name") not in named:
            raise invalid("tool_choice", f"Tool choice '{choice.get('name')}' not found in 'tools'.", None)
    elif choice and choice.get("type") == "allowed_tools":
        allowed = choice.get("tools")
        if not isinstance(allowed, list) or not all(map(_is_reference, allowed)):
            raise invalid(
                "tool_choice.tools", "Expected an array of tools, by type and name.", "invalid_type"
            )
        if choice.get("mode", "auto") not in ("auto", "required"):
            raise _unknown("tool_choice.mode", choice["mode"], ("auto", "required"))
    elif choice:
        raise _unsupported("tool_choice", f"The sandbox has no tool '{choice.get('type')}' to choose.")


def _is_reference(tool: Any) -> bool:
    """Whether something can stand for a tool: its type, and its name if it has one."""
    return isinstance(tool, dict) and isinstance(tool.get("name", ""), str) and "function" not in tool


def _check_form(text: dict[str, Any]) -> None:
    verbosity = text.get("verbosity")
    if verbosity is not None and verbosity not in ("low", "medium", "high"):
        raise _unknown("text.verbosity", verbosity, ("low", "medium", "high"))
    form = text.get("format") or {"type": "text"}
    if not isinstance(form, dict):
        raise invalid("text.format", "Invalid type for 'text.format': expected an object.", "invalid_type")
    if form.get("type") not in FORMATS:
        raise _unknown("text.format.type", form.get("type"), FORMATS)
    for name, kind in (("name", str), ("schema", dict)) if form["type"] == "json_schema" else ():
        if not isinstance(form.get(name), kind):
            where = f"text.format.{name}"
            raise Refusal(
                400, f"Missing required parameter: '{where}'.", code="missing_required_parameter", param=where
            )
    if form["type"] == "json_schema":
        what, strict = f"response_format '{form['name']}'", form.get("strict") is True
        schema_rules.check(form["schema"], what, "text.format.schema", strict=strict)


def _unsupported(name: str, message: str) -> Refusal:
    return Refusal(400, message, code="unsupported_parameter", param=name)


def _unknown(name: str, value: Any, options: tuple[str, ...]) -> Refusal:
    listed = ", ".join(f"'{each}'" for each in options)
    return invalid(name, f"Invalid value: '{value}'. Supported values are: {listed}.")
