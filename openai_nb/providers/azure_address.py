"""Addresses at Azure: resource, deployment and version in a URL, written and read.

There are two forms: the dated one, whose path names the deployment and whose query the version of the
API, and today's `/openai/v1/`, where the model's name is the deployment's and no version is given.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from openai_nb.core.errors import SettingsError
from openai_nb.core.settings import address

if TYPE_CHECKING:
    from requests import PreparedRequest

DEPLOYED = {  # what a deployment answers; all else is asked of the resource
    "/completions",
    "/chat/completions",
    "/embeddings",
    "/audio/transcriptions",
    "/audio/translations",
    "/audio/speech",
    "/images/generations",
    "/images/edits",
}
DOMAIN = ".openai.azure.com"
RESOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(-preview)?|latest|preview|v1")
TODAY = "v1"  # the version that stands for today's form
UNDATED = ("latest", "preview", TODAY)


@dataclass(frozen=True)
class Address:
    """What a URL at Azure says: `azure(**address.asked)` asks there."""

    endpoint: str
    deployment: str | None = None
    version: str | None = None

    @property
    def resource(self) -> str | None:
        """The resource's name, where the host is one of Azure's own."""
        host = urlsplit(self.endpoint).hostname or ""
        return host.partition(".")[0] if ".azure." in host else None

    @property
    def asked(self) -> dict[str, str | None]:
        """The arguments of `azure` that ask there."""
        return {"endpoint": self.endpoint, "deployment": self.deployment, "version": self.version}


def read_address(text: str) -> Address:
    """Endpoint, deployment and version out of an address, or out of the code that "View Code" shows.

    Raises `SettingsError` where there is no address in it.
    """
    found = re.search(r"https?://[^\s\"'`<>\\]+", text)
    url = found[0].rstrip(".,;)") if found else text.strip()
    if not found and ("://" in text or len(text.split()) > 1):  # it is not shown: it may hold a key
        raise SettingsError("There is no address of Azure in this.", "One begins with https:// and a host.")
    bare = re.split("[?#]", url)[0]
    before, _, after = f"{bare.rstrip('/')}/".partition("/openai/")
    endpoint = address(before)
    steps = after.strip("/").split("/")
    deployment = unquote(steps[1]) if steps[0] == "deployments" and len(steps) > 1 else None
    said = {name.lower(): values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    written = said.get("api-version") or _written(text, "api_version", "api-version", "apiVersion")
    deployment = deployment or _written(text, "azure_deployment", "deployment", "deployment_name")
    return Address(endpoint, deployment, TODAY if steps[0] == TODAY or written in UNDATED else written)


def of_resource(name: str) -> str:
    """The endpoint of the resource with this name."""
    if not RESOURCE.fullmatch(name):
        raise SettingsError(f"{name!r} is no name of a resource.", "Give its address as endpoint= instead.")
    return f"https://{name}{DOMAIN}"


def check_version(version: str) -> str:
    """The version itself; `SettingsError` where it is none."""
    if not VERSION.fullmatch(version):
        raise SettingsError(f"{version!r} is no api-version.", "It is a date, as 2024-10-21, or is left out.")
    return version


@dataclass(frozen=True)
class Dated:
    """The dated form: `{root}/deployments/{deployment}{path}?api-version={version}`."""

    root: str
    version: str
    deployment: str | None = None

    @property
    def base_url(self) -> str:
        """Where calls seem to go; `of` knows where they do."""
        return f"{self.root}{self._at(self.deployment)}" if self.deployment else self.root

    def of(self, request: PreparedRequest) -> str:
        """Where this request goes: to the deployment given or named as model, else to the resource."""
        parts = urlsplit((request.url or "").removeprefix(self.base_url))
        path, query = parts.path, {"api-version": self.version}
        at = self._at(self.deployment or _model(request)) if path in DEPLOYED else ""
        rest = f"{parts.query}&" if parts.query else ""
        return f"{self.root}{at}{path}?{rest}{urlencode(query)}"

    @staticmethod
    def _at(deployment: str) -> str:
        return f"/deployments/{quote(deployment, safe='')}"


def _model(request: PreparedRequest) -> str:
    """The model that a request names, as JSON or in a form; `SettingsError` where it names none."""
    body: Any = request.body
    fields = getattr(body, "fields", {})
    if isinstance(body, bytes | str) and "json" in request.headers.get("Content-Type", ""):
        try:
            fields = json.loads(body)
        except ValueError:
            fields = {}
    name = fields.get("model") if isinstance(fields, dict) else None
    if not isinstance(name, str) or name in ("", ".", ".."):
        raise SettingsError(
            "Azure is asked by deployment, and this call names none.", "Give model=, or azure(deployment=…)."
        )
    return name


def _written(text: str, *names: str) -> str | None:
    """The value that code gives to one of these names, as in `api_version="2024-10-21"`."""
    for name in names:
        if found := re.search(rf"\b{name}[\"']?\s*[=:]\s*[\"']([^\"']+)[\"']", text):
            return found[1]
    return None
