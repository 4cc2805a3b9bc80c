"""Stage 2's rules: each finds what it is for, at its row and column, and is silent where the method is followed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from collaboration.small import (
    DAY,
    OFFICIAL,
    OWNER,
    Change,
    add,
    cell,
    changed,
    column,
    csv_rows,
    drop,
    empty,
    followed,
    gone,
    made,
)

from fsi_kit.collaboration.rules import RULES
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.findings import Finding, load_rules
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS
from fsi_kit.workbook import Workbook, workbook

Place = tuple[str | None, int | None, str | None]
CATALOGUE = load_rules("fsi_kit.collaboration")
SHOP, PERSON, IDEA = "workshops", "participants", "ideas"


def findings(book: Workbook, settings: Settings | None = None) -> list[Finding]:
    asked = settings or Settings(DAY)
    return [book.finding(CATALOGUE[hit.rule], hit) for rule in RULES for hit in rule(book, asked)]


def of(rule: str, book: Workbook, settings: Settings | None = None) -> list[Finding]:
    return [finding for finding in findings(book, settings) if finding.rule.id == rule]


def crowd(count: int, **values: object) -> Change:
    return add(PERSON, *({"participant_id": f"X{i}", **OFFICIAL, **values} for i in range(count)))


# Each rule: what to change in the small workbook, and where the finding must then stand.
FAILING: dict[str, list[tuple[Change, list[Place]]]] = {
    "C201": [
        (column(PERSON, side="business"), [(SHOP, 2, "workshop_id")]),
        (column(PERSON, side="other"), [(SHOP, 2, "workshop_id"), (SHOP, 2, "workshop_id")]),
    ],
    "C202": [
        (cell(SHOP, 2, minutes=84), [(SHOP, 2, "minutes")]),
        (crowd(20), [(SHOP, 2, "minutes")]),  # six groups need 91 minutes
    ],
    "C203": [(crowd(4, group="1"), [(PERSON, 11, "group")])],
    "C204": [(cell(IDEA, 4, reason=None), [(IDEA, 4, "reason")]), (cell(IDEA, 4, reason=" "), [(IDEA, 4, "reason")])],
    "C205": [(column(PERSON, department="Permits"), [(SHOP, 2, "need_id")])],
    "C206": [
        (cell(PERSON, 4, group="2"), [(PERSON, 2, "group")]),
        (cell(PERSON, 5, side="other"), [(PERSON, 5, "group")]),
    ],
    "C207": [(empty(IDEA), [(SHOP, 2, "workshop_id")])],
    "C208": [(column(IDEA, chosen=None), [(SHOP, 2, "workshop_id")])],
    "C209": [(column(IDEA, chosen=True), [(SHOP, 2, "workshop_id")])],
    "C210": [
        (cell(IDEA, 2, effect=None), [(IDEA, 2, "effect")]),
        (cell(IDEA, 4, effort=None), [(IDEA, 4, "effort")]),
        (cell(IDEA, 4, effort=None, effect=None), [(IDEA, 4, "effect")]),
    ],
    "C211": [(cell(PERSON, 4, company_id="C4"), [(SHOP, 2, "need_id")])],
    "C212": [(cell(SHOP, 2, facilitator=None), [(SHOP, 2, "facilitator")])],
    "C213": [
        (drop("need_insights", 4), [(SHOP, 2, "need_id")]),
        (cell("need_insights", 4, insight_id="I1"), [(SHOP, 2, "need_id")]),
        (empty("need_insights"), [(SHOP, 2, "need_id")]),
    ],
    "C214": [(crowd(1, side="business", company_id="C4", department=None), [(PERSON, 8, "company_id")])],
    "C215": [(drop(PERSON, 7), [(SHOP, 2, "workshop_id")]), (empty(PERSON), [(SHOP, 2, "workshop_id")])],
    "C216": [(cell(PERSON, 6, company_id=None), [(PERSON, 6, "company_id")])],
}
# And changes after which the rule has nothing to say.
PASSING: dict[str, list[Change]] = {
    "C201": [empty(PERSON), column(PERSON, side=None), gone(PERSON)],
    "C202": [cell(SHOP, 2, minutes=None), crowd(14), cell(SHOP, 2, minutes=2880)],
    "C203": [crowd(3, group="1"), crowd(9, group=None)],
    "C204": [
        cell(IDEA, 4, reason=None, votes=4),
        cell(IDEA, 4, reason=None, votes=None),
        cell(IDEA, 2, chosen=False),
        gone(IDEA),
    ],
    "C205": [
        cell("needs", 2, department="  streets "),
        cell("needs", 2, department=None),
        column(PERSON, department=None),
        gone("needs"),
    ],
    "C206": [
        column(PERSON, side="business"),
        column(PERSON, group=None),
        crowd(1, group="9"),
        cell(PERSON, 4, side=None),
        gone(PERSON),
    ],
    "C207": [lambda t: t.pop(IDEA), lambda t: (t[IDEA].clear(), t[SHOP][0].update(date="2026-06-01"))],
    "C208": [lambda t: (column(IDEA, chosen=None)(t), t[SHOP][0].update(date="2026-06-01")), empty(IDEA)],
    "C209": [lambda t: [row.update(chosen=True) for row in t[IDEA][:5]]],
    "C210": [cell(IDEA, 3, effect=None, effort=None), gone(IDEA)],
    "C211": [
        empty("need_insights"),
        column(PERSON, company_id=None),
        gone("visits"),
        cell(PERSON, 5, company_id="C2"),
    ],
    "C212": [gone(SHOP)],
    "C213": [gone("need_insights"), cell(SHOP, 2, need_id=None)],
    "C214": [crowd(3, side="business", company_id=None), gone(PERSON)],
    "C215": [lambda t: (t[PERSON].clear(), t[SHOP][0].update(date="2026-06-01")), gone(PERSON)],
    "C216": [column(PERSON, company_id=None, side="other")],
}


def test_every_rule_has_an_example_of_both_kinds() -> None:
    assert CATALOGUE
    assert set(CATALOGUE) == set(FAILING) == set(PASSING)
    assert all(FAILING.values()) and all(PASSING.values())


def test_the_small_workbook_follows_every_rule() -> None:
    assert findings(made(followed())) == []


@pytest.mark.parametrize(
    ("rule", "change", "places"), [(rule, *example) for rule, examples in FAILING.items() for example in examples]
)
def test_a_rule_finds_what_it_is_for_at_its_row_and_column(rule: str, change: Change, places: list[Place]) -> None:
    found = of(rule, changed(change))
    assert [(f.table, f.row, f.column) for f in found] == places
    for finding in found:
        for text in ("message", "fix"):
            said = [getattr(finding, text)(lang) for lang in LANGS]
            assert said[0] != said[1]
            assert not any(re.search(r"[{}]|<NA>|\bnan\b|\bNone\b(?! of)", each) for each in said), said


@pytest.mark.parametrize(
    ("rule", "change"), [(rule, change) for rule, changes in PASSING.items() for change in changes]
)
def test_a_rule_is_silent_where_it_has_nothing_to_say(rule: str, change: Change) -> None:
    assert of(rule, changed(change)) == []


@pytest.mark.parametrize("table", sorted(followed()))
def test_a_table_that_could_not_be_read_gives_no_findings_about_it(table: str) -> None:
    assert [f.rule.id for f in findings(changed(gone(table)))] == []


def test_a_column_that_could_not_be_read_gives_no_findings_about_it() -> None:
    book = changed(column(IDEA, chosen=None))
    sheet = book.sheets[IDEA]
    seen = {name: seen for name, seen in sheet.columns.items() if name != "chosen"}
    without = Workbook(book.descriptor, {**book.sheets, IDEA: type(sheet)(sheet.table, sheet.frame, columns=seen)})
    assert [f.rule.id for f in findings(book)] == ["C208"]
    assert findings(without) == []


def test_an_empty_workbook_gives_no_findings() -> None:
    assert findings(workbook({})) == []
    assert findings(made({name: [] for name in followed()})) == []


def test_the_order_of_rows_only_moves_the_findings() -> None:
    changes = [
        change for rule, examples in FAILING.items() for change, _ in examples if rule in ("C204", "C206", "C210")
    ]
    book = changed(*changes)
    turned = changed(*changes, lambda tables: [rows.reverse() for rows in tables.values()])
    told = [sorted((f.rule.id, f.message("en")) for f in findings(each)) for each in (book, turned)]
    assert told[0] == told[1] and len(told[0]) > 4


# Words


def message(rule: str, *changes: Change, lang: Any = "en") -> str:
    return of(rule, changed(*changes))[0].message(lang)


def test_messages_name_what_the_reader_must_look_for() -> None:
    assert message("C201", column(PERSON, side="business"), lang="sv") == (
        "Ingen av deltagarna i W1 hör till sidan Kommunen."
    )
    assert message("C202", cell(SHOP, 2, minutes=60)) == (
        "60 minutes are not enough. The five steps need at least 85 minutes with 6 participants."
    )
    assert message("C202", cell(SHOP, 2, minutes=60), empty(PERSON)).endswith("at least 85 minutes.")
    assert message("C204", cell(IDEA, 4, reason=None)) == (
        "D3 was chosen with 1 votes and no reason given, although D2 with 4 votes was not."
    )
    assert "effect and no effort" in message("C210", cell(IDEA, 4, effort=None, effect=None))
    assert "2026-03-01" in message("C207", empty(IDEA))
    assert message("C211", cell(PERSON, 4, company_id="C4")).startswith("3 companies are behind the need N1")


def test_a_municipalitys_own_limits_are_used_and_shown() -> None:
    own = Settings(DAY, limits={rule: dict.fromkeys(CATALOGUE[rule].limits, 1) for rule in ("C203", "C209", "C214")})
    book = changed(add(PERSON, {"participant_id": "P9", **OWNER, "company_id": "C4", "group": "2"}))
    found = {finding.rule.id: finding for finding in findings(book, own)}
    assert {"C203", "C209", "C214"} <= set(found)
    assert all("1" in found[rule].message(lang) for rule in ("C203", "C209", "C214") for lang in LANGS)
    high = Settings(DAY, limits={"C213": {"insights": 4}, "C215": {"people": 7}})
    assert {f.rule.id for f in findings(made(followed()), high)} == {"C213", "C215"}
    assert {rule for rule in CATALOGUE if CATALOGUE[rule].limits} == {"C203", "C209", "C213", "C214", "C215"}


def test_a_grade_that_could_not_be_read_is_not_called_missing() -> None:
    book = changed(cell(IDEA, 2, effect=None))
    sheet = book.sheets[IDEA]
    seen = Workbook(
        book.descriptor, {**book.sheets, IDEA: type(sheet)(sheet.table, sheet.frame, unread={(2, "effect"): "high"})}
    )
    assert of("C210", book) and not of("C210", seen)


# Exempelby


def test_exempelby_follows_every_rule_of_the_stage() -> None:
    for lang in LANGS:
        assert [f.message("en") for f in findings(load_exempelby(lang), Settings(AS_OF))] == []


def test_exempelby_would_be_told_where_it_did_not() -> None:
    book = load_exempelby("sv")
    before = findings(book, Settings(date(2025, 1, 1)))
    assert before == []  # no workshop had been held: what they gave is not asked for
    strict = Settings(AS_OF, limits={"C203": {"people": 4}})
    groups = {}
    for row in csv_rows("participants"):
        groups.setdefault((row["workshop_id"], row["group"]), []).append(row["participant_id"])
    large = [people[4] for people in groups.values() if len(people) > 4]
    ids = book["participants"]["participant_id"]
    assert sorted(ids[f.row] for f in of("C203", book, strict)) == sorted(large) and len(large) == 3
    frames = {name: book[name].copy() for name in book.sheets}
    frames["ideas"]["reason"] = None
    by_shop: dict[str, list[dict[str, str]]] = {}
    for row in csv_rows("ideas"):
        by_shop.setdefault(row["workshop_id"], []).append(row)
    against = [
        row["idea_id"]
        for rows in by_shop.values()
        for row in rows
        if row["chosen"] == "true" and int(row["votes"]) < max(int(r["votes"]) for r in rows if r["chosen"] != "true")
    ]
    assert [f.value for f in of("C204", workbook(frames), Settings(AS_OF))] == against and len(against) > 5
