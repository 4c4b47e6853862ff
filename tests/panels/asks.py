"""Asks: how each panel that asks a model does so."""

import io
from functools import cache, partial

import pandas as pd
from PIL import Image

from openai_nb.client import Client
from openai_nb.panels import panel

TEXTS = ["a red house", "a blue boat", "a green tree"]
REAL = {"chat": "gpt-4.1", "image": "gpt-image-1", "speech": "tts-1", "hearing": "whisper-1"}
REAL |= {"moderation": "omni-moderation-latest", "embedding": "text-embedding-3-small"}
SANDBOX = {"chat": "sandbox-chat", "image": "sandbox-image", "speech": "sandbox-speech"}
SANDBOX |= {
    "hearing": "sandbox-transcription",
    "moderation": "sandbox-moderation",
    "embedding": "sandbox-embedding",
}


def picture():
    """A square one, as PNG."""
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(file, "PNG")
    return file.getvalue()


@cache
def sound():
    """A word, as the sandbox says it and understands it."""
    with Client.sandbox() as client:
        return bytes(client.audio.speech.create(input="Hello", model="sandbox-speech", voice="ash"))


def held(rows, **row):
    """Rows hold this one, and it is chosen."""
    rows.add([row])
    rows.freshen()
    rows.chosen = [row["id"]]


def chat(client, models):
    made = panel("chat", client=client, model=models["chat"])
    made.send("What is 2 + 2?")
    return made


def drawn(verb, client, models):
    made = panel("images", picture(), client=client, model=models["image"], prompt="a house")
    getattr(made, verb)()
    return made


def spoken(client, models):
    made = panel("audio", client=client, text="Good morning", speaker=models["speech"])
    made.speak()
    return made


def heard(verb, client, models):
    made = panel("audio", sound(), client=client, listener=models["hearing"])
    getattr(made, verb)()
    return made


def judged(client, models):
    made = panel("moderation", client=client, words="I like trees", model=models["moderation"])
    made.score()
    return made


def embedded(client, models):
    made = panel("embedding", pd.Series(TEXTS), client=client, model=models["embedding"])
    assert made.widget
    return made


def tried(client, models):
    made = panel("jobs", client=client)
    made.follow = str  # nobody knows of this job
    held(made.jobs, id="ftjob-1", model=models["chat"], fine_tuned_model=models["chat"], status="succeeded")
    made.ask_both("Even or odd?")
    return made


def said(client, models):
    made = panel("assistants", client=client)
    about = {"id": "asst_1", "name": "guide", "model": models["chat"], "tools": []}
    if client.provider.sandboxed:
        about["id"] = client.assistants.create(model=models["chat"], name="guide").id
    held(made.assistants, **about)
    made.say("What is 2 + 2?")
    return made


def posted(client, models):
    made = panel("batches", client=client, requests=TEXTS, model=models["chat"])
    made.create()
    return made


ASKS = {
    "chat": chat,
    "images draw": partial(drawn, "draw"),
    "images edit": partial(drawn, "edit"),
    "images vary": partial(drawn, "vary"),
    "audio speak": spoken,
    "audio transcribe": partial(heard, "transcribe"),
    "audio translate": partial(heard, "translate"),
    "moderation": judged,
    "embedding": embedded,
    "jobs try": tried,
    "assistants": said,
    "batches": posted,
}
