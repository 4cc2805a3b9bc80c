"""Blocks for those who lead a course: ready plans, a plan for any time and people, and how to lead each part."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from fsi_kit.collaboration.agenda import who_works, working_groups
from fsi_kit.collaboration.groups import group_sizes, groups_in_words
from fsi_kit.course.modules import load_module, module_ids
from fsi_kit.course.plan import CoursePlan, Item, PlanError, formats, plan_course
from fsi_kit.documents.course_plan import PlanFormat, file_name
from fsi_kit.method import Form
from fsi_kit.texts import Lang, load_texts
from tools.site.blocks_course import DOWNLOADS
from tools.site.blocks_progress import as_script
from tools.site.data_tables import NONE, data_table
from tools.site.place import Place
from tools.site.render import render
from tools.site.words import size

PEOPLE = 12
"""How many the ready plans are for."""
LEAST, MOST = 2, 30
LENGTHS = (*range(60, 481, 15), *range(510, 961, 30))
"""What can be picked: every quarter of an hour in a day, every half hour in two."""
FILES: tuple[PlanFormat, ...] = ("docx", "xlsx", "ics")


def ready_plans(place: Place, downloads: Path) -> str:
    """Show every format's plan, with its files.

    Args:
        downloads: the folder that holds the files, to tell their sizes.
    """
    plans = [plan_course(None, PEOPLE, id_, lang=place.lang) for id_ in formats(place.lang)]
    shown = [_ready(place, plan, downloads) for plan in plans]
    return _overview(place, plans) + "\n\n" + render("ready_plans.html", words=place.words, plans=shown)


def plan_picker(place: Place) -> str:
    """Let the reader choose a time and a number of people; ``plan.js`` shows the plan that was made for them here."""
    return render(
        "plan_picker.html",
        words=place.words,
        least=LEAST,
        most=MOST,
        people=PEOPLE,
        lengths=[(minutes, _in_hours(place, minutes), minutes == 210) for minutes in LENGTHS],
        data=as_script(picker_data(place.lang)),
        said=as_script(place.words.group("plans.words")),
    )


def part_guide(place: Place) -> str:
    """Say how each kind of part is led, and what it needs."""
    room = load_texts("fsi_kit.course", "plan.toml")["room"].values()
    lang = place.lang
    rows = [(kind["name"][lang], kind["how"][lang], ", ".join(kind["materials"][lang])) for kind in room]
    return data_table("plans.how", place, ("kind", "how", "materials"), rows)


def trainer_jobs(place: Place) -> str:
    """Say what each of the two trainers does."""
    plans = [plan_course(None, PEOPLE, id_, lang=place.lang) for id_ in formats(place.lang)]
    jobs = {form: found for plan in plans for form, found in plan.jobs.items()}
    rows = [(job.name, place.words(f"plans.form.{form}"), job.does) for form, both in jobs.items() for job in both]
    return data_table("plans.jobs", place, ("role", "form", "does"), sorted(rows, key=lambda row: row[0], reverse=True))


def picker_data(lang: Lang) -> dict[str, Any]:
    """Return the plans for every length and number of groups as lists of numbers, and the words that they stand for.

    A line of a plan is the place of a task, its minutes and who leads (0, 1, or -1 in a break); ``null`` begins the
    next day.
    """
    tasks, plans = _plans()
    modules = {id_: load_module(id_, lang) for id_ in module_ids()}
    names: list[dict[str, Any]] = []
    for kind, module, name in tasks:
        if module:
            part = next(part for part in modules[module].parts if part.anchor == name)
            form = load_texts("fsi_kit.course", "plan.toml")["room"][part.kind]["form"]
            names.append({"n": modules[module].number, "t": part.title, "f": form, "m": part.minutes})
        else:
            names.append({"t": _own_name(kind, name, lang), "f": _own_form(kind, name)})
    sizes = {people: _forms(people, lang) for people in range(LEAST, MOST + 1)}
    titles = {module.number: module.title for module in modules.values()}
    lunch = tasks.index(("lunch", "", ""))
    return {"tasks": names, "plans": plans, "people": sizes, "modules": titles, "lunch": lunch}


Task = tuple[str, str, str]


@cache
def _plans() -> tuple[list[Task], dict[str, dict[str, Any]]]:
    """Return every task there is, and the plans by number of groups and minutes; the same in both languages."""
    tasks: list[Task] = [("part", id_, part.anchor) for id_ in module_ids() for part in load_module(id_, "sv").parts]
    made: dict[str, dict[str, Any]] = {}
    for groups, people in _bands().items():
        for minutes in LENGTHS:
            try:
                plan = plan_course(minutes, people)
            except PlanError as error:
                made.setdefault(str(groups), {})[str(minutes)] = error.least
                continue
            made.setdefault(str(groups), {})[str(minutes)] = _lines(plan, tasks)
    return tasks, made


def _bands() -> dict[int, int]:
    """Return for each number of groups that makes a difference the largest number of people in so many."""
    few: int = load_texts("fsi_kit.course", "plan.toml")["reports"]["groups"]
    most = {len(group_sizes(people)): people for people in range(LEAST, MOST + 1)}
    return {groups: people for groups, people in most.items() if groups >= few}


def _lines(plan: CoursePlan, tasks: list[Task]) -> list[Any]:
    lines: list[Any] = []
    day = 1
    for item in plan.items:
        task = _task(item)
        if task not in tasks:
            tasks.append(task)
        lines += [None] * (item.day - day)
        day = item.day
        lines.append([tasks.index(task), item.minutes, "AB".find(item.leads) if item.leads else -1])
    return lines


def _task(item: Item) -> Task:
    if item.module and item.part:
        return "part", item.module.id, item.part.anchor
    own = load_texts("fsi_kit.course", "plan.toml")["own"]
    name = next((id_ for id_ in own if item.kind == "own" and own[id_]["name"]["sv"] == item.name), "")
    return item.kind, "", name


def _own_name(kind: str, name: str, lang: Lang) -> str:
    if name:
        return str(load_texts("fsi_kit.course", "plan.toml")["own"][name]["name"][lang])
    return str(load_texts("fsi_kit.collaboration", "texts.toml")["kinds"][kind][lang])


def _own_form(kind: str, name: str) -> str:
    return str(load_texts("fsi_kit.course", "plan.toml")["own"][name]["form"]) if name else ""


def _forms(people: int, lang: Lang) -> dict[str, Any]:
    forms: tuple[Form, ...] = ("plenary", "pairs", "groups")
    who: dict[str, Any] = {form: who_works(form, people, working_groups(form, people, 5), lang) for form in forms}
    few = min(_bands())
    return {**who, "band": str(max(few, len(group_sizes(people)))), "third": people > _third()}


def _third() -> int:
    most: int = load_texts("fsi_kit.course", "plan.toml")["limits"]["third_trainer"]
    return most


def _overview(place: Place, plans: list[CoursePlan]) -> str:
    rows = [
        (
            plan.name,
            plan.gives,
            plan.minutes,
            ", ".join(str(module.number) for module in plan.modules),
            sum(home.minutes for home in plan.homework),
        )
        for plan in plans
    ]
    return data_table("plans.ready", place, ("name", "gives", "minutes#", "modules", "home#"), rows, people=PEOPLE)


def _ready(place: Place, plan: CoursePlan, downloads: Path) -> dict[str, Any]:
    files = []
    for to in FILES:
        file = downloads / file_name(plan, to)
        text = place.words(f"plans.{to}", size=size(file.stat().st_size, place.lang))
        files.append((place.href(f"{DOWNLOADS}/{file.name}"), text))
    tables = [Markup(_day(place, plan, day)) for day in range(1, plan.days + 1)]  # noqa: S704 - made of templates
    if plan.left:
        tables.append(Markup(_home(place, plan)))  # noqa: S704
    return {
        "id": plan.format,
        "name": plan.name,
        "summary": place.words("plans.summary", name=plan.name, minutes=plan.minutes),
        "gives": plan.gives,
        "notes": [*plan.notes, place.words("plans.words.groups", groups=groups_in_words(plan.groups, place.lang))],
        "files": files,
        "tables": tables,
    }


def _day(place: Place, plan: CoursePlan, day: int) -> str:
    rows = [
        (f"{i.start}–{i.end}", i.minutes, i.module.number if i.module else NONE, i.name, i.who or NONE, i.leads or NONE)
        for i in plan.items
        if i.day == day
    ]
    columns = ("time", "minutes#", "module", "part", "who", "leads")
    return data_table("plans.day", place, columns, rows, name=plan.name, day=plan.day_name(day))


def _home(place: Place, plan: CoursePlan) -> str:
    rows = [
        (home.when, f"{home.module.number} {home.module.title}", ", ".join(p.title for p in home.parts), home.minutes)
        for home in plan.homework
    ]
    return data_table("plans.home", place, ("when", "module", "parts", "minutes#"), rows, name=plan.name)


def _in_hours(place: Place, minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [place.words("plans.hours", hours=hours)] + ([place.words("plans.minutes", minutes=rest)] if rest else [])
    return " ".join(parts)
