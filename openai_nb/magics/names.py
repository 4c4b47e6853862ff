"""Names: what a word on a magic's line stands for in the notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from openai_nb.magics.arguments import Misused, closest, nearest

T = TypeVar("T")
DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def evaluated(expression: str, names: dict[str, Any]) -> Any:
    """What `expression` is worth in the notebook; raises `Misused`, with the nearest name."""
    try:
        return eval(expression, names)  # noqa: S307 - the user's own words, as in a cell
    except NameError as problem:
        close = closest(problem.name or "", _own(names))
        advice = f"Did you mean {close}?" if close else "Define it in a cell above."
        raise Misused(f"There is no {problem.name!r} in this notebook.", advice) from None
    except Exception as problem:
        fault = f"{type(problem).__name__}: {problem}"
        raise Misused(f"{expression[:60]} fails: {fault[:120]}.", "Mend it and run the cell again.") from None


def meant(word: str, names: Mapping[str, Any]) -> Any:
    """The id, path, record or bytes that `word` names in the notebook, else the word itself."""
    from openai_nb.core.record import Record

    if not DOTTED.fullmatch(word) or word.partition(".")[0] not in names:
        return word
    try:
        value = eval(word, dict(names))  # noqa: S307
    except Exception:  # a file "train.jsonl" beside a variable `train`
        return word
    return value if isinstance(value, str | Path | Record | bytes) else word


def file_or_value(word: str, names: dict[str, Any]) -> Any:
    """The variable that `word` names, else the path of a file that is here; raises `Misused`."""
    value: Any = word
    if DOTTED.fullmatch(word) and word.partition(".")[0] in names:
        value = evaluated(word, names)
    if not isinstance(value, str | Path):
        return value
    return here(value)


def here(file: str | Path) -> Path:
    """The path of a file of this machine; raises `Misused` where there is none."""
    path = Path(file).expanduser()
    if not path.is_file():
        raise Misused(f"There is no file {str(file)!r} here.", f"Paths start from {Path.cwd()}.")
    return path


def verb(magic: str, words: Sequence[str], verbs: Mapping[str, Callable[..., T]]) -> Callable[..., T]:
    """What the first of `words` asks for; raises `Misused`, with the nearest verb."""
    if words[0] in verbs:
        return verbs[words[0]]
    raise Misused(f"%{magic} cannot {words[0]!r}. {nearest(words[0], verbs)}", f"`%{magic}?` shows examples.")


def _own(names: Mapping[str, Any]) -> list[str]:
    return [name for name in names if not name.startswith("_")]
