"""Magics: the names one may put after `%`, and how they come and go."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from weakref import WeakKeyDictionary

MAGICS = {
    "chat": "chat:ChatMagics.chat",
    "embed": "embed:EmbedMagics.embed",
    "files": "files:FileMagics.files",
    "image": "images:ImageMagics.image",
    "jobs": "fine_tuning:JobMagics.jobs",
    "models": "models:ModelMagics.models",
    "openai": "settings:SettingsMagics.openai",
}

_Place = tuple[str, str]  # "line" or "cell", and the name
_replaced: WeakKeyDictionary[Any, dict[_Place, Any]] = WeakKeyDictionary()


def register(shell: Any) -> None:
    """Bring every magic of `MAGICS` to `shell`, and the looks of answers and errors."""
    if shell in _replaced:
        return
    from openai_nb.magics import formatters, lines

    before: dict[_Place, Any] = {}
    for address in dict.fromkeys(where.partition(".")[0] for where in MAGICS.values()):
        _place(shell, _made(address, shell), before)
    _replaced[shell] = before
    lines.NAMES.update(MAGICS)
    shell.input_transformer_manager.token_transformers.append(lines.Asking)
    formatters.install(shell)
    _say_taken(before)


def unregister(shell: Any) -> None:
    """Take the magics away; what they had replaced is there again."""
    from openai_nb.magics import formatters, lines

    if shell not in _replaced:
        return
    table = shell.magics_manager.magics
    for (kind, name), previous in _replaced.pop(shell).items():
        if previous is None:
            table[kind].pop(name, None)
        else:
            table[kind][name] = previous
    ours = [each for each in shell.configurables if type(each).__module__.startswith(f"{__name__}.")]
    for each in ours:
        shell.configurables.remove(each)
    shell.input_transformer_manager.token_transformers.remove(lines.Asking)
    formatters.remove(shell)


def _made(address: str, shell: Any) -> Any:
    module, _, name = address.partition(":")
    return getattr(import_module(f"openai_nb.magics.{module}"), name)(shell)


def _place(shell: Any, magics: Any, before: dict[_Place, Any]) -> None:
    """Put the methods of `magics` in the shell's tables, noting what stood there."""
    table = shell.magics_manager.magics
    for kind, names in magics.magics.items():
        for name, method in names.items():
            before[kind, name] = table[kind].get(name)
            table[kind][name] = method


def _say_taken(before: dict[_Place, Any]) -> None:
    taken = [f"{'%' if kind == 'line' else '%%'}{name}" for (kind, name), found in before.items() if found]
    if taken:
        print(f"openai_nb: {', '.join(taken)} replaced; `%unload_ext openai_nb` brings back what was there.")
