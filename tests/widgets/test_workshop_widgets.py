"""The widgets on a workshop's agenda and groups: whatever is chosen, they answer in words and tables."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import ipywidgets as w
import pytest

from fsi_kit.collaboration import plan_agenda
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.widgets import mix_groups, plan_workshop
from fsi_kit.workbook import workbook

each_lang = pytest.mark.parametrize("lang", LANGS)


def said(widget: Any) -> str:
    """Return what stands in the panel below the lists, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", widget.children[-1].value)).split())


@each_lang
@pytest.mark.parametrize("make", [plan_workshop, mix_groups])
def test_every_list_has_a_label_of_its_own_and_can_be_reached_by_keyboard(make: Any, lang: Lang) -> None:
    *lists, _ = make(lang).children
    assert all(isinstance(each, w.Dropdown) for each in lists)
    labels = [each.description for each in lists]
    assert all(labels) and len(set(labels)) == len(labels)


@each_lang
def test_the_agenda_follows_the_minutes_the_people_and_the_start(lang: Lang) -> None:
    widget = plan_workshop(lang)
    minutes, people, start, _ = widget.children
    minutes.value, people.value, start.value = "240", "30", "08:00"
    agenda = plan_agenda(240, 30, "08:00", lang=lang)
    for item in agenda.items:
        assert f"{item.start}–{item.end} {item.minutes} {item.name}" in said(widget)
    assert all(note in said(widget) for note in agenda.notes)


@each_lang
def test_too_little_time_is_said_with_the_least_that_would_do(lang: Lang) -> None:
    widget = plan_workshop(lang)
    widget.children[0].value = "60"
    assert "85" in said(widget) and "13:00" not in said(widget)


@each_lang
def test_everyone_sits_in_one_group_and_no_group_is_larger_than_chosen(lang: Lang) -> None:
    book = load_exempelby(lang)
    widget = mix_groups(lang)
    shop, size, *_ = widget.children
    for id_ in ("W01", "W02", "W03", "W04"):
        people = book["participants"].query("workshop_id == @id_")
        shop.value = id_
        for most in ("4", "6"):
            size.value = most
            assert all(role in said(widget) for role in people["role"])
            assert widget.children[-1].value.count("<tr>") - 1 == -(-len(people) // int(most))


@each_lang
def test_two_people_are_kept_apart_and_a_person_is_not_kept_from_itself(lang: Lang) -> None:
    widget = mix_groups(lang)
    shop, _, first, second, _ = widget.children
    shop.value = "W03"
    first.value, second.value = "P33", "P37"
    roles = load_exempelby(lang)["participants"].set_index("participant_id")["role"]
    rows = re.findall(r"<tr>(.*?)</tr>", widget.children[-1].value)
    assert not [row for row in rows if roles["P33"] in unescape(row) and roles["P37"] in unescape(row)]
    second.value = "P33"
    assert roles["P33"] in said(widget)


@each_lang
def test_another_workshop_brings_its_own_people_into_the_lists(lang: Lang) -> None:
    shop, _, first, second, _ = mix_groups(lang).children
    first.value = first.options[1][1]
    shop.value = "W01"
    assert first.value == ""
    assert [value for _, value in first.options][1] == [value for _, value in second.options][1] == "P01"


@each_lang
def test_a_workbook_without_participants_says_so(lang: Lang) -> None:
    html = mix_groups(lang, workbook({})).value
    assert "<table" not in html and unescape(re.sub(r"<[^>]+>", "", html)).strip()
