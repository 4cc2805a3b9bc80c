"""How actions are doing, how long the way was, and which companies have been told."""

from __future__ import annotations

import csv
import random
from datetime import date
from statistics import median
from typing import Any

import pandas as pd
import pytest

from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.examples import exempelby_path as path
from fsi_kit.innovation import ActionSummary, action_state, action_summary, lead_times, told
from fsi_kit.workbook import Workbook, workbook

DAY = date(2026, 6, 1)


def book(**tables: list[dict[str, Any]]) -> Workbook:
    return workbook({name: pd.DataFrame(rows) for name, rows in tables.items()})


def rows(table: str) -> list[dict[str, str]]:
    with (path("sv") / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def days(start: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


THREAD: dict[str, list[dict[str, Any]]] = {
    "visits": [
        {"visit_id": "V1", "company_id": "C1", "date": "2026-01-10"},
        {"visit_id": "V2", "company_id": "C2", "date": "2026-01-20"},
        {"visit_id": "V3", "company_id": "C3", "date": "2026-03-01"},
    ],
    "insights": [{"insight_id": f"I{n}", "visit_id": f"V{n}"} for n in (1, 2, 3)],
    "needs": [{"need_id": "N1", "title": "x", "status": "in_action"}],
    "need_insights": [{"need_id": "N1", "insight_id": f"I{n}"} for n in (1, 2, 3)],
    "workshops": [{"workshop_id": "W1", "need_id": "N1", "date": "2026-02-03"}],
    "ideas": [{"idea_id": "D1", "workshop_id": "W1"}],
    "actions": [
        {"action_id": "A1", "idea_id": "D1", "status": "ongoing", "start": "2026-02-09", "due": "2026-05-30"},
        {"action_id": "A2", "idea_id": "D1", "status": "planned", "due": "2026-06-11", "owner_side": "business"},
        {"action_id": "A3", "idea_id": "D1", "status": "done", "start": "2026-02-19", "due": "2026-03-01"}
        | {"done_on": "2026-03-04"},
        {"action_id": "A4", "idea_id": "D9", "status": "stopped", "due": "2026-03-01"},
    ],
    "feedback": [],
}


def with_feedback(*said: tuple[str, str, str | None]) -> Workbook:
    feedback = [{"company_id": company, "date": day, "action_id": action} for company, day, action in said]
    return book(**{**THREAD, "feedback": feedback})


# Actions


def test_an_action_is_late_when_it_is_open_after_its_due_date() -> None:
    state = action_state(book(**THREAD), DAY).set_index("action_id")
    assert state["late"].to_dict() == {"A1": True, "A2": False, "A3": False, "A4": False}
    assert state["days_late"].drop("A4").to_dict() == {"A1": 2, "A2": -10, "A3": 3}
    assert pd.isna(state.at["A4", "days_late"])
    assert not state.at["A3", "on_time"] and pd.isna(state.at["A1", "on_time"])
    assert (state.at["A1", "need_id"], state.at["A2", "side"]) == ("N1", "business")
    assert pd.isna(state.at["A4", "need_id"])


def test_the_state_stands_on_the_rows_that_the_user_sees() -> None:
    assert list(action_state(book(**THREAD), DAY).index) == [2, 3, 4, 5]


def test_actions_are_counted_by_status() -> None:
    assert action_summary(book(**THREAD), DAY) == ActionSummary(4, 1, 1, 1, 1, late=1, on_time=0)
    assert action_summary(book(**THREAD), date(2026, 5, 30)).late == 0


def test_lead_times_run_from_the_first_visit_about_the_need() -> None:
    times = lead_times(book(**THREAD))
    done = times.actions.set_index("action_id").loc["A3"]
    assert (done["visit_to_start"], done["start_to_done"], done["visit_to_done"]) == (40, 13, 53)
    assert times.medians == {"visit_to_start": 35.0, "start_to_done": 13.0, "visit_to_done": 53.0}
    assert times.counts == {"visit_to_start": 2, "start_to_done": 1, "visit_to_done": 1}


def test_an_empty_workbook_gives_empty_results() -> None:
    empty = workbook({})
    assert len(action_state(empty, DAY)) == 0
    assert action_summary(empty, DAY) == ActionSummary(0, 0, 0, 0, 0, 0, 0)
    assert set(lead_times(empty).medians.values()) == {None}
    assert (told(empty, DAY).total, told(empty, DAY).told, told(empty, DAY).share) == (0, 0, None)


# Answers


def test_a_company_waits_from_the_workshop_or_from_its_own_later_visit() -> None:
    found = told(with_feedback(), DAY).companies.set_index("company_id")
    assert found["since"].dt.date.astype(str).to_dict() == {"C1": "2026-02-03", "C2": "2026-02-03", "C3": "2026-03-01"}
    assert found["waited"].to_dict() == {"C1": 118, "C2": 118, "C3": 92}
    assert not found["told"].any()


def test_feedback_about_the_need_tells_the_company() -> None:
    result = told(with_feedback(("C1", "2026-03-05", "A3"), ("C1", "2026-04-01", None)), DAY)
    company = result.companies.set_index("company_id").loc["C1"]
    assert bool(company["told"]) and company["waited"] == 30
    assert [str(company[name].date()) for name in ("first_told", "last_told")] == ["2026-03-05", "2026-04-01"]
    assert (result.told, result.total, result.share) == (1, 3, pytest.approx(1 / 3))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("C1", "2026-02-03", None), "the same day as the workshop"),
        (("C1", "2026-01-30", None), "before the workshop"),
        (("C1", "2026-06-02", None), "after the day looked at"),
        (("C1", "2026-03-05", "B1"), "about another need"),
    ],
)
def test_other_feedback_does_not(said: tuple[str, str, str | None], why: str) -> None:
    tables = {**THREAD, "feedback": [{"company_id": said[0], "date": said[1], "action_id": said[2]}]}
    tables["workshops"] = [*THREAD["workshops"], {"workshop_id": "W2", "need_id": "N2", "date": "2026-02-01"}]
    tables["ideas"] = [*THREAD["ideas"], {"idea_id": "E1", "workshop_id": "W2"}]
    tables["actions"] = [*THREAD["actions"], {"action_id": "B1", "idea_id": "E1", "status": "ongoing"}]
    assert told(book(**tables), DAY).told == 0, why


def test_feedback_that_cannot_be_followed_to_a_need_counts() -> None:
    assert told(with_feedback(("C1", "2026-03-05", "A4")), DAY).told == 1


def test_an_action_done_is_something_to_tell_of_even_without_a_dated_workshop() -> None:
    tables = {**THREAD, "workshops": [{"workshop_id": "W1", "need_id": "N1", "date": None}]}
    found = told(book(**tables), DAY).companies
    assert set(found["since"].dt.date.astype(str)) == {"2026-03-04"}


def test_nobody_is_owed_an_answer_before_anything_has_come_of_it() -> None:
    assert told(with_feedback(), date(2026, 2, 2)).total == 0
    assert told(with_feedback(), date(2026, 2, 3)).total == 2


def test_a_company_with_several_needs_has_been_told_when_it_was_told_of_one() -> None:
    tables = {**THREAD, "feedback": [{"company_id": "C1", "date": "2026-03-05", "action_id": "A3"}]}
    tables["need_insights"] = [*THREAD["need_insights"], {"need_id": "N2", "insight_id": "I1"}]
    tables["workshops"] = [*THREAD["workshops"], {"workshop_id": "W2", "need_id": "N2", "date": "2026-02-01"}]
    company = told(book(**tables), DAY).companies.set_index("company_id").loc["C1"]
    assert (company["needs"], company["needs_told"], bool(company["told"])) == (2, 1, True)
    assert (company["need_id"], str(company["since"].date()), company["insights"]) == ("N2", "2026-02-01", 2)


def test_the_order_of_rows_does_not_matter() -> None:
    exempelby = load_exempelby("sv")
    names = ("visits", "insights", "need_insights", "workshops", "ideas", "actions", "feedback", "needs")
    mixed = workbook({name: exempelby[name].sample(frac=1, random_state=3) for name in names})
    pd.testing.assert_frame_equal(told(mixed, AS_OF).companies, told(exempelby, AS_OF).companies)
    assert lead_times(mixed).medians == lead_times(exempelby).medians
    assert action_summary(mixed, AS_OF) == action_summary(exempelby, AS_OF)


# Exempelby, counted with the csv module


@pytest.fixture(scope="module")
def exempelby() -> Workbook:
    return load_exempelby("sv")


def test_exempelbys_actions_are_counted_as_by_hand(exempelby: Workbook) -> None:
    actions = rows("actions")
    status = [row["status"] for row in actions]
    assert len(actions) == 46
    late = [r["action_id"] for r in actions if r["status"] in ("planned", "ongoing") and r["due"] < AS_OF.isoformat()]
    on_time = sum(row["status"] == "done" and row["done_on"] <= row["due"] for row in actions)
    counts = [status.count(each) for each in ("planned", "ongoing", "done", "stopped")]
    assert action_summary(exempelby, AS_OF) == ActionSummary(len(actions), *counts, late=len(late), on_time=on_time)
    state = action_state(exempelby, AS_OF)
    assert list(state.loc[state["late"], "action_id"]) == late == ["A03", "A17", "A30"]


def test_exempelbys_lead_times_are_as_by_hand(exempelby: Workbook) -> None:
    date_of = {row["visit_id"]: row["date"] for row in rows("visits")}
    visit_of = {row["insight_id"]: row["visit_id"] for row in rows("insights")}
    first: dict[str, str] = {}
    for row in rows("need_insights"):
        day = date_of[visit_of[row["insight_id"]]]
        first[row["need_id"]] = min(day, first.get(row["need_id"], day))
    need_of = {row["workshop_id"]: row["need_id"] for row in rows("workshops")}
    workshop_of = {row["idea_id"]: row["workshop_id"] for row in rows("ideas")}
    actions = rows("actions")
    began = [days(first[need_of[workshop_of[row["idea_id"]]]], row["start"]) for row in actions]
    took = [days(row["start"], row["done_on"]) for row in actions if row["status"] == "done"]
    times = lead_times(exempelby)
    assert times.medians["visit_to_start"] == median(began)
    assert times.medians["start_to_done"] == median(took)
    assert (times.counts["visit_to_start"], times.counts["start_to_done"]) == (46, len(took))


def test_exempelbys_companies_that_were_told_are_as_by_hand(exempelby: Workbook) -> None:
    company_of = {row["visit_id"]: row["company_id"] for row in rows("visits")}
    visit_of = {row["insight_id"]: row["visit_id"] for row in rows("insights")}
    held = {row["need_id"]: row["date"] for row in rows("workshops")}
    owed: dict[str, str] = {}
    for row in rows("need_insights"):
        if row["need_id"] in held:
            company = company_of[visit_of[row["insight_id"]]]
            owed[company] = min(held[row["need_id"]], owed.get(company, "9999"))
    answered = {row["company_id"] for row in rows("feedback") if row["date"] > owed.get(row["company_id"], "9999")}
    result = told(exempelby, AS_OF)
    assert (result.told, result.total) == (len(answered & owed.keys()), len(owed)) == (50, 53)
    waiting = result.companies.loc[~result.companies["told"], "company_id"]
    assert list(waiting) == sorted(owed.keys() - answered) == ["C006", "C050", "C064"]
    one = random.Random(1).choice(sorted(answered))
    first = min(row["date"] for row in rows("feedback") if row["company_id"] == one)
    found = result.companies.set_index("company_id").loc[one]
    assert str(found["first_told"].date()) == first
