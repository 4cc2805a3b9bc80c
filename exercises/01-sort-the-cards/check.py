"""Judge sorted cards: each card's stage, and the step of those that belong to the workshop."""

from collections.abc import Iterator, Mapping
from typing import Any

from fsi_kit.course.exercises import Miss
from fsi_kit.workbook import Workbook


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Compare every card of the solution with the attempt and name the mistake that a wrong answer shows."""
    answers = {
        card: (int(row), stage, step)
        for row, card, stage, step in attempt["cards"][["card_id", "stage", "step"]].fillna("").itertuples()
    }
    for _, card, stage, step in solution["cards"][["card_id", "stage", "step"]].fillna("").itertuples():
        row, *answer = answers.get(card, (None, "", ""))
        if answer != [stage, step]:
            yield Miss(_name(card, *answer, mistakes), "cards", card, row)


def _name(card: str, stage: str, step: str, mistakes: Mapping[str, Mapping[str, Any]]) -> str:
    if not stage and not step:
        return "blank"
    for name, mistake in mistakes.items():
        wrong = {key: mistake[key] for key in ("stage", "step") if key in mistake}
        if card in mistake.get("cards", []) and all({"stage": stage, "step": step}[k] == v for k, v in wrong.items()):
            return name
    if stage == "collaboration" and not step:
        return "step-missing"
    return "step-outside" if stage != "collaboration" and step else "other"
