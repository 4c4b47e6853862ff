"""Azure OpenAI: the same API under addresses and keys of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from openai_nb.core.errors import SettingsError
from openai_nb.providers.azure_address import UNDATED, Dated, check_version, of_resource, read_address
from openai_nb.providers.provider import Bearer, Key, Provider

if TYPE_CHECKING:
    from requests import PreparedRequest


class AzureKey(Bearer):
    """A key, in Azure's header, or a `token` of Entra as bearer; and where its requests go.

    It signs nothing that would leave for another place than `root`.
    """

    def __init__(self, key: Key, root: str, *, token: bool = False, dated: Dated | None = None) -> None:
        super().__init__(key)
        self._root, self._token, self._dated = root, token, dated

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign the request, and let its address name deployment and version where they are wanted."""
        if not (request.url or "").startswith(f"{self._root}/"):
            raise SettingsError(f"This key is for {urlsplit(self._root).netloc} alone.")
        if self._dated is not None:
            request.url = self._dated.of(request)
        if self._token:
            return super().__call__(request)
        request.headers["api-key"] = self.key
        return request


def azure(
    endpoint: str | None = None,
    key: Key | None = None,
    *,
    resource: str | None = None,
    deployment: str | None = None,
    version: str | None = None,
    token: Key | None = None,
) -> Provider:
    """Azure OpenAI, at an `endpoint` (any URL of it will do) or under a `resource`'s name.

    With a `version` (YYYY-MM-DD) addresses name deployment and version, and where no `deployment` is given
    the model's name is one; without, calls go to today's `/openai/v1/`.  `token`, of Entra, takes the
    place of `key`; a function is asked for a new one at each request.
    """
    if (key is None) == (token is None):
        raise SettingsError("Azure wants either a key or a token.", "Give azure(key=…), or azure(token=…).")
    if (endpoint is None) == (resource is None):
        raise SettingsError("Azure wants either an endpoint or a resource.", 'Give azure("https://…") say.')
    said = read_address(endpoint or of_resource(resource or ""))
    deployment, version = deployment or said.deployment, version or said.version
    root = f"{said.endpoint}/openai"
    dated = None
    if version and check_version(version) not in UNDATED:
        dated = Dated(root, version, deployment)
    auth = AzureKey(key or token or "", root, token=token is not None, dated=dated)
    models = {"chat": deployment} if deployment else {}
    base_url = dated.base_url if dated else f"{root}/v1"
    return Provider(base_url, auth, name="Azure", models=models)
