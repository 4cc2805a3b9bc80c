"""A browser that opens a notebook, as the benchmarks drive it: how long it takes, and what it fetches."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

BLIND = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
PATIENCE = 300_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser that reaches no host but this one."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu", BLIND])
        yield browser
        browser.close()


def fetched(browser: Browser, address: str, page: str, notebook: str) -> list[str]:
    """Return the paths that a reader fetches who reads a module's page and runs its notebook, in order."""
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto(f"{address}/{page}")
    tab.goto(f"{address}/{notebook}")
    for what in ("page", "kernel"):
        tab.wait_for_selector(f"html[data-fsi-{what}=ready]", state="attached")
    context.close()
    paths = [url.removeprefix(address) for url in asked if url.startswith(address)]
    return list(dict.fromkeys(paths))
