"""Listing: what `%models`, `%files` and `%jobs` have in common: a table, and words after a verb."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from openai_nb.magics.arguments import Misused
from openai_nb.magics.names import meant, verb

Verbs = Mapping[str, Callable[..., Any]]


def table(records: Iterable[Any], columns: Sequence[str] | None, limit: int | None = None) -> Any:
    """A DataFrame of `records`, the first `limit` of them if that is given."""
    from openai_nb.data.frames import frame

    return frame(records if limit is None else list(islice(records, limit)), columns=columns)


def id_of(given: Any, family: Any, what: str, advice: str) -> str:
    """The id of what is `given`, of the newest of its family if nothing is; `Misused` where there is none."""
    if given is None:
        newest = family.list(limit=1).data
        if not newest:
            raise Misused(f"There is no {what} yet.", advice)
        given = newest[0]
    return str(getattr(given, "id", given))


def done(magic: str, args: Any, verbs: Verbs, names: dict[str, Any], usual: str = "list") -> Any:
    """What the first word asks for, done with the others; the value is kept under `--out`."""
    words = args.words or [usual]
    act = verb(magic, words, verbs)
    given = [meant(word, names) for word in words[1:]]
    try:
        inspect.signature(act).bind(args, *given)
    except TypeError as problem:
        advice = f"`%{magic}?` shows examples."
        raise Misused(f"%{magic} {words[0]}: {_plainly(problem)}.", advice) from None
    value = act(args, *given)
    if args.out:
        names[args.out] = value
    return value


def _plainly(problem: TypeError) -> str:
    """What `bind` complains of, in the user's words."""
    text = str(problem).replace("a required argument:", "needs").replace("missing ", "")
    return text.replace("too many positional arguments", "has more words than it knows")
