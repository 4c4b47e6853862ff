"""Options: all that can be set once for every magic, as traits of `OpenAINb`.

A value said in the notebook (`%config OpenAINb.max_cost = 0.10`) comes first, then the environment
(`OPENAI_NB_MAX_COST`), then the table `[tool.openai_nb]` of the project's pyproject.toml, then IPython's own
configuration; `origins` tells which of them it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets import Bool, Enum, Float, Int, TraitError, Unicode
from traitlets.config import Configurable

from openai_nb.core.errors import SettingsError
from openai_nb.data.defaults import Defaults, usual
from openai_nb.magics.cells import running
from openai_nb.session import current as session

if TYPE_CHECKING:
    from openai_nb.data.progress import Reporter

VARIABLE = "OPENAI_NB_"
TABLE = "tool.openai_nb"
USUAL, SAID, PROFILE = "the usual", "said in this notebook", "IPython's configuration"


class Model(Unicode):
    """The model of one kind that somebody chose; the session holds it, and forgets it with its provider."""

    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__("", allow_none=True, **options)
        self.kind = kind

    def get(self, obj: Any, cls: Any = None) -> str:
        """The one in force; empty where it is the provider's own."""
        here = session()
        settled = "" if here.asked_for else here.settled.get(self.kind, "")
        return here.chosen.get(self.kind) or settled

    def set(self, obj: Any, value: Any) -> None:
        """Choose one for this session, or with an empty name leave it to the provider."""
        if not isinstance(value, str | None):
            raise TraitError(f"A model is named by a text, not by {value!r}.")
        before, here = self.get(obj), session()
        for known in (here.settled, here.chosen):
            known.pop(self.kind, None)
        if value:
            here.chosen[self.kind] = value
        if value != before:
            obj._notify_trait(self.name, before, value)


class OpenAINb(Configurable):
    """What holds for every magic, unless its own flags say otherwise."""

    model = Model("chat", help="the model that chats; empty: the provider's own").tag(config=True)
    embedding_model = Model("embedding", help="the model that embeds").tag(config=True)
    image_model = Model("image", help="the model that draws").tag(config=True)
    completion_model = Model("completion", help="the model that goes on with a text").tag(config=True)
    api = Enum(("chat", "responses"), "chat", help="which API a chat goes through").tag(config=True)
    system = Unicode("", help="who the model shall be, in every chat").tag(config=True)
    temperature = Float(None, allow_none=True, help="0 is sober, 2 is wild").tag(config=True)
    max_tokens = Int(None, allow_none=True, help="the longest answer, in tokens").tag(config=True)
    seed = Int(None, allow_none=True, help="the same seed, the same answer, where it can").tag(config=True)
    reasoning_effort = Unicode("", help="minimal, low, medium or high").tag(config=True)
    conversation = Unicode("default", help="the conversation of cells that name none").tag(config=True)
    cache = Bool(True, help="give the same request the same answer, at no cost").tag(config=True)
    max_cost = Float(
        None, allow_none=True, min=0.0, help="USD that one call may cost; a dearer one is not sent"
    ).tag(config=True)
    footer = Bool(True, help="a line below answers: model, tokens, price, seconds").tag(config=True)
    tool_turns = Int(8, min=1, help="answers in a row that may call functions").tag(config=True)
    prefix = Unicode("", help='what stands before the magics\' names: "ai_" makes %ai_chat').tag(config=True)

    def __init__(self, **options: Any) -> None:
        """Read the profile, the project's file and the environment; raises `SettingsError`."""
        super().__init__(**options)
        self.origins: dict[str, str] = dict.fromkeys(self.trait_names(config=True), USUAL)
        self.origins |= dict.fromkeys(self.config.get(type(self).__name__, {}), PROFILE)
        for name, value, where in [*_of_project(), *_of_environment()]:
            self._take(name, value, where)
        self.observe(self._said, self.trait_names(config=True))

    def _take(self, name: str, value: Any, where: str) -> None:
        """Set an option as a file or the environment has it."""
        if name not in self.origins:
            raise SettingsError(f"{where}: there is no option {name!r}.", _nearest(name, self.origins))
        trait = self.traits()[name]
        try:
            said = trait.from_string(value) if where.startswith("environment") else value
            setattr(self, name, said)
        except (TraitError, ValueError):
            raise SettingsError(f"{where}: {name} cannot be {value!r}.", f"It is {trait.help}.") from None
        self.origins[name] = where
        if isinstance(trait, Model):  # it holds for whoever answers where nobody has said who
            session().settled[trait.kind] = said
            session().chosen.pop(trait.kind, None)

    def _said(self, change: Any) -> None:
        self.origins[change["name"]] = SAID


def _of_project() -> Iterator[tuple[str, Any, str]]:
    """What the nearest pyproject.toml with our table says, here or above."""
    here = Path.cwd()
    for path in (step / "pyproject.toml" for step in (here, *here.parents)):
        text = path.read_text("utf-8", "replace") if path.is_file() else ""
        if f"[{TABLE}]" not in text:
            continue
        import tomllib

        try:
            table = tomllib.loads(text).get("tool", {}).get("openai_nb")
        except tomllib.TOMLDecodeError as problem:
            raise SettingsError(f"{path} cannot be read: {problem}.", "Mend the file.") from None
        if table is not None:  # else it stands in a comment
            yield from ((name, value, f"file {path}") for name, value in table.items())
            return


def _of_environment() -> Iterator[tuple[str, str, str]]:
    for name in OpenAINb.class_trait_names(config=True):
        variable = f"{VARIABLE}{name.upper()}"
        said = os.environ.get(variable, "").strip()
        if name == "cache":  # the same variable may name a file for the cache
            said = "false" if said.lower() == "off" else ""
        if said:
            yield name, said, f"environment {variable}"


def _nearest(name: str, known: Any) -> str:
    from openai_nb.magics.arguments import nearest

    return nearest(name, known)


def _line() -> Reporter:
    from openai_nb.looks.progress import line

    return line()


_held: list[OpenAINb] = []


def current() -> OpenAINb:
    """The options of this kernel."""
    if not _held:
        _held.append(OpenAINb())
    return _held[-1]


def hold(shell: Any) -> OpenAINb:
    """Read the options anew for `shell`, which from now on shows them under `%config`."""
    try:
        made = _made(shell)
    except SettingsError as error:
        from openai_nb.core.traces import shown

        raise shown(error) from None
    _held[:] = [made]
    shell.configurables.append(made)
    usual.cell, usual.reporter = lambda: running(shell), _line
    usual.max_cost, usual.cache = lambda: current().max_cost, lambda: current().cache
    usual.keep = lambda name, value: shell.user_ns.update({name: value}) is None
    return made


def _made(shell: Any) -> OpenAINb:
    """The options; a value that `shell` keeps though it was refused is told of once, and forgotten."""
    try:
        return OpenAINb(parent=shell)
    except TraitError as problem:
        said, traits = shell.config[OpenAINb.__name__], OpenAINb.class_traits(config=True)
        refused = [name for name in said if name in traits and not _takes(traits[name], said[name])]
        for name in refused:
            del said[name]
        advice = f"{', '.join(refused)}: forgotten in this kernel; load the extension again."
        raise SettingsError(f"{PROFILE}: {problem}", advice) from None


def _takes(trait: Any, value: Any) -> bool:
    try:
        trait.validate(None, value)
    except TraitError:
        return bool(value is None and trait.allow_none)
    return True


def release() -> None:
    """Forget the options; what holds where nobody says otherwise is as it was before there were any."""
    plain = Defaults()
    usual.cell, usual.reporter = plain.cell, plain.reporter
    usual.max_cost, usual.cache, usual.keep = plain.max_cost, plain.cache, plain.keep
    _held.clear()
