"""Signs that no file can hold come by JSON all the same: half a pair of surrogates, for one."""

import pytest

from openai_nb.sandbox.oracle.chat import answer
from openai_nb.sandbox.oracle.examples import Example
from openai_nb.sandbox.oracle.moderation import scores
from openai_nb.sandbox.oracle.pictures import draw
from openai_nb.sandbox.oracle.schemas import fill
from openai_nb.sandbox.oracle.training import Trainer
from openai_nb.sandbox.oracle.vectors import embed
from openai_nb.sandbox.oracle.voice import sayable

ODD = "\ud800 cat \x00 \U0001f600 \u202e"


def learnt(text):
    trainer = Trainer([Example("", text, text)] * 2, epochs=1, batch_size=2)
    return list(trainer)


@pytest.mark.parametrize(
    "work",
    [
        lambda text: answer([{"role": "user", "content": text}], seed=1, temperature=1.0),
        scores,
        lambda text: draw(text, (32, 32)),
        lambda text: draw("\ud800", (32, 32)),
        lambda text: embed([text], 8),
        lambda text: fill(
            {"type": "object", "properties": {text: {"format": "uuid"}}, "required": [text]}, "x"
        ),
        sayable,
        learnt,
    ],
)
def test_no_sign_is_too_odd(work):
    assert work(ODD) is not None
