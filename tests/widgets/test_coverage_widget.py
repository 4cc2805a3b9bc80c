"""The widget on who has been visited: what it shows, its groupings, and books with little in them."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import pytest

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.widgets import see_coverage
from fsi_kit.workbook import workbook

each_lang = pytest.mark.parametrize("lang", LANGS)


def parts(lang: str, **given: Any) -> tuple[Any, Any, Any]:
    pick, groups, unheard = see_coverage(lang, **given).children
    return pick, groups, unheard


@each_lang
def test_each_grouping_shows_its_own_groups(lang: Lang) -> None:
    pick, groups, _ = parts(lang)
    shown = {}
    for _, by in pick.options:
        pick.value = by
        shown[by] = groups.value
    assert list(shown) == ["size", "industry", "place"]
    assert "Norrängen" in shown["place"] and "Norrängen" not in shown["size"]
    assert ("aldrig" if lang == "sv" else "never") in shown["industry"], "one industry has never been visited"


@each_lang
def test_those_never_visited_are_listed_and_named_only_if_they_have_agreed(lang: Lang) -> None:
    companies = load_exempelby(lang)["companies"].set_index("company_id")
    agreed = companies["may_be_named"].fillna(False)
    _, _, unheard = parts(lang)
    ids = ["C067", "C068", "C069", "C070", "C071", "C072"]
    assert 0 < agreed[ids].sum() < len(ids)
    for id_ in ids:
        assert id_ in unheard.value
        assert (escape(companies.loc[id_, "name"]) in unheard.value) == agreed[id_]


@each_lang
def test_a_book_without_companies_says_so(lang: Lang) -> None:
    _, groups, unheard = parts(lang, book=workbook({}))
    assert groups.value == unheard.value and "<table" not in groups.value


def test_when_all_have_been_visited_that_is_said_and_no_list_is_shown() -> None:
    companies = pd.DataFrame({"company_id": ["C1"], "name": ["<b>Firman</b>"]})
    visits = pd.DataFrame({"visit_id": ["V1"], "company_id": ["C1"], "date": [pd.Timestamp(2026, 3, 1)]})
    pick, groups, unheard = parts("sv", book=workbook({"companies": companies, "visits": visits}))
    assert "Alla företag" in unheard.value and "<li>" not in unheard.value
    pick.value = "place"
    assert "(inte ifyllt)" in groups.value and "2026-03-01" in groups.value


def test_a_language_that_is_not_known_is_said_in_both() -> None:
    assert "sv" in see_coverage("de").value
