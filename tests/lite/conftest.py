"""The built site, served as `make course` serves it, and a browser that reaches no host but this one."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_notebooks import BLIND, Reader, make_reader
from playwright.sync_api import Browser, sync_playwright

from tools.serve import make_server
from tools.site.build import ROOT, build


@pytest.fixture(scope="session")
def site() -> Path:
    folder = ROOT / "site"
    build(ROOT, folder)
    assert (folder / "lite" / "notebooks" / "index.html").exists(), "what runs in the browser could not be built"
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    server = make_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu", BLIND])
        yield launched
        launched.close()


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader who has never been here before."""
    yield from make_reader(browser, address)


@pytest.fixture(scope="module")
def returning(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader whose browser keeps what it has fetched from one notebook to the next."""
    yield from make_reader(browser, address)
