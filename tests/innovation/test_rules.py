"""Stage 3's rules: each finds what it is for, at its row and column, and is silent where the method is followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.findings import Finding, load_rules
from fsi_kit.innovation import RULES
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS
from fsi_kit.workbook import Workbook, workbook

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]
Place = tuple[str, int, str]

DAY = date(2026, 6, 1)
CATALOGUE = load_rules("fsi_kit.innovation")


def whole() -> Tables:
    """A small workbook in which every rule of the stage is followed, with something for each of them to look at."""
    done = {"how": "x", "owner": "Head of permits", "measure": "Calls a week", "start": "2026-02-10"}
    return {
        "companies": [{"company_id": "C1", "name": "Ettan AB"}, {"company_id": "C2", "name": "Tvåan AB"}],
        "visits": [
            {"visit_id": "V1", "company_id": "C1", "date": "2026-01-10"},
            {"visit_id": "V2", "company_id": "C2", "date": "2026-01-12"},
        ],
        "insights": [{"insight_id": "I1", "visit_id": "V1"}, {"insight_id": "I2", "visit_id": "V2"}],
        "needs": [
            {"need_id": "N1", "title": "Companies need to know", "status": "in_action"},
            {"need_id": "N2", "title": "Companies need to reach", "status": "met"},
        ],
        "need_insights": [
            {"need_id": "N1", "insight_id": "I1"},
            {"need_id": "N1", "insight_id": "I2"},
            {"need_id": "N2", "insight_id": "I2"},
        ],
        "workshops": [
            {"workshop_id": "W1", "need_id": "N1", "date": "2026-02-03"},
            {"workshop_id": "W2", "need_id": "N2", "date": "2026-02-10"},
        ],
        "participants": [
            {"participant_id": "P1", "workshop_id": "W1", "side": "municipality"},
            {"participant_id": "P2", "workshop_id": "W1", "side": "business"},
        ],
        "ideas": [
            {"idea_id": "D1", "workshop_id": "W1", "chosen": True},
            {"idea_id": "D2", "workshop_id": "W2", "chosen": True},
            {"idea_id": "D3", "workshop_id": "W1", "chosen": False},
        ],
        "actions": [
            {**done, "action_id": "A1", "idea_id": "D1", "owner_side": "municipality", "due": "2026-07-01"}
            | {"status": "ongoing"},
            {**done, "action_id": "A2", "idea_id": "D1", "owner_side": "business", "due": "2026-03-01"}
            | {"status": "done", "done_on": "2026-02-27", "result": "30 calls, down from 40"},
            {**done, "action_id": "A3", "idea_id": "D2", "owner_side": "business", "due": "2026-03-01"}
            | {"status": "stopped", "result": "The room was never free"},
            {**done, "action_id": "A4", "idea_id": "D2", "owner_side": "business", "due": "2026-03-01"}
            | {"status": "done", "done_on": "2026-03-02", "result": "The number is answered"},
        ],
        "feedback": [
            {"feedback_id": "B1", "company_id": "C1", "action_id": "A2", "date": "2026-03-05"},
            {"feedback_id": "B2", "company_id": "C2", "action_id": "A4", "date": "2026-03-10"},
        ],
        "measurements": [
            {"municipality": "9999", "area": "total", "year": 2024, "index": "nki", "value": 70, "answers": 20},
            {"municipality": "9999", "area": "total", "year": 2025, "index": "nki", "value": 72, "answers": 110},
            {"municipality": "9999", "area": "fire_safety", "year": 2025, "index": "nki", "answers": 3},
        ],
    }


def book(tables: Tables) -> Workbook:
    for row in tables.get("measurements", []):
        row.setdefault("source", "SKR")
    return workbook({name: pd.DataFrame(rows) for name, rows in tables.items()})


def findings(tables: Tables | Workbook, settings: Settings | None = None) -> list[Finding]:
    made = tables if isinstance(tables, Workbook) else book(tables)
    asked = settings or Settings(DAY)
    return [made.finding(CATALOGUE[hit.rule], hit) for rule in RULES for hit in rule(made, asked)]


def places(tables: Tables, rule: str, settings: Settings | None = None) -> list[tuple[str | None, int | None, Any]]:
    return [(f.table, f.row, f.column) for f in findings(tables, settings) if f.rule.id == rule]


def cell(table: str, row: int, column: str, value: object) -> Callable[[Tables], None]:
    """Put a value into a cell, by the row number that the user sees: 2 is the first below the headings."""

    def change(tables: Tables) -> None:
        tables[table][row - 2][column] = value

    return change


def without(table: str, row: int) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        del tables[table][row - 2]

    return change


# Each rule: what to change in the whole workbook, and where the finding must then stand.
FAILING: dict[str, list[tuple[Callable[[Tables], None], list[Place]]]] = {
    "I301": [
        (cell("actions", 2, "owner", None), [("actions", 2, "owner")]),
        (cell("actions", 3, "due", None), [("actions", 3, "due")]),
        (cell("actions", 5, "measure", "  "), [("actions", 5, "measure")]),
    ],
    "I302": [
        (cell("actions", 2, "idea_id", None), [("actions", 2, "idea_id")]),
        (without("need_insights", 4), [("actions", 4, "idea_id"), ("actions", 5, "idea_id")]),
    ],
    "I303": [(without("feedback", 2), [("companies", 2, "company_id")])],
    "I304": [
        (cell("actions", 2, "due", "2026-05-31"), [("actions", 2, "due")]),
        (cell("actions", 3, "status", "planned"), [("actions", 3, "due")]),
    ],
    "I305": [(cell("measurements", 4, "value", 94), [("measurements", 4, "answers")])],
    "I306": [(cell("actions", 2, "owner_side", "business"), [("workshops", 2, "workshop_id")])],
    "I307": [
        (cell("actions", 3, "done_on", None), [("actions", 3, "done_on")]),
        (cell("actions", 5, "result", None), [("actions", 5, "result")]),
    ],
    "I308": [(cell("ideas", 4, "chosen", True), [("ideas", 4, "idea_id")])],
    "I309": [
        (cell("actions", 2, "due", "2026-02-09"), [("actions", 2, "due")]),
        (cell("actions", 5, "done_on", "2026-02-09"), [("actions", 5, "done_on")]),
    ],
    "I310": [
        (cell("measurements", 3, "answers", 19), [("measurements", 3, "answers")]),
        (cell("measurements", 2, "answers", 7), [("measurements", 2, "answers")]),
    ],
    "I311": [
        (cell("feedback", 3, "action_id", None), [("actions", 5, "action_id")]),
        (cell("feedback", 2, "date", "2026-02-26"), [("actions", 3, "action_id")]),
    ],
    "I312": [(cell("actions", 2, "start", "2025-05-31"), [("actions", 2, "start")])],
    "I313": [
        (cell("actions", 4, "status", "ongoing"), [("needs", 3, "status")]),
        (cell("needs", 2, "status", "met"), [("needs", 2, "status")]),
    ],
    "I314": [
        (cell("measurements", 2, "source", None), [("measurements", 2, "source")]),
        (cell("measurements", 3, "answers", None), [("measurements", 3, "answers")]),
    ],
    "I315": [(cell("actions", 4, "result", ""), [("actions", 4, "result")])],
}
CASES = [(rule, i) for rule, examples in FAILING.items() for i in range(len(examples))]


def unpaired(rules: list[str], examples: list[str]) -> list[str]:
    """Name the rules without examples, and examples of rules that do not exist; nothing at all is a fault too."""
    return sorted(set(rules) ^ set(examples)) if rules else ["no rules"]


def test_every_rule_of_the_stage_has_a_function_and_examples() -> None:
    functions = [(rule.__doc__ or "")[:4] for rule in RULES]
    assert functions == list(CATALOGUE)
    assert unpaired(functions, list(FAILING)) == []


def test_a_rule_without_examples_would_be_noticed() -> None:
    assert unpaired(["I301", "I399"], ["I301"]) == ["I399"]
    assert unpaired([], []) == ["no rules"]


def test_a_workbook_that_follows_the_method_gives_no_findings() -> None:
    assert findings(whole()) == []


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rule_finds_what_it_is_for_at_its_row_and_column(rule: str, example: int) -> None:
    change, expected = FAILING[rule][example]
    tables = whole()
    change(tables)
    assert places(tables, rule) == expected


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_finding_says_in_both_languages_what_is_wrong_and_what_to_do(rule: str, example: int) -> None:
    tables = whole()
    FAILING[rule][example][0](tables)
    found = [f for f in findings(tables) if f.rule.id == rule]
    assert found
    for finding in found:
        said = [text for lang in LANGS for text in (finding.message(lang), finding.fix(lang))]
        assert all(text and "{" not in text and "}" not in text and "–" not in text for text in said), said
        assert finding.message("sv") != finding.message("en")
        assert finding.place("sv").startswith(f"{finding.table}.csv, rad {finding.row}")


def test_the_texts_of_rules_exist_in_both_languages_and_differ() -> None:
    assert len(CATALOGUE) == 15
    for rule in CATALOGUE.values():
        assert rule.stage == "innovation"
        for part in ("title", "why", "fix"):
            assert rule.text(part, "sv") != rule.text(part, "en")
        assert not rule.text("title", "sv").endswith(".")


def test_severities_are_errors_only_where_the_table_cannot_be_true() -> None:
    by = {severity: {r.id for r in CATALOGUE.values() if r.severity == severity} for severity in ("error", "advice")}
    assert by == {"error": {"I309"}, "advice": {"I310", "I312", "I314"}}


# Silence where there is nothing to go by


def test_an_empty_workbook_gives_no_findings() -> None:
    assert findings(workbook({})) == []
    assert findings(book({name: [] for name in whole()})) == []


@pytest.mark.parametrize("table", list(whole()))
def test_a_table_that_could_not_be_read_gives_no_findings(table: str) -> None:
    tables = whole()
    del tables[table]
    assert findings(tables) == []


@pytest.mark.parametrize("table", list(whole()))
def test_rows_without_anything_in_them_do_not_stop_the_rules(table: str) -> None:
    tables = whole()
    tables[table] = [{}, {}]
    assert all(f.message("sv") for f in findings(tables))


@pytest.mark.parametrize(
    ("table", "column", "rule"),
    [
        ("actions", "measure", "I301"),
        ("actions", "idea_id", "I302"),
        ("actions", "result", "I307"),
        ("feedback", "action_id", "I311"),
        ("measurements", "source", "I314"),
        ("actions", "result", "I315"),
    ],
)
def test_a_column_that_the_file_lacks_is_left_to_the_data_rules(table: str, column: str, rule: str) -> None:
    made = book(whole())
    sheet = made.sheets[table]
    frame = sheet.frame.assign(**{column: sheet.frame[column].mask(sheet.frame[column].notna())})
    blanked = replace(sheet, frame=frame)
    lacking = replace(blanked, columns={name: seen for name, seen in sheet.columns.items() if name != column})
    assert rule in {f.rule.id for f in findings(replace(made, sheets={**made.sheets, table: blanked}))}
    assert rule not in {f.rule.id for f in findings(replace(made, sheets={**made.sheets, table: lacking}))}


def test_a_cell_that_could_not_be_read_is_not_called_blank_too() -> None:
    tables = whole()
    tables["actions"][0]["due"] = None
    made = book(tables)
    sheet = replace(made.sheets["actions"], unread={(2, "due"): "soon"})
    assert places(tables, "I301") == [("actions", 2, "due")]
    assert findings(replace(made, sheets={**made.sheets, "actions": sheet})) == []


def test_an_id_that_leads_nowhere_is_left_to_the_data_rules() -> None:
    tables = whole()
    tables["actions"][0]["idea_id"] = "D99"
    assert places(tables, "I302") == []
    assert places(tables, "I306") == []


# The finer points


def test_a_stopped_action_needs_no_owner_date_or_measure() -> None:
    tables = whole()
    tables["actions"][2] |= {"owner": None, "due": None, "measure": None}
    assert places(tables, "I301") == []


def test_an_action_is_not_late_on_its_due_date() -> None:
    tables = whole()
    tables["actions"][0]["due"] = "2026-06-01"
    assert places(tables, "I304") == []


def test_a_company_is_owed_nothing_until_its_need_is_taken_up_and_the_days_have_passed() -> None:
    tables = whole()
    tables["feedback"] = []
    after = date.fromisoformat("2026-02-03").toordinal()
    assert places(tables, "I303", Settings(date.fromordinal(after + 60))) == []
    assert places(tables, "I303", Settings(date.fromordinal(after + 61))) == [
        ("companies", 2, "company_id"),
        ("companies", 3, "company_id"),
    ]
    assert places(tables, "I303", Settings(date(2026, 2, 1))) == []


def test_a_company_that_stands_twice_is_found_once() -> None:
    tables = whole()
    tables["companies"].append({"company_id": "C1", "name": "Ettan AB igen"})
    tables["feedback"] = tables["feedback"][1:]
    assert places(tables, "I303") == [("companies", 2, "company_id")]


def test_a_need_without_a_title_or_a_row_of_its_own_does_not_stop_the_rule() -> None:
    tables = whole()
    tables["feedback"] = tables["feedback"][1:]
    del tables["needs"][0]
    assert places(tables, "I303") == [("companies", 2, "company_id")]


def test_a_single_action_cannot_be_shared_so_nothing_is_said() -> None:
    tables = whole()
    del tables["actions"][1]
    assert places(tables, "I306") == []
    own = Settings(DAY, limits={"I306": {"actions": 1}})
    assert places(tables, "I306", own) == [("workshops", 2, "workshop_id")]


def test_a_workshop_with_one_side_only_or_an_unknown_owner_is_not_called_one_sided() -> None:
    tables = whole()
    tables["actions"][0]["owner_side"] = None
    assert places(tables, "I306") == []
    tables["actions"][0]["owner_side"] = "business"
    del tables["participants"][1]
    assert places(tables, "I306") == []


def test_a_chosen_idea_is_given_fourteen_days() -> None:
    tables = whole()
    tables["ideas"][2]["chosen"] = True
    assert places(tables, "I308", Settings(date(2026, 2, 17))) == []
    assert places(tables, "I308", Settings(date(2026, 2, 18))) == [("ideas", 4, "idea_id")]


def test_a_series_gives_one_piece_of_advice_on_its_weakest_recent_figure() -> None:
    tables = whole()
    tables["measurements"] = [
        {"municipality": "9999", "area": "fire_safety", "year": year, "index": "nki", "value": 80, "answers": answers}
        for year, answers in ((2023, 8), (2025, 15), (2024, 12))
    ]
    assert places(tables, "I310") == [("measurements", 4, "answers")]
    tables["measurements"][2]["answers"] = 15
    assert places(tables, "I310") == [("measurements", 3, "answers")]


def test_a_figure_that_must_not_be_shown_is_not_also_called_too_weak_for_a_change() -> None:
    tables = whole()
    tables["measurements"][2] |= {"value": 94, "answers": 6}
    assert (places(tables, "I305"), places(tables, "I310")) == ([("measurements", 4, "answers")], [])
    off = Settings(DAY, off=frozenset({"I305"}))
    assert places(tables, "I310", off) == [("measurements", 4, "answers")]


def test_an_open_action_without_a_start_is_as_old_as_its_workshop() -> None:
    tables = whole()
    tables["actions"][0]["start"] = None
    tables["workshops"][0]["date"] = "2025-05-31"
    assert places(tables, "I312") == [("actions", 2, "start")]


def test_a_need_in_action_may_not_rest_on_stopped_actions_alone() -> None:
    tables = whole()
    tables["actions"][0] |= {"status": "stopped", "result": "x"}
    tables["actions"][1] |= {"status": "stopped"}
    assert places(tables, "I313") == [("needs", 2, "status")]
    assert "ingen åtgärd" in next(f.message("sv") for f in findings(tables) if f.rule.id == "I313")


def test_a_municipalitys_own_limit_counts_and_is_the_one_that_the_text_shows() -> None:
    tables = whole()
    del tables["feedback"][0]
    own = Settings(DAY, limits={"I303": {"days": 117}})
    found = [f for f in findings(tables, own) if f.rule.id == "I303"]
    assert [f.row for f in found] == [2]
    assert "117 dagar" in found[0].message("sv") and "118 dagar" in found[0].message("sv")
    assert places(tables, "I303", Settings(DAY, limits={"I303": {"days": 118}})) == []


def test_figures_with_decimals_are_written_as_each_language_does() -> None:
    tables = whole()
    tables["measurements"][2]["value"] = 61.5
    said = next(f for f in findings(tables) if f.rule.id == "I305")
    assert "61,5" in said.message("sv") and "61.5" in said.message("en")


# Exempelby


@pytest.fixture(scope="module", params=LANGS)
def exempelby(request: pytest.FixtureRequest) -> Iterator[list[Finding]]:
    yield findings(load_exempelby(request.param), Settings(AS_OF))


def test_exempelby_gives_a_short_list(exempelby: list[Finding]) -> None:
    found: dict[str, list[str | None]] = {}
    for finding in exempelby:
        words = finding.message("en").split()
        said = words[1] if finding.rule.id == "I304" else finding.value
        found.setdefault(finding.rule.id, []).append(said)
    assert found == {
        "I303": ["C006", "C050", "C064"],
        "I304": ["A03", "A17", "A30"],
        "I310": ["8", "15", "14"],
        "I311": ["A02", "A16", "A26", "A31"],
    }
