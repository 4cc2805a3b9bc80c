"""A small workbook, and how Exempelby's files read with nothing of the kit's own code."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from fsi_kit.examples import exempelby_path
from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook, workbook

DAY = date(2026, 6, 1)
TABLES = ("companies", "visits", "insights", "needs", "need_insights")
Row = dict[str, Any]


def book(**tables: list[Row]) -> Workbook:
    """Return a workbook of the given rows; tables not named are there, without rows."""
    return workbook({name: pd.DataFrame(tables.get(name, [])) for name in TABLES})


def shuffled(made: Workbook, seed: int) -> Workbook:
    """Return the same workbook with the rows of every table in another order."""
    return workbook({name: made[name].sample(frac=1, random_state=seed) for name in made.sheets})


def records(frame: pd.DataFrame) -> list[Row]:
    """Return a frame's rows as plain values, None where one is missing and days as text."""
    rows = []
    for row in frame.to_dict("records"):
        plain = {name: None if pd.isna(value) else value for name, value in row.items()}
        rows.append({n: str(v.date()) if isinstance(v, pd.Timestamp) else v for n, v in plain.items()})
    return rows


def csv_rows(table: str, lang: Lang = "sv") -> list[dict[str, str]]:
    """Return Exempelby's table, read with the csv module alone."""
    path: Path = exempelby_path(lang) / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert found
    return found


def csv_visits() -> dict[str, dict[str, str]]:
    """Return Exempelby's visits by id."""
    return {row["visit_id"]: row for row in csv_rows("visits")}


def days(later: str, earlier: str) -> int:
    """Return the days between two dates written year-month-day."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def most_common(values: list[str]) -> tuple[str, int]:
    """Return the value that stands most often, and how often."""
    return Counter(values).most_common(1)[0]
