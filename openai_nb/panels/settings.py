"""Settings: who answers and with whose key, what holds for every magic, what is kept on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ipywidgets import Widget
from traitlets import Any as AnyTrait
from traitlets import Dict, List, TraitError, Unicode

from openai_nb.core import settings
from openai_nb.data import cache
from openai_nb.looks.tables import bundle
from openai_nb.looks.whereabouts import whereabouts
from openai_nb.panels.listed import Listed
from openai_nb.panels.rows import size
from openai_nb.providers import finding
from openai_nb.session import current

ADDRESS = "another address"
SPELLED = {"azure": ("endpoint", "key"), "proxy": ("domain", "token")}  # … what they call address and key
HELD = "OpenAINb"  # the class of the options, which the extension hands to IPython


class SettingsPanel(Listed):
    """See and change who answers, the options of all magics, and the cache: `SettingsPanel()`.

    A key is never shown beyond its last letters, nor kept in the notebook: it goes from a password field to
    whoever answers, and with `login` into `~/.openai`.
    """

    NAME = "Settings"
    LOOKS = ("lists", "settings")
    LABELS: ClassVar = {
        ".oai-told": {"role": "status", "aria-live": "polite"},
        ".oai-key input": {"aria-label": "Key", "autocomplete": "off", "spellcheck": "false"},
    }

    there = List()  # rows of what is in force: what, value, from where
    limits = Dict()  # what the last answer said of rate limits
    kept = Unicode("")  # what the cache holds, in words
    options = AnyTrait(None)  # the options of all magics, where the extension is loaded

    def __init__(self, options: Any = None, **traits: Any) -> None:
        super().__init__(options=options if options is not None else held(), **traits)
        self.look()

    @property
    def names(self) -> list[str]:
        """Everybody who can be named."""
        return [*finding.names(), ADDRESS]

    # Verbs

    def look(self) -> None:
        """Bring all that is shown up to date."""
        client = current().client
        store = cache.shared(client.provider)
        self.there = whereabouts()
        self.limits = dict(client.last.limits) if client.last is not None else {}
        self.kept = f"{len(store):,} answers and vectors · {size(store.size)} · {store.path or 'in memory'}"

    def use(self, who: str, *, address: str = "", key: str = "", keep: bool = False) -> None:
        """Let `who` answer from now on: a name or an address; `keep` puts the key into `~/.openai`."""
        address, key = address.strip(), key.strip()
        if who == ADDRESS and not address:
            raise ValueError("Give the address: a base URL such as http://localhost:8080/v1.")
        if keep and key:
            self.login(key)
        elsewhere, secret = SPELLED.get(who, ("", "key"))
        given = {elsewhere: address} if elsewhere and address else {}
        if who == ADDRESS or (address and not elsewhere):
            who, secret = address, "api_key"
        current().use(who, **given, **({secret: key} if key else {}))
        self.look()
        self.told = f"{current().client.provider.name} answers now."
        self.keep()

    def login(self, key: str) -> None:
        """Keep a key where only you can read it; raises `ValueError` for what is none."""
        if not key or any(letter.isspace() for letter in key):
            raise ValueError("That was no key: paste the key alone; it begins with sk-.")
        path = settings.save({"apiKey": key})
        current().forget()
        self.look()
        self.told = f"The key {settings.masked(key)} is kept in {path}, which only you can read."

    def set(self, name: str, value: Any) -> None:
        """Set an option of all magics; raises `ValueError` with what it may be."""
        if self.options is None:
            raise ValueError("There are no options yet: %load_ext openai_nb brings them.")
        trait = self.options.traits(config=True).get(name)
        if trait is None:
            raise ValueError(f"There is no option {name!r}.")
        try:
            setattr(self.options, name, read(trait, value))
        except (TraitError, ValueError):
            raise ValueError(f"{name} cannot be {value!r}: it is {trait.help}.") from None
        self.look()
        self.keep()

    def clear(self) -> None:
        """Ask whether the cache shall be emptied."""
        question = f"Forget {self.kept}? What was paid for would be asked for, and paid for, again."
        self.ask(question, self._clear)

    # What is shown

    def view(self) -> Widget:
        """Who answers, the options, the limits, the cache."""
        from openai_nb.panels.settings_view import SettingsView

        return SettingsView(self).widget

    def twin(self) -> dict[str, str]:
        """What is in force, and the options."""
        rows = [*self.there, *((name, shown(value), "") for name, value in self.values().items())]
        return bundle(("", "", "from"), rows)

    def values(self) -> Mapping[str, Any]:
        """The options and their values."""
        if self.options is None:
            return {}
        return {name: getattr(self.options, name) for name in sorted(self.options.traits(config=True))}

    def _clear(self) -> None:
        cache.shared(current().client.provider).clear()
        self.look()
        self.told = "The cache is empty."

    def __repr__(self) -> str:
        return f"SettingsPanel({current().client.provider.name})"


def held() -> Any:
    """The options that the extension gave to IPython; None where it is not loaded."""
    from IPython import get_ipython

    shell = get_ipython()
    known = () if shell is None else shell.configurables
    return next((each for each in reversed(known) if type(each).__name__ == HELD), None)


def read(trait: Any, value: Any) -> Any:
    """A value for an option from what stands in a field: empty for none, where that may be."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return None if trait.allow_none and trait.default_value is None else trait.default_value
    return trait.from_string(text)


def shown(value: Any) -> str:
    """An option's value as a field shows it."""
    return "" if value is None else str(value)
