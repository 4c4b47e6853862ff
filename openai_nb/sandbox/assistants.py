"""Assistants: their tools and files, checked, kept in one form, and shown as either version has them."""

from __future__ import annotations

from typing import Any

from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.store import Store

TOOLS = ("code_interpreter", "file_search", "function")
MOST_FILES = 10_000
V1_ASSISTANT = ("id", "object", "created_at", "name", "description", "model", "instructions", "metadata")


def check_tools(tools: list[Any]) -> list[dict[str, Any]]:
    """Tools in the second version's words; the first calls a search of files a retrieval."""
    kept = []
    for place, tool in enumerate(tools):
        where = f"tools[{place}]"
        if not isinstance(tool, dict):
            raise invalid(where, f"Invalid type for '{where}': expected an object.", "invalid_type")
        kind = "file_search" if tool.get("type") == "retrieval" else tool.get("type")
        if kind not in TOOLS:
            listed = ", ".join(f"'{each}'" for each in TOOLS)
            raise invalid(f"{where}.type", f"Invalid value: '{kind}'. Supported values are: {listed}.")
        name = (tool.get("function") or {}).get("name") if kind == "function" else kind
        if not isinstance(name, str) or not name:
            raise Refusal(400, f"Missing required parameter: '{where}.function.name'.", param=where)
        kept.append({**tool, "type": kind})
    return kept


def check_files(store: Store, file_ids: list[Any], param: str = "file_ids") -> list[str]:
    """Ids of files that are here."""
    for file_id in file_ids:
        if not isinstance(file_id, str) or store.get("file", file_id) is None:
            raise Refusal(404, f"No file found with id '{file_id}'.", param=param)
    return list(dict.fromkeys(file_ids))


def check_resources(store: Store, given: dict[str, Any] | None) -> dict[str, Any]:
    """What tools work on: files for code, vector stores to search."""
    kept: dict[str, Any] = {}
    for name, inner in (given or {}).items():
        if name not in ("code_interpreter", "file_search"):
            raise invalid(f"tool_resources.{name}", f"Unknown parameter: 'tool_resources.{name}'.")
        if inner is None:
            continue
        if name == "code_interpreter":
            where = "tool_resources.code_interpreter.file_ids"
            kept[name] = {"file_ids": check_files(store, inner.get("file_ids") or [], where)}
        else:
            if inner.get("vector_stores"):
                raise Refusal(
                    400,
                    "The sandbox makes no vector store on the way: make one first, and give its id.",
                    code="unsupported_parameter",
                    param="tool_resources.file_search.vector_stores",
                )
            kept[name] = {"vector_store_ids": _stores(store, inner.get("vector_store_ids") or [])}
    return kept


def attached(store: Store, thing: dict[str, Any]) -> list[dict[str, Any]]:
    """The files attached to an assistant that have not been deleted since."""
    return [each for each in thing["files"] if store.get("file", each["id"])]


def show(store: Store, assistant: dict[str, Any], version: int) -> dict[str, Any]:
    """An assistant as a version shows it; deleted files are gone from it."""
    file_ids = [each["id"] for each in attached(store, assistant)]
    if version == 1:
        kept = {name: assistant[name] for name in V1_ASSISTANT}
        return {**kept, "tools": tools_as(assistant["tools"], 1), "file_ids": file_ids}
    shown = {name: value for name, value in assistant.items() if name != "files"}
    shown["tool_resources"] = resources(store, assistant["tool_resources"])
    return {**shown, "file_ids": file_ids} if file_ids else shown


def resources(store: Store, kept: dict[str, Any]) -> dict[str, Any]:
    """Tool resources without what was deleted since."""
    shown = dict(kept)
    if code := kept.get("code_interpreter"):
        here = [each for each in code["file_ids"] if store.get("file", each)]
        shown["code_interpreter"] = {"file_ids": here}
    return shown


def tools_as(tools: list[dict[str, Any]], version: int) -> list[dict[str, Any]]:
    """Tools in the words of a version."""
    if version == 2:
        return tools
    return [{"type": "retrieval"} if each["type"] == "file_search" else each for each in tools]


def _stores(store: Store, ids: list[Any]) -> list[str]:
    for each in ids:
        if not isinstance(each, str) or store.get("vector store", each) is None:
            raise Refusal(
                404, f"Vector store with id [{each!r}] not found.", param="tool_resources.file_search"
            )
    return list(ids)
