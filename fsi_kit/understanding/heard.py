"""What was heard where: insights joined with the visit and the company behind them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from fsi_kit.workbook import Workbook
from fsi_kit.workbook.looking import look_up


def heard(book: Workbook, *wanted: str) -> pd.DataFrame:
    """Return every insight with the day and the company of its visit, rows and index as in the insights' table.

    Args:
        wanted: further columns of `companies` to add, for example ``"size"``.

    Returns:
        The insights' columns, then ``date`` (datetime64[s]) and ``company_id`` (string), missing where the visit is
        unknown, and the wanted ones.
    """
    rows = book["insights"]
    for ids, table, columns in (("visit_id", "visits", ("date", "company_id")), ("company_id", "companies", wanted)):
        # The user may have a column of the same name in the insights' table: it gives way.
        rows = rows.assign(**{name: look_up(rows[ids], book[table], ids, name) for name in columns})
    return rows


def visited(book: Workbook) -> pd.DataFrame:
    """Return every company once, with its visits; rows and index as in the companies' table.

    Returns:
        The companies' columns, then ``visits`` (int64) and ``last_visit`` (datetime64[s]).
    """
    companies = known(book["companies"], "company_id")
    visits = book["visits"].groupby("company_id").agg(visits=("company_id", "size"), last_visit=("date", "max"))
    found = visits.reindex(companies["company_id"]).set_axis(companies.index)
    return companies.assign(visits=found["visits"].fillna(0).astype("int64"), last_visit=found["last_visit"])


def known(frame: pd.DataFrame, id_: str) -> pd.DataFrame:
    """Return the rows that have an id; where an id stands twice, the first."""
    ids = frame[id_]
    return frame[~(ids.isna() | ids.duplicated())]


def gathered(themes: pd.Series[Any]) -> pd.Series[Any]:
    """Return themes with those that differ only in case and spaces written alike, as they are most often written."""
    counts = themes.value_counts()
    kept: dict[str, str] = {}
    for theme in sorted(counts.index, key=lambda name: (-counts[name], name)):
        kept.setdefault(fold(theme), theme)
    return themes.map({theme: kept[fold(theme)] for theme in counts.index}).astype("string")


def fold(text: str) -> str:
    """Return a text in small letters with single spaces."""
    return " ".join(text.casefold().split())
