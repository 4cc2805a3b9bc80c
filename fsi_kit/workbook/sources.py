"""Files to grids of text: what holds for every grid, and CSV in Swedish or English. `excel` reads Excel's files.

Nothing here knows what a column means; which headings to look for, the caller says.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress, islice
from operator import itemgetter
from pathlib import Path

import numpy as np

from fsi_kit.workbook.cells import clean, may_hold_errors
from fsi_kit.workbook.regular import regular_columns
from fsi_kit.workbook.schema import key

MAX_CSV_BYTES = 1_000_000_000
MAX_CELL_CHARACTERS = 10_000_000
READ_AT_A_TIME = 1 << 20
ROWS_AT_A_TIME = 256
"""Rows whose columns are cleaned together: few enough to stay in the processor's cache."""
CELLS_AT_A_TIME = 4096
MAX_COLUMNS = 200
HEADER_SEARCHED_ROWS = 10
"""Rows with text among which the headings are looked for: titles and notes may stand above them."""
HEADER_SEARCHED_CHARACTERS = 1 << 16

SEPARATORS = ";,\t"
COUNTED = ";,"
"""Separators that cleaning a cell leaves in it, so that all in the file can be accounted for."""
CSV_SUFFIXES = (".csv", ".tsv", ".txt")
NAMES_SEPARATOR = re.compile(r"sep=([^\w\s\"]|\t)(?:[\r\n]|\Z)", re.IGNORECASE)
END = ["\0end"]
"""Put after a CSV file's lines. It comes out as a row of its own, unless a quotation mark is still open."""
ARMED = re.compile(r"'+[=+\-@\t\r]")


class UnreadableError(Exception):
    """A file that cannot be read at all; `rule` says why (``D0…``)."""

    def __init__(self, rule: str, file: str, detail: str = "", row: int | None = None) -> None:
        super().__init__(f"{rule} {file} {detail}".strip())
        self.rule, self.file, self.detail, self.row = rule, file, detail, row


@dataclass
class Grid:
    """One sheet or CSV file as text.

    Attributes:
        header: the headings, cleaned; `header_row` is their row number as the user sees it.
        columns: one list of cleaned texts per heading.
        rows: the user's row number of each row; blank rows are left out.
        too_long, too_short: row numbers of rows with more or, in CSV, fewer cells than headings.
        unheaded: letters' positions of columns that hold text but have no heading.
        error_free: positions of columns that are known to hold no error value of a spreadsheet.
        formulas: (row, position) of formulas that were never calculated.
        serial_dates: False where the file counts days from 1904, so that date numbers cannot be trusted.
        hidden: whether the user does not see the sheet, as with the one that holds the drop-downs' words.
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
    error_free: set[int] = field(default_factory=set)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    serial_dates: bool = True
    hidden: bool = False


def csv_files(folder: Path) -> list[Path]:
    """Return the CSV files in a folder, in the order of their names; hidden ones are left out."""
    files = sorted(f for f in folder.iterdir() if f.suffix.lower() in CSV_SUFFIXES and not f.name.startswith("."))
    return [f for f in files if f.is_file()]


def csv_grid(path: Path, known: frozenset[str] = frozenset()) -> Grid:
    """Read one CSV file: comma, semicolon or tab; UTF-8 (with or without BOM), UTF-16 or Windows-1252.

    Args:
        path: the file.
        known: headings to look for, as `key` leaves them.

    Raises:
        UnreadableError: the file is not text, or it or one of its cells is too large.
    """
    limit = csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        for encoding in _encodings(path):
            try:
                return _csv_grid(path, encoding, known)
            except UnicodeDecodeError:
                continue
    finally:
        csv.field_size_limit(limit)
    raise UnreadableError("D006", path.name)


def disarm(text: str) -> str:
    """Return text that a spreadsheet will not take for a formula: an apostrophe before ``= + - @``."""
    return f"'{text}" if text[:1] in "=+-@\t\r'" and re.match(r"'*[=+\-@\t\r]", text) else text


def rearm(text: str) -> str:
    """Undo `disarm`."""
    return text[1:] if text[:1] == "'" and ARMED.match(text) else text


def _encodings(path: Path) -> list[str]:
    """Return the encodings that a file may be in, the likeliest first."""
    if path.stat().st_size > MAX_CSV_BYTES:
        raise UnreadableError("D007", path.name)
    with path.open("rb") as file:
        wide = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-16" if wide else "latin-1")("replace")
        while block := file.read(READ_AT_A_TIME):
            if "\0" in decoder.decode(block):
                raise UnreadableError("D006", path.name)
    return ["utf-16"] if wide else ["utf-8-sig", "cp1252"]


def _csv_grid(path: Path, encoding: str, known: frozenset[str]) -> Grid:
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(HEADER_SEARCHED_CHARACTERS)
        file.seek(0)
        if named := NAMES_SEPARATOR.match(start):
            file.readline()
            return fill(Grid(path.name), _records(file, named[1], path.name), known)
        separator = _separator(start, known)
        widest = max(line.count(separator) for line in start.split("\n"))
        if separator in COUNTED and encoding != "utf-16" and widest < MAX_COLUMNS:
            regular = regular_columns(path, encoding, separator)
            if regular and (grid := fill_columns(Grid(path.name), known, separator, *regular)):
                return grid
        return fill(Grid(path.name), _records(file, separator, path.name), known)


def _separator(start: str, known: frozenset[str]) -> str:
    """Return the sign that parts the start of a file into most known headings on a row, else into most cells."""

    def fit(separator: str) -> tuple[int, int]:
        lines = (line for line in io.StringIO(start, newline="") if line.strip())
        rows = list(islice(csv.reader(lines, delimiter=separator), HEADER_SEARCHED_ROWS))
        return max((_headings(row, known) for row in rows), default=0), len(rows[0]) if rows else 0

    return max(SEPARATORS, key=fit)


def _records(lines: Iterable[str], separator: str, file: str) -> Iterator[list[str]]:
    number = 1
    try:
        for row in csv.reader(chain(lines, END), delimiter=separator):
            if row == END:
                return
            yield row
            number += 1
    except csv.Error as error:
        raise UnreadableError("D011", file, str(number), number) from error
    raise UnreadableError("D011", file, str(number - 1), number - 1)


def _headings(row: list[str], known: frozenset[str]) -> int:
    return sum(key(cell) in known for cell in row[:MAX_COLUMNS] if cell)


def fill(grid: Grid, rows: Iterable[list[str]], known: frozenset[str]) -> Grid:
    """Put rows into the grid: find the headings, leave blank rows out, clean each cell."""
    numbered = enumerate(rows, start=1)
    ahead = _take_header(grid, numbered, known)
    width = len(grid.header)
    grid.columns = [[] for _ in range(width)]
    lines = chain(ahead, numbered)
    while block := list(islice(lines, ROWS_AT_A_TIME)):
        numbers, kept = zip(*block, strict=True)
        if set(map(len, kept)) == {width} and all(map(str.strip, map(itemgetter(0), kept))):
            grid.rows.extend(numbers)
        else:
            kept = _kept(grid, width, block)  # blank, short or long rows among them, or a blank first cell
        # zip stops at the headings' width: what longer rows hold beyond it stands in `too_long`.
        for column, values in zip(grid.columns, zip(*kept, strict=False), strict=False):
            column.extend(_cleaned(values))
    return _finished(grid)


def fill_columns(
    grid: Grid, known: frozenset[str], separator: str, columns: list[list[str]], separators: int
) -> Grid | None:
    """Do as `fill` with the columns of a CSV file; None where rows differ in length or reach beyond the headings.

    Args:
        grid, known: as in `fill`.
        separator: the sign between cells.
        columns, separators: as `regular_columns` returns them; the columns are emptied on the way.
    """
    height = len(columns[0])
    needed = height * (len(columns) - 1)
    _take_header(grid, enumerate(map(list, zip(*columns, strict=True)), start=1), known)
    width, first = len(grid.header), grid.header_row
    if any(map(str.strip, chain.from_iterable(columns[width:]))):
        return None
    for position, cells in enumerate(columns[:width]):
        grid.error_free.add(position)
        column: list[str] = []
        for start in range(0, height, CELLS_AT_A_TIME):
            block = cells[start : start + CELLS_AT_A_TIME]
            texts = list(map(str.strip, block))
            together = "".join(texts)
            if len(together) > MAX_CELL_CHARACTERS and max(map(len, texts)) > MAX_CELL_CHARACTERS:
                return None
            if may_hold_errors(together):
                grid.error_free.discard(position)
            # Stripping takes tabs away, which must be counted too.
            needed += (together if separator.strip() else "".join(block)).count(separator)
            column += texts if _is_clean(together) else map(_clean_one, texts)
        grid.columns.append(column[first:])
        cells.clear()
    if needed != separators:
        return None
    grid.rows = list(range(first + 1, height + 1)) if width else []
    return _finished(grid)


def _finished(grid: Grid) -> Grid:
    """Leave out rows without text and note columns without a heading."""
    if grid.columns and "" in grid.columns[0]:
        filled = [any(row) for row in zip(*grid.columns, strict=True)]
        grid.rows = list(compress(grid.rows, filled))
        grid.columns = [list(compress(column, filled)) for column in grid.columns]
    grid.unheaded = [i for i, name in enumerate(grid.header) if not name and any(grid.columns[i])]
    return grid


def _kept(grid: Grid, width: int, rows: Iterable[tuple[int, list[str]]]) -> tuple[list[str], ...]:
    """Return the rows that are not blank, with at least `width` cells; note those that had fewer or more."""
    kept = []
    for number, row in rows:
        if not any(row) or not any(map(str.strip, row)):
            continue
        if len(row) < width:
            row = [*row, *[""] * (width - len(row))]
            if grid.sheet is None:
                grid.too_short.append(number)
        elif len(row) > width and any(map(str.strip, row[width:])):
            grid.too_long.append(number)
        grid.rows.append(number)
        kept.append(row)
    return tuple(kept)


def _take_header(
    grid: Grid, numbered: Iterator[tuple[int, list[str]]], known: frozenset[str]
) -> list[tuple[int, list[str]]]:
    """Find the headings, put them into the grid and return the rows read past them; none where there is no text.

    Titles and notes may stand above the table. Of the rows near the top that hold text, the headings are the one
    with most known headings, at least two; else the first with at least two cells; else the first.
    """
    filled = ((number, row) for number, row in numbered if any(map(clean, row)))
    top = list(islice(filled, HEADER_SEARCHED_ROWS))
    if not top:
        return []
    known_on = [_headings(row, known) for _, row in top]
    best = known_on.index(max(known_on))
    if known_on[best] < 2:
        best = next((i for i, (_, row) in enumerate(top) if sum(map(bool, map(clean, row))) > 1), 0)
    grid.header_row, cells = top[best]
    grid.header = _clean_each(cells)
    if any(grid.header[MAX_COLUMNS:]):
        grid.too_long.append(grid.header_row)
    del grid.header[MAX_COLUMNS:]
    while grid.header and not grid.header[-1]:
        grid.header.pop()
    return top[best + 1 :]


def _cleaned(cells: Sequence[str]) -> Iterable[str]:
    """Clean the cells of a column. Where values come again, each is cleaned once and kept once in memory."""
    distinct = set(cells)
    if len(distinct) > len(cells) / 2:
        return _clean_each(cells)
    known = dict(zip(distinct, _clean_each(distinct), strict=True))
    return map(known.__getitem__, cells)


def _clean_each(cells: Collection[str]) -> list[str]:
    texts = list(map(str.strip, cells))
    return texts if _is_clean("".join(texts)) else list(map(_clean_one, texts))


def _clean_one(text: str) -> str:
    return clean(rearm(clean(text)))


def _is_clean(text: str) -> bool:
    """Say whether `_clean_one` certainly leaves the parts of a text as they are, if there is no space around them."""
    if not text or "'" in text:
        return not text
    try:
        signs = text.encode("latin-1")
    except UnicodeEncodeError:
        return text.isprintable()
    return bool(np.frombuffer(signs, dtype="uint8").min() >= ord(" "))
