"""Read a workbook: a folder of CSV files, or one Excel file. Reading is forgiving; what it cannot read it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from fsi_kit.findings import Finding, Hit, load_rules
from fsi_kit.texts import Both
from fsi_kit.workbook.book import Column, Sheet, Workbook, letter, row_numbers, typed
from fsi_kit.workbook.cells import ERROR_VALUES, convert, error_values
from fsi_kit.workbook.excel import xlsx_grids
from fsi_kit.workbook.schema import Descriptor, Field, Table, key, load_descriptor
from fsi_kit.workbook.sources import CSV_SUFFIXES, Grid, UnreadableError, csv_files, csv_grid

GUIDES = {"guide", "vägledning", "läsmig", "läsförst", "readme", "readfirst", "listor", "lists"}
NOT_READ_AS = {"date": "D202", "integer": "D203", "number": "D204", "boolean": "D205", "time": "D206"}


def read(path: str | Path, descriptor: Descriptor | None = None) -> Workbook:
    """Read a workbook from a folder of CSV files or from one ``.xlsx`` file.

    Headings, table names and enum values may be ids, Swedish or English. Nothing raises for what the file
    holds: whatever cannot be read stands in the workbook's ``hits`` and ``findings``, and the source is
    never changed.

    Args:
        path: the folder or file.
        descriptor: the tables to look for; by default the workbook's own.
    """
    descriptor = descriptor or load_descriptor()
    path = Path(path)
    findings: list[Finding] = []
    hits: list[Hit] = []
    sheets: dict[str, Sheet] = {}
    unread: set[str | None] = set()
    grids: list[Grid] = []
    for file in _files(path, findings):
        try:
            if file.suffix.lower() in CSV_SUFFIXES:
                grids.append(csv_grid(file, descriptor.headings))
            else:
                grids += xlsx_grids(file, descriptor.headings)
        except UnreadableError as error:
            findings.append(_about(error.rule, error.file, error.detail, row=error.row))
            unread.add(descriptor.names.get(key(file.stem)))
        except OSError as error:
            findings.append(_about("D010", file.name, error.strerror or type(error).__name__))
            unread.add(descriptor.names.get(key(file.stem)))
    for grid in grids:
        name = grid.sheet if grid.sheet is not None else Path(grid.file).stem
        table_id = descriptor.names.get(key(name))
        if table_id is None:
            if key(name) not in GUIDES and not grid.hidden:
                findings.append(_about("D108", grid.file, name, sheet=grid.sheet))
        elif table_id in sheets:
            first = sheets[table_id].sheet or sheets[table_id].file
            findings.append(_about("D102", grid.file, first, table=table_id, sheet=grid.sheet))
        else:
            sheets[table_id] = _sheet(descriptor.tables[table_id], grid, hits)
    if grids or not findings:
        absent = [t for t in descriptor.tables.values() if t.name not in {*sheets, *unread}]
        findings += [_about("D101", path.name, _names(table.titles, table.name), table.name) for table in absent]
    return Workbook(descriptor, sheets, tuple(hits), tuple(findings))


def _files(path: Path, findings: list[Finding]) -> list[Path]:
    """Return the files to read; where there are none, add the finding that says why."""
    try:
        if path.is_dir():
            files = csv_files(path)
            if not files:
                findings.append(_about("D008", path.name))
            return files
        if not path.exists():
            findings.append(_about("D001", str(path)))
            return []
    except OSError as error:
        findings.append(_about("D010", str(path), error.strerror or type(error).__name__))
        return []
    if path.suffix.lower() in CSV_SUFFIXES:
        findings.append(_about("D009", path.name))
        return []
    return [path]


def _sheet(table: Table, grid: Grid, hits: list[Hit]) -> Sheet:
    """Make a typed table of a grid; add a hit for everything that cannot be read."""
    fields = _place_columns(table, grid, hits)
    index = row_numbers(grid.rows)
    series: dict[str, pd.Series[Any]] = {}
    seen: dict[str, Column] = {}
    unread: dict[tuple[int, str], str] = {}
    for position, column in sorted(fields.items()):
        cells = grid.columns[position] if grid.columns else []
        seen[column.name] = Column(grid.header[position], letter(position))
        values, bad = convert(column, cells, serial_dates=grid.serial_dates)
        if column.type == "string" and column.name in table.columns and position not in grid.error_free:
            bad = error_values(cells)
            values.iloc[bad] = pd.NA
        series[column.name] = values
        for i in bad:
            row, text = grid.rows[i], cells[i]
            unread[row, column.name] = text
            rule = "D211" if ERROR_VALUES.fullmatch(text) else NOT_READ_AS[column.type]
            hits.append(Hit(rule, table.name, row, column.name, text))
    for row, position in grid.formulas:
        if position in fields:
            unread[row, fields[position].name] = ""
            hits.append(Hit("D212", table.name, row, fields[position].name))
    for row in grid.too_long:
        hits.append(Hit("D106", table.name, row))
    for row in grid.too_short:
        hits.append(Hit("D107", table.name, row))
    missing = {f.name: typed(f, [None] * len(index)) for f in table.fields if f.name not in series}
    order = [*table.columns, *(name for name in series if name not in table.columns)]
    columns = {**series, **missing}
    frame = pd.DataFrame({name: columns[name] for name in order}, copy=False).set_axis(index)
    return Sheet(table, frame, grid.file, grid.sheet, seen, unread)


def _place_columns(table: Table, grid: Grid, hits: list[Hit]) -> dict[int, Field]:
    """Say which column of the table stands at which position; add hits for headings that do not fit."""
    if not grid.header:
        hits.append(Hit("D109", table.name))
        return {}
    fields: dict[int, Field] = {}
    taken: set[str] = set()
    for position, header in enumerate(grid.header):
        where = {"column": header, "letter": letter(position)}
        if not header:
            if position in grid.unheaded:
                hits.append(Hit("D110", table.name, grid.header_row, None, None, where))
            continue
        name = table.headers.get(key(header), header)
        if name in taken:
            hits.append(Hit("D105", table.name, grid.header_row, name, header, where))
            continue
        taken.add(name)
        fields[position] = table.columns.get(name) or Field(name, "string", {}, {})
        if name not in table.columns:
            hits.append(Hit("D104", table.name, grid.header_row, name, header, where))
    for column in table.fields:
        if column.name not in taken:
            rule = "D103" if column.required else "D111"
            hits.append(Hit(rule, table.name, None, column.name, None, {"column": _names(column.titles, column.name)}))
    return fields


def _names(titles: Both, id_: str) -> Both:
    """Return a table's or a column's name in each language, with its id where that differs."""
    return {lang: f"{title} ({id_})" if key(title) != key(id_) else title for lang, title in titles.items()}


def _about(
    rule: str,
    file: str,
    detail: str | Both = "",
    table: str | None = None,
    sheet: str | None = None,
    row: int | None = None,
) -> Finding:
    return Finding(load_rules("fsi_kit.workbook")[rule], table, file, sheet, row, params={"detail": detail})
