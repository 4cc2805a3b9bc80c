"""Serving: right types, the site's own page for the lost, and a clear word when the port cannot be had."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import serve


@pytest.fixture
def small_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "index.html").write_text("<h1>Start</h1>")
    (tmp_path / "404.html").write_text("<h1>Finns inte</h1>")
    (tmp_path / "x.js").write_text("1")
    (tmp_path / "x.xlsx").write_bytes(b"1")
    monkeypatch.setattr(serve, "SITE", tmp_path)
    return tmp_path


@pytest.fixture
def address(small_site: Path) -> Iterator[str]:
    server = serve.make_server(small_site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("name", "kind"), [("", "text/html"), ("x.js", "text/javascript"), ("x.xlsx", "spreadsheetml.sheet")]
)
def test_files_have_their_types(address: str, name: str, kind: str) -> None:
    with urllib.request.urlopen(f"{address}/{name}") as answer:
        assert kind in answer.headers["Content-Type"]


def test_the_lost_get_the_site_s_own_page(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as lost:
        urllib.request.urlopen(f"{address}/gone")
    assert lost.value.code == 404
    assert "Finns inte" in lost.value.read().decode()


@pytest.mark.parametrize(("lang", "said"), [("sv", "används redan"), ("en", "already in use")])
def test_a_taken_port_is_one_sentence(
    small_site: Path, lang: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FSI_LANG", lang)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert serve.main(["--port", port]) == 1
    shown = capsys.readouterr().err
    assert said in shown and port in shown and "PORT=8001" in shown


@pytest.mark.parametrize("port", ["http", "-1", "70000", ""])
def test_what_is_no_port_is_said(small_site: Path, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main([f"--port={port}"]) == 1
    assert "65535" in capsys.readouterr().err


def test_without_a_site_it_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "SITE", tmp_path)
    assert serve.main(["--port", "0"]) == 1
    assert "make course" in capsys.readouterr().err
