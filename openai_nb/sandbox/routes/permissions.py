"""Permissions: which projects may use a checkpoint."""

from __future__ import annotations

from typing import Any

from openai_nb.api.permissions import Permissions
from openai_nb.sandbox.catalogue import no_model
from openai_nb.sandbox.pages import envelope, listing
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import long, number, one_of
from openai_nb.sandbox.store import Store

KIND = "permission"


@router.serves(Permissions.create, project_ids=long(1, 100))
def create(store: Store, fine_tuned_model_checkpoint: str, project_ids: list[str]) -> dict[str, Any]:
    _check(store, fine_tuned_model_checkpoint)
    for place, project_id in enumerate(project_ids):
        if not isinstance(project_id, str) or not project_id:
            raise invalid(f"project_ids[{place}]", "Expected the id of a project.", "invalid_type")
    with store.step():
        known = {each["project_id"]: each for each in store.all(KIND, fine_tuned_model_checkpoint)}
        for project_id in project_ids:
            if project_id not in known:
                known[project_id] = store.put(KIND, _new(store, project_id), fine_tuned_model_checkpoint)
    return envelope([known[project_id] for project_id in dict.fromkeys(project_ids)])


@router.serves(Permissions.list, order=one_of("ascending", "descending"), limit=number(1, 100))
def list_all(
    store: Store,
    fine_tuned_model_checkpoint: str,
    after: str | None = None,
    limit: int = 10,
    order: str = "descending",
    project_id: str | None = None,
) -> dict[str, Any]:
    _check(store, fine_tuned_model_checkpoint)
    return listing(
        store,
        KIND,
        fine_tuned_model_checkpoint,
        after=after,
        limit=limit,
        order=order.removesuffix("ending"),
        where=lambda each: project_id in (None, each["project_id"]),
    )


@router.serves(Permissions.delete)
def delete(store: Store, permission_id: str, fine_tuned_model_checkpoint: str) -> dict[str, Any]:
    _check(store, fine_tuned_model_checkpoint)
    if permission_id not in {each["id"] for each in store.all(KIND, fine_tuned_model_checkpoint)}:
        raise Refusal(404, f"No such permission: {permission_id}", param="permission_id")
    store.delete(KIND, permission_id)
    return {"id": permission_id, "object": "checkpoint.permission", "deleted": True}


def _new(store: Store, project_id: str) -> dict[str, Any]:
    born = {"id": store.new("cp_"), "object": "checkpoint.permission", "created_at": store.now()}
    return {**born, "project_id": project_id}


def _check(store: Store, checkpoint: str) -> None:
    """Refuse what is no model that was fine-tuned here."""
    if not checkpoint.startswith("ft:") or store.get("model", checkpoint) is None:
        raise no_model(checkpoint)
