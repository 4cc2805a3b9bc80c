"""A course for the time and the people you have: what to run, in which order and to the minute, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

import pandas as pd

from fsi_kit.collaboration.agenda import AgendaError, read_clock, who_works, working_groups
from fsi_kit.collaboration.groups import group_sizes, groups_in_words
from fsi_kit.collaboration.timing import clock
from fsi_kit.course.choosing import Course, Filled, Rules, Task
from fsi_kit.course.modules import Module, Part, load_module, module_ids
from fsi_kit.method import Form
from fsi_kit.texts import Lang, load_texts

Kind = Literal["part", "own", "coffee", "lunch", "reserve"]
TRAINERS = "AB"
WORK = ("part", "own")
READ = ("reading", "example", "notebook")


class PlanError(AgendaError):
    """A course that cannot be planned.

    Attributes:
        reason: ``too_short``, ``too_long``, ``people``, ``format`` or ``midnight``.
        least: the fewest minutes that would do, where there are too few.
    """

    def text(self, lang: Lang) -> str:
        """Return what is wrong, one or two sentences."""
        places = {key: value[lang] if isinstance(value, dict) else value for key, value in self.places.items()}
        return str(_rules()["errors"][self.reason][lang]).format_map(places)


@dataclass(frozen=True)
class Job:
    """What one of the trainers does while people work."""

    id: str
    name: str
    does: str


@dataclass(frozen=True)
class Item:
    """A line of the plan.

    Attributes:
        day: 1 and up; a meeting where the course has meetings.
        module, part: what of the course it is; None for breaks and for what belongs to the day itself.
        form: ``plenary``, ``alone``, ``pairs``, ``groups`` or ``trios``; "" in a break.
        how: what the trainers do.
        groups: the number of people in each pair or group; one number where all are together, none where alone.
        leads: the letter of the trainer who leads; the other keeps time.
        label: what this kind of part is called.
    """

    kind: Kind
    day: int
    start: str
    end: str
    minutes: int
    name: str
    module: Module | None = None
    part: Part | None = None
    form: str = ""
    how: str = ""
    who: str = ""
    groups: tuple[int, ...] = ()
    materials: tuple[str, ...] = ()
    leads: str = ""
    label: str = ""


@dataclass(frozen=True)
class Left:
    """A part that is left for self-study, with the minutes that the module gives it; `when` in words."""

    module: Module
    part: Part
    day: int
    before: bool
    when: str


@dataclass(frozen=True)
class Homework:
    """What is left of one module, to be done at the same time."""

    when: str
    module: Module
    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        """The minutes of self-study."""
        return sum(part.minutes for part in self.parts)


@dataclass(frozen=True)
class CoursePlan:
    """A whole course. The items of each day fill it exactly.

    Attributes:
        format: the format's id; "" where only the minutes were given.
        name, gives: what the course is called, and what it gives ("" without a format).
        minutes: breaks included, all days or meetings together.
        apart: the number of days from one day or meeting to the next.
        left: what is left for self-study. Every part of every module is either among the items or here.
        least: the fewest minutes that this format needs with so many people.
        groups: how many people sit in each group when they work in groups.
        jobs: what each trainer does, by form of work.
        notes: what the trainers should know of the plan, a sentence or two each.
    """

    lang: Lang
    format: str
    name: str
    gives: str
    minutes: int
    people: int
    days: int
    apart: int
    items: tuple[Item, ...]
    left: tuple[Left, ...]
    least: int
    groups: tuple[int, ...]
    jobs: dict[str, tuple[Job, ...]]
    notes: tuple[str, ...]

    @property
    def modules(self) -> tuple[Module, ...]:
        """The modules that something is run of, in order."""
        return tuple({item.module.id: item.module for item in self.items if item.module}.values())

    @property
    def homework(self) -> tuple[Homework, ...]:
        """What is left for self-study, module by module."""
        found: dict[tuple[str, str], list[Left]] = {}
        for left in self.left:
            found.setdefault((left.module.id, left.when), []).append(left)
        return tuple(Homework(g[0].when, g[0].module, tuple(each.part for each in g)) for g in found.values())

    def day_name(self, day: int) -> str:
        """Return what a day or meeting is called."""
        name = "whole" if self.days == 1 else "meeting" if self.apart > 1 else "day"
        return str(_rules()["words"][name][self.lang]).format(number=day)

    def frame(self) -> pd.DataFrame:
        """Return the items as a table, one row an item.

        Returns:
            Columns ``day``, ``start``, ``end``, ``minutes``, ``kind``, ``module`` and ``part`` (their ids, missing for
            what is no part of a module), ``name``, ``form``, ``who``, ``leads``, ``how`` and ``materials``.
        """
        return pd.DataFrame([row(item) for item in self.items])


def row(item: Item) -> dict[str, Any]:
    """Return an item as plain data, ids for modules and parts."""
    names = ("day", "start", "end", "minutes", "kind", "name", "form", "who", "leads", "how")
    data = {name: getattr(item, name) for name in names}
    module, part = item.module and item.module.id, item.part and item.part.anchor
    return {**data, "module": module, "part": part, "materials": ", ".join(item.materials)}


def formats(lang: Lang) -> dict[str, tuple[str, int]]:
    """Return the formats' names and usual minutes by id."""
    return {id_: (format_["name"][lang], format_["minutes"]) for id_, format_ in _rules()["formats"].items()}


def plan_course(
    minutes: int | None, people: int, format: str | None = None, start: str = "09:00", lang: Lang = "sv"
) -> CoursePlan:
    """Plan a course.

    What is run when time is short, what a part takes in a room and how days are made up follow ``plan.toml``. Breaks
    follow the workshops' rules, and every day is filled to the minute.

    Args:
        minutes: all days together, breaks included; None takes the format's usual length.
        people: those who take the course, the trainers not counted.
        format: an id in ``plan.toml``; None plans one day, or two where the minutes do not fit in one.
        start: when each day or meeting begins.
        lang: ``sv`` or ``en``.

    Raises:
        PlanError: there is too little time (its text says how much is needed), or too much, or too many people, or
            there is no such format.
        AgendaError: `start` is not a time of day.
    """
    return _plan(minutes, people, format, read_clock(start), lang)


@cache
def _plan(minutes: int | None, people: int, format: str | None, start: int, lang: Lang) -> CoursePlan:
    course, name = _course(minutes, people, format, start, lang)
    needed, total = course.least(), sum(course.lengths)
    filled = course.fill() if total >= needed else None
    if filled is None:
        said = name if format else _rules()["words"]["plain"]
        raise PlanError("too_short", needed, minutes=total, people=people, name=said)
    items = tuple(_items(filled, course, people, lang))
    left = tuple(_left(filled, course, lang))
    sizes = group_sizes(people, _rules()["limits"]["group"])
    return CoursePlan(
        lang=lang,
        format=format or "",
        name=name[lang],
        gives=course.format["gives"][lang] if format else "",
        minutes=total,
        people=people,
        days=len(course.lengths),
        apart=course.format.get("apart", 1),
        items=items,
        left=left,
        least=needed,
        groups=sizes,
        jobs=_jobs(items, lang),
        notes=tuple(_notes(items, left, filled, people, lang)),
    )


def _course(
    minutes: int | None, people: int, format: str | None, start: int, lang: Lang
) -> tuple[Course, dict[str, str]]:
    """Return what is to be filled and what it is called in each language.

    Raises:
        PlanError: a value makes no sense.
    """
    rules = _rules()
    limits, known = rules["limits"], rules["formats"]
    if (format is not None and format not in known) or (format is None and minutes is None):
        raise PlanError("format", format=format or "", allowed=", ".join(known))
    if not limits["people"]["least"] <= people <= limits["people"]["most"]:
        raise PlanError("people", people=people, fewest=limits["people"]["least"], most=limits["people"]["most"])
    chosen: Rules = known[format] if format else {"order": "course"}
    total = chosen["minutes"] if minutes is None else minutes
    two = 1 + (format is None and total > limits["day"])
    count = len(chosen.get("meetings", ())) or chosen.get("days", two)
    if total > count * limits["day"]:
        raise PlanError("too_long", minutes=total, most=count * limits["day"])
    lengths = tuple(total // count + (total % count if number == 0 else 0) for number in range(count))
    if start + max(lengths) > 24 * 60:
        raise PlanError("midnight", start=clock(start))
    modules = tuple(load_module(id_, lang) for id_ in module_ids())
    groups = len(group_sizes(people, limits["group"]))
    breaks = load_texts("fsi_kit.collaboration", "agenda.toml")["breaks"]
    name = dict(chosen["name"]) if format else {k: v.format(minutes=total) for k, v in rules["words"]["any"].items()}
    return Course(rules, chosen, modules, lengths, start, groups, breaks), name


def _items(filled: Filled, course: Course, people: int, lang: Lang) -> Iterator[Item]:
    turn = 0
    for day, (blocks, fitted) in enumerate(zip(filled.blocks, filled.days, strict=True), start=1):
        at, last = course.start, ""
        pauses = {pause.after: (pause.kind, pause.minutes) for pause in fitted.breaks}
        lines: list[tuple[Task | Kind, int]] = []
        for done, (block, minutes) in enumerate(zip(blocks, fitted.lengths, strict=True)):
            lines += [pauses[done]] if done in pauses else []
            lines += zip(block.tasks, block.lengths(minutes), strict=True)
        lines += [pauses[len(blocks)]] if len(blocks) in pauses else []
        lines += [("reserve", fitted.reserve)] if fitted.reserve else []
        for what, minutes in lines:
            begin, at = clock(at), at + minutes
            if not isinstance(what, Task):
                kinds = load_texts("fsi_kit.collaboration", "texts.toml")["kinds"]
                yield Item(what, day, begin, clock(at), minutes, kinds[what][lang])
                continue
            subject = what.module.id if what.module else what.own
            turn += subject != last
            last = subject
            yield _work(what, day, begin, clock(at), minutes, people, TRAINERS[(turn - 1) % len(TRAINERS)], lang)


def _work(task: Task, day: int, start: str, end: str, minutes: int, people: int, leads: str, lang: Lang) -> Item:
    rules = _rules()
    groups, who = _together(task.form, people, lang)
    if task.module and task.part:
        texts = rules["room"][task.part.kind]
        special = rules["materials"].get(task.module.id, {}).get(task.part.anchor)
        materials = (special or texts["materials"])[lang]
        name = task.part.title
    else:
        texts = rules["own"][task.own]
        materials, name = texts["materials"][lang], texts["name"][lang]
    return Item(
        "part" if task.module else "own", day, start, end, minutes, name, task.module, task.part, task.form,
        texts["how"][lang], who, groups, tuple(materials), leads, texts["name"][lang],
    )  # fmt: skip


def _together(form: str, people: int, lang: Lang) -> tuple[tuple[int, ...], str]:
    """Return the sizes of the groups and who they are in words. Trios become fours, not twos, where three won't do."""
    if form != "trios":
        known = cast(Form, form)
        groups = working_groups(known, people, _rules()["limits"]["group"])
        return groups, who_works(known, people, groups, lang)
    count = max(1, people // 3)
    sizes = tuple(people // count + (i < people % count) for i in range(count))
    return sizes, groups_in_words(sizes, lang)


def _left(filled: Filled, course: Course, lang: Lang) -> Iterator[Left]:
    """Yield what is left, module by module: to be done before the meeting, or after it."""
    words = _rules()["words"]
    days = {t.module.id: n for n, day in enumerate(filled.blocks, start=1) for b in day for t in b.tasks if t.module}
    home = bool(course.format.get("home"))
    meetings = len(course.lengths) > 1 and home
    for module in course.modules:
        for part in module.parts:
            if (module.id, part.anchor) in filled.chosen:
                continue
            day = days.get(module.id, 1 if home else len(course.lengths))
            before = home and (part.kind in READ or not meetings)
            name = ("before" if meetings else "before_day") if before else ("after_meeting" if meetings else "after")
            yield Left(module, part, day, before, words[name][lang].format(number=day))


def _jobs(items: tuple[Item, ...], lang: Lang) -> dict[str, tuple[Job, ...]]:
    roles = _rules()["roles"]
    forms = dict.fromkeys(item.form for item in items if item.form)
    return {
        form: tuple(Job(id_, role["name"][lang], role[form][lang]) for id_, role in roles.items()) for form in forms
    }


def _notes(items: tuple[Item, ...], left: tuple[Left, ...], filled: Filled, people: int, lang: Lang) -> Iterator[str]:
    rules = _rules()
    notes = rules["notes"]
    yield notes["two"][lang]
    if people > rules["limits"]["third_trainer"]:
        yield notes["third"][lang].format(people=people)
    ideal = sum(task.span.full for day in filled.blocks for block in day for task in block.tasks)
    share = round(100 * sum(item.minutes for item in items if item.kind in WORK) / ideal)
    if share < 100:
        yield notes["share"][lang].format(share=share)
    reserve = sum(item.minutes for item in items if item.kind == "reserve")
    if reserve:
        yield notes["reserve"][lang].format(minutes=reserve)
    minutes = sum(each.part.minutes for each in left)
    yield notes["left"][lang].format(minutes=minutes) if left else notes["whole"][lang]
    yield notes["untried"][lang]


def _rules() -> Rules:
    return load_texts("fsi_kit.course", "plan.toml")
