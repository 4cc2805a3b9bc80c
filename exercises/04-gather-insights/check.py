"""Judge which needs each insight was gathered to: none, one or two, in either order."""

from collections.abc import Iterator, Mapping
from typing import Any

from fsi_kit.course.exercises import Miss
from fsi_kit.workbook import Workbook

COLUMNS = ["insight_id", "need", "also"]
NONE = "none"


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Compare the needs of every insight with those of the solution and name what a wrong answer shows."""
    given = {insight: (row, answer) for row, insight, *answer in _rows(attempt)}
    for _, insight, *right in _rows(solution):
        row, answer = given.get(insight, (None, ["", ""]))
        mistake = _mistake(insight, answer, set(right) - {""}, mistakes)
        if mistake:
            yield Miss(mistake, "insights", insight, row)


def _rows(book: Workbook) -> Iterator[tuple[Any, ...]]:
    for row, *cells in book["insights"][COLUMNS].fillna("").itertuples():
        yield int(row), *cells


def _mistake(insight: str, answer: list[str], right: set[str], mistakes: Mapping[str, Mapping[str, Any]]) -> str | None:
    chosen = set(answer) - {""}
    if not chosen:
        return "blank"
    if answer[0] == answer[1]:
        return "twice"
    if NONE in chosen and len(chosen) > 1:
        return "none-and-one"
    if chosen == right:
        return None
    if chosen < right:
        return "half"
    if right < chosen:
        return "too-many"
    fits = (n for n, m in mistakes.items() if insight in m.get("insights", ()) and (chosen - right) & set(m["chosen"]))
    return next(fits, "other")
