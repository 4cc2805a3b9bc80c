"""A made-up workbook of any size: eleven tables, without a fault, the same for the same seed.

Nothing is repeated to save time: nearly every statement is a text of its own, as in a real workbook, so that
no tool gains by remembering. Some texts hold dates and sums, which a search for phone numbers must look at.
The method is followed as well, so that what a check takes is the looking and not the writing of findings.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.statements import statements
from fsi_kit.workbook import load_descriptor

SEED = 20260601
AS_OF = np.datetime64("2025-12-31")
"""The day to check the workbook by: the newest visits were made shortly before it."""
DAYS = 3650
"""How many days of visits there are, up to the day to check by."""
STILL_OPEN = 150
"""Actions that started so many days before the day to check by, or later, are not done."""

PER_VISIT = 4
PER_WORKSHOP = {"participants": 20, "ideas": 20, "actions": 5}

THEMES = ("handläggningstid", "mark", "anbud", "avgift", "rekrytering", "väg", "bemötande", "e-tjänst")
PLACES = ("Exempelby", "Norrviken", "Åby", "Östra hamnen", "Mjölnartorp")
DEPARTMENTS = ("Bygglovsavdelningen", "Miljöavdelningen", "Näringslivsavdelningen", "Upphandlingsavdelningen")
ROLES = ("Handläggare", "Avdelningschef", "Företagare", "Platschef", "Näringslivsutvecklare")

Array = np.ndarray[Any, Any]
Columns = dict[str, Any]


def sizes(insights: int) -> dict[str, int]:
    """Return how many rows each table has with so many insights, in the descriptor's order."""
    workshops = max(1, insights // 80)
    return {
        "companies": max(1, insights // 10),
        "visits": max(1, insights // PER_VISIT),
        "insights": insights,
        "needs": max(1, insights // 40),
        "need_insights": insights * 4 // 5,
        "workshops": workshops,
        **{name: workshops * each for name, each in PER_WORKSHOP.items()},
        "feedback": max(1, insights // PER_VISIT),
        "measurements": max(1, insights // 10),
    }


class Maker:
    """Makes the tables one after the other; each may look back at those made before it."""

    def __init__(self, insights: int, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.made: dict[str, Columns] = {}
        self.sizes = sizes(insights)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the eleven tables, in the descriptor's order."""
        for name, count in self.sizes.items():
            columns: Callable[[int], Columns] = getattr(self, name)
            self.made[name] = columns(count)
        return {name: pd.DataFrame(columns) for name, columns in self.made.items()}

    def companies(self, count: int) -> Columns:
        return {
            "company_id": ids("C", count),
            "name": _numbered("Bolaget ", count, " AB"),
            "industry": self._listed("companies", "industry", count),
            "size": self._listed("companies", "size", count),
            "place": self._one_of(PLACES, count),
            "sole_trader": self._one_of(("true", "false"), count),
            "may_be_named": self._some(self._one_of(("true", "false"), count), 0.8),
        }

    def visits(self, count: int) -> Columns:
        return {
            "visit_id": ids("V", count),
            "company_id": self._ids_of("companies", "company_id", count),
            "date": np.sort(self._days(count)),
            "form": self._listed("visits", "form", count),
            "visitors": self._one_of(ROLES, count),
            "summary": self._some(self._texts(count), 0.5),
        }

    def insights(self, count: int) -> Columns:
        visits, number = self.made["visits"], np.arange(count)
        visit = np.minimum(number // PER_VISIT, len(visits["date"]) - 1)
        area = self._listed("insights", "area", count)
        surveyed = np.isin(area, load_descriptor().tables["measurements"].columns["area"].enum)
        factor = self._listed("insights", "factor", count)
        kind = self._listed("insights", "kind", count)
        return {
            "insight_id": ids("I", count),
            "visit_id": visits["visit_id"][visit],
            "statement": self._texts(count),
            "area": area,
            "factor": np.where(surveyed, factor, self._some(factor, 0.3)),
            "kind": np.where(number % PER_VISIT == 0, "obstacle", kind),
            "theme": self._some(self._one_of(THEMES, count), 0.8),
            "urgency": self.rng.integers(1, 6, count),
            "shared_with": self._one_of(DEPARTMENTS, count),
            "shared_on": np.minimum(visits["date"][visit] + self.rng.integers(1, 15, count), AS_OF),
        }

    def needs(self, count: int) -> Columns:
        worked_on = np.arange(count) < self.sizes["workshops"]
        return {
            "need_id": ids("N", count),
            "title": self._texts(count),
            "why": self._texts(count),
            "root_cause": np.where(worked_on, self._texts(count), ""),
            "department": self._one_of(DEPARTMENTS, count),
            "status": np.where(worked_on, "in_action", "open"),
        }

    def need_insights(self, count: int) -> Columns:
        insights, needs = self.made["insights"], self.made["needs"]
        order = np.argsort(-insights["urgency"] + self.rng.random(len(insights["urgency"])))
        return {
            "need_id": needs["need_id"][np.arange(count) % len(needs["need_id"])],
            "insight_id": insights["insight_id"][order[:count]],
        }

    def workshops(self, count: int) -> Columns:
        return {
            "workshop_id": ids("W", count),
            "need_id": self.made["needs"]["need_id"][:count],
            "date": self._days(count) - 40,
            "start": self._one_of(("08:30", "09:00", "13:00"), count),
            "minutes": self._one_of((150, 180, 240), count),
            "place": self._one_of(PLACES, count),
            "facilitator": self._one_of(ROLES, count),
        }

    def participants(self, count: int) -> Columns:
        seat, room = self._seats(count)
        side = np.select([seat < 9, seat < 18], ["municipality", "business"], "other")
        company = self._ids_of("companies", "company_id", count)
        return {
            "participant_id": ids("P", count),
            "workshop_id": self.made["workshops"]["workshop_id"][room],
            "role": self._one_of(ROLES, count),
            "side": side,
            "department": np.where(side == "municipality", self.made["needs"]["department"][room], ""),
            "company_id": np.where(side == "business", np.where(seat == 9, self._heard(room), company), ""),
            "group": seat % 4 + 1,
        }

    def ideas(self, count: int) -> Columns:
        seat, room = self._seats(count)
        chosen = seat < PER_WORKSHOP["actions"]
        return {
            "idea_id": ids("D", count),
            "workshop_id": self.made["workshops"]["workshop_id"][room],
            "what": self._texts(count),
            "effect": self.rng.integers(1, 6, count),
            "effort": self.rng.integers(1, 6, count),
            "votes": self.rng.integers(0, 10, count) + chosen * 10,
            "chosen": np.where(chosen, "true", "false"),
            "reason": self._some(self._texts(count), 0.3),
        }

    def actions(self, count: int) -> Columns:
        seat, room = self._seats(count)
        start = self.made["workshops"]["date"][room] + self.rng.integers(1, 30, count)
        done = start < AS_OF - STILL_OPEN
        done_on = np.datetime_as_string(start + self.rng.integers(30, 110, count))
        return {
            "action_id": ids("A", count),
            "idea_id": self.made["ideas"]["idea_id"][:count],
            "how": self._texts(count),
            "owner": self._one_of(ROLES, count),
            "owner_side": np.where(seat % 2 == 0, "municipality", "business"),
            "department": self.made["needs"]["department"][room],
            "start": start,
            "due": start + STILL_OPEN + 30,
            "status": np.where(done, "done", "ongoing"),
            "measure": _numbered("Andel svar inom ", count, " dagar"),
            "target": self._one_of(("80 %", "90 %", "14 dagar"), count),
            "done_on": np.where(done, done_on, ""),
            "result": np.where(done, self._texts(count), ""),
        }

    def feedback(self, count: int) -> Columns:
        """Every company hears something late, and something is said of every action that is done."""
        actions, companies = self.made["actions"], self.made["companies"]["company_id"]
        company, date = self._ids_of("companies", "company_id", count), self._days(count)
        about = np.full(count, "", dtype=object)
        company[: len(companies)], date[: len(companies)] = companies, AS_OF - self.rng.integers(0, 20, len(companies))
        done = np.flatnonzero(actions["status"] == "done")
        of_actions = slice(len(companies), len(companies) + len(done))
        about[of_actions], date[of_actions] = actions["action_id"][done], AS_OF - self.rng.integers(0, 20, len(done))
        return {
            "feedback_id": ids("F", count),
            "company_id": company,
            "action_id": about,
            "date": date,
            "channel": self._listed("feedback", "channel", count),
            "message": self._texts(count),
        }

    def measurements(self, count: int) -> Columns:
        """Keys of their own: the key's four parts are counted up like the figures of a number."""
        columns = load_descriptor().tables["measurements"].columns
        number, index = np.divmod(np.arange(count), len(columns["index"].enum))
        number, area = np.divmod(number, len(columns["area"].enum))
        municipality, year = np.divmod(number, 10)
        return {
            "municipality": np.char.zfill((municipality + 1).astype("U4"), 4),
            "area": np.asarray(columns["area"].enum)[area],
            "year": year + 2015,
            "index": np.asarray(columns["index"].enum)[index],
            "value": self.rng.integers(400, 900, count) / 10,
            "answers": self.rng.integers(20, 400, count),
            "source": self._one_of(("SKR:s Insikt", "Egen mätning"), count),
        }

    def _seats(self, count: int) -> tuple[Array, Array]:
        """Deal rows out to the workshops in turn: each row's number in its workshop, and the workshop."""
        seat, room = np.divmod(np.arange(count), self.sizes["workshops"])
        return seat, room

    def _heard(self, need: Array) -> Array:
        """Return a company behind each of the needs."""
        insight = pd.Index(self.made["insights"]["insight_id"]).get_indexer(self.made["need_insights"]["insight_id"])
        visit = np.minimum(insight[need] // PER_VISIT, self.sizes["visits"] - 1)
        companies: Array = self.made["visits"]["company_id"][visit]
        return companies

    def _days(self, count: int) -> Array:
        days: Array = AS_OF - self.rng.integers(0, DAYS, count)
        return days

    def _one_of(self, values: tuple[Any, ...], count: int) -> Array:
        return np.asarray(values)[self.rng.integers(0, len(values), count)]

    def _listed(self, table: str, column: str, count: int) -> Array:
        """Return values from the column's list in the descriptor."""
        return self._one_of(load_descriptor().tables[table].columns[column].enum, count)

    def _ids_of(self, table: str, column: str, count: int) -> Array:
        found: Array = self.made[table][column][self.rng.integers(0, self.sizes[table], count)]
        return found

    def _texts(self, count: int) -> Array:
        return statements(self.rng, self._days(count))

    def _some(self, values: Array, share: float) -> Array:
        """Return the values with about `share` of them left and the others blank."""
        return np.where(self.rng.random(len(values)) < share, values, "")


def make(folder: Path, insights: int, seed: int = SEED) -> int:
    """Write a workbook into a folder as CSV and return how many rows its tables have together.

    Args:
        folder: made if it is missing.
        insights: how many; the other tables are in proportion. At least 800, for the companies to go round, and at
            most 8,000,000, which is where the codes of municipalities run out.
        seed: the same seed gives the same workbook.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = 0
    for name, frame in Maker(insights, seed).tables().items():
        frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8")
        rows += len(frame)
    return rows


def ids(letter: str, count: int) -> Array:
    """Return `count` ids: a letter and a number of seven digits."""
    made: Array = np.char.add(letter, np.char.zfill(np.arange(1, count + 1).astype("U7"), 7)).astype(object)
    return made


def _numbered(before: str, count: int, after: str) -> Array:
    made: Array = before + np.arange(1, count + 1).astype("U7").astype(object) + after
    return made


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), int(sys.argv[2])))
