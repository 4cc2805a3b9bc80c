"""What stands around the notebooks: JupyterLite's settings, the page that opens a notebook, and its scripts."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fsi_kit.texts import LANGS
from tools.lite.bundles import WEB, Bundle
from tools.lite.contents import Notebook
from tools.lite.runtime import HERE, manifest
from tools.site.words import Words

TEXTS = HERE / "texts.toml"
SECONDS_TO_START = 60
STORAGE = "fsi-notebooks"
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
WIDGETS_EXTENSION = "@jupyter-widgets/jupyterlab-manager"
# The archives that are fetched when one of these is imported. What comes along but is not named does not fetch them:
# the Excel library looks for an imaging library, and would bring all that charts need.
LAZY = {"charts": ("matplotlib", "mpl_toolkits", "pylab"), "excel": ("openpyxl",)}
# What the kernel would otherwise install by itself; all of it is in the first archive.
IN_PLACE = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"]


def write_runtime(bundles: Sequence[Bundle], snapshot: Path, runtime: Path, names: Iterable[str], target: Path) -> str:
    """Write what Python needs in the browser below ``runtime`` and return the name of the kernel's script."""
    version = f"pyodide-{manifest()['info']['version']}"
    (target / version).mkdir(parents=True)
    for name in names:
        shutil.copy(runtime / name, target / version / name)
    for bundle in bundles:
        (target / bundle.file.name).write_bytes(bundle.file.read_bytes())
    shutil.copy(snapshot, target / snapshot.name)
    lock = write_hashed(json.dumps({"info": manifest()["info"], "packages": {}}), "lock.json", target)
    lazy = {module: name for name, modules in LAZY.items() for module in modules}
    filled = {
        "PYODIDE": f"./{version}",
        "BUNDLES": json.dumps({bundle.name: bundle.file.name for bundle in bundles}),
        "LAZY": json.dumps(lazy),
        "LOCK": lock,
        "SNAPSHOT": snapshot.name,
        "TAR": write_hashed(fill("tar.mjs", {}), "tar.mjs", target),
    }
    return write_hashed(fill("kernel.mjs", filled), "kernel.mjs", target)


def write_worker(kernel: str, site: Path) -> str:
    """Write the script of the kernel's worker and return its name."""
    static = site / "extensions" / KERNEL_EXTENSION / "static"
    (comlink,) = static.glob("comlink.worker.*.js")
    filled = {"KERNEL": kernel, "COMLINK": comlink.relative_to(site).as_posix()}
    return write_hashed(fill("worker.mjs", filled), "worker.mjs", site / "runtime")


def write_page(notebooks: Sequence[Notebook], kernel: str, worker: str, site: Path, root: Path) -> None:
    """Write the page that opens a notebook, with JupyterLite's settings and the words in both languages."""
    texts = {lang: Words(lang, TEXTS).group("page") for lang in LANGS}
    main = re.search(r"bundle\.js\?_=\w+", (site / "notebooks" / "index.html").read_text(encoding="utf-8"))
    assert main, "JupyterLite's page no longer names its script"  # noqa: S101
    config = {
        "worker": f"../runtime/{worker}",
        "storage": STORAGE,
        "seconds": SECONDS_TO_START,
        "home": {"sv": "../../", "en": "../../en/"},
        "texts": texts,
        "notebooks": {f"{one.lang}/{one.name}": _entry(one, root) for one in notebooks},
    }
    filled = {
        "PAGE_CSS": write_hashed(fill("page.css", {}), "page.css", site / "web"),
        "PAGE_JS": write_hashed(fill("page.js", {}), "page.js", site / "web"),
        "MAIN": main.group(),
        "JUPYTER": _in_html(_settings(site, kernel)),
        "CONFIG": _in_html(config),
        "NOSCRIPT_SV": texts["sv"]["noscript"],
        "NOSCRIPT_EN": texts["en"]["noscript"],
    }
    (site / "notebooks" / "index.html").write_text(fill("index.html", filled), encoding="utf-8")


def fill(name: str, places: Mapping[str, str]) -> str:
    """Return a file of ``web`` with its ``__PLACES__`` filled."""
    text = (WEB / name).read_text(encoding="utf-8")
    for place, value in places.items():
        text = text.replace(f"__{place}__", value)
    return text


def write_hashed(text: str, name: str, folder: Path) -> str:
    """Write a file under a name that holds a hash of it, and return the name: ``page-1a2b3c4d5e6f.js``."""
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.{ending}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashed).write_text(text, encoding="utf-8")
    return hashed


def _entry(notebook: Notebook, root: Path) -> dict[str, object]:
    """Return what the page needs to know of a notebook; addresses are from the page itself."""
    home = "../../" if notebook.lang == "sv" else "../../en/"
    pages = {f"modules/{notebook.name}": False, notebook.name: True}
    there = [page for page in pages if (root / "docs" / notebook.lang / f"{page}.md").exists()]
    return {
        "path": notebook.path,
        "title": notebook.title,
        "back": f"{home}{there[0]}/" if there else home,
        "own": pages[there[0]] if there else True,
        "download": f"{home}assets/downloads/{notebook.file.name}",
    }


def _settings(site: Path, kernel: str) -> dict[str, Any]:
    """Return JupyterLite's settings: what it was built with, and what the course wants otherwise."""
    built: dict[str, Any] = {}
    for file in (site / "jupyter-lite.json", site / "notebooks" / "jupyter-lite.json"):
        built |= json.loads(file.read_text(encoding="utf-8"))["jupyter-config-data"]
    wanted = (KERNEL_EXTENSION, WIDGETS_EXTENSION)
    extensions = [one for one in built["federated_extensions"] if one["name"] in wanted]
    kernel_settings = {
        "pyodideUrl": f"./runtime/{kernel}",
        "disablePyPIFallback": True,
        "pipliteUrls": [],
        "loadPyodideOptions": {"packages": IN_PLACE},
    }
    return built | {
        "appName": "FSI Kit",
        "appUrl": "./notebooks",
        "fullStaticUrl": "./build",
        "settingsUrl": "./build/schemas",
        "federated_extensions": extensions,
        "disabledExtensions": DISABLED,
        "litePluginSettings": {f"{KERNEL_EXTENSION}:kernel": kernel_settings},
        "settingsOverrides": SETTINGS,
        "contentsAllJsonFile": "all.json",
        "contentsStorageName": STORAGE,
        "settingsStorageName": f"{STORAGE}-settings",
        "workspacesStorageName": f"{STORAGE}-workspaces",
        "enableMemoryStorage": True,
        "exposeAppInBrowser": True,
    }


def _in_html(data: object) -> str:
    """Return JSON that cannot end the script element it stands in."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


# What a learner never meets here, and what would wait for a server or a service worker.
DISABLED = [
    "@jupyterlite/application-extension:service-worker-manager",
    "@jupyterlite/services-extension:service-worker-manager",
    "@jupyterlab/apputils-extension:announcements",
]
# Quick to save, since nobody presses a button before closing a tab.
SETTINGS: dict[str, dict[str, object]] = {
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 5},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
}
