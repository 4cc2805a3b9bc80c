"""Judge a mended plan where the rules cannot: that it agrees with what is known, and that nothing needed is blank."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from fsi_kit.course.judging import Miss, missing_rows
from fsi_kit.workbook import Workbook

# What the notes settle. Which idea and whose side is left to the rules, and texts may be worded in any way.
KNOWN = {"needs": ["status"], "actions": ["status", "due", "done_on"]}
FREE = {"needs": [], "actions": ["owner_side", "target", "result"]}


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Compare status and dates with the solution, and look for what is blank there but should not be."""
    yield from missing_rows(attempt, solution, "missing")
    for table, known in KNOWN.items():
        key = solution.sheets[table].table.primary_key[0]
        given = {row[key]: (number, row) for number, row in attempt[table].iterrows() if not pd.isna(row[key])}
        for _, right in solution[table].iterrows():
            if right[key] in given:
                number, row = given[right[key]]
                if any(not _same(row[column], right[column]) for column in known):
                    yield Miss("as-noted", table, right[key], int(number))
                if any(_blank(row[column]) and not _blank(right[column]) for column in FREE[table]):
                    yield Miss("blank", table, right[key], int(number))


def _same(one: Any, other: Any) -> bool:
    return (pd.isna(one) and pd.isna(other)) or bool(pd.notna(one) and pd.notna(other) and one == other)


def _blank(value: Any) -> bool:
    return bool(pd.isna(value)) or not str(value).strip()
