"""Python's memory as it is once it has started, so that a browser need not start it from the beginning."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from tools.lite.bundles import WEB, empty_lock, run_node
from tools.site.words import Words

SCRIPTS = (WEB / "snapshot.mjs", WEB / "tar.mjs")


def make_snapshot(runtime: Path, start: Path, kept: Path, words: Words) -> Path:
    """Return the file with Python's memory, compressed; made anew only for another runtime or other modules.

    Args:
        runtime: the folder with the verified runtime.
        start: the archive of modules that every notebook needs; its name tells its contents.
        kept: where it is kept between builds.

    Raises:
        RuntimeMissingError: Python cannot be started.
    """
    source = b"".join(script.read_bytes() for script in SCRIPTS) + start.name.encode()
    source += (runtime / "pyodide.asm.wasm").read_bytes()
    file = kept / "snapshots" / f"snapshot-{hashlib.sha256(source).hexdigest()[:12]}.bin.gz"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        partial = file.with_name(f"{os.getpid()}.part")
        run_node(SCRIPTS[0], [str(runtime), str(empty_lock(kept)), str(start), str(partial)], kept, words)
        partial.replace(file)
    return file
