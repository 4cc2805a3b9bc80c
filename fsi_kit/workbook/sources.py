"""Files to grids of text: Swedish or English CSV, and Excel workbooks. Nothing here knows what a column means."""

from __future__ import annotations

import codecs
import csv
import re
import warnings
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from fsi_kit.workbook.cells import as_text, clean

MAX_UNPACKED_BYTES = 2_000_000_000
MAX_CSV_BYTES = 1_000_000_000
READ_AT_A_TIME = 1 << 20
ROWS_AT_A_TIME = 256
"""Rows whose columns are cleaned together: few enough to stay in the processor's cache."""
HEADER_SEARCHED_ROWS = 10

OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
ARMED = re.compile(r"'+[=+\-@\t\r]")


class UnreadableError(Exception):
    """A file that cannot be read at all; `rule` says why (``D0…``)."""

    def __init__(self, rule: str, file: str, detail: str = "") -> None:
        super().__init__(f"{rule} {file} {detail}".strip())
        self.rule, self.file, self.detail = rule, file, detail


@dataclass
class Grid:
    """One sheet or CSV file as text.

    Attributes:
        header: the headings, cleaned; `header_row` is their row number as the user sees it.
        columns: one list of cleaned texts per heading.
        rows: the user's row number of each row; blank rows are left out.
        too_long, too_short: row numbers of CSV rows with more or fewer cells than headings.
        unheaded: letters' positions of columns that hold text but have no heading.
        formulas: (row, position) of formulas that were never calculated.
        serial_dates: False where the file counts days from 1904, so that date numbers cannot be trusted.
    """

    file: str
    sheet: str | None = None
    header: list[str] = field(default_factory=list)
    header_row: int = 0
    columns: list[list[str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    too_long: list[int] = field(default_factory=list)
    too_short: list[int] = field(default_factory=list)
    unheaded: list[int] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    serial_dates: bool = True


def csv_grid(path: Path) -> Grid:
    """Read one CSV file: comma, semicolon or tab; UTF-8 (with or without BOM), UTF-16 or Windows-1252.

    Raises:
        UnreadableError: the file is not text, or too large.
    """
    limit = csv.field_size_limit(MAX_CSV_BYTES)
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            first = file.readline()
            if re.fullmatch(r"sep=.\r?\n?", first, re.IGNORECASE):
                separator = first[4]
            else:
                separator = max(";,\t", key=re.sub(r'"[^"]*"', "", first).count)
                file.seek(0)
            return _fill(Grid(path.name), csv.reader(file, delimiter=separator))
    finally:
        csv.field_size_limit(limit)


def xlsx_grids(path: Path) -> list[Grid]:
    """Read every sheet of an Excel workbook, values only.

    Raises:
        UnreadableError: not an Excel workbook, protected by a password, damaged, or too large.
    """
    from openpyxl import load_workbook

    formulas = _inspect(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of drop-downs and styles that it does not keep
            book = load_workbook(path, read_only=True, data_only=True)
            grids = [_sheet_grid(path.name, sheet, book) for sheet in book.worksheets]
            book.close()
            if formulas:
                book = load_workbook(path, read_only=True, data_only=False)
                for grid in grids:
                    _find_uncalculated(grid, book[grid.sheet])
                book.close()
    except Exception as error:  # openpyxl raises whatever the damaged part provokes
        raise UnreadableError("D005", path.name, type(error).__name__) from error
    return grids


def disarm(text: str) -> str:
    """Return text that a spreadsheet will not take for a formula: an apostrophe before ``= + - @``."""
    return f"'{text}" if text[:1] in "=+-@\t\r'" and re.match(r"'*[=+\-@\t\r]", text) else text


def rearm(text: str) -> str:
    """Undo `disarm`."""
    return text[1:] if text[:1] == "'" and ARMED.match(text) else text


def _encoding(path: Path) -> str:
    """Return the encoding that all of a file can be read in, a block at a time: files may be large."""
    if path.stat().st_size > MAX_CSV_BYTES:
        raise UnreadableError("D007", path.name)
    with path.open("rb") as file:
        wide = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "cp1252"]:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while block := file.read(READ_AT_A_TIME):
                    if "\0" in block and not wide:
                        raise UnreadableError("D006", path.name)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableError("D006", path.name)


def _length_of(row: list[str], headings: int) -> int:
    """Compare a row's cells with the headings: -1 fewer, 0 as many, 1 more that are not blank."""
    if len(row) < headings:
        return -1
    return 1 if any(cell.strip() for cell in row[headings:]) else 0


def _fill(grid: Grid, rows: Iterable[list[str]]) -> Grid:
    """Put rows into the grid: find the headings, leave blank rows out, clean each cell."""
    numbered = enumerate(rows, start=1)
    header = _header(numbered)
    if header is None:
        return grid
    grid.header_row, cells, ahead = header
    grid.header = [clean(cell) for cell in cells]
    while grid.header and not grid.header[-1]:
        grid.header.pop()
    width = len(grid.header)
    columns: list[list[str]] = [[] for _ in range(width)]
    lines = chain(ahead, numbered)
    while block := list(islice(lines, ROWS_AT_A_TIME)):
        kept: list[list[str]] = []
        for number, row in block:
            if not any(row) or not any(map(str.strip, row)):
                continue
            length = _length_of(row, width) if len(row) != width else 0
            if length:
                (grid.too_long if length > 0 else grid.too_short).append(number)
                if len(row) < width:
                    row = [*row, *[""] * (width - len(row))]
            grid.rows.append(number)
            kept.append(row)
        # zip stops at the headings' width: what longer rows hold beyond it stands in `too_long`.
        for column, values in zip(columns, zip(*kept, strict=False), strict=False):
            column.extend(_cleaned(values))
    grid.columns = columns
    grid.unheaded = [i for i, name in enumerate(grid.header) if not name and any(columns[i])]
    return grid


def _header(
    numbered: Iterator[tuple[int, list[str]]],
) -> tuple[int, list[str], list[tuple[int, list[str]]]] | None:
    """Return the headings' row number and cells, and the rows read past them.

    A title or a note above the table has fewer cells than the headings: the first row, of those near the
    top, that is as wide as any of them is taken.
    """
    ahead: list[tuple[int, list[str]]] = []
    for number, row in numbered:
        ahead.append((number, row))
        if number >= HEADER_SEARCHED_ROWS:
            break
    widths = [sum(1 for cell in row if cell.strip()) for _, row in ahead]
    if not any(widths):
        return None
    first = next(i for i, width in enumerate(widths) if width)
    if widths[first] == 1 and max(widths) > 2:
        first = next(i for i, width in enumerate(widths) if width > 1)
    return *ahead[first], ahead[first + 1 :]


def _cleaned(cells: Sequence[str]) -> Iterable[str]:
    """Clean the cells of a column. Where values come again, each is cleaned once and kept once in memory."""
    distinct = set(cells)
    if len(distinct) > len(cells) / 2:
        return _clean_each(cells)
    known = dict(zip(distinct, _clean_each(distinct), strict=True))
    return map(known.__getitem__, cells)


def _clean_each(cells: Collection[str]) -> list[str]:
    texts = list(map(str.strip, cells))
    together = "".join(texts)
    if together.isprintable() and "'" not in together:
        return texts
    return [rearm(clean(text)) for text in texts]


def _inspect(path: Path) -> bool:
    """Say whether a workbook holds formulas, after looking whether it is one at all."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(OLE_SIGNATURE):
        data = path.read_bytes()
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableError("D003" if locked else "D004", path.name)
    if not zipfile.is_zipfile(path):
        raise UnreadableError("D002", path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise UnreadableError("D007", path.name)
            names = [p.filename for p in parts]
            if "xl/workbook.xml" not in names:
                raise UnreadableError("D002", path.name)
            sheets = [name for name in names if name.startswith("xl/worksheets/")]
            return any(_holds_formula(archive, name) for name in sheets)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableError("D005", path.name, type(error).__name__) from error


def _holds_formula(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        tail = b""
        while block := part.read(1 << 20):
            if b"<f>" in tail + block or b"<f " in tail + block:
                return True
            tail = block[-3:]
    return False


def _sheet_grid(file: str, sheet: Any, book: Any) -> Grid:
    sheet.reset_dimensions()
    grid = Grid(file, sheet.title, serial_dates=book.epoch.year != 1904)
    rows = ([as_text(value) for value in row] for row in sheet.iter_rows(values_only=True))
    return _fill(grid, _padded(rows))


def _padded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Give every row at least as many cells as the widest so far: a sheet's rows end where their text ends."""
    width = 0
    for row in rows:
        width = max(width, len(row))
        yield row + [""] * (width - len(row))


def _find_uncalculated(grid: Grid, sheet: Any) -> None:
    position_of = {row: i for i, row in enumerate(grid.rows)}
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        at = position_of.get(number)
        for position, value in enumerate(row[: len(grid.header)]):
            if not (isinstance(value, str) and value.startswith("=")) or number == grid.header_row:
                continue
            if at is None or not grid.columns[position][at]:
                grid.formulas.append((number, position))
