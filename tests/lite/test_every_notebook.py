"""Every notebook runs in the reader's browser, in both languages, and asks nobody else for anything."""

from __future__ import annotations

import pytest
from live_notebooks import NOTEBOOKS, Reader, run_all
from sampling import long

from tools.lite.contents import Notebook

# What a learner may move, in the order in which it is tried. Each answers at once.
MOVE = """(cell) => {
  for (const select of cell.querySelectorAll("select")) {
    if (select.options.length > 1 && !select.disabled) {
      select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      return "list";
    }
  }
  const button = cell.querySelector("button.widget-button:not([disabled])");
  if (button) { button.click(); return "button"; }
  return "";
}"""


SAMPLE = {("sv", "01-method"), ("en", "03-needs"), ("sv", "06-actions")}
"""Run in make test; the others are run too in make test-all."""


@pytest.mark.parametrize(
    "notebook",
    [pytest.param(one, marks=() if (one.lang, one.name) in SAMPLE else long) for one in NOTEBOOKS],
    ids=lambda one: f"{one.lang}/{one.name}",
)
def test_a_notebook_runs_to_its_end_and_its_widgets_answer(notebook: Notebook, returning: Reader) -> None:
    page = returning.open(notebook)
    cells = run_all(page)
    assert cells, "a notebook without code proves nothing"
    assert [cell for cell in cells if cell["errors"] or not cell["done"]] == []
    answered = []
    for output in page.query_selector_all(".jp-CodeCell .jp-OutputArea-output:has(.jupyter-widgets)"):
        before = output.text_content()
        if page.evaluate(MOVE, output):
            page.wait_for_function(
                "([output, before]) => output.textContent !== before || !output.isConnected", arg=[output, before]
            )
            answered.append(before)
            break
    assert answered, "no widget could be moved"
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
