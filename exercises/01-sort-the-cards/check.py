"""Judge sorted cards: each card's stage, and the step of those that belong to the workshop."""

from collections.abc import Iterator, Mapping
from typing import Any

from fsi_kit.course.exercises import Miss
from fsi_kit.workbook import Workbook

Answer = dict[str, str]
WORKSHOP = "collaboration"


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Compare every card of the solution with the attempt and name the mistake that a wrong answer shows."""
    given = {card: (row, answer) for row, card, answer in _cards(attempt)}
    for _, card, right in _cards(solution):
        row, answer = given.get(card, (None, {"stage": "", "step": ""}))
        if answer != right:
            yield Miss(_name(card, answer, right, mistakes), "cards", card, row)


def _cards(book: Workbook) -> Iterator[tuple[int, str, Answer]]:
    for row, card, stage, step in book["cards"][["card_id", "stage", "step"]].fillna("").itertuples():
        yield int(row), card, {"stage": stage, "step": step}


def _name(card: str, answer: Answer, right: Answer, mistakes: Mapping[str, Mapping[str, Any]]) -> str:
    if not any(answer.values()):
        return "blank"
    for name, mistake in mistakes.items():
        if card in mistake.get("cards", ()) and all(mistake.get(key, value) == value for key, value in answer.items()):
            return name
    if answer == {**right, "step": ""}:
        return "step-missing"
    return "step-outside" if answer["step"] and answer["stage"] != WORKSHOP else "other"
