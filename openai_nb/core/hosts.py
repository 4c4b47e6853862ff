"""Hosts: whom an address names."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(address: str) -> str | None:
    """The host in an address such as `https://a.example/v1`, `//a.example:80` too; None where none is."""
    try:
        return urlsplit(address).hostname
    except ValueError:  # a bracket that nothing closes, for one
        return None
