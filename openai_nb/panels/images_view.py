"""Images view: the widgets of an image panel, connected to its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import Dropdown, FileUpload, HBox, Label, Text, Textarea, VBox, Widget

from openai_nb.panels.easel import Easel
from openai_nb.panels.fields import both, room, state
from openai_nb.panels.gallery import Gallery
from openai_nb.panels.images import MOST, QUALITIES, SIZES

if TYPE_CHECKING:
    from openai_nb.panels.images import ImagePanel


class ImagesView:
    """What one sees of an image panel: words and wishes, the easel, the gallery."""

    def __init__(self, panel: ImagePanel) -> None:
        self.panel = panel
        self.easel = Easel(panel.painted, lambda data: panel.attempt(panel.paint, data))
        self.gallery = Gallery(lambda key: panel.attempt(panel.choose, key), panel.again)
        self.empty = Label("No picture yet. Say what to draw, or drop one here.")
        self.empty.add_class("oai-empty")
        parts = [self._composer(), self.empty, self.easel.widget, self._hands(), self.gallery.widget]
        self.widget: Widget = VBox(parts)
        self.widget.add_class("oai-drop")
        panel.observe(lambda _: self._show(), ["chosen", "mask"])
        panel.observe(lambda _: self._list(), ["history", "chosen"])
        self._show()
        self._list()

    def _composer(self) -> Widget:
        panel = self.panel
        field = Textarea(placeholder="What to draw", rows=2, layout={"width": "auto"})
        field.add_class("oai-prompt")
        both(panel, "prompt", field)
        draw = panel.button("Draw", panel.draw, icon="paint-brush", tip="Draw (Shift-Enter)", kind="primary")
        stop = panel.button("Stop", panel.stop, icon="stop", tip="Stop waiting (Esc)", kind="oai-stop")
        panel.submits(field, draw, panel.draw)
        panel.link("busy", draw, "disabled")
        panel.link("busy", stop, "disabled", lambda busy: not busy)
        row = HBox([*self._wishes(), room(), HBox([stop, draw])])
        row.add_class("oai-wishes")
        return VBox([field, row])

    def _wishes(self) -> list[Widget]:
        panel = self.panel
        counts = Dropdown(options=range(1, MOST + 1), tooltip="How many pictures", description="Pictures")
        model = Text(placeholder="the usual model", tooltip="Model", continuous_update=False)
        choices: list[tuple[str, Any, str]] = [
            ("size", Dropdown(options=SIZES, description="Size"), "165px"),
            ("quality", Dropdown(options=QUALITIES, description="Quality"), "135px"),
            ("n", counts, "120px"),
            ("model", model, "130px"),
        ]
        for name, widget, width in choices:
            widget.layout.width, widget.style.description_width = width, "auto"
            both(panel, name, widget)
        return [widget for _, widget, _ in choices]

    def _hands(self) -> Widget:
        panel = self.panel
        edit = panel.button("Change it", panel.edit, icon="magic", tip="Change it as the words above say")
        vary = panel.button("Vary", panel.vary, icon="clone", tip="Draw others like it")
        path = Text(placeholder="picture.png", tooltip="Where to save it", layout={"width": "180px"})
        path.continuous_update = False

        def save() -> None:
            panel.save(path.value.strip() or "picture.png")

        button = panel.button("Save", save, icon="download", tip="Write it to this file")
        panel.submits(path, button, save)
        self.needing = [edit, vary, button]
        panel.observe(lambda _: self._enable(), "busy")
        opener = FileUpload(accept="image/*", multiple=True, icon="folder-open", tooltip="Open a picture")
        opener.description, opener.layout.width = "", "34px"
        opener.add_class("oai-open")
        opener.observe(lambda _: self._opened(opener), "value")
        hands = HBox([edit, vary, path, button, opener, state(panel)])
        hands.add_class("oai-wishes")
        return hands

    def _opened(self, opener: Any) -> None:
        files = [(each["name"], bytes(each["content"])) for each in opener.value]
        if files:
            opener.value = ()
            self.panel.attempt(self.panel.take, files)

    def _show(self) -> None:
        picture = self.panel.picture
        self.easel.show(picture and picture.image, self.panel.mask)
        self.empty.layout.display = "none" if picture else ""
        self._enable()

    def _list(self) -> None:
        self.gallery.show(self.panel.history, self.panel.chosen)

    def _enable(self) -> None:
        lacking = self.panel.picture is None
        edit, vary, save = self.needing
        edit.disabled = vary.disabled = lacking or self.panel.busy
        save.disabled = lacking
        edit.description = "Change what is painted" if self.panel.mask is not None else "Change it"
