"""A thread as a list to read: from the company's words to the feedback, with every gap named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fsi_kit.course.answers import cell_text
from fsi_kit.texts import Lang
from fsi_kit.thread import KNOTS, Thread, follow
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


@dataclass(frozen=True)
class Place:
    """One place on the thread.

    Attributes:
        table: its id.
        first: rows to show at once: those that lead to the insight's own company, or that were chosen.
        rest: the others.
        said: a sentence on all of them.
        gap: what is missing here, if anything.
    """

    table: str
    first: pd.DataFrame
    rest: pd.DataFrame
    said: str = ""
    gap: str = ""


def thread_html(book: Workbook, insight: str, end: str, lang: Lang) -> str:
    """Return an insight's thread as an ordered list.

    Args:
        end: how far it reaches, as `fsi_kit.thread.ends` says.
    """
    items = "".join(_place_html(book, place, lang) for place in places(book, insight, lang))
    return element("p", strong(say(f"thread.reached.{end}", lang)), role="status") + element("ol", items)


def places(book: Workbook, insight: str, lang: Lang) -> list[Place]:
    """Return the places that an insight's thread runs through, up to and with the first gap after the insight."""
    thread = follow(book, "insights", insight)
    own = _own(book, thread)
    found = []
    for knot in KNOTS:
        rows = book[knot.table]
        rows = rows[rows[knot.id].isin(thread.ids(knot.table))]
        if rows.empty:
            found.append(Place(knot.table, rows, rows, gap=say(f"thread.{knot.table}.gap", lang)))
            if knot.table in thread.after:
                break
            continue
        first = rows[rows[knot.id].isin(own[knot.table])] if knot.table in own else rows
        gap = say("thread.feedback.untold", lang) if knot.table == "feedback" and first.empty else ""
        first = first if gap or len(first) else rows
        first = first.head(SHOWN_AT_ONCE)
        said = _said(book, knot.table, rows, lang)
        found.append(Place(knot.table, first, rows.drop(index=first.index), said, gap))
    return found


def _own(book: Workbook, thread: Thread) -> dict[str, set[str]]:
    """Return the ids that concern the insight's own company: its feedback, the actions it is about, their ideas.

    Where the company has had no feedback, every action and every chosen idea does.
    """
    feedback, actions, ideas = book["feedback"], book["actions"], book["ideas"]
    told = feedback[
        feedback["feedback_id"].isin(thread.ids("feedback")) & feedback["company_id"].isin(thread.ids("companies"))
    ]
    about = set(told["action_id"]) or set(thread.ids("actions"))
    behind = set(actions.loc[actions["action_id"].isin(about), "idea_id"])
    return {
        "feedback": set(told["feedback_id"]),
        "actions": about,
        "ideas": behind or set(ideas.loc[ideas["chosen"].fillna(False), "idea_id"]),
    }


def _said(book: Workbook, table: str, rows: pd.DataFrame, lang: Lang) -> str:
    """Return a sentence on how much there is, for the places where there may be much."""
    if table == "needs":
        links = book["need_insights"]
        count = links.loc[links["need_id"].isin(rows["need_id"]), "insight_id"].nunique()
        return say("thread.needs.count", lang, count=count)
    if table == "ideas":
        return say("thread.ideas.count", lang, count=len(rows), chosen=int(rows["chosen"].fillna(False).sum()))
    if table == "actions":
        return say("thread.actions.count", lang, count=len(rows), done=int((rows["status"] == "done").sum()))
    if table == "feedback":
        return say("thread.feedback.count", lang, companies=rows["company_id"].nunique())
    return ""


def _place_html(book: Workbook, place: Place, lang: Lang) -> str:
    content = strong(say(f"thread.{place.table}.name", lang))
    if place.said:
        content += paragraph(place.said)
    if place.gap:
        gap = say("any.pair", lang, label=say("thread.gap", lang), value=place.gap)
        content += element("p", strong(gap), style=GAP)
    content += _rows_html(book, place.table, place.first, lang)
    if len(place.rest):
        rest = _rows_html(book, place.table, place.rest, lang)
        content += folded(say("any.rest", lang, count=len(place.rest)), rest)
    return element("li", content, style="margin-bottom:.8rem")


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
