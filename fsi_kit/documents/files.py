"""What the makers of Word, OpenDocument and PowerPoint files share: opening and saving them, and colours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

FONT = "Calibri"


def rezipped(data: bytes, change: Callable[[str, bytes], bytes], more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a packed file with each part changed, and more parts put in."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, change(entry.filename, old.read(entry)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return made.getvalue()


def mixed(colour: str, white: float) -> str:
    """Return a colour mixed with so much white, 0–1, as six hexadecimal signs."""

    def parts() -> Iterator[int]:
        for i in (1, 3, 5):
            yield round(int(colour[i : i + 2], 16) * (1 - white) + 255 * white)

    return "".join(f"{part:02X}" for part in parts())


def saved(document: Any) -> bytes:
    """Return a Word or PowerPoint file's bytes."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
