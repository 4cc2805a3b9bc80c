"""The widget in which an action card is written: what is typed is read and judged as a municipality's own table."""

from __future__ import annotations

import re
from html import unescape

import ipywidgets as w
import pytest

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.widgets import write_action
from fsi_kit.widgets.action import ActionForm
from fsi_kit.widgets.html import say

each_lang = pytest.mark.parametrize("lang", LANGS)
GOOD = {
    "idea_id": "D045",
    "how": "X",
    "owner": "Y",
    "owner_side": "business",
    "start": "2026-08-24",
    "due": "24/11 2026",
    "measure": "Z",
}


def form(lang: Lang, **values: str) -> ActionForm:
    """Return the form filled in with a good card, with other values in some boxes, and judged."""
    made = ActionForm(load_exempelby(lang), lang)
    for name, value in {**GOOD, **values}.items():
        made.controls[name].value = value
    made.check()
    return made


def rules(made: ActionForm) -> list[str]:
    return re.findall(r"\(([A-Z]\d{3})\)", made.said.value)


@each_lang
def test_it_begins_with_a_card_that_the_rules_have_much_to_say_about(lang: Lang) -> None:
    made = ActionForm(load_exempelby(lang), lang)
    assert rules(made) == [], "nothing is said before the button is pressed"
    made.check_button.click()
    assert rules(made) == ["D202", "I301", "I302"]


@each_lang
def test_every_control_has_a_label_of_its_own_and_can_be_reached_by_keyboard(lang: Lang) -> None:
    made = ActionForm(load_exempelby(lang), lang)
    labels = [control.description for control in made.controls.values()]
    assert all(labels) and len(set(labels)) == len(labels) == 9
    assert all(isinstance(control, w.Dropdown | w.Text | w.Textarea) for control in made.controls.values())


@each_lang
def test_a_good_card_leaves_the_rules_quiet_and_asks_what_they_cannot_judge(lang: Lang) -> None:
    made = form(lang)
    assert rules(made) == []
    assert all(say(f"action.ask.{n}", lang) in unescape(made.said.value) for n in "123")


@each_lang
@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"due": "i maj"}, "D202"),
        ({"owner": "  "}, "I301"),
        ({"due": ""}, "I301"),
        ({"idea_id": ""}, "I302"),
        ({"due": "2026-08-01"}, "I309"),
        ({"due": "2026-05-01", "start": ""}, "I304"),
        ({"how": ""}, "D201"),
    ],
)
def test_each_fault_is_named_by_its_rule(lang: Lang, values: dict[str, str], rule: str) -> None:
    assert rules(form(lang, **values)) == [rule]


@each_lang
def test_what_is_written_stands_on_the_card_as_text(lang: Lang) -> None:
    card = form(lang, how="<b>Ring</b> & fråga", owner="=1+1").card.value
    assert "&lt;b&gt;Ring&lt;/b&gt; &amp; fråga" in card
    assert "=1+1" in card, "what a spreadsheet would take for a formula is text here"


def test_the_columns_are_called_what_the_language_calls_them() -> None:
    sv, en = (form(lang, owner="").said.value for lang in LANGS)
    assert "kolumnen Ansvarig" in sv and "column Owner" in en


def test_the_workbook_is_left_as_it_was() -> None:
    book = load_exempelby("sv")
    before = book["actions"].copy()
    made = ActionForm(book, "sv")
    made.check()
    assert book["actions"].equals(before)


def test_a_language_that_there_is_none_of_is_said() -> None:
    assert "sv" in write_action("de").value
