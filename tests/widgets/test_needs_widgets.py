"""The widgets of the module on needs: sorting insights, and trying out a need's sentence."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import ipywidgets as w
import pandas as pd
import pytest

from fsi_kit.course.answers import sheets
from fsi_kit.course.exercises import load_exercise
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang, load_texts
from fsi_kit.understanding import inventory
from fsi_kit.widgets import practise, sort_insights, try_need
from fsi_kit.widgets.needs import SHOWN_AT_ONCE, SORTED_BY, group_html, group_options, need_html
from fsi_kit.workbook import workbook

BOOK = load_exempelby("sv")
WORDS = load_texts("fsi_kit.widgets", "texts.toml")["needs"]
HOSTILE = "<script>alert(1)</script>"
each_lang = pytest.mark.parametrize("lang", LANGS)


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def pressed(widget: Any, sentence: str) -> str:
    """Write a need, press the button and return what is said."""
    need, press, panel = widget.children
    need.value = sentence
    press.click()
    return plain(panel.value)


# sort_insights


@pytest.mark.parametrize("by", SORTED_BY)
def test_every_insight_is_in_exactly_one_group_however_they_are_sorted(by: str) -> None:
    groups = [value for _, value in group_options(BOOK, by, "sv")]
    found = [id_ for value in groups for id_ in re.findall(r"<strong>(I\d+),", group_html(BOOK, by, value, "sv"))]
    assert len(set(groups)) == len(groups) > 2
    assert sorted(found) == sorted(BOOK["insights"]["insight_id"])


@each_lang
def test_a_group_tells_how_many_insights_and_companies_it_has_and_most_companies_come_first(lang: Lang) -> None:
    book = load_exempelby(lang)
    first = inventory(book, ["theme"]).iloc[0]
    words = WORDS["option"][lang].format(group=first["theme"], insights=first["insights"], companies=first["companies"])
    assert sort_insights(lang).children[1].options[0] == (words, first["theme"])


def test_sorting_by_something_else_shows_its_largest_group() -> None:
    by, group, panel = sort_insights("en").children
    before = panel.value
    by.value = "area"
    assert group.value == inventory(BOOK, ["area"])["area"].iloc[0]
    assert panel.value != before
    by.value = "factor"
    assert (WORDS["blank"]["en"] in group.options[0][0]) == (group.value == "")


def test_an_insight_tells_its_needs_or_that_it_has_none() -> None:
    html = plain(group_html(BOOK, "area", "public_space", "en"))
    assert "I034, C044, need: N03." in html
    free = set(BOOK["insights"].query("area == 'public_space'")["insight_id"]) - set(
        BOOK["need_insights"]["insight_id"]
    )
    assert free
    assert all(re.search(rf"{id_}, C\d+, need: none\.", html) for id_ in free)


def test_a_large_group_keeps_the_rest_behind_a_click() -> None:
    html = group_html(BOOK, "area", "public_space", "sv")
    first, rest = html.split("<details>")
    assert first.count("<li>") == SHOWN_AT_ONCE < first.count("<li>") + rest.count("<li>")


@each_lang
def test_a_workbook_without_insights_is_said_plainly(lang: Lang) -> None:
    assert WORDS["no_insights"][lang] in plain(sort_insights(lang, workbook({})).value)


def test_words_from_a_workbook_are_shown_letter_by_letter() -> None:
    insights = pd.DataFrame({"insight_id": ["I1"], "visit_id": ["V1"], "statement": [HOSTILE], "theme": [HOSTILE]})
    book = workbook({"insights": insights, "visits": pd.DataFrame({"visit_id": ["V1"]}), "need_insights": insights[[]]})
    ((_, value),) = group_options(book, "theme", "sv")
    html = group_html(book, "theme", value, "sv")
    assert "<script" not in html and HOSTILE in unescape(html)


# try_need


@each_lang
@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Skapa en app för företagare", "U104"),
        ("The municipality must build a portal", "U104"),
        ("Företag behöver kunna ringa 070-123 45 67 om dagen", "D502"),
        ("Företag behöver kunna planera " * 12, "D210"),
    ],
)
def test_what_the_rules_say_of_a_sentence_is_shown_with_the_rules_id(sentence: str, rule: str, lang: Lang) -> None:
    said = pressed(try_need(lang), sentence)
    assert WORDS["found"][lang] in said and f"({rule})" in said
    assert WORDS["ask"][lang] in said, "what no rule can judge"


@each_lang
def test_a_need_without_a_solution_is_not_called_right_but_given_questions(lang: Lang) -> None:
    said = pressed(try_need(lang), "Companies need to be able to reach the person who can answer")
    assert WORDS["quiet"][lang] in said and WORDS["ask"][lang] in said
    assert not re.search(r"\([A-Z]\d{3}\)", said)


@each_lang
def test_a_blank_sentence_is_asked_for_again(lang: Lang) -> None:
    assert pressed(try_need(lang), " \n ") == WORDS["nothing"][lang]


def test_a_column_is_called_by_its_title_and_markup_is_shown_as_text() -> None:
    html = need_html(f"Skapa {HOSTILE} 070-123 45 67", "sv")
    assert "Behov innehåller" in plain(html)
    assert "<script" not in html


@each_lang
def test_the_box_to_write_in_has_its_whole_label_and_fits_a_phone(lang: Lang) -> None:
    need = try_need(lang).children[0]
    assert isinstance(need, w.Textarea)
    assert need.description == WORDS["write"][lang]
    assert (need.style.description_width, need.layout.width, need.layout.flex_flow) == ("initial", "auto", "column")


# practise, with two tables


@each_lang
def test_an_exercise_on_two_tables_names_each_above_its_rows(lang: Lang) -> None:
    exercise = load_exercise("05-mend-the-needs", lang)
    shown = [part.value for part in practise(exercise.id, lang).children if isinstance(part, w.HTML)]
    titles = [sheet.table.titles[lang] for sheet in sheets(exercise)]
    assert [plain(html) for html in shown if "<h3>" in html][1:] == titles
