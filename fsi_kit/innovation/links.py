"""How stage 3's tables hang together: from an action back to its workshop and need, from a need to its companies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from fsi_kit.workbook import Workbook
from fsi_kit.workbook.looking import look_up

OPEN = ("planned", "ongoing")


def in_file(book: Workbook, table: str, column: str) -> bool:
    """Say whether the user's table has the column at all. Where it has not, that is one finding already."""
    sheet = book.sheets.get(table)
    return sheet is not None and (column in sheet.columns or not sheet.columns)


def blank(values: pd.Series[Any]) -> pd.Series[bool]:
    """Say of each text whether nothing stands there."""
    return values.isna() | values.fillna("").str.strip().eq("").astype(bool)


def is_open(actions: pd.DataFrame) -> pd.Series[bool]:
    """Say of each action whether it is planned or ongoing."""
    return actions["status"].isin(OPEN)


def origins(book: Workbook) -> pd.DataFrame:
    """Return where each action came from.

    Returns:
        One row an action, with its row number. ``workshop_id``, ``need_id`` (string) and ``workshop_date``
        (datetime64[s]): missing where the thread is broken.
    """
    idea = book["actions"]["idea_id"]
    workshop = look_up(idea, book["ideas"], "idea_id", "workshop_id")
    return pd.DataFrame(
        {
            "workshop_id": workshop,
            "need_id": look_up(workshop, book["workshops"], "workshop_id", "need_id"),
            "workshop_date": look_up(workshop, book["workshops"], "workshop_id", "date"),
        }
    )


def acted_on(book: Workbook, as_of: date) -> pd.Series[Any]:
    """Return the first day that something came of each need: its first workshop, or its first action done.

    Days after `as_of` do not count.

    Returns:
        Dates (datetime64[s]) by need id, sorted by id; only the needs that something has come of.
    """
    workshops, actions = book["workshops"], book["actions"]
    days = pd.concat(
        [
            workshops[["need_id", "date"]],
            pd.DataFrame({"need_id": origins(book)["need_id"], "date": actions["done_on"]})[
                actions["status"] == "done"
            ],
        ]
    ).dropna()
    first: pd.Series[Any] = days[days["date"] <= pd.Timestamp(as_of)].groupby("need_id")["date"].min()
    return first


def voices(book: Workbook, needs: pd.Index[Any] | None = None) -> pd.DataFrame:
    """Return which companies' words each need rests on.

    Args:
        book: the workbook.
        needs: only these needs' ids.

    Returns:
        One row for each pair of a need and a company, sorted: ``need_id``, ``company_id`` (category of string),
        ``first_visit`` (datetime64[s], the company's first visit with an insight into the need) and
        ``insights`` (int64, how many).
    """
    links = book["need_insights"].dropna(subset=["need_id", "insight_id"])[["need_id", "insight_id"]].drop_duplicates()
    if needs is not None:
        links = links[links["need_id"].isin(needs)]
    visits = book["visits"][["visit_id", "date"]].assign(company_id=book["visits"]["company_id"].astype("category"))
    visit = look_up(links["insight_id"], book["insights"], "insight_id", "visit_id")
    rows = pd.DataFrame(
        {
            "need_id": links["need_id"].astype("category"),
            "company_id": look_up(visit, visits, "visit_id", "company_id"),
            "first_visit": look_up(visit, visits, "visit_id", "date"),
        }
    )
    grouped = rows.groupby(["need_id", "company_id"], observed=True)["first_visit"]
    return grouped.agg(first_visit="min", insights="size").reset_index()
