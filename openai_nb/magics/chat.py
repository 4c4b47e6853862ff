"""Chat: `%%chat` asks a model; the answer shows while it is written, and is kept."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, line_cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.core.errors import OpenAIError
from openai_nb.magics.arguments import out, question, said
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import Cells, alone, keep, namespace
from openai_nb.session import DONE, FAILED, INTERRUPTED, Turn, current

if TYPE_CHECKING:
    from openai_nb.magics.answering import Answer, Page


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
    @argument("-c", "--conversation", metavar="NAME", default="default", help="which talk this belongs to")
    @argument("--new", action="store_true", help="begin anew: nothing said before is sent along")
    @argument("--image", action="append", metavar="WHAT", help="a file, an address or a variable; repeatable")
    @argument("--schema", metavar="SHAPE", help='the answer\'s shape: "name str, age int", a dict or a class')
    @argument("--raw", action="store_true", help="leave {{…}} in the question as it is")
    @argument("--dry-run", action="store_true", help="show what would be sent, and send nothing")
    @out()
    @line_cell_magic
    @briefly
    def chat(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Ask a model.  `{{expression}}` puts a value of the notebook into the question.

        The answer is a `Reply`: a text with `.json()`, `.usage` and `.messages`.  It is kept as `_chat`
        and under `--out`; `x = %chat …` hands it back.  Cells of one conversation know what was said
        before; running a cell again replaces what it asked.

        Examples::

            %%chat -m gpt-6-luna -t 0
            What is unusual about {{df}}?

            %%chat person << --schema "name, age int"
            Ada was 36.

            x = %chat --new How many moons has Mars?
        """
        args = question(self.chat, line)
        names = namespace(self.shell, local_ns)
        shown = cell is not None or alone()
        reply = self._ask(args, said(args, cell), names, shown=shown)
        return None if shown else reply

    def _ask(self, args: Namespace, text: str, names: dict[str, Any], *, shown: bool) -> Any:
        """The answer, shown while it comes if `shown`."""
        from openai_nb.magics import asking
        from openai_nb.magics.answering import Answer, Page

        here = current()
        turn = Turn(self._cells.key(text), asking.question(args, text, names), begins=args.new)
        before = [] if args.new else here.conversation(args.conversation).messages(before=turn.key)
        sent = asking.request(args, here, [*before, *turn.question], names)
        if args.dry_run:
            return asking.show(sent)
        answer = Answer(sent["model"], sent["messages"], sandboxed=here.client.provider.sandboxed)
        page = Page(answer, "json" if args.schema else "") if shown else None
        with self._kept(args, turn, answer, page), here.client.chat.completions.stream(**sent) as stream:
            answer.hear(stream, page)
        return answer.reply

    @contextmanager
    def _kept(self, args: Namespace, turn: Turn, answer: Answer, page: Page | None) -> Iterator[None]:
        """Whatever becomes of the answer, keep what has come of it: on the page, as a value, as a turn."""
        turn.status = FAILED
        try:
            yield
            turn.status = DONE
        except KeyboardInterrupt:
            from openai_nb.looks.errors import Stopped

            turn.status, answer.stopped = INTERRUPTED, "interrupted"
            raise Stopped(len(answer.text), args.out or "_chat") from None
        except OpenAIError:
            turn.status, answer.stopped = (INTERRUPTED, "broken off") if answer.text else (FAILED, "")
            raise
        finally:
            turn.answer, turn.model, turn.usage = answer.text, answer.model, answer.told
            current().conversation(args.conversation).keep(turn)
            if page is not None:
                page.finish()
            if turn.status != FAILED:
                keep(self.shell, answer.reply, "_chat", args.out)
