"""Graders: checked, and run on a sample."""

from __future__ import annotations

from typing import Any

from openai_nb.api.graders import Graders
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.oracle import grading
from openai_nb.sandbox.refusal import invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.store import Store

FAULTS = (
    "formula_parse_error",
    "invalid_variable_error",
    "model_grader_parse_error",
    "model_grader_refusal_error",
    "model_grader_server_error",
    "other_error",
    "python_grader_runtime_error",
    "python_grader_server_error",
    "sample_parse_error",
    "truncated_observation_error",
    "unresponsive_reward_error",
)
UNTOLD = (  # what is said of faults that cannot happen here
    "model_grader_server_error_details",
    "python_grader_runtime_error_details",
    "python_grader_server_error_type",
)


@router.serves(Graders.run)
def run(
    store: Store, grader: dict[str, Any], model_sample: str, item: dict[str, Any] | None = None
) -> dict[str, Any]:
    models = _check(store, grader)
    grade = grading.grade(grader, item or {}, model_sample)
    faults = {name: name in grade.faults for name in FAULTS}
    return {
        "reward": grade.reward,
        "metadata": {
            "name": grader["name"],
            "type": grader["type"],
            "errors": {**faults, **dict.fromkeys(UNTOLD)},
            "execution_time": 0.0,  # the same call is to give the same answer
            "scores": grade.parts or {grader["name"]: grade.reward},
            "token_usage": grade.tokens if models else None,
            "sampled_model_name": models[0] if models else None,
        },
        "sub_rewards": grade.parts,
        "model_grader_token_usage_per_model": {models[0]: grade.tokens} if models else {},
    }


@router.serves(Graders.validate)
def validate(store: Store, grader: dict[str, Any]) -> dict[str, Any]:
    _check(store, grader)
    return {"grader": grader}


def _check(store: Store, grader: dict[str, Any]) -> list[str]:
    """Refuse a grader that cannot be used; the models that judge in it."""
    if wrong := next(grading.problems(grader), None):
        raise invalid(*wrong)
    parts = grading.inner(grader).values() if grader["type"] == "multi" else [grader]
    return [resolve(store, each["model"], "chat") for each in parts if each["type"] == "score_model"]
