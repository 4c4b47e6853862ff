"""Azure's settings: what arguments, a file and the environment say of it.

A key stays with the address it was kept beside: the address is settled first, and then only a key that was
given with the call, or that stands where this address stands, is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from openai_nb.core.errors import SettingsError
from openai_nb.core.settings import kept, load
from openai_nb.core.spellings import AZURE_ADDRESS, AZURE_IN_ENVIRONMENT, AZURE_IN_FILE
from openai_nb.providers.azure import azure
from openai_nb.providers.azure_address import of_resource, read_address
from openai_nb.providers.provider import Found

SECRETS = ("token", "key")  # where both are kept, the token goes first


def named_in_file() -> bool:
    """Whether the nearest `.openai` file speaks of Azure."""
    return any(place != "environment" and "endpoint" in said for place, said in _kept())


def complete_in_environment() -> bool:
    """Whether the environment holds an address at Azure and a key for it."""
    said = next(each for place, each in _kept() if place == "environment")
    return "endpoint" in said and any(map(said.get, SECRETS))


def at_azure(path: Path) -> dict[str, str]:
    """The arguments of `azure` that a file holds; none where it does not speak of Azure."""
    said = load(path, AZURE_IN_FILE)
    return said if any(each in said for each in AZURE_ADDRESS) else {}


def find(**given: Any) -> Found:
    """Azure by the arguments of `azure`, and by what is kept where they say nothing."""
    sources = [("argument", _whole({name: value for name, value in given.items() if value is not None}))]
    sources += _kept()
    places = ((place, said["endpoint"]) for place, said in sources if "endpoint" in said)
    where, endpoint = next(places, ("", ""))
    if not endpoint:
        raise SettingsError(
            "No address at Azure is known.", "Give the resource or endpoint, or set AZURE_OPENAI_ENDPOINT."
        )
    found, origin = {"endpoint": endpoint}, {"base_url": where}
    for name in ("deployment", "version"):
        for place, said in reversed(sources):  # the strongest speaks last
            if said.get(name):
                found[name], origin[name] = said[name], place
    withheld = _sign(found, origin, sources)
    return Found(azure(**found), origin, withheld)


def _sign(found: dict[str, Any], origin: dict[str, str], sources: list[tuple[str, dict[str, Any]]]) -> str:
    """Put the key that belongs to the address into `found`; why another was kept back, if one was."""
    there, withheld = _place(found["endpoint"]), ""
    host = there[1]
    for place, said in sources:
        names = [name for name in SECRETS if said.get(name)]
        if names and place != "argument" and _place(said.get("endpoint", "")) != there:
            withheld = f"The key from the {place} was kept back, because it was not kept beside {host}."
        elif names:
            own = names if place == "argument" else names[:1]
            found |= {name: said[name] for name in own}
            origin["api_key"] = place
            return withheld
    raise SettingsError(
        f"There is no key for {host}. {withheld}".strip(),
        "Give api_key= or token=, or keep it there too.",
    )


def _kept() -> list[tuple[str, dict[str, Any]]]:
    return [(place, _whole(said)) for place, said in kept(None, AZURE_IN_FILE, AZURE_IN_ENVIRONMENT)]


def _whole(said: Mapping[str, Any]) -> dict[str, Any]:
    """What one place says, with its endpoint in full, and what stands in that endpoint."""
    if said.get("endpoint") and said.get("resource"):
        raise SettingsError("Azure is given an endpoint and a resource.", "One of them is enough.")
    rest = {name: value for name, value in said.items() if name != "resource"}
    if "resource" in said:
        return {**rest, "endpoint": of_resource(said["resource"])}
    if not said.get("endpoint"):
        return rest
    read = {name: value for name, value in read_address(said["endpoint"]).asked.items() if value}
    return {**read, **rest, "endpoint": read["endpoint"]}


def _place(endpoint: str) -> tuple[str, str]:
    """(scheme, host) of an address."""
    parts = urlsplit(endpoint.lower())
    return parts.scheme, parts.netloc
