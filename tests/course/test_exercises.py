"""Exercises on tables: what passes, what does not, and that every listed mistake is met by its own hint."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sampling import sample

from fsi_kit.course.exercises import Assessment, Exercise, assess, exercise_ids, load_exercise
from fsi_kit.course.modules import load_module
from fsi_kit.texts import LANGS, Lang
from fsi_kit.widgets.feedback import MARKS_ONLY, SOLUTION, feedback_html
from fsi_kit.workbook import Workbook, workbook, write

IDS = exercise_ids()
EXERCISES = [load_exercise(id_, lang) for id_ in IDS for lang in LANGS]
PLANTED = {
    id_: tomllib.loads((Path(__file__).parent / "planted" / f"{id_}.toml").read_text(encoding="utf-8")) for id_ in IDS
}
CARDS = load_exercise("01-sort-the-cards", "sv")

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: f"{e.id}-{e.lang}")
each_id = pytest.mark.parametrize("id_", IDS)
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"),
    [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes],
    ids=[f"{exercise.id}-{exercise.lang}-{mistake}" for exercise in EXERCISES for mistake in exercise.mistakes],
)


def changed(book: Workbook, table: str, frame: pd.DataFrame) -> Workbook:
    return replace(book, sheets={**book.sheets, table: replace(book.sheets[table], frame=frame)})


def to_fill_in(exercise: Exercise) -> list[str]:
    """Return the tables in which there is something to fill in."""
    found = [name for name, columns in exercise.answers.items() if columns]
    assert found
    return found


def answered(book: Workbook, id_: str, cells: dict[str, Any], table: str | None = None) -> Workbook:
    """Return the book with other values in one row; an empty string makes a cell blank."""
    name = table or next(iter(book.sheets))
    frame = book[name].copy()
    row = frame[key_of(book, name)] == id_
    assert row.sum() == 1
    for column, value in cells.items():
        frame.loc[row, column] = pd.NA if value == "" else value
    return changed(book, name, frame)


def planted_cells(exercise: Exercise, planted: dict[str, Any]) -> dict[str, str]:
    """Return what is planted in a row: values that are set, and those copied from another row of the solution."""
    name = planted.get("table") or next(iter(exercise.solution.sheets))
    rows = exercise.solution[name].set_index(key_of(exercise.solution, name))
    copied = {column: str(rows.at[row, column]) for column, row in planted.get("copy", {}).items()}
    return {**planted.get("set", {}), **copied}


def key_of(book: Workbook, table: str) -> str:
    return book.descriptor.tables[table].primary_key[0]


def answer_cells(exercise: Exercise) -> Iterator[tuple[str, str, str]]:
    """Yield table, key and column of every cell that the learner fills in."""
    start, solution = exercise.start, exercise.solution
    for name in solution.sheets:
        key = key_of(solution, name)
        if start[name].equals(solution[name]):
            continue
        before, after = (book[name].set_index(key).astype("string").fillna("") for book in (start, solution))
        before = before.reindex(after.index, fill_value="")
        for id_, column in ((i, c) for c in after for i in after.index[before[c] != after[c]]):
            yield name, str(id_), str(column)


def test_there_are_exercises_with_mistakes() -> None:
    assert EXERCISES
    assert all(exercise.mistakes for exercise in EXERCISES)


@pytest.mark.parametrize("id_", ["", "99-nothing", "../exercises/01-sort-the-cards"])
def test_an_exercise_that_does_not_exist_is_a_key_error(id_: str) -> None:
    with pytest.raises(KeyError):
        load_exercise(id_, "sv")


@each_exercise
def test_an_exercise_belongs_to_a_module_that_lists_it_and_to_its_objectives(exercise: Exercise) -> None:
    module = load_module(exercise.module, exercise.lang)
    assert exercise.id in module.exercises
    assert exercise.objectives and set(exercise.objectives) <= {objective.id for objective in module.objectives}
    assert exercise.minutes > 0


@each_exercise
def test_the_solution_is_done_and_clean(exercise: Exercise) -> None:
    result = assess(exercise, exercise.solution)
    assert result.done
    assert (result.findings, result.feedback) == ((), ())
    assert result.right == result.total > 0


@each_exercise
def test_the_start_is_not_done_and_gives_no_data_findings_but_those_planted_in_it(exercise: Exercise) -> None:
    result = assess(exercise, exercise.start)
    assert not result.done
    assert {finding.rule.id for finding in result.findings} == set(exercise.planted)
    assert result.feedback and result.right < result.total


@each_mistake
def test_each_mistake_is_met_by_its_own_hint(exercise: Exercise, mistake: str) -> None:
    planted = PLANTED[exercise.id][mistake]
    at = planted.get("at", planted["id"])  # a change may show on another row than the changed one
    attempt = answered(exercise.solution, at, planted_cells(exercise, planted), planted.get("table"))
    for other, cells in planted.get("also", {}).items():  # some mistakes take more than one row to make
        attempt = answered(attempt, other, cells, planted.get("table"))
    result = assess(exercise, attempt)
    assert [feedback.mistake for feedback in result.feedback] == [mistake]
    feedback = result.feedback[0]
    texts = exercise.mistakes[mistake]
    assert (feedback.hint, feedback.why) == (texts["hint"][exercise.lang], texts["why"][exercise.lang])
    shows_on = planted.get("ids", [planted.get("id")])
    assert feedback.ids == tuple(shows_on)
    assert not result.done and result.right == result.total - len(shows_on)


@each_id
def test_nothing_is_planted_that_is_not_a_mistake_of_the_exercise(id_: str) -> None:
    assert set(PLANTED[id_]) == set(load_exercise(id_, "sv").mistakes)


@each_exercise
def test_an_attempt_with_any_cell_left_blank_is_never_done(exercise: Exercise) -> None:
    cells = list(answer_cells(exercise))
    assert cells
    for table, id_, column in sample(cells):
        assert not assess(exercise, answered(exercise.solution, id_, {column: ""}, table)).done, (table, id_, column)


@each_exercise
def test_an_attempt_that_lacks_a_row_is_never_done(exercise: Exercise) -> None:
    for name in to_fill_in(exercise):
        frame = exercise.solution[name]
        for row in sample(list(frame.index)):
            attempt = changed(exercise.solution, name, frame.drop(index=row))
            assert not assess(exercise, attempt).done, (name, row)


@each_exercise
def test_an_attempt_without_rows_or_without_tables_is_never_done(exercise: Exercise) -> None:
    solution = exercise.solution
    names = to_fill_in(exercise)
    fewer = chain.from_iterable(combinations(names, count) for count in range(len(names)))
    for kept in fewer:
        attempt = replace(solution, sheets={name: solution.sheets[name] for name in kept})
        result = assess(exercise, attempt)
        assert not result.done and result.right < result.total
    empty = {name: replace(sheet, frame=sheet.frame.iloc[:0]) for name, sheet in solution.sheets.items()}
    assert assess(exercise, replace(solution, sheets=empty)).right == 0


@each_exercise
def test_an_attempt_that_cannot_be_read_is_never_done(exercise: Exercise, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd").mkdir()
    file = f"{to_fill_in(exercise)[0]}.csv"
    (tmp_path / "odd" / file).write_bytes(b"\x00\x01\x02")
    (tmp_path / "broken.xlsx").write_bytes(b"not an Excel file")
    (tmp_path / "headless").mkdir()
    (tmp_path / "headless" / file).write_text("", encoding="utf-8")
    write(workbook({"visits": pd.DataFrame({"visit_id": ["V001"]})}), tmp_path / "the-municipalitys-own.xlsx")
    for name in ("empty", "odd", "broken.xlsx", "headless", "not-there.xlsx", "the-municipalitys-own.xlsx"):
        result = assess(exercise, exercise.open(tmp_path / name))
        assert not result.done and result.right == 0, name
        assert result.findings, name


@each_exercise
def test_an_attempt_saved_as_excel_and_read_in_the_other_language_is_judged_the_same(
    exercise: Exercise, tmp_path: Path
) -> None:
    other = load_exercise(exercise.id, "en" if exercise.lang == "sv" else "sv")
    file = tmp_path / "attempt.xlsx"
    write(exercise.solution, file, lang=exercise.lang)
    assert assess(other, other.open(file)).done


@each_id
def test_an_exercise_has_the_same_ids_and_answers_in_both_languages(id_: str) -> None:
    sv, en = (load_exercise(id_, lang) for lang in LANGS)
    assert (sv.module, sv.objectives, sv.minutes) == (en.module, en.objectives, en.minutes)
    for name in sv.solution.sheets:
        key = key_of(sv.solution, name)
        assert list(sv.solution[name][key]) == list(en.solution[name][key])
    answers = set(answer_cells(sv))
    assert answers and answers == set(answer_cells(en))


@each_id
def test_every_text_of_an_exercise_is_translated(id_: str) -> None:
    sv, en = (load_exercise(id_, lang) for lang in LANGS)
    pairs = [(sv.title, en.title), (sv.task, en.task), (sv.done, en.done)]
    pairs += [(m[part]["sv"], m[part]["en"]) for m in sv.mistakes.values() for part in ("hint", "why")]
    assert all(a.strip() and b.strip() and a != b for a, b in pairs)


@each_exercise
def test_every_mistake_has_a_hint_and_an_explanation_of_its_own(exercise: Exercise) -> None:
    texts = [mistake[part][exercise.lang] for mistake in exercise.mistakes.values() for part in ("hint", "why")]
    assert len(texts) == len(set(texts))


@each_exercise
def test_the_start_has_the_same_rows_and_texts_as_the_solution(exercise: Exercise) -> None:
    answers = {column for _, _, column in answer_cells(exercise)}
    for name, sheet in exercise.solution.sheets.items():
        given = [column for column in sheet.table.columns if column not in answers]
        pd.testing.assert_frame_equal(exercise.start[name][given], sheet.frame[given])


@each_exercise
def test_a_row_that_the_learner_adds_is_never_an_error(exercise: Exercise) -> None:
    for name in to_fill_in(exercise):
        frame = exercise.solution[name]
        added = frame.iloc[[0]].assign(**{key_of(exercise.solution, name): "X99"}).set_axis([len(frame) + 2])
        result = assess(exercise, changed(exercise.solution, name, pd.concat([frame, added])))
        assert result.right <= result.total
        for level in (MARKS_ONLY, SOLUTION):
            assert feedback_html(exercise, result, level)


# The first exercise's own.


@pytest.mark.parametrize("lang", LANGS)
def test_cards_differ_between_the_languages_and_keep_their_answers(lang: Lang) -> None:
    sv, en = (load_exercise(CARDS.id, each).solution["cards"] for each in LANGS)
    assert 12 <= len(sv) <= 15
    assert not (sv["card"] == en["card"]).any()
    pd.testing.assert_frame_equal(sv[["card_id", "stage", "step"]], en[["card_id", "stage", "step"]])


def test_every_stage_and_every_step_has_a_card() -> None:
    cards, columns = CARDS.solution["cards"], CARDS.solution.sheets["cards"].table.columns
    assert set(cards["stage"]) == set(columns["stage"].enum)
    assert set(cards["step"].dropna()) == set(columns["step"].enum)
    assert (cards["step"].notna() == (cards["stage"] == "collaboration")).all()


def named() -> list[tuple[str, str]]:
    return [(name, card) for name, mistake in CARDS.mistakes.items() for card in mistake.get("cards", ())]


def test_at_least_six_mistakes_are_named() -> None:
    assert len({name for name, _ in named()}) >= 6


@pytest.mark.parametrize(("name", "card"), named())
def test_a_named_mistake_holds_for_each_of_its_cards(name: str, card: str) -> None:
    mistake = CARDS.mistakes[name]
    step = mistake.get("step") or PLANTED[CARDS.id][name]["set"].get("step", "")
    result = assess(CARDS, answered(CARDS.solution, card, {"stage": mistake["stage"], "step": step}))
    assert [(f.mistake, f.ids) for f in result.feedback] == [(name, (card,))]


def test_the_stage_alone_already_names_the_mistake() -> None:
    result = assess(CARDS, answered(CARDS.solution, "K07", {"stage": "collaboration"}))
    assert [f.mistake for f in result.feedback] == ["before-the-workshop"], "not that a step is missing"


def test_the_same_mistake_on_two_cards_is_said_once_with_both_cards_and_their_rows() -> None:
    book = answered(answered(CARDS.solution, "K06", {"step": "choose"}), "K13", {"step": "choose"})
    result = assess(CARDS, book)
    assert [(f.mistake, f.ids, f.rows) for f in result.feedback] == [
        ("creating-is-not-choosing", ("K06", "K13"), (7, 14))
    ]
    assert (result.right, result.total) == (13, 15)


def test_a_card_that_is_gone_has_an_id_but_no_row() -> None:
    sheet = CARDS.solution.sheets["cards"]
    attempt = changed(CARDS.solution, "cards", sheet.frame[sheet.frame["card_id"] != "K15"])
    feedback = assess(CARDS, attempt).feedback
    assert [(f.mistake, f.ids, f.rows) for f in feedback] == [("blank", ("K15",), ())]


def test_an_answer_outside_the_list_is_both_a_finding_and_wrong() -> None:
    result = assess(CARDS, answered(CARDS.solution, "K05", {"stage": "Etapp fyra"}))
    assert [finding.rule.id for finding in result.findings] == ["D207"]
    assert [f.mistake for f in result.feedback] == ["other"]


def test_a_card_given_answerstwice_is_never_done() -> None:
    sheet = CARDS.solution.sheets["cards"]
    twice = pd.concat([sheet.frame, sheet.frame.tail(1)]).set_axis(range(2, len(sheet.frame) + 3))
    result = assess(CARDS, changed(CARDS.solution, "cards", twice))
    assert [finding.rule.id for finding in result.findings] == ["D301"]
    assert not result.done


# None stands for the right answer.
ANSWERS = st.none() | st.tuples(
    st.sampled_from(["", "understanding", "collaboration", "innovation", "?"]),
    st.sampled_from(["", "share", "frame", "create", "choose", "plan", "?"]),
)


@given(st.lists(ANSWERS, min_size=15, max_size=15))
def test_whatever_the_answers_every_wrong_card_gets_a_hint_and_only_the_solution_is_done(
    answers: list[tuple[str, str] | None],
) -> None:
    right = solved()
    given_answers = [answer or right_one for answer, right_one in zip(answers, right.values(), strict=True)]
    result = judged(given_answers)
    wrong = [card for card, answer in zip(right, given_answers, strict=True) if answer != right[card]]
    assert sorted(card for feedback in result.feedback for card in feedback.ids) == wrong
    assert result.right == len(right) - len(wrong)
    assert result.done == (not wrong)


@given(st.sets(st.integers(0, 14), min_size=1))
def test_right_answers_with_some_cards_left_blank_are_never_done(blank: set[int]) -> None:
    right = list(solved().values())
    result = judged([("", "") if i in blank else answer for i, answer in enumerate(right)])
    assert not result.done
    assert [(f.mistake, len(f.ids)) for f in result.feedback] == [("blank", len(blank))]


def solved() -> dict[str, tuple[str, str]]:
    cards = CARDS.solution["cards"].fillna("")
    return {card: (stage, step) for card, stage, step in zip(cards.card_id, cards.stage, cards.step, strict=True)}


def judged(answers: list[tuple[str, str]]) -> Assessment:
    sheet = CARDS.solution.sheets["cards"]
    stages, steps = (pd.array([a[i] or pd.NA for a in answers], dtype="string") for i in (0, 1))
    frame = sheet.frame.assign(stage=stages, step=steps)
    return assess(CARDS, changed(CARDS.solution, "cards", frame))
