"""Judge answers to companies, the days for following up and what may be claimed.

The attempt is a whole workbook, so the kit's own rules say which companies still wait and which action is done without
anybody having been told.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from fsi_kit.course.judging import Miss, missing_rows, whole_workbook
from fsi_kit.innovation.rules import company_not_told, done_and_not_told
from fsi_kit.settings import Settings
from fsi_kit.workbook import Workbook

FOLDER = Path(__file__).parent
CALENDAR = tomllib.loads((FOLDER / "calendar.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 6, 16)
FEWEST_WORDS = 8
# The company whose own idea was stopped, and that action.
WHOSE_IDEA, STOPPED = "C07", "A3"
Row = dict[str, str]


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Judge the answers row by row and then together, the days, and the claims."""
    yield from missing_rows(attempt, solution, "missing")
    answers = _rows(attempt, "feedback")
    found = {id_: _answer(row, answers, attempt, solution) for id_, (_, row) in answers.items()}
    for id_, mistake in _left(attempt, answers):
        found[id_] = found.get(id_) or mistake
    for id_, mistake in found.items():
        if mistake:
            yield Miss(mistake, "feedback", id_, answers[id_][0])
    for id_, (number, row) in _rows(attempt, "follow_up").items():
        if (mistake := _day(id_, row["when"])) is not None:
            yield Miss(mistake, "follow_up", id_, number, "when")
    right = {id_: row["verdict"] for id_, (_, row) in _rows(solution, "claims").items()}
    for id_, (number, row) in _rows(attempt, "claims").items():
        if id_ in right and row["verdict"] != right[id_]:
            yield Miss(_claim(id_, row["verdict"], mistakes), "claims", id_, number, "verdict")


def _rows(book: Workbook, table: str) -> dict[str, tuple[int, Row]]:
    """Return the rows by their key, as text; of rows with the same key, the last."""
    frame = book[table].astype("string").fillna("").apply(lambda column: column.str.strip())
    key = book.descriptor.tables[table].primary_key[0]
    rows = zip(frame.index, frame.to_dict("records"), strict=True)
    return {row[key]: (int(number), row) for number, row in rows if row[key]}


def _answer(row: Row, answers: dict[str, tuple[int, Row]], attempt: Workbook, solution: Workbook) -> str | None:
    """Return what is wrong with one answer by itself; None where nothing is."""
    right = _rows(solution, "feedback").get(row["feedback_id"])
    if right is None:
        return None
    for column in ("action_id", "date", "channel", "message"):
        if not row[column]:
            return f"{column.removesuffix('_id')}-missing"
    if row["channel"] != right[1]["channel"]:
        return "channel-other"
    return _day_of_answer(row) or _message(row, answers, attempt)


def _day_of_answer(row: Row) -> str | None:
    told = pd.to_datetime(row["date"], errors="coerce")
    if pd.isna(told) or told > pd.Timestamp(TODAY):
        return "date-ahead"
    return None


def _message(row: Row, answers: dict[str, tuple[int, Row]], attempt: Workbook) -> str | None:
    words = _plain(row["message"])
    if len(words.split()) < FEWEST_WORDS:
        return "message-short"
    names = dict(attempt["companies"][["company_id", "name"]].itertuples(index=False))
    if any(_plain(name) in words for id_, name in names.items() if id_ != row["company_id"]):
        return "names-another"
    same = [id_ for id_, (_, other) in answers.items() if _plain(other["message"]) == words]
    return "same-words" if row["feedback_id"] != same[0] else None


def _left(attempt: Workbook, answers: dict[str, tuple[int, Row]]) -> Iterator[tuple[str, str]]:
    """Yield the answers that leave a company waiting, or an action untold, though something is written."""
    book, settings = whole_workbook(attempt, FOLDER / "given"), Settings(TODAY)
    by_company = {row["company_id"]: id_ for id_, (_, row) in answers.items()}
    for hit in company_not_told(book, settings):
        if str(hit.value) in by_company:
            yield by_company[str(hit.value)], "still-waiting"
    row = answers[by_company[WHOSE_IDEA]][1] if WHOSE_IDEA in by_company else {"action_id": STOPPED}
    if row["action_id"] not in ("", STOPPED):
        yield by_company[WHOSE_IDEA], "stopped-not-told"
    if "C01" in by_company and list(done_and_not_told(book, settings)):
        yield by_company["C01"], "done-not-told"


def _day(id_: str, day: str) -> str | None:
    if id_ not in CALENDAR:
        return None
    if not day:
        return "when-missing"
    chosen, limits = pd.to_datetime(day, errors="coerce"), CALENDAR[id_]
    if pd.isna(chosen) or chosen < pd.Timestamp(limits["first"]):
        return str(limits["early"])
    return str(limits["late"]) if chosen > pd.Timestamp(limits["last"]) else None


def _claim(id_: str, verdict: str, mistakes: Mapping[str, Mapping[str, Any]]) -> str:
    if not verdict:
        return "verdict-missing"
    return next(name for name, mistake in mistakes.items() if id_ in mistake.get("claims", ()))


def _plain(text: object) -> str:
    return "" if pd.isna(text) else " ".join(str(text).casefold().split())
