"""Audio: `%%speech` has a text read out; `%transcribe` and `%translate` write down what is said."""

from __future__ import annotations

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

from openai_nb.magics.arguments import expression, out, question, said
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import namespace


def _hearing(magic: Any) -> Any:
    """The flags of both magics that listen."""
    flags = (
        argument("-m", "--model", help="the model that listens"),
        argument("-r", "--rate", type=int, help="samples a second, where the sound is an array"),
        argument("--prompt", help="names and words that may occur, or what was said before"),
        argument("--segments", action="store_true", help="a DataFrame of stretches with their times"),
        argument("--srt", metavar="FILE", help="write subtitles to FILE as SubRip"),
        argument("--vtt", metavar="FILE", help="write subtitles to FILE as WebVTT"),
        argument("--fresh", action="store_true", help="listen anew to what was heard before"),
        out(),
    )
    for flag in reversed(flags):
        magic = flag(magic)
    return magic


@magics_class
class AudioMagics(Magics):
    """Have texts read out, and speech written down."""

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument("-m", "--model", help="the model that speaks")
    @argument("-v", "--voice", default="alloy", help="alloy, ash, coral, nova, …; the server knows which")
    @argument("--instructions", metavar="HOW", help="how to speak: “softly, as to a child”")
    @argument("--speed", type=float, help="0.25 to 4; 1 is usual")
    @argument("--format", help="mp3, wav, flac, aac, opus or pcm")
    @argument("--raw", action="store_true", help="leave {{…}} in the words as it is")
    @argument("--fresh", action="store_true", help="say anew what was said before")
    @out()
    @line_cell_magic
    @briefly
    def speech(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Have the words read out.  `{{expression}}` puts a value of the notebook among them.

        The value is a `Sound`: bytes with `.path`, `.seconds` and `.array()`; kept as `_speech`, under
        `--out`, and as a file in `openai_nb_files/`.  The same words sound the same, at no cost.

        Examples::

            %%speech --voice coral
            The answer is {{answer}}.

            hello = %speech Hello there!
            %transcribe hello
        """
        from openai_nb.magics.speaking import speak

        args = question(self.speech, line)
        return self._kept(speak(args, said(args, cell), namespace(self.shell, local_ns)), "_speech", args.out)

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @_hearing
    @argument("--language", help="the language spoken: en, de, …")
    @argument("--words", dest="each_word", action="store_true", help="a DataFrame of words with their times")
    @argument("--speakers", action="store_true", help="tell who speaks; a DataFrame of stretches")
    @line_magic
    @briefly
    def transcribe(self, line: str, local_ns: dict[str, Any] | None = None) -> Any:
        """Write down what is said in a file, in bytes, or in an array with its rate.

        The value is a text that plays its sound; `.segments` and `.words` are DataFrames where times were
        asked for.  It is kept as `_transcript`.

        Examples::

            %transcribe interview.mp3
            t = %transcribe interview.mp3 --words
            %transcribe interview.mp3 --srt interview.srt
            %transcribe samples --rate 16000
        """
        from openai_nb.magics.hearing import transcribe

        args = expression(self.transcribe, line)
        return self._kept(transcribe(args, namespace(self.shell, local_ns)), "_transcript", args.out)

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @_hearing
    @line_magic
    @briefly
    def translate(self, line: str, local_ns: dict[str, Any] | None = None) -> Any:
        """Write down in English what is said in a file, in bytes, or in an array with its rate.

        Examples::

            %translate entretien.mp3
            t = %translate entretien.mp3 --segments
        """
        from openai_nb.magics.hearing import translate

        args = expression(self.translate, line)
        return self._kept(translate(args, namespace(self.shell, local_ns)), "_transcript", args.out)

    def _kept(self, value: Any, *names: str | None) -> Any:
        for name in names:
            if name:
                self.shell.user_ns[name] = value
        return value
