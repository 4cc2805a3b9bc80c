"""The notebooks as JupyterLite serves them: the path holds the version, so that no saved copy hides a new one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from fsi_kit.texts import LANGS, Lang
from tools.lite.runtime import RuntimeMissingError
from tools.site.words import Words

# A time that does not change from build to build; JupyterLite wants one.
THEN = "2026-01-01T00:00:00.000000Z"


@dataclass(frozen=True)
class Notebook:
    """A notebook of the course in one language."""

    lang: Lang
    file: Path

    @property
    def name(self) -> str:
        """The notebook's name, for a module's the module's id."""
        return self.file.stem

    @property
    def path(self) -> str:
        """Its path in JupyterLite: ``sv/1a2b3c4d/01-method.ipynb``."""
        return f"{self.lang}/{hashlib.sha256(self.file.read_bytes()).hexdigest()[:8]}/{self.file.name}"

    @property
    def title(self) -> str:
        """The notebook's first heading."""
        cells = json.loads(self.file.read_text(encoding="utf-8"))["cells"]
        lines = (line for cell in cells if cell["cell_type"] == "markdown" for line in cell["source"])
        return next((line[2:].strip() for line in lines if line.startswith("# ")), self.name)


def find_notebooks(root: Path, words: Words) -> list[Notebook]:
    """Return every notebook in both languages.

    Raises:
        RuntimeMissingError: a language has none.
    """
    found = []
    for lang in LANGS:
        files = sorted((root / "notebooks" / lang).glob("*.ipynb"))
        if not files:
            raise RuntimeMissingError(words("build.no_notebooks", lang=lang))
        found += [Notebook(lang, file) for file in files]
    return found


def write_contents(notebooks: list[Notebook], target: Path) -> None:
    """Write notebooks below ``files`` and the listings that JupyterLite reads below ``api/contents``."""
    folders: dict[str, dict[str, dict[str, object]]] = {"": {}}
    for notebook in notebooks:
        body = notebook.file.read_bytes()
        file = target / "files" / notebook.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        lang, version, _ = notebook.path.split("/")
        folders[""][lang] = _model(lang, "directory")
        folders.setdefault(lang, {})[version] = _model(f"{lang}/{version}", "directory")
        folders.setdefault(f"{lang}/{version}", {})[notebook.name] = _model(notebook.path, "notebook", len(body))
    for folder, entries in folders.items():
        listing = _model(folder, "directory") | {"content": list(entries.values()), "format": "json"}
        file = target / "api" / "contents" / folder / "all.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(listing), encoding="utf-8")


def _model(path: str, kind: str, size: int | None = None) -> dict[str, object]:
    nothing = dict.fromkeys(("content", "format", "hash", "hash_algorithm", "mimetype"))
    name = path.rpartition("/")[2]
    times = {"created": THEN, "last_modified": THEN}
    return nothing | times | {"name": name, "path": path, "size": size, "type": kind, "writable": True}
