"""`see_coverage`: who has been visited, by size, industry or place, and who has not."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
import pandas as pd

from fsi_kit.course.answers import cell_text
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import Lang
from fsi_kit.understanding import coverage, not_heard
from fsi_kit.understanding.coverage import GROUPINGS, By
from fsi_kit.widgets.html import element, paragraph, say, strong, table, text
from fsi_kit.widgets.parts import choice, in_language, on_choice, show, shown
from fsi_kit.workbook import Workbook


def see_coverage(lang: str = "sv", book: Workbook | None = None) -> Any:
    """Show how many companies have been visited, by size, industry or place, and list those that never have.

    Args:
        lang: ``sv`` or ``en``.
        book: a municipality's own workbook; by default Exempelby's.

    Returns:
        A widget.
    """
    return in_language(lang, lambda known: _see(book or load_exempelby(known), known))


def _see(book: Workbook, lang: Lang) -> Any:
    columns = book.descriptor.tables["companies"].columns
    pick = choice(say("coverage.by", lang), [(columns[by].titles[lang], by) for by in GROUPINGS], GROUPINGS[0])
    panel = shown("")

    def show_groups() -> None:
        show(panel, groups_html(book, pick.value, lang))

    on_choice(pick, show_groups)
    show_groups()
    return w.VBox([pick, panel, shown(unheard_html(book, lang))])


def groups_html(book: Workbook, by: By, lang: Lang) -> str:
    """Return the groups with their companies, how many of them have been visited, and when that last happened."""
    field = book.descriptor.tables["companies"].columns[by]
    groups = coverage(book, by)[[by, "companies", "visited", "last_visit"]]
    rows = [
        (
            cell_text(field, group, lang) or say("coverage.missing", lang),
            str(companies),
            str(visited),
            say("coverage.never", lang) if pd.isna(last) else str(last.date()),
        )
        for group, companies, visited, last in groups.itertuples(index=False)
    ]
    if not rows:
        return paragraph(say("coverage.none", lang))
    header = [field.titles[lang], *(say(f"coverage.{name}", lang) for name in ("companies", "visited", "last_visit"))]
    return table(say("coverage.title", lang), header, rows)


def unheard_html(book: Workbook, lang: Lang) -> str:
    """Return the companies that have never been visited, by code and, where it may be told, by name."""
    found = not_heard(book)
    if found.companies.empty:
        return paragraph(say("coverage.all_heard" if found.known else "coverage.none", lang))
    nameable = set(book["companies"].loc[book["companies"]["may_be_named"].fillna(False), "company_id"])
    items = "".join(
        element("li", text(say("any.pair", lang, label=id_, value=name) if id_ in nameable else id_))
        for id_, name in found.companies[["company_id", "name"]].itertuples(index=False)
    )
    said = say("coverage.unheard", lang, count=len(found.companies), known=found.known)
    return element("p", strong(said)) + element("ul", items)
