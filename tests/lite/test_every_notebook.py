"""Every notebook runs in the reader's browser, in both languages, and asks nobody else for anything."""

from __future__ import annotations

import pytest
from live_notebooks import NOTEBOOKS, Reader, run_all
from playwright.sync_api import Page, TimeoutError
from sampling import long

from tools.lite.contents import Notebook

# Move one thing that a learner may move: choose another line of a list, or press a button. False where there is none.
MOVE = """([output, number]) => {
  const lists = [...output.querySelectorAll("select:not([disabled])")].filter((one) => one.options.length > 1);
  const buttons = [...output.querySelectorAll("button.widget-button:not([disabled])")];
  const control = [...lists.slice(0, 1), ...buttons, ...lists.slice(1)][number];
  if (!control) return false;
  if (control.tagName === "BUTTON") control.click();
  else {
    control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return true;
}"""
CHANGED = "([output, before]) => output.textContent !== before"
WIDGETS = ".jp-CodeCell .jp-OutputArea-output:has(.jupyter-widgets)"
TRIED_AT_MOST = 6


def answers(page: Page) -> bool:
    """Move one thing after another until what a widget says changes; say whether anything did."""
    for output in page.query_selector_all(WIDGETS):
        before = output.text_content()
        for number in range(TRIED_AT_MOST):
            if not page.evaluate(MOVE, [output, number]):
                break
            try:
                page.wait_for_function(CHANGED, arg=[output, before], timeout=5_000)
            except TimeoutError:
                continue
            return True
    return False


@long
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda one: f"{one.lang}/{one.name}")
def test_a_notebook_runs_to_its_end_and_its_widgets_answer(notebook: Notebook, returning: Reader) -> None:
    page = returning.open(notebook)
    cells = run_all(page)
    assert cells, "a notebook without code proves nothing"
    assert [cell for cell in cells if cell["errors"] or not cell["done"]] == []
    assert answers(page), "no widget answered"
    page.close()
    assert returning.foreign() == []


def test_there_are_notebooks_to_run_in_both_languages() -> None:
    names = {lang: {one.name for one in NOTEBOOKS if one.lang == lang} for lang in ("sv", "en")}
    assert names["sv"] == names["en"] >= {"01-method", "own-workbook"}


def test_a_request_to_another_host_would_be_seen(reader: Reader) -> None:
    page = reader.page()
    page.goto("about:blank")
    page.evaluate("() => fetch('http://example.org/planted').catch(() => 'refused')")
    assert reader.foreign() == ["http://example.org/planted"]
