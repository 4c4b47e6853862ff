"""Images: `%%image` draws what the cell says, or changes a picture as it says."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, line_cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics.arguments import out, question, said
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import alone, keep, namespace


@magics_class
class ImageMagics(Magics):
    """Draw pictures, and change them."""

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument("-m", "--model", help="the model that draws")
    @argument("-n", "--n", type=int, help="how many pictures")
    @argument("--size", help="as 1024x1024; which there are depends on the model")
    @argument("--quality", help="low, medium, high or auto")
    @argument("--background", help="transparent, opaque or auto")
    @argument("--format", help="png, jpeg or webp")
    @argument("--edit", action="append", metavar="WHAT", help="a picture to change: a file or a variable")
    @argument("--mask", metavar="WHAT", help="where to change it: the see-through parts of this picture")
    @argument("--vary", metavar="WHAT", help="a picture to draw others like it of; no words go with it")
    @argument("--fresh", action="store_true", help="draw anew what was drawn before")
    @argument("--raw", action="store_true", help="leave {{…}} in the words as it is")
    @out()
    @line_cell_magic
    @briefly
    def image(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Draw what the words say.  `{{expression}}` puts a value of the notebook among them.

        A preview of at most 200 kB stands in the notebook; the whole pictures are kept as files in
        `openai_nb_files/` beside it.  The value is a PIL image, or a list of several: as `_image`, under
        `--out`, or by `x = %image …`.  The same words give the same pictures, at no cost; `--fresh` others.

        Examples::

            %%image -n 2 --size 1024x1024
            A red house under a full moon

            cat = %image a cat asleep on a keyboard
            %image --edit cat --mask mask.png give it a hat
            %image --vary cat -n 3
        """
        from openai_nb.magics.drawing import draw

        args = question(self.image, line)
        made = draw(args, said(args, cell), namespace(self.shell, local_ns))
        shown = cell is not None or alone()
        if shown:
            made.show()
        keep(self.shell, made.value, "_image", args.out)
        return None if shown else made.value
