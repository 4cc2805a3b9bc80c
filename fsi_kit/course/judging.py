"""How an attempt at an exercise is judged where the rules of the method can judge it.

A mistake in an exercise's ``mistakes.toml`` that has a ``rule``, and perhaps a ``column``, is met wherever that rule
speaks of the attempt. The rules read a whole workbook: the attempt's tables, where they are the workbook's own, and the
tables in the exercise's folder ``given``, which are shown to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from fsi_kit.check import check
from fsi_kit.workbook import Workbook, load_descriptor, read

Mistakes = Mapping[str, Mapping[str, Any]]


class Miss(NamedTuple):
    """A mistake that was found: its id in ``mistakes.toml``, and where.

    `id` is the key of the row in the solution; `row` is the attempt's row number, None where the row is missing.
    `column` is the column that the mistake is in, None where it is the whole row.
    """

    mistake: str
    table: str
    id: str
    row: int | None = None
    column: str | None = None


def rule_misses(whole: Workbook, mistakes: Mistakes, as_of: date | None) -> Iterator[Miss]:
    """Yield a miss wherever a rule that a mistake names speaks of the attempt, or of a given table because of it.

    Args:
        whole: the attempt among the tables that were given, as `whole_workbook` returns it.
        as_of: the day to judge by; today if None.
    """
    ruled = [(name, m["rule"], m.get("column")) for name, m in mistakes.items() if "rule" in m]
    if not ruled:
        return
    for finding in check(whole, as_of).findings:
        for name, rule, column in ruled:
            if finding.rule.id == rule and column in (None, finding.column) and finding.table:
                yield Miss(name, finding.table, _key(whole, finding.table, finding.row), finding.row, finding.column)
                break


def whole_workbook(attempt: Workbook, given: Path) -> Workbook:
    """Return the attempt's tables, with the columns that a workbook has, among the tables that were given."""
    own = load_descriptor()
    sheets = dict(read(given).sheets) if given.is_dir() else {}
    for name, sheet in attempt.sheets.items():
        if name in own.tables:
            sheets[name] = replace(sheet, table=own.tables[name])
    return Workbook(own, sheets)


def missing_rows(attempt: Workbook, solution: Workbook, mistake: str) -> Iterator[Miss]:
    """Yield a miss for every row of the solution that the attempt lacks."""
    for name, sheet in solution.sheets.items():
        key = sheet.table.primary_key[0]
        there = set(attempt[name][key].dropna())
        yield from (Miss(mistake, name, id_) for id_ in sheet.frame[key] if id_ not in there)


def without_repeats(misses: Iterable[Miss], mistakes: Mistakes) -> list[Miss]:
    """Leave out mistakes that are to be said ``otherwise`` of rows that something else is said of."""
    found = list(misses)
    said = {(miss.table, miss.id) for miss in found if not mistakes[miss.mistake].get("otherwise")}
    return [m for m in found if not mistakes[m.mistake].get("otherwise") or (m.table, m.id) not in said]


def _key(book: Workbook, table: str, row: int | None) -> str:
    key = book.descriptor.tables[table].primary_key[0]
    value = book[table][key].get(row)
    return value if isinstance(value, str) else ""
