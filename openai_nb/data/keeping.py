"""Keeping: what is too large for a notebook, whole, as files beside it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from openai_nb.core.places import replacing

FOLDER = Path("openai_nb_files")  # beside the notebook, which is where its kernel stands


def kept(data: bytes, words: str, ending: str) -> Path:
    """The file that holds `data`; named by words and content, so that the same thing is kept once."""
    name = re.sub(r"[^\w]+", "-", words.lower()).strip("-")[:40].strip("-")
    mark = hashlib.sha256(data).hexdigest()[:8]
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name or 'untitled'}-{mark}.{ending}"
    if not path.is_file() or path.stat().st_size != len(data):  # whoever looks at it sees the whole
        with replacing(path) as file:
            file.write(data)
    return path
