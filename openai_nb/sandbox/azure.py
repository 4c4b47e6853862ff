"""Azure: the addresses of Azure OpenAI, read as what they ask of the API.

Both forms are known: the dated one, with a version in the query and what a deployment answers below its
name, and `/openai/v1/`, which is the API's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from openai_nb.providers.azure_address import DEPLOYED, UNDATED, VERSION
from openai_nb.sandbox.refusal import Refusal

HERE = re.compile(r"/openai(/v1(?=/)|/deployments/([^/]+)(?=/))?(/.+)")
VERSION_NAME = "api-version"


@dataclass(frozen=True)
class Place:
    """A path of the API, how its address names the version, and the deployment that is asked."""

    path: str
    dated: bool = False
    deployment: str | None = None

    def check(self, query: str) -> None:
        """Refuse, as Azure does, an address that is none of its own."""
        if not self.dated:
            return
        version = parse_qs(query).get(VERSION_NAME, [""])[-1]
        known = VERSION.fullmatch(version) and version not in UNDATED
        if (
            not known
            or self.path.startswith("/deployments/")
            or (self.path in DEPLOYED) != (self.deployment is not None)
        ):
            raise Refusal(404, "Resource not found", code="404")

    def told(self, refusal: Refusal) -> Refusal:
        """A refusal as Azure tells it: where a model is missing, it is the deployment that is."""
        if self.deployment is None or refusal.body["error"]["code"] != "model_not_found":
            return refusal
        words = f"The API deployment '{self.deployment}' for this resource does not exist."
        return Refusal(404, words, code="DeploymentNotFound")


def place(raw: str) -> Place:
    """What the path of a request asks; its /v1 is no part of it."""
    found = HERE.fullmatch(f"/{raw.strip('/')}") if raw.startswith("/openai/") else None
    if found is None:
        return Place(re.sub(r"^/v1(?=/|$)", "", f"/{raw.strip('/')}"))
    if found[1] == "/v1":
        return Place(found[3])
    return Place(found[3], True, unquote(found[2]) if found[2] else None)
