"""Exercises on tables: a task, start and solution tables, and feedback on an attempt.

An attempt is judged by the same rules wherever it was made: the data rules on the exercise's own tables, the rules of
the method that ``mistakes.toml`` names (`fsi_kit.course.judging`), then the exercise's ``check.py``, which names common
mistakes. Where answers stand in columns of the exercise's own, its function ``prepared`` makes rows of the workbook of
them before the rules of the method read it. An attempt is done only when every row that the solution has was judged and
none is wrong. Tables that are only there to be read are the course's own, whatever has become of them in the attempt.
"""

from __future__ import annotations

import runpy
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from fsi_kit.check import check
from fsi_kit.course.judging import Miss, rule_misses, whole_workbook, without_repeats
from fsi_kit.findings import Finding
from fsi_kit.texts import Both, Lang, shipped
from fsi_kit.workbook import Workbook, load_descriptor, read


@dataclass(frozen=True)
class Feedback:
    """What is said about one mistake: a hint first, then why."""

    mistake: str
    ids: tuple[str, ...]
    rows: tuple[int, ...]
    hint: str
    why: str


@dataclass(frozen=True)
class Agreement:
    """In how many rows an attempt agrees with the solution on one column, of how many; `title` is the column's."""

    title: str
    right: int
    total: int


@dataclass(frozen=True)
class Assessment:
    """How an attempt went.

    Attributes:
        findings: what the data rules say of the attempt's tables.
        feedback: one entry a mistake, in the order of the exercise's list.
        right, total: rows of the solution that the attempt has right, and all of them. Rows to read do not count.
        agreement: an entry for each column to fill in, in exercises that compare the attempt with an expert's.
    """

    findings: tuple[Finding, ...]
    feedback: tuple[Feedback, ...]
    right: int
    total: int
    agreement: tuple[Agreement, ...] = ()

    @property
    def done(self) -> bool:
        """Whether everything was judged and everything is right."""
        return self.total > 0 and self.right == self.total and not self.feedback and not self.findings


@dataclass(frozen=True)
class Exercise:
    """One exercise in one language.

    Attributes:
        task, done: Markdown.
        mistakes: ids → hint and why. A mistake with a ``rule`` is met where that rule of the method speaks; one that is
            ``otherwise`` is said only of rows that nothing else is said of.
        compared: whether the learner is shown the agreement on each column.
        planted: the data rules that the start breaks on purpose.
        as_of: the day that the exercise plays on, by which rules about today judge; None is the real today.
    """

    id: str
    lang: Lang
    title: str
    module: str
    objectives: tuple[str, ...]
    minutes: int
    task: str
    done: str
    folder: Path
    mistakes: Mapping[str, Mapping[str, Any]]
    compared: bool = False
    planted: tuple[str, ...] = ()
    as_of: date | None = None

    @cached_property
    def start(self) -> Workbook:
        """The tables that the learner begins with; read once, so copy a table before changing it."""
        return self.open(self.folder / "start" / self.lang)

    @cached_property
    def solution(self) -> Workbook:
        """The tables with everything right; read once, so copy a table before changing it."""
        return self.open(self.folder / "solution" / self.lang)

    @cached_property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """The columns to fill in of each table: those in which the solution differs from the start."""
        start, solution = self.start, self.solution
        found: dict[str, tuple[str, ...]] = {}
        for name, sheet in solution.sheets.items():
            key = sheet.table.primary_key[0]
            if start[name].equals(sheet.frame):
                found[name] = ()
                continue
            before, after = (
                book[name].set_index(key, drop=False).astype("string").fillna("") for book in (start, solution)
            )
            differs = (before.reindex(after.index, fill_value="") != after).any()
            found[name] = tuple(f.name for f in sheet.table.fields if f.name != key and differs[f.name])
        return found

    def open(self, path: str | Path) -> Workbook:
        """Read an attempt: a folder of CSV files or an Excel file, in either language."""
        return read(path, load_descriptor(self.folder / "datapackage.json"))


def exercise_ids() -> list[str]:
    """Return every exercise's id, in order."""
    return sorted(file.parent.name for file in shipped("exercises").glob("*/exercise.toml"))


def load_exercise(id: str, lang: Lang) -> Exercise:
    """Return an exercise in one language.

    Raises:
        KeyError: there is no such exercise.
    """
    if id not in exercise_ids():
        raise KeyError(id)
    folder = shipped("exercises") / id
    data = tomllib.loads((folder / "exercise.toml").read_text(encoding="utf-8"))
    return Exercise(
        id=id,
        lang=lang,
        title=data["title"][lang],
        module=data["module"],
        objectives=tuple(data["objectives"]),
        minutes=data["minutes"],
        task=(folder / f"task.{lang}.md").read_text(encoding="utf-8"),
        done=data["done"][lang],
        folder=folder,
        mistakes=tomllib.loads((folder / "mistakes.toml").read_text(encoding="utf-8")),
        compared=data.get("compared", False),
        planted=tuple(data.get("planted", ())),
        as_of=data.get("as_of"),
    )


def assess(exercise: Exercise, attempt: Workbook) -> Assessment:
    """Judge an attempt.

    Args:
        attempt: as `Exercise.open` reads it, or `Exercise.start` with cells filled in.
    """
    solution = exercise.solution
    read_only = {name: solution.sheets[name] for name, columns in exercise.answers.items() if not columns}
    attempt = replace(attempt, sheets={**attempt.sheets, **read_only})
    report = check(attempt, exercise.as_of)
    findings = tuple(f for f in report.findings if f.severity != "advice" and f.table not in read_only)
    own = runpy.run_path(str(exercise.folder / "check.py"))
    whole = own.get("prepared", _as_it_is)(whole_workbook(attempt, exercise.folder / "given"))
    ruled = rule_misses(whole, exercise.mistakes, exercise.as_of)
    checker: Checker = own["check"]
    named = checker(attempt, solution, exercise.mistakes)
    misses = without_repeats([*ruled, *named], exercise.mistakes)
    rows = _rows_to_fill_in(exercise, solution)
    wrong = rows & {(miss.table, miss.id) for miss in misses}
    # A mistake may show only on a row to read: then too, not everything is right.
    right = len(rows) - max(len(wrong), bool(misses))
    agreement = tuple(_agreement(exercise, solution, misses)) if exercise.compared else ()
    return Assessment(findings, tuple(_feedback(exercise, misses)), right, len(rows), agreement)


def _rows_to_fill_in(exercise: Exercise, solution: Workbook) -> set[tuple[str, str]]:
    names = [name for name, columns in exercise.answers.items() if columns]
    return {(name, id_) for name in names for id_ in solution[name][solution.sheets[name].table.primary_key[0]]}


def _agreement(exercise: Exercise, solution: Workbook, misses: list[Miss]) -> Iterator[Agreement]:
    """Count the rows without a miss in each column; a miss in the whole row is one in each of its columns."""
    for name, columns in exercise.answers.items():
        table = solution.sheets[name].table
        for column in columns:
            wrong = {miss.id for miss in misses if miss.table == name and miss.column in (column, None)}
            total = len(solution[name])
            yield Agreement(table.columns[column].titles[exercise.lang], total - len(wrong), total)


def _feedback(exercise: Exercise, misses: list[Miss]) -> Iterator[Feedback]:
    for mistake, texts in exercise.mistakes.items():
        same = [miss for miss in misses if miss.mistake == mistake]
        if same:
            hint: Both = texts["hint"]
            why: Both = texts["why"]
            rows = tuple(miss.row for miss in same if miss.row is not None)
            ids = tuple(dict.fromkeys(miss.id for miss in same))
            yield Feedback(mistake, ids, rows, hint[exercise.lang], why[exercise.lang])


Checker = Callable[[Workbook, Workbook, Mapping[str, Mapping[str, Any]]], Iterator[Miss]]


def _as_it_is(book: Workbook) -> Workbook:
    return book
