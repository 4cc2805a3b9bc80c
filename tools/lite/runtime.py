"""The files that the browser runs Python with: fetched once, each checked against a sha256 that is kept in the repo.

The official address comes first. Where it cannot be reached, a package that carries the same files is the mirror:
since every file is checked, it does not matter who hands it over.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from tools.site.words import Words

HERE = Path(__file__).parent
MANIFEST = HERE / "runtime.json"
SECONDS_TO_ANSWER = 15
# Beside what else was installed, so that a clean build does not fetch anew and `make clean` removes it.
CACHE = Path(sys.prefix) / "var" / "fsi-kit-lite"


class RuntimeMissingError(Exception):
    """The runtime cannot be fetched, or a file of it is not the right one; the text says which."""


@cache
def manifest() -> dict[str, Any]:
    """Return what the runtime is made of: every file with its sha256 and size, and what needs what."""
    loaded: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return loaded


def runtime_files() -> dict[str, str]:
    """Return the sha256 of every file of the runtime, by its name."""
    entries = [*manifest()["core"], *manifest()["packages"].values()]
    return {entry["file_name"]: entry["sha256"] for entry in entries}


def fetch_runtime(root: Path, folder: Path, words: Words, origin: str | None = None) -> None:
    """Bring every file of the runtime into a folder; fetch nothing when the folder is whole.

    Args:
        root: the checkout, whose ``requirements/lite-mirror.txt`` names the mirror.
        folder: the cache.
        origin: the official address; by default the one in ``runtime.json``.

    Raises:
        RuntimeMissingError: neither address can be reached, or a file has the wrong sha256.
    """
    wanted = runtime_files()
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in wanted if not (folder / name).exists()]
    if missing and not _from_origin(origin or manifest()["origin"], missing, folder, words):
        still = [name for name in missing if not (folder / name).exists()]
        _from_mirror(root, still, folder, words)
    verify(folder, wanted, words)


def verify(folder: Path, wanted: dict[str, str], words: Words) -> None:
    """Check every file in a folder against its sha256; a wrong one is removed, so that the next try fetches it anew.

    Raises:
        RuntimeMissingError: a file is missing or is not the right one.
    """
    if not wanted:
        raise RuntimeMissingError(words("build.nothing"))
    for name, sha256 in wanted.items():
        file = folder / name
        if not file.exists():
            raise RuntimeMissingError(words("build.missing", file=name))
        _check(file, sha256, words)


def fetch_wheels(root: Path, folder: Path, words: Words) -> list[Path]:
    """Bring the wheels of ``requirements/lite.txt`` into a folder; fetch nothing when they are there.

    Raises:
        RuntimeMissingError: they cannot be fetched, or one is not the right one.
    """
    requirements = root / "requirements" / "lite.txt"
    whole = folder / ".whole"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if not whole.exists() or whole.read_text() != digest:
        shutil.rmtree(folder, ignore_errors=True)
        download(requirements, folder, words)
        whole.write_text(digest)
    return sorted(folder.glob("*.whl"))


def _from_origin(origin: str, names: Iterable[str], folder: Path, words: Words) -> bool:
    """Fetch files one by one; say whether the address could be reached."""
    wanted = runtime_files()
    for name in names:
        try:
            with urllib.request.urlopen(origin + name, timeout=SECONDS_TO_ANSWER) as answer:  # noqa: S310 - https, ours
                body = answer.read()
        except (urllib.error.URLError, OSError):
            return False
        _place(folder / name, body, wanted[name], words)
    return True


def _from_mirror(root: Path, names: Iterable[str], folder: Path, words: Words) -> None:
    wanted = runtime_files()
    with tempfile.TemporaryDirectory() as temporary:
        download(root / "requirements" / "lite-mirror.txt", Path(temporary), words)
        (wheel,) = Path(temporary).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for name in names:
                _place(folder / name, archive.read(manifest()["mirror_folder"] + name), wanted[name], words)


def download(requirements: Path, folder: Path, words: Words) -> None:
    """Download locked files, none of them installed; pip checks each against its hash."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    command += ["--require-hashes", "--only-binary", ":all:", "--dest", str(folder), "--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        key = "build.wrong_file" if "DO NOT MATCH THE HASHES" in done.stderr else "build.no_network"
        raise RuntimeMissingError(words(key, file=f"requirements/{requirements.name}"))


def _place(file: Path, body: bytes, sha256: str, words: Words) -> None:
    """Write a file whole or not at all, and only if it is the right one."""
    if hashlib.sha256(body).hexdigest() != sha256:
        raise RuntimeMissingError(words("build.wrong_file", file=file.name))
    partial = file.with_name(file.name + ".part")
    partial.write_bytes(body)
    partial.replace(file)


def _check(file: Path, sha256: str, words: Words) -> None:
    if hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
        file.unlink()
        raise RuntimeMissingError(words("build.wrong_file", file=file.name))
