"""What was heard where: insights joined with the visit and the company behind them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fsi_kit.workbook import Workbook


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
        found = look_up(rows[ids], book[table], ids, *columns)
        # The user may have a column of the same name in the insights' table: it gives way.
        rows = rows.assign(**{name: found[name] for name in columns})
    return rows


def visited(book: Workbook) -> pd.DataFrame:
    """Return every company once, with its visits; rows and index as in the companies' table.

    Returns:
        The companies' columns, then ``visits`` (int64) and ``last_visit`` (datetime64[s]).
    """
    companies = known(book["companies"], "company_id")
    visits = book["visits"].groupby("company_id").agg(visits=("company_id", "size"), last_visit=("date", "max"))
    found = look_up(companies["company_id"], visits.reset_index(), "company_id", "visits", "last_visit")
    return companies.assign(visits=found["visits"].fillna(0).astype("int64"), last_visit=found["last_visit"])


def known(frame: pd.DataFrame, id_: str) -> pd.DataFrame:
    """Return the rows that have an id; where an id stands twice, the first."""
    ids = frame[id_]
    return frame[~(ids.isna() | ids.duplicated())]


def places(ids: pd.Series[Any], frame: pd.DataFrame, id_: str) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return the position in `frame` of the first row with each id, -1 where the id is unknown or missing."""
    there = pd.Index(frame[id_])
    if there.is_unique:
        found = there.get_indexer(pd.Index(ids))
    else:
        first = np.flatnonzero(~frame[id_].duplicated().to_numpy(dtype=bool))
        found = there[first].get_indexer(pd.Index(ids))
        found = np.where(found < 0, -1, first[found])
    return np.where(ids.isna(), -1, found)


def look_up(ids: pd.Series[Any], frame: pd.DataFrame, id_: str, *columns: str) -> pd.DataFrame:
    """Return the columns' values for each id, with the columns' own types; missing where the id is unknown."""
    if not columns:
        return pd.DataFrame(index=ids.index)
    where = places(ids, frame, id_)
    # A place of -1 would be the last row: `allow_fill` makes it a missing value.
    return pd.DataFrame({name: frame[name].array.take(where, allow_fill=True) for name in columns}, index=ids.index)


def days_between(later: pd.Series[Any], earlier: pd.Series[Any]) -> pd.Series[Any]:
    """Return whole days from one day to another (Int64), missing where either is."""
    days: pd.Series[Any] = (later - earlier).dt.days.astype("Int64")
    return days


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
