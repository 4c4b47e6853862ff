"""Examples: those of the help pages, as cells one can run, and what they take for granted."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from PIL import Image

from openai_nb.client import Client
from openai_nb.looks.sounds import Sound

IDS = {  # as the pages write them, the longer ones first
    "cancel batch-abc": lambda client: f"cancel {_begun(client)}",
    "manuals file-abc": lambda client: f"manuals {_kept(client)}",
    "gpt-6-luna": lambda client: "sandbox-chat",
    "models gpt-6": lambda client: "models sandbox",
    "file-abc": lambda client: client.files.list().data[-1].id,
    "batch-abc": lambda client: client.batches.list().data[-1].id,
    "ftjob-abc": lambda client: client.fine_tuning.jobs.list().data[0].id,
    "ft:my-model": lambda client: client.fine_tuning.jobs.list().data[-1].fine_tuned_model,
}


def cells(page: str) -> list[str]:
    """The cells that a help page shows, without the words beside them."""
    shown = page.partition("Examples::")[2].partition("\noptions:")[0]
    found = []
    for block in inspect.cleandoc(shown).split("\n\n"):
        if block.startswith("%%"):
            found.append(block)
        else:
            found += [re.split(r" {2,}", line)[0] for line in block.splitlines()]
    return [cell for cell in found if cell.strip()]


def _begun(client: Client) -> str:
    """A batch that has only just begun."""
    file = client.files.list(purpose="batch").data[0]
    where = "/v1/chat/completions"
    return str(client.batches.create(input_file_id=file.id, endpoint=where, completion_window="24h").id)


def _kept(client: Client) -> str:
    """A file of the newest vector store."""
    store = client.vector_stores.list().data[0]
    return str(client.vector_stores.files.list(store.id).data[0].id)


def named(cell: str, client: Client) -> str:
    """The cell, with the ids of this run for those of the page."""
    for name, find in IDS.items():
        if name in cell:
            cell = cell.replace(name, find(client))
    return cell


def world(client: Client, home: Path) -> dict[str, Any]:
    """What the examples take for granted: files here and there, and names of the notebook."""
    chat = [{"role": "user", "content": "Is it good?"}, {"role": "assistant", "content": "It is good."}]
    lines = "".join(json.dumps({"messages": chat}) + "\n" for _ in range(12)).encode()
    body = {"model": "sandbox-chat", "messages": chat[:1]}
    request = {"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": body}
    (home / "train.jsonl").write_bytes(lines)
    (home / "requests.jsonl").write_text(json.dumps(request) + "\n")
    (home / "b.md").write_text("# How to reset\nPress the button for five seconds.\n")
    for name in ("a.pdf", "c.pdf"):
        (home / name).write_text("Press the button to reset. " * 9)
    for name in ("cat.png", "plot.png", "mask.png"):
        Image.new("RGBA", (1024, 1024), (200, 90, 40, 0)).save(home / name)
    said = client.audio.speech.create(
        model="sandbox-speech", voice="alloy", input="Hi", response_format="wav"
    )
    for name in ("interview.mp3", "entretien.mp3"):
        (home / name).write_bytes(said)
    file = client.files.create(file=home / "train.jsonl", purpose="fine-tune")
    job = client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file.id)
    client.fine_tuning.jobs.wait(job.id, every=0.1)
    asked = client.files.create(file=home / "requests.jsonl", purpose="batch")
    for _ in range(2):
        client.batches.create(
            input_file_id=asked.id, endpoint="/v1/chat/completions", completion_window="24h"
        )
    client.batches.wait(client.batches.list().data[-1].id, every=0.1)
    sound, rate = Sound(said).array()
    places = np.arange(0, len(sound), rate / 16_000)
    samples = np.interp(places, np.arange(len(sound)), sound[:, 0]).astype(np.int16)
    return {"lines": lines, "messages": chat[:1], "samples": samples, **_names()}


def _names() -> dict[str, Any]:
    def weather(city: str) -> str:
        """The weather in a city."""
        return f"It rains in {city}."

    texts = ["the keyboard is loud", "a cat sleeps", "the battery lasts", "dogs bark at night"] * 3
    return {
        "df": pd.DataFrame({"text": texts, "kind": ["thing", "animal"] * 6}),
        "reviews": pd.DataFrame({"title": ["Good", "Bad"], "text": ["I like it.", "It broke."]}),
        "weather": weather,
        "city": "Oslo",
        "letter": "Dear Ada",
        "answer": 42,
    }
