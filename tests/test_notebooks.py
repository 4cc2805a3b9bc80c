"""The notebooks as they are written: the same in both languages, without outputs, widgets told of before they come."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from fsi_kit.course.modules import module_ids
from fsi_kit.texts import LANGS
from fsi_kit.widgets import __all__

FOLDER = Path(__file__).parent.parent / "notebooks"
FILES = sorted(FOLDER.glob("*/*.ipynb"))
WIDGETS = tuple(__all__)
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")


def load(file: Path) -> Any:
    return nbformat.read(file, as_version=4)


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_is_a_notebook_for_the_first_module_in_both_languages() -> None:
    assert {(file.parent.name, file.stem) for file in FILES} >= {(lang, "01-method") for lang in LANGS}


@each_file
def test_a_notebook_belongs_to_a_module_or_a_page_and_is_valid(file: Path) -> None:
    notebook = load(file)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    page = FOLDER.parent / "docs" / file.parent.name / f"{file.stem}.md"
    assert file.stem in module_ids() or page.exists()


@each_file
def test_a_notebook_is_kept_without_outputs(file: Path) -> None:
    cells = code(load(file))
    assert cells
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)


@each_file
def test_code_is_plain_python_in_few_short_lines(file: Path) -> None:
    for cell in code(load(file)):
        ast.parse(cell.source)  # no line for the shell or the notebook's own magic
        lines = cell.source.splitlines()
        assert len(lines) <= 7
        assert all(len(line) <= 100 for line in lines), cell.id


@each_file
def test_widgets_are_tagged_and_come_first_each_after_a_text_that_says_what_it_does(file: Path) -> None:
    cells = load(file).cells
    calls = [i for i, cell in enumerate(cells) if cell.cell_type == "code" and cell.source.startswith(WIDGETS)]
    tagged = [i for i, cell in enumerate(cells) if "widget" in cell.metadata.get("tags", [])]
    assert calls == tagged != []
    assert all(cells[i - 1].cell_type == "markdown" for i in tagged)
    asserts = [i for i, cell in enumerate(cells) if cell.cell_type == "code" and "assert" in cell.source]
    assert asserts and max(tagged) < min(asserts)


@each_file
def test_headings_begin_with_one_title_and_skip_no_level(file: Path) -> None:
    text = "\n".join(cell.source for cell in load(file).cells if cell.cell_type == "markdown")
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_both_languages_have_the_same_cells_and_the_same_code() -> None:
    names = {file.name for file in FILES}
    assert names
    for name in names:
        sv, en = (load(FOLDER / lang / name).cells for lang in LANGS)
        assert [(c.cell_type, c.id, c.metadata) for c in sv] == [(c.cell_type, c.id, c.metadata) for c in en]
        for a, b in zip(sv, en, strict=True):
            if a.cell_type == "code":
                assert a.source.replace('"sv"', '"en"') == b.source, a.id
            else:
                assert a.source != b.source, a.id
                assert headings(a.source) == headings(b.source), a.id


def headings(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]
