"""Compressed copies beside files, for servers that hand them out as they are."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from pathlib import Path

import brotli

ENDINGS = (".js", ".mjs", ".json", ".css", ".html", ".wasm", ".svg", ".ipynb", ".txt", ".ttf", ".eot")
SMALLEST = 1_000
# Brotli's best takes ten times as long for a few per cent.
QUALITY = 9


def compress_all(folder: Path, kept: Path) -> int:
    """Write ``.br`` and ``.gz`` beside every file that gains from it; return how many files that is.

    Args:
        kept: where compressed bodies are kept between builds, under a hash of what they hold.
    """
    kept.mkdir(parents=True, exist_ok=True)
    files = [file for file in sorted(folder.rglob("*")) if file.suffix in ENDINGS and file.stat().st_size >= SMALLEST]
    for file in files:
        body = file.read_bytes()
        digest = hashlib.sha256(body).hexdigest()
        for ending, small in (("br", _brotli), ("gz", _gzip)):
            copy = kept / f"{digest}.{ending}"
            if not copy.exists():
                partial = kept / f"{digest}.{ending}.{os.getpid()}"
                partial.write_bytes(small(body))
                partial.replace(copy)
            shutil.copy(copy, file.with_name(f"{file.name}.{ending}"))
    return len(files)


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=QUALITY))


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
