"""The documents of company visits: what they hold, what they leave out, and that both languages say the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from command_line import each_lang

from fsi_kit.documents import Brand, load_master
from fsi_kit.documents.facts import Facts
from fsi_kit.documents.news import DAYS, lately, unnamed
from fsi_kit.documents.text import render
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook, workbook

IDS = [
    "visit-invitation",
    "visit-guide",
    "visit-note-form",
    "information-to-companies",
    "insight-bulletin",
    "visit-email",
]
BRAND = Brand("Exempelby kommun", "Näringslivsenheten")
TODAY = date(2026, 6, 1)


def text(id: str, lang: Lang, book: Workbook | None = None, brand: Brand = BRAND) -> str:
    """Return a document's Markdown, without the signs that keep data from being markup."""
    return render(load_master(id, lang), Facts(lang, brand, AS_OF, book)).replace("\\", "")


def small_book(*insights: tuple[str, str, str | None], on: str = "2026-05-20") -> Workbook:
    """Return a workbook with one visit and the insights given: id, statement and day it was shared."""
    days = pd.DataFrame({"visit_id": ["V1"], "company_id": ["C1"], "date": [pd.Timestamp(on)], "form": ["on_site"]})
    rows = [
        {"insight_id": id_, "visit_id": "V1", "statement": said, "area": "land", "kind": "wish", "urgency": 3}
        | {"shared_on": pd.Timestamp(shared) if shared else pd.NaT}
        for id_, said, shared in insights
    ]
    companies = pd.DataFrame(
        {"company_id": ["C1", "C2"], "name": ["Kajens Fisk AB", "Alm"], "sole_trader": [False] * 2}
    )
    return workbook({"companies": companies, "visits": days, "insights": pd.DataFrame(rows)})


def ids(book: Workbook) -> list[str]:
    return list(lately(book, TODAY)["insight_id"])


def test_a_bulletin_takes_what_nobody_has_been_given_however_old() -> None:
    assert ids(small_book(("I1", "Mark.", None), on="2024-01-08")) == ["I1"]


def test_a_bulletin_leaves_out_what_was_shared_long_ago() -> None:
    assert ids(small_book(("I1", "Mark.", "2024-01-10"), on="2024-01-08")) == []


@pytest.mark.parametrize(("days", "told"), [(0, ["I1"]), (DAYS, ["I1"]), (DAYS + 1, []), (-1, [])])
def test_a_bulletin_takes_what_was_said_in_the_last_days(days: int, told: list[str]) -> None:
    said = (pd.Timestamp(TODAY) - pd.Timedelta(days=days)).strftime("%Y-%m-%d")
    assert ids(small_book(("I1", "Mark.", said), on=said)) == told


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Vi på Kajens Fisk AB väntar.", "Vi på [x] väntar."),
        ("Kajens fisk väntar.", "[x] väntar."),
        ("Kajens Fiskare väntar.", "Kajens Fiskare väntar."),
        ("En alm står i vägen.", "En alm står i vägen."),
    ],
    ids=["a name", "a name without its AB", "part of another word", "a name that is a common word"],
)
def test_a_companys_name_is_taken_out_of_what_was_said(said: str, printed: str) -> None:
    assert unnamed([said], small_book(), "[x]") == [printed]


@each_lang
def test_a_bulletin_from_exempelby_names_no_company(lang: Lang) -> None:
    book = load_exempelby(lang)
    bulletin = text("insight-bulletin", lang, book)
    rows = lately(book, AS_OF)
    assert len(rows) > 5
    assert all(statement in bulletin for statement in rows["statement"])
    assert [name for name in book["companies"]["name"] if name in bulletin] == []
    assert "{.fill}" not in bulletin


def test_a_planted_name_does_not_reach_the_bulletin() -> None:
    bulletin = text("insight-bulletin", "sv", small_book(("I1", "Kajens Fisk AB fick vänta.", None)))
    assert "[företaget] fick vänta." in bulletin
    assert "Kajens" not in bulletin


@each_lang
def test_a_bulletin_without_news_says_so(lang: Lang) -> None:
    bulletin = text("insight-bulletin", lang, small_book())
    assert {"sv": "Inga företag har sagt något nytt", "en": "No company has said anything new"}[lang] in bulletin
    assert "{.fill}" not in bulletin


@each_lang
def test_what_a_bulletin_says_of_an_insight_without_an_area_can_be_filled_in(lang: Lang) -> None:
    book = small_book(("I1", "Mark.", None))
    insights = book["insights"].assign(area=pd.NA)
    sheets = {**book.sheets, "insights": replace(book.sheets["insights"], frame=insights)}
    bulletin = text("insight-bulletin", lang, replace(book, sheets=sheets))
    assert {"sv": "## [område]{.fill}", "en": "## [area]{.fill}"}[lang] in bulletin


@each_lang
@pytest.mark.parametrize("column", ["area", "factor", "kind"])
def test_the_note_form_offers_every_word_of_the_workbooks_lists(column: str, lang: Lang) -> None:
    form = text("visit-note-form", lang).casefold()
    words = Facts(lang, BRAND, AS_OF).choices("insights", column)
    assert len(words) >= 4
    assert [word for word in words if word.casefold() not in form] == []


@each_lang
@pytest.mark.parametrize("id", IDS)
def test_a_blank_document_marks_what_to_fill_in(id: str, lang: Lang) -> None:
    blank = text(id, lang, brand=Brand())
    if id == "visit-note-form":
        assert blank.count("| |") + blank.count("|  |") > 10
    else:
        assert "]{.fill}" in blank
    assert "Exempelby" not in blank


@each_lang
@pytest.mark.parametrize("id", ["visit-invitation", "information-to-companies", "visit-email"])
def test_a_document_for_companies_speaks_in_the_municipalitys_name(id: str, lang: Lang) -> None:
    document = text(id, lang)
    assert BRAND.name in document
    assert BRAND.unit in document


def shape(markdown: str) -> dict[str, list[str]]:
    """Return what must be alike in both languages: the marks, not the words."""
    return {
        "headings": re.findall(r"^(#+) ", markdown, re.MULTILINE),
        "rows": [str(line.count("|")) for line in markdown.splitlines() if line.startswith("|")],
        "items": re.findall(r"^(-|\d\.) ", markdown, re.MULTILINE),
        "boxes": re.findall(r"^::: ?(.*)$", markdown, re.MULTILINE),
    }


@pytest.mark.parametrize("id", IDS)
def test_both_languages_have_the_same_parts(id: str) -> None:
    swedish, english = (text(id, lang, brand=Brand()) for lang in LANGS)
    assert shape(swedish) == shape(english)
    assert swedish.count("{.fill}") == english.count("{.fill}")
    assert len(shape(swedish)["headings"]) > 1


@pytest.mark.parametrize("id", IDS)
def test_the_descriptions_are_written_in_each_language(id: str) -> None:
    swedish, english = (load_master(id, lang) for lang in LANGS)
    for part in ("title", "purpose", "when", "needs", "name"):
        assert getattr(swedish, part)
        assert getattr(swedish, part) != getattr(english, part)
    assert swedish.name.isascii()
    assert english.name.isascii()
