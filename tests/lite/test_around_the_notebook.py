"""What stands around a notebook: the way back, the reader's language, and kind words when something fails."""

from __future__ import annotations

import pytest
from live_notebooks import Reader, find, wait
from playwright.sync_api import Page
from sampling import long

from fsi_kit.texts import LANGS, Lang
from tools.lite.language import swedish
from tools.lite.pages import TEXTS
from tools.site.words import Words

MENUS = {"sv": ["Arkiv", "Redigera", "Visa", "Kör", "Python", "Inställningar", "Hjälp"]}
MENUS["en"] = ["File", "Edit", "View", "Run", "Kernel", "Settings", "Help"]
# What is the same in both languages, or a name.
SAME = {
    "Markdown",
    "Python",
    "HTML",
    "LaTeX",
    "ReStructured Text",
    "Reveal.js Slides",
    "PDF",
    "Webpdf",
    "Qtpdf",
    "Asciidoc",
    "Python (WASM) Kernel",
}


pytestmark = long


def menu_labels(page: Page, menu: str) -> list[str]:
    page.locator(".lm-MenuBar-itemLabel", has_text=menu).first.click()
    labels = page.locator(".lm-Menu .lm-Menu-itemLabel").all_inner_texts()
    page.keyboard.press("Escape")
    return [label.strip() for label in labels if label.strip()]


def test_a_swedish_reader_meets_swedish_menus_and_buttons(reader: Reader) -> None:
    page = reader.open(find("sv", "01-method"))
    bar = page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
    assert [label for label in bar if label] == MENUS["sv"]
    known = {said for texts in swedish().values() for said in texts} | SAME
    for menu in MENUS["sv"]:
        labels = menu_labels(page, menu)
        assert labels, menu
        # JupyterLab puts some together of two of its own, and names itself in “About …”.
        parts = {label: label.removeprefix("Starta om och ").rstrip("…") for label in labels if label[:3] != "Om "}
        assert [label for label, part in parts.items() if not {label, part} & known] == [], menu
    buttons = page.locator(".jp-NotebookPanel-toolbar [title]").evaluate_all("(all) => all.map((one) => one.title)")
    shown = {button.split(" (")[0] for button in buttons if button}
    assert shown and shown <= known | {"Python (Pyodide)"}


def test_an_english_reader_meets_english_menus(reader: Reader) -> None:
    page = reader.open(find("en", "01-method"))
    bar = page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
    assert [label for label in bar if label] == MENUS["en"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_way_leads_from_the_module_to_its_notebook_and_back(lang: Lang, reader: Reader) -> None:
    page = reader.page()
    home = reader.address + ("" if lang == "sv" else "/en")
    page.goto(f"{home}/modules/01-method/")
    page.get_by_role("link", name=Words(lang)("notebook.live")).click()
    wait(page, "Page")
    assert page.locator("html").get_attribute("lang", timeout=0) in (lang, "sv-SE", "en")
    page.click("#fsi-back")
    page.wait_for_url(f"{home}/modules/01-method/")


def told(page: Page, id: str, lang: Lang, key: str) -> None:
    """See that a failure is told in the reader's language, with the notebook to download."""
    box = page.locator(id)
    box.wait_for()
    assert Words(lang, TEXTS)(f"page.{key}") in box.inner_text()
    with page.expect_download() as download:
        box.get_by_role("link").click()
    assert download.value.suggested_filename == "01-method.ipynb"


@pytest.mark.parametrize("lang", LANGS)
def test_a_browser_without_webassembly_is_told_so(lang: Lang, reader: Reader) -> None:
    page = reader.page()
    page.add_init_script("delete window.WebAssembly")
    page.goto(reader.url(find(lang, "01-method")))
    told(page, "#fsi-no-wasm", lang, "no_wasm")


def test_a_browser_that_saves_nothing_runs_the_notebook_but_warns(reader: Reader) -> None:
    page = reader.page()
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('blocked', 'SecurityError'); }")
    page.goto(reader.url(find("sv", "01-method")))
    told(page, "#fsi-no-storage", "sv", "no_storage")
    wait(page, "Page")


def test_python_begins_from_the_memory_it_had_when_the_site_was_built(reader: Reader) -> None:
    page = reader.open(find("en", "01-method"))
    wait(page, "Kernel")
    assert page.evaluate("() => fsiLite.times.snapshot > fsiLite.times.begun")


def test_python_begins_from_the_beginning_where_that_memory_cannot_be_had(reader: Reader) -> None:
    reader.context.route("**/snapshot-*.bin.gz", lambda route: route.abort())
    page = reader.open(find("en", "01-method"))
    wait(page, "Kernel")
    assert page.evaluate("() => fsiLite.times.snapshot === undefined")
    assert page.locator("#fsi-failed").count() == 0


def test_python_that_cannot_start_is_told_of(reader: Reader) -> None:
    page = reader.page()
    reader.context.route("**/start-*.tar.gz", lambda route: route.abort())
    page.goto(reader.url(find("en", "01-method")))
    told(page, "#fsi-failed", "en", "failed")


def test_python_that_has_not_started_within_a_minute_is_told_of(reader: Reader) -> None:
    page = reader.page()
    reader.context.route("**/worker-*.mjs", lambda route: None)  # no answer ever comes
    page.clock.install()
    page.goto(reader.url(find("sv", "01-method")))
    page.locator("#fsi-state", has_text="Python startar").wait_for()
    page.clock.fast_forward(30_000)
    assert page.locator("#fsi-slow").count() == 0
    page.clock.fast_forward(31_000)
    told(page, "#fsi-slow", "sv", "slow")


def test_an_unknown_notebook_is_told_of(reader: Reader) -> None:
    page = reader.page()
    page.goto(f"{reader.address}/lite/notebooks/index.html?path=sv/x/no-such.ipynb")
    assert Words("sv", TEXTS)("page.unknown") in page.locator("#fsi-unknown").inner_text()
