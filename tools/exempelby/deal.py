"""Make Exempelby's tables from the texts beside this file: deal out ids and dates, nothing else.

Exempelby is a fictional municipality. Every statement is written by hand in the TOML files; this seeded
script only numbers rows and spreads dates, the same way every time::

    python -m tools.exempelby.deal

Where Exempelby falls short on purpose is listed in ``known-warnings.toml``.
"""

from __future__ import annotations

import random
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from fsi_kit.examples import exempelby_path
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook, load_descriptor, workbook, write

HERE = Path(__file__).parent
PARTS = range(1, 5)
SEED = 20260601
SHARED_WITHIN, SHARED_LATE = (1, 14), (22, 35)
"""Days from a visit until the department has its insights: as it should be, and for those that came late."""
MIN_ANSWERS = 7

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def deal(lang: Lang) -> Workbook:
    """Return Exempelby's workbook in one language; ids, dates and figures are the same in both."""
    chance = random.Random(SEED)  # noqa: S311 - spreads dates, protects nothing
    tables: Tables = {name: [] for name in load_descriptor().tables}
    for company in _load("companies.toml")["company"]:
        tables["companies"].append({**_in(company, lang), "company_id": company["id"]})
    needs = {need["id"]: need for need in _load("needs.toml")["need"]}
    for need in needs.values():
        tables["needs"].append({**_in(need, lang), "need_id": need["id"]})
    _visits(tables, needs, chance, lang)
    for part in PARTS:
        _workshop(tables, _load(f"workshops-{part}.toml"), chance, lang)
    tables["measurements"].extend(_measurements(lang))
    return workbook({name: pd.DataFrame(rows) for name, rows in _known(tables).items()})


def main() -> None:
    """Write the CSV files of both languages into the package's examples."""
    for lang in LANGS:
        target = exempelby_path(lang)
        target.mkdir(parents=True, exist_ok=True)
        # Straight into the examples, `write` would keep a backup of what stood there.
        with TemporaryDirectory() as folder:
            for file in write(deal(lang), folder):
                shutil.copyfile(file, target / file.name)
                print(lang, file.name)


def _visits(tables: Tables, needs: dict[str, Any], chance: random.Random, lang: Lang) -> None:
    """Number visits and insights in the order of time, a visit from each part in turn."""
    departments = _load("departments.toml")
    late = _load("known-warnings.toml")["insights_shared_late"]
    days = _load("calendar.toml")
    parts = [_load(f"visits-{part}.toml")["visit"] for part in PARTS]
    visits = [visit for round_ in zip_longest(*parts) for visit in round_ if visit]
    dates = sorted(_day(chance, days["first_visit"], days["last_visit"], pauses=True) for _ in visits)
    for number, (visit, day) in enumerate(zip(visits, dates, strict=True), start=1):
        visit_id = f"V{number:03}"
        tables["visits"].append({**_in(visit, lang), "visit_id": visit_id, "company_id": visit["company"], "date": day})
        shared_on = _after(chance, day, *SHARED_WITHIN)
        for insight in visit["insight"]:
            insight_id = f"I{len(tables['insights']) + 1:03}"
            need = insight.get("need")
            department = needs[need]["department"] if need else departments[insight["area"]]
            tables["insights"].append(
                {
                    **_in(insight, lang),
                    "insight_id": insight_id,
                    "visit_id": visit_id,
                    "statement": insight[lang],
                    "shared_with": department[lang],
                    "shared_on": _after(chance, day, *SHARED_LATE) if insight_id in late else shared_on,
                }
            )
            if need:
                tables["need_insights"].append({"need_id": need, "insight_id": insight_id})
    tables["need_insights"].sort(key=lambda link: (link["need_id"], link["insight_id"]))


def _workshop(tables: Tables, shop: dict[str, Any], chance: random.Random, lang: Lang) -> None:
    """Number a workshop's participants, ideas, actions and feedback, and turn weeks into days."""
    id_, day = {"workshop_id": shop["id"]}, shop["date"]
    tables["workshops"].append({**_in(shop, lang), **id_, "need_id": shop["need"]})
    for number, person in enumerate(shop["participant"], start=len(tables["participants"]) + 1):
        row = {"participant_id": f"P{number:02}", "company_id": person.get("company")}
        tables["participants"].append({**_in(person, lang), **id_, **row})
    ideas = _numbered(tables["ideas"], "D", 3, shop["idea"])
    for idea in shop["idea"]:
        tables["ideas"].append({**_in(idea, lang), **id_, "idea_id": ideas[idea["key"]]})
    actions = _numbered(tables["actions"], "A", 2, shop["action"])
    for action in shop["action"]:
        start, due = _week(day, action["start_week"])[0], _week(day, action["due_week"])[-1]
        done_on = chance.choice(_week(day, action["done_week"])) if "done_week" in action else None
        row = {"action_id": actions[action["key"]], "idea_id": ideas[action["idea"]]}
        tables["actions"].append({**_in(action, lang), **row, "start": start, "due": due, "done_on": done_on})
    for number, message in enumerate(shop["feedback"], start=len(tables["feedback"]) + 1):
        row = {"feedback_id": f"B{number:03}", "company_id": message["company"]}
        row["action_id"] = actions[message["action"]] if "action" in message else None
        row["date"] = chance.choice(_week(day, message["week"]))
        tables["feedback"].append({**_in(message, lang), **row})


def _measurements(lang: Lang) -> Iterator[Row]:
    data = _load("measurements.toml")
    fixed = {"municipality": data["municipality"], "source": data["source"][lang]}
    for index, areas in data.items():
        if index in fixed:
            continue
        for area, entry in areas.items():
            for year, value, answers in entry["rows"]:
                shown = value if answers >= MIN_ANSWERS else None
                yield {**fixed, "area": area, "year": year, "index": index, "value": shown, "answers": answers}


def _in(entry: dict[str, Any], lang: Lang) -> Row:
    """Return an entry's plain values and its texts in one language."""
    return {
        key: value[lang] if isinstance(value, dict) else value
        for key, value in entry.items()
        if not isinstance(value, list)
    }


def _known(tables: Tables) -> Tables:
    """Leave out what only dealing needs (keys, weeks), and put the columns in the workbook's order."""
    known = load_descriptor().tables
    return {name: [{key: row.get(key) for key in known[name].columns} for row in tables[name]] for name in known}


def _numbered(rows: list[Row], letter: str, digits: int, entries: list[dict[str, Any]]) -> dict[str, str]:
    """Return each entry's key → its id, counting on from the rows that stand there."""
    return {entry["key"]: f"{letter}{number:0{digits}}" for number, entry in enumerate(entries, start=len(rows) + 1)}


def _week(day: date, weeks: int) -> list[date]:
    """Return the working days of the week that comes so many weeks after the week of `day`."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return [d for d in (monday + timedelta(days=n) for n in range(5)) if _open(d)]


def _after(chance: random.Random, day: date, least: int, most: int) -> date:
    return _day(chance, day + timedelta(days=least), day + timedelta(days=most))


def _day(chance: random.Random, first: date, last: date, pauses: bool = False) -> date:
    """Return a working day between two days, both included; with `pauses`, none when visits rest."""
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return chance.choice([day for day in every if _open(day, pauses)])


def _open(day: date, pauses: bool = False) -> bool:
    days = _load("calendar.toml")
    resting = pauses and any(first <= day <= last for first, last in days["pauses"])
    return day.weekday() < 5 and day not in days["holidays"] and not resting


@cache
def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
