"""Served for real: the kit's own server and nginx say the same things, and nginx bears a class of readers at once."""

from __future__ import annotations

import asyncio
import gzip
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.hosting import READERS, Visit, visit_at_once
from benchmarks.nginx import CONFIGURATION, nginx
from tools.headers import ASK_AGAIN, FOR_EVER, LITE_POLICY, SITE_POLICY, UNCHANGING
from tools.serve import make_server

SERVERS = ("ours", "nginx")


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.param == "nginx":
        with nginx(site, tmp_path_factory.mktemp("nginx")) as address:
            yield address
        return
    made = make_server(site, 0)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_address[1]}"
    made.shutdown()
    made.server_close()


def ask(url: str, encodings: str = "") -> tuple[dict[str, str], bytes]:
    request = urllib.request.Request(url, headers={"Accept-Encoding": encodings} if encodings else {})
    with urllib.request.urlopen(request) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def find(site: Path, pattern: str) -> str:
    return min(site.glob(pattern)).relative_to(site).as_posix()


@pytest.mark.parametrize(
    ("pattern", "kind", "kept"),
    [
        ("index.html", "text/html", ASK_AGAIN),
        ("lite/notebooks/index.html", "text/html", ASK_AGAIN),
        ("lite/runtime/kernel-*.mjs", "text/javascript", FOR_EVER),
        ("lite/runtime/pyodide-*/pyodide.asm.wasm", "application/wasm", FOR_EVER),
        ("lite/runtime/start-*.tar.gz", "application/gzip", FOR_EVER),
        ("lite/build/jlab_core.*.js", "javascript", FOR_EVER),
        ("lite/files/sv/*/01-method.ipynb", "application/x-ipynb+json", FOR_EVER),
    ],
)
def test_a_file_has_its_type_and_may_be_kept_as_long_as_it_holds(
    server: str, site: Path, pattern: str, kind: str, kept: str
) -> None:
    headers, body = ask(f"{server}/{find(site, pattern)}")
    assert kind in headers["content-type"]
    assert headers["cache-control"] == kept
    assert headers["x-content-type-options"] == "nosniff"
    assert body == (site / find(site, pattern)).read_bytes()


def test_large_files_are_sent_compressed_and_are_the_same(server: str, site: Path) -> None:
    for pattern in ("lite/runtime/pyodide-*/pyodide.asm.wasm", "lite/build/jlab_core.*.js"):
        file = find(site, pattern)
        headers, body = ask(f"{server}/{file}", "gzip")
        assert headers["content-encoding"] == "gzip"
        assert gzip.decompress(body) == (site / file).read_bytes()
        assert len(body) < 0.5 * (site / file).stat().st_size


def test_an_archive_is_sent_as_it_is(server: str, site: Path) -> None:
    headers, _ = ask(f"{server}/{find(site, 'lite/runtime/start-*.tar.gz')}", "gzip, br")
    assert "content-encoding" not in headers


def test_pages_may_reach_their_own_server_only(server: str) -> None:
    assert ask(f"{server}/index.html")[0]["content-security-policy"] == SITE_POLICY
    assert ask(f"{server}/lite/notebooks/index.html")[0]["content-security-policy"] == LITE_POLICY
    for policy in (SITE_POLICY, LITE_POLICY):
        assert not re.search(r"https?:|\*", policy)
    assert "'unsafe-inline'" not in LITE_POLICY.split("script-src")[1].split(";")[0]


def test_what_is_not_there_is_told_and_not_kept(server: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as lost:
        urllib.request.urlopen(f"{server}/lite/runtime/start-000000000000.tar.gz")
    assert lost.value.code == 404
    assert lost.value.headers.get("Cache-Control") != FOR_EVER
    assert "Sidan finns inte" in lost.value.read().decode()


def test_the_configuration_handed_out_says_what_our_own_server_says() -> None:
    text = CONFIGURATION.read_text(encoding="utf-8")
    assert f'"{SITE_POLICY}"' in text and f'"{LITE_POLICY}"' in text
    patterns = re.findall(r'"~(/\S+)" "public', text)
    assert len(patterns) == len(UNCHANGING.pattern.split("\n"))
    for line in UNCHANGING.pattern.split("\n"):
        assert line.split("#")[0].strip().removeprefix("| ").strip() in patterns


def visit(address: str, paths: list[str], readers: int) -> list[Visit]:
    """Let readers come all at once, in a thread of their own: a browser's loop may be running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(visit_at_once(address, paths, readers))).result()


def test_a_class_of_readers_gets_everything_at_once(site: Path, tmp_path: Path) -> None:
    patterns = (
        "index.html",
        "lite/notebooks/index.html",
        "lite/runtime/*.mjs",
        "lite/runtime/kit-*",
        "lite/build/jlab_core.*.js",
    )
    paths = [f"/{find(site, pattern)}" for pattern in patterns]
    with nginx(site, tmp_path) as address:
        visits = visit(address, paths, READERS)
        gone = visit(address, ["/gone"], 1)
    assert len(visits) == READERS and [visit.errors for visit in visits if visit.errors] == []
    assert len({visit.bytes for visit in visits}) == 1 and visits[0].bytes > 1_000_000
    assert gone[0].errors == ("404 /gone",), "an error would be seen"
