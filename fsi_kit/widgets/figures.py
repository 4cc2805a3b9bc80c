"""`weigh_figures`: type a figure and the one of the year before, and see what may be said of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ipywidgets as w
import pandas as pd

from fsi_kit.check import check
from fsi_kit.findings import Finding
from fsi_kit.innovation import caveats, effect, load_scale, verdict_text
from fsi_kit.texts import Lang
from fsi_kit.widgets.html import GAP, element, paragraph, say, strong, text
from fsi_kit.widgets.parts import WIDE, choice, in_language, on_choice, show, shown
from fsi_kit.workbook import Workbook, load_descriptor, read

COLUMNS = ("value", "answers", "source")
YEARS = range(2018, 2026)
MUNICIPALITY = "9999"
BEGIN = {
    "before": {"value": "76", "answers": "11", "source": "Insikt"},
    "now": {"value": "94", "answers": "8", "source": "Insikt"},
}

Typed = Mapping[str, Mapping[str, str]]


def weigh_figures(lang: str = "sv") -> Any:
    """Show two years of a figure to type in, with what the rules say of them and what may be said of the change.

    Args:
        lang: ``sv`` or ``en``.

    Returns:
        A widget.
    """
    return in_language(lang, _weigh)


def _weigh(lang: Lang) -> Any:
    fields = load_descriptor().tables["measurements"].columns
    areas = [(fields["area"].label(area, lang), area) for area in fields["area"].enum if area != "procurement"]
    area = choice(say("figures.area", lang), areas, "alcohol_serving")
    years = choice(say("figures.year", lang), [(str(year), str(year)) for year in YEARS], str(YEARS[-1]))
    boxes = {
        row: {
            column: w.Text(
                description=say(f"figures.{row}", lang, column=fields[column].titles[lang]),
                value=BEGIN[row][column],
                style={"description_width": "initial"},
                layout=w.Layout(**WIDE),
            )
            for column in COLUMNS
        }
        for row in BEGIN
    }
    panel = shown("")

    def weigh() -> None:
        typed = {row: {column: box.value for column, box in columns.items()} for row, columns in boxes.items()}
        show(panel, figures_html(measured(typed, area.value, int(years.value), lang), int(years.value), lang))

    inputs = [box for columns in boxes.values() for box in columns.values()]
    for each in (area, years, *inputs):
        on_choice(each, weigh)
    weigh()
    return w.VBox([area, years, *inputs, panel])


def measured(typed: Typed, area: str, year: int, lang: Lang) -> Workbook:
    """Return what was typed as a workbook, read as a file of the municipality would be, under its language's headings.

    Args:
        typed: value, answers and source of the rows ``before`` and ``now``.
        year: the year of ``now``.
    """
    with TemporaryDirectory() as folder:
        with Path(folder, "measurements.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            fields = load_descriptor().tables["measurements"].columns
            out.writerow(fields[name].titles[lang] for name in ("municipality", "area", "year", "index", *COLUMNS))
            for row, each in (("before", year - 1), ("now", year)):
                out.writerow((MUNICIPALITY, area, each, "nki", *(typed[row][column] for column in COLUMNS)))
        return read(folder)


def figures_html(book: Workbook, year: int, lang: Lang) -> str:
    """Return what may be said of the year's figure, what the rules say of the table, and whom Insikt asks.

    Where the table is wrong, nothing is said of the figure until it has been put right.
    """
    findings = [f for f in check(book).findings if f.table == "measurements"]
    said = "".join(_finding_html(finding, lang) for finding in findings) or paragraph(say("figures.quiet", lang))
    if any(finding.severity == "error" for finding in findings):
        return element("p", strong(say("figures.wrong", lang)), role="status") + said
    rows = effect(book)
    now = rows[rows["year"] == year].iloc[0]
    html = element("p", strong(verdict_text(now["verdict"], lang)), role="status")
    if not pd.isna(now["band"]):
        html += paragraph(say("figures.band", lang, band=load_scale().name(now["band"], lang)))
    country = rows.dropna(subset=["national"])
    if len(country) == len(rows):
        key = "figures.country_inferred" if (country["certainty"] == "I").any() else "figures.country"
        before, after = (f"{value:.0f}" for value in country["national"])
        html += paragraph(say(key, lang, before=before, now=after))
    return html + said + paragraph(caveats(lang)[0])


def _finding_html(finding: Finding, lang: Lang) -> str:
    head = say("any.pair", lang, label=finding.rule.id, value=finding.rule.text("title", lang))
    said = element("p", strong(head), style="margin:0")
    return element("div", said + element("p", text(f"{finding.message(lang)} {finding.fix(lang)}")), style=GAP)
