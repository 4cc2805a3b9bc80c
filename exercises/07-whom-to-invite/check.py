"""Judge an invitation: any choice of people passes that the rules have nothing against and that keeps to the task.

The method's own rules judge a small workbook made of the answers; what they cannot know is checked here. What is given
of each candidate is taken from the solution, so that it does not matter what an attempt has in those columns.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from fsi_kit.check import check as check_rules
from fsi_kit.course.judging import Miss
from fsi_kit.workbook import Workbook, workbook

BEHIND = ("C004", "C006", "C020", "C024", "C031", "C060", "C064")
"""The companies behind Exempelby's need N08."""
CONCERNED = ("B01", "B02", "B03")
"""The candidates from the department that the need concerns."""
IN_PROCUREMENT = ("B09", "B20")
FEWEST, ROOM, SMALLEST_GROUP = 8, 14, 3
HELD, AFTER = date(2026, 10, 8), date(2026, 10, 9)
# What each rule's finding shows, where it stands on the candidate's own row.
BY_ROW = {
    "C203": "group-too-large",
    "C206": "one-side-group",
    "C214": "many-from-one-company",
    "C216": "unknown-company",
}
LEADS = ("lead", "co_lead")


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Judge each candidate's own cells; once they are whole, judge the room."""
    people = _people(attempt, solution)
    own = list(_own_cells(people))
    for mistake, chosen in own or _room(people):
        for candidate, row in zip(chosen["candidate_id"], chosen["row"], strict=True):
            yield Miss(mistake, "candidates", str(candidate), None if pd.isna(row) else int(row))


def _people(attempt: Workbook, solution: Workbook) -> pd.DataFrame:
    """Return the candidates as they are given, with the attempt's answers and row numbers."""
    given = attempt["candidates"].assign(row=lambda frame: frame.index).drop_duplicates("candidate_id")
    answers = given[["candidate_id", "task", "group", "row"]]
    people = solution["candidates"].drop(columns=["task", "group"]).merge(answers, "left", on="candidate_id")
    return people.fillna({"task": "", "group": ""})


def _own_cells(people: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    invited, placed = people["task"] == "take_part", people["group"] != ""
    yield from _any("blank", people[people["task"] == ""])
    yield from _any("no-group", people[invited & ~placed])
    yield from _any("group-without-taking-part", people[~invited & placed & (people["task"] != "")])


def _room(people: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    room, left = people[people["task"] == "take_part"], people[people["task"] == "not_invited"]
    yield from _leaders(people)
    there = people[people["task"] != "not_invited"]
    yield from _any("procurement", there[there["candidate_id"].isin(IN_PROCUREMENT)])
    if len(room) < FEWEST:
        yield "few", left
    yield from _any("no-room", room.iloc[ROOM:])
    sizes = room.groupby("group")["group"].transform("size")
    yield from _any("small-group", room[sizes < SMALLEST_GROUP].drop_duplicates("group"))
    yield from _by_rules(people, room)


def _leaders(people: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    leading = people[people["task"].isin(LEADS)]
    yield from _any("stake", leading[leading["candidate_id"].isin(CONCERNED) | (leading["side"] == "business")])
    if len(leading) == 1 and (leading["task"] == "lead").all():
        yield "alone", leading


def _by_rules(people: pd.DataFrame, room: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Let the method's rules judge the workshop, and name the candidates who would put right what they find."""
    findings = check_rules(_workbook(room, "lead" in set(people["task"])), AFTER).findings
    outside = people[people["task"] != "take_part"]
    free = ~people["candidate_id"].isin((*IN_PROCUREMENT, *CONCERNED))
    for rule in dict.fromkeys(finding.rule.id for finding in findings):
        rows = [finding.row for finding in findings if finding.rule.id == rule and finding.row is not None]
        if rule in BY_ROW:
            yield BY_ROW[rule], room.iloc[[row - 2 for row in rows]]
        elif rule == "C201":
            sides = [side for side in ("municipality", "business") if not (room["side"] == side).any()]
            there = ~outside["candidate_id"].isin(IN_PROCUREMENT) & (outside["task"] == "not_invited")
            yield "one-side-room", _some(outside[there & outside["side"].isin(sides)], outside)
        elif rule == "C205":
            yield "no-department", outside[outside["candidate_id"].isin(CONCERNED)]
        elif rule == "C211":
            yield "not-behind-the-need", outside[outside["company_id"].isin(BEHIND)]
        elif rule == "C212":
            could = people[free & (people["side"] == "municipality")]
            yield "no-leader", _some(could[could["task"] == "not_invited"], could)


def _workbook(room: pd.DataFrame, led: bool) -> Workbook:
    """Return the workbook that the municipality would have: the need, what it rests on, the workshop, the people."""
    ids = [f"V{i}" for i, _ in enumerate(BEHIND)]
    shop = {"workshop_id": "W05", "need_id": "N08", "date": HELD, "minutes": 180, "facilitator": "x" if led else None}
    concerned = room.loc[room["candidate_id"].isin(CONCERNED), "department"]
    frames = {
        "visits": pd.DataFrame({"visit_id": ids, "company_id": BEHIND}),
        "insights": pd.DataFrame({"insight_id": ids, "visit_id": ids}),
        "needs": pd.DataFrame({"need_id": ["N08"], "department": [_department(concerned)]}),
        "need_insights": pd.DataFrame({"need_id": "N08", "insight_id": ids}),
        "workshops": pd.DataFrame([shop]),
        "participants": room.rename(columns={"candidate_id": "participant_id"}).assign(workshop_id="W05"),
    }
    return workbook(frames)


def _department(concerned: "pd.Series[Any]") -> str:
    """Return the concerned department's name as the candidates have it; another word where none of them takes part."""
    return str(concerned.iloc[0]) if len(concerned) else "N08"


def _some(wanted: pd.DataFrame, otherwise: pd.DataFrame) -> pd.DataFrame:
    return wanted if len(wanted) else otherwise


def _any(mistake: str, rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    if len(rows):
        yield mistake, rows
