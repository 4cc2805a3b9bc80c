"""Where a learner's results go: in the browser's notebook into the browser's own store, where the site finds them.

Python runs there in a worker, which reaches IndexedDB but not localStorage. The database ``fsi`` has one store,
``results``: an exercise's id and its best result as JSON (``docs/assets/progress.js`` reads them).
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fsi_kit.course.progress import Done, Progress, ProgressError, better, read_progress, with_result, written
from fsi_kit.texts import Lang
from fsi_kit.widgets.html import say

if TYPE_CHECKING:
    from fsi_kit.course.exercises import Assessment

DATABASE, STORE, VERSION = "fsi", "results", 1


def keep_result(exercise_id: str, result: Assessment) -> None:
    """Keep an attempt's result where it is the best so far; outside the browser there is nowhere to keep it."""
    if sys.platform == "emscripten":
        import js  # type: ignore[import-not-found]  # Pyodide's own
        from pyodide.ffi import JsException, create_once_callable  # type: ignore[import-not-found]

        try:
            done = Done(result.right, result.total, result.done)
            put_result(js.indexedDB, create_once_callable, exercise_id, done)
        except (AttributeError, JsException):
            return  # this browser stores nothing: the exercise goes on all the same


def keep_in_file(path: Path, exercise_id: str, result: Assessment, lang: Lang) -> str:
    """Add an attempt's result to a file of saved results, made if need be; return a sentence on how it went."""
    try:
        before = read_progress(path) if path.exists() else Progress()
        path.write_bytes(written(with_result(before, exercise_id, result)))
    except ProgressError as error:
        return error.text(lang)
    except OSError as error:
        return say("practise.unwritable", lang, path=path, detail=error.strerror or error)
    return say("practise.kept", lang, path=path)


def put_result(indexed_db: Any, callback: Any, exercise_id: str, done: Done) -> None:
    """Put a result into the browser's database, unless a better one lies there.

    Args:
        indexed_db: JavaScript's ``indexedDB``.
        callback: makes a function that JavaScript can call.
    """
    request = indexed_db.open(DATABASE, VERSION)

    def create(event: Any) -> None:
        event.target.result.createObjectStore(STORE)

    def opened(event: Any) -> None:
        database = event.target.result
        writing = database.transaction(STORE, "readwrite")
        store = writing.objectStore(STORE)
        read = store.get(exercise_id)

        def compare(event: Any) -> None:
            before = _read(event.target.result)
            best = better(done, before) if before else done
            store.put(json.dumps(asdict(best)), exercise_id)

        read.onsuccess = callback(compare)
        writing.oncomplete = callback(lambda _: database.close())

    request.onupgradeneeded = callback(create)
    request.onsuccess = callback(opened)


def _read(text: Any) -> Done | None:
    try:
        return Done(**json.loads(text))
    except (TypeError, ValueError):
        return None
