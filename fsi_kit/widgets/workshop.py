"""`plan_workshop` and `mix_groups`: see what becomes of a workshop's agenda and groups when something is changed."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
import pandas as pd

from fsi_kit.collaboration import Agenda, AgendaError, Groups, make_groups, plan_agenda
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import Lang
from fsi_kit.widgets.html import element, paragraph, say, table, text
from fsi_kit.widgets.parts import choice, in_language, on_choice, show, shown
from fsi_kit.workbook import Workbook, load_descriptor

MINUTES = (60, 75, 90, 105, 120, 135, 150, 165, 180, 210, 240, 300, 360, 420, 480)
PEOPLE = range(6, 41, 2)
STARTS = ("08:00", "08:30", "09:00", "10:00", "12:30", "13:00", "14:00", "17:00")
SIZES = (4, 5, 6)
NOBODY = ""


def plan_workshop(lang: str = "sv") -> Any:
    """Show a workshop's agenda for as much time and as many people as are chosen.

    Args:
        lang: ``sv`` or ``en``.

    Returns:
        A widget.
    """
    return in_language(lang, _plan)


def mix_groups(lang: str = "sv", book: Workbook | None = None) -> Any:
    """Show a workshop's people divided into groups, of a chosen size and with two of them kept apart.

    Args:
        lang: ``sv`` or ``en``.
        book: a municipality's own workbook; by default Exempelby's.

    Returns:
        A widget.
    """
    return in_language(lang, lambda known: _mix(book or load_exempelby(known), known))


def _plan(lang: Lang) -> Any:
    minutes = choice(say("workshop.minutes", lang), [(str(n), str(n)) for n in MINUTES], "180")
    people = choice(say("workshop.people", lang), [(str(n), str(n)) for n in PEOPLE], "16")
    start = choice(say("workshop.start", lang), [(clock, clock) for clock in STARTS], "13:00")
    panel = shown("")

    def plan() -> None:
        try:
            agenda = plan_agenda(int(minutes.value), int(people.value), start.value, lang=lang)
        except AgendaError as error:
            show(panel, element("p", text(error.text(lang)), role="status"))
        else:
            show(panel, agenda_html(agenda))

    for each in (minutes, people, start):
        on_choice(each, plan)
    plan()
    return w.VBox([minutes, people, start, panel])


def agenda_html(agenda: Agenda) -> str:
    """Return an agenda as a table, after what the facilitator should know of how the time was shared out."""
    lang = agenda.lang
    notes = " ".join(agenda.notes) or say("workshop.full", lang)
    header = [say(f"workshop.{name}", lang) for name in ("time", "length", "activity", "who")]
    rows = [(f"{item.start}–{item.end}", str(item.minutes), item.name, item.who) for item in agenda.items]
    title = say("workshop.agenda", lang, least=agenda.least)
    return element("p", text(notes), role="status") + table(title, header, rows)


def _mix(book: Workbook, lang: Lang) -> Any:
    people = book["participants"].dropna(subset=["participant_id", "workshop_id"]).drop_duplicates("participant_id")
    if people.empty:
        return shown(paragraph(say("workshop.none", lang)))
    shops = list(dict.fromkeys(people["workshop_id"]))
    shop = choice(say("workshop.workshop", lang), [(id_, id_) for id_ in shops], shops[-1])
    size = choice(say("workshop.size", lang), [(str(n), str(n)) for n in SIZES], "5")
    first = choice(say("workshop.apart", lang), [(say("workshop.nobody", lang), NOBODY)], NOBODY)
    second = choice(say("workshop.from", lang), [(say("workshop.nobody", lang), NOBODY)], NOBODY)
    panel = shown("")

    def room() -> pd.DataFrame:
        there: pd.DataFrame = people[people["workshop_id"] == shop.value]
        return there

    def mix() -> None:
        pair = (first.value, second.value)
        # While its options are changed, a drop-down has nothing chosen for a moment.
        apart = [pair] if all(pair) and pair[0] != pair[1] else []
        groups = make_groups(room(), int(size.value), apart=apart)
        show(panel, groups_html(room(), groups, lang))

    def fill() -> None:
        named = [(f"{id_} {role}", id_) for id_, role in zip(room()["participant_id"], room()["role"], strict=True)]
        for each in (first, second):
            each.options = [(say("workshop.nobody", lang), NOBODY), *named]
        mix()

    fill()
    on_choice(shop, fill)
    for each in (size, first, second):
        on_choice(each, mix)
    return w.VBox([shop, size, first, second, panel])


def groups_html(people: pd.DataFrame, groups: Groups, lang: Lang) -> str:
    """Return a division into groups as a table, after how even it is, in words."""
    side = load_descriptor().tables["participants"].columns["side"]
    placed = people.drop(columns="group").merge(groups.assignment, on="participant_id")
    header = [say("workshop.group", lang), *(side.label(id_, lang) for id_ in side.enum)]
    rows = [
        (str(name), *("; ".join(members.loc[members["side"] == id_, "role"].fillna("")) for id_ in side.enum))
        for name, members in placed.groupby("group")
    ]
    said = element("p", text(groups.sentence(lang)), role="status")
    return said + table(say("workshop.groups", lang), header, rows)
