"""A reader of live notebooks: opens them, runs them, and notes all that the browser asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from fsi_kit.texts import LANGS
from tools.lite.contents import Notebook
from tools.site.build import ROOT

BLIND = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
PATIENCE = 120_000
NOTEBOOKS = [Notebook(lang, file) for lang in LANGS for file in sorted((ROOT / "notebooks" / lang).glob("*.ipynb"))]


@dataclass
class Reader:
    """Somebody with a browser of their own, and the log of all that it asked for."""

    context: BrowserContext
    address: str
    asked: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    def url(self, notebook: Notebook) -> str:
        return f"{self.address}/lite/notebooks/index.html?path={notebook.path}"

    def open(self, notebook: Notebook, page: Page | None = None) -> Page:
        page = page or self.page()
        page.goto(self.url(notebook))
        wait(page, "Page")
        return page

    def foreign(self) -> list[str]:
        """Return whatever was asked of another host; an empty log proves nothing."""
        assert self.asked, "nothing was logged"
        return [url for url in self.asked if not url.startswith((self.address, "data:", "blob:", "about:"))]


def wait(page: Page, what: str) -> None:
    """Wait until the notebook's page or its Python is ready."""
    page.wait_for_selector(f"html[data-fsi-{what.lower()}=ready]", state="attached")


CELLS = """() => {
  const cells = [...jupyterapp.shell.currentWidget.content.model.cells].filter((cell) => cell.type === "code");
  return cells.map((cell) => ({
    source: cell.sharedModel.source,
    done: cell.executionCount !== null && cell.executionState !== "running",
    errors: cell.outputs.toJSON().filter((one) => one.output_type === "error")
      .map((one) => `${one.ename}: ${one.evalue}`),
  }));
}"""


def run_all(page: Page) -> list[dict[str, Any]]:
    """Press the button that runs all cells, wait until they have run and return what became of each."""
    page.click("#fsi-run-all")
    page.wait_for_function(f"() => ({CELLS})().every((cell) => cell.done || cell.errors.length)")
    cells: list[dict[str, Any]] = page.evaluate(CELLS)
    return cells


def make_reader(browser: Browser, address: str) -> Iterator[Reader]:
    context = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 1000})
    reader = Reader(context, address)
    context.on("request", lambda request: reader.asked.append(request.url))
    context.on("request", lambda request: request.method != "GET" and reader.sent.append(request.url))
    yield reader
    context.close()


def find(lang: str, name: str) -> Notebook:
    return next(one for one in NOTEBOOKS if (one.lang, one.name) == (lang, name))
