"""Questions: what one asks of a column most often: its kind, facts, a score, yes or no, another tongue."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from openai_nb.core.errors import BadType, BadValue
from openai_nb.data import tasks
from openai_nb.data.columnwise import columnwise
from openai_nb.data.halting import Halted
from openai_nb.data.how import how, options_of
from openai_nb.data.map import chat, run
from openai_nb.data.prompts import PLACE, NoColumn, find
from openai_nb.data.shapes import Shape
from openai_nb.data.tables import Table, table

MODERATION = "omni-moderation-latest"
ONLY = "Judge only by what the text says."


@columnwise
def classify(
    df: Any, labels: Sequence[str] | Mapping[str, str], *, on: str = "", into: str = "label", **more: Any
) -> Any:
    """Which of `labels` fits each row best, as a column of categories.

    Labels may have explanations: `{"bug": "something is broken", "wish": "something is missing"}`.  `on`
    is a column, or a text with `{{column}}` in it.  All else is said as for `map`.
    """
    names = list(labels)
    if isinstance(labels, str) or len(set(names)) < 2 or not all(isinstance(each, str) for each in names):
        raise BadValue(f"labels are {labels!r}; give two or more different texts, as a list.")
    asked, text = placed(df, on)
    lines = [f"- {each}: {labels[each]}" for each in names] if isinstance(labels, Mapping) else names
    listed = "\n".join(lines) if isinstance(labels, Mapping) else ", ".join(lines)
    system = f"Classify the text. {ONLY} Answer with the label that fits best, one of:\n{listed}"
    field = {"type": "string", "enum": names}
    return ask("classify", _back(asked), text, _object({into: field}), system=system, **more)


@columnwise
def extract(df: Any, schema: Any, *, on: str = "", **more: Any) -> Any:
    """The facts that `schema` names, as typed columns: a class, a dict, or "company str, year int"."""
    asked, text = placed(df, on)
    system = "Extract the fields from the text, as they stand there. Invent nothing."
    return ask("extract", _back(asked), text, schema, system=system, **more)


@columnwise
def score(
    df: Any,
    criterion: str,
    *,
    on: str = "",
    into: str = "score",
    low: float = 0.0,
    high: float = 1.0,
    **more: Any,
) -> Any:
    """How much each row meets `criterion`, from `low` (not at all) to `high` (wholly)."""
    if not low < high:
        raise BadValue(f"The score goes from {low} to {high}; give a low below the high.")
    asked, text = placed(df, on)
    system = f"Score the text: {criterion}. {ONLY} {low:g} means not at all, {high:g} means wholly."
    field = {"type": "number", "minimum": low, "maximum": high}
    return ask("score", _back(asked), text, _object({into: field}), system=system, **more)


@columnwise
def filter(df: Any, condition: str, *, on: str = "", **more: Any) -> Any:  # noqa: A001
    """The rows that meet `condition`; those that could not be judged are left out."""
    asked, text = placed(df, on)
    system = f"Does this hold of the text? {condition}\n{ONLY} Answer true or false."
    manner, _ = options_of(more)
    name = re.sub(r"\W+", "_", condition.casefold()).strip("_")[:48] or "holds"

    def met(judged: Any) -> Any:
        holds = judged if asked.series and not manner.get("meta") else judged[name]
        return df[holds.fillna(False).astype(bool).to_numpy()]

    field = _object({name: {"type": "boolean"}})
    try:
        judged = ask("filter", _back(asked), text, field, system=system, **more)
    except Halted as stop:
        stop.hold(met(stop.partial))
        raise
    return judged if manner.get("dry_run") else met(judged)


@columnwise
def translate(df: Any, to: str, *, on: str = "", into: str = "translation", **more: Any) -> Any:
    """Each row in the language `to`, as a column of texts."""
    asked, text = placed(df, on)
    system = f"Translate the text into {to}. Keep its tone and its form. Answer with the translation alone."
    return ask("translate", _back(asked), text, into, system=system, **more)


@columnwise
def moderate(df: Any, *, on: str = "", model: str = MODERATION, **more: Any) -> Any:
    """Whether each text is harmful: `flagged`, the worst `category`, and its `category_score` from 0 to 1."""
    asked, text = placed(df, on)
    column = one_column(asked, text)
    fields = {"flagged": "bool", "category": "str", "category_score": "float"}
    manner, rest = options_of(more)
    if rest:
        raise BadType(f"moderate takes no {next(iter(rest))!r}.")
    return run(asked, tasks.moderation(column, Shape(fields), model), how(**manner))


def ask(what: str, df: Any, prompt: str, into: Any, *, system: str, **more: Any) -> Any:
    """As `map`; `what` it is called while it is asked."""
    manner, options = options_of(more)
    return chat(what, df, prompt, into, how(**manner), {**options, "system": system})


def placed(df: Any, on: str) -> tuple[Table, str]:
    """The table, and the text of a row's question: `on`, or its column; the only one where none is named.

    Raises `NoColumn` for one that is not there, or where there are several to choose from.
    """
    from pandas.api.types import is_string_dtype

    asked = table(df)
    names = [str(name) for name in asked.frame.columns]
    if PLACE.search(on):
        return asked, on
    if on:
        find(on, names)
        return asked, f"{{{{{on}}}}}"
    texts = [str(name) for name, kind in asked.frame.dtypes.items() if asked.series or is_string_dtype(kind)]
    if len(texts) != 1:
        raise NoColumn(
            f"Which column? There are {', '.join(texts or names)}.", f"Name it: on={(texts or names)[0]!r}."
        )
    return asked, f"{{{{{texts[0]}}}}}"


def one_column(asked: Table, text: str) -> Hashable:
    """The column that a text from `placed` is a place for; `ValueError` where it is more, else `NoColumn`."""
    places = PLACE.findall(text)
    if len(places) != 1 or not PLACE.fullmatch(text):
        raise BadValue(f"`on` is {text!r}; this looks at one column, so name one.")
    known = {str(each): each for each in asked.frame.columns}
    find(places[0], known)
    return known[places[0]]


def _object(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(fields), "required": list(fields)}


def _back(asked: Table) -> Any:
    return asked.frame.iloc[:, 0] if asked.series else asked.frame
