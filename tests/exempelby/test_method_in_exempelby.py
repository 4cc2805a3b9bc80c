"""Exempelby's rows are plausible and follow the method, so that it can serve as the worked example."""

from __future__ import annotations

import pandas as pd

from fsi_kit.examples import AS_OF
from fsi_kit.workbook import Workbook

TODAY = pd.Timestamp(AS_OF)
WORKSHOPS = 4
Shops = dict[str, dict[str, pd.DataFrame]]


def test_every_workshop_gives_enough_of_everything(shops: Shops) -> None:
    at = {"participants": 15, "ideas": 20, "actions": 10, "feedback": 15}
    for workshop_id, found in shops.items():
        assert {name: len(found[name]) >= least for name, least in at.items()} == dict.fromkeys(at, True), workshop_id
        assert 3 <= found["ideas"]["chosen"].sum() <= 5
        assert 3 <= found["ideas"]["votes"].sum() / len(found["participants"]) <= 4


def test_a_company_is_not_visited_again_within_weeks(book: Workbook) -> None:
    gaps = book["visits"].sort_values("date").groupby("company_id")["date"].diff().dropna()
    assert len(gaps) > 20
    assert gaps.min() >= pd.Timedelta(days=21)


def test_visits_fall_on_weekdays_in_the_order_of_their_ids(book: Workbook) -> None:
    visits = book["visits"]
    assert (visits["date"].dt.day_of_week < 5).all()
    assert visits["date"].is_monotonic_increasing


def test_most_insights_of_a_need_come_before_its_workshop(book: Workbook, heard: pd.DataFrame) -> None:
    rows = heard.merge(book["workshops"][["need_id", "date"]], on="need_id", suffixes=("", "_workshop"))
    before = (rows["date"] < rows["date_workshop"]).groupby(rows["need_id"]).mean()
    assert len(before) == WORKSHOPS
    assert (before > 0.6).all()


def test_every_need_rests_on_several_companies(book: Workbook, heard: pd.DataFrame) -> None:
    companies = heard.groupby("need_id")["company_id"].nunique()
    assert set(companies.index) == set(book["needs"]["need_id"])
    assert companies.min() >= 3


def test_both_sides_sit_in_every_group_of_at_most_six(book: Workbook) -> None:
    groups = book["participants"].groupby(["workshop_id", "group"])
    assert len(groups) == 16
    for name, people in groups:
        assert {"municipality", "business"} <= set(people["side"]), name
        assert 3 <= len(people) <= 6, name


def test_the_department_that_the_need_concerns_is_in_the_room(book: Workbook, shops: Shops) -> None:
    concerned = book["workshops"].merge(book["needs"], on="need_id").set_index("workshop_id")["department"]
    assert len(concerned) == WORKSHOPS
    for workshop_id, found in shops.items():
        assert concerned[workshop_id] in set(found["participants"]["department"])


def test_participants_say_which_department_or_company_they_come_from(book: Workbook) -> None:
    people = book["participants"]
    assert set(people["side"]) == {"municipality", "business", "other"}
    assert (people["department"].notna() == (people["side"] == "municipality")).all()
    assert (people["company_id"].notna() == (people["side"] == "business")).all()


def test_a_choice_against_the_votes_has_a_reason(shops: Shops) -> None:
    against = []
    for found in shops.values():
        ideas = found["ideas"]
        chosen = ideas["chosen"].astype(bool)
        passed_over = ~chosen & (ideas["votes"] >= ideas.loc[chosen, "votes"].min())
        against.append(ideas[passed_over | (chosen & (ideas["votes"] < ideas["votes"].max()))])
    rows = pd.concat(against)
    assert len(rows) >= 10
    assert rows["reason"].notna().all()


def test_actions_come_of_chosen_ideas_and_each_says_who_when_and_how_it_shows(book: Workbook) -> None:
    actions = book["actions"].merge(book["ideas"], on="idea_id", validate="many_to_one")
    assert len(actions) == len(book["actions"])
    assert actions["chosen"].all()
    assert set(book["ideas"].query("chosen")["idea_id"]) == set(actions["idea_id"])
    needed = ["owner", "owner_side", "department", "start", "due", "measure", "target"]
    assert actions[needed].notna().all(axis=None)
    assert (actions["start"] < actions["due"]).all()


def test_both_sides_own_actions_of_every_workshop(shops: Shops) -> None:
    for workshop_id, found in shops.items():
        assert {"municipality", "business"} <= set(found["actions"]["owner_side"]), workshop_id


def test_what_is_done_has_a_day_and_a_result_and_nothing_else_has_a_day(book: Workbook) -> None:
    actions = book["actions"]
    done = actions["status"] == "done"
    assert 10 < done.sum() < len(actions)
    assert (actions["done_on"].notna() == done).all()
    assert actions.loc[done, "result"].notna().all()
    assert (actions.loc[done, "done_on"] >= actions.loc[done, "start"]).all()
    assert (actions.loc[actions["status"] == "planned", "start"] > TODAY).all()
    assert (actions.loc[actions["status"] == "ongoing", "start"] <= TODAY).all()


def test_feedback_comes_after_the_workshop_it_speaks_of(book: Workbook, shops: Shops) -> None:
    dates = book["workshops"].set_index("workshop_id")["date"]
    checked = 0
    for workshop_id, found in shops.items():
        assert (found["feedback"]["date"] > dates[workshop_id]).all()
        checked += len(found["feedback"])
    assert checked >= 60


def test_a_figure_on_fewer_than_seven_answers_is_not_shown(book: Workbook) -> None:
    rows = book["measurements"]
    assert (rows["answers"] < 7).any()
    assert (rows["value"].isna() == (rows["answers"] < 7)).all()
