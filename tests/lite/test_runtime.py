"""What Python needs in the browser: fetched once, and used only if it is the right thing to the last byte."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from fsi_kit.texts import LANGS
from tools.lite import runtime
from tools.lite.pages import TEXTS
from tools.lite.runtime import RuntimeMissingError, fetch_runtime, verify
from tools.site.build import ROOT
from tools.site.words import Words

WORDS = Words("en", TEXTS)
BODIES = {"a.wasm": b"wasm", "b.whl": b"wheel"}


@pytest.fixture(autouse=True)
def small_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    """A runtime of two files."""
    entries = {name: {"file_name": name, "sha256": hashlib.sha256(body).hexdigest()} for name, body in BODIES.items()}
    small = {"core": [entries["a.wasm"]], "packages": {"b": entries["b.whl"]}, "origin": "", "mirror_folder": "in/"}
    monkeypatch.setattr(runtime, "manifest", lambda: small)


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    """An address that has the files."""
    folder = tmp_path / "origin"
    folder.mkdir()
    for name, body in BODIES.items():
        (folder / name).write_bytes(body)
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def no_download(*_: object) -> None:
    raise AssertionError("something was downloaded")


def test_files_come_from_the_official_address_first(
    origin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "download", no_download)
    fetch_runtime(ROOT, tmp_path / "kept", WORDS, origin)
    assert {file.name: file.read_bytes() for file in (tmp_path / "kept").iterdir()} == BODIES


def test_a_whole_cache_fetches_nothing(origin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch_runtime(ROOT, tmp_path / "kept", WORDS, origin)
    monkeypatch.setattr(runtime, "download", no_download)
    monkeypatch.setattr(runtime, "_from_origin", no_download)
    fetch_runtime(ROOT, tmp_path / "kept", WORDS, "http://127.0.0.1:9/")


def carry(monkeypatch: pytest.MonkeyPatch, bodies: dict[str, bytes]) -> None:
    """Let the mirror carry these files."""

    def download(_: Path, folder: Path, __: Words) -> None:
        with zipfile.ZipFile(folder / "mirror.whl", "w") as archive:
            for name, body in bodies.items():
                archive.writestr(f"in/{name}", body)

    monkeypatch.setattr(runtime, "download", download)


def test_the_mirror_steps_in_where_the_official_address_cannot_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry(monkeypatch, BODIES)
    fetch_runtime(ROOT, tmp_path / "kept", WORDS, "http://127.0.0.1:9/")
    assert {file.name: file.read_bytes() for file in (tmp_path / "kept").iterdir()} == BODIES


def test_a_wrong_file_from_the_mirror_is_refused_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carry(monkeypatch, {**BODIES, "b.whl": b"tampered with"})
    with pytest.raises(RuntimeMissingError, match=r"b\.whl is not the file that the course was made for"):
        fetch_runtime(ROOT, tmp_path / "kept", WORDS, "http://127.0.0.1:9/")
    assert not (tmp_path / "kept" / "b.whl").exists()


def test_a_file_that_has_gone_bad_in_the_cache_stops_the_build_once(origin: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    fetch_runtime(ROOT, kept, WORDS, origin)
    (kept / "a.wasm").write_bytes(b"rotten")
    with pytest.raises(RuntimeMissingError, match=r"a\.wasm"):
        fetch_runtime(ROOT, kept, WORDS, origin)
    fetch_runtime(ROOT, kept, WORDS, origin)
    assert (kept / "a.wasm").read_bytes() == b"wasm"


def test_an_empty_list_of_files_is_no_proof(tmp_path: Path) -> None:
    with pytest.raises(RuntimeMissingError, match="empty"):
        verify(tmp_path, {}, WORDS)


def test_no_network_is_one_sentence_in_each_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = tmp_path / "lite-mirror.txt"
    nowhere.write_text("no-such-package==1 --hash=sha256:" + "0" * 64)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    for lang in LANGS:
        with pytest.raises(RuntimeMissingError) as stopped:
            runtime.download(nowhere, tmp_path / "to", Words(lang, TEXTS))
        assert "lite-mirror.txt" in str(stopped.value) and "\n" not in str(stopped.value)


def test_the_site_says_that_it_is_built_without_live_notebooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tools.site import build as building

    def stop(*_: object) -> None:
        raise RuntimeMissingError("No network.")

    monkeypatch.setattr(building, "build_lite", stop)
    assert building._lite(tmp_path, Words("en")) == "still"
    said = capsys.readouterr().err
    assert "No network." in said and "without notebooks that run in the browser" in said and "Traceback" not in said
