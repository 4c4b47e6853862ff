"""Audio view: the widgets of an audio panel, connected to its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import Dropdown, FloatSlider, HBox, Text, Textarea, VBox, Widget

from openai_nb.panels.audio import VOICES
from openai_nb.panels.fields import both, room, state
from openai_nb.panels.intake import Intake
from openai_nb.panels.player import Player

if TYPE_CHECKING:
    from pathlib import Path

    from openai_nb.panels.audio import AudioPanel


class AudioView:
    """What one sees of an audio panel: one part listens, the other speaks."""

    def __init__(self, panel: AudioPanel) -> None:
        self.panel = panel
        trouble = lambda words: panel.set_trait("problem", words)  # noqa: E731
        self.intake = Intake(self._came, trouble, name="Sounds to listen to")
        panel.at_end(self.intake.close)
        self.player = Player(
            lambda data: panel.attempt(panel.open, data), trouble, name="What is listened to"
        )
        self.voice = Player(name="What was read out")
        parts = [self.intake.widget, self.player.widget, self._listening(), self._speaking()]
        self.widget: Widget = VBox(parts)
        panel.observe(lambda _: self._hear(), ["sound", "transcript", "units"])
        panel.observe(lambda _: self._said(), "spoken")
        self._hear()
        self._said()

    def _came(self, path: Path) -> None:
        self.panel.attempt(self.panel.open, path)

    def _listening(self) -> Widget:
        panel = self.panel
        language = self._text("language", "en, de, …", "Language", "150px")
        hint = self._text("hint", "names that may occur", "Words", "230px")
        model = self._text("listener", "the usual model", "Model", "200px")
        write = panel.button("Transcribe", panel.transcribe, icon="pencil", tip="Write down what is said")
        english = panel.button("Translate", panel.translate, icon="language", tip="Write it down in English")
        path = Text(placeholder="transcript.srt", tooltip="Where to save it", layout={"width": "150px"})
        path.continuous_update = False

        def save() -> None:
            panel.save(path.value.strip() or "transcript.txt")

        button = panel.button("Save", save, icon="download", tip="Text, or subtitles: .srt, .vtt")
        panel.submits(path, button, save)
        self.needing = [write, english, button]
        panel.observe(lambda _: self._enable(), "busy")
        stop = panel.button("Stop", panel.stop, icon="stop", tip="Stop (Esc)", kind="oai-stop")
        panel.link("busy", stop, "disabled", lambda busy: not busy)
        rows = [HBox([language, hint, model]), HBox([write, english, stop, path, button, state(panel)])]
        for each in rows:
            each.add_class("oai-voices")
        return VBox(rows)

    def _speaking(self) -> Widget:
        panel = self.panel
        text = Textarea(placeholder="A text to be read out", rows=2, layout={"width": "auto"})
        text.add_class("oai-say")
        both(panel, "text", text)
        voice = Dropdown(options=VOICES, description="Voice", layout={"width": "150px"})
        voice.style.description_width = "auto"
        both(panel, "voice", voice)
        speed = FloatSlider(
            panel.speed, min=0.25, max=4, step=0.05, description="Speed", readout_format=".2f"
        )
        speed.continuous_update, speed.layout.width, speed.style.description_width = False, "220px", "auto"
        both(panel, "speed", speed)
        manner = self._text("manner", "softly, as to a child", "How", "230px")
        speak = panel.button(
            "Speak", panel.speak, icon="volume-up", tip="Speak (Shift-Enter)", kind="primary"
        )
        panel.submits(text, speak, panel.speak)
        panel.link("busy", speak, "disabled")
        self.listen = panel.button("Listen to it", panel.listen, icon="assistive-listening-systems")
        row = HBox([voice, speed, manner, room(), HBox([self.listen, speak])])
        row.add_class("oai-voices")
        box = VBox([text, row, self.voice.widget])
        box.add_class("oai-folded")
        return box

    def _text(self, name: str, placeholder: str, words: str, width: str) -> Any:
        field = Text(placeholder=placeholder, description=words)
        field.continuous_update, field.layout.width, field.style.description_width = False, width, "auto"
        return both(self.panel, name, field)

    def _hear(self) -> None:
        panel = self.panel
        self.player.show(panel.sound, str(panel.transcript or ""), panel.units)
        self._enable()

    def _said(self) -> None:
        self.voice.show(bytes(self.panel.spoken or b""))
        self._enable()

    def _enable(self) -> None:
        panel = self.panel
        write, english, save = self.needing
        write.disabled = english.disabled = panel.busy or not panel.sound
        save.disabled = panel.transcript is None
        self.listen.disabled = panel.spoken is None
