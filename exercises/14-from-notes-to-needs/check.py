"""Judge insights made of raw notes: their words, their codes and the need each belongs to.

The method's rules judge the needs (``mistakes.toml`` names them). The rest is compared with the expert's list,
``expert.toml``. Urgency may differ by one.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from fsi_kit.check import check as check_rules
from fsi_kit.course.judging import Miss, missing_rows, whole_workbook
from fsi_kit.workbook import Sheet, Workbook

FOLDER = Path(__file__).parent
EXPERT = tomllib.loads((FOLDER / "expert.toml").read_text(encoding="utf-8"))
ASKED_ALWAYS = ("area", "kind", "urgency", "need")
NO_NEED = "none"
NAMED = "maj-britt"
HEARSAY = ("servering", "krog", "licence", "pub ", "grann", "neighbour")
URGENCY_MAY_DIFFER = 1
LONELY = ("U103", "U106")
Row = dict[str, str]


def prepared(book: Workbook) -> Workbook:
    """Make links between needs and insights of the need that stands beside each insight."""
    insights = book["insights"]
    if "need" not in insights:  # the attempt lacks the table: what is left is the workbook's own, empty one
        return book
    links = insights.loc[insights["need"].fillna(NO_NEED) != NO_NEED, ["need", "insight_id"]].dropna()
    table = book.descriptor.tables["need_insights"]
    sheet = Sheet(table, links.set_axis(["need_id", "insight_id"], axis=1))
    return replace(book, sheets={**book.sheets, table.name: sheet})


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Judge every row by itself, then whether each need has its title."""
    yield from missing_rows(attempt, solution, "missing")
    whole = prepared(whole_workbook(attempt, FOLDER / "given"))
    # A need that the rules find too lonely is named by them; that insights are not linked to it need not be said twice.
    lonely = {finding.value for finding in check_rules(whole).findings if finding.rule.id in LONELY}
    right = {row["insight_id"]: row for _, row in _rows(solution, "insights")}
    for number, row in _rows(attempt, "insights"):
        expert = right.get(row["insight_id"])
        for mistake, column in _misses(row, expert, lonely) if expert else ():
            yield Miss(mistake, "insights", row["insight_id"], number, column)
    for number, row in _rows(attempt, "needs"):
        if not row["title"]:
            yield Miss("title-missing", "needs", row["need_id"], number, "title")


def _rows(book: Workbook, table: str) -> Iterator[tuple[int, Row]]:
    frame = book[table].astype("string").fillna("").apply(lambda column: column.str.strip())
    for number, row in zip(frame.index, frame.to_dict("records"), strict=True):
        yield int(number), {str(column): text for column, text in row.items()}


def _misses(row: Row, expert: Row, lonely: set[str | None]) -> Iterator[tuple[str, str]]:
    if mistake := _wording(row):
        yield mistake, "statement"
    for column in (*ASKED_ALWAYS, *(["factor"] if expert["factor"] else [])):
        answer, right = row[column], expert[column]
        if not answer:
            yield f"{column}-missing", column
        elif column == "need":
            if answer != right and not (answer == NO_NEED and right in lonely):
                yield _wrong_need(answer, right, expert["kind"]), column
        elif not _accepted(row["insight_id"], column, answer, right):
            yield f"{column}-other", column


def _wording(row: Row) -> str | None:
    text = row["statement"].casefold()
    if not text:
        return "statement-missing"
    if NAMED in text:
        return "name-kept"
    if row["insight_id"] == "I9" and any(word in text for word in HEARSAY):
        return "hearsay-kept"
    groups = EXPERT["points"].get(row["insight_id"], ())
    return None if all(any(word in text for word in group) for group in groups) else "point-lost"


def _wrong_need(answer: str, right: str, kind: str) -> str:
    if answer == NO_NEED:
        return "need-left-out"
    if right == NO_NEED:
        return "praise-needs-nothing" if kind == "praise" else "nobody-else-says-so"
    return "need-other"


def _accepted(insight: str, column: str, answer: str, right: str) -> bool:
    if column == "urgency":
        number = pd.to_numeric(answer, errors="coerce")
        return bool(pd.notna(number) and abs(number - int(right)) <= URGENCY_MAY_DIFFER)
    return answer == right or answer in EXPERT["accepted"].get(insight, {}).get(column, ())
