"""The findings of `fsi check` as CSV: one row each, safe to open in a spreadsheet, the same as in JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from command_line import FORMULA, each_lang, fsi, hostile_book

from fsi_kit.examples import exempelby_path
from fsi_kit.texts import Lang


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@each_lang
def test_the_rows_are_the_findings_of_json(lang: Lang) -> None:
    asked = ("check", exempelby_path(lang), "--as-of", "2026-06-01", "--lang", lang, "--format")
    findings = json.loads(fsi(*asked, "json").stdout)["findings"]
    found = rows(fsi(*asked, "csv").stdout)
    assert found
    told = ("rule", "row", "message", "fix")
    assert [[row[name] for name in told] for row in found] == [[str(f[name]) for name in told] for f in findings]


def test_no_cell_is_taken_for_a_formula(tmp_path: Path) -> None:
    book = hostile_book(tmp_path / "book")
    (book / "visits.csv").write_text(
        f'visit_id,company_id,date,form\n"{FORMULA.replace(chr(34), chr(34) * 2)}",C1,x,y\n'
    )
    shown = fsi("check", book, "--format", "csv")
    assert shown.exit_code == 1
    found = rows(shown.stdout)
    assert any("HYPERLINK" in cell for row in found for cell in row.values())
    assert not [cell for row in found for cell in row.values() if cell[:1] in tuple("=+-@")]
