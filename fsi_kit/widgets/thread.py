"""A thread as a list to read: from the company's words to the feedback, with every gap named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fsi_kit.course.answers import cell_text
from fsi_kit.texts import Lang
from fsi_kit.thread import KNOTS, Place, follow, summary
from fsi_kit.thread import places as thread_places
from fsi_kit.widgets.html import GAP, element, folded, paragraph, say, strong, text
from fsi_kit.workbook import Workbook

# What is told of a row, beside its text: columns under their own headings.
DETAILS: Mapping[str, tuple[str, ...]] = {
    "companies": ("place", "size"),
    "visits": ("date", "form", "visitors"),
    "insights": ("area", "urgency", "shared_with", "shared_on"),
    "needs": ("department", "status"),
    "workshops": ("date", "minutes", "facilitator"),
    "ideas": ("votes", "effect", "effort", "reason"),
    "actions": ("owner", "due", "status", "done_on", "result"),
    "feedback": ("date", "channel"),
}
SHOWN_AT_ONCE = 5


def thread_html(book: Workbook, insight: str, end: str, lang: Lang) -> str:
    """Return an insight's thread as an ordered list.

    Args:
        end: how far it reaches, as `fsi_kit.thread.ends` says.
    """
    items = "".join(_place_html(book, place, lang) for place in places(book, insight))
    return element("p", strong(say(f"thread.reached.{end}", lang)), role="status") + element("ol", items)


def places(book: Workbook, insight: str) -> list[Place]:
    """Return the places that an insight's thread runs through, up to and with the first one without rows after it."""
    found = list(thread_places(book, follow(book, "insights", insight), SHOWN_AT_ONCE))
    after = next(i for i, place in enumerate(found) if place.table == "insights") + 1
    stop = next((i for i, place in enumerate(found) if i >= after and place.empty), len(found))
    return found[: stop + 1]


def _place_html(book: Workbook, place: Place, lang: Lang) -> str:
    content = strong(say(f"thread.{place.table}.name", lang))
    for said in (place.said(lang), place.ended(lang)):
        if said:
            content += paragraph(said)
    for missing in _missing(place, lang):
        gap = say("any.pair", lang, label=say("thread.gap", lang), value=missing)
        content += element("p", strong(gap), style=GAP)
    content += _rows_html(book, place.table, place.first, lang)
    if len(place.rest):
        rest = _rows_html(book, place.table, place.rest, lang)
        content += folded(say("any.rest", lang, count=len(place.rest)), rest)
    return element("li", content, style="margin-bottom:.8rem")


def _missing(place: Place, lang: Lang) -> tuple[str, ...]:
    """Return what is missing for this insight; a gap of an action beside its way is no gap of the insight's."""
    if place.empty:
        return place.missing(lang)
    return summary((gap for gap in place.gaps if gap.kind == "insight_untold"), lang)


def _rows_html(book: Workbook, table: str, rows: pd.DataFrame, lang: Lang) -> str:
    told = [_row_html(book, table, row, lang) for _, row in rows.iterrows()]
    if len(told) < 2:
        return "".join(told)
    return element("ul", "".join(element("li", each) for each in told))


def _row_html(book: Workbook, table: str, row: pd.Series[Any], lang: Lang) -> str:
    """Return one row: its text, then what else is known of it under the workbook's own headings."""
    columns = book.descriptor.tables[table].columns
    knot = next(knot for knot in KNOTS if knot.table == table)
    words = cell_text(columns[knot.text], row[knot.text], lang)
    if table in ("insights", "feedback") and words:
        words = say("any.quote", lang, text=words)
    pairs = [("", cell_text(columns[knot.id], row[knot.id], lang))]
    if table == "feedback":
        names = book["companies"].set_index("company_id")["name"]
        name = names[names.index == row["company_id"]]
        pairs.append((say("thread.companies.name", lang), "".join(name.head(1).fillna(""))))
    pairs += [(columns[name].titles[lang], cell_text(columns[name], row[name], lang)) for name in DETAILS[table]]
    known = [say("any.pair", lang, label=label, value=value) if label else value for label, value in pairs if value]
    return paragraph(words) + element("p", text(" · ".join(known)), style="margin:.1rem 0 .5rem;font-size:.9em")
