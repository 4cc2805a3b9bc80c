"""What the thread is tied of: the tables that it runs through and the links between them."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from fsi_kit.texts import Lang, load_texts
from fsi_kit.workbook import Workbook


class Knot(NamedTuple):
    """A table that the thread runs through: its id column, the text that tells a row, and its date if any."""

    table: str
    id: str
    text: str
    date: str | None = None


class Link(NamedTuple):
    """Two tables that follow on each other, and the table that holds both ends."""

    source: str
    target: str
    holder: str
    from_: str
    to: str


KNOTS = (
    Knot("companies", "company_id", "name"),
    Knot("visits", "visit_id", "summary", "date"),
    Knot("insights", "insight_id", "statement"),
    Knot("needs", "need_id", "title"),
    Knot("workshops", "workshop_id", "place", "date"),
    Knot("ideas", "idea_id", "what"),
    Knot("actions", "action_id", "how", "due"),
    Knot("feedback", "feedback_id", "message", "date"),
)
KNOT = {knot.table: knot for knot in KNOTS}
ORDER = tuple(KNOT)
LINKS = (
    Link("companies", "visits", "visits", "company_id", "visit_id"),
    Link("visits", "insights", "insights", "visit_id", "insight_id"),
    Link("insights", "needs", "need_insights", "insight_id", "need_id"),
    Link("needs", "workshops", "workshops", "need_id", "workshop_id"),
    Link("workshops", "ideas", "ideas", "workshop_id", "idea_id"),
    Link("ideas", "actions", "actions", "idea_id", "action_id"),
    Link("actions", "feedback", "feedback", "action_id", "feedback_id"),
)


def rows_of(book: Workbook, table: str, ids: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows with these ids, each id once, in the table's order."""
    rows, id_ = book[table], KNOT[table].id
    return rows[rows[id_].isin(ids)].drop_duplicates(id_)


def ids_of(book: Workbook, table: str) -> pd.Series[Any]:
    """Return the ids that a table holds, each once."""
    return book[table][KNOT[table].id].dropna().drop_duplicates()


def say(key: str, lang: Lang, **places: object) -> str:
    """Return one of the thread's texts with its places filled: ``say("row.done", "sv", date="2026-01-02")``."""
    entry: Any = load_texts("fsi_kit.thread", "texts.toml")
    for name in key.split("."):
        entry = entry[name]
    text: str = entry[lang]
    return text.format_map(places)
