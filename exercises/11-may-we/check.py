"""Judge twelve situations: may the DialogLab take them up, and where does the rest go?"""

from collections.abc import Iterator, Mapping
from typing import Any

from fsi_kit.course.judging import Miss
from fsi_kit.workbook import Workbook

Answer = dict[str, str]
COLUMNS = ["answer", "sent_to"]
# Where more than one recipient is right: the Procurement unit is itself a department in charge, and either the manager
# or the lawyer can tell what to do about a conflict of interest or an offer.
ALSO_RIGHT = {"S03": {"officer"}, "S08": {"lawyer"}, "S10": {"manager"}, "S12": {"officer"}}


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Compare every situation of the solution with the attempt and name the mistake that a wrong answer shows."""
    given = {id_: (row, answer) for row, id_, answer in _situations(attempt)}
    for _, id_, right in _situations(solution):
        row, answer = given.get(id_, (None, dict.fromkeys(COLUMNS, "")))
        if answer != right and not _as_good(id_, answer, right):
            yield Miss(_name(id_, answer, right, mistakes), "situations", id_, row)


def _situations(book: Workbook) -> Iterator[tuple[int, str, Answer]]:
    for row, id_, *cells in book["situations"][["situation_id", *COLUMNS]].fillna("").itertuples():
        yield int(row), id_, dict(zip(COLUMNS, cells, strict=True))


def _as_good(id_: str, answer: Answer, right: Answer) -> bool:
    return answer["answer"] == right["answer"] and answer["sent_to"] in ALSO_RIGHT.get(id_, ())


def _name(id_: str, answer: Answer, right: Answer, mistakes: Mapping[str, Mapping[str, Any]]) -> str:
    if not all(answer.values()):
        return "half" if any(answer.values()) else "blank"
    for name, mistake in mistakes.items():
        if id_ in mistake.get("situations", ()) and all(
            mistake.get(key, value) == value for key, value in answer.items()
        ):
            return name
    return "sent-elsewhere" if answer["answer"] == right["answer"] else "other"
