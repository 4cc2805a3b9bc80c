"""Spreading tells how soon insights reach a department, and which have not."""

from __future__ import annotations

from datetime import date
from statistics import median

import pandas as pd
import pytest
from understanding.small import DAY, book, csv_rows, csv_visits, days, records, shuffled

from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.understanding import spreading
from fsi_kit.workbook import Workbook

VISITS = [
    {"visit_id": "V1", "company_id": "C1", "date": "2026-05-01"},
    {"visit_id": "V2", "company_id": "C1", "date": "2026-05-25"},
    {"visit_id": "V3", "company_id": "C1"},
]


def shared(*insights: tuple[str, str | None, str | None]) -> Workbook:
    rows = [
        {"insight_id": f"I{i}", "visit_id": visit, "shared_with": department, "shared_on": day}
        for i, (visit, department, day) in enumerate(insights, start=1)
    ]
    return book(visits=VISITS, insights=rows)


def test_a_department_says_how_many_of_how_many_came_in_time() -> None:
    made = shared(("V1", "Gata", "2026-05-15"), ("V1", "Gata", "2026-05-16"), ("V2", "Bygg", "2026-05-26"))
    found = spreading(made, as_of=DAY)
    assert records(found.departments) == [
        {
            "department": "Gata",
            "insights": 2,
            "judged": 2,
            "within": 1,
            "share": 0.5,
            "median_days": 14.5,
            "overdue": 0,
        },
        {"department": "Bygg", "insights": 1, "judged": 1, "within": 1, "share": 1.0, "median_days": 1.0, "overdue": 0},
    ]
    assert (found.insights, found.judged, found.within, found.median_days) == (3, 3, 2, 14.0)
    assert found.share == pytest.approx(2 / 3)


def test_an_insight_that_has_time_left_is_not_judged() -> None:
    found = spreading(shared(("V1", None, None), ("V2", None, None)), as_of=DAY)
    assert (found.insights, found.judged, found.within, found.share) == (2, 1, 0, 0.0)
    assert records(found.overdue) == [{"insight_id": "I1", "visit_id": "V1", "date": "2026-05-01", "days": 31}]
    assert records(found.departments) == [
        {"department": None, "insights": 2, "judged": 1, "within": 0, "share": 0.0, "median_days": None, "overdue": 1}
    ]


def test_the_longest_wait_comes_first() -> None:
    later = spreading(shared(("V2", None, None), ("V1", None, None)), as_of=date(2026, 7, 1))
    assert list(later.overdue["insight_id"]) == ["I2", "I1"]


def test_the_limit_is_the_callers() -> None:
    made = shared(("V1", "Gata", "2026-05-16"))
    assert [spreading(made, days=n, as_of=DAY).within for n in (14, 15)] == [0, 1]


@pytest.mark.parametrize(
    "insight",
    [("V3", "Gata", "2026-05-15"), ("V9", None, None), ("V1", "Gata", "2026-04-30"), ("V1", "Gata", None)],
    ids=["no day of the visit", "no such visit", "shared before the visit", "no day of the sharing"],
)
def test_times_that_are_unknown_or_cannot_be_true_are_not_judged(insight: tuple[str, str | None, str | None]) -> None:
    found = spreading(shared(insight), as_of=DAY)
    assert (found.insights, found.judged, found.within, found.share, found.median_days) == (1, 0, 0, None, None)
    assert found.departments["share"].isna().all()
    assert found.overdue.empty


def test_without_a_day_today_is_meant() -> None:
    assert spreading(book()).as_of == date.today()


def test_nothing_gives_nothing_and_each_column_has_its_type() -> None:
    empty, full = spreading(book(), as_of=DAY), spreading(shared(("V1", None, None)), as_of=DAY)
    assert empty.departments.empty and empty.overdue.empty and empty.share is None
    for found in (empty, full):
        assert found.departments.dtypes.astype(str).to_dict() == {
            "department": "string",
            **dict.fromkeys(("insights", "judged", "within"), "int64"),
            **dict.fromkeys(("share", "median_days"), "Float64"),
            "overdue": "int64",
        }
        assert found.overdue.dtypes.astype(str).to_dict() == {
            "insight_id": "string",
            "visit_id": "string",
            "date": "datetime64[s]",
            "days": "Int64",
        }


def test_the_order_of_rows_makes_no_difference() -> None:
    exempelby = load_exempelby("sv")
    one, other = (spreading(made, days=5, as_of=AS_OF) for made in (exempelby, shuffled(exempelby, 3)))
    pd.testing.assert_frame_equal(one.departments, other.departments)
    pd.testing.assert_frame_equal(one.overdue, other.overdue)


def test_exempelbys_streets_department_is_counted_right() -> None:
    visits = csv_visits()
    taken = [
        days(r["shared_on"], visits[r["visit_id"]]["date"])
        for r in csv_rows("insights")
        if r["shared_with"] == "Gatuavdelningen"
    ]
    expected = {
        "department": "Gatuavdelningen",
        "insights": len(taken),
        "judged": len(taken),
        "within": sum(d <= 7 for d in taken),
        "share": pytest.approx(sum(d <= 7 for d in taken) / len(taken)),
        "median_days": median(taken),
        "overdue": 0,
    }
    assert len(taken) > 40
    found = spreading(load_exempelby("sv"), days=7, as_of=AS_OF)
    assert records(found.departments)[0] == expected


def test_exempelbys_three_late_insights_are_all_that_miss_fourteen_days() -> None:
    visits = csv_visits()
    all_ = [days(r["shared_on"], visits[r["visit_id"]]["date"]) for r in csv_rows("insights")]
    found = spreading(load_exempelby("sv"), as_of=AS_OF)
    assert (found.within, found.judged) == (len(all_) - 3, len(all_))
    assert found.median_days == median(all_)
    assert found.overdue.empty
