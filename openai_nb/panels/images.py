"""Images: pictures drawn from words, looked at, painted on, changed and varied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import Widget
from traitlets import Any as AnyTrait
from traitlets import Int, List, Unicode

from openai_nb.api.images import ImagesResponse
from openai_nb.core.multipart import part
from openai_nb.data import masks, reckoning
from openai_nb.data.calls import Question, digest
from openai_nb.panels.gallery import Picture, Sheet, drawn, twin
from openai_nb.panels.panel import Panel
from openai_nb.panels.usual import usual_model
from openai_nb.panels.work import Steps, Work
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.client import Client

SIZES = ("auto", "1024x1024", "1536x1024", "1024x1536", "512x512", "256x256")
QUALITIES = ("auto", "low", "medium", "high")
MOST = 10  # pictures of one request


class ImagePanel(Panel):
    """Draw and change pictures: `ImagePanel()`, `ImagePanel(picture)` with a file, bytes, PIL image or array.

    What is painted on the picture that is chosen says where to `edit` it.  Pictures are kept whole as files
    in `openai_nb_files/`; `image` is the chosen one as a PIL image.
    """

    NAME = "Images"
    LOOKS = ("pictures",)
    LABELS: ClassVar = {
        ".oai-prompt textarea": {"aria-label": "What to draw"},
        ".oai-state": {"role": "status", "aria-live": "polite"},
        ".oai-open": {"aria-label": "Open a picture"},
    }

    prompt = Unicode("")
    model = Unicode("")  # empty for the usual one
    size = Unicode("auto")
    quality = Unicode("auto")
    n = Int(1, min=1, max=MOST)
    history = List()  # of `Sheet`, the newest last
    chosen = Unicode("")  # the key of a picture
    mask = AnyTrait(None)  # what is to be changed: an "L" image of the picture's size, or None
    state = Unicode("")

    def __init__(self, picture: Any = None, *, client: Client | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client
        if picture is not None:
            self.open(picture)

    @property
    def client(self) -> Client:
        """Who draws."""
        return self._client or current().client

    @property
    def picture(self) -> Picture | None:
        """The picture that is chosen."""
        every = [each for sheet in self.history for each in sheet.pictures]
        return next((each for each in every if each.key == self.chosen), None)

    @property
    def image(self) -> Any:
        """The chosen picture as a PIL image; raises `ValueError` where none is chosen."""
        return self._must().image

    # Verbs

    def draw(self) -> None:
        """Draw what `prompt` says."""
        sent = self._asked(self._words("draw"))
        self._ask("generations", sent, {}, self.client.images.generate)

    def edit(self) -> None:
        """Change the chosen picture as `prompt` says: where it is painted on, or anywhere."""
        picture, sent = self._must(), self._asked(self._words("change"))
        files: dict[str, Any] = {"image": (f"picture.{picture.ending}", picture.data)}
        if self.mask is not None:
            files["mask"] = ("mask.png", masks.cut(self.mask))
        self._ask("edits", sent, files, self.client.images.edit)

    def vary(self) -> None:
        """Draw others like the chosen picture, which must be a square; `prompt` has no part in it."""
        picture = self._must()
        width, height = picture.image.size
        if width != height:
            raise ValueError(f"The picture is {width} × {height}; only a square can be varied.")
        sent = {"model": self._model(), "n": self.n, "response_format": "b64_json"}
        if self.size != "auto":
            sent["size"] = self.size
        files = {"image": ("picture.png", picture.image)}
        self._ask("variations", {**sent, "prompt": ""}, files, self._vary)

    def open(self, picture: Any) -> None:
        """Take a picture in: a file's path, bytes, a PIL image or an array (height, width, 3)."""
        with part(picture).open() as file:
            data = file.read()
        path = Path(picture) if isinstance(picture, str | Path) else None
        made = Picture(data, path)
        size = " × ".join(map(str, made.image.size))
        self._add(Sheet("", (made,), f"opened · {size}"))

    def take(self, files: list[tuple[str, bytes]]) -> None:
        """Open what was dropped or pasted."""
        for _, data in files:
            self.open(data)

    def choose(self, key: str) -> None:
        """Look at the picture of this key; what was painted on another is gone."""
        if key not in {each.key for sheet in self.history for each in sheet.pictures}:
            raise ValueError(f"There is no picture {key!r} here.")
        if key != self.chosen:
            with self.hold_trait_notifications():
                self.chosen, self.mask = key, None

    def paint(self, mask: Any) -> None:
        """Say what is to be changed by a mask: a file, bytes, a PIL image or an array; None for no mask."""
        found = None if mask is None else masks.area(mask, self._must().image.size)
        self.mask = None if found is None or masks.is_empty(found) else found

    def painted(self, paint: bytes, size: tuple[int, int]) -> None:
        """Take what was painted on a copy of the chosen picture."""
        picture = self.picture
        if picture is not None:
            found = masks.spread(paint, picture.image.size) if paint else None
            self.mask = None if found is None or masks.is_empty(found) else found

    def again(self, key: str) -> None:
        """Put the words of a sheet into the field once more."""
        self.prompt = next((each.words for each in self.history if each.key == key), self.prompt)

    def save(self, path: str | Path) -> Path:
        """Write the chosen picture to a file, in the form that its ending names; where it is now."""
        target, picture = Path(path).expanduser(), self._must()
        if not target.suffix:
            target = target.with_suffix(f".{picture.ending}")
        if target.suffix[1:].lower() == picture.ending:
            target.write_bytes(picture.data)
        else:
            flat = (
                picture.image.convert("RGB") if target.suffix.lower() in (".jpg", ".jpeg") else picture.image
            )
            flat.save(target)
        self.state = f"Saved: {target}"
        return target

    # What is shown

    def view(self) -> Widget:
        """The field, the picture, what can be done with it, and all that were made."""
        from openai_nb.panels.images_view import ImagesView

        return ImagesView(self).widget

    def twin(self) -> dict[str, str]:
        """The newest pictures, with their words."""
        return twin(self.history)

    def _words(self, verb: str) -> str:
        if not self.prompt.strip():
            raise ValueError(f"There is nothing to {verb}: write what it shall be.")
        return str(self.prompt.strip())

    def _model(self) -> str:
        if self.model.strip():
            return str(self.model.strip())
        return usual_model(self._client, "image")

    def _asked(self, words: str) -> dict[str, Any]:
        wishes = {name: getattr(self, name) for name in ("size", "quality")}
        sent = {"prompt": words, "model": self._model(), "n": self.n}
        sent |= {name: value for name, value in wishes.items() if value != "auto"}
        if sent["model"].startswith("dall-e"):  # the later models send nothing else
            sent["response_format"] = "b64_json"
        return sent

    def _vary(self, *, prompt: str = "", **sent: Any) -> ImagesResponse:
        return self.client.images.create_variation(**sent)

    def _ask(self, kind: str, sent: dict[str, Any], files: dict[str, Any], send: Callable[..., Any]) -> None:
        if self.busy and any(not each.quiet for each in self._works):
            raise ValueError("Pictures are still coming: wait for them, or stop them.")
        self.work(self._asking(kind, sent, files, send))

    def _asking(
        self, kind: str, sent: dict[str, Any], files: dict[str, Any], send: Callable[..., Any]
    ) -> Steps:
        many = f"{self.n} pictures" if self.n > 1 else "a picture"
        yield {"state": f"{'Changing' if kind == 'edits' else 'Drawing'} {many} …"}
        usd = reckoning.drawn(sent["model"], self.n, sent.get("quality"), sent.get("size"))
        marks = {name: digest(each) for name, each in files.items()}
        question = Question("images", f"/images/{kind}", {**sent, **marks}, usd)
        called = question.put(self.client, lambda: send(**files, **sent), fresh=True)
        sheet = drawn(called, sent["prompt"], "variation")
        chosen = sheet.pictures[0].key if sheet.pictures else self.chosen
        yield {"mask": None, "history": [*self.history, sheet], "chosen": chosen, "state": ""}

    def _add(self, sheet: Sheet) -> None:
        with self.hold_trait_notifications():
            self.history = [*self.history, sheet]
            self.chosen, self.mask = sheet.pictures[0].key, None
        self.keep()

    def _must(self) -> Picture:
        picture = self.picture
        if picture is None:
            raise ValueError("There is no picture yet: draw or open one first.")
        return picture

    def _over(self, work: Work, problem: BaseException | None) -> None:
        if self.state.endswith("…"):
            self.state = ""
        super()._over(work, problem)

    def __repr__(self) -> str:
        return f"ImagePanel({sum(len(each.pictures) for each in self.history)} pictures)"
