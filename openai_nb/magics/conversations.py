"""Conversations: `%conversation` lists the talks of a notebook, shows them and changes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.data.conversations import Conversation
from openai_nb.magics import listing, options
from openai_nb.magics.arguments import Misused, command, nearest, out
from openai_nb.magics.brief import briefly
from openai_nb.session import current


@magics_class
class ConversationMagics(Magics):
    """Look at the conversations of `%%chat`, and change them."""

    @no_var_expand
    @magic_arguments()
    @argument("--force", action="store_true", help="with export: write over a file that is there")
    @out()
    @line_magic
    @briefly
    def conversation(self, line: str) -> Any:
        """The conversations of this notebook; a cell's `-c NAME` says which one it belongs to.

        A name may be left out where the usual conversation is meant.  A turn is stale when an earlier
        one has changed since; running its cell again makes it fresh.

        Examples::

            %conversation                          all of them, as a DataFrame
            %conversation show cooking             its turns, as a DataFrame
            %conversation fork cooking baking      a copy under another name
            %conversation export talk.json cooking
            %conversation undo cooking             forget its last turn
            %conversation reset cooking            forget all of its turns
            %conversation import talk.json
        """
        args = command(self.conversation, line)
        verbs: listing.Verbs = {
            "list": self._list,
            "show": self._show,
            "fork": self._fork,
            "undo": self._undo,
            "reset": self._reset,
            "export": self._export,
            "import": self._import,
        }
        return listing.done("conversation", args, verbs, self.shell.user_ns)

    def _list(self, args: Any) -> Any:
        return _frame([_told(each) for each in current().conversations.values()], COLUMNS)

    def _show(self, args: Any, name: str = "") -> Any:
        return _frame(_known(name).rows(), TURNS)

    def _fork(self, args: Any, name: str, copy: str = "") -> Any:
        if not copy:  # one name: that of the copy
            name, copy = "", name
        source = _known(name)
        if copy in current().conversations:
            raise Misused(
                f"There is a conversation {copy!r} already.", "Reset it first, or take another name."
            )
        current().conversations[copy] = source.fork(copy)
        print(f"{copy}: a copy of {source.name}, {_turns(source)}.")

    def _undo(self, args: Any, name: str = "") -> None:
        talk = _known(name)
        gone = talk.undo()
        print(f"{talk.name}: {'its last turn is forgotten' if gone else 'nothing was said'}; {_turns(talk)}.")

    def _reset(self, args: Any, name: str = "") -> None:
        talk = _known(name)
        print(f"{talk.name}: {_turns(talk)} forgotten.")
        del current().conversations[talk.name]

    def _export(self, args: Any, file: str, name: str = "") -> Path:
        path, talk = Path(file).expanduser(), _known(name)
        if path.exists() and not args.force:
            raise Misused(f"{path} is there already.", "Take another name, or write over it: --force.")
        try:
            path.write_text(json.dumps(talk.json(), indent=1, ensure_ascii=False) + "\n", "utf-8")
        except OSError as problem:
            raise Misused(f"{path} cannot be written ({type(problem).__name__}).", "Name another.") from None
        print(f"{path}: {talk.name}, {_turns(talk)}.")
        return path

    def _import(self, args: Any, file: str, name: str = "") -> None:
        path = Path(file).expanduser()
        try:
            talk = Conversation.read(json.loads(path.read_text("utf-8")))
            talk.messages(), talk.rows()  # as they will be read
        except OSError as problem:
            raise Misused(
                f"{path} cannot be read: {problem.strerror}.", f"Paths start from {Path.cwd()}."
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Misused(f"{path} holds no conversation.", "`%conversation export` writes one.") from None
        talk.name = name or talk.name
        current().conversations[talk.name] = talk
        print(f"{talk.name}: {_turns(talk)}.")


COLUMNS = ("conversation", "turns", "stale", "tokens", "models", "last")
TURNS = (
    "turn",
    "question",
    "answer",
    "model",
    "prompt_tokens",
    "completion_tokens",
    "calls",
    "status",
    "stale",
)


def _known(name: str) -> Conversation:
    """The conversation of this name, or the usual one; raises `Misused`, with the nearest name."""
    known, name = current().conversations, name or options.current().conversation
    if name not in known:
        advice = nearest(name, known) if known else "`%%chat` begins one."
        raise Misused(f"There is no conversation {name!r}.", advice)
    return known[name]


def _told(talk: Conversation) -> dict[str, Any]:
    """One row of the list: what a conversation holds."""
    rows = talk.rows()
    return {
        "conversation": talk.name,
        "turns": len(rows),
        "stale": sum(row["stale"] for row in rows),
        "tokens": sum((row["prompt_tokens"] or 0) + (row["completion_tokens"] or 0) for row in rows),
        "models": ", ".join(dict.fromkeys(row["model"] for row in rows if row["model"])),
        "last": " ".join(rows[-1]["question"].split())[:80] if rows else "",
    }


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Any:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns))
    whole = [name for name in ("prompt_tokens", "completion_tokens") if name in columns]
    return frame.astype(dict.fromkeys(whole, "Int64")).set_index(columns[0])


def _turns(talk: Conversation) -> str:
    return f"{len(talk.turns)} turn{'' if len(talk.turns) == 1 else 's'}"
