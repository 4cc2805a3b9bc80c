"""Several documents at once, written so that a folder holds the whole pack or nothing of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fsi_kit.documents.facts import Facts
from fsi_kit.documents.make import DocumentError, Made, make_document
from fsi_kit.documents.masters import Format

WORKERS = min(4, os.cpu_count() or 1)


def make_pack(
    ids: Iterable[str],
    facts: Facts,
    formats: Iterable[Format] = (),
    about: Sequence[str] = (),
    done: Callable[[str], object] = lambda id_: None,
) -> list[Made]:
    """Return the files of several documents.

    pandoc runs in processes of its own and typst lets go of the interpreter, so threads are enough to use every core.

    Args:
        formats, about: as `make_document` takes them.
        done: told the id of each document when it is made.

    Raises:
        KeyError: there is no such document.
        DocumentError: an id in `about` is not in the workbook.
    """

    def one(id_: str) -> list[Made]:
        made = list(make_document(id_, facts, tuple(formats), about))
        done(id_)
        return made

    with ThreadPoolExecutor(WORKERS) as pool:
        return [file for files in pool.map(one, ids) for file in files]


def write_pack(made: Iterable[Made], out: Path, force: bool = False) -> list[Path]:
    """Write files into a folder: all of them, or none.

    Args:
        out: made if it is not there.
        force: whether files that are there may be written over.

    Raises:
        DocumentError: a file is there already, or the folder cannot be written to.
    """
    files = list(made)
    try:
        out.mkdir(parents=True, exist_ok=True)
        there = [file.name for file in files if (out / file.name).exists()]
        if there and not force:
            raise DocumentError("exists", file=out / there[0], count=len(there))
        with tempfile.TemporaryDirectory(dir=out, prefix=".fsi-") as folder:
            for file in files:
                (Path(folder) / file.name).write_bytes(file.data)
            _move_all([file.name for file in files], Path(folder), out)
    except OSError as error:
        raise DocumentError("unwritable", folder=out, detail=error.strerror or type(error).__name__) from error
    return [out / file.name for file in files]


def _move_all(names: Iterable[str], folder: Path, out: Path) -> None:
    """Move files out of a folder; where one cannot be moved, put everything back as it was."""
    kept, placed = folder / "kept", []
    kept.mkdir()
    try:
        for name in names:
            if (out / name).is_file():
                (out / name).replace(kept / name)
            (folder / name).replace(out / name)
            placed.append(name)
    except OSError:
        for name in placed:
            (out / name).unlink()
        for file in kept.iterdir():
            file.replace(out / file.name)
        raise
