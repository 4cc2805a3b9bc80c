"""The last module: a second municipality's chain is one and the same workbook, and it holds to the last rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fsi_kit.check import check
from fsi_kit.course.answers import right_answer
from fsi_kit.course.exercises import Exercise, assess, load_exercise
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook, load_descriptor, read, write

NOTES, PLAN, LOOP = "14-from-notes-to-needs", "15-from-need-to-plan", "16-close-the-loop"

each_lang = pytest.mark.parametrize("lang", LANGS)


def frame(exercise: Exercise, table: str) -> pd.DataFrame:
    """Return a table of the solution with the workbook's own columns, by its key."""
    columns = list(load_descriptor().tables[table].columns)
    return exercise.solution[table][columns].set_index(columns[0])


def with_tables(book: Workbook, frames: dict[str, pd.DataFrame]) -> Workbook:
    sheets = {name: replace(book.sheets[name], frame=frame) for name, frame in frames.items()}
    return replace(book, sheets={**book.sheets, **sheets})


@each_lang
def test_the_whole_workbook_is_read_from_excel_without_an_error_or_a_warning(lang: Lang, tmp_path: Path) -> None:
    exercise = load_exercise(LOOP, lang)
    (file,) = write(exercise.solution, tmp_path / "lingona.xlsx", lang)
    report = check(read(file), exercise.as_of)
    assert (report.count("error"), report.count("warning")) == (0, 0)
    assert {finding.rule.id for finding in report.findings} == {"D108", "I310"}, "advice that the page speaks of"


@each_lang
def test_without_the_answers_five_companies_wait_and_nobody_knows_of_the_action_that_is_done(lang: Lang) -> None:
    exercise = load_exercise(LOOP, lang)
    found = [finding.rule.id for finding in check(exercise.start, exercise.as_of).findings]
    assert (found.count("I303"), found.count("I311")) == (5, 1)


@each_lang
def test_each_exercise_begins_where_the_last_one_ended(lang: Lang) -> None:
    notes, plan, loop = (load_exercise(id_, lang) for id_ in (NOTES, PLAN, LOOP))
    coded = ["visit_id", "statement", "area", "factor", "kind", "urgency"]
    pd.testing.assert_frame_equal(frame(notes, "insights")[coded], frame(loop, "insights")[coded])
    worded = ["title", "why", "root_cause", "department"]
    pd.testing.assert_frame_equal(frame(notes, "needs")[worded], frame(loop, "needs")[worded])
    for table in ("workshops", "ideas"):
        pd.testing.assert_frame_equal(frame(plan, table), frame(loop, table))
    invited = plan.solution["participants"]["invited"]
    there = frame(plan, "participants")[invited.to_numpy()]
    pd.testing.assert_frame_equal(there, frame(loop, "participants"))
    planned = ["idea_id", "how", "owner", "owner_side", "start", "due", "measure", "target"]
    pd.testing.assert_frame_equal(frame(plan, "actions")[planned], frame(loop, "actions")[planned])
    needs = notes.solution["insights"].set_index("insight_id")["need"]
    links = loop.solution["need_insights"].set_index("insight_id")["need_id"]
    assert needs[needs != "none"].to_dict() == links.to_dict()


@each_lang
def test_other_choices_than_the_solutions_are_as_good_where_the_rules_hold(lang: Lang) -> None:
    exercise = load_exercise(PLAN, lang)
    book = exercise.solution
    ideas, actions, people = (book[name].copy() for name in ("ideas", "actions", "participants"))
    ideas.loc[ideas["idea_id"] == "D3", "chosen"] = False
    ideas.loc[ideas["idea_id"] == "D5", ["chosen", "reason"]] = [True, "Eleverna vill ha den, och de är målgruppen."]
    actions.loc[actions["action_id"] == "A3", "idea_id"] = "D5"
    people.loc[people["participant_id"].isin(["P05", "P12"]), "invited"] = True
    people.loc[people["participant_id"] == "P09", "invited"] = False
    frames = {"ideas": ideas, "actions": actions, "participants": people}
    assert assess(exercise, with_tables(book, frames)).done


@pytest.mark.parametrize(
    ("row", "statement"),
    [
        ("I3", "Vägen till Norrliden är inte plogad på morgonen."),
        ("I4", "They asked which tasks a fourteen-year-old is allowed, and nobody knew."),
        ("I5", "Vi vet inte vilken person på skolan man ringer."),
        ("I8", "Låt eleven prova på jobbet före praon."),
        ("I9", "Rubbish piles up at the bathing place in July."),
    ],
)
def test_a_note_may_be_put_in_other_words(row: str, statement: str) -> None:
    exercise = load_exercise(NOTES, "sv")
    book = exercise.solution
    insights = book["insights"].copy()
    insights.loc[insights["insight_id"] == row, "statement"] = statement
    assert assess(exercise, with_tables(book, {"insights": insights})).done


def test_a_table_whose_first_key_column_stands_on_several_rows_can_be_there_to_read() -> None:
    exercise = load_exercise(LOOP, "sv")
    assert exercise.solution["need_insights"]["need_id"].duplicated().any()
    assert exercise.answers["need_insights"] == ()
    assert [title for title, _ in right_answer(exercise, "F1")] == ["Åtgärds-id", "Datum", "Kanal", "Budskap"]
