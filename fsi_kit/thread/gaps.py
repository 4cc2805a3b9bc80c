"""Where the thread breaks: rows that nothing has come of, and rows that come from nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from fsi_kit.texts import Lang
from fsi_kit.thread.knots import KNOT, LINKS, ORDER, ids_of, say
from fsi_kit.thread.reach import ends
from fsi_kit.workbook import Workbook

if TYPE_CHECKING:
    from fsi_kit.thread.following import Thread


class Kind(NamedTuple):
    """A kind of gap: the table whose row it is said of, and the table where something is missing."""

    table: str
    place: str


KINDS = {
    "company_without_visit": Kind("companies", "visits"),
    "visit_without_company": Kind("visits", "companies"),
    "visit_without_insights": Kind("visits", "insights"),
    "insight_without_visit": Kind("insights", "visits"),
    "insight_without_need": Kind("insights", "needs"),
    "insight_untold": Kind("insights", "feedback"),
    "need_without_insights": Kind("needs", "insights"),
    "need_without_workshop": Kind("needs", "workshops"),
    "workshop_without_need": Kind("workshops", "needs"),
    "workshop_without_ideas": Kind("workshops", "ideas"),
    "workshop_without_choice": Kind("workshops", "actions"),
    "idea_without_workshop": Kind("ideas", "workshops"),
    "idea_without_action": Kind("ideas", "actions"),
    "action_without_idea": Kind("actions", "ideas"),
    "action_without_feedback": Kind("actions", "feedback"),
}
"""Every kind of gap, in the order that they are told."""
OTHERS = ("insight_untold", "workshop_without_choice")
"""The kinds that are not about a missing link."""
EXCUSED = (
    "visit_without_insights",
    "insight_without_need",
    "need_without_insights",
    "need_without_workshop",
    "workshop_without_ideas",
    "workshop_without_choice",
    "idea_without_action",
)
"""The kinds that are not called for of every row (`excused`)."""


@dataclass(frozen=True)
class Gap:
    """A row where the thread breaks.

    Attributes:
        table, id: the row.
        kind: one of `KINDS`.
    """

    table: str
    id: str
    kind: str

    @property
    def place(self) -> str:
        """The table where something is missing."""
        return KINDS[self.kind].place

    def text(self, lang: Lang) -> str:
        """Return what is missing, one or two sentences about the row."""
        return say(f"gaps.{self.kind}.one", lang)


def gaps(book: Workbook, thread: Thread | None = None, as_of: date | None = None) -> tuple[Gap, ...]:
    """Return where a thread breaks, or every thread of the workbook.

    Nothing is missing where nothing is called for: praise needs no need, a dropped need no workshop, and an idea that
    was not chosen no action. Feedback may speak of no action at all.

    Args:
        thread: only its gaps. A row before the thread's start is asked only where it came from, a row after it only
            what it led to; whether the company behind an insight was told is asked of every insight.
        as_of: visits and workshops after this day have not been held, so nothing is missing from them yet.

    Returns:
        In the order of `KINDS`, and within a kind in the table's.
    """
    found = {**_links(book), **_choices(book)}
    reached = ends(book)
    found["insight_untold"] = pd.Series(reached.index[reached == "feedback"], dtype="object")
    called_off = {kind: _called_off(book, kind, as_of) for kind in found}
    told = []
    for kind, (table, place) in KINDS.items():
        if thread is None:
            ids = found[kind]
        elif _asked(thread, kind, table, place):
            ids = found[kind][found[kind].isin(thread.ids(table))]
        else:
            continue
        told += [Gap(table, id_, kind) for id_ in ids if id_ not in called_off[kind]]
    return tuple(told)


def summary(found: Iterable[Gap], lang: Lang) -> tuple[str, ...]:
    """Return what is missing, a text for each kind of gap with how many there are."""
    counts: dict[str, int] = {}
    for gap in found:
        counts[gap.kind] = counts.get(gap.kind, 0) + 1
    return tuple(
        say(f"gaps.{kind}.one", lang) if counts[kind] == 1 else say(f"gaps.{kind}.many", lang, count=counts[kind])
        for kind in KINDS
        if kind in counts
    )


def _links(book: Workbook) -> dict[str, pd.Series[Any]]:
    """Return the ids without a row at the other end of a link, for every kind that is about a link."""
    named = {where: name for name, where in KINDS.items() if name not in OTHERS}
    found: dict[str, pd.Series[Any]] = {}
    for source, target, holder, from_, to in LINKS:
        before, after = ids_of(book, source), ids_of(book, target)
        links = book[holder]
        links = links[links[from_].isin(before) & links[to].isin(after)]
        for kind, ids, linked in (
            (named.get(Kind(source, target)), before, links[from_]),
            (named.get(Kind(target, source)), after, links[to]),
        ):
            if kind:
                found[kind] = ids[~ids.isin(linked)]
    return found


def _choices(book: Workbook) -> dict[str, pd.Series[Any]]:
    """Return the workshops that have ideas, none of which is chosen or has become an action."""
    ideas, workshops = book["ideas"], ids_of(book, "workshops")
    taken = ideas["chosen"].fillna(False) | ideas["idea_id"].isin(book["actions"]["idea_id"].dropna())
    chosen = ideas.loc[taken, "workshop_id"]
    there = ideas.loc[ideas["idea_id"].notna(), "workshop_id"]
    return {"workshop_without_choice": workshops[workshops.isin(there) & ~workshops.isin(chosen)]}


def _called_off(book: Workbook, kind: str, as_of: date | None) -> set[str]:
    """Return the ids of a kind of gap where nothing is called for."""
    table = KINDS[kind].table
    return set().union(*(excused(book, table, as_of).values())) if kind in EXCUSED else set()


def excused(book: Workbook, table: str, as_of: date | None = None) -> dict[str, set[str]]:
    """Return the rows that nothing needs to come of, by why: ``praise``, ``dropped``, ``unchosen`` or ``ahead``."""
    rows = book[table]
    why: dict[str, pd.Series[Any]] = {}
    if table == "insights":
        why["praise"] = rows["kind"] == "praise"
    if table == "needs":
        why["dropped"] = rows["status"] == "dropped"
    if table == "ideas":
        why["unchosen"] = ~rows["chosen"].fillna(False)
    if table in ("visits", "workshops") and as_of is not None:
        why["ahead"] = rows["date"] > pd.Timestamp(as_of)
    return {name: set(rows.loc[flags.fillna(False), KNOT[table].id].dropna()) for name, flags in why.items()}


def _asked(thread: Thread, kind: str, table: str, place: str) -> bool:
    """Say whether a thread's rows in a table are asked about this kind of gap."""
    if table == thread.table or kind == "insight_untold":
        return True
    return table in (thread.after if ORDER.index(place) > ORDER.index(table) else thread.before)
