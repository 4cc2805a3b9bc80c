"""A thread place by place: what stands in each table, what to show of it first, and what is missing there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from fsi_kit.texts import Lang
from fsi_kit.thread.gaps import Gap, excused, gaps, summary
from fsi_kit.thread.knots import KNOT, LINKS, ORDER, rows_of, say
from fsi_kit.workbook import Workbook

if TYPE_CHECKING:
    from fsi_kit.thread.following import Thread


@dataclass(frozen=True)
class Place:
    """One place on a thread.

    Attributes:
        table: its id.
        first: rows to show at once: those that lead to the thread's own companies, or that were chosen.
        rest: the others, chosen ideas before those that were not.
        gaps: where the thread breaks because something is missing here.
        counts: what there is to count here, by name.
        ends: why nothing stands here although nothing is missing; "" where that is not so.
    """

    table: str
    first: pd.DataFrame
    rest: pd.DataFrame
    gaps: tuple[Gap, ...]
    counts: dict[str, int]
    ends: str = ""

    @property
    def empty(self) -> bool:
        """Whether no row stands here."""
        return self.first.empty and self.rest.empty

    @cached_property
    def rows(self) -> pd.DataFrame:
        """All rows here, in the order to show them."""
        return pd.concat([self.first, self.rest])

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(self.rows[KNOT[self.table].id])

    def said(self, lang: Lang) -> str:
        """Return a sentence on how much there is, for the places where there may be much."""
        return say(f"said.{self.table}", lang, **self.counts) if self.counts else ""

    def missing(self, lang: Lang) -> tuple[str, ...]:
        """Return what is missing here, a text for each kind of gap."""
        return summary(self.gaps, lang)

    def ended(self, lang: Lang) -> str:
        """Return why nothing stands here although nothing is missing; "" where that is not so."""
        return say(f"ends.{self.ends}", lang) if self.ends else ""


def places(book: Workbook, thread: Thread, most: int = 5, as_of: date | None = None) -> tuple[Place, ...]:
    """Return the thread's places, one for each table, from company to feedback.

    Args:
        most: how many rows to show first.
        as_of: as in `gaps`.
    """
    broken = gaps(book, thread, as_of)
    rows = {table: rows_of(book, table, thread.ids(table)) for table in ORDER}
    first = _first(book, thread, rows, most, untold=any(gap.kind == "insight_untold" for gap in broken))
    found: list[Place] = []
    for table in ORDER:
        here = tuple(gap for gap in broken if gap.place == table)
        rest = rows[table].drop(index=first[table].index)
        if table == "ideas":
            rest = rest.sort_values("chosen", ascending=False, kind="stable", na_position="last")
        ends = _ends(book, thread, found[-1], as_of) if found and rows[table].empty and not here else ""
        found.append(Place(table, first[table], rest, here, _counts(book, table, rows[table]), ends))
    return tuple(found)


def _first(
    book: Workbook, thread: Thread, rows: dict[str, pd.DataFrame], most: int, untold: bool
) -> dict[str, pd.DataFrame]:
    """Return what to show first: after the start what concerns the thread's own companies, before it what leads there.

    Where the own companies have been told nothing, no feedback comes first.
    """
    own = _own(book, thread)
    first: dict[str, pd.DataFrame] = {}
    for table in reversed(ORDER):
        ids = rows[table][KNOT[table].id]
        chosen = rows[table][ids.isin(own.get(table, ids))]
        if table in thread.before:
            link = next(link for link in LINKS if link.source == table)
            links = book[link.holder]
            led_to = links[link.to].isin(first[link.target][KNOT[link.target].id])
            chosen = rows[table][ids.isin(links.loc[led_to, link.from_])]
        nothing = chosen.empty and not (untold and table == "feedback")
        first[table] = (rows[table] if nothing else chosen).head(most)
    return first


def _own(book: Workbook, thread: Thread) -> dict[str, set[str]]:
    """Return the ids that concern the thread's own companies: their feedback, the actions it is about, their ideas.

    Where they have had no feedback, every action and every chosen idea does.
    """
    feedback, actions, ideas = book["feedback"], book["actions"], book["ideas"]
    told = feedback[
        feedback["feedback_id"].isin(thread.ids("feedback")) & feedback["company_id"].isin(thread.ids("companies"))
    ]
    about = set(told["action_id"].dropna()) or set(thread.ids("actions"))
    behind = set(actions.loc[actions["action_id"].isin(about), "idea_id"].dropna())
    return {
        "feedback": set(told["feedback_id"]),
        "actions": about,
        "ideas": behind or set(ideas.loc[ideas["chosen"].fillna(False), "idea_id"]),
    }


def _counts(book: Workbook, table: str, rows: pd.DataFrame) -> dict[str, int]:
    if rows.empty:
        return {}
    if table == "needs":
        links = book["need_insights"]
        return {"count": int(links.loc[links["need_id"].isin(rows["need_id"]), "insight_id"].nunique())}
    if table == "ideas":
        return {"count": len(rows), "chosen": int(rows["chosen"].fillna(False).sum())}
    if table == "actions":
        return {"count": len(rows), "done": int((rows["status"] == "done").fillna(False).sum())}
    return {"companies": int(rows["company_id"].nunique())} if table == "feedback" else {}


def _ends(book: Workbook, thread: Thread, last: Place, as_of: date | None) -> str:
    """Return why the thread ends after its last place, if every row there is excused for the same reason."""
    if ORDER.index(last.table) < ORDER.index(thread.table):
        return ""
    ids = set(last.ids)
    return next((why for why, those in excused(book, last.table, as_of).items() if ids and ids <= those), "")
