"""Completion: what Tab offers on a magic's line and inside `{{ }}`, asked of the kernel by any front end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from IPython.core.completer import CompletionContext, SimpleCompletion, completion_matcher

LINE = re.compile(r"\s*(?:[\w.,\s\[\]'\"]+=\s*)?%(\w+)[ \t]+(.*)", re.DOTALL)
CELL = re.compile(r"\s*%%(\w+)(?=\s)[ \t]*(.*)", re.DOTALL)
BRACES = re.compile(r"\{\{((?:(?!\}\}).)*)$", re.DOTALL)
DOTTED = re.compile(r"[^\W\d][\w.]*$|$")
KEYED = re.compile(r"([^\W\d]\w*)\[(['\"])([^'\"]*)$")
Found = tuple[Iterable[str], str, str]  # what may stand there, what is there already, and its kind


def install(shell: Any) -> None:
    """Let Tab ask us before others; what we know nothing of is left to them."""

    @completion_matcher(identifier="openai_nb", priority=2000, api_version=2)
    def match(context: CompletionContext) -> Any:
        return _match(shell, context)

    shell.Completer.custom_matchers.append(match)


def remove(shell: Any) -> None:
    """Ask us no more."""
    held = shell.Completer.custom_matchers
    held[:] = [each for each in held if getattr(each, "matcher_identifier", "") != "openai_nb"]


def _match(shell: Any, context: CompletionContext) -> Any:
    lines = context.full_text.split("\n")
    line = lines[context.cursor_line][: context.cursor_position]
    known, begun, kind = _found(shell, lines[: context.cursor_line], line) or ((), "", "")
    fitting = dict.fromkeys(each for each in known if each.startswith(begun) and each != begun)
    return {
        "completions": [SimpleCompletion(each, type=kind) for each in fitting],
        "matched_fragment": begun,
        "suppress": bool(fitting),
        "ordered": True,
    }


def _found(shell: Any, above: list[str], line: str) -> Found | None:
    """What may stand at the end of `line`; None where that is no business of ours."""
    from openai_nb.magics import magic

    for found in (CELL.match("\n".join([*above, line])), LINE.match(line)):
        if found and (door := magic(shell, found[1])):
            if braces := BRACES.search(found[2]):
                of_rows = door.__name__ == "map" and "\n" in found[2]
                return _columns(shell, door, found[2], braces[1]) if of_rows else _names(shell, braces[1])
            return None if "\n" in found[2] else _of_line(shell, door, found[2])
    return None


def _of_line(shell: Any, door: Any, text: str) -> Found | None:
    """What may stand at the end of a magic's line: a flag, its value, or a word."""
    from openai_nb.magics import candidates

    *before, begun = re.split(r"\s+", text)
    flags = {name: action for action in door.parser._actions for name in action.option_strings}
    before = [word for at, word in enumerate(before) if word != "<<" and "<<" not in before[at + 1 : at + 2]]
    flag, equals, value = begun.partition("=")
    if begun.startswith("-") and not equals:
        return [name for name in flags if name.startswith("--") or not begun.startswith("--")], begun, "flag"
    last = flag if begun.startswith("-") else before[-1] if before else ""
    if last in flags and flags[last].nargs != 0:
        return _of_flag(shell, flags[last], value if begun.startswith("-") else begun)
    words = _words(before, flags)
    name = door.__name__
    if name in candidates.VERBS:
        return _of_verb(shell, name, words, begun)
    if not words and name in candidates.FIRST:
        return candidates.named(candidates.FIRST[name], shell), begun, candidates.FIRST[name]
    return None


def _words(before: list[str], flags: dict[str, Any]) -> list[str]:
    """The words that are neither flags nor their values."""
    return [
        word
        for at, word in enumerate(before)
        if not word.startswith("-")
        and not (at and before[at - 1] in flags and flags[before[at - 1]].nargs != 0)
    ]


def _of_flag(shell: Any, action: Any, begun: str) -> Found | None:
    from openai_nb.magics import candidates

    if action.choices:
        return list(action.choices), begun, "value"
    kind = candidates.FLAGS.get(action.dest)
    if kind is None:
        return None
    begun = begun.rpartition(",")[2] if action.dest in ("tools", "compare") else begun
    return candidates.named(kind, shell), begun, kind


def _of_verb(shell: Any, magic: str, words: list[str], begun: str) -> Found | None:
    """The first word is a verb, or the name of an operation; the second is what the verb is about."""
    from openai_nb.magics import candidates

    verbs = candidates.VERBS[magic]
    if not words:
        from openai_nb.api.operations import table

        more = [*table()] if magic == "openai" else []
        more += candidates.named("model", shell) if magic == "models" else []
        return [*verbs, *more], begun, "verb"
    if words[0] not in verbs:
        return _of_operation(shell, words, begun) if magic == "openai" else None
    kind = verbs[words[0]]
    return (candidates.named(kind, shell), begun, kind) if len(words) == 1 else None


def _of_operation(shell: Any, words: list[str], begun: str) -> Found | None:
    """The arguments of an operation, and the ids that some of them are."""
    from openai_nb.api.operations import find
    from openai_nb.magics import candidates

    operation = find(words[0])
    if operation is None:
        return None
    name, equals, value = begun.partition("=")
    if not equals:
        given = {word.partition("=")[0] for word in words[1:]}
        return [f"{each}=" for each in operation.arguments if each not in given], begun, "argument"
    kind = candidates.ARGUMENTS.get(name)
    return (candidates.named(kind, shell), value, kind) if kind else None


def _columns(shell: Any, door: Any, text: str, begun: str) -> Found:
    """The columns of the table that `%%map` names on its first line: what its braces take."""
    flags = {name: action for action in door.parser._actions for name in action.option_strings}
    words = _words(text.partition("\n")[0].split(), flags)
    table = next((held for word in words if (held := shell.user_ns.get(word)) is not None), None)
    columns = getattr(table, "columns", [getattr(table, "name", None)])
    return [each for each in columns if isinstance(each, str)], begun.lstrip(), "column"


def _names(shell: Any, expression: str) -> Found:
    """The names that an expression between braces may go on with."""
    from openai_nb.magics import candidates

    if keyed := KEYED.search(expression):
        held = shell.user_ns.get(keyed[1])
        keys = held if isinstance(held, dict) else getattr(held, "columns", ())
        return [f"{each}{keyed[2]}]" for each in keys if isinstance(each, str)], keyed[3], "key"
    found = DOTTED.search(expression)
    begun = found[0] if found else ""
    if "." in begun:
        return shell.Completer.attr_matches(begun), begun, "attribute"
    own = [name for name in shell.user_ns if candidates.is_own(name, shell)]
    return [*own, *(shell.Completer.global_matches(begun) if begun else ())], begun, "name"
