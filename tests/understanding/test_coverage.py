"""Coverage says who has been heard and who has not, always as a number of a number."""

from __future__ import annotations

import pandas as pd
import pytest
from understanding.small import book, csv_rows, csv_visits, records, shuffled

from fsi_kit.examples import load_exempelby
from fsi_kit.understanding import coverage, not_heard
from fsi_kit.understanding.coverage import GROUPINGS
from fsi_kit.workbook import Workbook

COMPANIES = [
    {"company_id": "C1", "name": "Ett AB", "size": "large", "industry": "F", "place": "Byn"},
    {"company_id": "C2", "name": "Två AB", "size": "solo", "industry": "A", "place": "Byn"},
    {"company_id": "C3", "name": "Tre AB", "size": "solo", "industry": "A", "place": "Aspen"},
    {"company_id": "C4", "name": "Fyra AB", "industry": "A"},
]
VISITS = [
    {"visit_id": "V1", "company_id": "C1", "date": "2026-01-10"},
    {"visit_id": "V2", "company_id": "C1", "date": "2026-03-10"},
    {"visit_id": "V3", "company_id": "C2"},
]
INSIGHTS = [{"insight_id": f"I{i}", "visit_id": visit} for i, visit in enumerate(["V1", "V2", "V2", "V3"])]


def small() -> Workbook:
    return book(companies=COMPANIES, visits=VISITS, insights=INSIGHTS)


def test_a_group_says_how_many_of_how_many_companies_are_visited() -> None:
    assert records(coverage(small(), "size")) == [
        {"size": "solo", "companies": 2, "visited": 1, "share": 0.5, "last_visit": None, "insights": 1},
        {"size": "large", "companies": 1, "visited": 1, "share": 1.0, "last_visit": "2026-03-10", "insights": 3},
        {"size": None, "companies": 1, "visited": 0, "share": 0.0, "last_visit": None, "insights": 0},
    ]


def test_sizes_and_industries_keep_their_own_order_and_places_come_with_most_companies_first() -> None:
    assert [r["industry"] for r in records(coverage(small(), "industry"))] == ["A", "F"]
    assert [r["place"] for r in records(coverage(small(), "place"))] == ["Byn", "Aspen", None]


def test_an_unknown_grouping_is_refused() -> None:
    with pytest.raises(ValueError, match="size, industry, place"):
        coverage(small(), "name")  # type: ignore[arg-type]


def test_those_never_visited_are_told_by_id_and_name_alone() -> None:
    found = not_heard(small())
    assert records(found.companies) == [
        {"company_id": "C3", "name": "Tre AB"},
        {"company_id": "C4", "name": "Fyra AB"},
    ]
    assert found.known == 4


def test_groups_without_a_visit_are_told_with_their_number_of_companies() -> None:
    assert records(not_heard(small()).groups) == [{"by": "place", "group": "Aspen", "companies": 1}]


def test_an_id_that_stands_twice_is_one_company() -> None:
    twice = book(companies=[*COMPANIES, COMPANIES[1]], visits=VISITS)
    assert not_heard(twice).known == 4
    assert records(coverage(twice, "size"))[0]["companies"] == 2


def test_a_visit_to_an_unknown_company_is_nobodys() -> None:
    found = coverage(book(companies=COMPANIES, visits=[{"visit_id": "V1", "company_id": "C9"}]), "size")
    assert found["visited"].sum() == 0


@pytest.mark.parametrize("by", GROUPINGS)
def test_nothing_gives_nothing_and_each_column_has_its_type(by: str) -> None:
    for made in (book(), small()):
        assert coverage(made, by).dtypes.astype(str).to_dict() == {  # type: ignore[arg-type]
            by: "string",
            "companies": "int64",
            "visited": "int64",
            "share": "float64",
            "last_visit": "datetime64[s]",
            "insights": "int64",
        }
    assert coverage(book(), by).empty  # type: ignore[arg-type]
    assert not_heard(book()).groups.empty and not_heard(book()).companies.empty


def test_the_order_of_rows_makes_no_difference() -> None:
    exempelby = load_exempelby("sv")
    mixed = shuffled(exempelby, 7)
    for by in GROUPINGS:
        pd.testing.assert_frame_equal(coverage(exempelby, by), coverage(mixed, by))
    pd.testing.assert_frame_equal(not_heard(exempelby).companies, not_heard(mixed).companies)
    pd.testing.assert_frame_equal(not_heard(exempelby).groups, not_heard(mixed).groups)


def test_exempelbys_small_companies_are_counted_right() -> None:
    visits = csv_visits()
    theirs = {c["company_id"] for c in csv_rows("companies") if c["size"] == "small"}
    made = [v for v in visits.values() if v["company_id"] in theirs]
    expected = {
        "size": "small",
        "companies": len(theirs),
        "visited": len({v["company_id"] for v in made}),
        "share": pytest.approx(len({v["company_id"] for v in made}) / len(theirs)),
        "last_visit": max(v["date"] for v in made),
        "insights": sum(visits[i["visit_id"]]["company_id"] in theirs for i in csv_rows("insights")),
    }
    assert len(theirs) == 21
    assert [r for r in records(coverage(load_exempelby("sv"))) if r["size"] == "small"] == [expected]


def test_exempelbys_unheard_companies_are_the_right_ones() -> None:
    seen = {v["company_id"] for v in csv_visits().values()}
    never = sorted(c["company_id"] for c in csv_rows("companies") if c["company_id"] not in seen)
    found = not_heard(load_exempelby("sv"))
    assert len(never) == 6
    assert list(found.companies["company_id"]) == never
    assert (found.known, len(seen)) == (72, 66)
    assert records(found.groups) == [
        {"by": "industry", "group": "B", "companies": 1},
        {"by": "industry", "group": "K", "companies": 1},
    ]
