"""Module 4's exercises and page: what they say agrees with the kit, and any fair plan or invitation passes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from fsi_kit.collaboration import least_minutes, plan_agenda
from fsi_kit.course.answers import Cell, filled_in, sheets
from fsi_kit.course.exercises import Assessment, Exercise, assess, load_exercise
from fsi_kit.examples import load_exempelby
from fsi_kit.method import load_method
from fsi_kit.texts import LANGS, Lang

PLAN, INVITE = "06-plan-the-workshop", "07-whom-to-invite"
ROOT = Path(__file__).parents[2]
each_lang = pytest.mark.parametrize("lang", LANGS)
plan_sv = load_exercise(PLAN, "sv")


def attempt(exercise: Exercise, **changes: dict[str, str]) -> Assessment:
    """Judge the solution with other texts in some cells: a row's id → its columns, as a learner would type them."""
    answers = {}
    for sheet in sheets(exercise):
        key = sheet.given[0].name
        frame = exercise.solution[sheet.table.name].astype("string").fillna("")
        for row, id_ in zip(sheet.start.index, sheet.start[key], strict=True):
            for field in sheet.answers:
                right = frame.loc[frame[key] == id_, field.name].iloc[0]
                answers[Cell(sheet.table.name, int(row), field.name)] = changes.get(id_, {}).get(field.name, right)
    return assess(exercise, filled_in(exercise, answers))


def mistakes(result: Assessment) -> set[str]:
    return {feedback.mistake for feedback in result.feedback}


@each_lang
def test_the_agendas_lines_are_the_methods_activities_with_their_minutes(lang: Lang) -> None:
    lines = load_exercise(PLAN, lang).solution["agenda"]
    work = lines[lines["step"] != "break"]
    activities = [(step.id, a) for step in load_method(lang).steps for a in step.activities]
    assert [(line.step, line.item, line.full) for line in work.itertuples()] == [
        (step, a.name, a.minutes) for step, a in activities
    ]
    for line, (_, activity) in zip(work.itertuples(), activities, strict=True):
        assert line.may_be_left_out == (activity.least == 0)
        assert line.least == (activity.least or -(-activity.minutes // 2))


@each_lang
def test_the_need_and_the_companies_behind_it_are_exempelbys(lang: Lang) -> None:
    book = load_exempelby(lang)
    rows = book["need_insights"].merge(book["insights"]).merge(book["visits"], on="visit_id")
    behind = sorted(set(rows.loc[rows["need_id"] == "N08", "company_id"]))
    need = book["needs"].set_index("need_id").loc["N08"]
    invite = load_exercise(INVITE, lang)
    assert all(id_ in invite.task for id_ in behind) and len(behind) == 7
    assert need["title"] in " ".join(invite.task.split()) and need["title"] in " ".join(
        load_exercise(PLAN, lang).task.split()
    )
    assert (rows["need_id"] == "N08").sum() == 11
    candidates = invite.solution["candidates"]
    assert set(candidates["company_id"].dropna()) <= set(book["companies"]["company_id"])
    assert list(candidates.loc[candidates["department"] == need["department"], "candidate_id"]) == ["B01", "B02", "B03"]


@each_lang
def test_the_page_says_what_the_agenda_really_does(lang: Lang) -> None:
    page = (ROOT / "docs" / lang / "modules" / "04-prepare.md").read_text(encoding="utf-8")
    assert "85 minut" in page and least_minutes(20) == least_minutes(6) == 85 < least_minutes(21)
    shown = plan_agenda(180, 16, "13:00", lang=lang)
    (choice,) = [item for item in shown.items if item.activity and item.activity.id == "decide"]
    assert choice.end > "15:00" and not shown.left_out
    left_out = [gone.activity.name for gone in plan_agenda(150, 18, "14:00", lang=lang).left_out]
    assert len(left_out) == 2 and all(name in page for name in left_out)


def test_the_tools_own_agenda_ends_the_choice_too_late() -> None:
    rows: dict[str, dict[str, str]] = {}
    lines = plan_sv.solution["agenda"].set_index("item_id")
    agenda = plan_agenda(180, 16, "13:00", lang="sv")
    minutes = {item.name: str(item.minutes) for item in agenda.items}
    for id_, line in lines.iterrows():
        rows[str(id_)] = {"minutes": minutes.get(line["item"], "0")}
    rows["M10"] = {"minutes": "13"}
    assert mistakes(attempt(plan_sv, **rows)) == {"choice-too-late"}


@pytest.mark.parametrize(
    "changes",
    [
        {"M09": {"minutes": "0"}, "M16": {"minutes": "0"}},
        {"M10": {"minutes": "0"}, "M07": {"minutes": "10"}},
        {"W05": {"start": "13.15", "minutes": "165"}, "M02": {"minutes": "8"}, "M12": {"minutes": "5"}},
        {"W05": {"groups": "3"}},
        {"W05": {"date": "8/10 2026"}},
        {"M10": {"minutes": "0"}, "M02": {"minutes": "8"}, "M04": {"minutes": "12"}, "M14": {"minutes": "10"}},
    ],
)
def test_other_plans_that_hold_pass_too(changes: dict[str, dict[str, str]]) -> None:
    result = attempt(plan_sv, **changes)
    assert result.done, (mistakes(result), result.findings)


@pytest.mark.parametrize(
    ("row", "cells", "rule"),
    [
        ("W05", {"start": "efter lunch"}, "D206"),
        ("W05", {"minutes": "3 tim"}, "D203"),
        ("M01", {"minutes": "-5"}, "D208"),
    ],
)
def test_what_cannot_be_worked_out_is_a_data_finding(row: str, cells: dict[str, str], rule: str) -> None:
    result = attempt(plan_sv, **{row: cells})
    assert rule in {finding.rule.id for finding in result.findings}
    assert not result.done


@each_lang
def test_other_invitations_that_are_fair_pass_too(lang: Lang) -> None:
    stay, go = {"task": "not_invited", "group": ""}, {"task": "take_part"}
    invite = load_exercise(INVITE, lang)
    eight = dict.fromkeys(("B06", "B07", "B22", "B23"), stay) | {
        "B03": {**go, "group": "1"},
        "B14": {**go, "group": "2"},
        "B15": {**go, "group": "2"},
    }
    fourteen = {"B16": {**go, "group": "1"}, "B18": {**go, "group": "4"}, "B08": {**go, "group": "2"}}
    fourteen |= {"B22": {**go, "group": "4"}, "B07": {**go, "group": "4"}, "B06": stay}
    swapped = {"B04": {"task": "co_lead", "group": ""}, "B05": {"task": "lead", "group": ""}}
    both_lead = {"B05": {"task": "lead", "group": ""}}
    for changes in (eight, fourteen, swapped, both_lead):
        result = attempt(invite, **changes)
        assert result.done, (changes, mistakes(result))


@each_lang
def test_nobody_invited_is_said_without_an_error(lang: Lang) -> None:
    invite = load_exercise(INVITE, lang)
    ids = invite.solution["candidates"]["candidate_id"]
    result = attempt(invite, **{id_: {"task": "not_invited", "group": ""} for id_ in ids})
    assert {"few", "no-leader"} <= mistakes(result)
    everyone = attempt(invite, **{id_: {"task": "take_part", "group": "1"} for id_ in ids})
    assert {"no-leader", "no-room", "group-too-large", "many-from-one-company"} <= mistakes(everyone)


@each_lang
def test_what_is_given_of_a_candidate_cannot_be_changed_into_a_pass(lang: Lang) -> None:
    invite = load_exercise(INVITE, lang)
    book = invite.open(invite.folder / "solution" / lang)
    frame = book["candidates"]
    frame.loc[frame["candidate_id"] == "B21", ["task", "group", "company_id"]] = ["take_part", "1", "C004"]
    assert mistakes(assess(invite, book)) == {"unknown-company"}


def test_an_odd_table_is_judged_without_an_error() -> None:
    for id_ in (PLAN, INVITE):
        exercise = load_exercise(id_, "sv")
        book = exercise.open(exercise.folder / "solution" / "sv")
        for name, sheet in book.sheets.items():
            sheet.frame.loc[sheet.frame.index[0]] = pd.NA
            twice = pd.concat([sheet.frame, sheet.frame]).set_axis(range(2, 2 * len(sheet.frame) + 2))
            object.__setattr__(book.sheets[name], "frame", twice)
        assert not assess(exercise, book).done
