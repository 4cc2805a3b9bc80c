"""The letter to a company says what it said and what came of it; the report's figures come from the workbook."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from fsi_kit.documents import Brand, make_document
from fsi_kit.documents.facts import Facts, Fill
from fsi_kit.documents.letter import Letter
from fsi_kit.documents.make import DocumentError
from fsi_kit.documents.masters import load_master
from fsi_kit.documents.report import BLANK, FIGURES
from fsi_kit.documents.text import render
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook, workbook
from tests.command_line import each_lang
from tests.documents.packs import told

FIRST_WORKSHOP = date(2025, 10, 14)


def facts(lang: Lang = "sv", book: Workbook | None = None, as_of: date = AS_OF) -> Facts:
    return Facts(lang, Brand(), as_of, book or load_exempelby(lang))


def letter(company: str, given: Facts) -> Letter:
    return given.about("company", company).letter


def only_company(**changes: object) -> Workbook:
    """Return the small workbook with some of its tables changed; None takes a table away."""
    book = told("ord")
    frames = {name: book[name] for name in book.sheets if name not in changes}
    return workbook({**frames, **{name: frame for name, frame in changes.items() if frame is not None}})


@each_lang
def test_a_letter_tells_each_statement_of_its_own_company_once_in_its_place(lang: Lang) -> None:
    given = facts(lang)
    book = given.book
    assert book is not None
    for company in given.copies("company"):
        assert company
        found = letter(company, given)
        visits = book["visits"].loc[book["visits"]["company_id"] == company, "visit_id"]
        own = book["insights"][book["insights"]["visit_id"].isin(visits)]
        said = {words for answer in found.answers for words in answer.said} | {words for words, _ in found.unanswered}
        assert said | set(found.praise) == set(own["statement"])
        assert set(found.praise) == set(own.loc[own["kind"] == "praise", "statement"])
        assert not said & set(found.praise)


def test_an_answer_has_the_needs_actions_by_how_they_stand() -> None:
    (answer,) = letter("C006", facts()).answers
    book = load_exempelby("sv")
    shops = book["workshops"].loc[book["workshops"]["need_id"] == "N04", "workshop_id"]
    ideas = book["ideas"].loc[book["ideas"]["workshop_id"].isin(shops), "idea_id"]
    actions = book["actions"][book["actions"]["idea_id"].isin(ideas)]
    counts = actions["status"].value_counts()
    assert len(answer.done) == counts["done"] > 0
    assert len(answer.going) == counts["ongoing"] + counts["planned"] > 0
    assert len(answer.stopped) == counts["stopped"] > 0
    assert {came.what for came in answer.done} == set(actions.loc[actions["status"] == "done", "how"])
    assert all(came.outcome for came in answer.done) and all(came.due for came in answer.going)
    assert answer.held == "17 mars 2026"


def test_before_anything_has_come_of_a_need_a_letter_has_no_answers() -> None:
    found = letter("C064", facts(as_of=FIRST_WORKSHOP - pd.Timedelta(days=1).to_pytimedelta()))
    assert found.answers == ()
    assert len(found.unanswered) > 0
    assert any(need for _, need in found.unanswered)


def test_a_workshop_without_actions_is_told_and_the_reason_asked_for() -> None:
    given = facts(book=only_company(actions=None)).about("company", "C1")
    (answer,) = given.letter.answers
    assert (answer.done, answer.going, answer.stopped) == ((), (), ())
    text = render(load_master("feedback-letter", "sv"), given)
    assert "Det har inte lett till någon åtgärd" in text
    assert "{.fill}" in text


@each_lang
def test_a_company_that_nobody_has_listened_to_gets_no_empty_lists(lang: Lang) -> None:
    given = facts(lang, only_company(insights=None, need_insights=None)).about("company", "C1")
    assert given.letter == Letter((), ())
    headings = re.findall(r"^#+ .*", render(load_master("feedback-letter", lang), given), re.MULTILINE)
    assert len(headings) == 2


def test_what_a_company_has_been_told_stands_in_its_letter_with_the_day() -> None:
    found = letter("C010", facts())
    assert [day for day, _ in found.told] == ["9 december 2025", "20 mars 2026", "11 maj 2026"]
    assert len(letter("C010", facts(as_of=date(2025, 12, 31))).told) == 1


def test_letters_are_written_to_the_companies_that_wait() -> None:
    assert facts().copies("company") == ["C006", "C050", "C064"]
    assert facts(as_of=FIRST_WORKSHOP - pd.Timedelta(days=1).to_pytimedelta()).copies("company") == [None]


def test_a_letter_to_a_company_that_is_not_in_the_workbook_is_refused() -> None:
    with pytest.raises(DocumentError, match="C999"):
        list(make_document("feedback-letter", facts(), about=["C999"]))


@each_lang
def test_the_reports_figures_are_those_of_the_workbook(lang: Lang) -> None:
    given = facts(lang)
    book, figures = given.book, given.report.figures
    assert book is not None and set(figures) == set(FIGURES)
    actions, today = book["actions"], pd.Timestamp(AS_OF)
    late = actions["status"].isin(["planned", "ongoing"]) & (actions["due"] < today)
    on_time = (actions["status"] == "done") & (actions["done_on"] <= actions["due"])
    between = "av" if lang == "sv" else "of"
    expected = {
        "companies": len(book["companies"]),
        "visited": book["visits"]["company_id"].nunique(),
        "visits": len(book["visits"]),
        "insights": len(book["insights"]),
        "workshops": len(book["workshops"]),
        "ideas": len(book["ideas"]),
        "chosen": int(book["ideas"]["chosen"].sum()),
        "actions": len(actions),
        "done": int((actions["status"] == "done").sum()),
        "stopped": int((actions["status"] == "stopped").sum()),
        "late": int(late.sum()),
        "on_time": f"{int(on_time.sum())} {between} {int((actions['status'] == 'done').sum())}",
        "waiting": 3,
        "told": 50,
        "owed": 53,
    }
    assert {name: figures[name] for name in expected} == {name: str(count) for name, count in expected.items()}
    assert len(given.report.tables["late"]) == int(late.sum()) > 0


def test_the_report_on_an_earlier_day_knows_nothing_of_what_came_later() -> None:
    before = facts(as_of=FIRST_WORKSHOP - pd.Timedelta(days=1).to_pytimedelta()).report
    assert before.figures["workshops"] == before.figures["owed"] == "0"
    assert (before.tables["workshops"], before.tables["waiting"], before.tables["late"]) == ((), (), ())
    assert len(before.tables["open_needs"]) == 12


def test_few_answers_hide_a_figure_and_forbid_talk_of_a_change() -> None:
    book = load_exempelby("sv")
    frames = {name: book[name] for name in book.sheets}
    rows = frames["measurements"]
    frames["measurements"] = rows[~((rows["area"] == "alcohol_serving") & (rows["year"] > 2022))]
    hidden = {row[0]: row for row in facts(book=workbook(frames)).report.tables["areas"]}["Serveringstillstånd"]
    assert hidden[2] == "visas inte" and "färre än 7" in hidden[4]
    few = {row[0]: row for row in facts().report.tables["areas"]}["Serveringstillstånd"]
    assert few[2:4] == ("94", "8") and "färre än 20" in few[4]


def test_the_break_of_2024_and_what_is_not_known_of_the_country_are_said() -> None:
    years = {row[0]: row for row in facts().report.tables["total"]}
    assert "mäts på ett annat sätt" in years["2024"][4]
    assert (years["2023"][3], years["2025"][3]) == ("75", "inte hittat")


def test_the_report_says_whom_insikt_asks_and_names_no_company() -> None:
    text = render(load_master("follow-up-report", "sv"), facts())
    assert "har haft ett ärende hos kommunen" in text
    names = load_exempelby("sv")["companies"]["name"]
    assert not [name for name in names if name in text.replace("\\", "")]


def test_what_to_do_next_names_each_rule_once_with_how_often_it_is_broken() -> None:
    rows = facts().report.tables["next"]
    rules = [re.search(r"\((\w\d{3})\)$", title) for title, _, _ in rows]
    assert all(rules) and len({rule[1] for rule in rules if rule}) == len(rows) > 3
    assert not [fix for _, _, fix in rows if "{" in fix]
    assert {title[-5:-1]: count for title, count, _ in rows}["I303"] == "3"


@each_lang
def test_without_a_workbook_every_figure_and_cell_is_a_place_to_fill_in(lang: Lang) -> None:
    report = Facts(lang, Brand(), AS_OF).report
    assert set(report.tables) == set(BLANK)
    cells = [cell for rows in report.tables.values() for row in rows for cell in row]
    assert all(isinstance(text, Fill) for text in [*report.figures.values(), *cells])


def test_an_empty_workbook_gives_a_report_without_empty_tables() -> None:
    given = Facts("sv", Brand(), AS_OF, workbook({}))
    text = render(load_master("follow-up-report", "sv"), given)
    assert "Ingen åtgärd är försenad." in text
    assert "Det finns inga siffror från Insikt i arbetsboken." in text
    assert given.report.figures["visit_to_done"] == "saknas"
