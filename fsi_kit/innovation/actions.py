"""How the actions are doing: open, late or done, and how long the way from the first visit was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from fsi_kit.innovation.links import is_open, origins, voices
from fsi_kit.workbook import Workbook
from fsi_kit.workbook.looking import days_between, look_up

LEGS = {
    "visit_to_start": ("first_visit", "start"),
    "start_to_done": ("start", "done_on"),
    "visit_to_done": ("first_visit", "done_on"),
}
"""The legs of the way: name → the columns with its first and last day."""


@dataclass(frozen=True)
class ActionSummary:
    """How many actions there are of each kind.

    Attributes:
        total: all actions, with a status or without.
        planned, ongoing, done, stopped: by status.
        late: planned or ongoing after their due date.
        on_time: done by their due date. Those without both dates are not counted here.
    """

    total: int
    planned: int
    ongoing: int
    done: int
    stopped: int
    late: int
    on_time: int


@dataclass(frozen=True)
class LeadTimes:
    """How long it took from what a company said to a change.

    Attributes:
        actions: one row an action with its row number: ``action_id``, ``need_id`` (string), ``first_visit``,
            ``start``, ``done_on`` (datetime64[s]), ``visit_to_start``, ``start_to_done``, ``visit_to_done``
            (Int64, days). Missing where a date is missing.
        medians: leg → the median in days; None where no action has both dates.
        counts: leg → how many actions the median rests on.
    """

    actions: pd.DataFrame
    medians: Mapping[str, float | None]
    counts: Mapping[str, int]


def action_state(book: Workbook, as_of: date) -> pd.DataFrame:
    """Return how each action is doing on a day.

    Returns:
        One row an action with its row number: ``action_id``, ``need_id`` (the need it goes back to), ``status``,
        ``side`` (the owner's), ``department`` (string), ``due``, ``done_on`` (datetime64[s]), ``days_late``
        (Int64: days past the due date on `as_of`, or on the day it was done; negative is days to spare; missing for
        stopped actions), ``late`` (bool: open and past its due date) and ``on_time`` (boolean: of the done ones).
    """
    actions = book["actions"]
    open_, done = is_open(actions), actions["status"].eq("done").fillna(False).astype(bool)
    today = pd.Series(pd.Timestamp(as_of), index=actions.index, dtype="datetime64[s]")
    days = days_between(actions["due"], actions["done_on"].where(done, today)).where(open_ | done)
    return pd.DataFrame(
        {
            "action_id": actions["action_id"],
            "need_id": origins(book)["need_id"],
            "status": actions["status"],
            "side": actions["owner_side"],
            "department": actions["department"],
            "due": actions["due"],
            "done_on": actions["done_on"],
            "days_late": days,
            "late": (open_ & (days > 0).fillna(False)).astype(bool),
            "on_time": (days <= 0).where(done),
        }
    )


def action_summary(book: Workbook, as_of: date) -> ActionSummary:
    """Return how many actions there are of each kind on a day."""
    state = action_state(book, as_of)
    counts = {status: int(state["status"].eq(status).sum()) for status in ("planned", "ongoing", "done", "stopped")}
    return ActionSummary(
        total=len(state), late=int(state["late"].sum()), on_time=int(state["on_time"].fillna(False).sum()), **counts
    )


def lead_times(book: Workbook) -> LeadTimes:
    """Return the days from the first visit about a need to the start and the end of each of its actions.

    The first visit is the earliest among the insights that the need rests on. The start is what the plan says,
    also for an action that has not begun.
    """
    actions, need = book["actions"], origins(book)["need_id"]
    first = voices(book).groupby("need_id", observed=True)[["first_visit"]].min().reset_index()
    first = first.astype({"need_id": "string"})
    rows = pd.DataFrame(
        {
            "action_id": actions["action_id"],
            "need_id": need,
            "first_visit": look_up(need, first, "need_id", "first_visit"),
            "start": actions["start"],
            "done_on": actions["done_on"].where(actions["status"] == "done"),
        }
    )
    for leg, (start, end) in LEGS.items():
        rows[leg] = days_between(rows[start], rows[end])
    known = {leg: rows[leg].dropna() for leg in LEGS}
    return LeadTimes(
        rows,
        {leg: float(days.median()) if len(days) else None for leg, days in known.items()},
        {leg: len(days) for leg, days in known.items()},
    )
