"""The thread from visit to effect: followed by hand on a tiny workbook, and the same both ways on any."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.thread import ENDS, KNOTS, LINKS, ends, follow
from fsi_kit.workbook import Workbook, workbook

ID = {knot.table: knot.id for knot in KNOTS}
BOOK = load_exempelby("sv")


def table(*rows: dict[str, str | None], **columns: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame(list(rows) if rows else columns)


@pytest.fixture
def tiny() -> Workbook:
    """Three companies. The baker is told, the florist is not, the smith's words lead nowhere.

    I1 and I2 are behind the need N1, whose workshop had three ideas: D1 became two actions, D2 one and D3 none.
    """
    return workbook(
        {
            "companies": table(company_id=["C1", "C2", "C3"], name=["Bageriet", "Blomman", "Smeden"]),
            "visits": table(
                visit_id=["V1", "V2", "V3"], company_id=["C1", "C2", "C3"], date=["2026-01-02", "2026-01-03", None]
            ).assign(
                date=pd.to_datetime(["2026-01-02", "2026-01-03", None]), summary=["Vid ugnen", None, "Vid städet"]
            ),
            "insights": table(insight_id=["I1", "I2", "I3"], visit_id=["V1", "V2", "V3"], statement=["a", "b", "c"]),
            "needs": table(need_id=["N1", "N2"], title=["Ett besked", "En väg"]),
            "need_insights": table(need_id=["N1", "N1"], insight_id=["I1", "I2"]),
            "workshops": table(workshop_id=["W1"], need_id=["N1"], place=["Biblioteket"]),
            "ideas": table(idea_id=["D1", "D2", "D3"], workshop_id=["W1", "W1", "W1"], what=["x", "y", "z"]),
            "actions": table(action_id=["A1", "A2", "A3"], idea_id=["D1", "D1", "D2"], how=["p", "q", "r"]),
            "feedback": table(
                feedback_id=["B1", "B2"], company_id=["C1", "C3"], action_id=["A2", None], message=["Tack", "Hej"]
            ),
        }
    )


def test_an_insight_is_followed_back_to_its_company_and_on_to_feedback(tiny: Workbook) -> None:
    thread = follow(tiny, "insights", "I1")
    assert dict(thread.before) == {"companies": ("C1",), "visits": ("V1",)}
    assert dict(thread.after) == {
        "needs": ("N1",),
        "workshops": ("W1",),
        "ideas": ("D1", "D2", "D3"),
        "actions": ("A1", "A2", "A3"),
        "feedback": ("B1",),
    }


def test_an_action_comes_from_every_company_behind_its_need(tiny: Workbook) -> None:
    thread = follow(tiny, "actions", "A3")
    assert thread.before["companies"] == ("C1", "C2")
    assert thread.before["insights"] == ("I1", "I2")
    assert thread.before["ideas"] == ("D2",)
    assert thread.after == {"feedback": ()}


def test_a_thread_that_stops_has_nothing_after(tiny: Workbook) -> None:
    assert not any(follow(tiny, "insights", "I3").after.values())
    assert not any(follow(tiny, "needs", "N2").before.values())


def test_the_ids_of_a_table_are_found_wherever_it_lies(tiny: Workbook) -> None:
    thread = follow(tiny, "needs", "N1")
    assert thread.ids("needs") == ("N1",)
    assert thread.ids("visits") == ("V1", "V2")
    assert thread.ids("feedback") == ("B1",)
    assert thread.ids("measurements") == ()


@pytest.mark.parametrize(
    ("table_id", "id_"), [("insights", "I9"), ("insights", ""), ("participants", "P1"), ("x", "I1")]
)
def test_a_row_that_is_not_on_the_thread_is_a_key_error(tiny: Workbook, table_id: str, id_: str) -> None:
    with pytest.raises(KeyError):
        follow(tiny, table_id, id_)


@pytest.mark.parametrize("lang", LANGS)
def test_a_thread_as_a_table_has_a_row_for_each_row_it_runs_through(tiny: Workbook, lang: Lang) -> None:
    frame = follow(tiny, "visits", "V2").frame(tiny, lang)
    assert list(frame["id"]) == ["C2", "V2", "I2", "N1", "W1", "D1", "D2", "D3", "A1", "A2", "A3", "B1"]
    assert list(frame.columns) == ["table", "title", "id", "date", "text"]
    assert frame["title"].iloc[0] == {"sv": "Företag", "en": "Companies"}[lang]
    assert frame["date"].dtype == "datetime64[s]"
    assert frame.loc[1, "date"] == pd.Timestamp("2026-01-03") and pd.isna(frame.loc[0, "date"])
    assert frame.loc[0, "text"] == "Blomman" and pd.isna(frame.loc[1, "text"])


def test_a_thread_of_one_row_is_a_table_of_one_row(tiny: Workbook) -> None:
    assert list(follow(tiny, "needs", "N2").frame(tiny, "en")["text"]) == ["En väg"]


def test_each_insight_reaches_as_far_as_its_thread(tiny: Workbook) -> None:
    assert ends(tiny).to_dict() == {"I1": "told", "I2": "feedback", "I3": "insights"}


def test_a_workbook_without_insights_has_no_ends() -> None:
    assert ends(workbook({})).empty


def test_exempelby_has_threads_that_come_back_and_threads_that_stop() -> None:
    counts = ends(BOOK).value_counts()
    assert counts["told"] > 0 and counts["needs"] > 0 and counts["insights"] > 0


SAMPLE = [
    (knot.table, id_) for knot in KNOTS for id_ in BOOK[knot.table][knot.id].iloc[:: max(1, len(BOOK[knot.table]) // 4)]
]


def test_following_exempelby_is_symmetric() -> None:
    threads = {start: follow(BOOK, *start) for start in SAMPLE}
    on, off = 0, 0
    for a, b in product(SAMPLE, SAMPLE):
        after = b[1] in threads[a].after.get(b[0], ())
        assert after == (a[1] in threads[b].before.get(a[0], ())), (a, b)
        on, off = on + after, off + (not after)
    assert on > 50 and off > 50


# Workbooks of any shape: few ids, so that links meet; some are blank and some lead nowhere.


def some(ids: str) -> st.SearchStrategy[list[str | None]]:
    return st.lists(st.none() | st.sampled_from([f"{ids}{n}" for n in range(3)]), min_size=4, max_size=4)


@st.composite
def books(draw: st.DrawFn) -> Workbook:
    letters = {knot.table: str(i) for i, knot in enumerate(KNOTS)}
    frames: dict[str, dict[str, list[str | None]]] = {
        t: {ID[t]: [f"{x}{n}" for n in range(4)]} for t, x in letters.items()
    }
    frames["need_insights"] = {}
    for source, target, holder, from_, to in LINKS:
        frames[holder][from_] = draw(some(letters[source]))
        frames[holder].setdefault(to, draw(some(letters[target])))
    frames["feedback"]["company_id"] = draw(some(letters["companies"]))
    return workbook({name: pd.DataFrame(columns) for name, columns in frames.items()})


@settings(max_examples=examples(12), deadline=None)
@given(books())
def test_following_is_symmetric_in_any_workbook(book: Workbook) -> None:
    rows = [(t, f"{i}{n}") for i, t in enumerate(ID) for n in range(4)]
    threads = {start: follow(book, *start) for start in rows}
    for a, b in product(rows, rows):
        assert (b[1] in threads[a].after.get(b[0], ())) == (a[1] in threads[b].before.get(a[0], ()))


@settings(max_examples=examples(30), deadline=None)
@given(books())
def test_an_insight_reaches_the_last_table_that_following_it_does(book: Workbook) -> None:
    reached = ends(book)
    feedback = book["feedback"].set_index("feedback_id")["company_id"]
    assert len(reached) == 4
    for insight, end in reached.items():
        thread = follow(book, "insights", str(insight))
        last = next((t for t in reversed(ENDS[:-1]) if thread.after.get(t)), ENDS[0])
        told = set(feedback[list(thread.after["feedback"])].dropna()) & set(thread.before["companies"])
        assert end == (ENDS[-1] if told else last)
