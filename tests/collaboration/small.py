"""A small workbook in which stage 2 is followed, and how Exempelby's files read with nothing of the kit's own code."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from fsi_kit.examples import exempelby_path
from fsi_kit.workbook import Workbook, workbook

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Change = Callable[[Tables], object]

DAY = date(2026, 6, 1)
OFFICIAL = {"workshop_id": "W1", "side": "municipality", "department": "Streets"}
OWNER = {"workshop_id": "W1", "side": "business"}


def followed() -> Tables:
    """Every rule of the stage and every step's contract is followed, with something for each of them to look at."""
    return {
        "companies": [{"company_id": f"C{i}", "name": f"Company {i}"} for i in range(1, 5)],
        "visits": [{"visit_id": f"V{i}", "company_id": f"C{i}", "date": "2026-01-10"} for i in (1, 2, 3)],
        "insights": [{"insight_id": f"I{i}", "visit_id": f"V{i}"} for i in (1, 2, 3)],
        "needs": [
            {"need_id": "N1", "title": "Companies need to know when", "why": "w", "root_cause": "r"}
            | {"department": "Streets"}
        ],
        "need_insights": [{"need_id": "N1", "insight_id": f"I{i}"} for i in (1, 2, 3)],
        "workshops": [
            {"workshop_id": "W1", "need_id": "N1", "date": "2026-03-01", "minutes": 85, "facilitator": "Business unit"}
        ],
        "participants": [
            {"participant_id": "P1", "group": "1", **OFFICIAL},
            {"participant_id": "P2", "group": "1", **OFFICIAL, "department": "Permits"},
            {"participant_id": "P3", "group": "1", **OWNER, "company_id": "C1"},
            {"participant_id": "P4", "group": "2", **OFFICIAL},
            {"participant_id": "P5", "group": "2", **OWNER, "company_id": "C4"},
            {"participant_id": "P6", "group": "2", **OWNER, "company_id": "C4"},
        ],
        "ideas": [
            {"idea_id": "D1", "workshop_id": "W1", "votes": 5, "effect": 5, "effort": 1, "chosen": True},
            {"idea_id": "D2", "workshop_id": "W1", "votes": 4, "effect": 4, "effort": 5, "chosen": False},
            {"idea_id": "D3", "workshop_id": "W1", "votes": 1, "effect": 4, "effort": 2, "chosen": True, "reason": "r"},
            *({"idea_id": f"D{i}", "workshop_id": "W1", "votes": 0, "chosen": False} for i in range(4, 11)),
        ],
        "actions": [
            {"action_id": f"A{i}", "idea_id": f"D{i}", "owner": "Head", "due": "2026-05-01", "measure": "Days"}
            for i in (1, 3)
        ],
    }


def made(tables: Tables) -> Workbook:
    return workbook({name: pd.DataFrame(rows) for name, rows in tables.items()})


def changed(*changes: Change) -> Workbook:
    """Return the small workbook with something changed in it."""
    tables = followed()
    for change in changes:
        change(tables)
    return made(tables)


def cell(table: str, row: int, **values: object) -> Change:
    """Put values into a row, by the number that the user sees: 2 is the first below the headings."""
    return lambda tables: tables[table][row - 2].update(values)


def column(table: str, **values: object) -> Change:
    """Put values into every row of a table."""
    return lambda tables: [row.update(values) for row in tables[table]]


def add(table: str, *rows: Row) -> Change:
    return lambda tables: tables[table].extend(rows)


def empty(table: str) -> Change:
    return lambda tables: tables[table].clear()


def gone(table: str) -> Change:
    """The table could not be read at all."""
    return lambda tables: tables.pop(table)


def drop(table: str, *rows: int) -> Change:
    return lambda tables: [tables[table].pop(row - 2) for row in sorted(rows, reverse=True)]


def csv_rows(table: str) -> list[dict[str, str]]:
    """Return Exempelby's table, read with the csv module alone."""
    with (exempelby_path("sv") / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert found
    return found
