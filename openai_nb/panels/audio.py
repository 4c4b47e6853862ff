"""Audio: speech written down, its words lit up as they play, and texts read out."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import Widget
from traitlets import Any as AnyTrait
from traitlets import Bytes, Float, List, Unicode

from openai_nb.api.audio import Transcription
from openai_nb.core.multipart import part
from openai_nb.core.record import asdict
from openai_nb.data import listening, reckoning, subtitles
from openai_nb.data.calls import Called, Question, digest
from openai_nb.data.keeping import kept
from openai_nb.looks.prices import price
from openai_nb.looks.sounds import Sound, Transcript, kind, player, seconds
from openai_nb.panels.panel import Panel
from openai_nb.panels.player import Unit
from openai_nb.panels.usual import usual_model
from openai_nb.panels.work import Steps, Work
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.client import Client

VOICES = (
    "alloy",
    "ash",
    "ballad",
    "cedar",
    "coral",
    "echo",
    "fable",
    "marin",
    "nova",
    "onyx",
    "sage",
    "shimmer",
)
TIMES = ["word", "segment"]
TWIN = 150_000  # bytes of a sound that the saved notebook keeps


class AudioPanel(Panel):
    """Write down what is said, and have texts read out: `AudioPanel()`, `AudioPanel("talk.wav")`.

    `transcript` is a text with `.words` and `.segments`; `spoken` are bytes of what was read out.
    """

    NAME = "Audio"
    LOOKS = ("lists", "audio")
    LABELS: ClassVar = {
        ".oai-state": {"role": "status", "aria-live": "polite"},
        ".oai-say textarea": {"aria-label": "A text to be read out"},
    }

    sound = Bytes(b"")  # what is listened to
    name = Unicode("")
    language = Unicode("")  # empty where the model shall find out
    hint = Unicode("")  # names and words that may occur
    listener = Unicode("")  # the model that listens; empty for the usual one
    transcript = AnyTrait(None)  # `Transcript`
    units = List()  # words with their times, or stretches
    text = Unicode("")  # to be read out
    voice = Unicode("alloy")
    manner = Unicode("")  # how to speak
    speed = Float(1.0, min=0.25, max=4.0)
    speaker = Unicode("")  # the model that speaks; empty for the usual one
    spoken = AnyTrait(None)  # `Sound`
    state = Unicode("")

    def __init__(self, sound: Any = None, *, client: Client | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client
        if sound is not None:
            self.open(sound)

    @property
    def client(self) -> Client:
        """Who listens and speaks."""
        return self._client or current().client

    # Verbs

    def open(self, sound: Any, name: str = "") -> None:
        """Take a sound in: a file's path, bytes, or `(samples, rate)`."""
        with part(sound).open() as file:
            data = file.read()
        if not 0 < len(data) <= listening.MOST_BYTES:
            wrong = f"has {len(data) >> 20} MB; 25 are the most" if data else "is empty"
            raise ValueError(f"The sound {wrong}.")
        named = name or (
            Path(sound).name if isinstance(sound, str | Path) else f"sound.{kind(data)[1] or 'wav'}"
        )
        with self.hold_trait_notifications():
            self.name, self.transcript, self.units, self.sound = named, None, [], data
        long = seconds(data)
        self.state = f"{named}, {long:.1f} s" if long is not None else f"{named}, {len(data) / 1000:,.0f} kB"

    def take(self, files: list[tuple[str, bytes]]) -> None:
        """Open what was dropped or pasted, the last of several."""
        name, data = files[-1]
        self.open(data, name)

    def transcribe(self) -> None:
        """Write down what is said, in the language it is said in."""
        model = self.listener.strip() or listening.able(self._usual("transcription"), timed=True)
        asked: dict[str, Any] = {
            "model": model,
            "language": self.language.strip() or None,
            "response_format": "json",
        }
        if listening.times_words(model):
            asked |= {"response_format": "verbose_json", "timestamp_granularities": TIMES}
        self._ask("transcriptions", asked)

    def translate(self) -> None:
        """Write down in English what is said."""
        model = self.listener.strip() or listening.able(self._usual("transcription"), english=True)
        self._ask("translations", {"model": model, "response_format": "verbose_json"})

    def speak(self) -> None:
        """Have `text` read out, in `voice`."""
        words = self.text.strip()
        if not words:
            raise ValueError("There is nothing to say: write something first.")
        asked = {
            "input": words,
            "model": self.speaker.strip() or self._usual("speech"),
            "voice": self.voice,
            "instructions": self.manner.strip() or None,
            "speed": self.speed if self.speed != 1.0 else None,
            "response_format": "wav" if self.client.provider.sandboxed else "mp3",
        }
        self._free()
        self.work(self._speaking(asked))

    def listen(self) -> None:
        """Take what was read out as the sound that is listened to."""
        if self.spoken is None:
            raise ValueError("Nothing was read out yet.")
        self.open(bytes(self.spoken), self.spoken.path.name if self.spoken.path else "")

    def save(self, path: str | Path) -> Path:
        """Write what was heard to a file: subtitles for .srt and .vtt, else the text; where it is now."""
        target = Path(path).expanduser()
        if self.transcript is None:
            raise ValueError("Nothing was written down yet.")
        write = {".srt": subtitles.srt, ".vtt": subtitles.vtt}.get(target.suffix.lower())
        if write is not None and not self.transcript.raw.segments:
            raise ValueError(f"This model told no times, which {target.suffix} needs; ask one that does.")
        words = write(self.transcript.raw.segments) if write else f"{self.transcript}\n"
        target.write_text(words, encoding="utf-8")
        self.state = f"Saved: {target}"
        return target

    # What is shown

    def view(self) -> Widget:
        """What is listened to with its words, and what is read out."""
        from openai_nb.panels.audio_view import AudioView

        return AudioView(self).widget

    def twin(self) -> dict[str, str]:
        """What was heard, and what was read out."""
        told = []
        if self.transcript is not None:
            data = self.sound if len(self.sound) <= TWIN else b""
            told.append(player(data, str(self.transcript), note=self.transcript.note))
        if self.spoken is not None and not (told and self.spoken == self.sound):  # one player is enough
            data = bytes(self.spoken) if len(self.spoken) <= TWIN else b""
            told.append(player(data, repr(self.spoken)))
        if not told:
            return {
                "text/html": "<p>Nothing was heard or said yet.</p>",
                "text/plain": "Nothing was heard or said yet.",
            }
        return {mime: "\n".join(each[mime] for each in told) for mime in ("text/html", "text/plain")}

    def _ask(self, way: str, asked: dict[str, Any]) -> None:
        if not self.sound:
            raise ValueError("There is nothing to listen to: record, or open a file.")
        self._free()
        asked = {**asked, "prompt": self.hint.strip() or None}
        self.work(self._listening(way, asked, (self.name, self.sound)))

    def _listening(self, way: str, asked: dict[str, Any], file: tuple[str, bytes]) -> Steps:
        yield {"state": "Listening …"}
        usd = reckoning.heard(asked["model"], seconds(file[1]) or len(file[1]) / listening.SPARSE)
        question = Question(way, f"/audio/{way}", {**asked, "file": digest(file)}, usd)
        create = getattr(self.client.audio, way).create
        called = question.put(self.client, lambda: _whole(create(file=file, **asked)))
        heard = Transcript(Transcription(called.answer), file[1], note=_note(called))
        yield {"transcript": heard, "units": units(heard.raw), "state": heard.note}

    def _speaking(self, asked: dict[str, Any]) -> Steps:
        yield {"state": "Speaking …"}
        usd = reckoning.spoken(asked["model"], asked["input"])
        question = Question("speech", "/audio/speech", asked, usd, lambda answer: usd)
        create = self.client.audio.speech.create
        called = question.put(self.client, lambda: {"sound": b64encode(create(**asked)).decode()})
        data, note = b64decode(called.answer["sound"]), f"{asked['voice']} · {_note(called)}"
        path = kept(data, asked["input"], asked["response_format"])
        yield {"spoken": Sound(data, path=path, text=asked["input"], note=note), "state": f"{path} · {note}"}

    def _usual(self, what: str) -> str:
        return usual_model(self._client, what)

    def _free(self) -> None:
        if any(not each.quiet for each in self._works):
            raise ValueError("Something is still being listened to or said: wait for it, or stop it.")

    def _over(self, work: Work, problem: BaseException | None) -> None:
        if self.state.endswith("…"):
            self.state = ""
        super()._over(work, problem)

    def __repr__(self) -> str:
        return f"AudioPanel({self.name})"


def units(raw: Transcription) -> list[Unit]:
    """The words with their times, else the stretches; none where no times were told."""
    words = [(each.word.strip(), each.start, each.end) for each in raw.words or ()]
    return words or [(each.text.strip(), each.start, each.end) for each in raw.segments or ()]


def _whole(answer: Any) -> dict[str, Any]:
    """The answer as JSON; some servers say the text alone."""
    return {"text": answer} if isinstance(answer, str) else asdict(answer)


def _note(called: Called) -> str:
    paid = "sandbox" if called.sandboxed else price(called.cost)
    return " · ".join([called.model, paid, *(["cached"] if called.found else [])])
