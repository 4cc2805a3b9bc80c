"""Saturation tells whether new themes are still coming, and does not claim more than that."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples
from understanding.small import book, csv_rows, csv_visits, records, shuffled

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS
from fsi_kit.understanding import saturation
from fsi_kit.workbook import Workbook


def visits(*themes: str | None) -> Workbook:
    """A visit for each text, on days that follow each other; what stands in it are its themes, with commas between."""
    made = [{"visit_id": f"V{i:02}", "date": f"2026-01-{i + 1:02}", "company_id": "C1"} for i in range(len(themes))]
    said = [(f"V{i:02}", theme) for i, all_ in enumerate(themes) if all_ is not None for theme in all_.split(",")]
    insights = [{"insight_id": f"I{n}", "visit_id": v, "theme": t.strip() or None} for n, (v, t) in enumerate(said)]
    return book(visits=made, insights=insights)


def test_a_theme_is_new_only_at_the_first_visit_that_brings_it_up() -> None:
    assert records(saturation(visits("mark, skyltar", "mark", "skyltar, Mark", "buss", None), window=2).windows) == [
        {"first": "2026-01-01", "last": "2026-01-02", "visits": 2, "insights": 3, "themes": 2, "new_themes": 2}
        | {"known_themes": 2},
        {"first": "2026-01-03", "last": "2026-01-04", "visits": 2, "insights": 3, "themes": 3, "new_themes": 1}
        | {"known_themes": 3},
        {"first": "2026-01-05", "last": "2026-01-05", "visits": 1, "insights": 0, "themes": 0, "new_themes": 0}
        | {"known_themes": 3},
    ]


MANY = ", ".join(f"t{i}" for i in range(24))


@pytest.mark.parametrize(
    ("themes", "reading"),
    [
        (("mark", "skyltar", "buss"), "too_few"),
        (("mark", "skyltar", "mark", "buss"), "coming"),
        ((MANY, "t1", "t2", "ny"), "few"),  # 1 of 25 is less than one in twenty
        ((MANY, "t1", "ny", "nyare"), "coming"),  # 2 of 26 is more
        (("mark", "skyltar", "mark", "skyltar"), "none"),
        (("mark, skyltar", "mark", "mark", "mark", "ny"), "none"),  # the fifth visit is not a whole window
        (("mark, , ", " , ", "mark", " , "), "no_themes"),
    ],
)
def test_the_reading_follows_the_last_whole_window(themes: tuple[str, ...], reading: str) -> None:
    found = saturation(visits(*themes), window=2)
    assert found.reading == reading
    for lang in LANGS:
        assert "{" not in found.text(lang) and len(found.text(lang)) > 20


def test_the_reading_says_its_figures() -> None:
    found = saturation(visits(MANY, "t1", "t2", "ny"), window=2)
    assert "Av 25 teman hördes 1 " in found.text("sv") and "de senaste 2 besöken" in found.text("sv")
    assert "Of 25 themes, 1 " in found.text("en") and "the latest 2 visits" in found.text("en")


def test_visits_without_a_day_have_no_place_in_the_order() -> None:
    undated = book(visits=[{"visit_id": "V1"}], insights=[{"insight_id": "I1", "visit_id": "V1", "theme": "mark"}])
    assert saturation(undated).windows.empty


def test_nothing_gives_nothing() -> None:
    found = saturation(book())
    assert found.windows.empty and found.reading == "too_few"
    assert (
        found.windows.dtypes.astype(str).to_dict() == saturation(visits("mark"), 1).windows.dtypes.astype(str).to_dict()
    )
    assert found.windows.dtypes.astype(str).to_dict() == {
        **dict.fromkeys(("first", "last"), "datetime64[s]"),
        **dict.fromkeys(("visits", "insights", "themes", "new_themes", "known_themes"), "int64"),
    }


def test_a_window_of_no_visits_is_refused() -> None:
    with pytest.raises(ValueError, match="window: 0"):
        saturation(book(), window=0)


@given(window=st.integers(1, 60), seed=st.integers(0, 2**16))
@settings(max_examples=examples(20), deadline=None)
def test_every_visit_and_theme_is_counted_once_whatever_the_window_and_the_order_of_rows(
    window: int, seed: int
) -> None:
    exempelby = load_exempelby("sv")
    found = saturation(exempelby, window)
    assert found.windows["visits"].sum() == len(exempelby["visits"])
    assert found.windows["insights"].sum() == len(exempelby["insights"])
    assert found.windows["new_themes"].sum() == exempelby["insights"]["theme"].nunique()
    pd.testing.assert_frame_equal(found.windows, saturation(shuffled(exempelby, seed), window).windows)


def test_exempelbys_new_themes_are_counted_right() -> None:
    order = sorted(csv_visits().values(), key=lambda v: (v["date"], v["visit_id"]))
    themes = {v["visit_id"]: set() for v in order}
    for row in csv_rows("insights"):
        themes[row["visit_id"]].add(row["theme"].casefold())
    known: set[str] = set()
    new = [0] * (len(order) // 10)
    for i, visit in enumerate(order):
        new[i // 10] += len(themes[visit["visit_id"]] - known)
        known |= themes[visit["visit_id"]]
    found = saturation(load_exempelby("sv"))
    assert list(found.windows["new_themes"]) == new
    assert new[0] > 10 and new[-1] == 0
    assert found.reading == "none"
    assert saturation(load_exempelby("en")).reading == "none"
