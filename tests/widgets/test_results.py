"""Results of the browser's notebook reach the browser's store. The store here is a small stand-in for IndexedDB."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from fsi_kit.course.exercises import Assessment
from fsi_kit.course.progress import Done, Progress, read_progress, written
from fsi_kit.widgets import practise
from fsi_kit.widgets.results import DATABASE, STORE, put_result

CARDS = "01-sort-the-cards"


class Database:
    """IndexedDB as the widget uses it: requests answer later, when `run` is called."""

    def __init__(self) -> None:
        self.stores: dict[str, dict[str, Any]] = {}
        self.waiting: list[Callable[[], None]] = []
        self.closed = False

    def open(self, name: str, version: int) -> SimpleNamespace:
        assert (name, version) == (DATABASE, 1)
        request = SimpleNamespace(result=self)

        def answer() -> None:
            if not self.stores:
                request.onupgradeneeded(SimpleNamespace(target=request))
            request.onsuccess(SimpleNamespace(target=request))

        self.waiting.append(answer)
        return request

    def createObjectStore(self, name: str) -> None:  # noqa: N802 - JavaScript's name
        self.stores[name] = {}

    def transaction(self, name: str, mode: str) -> SimpleNamespace:
        assert mode == "readwrite"
        writing = SimpleNamespace(oncomplete=None)
        store = self.stores[name]

        def get(key: str) -> SimpleNamespace:
            request = SimpleNamespace(result=store.get(key))

            def answer() -> None:
                request.onsuccess(SimpleNamespace(target=request))
                self.waiting.append(lambda: writing.oncomplete(None))

            self.waiting.append(answer)
            return request

        def put(value: str, key: str) -> None:
            assert isinstance(value, str), "what is not text would be a proxy that dies with the worker"
            store[key] = value

        writing.objectStore = lambda name: SimpleNamespace(get=get, put=put)
        return writing

    def close(self) -> None:
        self.closed = True

    def run(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def once(function: Callable[[Any], None]) -> Callable[[Any], None]:
    called: list[object] = []

    def call(argument: Any) -> None:
        assert not called, "a callback that is called once is gone"
        called.append(argument)
        function(argument)

    return call


def test_the_best_result_is_kept_and_the_database_closed() -> None:
    database = Database()
    for done in (Done(3, 15, False), Done(15, 15, True), Done(7, 15, False)):
        put_result(database, once, CARDS, done)
        database.run()
    assert json.loads(database.stores[STORE][CARDS]) == {"right": 15, "total": 15, "done": True}
    assert database.closed


@pytest.mark.parametrize("broken", ["", "{", "null", '{"right": 1}', None, 7])
def test_what_cannot_be_read_is_written_over(broken: Any) -> None:
    database = Database()
    database.stores = {STORE: {CARDS: broken}}
    put_result(database, once, CARDS, Done(3, 15, False))
    database.run()
    assert json.loads(database.stores[STORE][CARDS])["right"] == 3


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """JavaScript's own names, as Pyodide gives them to Python."""
    script, pyodide, ffi = ModuleType("js"), ModuleType("pyodide"), ModuleType("pyodide.ffi")
    ffi.create_once_callable, ffi.JsException = once, RuntimeError  # type: ignore[attr-defined]
    for module in (script, pyodide, ffi):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr("fsi_kit.widgets.results.sys", SimpleNamespace(platform="emscripten"))
    return script


def check_cards(progress: Path | None = None) -> Any:
    shown = practise("01", "sv", progress)
    next(child for child in _parts(shown) if getattr(child, "description", "") == "Rätta").click()
    return shown


def test_an_exercise_checked_in_the_browsers_notebook_is_kept_there(browser: ModuleType) -> None:
    database = Database()
    browser.indexedDB = database  # type: ignore[attr-defined]
    check_cards()
    database.run()
    assert json.loads(database.stores[STORE][CARDS]) == {"right": 0, "total": 15, "done": False}


def test_a_browser_that_stores_nothing_does_not_stop_the_exercise(browser: ModuleType) -> None:
    def refuse(name: str, version: int) -> None:
        raise RuntimeError("SecurityError")

    for store in ({}, {"indexedDB": SimpleNamespace(open=refuse)}):
        vars(browser).update(store)
        assert any("0 av 15 rätt" in getattr(part, "value", "") for part in _parts(check_cards()) if part)


def test_on_a_desk_a_result_is_added_to_a_file_where_one_is_named(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_bytes(written(Progress(exercises={"02-other": Done(1, 2, False)})))
    check_cards(saved)
    assert read_progress(saved).exercises == {"02-other": Done(1, 2, False), CARDS: Done(0, 15, False)}


def test_a_file_that_holds_something_else_is_left_alone_and_the_exercise_goes_on(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    for path, sentence in ((tmp_path / "notes.json", "inte en fil med sparade"), (tmp_path / "no" / "x", "kunde inte")):
        said = "".join(getattr(part, "value", None) or "" for part in _parts(check_cards(path)))
        assert sentence in said and "0 av 15 rätt" in said
    assert (tmp_path / "notes.json").read_text(encoding="utf-8") == "{}"


def test_elsewhere_nothing_is_looked_for() -> None:
    from fsi_kit.widgets.results import keep_result

    keep_result(CARDS, Assessment((), (), 1, 2))
    assert "js" not in sys.modules


def _parts(widget: Any) -> list[Any]:
    return [widget, *(part for child in getattr(widget, "children", ()) for part in _parts(child))]
