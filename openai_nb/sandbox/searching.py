"""Searching: the files of vector stores, before a response is given, and what it then cites."""

from __future__ import annotations

from typing import Any

from openai_nb.sandbox import shelves
from openai_nb.sandbox.journal import note
from openai_nb.sandbox.media import as_file
from openai_nb.sandbox.oracle import filters
from openai_nb.sandbox.oracle.language import sentences
from openai_nb.sandbox.oracle.retrieval import plain
from openai_nb.sandbox.oracle.talk import text_of
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.shelves import Found
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.turns import Item

KIND = "file_search"
NEAR = 0.1  # the score from which a passage is worth a search nobody ordered
MOST, FED = 20, 5  # passages that are told, and that are read
RESULTS = "file_search_call.results"


def check(tool: dict[str, Any], where: str) -> None:
    """Raise a `Refusal` for a search that cannot be made."""
    ids = tool.get("vector_store_ids")
    if not isinstance(ids, list) or not ids:
        name = f"{where}.vector_store_ids"
        raise Refusal(
            400, f"Missing required parameter: '{name}'.", code="missing_required_parameter", param=name
        )
    most = tool.get("max_num_results", MOST)
    if type(most) is not int or not 1 <= most <= 50:
        raise invalid(f"{where}.max_num_results", f"Expected a number from 1 to 50, but got {most}.")
    ranking = tool.get("ranking_options") or {}
    least = ranking.get("score_threshold", 0) if isinstance(ranking, dict) else None
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least <= 1:
        name = f"{where}.ranking_options.score_threshold"
        raise invalid(name, f"Invalid '{name}': expected a number from 0 to 1.")
    wanted = tool.get("filters")
    if wanted is not None and (wrong := next(filters.problems(wanted, f"{where}.filters"), None)):
        raise invalid(wrong[0], f"Invalid '{wrong[0]}': {wrong[1]}.")


def searched(store: Store, messages: list[dict[str, Any]], options: dict[str, Any]) -> list[Found]:
    """The passages that the last question is about; none where no search is offered or worth it."""
    tool = next((each for each in options.get("tools") or [] if each["type"] == KIND), None)
    choice = options.get("tool_choice")
    if tool is None or choice == "none" or not messages or messages[-1]["role"] != "user":
        return []
    forced = choice == "required" or (isinstance(choice, dict) and choice.get("type") == KIND)
    least = (tool.get("ranking_options") or {}).get("score_threshold") or (0.0 if forced else NEAR)
    ids = [str(each) for each in tool["vector_store_ids"]]
    for each in ids:
        shelves.alive(store, each)
        note(store, "WORK", f"/vector_stores/{each}/search", 200, kind=f"{KIND}_calls", vector_store_id=each)
    return shelves.search(
        store,
        ids,
        [text_of(messages[-1])],
        most=tool.get("max_num_results") or MOST,
        least=least,
        wanted=tool.get("filters"),
    )


def item(store: Store, messages: list[dict[str, Any]], found: list[Found], options: dict[str, Any]) -> Item:
    """The search as an item of the output."""
    told = RESULTS in (options.get("include") or ())
    return {
        "id": store.new("fs_"),
        "type": "file_search_call",
        "status": "completed",
        "queries": [text_of(messages[-1])],
        "results": [_result(store, each) for each in found] if told else None,
    }


def fed(store: Store, messages: list[dict[str, Any]], found: list[Found]) -> list[dict[str, Any]]:
    """The messages, with the best passages beside the last question."""
    files = [as_file(_name(store, each), each.text) for each in found[:FED]]
    *before, last = messages
    content = last["content"]
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    return [*before, {**last, "content": [*parts, *files]}] if files else messages


def citations(store: Store, text: str, found: list[Found]) -> list[dict[str, Any]]:
    """For each sentence of an answer that stands in a passage: which file it is of, and where it ends."""
    cited, at = [], 0
    for sentence in sentences(text):
        start = text.find(sentence, at)
        said = plain(sentence)
        source = next((each for each in found[:FED] if said in plain(each.text)), None)
        if source is None or start < 0 or not said:
            continue
        at = start + len(sentence)
        about = {"file_id": source.file["id"], "filename": _name(store, source)}
        cited.append({"type": "file_citation", "index": at, **about})
    return cited


def _result(store: Store, found: Found) -> dict[str, Any]:
    about = {"file_id": found.file["id"], "filename": _name(store, found), "score": found.score}
    return {**about, "attributes": found.file["attributes"], "text": found.text}


def _name(store: Store, found: Found) -> str:
    return str((store.get("file", found.file["id"]) or {}).get("filename", ""))
