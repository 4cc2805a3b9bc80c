"""Stage 1's rules: each finds what it is for, at its row and column, and is silent where the method is followed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from understanding.small import DAY, TABLES, Row, csv_rows, csv_visits, days, shuffled

from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.findings import Finding, load_rules
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS, Lang
from fsi_kit.understanding.rules import RULES
from fsi_kit.understanding.solutions import solution_words
from fsi_kit.workbook import Workbook, read, workbook

Tables = dict[str, list[Row]]
Place = tuple[str | None, int | None, str | None]
Change = Callable[[Tables], object]

CATALOGUE = load_rules("fsi_kit.understanding")


def followed() -> Tables:
    """A small workbook in which every rule of the stage is followed, with something for each of them to look at."""
    shared = {"shared_with": "Streets", "shared_on": "2026-05-15"}
    heard = {"area": "land", "factor": "treatment", "kind": "obstacle", "urgency": 4}
    return {
        "companies": [{"company_id": f"C{i}", "size": "micro", "place": "Byn"} for i in range(1, 6)],
        "visits": [
            {"visit_id": "V1", "company_id": "C1", "date": "2026-05-01"},
            {"visit_id": "V2", "company_id": "C2", "date": "2026-01-10"},
        ],
        "insights": [
            {"insight_id": "I1", "visit_id": "V1", "statement": "a " * 60, **heard, **shared},
            {"insight_id": "I2", "visit_id": "V2", "statement": "b", **heard, **shared}
            | {"urgency": 3, "shared_on": "2026-01-24"},
            {"insight_id": "I3", "visit_id": "V2", **heard, **shared}
            | {"kind": "praise", "area": "fire_safety", "urgency": 5, "shared_on": "2026-01-11"},
            {"insight_id": "I4", "visit_id": "V2", **heard, **shared}
            | {"kind": "wish", "urgency": 3, "shared_on": "2026-01-10"},
        ],
        "needs": [
            {"need_id": "N1", "title": "Companies need to know when", "why": "w", "root_cause": "r", "department": "d"}
            | {"status": "in_action"},
            {"need_id": "N2", "title": "Build a portal", "status": "dropped"},
        ],
        "need_insights": [{"need_id": "N1", "insight_id": "I1"}, {"need_id": "N1", "insight_id": "I2"}],
    }


def made(tables: Tables) -> Workbook:
    return workbook({name: pd.DataFrame(rows) for name, rows in tables.items()})


def findings(book: Workbook, settings: Settings | None = None) -> list[Finding]:
    asked = settings or Settings(DAY)
    return [book.finding(CATALOGUE[hit.rule], hit) for rule in RULES for hit in rule(book, asked)]


def changed(*changes: Change) -> Workbook:
    tables = followed()
    for change in changes:
        change(tables)
    return made(tables)


def cell(table: str, row: int, **values: object) -> Change:
    """Put values into a row, by the number that the user sees: 2 is the first below the headings."""
    return lambda tables: tables[table][row - 2].update(values)


def add(table: str, **values: object) -> Change:
    return lambda tables: tables[table].append(values)


def empty(table: str) -> Change:
    return lambda tables: tables[table].clear()


def all_of(*changes: Change) -> Change:
    return lambda tables: [change(tables) for change in changes]


LATE = all_of(cell("visits", 2, date="2026-03-02"), cell("insights", 2, shared_on="2026-03-02"))


def add_solo(count: int) -> Change:
    """Companies of a size of their own, never visited."""
    return all_of(*(add("companies", company_id=f"S{i}", size="solo", place="Byn") for i in range(count)))


BROKEN: dict[str, list[tuple[Change, Place]]] = {
    "U101": [(add("visits", visit_id="V3", company_id="C1", date="2026-05-02"), ("visits", 4, "visit_id"))],
    "U102": [
        (cell("insights", 2, shared_on="2026-05-16"), ("insights", 2, "shared_on")),
        (cell("insights", 2, shared_on=None, shared_with=None), ("insights", 2, "shared_on")),
    ],
    "U103": [
        (lambda t: t["need_insights"].pop(), ("needs", 2, "need_id")),
        (cell("visits", 3, company_id="C1"), ("needs", 2, "need_id")),
        (cell("need_insights", 3, insight_id="I9"), ("needs", 2, "need_id")),
    ],
    "U104": [
        (cell("needs", 2, title=title), ("needs", 2, "title"))
        for title in ("Skapa en lots", "Vi måste svara", "En app för alla", "Set up a desk", "We should act")
    ],
    "U105": [(cell("insights", 5, urgency=4), ("insights", 5, "urgency"))],
    "U106": [(empty("need_insights"), ("needs", 2, "need_id"))],
    "U107": [(cell("insights", 4, factor=None), ("insights", 4, "factor"))],
    "U108": [(cell("insights", 2, statement="a " * 61), ("insights", 2, "statement"))],
    "U109": [(LATE, ("visits", None, "date"))],
    "U110": [(add_solo(5), ("companies", None, "size"))],
    "U111": [
        (cell("needs", 2, root_cause=None), ("needs", 2, "root_cause")),
        (cell("needs", 2, root_cause=" ", status="in_workshop"), ("needs", 2, "root_cause")),
    ],
    "U112": [(cell("needs", 2, department=None), ("needs", 2, "department"))],
    "U113": [(cell("needs", 2, why=None, status="open"), ("needs", 2, "why"))],
    "U114": [(cell("insights", 2, kind="praise"), ("companies", 2, "company_id"))],
    "U115": [(cell("insights", 2, shared_on="2026-04-30"), ("insights", 2, "shared_on"))],
    "U116": [
        (cell("insights", 2, shared_on=None), ("insights", 2, "shared_on")),
        (cell("insights", 2, shared_with=None), ("insights", 2, "shared_with")),
    ],
}
CASES = [
    pytest.param(rule, change, place, id=f"{rule}-{n}")
    for rule, cases in BROKEN.items()
    for n, (change, place) in enumerate(cases)
]


def test_every_rule_has_an_example_that_breaks_it() -> None:
    assert len(CATALOGUE) >= 16
    assert set(BROKEN) == set(CATALOGUE)
    assert all(BROKEN.values())


def test_a_workbook_that_follows_the_method_gives_no_finding() -> None:
    assert findings(made(followed())) == []


@pytest.mark.parametrize(("rule", "change", "place"), CASES)
def test_a_rule_finds_its_place_and_nothing_else(rule: str, change: Change, place: Place) -> None:
    found = findings(changed(change))
    assert [(f.table, f.row, f.column) for f in found if f.rule.id == rule] == [place]
    assert {f.rule.id for f in found} == {rule}


@pytest.mark.parametrize(("rule", "change", "place"), CASES)
def test_what_a_finding_says_is_whole_in_both_languages(rule: str, change: Change, place: Place) -> None:
    (found,) = (f for f in findings(changed(change)) if f.rule.id == rule)
    for lang in LANGS:
        for said in (found.message(lang), found.fix(lang)):
            assert not re.search(r"[{}]|None|<NA>|NaT", said), said
            assert said.endswith((".", "?")) and len(said) > 15
    assert found.message("sv") != found.message("en")


def test_a_planted_place_without_a_value_would_be_seen() -> None:
    rule = replace(CATALOGUE["U101"], texts={**CATALOGUE["U101"].texts, "message": {"sv": "{gone}", "en": "{gone}"}})
    with pytest.raises(KeyError):
        Finding(rule).message("sv")


def test_every_rules_texts_are_whole_and_differ_between_the_languages() -> None:
    for rule in CATALOGUE.values():
        assert rule.stage == "understanding" and rule.id.startswith("U1")
        for part in ("title", "why", "fix", "message"):
            sv, en = (rule.text(part, lang) for lang in LANGS)
            assert sv and en and sv != en
            assert set(re.findall(r"{\w+}", sv)) == set(re.findall(r"{\w+}", en)), (rule.id, part)


# What each rule lets pass, and what it says


PASSES = {
    "U101: a visit that has not been made yet": add("visits", visit_id="V3", company_id="C1", date="2026-06-02"),
    "U101: a visit whose id stands twice has its insights": add(
        "visits", visit_id="V1", company_id="C1", date="2026-05-01"
    ),
    "U102: an insight that has time left": all_of(
        cell("visits", 2, date="2026-05-18"), cell("insights", 2, shared_on=None, shared_with=None)
    ),
    "U102: an insight of a visit without a day": cell("visits", 2, date=None),
    "U103, U106, U112, U113: a dropped need": all_of(
        empty("need_insights"), cell("needs", 2, status="dropped", why=None, department=None)
    ),
    "U104: words of the company that needs": cell("needs", 2, title="Företag som ska bygga behöver få besked i tid"),
    "U105: praise, however urgent": cell("insights", 4, urgency=5),
    "U105: an urgent insight of a late visit": cell("insights", 5, urgency=5, visit_id="V1", shared_on="2026-05-02"),
    "U105: an insight of a visit without a day": all_of(cell("insights", 5, urgency=5), cell("visits", 3, date=None)),
    "U107: an area that Insikt does not measure": cell("insights", 3, factor=None),
    "U108: exactly as many words as may be": cell("insights", 3, statement="ord\n" * 60),
    "U109: a visit at the limit": cell("visits", 2, date="2026-03-03"),
    "U110: a group of four": add_solo(4),
    "U111: a need that nobody works on yet": cell("needs", 2, status="open", root_cause=None),
    "U114: a company without insights": cell("visits", 2, company_id="C9"),
    "U115: shared on the day of the visit": cell("insights", 2, shared_on="2026-05-01"),
}


@pytest.mark.parametrize("name", PASSES)
def test_a_rule_lets_pass(name: str) -> None:
    rules = name.split(":")[0].split(", ")
    found = {f.rule.id for f in findings(changed(PASSES[name]))}
    assert not found & set(rules)


def test_what_passes_is_named_by_rules_that_exist() -> None:
    assert {rule for name in PASSES for rule in name.split(":")[0].split(", ")} <= set(CATALOGUE)
    assert len(PASSES) >= 12


@pytest.mark.parametrize(
    ("change", "sv", "en"),
    [
        (cell("insights", 2, shared_on="2026-05-16"), "nådde avdelningen 15 dagar efter", "department 15 days after"),
        (cell("insights", 2, shared_on=None, shared_with=None), "är inte delad, 31 dagar", "not been shared, 31 days"),
        (LATE, "2026-03-02, 91 dagar före 2026-06-01", "2026-03-02, 91 days before"),
        (
            cell("visits", 3, company_id="C1"),
            "N1 vilar på för få företag (1 av minst 2)",
            "companies (1 of at least 2)",
        ),
        (cell("insights", 4, factor=None), "området ”Brandskydd”", "area “Fire safety”"),
        (cell("insights", 2, kind="praise"), "Besök: 1. Insikter: 1", "Visits: 1. Insights: 1"),
        (cell("needs", 2, title="Företag behöver en e-tjänst"), "”e-tjänst”", "“e-tjänst”"),
        (cell("needs", 2, root_cause=None), "har läget ”Åtgärdas”", "has the status “Being acted on”"),
        (cell("insights", 2, shared_on=None), "en avdelning men ingen dag", "a department but no day"),
        (cell("insights", 2, shared_with=None), "en dag men ingen avdelning", "a day but no department"),
    ],
)
def test_a_message_says_its_figures(change: Change, sv: str, en: str) -> None:
    said = findings(changed(change))
    assert any(sv in f.message("sv") for f in said), [f.message("sv") for f in said]
    assert any(en in f.message("en") for f in said), [f.message("en") for f in said]


LIMITS = [
    ("U102", {"days": 14}, {"days": 15}, cell("insights", 2, shared_on="2026-05-16")),
    ("U103", {"companies": 2}, {"companies": 1}, cell("visits", 3, company_id="C1")),
    ("U105", {"urgency": 4}, {"urgency": 5}, cell("insights", 5, urgency=4)),
    ("U105", {"days": 141}, {"days": 142}, cell("insights", 5, urgency=4)),
    ("U108", {"words": 60}, {"words": 61}, cell("insights", 2, statement="a " * 61)),
    ("U109", {"days": 90}, {"days": 91}, LATE),
    ("U110", {"companies": 5}, {"companies": 6}, add_solo(5)),
]


@pytest.mark.parametrize(("rule", "strict", "lenient", "change"), LIMITS)
def test_a_municipality_sets_its_own_limit(
    rule: str, strict: dict[str, int], lenient: dict[str, int], change: Change
) -> None:
    book = changed(change)
    assert rule in {f.rule.id for f in findings(book, Settings(DAY, limits={rule: strict}))}
    assert rule not in {f.rule.id for f in findings(book, Settings(DAY, limits={rule: lenient}))}


def test_every_limit_of_the_room_is_tried() -> None:
    limits = {(id_, name) for id_, rule in CATALOGUE.items() for name in rule.limits}
    assert len(limits) >= 7
    assert {(rule, name) for rule, strict, _, _ in LIMITS for name in strict} == limits


@pytest.mark.parametrize(
    "need",
    [row["title"] for lang in LANGS for row in csv_rows("needs", lang)]
    + [
        "Företag behöver appellera i tid",
        "Companies need to be open",
        "Bygg- och måleriföretag behöver få svar",
        "Start-ups need a lender",
        "Företag ska kunna skapa jobb",
        "",
        "Ett",
    ],
)
def test_a_need_is_not_taken_for_a_solution(need: str) -> None:
    assert solution_words(need) is None


@pytest.mark.parametrize(
    ("need", "words"),
    [
        ("Inför en lotsfunktion", "Inför"),
        ("Ta fram en checklista", "Ta fram"),
        ("Företag behöver en ny mobilapp", "mobilapp"),
        ("Kommunen ska svara fortare", "Kommunen ska"),
        ("Att vi måste ha en webbplats", "vi måste"),
        ("Create a one-stop shop", "Create"),
        ("Set up a hotline", "Set up"),
        ("Companies need a better website", "website"),
    ],
)
def test_a_solution_is_known_by_its_words(need: str, words: str) -> None:
    assert solution_words(need) == words


# Where something is missing


@pytest.mark.parametrize("table", TABLES)
def test_rules_are_silent_about_a_table_that_could_not_be_read(table: str) -> None:
    tables = followed()
    del tables[table]
    assert findings(made(tables)) == []


def test_rules_are_silent_about_columns_that_the_file_lacks(tmp_path: Any) -> None:
    files = {"needs": "need_id,title,status\nN1,Companies need to know,in_action\n", "visits": "visit_id\nV1\n"}
    files |= {"insights": "insight_id,visit_id\nI1,V1\n", "companies": "company_id\nC1\n"}
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert findings(read(tmp_path)) == []


def test_a_day_that_cannot_be_read_is_not_called_missing(tmp_path: Any) -> None:
    rows = "I1,V1,Streets,last week\nI2,V1,Streets,\n"
    (tmp_path / "insights.csv").write_text(f"insight_id,visit_id,shared_with,shared_on\n{rows}", encoding="utf-8")
    (tmp_path / "visits.csv").write_text("visit_id,date\nV1,2026-05-01\n", encoding="utf-8")
    assert [(f.rule.id, f.row) for f in findings(read(tmp_path))] == [("U116", 3)]


def test_an_empty_workbook_gives_no_finding() -> None:
    assert findings(made({name: [] for name in TABLES})) == []


def test_rows_without_anything_in_them_break_nothing() -> None:
    tables: Tables = {name: [*rows, {}] for name, rows in deepcopy(followed()).items()}
    assert {f.rule.id for f in findings(made(tables))} <= {"U112", "U113"}


def test_the_users_own_columns_of_the_same_name_do_not_get_in_the_way() -> None:
    own = {"company_id": "C9", "date": "x", "passed": "x", "count": "x", "taken": "x", "waited": "x", "words": "x"}
    book = changed(
        cell("insights", 2, **own, shared_on="2026-05-16", statement="a " * 61),
        cell("companies", 2, visits="x", last_visit="x", insights="x"),
    )
    assert Counter(f.rule.id for f in findings(book)) == {"U102": 1, "U108": 1}


# Exempelby


def expected(lang: Lang) -> list[tuple[str, str]]:
    """What the rules should find in Exempelby, counted with the csv module: (rule, insight)."""
    visits, insights = csv_visits(), csv_rows("insights", lang)
    tied = {row["insight_id"] for row in csv_rows("need_insights")}
    measured = {row["area"] for row in csv_rows("measurements")} | {"otc_medicines", "land_survey", "tobacco_beer"}
    found = []
    for row in insights:
        day = visits[row["visit_id"]]["date"]
        urgent = int(row["urgency"]) >= 4 and row["kind"] != "praise"
        late = days(row["shared_on"], day) > 14
        old = days(AS_OF.isoformat(), day) > 90
        several = len(row["statement"].split()) > 60
        broken = {
            "U102": late,
            "U105": urgent and old and row["insight_id"] not in tied,
            "U107": row["area"] in measured and not row["factor"],
            "U108": several,
        }
        found += [(rule, row["insight_id"]) for rule, is_broken in broken.items() if is_broken]
    return sorted(found)


@pytest.mark.parametrize("lang", LANGS)
def test_exempelby_falls_short_exactly_where_counting_by_hand_says(lang: Lang) -> None:
    ids = [row["insight_id"] for row in csv_rows("insights")]
    found = findings(load_exempelby(lang), Settings(AS_OF))
    assert {f.table for f in found} == {"insights"}
    assert sorted((f.rule.id, ids[(f.row or 0) - 2]) for f in found) == expected(lang)
    assert Counter(f.rule.id for f in found) == {"U102": 3, "U105": 20, "U107": 3}


def test_the_order_of_rows_makes_no_difference() -> None:
    book = load_exempelby("sv")
    mixed = shuffled(book, 11)
    said = [sorted(f.message("sv") for f in findings(b, Settings(date(2027, 6, 1)))) for b in (book, mixed)]
    assert said[0] == said[1]
    assert any("2026-05-05" in message for message in said[0])
