"""Texts: `%%complete` goes on with a text, `%%edit` changes one as it is told: the older ways to ask."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from IPython.core.magic import (
    Magics,
    cell_magic,
    line_cell_magic,
    magics_class,
    needs_local_scope,
    no_var_expand,
)
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.core.errors import OpenAIError
from openai_nb.core.settings import OPENAI_URL
from openai_nb.magics import options
from openai_nb.magics.arguments import Misused, out, question, said
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import alone, keep, namespace, running
from openai_nb.magics.dialects import Asked, Dialect
from openai_nb.session import current

INSTRUCTED = "gpt-3.5-turbo-instruct"


@magics_class
class TextMagics(Magics):
    """Go on with a text, and change one."""

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument("-m", "--model", help="the model that goes on")
    @argument("-t", "--temperature", type=float, help="0 is sober, 2 is wild")
    @argument("--max-tokens", type=int, help="the longest continuation, in tokens; 16 unless said")
    @argument("--seed", type=int, help="the same seed, the same text, as far as the model can")
    @argument("--stop", action="append", metavar="TEXT", help="end before this text; repeatable")
    @argument("--suffix", help="what shall come after the continuation")
    @argument("--echo", action="store_true", help="show the text itself before its continuation")
    @argument("--fresh", action="store_true", help="ask again, though the answer is cached")
    @argument("--raw", action="store_true", help="leave {{…}} in the text as it is")
    @argument("--dry-run", action="store_true", help="show what would be sent, and send nothing")
    @out()
    @line_cell_magic
    @briefly
    def complete(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Go on with a text.  `{{expression}}` puts a value of the notebook into it.

        The continuation is a `Reply`, kept as `_complete` and under `--out`.

        Examples::

            %%complete --max-tokens 40 --stop "."
            Once upon a time there was

            x = %complete The capital of France is
        """
        from openai_nb.magics.completing import CompletionDialect, Text

        args = question(self.complete, line)
        names, shown = namespace(self.shell, local_ns), cell is not None or alone()
        text = _filled(args, said(args, cell), names)
        asked = Text(
            args.model or _completes(),
            [{"role": "user", "content": text}],
            temperature=options.current().temperature if args.temperature is None else args.temperature,
            max_tokens=args.max_tokens or options.current().max_tokens,
            seed=args.seed,
            stop=args.stop,
            suffix=args.suffix,
            echo=args.echo or None,
        )
        return self._asked(args, asked, CompletionDialect(), "complete", shown=shown)

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument("-m", "--model", help="the model that edits")
    @argument("-t", "--temperature", type=float, help="0 is sober, 2 is wild")
    @argument("--fresh", action="store_true", help="ask again, though the answer is cached")
    @argument("--raw", action="store_true", help="leave {{…}} in the text as it is")
    @argument("--dry-run", action="store_true", help="show what would be sent, and send nothing")
    @out()
    @cell_magic
    @briefly
    def edit(self, line: str, cell: str, local_ns: dict[str, Any] | None = None) -> Any:
        """Change a text as the line says; the new one is a `Reply`, kept as `_edit` and under `--out`.

        `%edit` is still IPython's own.  OpenAI no longer offers edits; there a chat is asked, with your
        instruction as the system's word and nothing added to it.

        Examples::

            %%edit Fix the spelling
            Teh quik brown fox

            %%edit french << -t 0 Translate into French
            {{letter}}
        """
        from openai_nb.magics.completing import EDITOR, EditDialect
        from openai_nb.magics.dialects import DIALECTS

        args = question(self.edit, line)
        names = namespace(self.shell, local_ns)
        if not args.words:
            raise Misused("What shall be changed?", "Say it on the line: `%%edit Fix the spelling`.")
        messages = [{"role": "system", "content": _filled(args, args.words, names)}]
        messages += [{"role": "user", "content": _filled(args, cell, names)}]
        offered = current().client.provider.base_url != OPENAI_URL
        usual = EDITOR if offered else current().model
        asked = Asked(args.model or usual, messages, temperature=args.temperature)
        return self._asked(args, asked, EditDialect() if offered else DIALECTS["chat"], "edit", shown=True)

    def _asked(self, args: Namespace, asked: Asked, way: Dialect, what: str, *, shown: bool) -> Any:
        """The text that comes, shown while it comes if `shown`."""
        from openai_nb.magics.asking import show
        from openai_nb.magics.page import Page
        from openai_nb.magics.talking import Talk

        if args.dry_run:
            return show(asked, way)
        talk = Talk(asked, way, running(self.shell), fresh=args.fresh)
        answer = talk.answer()
        page = Page(answer) if shown else None
        try:
            talk.go(answer, page)
        except KeyboardInterrupt:
            from openai_nb.looks.errors import Stopped

            answer.stopped, answer.kept = "interrupted", False
            raise Stopped(len(answer.text), args.out or f"_{what}") from None
        except OpenAIError:
            answer.stopped, answer.kept = "broken off" if answer.text else "", False
            raise
        finally:
            if page is not None:
                page.finish()
            if answer.text or answer.finish:
                keep(self.shell, answer.reply, f"_{what}", args.out)
        return None if shown else answer.reply


def _completes() -> str:
    """The model that goes on with texts: that of the options, else the last that OpenAI had."""
    here = current()
    return options.current().completion_model or (INSTRUCTED if here.client.provider.models else here.model)


def _filled(args: Namespace, text: str, names: dict[str, Any]) -> str:
    """The words with the values of the notebook in place; a continuation begins where they end."""
    from openai_nb.looks.interpolation import fill

    found = str(fill(text.removesuffix("\n"), names, raw=args.raw))
    if not found.strip():
        raise Misused("There is no text.", "Write it below the line, or after the flags.")
    return found
