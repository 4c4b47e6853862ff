"""Finding: who is meant, by a name, by arguments, or by what files and the environment say.

Another package adds a provider of its own by an entry point of the group `openai_nb.providers`: a function
that takes what `use(name, …)` is given and returns a `Provider`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from openai_nb.core import settings
from openai_nb.core.errors import SettingsError
from openai_nb.core.hosts import host_of
from openai_nb.providers import azure_settings
from openai_nb.providers.azure_address import DOMAIN
from openai_nb.providers.azure_settings import at_azure as at_azure
from openai_nb.providers.compatible import compatible, proxy
from openai_nb.providers.local import NAMED, local
from openai_nb.providers.openai import openai
from openai_nb.providers.provider import Found, Key, Provider

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "openai_nb.providers"
SPELLED = {  # the official SDK's names of what our functions take
    "api_key": "key",
    "azure_endpoint": "endpoint",
    "azure_deployment": "deployment",
    "api_version": "version",
    "azure_ad_token": "token",
    "azure_ad_token_provider": "token",
}


def names() -> list[str]:
    """Everybody who can be named: those of this package, and those that others add."""
    return sorted({"sandbox", *_OWN, *(each.name.lower() for each in _added())})


def named(name: str, **options: Any) -> Found:
    """The provider of this name or address, made with its own options; else `SettingsError`."""
    make = _OWN.get(name.lower())
    if make is not None:
        return make(**{SPELLED.get(each, each): value for each, value in options.items()})
    added = next((each for each in _added() if each.name.lower() == name.lower()), None)
    if added is not None:
        return Found(_made(added, options), {"base_url": f"package {_package(added)}"})
    if "." in name or ":" in name:
        return _at(name, options)
    raise SettingsError(f"Nobody is called {name!r} here.", f"Use {', '.join(names())}, or a base URL.")


def find(
    api_key: Key | None = None,
    admin_key: Key | None = None,
    base_url: str | None = None,
    organization: str | None = None,
    project: str | None = None,
) -> Found:
    """Who answers, by what was said here, in files and in the environment."""
    asked = any(each is not None for each in (api_key, admin_key, base_url))
    if not asked and (name := settings.wanted()) not in ("", "openai"):
        return Found(None, {"provider": "environment"}) if name == "sandbox" else named(name)
    if base_url is None and admin_key is None and azure_settings.named_in_file():
        return azure_settings.find(key=api_key)
    found = settings.resolve(
        api_key=api_key if isinstance(api_key, str) else None,
        admin_key=admin_key if isinstance(admin_key, str) else None,
        base_url=base_url,
        organization=organization,
        project=project,
    )
    key = api_key if callable(api_key) else found.api_key
    admin = admin_key if callable(admin_key) else found.admin_key
    return _answering(found, key, admin, asked=asked)


def _answering(found: settings.Settings, key: Key | None, admin: Key | None, *, asked: bool) -> Found:
    """Who answers at the address that was found, signed as was found."""
    belongs = (found.organization, found.project)
    provider: Provider | None = None
    if found.base_url != settings.OPENAI_URL:
        provider = compatible(found.base_url, key, *belongs, admin)
    elif key or (asked and admin):
        provider = openai(key or admin or "", *belongs, admin)
    elif asked:
        provider = compatible(found.base_url, None, *belongs, admin)
    elif azure_settings.complete_in_environment():
        return azure_settings.find()
    return Found(provider, found.origin, found.withheld)


def _at(url: str, options: dict[str, Any]) -> Found:
    """Who answers at this address; one of Azure's may be as "View Code" shows it."""
    host = host_of(url if "://" in url else f"https://{url}") or ""
    if host.endswith(DOMAIN) or "/openai/deployments/" in url:
        return named("azure", endpoint=url, **options)
    return find(base_url=url, **options)


def _openai(key: Key | None = None, **options: Any) -> Found:
    return find(key, base_url=settings.OPENAI_URL, **options)


def _proxy(domain: str | None = None, token: Key | None = None, key: Key | None = None) -> Found:
    """A proxy; its domain and the token may stand in a file or the environment."""
    given = token or key
    found = settings.resolve(base_url=domain, api_key=given if isinstance(given, str) else None)
    if found.base_url == settings.OPENAI_URL:
        raise SettingsError("No proxy is known.", 'Give its address: domain="llm.example.org".')
    return Found(proxy(found.base_url, given or found.api_key), found.origin, found.withheld)


def _added() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points  # slow to import, and seldom wanted

    return entry_points(group=GROUP)


def _plain(make: Callable[..., Provider]) -> Callable[..., Found]:
    return lambda **options: Found(make(**options), {"base_url": "this machine"})


def _made(point: EntryPoint, options: dict[str, Any]) -> Provider:
    """What the function of another package makes."""
    try:
        make = point.load()
    except (ImportError, AttributeError) as error:
        raise SettingsError(
            f"The provider {point.name} of {_package(point)} cannot be loaded ({type(error).__name__}).",
            "Is the package whole, and of a release that fits?",
        ) from error
    provider = make(**options)
    if not isinstance(provider, Provider):
        raise SettingsError(
            f"{point.value} of {_package(point)} gives no Provider but a {type(provider).__name__}."
        )
    return provider


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "a package"


_OWN: dict[str, Callable[..., Found]] = {
    "openai": _openai,
    "azure": azure_settings.find,
    "proxy": _proxy,
    "local": _plain(local),
    **{name: _plain(make) for name, make in NAMED.items()},
}
