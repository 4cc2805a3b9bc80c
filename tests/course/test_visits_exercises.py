"""The exercises on company visits: every right plan is accepted, and an interview is compared with the expert's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from fsi_kit.course.answers import Cell, filled_in, sheets
from fsi_kit.course.exercises import Assessment, Exercise, assess, load_exercise
from fsi_kit.texts import LANGS, Lang

PLAN = load_exercise("02-whom-to-visit", "sv")
INTERVIEW = load_exercise("03-code-the-interview", "sv")
COLUMNS = ["Uttalande", "Område", "Servicefaktor", "Slag", "Angelägenhet"]
each_lang = pytest.mark.parametrize("lang", LANGS)


def planned(*companies: str, exercise: Exercise = PLAN) -> Assessment:
    return assess(exercise, filled_in(exercise, {Cell("plan", i, "company_id"): c for i, c in enumerate(companies, 2)}))


def coded(changes: dict[str, dict[str, Any]], exercise: Exercise = INTERVIEW) -> Assessment:
    """Judge the solution with other values in some cells; None makes a cell blank."""
    sheet = exercise.solution.sheets["statements"]
    frame = sheet.frame.copy()
    for id_, cells in changes.items():
        for column, value in cells.items():
            frame.loc[frame["insight_id"] == id_, column] = pd.NA if value is None else value
    return assess(exercise, replace(exercise.solution, sheets={"statements": replace(sheet, frame=frame)}))


def mistakes(result: Assessment) -> set[tuple[str, str]]:
    return {(feedback.mistake, id_) for feedback in result.feedback for id_ in feedback.ids}


@pytest.mark.parametrize(
    "plan",
    [
        ("F08", "F08", "F03", "F08", "F20", "F18"),
        ("F05", "F05", "F05", "F10", "F17", "F21"),
        ("F01", "F08", "F01", "F08", "F23", "F24"),
        ("F08", "F02", "F02", "F08", "F17", "F24"),
    ],
)
def test_every_plan_that_hears_all_six_with_four_visits_is_accepted(plan: tuple[str, ...]) -> None:
    assert planned(*plan).done


def test_a_company_is_right_only_for_groups_that_it_belongs_to() -> None:
    result = planned("F05", "F05", "F05", "F05", "F20", "F18")
    assert mistakes(result) == {("in-another-group", "G4")}, "the sheep farm is no company in health care"


def test_a_fifth_company_is_one_too_many_and_said_of_a_row_that_could_share() -> None:
    assert mistakes(planned("F13", "F11", "F04", "F10", "F20", "F18")) == {
        ("too-many-visits", "G3"),
        ("too-many-visits", "G4"),
    }


def test_a_company_may_be_named_in_words_as_in_excels_list() -> None:
    assert planned(*["F08 Ekmo Fotvård"] * 2, "F03", "F08", "F20", "F18").done


def test_the_list_of_companies_is_only_read_and_what_became_of_it_does_not_count() -> None:
    companies, plan = sheets(PLAN)
    assert (companies.answers, [field.name for field in plan.answers]) == ((), ["company_id"])
    solution = PLAN.solution
    emptied = replace(solution.sheets["companies"], frame=solution["companies"].iloc[:0])
    for attempt in (
        replace(solution, sheets={**solution.sheets, "companies": emptied}),
        replace(solution, sheets={"plan": solution.sheets["plan"]}),
    ):
        result = assess(PLAN, attempt)
        assert result.done and result.total == 6


@each_lang
def test_the_statements_to_code_are_those_of_the_interview_word_for_word(lang: Lang) -> None:
    exercise = load_exercise(INTERVIEW.id, lang)
    interview = " ".join(exercise.task.replace("\n>", "\n").split())
    statements = exercise.start["statements"].set_index("insight_id")["statement"].dropna()
    assert len(statements) == 10
    for id_, statement in statements.items():
        assert f"({id_}) {statement}" in interview, id_


@each_lang
def test_an_interview_as_the_expert_codes_it_agrees_in_every_column(lang: Lang) -> None:
    exercise = load_exercise(INTERVIEW.id, lang)
    agreement = assess(exercise, exercise.solution).agreement
    assert {(a.right, a.total) for a in agreement} == {(11, 11)}
    assert len(agreement) == len(COLUMNS)
    if lang == "sv":
        assert [a.title for a in agreement] == COLUMNS


def test_agreement_is_counted_column_by_column() -> None:
    result = coded({"S01": {"area": "land", "kind": "wish"}, "S10": {"area": "other"}})
    assert [a.right for a in result.agreement] == [11, 9, 11, 10, 11]
    assert result.right == 9, "a row with two mistakes is one row"


def test_a_row_that_is_thrown_away_agrees_in_no_column() -> None:
    assert [a.right for a in coded({"S10": {"kind": "none"}}).agreement] == [10] * 5


def test_exercises_without_an_expert_show_no_agreement() -> None:
    assert assess(PLAN, PLAN.start).agreement == ()


@pytest.mark.parametrize(("urgency", "right"), [(2, True), (3, True), (4, True), (5, False), (1, False), (99, False)])
def test_urgency_may_differ_by_one_step(urgency: int, right: bool) -> None:
    assert coded({"S05": {"urgency": urgency}}).done == right


def test_the_two_halves_may_stand_in_either_order() -> None:
    frame = INTERVIEW.solution["statements"].set_index("insight_id")
    cells = [{c: v if pd.notna(v) else None for c, v in frame.loc[id_].items()} for id_ in ("S05", "S11")]
    assert coded({"S05": cells[1], "S11": cells[0]}).done  # type: ignore[dict-item]
    assert not coded({"S05": cells[1]}).done, "the sign is lost"  # type: ignore[dict-item]
    assert ("words-lost", "S11") in mistakes(coded({"S11": {"statement": frame.loc["S05", "statement"]}}))


@pytest.mark.parametrize("factor", [None, "information", "efficiency", "treatment"])
def test_outside_insikts_areas_any_service_factor_or_none_is_right(factor: str | None) -> None:
    assert coded({"S07": {"factor": factor}, "S11": {"factor": factor}}).done


def test_codes_as_good_as_the_experts_are_accepted() -> None:
    assert coded({"S01": {"factor": "competence"}, "S08": {"kind": "wish", "factor": "accessibility"}}).done


def test_what_else_stands_on_a_row_that_is_not_kept_does_not_count() -> None:
    assert coded({"S04": {"area": "procurement", "urgency": 5}, "S09": {"statement": None}}).done


def test_a_statement_with_more_words_than_the_rule_allows_may_hold_several_things() -> None:
    assert mistakes(coded({"S01": {"statement": "ord " * 61}})) == {("two-things", "S01")}
    assert coded({"S01": {"statement": "ord " * 60}}).done


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        ("Om utrymningen: mejla brand@exempelby.example", "number-kept"),
        ("Om utrymningen: fråga LENNART", "name-kept"),
        ("Om utrymningen: 070-174 06 05, Lennart", "number-kept"),
        ("   ", "words-missing"),
    ],
)
def test_personal_data_and_blank_words_are_found_in_whatever_way_they_are_written(words: str, mistake: str) -> None:
    assert mistakes(coded({"S06": {"statement": words}})) == {(mistake, "S06")}


@pytest.mark.parametrize("cells", [{"area": "?"}, {"kind": "?"}, {"factor": "?"}, {"urgency": -7}, {"statement": "\n"}])
def test_odd_values_are_told_of_and_never_right(cells: dict[str, Any]) -> None:
    for id_ in ("S01", "S05", "S11"):
        result = coded({id_: cells})
        assert not result.done and (result.feedback or result.findings)


def test_a_row_that_the_learner_has_added_is_neither_right_nor_wrong() -> None:
    sheet = INTERVIEW.solution.sheets["statements"]
    more = pd.concat([sheet.frame, sheet.frame.tail(1).assign(insight_id="S12")]).set_axis(range(2, 14))
    result = assess(INTERVIEW, replace(INTERVIEW.solution, sheets={"statements": replace(sheet, frame=more)}))
    assert (result.right, result.total) == (11, 11)
