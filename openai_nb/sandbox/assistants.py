"""Assistants: their tools and files, checked, kept in one form, and shown as either version has them."""

from __future__ import annotations

from typing import Any

from openai_nb.sandbox import schema_rules
from openai_nb.sandbox.beta import as_array, as_object, check_labels
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.rules import number
from openai_nb.sandbox.store import Store

TOOLS = ("code_interpreter", "file_search", "function")
MOST_FILES = 10_000
V1_ASSISTANT = ("id", "object", "created_at", "name", "description", "model", "instructions", "metadata")


def check_tools(tools: list[Any]) -> list[dict[str, Any]]:
    """Tools in the second version's words; the first calls a search of files a retrieval."""
    kept = []
    for place, tool in enumerate(tools):
        where = f"tools[{place}]"
        tool = as_object(tool, where)
        kind = "file_search" if tool.get("type") == "retrieval" else tool.get("type")
        if kind not in TOOLS:
            listed = ", ".join(f"'{each}'" for each in TOOLS)
            raise invalid(f"{where}.type", f"Invalid value: '{kind}'. Supported values are: {listed}.")
        function = as_object(tool.get("function"), f"{where}.function")
        if function.get("parameters") is not None:
            what, strict = f"function '{function.get('name')}'", function.get("strict") is True
            schema_rules.check(function["parameters"], what, f"{where}.function.parameters", strict=strict)
        name = function.get("name") if kind == "function" else kind
        _check_search(as_object(tool.get("file_search"), f"{where}.file_search"), f"{where}.file_search")
        if not isinstance(name, str) or not name:
            raise Refusal(400, f"Missing required parameter: '{where}.function.name'.", param=where)
        kept.append({**tool, "type": kind})
    return kept


def check_files(store: Store, file_ids: Any, param: str = "file_ids") -> list[str]:
    """Ids of files that are here."""
    file_ids = as_array(file_ids, param)
    for file_id in file_ids:
        if not isinstance(file_id, str) or store.get("file", file_id) is None:
            raise Refusal(404, f"No file found with id '{file_id}'.", param=param)
    return list(dict.fromkeys(file_ids))


def check_resources(store: Store, given: dict[str, Any] | None) -> dict[str, Any]:
    """What tools work on: files for code, vector stores to search."""
    kept: dict[str, Any] = {}
    for name, value in (given or {}).items():
        where = f"tool_resources.{name}"
        if name not in ("code_interpreter", "file_search"):
            raise invalid(where, f"Unknown parameter: '{where}'.", "unknown_parameter")
        if value is None:
            continue
        inner = as_object(value, where)
        if name == "code_interpreter":
            kept[name] = {"file_ids": check_files(store, inner.get("file_ids"), f"{where}.file_ids")}
        else:
            ids = _stores(store, as_array(inner.get("vector_store_ids"), f"{where}.vector_store_ids"))
            wanted = as_array(inner.get("vector_stores"), f"{where}.vector_stores")
            made = [_made(store, each, f"{where}.vector_stores[{n}]") for n, each in enumerate(wanted)]
            kept[name] = {"vector_store_ids": [*ids, *made]}
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


def _made(store: Store, wanted: Any, where: str) -> str:
    """A vector store made on the way, of files that are here."""
    from openai_nb.sandbox.routes.vector_stores import chunking, create  # routes stand above

    given = as_object(wanted, where)
    if unknown := given.keys() - {"file_ids", "chunking_strategy", "metadata"}:
        name = f"{where}.{min(unknown)}"
        raise invalid(name, f"Unknown parameter: '{name}'.", "unknown_parameter")
    strategy = given.get("chunking_strategy")
    if strategy is not None:
        chunking(f"{where}.chunking_strategy", as_object(strategy, f"{where}.chunking_strategy"))
    file_ids = check_files(store, given.get("file_ids"), f"{where}.file_ids")
    labels = check_labels(given.get("metadata"), f"{where}.metadata")
    return str(create(store, file_ids=file_ids, chunking_strategy=strategy, metadata=labels)["id"])


def _check_search(options: dict[str, Any], where: str) -> None:
    """How files are searched: how many passages, and from which score."""
    most = options.get("max_num_results")
    if most is not None:
        if type(most) is not int:
            raise invalid(f"{where}.max_num_results", "Expected a number from 1 to 50.", "invalid_type")
        number(1, 50)(f"{where}.max_num_results", most)
    least = as_object(options.get("ranking_options"), f"{where}.ranking_options").get("score_threshold", 0.0)
    if type(least) not in (int, float) or not 0 <= least <= 1:
        name = f"{where}.ranking_options.score_threshold"
        raise invalid(name, f"Invalid '{name}': expected a number from 0 to 1.")
