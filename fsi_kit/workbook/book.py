"""A municipality's workbook in memory: typed tables that remember where in the user's file each row stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from fsi_kit.findings import Finding, Hit, Rule, shorten
from fsi_kit.workbook.privacy import mask
from fsi_kit.workbook.schema import Descriptor, Field, Table, load_descriptor

DTYPES = {
    "string": "string",
    "time": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


class Column(NamedTuple):
    """A column as the user sees it: its heading and its letter in a spreadsheet."""

    header: str
    letter: str


@dataclass(frozen=True)
class Sheet:
    """One table.

    Attributes:
        frame: columns by id, typed (`DTYPES`), then the user's own extra columns as text. The index is
            the row number that the user sees, so row 2 is the first below the headings.
        file, sheet: where it was read; `sheet` is None for CSV.
        columns: how the user sees each column.
        unread: cells that could not be read as their column's type: (row, column) → the user's text.
            The frame holds a missing value there; writing puts the text back.
    """

    table: Table
    frame: pd.DataFrame
    file: str = ""
    sheet: str | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    unread: Mapping[tuple[int, str], str] = field(default_factory=dict)

    @property
    def extra(self) -> list[str]:
        """The user's own columns, which the descriptor does not know."""
        return [c for c in self.frame.columns if c not in self.table.columns]


@dataclass(frozen=True)
class Workbook:
    """The tables of a workbook and what reading them found.

    `book["visits"]` is that table's frame; a table that could not be read gives an empty frame with the
    right columns and types.
    """

    descriptor: Descriptor
    sheets: Mapping[str, Sheet]
    hits: tuple[Hit, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __getitem__(self, table: str) -> pd.DataFrame:
        sheet = self.sheets.get(table)
        return empty_frame(self.descriptor.tables[table]) if sheet is None else sheet.frame

    def finding(self, rule: Rule, hit: Hit) -> Finding:
        """Return `hit` as a finding, with the place as the user sees it.

        A hit about a heading that is not read says itself where it stands, in the places ``column`` and ``letter``.
        """
        value = None if hit.value is None else mask(shorten(hit.value))
        sheet = self.sheets.get(hit.table or "")
        if sheet is None:
            return Finding(rule, hit.table, value=value, params=hit.params)
        seen = sheet.columns.get(hit.column or "")
        if "letter" in hit.params:
            seen = Column(str(hit.params["column"]), str(hit.params["letter"]))
        return Finding(
            rule,
            hit.table,
            sheet.file,
            sheet.sheet,
            None if hit.row is None else int(hit.row),
            hit.column,
            seen.header if seen else None if hit.row is None else hit.column,
            seen.letter if seen else None,
            value,
            hit.params,
        )


def typed(column: Field, values: list[Any] | np.ndarray[Any, Any]) -> pd.Series[Any]:
    """Return values as a series of the column's dtype."""
    series: pd.Series[Any] = pd.Series(values, dtype=DTYPES[column.type])
    return series


def empty_frame(table: Table) -> pd.DataFrame:
    """Return a table without rows, with its columns and types."""
    return pd.DataFrame({f.name: typed(f, []) for f in table.fields}, index=pd.RangeIndex(2, 2))


def workbook(frames: Mapping[str, pd.DataFrame], descriptor: Descriptor | None = None) -> Workbook:
    """Return a workbook made from frames, for notebooks, tests and code that builds tables.

    Args:
        frames: table id → frame with column ids; columns left out are filled with missing values, the
            dtypes are set, and rows are numbered from 2.

    Raises:
        KeyError: a table that the descriptor does not know.
        TypeError, ValueError: a value that is not of its column's type.
    """
    descriptor = descriptor or load_descriptor()
    sheets = {}
    for name, frame in frames.items():
        table = descriptor.tables[name]
        index = pd.RangeIndex(2, len(frame) + 2)
        columns = {
            f.name: typed(f, list(frame[f.name]) if f.name in frame else [None] * len(frame)) for f in table.fields
        }
        extra = {str(c): pd.Series(list(frame[c]), dtype="string") for c in frame if c not in columns}
        made = pd.DataFrame({**columns, **extra}).set_axis(index)
        seen = {c: Column(c, letter(i)) for i, c in enumerate(made.columns)}
        sheets[name] = Sheet(table, made, f"{name}.csv", None, seen)
    return Workbook(descriptor, sheets)


def letter(position: int) -> str:
    """Return the spreadsheet letter of a column, counted from 0.

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    name = ""
    while position >= 0:
        position, rest = divmod(position, 26)
        name = chr(65 + rest) + name
        position -= 1
    return name


def row_numbers(rows: list[int]) -> pd.Index[Any]:
    """Return row numbers as an index; a range where they have no gap, which costs no memory."""
    if rows and rows[-1] - rows[0] + 1 == len(rows):
        return pd.RangeIndex(rows[0], rows[-1] + 1)
    index: pd.Index[Any] = pd.Index(np.asarray(rows, dtype="int64"))
    return index
