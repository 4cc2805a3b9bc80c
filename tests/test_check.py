"""Checking runs every rule and returns every finding, the most serious first."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from fixtures.broken_files import JPEG
from fixtures.small import AS_OF, DESCRIPTOR, rows_of, small_book, write_csv

from fsi_kit.check import Report, all_rules, check
from fsi_kit.findings import SEVERITIES, Finding
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook, read, workbook
from fsi_kit.workbook.rules import RULES


@pytest.fixture
def broken(tmp_path: Path) -> Workbook:
    """Return a workbook with errors, warnings and advice in several tables, some on the same row."""
    tables = rows_of()
    tables["companies"][2][5] = "kanske"
    tables["visits"][1][2] = "2026-06-02"
    tables["visits"][2][2:4] = ["i våras", "med tåg"]
    tables["insights"][1][7] = "9"
    tables["insights"][2][2] = "mejla a@exempel.example"
    tables["feedback"][0].append("Eget")
    for row in tables["feedback"][1:]:
        row.append("")
    book = write_csv(tmp_path / "book", tables)
    (book / "anteckningar.csv").write_text("hej", encoding="utf-8")
    return read(book)


def data_findings(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.rule.stage == "data"]


def test_the_most_serious_come_first_and_then_tables_and_rows_in_order(broken: Workbook) -> None:
    report = check(broken, AS_OF)
    order = list(broken.descriptor.tables)
    keys = [
        (SEVERITIES.index(f.severity), order.index(f.table) if f.table else -1, f.row or 0) for f in report.findings
    ]
    assert all(before <= after for before, after in pairwise(keys))
    assert [f.rule.id for f in data_findings(report)] == [
        "D205",
        "D202",
        "D207",
        "D208",
        "D501",
        "D401",
        "D104",
        "D108",
    ]
    assert {f.severity for f in report.findings} == set(SEVERITIES)


def test_findings_are_counted_by_severity(broken: Workbook) -> None:
    report = check(broken, AS_OF)
    assert sum(report.count(severity) for severity in SEVERITIES) == len(report.findings)
    assert report.count("error") >= 5
    assert check(small_book(), AS_OF).count("error") == 0


@pytest.mark.parametrize("lang", LANGS)
def test_the_report_as_plain_data_is_json_and_speaks_one_language(broken: Workbook, lang: Lang) -> None:
    report = check(broken, AS_OF)
    data = json.loads(json.dumps(report.as_dict(lang), ensure_ascii=False))
    assert data["as_of"] == "2026-06-01"
    assert data["summary"] == {severity: report.count(severity) for severity in SEVERITIES}
    assert [f["message"] for f in data["findings"]] == [f.message(lang) for f in report.findings]
    other = report.as_dict("en" if lang == "sv" else "sv")
    assert data["findings"] != other["findings"]


def test_a_report_is_unreadable_when_a_file_could_not_be_read(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "book", rows_of())
    assert not check(read(folder), AS_OF).unreadable
    (folder / "visits.csv").write_bytes(JPEG)
    report = check(read(folder), AS_OF)
    assert report.unreadable
    assert report.findings[0].rule.id == "D006", "a file that cannot be read comes before all else"
    assert not any(f.rule.id == "D303" for f in report.findings), "nobody knows which visits there are"


def test_dates_are_judged_by_the_day_given_and_by_today_if_none_is() -> None:
    book = small_book()
    assert check(book, AS_OF).as_of == AS_OF
    assert not data_findings(check(book, AS_OF))
    early = data_findings(check(book, date(2025, 3, 5)))
    assert {f.rule.id for f in early} == {"D401"}
    assert all("2025-03-05" in f.message(lang) for f in early for lang in LANGS)
    today = check(workbook({}))
    assert date.today() - timedelta(days=1) <= today.as_of <= date.today()


def test_the_day_of_the_check_is_not_in_the_future() -> None:
    visits = small_book()["visits"]
    visits.loc[2, "date"] = pd.Timestamp("2026-06-01")
    visits.loc[3, "date"] = pd.Timestamp("2026-06-02")
    report = check(workbook({"visits": visits}), AS_OF)
    assert [f.row for f in report.findings if f.rule.id == "D401"] == [3]


def test_every_rule_of_every_room_has_an_id_of_its_own() -> None:
    rules = all_rules()
    assert len(rules) > 40
    assert all(id_ == rule.id for id_, rule in rules.items())
    assert {rule.stage for rule in rules.values()} >= {"data", "understanding", "innovation"}
    assert len({rule.page for rule in rules.values()}) == len(rules)


def test_ten_thousand_findings_are_all_returned_in_order() -> None:
    tables = rows_of()
    rows = [[f"X{i}", "V999", "", "sjö", "", "wish", "", "6", "", ""] for i in range(2500)]
    header = tables["insights"][0]
    frame = pd.DataFrame(rows, columns=header).replace("", None)
    frame["urgency"] = 6
    frame["shared_on"] = None
    report = check(workbook({"insights": frame, "visits": small_book()["visits"]}), AS_OF)
    counts = {id_: sum(f.rule.id == id_ for f in report.findings) for id_ in ("D201", "D207", "D208", "D303")}
    assert counts == dict.fromkeys(counts, 2500)
    errors = [f.row or 0 for f in report.findings if f.table == "insights" and f.severity == "error"]
    assert errors == sorted(errors)


def test_a_rule_that_is_switched_off_is_silent_wherever_it_was_found(broken: Workbook) -> None:
    off = frozenset({"D108", "D205", "D401"})
    report = check(broken, settings=Settings(AS_OF, off))
    assert not off & {f.rule.id for f in report.findings}
    assert len(report.findings) == len([f for f in check(broken, AS_OF).findings if f.rule.id not in off])


def test_the_report_says_what_the_municipality_has_changed() -> None:
    settings = Settings(AS_OF, frozenset({"D108"}), {"U102": {"days": 21}})
    report = check(small_book(), settings=settings)
    assert report.settings == settings
    assert len(report.changes("sv")) == len(report.changes("en")) == 2
    assert all("D108" in report.changes(lang)[0] and "21" in report.changes(lang)[1] for lang in LANGS)
    assert report.as_dict("sv")["changes"] == report.changes("sv") != report.changes("en")
    assert check(small_book(), AS_OF).changes("sv") == []


def test_other_tables_than_the_workbooks_own_meet_the_data_rules_only(tmp_path: Path) -> None:
    one = replace(DESCRIPTOR, tables={"measurements": DESCRIPTOR.tables["measurements"]})
    tables = rows_of()
    tables["measurements"][1][2] = "1999"
    book = read(write_csv(tmp_path / "book", {"measurements": tables["measurements"]}), one)
    assert [f.rule.id for f in check(book, AS_OF).findings] == ["D208"]


def test_checking_changes_nothing_in_the_workbook(broken: Workbook) -> None:
    before = {name: sheet.frame.copy() for name, sheet in broken.sheets.items()}
    first = check(broken, AS_OF)
    assert all(broken[name].equals(frame) for name, frame in before.items())
    assert check(broken, AS_OF) == first


def test_there_are_data_rules_to_run() -> None:
    assert len(RULES) == len(set(RULES)) > 5
