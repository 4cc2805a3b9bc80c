"""Every document, made once and shared by the tests: blank and filled, in both languages; and from hostile data."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pandas as pd

from fsi_kit.documents import Brand, Made, make_document, master_ids
from fsi_kit.documents.facts import Facts
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook, load_descriptor, workbook

BRAND = Brand("Exempelby kommun", "Näringslivsenheten")

# One row or two of each table, with every kind of action, so that nothing in a document is left out. Free texts are
# put in by `told`; ids, days and words from lists stand here.
ROWS = {
    "companies": [{"company_id": "C1", "industry": "C", "size": "micro", "may_be_named": True}],
    "visits": [{"visit_id": "V1", "company_id": "C1", "date": "2025-09-01", "form": "on_site"}],
    "insights": [
        {"insight_id": "I1", "visit_id": "V1", "area": "land", "kind": "obstacle", "urgency": 4},
        {"insight_id": "I2", "visit_id": "V1", "area": "land", "kind": "wish", "urgency": 4},
        {"insight_id": "I3", "visit_id": "V1", "area": "land", "kind": "praise", "urgency": 1},
    ],
    "needs": [{"need_id": "N1", "status": "in_action"}, {"need_id": "N2", "status": "open"}],
    "need_insights": [{"need_id": "N1", "insight_id": "I1"}],
    "workshops": [{"workshop_id": "W1", "need_id": "N1", "date": "2025-10-14", "start": "08:30", "minutes": 240}],
    "participants": [
        {"participant_id": f"P{n}", "workshop_id": "W1", "side": "business" if n % 2 else "municipality"}
        for n in range(1, 9)
    ],
    "ideas": [{"idea_id": "D1", "workshop_id": "W1", "effect": 4, "effort": 2, "votes": 5, "chosen": True}],
    "actions": [
        {"action_id": f"A{n}", "idea_id": "D1", "owner_side": "business", "status": status, "due": "2025-12-01"}
        for n, status in enumerate(("planned", "ongoing", "done", "stopped"), 1)
    ],
    "measurements": [
        {"municipality": "9999", "area": "total", "year": 2025, "index": "nki", "value": 70, "answers": 90}
    ],
}


def told(text: str) -> Workbook:
    """Return a small workbook in which every free text is the given one."""
    frames = {}
    for name, rows in ROWS.items():
        fields = load_descriptor().tables[name].fields
        free = [f.name for f in fields if f.type == "string" and not f.enum and not f.name.endswith("_id")]
        days = [f.name for f in fields if f.type == "date"]
        frame = pd.DataFrame([{**dict.fromkeys(free, text), **row} for row in rows])
        for day in set(days) & set(frame):
            frame[day] = pd.to_datetime(frame[day])
        frames[name] = frame
    return workbook(frames)


@cache
def pack(lang: Lang, filled: bool) -> dict[str, list[Made]]:
    """Return every document's files by its id."""
    return made_from(Facts(lang, BRAND, AS_OF, load_exempelby(lang)) if filled else Facts(lang, Brand(), AS_OF))


def made_from(facts: Facts) -> dict[str, list[Made]]:
    """Return every document's files by its id."""
    ids = master_ids()
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(ids, pool.map(lambda id_: list(make_document(id_, facts)), ids), strict=True))
