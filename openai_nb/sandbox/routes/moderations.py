"""Moderations: scores by lexicon for each category of the API."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from openai_nb.api.moderations import Moderations
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.refusal import invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.store import Store

FLAGGED = 0.5
NEWER = ("illicit", "illicit/violent")  # categories that the text-moderation models do not know
MOST_PICTURES = 1


@router.serves(Moderations.create)
def create(store: Store, input: str | list[Any], model: str = "omni-moderation-latest") -> dict[str, Any]:
    name = resolve(store, model, "moderation")
    older = model.startswith("text-moderation")
    results = [_judged(text, older) for text in _texts(input, older)]
    return {"id": store.new("modr-"), "model": name, "results": results}


def _judged(text: str, older: bool) -> dict[str, Any]:
    """One result; pictures are not seen here, which the applied types say by not naming them."""
    from openai_nb.sandbox.oracle.moderation import scores  # its patterns take 40 ms to compile

    found = {name: score for name, score in scores(text).items() if not (older and name in NEWER)}
    categories = {name: score >= FLAGGED for name, score in found.items()}
    said = {"flagged": any(categories.values()), "categories": categories, "category_scores": found}
    if older:
        return said
    return {**said, "category_applied_input_types": {name: ["text"] if text else [] for name in found}}


def _texts(input: str | list[Any], older: bool) -> list[str]:
    """One text for each result: parts make one together."""
    if isinstance(input, str):
        return [input]
    if not input:
        raise invalid("input", "Invalid 'input': input cannot be an empty array.", "empty_array")
    if all(isinstance(each, str) for each in input):
        return input
    if older:
        raise invalid("input", "The text-moderation models take a string or an array of strings.", None)
    parts = [_part(f"input[{place}]", each) for place, each in enumerate(input)]
    if parts.count(None) > MOST_PICTURES:
        raise invalid("input", f"Invalid 'input': {MOST_PICTURES} image is the most in one request.")
    return ["\n".join(part for part in parts if part is not None)]


def _part(where: str, part: Any) -> str | None:
    """The text of a part, None for a picture."""
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in ("text", "image_url"):
        raise invalid(where, f"Invalid '{where}': expected a part of type 'text' or 'image_url'.")
    if kind == "text":
        if not isinstance(part.get("text"), str):
            raise invalid(
                f"{where}.text", f"Invalid type for '{where}.text': expected a string.", "invalid_type"
            )
        return str(part["text"])
    url = part.get("image_url")
    address = url.get("url") if isinstance(url, dict) else None
    if not isinstance(address, str) or not _is_picture(address):
        raise invalid(f"{where}.image_url.url", "Expected an http(s) address, or a data: URL with a picture.")
    return None


def _is_picture(address: str) -> bool:
    if address.startswith(("http://", "https://")):
        return True
    head, _, data = address.partition(",")
    try:
        base64.b64decode(data, validate=True)
    except binascii.Error:
        return False
    return head.startswith("data:image/") and bool(data)
