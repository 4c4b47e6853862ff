"""Chat: `%%chat` asks a model; the answer shows while it is written, and is kept."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, line_cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.core.errors import OpenAIError
from openai_nb.data.conversations import DONE, FAILED, INTERRUPTED, Conversation, Turn
from openai_nb.magics import options
from openai_nb.magics.arguments import Misused, out, question, said
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import Cells, alone, keep, namespace, running
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.magics.answering import Answer
    from openai_nb.magics.page import Page
    from openai_nb.magics.talking import Talk


@magics_class
class ChatMagics(Magics):
    """Ask a model, and talk with it over the cells of a notebook."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._cells = Cells(shell)

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument("-m", "--model", help="the model to ask")
    @argument("-s", "--system", help="who the model shall be")
    @argument("-t", "--temperature", type=float, help="0 is sober, 2 is wild")
    @argument("--max-tokens", type=int, help="the longest answer, in tokens")
    @argument("--seed", type=int, help="the same seed, the same answer, as far as the model can")
    @argument("--reasoning-effort", metavar="HOW", help="minimal, low, medium or high")
    @argument("-c", "--conversation", metavar="NAME", help="which talk this belongs to")
    @argument("--new", action="store_true", help="begin anew: nothing said before is sent along")
    @argument("--fork", metavar="NAME", help="go on in a copy of the conversation, under this name")
    @argument("--image", action="append", metavar="WHAT", help="a file, an address or a variable; repeatable")
    @argument("--file", action="append", metavar="WHAT", help="a file, its id or a variable; repeatable")
    @argument("--tools", metavar="F,G", help="functions of the notebook that the model may call")
    @argument("--schema", metavar="SHAPE", help='the answer\'s shape: "name str, age int", a dict or a class')
    @argument("--list", action="store_true", help="a list of answers in that shape, or of texts")
    @argument("--to-cell", action="store_true", help="put the answer's code into a new cell below")
    @argument("--compare", metavar="A,B", help="ask these models the same, side by side")
    @argument("--api", choices=("chat", "responses"), help="which API the question goes through")
    @argument("--fresh", action="store_true", help="ask again, though the answer is cached")
    @argument("--raw", action="store_true", help="leave {{…}} in the question as it is")
    @argument("--dry-run", action="store_true", help="show what would be sent, and send nothing")
    @out()
    @line_cell_magic
    @briefly
    def chat(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Ask a model.  `{{expression}}` puts a value of the notebook into the question.

        The answer is a `Reply`: a text with `.df()`, `.json()`, `.code`, `.images`, `.usage`, `.cost`,
        `.messages` and `.raw`.  It is kept as `_chat` and under `--out`; `x = %chat …` hands it back.
        Cells of one conversation know what was said before; running a cell again replaces what it asked.
        An answer that is cached costs nothing when the same is asked again; `--fresh` asks anew.

        Examples::

            %%chat -m gpt-6-luna -t 0
            What is unusual about {{df}}?

            %%chat person << --schema "name, age int"
            Ada was 36.

            %%chat --tools weather --image plot.png
            Is the weather in {{city}} as in this picture?

            x = %chat --new How many moons has Mars?
        """
        args = question(self.chat, line)
        names = namespace(self.shell, local_ns)
        shown = cell is not None or alone()
        reply = self._ask(args, said(args, cell), names, shown=shown)
        return None if shown else reply

    def _ask(self, args: Namespace, text: str, names: dict[str, Any], *, shown: bool) -> Any:
        """The answer, shown while it comes if `shown`."""
        from openai_nb.magics.asking import show
        from openai_nb.magics.page import Page

        conversation, turn, talk = self._meant(args, text, names)
        if args.dry_run:
            return show(talk.asked, talk.dialect)
        if args.compare:
            return self._compared(args, talk, shown=shown)
        answer = talk.answer()
        page = Page(answer, "json" if talk.asked.shape else "", many=args.list) if shown else None
        with self._kept(args, conversation, turn, answer, page):
            talk.go(answer, page)
        if args.to_cell:
            from openai_nb.magics.writing import write

            write(self.shell, answer.reply, turn.cell)
        return answer.reply

    def _meant(self, args: Namespace, text: str, names: dict[str, Any]) -> tuple[Conversation, Turn, Talk]:
        """The conversation, the turn and the question of this cell."""
        from openai_nb.magics import asking
        from openai_nb.magics.talking import Talk

        key = self._cells.key(text)
        conversation = _conversation(args, key)
        before = [] if args.new else conversation.messages(before=key)
        turn = Turn(key, asking.question(args, text, names, before), begins=args.new)
        asked = asking.asked(args, current(), [*before, *turn.question], names)
        way = asking.dialect(args)
        return conversation, turn, Talk(asked, way, running(self.shell), conversation.name, args.fresh)

    def _compared(self, args: Namespace, talk: Talk, *, shown: bool) -> Any:
        from openai_nb.magics.comparing import compare

        replies = compare(talk, args.compare, shown=shown)
        keep(self.shell, replies, "_chat", args.out)
        return replies

    @contextmanager
    def _kept(
        self, args: Namespace, conversation: Conversation, turn: Turn, answer: Answer, page: Page | None
    ) -> Iterator[None]:
        """Whatever becomes of the answer, keep what has come of it: on the page, as a value, as a turn."""
        from openai_nb.looks.stopping import undisturbed

        turn.status = FAILED
        try:
            yield
            turn.status = DONE
        except KeyboardInterrupt:
            from openai_nb.looks.errors import Stopped

            turn.status, answer.stopped, answer.kept = INTERRUPTED, "interrupted", False
            raise Stopped(len(answer.text), args.out or "_chat") from None
        except OpenAIError:
            turn.status, answer.stopped = (INTERRUPTED, "broken off") if answer.text else (FAILED, "")
            answer.kept = False
            raise
        finally:
            with undisturbed():
                turn.answer, turn.model, turn.usage = answer.text, answer.model, answer.told
                turn.calls = answer.calls
                conversation.keep(turn)
                if page is not None:
                    page.finish()
                if turn.status != FAILED:
                    keep(self.shell, answer.reply, "_chat", args.out)


def _conversation(args: Namespace, key: str) -> Conversation:
    """The conversation a cell belongs to; with `--fork` a copy of it, made when the cell first wants it."""
    here, name = current(), args.conversation or options.current().conversation
    if not args.fork:
        return here.conversation(name)
    if args.fork == name:
        raise Misused(f"The conversation is {name!r} already.", "Give the copy another name: --fork NAME.")
    known = here.conversations.get(args.fork)
    if known is None or key not in [turn.key for turn in known.turns]:
        here.conversations[args.fork] = here.conversation(name).fork(args.fork, before=key)
    return here.conversation(args.fork)
