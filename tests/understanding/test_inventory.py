"""The inventory counts what companies have said, group by group and period by period."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples
from understanding.small import book, csv_rows, csv_visits, records, shuffled

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.understanding import inventory, inventory_over_time
from fsi_kit.workbook import Workbook

VISITS = [
    {"visit_id": "V1", "company_id": "C1", "date": "2026-01-10"},
    {"visit_id": "V2", "company_id": "C2", "date": "2026-02-10"},
    {"visit_id": "V3", "company_id": "C1", "date": "2026-07-01"},
]
INSIGHTS = [
    {"insight_id": "I1", "visit_id": "V1", "area": "land", "kind": "wish", "urgency": 2, "theme": "Mark"},
    {"insight_id": "I2", "visit_id": "V2", "area": "land", "kind": "wish", "urgency": 5, "theme": "mark "},
    {"insight_id": "I3", "visit_id": "V3", "area": "land", "kind": "obstacle", "theme": "mark"},
    {"insight_id": "I4", "visit_id": "V3", "area": "other", "factor": "treatment", "kind": "praise", "urgency": 1},
]
LINKS = [
    {"need_id": "N1", "insight_id": "I1"},
    {"need_id": "N2", "insight_id": "I1"},
    {"need_id": "N1", "insight_id": "I2"},
]


def small() -> Workbook:
    companies = [{"company_id": "C1", "size": "micro"}, {"company_id": "C2", "size": "large"}]
    return book(companies=companies, visits=VISITS, insights=INSIGHTS, need_insights=LINKS)


def test_a_group_counts_its_insights_its_different_companies_and_its_different_needs() -> None:
    assert records(inventory(small(), by=["area"])) == [
        {"area": "land", "insights": 3, "companies": 2, "urgency_mean": 3.5, "urgency_max": 5, "needs": 2}
        | {"latest_visit": "2026-07-01"},
        {"area": "other", "insights": 1, "companies": 1, "urgency_mean": 1.0, "urgency_max": 1, "needs": 0}
        | {"latest_visit": "2026-07-01"},
    ]


def test_groups_that_most_companies_stand_behind_come_first_then_the_most_urgent() -> None:
    found = records(inventory(small()))
    assert [(r["area"], r["kind"], r["companies"], r["urgency_mean"]) for r in found] == [
        ("land", "wish", 2, 3.5),
        ("other", "praise", 1, 1.0),
        ("land", "obstacle", 1, None),
    ]
    assert [r["factor"] for r in found] == [None, "treatment", None]


def test_insights_can_be_grouped_by_what_their_company_is() -> None:
    found = {row["size"]: row["insights"] for row in records(inventory(small(), by=["size"]))}
    assert found == {"micro": 3, "large": 1}


def test_themes_that_differ_in_case_and_spaces_are_one() -> None:
    found = {row["theme"]: row["insights"] for row in records(inventory(small(), by=["theme"]))}
    assert found == {"Mark": 3, None: 1}


def test_a_single_name_is_a_grouping_too() -> None:
    assert list(inventory(small(), by="kind")["kind"]) == ["wish", "praise", "obstacle"]


@pytest.mark.parametrize("by", [[], ["colour"], ["area", "statement"]])
def test_an_unknown_grouping_is_refused(by: list[str]) -> None:
    with pytest.raises(ValueError, match="area, factor, kind"):
        inventory(small(), by=by)


def test_each_column_has_the_type_that_the_docstring_says() -> None:
    for found in (inventory(small()), inventory(book())):
        assert found.dtypes.astype(str).to_dict() == {
            **dict.fromkeys(("area", "factor", "kind"), "string"),
            **dict.fromkeys(("insights", "companies", "needs"), "int64"),
            "urgency_mean": "Float64",
            "urgency_max": "Int64",
            "latest_visit": "datetime64[s]",
        }


def test_an_unknown_visit_costs_the_company_and_the_day_and_nothing_else() -> None:
    lost = book(visits=VISITS, insights=[{"insight_id": "I9", "visit_id": "V9", "area": "land", "urgency": 3}])
    (row,) = records(inventory(lost, by=["area"]))
    assert (row["insights"], row["companies"], row["urgency_mean"], row["latest_visit"]) == (1, 0, 3.0, None)


def test_periods_without_insights_are_shown_too() -> None:
    found = inventory_over_time(small(), freq="Q")
    assert list(found.index.astype(str)) == ["2026Q1", "2026Q2", "2026Q3"]
    assert found.to_dict("list") == {"obstacle": [0, 0, 1], "wish": [2, 0, 0], "praise": [0, 0, 1]}


def test_periods_can_be_months_or_years_and_columns_areas() -> None:
    assert len(inventory_over_time(small(), freq="M")) == 7
    assert inventory_over_time(small(), freq="Y", by="area").to_dict("list") == {"land": [3], "other": [1]}


@pytest.mark.parametrize(("freq", "by"), [("W", "kind"), ("Q", "theme")])
def test_an_unknown_period_or_column_is_refused(freq: str, by: str) -> None:
    with pytest.raises(ValueError, match=r"M, Q, Y; by .*: kind, area"):
        inventory_over_time(small(), freq=freq, by=by)  # type: ignore[arg-type]


def test_without_visits_there_are_no_periods() -> None:
    assert inventory_over_time(book(insights=INSIGHTS)).empty


def test_nothing_gives_nothing() -> None:
    assert inventory(book()).empty
    assert inventory(book(), by=["theme", "place"]).empty


@given(seed=st.integers(0, 2**16))
@settings(max_examples=examples(10), deadline=None)
def test_the_order_of_rows_makes_no_difference(seed: int) -> None:
    exempelby = load_exempelby("sv")
    mixed = shuffled(exempelby, seed)
    for by in (["area", "factor", "kind"], ["theme"], ["place", "shared_with"]):
        pd.testing.assert_frame_equal(inventory(exempelby, by), inventory(mixed, by))
    pd.testing.assert_frame_equal(inventory_over_time(exempelby, "M"), inventory_over_time(mixed, "M"))


# Exempelby, counted again with the csv module


@pytest.mark.parametrize("lang", LANGS)
def test_exempelbys_group_of_building_permits_and_efficiency_is_counted_right(lang: Lang) -> None:
    visits, needs = csv_visits(), csv_rows("need_insights")
    rows = [r for r in csv_rows("insights") if (r["area"], r["factor"]) == ("building_permits", "efficiency")]
    urgency = [int(r["urgency"]) for r in rows]
    expected = {
        "area": "building_permits",
        "factor": "efficiency",
        "insights": len(rows),
        "companies": len({visits[r["visit_id"]]["company_id"] for r in rows}),
        "urgency_mean": pytest.approx(sum(urgency) / len(urgency)),
        "urgency_max": max(urgency),
        "needs": len({n["need_id"] for n in needs if n["insight_id"] in {r["insight_id"] for r in rows}}),
        "latest_visit": max(visits[r["visit_id"]]["date"] for r in rows),
    }
    assert len(rows) > 5
    found = records(inventory(load_exempelby(lang), by=("area", "factor")))
    assert [r for r in found if (r["area"], r["factor"]) == ("building_permits", "efficiency")] == [expected]
    assert sum(r["insights"] for r in found) == len(csv_rows("insights"))


def test_exempelbys_obstacles_of_the_autumn_2025_are_counted_right() -> None:
    visits = csv_visits()
    autumn = [
        r
        for r in csv_rows("insights")
        if r["kind"] == "obstacle" and "2025-10-01" <= visits[r["visit_id"]]["date"] <= "2025-12-31"
    ]
    assert len(autumn) > 5
    found = inventory_over_time(load_exempelby("sv"))
    assert found.loc["2025Q4", "obstacle"].item() == len(autumn)
    assert found.to_numpy().sum() == len(csv_rows("insights"))
