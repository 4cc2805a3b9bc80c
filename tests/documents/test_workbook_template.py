"""The workbook template: what a person meets in it, and that it reads back clean when LibreOffice has saved it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from command_line import each_lang, fsi
from openpyxl import Workbook as ExcelBook
from openpyxl import load_workbook

from fsi_kit.documents import Brand, make_document
from fsi_kit.documents.facts import Facts
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.texts import LANGS, Lang, load_texts
from fsi_kit.workbook import Field, Table, Workbook, load_descriptor, read

TABLES = load_descriptor().tables
TYPING = Path(__file__).with_name("libreoffice_typing.py")
SYSTEM_PYTHON = shutil.which("python3", path=os.defpath) or ""

# A company's words and the way to an action, as ids; the test types each list's word in the file's language.
ROUND = {
    "companies": {"company_id": "C1", "name": "Sågen AB", "industry": "C", "size": "micro", "sole_trader": "no"},
    "visits": {"visit_id": "V1", "company_id": "C1", "date": "2026-05-04", "form": "on_site"},
    "insights": {
        "insight_id": "I1",
        "visit_id": "V1",
        "statement": "Plogbilen kommer efter nio.",
        "area": "infrastructure",
        "kind": "obstacle",
        "urgency": "4",
        "shared_with": "Gatuavdelningen",
        "shared_on": "2026-05-11",
    },
    "feedback": {
        "feedback_id": "B1",
        "company_id": "C1",
        "date": "2026-05-20",
        "channel": "phone",
        "message": "Vi plogar gatan före sju från och med i vinter.",
    },
}


def made(lang: Lang, folder: Path, book: Workbook | None = None) -> Path:
    """Make the workbook template in a folder and return where it lies."""
    (file,) = make_document("workbook", Facts(lang, Brand(), AS_OF, book))
    (folder / file.name).write_bytes(file.data)
    return folder / file.name


def worded(field: Field, value: str, lang: Lang) -> str:
    """Return what a person writes in a cell."""
    if field.type == "boolean":
        return str(load_texts("fsi_kit.workbook", "write.toml")["boolean"][value][lang])
    return field.label(value, lang)


def typed(lang: Lang) -> dict[str, list[tuple[int, int, str]]]:
    """Return the round as cells to type: sheet → row, column and text."""
    cells = {}
    for name, row in ROUND.items():
        columns = list(TABLES[name].columns)
        cells[TABLES[name].titles[lang]] = [
            (2, columns.index(column) + 1, worded(TABLES[name].columns[column], value, lang))
            for column, value in row.items()
        ]
    return cells


def knows_libreoffice() -> bool:
    """Whether LibreOffice is here and the system's Python can steer it."""
    if not (SYSTEM_PYTHON and shutil.which("soffice")):
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not knows_libreoffice(), reason="LibreOffice or its Python is not installed here")
@each_lang
def test_rows_typed_in_libreoffice_read_back_clean(lang: Lang, tmp_path: Path) -> None:
    blank, saved, cells = made(lang, tmp_path), tmp_path / "saved.xlsx", tmp_path / "cells.json"
    cells.write_text(json.dumps(typed(lang)), encoding="utf-8")
    command = [SYSTEM_PYTHON, TYPING, tmp_path / f"profile-{os.getpid()}-{lang}", blank, saved, cells]
    subprocess.run(command, check=True, capture_output=True, timeout=180)

    result = fsi("check", saved, "--as-of", AS_OF, "--lang", lang, "--strict")
    assert result.exit_code == 0, result.stdout
    book = read(saved)
    assert (book.hits, book.findings) == ((), ())
    for name, row in ROUND.items():
        (read_back,) = book[name].to_dict("records")
        expected = {column: read_back[column] for column in row}
        assert {column: plainly(value) for column, value in expected.items()} == row
    assert sum(len(book[name]) for name in TABLES) == len(ROUND)


def plainly(value: object) -> str:
    """Return a cell that was read as it is written in `ROUND`."""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@each_lang
def test_a_blank_template_gives_no_finding(lang: Lang, tmp_path: Path) -> None:
    book = read(made(lang, tmp_path))
    assert (book.hits, book.findings) == ((), ())
    assert set(book.sheets) == set(TABLES)
    assert not any(len(book[name]) for name in TABLES)


@each_lang
def test_a_template_filled_from_a_workbook_reads_back_the_same(lang: Lang, tmp_path: Path) -> None:
    given = load_exempelby(lang)
    book = read(made(lang, tmp_path, given))
    assert (book.hits, book.findings) == ((), ())
    for name in TABLES:
        assert book[name].reset_index(drop=True).equals(given[name].reset_index(drop=True)), name


def excel(folder: Path, **sheets: str) -> Path:
    """Save an Excel file with the named sheets, each a company's row, in the given state."""
    book = ExcelBook()
    for name, state in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(["company_id", "name", "sole_trader"])
        sheet.append(["C1", "Sågen AB", "no"])
        sheet.sheet_state = state
    book.remove(book.worksheets[0])
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def test_a_hidden_sheet_that_is_no_table_is_passed_in_silence(tmp_path: Path) -> None:
    book = read(excel(tmp_path, companies="visible", words="hidden", more="veryHidden"))
    assert [f.rule.id for f in book.findings if f.rule.id != "D101"] == []


def test_a_visible_sheet_that_is_no_table_is_mentioned(tmp_path: Path) -> None:
    book = read(excel(tmp_path, companies="visible", words="visible"))
    assert [f.sheet for f in book.findings if f.rule.id == "D108"] == ["words"]


def test_a_hidden_table_is_read_like_any_other(tmp_path: Path) -> None:
    book = read(excel(tmp_path, other="visible", companies="hidden"))
    assert list(book["companies"]["company_id"]) == ["C1"]


CHOOSING = [(t, f, lang) for t in TABLES.values() for f in t.fields if f.enum or f.type == "boolean" for lang in LANGS]
DATED = [(t, f) for t in TABLES.values() for f in t.fields if f.type == "date"]
MUST = [(t, f) for t in TABLES.values() for f in t.fields[1:] if f.required]


@pytest.fixture(scope="module")
def reopened(tmp_path_factory: pytest.TempPathFactory) -> dict[Lang, ExcelBook]:
    """The blank templates as openpyxl opens them; xlsxwriter wrote them."""
    return {lang: load_workbook(made(lang, tmp_path_factory.mktemp(lang))) for lang in LANGS}


def validation(book: ExcelBook, table: Table, field: Field, lang: Lang, row: int = 2) -> object:
    """Return the validation that covers a column's cell on a row."""
    sheet = book[table.titles[lang]]
    cell = sheet.cell(row, list(table.columns).index(field.name) + 1)
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref)
    return rule


def test_there_are_lists_dates_and_required_cells_to_look_at() -> None:
    assert min(len(CHOOSING), len(DATED), len(MUST)) > 5


@pytest.mark.parametrize(("table", "field", "lang"), CHOOSING, ids=lambda value: getattr(value, "name", value))
def test_a_column_of_choices_has_a_drop_down_in_the_files_language(
    table: Table, field: Field, lang: Lang, reopened: dict[Lang, ExcelBook]
) -> None:
    book = reopened[lang]
    rule = validation(book, table, field, lang, row=1001)
    assert rule.type == "list"
    sheet, cells = book.defined_names[rule.formula1.lstrip("=")].attr_text.split("!")
    assert book[sheet].sheet_state == "hidden"
    offered = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]] if ":" in cells else []
    values = field.enum or ("yes", "no")
    assert offered == [worded(field, value, lang) for value in values]


@pytest.mark.parametrize(("table", "field"), DATED, ids=lambda value: value.name)
def test_a_column_of_dates_shows_dates_and_takes_no_other_text(
    table: Table, field: Field, reopened: dict[Lang, ExcelBook]
) -> None:
    for lang, book in reopened.items():
        rule = validation(book, table, field, lang)
        assert (rule.type, rule.operator) == ("date", "greaterThan")
        assert rule.error
        sheet = book[table.titles[lang]]
        number = list(table.columns).index(field.name) + 1
        # Excel keeps neighbouring columns that look the same as one.
        looks = [look for look in sheet.column_dimensions.values() if look.min <= number <= look.max]
        assert [look.number_format for look in looks] == ["yyyy-mm-dd"]


@pytest.mark.parametrize(("table", "field"), MUST, ids=lambda value: value.name)
def test_a_required_cell_left_blank_on_a_begun_row_is_marked(
    table: Table, field: Field, reopened: dict[Lang, ExcelBook]
) -> None:
    for lang, book in reopened.items():
        sheet = book[table.titles[lang]]
        letter = sheet.cell(1, list(table.columns).index(field.name) + 1).column_letter
        marks = [r for area in sheet.conditional_formatting if f"{letter}2" in area.sqref for r in area.rules]
        assert [mark.formula for mark in marks] == [[f'AND($A2<>"",{letter}2="")']]
        assert marks[0].dxf.fill.bgColor.rgb == "FFFFF3C4"


@each_lang
def test_the_guide_comes_first_and_the_tables_follow_in_the_order_of_the_work(
    lang: Lang, reopened: dict[Lang, ExcelBook]
) -> None:
    book = reopened[lang]
    assert book.sheetnames[1:-1] == [table.titles[lang] for table in TABLES.values()]
    guide = [cell.value for (cell,) in book.worksheets[0].iter_rows(max_col=1) if cell.value]
    assert len(guide) > 5
    assert book.properties.title == guide[0]
    for table in TABLES.values():
        headings = [cell.value for cell in book[table.titles[lang]][1]]
        assert headings == [field.titles[lang] for field in table.fields]


@each_lang
def test_long_texts_on_the_guide_are_given_the_height_that_they_need(
    lang: Lang, reopened: dict[Lang, ExcelBook]
) -> None:
    guide = reopened[lang].worksheets[0]
    long = [cell for (cell,) in guide.iter_rows(min_row=2, max_col=1) if cell.value and len(cell.value) > 100]
    assert len(long) >= 4
    assert all(guide.row_dimensions[cell.row].height >= 15 * len(cell.value) / 100 for cell in long)
