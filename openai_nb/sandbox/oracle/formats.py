"""Formats: texts in the forms that schemas name: dates, addresses, identifiers."""

from __future__ import annotations

import re
import uuid
import zlib
from collections.abc import Mapping
from typing import Any

from openai_nb.sandbox.oracle import dates, facts
from openai_nb.sandbox.oracle.filling import Source, ordered
from openai_nb.sandbox.oracle.patterns import sample
from openai_nb.sandbox.oracle.validity import FORMATS, is_valid

EXAMPLES = {
    "date": "1970-01-01",
    "date-time": "1970-01-01T00:00:00Z",
    "time": "00:00:00Z",
    "duration": "PT0S",
    "email": "nobody@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
}


def unsaid(schema: Mapping[str, Any], name: str) -> str:
    """A text for a field that nothing was said about."""
    if isinstance(schema.get("default"), str) and is_valid(schema["default"], schema):
        return str(schema["default"])
    if "pattern" in schema:
        return sample(schema["pattern"], schema.get("minLength", 0), schema.get("maxLength")) or ""
    form = schema.get("format")
    if form in FORMATS:
        mark = zlib.crc32(name.encode("utf-8", "replace"))
        return EXAMPLES.get(form) or str(uuid.UUID(int=mark * (2**96 + 1) % 2**128, version=4))
    return sized("", schema, "")


def sized(text: str, schema: Mapping[str, Any], tail: str) -> str:
    """A text brought to a length that the schema allows."""
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    text = text + "-" * max(0, least - len(text))
    return text if most is None or len(text) <= most else (text[: most - len(tail)] + tail)[:most]


def formatted(form: str, source: Source, name: str = "") -> list[str]:
    """What the text offers in a form with a name, such as a date in ISO 8601."""
    days = ordered([day.isoformat() for day in dates.days(source.text, source.today)], name)
    if form == "date":
        return days
    if form == "date-time":
        exact = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", source.text)
        return exact + [f"{day}T{dates.clock(source.text) or '00:00:00'}Z" for day in days]
    if form == "time":
        return [f"{at}Z" for at in [dates.clock(source.text)] if at]
    if form in ("uri", "email"):
        return facts.forms("url" if form == "uri" else "email", source.text)
    return [
        word
        for word in re.findall(r"[\w:.-]+\w", source.text[:20_000])
        if form in FORMATS and FORMATS[form](word)
    ]
