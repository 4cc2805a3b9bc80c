"""What rules ask of tables: are they there, which rows does a mask pick, what does an id lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from fsi_kit.workbook.book import Workbook


def has(book: Workbook, *tables: str, **columns: Iterable[str]) -> bool:
    """Say whether the tables could be read and the user's files have the columns; one without rows counts.

    Args:
        tables: tables that must be there.
        columns: tables that must be there, each with the columns it must have.
    """
    for table in tables:
        if table not in book.sheets:
            return False
    for table, wanted in columns.items():
        sheet = book.sheets.get(table)
        if sheet is None or (sheet.columns and not set(wanted) <= set(sheet.columns)):
            return False
    return True


def true(mask: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where a mask is true; missing counts as false."""
    return mask.to_numpy(dtype=bool, na_value=False)


def rows_where(frame: pd.DataFrame, mask: pd.Series[Any], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the row's label and the values of the columns (None where missing), for the rows where the mask is true."""
    rows = frame[true(mask)]
    labels = (int(label) for label in rows.index)
    values = (rows[name].astype(object).where(rows[name].notna(), None) for name in columns)
    yield from zip(labels, *values, strict=True)


def places(ids: pd.Series[Any], frame: pd.DataFrame, key: str) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return the position in `frame` of the first row with each id, -1 where the id is unknown or missing."""
    there = pd.Index(frame[key])
    if there.is_unique:
        found = there.get_indexer(pd.Index(ids))
    else:
        first = np.flatnonzero(~frame[key].duplicated().to_numpy(dtype=bool))
        found = there[first].get_indexer(pd.Index(ids))
        found = np.where(found < 0, -1, first[found])
    return np.where(ids.isna(), -1, found)


def look_up(ids: pd.Series[Any], frame: pd.DataFrame, key: str, column: str) -> pd.Series[Any]:
    """Return, for each id, what stands in `column` on the row of `frame` with that key; missing where there is none.

    An id that stands on two rows (rule D301) counts as the first of them. The column keeps its own type.
    """
    # A place of -1 would be the last row: `allow_fill` makes it a missing value.
    return pd.Series(frame[column].array.take(places(ids, frame, key), allow_fill=True), index=ids.index)


def days_between(start: pd.Series[Any], end: pd.Series[Any] | pd.Timestamp) -> pd.Series[Any]:
    """Return whole days from one date to another (Int64), missing where either is."""
    days: pd.Series[Any] = (end - start).dt.days.astype("Int64")
    return days
