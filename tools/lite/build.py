"""Build JupyterLite with everything that the notebooks need, to be served with the site from one folder of files."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from tools.lite.bundles import make_bundles
from tools.lite.compress import compress_all
from tools.lite.contents import find_notebooks, write_contents
from tools.lite.language import write_language
from tools.lite.pages import KERNEL_EXTENSION, WIDGETS_EXTENSION, write_page, write_runtime, write_worker
from tools.lite.runtime import CACHE, RuntimeMissingError, fetch_runtime, fetch_wheels, manifest
from tools.lite.snapshot import make_snapshot
from tools.site.words import Words

PARTS = ("jupyterlite-core", "jupyterlite-pyodide-kernel", "ipywidgets", "jupyterlab_widgets")


def lite_folder(root: Path) -> Path:
    """Return the folder that JupyterLite is built into, before it is put into the site."""
    return root / "build" / "lite" / "site"


def build_lite(root: Path, words: Words) -> Path:
    """Build into ``build/lite/site`` in the checkout and return that folder.

    Args:
        words: what to say, from ``texts.toml``.

    Raises:
        RuntimeMissingError: the runtime cannot be fetched, or something in the checkout stops the build.
    """
    (root / "build" / "lite").mkdir(parents=True, exist_ok=True)
    runtime = CACHE / "runtime"
    notebooks = find_notebooks(root, words)
    fetch_runtime(root, runtime, words)
    wheels = fetch_wheels(root, CACHE / "wheels", words)
    bundles = make_bundles(root, runtime, wheels, CACHE, words)
    base = _jupyterlite(CACHE, words)
    site = lite_folder(root)
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(base, site)
    core = [entry["file_name"] for entry in manifest()["core"]]
    start = next(bundle.file for bundle in bundles if bundle.name == "start")
    snapshot = make_snapshot(runtime, start, CACHE, words)
    kernel = write_runtime(bundles, snapshot, runtime, core, site / "runtime")
    write_contents(notebooks, site)
    write_language(site)
    write_page(notebooks, kernel, write_worker(kernel, site), site, root)
    compress_all(site, CACHE / "compressed")
    return site


def put_into(site: Path, built: Path) -> None:
    """Put what was built into the site as ``lite``, with hard links, so that nothing is there twice."""
    target = site / "lite"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(built, target, copy_function=lambda source, copy: Path(copy).hardlink_to(source))


def _jupyterlite(kept: Path, words: Words) -> Path:
    """Return JupyterLite without contents or runtime, built anew only for other versions of it."""
    parts = ",".join(f"{name}={version(name)}" for name in PARTS)
    target = kept / f"jupyterlite-{hashlib.sha256(parts.encode()).hexdigest()[:12]}"
    if target.exists():
        return target
    with tempfile.TemporaryDirectory(dir=kept) as temporary:
        empty, made = Path(temporary) / "empty", Path(temporary) / "made"
        empty.mkdir()
        command = [
            sys.executable,
            "-m",
            "jupyterlite_core",
            "build",
            "--lite-dir",
            str(empty),
            "--output-dir",
            str(made),
        ]
        command += ["--apps", "notebooks", "--no-sourcemaps", "--no-unused-shared-packages"]
        done = subprocess.run(command, cwd=empty, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeMissingError(words("build.not_built", said=done.stderr.strip()[-500:]))
        _tidy(made)
        if not target.exists():
            made.rename(target)
    return target


def _tidy(made: Path) -> None:
    """Leave out what is never served: sources of the build, other extensions, the list of files, a service worker."""
    for name in ("doc", "index.html", "jupyter-lite.ipynb", "service-worker.js", "jupyterlite.schema.v0.json"):
        path = made / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for file in [*made.glob("rspack.config*"), *made.glob("icon-*.png"), *made.rglob("*.map")]:
        file.unlink()
    for package in list(made.glob("extensions/**/package.json")):
        folder = package.parent
        if folder.relative_to(made / "extensions").as_posix() not in (KERNEL_EXTENSION, WIDGETS_EXTENSION):
            shutil.rmtree(folder)
    shutil.rmtree(made / "extensions" / KERNEL_EXTENSION / "static" / "pypi")
