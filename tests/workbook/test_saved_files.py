"""What a spreadsheet program saved reads as what was meant: in Excel and every sort of CSV, tidy or not."""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from fixtures import make
from fixtures.small import DESCRIPTOR, SAVED, found, rows_of, small_book, write_csv, write_xlsx

from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook, read

BOOKS = [*sorted(make.FOLDERS), "svensk.xlsx", "english.xlsx"]


def assert_same_tables(book: Workbook, other: Workbook) -> None:
    assert list(book.descriptor.tables) == list(DESCRIPTOR.tables)
    for name in DESCRIPTOR.tables:
        pd.testing.assert_frame_equal(book[name].reset_index(drop=True), other[name].reset_index(drop=True))


@pytest.mark.parametrize("name", BOOKS)
def test_each_saved_workbook_reads_clean_and_as_it_was_meant(name: str) -> None:
    book = read(SAVED / name)
    assert found(book) == []
    assert_same_tables(book, small_book())


def test_every_sort_of_saved_file_is_there() -> None:
    texts = {name: next((SAVED / name).glob("M*")).read_bytes() for name in make.FOLDERS}
    assert texts["semicolon-cp1252"].startswith("Kommunkod;Område".encode("cp1252"))
    assert texts["semicolon-utf8-bom"].startswith("\ufeffKommunkod;Område".encode())
    assert b"72,5\t" in texts["tab-decimal-comma"]
    assert texts["comma-utf8"].startswith(b"Municipality code,Area")
    assert b",72.5," in texts["comma-utf8"]
    visits = (SAVED / "semicolon-cp1252" / "Besök.csv").read_bytes()
    assert b"V001;C001;45721; hos" in visits, "an Excel date number without a format"
    assert b";28/11 2025;" in visits


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
def test_libreoffice_saves_them_anew_and_they_read_the_same(tmp_path: Path) -> None:
    make.make(tmp_path)
    assert {p.relative_to(tmp_path) for p in tmp_path.rglob("*")} == {p.relative_to(SAVED) for p in SAVED.rglob("*")}
    for name in BOOKS:
        book = read(tmp_path / name)
        assert found(book) == []
        assert_same_tables(book, small_book())
    assert [read(tmp_path / name).findings[0].rule.id for name in ("locked.xlsx", "old.xls")] == ["D003", "D004"]


@pytest.mark.parametrize("lang", [None, *LANGS])
def test_ids_swedish_and_english_read_the_same(lang: Lang | None, tmp_path: Path) -> None:
    book = read(write_xlsx(tmp_path / "book.xlsx", rows_of(lang)))
    assert found(book) == []
    assert_same_tables(book, small_book())


def test_rows_keep_the_numbers_the_user_sees() -> None:
    for name in ("svensk.xlsx", "semicolon-cp1252", "comma-utf8"):
        book = read(SAVED / name)
        assert list(book["visits"].index) == [4, 5], "below a title, a blank row and the headings"
        assert list(book["insights"].index) == [2, 5, 6], "with two blank rows between"
        assert list(book["companies"].index) == [2, 3, 4]


def text(rows: list[list[str]], separator: str = ",") -> str:
    return "\n".join(separator.join(row) for row in rows)


VISITS = [[cell.replace(",", " och") for cell in row] for row in rows_of()["visits"]]


@pytest.mark.parametrize(
    "data",
    [
        text(VISITS).encode("utf-16"),
        b"\xfe\xff" + text(VISITS).encode("utf-16-be"),
        b"sep=|\r\n" + text(VISITS, "|").encode(),
        b"sep=\t\n" + text(VISITS, "\t").encode(),
        text(VISITS).replace("\n", "\r").encode(),
        text(VISITS).replace("\n", "\r\n").encode() + b"\r\n\r\n,,,,,\r\n",
        ("\n" * 30 + text(VISITS)).encode(),
        ("Besök, sammanställda; Exempelby\n\n" + text(VISITS)).encode(),
        ("Besök|2026,uppdaterad,i juni\n" + text(VISITS)).encode(),
        text([[f'"{cell}"' for cell in row] for row in VISITS], ";").encode(),
        text([VISITS[0], *[["\u200b" + cell + "\u00a0" for cell in row] for row in VISITS[1:]]]).encode(),
        text([[cell.replace("_", " ").upper() for cell in VISITS[0]], *VISITS[1:]]).encode(),
        text([[*VISITS[0], "", ""], *[[*row, " ", ""] for row in VISITS[1:]]]).encode(),
    ],
    ids=[
        "UTF-16", "UTF-16 big-endian", "sep=|", "sep=tab", "Mac line ends", "Windows line ends", "30 blank rows first",
        "a title with both separators", "a title of three cells", "all in quotes", "invisible signs",
        "capital headings",
        "blank columns at the end",
    ],
)  # fmt: skip
def test_csv_in_other_forms_reads_the_same(data: bytes, tmp_path: Path) -> None:
    plain = write_csv(tmp_path / "plain", {**rows_of(), "visits": VISITS})
    book = write_csv(tmp_path / "book", rows_of())
    (book / "visits.csv").write_bytes(data)
    assert found(read(book)) == []
    assert_same_tables(read(book), read(plain))


def test_names_of_files_and_headings_from_a_mac_are_known(tmp_path: Path) -> None:
    decomposed = "Beso\u0308k"
    book = write_csv(tmp_path / "book", rows_of("sv"))
    (book / "visits.csv").rename(book / f"{decomposed}.csv")
    (book / "._visits.csv").write_bytes(b"\0\5\x16\7")
    data = (book / f"{decomposed}.csv").read_text(encoding="utf-8")
    (book / f"{decomposed}.csv").write_text(data.replace("Besöks-id", decomposed + "s-id"), encoding="utf-8")
    assert found(read(book)) == []


def test_a_formula_that_gives_an_empty_text_is_not_one_without_a_value(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    part = "xl/worksheets/sheet6.xml"
    cell = '<c r="F3" t="str"><f>IF(1=1,"","x")</f><v></v></c>'
    with zipfile.ZipFile(SAVED / "svensk.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == part:
                assert b"<f " in data, "the sheet with a formula: the workshops"
                data = data.replace(b"</row></sheetData>", cell.encode() + b"</row></sheetData>")
            new.writestr(info.filename, data)
    assert found(read(path)) == []


def test_a_workbook_with_values_of_excels_own_types(tmp_path: Path) -> None:
    tables = rows_of("sv")
    tables["visits"][1][2] = datetime(2025, 3, 5)
    tables["workshops"][1][3] = timedelta(hours=8, minutes=30)
    tables["workshops"][1][4] = 240.0
    tables["companies"][1][5:] = [False, True]
    tables["ideas"][1][6] = 1
    tables["participants"][1][6] = 1.0
    book = read(write_xlsx(tmp_path / "bok.xlsx", tables))
    assert found(book) == []
    assert_same_tables(book, small_book())
