"""The comparison is honest: the judges look for the same faults and find them, and nothing hides a missed budget."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

pytest.importorskip("resource", reason="the benchmarks measure memory the way Unix counts it")

from sampling import long

import benchmarks.__main__ as command
from benchmarks import check, import_time, judges, results, worker
from benchmarks.data import AS_OF, make, sizes
from benchmarks.results import Result
from fsi_kit.check import check as check_book
from fsi_kit.workbook import load_descriptor, read

INSIGHTS = 2_000
DAY = AS_OF.astype(date)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make(folder, INSIGHTS)
    return folder


@pytest.fixture
def planted(made: Path, tmp_path: Path) -> Iterator[Any]:
    """A copy of the workbook, and a way to write into a cell of it: table, row as the user sees it, column, text."""
    folder = tmp_path / "planted"
    shutil.copytree(made, folder)

    def plant(table: str, row: int, **cells: str) -> Path:
        file = folder / f"{table}.csv"
        frame = pd.read_csv(file, dtype=str, keep_default_na=False)
        for column, text in cells.items():
            frame.loc[row - 2, column] = text
        frame.to_csv(file, index=False)
        return folder

    yield plant


@pytest.fixture
def kept_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for figures, so that a test does not write over those that were measured."""
    monkeypatch.setattr(results, "BUILD", tmp_path)
    return tmp_path


def faults(folder: Path) -> dict[str, set[judges.Fault]]:
    book = read(folder)
    return {
        "kit": judges.kit_faults(book, DAY),
        "frictionless": judges.frictionless_faults(folder),
        "pandera": judges.pandera_faults(book, judges.pandera_schemas(book, DAY)),
    }


def test_the_made_workbook_has_every_table_in_proportion(made: Path) -> None:
    book = read(made)
    assert list(book.sheets) == sorted(load_descriptor().tables)
    rows = {name: len(sheet.frame) for name, sheet in book.sheets.items()}
    assert rows == sizes(INSIGHTS)
    assert sum(sizes(10 * INSIGHTS).values()) == 10 * sum(rows.values())


def test_the_same_seed_makes_the_same_workbook_and_another_seed_another(made: Path, tmp_path: Path) -> None:
    make(tmp_path / "again", INSIGHTS)
    make(tmp_path / "other", INSIGHTS, seed=1)
    for file in made.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()
    assert (tmp_path / "other" / "insights.csv").read_bytes() != (made / "insights.csv").read_bytes()


def test_nearly_every_statement_is_a_text_of_its_own(made: Path) -> None:
    statements = read(made)["insights"]["statement"]
    assert statements.nunique() > 0.99 * INSIGHTS
    assert 80 < statements.str.len().mean() < 150


def test_all_judges_find_the_made_workbook_without_fault(made: Path) -> None:
    assert faults(made) == {"kit": set(), "frictionless": set(), "pandera": set()}


def test_the_made_workbook_follows_the_method_and_holds_no_contact_details(made: Path) -> None:
    assert check_book(read(made), DAY).findings == ()


@pytest.mark.parametrize(
    ("table", "row", "cells"),
    [
        ("insights", 7, {"statement": ""}),
        ("insights", 7, {"area": "weather"}),
        ("insights", 7, {"urgency": "6"}),
        ("insights", 7, {"theme": "x" * 101}),
        ("insights", 7, {"visit_id": "V9999999"}),
        ("companies", 9, {"sole_trader": "perhaps"}),
        ("companies", 201, {"company_id": "C0000003"}),
        ("visits", 9, {"date": "in spring"}),
        ("visits", 9, {"date": "1999-12-31"}),
        ("workshops", 3, {"minutes": "20"}),
        ("needs", 4, {"title": ""}),
        ("actions", 5, {"action_id": "A 5"}),
        ("need_insights", 52, {"need_id": "N0000001", "insight_id": "I0000042"}),
        ("measurements", 8, {"municipality": "17"}),
        ("measurements", 8, {"value": "101"}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else str(value)[:12],
)
def test_a_planted_fault_is_found_by_all_three_and_in_the_same_row(
    table: str, row: int, cells: dict[str, str], planted: Any
) -> None:
    if table == "need_insights":
        planted(table, 2, **cells)
    folder = planted(table, row, **cells)
    found = faults(folder)
    assert all((table, row) in rows for rows in found.values()), found


def test_a_date_ahead_is_found_by_the_kit_and_pandera(planted: Any) -> None:
    found = faults(planted("visits", 9, date="2026-01-01"))
    assert found == {"kit": {("visits", 9)}, "frictionless": set(), "pandera": {("visits", 9)}}


def test_contact_details_are_looked_for_only_when_asked(planted: Any) -> None:
    book = read(planted("insights", 7, statement="Ring mig på 070-174 06 05"))
    assert judges.kit_faults(book, DAY) == set()
    assert judges.kit_faults(book, DAY, privacy=True) == {("insights", 7)}


def test_a_table_that_frictionless_cannot_read_is_an_error_and_not_a_clean_report(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "less")
    (tmp_path / "less" / "visits.csv").unlink()
    with pytest.raises(RuntimeError, match="frictionless could not"):
        judges.frictionless_faults(tmp_path / "less")


@long
def test_the_whole_machinery_measures_every_budget(kept_apart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "QUICK_INSIGHTS", 8_000)
    said: list[str] = []
    found = {result.id: result for result in check.run(quick=True, say=said.append)}
    budgets = {name: (r.bound, r.budget) for name, r in found.items() if r.bound}
    assert budgets == {
        "check-frictionless": ("at least", 15),
        "check-pandera": ("at least", 0.8),
        "check-memory": ("at most", 2),
        "check-linear": ("at most", 12),
    }
    assert all(result.figure > 0 for result in found.values())
    kept = json.loads((kept_apart / "check.json").read_text(encoding="utf-8"))
    assert kept["insights"] == 8_000 and kept["slice_insights"] == 800
    assert kept["jobs"]["check-whole"][0]["rows"] == sum(sizes(8_000).values())
    assert "frictionless" in kept["machine"] and "load" in kept["machine"]
    assert any("800 insights" in line for line in said)


def seconds(cpu: float, wall: float | None = None) -> dict[str, float]:
    return {"cpu": cpu, "wall": cpu if wall is None else wall}


def jobs(**changes: dict[str, Any]) -> check.Jobs:
    """Measurements of round figures; a job named in `changes` (with _ for -) is given others."""
    one = {
        "check-small": {"read": seconds(1), "same_rules": seconds(1), "every_rule": seconds(2)},
        "check-whole": {"read": seconds(10), "same_rules": seconds(10), "every_rule": seconds(20)},
        "frictionless-small": {"read_and_rules": seconds(40)},
        "rules-whole": {"same_rules": seconds(10), "with_privacy": seconds(20)},
        "pandera-whole": {"same_rules": seconds(20)},
    }
    for name, change in changes.items():
        one[name.replace("_", "-")] |= change
    size = {"check-small": 100, "check-whole": 1000, "rules-whole": 1000, "pandera-whole": 1000}
    return {name: [{"rows": size.get(name), "peak_bytes": 1e9, **job}] for name, job in one.items()}


def figure(measured: check.Jobs, name: str) -> Result:
    return next(result for result in check.judge(measured) if result.id == name)


def test_ratios_are_of_rows_a_second() -> None:
    assert figure(jobs(), "check-frictionless").figure == pytest.approx((1000 / 20) / (100 / 40))
    assert figure(jobs(), "check-pandera").figure == pytest.approx(2)
    assert figure(jobs(), "check-privacy").figure == pytest.approx(1)
    assert figure(jobs(), "check-linear").figure == pytest.approx(10)
    assert figure(jobs(), "check-memory").figure == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("check-frictionless", {"check_whole": {"read": seconds(20)}}),
        ("check-pandera", {"rules_whole": {"same_rules": seconds(30)}}),
        ("check-memory", {"check_whole": {"peak_bytes": 2.1e9}}),
        ("check-linear", {"check_whole": {"every_rule": seconds(30)}}),
    ],
)
def test_a_missed_budget_is_said(name: str, change: dict[str, Any]) -> None:
    assert figure(jobs(), name).verdict == "ok"
    slow = figure(jobs(**change), name)
    assert slow.verdict == "MISSED"
    assert "MISSED" in results.table([slow])


def test_a_figure_on_the_budget_keeps_it_and_one_without_a_budget_is_not_judged() -> None:
    assert Result("a", "", 15, "×", "at least", 15).verdict == "ok"
    assert Result("a", "", 14.99, "×", "at least", 15).verdict == "MISSED"
    assert Result("a", "", 2, "GB", "at most", 2).verdict == "ok"
    assert Result("a", "", 99, "s").verdict == ""


def test_a_busy_machine_is_noticed_and_does_not_change_the_ratios() -> None:
    calm, busy = jobs(), jobs(check_whole={"read": seconds(10, wall=30)})
    assert check.busiest(calm) == pytest.approx(1) and check.busiest(busy) == pytest.approx(3)
    assert figure(busy, "check-frictionless").figure == figure(calm, "check-frictionless").figure
    assert figure(busy, "check-clock-read").figure == 30


def test_a_judge_that_finds_faults_in_a_clean_workbook_stops_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "alone", lambda job, folder, *more: {"rows": 1, "faults": 3, "peak_bytes": 1})
    with pytest.raises(RuntimeError, match="check-small found 3 faults"):
        check.measure(1000, lambda text: None)


@long
def test_a_job_runs_in_a_process_of_its_own_and_says_why_it_failed(made: Path, tmp_path: Path) -> None:
    measured = check.alone("check", made)
    assert measured["rows"] == sum(sizes(INSIGHTS).values())
    assert measured["peak_bytes"] > 20e6
    with pytest.raises(RuntimeError, match="frictionless failed"):
        check.alone("frictionless", tmp_path / "nowhere")


def test_the_middle_of_a_few_passes_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    passes = iter([seconds(9), seconds(1), seconds(2)])
    monkeypatch.setattr(worker, "timed", lambda work: (work(), next(passes)))
    assert worker.middle(lambda: "done") == ("done", seconds(2))


def test_commands_are_timed_in_turn_and_one_that_fails_is_an_error() -> None:
    quick = [sys.executable, "-c", "pass"]
    timed = import_time.interleaved({"a": quick, "b": quick}, runs=2)
    assert {name: len(runs) for name, runs in timed.items()} == {"a": 2, "b": 2}
    with pytest.raises(subprocess.CalledProcessError):
        import_time.interleaved({"broken": [sys.executable, "-c", "raise SystemExit(1)"]}, runs=1)


def test_importing_is_measured_over_a_bare_interpreter(kept_apart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = {"bare": [0.02, 0.02], "import": [0.05, 0.06], "version": [0.3, 0.3]}
    monkeypatch.setattr(import_time, "interleaved", lambda commands, runs: times)
    first = import_time.run(say=lambda text: None)[0]
    assert first.figure == pytest.approx(35) and first.verdict == "MISSED"


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--strict"], 1)])
def test_the_command_names_what_was_missed_and_fails_only_if_strict(
    arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missed = Result("import-time", "import", 40, "ms", "at most", 30)
    monkeypatch.setattr(import_time, "run", lambda quick, say: [missed])
    monkeypatch.setattr(sys, "argv", ["benchmarks", "import_time", *arguments])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == code
    assert "MISSED: import-time" in capsys.readouterr().out


def test_the_command_runs_every_benchmark_there_is_and_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(command.__file__).parent
    runnable = {file.stem for file in folder.glob("*.py") if "\ndef run(" in file.read_text(encoding="utf-8")}
    assert runnable and runnable == set(command.NAMES)
    monkeypatch.setattr(sys, "argv", ["benchmarks", "chekc"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 2
    assert "chekc" in capsys.readouterr().err
