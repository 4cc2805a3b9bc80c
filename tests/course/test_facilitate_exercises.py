"""The exercises on facilitating: every named mistake on each of its moments, and all choices that the rules allow."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from fsi_kit.check import all_rules
from fsi_kit.course.answers import Cell, filled_in, sheets
from fsi_kit.course.exercises import Assessment, assess, load_exercise
from fsi_kit.texts import LANGS, Lang

NOW, CHOICE = (load_exercise(id_, "sv") for id_ in ("08-what-now", "09-choose-the-change"))
NAMED = [
    (name, moment, column, mistake[column])
    for name, mistake in NOW.mistakes.items()
    for moment in mistake.get("moments", ())
    for column in ("step", "move")
    if column in mistake
]
each_lang = pytest.mark.parametrize("lang", LANGS)


def judged(exercise: Any, table: str, cells: dict[tuple[str, str], Any]) -> Assessment:
    """Judge the solution with other values in some cells, given by row's id and column."""
    sheet = exercise.solution.sheets[table]
    frame = sheet.frame.set_index(sheet.table.primary_key[0], drop=False)
    for (id_, column), value in cells.items():
        frame.loc[id_, column] = value
    frame.index = sheet.frame.index
    return assess(exercise, replace(exercise.solution, sheets={table: replace(sheet, frame=frame)}))


def chosen(ids: set[str], reason: str = "Den kan börja redan i höst.") -> Assessment:
    """Judge a choice with a reason on every chosen idea."""
    all_ids = CHOICE.solution["ideas"]["idea_id"]
    cells: dict[tuple[str, str], Any] = {(id_, "chosen"): id_ in ids for id_ in all_ids}
    cells |= {(id_, "reason"): reason if id_ in ids else pd.NA for id_ in all_ids}
    return judged(CHOICE, "ideas", cells)


@pytest.mark.parametrize(("name", "moment", "column", "value"), NAMED)
def test_a_named_mistake_holds_for_each_of_its_moments(name: str, moment: str, column: str, value: str) -> None:
    result = judged(NOW, "moments", {(moment, column): value})
    assert [(f.mistake, f.ids) for f in result.feedback] == [(name, (moment,))]


@pytest.mark.parametrize(("moment", "move"), [("M04", "cause"), ("M07", "write"), ("M12", "last"), ("M14", "write")])
def test_a_move_that_does_as_well_is_accepted(moment: str, move: str) -> None:
    assert judged(NOW, "moments", {(moment, "move"): move}).done


def test_every_step_has_a_moment_and_every_move_is_right_somewhere() -> None:
    moments, columns = NOW.solution["moments"], NOW.solution.sheets["moments"].table.columns
    assert 12 <= len(moments) <= 15
    assert all(set(moments[name]) == set(columns[name].enum) for name in ("step", "move"))


def test_agreement_is_told_column_by_column() -> None:
    result = judged(NOW, "moments", {("M01", "step"): "share", ("M02", "move"): "vote", ("M03", "move"): "small"})
    assert [(a.title, a.right, a.total) for a in result.agreement] == [("Steg", 13, 14), ("Du gör", 12, 14)]


def test_every_choice_of_three_to_five_within_the_limits_is_accepted() -> None:
    allowed = sorted(set(CHOICE.solution["ideas"]["idea_id"]) - {"D103", "D109", "D110"})
    choices = [set(ids) for count in (3, 4, 5) for ids in combinations(allowed, count)]
    assert len(choices) == 91
    assert all(chosen(ids).done for ids in choices[::13])


@pytest.mark.parametrize("count", [0, 1, 2, 6, 7])
def test_fewer_than_three_or_more_than_five_are_not(count: int) -> None:
    ids = ["D101", "D102", "D104", "D105", "D106", "D107", "D108"][:count]
    (feedback,) = chosen(set(ids)).feedback
    assert feedback.mistake == ("too-few" if count < 3 else "too-many")
    assert len(feedback.ids) == (3 - count if count < 3 else count - 5)


def test_the_most_that_may_be_chosen_is_the_rules_own_limit() -> None:
    assert all_rules()["C209"].limits["ideas"] == 5


@pytest.mark.parametrize(("reason", "mistake"), [("", "no-reason"), ("  ", "no-reason"), ("Bra idé", "thin-reason")])
def test_a_reason_is_asked_for_only_where_a_choice_goes_against_the_votes(reason: str, mistake: str) -> None:
    result = chosen({"D101", "D102", "D106"}, reason or pd.NA)
    assert [(f.mistake, f.ids) for f in result.feedback] == [(mistake, ("D106",))]


def test_a_choice_beyond_the_limits_is_not_saved_by_a_reason() -> None:
    result = chosen({"D101", "D102", "D103", "D109", "D110"})
    assert [(f.mistake, f.ids) for f in result.feedback] == [
        ("one-company", ("D103",)),
        ("pending-case", ("D109",)),
        ("little-for-much", ("D110",)),
    ]


@each_lang
@pytest.mark.parametrize(
    ("column", "value", "rule"), [("chosen", "kanske", "D205"), ("effect", "7", "D208"), ("effort", "0", "D208")]
)
def test_what_is_written_outside_the_columns_limits_is_a_finding(
    column: str, value: str, rule: str, lang: Lang
) -> None:
    exercise = load_exercise(CHOICE.id, lang)
    (sheet,), ideas = sheets(exercise), exercise.solution["ideas"]
    texts = ideas.astype("string").fillna("")
    answers = {
        Cell("ideas", int(row), field.name): texts.at[row, field.name].lower()
        for field in sheet.answers
        for row in ideas.index
    }
    answers[Cell("ideas", int(ideas.index[ideas["idea_id"] == "D105"][0]), column)] = value
    result = assess(exercise, filled_in(exercise, answers))
    assert rule in {finding.rule.id for finding in result.findings}
    assert not result.done
