"""Settings: `%openai` shows where calls go, with whose key and why, and changes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.core import settings
from openai_nb.magics import listing
from openai_nb.magics.arguments import Misused, command
from openai_nb.magics.brief import briefly
from openai_nb.magics.footer import SANDBOX
from openai_nb.session import current

Row = tuple[str, str, str]


@magics_class
class SettingsMagics(Magics):  # type: ignore[misc] # IPython is untyped
    """Show and change who answers."""

    @no_var_expand
    @magic_arguments()
    @argument("--organization", help="with login: the organization to keep beside the key")
    @argument("--project", help="with login: the project to keep beside the key")
    @line_magic
    @briefly
    def openai(self, line: str) -> Any:
        """Where calls go, with whose key, and why.

        Examples::

            %openai                              what is in force, and where each value comes from
            %openai login                        take a key, without showing it, into ~/.openai
            %openai logout                       forget that key
            %openai use sandbox                  or openai, or a base URL
            %openai limits                       what the last answer said of rate limits
            %openai debug                        the full trace of the last error
        """
        args = command(self.openai, line)
        args.out = None
        verbs: listing.Verbs = {
            "show": self._show,
            "login": self._login,
            "logout": self._logout,
            "use": self._use,
            "limits": self._limits,
            "debug": self._debug,
        }
        if args.words[:1] == ["login"] and len(args.words) > 1:  # before its words are looked at or shown
            raise Misused("A key on this line would stay in the notebook.", "Say `%openai login` alone.")
        return listing.done("openai", args, verbs, self.shell.user_ns, "show")

    def _show(self, args: Any) -> Any:
        from openai_nb.looks.tables import Listing

        badge = SANDBOX if current().client.provider.sandboxed else ""
        return Listing(("", "", "from"), whereabouts(), note=badge)

    def _login(self, args: Any) -> None:
        key = _asked("Your OpenAI key (it is not shown): ").strip()
        if not key or any(letter.isspace() for letter in key):
            raise Misused("That was no key.", "Paste the key alone; it begins with sk-.")
        also = {"organization": args.organization, "project": args.project}
        path = settings.save({"apiKey": key, **{name: value for name, value in also.items() if value}})
        current().forget()
        print(f"The key {settings.masked(key)} is kept in {path}, which only you can read.")
        found = settings.resolve()
        if found.api_key != key:
            print(f"Another key comes first: that of {found.origin.get('api_key', 'nowhere')}.")

    def _logout(self, args: Any) -> None:
        path = settings.home_file()
        if not path.is_file():
            print(f"No key is kept in {path}.")
            return
        spelt = settings.IN_FILE["api_key"]
        held = [name for name in _written(path) if name.lower() in spelt]
        settings.save(dict.fromkeys(held, ""), path)
        current().forget()
        print(f"The key is gone from {path}." if held else f"{path} holds no key.")

    def _use(self, args: Any, who: Any) -> Any:
        current().use(who)
        return self._show(args)

    def _limits(self, args: Any) -> Any:
        from openai_nb.looks.tables import Listing

        last = current().client.last
        if last is None:
            raise Misused("Nothing has been asked yet.", "Ask something first: the answer brings its limits.")
        said = "" if last.limits else " said nothing of limits"
        return Listing(("limit", "value"), list(last.limits.items()), note=f"{last.verb} {last.path}{said}")

    def _debug(self, args: Any) -> None:
        from openai_nb.looks.errors import last_trace

        print(last_trace() or "No error yet.")


def _written(path: Path) -> dict[str, Any]:
    """What stands in a settings file, under the names it uses."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8-sig")))
    except ValueError:
        raise Misused(f"{path} is not JSON.", "Take the key's line out of it yourself.") from None


def whereabouts() -> list[Row]:
    """What is in force: each setting, its value as it may be shown, and where it comes from."""
    here = current()
    client, provider, origin = here.client, here.client.provider, here.client.origin
    key = getattr(provider.auth, "key", None)
    rows = [("calls go to", f"{provider.name}, {provider.base_url}", _why(origin))]
    if not provider.sandboxed:
        rows += [("key", settings.masked(key), origin.get("api_key", "your choice here" if key else ""))]
    named = [name for name in ("organization", "project") if name in origin]
    rows += [(name, provider.headers.get(f"OpenAI-{name.title()}", ""), origin[name]) for name in named]
    for kind, model in {**provider.models, **here.chosen}.items():
        rows += [(f"{kind} model", model, "your choice here" if kind in here.chosen else provider.name)]
    return [*rows, ("not used", client.withheld, "")] if client.withheld else rows


def _why(origin: Mapping[str, str]) -> str:
    """Why calls go where they go."""
    here = current()
    if here.asked_for:
        return "your choice here"
    if here.client.provider.sandboxed:
        return "OPENAI_NB_PROVIDER" if "provider" in origin else "no key was found"
    return origin.get("base_url", "the usual address")


def _asked(prompt: str) -> str:
    """What the user types, without echo."""
    import warnings
    from getpass import GetPassWarning, getpass

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)  # it would go on, and show what is typed
            return getpass(prompt)
    except (EOFError, NotImplementedError, RuntimeError, GetPassWarning):
        raise Misused(
            "Nobody can be asked here.", f'Write {{"apiKey": "…"}} into {settings.home_file()} yourself.'
        ) from None
