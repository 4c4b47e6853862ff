"""Magics: the names one may put after `%`, and how they come and go."""

from __future__ import annotations

from dataclasses import dataclass, field
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

CELLS = {"edit", "map"}  # for cells alone
BOTH = {"assistant", "chat", "complete", "embed", "image", "moderate", "speech"}  # on a line, too

_Place = tuple[str, str]  # "line" or "cell", and the name


@dataclass
class _Loaded:
    """What a shell has of ours: the doors of the magics, and what stood in the places they took."""

    doors: dict[str, Any]
    before: dict[_Place, Any] = field(default_factory=dict)


_loaded: WeakKeyDictionary[Any, _Loaded] = WeakKeyDictionary()


def register(shell: Any) -> None:
    """Bring every magic of `MAGICS` to `shell`, and the looks of answers and errors."""
    if shell in _loaded:
        return
    from openai_nb.core import traces
    from openai_nb.magics import completion, formatters, lines, options, secrets
    from openai_nb.magics.doors import doors

    said = options.hold(shell)
    _loaded[shell] = _Loaded(doors(shell, MAGICS))
    _place(shell, said.prefix)
    said.observe(lambda _: _renamed(shell, said), "prefix")
    shell.input_transformer_manager.token_transformers.append(lines.Asking)
    shell.events.register("pre_run_cell", secrets.warn)
    formatters.install(shell)
    completion.install(shell)
    traces.install()


def unregister(shell: Any) -> None:
    """Take the magics away; what they had replaced is there again."""
    from openai_nb.core import traces
    from openai_nb.magics import completion, formatters, lines, options, secrets

    if shell not in _loaded:
        return
    _give_back(shell)
    del _loaded[shell]
    options.release()
    ours = [each for each in shell.configurables if type(each).__module__.startswith(f"{__name__}.")]
    for each in ours:
        shell.configurables.remove(each)
    shell.input_transformer_manager.token_transformers.remove(lines.Asking)
    shell.events.unregister("pre_run_cell", secrets.warn)
    formatters.remove(shell)
    completion.remove(shell)
    if not _loaded:
        traces.remove()


def magic(shell: Any, name: str) -> Any:
    """Our magic that `shell` knows by this name, with the prefix; None where it is nobody's or another's."""
    table, loaded = shell.magics_manager.magics, _loaded.get(shell)
    ours = loaded.doors.values() if loaded else ()
    return next((found for kind in table.values() if (found := kind.get(name)) in ours), None)


def _kinds(name: str) -> tuple[str, ...]:
    if name in CELLS:
        return ("cell",)
    return ("line", "cell") if name in BOTH else ("line",)


def _place(shell: Any, prefix: str) -> None:
    """Put the doors in the shell's tables, noting what stood there."""
    from openai_nb.magics import lines

    table, loaded = shell.magics_manager.magics, _loaded[shell]
    for plain, door in loaded.doors.items():
        for kind in _kinds(plain):
            name = prefix + plain
            loaded.before[kind, name] = table[kind].get(name)
            table[kind][name] = door
    lines.NAMES.update(name for kind, name in loaded.before if kind == "line")
    _say_taken(loaded.before)


def _give_back(shell: Any) -> None:
    """Put back what stood there; a place that somebody else has taken since stays theirs."""
    from openai_nb.magics import lines

    table, loaded = shell.magics_manager.magics, _loaded[shell]
    for (kind, name), previous in loaded.before.items():
        if table[kind].get(name) not in loaded.doors.values():
            continue
        if previous is None:
            del table[kind][name]
        else:
            table[kind][name] = previous
    loaded.before.clear()
    lines.NAMES.clear()


def _renamed(shell: Any, said: Any) -> None:
    """Take the magics' names away and bring those with the new prefix; what they hold stays."""
    if shell in _loaded:
        _give_back(shell)
        _place(shell, said.prefix)


def _say_taken(before: dict[_Place, Any]) -> None:
    taken = [f"{'%' if kind == 'line' else '%%'}{name}" for (kind, name), found in before.items() if found]
    if taken:
        theirs = "brings back what was there"
        print(f"openai_nb: {', '.join(taken)} replaced; `%unload_ext openai_nb` {theirs},")
        print('or `%config OpenAINb.prefix = "oai_"` lets both be.')
