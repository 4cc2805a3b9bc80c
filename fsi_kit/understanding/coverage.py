"""The coverage of visits: who has been heard, and who has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from fsi_kit.understanding.heard import heard, visited
from fsi_kit.workbook import Workbook

By = Literal["size", "industry", "place"]
GROUPINGS: tuple[By, ...] = ("size", "industry", "place")


@dataclass(frozen=True)
class NotHeard:
    """Who has not been visited.

    Attributes:
        companies: those never visited, with ``company_id`` and ``name`` (string) and nothing more, by id.
        groups: size classes, industries and places of which no company has been visited: ``by`` (string), ``group``
            (string) and ``companies`` (int64), most companies first within each.
        known: how many companies the workbook holds, so that a share can be given its number.
    """

    companies: pd.DataFrame
    groups: pd.DataFrame
    known: int


def coverage(book: Workbook, by: By = "size") -> pd.DataFrame:
    """Return how many of the known companies have been visited, by group.

    Args:
        by: ``size``, ``industry`` or ``place``.

    Returns:
        A row a group that has companies: the column named as `by` (string, missing where the company has no value),
        ``companies`` (int64), ``visited`` (int64: of those, visited at least once), ``share`` (float64, 0–1:
        visited / companies), ``last_visit`` (datetime64[s]) and ``insights`` (int64). Sizes and industries in the
        descriptor's order; places with most companies first; companies without a value last.

    Raises:
        ValueError: `by` is none of the three.
    """
    if by not in GROUPINGS:
        raise ValueError(f"by {by!r}: {', '.join(GROUPINGS)}")
    rows = visited(book)
    said = rows["company_id"].map(heard(book)["company_id"].value_counts()).fillna(0).astype("int64")
    found = (
        rows.assign(heard=rows["visits"] > 0, insights=said)
        .groupby(by, dropna=False)
        .agg(
            companies=("company_id", "size"),
            visited=("heard", "sum"),
            share=("heard", "mean"),
            last_visit=("last_visit", "max"),
            insights=("insights", "sum"),
        )
        .reset_index()
        .astype({"visited": "int64", "share": "float64"})
    )
    enum = book.descriptor.tables["companies"].columns[by].enum
    order = {value: i for i, value in enumerate(enum)}
    rank = found[by].map(order).astype("Float64").fillna(len(order)) if enum else -found["companies"]
    keys = {"_missing": found[by].isna(), "_rank": rank}
    return found.assign(**keys).sort_values([*keys, by]).drop(columns=list(keys)).reset_index(drop=True)


def not_heard(book: Workbook) -> NotHeard:
    """Return the companies that have never been visited, and the groups of which none has."""
    rows = visited(book)
    never = rows.loc[rows["visits"] == 0, ["company_id", "name"]].sort_values("company_id")
    parts = []
    for by in GROUPINGS:
        groups = rows.groupby(by)["visits"].agg(["size", "sum"])
        silent = groups.loc[groups["sum"] == 0, "size"].sort_values(ascending=False, kind="stable")
        parts.append(pd.DataFrame({"by": by, "group": silent.index, "companies": silent.to_numpy()}))
    found = pd.concat(parts, ignore_index=True).astype({"by": "string", "group": "string", "companies": "int64"})
    return NotHeard(never.reset_index(drop=True), found, len(rows))
