"""A cell that is wrong is found by its own rule, at the place the user sees, in CSV and in Excel."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.broken_cells import BROKEN_CELLS, Broken
from fixtures.small import DESCRIPTOR, Rows, assert_said_in_both_languages, found, only, rows_of, write_csv, write_xlsx

from fsi_kit.findings import Finding
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import read
from fsi_kit.workbook.book import letter

each_cell = pytest.mark.parametrize("broken", BROKEN_CELLS, ids=str)


def with_cell(tables: Rows, broken: Broken) -> Rows:
    tables[broken.table][broken.row - 1][broken.position] = broken.text
    return tables


def places(findings: list[Finding]) -> list[tuple[object, ...]]:
    return sorted((f.rule.id, f.table, f.file, f.sheet, f.row, f.column, f.header, f.letter) for f in findings)


def titles(table: str, lang: Lang) -> str:
    return DESCRIPTOR.tables[table].titles[lang]


def test_there_are_broken_cells_to_try() -> None:
    assert len(BROKEN_CELLS) > 60


@each_cell
def test_in_a_csv_file(broken: Broken, tmp_path: Path) -> None:
    findings = found(read(write_csv(tmp_path / "book", with_cell(rows_of(), broken))))
    place = (broken.row, broken.column, broken.column, letter(broken.position))
    assert places(findings) == [(rule, broken.table, f"{broken.table}.csv", None, *place) for rule in broken.rules]
    assert findings[0].value == broken.value
    assert_said_in_both_languages(findings)


@each_cell
def test_in_an_excel_sheet(broken: Broken, tmp_path: Path) -> None:
    tables = with_cell(rows_of("sv"), broken)
    names = {broken.table, *(link.reference for link in DESCRIPTOR.tables[broken.table].foreign_keys)}
    path = write_xlsx(tmp_path / "bok.xlsx", {titles(name, "sv"): tables[name] for name in names})
    findings = found(read(path, only(*names)))
    header = DESCRIPTOR.tables[broken.table].columns[broken.column].titles["sv"]
    place = (titles(broken.table, "sv"), broken.row, broken.column, header, letter(broken.position))
    assert places(findings) == [(rule, broken.table, "bok.xlsx", *place) for rule in broken.rules]
    assert findings[0].value == broken.value
    where = f"bok.xlsx, bladet {place[0]}, rad {broken.row}, kolumn {header} ({letter(broken.position)})"
    assert findings[0].place("sv") == where


def test_in_an_excel_sheet_with_english_headings(tmp_path: Path) -> None:
    tables = with_cell(rows_of("en"), Broken("visits", 2, "form", "by train", ("D207",)))
    (finding,) = found(read(write_xlsx(tmp_path / "book.xlsx", {titles(n, "en"): rows for n, rows in tables.items()})))
    assert finding.place("en") == "book.xlsx, sheet Visits, row 2, column Form (D)"
    assert finding.message("en").endswith(
        "Choose from: At the company, At the municipality, Video meeting, Phone call, Business event."
    )


@pytest.mark.parametrize(
    ("table", "column", "text", "sv", "en"),
    [
        ("visits", "form", "Hos företagte", "Menar du ”Hos företaget”?", "Do you mean “At the company”?"),
        ("visits", "company_id", "C01", "Menar du ”C001”?", "Do you mean “C001”?"),
        ("companies", "size", "1-9 anstallda", "Menar du ”1–9 anställda”?", "Do you mean “1–9 employees”?"),
    ],
)
def test_a_near_miss_is_told_what_was_probably_meant(
    table: str, column: str, text: str, sv: str, en: str, tmp_path: Path
) -> None:
    broken = Broken(table, 2, column, text, ())
    finding = found(read(write_csv(tmp_path / "book", with_cell(rows_of(), broken))))[0]
    assert sv in finding.message("sv")
    assert en in finding.message("en")


def test_a_key_of_several_columns_may_not_stand_twice(tmp_path: Path) -> None:
    tables = rows_of()
    tables["measurements"].append(tables["measurements"][1])
    (finding,) = found(read(write_csv(tmp_path / "book", tables)))
    assert (finding.rule.id, finding.row, finding.value) == ("D301", 5, "0120, total, 2024, nki")
    assert "rad 2" in finding.message("sv")


def test_personal_data_is_never_shown_in_whole(tmp_path: Path) -> None:
    secrets = ["anna.ek@exempel.example", "070-123 45 67", "811218-9876", "556677-8899"]
    tables = rows_of()
    for row, (column, secret) in enumerate(zip(("answers", "value", "year", "index"), secrets, strict=True)):
        tables["measurements"][1 + row % 3][list(DESCRIPTOR.tables["measurements"].columns).index(column)] = secret
        tables["participants"].append([secret, secret, secret, secret, secret, secret, secret])
    findings = found(read(write_csv(tmp_path / "book", tables)))
    said = " ".join(str(f.as_dict(lang)) for f in findings for lang in LANGS)
    assert len(findings) > 20
    assert not [secret for secret in secrets if secret in said]


def test_thousands_of_wrong_cells_are_all_returned(tmp_path: Path) -> None:
    tables = rows_of()
    tables["insights"] += [
        [f"X{i:05}", "V001", "Sagt", f"område {i}", "", "wish", "", "6", "", ""] for i in range(3000)
    ]
    findings = found(read(write_csv(tmp_path / "book", tables)))
    assert [f.rule.id for f in findings].count("D207") == 3000
    assert [f.row for f in findings if f.rule.id == "D208"] == list(range(5, 3005))
