"""Judge a coded interview: what may be kept, in which words, and how each statement is coded.

The expert's coding is the solution; ``accepted.toml`` lists codes that are as good. Urgency may differ by one.
Statements that hold too much, and missing service factors, are found by the method's own rules, personal data by the
workbook's.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from fsi_kit.course.exercises import Miss
from fsi_kit.settings import Settings
from fsi_kit.understanding.rules import insights_that_hold_several_things, insights_without_factor
from fsi_kit.workbook import Workbook, workbook
from fsi_kit.workbook.privacy import personal

ACCEPTED = tomllib.loads(Path(__file__).with_name("accepted.toml").read_text(encoding="utf-8"))
CODES = ("area", "factor", "kind", "urgency")
NOT_KEPT = {"S04": "hearsay-kept", "S09": "secret-kept"}
NAMED = ("lennart",)
# The statement that holds two things, the row for the second of them, and a word that tells each.
TWO_THINGS = ("S05", "S11")
THINGS = {"S05": ("skylt", "sign"), "S11": ("vatten", "vattnet", "water")}
KEPT_WORDS = {"S06": ("utrymning", "escape")}
URGENCY_MAY_DIFFER = 1


class Row(NamedTuple):
    """A row of an attempt; missing cells are empty texts."""

    number: int | None = None
    statement: str = ""
    area: str = ""
    factor: str = ""
    kind: str = ""
    urgency: str = ""


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Judge every row by column."""
    given, right = _rows(attempt["statements"]), _rows(solution["statements"])
    kept = {id_: row for id_, row in given.items() if row.kind != "none"}
    long, bare = _found_by_rules(kept)
    for id_, expert in _matched(given, right).items():
        row = given.get(id_, Row())
        for mistake, column in _misses(id_, row, expert, mistakes, id_ in long, id_ in bare):
            yield Miss(mistake, "statements", id_, row.number, column)


def _rows(frame: pd.DataFrame) -> dict[str, Row]:
    rows = frame.drop_duplicates("insight_id").dropna(subset="insight_id")
    texts = rows[["insight_id", "statement", *CODES]].astype("string").fillna("")
    return {id_: Row(int(number), *cells) for number, id_, *cells in texts.itertuples()}


def _found_by_rules(rows: Mapping[str, Row]) -> tuple[set[str], set[str]]:
    """Return the ids of statements that are too long (rule U108), and of those without a factor (rule U107)."""
    cells = [{"insight_id": id_, "statement": row.statement, "area": row.area} for id_, row in rows.items()]
    frame = pd.DataFrame(cells, columns=["insight_id", "statement", "area"])
    frame["factor"] = [row.factor or None for row in rows.values()]
    book, today = workbook({"insights": frame}), Settings(date(2026, 6, 1))
    ids = dict(enumerate(rows, start=2))
    rules = (insights_that_hold_several_things, insights_without_factor)
    long, bare = ({ids[hit.row] for hit in rule(book, today) if hit.row is not None} for rule in rules)
    return long, bare


def _matched(given: Mapping[str, Row], right: Mapping[str, Row]) -> dict[str, Row]:
    """Return the expert's rows; the two halves change places where the learner has put them the other way round."""
    first, second = TWO_THINGS
    texts = [given.get(id_, Row()).statement.casefold() for id_ in TWO_THINGS]
    if _tells(texts[0], second) and not _tells(texts[0], first) and not _tells(texts[1], second):
        return {**right, first: right[second], second: right[first]}
    return dict(right)


def _tells(text: str, thing: str) -> bool:
    return any(word in text.casefold() for word in THINGS[thing])


def _misses(
    id_: str, row: Row, expert: Row, mistakes: Mapping[str, Mapping[str, Any]], long: bool, bare: bool
) -> Iterator[tuple[str, str | None]]:
    if not any(row[2:]):
        yield "blank", None
    elif expert.kind == "none":
        if row.kind != "none":
            yield NOT_KEPT[id_], None
    elif row.kind == "none":
        yield "insight-thrown-away", None
    else:
        if mistake := _wording(id_, row, expert, long):
            yield mistake, "statement"
        for column in CODES:
            answer = getattr(row, column)
            if column == "factor" and bare:
                yield "factor-missing", column
            elif not _accepted(id_, column, answer, getattr(expert, column), expert):
                yield _named(id_, column, answer, mistakes), column


def _wording(id_: str, row: Row, expert: Row, long: bool) -> str | None:
    text = row.statement.casefold()
    rules = {rule for rule, _ in personal(row.statement)}
    if not text.strip():
        return "words-missing"
    if long or (id_ in TWO_THINGS and all(_tells(text, thing) for thing in TWO_THINGS)):
        return "two-things"
    if rules:
        return "number-kept"
    if any(name in text for name in NAMED):
        return "name-kept"
    told = [thing for thing in TWO_THINGS if _tells(expert.statement, thing)] if id_ in TWO_THINGS else []
    lost = any(not _tells(text, thing) for thing in told)
    if lost or (id_ in KEPT_WORDS and not any(word in text for word in KEPT_WORDS[id_])):
        return "words-lost"
    return None


def _accepted(id_: str, column: str, answer: str, right: str, expert: Row) -> bool:
    if column == "urgency":
        return bool(answer) and abs(int(answer) - int(right)) <= URGENCY_MAY_DIFFER
    # A service factor is asked for only where Insikt measures; elsewhere any is as good as none.
    if column == "factor" and not right:
        return True
    return answer == right or answer in ACCEPTED.get(id_, {}).get(column, ())


def _named(id_: str, column: str, answer: str, mistakes: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the mistake that an answer shows: one that names row, column and answer, else the column's own."""
    for name, mistake in mistakes.items():
        if mistake.get("column") == column and id_ in mistake.get("rows", ()) and answer in mistake["answers"]:
            return name
    if not answer:
        return f"{column}-missing"
    return "urgency-far" if column == "urgency" else f"{column}-other"
