"""Excel workbooks to grids of text, values only, and what there is to say of files that are not what they seem."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from fsi_kit.workbook.cells import as_text
from fsi_kit.workbook.sources import Grid, UnreadableError, fill

MAX_UNPACKED_BYTES = 2_000_000_000
MAX_ROWS = 1_048_576

OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP_SIGNATURE = b"PK\x03\x04"
ENCRYPTED = re.compile("EncryptedPackage".encode("utf-16-le"))
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")

LONGEST_MATCH = 64


def xlsx_grids(path: Path, known: frozenset[str] = frozenset()) -> list[Grid]:
    """Read every sheet of an Excel workbook, values only.

    Args:
        path: the file.
        known: headings to look for, as `key` leaves them.

    Raises:
        UnreadableError: not an Excel workbook, protected by a password, damaged, or too large.
    """
    from openpyxl import load_workbook

    formulas = _inspect(path)
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")  # openpyxl warns of drop-downs and styles that it does not keep
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            grids = [_sheet_grid(path.name, sheet, book, known) for sheet in book.worksheets]
            if formulas:
                with_formulas = load_workbook(file, read_only=True, data_only=False, keep_links=False)
                for grid in grids:
                    grid.formulas = list(_uncalculated(grid, with_formulas[grid.sheet], book[grid.sheet]))
    except Exception as error:  # openpyxl raises whatever the damaged part provokes
        raise UnreadableError("D005", path.name, type(error).__name__) from error
    return grids


def _inspect(path: Path) -> bool:
    """Say whether a workbook holds formulas, after looking whether it is one at all."""
    with path.open("rb") as file:
        start = file.read(len(OLE_SIGNATURE))
        if start == OLE_SIGNATURE:
            raise UnreadableError("D003" if _holds(file, ENCRYPTED) else "D004", path.name)
    if not zipfile.is_zipfile(path):
        rule = "D005" if start.startswith(ZIP_SIGNATURE) else "D002"
        raise UnreadableError(rule, path.name, "BadZipFile")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise UnreadableError("D007", path.name)
            names = [p.filename for p in parts]
            if "xl/workbook.xml" not in names:
                raise UnreadableError("D002", path.name)
            sheets = [name for name in names if name.startswith("xl/worksheets/")]
            return any(_holds(archive.open(name), FORMULA) for name in sheets)
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableError("D005", path.name, type(error).__name__) from error


def _holds(file: IO[bytes], pattern: re.Pattern[bytes]) -> bool:
    tail = b""
    while block := file.read(1 << 20):
        if pattern.search(tail + block):
            return True
        tail = block[-LONGEST_MATCH:]
    return False


def _sheet_grid(file: str, sheet: Any, book: Any, known: frozenset[str]) -> Grid:
    sheet.reset_dimensions()
    hidden = sheet.sheet_state != "visible"
    grid = Grid(file, sheet.title, serial_dates=book.epoch.year != 1904, hidden=hidden)
    return fill(grid, _texts(sheet), known)


def _texts(sheet: Any) -> Iterator[list[str]]:
    """Yield rows as texts, each without the blanks at its end: a styled row has cells all the way to XFD."""
    for row in sheet.iter_rows(max_row=MAX_ROWS, values_only=True):
        end = len(row)
        while end and row[end - 1] is None:
            end -= 1
        yield [as_text(value) for value in row[:end]]


def _uncalculated(grid: Grid, formulas: Any, values: Any) -> Iterator[tuple[int, int]]:
    """Yield row and position of each formula without a value; one that gives an empty text has a value."""
    formulas.reset_dimensions()
    rows = zip(formulas.iter_rows(max_row=MAX_ROWS), values.iter_rows(max_row=MAX_ROWS), strict=True)
    for number, (row, results) in enumerate(rows, start=1):
        if number <= grid.header_row:
            continue
        for position, (cell, result) in enumerate(zip(row[: len(grid.header)], results, strict=False)):
            if cell.data_type == "f" and result.value is None and result.data_type != "str":
                yield number, position
