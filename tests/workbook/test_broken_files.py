"""A file or folder that is wrong is named in both languages and left as it was. Nothing ends in a traceback."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fixtures.broken_cells import BROKEN_CELLS
from fixtures.broken_files import BROKEN_FILES, Variant
from fixtures.small import assert_said_in_both_languages, found, rows_of, write_csv

from fsi_kit.check import check
from fsi_kit.findings import load_rules
from fsi_kit.workbook import read

each_variant = pytest.mark.parametrize("variant", BROKEN_FILES, ids=lambda v: v.name)


def fingerprint(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_size < 10_000_000)
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@each_variant
def test_each_is_found_by_its_rule_at_its_place_and_left_as_it_was(variant: Variant, tmp_path: Path) -> None:
    path = variant.build(tmp_path)
    before = fingerprint(tmp_path)
    findings = found(read(path))
    seen = [(f.rule.id, f.table, f.file, f.sheet, f.row, f.header or None, f.letter) for f in findings]
    names = {"{name}": tmp_path.name, "{folder}/bok.xlsx": str(tmp_path / "bok.xlsx")}
    assert seen == [(rule, table, names.get(file, file), *rest) for rule, table, file, *rest in variant.expected]
    assert_said_in_both_languages(findings)
    assert fingerprint(tmp_path) == before


def test_every_data_rule_is_met_by_something_broken(tmp_path: Path) -> None:
    expected = {rule for cell in BROKEN_CELLS for rule in cell.rules}
    expected |= {rule for variant in BROKEN_FILES for rule, *_ in variant.expected}
    rules = set(load_rules("fsi_kit.workbook"))
    assert len(rules) > 30
    assert rules - expected == {"D010"}, "D010 is met below: a file that may not be opened"


def test_a_file_that_may_not_be_opened(common_folder: Path) -> None:
    book = write_csv(common_folder / "book", rows_of())
    (book / "visits.csv").chmod(0)
    (finding,) = found(read(book))
    assert (finding.rule.id, finding.file) == ("D010", "visits.csv")
    assert_said_in_both_languages([finding])
    assert check(read(book)).unreadable


@pytest.mark.parametrize("name", ["book", "book/visits.csv", "bok.xlsx"])
def test_a_folder_that_may_not_be_entered(name: str, common_folder: Path) -> None:
    write_csv(common_folder / "book", rows_of())
    common_folder.chmod(0)
    (finding,) = read(common_folder / name).findings
    common_folder.chmod(0o755)
    assert finding.rule.id == "D010"


def test_a_folder_that_may_not_be_listed(common_folder: Path) -> None:
    book = write_csv(common_folder / "book", rows_of())
    book.chmod(0)
    assert [finding.rule.id for finding in read(book).findings] == ["D010"]
    book.chmod(0o755)
