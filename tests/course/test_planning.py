"""The exercises on actions: any plan that is right by the rules and the notes is accepted, and nothing else is."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from fsi_kit.course.exercises import Assessment, assess, load_exercise
from fsi_kit.course.judging import whole_workbook
from fsi_kit.innovation import lead_times
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook
from tests.course.test_exercises import answered, changed

each_lang = pytest.mark.parametrize("lang", LANGS)
PLAN = {lang: load_exercise("10-mend-the-plan", lang) for lang in LANGS}
CASES = {lang: load_exercise("11-may-we", lang) for lang in LANGS}


def planned(id_: str, **cells: str) -> Assessment:
    return assess(PLAN["sv"], answered(PLAN["sv"].solution, id_, cells, "actions"))


def judged(id_: str, **cells: str) -> Assessment:
    return assess(CASES["sv"], answered(CASES["sv"].solution, id_, cells))


@each_lang
def test_the_start_shows_every_fault_that_the_module_lists_rules_for(lang: Lang) -> None:
    exercise = PLAN[lang]
    result = assess(exercise, exercise.start)
    said = {exercise.mistakes[feedback.mistake].get("rule") for feedback in result.feedback} - {None}
    assert said == {"I301", "I302", "I304", "I306", "I307", "I308", "I309", "I312", "I313", "I315"}
    assert [finding.rule.id for finding in result.findings] == ["D202"]
    assert (result.right, result.total) == (1, 10), "only A1 is right from the start"


def test_texts_of_ones_own_are_as_good_as_the_solutions() -> None:
    assert planned("A2", owner="Ägare", measure="Antal frågor", target="0", result="").done
    assert planned("A3", result="Sex samtal.").done


def test_which_side_and_which_idea_are_left_to_the_rules() -> None:
    assert planned("A3", owner_side="business").done
    assert planned("A4", idea_id="D1").done


@pytest.mark.parametrize("cells", [{"status": "stopped"}, {"done_on": "2026-04-10"}, {"status": "planned"}])
def test_what_the_notes_say_otherwise_is_not_right_even_where_the_rules_are_quiet(cells: dict[str, str]) -> None:
    assert not planned("A3", **cells).done


def test_a_fault_that_shows_only_on_a_table_to_read_is_not_all_right() -> None:
    result = planned("A6", idea_id="D2")
    assert [(f.mistake, f.ids) for f in result.feedback] == [("chosen-not-done", ("D4",))]
    assert (result.right, result.total, result.done) == (9, 10, False)


def test_an_action_that_the_learner_adds_is_judged_by_the_rules_too() -> None:
    solution = PLAN["sv"].solution
    frame = solution["actions"]
    added = frame.iloc[[1]].assign(action_id="A9", owner=pd.NA).set_axis([10])
    result = assess(PLAN["sv"], changed(solution, "actions", pd.concat([frame, added])))
    assert [(f.mistake, f.ids) for f in result.feedback] == [("no-owner", ("A9",))]
    assert not result.done


def test_the_exercise_is_judged_by_its_own_day_whenever_it_is_done() -> None:
    assert PLAN["sv"].as_of == date(2026, 5, 4)
    dates = PLAN["sv"].solution["actions"][["due", "done_on"]]
    assert dates["done_on"].max() <= pd.Timestamp(PLAN["sv"].as_of) < dates["due"].max()


def test_the_plan_goes_back_to_visits_no_further_than_the_rules_need() -> None:
    book: Workbook = whole_workbook(PLAN["sv"].solution, PLAN["sv"].folder / "given")
    assert set(book["need_insights"]["need_id"]) == set(book["needs"]["need_id"])
    assert lead_times(book).counts["visit_to_done"] == 0


@pytest.mark.parametrize(
    ("id_", "also"), [("S03", "officer"), ("S08", "lawyer"), ("S10", "manager"), ("S12", "officer")]
)
def test_where_two_recipients_are_right_both_are_accepted(id_: str, also: str) -> None:
    assert judged(id_, sent_to=also).done
    assert not judged(id_, sent_to="board").done


@each_lang
def test_there_are_twelve_situations_and_as_many_of_each_answer(lang: Lang) -> None:
    answers = CASES[lang].solution["situations"]["answer"]
    assert answers.value_counts().to_dict() == {"yes": 4, "general": 4, "no": 4}
    assert answers.ne(answers.shift()).sum() >= 8, "the answers do not stand in rows of the same kind"


@each_lang
def test_a_yes_sends_nothing_on_unless_somebody_has_a_conflict_of_interest(lang: Lang) -> None:
    cases = CASES[lang].solution["situations"]
    sent = cases[cases["answer"] == "yes"].set_index("situation_id")["sent_to"]
    assert sent[sent != "none"].to_dict() == {"S08": "manager"}
    assert (cases[cases["answer"] != "yes"]["sent_to"] != "none").all()
