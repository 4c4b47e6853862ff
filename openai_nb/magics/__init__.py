"""Magics: the names one may put after `%`, and how they come and go."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from weakref import WeakKeyDictionary

MAGICS = {
    "assistant": "assistants:AssistantMagics.assistant",
    "assistants": "assistants:AssistantMagics.assistants",
    "batches": "batches:BatchMagics.batches",
    "chat": "chat:ChatMagics.chat",
    "complete": "texts:TextMagics.complete",
    "conversation": "conversations:ConversationMagics.conversation",
    "edit": "texts:TextMagics.edit",
    "embed": "embed:EmbedMagics.embed",
    "files": "files:FileMagics.files",
    "image": "images:ImageMagics.image",
    "jobs": "fine_tuning:JobMagics.jobs",
    "map": "map:MapMagics.map",
    "models": "models:ModelMagics.models",
    "moderate": "moderation:ModerationMagics.moderate",
    "openai": "settings:SettingsMagics.openai",
    "speech": "audio:AudioMagics.speech",
    "stores": "stores:StoreMagics.stores",
    "transcribe": "audio:AudioMagics.transcribe",
    "translate": "audio:AudioMagics.translate",
    "usage": "usage:UsageMagics.usage",
}

_Place = tuple[str, str]  # "line" or "cell", and the name
_replaced: WeakKeyDictionary[Any, dict[_Place, Any]] = WeakKeyDictionary()


def register(shell: Any) -> None:
    """Bring every magic of `MAGICS` to `shell`, and the looks of answers and errors."""
    if shell in _replaced:
        return
    from openai_nb.magics import formatters, lines, options

    said = options.hold(shell)
    before: dict[_Place, Any] = {}
    for address in dict.fromkeys(where.partition(".")[0] for where in MAGICS.values()):
        _place(shell, _made(address, shell), before, said.prefix)
    _replaced[shell] = before
    said.observe(lambda _: _renamed(shell, said), "prefix")
    lines.NAMES.update(name for kind, name in before if kind == "line")
    shell.input_transformer_manager.token_transformers.append(lines.Asking)
    formatters.install(shell)
    _say_taken(before)


def unregister(shell: Any) -> None:
    """Take the magics away; what they had replaced is there again."""
    from openai_nb.magics import formatters, lines

    if shell not in _replaced:
        return
    _give_back(shell.magics_manager.magics, _replaced.pop(shell))
    ours = [each for each in shell.configurables if type(each).__module__.startswith(f"{__name__}.")]
    for each in ours:
        shell.configurables.remove(each)
    shell.input_transformer_manager.token_transformers.remove(lines.Asking)
    formatters.remove(shell)


def _give_back(table: dict[str, dict[str, Any]], before: dict[_Place, Any]) -> None:
    for (kind, name), previous in before.items():
        if previous is None:
            table[kind].pop(name, None)
        else:
            table[kind][name] = previous


def _made(address: str, shell: Any) -> Any:
    module, _, name = address.partition(":")
    return getattr(import_module(f"openai_nb.magics.{module}"), name)(shell)


def _place(shell: Any, magics: Any, before: dict[_Place, Any], prefix: str) -> None:
    """Put the methods of `magics` in the shell's tables, noting what stood there."""
    table = shell.magics_manager.magics
    for kind, names in magics.magics.items():
        for plain, method in names.items():
            name = prefix + plain
            before[kind, name] = table[kind].get(name)
            table[kind][name] = method


def _renamed(shell: Any, said: Any) -> None:
    """Take the magics' names away and bring those with the new prefix; what they hold stays."""
    from openai_nb.magics import lines

    table, before = shell.magics_manager.magics, _replaced[shell]
    ours = {place: table[place[0]][place[1]] for place in before}
    _give_back(table, before)
    _replaced[shell] = {}
    for (kind, _), method in ours.items():
        name = said.prefix + method.__name__
        _replaced[shell][kind, name] = table[kind].get(name)
        table[kind][name] = method
    lines.NAMES.update(name for kind, name in _replaced[shell] if kind == "line")
    _say_taken(_replaced[shell])


def _say_taken(before: dict[_Place, Any]) -> None:
    taken = [f"{'%' if kind == 'line' else '%%'}{name}" for (kind, name), found in before.items() if found]
    if taken:
        print(f"openai_nb: {', '.join(taken)} replaced; `%unload_ext openai_nb` brings back what was there.")
