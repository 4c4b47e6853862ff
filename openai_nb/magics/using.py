"""Using: `%openai use …` says who answers, `%openai panel …` opens what one clicks."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from openai_nb.magics.arguments import Misused, nearest
from openai_nb.magics.values import Line
from openai_nb.session import current

SECRETS = {"key", "api_key", "admin_key", "token", "azure_ad_token"}
ASK = "ask"  # a secret's value, where it is to be typed without being shown


def use(line: Line, names: dict[str, Any]) -> None:
    """Let whom `use NAME option=value …` names answer from now on; raises `Misused`."""
    if len(line.words) != 2:
        raise Misused("Say one name: whom to use.", f"Names are {_names()}, or a base URL.")
    who = line.words[1]
    options: dict[str, Any] = {}
    for name, value in line.values.items():
        if name not in SECRETS:
            options[name] = value.read(names)
            continue
        options["api_key" if name == "key" else name] = _secret(who, name, value, names)
    try:
        current().use(who, **options)
    except TypeError as problem:
        text = str(problem).partition("() ")[2] or str(problem)
        raise Misused(f"%openai use {who}: {text}.", "`%openai?` shows examples.") from None


def panel(name: str, *given: Any) -> Any:
    """The panel called `name`, made of what is `given`, or a table of those there are.

    Raises `Misused` where it cannot be shown.
    """
    try:
        panels = import_module("openai_nb.panels")  # a neighbour, which stands on widgets
    except ImportError as problem:
        raise _lacking(problem) from None
    known: dict[str, str] = panels.PANELS
    if not name:
        return _listed(known)
    if name not in known:
        raise Misused(f"There is no panel {name!r}.", nearest(name, sorted(known)))
    try:
        return panels.panel(name, *given)
    except ImportError as problem:
        raise _lacking(problem) from None
    except TypeError as problem:
        text = str(problem).partition("() ")[2] or str(problem)
        raise Misused(
            f"%openai panel {name}: {text}.", f"%openai panel {name} NAME … hands it over."
        ) from None


def _secret(who: str, name: str, value: Any, names: dict[str, Any]) -> str:
    """A secret that does not stand on the line: a value of the notebook, or typed unseen."""
    if value.text == ASK:
        from openai_nb.magics.keys import asked

        return asked(f"The {name} for {who} (it is not shown): ").strip()
    if value.text.startswith("{{") and not value.quoted:
        return str(value.read(names))
    raise Misused(
        f"The {name} on this line would stay in the notebook.",
        f"Say {name}=ask to type it unseen, or {name}={{{{variable}}}}.",
    )


def _listed(known: dict[str, str]) -> Any:
    from openai_nb.looks.tables import Listing

    rows = []
    for name, address in sorted(known.items()):
        module, _, kind = address.partition(":")
        try:
            words = getattr(import_module(f"openai_nb.panels.{module}"), kind).__doc__ or ""
        except ImportError as problem:
            words = f"wants {problem.name}"
        rows.append((f"%openai panel {name}", words.partition("\n")[0]))
    return Listing(("", ""), rows)


def _lacking(problem: ImportError) -> Misused:
    package = (problem.name or "a package").partition(".")[0]
    return Misused(f"Panels need {package}, which is not installed.", f"pip install {package}")


def _names() -> str:
    from openai_nb.providers import finding

    return ", ".join(finding.names())
