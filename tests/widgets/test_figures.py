"""The widget that weighs figures: what is typed is read and judged as a municipality's own table."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import ipywidgets as w
import pytest

from fsi_kit.innovation import caveats, verdict_text
from fsi_kit.texts import LANGS, Lang
from fsi_kit.widgets import weigh_figures

each_lang = pytest.mark.parametrize("lang", LANGS)


class Weighing:
    """The widget, filled in by the order of its boxes: value, answers, source, the year before first."""

    def __init__(self, lang: Lang) -> None:
        children: list[Any] = list(weigh_figures(lang).children)
        self.area, self.year, *self.boxes, self.panel = children

    def type(self, *typed: str) -> str:
        for box, text in zip(self.boxes, typed, strict=True):
            box.value = text
        return self.said

    @property
    def said(self) -> str:
        return unescape(re.sub(r"<[^>]+>", " ", self.panel.value))


@each_lang
def test_it_begins_with_a_figure_on_too_few_answers(lang: Lang) -> None:
    said = Weighing(lang).said
    assert verdict_text("few", lang) in said and "I310" in said
    assert caveats(lang)[0] in said


@each_lang
def test_every_control_has_a_label_and_can_be_reached_by_keyboard(lang: Lang) -> None:
    weighing = Weighing(lang)
    assert all(isinstance(box, w.Text) and box.description for box in weighing.boxes)
    assert all(isinstance(each, w.Dropdown) and each.description for each in (weighing.area, weighing.year))
    labels = [box.description for box in weighing.boxes]
    assert len(set(labels)) == len(labels) == 6


@each_lang
def test_enough_answers_in_both_years_let_a_change_be_claimed(lang: Lang) -> None:
    said = Weighing(lang).type("76", "25", "Insikt", "94", "25", "Insikt")
    assert verdict_text("up", lang) in said
    assert not re.search(r"\b[DI]\d{3}\b", said)


@each_lang
@pytest.mark.parametrize(("value", "rule"), [("sjuttiotvå", "D204"), ("720", "D208"), ("1,234", "D204")])
def test_a_wrong_value_is_named_by_its_rule_and_nothing_is_said_of_the_figure(
    value: str, rule: str, lang: Lang
) -> None:
    said = Weighing(lang).type("76", "25", "Insikt", value, "25", "Insikt")
    assert rule in said
    assert not any(verdict_text(verdict, lang) in said for verdict in ("up", "down", "missing"))


@each_lang
def test_too_few_answers_hide_the_figure_and_a_missing_source_is_noticed(lang: Lang) -> None:
    said = Weighing(lang).type("76", "25", "", "94", "6", "Insikt")
    assert verdict_text("hidden", lang) in said
    assert "I305" in said and "I314" in said


@each_lang
def test_the_break_in_the_series_and_the_whole_country_stand_beside_the_total(lang: Lang) -> None:
    weighing = Weighing(lang)
    weighing.type("71", "98", "Insikt", "70", "112", "Insikt")
    weighing.area.value, weighing.year.value = "total", "2024"
    assert verdict_text("break", lang) in weighing.said
    weighing.year.value = "2022"
    assert "74" in weighing.said and "75" in weighing.said
    weighing.year.value = "2019"
    assert "73" in weighing.said and {"sv": "vår slutsats", "en": "our inference"}[lang] in weighing.said


@each_lang
def test_nothing_typed_and_odd_things_typed_never_end_in_an_error(lang: Lang) -> None:
    weighing = Weighing(lang)
    assert verdict_text("missing", lang) in weighing.type("", "", "", "", "", "")
    for odd in ("=1+1", '"', "\n", "<b>", "-5", "0,5", "nan", "∞"):
        said = weighing.type(odd, odd, odd, odd, odd, odd)
        assert said.strip()
        assert "<b>" not in weighing.panel.value


def test_an_unknown_language_is_answered_in_both() -> None:
    assert weigh_figures("de").value.count("<p") == 2
