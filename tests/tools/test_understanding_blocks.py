"""The page about stage 1 shows Exempelby's figures, counted here with the csv module, and always with their numbers."""

from __future__ import annotations

import re

import pytest
from understanding.small import csv_rows, csv_visits

from fsi_kit.texts import LANGS, Lang
from tools.site import blocks_understanding as blocks
from tools.site.data_tables import NONE, day, number, share
from tools.site.place import Place

PAGE = "stages/understanding.md"


def cells(html: str, row: str) -> list[str]:
    """The cells of the table's row that begins with a text, as a reader sees them."""
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in html.splitlines() if "<tr>" in line]
    (wanted,) = (line for line in found if line and line[0] == row)
    return wanted


@pytest.mark.parametrize(("lang", "said"), [("sv", "{} av {} ({}\u00a0%)"), ("en", "{} of {} ({}%)")])
def test_a_place_shows_how_many_of_how_many_companies_are_visited(lang: Lang, said: str) -> None:
    seen = {visit["company_id"] for visit in csv_visits().values()}
    there = [c for c in csv_rows("companies") if c["place"] == "Exempelby"]
    visited = sum(c["company_id"] in seen for c in there)
    shown = cells(blocks.coverage_table(Place(lang, PAGE), "place"), "Exempelby")
    assert shown[1] == said.format(visited, len(there), round(100 * visited / len(there)))


def test_a_quarter_shows_its_visits_and_the_sum_of_its_insights() -> None:
    visits = csv_visits()
    autumn = {id_ for id_, visit in visits.items() if "2025-10" <= visit["date"] < "2026"}
    insights = sum(row["visit_id"] in autumn for row in csv_rows("insights"))
    shown = cells(blocks.insights_by_quarter(Place("en", PAGE)), "Q4 2025")
    assert (shown[1], shown[-1]) == (str(len(autumn)), str(insights))


def test_a_company_that_may_not_be_named_is_shown_by_its_code_alone() -> None:
    html = blocks.companies_not_heard(Place("sv", PAGE))
    silent = {c["company_id"]: c for c in csv_rows("companies")}
    shown = {id_: cells(html, id_)[1] for id_ in re.findall(r"C\d{3}", html)}
    assert len(shown) == 6
    assert shown == {id_: silent[id_]["name"] if silent[id_]["may_be_named"] == "true" else NONE for id_ in shown}


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_says_how_often_suggestions_are_right(lang: Lang) -> None:
    said = blocks.suggestion_quality(Place(lang, PAGE))
    assert {"sv": "67 av 82", "en": "69 of 94"}[lang] in said


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("insight", ["I190", "I167"])
def test_the_suggestions_that_the_page_speaks_of_are_the_same_in_both_languages(lang: Lang, insight: str) -> None:
    html = blocks.suggestion_with(Place(lang, PAGE), insight)
    expected = {"I190": "I020 I190 I203 I234", "I167": "I093 I167 I173 I240 I265"}[insight]
    assert re.findall(r"I\d{3}(?=</th>)", html) == expected.split()


def test_a_suggestion_that_is_not_there_stops_the_build() -> None:
    with pytest.raises(KeyError, match="I999"):
        blocks.suggestion_with(Place("sv", PAGE), "I999")


def test_the_rules_findings_are_counted() -> None:
    assert cells(blocks.stage_one_findings(Place("en", PAGE)), "U102")[2] == "3"


def test_what_is_missing_is_a_dash() -> None:
    place = Place("sv", PAGE)
    assert (number(None, place), day(None), share(0, 0, place)) == (NONE, NONE, NONE)
    assert (number(2.3, place, 1), share(1, 3, place)) == ("2,3", "1 av 3 (33\u00a0%)")
