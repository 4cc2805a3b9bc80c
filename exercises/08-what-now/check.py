"""Judge moments of a workshop: the step that the group is in, and what the facilitator does next."""

from collections.abc import Iterator, Mapping
from typing import Any

from fsi_kit.course.exercises import Miss
from fsi_kit.workbook import Workbook

COLUMNS = ("step", "move")
# Moves that do as well as the solution's own.
ALSO = {"M04": {"cause"}, "M07": {"write"}, "M12": {"last"}, "M14": {"write"}}


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Compare both answers to every moment of the solution and name the mistake that a wrong one shows."""
    given = {moment: (row, answer) for row, moment, answer in _moments(attempt)}
    for _, moment, right in _moments(solution):
        row, answer = given.get(moment, (None, dict.fromkeys(COLUMNS, "")))
        if not any(answer.values()):
            yield Miss("blank", "moments", moment, row)
            continue
        for column in COLUMNS:
            value = answer[column]
            if value != right[column] and not (column == "move" and value in ALSO.get(moment, ())):
                yield Miss(_name(moment, column, value, mistakes), "moments", moment, row, column)


def _moments(book: Workbook) -> Iterator[tuple[int, str, dict[str, str]]]:
    for row, moment, step, move in book["moments"][["moment_id", *COLUMNS]].fillna("").itertuples():
        yield int(row), moment, {"step": step, "move": move}


def _name(moment: str, column: str, value: str, mistakes: Mapping[str, Mapping[str, Any]]) -> str:
    if not value:
        return f"{column}-missing"
    for name, mistake in mistakes.items():
        if moment in mistake.get("moments", ()) and mistake.get(column) == value:
            return name
    return f"other-{column}"
