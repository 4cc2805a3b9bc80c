"""Answers to an exercise: which cells the learner fills in, how they read, and an attempt made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pandas as pd

from fsi_kit.course.exercises import Exercise, exercise_ids
from fsi_kit.texts import Lang, load_texts
from fsi_kit.workbook import Field, Table, Workbook, write
from fsi_kit.workbook.rules import show


class Cell(NamedTuple):
    """A cell to fill in: its table, its row in the start table (as the user sees it) and its column's id."""

    table: str
    row: int
    column: str


@dataclass(frozen=True)
class Sheet:
    """One table of an exercise, as it is worked on.

    Attributes:
        given: the columns that tell the row; the first is its key.
        answers: the columns that the learner fills in; none where the table is only there to be read.
        start: rows as the learner meets them, by row number.
    """

    table: Table
    given: tuple[Field, ...]
    answers: tuple[Field, ...]
    start: pd.DataFrame


def exercise_named(text: str) -> str | None:
    """Return the id of the exercise that a text speaks of, by its id or only its number; None where there is none."""
    for known in exercise_ids():
        if text in (known, known[:2], known[:2].lstrip("0")):
            return known
    return None


def sheets(exercise: Exercise) -> list[Sheet]:
    """Return the exercise's tables; a column is for answers where the solution differs from the start."""
    start, solution = exercise.start, exercise.solution
    found = []
    # A folder's files come in the order of their names; the exercise's own order is the one to work in.
    for name in (table for table in solution.descriptor.tables if table in solution.sheets):
        sheet = solution.sheets[name]
        answers = tuple(f for f in sheet.table.fields if f.name in exercise.answers[name])
        given = tuple(f for f in sheet.table.fields if f not in answers)
        found.append(Sheet(sheet.table, given, answers, start[name]))
    return found


def filled_in(exercise: Exercise, answers: Mapping[Cell, str]) -> Workbook:
    """Return an attempt: the start tables with answers in them, read as a file from the learner would be.

    Args:
        answers: what stands in each cell, as text; a cell that is left out is blank.
    """
    start = exercise.start
    changed = dict(start.sheets)
    for sheet in sheets(exercise):
        name, rows = sheet.table.name, sheet.start.index
        columns: dict[str, Any] = {
            f.name: pd.Series([answers.get(Cell(name, row, f.name), "") for row in rows], rows, dtype="string")
            for f in sheet.answers
        }
        changed[name] = replace(changed[name], frame=sheet.start.assign(**columns))
    with TemporaryDirectory() as folder:
        write(replace(start, sheets=changed), folder)
        return exercise.open(folder)


def right_answer(exercise: Exercise, id: str) -> list[tuple[str, str]]:
    """Return a row's answers in the solution: each column's title and what should stand there, "" for nothing.

    Raises:
        KeyError: no table of the solution has such a row.
    """
    solution = exercise.solution
    for sheet in sheets(exercise):
        if not sheet.answers:
            continue
        frame = solution[sheet.table.name]
        row = frame[frame[sheet.given[0].name] == id]
        if len(row):
            return [(f.titles[exercise.lang], cell_text(f, row[f.name].iloc[0], exercise.lang)) for f in sheet.answers]
    raise KeyError(id)


def known_answer(exercise: Exercise, id: str) -> list[tuple[str, str]]:
    """Return what `right_answer` does; nothing for a row that the solution lacks, such as one that a learner added."""
    try:
        return right_answer(exercise, id)
    except KeyError:
        return []


def cell_text(column: Field, value: Any, lang: Lang) -> str:
    """Return a cell's value for people: labels instead of ids, yes or no, "" where nothing stands."""
    if pd.isna(value):
        return ""
    if column.type == "boolean":
        word: str = load_texts("fsi_kit.workbook", "write.toml")["boolean"]["yes" if value else "no"][lang]
        return word
    return column.label(show(value), lang)
