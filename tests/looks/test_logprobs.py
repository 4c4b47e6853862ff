"""Tokens shaded by how sure the model was."""

from __future__ import annotations

import math

import pytest

from openai_nb.client import Client
from openai_nb.looks.logprobs import Shaded


def content(*pairs):
    return {
        "content": [{"token": text, "logprob": math.log(share), "top_logprobs": []} for text, share in pairs]
    }


def test_what_was_unsure_is_shaded_and_marked():
    shaded = Shaded(content(("The ", 1.0), ("cat ", 0.25)))
    bundle = shaded._repr_mimebundle_()
    assert bundle["text/plain"] == "The cat[25%] "
    assert bundle["text/html"].count("background") == 1 and "0.41" in bundle["text/html"]
    assert str(shaded) == "The cat "
    assert shaded.perplexity == pytest.approx(2)


def test_tokens_are_text_and_never_html():
    said = content(("<img src=x onerror=alert(1)>", 0.1))
    said["content"][0]["top_logprobs"] = [{"token": '"><script>', "logprob": -0.1}]
    html = Shaded(said)._repr_mimebundle_()["text/html"]
    assert "<img" not in html and "<script>" not in html and "&lt;img" in html


def test_what_might_have_stood_there_is_told_best_first():
    said = content(("a", 0.5))
    said["content"][0]["top_logprobs"] = [
        {"token": text, "logprob": math.log(share)} for text, share in (("b", 0.1), ("a", 0.5), ("c", 0.3))
    ]
    assert Shaded(said).tokens[0].others == (("c", pytest.approx(0.3)), ("b", pytest.approx(0.1)))


def test_a_chat_and_a_completion_are_read_as_they_come():
    with Client.sandbox() as client:
        asked = [{"role": "user", "content": "2+2?"}]
        chat = client.chat.completions.create(
            model="sandbox-chat", messages=asked, logprobs=True, top_logprobs=2
        ).choices[0]
        old = client.completions.create(
            model="sandbox-text", prompt="Once", max_tokens=5, logprobs=2
        ).choices[0]
        assert str(Shaded(chat)) == chat.message.content
        assert str(Shaded(old.logprobs)) == old.text


@pytest.mark.parametrize("said", [None, {"logprobs": None}, {}])
def test_an_answer_without_them_says_how_to_ask(said):
    with pytest.raises(ValueError, match="logprobs=True"):
        Shaded(said)
