"""What is written reads back as it was, in CSV and in Excel in both languages; any bytes and texts end in findings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fixtures.small import DESCRIPTOR, SAVED, found, only, rows_of, small_book, write_csv, write_xlsx
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sampling import examples

from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook, read, workbook, write
from fsi_kit.workbook.cells import clean, error_values
from fsi_kit.workbook.schema import Field, Table
from fsi_kit.workbook.sources import disarm, rearm

few = settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMS: list[tuple[str, Lang]] = [("book", "sv"), ("bok.xlsx", "sv"), ("book.xlsx", "en")]
each_form = pytest.mark.parametrize(("name", "lang"), FORMS, ids=["csv", "excel-sv", "excel-en"])
FORMULAS = [
    "=1+1",
    "=SUMMA(A1)",
    "+46",
    "-punkt",
    "@allt",
    "'=1",
    "''=1",
    "'-",
    "'citat",
    "'",
    "=",
    "-",
    "+-1",
    "'@x",
    "=cmd|'/c calc'!A1",
]

texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=30).map(clean).filter(bool)
texts = st.one_of(texts, st.sampled_from(FORMULAS)).filter(lambda text: not error_values([text]))


def fifteen_digits(number: float) -> float:
    """Return a number as Excel holds it."""
    return float(f"{number:.15g}")


def values(column: Field) -> st.SearchStrategy[Any]:
    if column.enum:
        return st.sampled_from(column.enum)
    return {
        "string": texts,
        "time": st.times().map(lambda t: f"{t:%H:%M}"),
        "integer": st.integers(-(2**53), 2**53),
        "number": st.floats(-1e300, 1e300).map(fifteen_digits),
        "boolean": st.booleans(),
        "date": st.dates().map(np.datetime64),
    }[column.type]


@st.composite
def frames(draw: st.DrawFn, table: Table) -> pd.DataFrame:
    """Draw a few rows of any values, each with its key so that no row is blank, and a column of the user's own."""
    size = draw(st.integers(0, 3))
    made: dict[str, list[Any]] = {}
    for column in table.fields:
        cell = values(column) if column.name in table.primary_key else st.none() | values(column)
        made[column.name] = draw(st.lists(cell, min_size=size, max_size=size))
    made["Eget"] = draw(st.lists(st.none() | texts, min_size=size, max_size=size))
    return pd.DataFrame(made, dtype=object)


@st.composite
def tables_of_anything(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    names = draw(st.lists(st.sampled_from(list(DESCRIPTOR.tables)), min_size=1, max_size=2, unique=True))
    return {name: draw(frames(DESCRIPTOR.tables[name])) for name in names}


def assert_same(book: Workbook, other: Workbook) -> None:
    for name in book.descriptor.tables:
        pd.testing.assert_frame_equal(other[name], book[name], check_index_type=False)
        sheet, again = book.sheets.get(name), other.sheets[name]
        assert dict(again.unread) == (dict(sheet.unread) if sheet else {})


@each_form
@given(made=tables_of_anything())
@few
def test_any_values_are_read_back_as_they_were_written(name: str, lang: Lang, made: dict[str, pd.DataFrame]) -> None:
    book = workbook(made, only(*made))
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(book, path, lang)
        assert_same(book, read(path, book.descriptor))


@each_form
def test_what_could_not_be_read_is_written_as_it_stood(name: str, lang: Lang, tmp_path: Path) -> None:
    tables = rows_of()
    tables["visits"][1][2] = "i våras"
    tables["insights"][1][7] = "=hög"
    tables["measurements"][1][4] = "1,234"
    tables["workshops"][1][4] = "#SAKNAS!"
    tables["ideas"][2][6] = "-kanske"
    tables["visits"][0].append("=väder")
    tables["visits"][1].append("'+sol")
    tables["visits"][2].append("")
    book = read(write_csv(tmp_path / "first", tables))
    write(book, tmp_path / name, lang)
    again = read(tmp_path / name)
    assert_same(book, again)
    assert sum(len(sheet.unread) for sheet in again.sheets.values()) == 5
    assert again["visits"]["=väder"][2] == "+sol"
    seen = [[(f.rule.id, f.table, f.row, f.column, f.value) for f in found(b)] for b in (book, again)]
    assert seen[0] == seen[1]


def test_a_cell_that_has_been_given_a_value_since_is_written_with_it(tmp_path: Path) -> None:
    tables = rows_of()
    tables["visits"][1][2] = "i våras"
    book = read(write_csv(tmp_path / "first", tables))
    visits = book["visits"].copy()
    visits.loc[2, "date"] = pd.Timestamp("2025-03-05")
    write(
        replace(book, sheets={**book.sheets, "visits": replace(book.sheets["visits"], frame=visits)}), tmp_path / "book"
    )
    assert_same(small_book(), read(tmp_path / "book"))


@each_form
def test_row_numbers_are_given_anew_and_blank_rows_are_gone(name: str, lang: Lang, tmp_path: Path) -> None:
    write(read(SAVED / "svensk.xlsx"), tmp_path / name, lang)
    again = read(tmp_path / name)
    assert list(again["insights"].index) == [2, 3, 4]
    assert_same(small_book(), again)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_program_takes_a_text_for_a_formula(text: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"visit_id": ["V1"], "summary": [text], text: [text]})
    book = workbook({"visits": frame}, only("visits"))
    write(book, tmp_path / "book")
    line = (tmp_path / "book" / "visits.csv").read_text(encoding="utf-8").splitlines()[1]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line.replace('"', "").split(","))
    write(book, tmp_path / "bok.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "bok.xlsx")["Besök"] for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value[0] in "=+-@")
    for path in (tmp_path / "book", tmp_path / "bok.xlsx"):
        assert list(read(path, book.descriptor)["visits"][text]) == [text]


@given(st.text(alphabet="=+-@'\t\rab ", max_size=6))
def test_a_disarmed_text_is_rearmed_to_itself(text: str) -> None:
    assert rearm(disarm(text)) == text
    assert disarm(text)[:1] not in tuple("=+-@\t\r")


@cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(SAVED / "svensk.xlsx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def spoilt(name: str, at: float, junk: bytes, cut: int) -> bytes:
    """Return the saved workbook with some bytes of one part replaced by others."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part, data in parts().items():
            start = int(at * len(data))
            archive.writestr(part, data[:start] + junk + data[start + cut :] if part == name else data)
    return made.getvalue()


any_csv = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        st.sampled_from(
            [
                b"visit_id",
                b"date",
                b'"',
                b";",
                b",",
                b"\t",
                b"\n",
                b"\r\n",
                b"2024-01-02",
                b"sep=",
                b"'=",
                b"\xff\xfe",
                "å".encode(),
            ]
        ),
        max_size=40,
    ).map(b"".join),
)
any_xlsx = st.one_of(
    st.binary(max_size=200),
    st.builds(spoilt, st.sampled_from(sorted(parts())), st.floats(0, 1), st.binary(max_size=6), st.integers(0, 40)),
    st.integers(0, 20_000).map(lambda size: (SAVED / "svensk.xlsx").read_bytes()[:size]),
)


@pytest.mark.parametrize(
    ("name", "content"), [("book/visits.csv", any_csv), ("bok.xlsx", any_xlsx)], ids=["csv", "excel"]
)
def test_any_bytes_end_in_findings(name: str, content: st.SearchStrategy[bytes], tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)

    @given(content)
    @example(b"sep=\r\n")
    @example(b'sep="\nvisit_id')
    @example(b"\xff\xfe")
    @example(b"PK\x03\x04")
    @settings(max_examples=examples(150), deadline=None)
    def run(data: bytes) -> None:
        path.write_bytes(data)
        findings = found(read(path if path.suffix == ".xlsx" else path.parent, only("visits")))
        assert all(f.message(lang) and f.fix(lang) and f.place(lang) for f in findings for lang in LANGS)
        assert path.read_bytes() == data

    run()


headings = st.sampled_from(
    [*DESCRIPTOR.tables["insights"].columns, "Insikts-id", "Slag", "Eget", "", "E-post"]
) | st.text(max_size=8)
cells = st.one_of(
    texts,
    st.sampled_from(["", " ", "2024-01-02", "45000", "3", "ja", "V001", "obstacle", "#REF!", "a@b.se", "811218-9876"]),
)


@pytest.mark.parametrize("build", [write_csv, write_xlsx], ids=["csv", "excel"])
@given(header=st.lists(headings, max_size=6), rows=st.lists(st.lists(cells, max_size=7), max_size=5))
@few
def test_any_table_of_texts_ends_in_findings(
    build: Callable[..., Path], header: list[str], rows: list[list[str]]
) -> None:
    def sayable(cell: str) -> str:
        return clean(cell).encode("utf-8", "ignore").decode()

    with TemporaryDirectory() as folder:
        path = Path(folder) / ("bok.xlsx" if build is write_xlsx else "book")
        tables = {
            "insights": [[sayable(cell) for cell in row] for row in (header, *rows)],
            "visits": rows_of()["visits"],
        }
        book = read(build(path, tables), only(*tables))
        assert all(f.message(lang) and f.as_dict(lang) for f in found(book) for lang in LANGS)
        write(book, Path(folder) / "once")
        once = read(Path(folder) / "once", book.descriptor)
        write(once, Path(folder) / "twice")
        assert_same(once, read(Path(folder) / "twice", book.descriptor))
