"""Judge claims on figures: each one's verdict, and the reason for it."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fsi_kit.course.judging import Miss
from fsi_kit.workbook import Workbook

Answer = tuple[str, str]
NOTHING: Answer = ("", "")


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Compare every claim of the solution with the attempt and name the mistake that a wrong answer shows."""
    also = tomllib.loads(Path(__file__).with_name("exercise.toml").read_text(encoding="utf-8"))["also"]
    given = {claim: (row, answer) for row, claim, answer in _claims(attempt)}
    for _, claim, right in _claims(solution):
        row, answer = given.get(claim, (None, NOTHING))
        accepted = [right, *map(tuple, also.get(claim, ()))]
        if answer not in accepted:
            yield Miss(_name(claim, answer, right[0], mistakes), "claims", claim, row)


def _claims(book: Workbook) -> Iterator[tuple[int, str, Answer]]:
    for row, claim, verdict, reason in book["claims"][["claim_id", "verdict", "reason"]].fillna("").itertuples():
        yield int(row), claim, (verdict, reason)


def _name(claim: str, answer: Answer, right: str, mistakes: Mapping[str, Mapping[str, Any]]) -> str:
    verdict, reason = answer
    if not verdict:
        return "blank"
    if verdict == right:
        return "reason-other" if reason else "reason-missing"
    for name, mistake in mistakes.items():
        if claim in mistake.get("claims", ()) and verdict in mistake["verdicts"]:
            return name
    return "other"
