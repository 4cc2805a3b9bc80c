"""Write a workbook: whole or not at all, with a backup of what stood there, and no cell that acts as a formula."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from fsi_kit.texts import Lang, load_texts
from fsi_kit.workbook.book import Sheet, Workbook, empty_frame
from fsi_kit.workbook.cells import clean
from fsi_kit.workbook.rules import show
from fsi_kit.workbook.schema import Field, Table, key
from fsi_kit.workbook.sources import csv_files, disarm

MAX_EXCEL_ROWS = 1_048_576
MAX_EXCEL_TEXT = 32_767
FIRST_EXCEL_DAY = pd.Timestamp("1900-03-01")
BACKUP_FOLDER = "backup"
WIDTHS = {"string": 24, "date": 12, "time": 8, "integer": 10, "number": 10, "boolean": 10}
WIDE_FROM = 1000  # columns for texts this long get room to be read
WIDE = 60


class WriteError(Exception):
    """A workbook that cannot be written as asked; `text(lang)` says what and how to mend it."""

    def __init__(self, reason: str, **params: str) -> None:
        self.reason, self.params = reason, params
        super().__init__(self.text("en"))

    def text(self, lang: Lang) -> str:
        """Return the reason in a language."""
        template: str = load_texts("fsi_kit.workbook", "write.toml")[self.reason][lang]
        return template.format_map(self.params)


def write(book: Workbook, path: str | Path, lang: Lang = "sv") -> list[Path]:
    """Write a workbook as one Excel file (a path ending in ``.xlsx``) or as a folder of CSV files.

    Every table is written, also those without rows. Each file is first written whole beside the old one and then
    put in its place in one move, so a stop in the middle leaves the old file as it was. What stood there before is
    copied to the folder ``backup`` beside it, under a name with the time. Texts that a spreadsheet would take for
    formulas are defused. Cells that could not be read are written as they stood, unless the frame has been given a
    value there since. A folder's files keep their names, Swedish ones too, and those called ``.tsv`` their tabs. An
    Excel file's sheets that are not tables of the workbook's are not kept: they stand in the backup.

    Args:
        book: the workbook.
        path: an ``.xlsx`` file, or a folder (made if need be).
        lang: the language of headings and labels in Excel. CSV always has the ids.

    Returns:
        The files written.

    Raises:
        WriteError: more rows or longer texts than Excel holds. Nothing is changed then.
        OSError: the disk or the permissions say no. No file is half written.
    """
    path = Path(path)
    if path.suffix.lower() == ".xlsx":
        _fits_excel(book)
        return _replace({path: lambda file: _write_xlsx(book, file, lang)})
    path.mkdir(parents=True, exist_ok=True)
    there: dict[str | None, Path] = {}
    for file in csv_files(path):
        there.setdefault(book.descriptor.names.get(key(file.stem)), file)
    jobs: dict[Path, Callable[[Path], None]] = {}
    for table in book.descriptor.tables.values():
        jobs[there.get(table.name, path / f"{table.name}.csv")] = lambda file, table=table: _write_csv(
            book, table, file
        )  # type: ignore[misc]
    return _replace(jobs)


def _replace(jobs: dict[Path, Callable[[Path], None]]) -> list[Path]:
    """Write every file beside its place, then back up the old ones, then move all new ones in."""
    made: dict[Path, Path] = {}
    try:
        for target, job in jobs.items():
            handle, name = tempfile.mkstemp(prefix=".fsi-", suffix=target.suffix + ".part", dir=target.parent)
            os.close(handle)
            made[target] = Path(name)
            job(made[target])
            with made[target].open("rb+") as file:
                os.fsync(file.fileno())
        for target in made:
            if target.exists():
                _back_up(target)
                shutil.copymode(target, made[target])
            else:
                made[target].chmod(0o666 & ~_umask())
        for target, new in made.items():
            new.replace(target)
    finally:
        for new in made.values():
            new.unlink(missing_ok=True)
    return list(made)


def _back_up(file: Path) -> Path:
    folder = file.parent / BACKUP_FOLDER
    folder.mkdir(exist_ok=True)
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        extra = "" if number == 1 else f"-{number}"
        copy = folder / f"{file.stem}-{stamp}{extra}{file.suffix}"
        if not copy.exists():
            shutil.copy2(file, copy)
            return copy
    raise WriteError("too_many_backups", folder=str(folder))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write_csv(book: Workbook, table: Table, path: Path) -> None:
    sheet, columns = _sheet_and_columns(book, table)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t" if ".tsv" in path.suffixes else ",", lineterminator="\n")
        writer.writerow([disarm(column.name) for column in columns])
        for row in _rows(sheet, columns):
            writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return disarm(value) if isinstance(value, str) else show(value)


def _write_xlsx(book: Workbook, path: Path, lang: Lang) -> None:
    from openpyxl import Workbook as ExcelFile

    excel = ExcelFile(write_only=True)
    try:
        for table in book.descriptor.tables.values():
            _write_page(excel.create_sheet(table.titles[lang]), book, table, lang)
        excel.save(path)
    except BaseException:
        for page in excel.worksheets:
            with suppress(Exception):  # else openpyxl complains of each when it is thrown away
                page.close()
        raise


def _write_page(page: Any, book: Workbook, table: Table, lang: Lang) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    yes_no = load_texts("fsi_kit.workbook", "write.toml")["boolean"]
    sheet, columns = _sheet_and_columns(book, table)
    page.freeze_panes = "B2"
    for i, column in enumerate(columns, start=1):
        long = (column.max_length or 0) >= WIDE_FROM
        page.column_dimensions[get_column_letter(i)].width = WIDE if long else WIDTHS[column.type]

    def cell(value: Any, bold: bool = False, wrap: bool = False) -> Any:
        # An apostrophe that reading would take for a guard gets a guard of its own.
        guarded = disarm(value) if isinstance(value, str) and value.startswith("'") else value
        made = WriteOnlyCell(page, guarded)
        if isinstance(value, str):
            made.data_type = "s"
            made.number_format = "@"
            made.quotePrefix = disarm(value) != value
        if bold:
            made.font = Font(bold=True)
        if wrap:
            made.alignment = Alignment(wrap_text=True, vertical="top")
        return made

    page.append([cell(column.titles.get(lang, column.name), bold=True) for column in columns])
    for row in _rows(sheet, columns):
        values = zip(row, columns, strict=True)
        page.append(
            [
                None if value == "" else cell(_excel_value(value, column, lang, yes_no), wrap=bool(column.max_length))
                for value, column in values
            ]
        )


def _excel_value(value: Any, column: Field, lang: Lang, yes_no: dict[str, Any]) -> Any:
    if isinstance(value, bool):
        return yes_no["yes" if value else "no"][lang]
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime().date() if value >= FIRST_EXCEL_DAY else show(value)
    return column.label(value, lang) if isinstance(value, str) else value


def _sheet_and_columns(book: Workbook, table: Table) -> tuple[Sheet, list[Field]]:
    sheet = book.sheets.get(table.name) or Sheet(table, empty_frame(table))
    return sheet, [*table.fields, *(Field(name, "string", {}, {}) for name in sheet.extra)]


def _rows(sheet: Sheet, columns: list[Field]) -> Iterator[list[Any]]:
    """Yield each row that is not blank: plain Python values, "" for none, the user's text for an unread one."""
    lists = [sheet.frame[c.name].astype(object).tolist() for c in columns]
    names = [c.name for c in columns]
    for row, *values in zip(sheet.frame.index, *lists, strict=True):
        cells = ["" if pd.isna(v) else clean(v) if isinstance(v, str) else v for v in values]
        if sheet.unread:
            cells = [sheet.unread.get((row, n), "") if v == "" else v for n, v in zip(names, cells, strict=True)]
        if any(cell != "" for cell in cells):
            yield cells


def _fits_excel(book: Workbook) -> None:
    for sheet in book.sheets.values():
        if len(sheet.frame) + 1 > MAX_EXCEL_ROWS:
            raise WriteError("too_many_rows", table=sheet.table.name, rows=str(len(sheet.frame)))
        for name in map(str, sheet.frame.select_dtypes("string").columns):
            long = sheet.frame[name].str.len() > MAX_EXCEL_TEXT
            if long.any():
                raise WriteError(
                    "too_long_text", table=sheet.table.name, column=str(name), row=str(long[long].index[0])
                )
        for (row, name), text in sheet.unread.items():
            if len(text) > MAX_EXCEL_TEXT:
                raise WriteError("too_long_text", table=sheet.table.name, column=name, row=str(row))
