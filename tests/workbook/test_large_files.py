"""A file out of all proportion ends in a finding, within bounded memory and time. Each is read in its own process."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.small import SAVED, rows_of, write_csv, write_xlsx
from sampling import long

READ = """
import json, resource, sys
from datetime import date
from fsi_kit.workbook import read
from fsi_kit.check import check

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

before = peak()
findings = check(read(sys.argv[1]), date(2026, 6, 1)).findings
data = sorted({f"{f.rule.id} {f.row}" for f in findings if f.rule.stage == "data"})
print(json.dumps([data, peak() - before]))
"""
MEGABYTE = 1_000_000
HEAD = ",".join(rows_of()["visits"][0]) + "\nV001,C001,2025-03-05,on_site,Chef,"


def big_csv(start: str, block: str, megabytes: int, end: str) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        book = write_csv(folder / "book", rows_of())
        with (book / "visits.csv").open("w", encoding="utf-8") as file:
            file.write(HEAD + start)
            for _ in range(megabytes):
                file.write((block * (MEGABYTE // len(block)))[:MEGABYTE])
            file.write(end + "\nV002,C003,2025-11-28,video,Chef,\n")
        return book

    return build


def big_xlsx(folder: Path) -> Path:
    """An Excel file that unpacks to one cell of 30 MB."""
    path = folder / "bok.xlsx"
    with zipfile.ZipFile(SAVED / "svensk.xlsx") as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/sharedStrings.xml":
                assert "Trångt".encode() in data
                data = data.replace("Trångt".encode(), b"a" * 30 * MEGABYTE)
            new.writestr(part.filename, data)
    return path


def far_away(folder: Path) -> Path:
    """A sheet with a cell in its last row and one in a row and a column that no sheet has."""
    stray = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>V9</t></is></c></row>'
    wide = b'<row r="4000000000"><c r="ZZZ4000000000" t="inlineStr"><is><t>x</t></is></c></row>'
    plain, path = write_xlsx(folder / "plain.xlsx", rows_of()), folder / "bok.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet2.xml":
                assert data.count(b"</sheetData>") == 1
                data = data.replace(b"</sheetData>", stray + wide + b"</sheetData>")
            new.writestr(part.filename, data)
    return path


def many_headings(folder: Path) -> Path:
    """Half a million headings above rows of one cell: padded, the rows would not fit in any memory."""
    book = write_csv(folder / "book", rows_of())
    headings = ",".join(f"x{i}" for i in range(500_000))
    (book / "feedback.csv").write_text(headings + "\nB1" * 20_000, encoding="utf-8")
    return book


@pytest.mark.parametrize(
    ("build", "expected", "megabytes"),
    [
        (big_csv("", "å", 100, ""), "D011 2", 500),
        pytest.param(big_csv('"', "ab cd ef\n", 200, ""), "D011 2", 300, marks=long),
        pytest.param(big_csv("", "Ring inte 5 a@b ", 9, ""), "D210 2", 300, marks=long),
        (big_xlsx, "D210 4", 400),
        (far_away, "D201 1048576", 300),
        pytest.param(many_headings, "D106 1", 500, marks=long),
    ],
    ids=["a cell of 200 MB", "a quotation mark never closed", "a cell of 9 MB", "an unpacked cell of 30 MB", "far away",
         "half a million headings"],
)  # fmt: skip
def test_it_ends_in_a_finding(build: Callable[[Path], Path], expected: str, megabytes: int, tmp_path: Path) -> None:
    pytest.importorskip("resource")
    path = build(tmp_path)
    ran = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    found, grown = json.loads(ran.stdout)
    assert expected in found
    assert grown < megabytes
