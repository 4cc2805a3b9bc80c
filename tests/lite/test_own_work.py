"""What a reader brings and makes: their own workbook, their edits, their earlier work. All of it stays with them."""

from __future__ import annotations

import json

import pytest
from live_notebooks import Reader, find, run_all, wait
from sampling import long

from fsi_kit.texts import LANGS, Lang
from tools.site.build import ROOT

EXCEL = ROOT / "tests" / "fixtures" / "workbooks" / "svensk.xlsx"
CSV = sorted((ROOT / "tests" / "fixtures" / "workbooks" / "semicolon-cp1252").glob("*.csv"))
CHOOSE = {"sv": "Välj filer", "en": "Choose files"}
READ = {"sv": "är läst", "en": "has been read"}
THREADS = {"sv": "Trådarna", "en": "The threads"}
WRITTEN = "print(6 * 7)"
ASK_ANOTHER_HOST = """from pyodide.http import pyfetch
try:
    await pyfetch("http://example.org/")
except Exception:
    print("refused")
"""
SAVED_BY_ITSELF = """(written) => {
  const { context, content } = jupyterapp.shell.currentWidget;
  return !context.model.dirty && content.widgets.some((cell) => cell.model.sharedModel.source === written);
}"""
SAVE = "() => jupyterapp.shell.currentWidget.context.save()"


@pytest.mark.parametrize("lang", LANGS)
def test_a_workbook_of_one_s_own_is_checked_and_nothing_is_sent(lang: Lang, reader: Reader) -> None:
    page = reader.open(find(lang, "own-workbook"))
    run_all(page)
    output = page.locator(".jp-OutputArea-output:has(.widget-upload)")
    before = len(reader.asked)
    for files, rules in (([EXCEL], "D"), (CSV, "D")):
        with page.expect_file_chooser() as chooser:
            output.get_by_text(CHOOSE[lang]).click()
        chooser.value.set_files(files)
        output.get_by_text(f"{files[-1].name} {READ[lang]}").wait_for()
        output.get_by_text(THREADS[lang], exact=True).wait_for()
        assert rules in output.inner_text()
    parts = [url.split("/")[-1].split("-")[0] for url in reader.asked[before:] if "/lite/runtime/" in url]
    assert parts == ["excel"], "what reads Excel is fetched once, and nothing that draws charts"
    assert reader.foreign() == reader.sent == []


@long
def test_python_in_the_notebook_cannot_reach_another_host(reader: Reader) -> None:
    page = reader.open(find("en", "own-workbook"))
    wait(page, "Kernel")
    page.evaluate(
        """(code) => {
          const cell = [...jupyterapp.shell.currentWidget.content.model.cells].find((one) => one.type === "code");
          cell.sharedModel.setSource(code);
        }""",
        ASK_ANOTHER_HOST,
    )
    page.click("#fsi-run-all")
    page.locator(".jp-OutputArea-output pre", has_text="refused").wait_for()


@long
def test_edits_survive_a_reload(reader: Reader) -> None:
    page = reader.open(find("sv", "01-method"))
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(WRITTEN)
    page.wait_for_function(SAVED_BY_ITSELF, arg=WRITTEN)
    page.reload()
    wait(page, "Page")
    assert page.locator(".jp-CodeCell .cm-content").first.inner_text().strip() == WRITTEN


def keep_copy_of_an_older_version(reader: Reader) -> str:
    """Put a copy in the browser that was saved when the notebook was another version; return its path."""
    notebook = find("sv", "01-method")
    page = reader.open(notebook)
    page.evaluate(SAVE)
    older = f"sv/00000000/{notebook.file.name}"
    content = json.loads(notebook.file.read_text(encoding="utf-8"))
    content["cells"][0]["source"] = "# Mina anteckningar"
    page.evaluate(
        """([path, older, content]) => new Promise((resolve, reject) => {
          const opening = indexedDB.open("fsi-notebooks");
          opening.onsuccess = () => {
            const store = opening.result.transaction("files", "readwrite").objectStore("files");
            const reading = store.get(path);
            reading.onsuccess = () => {
              const copy = { ...reading.result, path: older, content, last_modified: "2026-01-15T12:00:00.000Z" };
              store.put(copy, older).onsuccess = () => { store.delete(path); opening.result.close(); resolve(); };
            };
          };
          opening.onerror = () => reject(opening.error);
        })""",
        [notebook.path, older, content],
    )
    page.close()
    return older


@long
def test_earlier_work_is_offered_and_can_still_be_changed(reader: Reader) -> None:
    keep_copy_of_an_older_version(reader)
    page = reader.open(find("sv", "01-method"))
    assert page.locator("h1", has_text="Metoden: prova själv").count() == 1, "the new version is what opens"
    offer = page.locator("#fsi-earlier")
    assert "15 januari 2026" in offer.inner_text()
    offer.get_by_role("link").click()
    page.locator("h1", has_text="Mina anteckningar").wait_for()
    wait(page, "Page")
    assert "nyare version" in page.locator("#fsi-old").inner_text()
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.type("#")
    page.evaluate(SAVE)
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")


@long
def test_an_address_of_an_older_version_leads_to_the_newest(reader: Reader) -> None:
    page = reader.page()
    page.goto(f"{reader.address}/lite/notebooks/index.html?path=sv/00000000/01-method.ipynb")
    wait(page, "Page")
    assert find("sv", "01-method").path.replace("/", "%2F") in page.url
