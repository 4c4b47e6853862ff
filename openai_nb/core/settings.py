"""Settings: the key, the address, and where each was found.

The order is that of the kit's older siblings: argument, then a `.openai` file (this directory,
upward, then home), then the environment.  Whatever a client takes from the environment of its key and
address is read here.

A key stays with the address it was kept beside: a key from the environment never goes to an address
that a file or an argument names, and the other way round, unless the address is OpenAI's own.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from openai_nb.core.errors import SettingsError
from openai_nb.core.places import replacing
from openai_nb.core.spellings import AZURE_ADDRESS, AZURE_IN_FILE
from openai_nb.core.spellings import IN_ENVIRONMENT as IN_ENVIRONMENT
from openai_nb.core.spellings import IN_FILE as IN_FILE

FILE_NAME = ".openai"
OPENAI_HOST = "api.openai.com"
OPENAI_URL = f"https://{OPENAI_HOST}/v1"
Spellings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Settings:
    """What a client needs to know; `origin` tells where each value was found."""

    api_key: str | None = field(default=None, repr=False)
    admin_key: str | None = field(default=None, repr=False)
    base_url: str = OPENAI_URL
    organization: str | None = None
    project: str | None = None
    origin: Mapping[str, str] = field(default_factory=dict)
    withheld: str = ""  # why a key that was found is not used


def resolve(directory: Path | None = None, **arguments: str | None) -> Settings:
    """The settings in force here: argument, else file, else environment, else OpenAI's address."""
    sources = [("argument", {k: v for k, v in arguments.items() if v}), *kept(directory)]
    found: dict[str, str] = {}
    origin: dict[str, str] = {}
    for where, values in sources:
        for name, value in values.items():
            if name not in found:
                found[name], origin[name] = value, where
    found["base_url"] = address(found.get("base_url", OPENAI_URL))
    return _bound(found, origin)


def wanted() -> str:
    """Who is to answer by the environment: OPENAI_NB_PROVIDER, or OPENAI_API_TYPE where that is Azure."""
    if named := os.environ.get("OPENAI_NB_PROVIDER", "").strip().lower():
        return named
    kind = os.environ.get("OPENAI_API_TYPE", "").strip().lower()
    return "azure" if kind in ("azure", "azure_ad", "azuread") else ""


def webhook_secret() -> str:
    """What webhooks are signed with, as OPENAI_WEBHOOK_SECRET says; empty where it does not."""
    return os.environ.get("OPENAI_WEBHOOK_SECRET", "").strip()


def extra_headers(base_url: str = OPENAI_URL, named_by: str = "") -> dict[str, str]:
    """Headers to send with every call: lines `Name: value` in OPENAI_CUSTOM_HEADERS.

    They may hold secrets: an address that a file named (any directory may hold one) gets none.
    """
    if named_by.startswith("file") and not _openais(base_url):
        return {}
    written = os.environ.get("OPENAI_CUSTOM_HEADERS", "").splitlines()
    split = (line.partition(":") for line in written if ":" in line)
    return {name.strip(): value.strip() for name, _, value in split}


def address(url: str) -> str:
    """A base URL without its last slash; `https://` where no scheme is given."""
    url = url.strip()
    full = url if "://" in url else f"https://{url}"
    try:
        parts = urlsplit(full)
        host, _ = parts.hostname or "", parts.port  # a port that is no number raises
    except ValueError:
        parts, host = urlsplit(""), ""
    spelled = re.fullmatch(r"[\w-]+(\.[\w-]+)*\.?|[\da-f:.]*:[\da-f:.]*", host)
    named = full == url or "." in host or ":" in parts.netloc or host == "localhost"
    if not (spelled and named) or parts.scheme not in ("http", "https") or re.search(r"[\s\\?#]", url):
        raise SettingsError(
            f"{url!r} is no address of a server.", "Give a base URL such as http://localhost:8080/v1."
        )
    if parts.username or parts.password:
        raise SettingsError("The base URL holds a name or password.", "Give the key as api_key= instead.")
    return full.rstrip("/")


def masked(key: str | None) -> str:
    """A key as it may be shown: its last four letters at most."""
    if not key:
        return "none"
    return f"…{key[-4:]}" if len(key) >= 12 else "…"


def home_file() -> Path:
    """Where `login` keeps a key."""
    return Path.home() / FILE_NAME


def save(values: Mapping[str, str], path: Path | None = None) -> Path:
    """Write `values` to a settings file that only its owner can read; the path.

    What else the file holds is kept; an empty value takes a setting away.
    """
    path = path or home_file()
    new = {_setting(name) for name in values}
    old = _said(path) if path.exists() else {}
    kept = {name: value for name, value in old.items() if _setting(name) not in new}
    kept |= {name: value for name, value in values.items() if value}
    with replacing(path, private=True) as file:
        file.write(json.dumps(kept, indent=1).encode())
    return path


def load(path: Path, in_file: Spellings = IN_FILE) -> dict[str, str]:
    """The settings a file holds: JSON, or the older lines `KEY=VALUE`.

    The key of a file that names an address at Azure is that address's, and none of OpenAI's.
    """
    said = _said(path).items()
    lowered = {name.lower(): value for name, value in said if isinstance(value, str) and value}
    found = {
        name: lowered[each] for name, names in in_file.items() for each in reversed(names) if each in lowered
    }
    if any(each in lowered for name in AZURE_ADDRESS for each in AZURE_IN_FILE[name]):
        found.pop("api_key", None)
    return found


def kept(
    directory: Path | None = None, in_file: Spellings = IN_FILE, in_environment: Spellings = IN_ENVIRONMENT
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each place that holds settings, the strongest first, and what it holds."""
    path = find(directory or Path.cwd())
    if path is not None:
        yield f"file {path}", load(path, in_file)
    values: dict[str, str] = {}
    for name, spellings in in_environment.items():
        for each in spellings:
            if value := os.environ.get(each, "").strip():
                values.setdefault(name, value)
    yield "environment", values


def find(directory: Path) -> Path | None:
    """The nearest `.openai` file: in `directory`, above it, or at home."""
    home = home_file()
    directory = directory.absolute()
    for each in (*(step / FILE_NAME for step in (directory, *directory.parents)), home):
        try:
            if each.is_file():
                return each
        except OSError:  # a directory one may not look into
            continue
    return None


def _bound(found: dict[str, str], origin: dict[str, str]) -> Settings:
    """The settings, less any key that belongs to another address."""
    withheld = ""
    for name in ("admin_key", "api_key"):
        if origin.get(name, "argument") == "argument":
            continue
        kept_with = origin.get("base_url", origin[name])
        if kept_with != origin[name] and not _openais(found["base_url"]):
            withheld = (
                f"The key from the {origin[name]} was kept back, "
                f"because {urlsplit(found['base_url']).netloc} is from the {kept_with}."
            )
            del found[name], origin[name]
    return Settings(**found, origin=origin, withheld=withheld)


def _openais(url: str) -> bool:
    """Whether OpenAI itself answers there: its one address, or that of a region."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    own = host == OPENAI_HOST or host.endswith(f".{OPENAI_HOST}")
    return own and parts.scheme == "https" and parts.port in (None, 443)


def _setting(name: str) -> str:
    """Which setting a file means by `name`; the name itself if none."""
    return next((each for each, spellings in IN_FILE.items() if name.lower() in spellings), name)


def _said(path: Path) -> dict[str, Any]:
    """What a file says, by its own names; of an error no more than the place is told."""
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
        said = json.loads(text) if text.startswith("{") else dict(_lines(text))
    except json.JSONDecodeError as error:
        raise SettingsError(f"{path} is not JSON ({error}).", 'Write {"apiKey": "…"} in it.') from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read ({type(error).__name__}).") from None
    return cast(dict[str, Any], said)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if found := re.match(r"\s*(?:export\s+)?(\w+)\s*[=:]\s*(.*?)\s*$", line):
            yield found[1], found[2].strip("'\"")
