"""Answers to an exercise: which cells are filled in, how they read, and that they are read as a file is."""

from __future__ import annotations

from pathlib import Path

import pytest
from planted_exercise import ID, plant

from fsi_kit.course.answers import Cell, cell_text, exercise_named, filled_in, right_answer, sheets
from fsi_kit.course.exercises import Exercise, assess, exercise_ids, load_exercise
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import load_descriptor

EVERY = [load_exercise(id_, lang) for id_ in exercise_ids() for lang in LANGS]
RIGHT = {
    Cell("plan", 2, "day"): "2026-03-02",
    Cell("plan", 2, "hours"): "1",
    Cell("plan", 2, "booked"): "true",
    Cell("plan", 2, "who"): "Näringslivschef",
    Cell("plan", 3, "day"): "2/3 2026",
    Cell("plan", 3, "hours"): "2",
    Cell("plan", 3, "booked"): "Nej",
}


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exercise:
    plant(tmp_path, monkeypatch)
    return load_exercise(ID, "sv")


@pytest.mark.parametrize("text", ["01-sort-the-cards", "01", "1"])
def test_an_exercise_is_named_by_its_id_or_its_number(text: str) -> None:
    assert exercise_named(text) == "01-sort-the-cards"


@pytest.mark.parametrize("text", ["", "0", "001", "99", "sort-the-cards", "01-sort"])
def test_what_names_no_exercise_is_none(text: str) -> None:
    assert exercise_named(text) is None


@pytest.mark.parametrize("lang", LANGS)
def test_stage_and_step_are_what_is_filled_in_on_the_cards(lang: Lang) -> None:
    (sheet,) = sheets(load_exercise("01-sort-the-cards", lang))
    assert [field.name for field in sheet.given] == ["card_id", "card"]
    assert [field.name for field in sheet.answers] == ["stage", "step"]
    assert len(sheet.start) == 15


def test_every_column_that_the_solution_changes_is_filled_in(planted: Exercise) -> None:
    (sheet,) = sheets(planted)
    assert [field.name for field in sheet.answers] == ["day", "hours", "booked", "who"]


@pytest.mark.parametrize("exercise", EVERY, ids=lambda e: f"{e.id}-{e.lang}")
def test_the_solutions_own_cells_filled_in_are_done(exercise: Exercise) -> None:
    answers = {}
    for sheet in sheets(exercise):
        frame = exercise.solution[sheet.table.name].astype("string").fillna("")
        for field in sheet.answers:
            answers |= {Cell(sheet.table.name, row, field.name): text for row, text in frame[field.name].items()}
    assert any(answers.values())
    assert assess(exercise, filled_in(exercise, answers)).done
    assert not assess(exercise, filled_in(exercise, {})).done


def test_an_attempt_is_read_as_forgivingly_as_a_file(planted: Exercise) -> None:
    almost = assess(planted, filled_in(planted, RIGHT))
    assert (almost.right, almost.total) == (1, 2), "2/3 2026 is the second of March, one day early"
    right = {**RIGHT, Cell("plan", 3, "day"): "3/3 2026"}
    assert assess(planted, filled_in(planted, right)).done


def test_a_cell_that_cannot_be_read_is_a_finding_that_names_its_place(planted: Exercise) -> None:
    result = assess(planted, filled_in(planted, {**RIGHT, Cell("plan", 3, "day"): "igår"}))
    (finding,) = result.findings
    assert (finding.rule.id, finding.row, finding.column) == ("D202", 3, "day")
    assert not result.done


def test_the_right_answer_is_said_with_titles_and_labels(planted: Exercise) -> None:
    assert right_answer(planted, "V1") == [
        ("day (sv)", "2026-03-02"),
        ("hours (sv)", "1"),
        ("booked (sv)", "Ja"),
        ("who (sv)", "Näringslivschef"),
    ]
    assert right_answer(planted, "V2")[-2:] == [("booked (sv)", "Nej"), ("who (sv)", "")]
    with pytest.raises(KeyError):
        right_answer(planted, "V9")


@pytest.mark.parametrize(("lang", "said"), [("sv", "Hos företaget"), ("en", "At the company")])
def test_a_cell_reads_as_people_say_it(lang: Lang, said: str) -> None:
    form = load_descriptor().tables["visits"].columns["form"]
    assert cell_text(form, "on_site", lang) == said
    assert cell_text(form, None, lang) == ""
