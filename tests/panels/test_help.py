import re
from importlib import import_module
from inspect import getdoc

import numpy as np
import pandas as pd
import pytest

from openai_nb.client import Client
from openai_nb.panels import PANELS


def weather(city: str) -> str:
    """The weather in a city."""
    return "It rains."


def kind(name):
    module, _, panel = PANELS[name].partition(":")
    return getattr(import_module(f"openai_nb.panels.{module}"), panel)


def examples(panel):
    """The calls a panel's help page shows."""
    return re.findall(rf"`({panel.__name__}\([^`]*\))`", getdoc(panel))


@pytest.mark.parametrize("name", PANELS)
def test_a_help_page_shows_how_a_panel_is_opened_and_it_opens(name, here, alone):
    client = here.use(Client.sandbox())
    client.audio.speech.write(alone / "talk.wav", "Hi.")
    (alone / "train.jsonl").write_text('{"messages": []}\n')
    lines = b'{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}\n' * 10
    file = client.files.create(file=("train.jsonl", lines), purpose="fine-tune")
    texts = ["tea", "ice", "milk", "rain"]
    names = {
        "df": pd.DataFrame({"text": texts, "q": texts, "a": texts, "kind": ["hot", "cold"] * 2}),
        "job": client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file.id),
        "weather": weather,
        "store": client.vector_stores.create(name="manuals"),
        "picture": np.zeros((64, 64, 3), np.uint8),
        kind(name).__name__: kind(name),
    }
    shown = examples(kind(name))
    assert shown
    for example in shown:
        panel = eval(example, names)
        assert panel.widget.children
        panel.close()
