"""Models: the sandbox's own, and those that were trained in it."""

from __future__ import annotations

from typing import Any

from openai_nb.api.models import Models
from openai_nb.sandbox.catalogue import FAMILIAR, OWN, no_model, own_models, resolve
from openai_nb.sandbox.pages import envelope
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.store import Store


@router.serves(Models.list)
def list_all(store: Store) -> dict[str, Any]:
    return envelope([*own_models(), *store.all("model")])


@router.serves(Models.retrieve)
def retrieve(store: Store, model: str) -> dict[str, Any]:
    for kind, familiar in FAMILIAR.items():
        if familiar.fullmatch(model):
            model = resolve(store, model, kind)
    found = next((each for each in own_models() if each["id"] == model), None) or store.get("model", model)
    if found is None:
        raise no_model(model)
    return found


@router.serves(Models.delete)
def delete(store: Store, model: str) -> dict[str, Any]:
    if model in OWN.values():
        raise Refusal(403, f"The model '{model}' is the sandbox's own and stays.")
    if not store.delete("model", model):
        raise no_model(model)
    store.erase(f"model-{model}")
    return {"id": model, "object": "model", "deleted": True}
