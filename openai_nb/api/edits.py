"""Edits: a text changed as an instruction says; the live API offers it no longer."""

from __future__ import annotations

from openai_nb.api.shapes import Id, Usage
from openai_nb.core.endpoint import POST, Resource
from openai_nb.core.record import Record

EDITOR = "text-davinci-edit-001"


class EditChoice(Record):
    """One edited text; `finish_reason` is stop or length."""

    index: int
    text: str
    finish_reason: str

    def __str__(self) -> str:
        return self.text


class Edit(Record):
    """The edited texts; prints as the first of them."""

    object: str
    created: int
    choices: list[EditChoice]
    usage: Usage

    def __str__(self) -> str:
        return self.choices[0].text if self.choices else ""


class Edits(Resource):
    """Change a text by instruction.

    >>> client.edits.create(model="text-davinci-edit-001", input="Teh fox", instruction="Fix the spelling")
    """

    @POST("/edits")
    def create(
        self,
        *,
        model: Id,
        instruction: str,
        input: str | None = None,
        n: int | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
    ) -> Edit:
        """Change `input` as the instruction says, such as "Fix the spelling mistakes"."""
        ...

    def edited(self, input: str, instruction: str, *, model: Id = EDITOR) -> str:
        """The text `input` once it is changed as the instruction says."""
        return str(self.create(model=model, input=input, instruction=instruction))
