"""Blocks of the page on performance: sizes of what was built, and figures that the benchmarks measured."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from fsi_kit.texts import Lang
from tools.lite.build import lite_folder
from tools.site.place import Place
from tools.site.render import render

MEASURED = Path(__file__).parents[1] / "lite" / "measured.json"
# Where the size of the whole site stands once it is known, which is when the pages have been built.
TOTAL = re.compile(r'(<data class="fsi-site-size" lang="(\w\w)">)[^<]*(</data>)')
# What stands for each part: the files that belong to it, below the folder that JupyterLite was built into.
PARTS = {
    "python": (
        "runtime/pyodide-*/*",
        "runtime/lock-*",
        "runtime/kernel-*",
        "runtime/worker-*",
        "runtime/tar-*",
        "runtime/snapshot-*",
    ),
    "start": ("runtime/start-*",),
    "kit": ("runtime/kit-*",),
    "charts": ("runtime/charts-*",),
    "excel": ("runtime/excel-*",),
    "jupyter": ("build/**/*", "extensions/**/*", "api/**/*", "files/**/*", "web/*", "notebooks/*", "static/**/*", "*"),
}
COMPRESSED = (".br", ".gz")


def lite_sizes(place: Place, root: Path) -> str:
    """Show what the notebooks in the browser weigh: on disk, and as sent to a browser that takes gzip."""
    rows, sums = [], [0, 0]
    for part, patterns in PARTS.items():
        plain, sent = _weigh(lite_folder(root), patterns)
        sums = [sums[0] + plain, sums[1] + sent]
        rows.append([place.words(f"performance.{part}"), megabytes(plain, place.lang), megabytes(sent, place.lang)])
    if not sums[0]:
        return place.words("performance.not_built")
    rows.append([place.words("performance.sum"), *(megabytes(size, place.lang) for size in sums)])
    return _table(place, "sizes", ("part", "disk", "sent"), rows)


def site_size(place: Place) -> str:
    """Show the size of the whole site, which the build fills in when all is there."""
    return f'<data class="fsi-site-size" lang="{place.lang}"></data>'


def fill_site_size(site: Path) -> int:
    """Write the size of the whole site, without compressed copies, where pages tell it; return the bytes."""
    files = [file for file in site.rglob("*") if file.is_file() and not _copy(file)]
    total = sum(file.stat().st_size for file in files)
    for page in site.glob("**/performance/index.html"):
        text = page.read_text(encoding="utf-8")
        filled = TOTAL.sub(lambda m: f"{m[1]}{megabytes(total, 'en' if m[2] == 'en' else 'sv')}{m[3]}", text)
        page.write_text(filled, encoding="utf-8")
    return total


def measured(place: Place, name: str) -> str:
    """Show what a benchmark measured, with its day and machine: ``browser`` or ``hosting``."""
    figures: dict[str, Any] | None = json.loads(MEASURED.read_text(encoding="utf-8")).get(name)
    if figures is None:
        return place.words("performance.not_measured")
    rows = [
        [place.words(f"performance.{key}"), f"{number(value, place.lang)} {unit}".strip()]
        for key, (value, unit) in figures["figures"].items()
    ]
    note = place.words(
        "performance.measured_note", day=figures["day"], cores=figures["cores"], system=figures["system"]
    )
    return _table(place, name, ("what", "figure"), rows, note)


def megabytes(size: int, lang: Lang) -> str:
    """Return a size for people: ``4,2 MB`` in Swedish, ``4.2 MB`` in English."""
    return f"{number(size / 1e6, lang)} MB"


def number(value: float, lang: Lang) -> str:
    """Return a figure with one decimal below 100 unless it is whole, in the language's own way."""
    text = f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}" if value < 1 else f"{value:.1f}"
    return text.replace(".", ",") if lang == "sv" else text


def _weigh(folder: Path, patterns: tuple[str, ...]) -> tuple[int, int]:
    files = {file for pattern in patterns for file in folder.glob(pattern) if file.is_file() and not _copy(file)}
    sent = (file.with_name(f"{file.name}.gz") for file in files)
    pairs = [
        (file.stat().st_size, small.stat().st_size if small.exists() else 0)
        for file, small in zip(files, sent, strict=True)
    ]
    return sum(plain for plain, _ in pairs), sum(small or plain for plain, small in pairs)


def _copy(file: Path) -> bool:
    """Return whether a file is a compressed copy of the one beside it."""
    return file.suffix in COMPRESSED and file.with_suffix("").exists()


def _table(place: Place, name: str, columns: tuple[str, ...], rows: list[list[str]], note: str = "") -> str:
    titles = [
        (place.words(f"performance.columns.{column}"), "" if i == 0 else "number") for i, column in enumerate(columns)
    ]
    caption = place.words(f"performance.captions.{name}")
    return render("data_table.html", words=place.words, caption=caption, columns=titles, rows=rows, note=note)
