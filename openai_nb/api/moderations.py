"""Moderations: whether a text or a picture is harmful, and in which way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from openai_nb.api.shapes import Id, Json
from openai_nb.core.endpoint import POST, Resource
from openai_nb.core.record import Record


class ByCategory(Record):
    """Something for each category; `self_harm_intent` reads "self-harm/intent"."""

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            return super().__getattr__(self._spoken().get(name, name))

    def __getitem__(self, category: str) -> Any:
        return self._raw[category]

    def __dir__(self) -> list[str]:
        return sorted(self._spoken())

    def _spoken(self) -> dict[str, str]:
        """The API's names of the categories, by those that a dot can be put before."""
        return {re.sub(r"\W", "_", name): name for name in self._raw}


class Categories(ByCategory):
    """Which categories are flagged."""

    harassment: bool
    harassment_threatening: bool
    hate: bool
    hate_threatening: bool
    illicit: bool | None
    illicit_violent: bool | None
    self_harm: bool
    self_harm_instructions: bool
    self_harm_intent: bool
    sexual: bool
    sexual_minors: bool
    violence: bool
    violence_graphic: bool


class CategoryScores(ByCategory):
    """How sure the model is of each category, 0 to 1."""

    harassment: float
    harassment_threatening: float
    hate: float
    hate_threatening: float
    illicit: float | None
    illicit_violent: float | None
    self_harm: float
    self_harm_instructions: float
    self_harm_intent: float
    sexual: float
    sexual_minors: float
    violence: float
    violence_graphic: float


class Moderation(Record):
    """What was found in one input; `category_applied_input_types` says what each category looked at."""

    flagged: bool
    categories: Categories
    category_scores: CategoryScores
    category_applied_input_types: ByCategory | None


class ModerationResponse(Record):
    """What was found: `results[0].flagged`."""

    id: str
    model: str
    results: list[Moderation]


class Moderations(Resource):
    """Find harm in texts and pictures.

    >>> client.moderations.create(input="I could kill for a coffee.").results[0].flagged
    """

    @POST("/moderations")
    def create(
        self, *, input: str | Sequence[str] | Sequence[Json], model: Id | None = None
    ) -> ModerationResponse:
        """Judge a text, each text of a list, or parts (text, image_url) together."""
        ...

    def flagged(self, text: str, *, model: Id | None = None) -> bool:
        """Whether any category is flagged in `text`."""
        return any(each.flagged for each in self.create(input=text, model=model).results)
