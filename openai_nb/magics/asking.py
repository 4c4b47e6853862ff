"""Asking: what a chat cell wants: its flags, its words and the conversation as one question."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from typing import Any

from openai_nb.magics import options
from openai_nb.magics.arguments import Misused
from openai_nb.magics.dialects import DIALECTS, Asked, Dialect
from openai_nb.magics.names import DOTTED, evaluated
from openai_nb.magics.parts import file, picture
from openai_nb.session import Session

Message = dict[str, Any]


def question(
    args: argparse.Namespace, text: str, names: dict[str, Any], before: Sequence[Message] = ()
) -> list[Message]:
    """The messages of this cell alone: the system's word, if any, and the user's.

    The system's word that holds for every chat is said once in a conversation.
    """
    usual = {"role": "system", "content": options.current().system}
    system = [{"role": "system", "content": filled(args, args.system, names)}] if args.system else []
    if not system and usual["content"] and usual not in before:
        system = [usual]
    content = filled(args, text, names)
    if args.image or args.file:
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        parts = [part for part in parts if part.get("text", "?")]
        content = [*parts, *(picture(each, names) for each in args.image or ())]
        content += [file(each, names) for each in args.file or ()]
    if not content:
        raise Misused("There is no question.", "Write it below the line, or after the flags of `%chat`.")
    return [*system, {"role": "user", "content": content}]


def asked(args: argparse.Namespace, here: Session, messages: list[Message], names: dict[str, Any]) -> Asked:
    """What is wanted, by the flags, else by the options."""
    from openai_nb.magics.tooling import toolbox

    usual = options.current()
    return Asked(
        args.model or (args.compare or "").partition(",")[0].strip() or here.model,
        messages,
        temperature=usual.temperature if args.temperature is None else args.temperature,
        max_tokens=args.max_tokens or usual.max_tokens,
        seed=usual.seed if args.seed is None else args.seed,
        reasoning_effort=args.reasoning_effort or usual.reasoning_effort or None,
        shape=shape(args.schema, names, many=args.list) if args.schema or args.list else None,
        tools=toolbox(args.tools, names) if args.tools else None,
        longest="max_completion_tokens" if here.client.provider.models else "max_tokens",
    )


def dialect(args: argparse.Namespace) -> Dialect:
    """The API the question goes through."""
    return DIALECTS[args.api or options.current().api]


def shape(words: str | None, names: dict[str, Any], *, many: bool = False) -> dict[str, Any]:
    """The `response_format` for `--schema`: a name or expression of the notebook, or short words.

    `many` of them are the `items` of an object, since strict mode knows no bare list.
    """
    from openai_nb.core import schemas

    if words is None:
        return schemas.response_format({"items": ["str"]}, "list")
    known = DOTTED.fullmatch(words) and words.partition(".")[0] in names
    wanted = evaluated(words, names) if known or words.startswith("{") else words
    try:
        if not many:
            return schemas.response_format(wanted)
        one = schemas.schema(wanted)
        shared = {"$defs": one.pop("$defs")} if "$defs" in one else {}
        kept = {"type": "array", "items": one}
        return schemas.response_format({"type": "object", "properties": {"items": kept}, **shared}, "list")
    except (TypeError, ValueError) as problem:
        raise Misused(f"--schema: {problem}") from None


def show(wanted: Asked, way: Dialect) -> None:
    """Put on the page what would be sent, to the letter, its tokens and about what it would cost."""
    from IPython.display import display

    from openai_nb.magics.footer import price
    from openai_nb.magics.shelf import ANSWER, expected
    from openai_nb.magics.talking import read
    from openai_nb.session import current

    sent = way.request(wanted)
    tokens, longest = read(wanted, sent), wanted.max_tokens or ANSWER
    cost = price(expected(wanted.model, tokens, longest))
    if current().client.provider.sandboxed:
        cost = "free in the sandbox"
    elif cost != "unpriced":
        cost = f"{cost} with an answer of {longest:,}"
    text = json.dumps(way.wire(sent), indent=2, ensure_ascii=False)
    note = f"About {tokens:,} tokens; {cost}. Nothing was sent."
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    markdown = f"{fence}json\n{text}\n{fence}\n\n<sub>{note.replace('$', '&#36;')}</sub>"
    display({"text/markdown": markdown, "text/plain": f"{text}\n{note}"}, raw=True)


def filled(args: argparse.Namespace, text: str, names: dict[str, Any]) -> Any:
    """The words with the values of the notebook in place."""
    from openai_nb.looks.interpolation import fill

    return fill(text.strip(), names, raw=args.raw).content
