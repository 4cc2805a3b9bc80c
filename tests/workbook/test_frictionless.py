"""frictionless, which knows nothing of the kit, judges the same descriptor: both point at the same places.

It reads CSV as the kit writes it: ids as headings and values. What the kit reads more kindly or more strictly is
tried apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures.broken_cells import BROKEN_CELLS, Broken
from fixtures.broken_files import heading, more, without
from fixtures.small import DESCRIPTOR, Rows, found, rows_of, write_csv

import fsi_kit.workbook
from fsi_kit.workbook import read

frictionless = pytest.importorskip("frictionless")

DATA_PACKAGE = json.loads(Path(fsi_kit.workbook.__file__).with_name("datapackage.json").read_text(encoding="utf-8"))
ONLY_OURS = {"D401", "D501", "D502", "D503", "D504"}
"""Rules that Table Schema has no words for: dates of things past, and personal data."""
STRICTER = ("7e1", "#SAKNAS!")
"""Texts that Table Schema lets through in some column and the kit does not."""

Places = set[tuple[str, int | None, str | None]]


def judged_by_frictionless(folder: Path) -> Places:
    package = frictionless.Package.from_descriptor(DATA_PACKAGE, basepath=str(folder))
    with frictionless.system.use_context(trusted=True):
        report = package.validate()
    assert not report.errors
    return {_place(task.place, error) for task in report.tasks for error in task.errors}


def _place(file: str, error: Any) -> tuple[str, int | None, str | None]:
    row, column = getattr(error, "row_number", None), getattr(error, "field_name", None) or None
    if error.type == "foreign-key":
        column = re.match(r'for "(\w+)"', error.note)[1]
    elif error.type == "primary-key":
        column = DESCRIPTOR.tables[Path(file).stem].primary_key[0]
    elif error.type in ("extra-label", "duplicate-label"):
        column = error.label
    return file, row, column


def judged_by_us(folder: Path) -> Places:
    places: Places = set()
    for finding in found(read(folder)):
        if finding.rule.id in ONLY_OURS:
            continue
        # Of headings frictionless gives no row; a column that is not there has an id but no heading.
        of_heading = finding.rule.id in ("D104", "D105", "D110")
        row = None if of_heading else finding.row
        column = finding.header if of_heading else finding.column
        places.add((finding.file, row, column))
    return places


def test_both_are_silent_on_a_clean_folder(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "book", rows_of())
    assert judged_by_frictionless(folder) == judged_by_us(folder) == set()


SCHEMA_CELLS = [b for b in BROKEN_CELLS if b.text not in STRICTER and not ONLY_OURS.issuperset(b.rules)]
ONE_OF_EACH = list({(b.rules, b.table, b.column): b for b in SCHEMA_CELLS}.values())


@pytest.mark.parametrize("broken", ONE_OF_EACH, ids=str)
def test_both_point_at_the_same_cell(broken: Broken, tmp_path: Path) -> None:
    tables = rows_of()
    tables[broken.table][broken.row - 1][broken.position] = broken.text
    folder = write_csv(tmp_path / "book", tables)
    expected = {(f"{broken.table}.csv", broken.row, broken.column)}
    assert judged_by_frictionless(folder) == expected
    assert judged_by_us(folder) == expected


def test_every_kind_of_constraint_is_among_them() -> None:
    assert {"D201", "D202", "D203", "D204", "D205", "D206", "D207", "D208", "D209", "D210", "D301", "D303"} <= {
        rule for broken in ONE_OF_EACH for rule in broken.rules
    }


def test_both_point_at_the_same_cells_when_much_is_wrong_at_once(tmp_path: Path) -> None:
    tables = rows_of()
    for broken in SCHEMA_CELLS:
        tables[broken.table][broken.row - 1][broken.position] = broken.text
    tables["measurements"] += [tables["measurements"][3]] * 2
    folder = write_csv(tmp_path / "book", tables)
    assert judged_by_frictionless(folder) == judged_by_us(folder)
    assert len(judged_by_us(folder)) >= 25


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (without("visits", "summary"), ("visits.csv", None, "summary")),
        (without("participants", "group"), ("participants.csv", None, "group")),
        (more("visits", "väder", "sol", "regn"), ("visits.csv", None, "väder")),
        (more("visits", "date", "2025-01-01", "2025-01-01"), ("visits.csv", None, "date")),
        (lambda tables: tables["visits"][1].append("mera"), ("visits.csv", 2, None)),
        (
            lambda tables: tables["measurements"].append(tables["measurements"][1]),
            ("measurements.csv", 5, "municipality"),
        ),
        (heading("visits", "summary", "summery"), ("visits.csv", None, "summary")),
    ],
    ids=[
        "a missing heading",
        "another",
        "an extra heading",
        "a heading twice",
        "an extra cell",
        "a key twice",
        "misspelt",
    ],
)
def test_both_point_at_the_same_heading_or_row(
    change: Callable[[Rows], object], place: tuple[str, int | None, str | None], tmp_path: Path
) -> None:
    tables = rows_of()
    change(tables)
    folder = write_csv(tmp_path / "book", tables)
    assert place in judged_by_frictionless(folder)
    assert place in judged_by_us(folder)
    assert {file for file, *_ in judged_by_frictionless(folder)} == {file for file, *_ in judged_by_us(folder)}


def test_a_missing_cell_is_seen_by_both(tmp_path: Path) -> None:
    tables = rows_of()
    tables["visits"][1].pop()
    folder = write_csv(tmp_path / "book", tables)
    assert judged_by_frictionless(folder) == {("visits.csv", 2, "summary")}
    assert judged_by_us(folder) == {("visits.csv", 2, None)}, "the row is cut off: which cell is missing nobody knows"


def test_a_missing_table_is_seen_by_both(tmp_path: Path) -> None:
    tables = rows_of()
    del tables["feedback"]
    folder = write_csv(tmp_path / "book", tables)
    assert judged_by_frictionless(folder) == {("feedback.csv", None, None)}
    assert [(f.rule.id, f.table) for f in found(read(folder))] == [("D101", "feedback")]


def test_only_the_kit_sees_what_table_schema_has_no_words_for(tmp_path: Path) -> None:
    tables = rows_of()
    cells = [b for b in BROKEN_CELLS if ONLY_OURS.issuperset(b.rules)]
    for broken in cells:
        tables[broken.table][broken.row - 1][broken.position] = broken.text
    folder = write_csv(tmp_path / "book", tables)
    assert judged_by_frictionless(folder) == set()
    assert {f.rule.id for f in found(read(folder))} == ONLY_OURS


def test_the_kit_reads_kindly_what_table_schema_refuses(tmp_path: Path) -> None:
    tables = rows_of()
    kind = [("companies", "sole_trader", "Nej"), ("visits", "date", "5/3 2025"), ("measurements", "value", "72,5")]
    for table, column, text in [*kind, ("visits", "form", "Hos företaget")]:
        tables[table][1][list(DESCRIPTOR.tables[table].columns).index(column)] = text
    folder = write_csv(tmp_path / "book", tables)
    assert len(judged_by_frictionless(folder)) == 4
    assert judged_by_us(folder) == set()
