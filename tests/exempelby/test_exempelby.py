"""Exempelby is large enough, plausible, the same in both languages, and falls short only where it says so."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package, Report

import fsi_kit.workbook
import tools.exempelby
from fsi_kit.check import check
from fsi_kit.examples import AS_OF, exempelby_path, load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook, load_descriptor, workbook, write
from fsi_kit.workbook.privacy import personal
from tools.exempelby import deal

TODAY = pd.Timestamp(AS_OF)
DESCRIPTOR = load_descriptor()
KNOWN = tomllib.loads((Path(tools.exempelby.__file__).parent / "known-warnings.toml").read_text(encoding="utf-8"))
AT_LEAST = {
    "companies": 60,
    "visits": 120,
    "insights": 300,
    "needs": 12,
    "need_insights": 150,
    "workshops": 4,
    "participants": 60,
    "ideas": 80,
    "actions": 40,
    "feedback": 60,
    "measurements": 30,
}
LONG = 1000  # a column that allows this many characters holds sentences


def test_every_table_is_large_enough(book: Workbook) -> None:
    assert set(AT_LEAST) == set(DESCRIPTOR.tables)
    assert {name: len(book[name]) for name, least in AT_LEAST.items() if len(book[name]) < least} == {}
    assert len(book["needs"]) == AT_LEAST["needs"]
    assert len(book["workshops"]) == AT_LEAST["workshops"]


# The committed files


def test_the_committed_files_are_what_dealing_makes(lang: Lang, tmp_path: Path) -> None:
    made = write(deal.deal(lang), tmp_path)
    assert len(made) == len(DESCRIPTOR.tables)
    assert _contents(exempelby_path(lang)) == _contents(tmp_path)


def test_dealing_again_changes_nothing_and_leaves_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deal, "exempelby_path", lambda lang: tmp_path / lang)
    deal.main()
    first = _contents(tmp_path)
    deal.main()
    assert _contents(tmp_path) == first
    assert len(first) == len(LANGS) * len(DESCRIPTOR.tables)


# Two languages


def test_both_languages_have_the_same_ids_dates_and_figures(both: tuple[Workbook, Workbook]) -> None:
    sv, en = both
    compared = 0
    for table in DESCRIPTOR.tables.values():
        for field in table.fields:
            if field.type != "string" or field.enum or field.pattern:
                pd.testing.assert_series_equal(sv[table.name][field.name], en[table.name][field.name])
                compared += 1
    assert compared > 40


def test_every_sentence_is_written_in_both_languages(both: tuple[Workbook, Workbook]) -> None:
    sv, en = both
    columns = [(t.name, f.name) for t in DESCRIPTOR.tables.values() for f in t.fields if (f.max_length or 0) >= LONG]
    assert len(columns) >= 8
    for table, column in columns:
        pair = pd.DataFrame({"sv": sv[table][column], "en": en[table][column]})
        assert pair["sv"].notna().equals(pair["en"].notna()), (table, column)
        filled = pair.dropna()
        assert not filled.empty, (table, column)
        assert filled[filled["sv"] == filled["en"]].empty, (table, column)


# The judges


def test_the_check_finds_no_fault_in_the_data(book: Workbook) -> None:
    report = check(book, AS_OF)
    assert report.count("error") == 0
    assert [finding.message("en") for finding in report.findings if finding.rule.stage == "data"] == []


def test_the_check_would_find_a_planted_fault(book: Workbook) -> None:
    assert check(_with_an_unknown_company(book), AS_OF).count("error") == 1


def test_frictionless_agrees(lang: Lang, tmp_path: Path) -> None:
    report = _judge(exempelby_path(lang), tmp_path)
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.valid
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        name: len(load_exempelby(lang)[name]) for name in DESCRIPTOR.tables
    }


def test_frictionless_would_disagree_with_a_planted_fault(book: Workbook, tmp_path: Path) -> None:
    write(_with_an_unknown_company(book), tmp_path / "broken")
    report = _judge(tmp_path / "broken", tmp_path / "judged")
    assert [error for (error,) in report.flatten(["type"])] == ["foreign-key"]


# Where it falls short on purpose


def test_the_late_actions_are_the_listed_ones(book: Workbook) -> None:
    actions = book["actions"]
    late = actions[(actions["due"] < TODAY) & ~actions["status"].isin(["done", "stopped"])]
    assert sorted(late["action_id"]) == KNOWN["actions_late"]
    assert 1 <= len(late) <= 3


def test_the_insights_shared_late_are_the_listed_ones(book: Workbook) -> None:
    rows = book["insights"].merge(book["visits"], on="visit_id")
    days = (rows["shared_on"] - rows["date"]).dt.days
    assert (days > 0).all()
    assert sorted(rows.loc[days > 14, "insight_id"]) == KNOWN["insights_shared_late"]
    assert KNOWN["insights_shared_late"]


def test_the_companies_still_waiting_for_feedback_are_the_listed_ones(book: Workbook, heard: pd.DataFrame) -> None:
    acted_on = heard[heard["status"] == "in_action"]
    last = book["feedback"].groupby("company_id")["date"].max()
    told = acted_on["company_id"].map(last) > acted_on["date"]
    assert sorted(set(acted_on.loc[~told, "company_id"])) == KNOWN["companies_waiting"]
    assert 2 <= len(KNOWN["companies_waiting"]) <= 3


# No one can be reached or singled out


def test_sole_traders_are_described_in_each_language_and_not_named(both: tuple[Workbook, Workbook]) -> None:
    sv, en = (book["companies"] for book in both)
    sole = sv["sole_trader"].astype(bool)
    assert sole.sum() >= 5
    assert (sv.loc[sole, "name"] != en.loc[sole, "name"]).all()
    assert not sv.loc[sole, "name"].str.contains(r"\b(?:AB|HB|KB)\b").any()


def test_no_contact_detail_or_identity_number_stands_anywhere(book: Workbook) -> None:
    texts = [text for name in DESCRIPTOR.tables for text in book[name].select_dtypes("string").stack().dropna()]
    assert len(texts) > 2000
    assert [found for text in texts for found in personal(text)] == []
    planted = f"{texts[0]} 070-123 45 67 {texts[1]} namn@exempelby.example 811218-9876"
    assert sorted(rule for rule, _ in personal(planted)) == ["D501", "D502", "D503"]


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def _judge(folder: Path, work: Path) -> Report:
    shutil.copytree(folder, work, dirs_exist_ok=True)
    shutil.copy(Path(fsi_kit.workbook.__file__).with_name("datapackage.json"), work)
    return Package(str(work / "datapackage.json")).validate()


def _with_an_unknown_company(book: Workbook) -> Workbook:
    frames = {name: book[name].copy() for name in DESCRIPTOR.tables}
    frames["visits"].iloc[-1, frames["visits"].columns.get_loc("company_id")] = "C999"
    return workbook(frames)
