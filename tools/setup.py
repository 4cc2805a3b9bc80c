"""Make ``.venv`` from the hash-locked requirements and, for tests, see to a browser and a spreadsheet program.

Runs on whatever Python there is, with nothing installed, so that it can say what is missing::

    python3 tools/setup.py course|test|bench
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOG = ROOT / "build" / "setup.log"
PYTHON = VENV / "bin" / "python"
# What tests need besides Python: any of these commands, else the Debian package.
SYSTEM = {
    "Chromium": (("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "LibreOffice Calc": (("soffice",), "libreoffice-calc"),
    "nginx": (("nginx", "/usr/sbin/nginx"), "nginx-light"),
}
LISTS = ("course", "test", "bench")
NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "Temporary failure",
    "No matching distribution",
)


class SetupError(Exception):
    """What stops the installation, as a sentence for the user."""


def say(what: str, /, **places: object) -> str:
    """Return a sentence in the user's language."""
    lang = next(
        (v[:2] for v in (os.environ.get(n, "") for n in ("FSI_LANG", "LC_ALL", "LANG")) if v[:2] in ("sv", "en")), "sv"
    )
    texts = json.loads((ROOT / "tools" / "setup.json").read_text(encoding="utf-8"))
    return str(texts[what][lang]).format(**places)


def main(arguments: list[str]) -> int:
    """Install for ``course``, ``test`` or ``bench``; return 1 with one sentence where that cannot be done."""
    wanted = arguments[0] if arguments else "course"
    try:
        if sys.version_info < NEEDED:
            found = ".".join(map(str, sys.version_info[:3]))
            raise SetupError(say("old_python", found=found, needed=".".join(map(str, NEEDED))))
        make_venv()
        install(ROOT / "requirements" / f"{wanted}.txt")
        if wanted != "course":
            install_system()
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def make_venv() -> None:
    """Make ``.venv`` unless it stands and runs the right Python."""
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    ):
        return
    start = _begin(say("venv"))
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if _logged(command) and _may_apt():
        _logged(["apt-get", "update", "-qq"])
        _logged(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv"])
    if not PYTHON.exists() and _logged(command):
        raise SetupError(say("no_venv"))
    _end(start)


def install(requirements: Path) -> None:
    """Install a locked list, every file checked against its hash, and then the kit itself.

    A larger list that stands already will do: each in `LISTS` holds all that the one before it does.
    """
    larger = LISTS[LISTS.index(requirements.stem) :] if requirements.stem in LISTS else (requirements.stem,)
    lists = [requirements.with_name(f"{name}.txt") for name in larger]
    stamps = {VENV / f".installed-{file.stem}": _digest(file) for file in lists if file.exists()}
    if any(stamp.exists() and stamp.read_text() == digest for stamp, digest in stamps.items()):
        return
    start = _begin(say("install", file=f"requirements/{requirements.name}"))
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]
    # The list is whole, so nothing is to be looked for beyond it.
    if _logged([*pip, "--no-deps", "--require-hashes", "-r", str(requirements)]):
        raise SetupError(_why(say("failed", what=f"requirements/{requirements.name}", log=LOG.relative_to(ROOT))))
    _end(start)
    start = _begin(say("kit"))
    if _logged([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]):
        raise SetupError(say("failed", what="FSI Kit", log=LOG.relative_to(ROOT)))
    _end(start)
    (VENV / f".installed-{requirements.stem}").write_text(_digest(requirements))


def install_system() -> None:
    """See to the programs that tests need: by apt where that is allowed, else playwright's own browser."""
    missing = {name: package for name, (commands, package) in SYSTEM.items() if not any(map(shutil.which, commands))}
    if missing and _may_apt():
        start = _begin(say("system", what=", ".join(missing)))
        _logged(["apt-get", "update", "-qq"])
        _logged(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing.values()])
        _end(start)
        missing = {name: package for name, package in missing.items() if not any(map(shutil.which, SYSTEM[name][0]))}
    if "Chromium" in missing:
        start = _begin(say("system", what="Chromium (playwright)"))
        if _logged([str(PYTHON), "-m", "playwright", "install", "chromium"]) == 0:
            missing.pop("Chromium")
        _end(start)
    if missing:
        raise SetupError(say("no_system", what=", ".join(missing), packages=" ".join(missing.values())))


def _digest(requirements: Path) -> str:
    files = (requirements, ROOT / "pyproject.toml")
    return hashlib.sha256(b"".join(file.read_bytes() for file in files) + str(ROOT).encode()).hexdigest()


def _may_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _why(otherwise: str) -> str:
    log = LOG.read_text(encoding="utf-8", errors="replace")
    name = str(LOG.relative_to(ROOT))
    if "DO NOT MATCH THE HASHES" in log:
        return say("bad_hash", log=name)
    return say("no_network", log=name) if any(sign in log for sign in NO_NETWORK) else otherwise


def _logged(command: list[str]) -> int:
    LOG.parent.mkdir(exist_ok=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with LOG.open("wb") as log:
        try:
            return subprocess.run(
                command, stdout=log, stderr=subprocess.STDOUT, env=environment, check=False
            ).returncode
        except OSError as error:
            log.write(str(error).encode())
            return 1


def _begin(text: str) -> float:
    print(f"  {text} …", end="", flush=True)
    return time.perf_counter()


def _end(start: float) -> None:
    print(f" {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
