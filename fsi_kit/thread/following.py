"""The thread from visit to effect: what a row came from and what it led to, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook


class Knot(NamedTuple):
    """A table that the thread runs through: its id column, the text that tells a row, and its date if any."""

    table: str
    id: str
    text: str
    date: str | None = None


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
# Each link is a table that holds both ends: (from knot, to knot, table, column with from, column with to).
LINKS = (
    ("companies", "visits", "visits", "company_id", "visit_id"),
    ("visits", "insights", "insights", "visit_id", "insight_id"),
    ("insights", "needs", "need_insights", "insight_id", "need_id"),
    ("needs", "workshops", "workshops", "need_id", "workshop_id"),
    ("workshops", "ideas", "ideas", "workshop_id", "idea_id"),
    ("ideas", "actions", "actions", "idea_id", "action_id"),
    ("actions", "feedback", "feedback", "action_id", "feedback_id"),
)
ENDS = ("insights", "needs", "workshops", "ideas", "actions", "feedback", "told")
"""How far an insight's thread may reach: to a table, or until the insight's own company was told."""


@dataclass(frozen=True)
class Thread:
    """What one row came from and led to.

    Attributes:
        table, id: the row that the thread was followed from.
        before, after: table → ids, in the tables' order; `before` leads back towards the company,
            `after` on towards feedback.
    """

    table: str
    id: str
    before: Mapping[str, tuple[str, ...]]
    after: Mapping[str, tuple[str, ...]]

    def ids(self, table: str) -> tuple[str, ...]:
        """Return the thread's ids in a table, wherever it lies in relation to the start."""
        if table == self.table:
            return (self.id,)
        return self.before.get(table, ()) + self.after.get(table, ())

    def frame(self, book: Workbook, lang: Lang) -> pd.DataFrame:
        """Return the thread as a table, one row for each row it runs through, from company to feedback.

        Returns:
            Columns ``table`` (its id), ``title`` (its name in the language), ``id``, ``date`` (NaT where the
            table has none) and ``text`` (missing where the row has none).
        """
        parts = []
        for knot in KNOTS:
            rows = book[knot.table]
            rows = rows[rows[knot.id].isin(self.ids(knot.table))]
            part = pd.DataFrame({"id": rows[knot.id], "text": rows[knot.text]})
            part.insert(0, "table", knot.table)
            part.insert(1, "title", book.descriptor.tables[knot.table].titles[lang])
            dates = rows[knot.date] if knot.date else pd.Series(pd.NaT, index=rows.index)
            part.insert(3, "date", dates.astype("datetime64[s]"))
            parts.append(part)
        return pd.concat([part for part in parts if len(part)], ignore_index=True)


def follow(book: Workbook, table: str, id: str) -> Thread:
    """Follow the thread from one row, back to the companies and on to the feedback.

    Following is symmetric: a row is `after` another exactly when that one is `before` it.

    Args:
        table: the row's table, one of those in `KNOTS`.
        id: the row's id.

    Raises:
        KeyError: the table is not on the thread, or holds no such row.
    """
    knots = {knot.table: knot for knot in KNOTS}
    if id not in set(book[table][knots[table].id].dropna()):
        raise KeyError(f"{table}: {id}")
    after: dict[str, tuple[str, ...]] = {table: (id,)}
    for source, target, holder, from_, to in LINKS:
        if source in after:
            after[target] = _reached(book, holder, from_, after[source], to)
    before: dict[str, tuple[str, ...]] = {table: (id,)}
    for source, target, holder, from_, to in reversed(LINKS):
        if target in before:
            before[source] = _reached(book, holder, to, before[target], from_)
    order = [knot.table for knot in KNOTS]
    return Thread(
        table,
        id,
        {name: before[name] for name in order if name in before and name != table},
        {name: after[name] for name in order if name in after and name != table},
    )


def _reached(book: Workbook, table: str, at: str, ids: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    rows = book[table]
    return tuple(rows.loc[rows[at].isin(ids), wanted].dropna().unique())


def ends(book: Workbook) -> pd.Series[str]:
    """Say how far the thread of every insight reaches.

    Returns:
        One of `ENDS` for each insight, by its id. ``feedback`` means that only other companies were told,
        ``told`` that the company behind the insight was.
    """
    ids = book["insights"]["insight_id"].dropna().drop_duplicates()
    reached = pd.Series(ENDS[0], index=pd.Index(ids, name="insight_id"), dtype="string")
    visits = book["visits"][["visit_id", "company_id"]].rename(columns={"company_id": "said_by"}).dropna()
    chain = book["insights"][["insight_id", "visit_id"]].merge(visits, how="left")
    for _, target, holder, from_, to in LINKS[2:]:
        chain = chain.merge(book[holder][[from_, to]].dropna()).drop_duplicates()
        reached[chain["insight_id"]] = target
    told = chain.merge(book["feedback"][["feedback_id", "company_id"]])
    reached[told.loc[told["company_id"].eq(told["said_by"]).fillna(False), "insight_id"]] = ENDS[-1]
    return reached
