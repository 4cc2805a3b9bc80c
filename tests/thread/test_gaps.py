"""Gaps: each kind by hand on a thread that is otherwise whole, and in any workbook the same as following finds."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from sampling import examples
from small_threads import ID, Rows, any_books, book_of, whole

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang, load_texts
from fsi_kit.thread import KINDS, KNOTS, LINKS, Gap, ends, follow, gaps, summary
from fsi_kit.workbook import Workbook, workbook

ORDER = [knot.table for knot in KNOTS]


def changed(**tables: list[dict[str, object]]) -> Rows:
    return {**whole(), **tables}


def without(*tables: str) -> Rows:
    return {name: rows for name, rows in whole().items() if name not in tables}


def test_a_whole_thread_has_no_gap() -> None:
    assert gaps(book_of(whole())) == ()


def test_an_empty_workbook_has_no_gap() -> None:
    assert gaps(workbook({})) == ()


PLANTED: dict[str, tuple[Rows, list[Gap]]] = {
    "a company that nobody has visited": (
        changed(companies=[*whole()["companies"], {"company_id": "C2", "name": "Smeden"}]),
        [Gap("companies", "C2", "company_without_visit")],
    ),
    "a visit to a company that is not there": (
        without("companies"),
        [Gap("visits", "V1", "visit_without_company")],
    ),
    "a visit without insights": (
        changed(visits=[*whole()["visits"], {"visit_id": "V2", "company_id": "C1", "date": "2026-05-05"}]),
        [Gap("visits", "V2", "visit_without_insights")],
    ),
    "an insight from a visit that is not there": (
        changed(
            visits=[{"visit_id": "V2", "company_id": "C1"}],
            insights=[*whole()["insights"], {"insight_id": "I2", "visit_id": "V2", "kind": "praise"}],
        ),
        [Gap("insights", "I1", "insight_without_visit"), Gap("insights", "I1", "insight_untold")],
    ),
    "an insight gone silent": (
        changed(insights=[*whole()["insights"], {"insight_id": "I2", "visit_id": "V1", "kind": "wish"}]),
        [Gap("insights", "I2", "insight_without_need")],
    ),
    "an insight tied to a need that is not there": (
        changed(
            insights=[*whole()["insights"], {"insight_id": "I2", "visit_id": "V1"}],
            need_insights=[*whole()["need_insights"], {"need_id": "N9", "insight_id": "I2"}],
        ),
        [Gap("insights", "I2", "insight_without_need")],
    ),
    "a company that was told nothing while another was": (
        changed(
            companies=[*whole()["companies"], {"company_id": "C2", "name": "Smeden"}],
            visits=[*whole()["visits"], {"visit_id": "V2", "company_id": "C2"}],
            insights=[*whole()["insights"], {"insight_id": "I2", "visit_id": "V2"}],
            need_insights=[*whole()["need_insights"], {"need_id": "N1", "insight_id": "I2"}],
        ),
        [Gap("insights", "I2", "insight_untold")],
    ),
    "a need without insights": (without("need_insights"), [
        Gap("insights", "I1", "insight_without_need"), Gap("needs", "N1", "need_without_insights"),
    ]),
    "a need without a workshop": (
        without("workshops", "ideas", "actions", "feedback"),
        [Gap("needs", "N1", "need_without_workshop")],
    ),
    "a workshop on a need that is not there": (
        changed(workshops=[{"workshop_id": "W1", "need_id": "N9"}]),
        [Gap("needs", "N1", "need_without_workshop"), Gap("workshops", "W1", "workshop_without_need")],
    ),
    "a workshop without ideas": (
        without("ideas", "actions", "feedback"),
        [Gap("workshops", "W1", "workshop_without_ideas")],
    ),
    "a workshop where nothing was chosen": (
        {**without("actions", "feedback"), "ideas": [{"idea_id": "D1", "workshop_id": "W1", "what": "x"}]},
        [Gap("workshops", "W1", "workshop_without_choice")],
    ),
    "an idea from a workshop that is not there": (
        changed(ideas=[*whole()["ideas"], {"idea_id": "D2", "workshop_id": "W9", "what": "x"}]),
        [Gap("ideas", "D2", "idea_without_workshop")],
    ),
    "a chosen idea without an action": (
        changed(ideas=[*whole()["ideas"], {"idea_id": "D2", "workshop_id": "W1", "what": "x", "chosen": True}]),
        [Gap("ideas", "D2", "idea_without_action")],
    ),
    "an action from no idea": (
        changed(actions=[*whole()["actions"], {"action_id": "A2", "idea_id": None, "how": "x"}],
                feedback=[*whole()["feedback"], {"feedback_id": "B2", "company_id": "C1", "action_id": "A2"}]),
        [Gap("actions", "A2", "action_without_idea")],
    ),
    "an action that no company has heard of": (
        changed(actions=[*whole()["actions"], {"action_id": "A2", "idea_id": "D1", "how": "x"}]),
        [Gap("actions", "A2", "action_without_feedback")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "wanted"), PLANTED.values(), ids=PLANTED)
def test_each_kind_of_gap_is_found_and_nothing_else(rows: Rows, wanted: list[Gap]) -> None:
    assert list(gaps(book_of(rows))) == wanted


def test_every_kind_has_been_planted() -> None:
    assert {gap.kind for _, wanted in PLANTED.values() for gap in wanted} == set(KINDS)


@pytest.mark.parametrize(
    "rows",
    [
        changed(insights=[*whole()["insights"], {"insight_id": "I2", "visit_id": "V1", "kind": "praise"}]),
        changed(needs=[*whole()["needs"], {"need_id": "N2", "title": "x", "status": "dropped"}]),
        changed(ideas=[*whole()["ideas"], {"idea_id": "D2", "workshop_id": "W1", "chosen": False}]),
        changed(ideas=[*whole()["ideas"], {"idea_id": "D2", "workshop_id": "W1", "chosen": None}]),
        changed(ideas=[{"idea_id": "D1", "workshop_id": "W1", "chosen": False}]),
        changed(feedback=[*whole()["feedback"], {"feedback_id": "B2", "company_id": "C1", "action_id": None}]),
        changed(companies=[*whole()["companies"], {"company_id": None, "name": "Namnlös"}]),
    ],
    ids=["praise", "dropped need", "not chosen", "undecided", "acted on anyway", "feedback on no action", "no id"],
)
def test_nothing_is_missing_where_nothing_is_called_for(rows: Rows) -> None:
    assert gaps(book_of(rows)) == ()


def test_a_visit_or_workshop_still_to_come_has_no_gap_yet() -> None:
    rows = changed(
        visits=[*whole()["visits"], {"visit_id": "V2", "company_id": "C1", "date": "2026-06-02"}],
        workshops=[*whole()["workshops"], {"workshop_id": "W2", "need_id": "N1", "date": "2026-06-02"}],
    )
    book = book_of(rows)
    assert [gap.id for gap in gaps(book)] == ["V2", "W2"]
    assert gaps(book, as_of=date(2026, 6, 1)) == ()
    assert [gap.id for gap in gaps(book, as_of=date(2026, 6, 2))] == ["V2", "W2"]


def test_a_threads_gaps_are_those_on_its_way_only() -> None:
    rows = changed(
        actions=[*whole()["actions"], {"action_id": "A2", "idea_id": "D1", "how": "x"}],
        needs=[*whole()["needs"], {"need_id": "N2", "title": "Utan workshop", "status": "open"}],
    )
    book = book_of(rows)
    silent = Gap("actions", "A2", "action_without_feedback")
    assert gaps(book, follow(book, "companies", "C1")) == (silent,)
    assert gaps(book, follow(book, "actions", "A2")) == (silent,)
    assert gaps(book, follow(book, "actions", "A1")) == ()
    assert {gap.kind for gap in gaps(book, follow(book, "needs", "N2"))} == {
        "need_without_insights", "need_without_workshop",
    }  # fmt: skip


def test_an_action_is_told_of_companies_behind_it_that_were_told_nothing() -> None:
    book = book_of(PLANTED["a company that was told nothing while another was"][0])
    assert gaps(book, follow(book, "actions", "A1")) == (Gap("insights", "I2", "insight_untold"),)


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_of_gap_says_what_is_missing_in_both_languages(lang: Lang) -> None:
    texts = load_texts("fsi_kit.thread", "texts.toml")["gaps"]
    assert set(texts) == set(KINDS)
    said = [Gap("x", "1", kind).text(lang) for kind in KINDS]
    assert len(set(said)) == len(KINDS)
    assert all(text.endswith(".") for text in said)


def test_a_summary_counts_each_kind_once_in_their_order() -> None:
    found = [Gap("actions", "A1", "action_without_feedback"), Gap("needs", "N1", "need_without_workshop"),
             Gap("actions", "A2", "action_without_feedback")]  # fmt: skip
    assert summary(found, "sv") == (
        "Behovet har inte tagits upp i någon workshop än.",
        "Om 2 åtgärder har inget företag fått återkoppling än.",
    )
    assert summary([], "en") == ()


@pytest.mark.parametrize("lang", LANGS)
def test_exempelbys_gaps_are_those_counted_by_hand(lang: Lang) -> None:
    found = Counter(gap.kind for gap in gaps(load_exempelby(lang)))
    assert found == {
        "insight_without_need": 81,  # 131 without a need, 50 of them praise
        "action_without_feedback": 11,
        "need_without_workshop": 8,
        "company_without_visit": 6,
        "insight_untold": 4,
    }


def by_following(book: Workbook) -> set[Gap]:
    """Find the gaps row by row, with nothing but following."""
    there = {table: set(book[table][ID[table]]) for table in ORDER}
    excuses = (("insights", "kind", "praise"), ("needs", "status", "dropped"), ("ideas", "chosen", True))
    praise, dropped, chosen = (
        set(book[table].loc[book[table][column].eq(value).fillna(False), ID[table]]) for table, column, value in excuses
    )
    threads = {(table, id_): follow(book, table, id_) for table in ORDER for id_ in there[table]}
    reached = ends(book)
    excused = {
        "insight_without_need": praise,
        "need_without_insights": dropped,
        "need_without_workshop": dropped,
        "idea_without_action": there["ideas"] - chosen,
    }
    found = set()
    for kind, (table, place) in KINDS.items():
        for id_ in there[table]:
            thread = threads[table, id_]
            missing = not there[place] & set(thread.ids(place))
            if kind == "insight_untold":
                missing = reached[id_] == "feedback"
            if kind == "workshop_without_choice":
                ideas = there["ideas"] & set(thread.ids("ideas"))
                missing = bool(ideas) and not ideas & chosen and not there["actions"] & set(thread.ids("actions"))
            if missing and id_ not in excused.get(kind, ()):
                found.add(Gap(table, id_, kind))
    return found


@settings(max_examples=examples(20), deadline=None)
@given(any_books())
def test_in_any_workbook_the_gaps_are_those_that_following_finds(book: Workbook) -> None:
    assert set(gaps(book)) == by_following(book)


@settings(max_examples=examples(8), deadline=None)
@given(any_books())
def test_in_any_workbook_every_row_tells_its_own_gaps_and_no_others_than_the_workbooks(book: Workbook) -> None:
    everything, told = set(gaps(book)), set()
    for table in ORDER:
        for id_ in book[table][ID[table]]:
            thread = follow(book, table, id_)
            here = set(gaps(book, thread))
            assert {gap for gap in everything if (gap.table, gap.id) == (table, id_)} <= here <= everything
            assert all(gap.id in thread.ids(gap.table) for gap in here)
            told |= here
    assert told == everything


@settings(max_examples=examples(8), deadline=None)
@given(any_books())
def test_in_any_workbook_following_is_symmetric(book: Workbook) -> None:
    rows = [(table, id_) for table in ORDER for id_ in book[table][ID[table]]]
    threads = {row: follow(book, *row) for row in rows}
    for here in rows:
        for there in rows:
            assert (there[1] in threads[here].after.get(there[0], ())) == (
                here[1] in threads[there].before.get(here[0], ())
            )


def test_the_thread_has_a_kind_for_each_missing_link_but_feedback_on_no_action() -> None:
    both_ways = {(link.source, link.target) for link in LINKS} | {(link.target, link.source) for link in LINKS}
    assert both_ways - {(kind.table, kind.place) for kind in KINDS.values()} == {("feedback", "actions")}
