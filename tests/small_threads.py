"""Small workbooks whose threads can be followed by hand, and workbooks of any shape for hypothesis."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import strategies as st

from fsi_kit.thread import KNOTS, LINKS
from fsi_kit.workbook import Workbook, workbook

Rows = dict[str, list[dict[str, Any]]]
ID = {knot.table: knot.id for knot in KNOTS}


def whole() -> Rows:
    """Return a thread without gaps, one row a table."""
    return {
        "companies": [{"company_id": "C1", "name": "Bageriet"}],
        "visits": [{"visit_id": "V1", "company_id": "C1", "date": "2026-01-02", "summary": "Vid ugnen"}],
        "insights": [{"insight_id": "I1", "visit_id": "V1", "statement": "Lovet tog ett år", "kind": "obstacle"}],
        "needs": [{"need_id": "N1", "title": "Besked i tid", "status": "in_action"}],
        "need_insights": [{"need_id": "N1", "insight_id": "I1"}],
        "workshops": [{"workshop_id": "W1", "need_id": "N1", "date": "2026-02-03", "place": "Biblioteket"}],
        "ideas": [{"idea_id": "D1", "workshop_id": "W1", "what": "En checklista", "chosen": True}],
        "actions": [
            {"action_id": "A1", "idea_id": "D1", "how": "Skriv listan", "due": "2026-03-04", "status": "ongoing"}
        ],
        "feedback": [
            {
                "feedback_id": "B1",
                "company_id": "C1",
                "action_id": "A1",
                "date": "2026-04-05",
                "message": "Listan finns",
            }
        ],
    }


def book_of(rows: Rows) -> Workbook:
    """Return the rows as a workbook; dates may be written as text."""
    frames = {name: pd.DataFrame(given) for name, given in rows.items() if given}
    for frame in frames.values():
        for column in set(frame) & {"date", "due", "start", "done_on"}:
            frame[column] = pd.to_datetime(frame[column])
    return workbook(frames)


def _some(draw: st.DrawFn, prefix: str) -> list[str | None]:
    return draw(st.lists(st.none() | st.sampled_from([f"{prefix}{n}" for n in range(4)]), min_size=3, max_size=3))


@st.composite
def any_books(draw: st.DrawFn) -> Workbook:
    """Make workbooks of three rows a table, whose links are blank, lead to a row or lead nowhere."""
    letters = {knot.table: str(i) for i, knot in enumerate(KNOTS)}
    frames: dict[str, dict[str, list[Any]]] = {
        table: {ID[table]: [f"{letter}{n}" for n in range(3)]} for table, letter in letters.items()
    }
    frames["need_insights"] = {}
    for link in LINKS:
        frames[link.holder][link.from_] = _some(draw, letters[link.source])
        if link.to not in frames[link.holder]:
            frames[link.holder][link.to] = _some(draw, letters[link.target])
    frames["feedback"]["company_id"] = _some(draw, letters["companies"])
    frames["insights"]["kind"] = draw(st.lists(st.sampled_from(["praise", "obstacle"]), min_size=3, max_size=3))
    frames["needs"]["status"] = draw(st.lists(st.sampled_from(["dropped", "open"]), min_size=3, max_size=3))
    frames["ideas"]["chosen"] = draw(st.lists(st.none() | st.booleans(), min_size=3, max_size=3))
    return workbook({name: pd.DataFrame(columns) for name, columns in frames.items()})
