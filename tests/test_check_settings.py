"""What a municipality has changed in its fsi.toml changes what a check finds, and the report says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fsi_kit.check import ROOMS, all_rules, check
from fsi_kit.cli import app
from fsi_kit.course.exercises import exercise_ids, load_exercise
from fsi_kit.examples import AS_OF, exempelby_path, load_exempelby
from fsi_kit.settings import Settings
from fsi_kit.workbook import load_descriptor


def found(settings: Settings) -> set[str]:
    return {finding.rule.id for finding in check(load_exempelby("sv"), settings=settings).findings}


def test_a_rule_that_is_switched_off_finds_nothing_and_the_report_says_so() -> None:
    assert "U102" in found(Settings(AS_OF))
    quiet = Settings(AS_OF, off=frozenset({"U102"}))
    assert "U102" not in found(quiet)
    report = check(load_exempelby("sv"), settings=quiet)
    assert [c for c in report.changes("sv") if c.startswith("U102 är avstängd")]
    assert [c for c in report.changes("en") if c.startswith("U102 is switched off")]
    assert report.as_dict("en")["changes"] == report.changes("en")


def test_a_limit_of_its_own_is_used_and_said() -> None:
    patient = Settings(AS_OF, limits={"U102": {"days": 60}})
    assert "U102" not in found(patient)
    assert check(load_exempelby("sv"), settings=patient).changes("en") == [
        "U102: the limit days is 60 by fsi.toml (otherwise 14)."
    ]


def test_without_changes_nothing_is_said() -> None:
    assert check(load_exempelby("sv"), AS_OF).changes("sv") == []


def test_there_are_at_least_thirty_method_rules_and_every_limit_is_a_whole_number() -> None:
    rules = all_rules()
    assert sum(rule.stage != "data" for rule in rules.values()) >= 30
    assert all(isinstance(limit, int) for rule in rules.values() for limit in rule.limits.values())
    assert len({id(rules) for rules in ROOMS.values()}) == len(ROOMS)


def test_an_exercises_own_tables_meet_the_data_rules_only() -> None:
    starts = [load_exercise(id_, "sv").start for id_ in exercise_ids()]
    own = [start for start in starts if not set(start.sheets) & set(load_descriptor().tables)]
    assert len(own) > 3
    for start in own:
        report = check(start, date(2026, 6, 1))
        assert all(finding.rule.stage == "data" for finding in report.findings)


@pytest.mark.parametrize(("lang", "said"), [("sv", "U102 är avstängd"), ("en", "U102 is switched off")])
def test_the_command_follows_the_file_beside_the_workbook(tmp_path: Path, lang: str, said: str) -> None:
    book = tmp_path / "tabeller"
    book.mkdir()
    for file in exempelby_path("sv").glob("*.csv"):
        (book / file.name).write_bytes(file.read_bytes())
    (tmp_path / "fsi.toml").write_text("[rules.U102]\noff = true\n")
    shown = CliRunner().invoke(app, ["check", str(book), "--lang", lang, "--as-of", "2026-06-01"])
    assert said in shown.output
    assert " U102  insights.csv" not in shown.output


def test_the_command_names_a_wrong_key_and_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[rules.U102]\nweeks = 3\n")
    arguments = ["check", str(exempelby_path("sv")), "--settings", str(tmp_path / "own.toml"), "--lang", "sv"]
    shown = CliRunner().invoke(app, arguments)
    assert shown.exit_code == 2
    assert "rules.U102.weeks" in shown.output and "Traceback" not in shown.output
