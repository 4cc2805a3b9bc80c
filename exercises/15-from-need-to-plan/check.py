"""Judge a workshop and its plan where the rules cannot: that something stands in every box, and what may be chosen.

The method's rules read the workshop as it becomes: those who are not invited are not in the room.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from fsi_kit.course.judging import Miss, missing_rows, whole_workbook
from fsi_kit.innovation.rules import chosen_without_action
from fsi_kit.settings import Settings
from fsi_kit.workbook import Workbook

FOLDER = Path(__file__).parent
TODAY = date(2026, 5, 4)
FOR_ONE_COMPANY = "D4"
LEAST_WORDS = 6
# The need is shown in the course's language, and an attempt may be written in the other.
DEPARTMENT = ("Utbildningsavdelningen", "Education Department")
# What no rule asks for, or what a rule only asks for together with other boxes.
BOXES = ("how", "owner_side", "start", "target")


def prepared(book: Workbook) -> Workbook:
    """Leave out the participants who are not invited, and name the need's department as the participants' file does."""
    sheet = book.sheets.get("participants")
    if sheet is None or "invited" not in sheet.frame:
        return book
    there = sheet.frame[sheet.frame["invited"].fillna(False)].drop(columns="invited")
    needs = book.sheets["needs"]
    written = sheet.frame["department"][sheet.frame["department"].isin(DEPARTMENT)]
    if len(written):
        needs = replace(needs, frame=needs.frame.assign(department=written.iloc[0]))
    return replace(book, sheets={**book.sheets, "participants": replace(sheet, frame=there), "needs": needs})


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Judge each table by itself."""
    yield from missing_rows(attempt, solution, "missing")
    for number, row in attempt["workshops"].iterrows():
        if pd.isna(row["minutes"]):
            yield Miss("minutes-missing", "workshops", _text(row["workshop_id"]), _place(number), "minutes")
    for number, row in attempt["participants"].iterrows():
        if pd.isna(row["invited"]):
            yield Miss("invited-missing", "participants", _text(row["participant_id"]), _place(number), "invited")
    yield from _ideas(attempt["ideas"])
    chosen = set(attempt["ideas"].loc[attempt["ideas"]["chosen"].fillna(False), "idea_id"].dropna())
    for number, row in attempt["actions"].iterrows():
        for mistake in _action(row, chosen):
            yield Miss(mistake, "actions", _text(row["action_id"]), _place(number))
    yield from _left_undone(attempt, chosen)


def _ideas(ideas: pd.DataFrame) -> Iterator[Miss]:
    for number, row in ideas.iterrows():
        idea, chosen = _text(row["idea_id"]), row["chosen"]
        if pd.isna(chosen):
            yield Miss("chosen-missing", "ideas", idea, _place(number), "chosen")
        elif chosen and idea == FOR_ONE_COMPANY:
            yield Miss("for-one-company", "ideas", idea, _place(number), "chosen")
        elif chosen and not _text(row["reason"]):
            yield Miss("reason-missing", "ideas", idea, _place(number), "reason")


def _left_undone(attempt: Workbook, chosen: set[str]) -> Iterator[Miss]:
    """Find chosen ideas without an action (rule I308), once every action belongs to an idea that was chosen."""
    if set(attempt["actions"]["idea_id"].fillna("")) <= chosen:
        whole = prepared(whole_workbook(attempt, FOLDER / "given"))
        for hit in chosen_without_action(whole, Settings(TODAY)):
            if hit.value != FOR_ONE_COMPANY:
                yield Miss("chosen-but-no-action", "ideas", hit.value or "", hit.row)


def _action(row: "pd.Series[Any]", chosen: set[str]) -> Iterator[str]:
    if any(not _text(row[column]) for column in BOXES):
        yield "box-empty"
    elif len(_text(row["how"]).split()) < LEAST_WORDS:
        yield "how-too-short"
    idea = _text(row["idea_id"])
    if idea and idea not in chosen:
        yield "idea-not-chosen"


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value).strip()


def _place(number: Any) -> int:
    return int(number)
