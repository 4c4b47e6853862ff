"""Settings: a proxy as a TOML file tells of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from openai_nb.core.errors import SettingsError
from openai_nb.proxy.limits import Limits
from openai_nb.proxy.prices import Price
from openai_nb.proxy.tokens import MARK

KINDS: dict[str, tuple[type, ...]] = {
    "str": (str,), "int": (int,), "int | None": (int,), "float": (int, float), "float | None": (int, float),
    "bool": (bool,), "tuple[str, ...]": (list,), "dict[str, Any]": (dict,),
}  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """A proxy: where it asks, with whose key, who may come, what is kept.

    `upstream` is "openai", "azure", "sandbox", an address, or "package.module:function" for a function that
    makes a WSGI app (given `options`).  `key_env` names the variable of the environment that holds the key,
    `key_file` a file only its owner may read; the key itself never stands here.  `hook`, `cost` and `store`
    name functions as "package.module:function".  `hosts` and `origins` are the names under which it is
    called and the origins whose pages may call it ("*": any).
    """

    upstream: str = "openai"
    key_env: str = "OPENAI_API_KEY"
    key_file: str = ""
    organization: str = ""
    project: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    threads: int = 384
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    timeout: float = 600.0
    most_bytes: int = 512 << 20
    usage_in_streams: bool = True
    state: str = ""
    store: str = ""
    audit: str = ""
    hook: str = ""
    cost: str = ""
    prices: dict[str, Price] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    users: dict[str, Limits] = field(default_factory=dict)
    tokens: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def limits_of(self, user: str) -> Limits:
        """What a caller may do: by their own table, else by everybody's."""
        return self.users.get(user, self.limits)


def load(path: str | Path) -> Settings:
    """The settings in a file; paths in it start from where it lies.  Raises `SettingsError`."""
    path = Path(path)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({type(error).__name__}).", "Name a file.") from None
    except ValueError as error:
        raise SettingsError(f"{path} is not TOML: {error}.", "Mend the file.") from None
    return settings(said, path.resolve().parent)


def settings(said: Mapping[str, Any], place: Path | None = None) -> Settings:
    """The settings a mapping tells of."""
    given = dict(said)
    limits = _table(given.pop("limits", {}), "limits")
    users, prices = (_tables(given.pop(name, {}), name) for name in ("users", "prices"))
    everybody = Limits(**_checked(Limits, limits, "limits"))
    own = {
        name: {**limits, **{k: v for k, v in each.items() if k != "tokens"}} for name, each in users.items()
    }
    values = _checked(Settings, given, "the proxy", {"limits", "users", "prices", "tokens"})
    for name in ("state", "audit", "key_file"):
        if values.get(name) and place is not None:
            values[name] = str(place / Path(values[name]).expanduser())
    made = Settings(
        **values,
        limits=everybody,
        users={name: Limits(**_checked(Limits, each, f"users.{name}")) for name, each in own.items()},
        tokens={name: tuple(_digests(name, each.get("tokens", []))) for name, each in users.items()},
        prices={name: Price(**_checked(Price, each, f"prices.{name}")) for name, each in prices.items()},
    )
    _agree(made)
    return made


def _agree(made: Settings) -> None:
    """Raise `SettingsError` for settings that do not go together."""
    everyone = [made.limits, *made.users.values()]
    if not made.hook and not any(made.tokens.values()):
        raise SettingsError("Nobody could get in.", "Give a [users.NAME] tokens, or name a hook.")
    if any(each.period not in ("day", "month", "ever") for each in everyone):
        raise SettingsError("A period is none.", 'Write "day", "month" or "ever".')
    if any(each.budget is not None for each in everyone) and not made.prices and not made.cost:
        raise SettingsError("A budget needs prices.", 'Give [prices."MODEL"], or name a function as cost.')
    if (
        any(each.budget is not None or each.tokens_per_minute for each in everyone)
        and not made.usage_in_streams
    ):
        raise SettingsError("Budgets and token rates need usage_in_streams.", "Leave it true.")
    if made.workers > 1 and not made.state and not made.store:
        raise SettingsError("Several workers need a state they share.", 'Give state = "proxy.sqlite".')


def _tables(said: Any, where: str) -> dict[str, dict[str, Any]]:
    """Tables by name, such as those of [users.ada] and [users.bob]."""
    return {name: _table(each, f"{where}.{name}") for name, each in _table(said, where).items()}


def _table(said: Any, where: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise SettingsError(f"{where} is no table.", f"Write it as [{where}].")
    return said


def _checked(kind: type, said: Mapping[str, Any], where: str, without: Iterable[str] = ()) -> dict[str, Any]:
    """What a table says, of the right names and types."""
    known = {each.name: str(each.type) for each in fields(kind) if each.name not in without}
    values: dict[str, Any] = {}
    for name, value in said.items():
        if name not in known:
            raise SettingsError(f"{where} has no {name!r}.", f"There are {', '.join(known)}.")
        wanted = KINDS[known[name]]
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            raise SettingsError(f"{name!r} of {where} is {value!r}.", f"It takes {known[name]}.")
        negative = isinstance(value, int | float) and not value >= 0  # nan is not above 0 either
        if negative or (isinstance(value, list) and not all(isinstance(each, str) for each in value)):
            raise SettingsError(f"{name!r} of {where} is {value!r}.", "It takes names, or numbers from 0 on.")
        values[name] = tuple(value) if isinstance(value, list) else value
    return values


def _digests(name: str, said: Any) -> Iterable[str]:
    for each in said if isinstance(said, list) else [said]:
        if not isinstance(each, str) or not each.startswith(MARK) or len(each) != len(MARK) + 64:
            raise SettingsError(
                f"A token of users.{name} is no digest.", "`python -m openai_nb proxy --new-token` makes one."
            )
        yield each.lower()
