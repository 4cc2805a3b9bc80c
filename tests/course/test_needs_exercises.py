"""The exercises on needs: other words and another order are as right; silencing the rules is not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from fsi_kit.course.answers import sheets
from fsi_kit.course.exercises import Assessment, Exercise, assess, load_exercise
from fsi_kit.texts import LANGS
from fsi_kit.workbook import Workbook

GATHER, MEND = ([load_exercise(id_, lang) for lang in LANGS] for id_ in ("04-gather-insights", "05-mend-the-needs"))
OWN_WORDS = {
    "sv": {
        "N1": {"title": "Den som anmäler en grop eller en mörk lampa behöver få svar"},
        "N2": {"title": "Företagen vid kajen behöver nå sina dörrar med bil på marknadsdagar"},
        "N3": {"why": "Öppningen blir försenad och det blir dyrt."},
        "N4": {"root_cause": "Ingen frågar var dörrarna är; tiderna ändras utan besked"},
        "N5": {"title": "Växande företag behöver överblick över tomma lokaler", "department": "Näringslivsenheten"},
    },
    "en": {
        "N1": {"title": "Those who report a pothole or a dead light need to hear back"},
        "N2": {"title": "Companies on the quay need to reach their doors by car on market days"},
        "N3": {"why": "Openings are late and that is costly."},
        "N4": {"root_cause": "Nobody asks where the doors are; times change without notice"},
        "N5": {"title": "Growing companies need to know what stands empty", "department": "Business unit"},
    },
}
each_gathering = pytest.mark.parametrize("exercise", GATHER, ids=lambda e: e.lang)
each_mending = pytest.mark.parametrize("exercise", MEND, ids=lambda e: e.lang)


def attempt(exercise: Exercise, table: str, cells: dict[str, dict[str, object]]) -> Workbook:
    """Return the solution with other cells in some rows of a table."""
    book = exercise.solution
    sheet = book.sheets[table]
    frame = sheet.frame.copy()
    for id_, columns in cells.items():
        for column, value in columns.items():
            frame.loc[frame[sheet.table.primary_key[0]] == id_, column] = value
    return replace(book, sheets={**book.sheets, table: replace(sheet, frame=frame)})


def said(result: Assessment) -> dict[str, tuple[str, ...]]:
    return {feedback.mistake: feedback.ids for feedback in result.feedback}


@each_gathering
def test_two_needs_of_an_insight_may_stand_in_either_order(exercise: Exercise) -> None:
    assert assess(exercise, attempt(exercise, "insights", {"G08": {"need": "C", "also": "B"}})).done


@each_gathering
def test_the_single_need_of_an_insight_may_stand_in_the_second_column(exercise: Exercise) -> None:
    assert assess(exercise, attempt(exercise, "insights", {"G01": {"need": pd.NA, "also": "A"}})).done


@each_gathering
def test_each_need_rests_on_several_companies_and_two_insights_only_sound_alike(exercise: Exercise) -> None:
    rows = exercise.solution["insights"]
    for need in "ABC":
        assert rows[(rows["need"] == need) | (rows["also"] == need)]["company"].nunique() >= 3
    wrong = attempt(exercise, "insights", {"G09": {"need": "A"}, "G10": {"need": "A"}})
    assert said(assess(exercise, wrong)) == {"another-point": ("G09",), "not-the-municipality": ("G10",)}


@each_mending
def test_the_learners_own_words_are_as_right_as_ours(exercise: Exercise) -> None:
    assert assess(exercise, attempt(exercise, "needs", OWN_WORDS[exercise.lang])).done


@each_mending
def test_the_start_shows_every_fault_that_the_rules_know_of_needs(exercise: Exercise) -> None:
    assert said(assess(exercise, exercise.start)) == {
        "solution": ("N1", "N5"),
        "one-companys-own": ("N2",),
        "one-company": ("N2",),
        "nobodys-need": ("N6",),
        "status-ahead": ("N3",),
        "no-why": ("N3",),
        "no-causes": ("N4",),
        "no-department": ("N5",),
    }


@each_mending
def test_the_needs_come_before_the_insights_that_are_to_be_linked_to_them(exercise: Exercise) -> None:
    assert [sheet.table.name for sheet in sheets(exercise)] == ["needs", "insights"]


@each_mending
def test_dropping_every_need_silences_the_rules_but_mends_nothing(exercise: Exercise) -> None:
    needs = [f"N{number}" for number in range(1, 6)]
    result = assess(exercise, attempt(exercise, "needs", {id_: {"status": "dropped"} for id_ in needs}))
    assert said(result) == {"dropped-though-heard": tuple(needs)}


@each_mending
def test_a_link_to_a_need_that_there_is_none_of_is_a_finding_and_wrong(exercise: Exercise) -> None:
    result = assess(exercise, attempt(exercise, "insights", {"H07": {"need": "N9"}}))
    assert [finding.rule.id for finding in result.findings] == ["D303"]
    assert said(result) == {"not-about-it": ("H07",)}


@pytest.mark.parametrize("odd", [pd.NA, " ", "?", "x" * 400, "=1+1"], ids=["blank", "space", "mark", "long", "sum"])
@pytest.mark.parametrize("column", ["need_id", "title", "status"])
def test_odd_cells_are_never_done_and_never_a_traceback(column: str, odd: object) -> None:
    exercise = MEND[0]
    result = assess(exercise, attempt(exercise, "needs", {"N2": {column: odd}}))
    assert not result.done
    assert "N2" in {id_ for feedback in result.feedback for id_ in feedback.ids}


@each_mending
def test_the_same_need_twice_is_never_done(exercise: Exercise) -> None:
    sheet = exercise.solution.sheets["needs"]
    twice = pd.concat([sheet.frame, sheet.frame.tail(1)]).set_axis(range(2, len(sheet.frame) + 3))
    book = replace(exercise.solution, sheets={**exercise.solution.sheets, "needs": replace(sheet, frame=twice)})
    result = assess(exercise, book)
    assert [finding.rule.id for finding in result.findings] == ["D301"] and not result.done
