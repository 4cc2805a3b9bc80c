"""A thread as lines of text: each row once, in its place, with its dates and its gaps."""

from __future__ import annotations

from datetime import date

import pytest
from sampling import long
from small_threads import ID, Rows, book_of, whole

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import Lang
from fsi_kit.thread import follow, gaps, places
from fsi_kit.thread.lines import cut
from fsi_kit.workbook import Workbook


def many() -> Rows:
    """Two companies behind a need, four ideas of which two are chosen, and an action that nobody has heard of."""
    rows = whole()
    rows["companies"] += [{"company_id": "C2", "name": "Smeden"}]
    rows["visits"] += [{"visit_id": "V2", "company_id": "C2"}]
    rows["insights"] += [{"insight_id": "I2", "visit_id": "V2", "statement": "Samma här", "kind": "obstacle"}]
    rows["need_insights"] += [{"need_id": "N1", "insight_id": "I2"}]
    rows["ideas"] += [
        {"idea_id": f"D{n}", "workshop_id": "W1", "what": f"Idé {n}", "chosen": n == 4} for n in (2, 3, 4)
    ]
    rows["actions"] += [
        {"action_id": "A2", "idea_id": "D1", "how": "Tryck den", "status": "stopped", "due": "2026-03-01"},
        {"action_id": "A3", "idea_id": "D4", "how": "Fråga", "status": "done", "done_on": "2026-05-06"},
    ]
    return rows


@pytest.fixture
def book() -> Workbook:
    return book_of(many())


def test_a_thread_reads_from_company_to_feedback_a_step_further_in_for_each_table() -> None:
    small = book_of(whole())
    assert follow(small, "insights", "I1").text(small, "sv") == "\n".join(
        (
            "Företag C1: Bageriet",
            "  Besök V1, 2026-01-02: Vid ugnen",
            "    Insikt I1: Lovet tog ett år",
            "      Behov N1: Besked i tid",
            "        Workshop W1, 2026-02-03: Biblioteket",
            "          Idé D1, vald: En checklista",
            "            Åtgärd A1, klar senast 2026-03-04: Skriv listan",
            "              Återkoppling B1, 2026-04-05, till Bageriet: Listan finns",
        )
    )


def test_every_row_stands_under_the_one_it_came_from_and_gaps_under_theirs(book: Workbook) -> None:
    assert follow(book, "needs", "N1").text(book, "en") == "\n".join(
        (
            "Company C1: Bageriet",
            "Company C2: Smeden",
            "  Visit V1, 2026-01-02: Vid ugnen",
            "  Visit V2",
            "    Insight I1: Lovet tog ett år",
            "    Insight I2: Samma här",
            "      Need N1: Besked i tid",
            "        Workshop W1, 2026-02-03: Biblioteket",
            "          Idea D1, chosen: En checklista",
            "            Action A1, due 2026-03-04: Skriv listan",
            "              Feedback B1, 2026-04-05, to Bageriet: Listan finns",
            "            Action A2, stopped: Tryck den",
            "              Gap: No company has had feedback on the action yet.",
            "          Idea D4, chosen: Idé 4",
            "            Action A3, done 2026-05-06: Fråga",
            "              Gap: No company has had feedback on the action yet.",
            "          Idea D2, not chosen: Idé 2",
            "          Idea D3, not chosen: Idé 3",
            "Gap (I2): The company behind the insight has had no feedback on the actions. Other companies have.",
        )
    )


UNTOLD = "Företaget bakom insikten har inte fått återkoppling om åtgärderna. Andra företag har fått det."


def test_long_lists_are_counted_and_the_gaps_of_rows_that_are_not_told_are_named_at_the_end(book: Workbook) -> None:
    assert follow(book, "needs", "N1").text(book, "sv", most=1) == "\n".join(
        (
            "Företag C1: Bageriet",
            "… Företag: 1 till",
            "  Besök V1, 2026-01-02: Vid ugnen",
            "  … Besök: 1 till",
            "    Insikt I1: Lovet tog ett år",
            "    … Insikter: 1 till",
            "      Behov N1: Besked i tid",
            "        Workshop W1, 2026-02-03: Biblioteket",
            "          Idé D1, vald: En checklista",
            "            Åtgärd A1, klar senast 2026-03-04: Skriv listan",
            "              Återkoppling B1, 2026-04-05, till Bageriet: Listan finns",
            "            … Åtgärder: 1 till",
            "          … Idéer: 3 till",
            f"Lucka (I2): {UNTOLD}",
            "Lucka (A2, …): Om 2 åtgärder har inget företag fått återkoppling än.",
        )
    )


def test_a_row_that_is_reached_twice_is_told_once() -> None:
    rows = whole()
    rows["insights"] += [{"insight_id": "I2", "visit_id": "V1", "statement": "Än en gång"}]
    rows["need_insights"] += [{"need_id": "N1", "insight_id": "I2"}]
    book = book_of(rows)
    text = follow(book, "companies", "C1").text(book, "sv")
    assert text.count("Besked i tid") == 1 and text.count("Behov N1 (se ovan)") == 1
    assert text.count("Lucka") == 0


def test_what_is_missing_before_the_start_stands_where_it_would_have_stood() -> None:
    rows = {name: given for name, given in whole().items() if name != "companies"}
    book = book_of(rows)
    lines = follow(book, "needs", "N1").text(book, "sv").split("\n")
    assert lines[:2] == ["Lucka (V1): Företaget finns inte i arbetsboken.", "  Besök V1, 2026-01-02: Vid ugnen"]
    assert "till C1" in lines[-1], "the code stands in for a company without a name"


@pytest.mark.parametrize(
    ("table", "id_", "row", "said"),
    [
        ("insights", "I2", {"visit_id": "V1", "kind": "praise"}, "Insikten är beröm."),
        ("needs", "N2", {"title": "x", "status": "dropped"}, "Behovet är avskrivet."),
        ("visits", "V2", {"company_id": "C1", "date": "2026-07-01"}, "Dagen har inte kommit"),
    ],
)
def test_a_thread_that_ends_without_a_gap_says_why(table: str, id_: str, row: dict[str, str], said: str) -> None:
    rows = whole()
    rows[table].append({ID[table]: id_, **row})
    book = book_of(rows)
    text = follow(book, table, id_).text(book, "sv", as_of=date(2026, 6, 1))
    assert said in text.split("\n")[-1] and "Lucka" not in text


def test_an_idea_that_was_not_chosen_says_so_once(book: Workbook) -> None:
    lines = follow(book, "ideas", "D2").text(book, "sv").split("\n")
    assert "Idé D2, inte vald: Idé 2" in lines[-2]
    assert "Idén valdes inte" not in "\n".join(lines)
    place = next(p for p in places(book, follow(book, "ideas", "D2")) if p.table == "actions")
    assert place.ended("sv") == "Idén valdes inte." and place.missing("sv") == ()


def test_feedback_on_no_action_is_a_thread_of_its_own() -> None:
    rows = whole()
    rows["feedback"] = [{"feedback_id": "B1", "company_id": "C1", "date": "2026-04-05", "message": "Tack"}]
    book = book_of(rows)
    assert follow(book, "feedback", "B1").text(book, "en") == "Feedback B1, 2026-04-05, to Bageriet: Tack"


@pytest.mark.parametrize("lang", ["sv", pytest.param("en", marks=long)])
def test_every_thread_of_exempelby_tells_each_row_and_each_gap_once(lang: Lang) -> None:
    book = load_exempelby(lang)
    for table in ID:
        for id_ in book[table][ID[table]].iloc[:: max(1, len(book[table]) // 2)]:
            thread = follow(book, table, id_)
            lines = thread.text(book, lang, most=1000).split("\n")
            rows = [line for line in lines if f" {id_}" in line]
            assert rows, (table, id_)
            label = {"sv": "Lucka", "en": "Gap"}[lang]
            assert any(line.strip().startswith(label) for line in lines) == bool(gaps(book, thread))
            told = [line.strip().split(":")[0].split(",")[0] for line in lines if not line.strip().startswith(label)]
            again = {"sv": " (se ovan)", "en": " (see above)"}[lang]
            once = [head for head in told if not head.endswith(again)]
            assert len(once) == len(set(once))
            # Excuses are lines too, and have no row.
            assert len(thread.frame(book, lang)) <= len(once)


def test_what_is_not_known_of_a_row_is_left_out() -> None:
    rows = whole()
    rows["actions"] = [{"action_id": "A1", "idea_id": "D1"}]
    rows["feedback"] = [{"feedback_id": "B1", "action_id": "A1"}]
    rows["visits"] = [{"visit_id": "V1", "company_id": "C1"}]
    book = book_of(rows)
    lines = [line.strip() for line in follow(book, "needs", "N1").text(book, "sv").split("\n")]
    assert {"Besök V1", "Åtgärd A1", "Återkoppling B1"} <= set(lines)


def test_text_from_data_stays_on_its_line() -> None:
    rows = whole()
    rows["visits"][0]["summary"] = "Först\n  Sedan\tslut\x00\x1b[31m"
    rows["companies"][0]["name"] = "<script>alert(1)</script>"
    book = book_of(rows)
    text = follow(book, "visits", "V1").text(book, "sv")
    assert "Besök V1, 2026-01-02: Först Sedan slut [31m" in text
    assert len(text.split("\n")) == 8


def test_a_long_text_is_cut_after_a_whole_word_and_a_long_word_where_it_must() -> None:
    assert cut("kort", 10) == "kort"
    assert cut("ett två tre fyra", 12) == "ett två tre…"
    assert cut("ett två trettiofyra", 12) == "ett två…"
    assert cut("x" * 50, 12) == "x" * 11 + "…"
    assert cut("ett två, trettio", 12) == "ett två…"
    assert cut(None) == ""
    assert all(len(cut("ord " * n, 30)) <= 30 for n in range(20))


def test_places_come_in_order_with_what_concerns_the_threads_own_company_first(book: Workbook) -> None:
    found = places(book, follow(book, "insights", "I1"), most=1)
    assert [place.table for place in found] == list(ID)
    by_table = {place.table: place for place in found}
    assert by_table["actions"].ids == ("A1", "A2", "A3")
    assert by_table["ideas"].ids == ("D1", "D4", "D2", "D3"), "chosen ideas stand before the others"
    assert by_table["feedback"].said("sv") == "Företag som har fått återkoppling: 1."
    assert by_table["ideas"].said("en") == "4 ideas, 2 chosen."
    assert by_table["actions"].said("sv") == "3 åtgärder, 1 klara."
    assert by_table["needs"].said("en") == "Insights behind the need: 2."
    assert by_table["visits"].said("en") == ""
    untold = {place.table: place for place in places(book, follow(book, "insights", "I2"), most=1)}
    assert untold["feedback"].first.empty and list(untold["feedback"].rest["feedback_id"]) == ["B1"]
    assert untold["feedback"].missing("sv")[0].startswith("Företaget bakom insikten")


def test_before_the_start_the_rows_that_are_shown_first_belong_together() -> None:
    rows = whole()
    rows["companies"].insert(0, {"company_id": "C0", "name": "Först i tabellen"})
    rows["visits"].append({"visit_id": "V2", "company_id": "C0"})
    rows["insights"].append({"insight_id": "I2", "visit_id": "V2"})
    rows["need_insights"].append({"need_id": "N1", "insight_id": "I2"})
    book = book_of(rows)
    found = {place.table: place for place in places(book, follow(book, "actions", "A1"), most=1)}
    assert list(found["insights"].first["insight_id"]) == ["I1"]
    assert list(found["companies"].first["company_id"]) == ["C1"], "the company that said what is shown"
