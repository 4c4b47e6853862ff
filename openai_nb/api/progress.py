"""Progress: how far a large upload has come, written down so that it can go on where it was broken off."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openai_nb.core.multipart import Part
from openai_nb.core.places import replacing

MARGIN = 60  # seconds: an upload that ends sooner is not gone on with


@dataclass
class Progress:
    """The parts of an upload that are there; kept in the file `place`, if there is one.

    `about` says which file it is and how it is cut: what was kept of another is not gone on with.
    """

    place: Path | None
    about: dict[str, Any]
    upload_id: str = ""
    expires_at: int = 0
    parts: list[str] = field(default_factory=list)

    def resume(self) -> bool:
        """Take up what was kept of an earlier attempt; whether there was anything."""
        try:
            kept = json.loads(self.place.read_bytes()) if self.place else {}
            fits = kept.get("about") == self.about and kept["expires_at"] > time.time() + MARGIN
            if fits:
                self.upload_id, self.parts = str(kept["upload_id"]), [str(each) for each in kept["parts"]]
                self.expires_at = kept["expires_at"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False  # nothing was kept, or something else
        return bool(fits)

    def begin(self, upload_id: str, expires_at: int) -> None:
        """A new upload, of which no part is there yet."""
        self.upload_id, self.expires_at, self.parts = upload_id, expires_at, []
        self._keep()

    def note(self, part_id: str) -> None:
        """One more part is there."""
        self.parts.append(part_id)
        self._keep()

    def end(self) -> None:
        """All is there: nothing needs to be kept."""
        self.upload_id = ""
        if self.place:
            self.place.unlink(missing_ok=True)

    def _keep(self) -> None:
        if self.place is None:
            return
        said = {name: getattr(self, name) for name in ("about", "upload_id", "expires_at", "parts")}
        try:
            with replacing(self.place) as file:  # so that it is whole even if the kernel dies here
                file.write(json.dumps(said).encode())
        except OSError:  # a folder one may only read: the upload goes on, but cannot be resumed
            self.place = None


def digest(whole: Part) -> str:
    """The MD5 sum of a file, as the API checks it: 32 hexadecimal digits."""
    found = hashlib.md5(usedforsecurity=False)
    with whole.open() as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()
