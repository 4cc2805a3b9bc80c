"""Make Exempelby's tables from the texts beside this file: deal out ids and dates, nothing else.

Exempelby is a fictional municipality. Every statement is written by hand in the TOML files; this seeded
script only numbers rows and spreads dates, the same way every time::

    python -m tools.exempelby.deal
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from fsi_kit.examples import AS_OF as REFERENCE
from fsi_kit.examples import exempelby_path
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook, load_descriptor, workbook, write

HERE = Path(__file__).parent
SEED = 20260601
FIRST_VISIT, LAST_VISIT = date(2024, 9, 2), date(2026, 5, 12)
WORKSHOP_DATES = {
    "W01": date(2025, 10, 14),
    "W02": date(2025, 11, 25),
    "W03": date(2026, 1, 27),
    "W04": date(2026, 3, 17),
}
CLOSED = ((date(2024, 12, 20), date(2025, 1, 7)), (date(2025, 6, 23), date(2025, 8, 8)))
SHARED_LATE = frozenset({"I031", "I118", "I204"})
LATE_ACTIONS = 3

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def deal(lang: Lang) -> Workbook:
    """Return Exempelby's workbook in one language; ids, dates and figures are the same in both."""
    chance = random.Random(SEED)  # noqa: S311 - spreads dates, protects nothing
    tables: Tables = {}
    companies = _load("companies.toml")["company"]
    tables["companies"] = [{**_in(company, lang), "company_id": company["id"]} for company in companies]
    needs = {need["id"]: need for need in _load("needs.toml")["need"]}
    tables["needs"] = [{**_in(need, lang), "need_id": need["id"]} for need in needs.values()]
    _visits(tables, needs, chance, lang)
    for shop in _load("workshops.toml")["workshop"]:
        _workshop(tables, shop, chance, lang)
    tables["measurements"] = list(_measurements(lang))
    return workbook({name: pd.DataFrame(rows) for name, rows in _known(tables).items()})


def main() -> None:
    """Write the CSV files of both languages into the package's examples."""
    for lang in LANGS:
        for file in write(deal(lang), exempelby_path(lang)):
            print(lang, file.name)


def _visits(tables: Tables, needs: dict[str, Any], chance: random.Random, lang: Lang) -> None:
    """Number visits and insights in the order of time, a visit from each part in turn."""
    departments = _load("departments.toml")
    parts = [_load(f"visits-{number}.toml")["visit"] for number in range(1, 5)]
    visits = [visit for round_ in zip_longest(*parts) for visit in round_ if visit]
    dates = sorted(_working_day(chance, FIRST_VISIT, LAST_VISIT) for _ in visits)
    for name in ("visits", "insights", "need_insights"):
        tables[name] = []
    for number, (visit, day) in enumerate(zip(visits, dates, strict=True), start=1):
        visit_id = f"V{number:03}"
        tables["visits"].append({**_in(visit, lang), "visit_id": visit_id, "company_id": visit["company"], "date": day})
        shared_on = day + timedelta(days=chance.randint(1, 14))
        for insight in visit["insight"]:
            insight_id = f"I{len(tables['insights']) + 1:03}"
            need = insight.get("need")
            department = needs[need]["department"] if need else departments[insight["area"]]
            late = timedelta(days=21 if insight_id in SHARED_LATE else 0)
            tables["insights"].append(
                {
                    **_in(insight, lang),
                    "insight_id": insight_id,
                    "visit_id": visit_id,
                    "statement": insight[lang],
                    "shared_with": department[lang],
                    "shared_on": shared_on + late,
                }
            )
            if need:
                tables["need_insights"].append({"need_id": need, "insight_id": insight_id})
    tables["need_insights"].sort(key=lambda link: (link["need_id"], link["insight_id"]))


def _workshop(tables: Tables, shop: dict[str, Any], chance: random.Random, lang: Lang) -> None:
    day = WORKSHOP_DATES[shop["id"]]
    row = {**_in(shop, lang), "workshop_id": shop["id"], "need_id": shop["need"], "date": day}
    tables.setdefault("workshops", []).append(row)
    for participant in shop["participant"]:
        number = len(tables.setdefault("participants", [])) + 1
        row = {"participant_id": f"P{number:02}", "workshop_id": shop["id"], "company_id": participant.get("company")}
        tables["participants"].append({**_in(participant, lang), **row})
    ideas = _keyed(tables, "ideas", "D", 3, shop["idea"])
    for idea in shop["idea"]:
        row = {"idea_id": ideas[idea["key"]], "workshop_id": shop["id"]}
        tables["ideas"].append({**_in(idea, lang), "chosen": idea.get("chosen", False), **row})
    actions = _keyed(tables, "actions", "A", 2, shop["action"])
    for action in shop["action"]:
        row = {"action_id": actions[action["key"]], "idea_id": ideas[action["idea"]]}
        tables["actions"].append({**_in(action, lang), **row, **_action_dates(tables, action, day, chance)})
    for message in shop["feedback"]:
        number = len(tables.setdefault("feedback", [])) + 1
        told = _past(day + timedelta(weeks=message["week"]), day + timedelta(days=7), chance)
        row = {"feedback_id": f"B{number:03}", "company_id": message["company"], "date": told}
        tables["feedback"].append({**_in(message, lang), **row, "action_id": actions.get(message.get("action"))})


def _action_dates(tables: Tables, action: dict[str, Any], day: date, chance: random.Random) -> Row:
    """Deal an action's dates; what is not done is due after the reference date, but for a few late ones."""
    start = day + timedelta(weeks=action["start_week"])
    due = day + timedelta(weeks=action["due_week"])
    if action["status"] == "done":
        done = day + timedelta(weeks=action.get("done_week", action["due_week"]))
        return {"start": start, "due": due, "done_on": _past(done, start, chance)}
    if action["status"] != "stopped" and due <= REFERENCE:
        late = sum(a["status"] not in ("done", "stopped") and a["due"] <= REFERENCE for a in tables["actions"])
        if late >= LATE_ACTIONS or REFERENCE - due > timedelta(weeks=8):
            due = REFERENCE + timedelta(weeks=chance.randint(2, 16))
    return {"start": start, "due": due}


def _measurements(lang: Lang) -> Iterator[Row]:
    data = _load("measurements.toml")
    fixed = {"municipality": data.pop("municipality"), "source": data.pop("source")[lang]}
    for index, areas in data.items():
        for area, entry in areas.items():
            for year, value, answers in entry["rows"]:
                shown = value if answers >= 7 else None
                yield {**fixed, "area": area, "year": year, "index": index, "value": shown, "answers": answers}


def _in(entry: dict[str, Any], lang: Lang) -> Row:
    """Return an entry's plain values and its texts in one language."""
    return {
        key: value[lang] if isinstance(value, dict) else value
        for key, value in entry.items()
        if not isinstance(value, list)
    }


def _known(tables: Tables) -> Tables:
    """Leave out the helpers of dealing (keys, weeks): only the workbook's own columns remain."""
    known = load_descriptor().tables
    return {
        name: [{key: row[key] for key in known[name].columns if key in row} for row in tables[name]] for name in known
    }


def _keyed(tables: Tables, table: str, letter: str, digits: int, entries: list[dict[str, Any]]) -> dict[str, str]:
    first = len(tables.setdefault(table, [])) + 1
    return {entry["key"]: f"{letter}{number:0{digits}}" for number, entry in enumerate(entries, start=first)}


def _past(day: date, earliest: date, chance: random.Random) -> date:
    """Return `day`, or a working day between `earliest` and the reference date where `day` has not come yet."""
    return day if day < REFERENCE else _working_day(chance, earliest, REFERENCE - timedelta(days=3))


def _working_day(chance: random.Random, first: date, last: date) -> date:
    while True:
        day = first + timedelta(days=chance.randint(0, (last - first).days))
        if day.weekday() < 5 and not any(start <= day <= end for start, end in CLOSED):
            return day


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
