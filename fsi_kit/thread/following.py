"""Following the thread from one row, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from fsi_kit.texts import Lang
from fsi_kit.thread.knots import KNOT, KNOTS, LINKS, ORDER
from fsi_kit.thread.lines import thread_lines
from fsi_kit.workbook import Workbook


@dataclass(frozen=True)
class Thread:
    """What one row came from and led to.

    Attributes:
        table, id: the row that the thread was followed from.
        before, after: table → ids, in the tables' order; `before` leads back towards the company,
            `after` on towards feedback.
    """

    table: str
    id: str
    before: Mapping[str, tuple[str, ...]]
    after: Mapping[str, tuple[str, ...]]

    def ids(self, table: str) -> tuple[str, ...]:
        """Return the thread's ids in a table, wherever it lies in relation to the start."""
        if table == self.table:
            return (self.id,)
        return self.before.get(table, ()) + self.after.get(table, ())

    def frame(self, book: Workbook, lang: Lang) -> pd.DataFrame:
        """Return the thread as a table, one row for each row it runs through, from company to feedback.

        Returns:
            Columns ``table`` (its id), ``title`` (its name in the language), ``id``, ``date`` (NaT where the
            table has none) and ``text`` (missing where the row has none).
        """
        parts = []
        for knot in KNOTS:
            rows = book[knot.table]
            rows = rows[rows[knot.id].isin(self.ids(knot.table))]
            part = pd.DataFrame({"id": rows[knot.id], "text": rows[knot.text]})
            part.insert(0, "table", knot.table)
            part.insert(1, "title", book.descriptor.tables[knot.table].titles[lang])
            dates = rows[knot.date] if knot.date else pd.Series(pd.NaT, index=rows.index)
            part.insert(3, "date", dates.astype("datetime64[s]"))
            parts.append(part)
        return pd.concat([part for part in parts if len(part)], ignore_index=True)

    def text(self, book: Workbook, lang: Lang, most: int = 5, as_of: date | None = None) -> str:
        """Return the thread as plain lines, indented a step for each table, with its dates and its gaps.

        Args:
            most: how many rows to tell of what may be many; the rest are counted.
            as_of: as in `fsi_kit.thread.gaps`.
        """
        return "\n".join(thread_lines(book, self, lang, most, as_of))


def follow(book: Workbook, table: str, id: str) -> Thread:
    """Follow the thread from one row, back to the companies and on to the feedback.

    Following is symmetric: a row is `after` another exactly when that one is `before` it.

    Args:
        table: the row's table, one of those in `KNOTS`.
        id: the row's id.

    Raises:
        KeyError: the table is not on the thread, or holds no such row.
    """
    if id not in set(book[table][KNOT[table].id].dropna()):
        raise KeyError(f"{table}: {id}")
    after: dict[str, tuple[str, ...]] = {table: (id,)}
    for source, target, holder, from_, to in LINKS:
        if source in after:
            after[target] = _reached(book, holder, from_, after[source], to)
    before: dict[str, tuple[str, ...]] = {table: (id,)}
    for source, target, holder, from_, to in reversed(LINKS):
        if target in before:
            before[source] = _reached(book, holder, to, before[target], from_)
    return Thread(
        table,
        id,
        {name: before[name] for name in ORDER if name in before and name != table},
        {name: after[name] for name in ORDER if name in after and name != table},
    )


def _reached(book: Workbook, table: str, at: str, ids: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    rows = book[table]
    return tuple(rows.loc[rows[at].isin(ids), wanted].dropna().unique())
