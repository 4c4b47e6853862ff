"""Unfolding: a whole response as the events it arrives in, and those events as the whole again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Json = dict[str, Any]
LAST = {"completed", "incomplete", "failed", "cancelled"}  # how a response ends
ENDS = {"incomplete": "incomplete", "failed": "failed", "cancelled": "incomplete"}  # the events that say so
WORDS = {"output_text": "text", "refusal": "refusal"}  # parts of a message, and where their words are
TYPED = {  # calls, the field that grows, and what its events are called
    "function_call": ("arguments", "function_call_arguments"),
    "custom_tool_call": ("input", "custom_tool_call_input"),
}
SEARCH = "file_search_call"
Cut = Callable[[str], list[str]]


def is_last(raw: Json) -> bool:
    """Whether an event is the last word of a response."""
    return str(raw.get("type")).removeprefix("response.") in LAST


def tally(raw: Json, ended: dict[int, bool]) -> None:
    """Note that a response has begun, or that it has ended."""
    ended[0] = ended.get(0, False) or is_last(raw)


def unfolded(response: Json, cut: Cut = lambda text: [text], *, queued: bool = False) -> Iterator[Json]:
    """The events of `response`, numbered from 0; `cut` says in which pieces words and arguments come."""
    for number, raw in enumerate(_events(response, cut, queued)):
        yield {**raw, "sequence_number": number}


def folded(events: Iterable[Json]) -> Json:
    """The response that `events` tell of, as far as they go."""
    whole: Json = {"object": "response", "output": []}
    items: dict[int, Json] = {}
    for raw in events:
        if "response" in raw:
            whole = dict(raw["response"])
        elif "output_index" in raw:
            _note(items, raw)
    if not whole.get("output"):
        whole["output"] = [items[index] for index in sorted(items)]
    return whole


def _events(response: Json, cut: Cut, queued: bool) -> Iterator[Json]:
    begun = {**response, "status": "in_progress", "output": [], "usage": None, "completed_at": None}
    begun |= {"incomplete_details": None, "error": None}
    first = {**begun, "status": "queued"} if queued else begun
    yield {"type": "response.created", "response": first}
    if queued:
        yield {"type": "response.queued", "response": first}
    yield {"type": "response.in_progress", "response": begun}
    for index, item in enumerate(response.get("output") or []):
        yield {"type": "response.output_item.added", "output_index": index, "item": _empty(item)}
        yield from _growing(item, {"output_index": index, "item_id": item.get("id") or ""}, cut)
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    yield {"type": f"response.{ENDS.get(response.get('status', ''), 'completed')}", "response": response}


def _empty(item: Json) -> Json:
    """An item as it begins."""
    kind = item.get("type")
    if kind == "message":
        return {**item, "content": [], "status": "in_progress"}
    if kind in TYPED:
        return {**item, TYPED[kind][0]: "", "status": "in_progress"}
    return {**item, "status": "in_progress", "results": None} if kind == SEARCH else item


def _growing(item: Json, where: Json, cut: Cut) -> Iterator[Json]:
    kind = item.get("type")
    if kind == "message":
        for index, part in enumerate(item.get("content") or []):
            yield from _part(part, {**where, "content_index": index}, cut)
    elif kind in TYPED:
        name, called = TYPED[kind]
        for piece in cut(item[name]):
            yield {"type": f"response.{called}.delta", **where, "delta": piece}
        yield {"type": f"response.{called}.done", **where, name: item[name]}
    elif kind == SEARCH:
        for step in ("in_progress", "searching", "completed"):
            yield {"type": f"response.{SEARCH}.{step}", **where}


def _part(part: Json, where: Json, cut: Cut) -> Iterator[Json]:
    kind = part.get("type", "")
    name = WORDS.get(kind)
    if name is None:
        return
    likely = part.get("logprobs") or []
    cited: Json = {"annotations": [], "logprobs": []} if kind == "output_text" else {}
    yield {"type": "response.content_part.added", **where, "part": {**part, **cited, name: ""}}
    for place, piece in enumerate(cut(part[name])):
        said = {"logprobs": likely[place : place + 1]} if cited else {}
        yield {"type": f"response.{kind}.delta", **where, "delta": piece, **said}
    for place, each in enumerate(part.get("annotations") or []):
        about = {"annotation_index": place, "annotation": each}
        yield {"type": "response.output_text.annotation.added", **where, **about}
    all_likely = {"logprobs": likely} if cited else {}
    yield {"type": f"response.{kind}.done", **where, name: part[name], **all_likely}
    yield {"type": "response.content_part.done", **where, "part": part}


def _note(items: dict[int, Json], raw: Json) -> None:
    """Let an item grow by an event."""
    index, kind = raw["output_index"], str(raw.get("type")).removeprefix("response.")
    if "item" in raw:
        items[index] = dict(raw["item"])
        return
    item = items.setdefault(index, {"id": raw.get("item_id")})
    if "part" in raw:
        _put(item.setdefault("content", []), raw.get("content_index", 0), dict(raw["part"]))
    elif kind in ("output_text.delta", "refusal.delta"):
        part_kind = kind.partition(".")[0]
        parts, place = item.setdefault("content", []), raw.get("content_index", 0)
        if place >= len(parts):
            _put(parts, place, {"type": part_kind})
        name = WORDS[part_kind]
        parts[place] = {**parts[place], name: parts[place].get(name, "") + raw["delta"]}
    elif kind.endswith(".delta") and "delta" in raw:
        names = [name for name, called in TYPED.values() if kind == f"{called}.delta"]
        for name in names:
            item[name] = item.get(name, "") + raw["delta"]


def _put(parts: list[Any], place: int, part: Json) -> None:
    if place < len(parts):
        parts[place] = part
    else:
        parts.append(part)
