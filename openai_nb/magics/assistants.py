"""Assistants: `%assistants` lists and makes them; `%%assistant` says something to one, and shows its run."""

from __future__ import annotations

import re
from typing import Any

from IPython.core.magic import (
    Magics,
    line_cell_magic,
    line_magic,
    magics_class,
    needs_local_scope,
    no_var_expand,
)
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import listing
from openai_nb.magics.arguments import Misused, command, nearest, out, question, said
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import alone, keep, namespace
from openai_nb.session import current

NAMED = re.compile(r"\s*(?P<kept>[^\W\d]\w*\s*<<\s*)?(?P<name>[^\s-]\S*)?\s*(?P<rest>.*)", re.DOTALL)
COLUMNS = ("name", "model", "description", "instructions", "created_at")


@magics_class
class AssistantMagics(Magics):
    """Make assistants, and talk with them in threads."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._threads: dict[str, str] = {}  # ids, by what they are called here

    @no_var_expand
    @magic_arguments()
    @argument("-m", "--model", help="the model it is made of")
    @argument("-i", "--instructions", help="who it shall be, and what it shall do")
    @argument("-d", "--description", help="what it is for")
    @argument("--tools", metavar="F,G", help="functions of the notebook, file_search, code_interpreter")
    @argument("--store", metavar="NAME", help="a vector store that it searches")
    @argument("-n", "--limit", type=int, help="the newest so many")
    @argument("-a", "--all", action="store_true", help="every column the server sent")
    @out()
    @line_magic
    @briefly
    def assistants(self, line: str) -> Any:
        """Your assistants, as a DataFrame, newest first.

        Examples::

            %assistants                                             all of them
            %assistants create guide -i "Be brief." --tools weather
            %assistants create guide --store manuals                it searches a vector store
            %assistants show guide
            %assistants delete guide
        """
        args = command(self.assistants, line)
        verbs: listing.Verbs = {
            "list": self._list,
            "create": self._create,
            "show": lambda args, assistant: found(assistant),
            "delete": lambda args, assistant: _assistants().delete(found(assistant)),
        }
        return listing.done("assistants", args, verbs, self.shell.user_ns)

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument(
        "--thread", metavar="NAME", help="which talk this belongs to; each assistant has one of its own"
    )
    @argument("--new", action="store_true", help="begin the talk anew")
    @argument("--tools", metavar="F,G", help="functions of the notebook that it may call")
    @argument("-i", "--instructions", help="instead of its own, this once")
    @argument("-m", "--model", help="instead of its own, this once")
    @argument("--raw", action="store_true", help="leave {{…}} in the words as it is")
    @out()
    @line_cell_magic
    @briefly
    def assistant(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Say something to an assistant in a thread, and watch what it does until it has answered.

        Its steps and the calls of functions fold under the answer, which is kept as `_assistant` and
        under `--out`.  Stop cancels the run, and keeps what was said until then.

        Examples::

            %%assistant guide --tools weather
            What is the weather in Oslo?

            x = %assistant guide And tomorrow?
        """
        from openai_nb.magics.running import Running

        first = NAMED.match(line)
        assert first is not None
        args, name = question(self.assistant, f"{first['kept'] or ''}{first['rest']}"), first["name"]
        if not name:  # behind the flags
            name, _, args.words = args.words.partition(" ")
        words, shown = said(args, cell), cell is not None or alone()
        running = Running(args, found(name), words, namespace(self.shell, local_ns))
        running.enter(self._threads)
        try:
            running.go(shown=shown)
        finally:
            if running.begun:
                keep(self.shell, running.reply, "_assistant", args.out)
        return None if shown else running.reply

    def _list(self, args: Any) -> Any:
        return listing.table(_assistants().list(), None if args.all else COLUMNS, args.limit)

    def _create(self, args: Any, name: Any) -> Any:
        from openai_nb.magics.tooling import toolbox

        tools = args.tools or ""
        if args.store and "file_search" not in tools:
            tools = f"{tools},file_search" if tools else "file_search"
        stores = {"file_search": {"vector_store_ids": [_store(args.store)]}} if args.store else None
        return _assistants().create(
            model=args.model or current().model,
            name=str(name),
            instructions=args.instructions,
            description=args.description,
            tools=toolbox(tools, {"file_search": {"type": "file_search"}, **self.shell.user_ns})
            if tools
            else None,
            tool_resources=stores,
        )


def found(assistant: Any) -> Any:
    """The assistant of this id or name; raises `Misused`, with the nearest name."""
    if not isinstance(assistant, str):
        return assistant
    if not assistant:
        raise Misused("Which assistant?", "Name it on the first line: `%%assistant guide`.")
    if assistant.startswith("asst_"):
        return _assistants().retrieve(assistant)
    known = list(_assistants().list())
    named = [each for each in known if each.name == assistant]
    if named:
        return named[0]  # of several the newest
    names = [each.name for each in known if each.name]
    advice = nearest(assistant, names) if names else "%assistants create NAME --instructions …"
    raise Misused(f"There is no assistant {assistant!r}.", advice)


def _assistants() -> Any:
    return current().client.assistants


def _store(name: str) -> str:
    from openai_nb.magics import stores

    return str(stores.found(name).id)
