"""The inventory of needs: what companies have said, grouped, and when they said it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from fsi_kit.understanding.heard import gathered, heard
from fsi_kit.workbook import Workbook

GROUPS = ("area", "factor", "kind", "theme", "shared_with", "industry", "size", "place")
"""What insights can be grouped by: columns of the insight, then of the company that it comes from."""
OF_COMPANIES = ("industry", "size", "place")
KEPT_MISSING = "\0"  # sorts first and stands in no cell


def inventory(book: Workbook, by: Sequence[str] = ("area", "factor", "kind")) -> pd.DataFrame:
    """Return insights counted by group, the groups that most companies stand behind first.

    Args:
        by: one or more of `GROUPS`.

    Returns:
        A row a group, with the columns of `by` (string, missing where the insight has no value), ``insights``
        (int64), ``companies`` (int64: how many different companies), ``urgency_mean`` (Float64, 1–5),
        ``urgency_max`` (Int64), ``needs`` (int64: how many different needs its insights are tied to) and
        ``latest_visit`` (datetime64[s]). Sorted by companies, mean urgency and insights, highest first, then by
        the group's values.

    Raises:
        ValueError: `by` is empty or names something that is not in `GROUPS`.
    """
    by = _groups([by] if isinstance(by, str) else list(by))
    rows = heard(book, *(name for name in by if name in OF_COMPANIES))
    if "theme" in by:
        rows["theme"] = gathered(rows["theme"])
    groups = rows.groupby(by, dropna=False, sort=False)
    found = groups.agg(
        insights=("visit_id", "size"),
        companies=("company_id", "nunique"),
        urgency_mean=("urgency", "mean"),
        urgency_max=("urgency", "max"),
        latest_visit=("date", "max"),
    ).reset_index()
    tied = book["need_insights"][["insight_id", "need_id"]].dropna().drop_duplicates()
    links = rows[["insight_id", *by]].merge(tied, on="insight_id")
    needs = links.groupby(by, dropna=False, sort=False)["need_id"].nunique().rename("needs").reset_index()
    # A merge matches missing values with each other, as the groups do.
    found = found.merge(needs, on=by, how="left")
    found["needs"] = found["needs"].fillna(0).astype("int64")
    found["urgency_mean"] = found["urgency_mean"].astype("Float64")
    ranks = [-found[name].fillna(0).to_numpy(dtype="float64") for name in ("companies", "urgency_mean", "insights")]
    keys = [found[name].fillna(KEPT_MISSING).to_numpy(dtype=object).astype(str) for name in by]
    order = np.lexsort([*reversed(keys), *reversed(ranks)])
    columns = [*by, "insights", "companies", "urgency_mean", "urgency_max", "needs", "latest_visit"]
    return found.iloc[order][columns].reset_index(drop=True)


def inventory_over_time(
    book: Workbook, freq: Literal["M", "Q", "Y"] = "Q", by: Literal["kind", "area"] = "kind"
) -> pd.DataFrame:
    """Return insights counted by the period of their visit.

    Args:
        freq: month, quarter or year.
        by: what the columns are.

    Returns:
        A row a period from the first visit to the last, periods without insights too (index ``period``,
        PeriodIndex). A column (int64) for each value of `by` that has insights, in the descriptor's order, values
        that it does not know last. Insights without a dated visit or without a value are left out.

    Raises:
        ValueError: `freq` or `by` is none of those above.
    """
    if freq not in ("M", "Q", "Y") or by not in ("kind", "area"):
        raise ValueError(f"freq {freq!r}: M, Q, Y; by {by!r}: kind, area")
    days = book["visits"]["date"].dropna()
    if days.empty:
        return pd.DataFrame(index=pd.PeriodIndex([], freq=freq, name="period"))
    rows = heard(book)[["date", by]].dropna()
    counts = pd.crosstab(rows["date"].dt.to_period(freq).rename("period"), rows[by].astype(object))
    order = book.descriptor.tables["insights"].columns[by].enum
    there = sorted(counts.columns, key=lambda value: (order.index(value) if value in order else len(order), value))
    periods = pd.period_range(days.min(), days.max(), freq=freq, name="period")
    return counts.reindex(index=periods, columns=pd.Index(there, dtype=object, name=by), fill_value=0).astype("int64")


def _groups(by: list[str]) -> list[str]:
    wrong = [name for name in by if name not in GROUPS]
    if wrong or not by:
        raise ValueError(f"by {wrong or by}: {', '.join(GROUPS)}")
    return by
