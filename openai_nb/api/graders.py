"""Graders: scores for what a model said, to try out before a job is paid for."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from openai_nb.api.shapes import Json
from openai_nb.core.endpoint import POST, Resource
from openai_nb.core.record import Record


class GraderMetadata(Record):
    """How a score came about: `errors` says, by name, what went wrong."""

    name: str
    type: str
    errors: dict[str, Any]
    execution_time: float
    scores: dict[str, Any]
    token_usage: int | None
    sampled_model_name: str | None


class GraderRun(Record):
    """A score: `reward`, mostly from 0 to 1, and what each part of a multi grader gave."""

    reward: float
    metadata: GraderMetadata
    sub_rewards: dict[str, Any]
    model_grader_token_usage_per_model: dict[str, Any]


class GraderValidation(Record):
    """A grader that can be used, as it was understood."""

    grader: dict[str, Any]


class Graders(Resource):
    """Try graders out.

    >>> four = {"type": "string_check", "name": "four", "operation": "eq", "reference": "4"}
    >>> grader = {**four, "input": "{{sample.output_text}}"}
    >>> client.fine_tuning.alpha.graders.run(grader=grader, model_sample="4").reward
    """

    @POST("/fine_tuning/alpha/graders/run")
    def run(self, *, grader: Json, model_sample: str, item: Json | None = None) -> GraderRun:
        """Score `model_sample`; `{{item.…}}` and `{{sample.output_text}}` are filled in first."""
        ...

    @POST("/fine_tuning/alpha/graders/validate")
    def validate(self, *, grader: Json) -> GraderValidation:
        """See whether a grader can be used; raises `BadRequest` that says why not."""
        ...


class Alpha(Resource):
    """What may still change: `graders`.

    >>> four = {"type": "string_check", "name": "4", "operation": "eq", "input": "4", "reference": "4"}
    >>> client.fine_tuning.alpha.graders.validate(grader=four)
    """

    @cached_property
    def graders(self) -> Graders:
        """Try graders out."""
        return Graders(self._send)
