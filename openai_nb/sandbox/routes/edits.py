"""Edits: texts changed by rule, as far as the instruction can be followed without understanding."""

from __future__ import annotations

from typing import Any

from openai_nb.api.edits import Edits
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.refusal import invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import number
from openai_nb.sandbox.store import Store

RULES = {"n": number(1, 20), "temperature": number(0.0, 2.0), "top_p": number(0.0, 1.0)}
CONTEXT = 3_000  # tokens of instruction and text


@router.serves(Edits.create, **RULES)
def create(
    store: Store,
    model: str,
    instruction: str,
    input: str = "",
    n: int = 1,
    temperature: float = 1.0,
    top_p: float = 1.0,
) -> dict[str, Any]:
    from openai_nb.sandbox.oracle.revision import revised  # its dictionary is not for every day

    resolve(store, model, "text")
    asked = tokens.count(input) + tokens.count(instruction)
    if asked > CONTEXT:
        raise invalid(
            "input",
            f"This model's maximum context length is {CONTEXT} tokens; {asked} were given.",
            "context_length_exceeded",
        )
    text = revised(input, instruction)
    answered = n * tokens.count(text)
    choices = [{"text": text, "index": index, "finish_reason": "stop"} for index in range(n)]
    usage = {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered}
    return {"object": "edit", "created": store.now(), "choices": choices, "usage": usage}
