"""A JupyterLite with nothing done to it: the same versions, the same Pyodide, pandas imported and a widget shown."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from benchmarks.results import BUILD, ROOT
from tools.lite.pages import TEXTS
from tools.lite.runtime import download, manifest
from tools.site.words import Words

# What a reader writes there to get what ours has from the start.
CELLS = (
    "%pip install -q ipywidgets",
    "import pandas\nimport ipywidgets\nipywidgets.Dropdown(options=['one', 'two'])",
)
PIPLITE = "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"


def stock() -> Path:
    """Return a folder to serve, with JupyterLite in ``lite`` below it; built once."""
    folder = BUILD / "stock"
    if (folder / "lite" / "whole").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    made, source, wheels, mirror = (folder / name for name in ("lite", "source", "wheels", "mirror"))
    source.mkdir(parents=True)
    words = Words("en", TEXTS)
    download(ROOT / "requirements" / "lite-stock.txt", wheels, words)
    download(ROOT / "requirements" / "lite-mirror.txt", mirror, words)
    _write_notebook(source / "files" / "first.ipynb")
    (source / "jupyter-lite.json").write_text(
        json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": {"exposeAppInBrowser": True}})
    )
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(source), "--output-dir", str(made)]
    command += ["--contents", str(source / "files"), "--apps", "notebooks", "--no-sourcemaps"]
    for name in ("ipywidgets", "jupyterlab_widgets", "comm"):
        (wheel,) = wheels.glob(f"{name}-*.whl")
        command += ["--piplite-wheels", str(wheel)]
    _unpack(next(mirror.glob("*.whl")), manifest()["mirror_folder"], source / "static" / "pyodide")
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    shutil.copytree(source / "static" / "pyodide", made / "static" / "pyodide", dirs_exist_ok=True)
    _older_piplite(next(wheels.glob("jupyterlite_pyodide_kernel-*.whl")), made / PIPLITE)
    (made / "whole").touch()
    return folder


def _write_notebook(file: Path) -> None:
    cells = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
        for i, source in enumerate(CELLS)
    ]
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(notebook))


def _unpack(wheel: Path, folder: str, target: Path) -> None:
    target.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            inside = name.removeprefix(folder)
            if name.startswith(folder) and inside and "/" not in inside:
                (target / inside).write_bytes(archive.read(name))


def _older_piplite(kernel: Path, target: Path) -> None:
    """Put the older piplite where the kernel's own is, under its name."""
    (own,) = target.glob("piplite-*.whl")
    with zipfile.ZipFile(kernel) as archive:
        (name,) = [name for name in archive.namelist() if "/pypi/piplite-" in name]
        # The installer reads the version from the file's name, so the older one keeps its own.
        body = archive.read(name)
    own.write_bytes(body)
