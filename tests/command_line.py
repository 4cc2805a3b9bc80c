"""For tests of the `fsi` command: run it, and read the CSV that it gives as a spreadsheet would."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from fsi_kit.cli import app
from fsi_kit.texts import LANGS
from fsi_kit.workbook import workbook, write

each_lang = pytest.mark.parametrize("lang", LANGS)
FORMULA = '=HYPERLINK("http://evil.example","x")'
MARKUP = "[bold red]x[/bold red] :warning:"
STEERING = "\x9b31m\u202e"


def fsi(*arguments: object) -> Result:
    """Run `fsi` with output to a pipe; whatever it could not handle is raised."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def table(result: Result) -> list[dict[str, str]]:
    """Return the CSV that a command gave, after a look for cells that a spreadsheet would take for formulas."""
    assert result.exit_code == 0, result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows
    cells = [cell for row in rows for cell in (*row, *row.values())]
    assert not [cell for cell in cells if cell and cell[0] in "=+-@\t\r"]
    return rows


def hostile_book(folder: Path) -> Path:
    """Write a workbook whose texts are formulas, markup and signs that steer a terminal."""
    evil = f"{FORMULA}\n{MARKUP}\t{STEERING}"
    frames = {
        "companies": [
            {"company_id": "C1", "name": evil, "industry": "C", "size": "solo", "place": FORMULA},
            {"company_id": "C2", "name": MARKUP, "industry": "C", "size": "solo", "place": "@place"},
            {"company_id": "C3", "name": FORMULA, "industry": "I", "size": "micro", "place": MARKUP},
        ],
        "visits": [
            {"visit_id": f"V{n}", "company_id": f"C{n}", "date": pd.Timestamp(2026, 5, n), "summary": evil}
            for n in (1, 2)
        ],
        "insights": [
            {
                "insight_id": f"I{n}",
                "visit_id": f"V{n}",
                "statement": f"{evil} parkering framför porten",
                "area": "land",
                "kind": "wish",
                "theme": FORMULA,
                "urgency": 3,
                "shared_with": MARKUP + STEERING,
                "shared_on": pd.Timestamp(2026, 5, 4),
            }
            for n in (1, 2)
        ],
        "workshops": [{"workshop_id": "W1", "place": evil, "date": pd.Timestamp(2026, 5, 20)}],
        "participants": [
            {
                "participant_id": f"P{n}",
                "workshop_id": "W1",
                "role": evil,
                "side": "business" if n % 2 else "municipality",
                "department": FORMULA,
            }
            for n in range(1, 7)
        ],
    }
    book = workbook({name: pd.DataFrame(rows) for name, rows in frames.items()})
    write(book, folder)
    return folder


def is_text_only(shown: str) -> None:
    """Fail where markup was followed, or where signs that steer a terminal came through."""
    assert MARKUP in shown or FORMULA in shown
    assert "\x9b" not in shown and "\u202e" not in shown and "\x1b" not in shown
    assert "⚠" not in shown


def small_book(folder: Path, **tables: str) -> Path:
    """Write CSV tables as they are given and return their folder."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
