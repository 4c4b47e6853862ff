"""Containers: rooms with files in them; no code runs in the sandbox's."""

from __future__ import annotations

from typing import Any

from openai_nb.api.containers import ContainerContents, ContainerFiles, Containers
from openai_nb.sandbox.forms import Uploaded
from openai_nb.sandbox.nested import known, lasting, word
from openai_nb.sandbox.pages import listing, page
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import long, one_of
from openai_nb.sandbox.store import Store

FOLDER = "/mnt/data"
MINUTES = 20  # that a container lives unused
EXPIRY = {"anchor": "last_active_at", "minutes": MINUTES}


def policy(name: str, value: Any) -> None:
    """No network, or some domains of it."""
    known(name, value, "type", "allowed_domains", "domain_secrets")
    domains = value.get("allowed_domains")
    named = isinstance(domains, list) and domains and all(isinstance(each, str) for each in domains)
    if word(name, value, "type", "disabled", "allowlist") == "allowlist" and not named:
        raise invalid(f"{name}.allowed_domains", "An allowlist needs a list of domains.", None)


@router.serves(
    Containers.create,
    name=long(1, 256),
    expires_after=lasting("last_active_at", "minutes", 1, MINUTES),
    file_ids=long(0, 100),
    memory_limit=one_of("1g", "4g", "16g", "64g"),
    network_policy=policy,
)
def create(
    store: Store,
    name: str,
    expires_after: dict[str, Any] | None = None,
    file_ids: list[str] | None = None,
    memory_limit: str = "1g",
    network_policy: dict[str, Any] | None = None,
    skills: list[Any] | None = None,
) -> dict[str, Any]:
    if skills:
        raise Refusal(400, "The sandbox has no skills.", code="unsupported_parameter", param="skills")
    files = [_file(store, each, f"file_ids[{place}]") for place, each in enumerate(file_ids or [])]
    born = store.now()
    container = {
        "id": store.new("cntr_"),
        "object": "container",
        "created_at": born,
        "name": name,
        "status": "running",
        "expires_after": expires_after or EXPIRY,
        "last_active_at": born,
        "memory_limit": memory_limit,
        "network_policy": network_policy or {"type": "disabled"},
    }
    store.put("container", container)
    for file in files:
        _put(store, str(container["id"]), file["filename"], store.read(file["id"]) or b"")
    return container


@router.serves(Containers.list)
def list_all(
    store: Store,
    after: str | None = None,
    limit: int | None = None,
    name: str | None = None,
    order: str | None = None,
) -> dict[str, Any]:
    things = [_shown(store, each) for each in store.all("container") if name in (None, each["name"])]
    return page(things, after=after, limit=limit, order=order)


@router.serves(Containers.retrieve)
def retrieve(store: Store, container_id: str) -> dict[str, Any]:
    container = store.get("container", container_id)
    if container is None:
        raise Refusal(404, f"Container with id '{container_id}' not found.", param="container_id")
    return _shown(store, container)


@router.serves(Containers.delete)
def delete(store: Store, container_id: str) -> dict[str, Any]:
    retrieve(store, container_id)
    with store.step():
        for file in store.all("container file", container_id):
            _drop(store, file["id"])
        store.delete("container", container_id)
    return {"id": container_id, "object": "container.deleted", "deleted": True}


@router.serves(ContainerFiles.create)
def create_file(
    store: Store, container_id: str, file: Uploaded | None = None, file_id: str | None = None
) -> dict[str, Any]:
    _running(store, container_id)
    if (file is None) == (file_id is None):
        raise invalid("file", "Give either 'file' or 'file_id'.", None)
    if file is not None:
        return _put(store, container_id, file.name, file.content)
    held = _file(store, file_id, "file_id")
    return _put(store, container_id, held["filename"], store.read(held["id"]) or b"")


@router.serves(ContainerFiles.list)
def list_files(
    store: Store,
    container_id: str,
    after: str | None = None,
    limit: int | None = None,
    order: str | None = None,
) -> dict[str, Any]:
    _running(store, container_id)
    return listing(store, "container file", container_id, after=after, limit=limit, order=order)


@router.serves(ContainerFiles.retrieve)
def retrieve_file(store: Store, file_id: str, container_id: str) -> dict[str, Any]:
    _running(store, container_id)
    file = store.get("container file", file_id)
    if file is None or file["container_id"] != container_id:
        raise Refusal(404, f"File '{file_id}' not found in container '{container_id}'.", param="file_id")
    return file


@router.serves(ContainerFiles.delete)
def delete_file(store: Store, file_id: str, container_id: str) -> dict[str, Any]:
    retrieve_file(store, file_id, container_id)
    _drop(store, file_id)
    return {"id": file_id, "object": "container.file.deleted", "deleted": True}


@router.serves(ContainerContents.retrieve)
def content(store: Store, file_id: str, container_id: str) -> bytes:
    retrieve_file(store, file_id, container_id)
    return store.read(file_id) or b""


def _shown(store: Store, container: dict[str, Any]) -> dict[str, Any]:
    """A container as it stands; one that nobody used in time has expired."""
    ends = container["last_active_at"] + 60 * container["expires_after"]["minutes"]
    return {**container, "status": "expired"} if ends <= store.now() else container


def _running(store: Store, container_id: str) -> None:
    """Refuse a container that has expired; being used keeps it alive."""
    if retrieve(store, container_id)["status"] == "expired":
        raise Refusal(
            400, f"Container '{container_id}' is expired.", code="container_expired", param="container_id"
        )
    store.change("container", container_id, last_active_at=store.now())


def _file(store: Store, file_id: Any, param: str) -> dict[str, Any]:
    file = store.get("file", file_id) if isinstance(file_id, str) else None
    if file is None:
        raise Refusal(404, f"No such File object: {file_id}", param=param)
    return file


def _put(store: Store, container_id: str, name: str, data: bytes) -> dict[str, Any]:
    """A file in a container, in place of one at the same path."""
    path = f"{FOLDER}/{name}"
    before = [each["id"] for each in store.all("container file", container_id) if each["path"] == path]
    file: dict[str, Any] = {
        "id": store.new("cfile_"),
        "object": "container.file",
        "created_at": store.now(),
        "bytes": len(data),
        "container_id": container_id,
        "path": path,
        "source": "user",
    }
    store.write(file["id"], data)
    with store.step():
        store.put("container file", file, parent=container_id)
        for each in before:
            store.delete("container file", each)
    for each in before:
        store.erase(each)
    return file


def _drop(store: Store, file_id: str) -> None:
    store.delete("container file", file_id)
    store.erase(file_id)
