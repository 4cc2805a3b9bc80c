"""An exercise for tests with every kind of cell: a date, a number, yes or no, words, and one filled in already."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import fsi_kit.course.exercises

ID = "02-plan-visits"
START = "visit_id,note,day,hours,booked,who\nV1,<script>alert(1)</script>,,,,\nV2,Ring först,,2,,\n"
SOLUTION = (
    "visit_id,note,day,hours,booked,who\n"
    "V1,<script>alert(1)</script>,2026-03-02,1,true,Näringslivschef\n"
    "V2,Ring först,2026-03-03,2,false,\n"
)
MISTAKES = """
[late]
hint.sv = "Är det <b>för sent?</b>"
hint.en = "Is it <b>too late?</b>"
why.sv = "Besöket ska vara i mars."
why.en = "The visit is to be in March."

[other]
hint.sv = "Läs raden igen."
hint.en = "Read the row again."
why.sv = "Något stämmer inte."
why.en = "Something is not right."
"""
CHECK = """
from fsi_kit.course.exercises import Miss

COLUMNS = ["visit_id", "day", "hours", "booked", "who"]


def check(attempt, solution, mistakes):
    given = {row.visit_id: row for row in attempt["plan"][COLUMNS].astype("string").fillna("").itertuples()}
    for right in solution["plan"][COLUMNS].astype("string").fillna("").itertuples():
        answer = given.get(right.visit_id)
        if answer is None or answer[1:] != right[1:]:
            late = answer is not None and answer.day > "2026-03-31"
            yield Miss("late" if late else "other", "plan", right.visit_id, answer and answer.Index)
"""


def plant(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the course hold this exercise and no other."""
    exercise = folder / "exercises" / ID
    for lang in ("sv", "en"):
        for kind, table in (("start", START), ("solution", SOLUTION)):
            (exercise / kind / lang).mkdir(parents=True)
            (exercise / kind / lang / "plan.csv").write_text(table, encoding="utf-8")
        (exercise / f"task.{lang}.md").write_text("# <i>Plan</i>", encoding="utf-8")
    (exercise / "exercise.toml").write_text(
        'module = "01-method"\nobjectives = ["explain-fsi"]\nminutes = 5\n'
        'title.sv = "Planera <besök>"\ntitle.en = "Plan <visits>"\ndone.sv = "Klart."\ndone.en = "Done."\n',
        encoding="utf-8",
    )
    (exercise / "mistakes.toml").write_text(MISTAKES, encoding="utf-8")
    (exercise / "check.py").write_text(CHECK, encoding="utf-8")
    fields = [
        field("visit_id", "string", required=True),
        field("note", "string"),
        field("day", "date"),
        field("hours", "integer"),
        field("booked", "boolean"),
        field("who", "string"),
    ]
    resource = {
        "name": "plan",
        "path": "plan.csv",
        "titles": {"sv": "Plan", "en": "Plan"},
        "descriptions": {"sv": "En rad per besök.", "en": "One row a visit."},
        "schema": {"fields": fields, "primaryKey": "visit_id"},
    }
    (exercise / "datapackage.json").write_text(json.dumps({"name": "plan-visits", "resources": [resource]}), "utf-8")
    monkeypatch.setattr(fsi_kit.course.exercises, "shipped", lambda name: folder / name)


def field(name: str, type_: str, **constraints: Any) -> dict[str, Any]:
    titles = {"sv": f"{name} (sv)", "en": f"{name} (en)"}
    return {"name": name, "type": type_, "titles": titles, "descriptions": titles, "constraints": constraints}
