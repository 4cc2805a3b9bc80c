"""Exercises on tables: a task, start and solution tables, and feedback on an attempt.

An attempt is judged in two steps by the same rules wherever it was made: the data rules on the exercise's own tables,
then the exercise's ``check.py``, which names common mistakes. An attempt is done only when every row
that the solution has was judged and none is wrong.
"""

from __future__ import annotations

import runpy
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from fsi_kit.check import check
from fsi_kit.findings import Finding
from fsi_kit.texts import Both, Lang, shipped
from fsi_kit.workbook import Workbook, load_descriptor, read


class Miss(NamedTuple):
    """A mistake that an exercise's ``check.py`` found: its id in ``mistakes.toml``, and where.

    `id` is the key of the row in the solution; `row` is the attempt's row number, None where the row is missing.
    """

    mistake: str
    table: str
    id: str
    row: int | None = None


@dataclass(frozen=True)
class Feedback:
    """What is said about one mistake: a hint first, then why."""

    mistake: str
    ids: tuple[str, ...]
    rows: tuple[int, ...]
    hint: str
    why: str


@dataclass(frozen=True)
class Assessment:
    """How an attempt went.

    Attributes:
        findings: what the data rules say of the attempt's tables.
        feedback: one entry a mistake, in the order of the exercise's list.
        right, total: rows of the solution that the attempt has right, and all of them.
    """

    findings: tuple[Finding, ...]
    feedback: tuple[Feedback, ...]
    right: int
    total: int

    @property
    def done(self) -> bool:
        """Whether everything was judged and everything is right."""
        return self.total > 0 and self.right == self.total and not self.feedback and not self.findings


@dataclass(frozen=True)
class Exercise:
    """One exercise in one language. `task` and `done` are Markdown; `mistakes` maps ids to hint and why."""

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

    @property
    def start(self) -> Workbook:
        """The tables that the learner begins with."""
        return self.open(self.folder / "start" / self.lang)

    @property
    def solution(self) -> Workbook:
        """The tables with everything right."""
        return self.open(self.folder / "solution" / self.lang)

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
    )


def assess(exercise: Exercise, attempt: Workbook) -> Assessment:
    """Judge an attempt.

    Args:
        attempt: as `Exercise.open` reads it, or `Exercise.start` with cells filled in.
    """
    report = check(attempt)
    findings = tuple(f for f in report.findings if f.severity != "advice")
    solution = exercise.solution
    misses = list(_checker(exercise)(attempt, solution, exercise.mistakes))
    total = sum(len(sheet.frame) for sheet in solution.sheets.values())
    wrong = {(miss.table, miss.id) for miss in misses}
    return Assessment(findings, tuple(_feedback(exercise, misses)), total - len(wrong), total)


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


def _checker(exercise: Exercise) -> Checker:
    """Return the function ``check`` of the exercise's own ``check.py``."""
    checker: Checker = runpy.run_path(str(exercise.folder / "check.py"))["check"]
    return checker
