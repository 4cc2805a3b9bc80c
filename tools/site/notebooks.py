"""Notebooks as pages: run, then turned into Markdown by nbconvert, so that they read like every other page."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import MarkdownExporter
from nbconvert.preprocessors import ExecutePreprocessor

from fsi_kit.course.modules import load_module, module_ids
from fsi_kit.texts import Lang
from tools.site.pages import with_front_matter
from tools.site.place import Place

WIDGET_TAG = "widget"
TEMPLATES = Path(__file__).with_name("templates")


def stage_notebooks(root: Path, staged: Path, lang: Lang, cache: Path, fingerprint: str) -> list[str]:
    """Make a page of every notebook of a language; return their paths.

    Args:
        cache: keeps each page under a hash of the notebook and `fingerprint`, so that only what changed is run.
        fingerprint: stands for everything else that a notebook's output hangs on.

    Raises:
        nbconvert.preprocessors.CellExecutionError: a cell raised.
    """
    files = sorted((root / "notebooks" / lang).glob("*.ipynb"))
    how = Path(__file__).read_bytes() + (TEMPLATES / "notebook.md.j2").read_bytes()
    for file in files:
        digest = hashlib.sha256(file.read_bytes() + how + fingerprint.encode()).hexdigest()
        kept = cache / f"{lang}-{file.stem}-{digest[:16]}.md"
        if not kept.exists():
            cache.mkdir(parents=True, exist_ok=True)
            for old in cache.glob(f"{lang}-{file.stem}-*.md"):
                old.unlink()
            kept.write_text(page_of(file, Place(lang, f"notebooks/{file.stem}.md")), encoding="utf-8")
        target = staged / "notebooks" / f"{file.stem}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(kept.read_bytes())
    return [f"notebooks/{file.stem}.md" for file in files]


def page_of(file: Path, place: Place) -> str:
    """Run a notebook in its own folder and return it as a page."""
    notebook = nbformat.read(file, as_version=4)
    # The kernel runs on this computer only; its warning of others who might listen is not for the reader of a build.
    runner = ExecutePreprocessor(timeout=120, kernel_name="python3", extra_arguments=["--IPKernelApp.log_level=40"])
    runner.preprocess(notebook, {"metadata": {"path": str(file.parent)}})
    _replace_widgets(notebook, place)
    _name_outputs(notebook, place)
    exporter = MarkdownExporter(extra_template_paths=[str(TEMPLATES)], template_file="notebook.md.j2")
    exporter.register_filter("fsi_html", _plain_html)
    body, resources = exporter.from_notebook_node(notebook)
    if resources.get("outputs"):
        raise ValueError(f"{file.name}: outputs as separate files are not laid out yet: {list(resources['outputs'])}")
    name, title = place.module_id, ""
    if name in module_ids():
        title = load_module(name, place.lang).title
    kind = "" if title else "_own"
    front = {
        "title": place.words(f"notebook.title{kind}", title=title),
        "description": place.words(f"notebook.description{kind}", title=title),
    }
    back = place.words(f"notebook.back{kind}", title=title)
    page = f"modules/{name}.md" if title else f"{name}.md"
    link = f"[{back}]({place.link(page)}){{ .md-button }}"
    return with_front_matter(front, f"{body.strip()}\n\n{link}\n")


def _name_outputs(notebook: Any, place: Place) -> None:
    """Give each output that may scroll a name of its own, for those who hear the page."""
    shown = (out for cell in notebook.cells for out in cell.get("outputs", []) if "data" in out)
    for number, output in enumerate(shown, start=1):
        output.metadata["label"] = place.words("notebook.output", number=number)


def _plain_html(html: str) -> str:
    """Return an output's HTML on one block, tables in the site's own looks instead of pandas'."""
    html = re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
    html = re.sub(r'<table border="1" class="dataframe">', '<table class="fsi-table">', html)
    html = re.sub(r' style="text-align: \w+;"', "", html).replace("<th></th>", "<td></td>")
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())


def _replace_widgets(notebook: Any, place: Place) -> None:
    """Say where a widget is when the notebook runs: a still page has none."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and WIDGET_TAG in cell.metadata.get("tags", []):
            said = f'<p class="fsi-meta">{place.words("notebook.widget")}</p>'
            cell.outputs = [nbformat.v4.new_output("display_data", data={"text/html": said})]
