"""Blocks of the page about stage 2: what the room's functions give on Exempelby, computed when the site is built."""

from __future__ import annotations

from bisect import bisect_left

import pandas as pd
from markupsafe import Markup

from fsi_kit.collaboration import (
    Agenda,
    contract,
    group_sizes,
    hands_over,
    imbalance,
    least_minutes,
    make_groups,
    plan_agenda,
    prioritise,
    quadrant_name,
)
from fsi_kit.method import load_method
from fsi_kit.texts import Lang
from tools.site.data_tables import NONE, data_table, number, records
from tools.site.example import exempelby
from tools.site.place import Place
from tools.site.render import render
from tools.site.rooms import draw_rooms

SLOTS = (90, 120, 180, 240, 360, 480, 960)
CROWDS = (6, 12, 20, 30, 45, 60)
SHOWN = 10
FORMS = ("plenary", "alone", "pairs", "groups")
GRADES = (("D1", (3, 3, 3, 3)), ("D2", (1, 1, 5, 5)), ("D3", (2, 3, 3, 4)))


def workshop_agenda(place: Place, workshop: str) -> str:
    """Show the agenda that the kit makes for one of Exempelby's workshops."""
    return _agenda_table("collaboration.agenda", place, _agenda(place.lang, workshop), workshop=workshop)


def planned_agenda(place: Place, minutes: int, people: int, start: str) -> str:
    """Show the agenda that the kit makes for so much time and so many people."""
    agenda = plan_agenda(minutes, people, start, lang=place.lang)
    return _agenda_table("collaboration.planned", place, agenda, start=start)


def room_layouts(place: Place) -> str:
    """Draw rooms for a small, a middling and a large workshop as SVG."""
    return render("rooms.html", words=place.words, svg=Markup(draw_rooms(place.lang)))  # noqa: S704 - ours


def agenda_roles(place: Place) -> str:
    """Say what each role does, form by form."""
    items = plan_agenda(240, 16, lang=place.lang).items
    first = {form: next(item for item in items if item.form == form) for form in FORMS}
    rows = [(role.name, place.words(f"steps.form.{form}"), role.does) for form in FORMS for role in first[form].roles]
    return data_table("collaboration.roles", place, ("role", "form", "does"), sorted(rows, key=lambda row: row[0]))


def time_needed(place: Place) -> str:
    """Say how long a workshop must be, and had rather be, for so many people."""
    rows = [
        (people, len(group_sizes(people)), least_minutes(people), _minutes_for_all(people, place.lang))
        for people in CROWDS
    ]
    return data_table("collaboration.needed", place, ("people", "groups#", "least#", "full#"), rows)


def time_given(place: Place, people: int) -> str:
    """Say what the kit does with a shorter or longer slot."""
    rows = []
    for minutes in SLOTS:
        agenda = plan_agenda(minutes, people, start="08:30", lang=place.lang)
        kinds = [item.kind for item in agenda.items]
        gone = ", ".join(left.activity.name for left in agenda.left_out)
        rows.append((minutes, agenda.days, agenda.rounds, kinds.count("coffee"), kinds.count("lunch"), gone or NONE))
    columns = ("minutes", "days#", "rounds#", "coffee#", "lunch#", "left_out")
    return data_table("collaboration.given", place, columns, rows, people=people)


def workshop_groups(place: Place, workshop: str) -> str:
    """Show the groups that the kit makes for one of Exempelby's workshops, and how even they are."""
    people = _rows(place.lang, "participants", workshop)
    groups = make_groups(people)
    placed = people.drop(columns="group").merge(groups.assignment, on="participant_id")
    rows = []
    for name, members in placed.groupby("group"):
        cells = [
            "; ".join(members.loc[members["side"] == side, "role"]) or NONE
            for side in ("municipality", "business", "other")
        ]
        rows.append((name, *cells, len(members)))
    even, own = groups.imbalance, imbalance(people)
    note = place.words(
        "collaboration.groups.note",
        sentence=groups.sentence(place.lang),
        side=number(even.side, place, 1),
        department=number(even.department, place, 1),
        own_side=number(own.side, place, 1),
        own_department=number(own.department, place, 1),
    )
    columns = ("group", "municipality", "business", "other", "people#")
    return data_table("collaboration.groups", place, columns, rows, note, workshop=workshop)


def idea_ranking(place: Place, workshop: str) -> str:
    """Show one of Exempelby's workshops' ideas in the order of the vote."""
    ranked = prioritise(_rows(place.lang, "ideas", workshop))
    rows = [
        (
            place.words("collaboration.ideas.shared" if row["tied"] else "collaboration.ideas.alone", rank=row["rank"]),
            f"{row['idea_id']} {row['what']}",
            row["votes"],
            number(row["effect"], place),
            number(row["effort"], place),
            quadrant_name(row["quadrant"], place.lang),
            place.words("collaboration.ideas.yes") if row["chosen"] else NONE,
        )
        for row in records(ranked.head(SHOWN))
    ]
    columns = ("rank", "idea", "votes#", "effect#", "effort#", "quadrant", "chosen")
    note = place.words("collaboration.ideas.note", shown=len(rows), ideas=len(ranked))
    return data_table("collaboration.ideas", place, columns, rows, note, workshop=workshop)


def quadrant(place: Place, id: str) -> str:
    """Return what a quadrant is called."""
    return quadrant_name(id, place.lang)


def spread_example(place: Place) -> str:
    """Show how the same mean may hide that people disagree."""
    ballots = pd.DataFrame(
        [(voter, idea, grade) for idea, grades in GRADES for voter, grade in enumerate(grades)],
        columns=["voter", "idea", "effect"],
    )
    ideas = pd.DataFrame({"idea_id": [idea for idea, _ in GRADES]})
    ranked = prioritise(ideas, ballots).set_index("idea_id")
    rows = [
        (
            ", ".join(map(str, grades)),
            number(ranked.loc[idea, "effect"], place, 1),
            number(ranked.loc[idea, "effect_spread"], place, 1),
            place.words(f"collaboration.spread.{'divided' if ranked.loc[idea, 'divided'] else 'agree'}"),
        )
        for idea, grades in GRADES
    ]
    return data_table("collaboration.spread", place, ("grades", "mean#", "spread#", "reading"), rows)


def step_contracts(place: Place) -> str:
    """Say what each step hands over, and what is missing of it in Exempelby's workshops."""
    book = exempelby(place.lang)
    rows = []
    for step in load_method(place.lang).steps:
        missing = [
            one.text(place.lang) for shop in book["workshops"]["workshop_id"] for one in contract(step.id, book, shop)
        ]
        nothing = place.words("collaboration.contracts.nothing")
        rows.append((f"{step.number} {step.name}", hands_over(step.id, place.lang), " ".join(missing) or nothing))
    return data_table("collaboration.contracts", place, ("step", "gives", "missing"), rows)


def _agenda_table(group: str, place: Place, agenda: Agenda, **places: object) -> str:
    rows = [
        (
            f"{item.start}–{item.end}",
            item.minutes,
            f"{item.step.number} {item.step.name}" if item.step else NONE,
            item.name,
            item.who or NONE,
        )
        for item in agenda.items
    ]
    columns = ("time", "minutes#", "step", "activity", "who")
    note = " ".join(agenda.notes)
    return data_table(group, place, columns, rows, note, people=agenda.people, minutes=agenda.minutes, **places)


def _agenda(lang: Lang, workshop: str) -> Agenda:
    shop = _rows(lang, "workshops", workshop).iloc[0]
    return plan_agenda(int(shop["minutes"]), len(_rows(lang, "participants", workshop)), shop["start"], lang=lang)


def _minutes_for_all(people: int, lang: Lang) -> int:
    """Return the fewest minutes in which every activity gets the time that the method gives it."""

    def enough(minutes: int) -> bool:
        agenda = plan_agenda(minutes, people, lang=lang)
        work = [item for item in agenda.items if item.activity]
        return not agenda.left_out and all(item.minutes >= item.activity.minutes for item in work if item.activity)

    slots = range(least_minutes(people), SLOTS[-1] // 2)
    return slots[bisect_left(slots, True, key=enough)]


def _rows(lang: Lang, table: str, workshop: str) -> pd.DataFrame:
    rows = exempelby(lang)[table]
    return rows[rows["workshop_id"] == workshop]
