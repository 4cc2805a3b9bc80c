"""The spreading of insights: how soon what a company said reaches the department that can act on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from fsi_kit.understanding.heard import heard
from fsi_kit.workbook import Workbook
from fsi_kit.workbook.looking import days_between


@dataclass(frozen=True)
class Spreading:
    """How insights have been passed on, as of a day.

    An insight can be judged when it has been shared, or when more than `days` have passed since its visit. One that is
    neither has time left. Insights whose times are unknown or cannot be true are not judged.

    Attributes:
        departments: a row for each department that insights are shared with: ``department`` (string, missing where
            none is written), ``insights``, ``judged``, ``within`` (shared within `days` days) and ``overdue`` (not
            shared, and more than `days` days old), all int64, ``share`` (Float64, 0–1: within / judged, missing where
            none can be judged) and ``median_days`` (Float64, from visit to sharing). Most insights first.
        overdue: ``insight_id``, ``visit_id`` (string), ``date`` (datetime64[s], of the visit) and ``days`` (Int64,
            since then), the longest wait first.
        insights, judged, within, median_days: as above, over all departments; `median_days` is None where nothing has
            been shared.
    """

    departments: pd.DataFrame
    overdue: pd.DataFrame
    insights: int
    judged: int
    within: int
    median_days: float | None
    days: int
    as_of: date

    @property
    def share(self) -> float | None:
        """The share shared within `days`, 0–1; None where none can be judged."""
        return self.within / self.judged if self.judged else None


def sharing(book: Workbook, as_of: date) -> pd.DataFrame:
    """Return every insight with the days of its sharing, rows as in the insights' table.

    Returns:
        `heard`, with ``taken`` (Int64: days from visit to sharing, negative where that cannot be true) and ``waited``
        (Int64: days from visit to `as_of`, where the insight has not been shared).
    """
    rows = heard(book)
    today = pd.Series(pd.Timestamp(as_of), index=rows.index).astype("datetime64[s]")
    waited = days_between(rows["date"], today).mask(rows["shared_on"].notna())
    return rows.assign(taken=days_between(rows["date"], rows["shared_on"]), waited=waited)


def spreading(book: Workbook, days: int = 14, as_of: date | None = None) -> Spreading:
    """Return how soon insights reach a department, and which have not.

    Args:
        days: within how many days an insight should be shared.
        as_of: the day to judge by; today if left out.
    """
    as_of = as_of or date.today()
    rows = sharing(book, as_of)
    taken = rows["taken"].where(rows["taken"] >= 0)
    within = (taken <= days).fillna(False).astype(bool)
    # A department without a day has been told at a time that nobody wrote down: see U116.
    overdue = ((rows["waited"] > days) & rows["shared_with"].isna()).fillna(False).astype(bool)
    judged = taken.notna() | overdue
    marked = pd.DataFrame(
        {
            "department": rows["shared_with"],
            "judged": judged,
            "within": within,
            "overdue": overdue,
            "taken": taken.astype("Float64"),
        }
    )
    found = (
        marked.groupby("department", dropna=False)
        .agg(
            insights=("judged", "size"),
            judged=("judged", "sum"),
            within=("within", "sum"),
            overdue=("overdue", "sum"),
            median_days=("taken", "median"),
        )
        .reset_index()
        .astype(dict.fromkeys(("insights", "judged", "within", "overdue"), "int64"))
    )
    judged_count = found["judged"].astype("Float64")
    found["share"] = (found["within"] / judged_count.where(judged_count > 0)).astype("Float64")
    found = found.sort_values(["insights", "department"], ascending=[False, True], ignore_index=True)
    waiting = rows.loc[overdue, ["insight_id", "visit_id", "date", "waited"]].rename(columns={"waited": "days"})
    times = marked["taken"].dropna()
    return Spreading(
        departments=found[["department", "insights", "judged", "within", "share", "median_days", "overdue"]],
        overdue=waiting.sort_values(["days", "insight_id"], ascending=[False, True], ignore_index=True),
        insights=len(rows),
        judged=int(judged.sum()),
        within=int(within.sum()),
        median_days=float(times.median()) if len(times) else None,
        days=days,
        as_of=as_of,
    )
