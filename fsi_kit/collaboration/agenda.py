"""The agenda of a workshop: five steps with their activities, to the minute, for the time and people you have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import pandas as pd

from fsi_kit.collaboration.groups import group_sizes, groups_in_words
from fsi_kit.collaboration.timing import Break, Day, Piece, Span, clock, fit, least, level
from fsi_kit.method import Activity, Form, Method, Step, load_method
from fsi_kit.texts import Lang, load_texts

Kind = Literal["activity", "coffee", "lunch", "reserve"]
ROOM = "fsi_kit.collaboration"


class AgendaError(Exception):
    """An agenda that cannot be made.

    Attributes:
        reason: ``too_short``, ``too_long``, ``people``, ``days``, ``size``, ``start`` or ``midnight``.
        least: the fewest minutes that would do, where the slot is too short.
    """

    def __init__(self, reason: str, least: int | None = None, **places: object) -> None:
        self.reason, self.least, self.places = reason, least, {**places, "least": least}
        super().__init__(self.text("en"))

    def text(self, lang: Lang) -> str:
        """Return what is wrong, one or two sentences."""
        template: str = _words()["errors"][self.reason][lang]
        return template.format_map(self.places)


@dataclass(frozen=True)
class Role:
    """Someone's task in an activity: what they do, and how many such people there are in the room."""

    id: str
    name: str
    does: str
    count: int


@dataclass(frozen=True)
class Item:
    """A line of the agenda: an activity, a break or time in reserve.

    Attributes:
        start, end: time of day, ``09:00``.
        step, activity, form: None for breaks and reserve.
        round: 1, or more where the steps are done again for another cause.
        name: the activity's or the break's.
        who: who works together, in words.
        groups: the number of people in each pair or group; one number where all are together, none where alone.
        materials: what must lie ready.
    """

    kind: Kind
    day: int
    start: str
    end: str
    minutes: int
    name: str
    step: Step | None = None
    activity: Activity | None = None
    round: int = 1
    form: Form | None = None
    who: str = ""
    groups: tuple[int, ...] = ()
    roles: tuple[Role, ...] = ()
    materials: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """An activity that there was no time for."""

    step: Step
    activity: Activity


@dataclass(frozen=True)
class Agenda:
    """The whole agenda. Its items fill the slot exactly.

    Attributes:
        minutes: breaks included, all days together.
        least: the fewest minutes that this many people need.
        rounds: how many times the steps from the second question on are done.
        notes: what the facilitator should know of how the time was shared out, a sentence or two each.
    """

    lang: Lang
    minutes: int
    people: int
    days: int
    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    least: int
    rounds: int
    notes: tuple[str, ...]

    @property
    def breaks(self) -> tuple[Item, ...]:
        """The coffee and lunch breaks."""
        return tuple(item for item in self.items if item.kind in ("coffee", "lunch"))

    def frame(self) -> pd.DataFrame:
        """Return the items as a table, one row an item.

        Returns:
            Columns ``day``, ``start``, ``end``, ``minutes``, ``kind``, ``round``, ``step`` (its number, missing for
            breaks), ``name``, ``form`` (its id, missing for breaks) and ``who``.
        """
        columns: dict[str, Any] = {name: [getattr(item, name) for item in self.items] for name in _COLUMNS}
        columns["step"] = pd.array([item.step.number if item.step else None for item in self.items], dtype="Int64")
        return pd.DataFrame(columns)


_COLUMNS = ("day", "start", "end", "minutes", "kind", "round", "step", "name", "form", "who")


@dataclass(frozen=True)
class _Work:
    step: Step
    activity: Activity
    round: int
    piece: Piece


def plan_agenda(
    minutes: int,
    people: int,
    start: str = "09:00",
    method: Method | None = None,
    lang: Lang = "sv",
    group_size: int = 5,
    days: int | None = None,
) -> Agenda:
    """Plan a workshop.

    Every activity shrinks or grows by the same share between its least, its minutes and its longest time; whole
    minutes are made by largest remainders. Breaks, what is left out and what more time is used for follow the rules
    in ``agenda.toml``: in short, activities that can be left out are so when little time would be left for all; with
    much time, steps from the second question on are done again for the next cause; and the last is reserve.

    Args:
        minutes: the whole slot, breaks included; two days share it equally.
        people: everyone who takes part, the facilitator not counted.
        start: when each day begins.
        method: a municipality's own method, whose language is then used; by default the kit's.
        lang: ``sv`` or ``en``.
        group_size: the largest group.
        days: 1 or 2; by default 1 if the minutes fit in a day.

    Raises:
        AgendaError: the slot is too short (its text says the least time needed) or too long, or a value makes no sense.
    """
    rules = _rules()
    method = method or load_method(lang)
    first = read_clock(start)
    days = days if days is not None else 1 + (minutes > rules["slot"]["day"])
    _refuse_nonsense(minutes, people, group_size, days, first, start)
    groups = len(group_sizes(people, group_size))
    needed = least_minutes(people, method, group_size, days, start)
    for rounds, kept, floor in _options(method) if minutes >= needed else ():
        work = _work(method, groups, rounds, kept)
        spans = [w.piece.span for w in work]
        if sum(span.low + floor * (span.full - span.low) for span in spans) > minutes:
            continue
        fitted = fit([w.piece for w in work], minutes, days, first, rules["breaks"])
        if fitted and level(fitted) >= floor:
            return _agenda(method, minutes, people, group_size, rounds, work, fitted, first)
    raise AgendaError("too_short", needed, minutes=minutes, people=people)


def least_minutes(
    people: int, method: Method | None = None, group_size: int = 5, days: int = 1, start: str = "09:00"
) -> int:
    """Return the fewest minutes that the five steps need, with everything that can be left out left out.

    Any slot from there up to the longest works too.
    """
    groups = len(group_sizes(people, group_size))
    return _least(method or load_method(), groups, days, read_clock(start))


@cache
def _least(method: Method, groups: int, days: int, start: int) -> int:
    work = _work(method, groups, 1, frozenset())
    return least([w.piece for w in work], days, start, _rules()["breaks"])


def _options(method: Method) -> Iterator[tuple[int, frozenset[str], float]]:
    """Yield ways to fill a slot, fullest first: rounds, which optional activities, and the level required."""
    optional = [a.id for step in method.steps for a in step.activities if a.least == 0]
    for rounds in range(_rules()["long"]["rounds"], 1, -1):
        yield rounds, frozenset(optional), 1.0
    for kept in range(len(optional), 0, -1):
        yield 1, frozenset(optional[:kept]), _rules()["short"]["share"]
    yield 1, frozenset(), 0.0


def _work(method: Method, groups: int, rounds: int, kept: frozenset[str]) -> list[_Work]:
    last = method.steps[-1].activities[-1]
    done: list[_Work] = []
    for number in range(1, rounds + 1):
        for step in (s for s in method.steps if number == 1 or s.question.number > 1):
            activities = [
                a
                for a in step.activities
                if (a.least or a.id in kept) and (a is not last or a.form != "plenary" or number == rounds)
            ]
            before: Form | None = None
            for activity in activities:
                reports = activity.form == "plenary" and before == "groups"
                span = _span(activity, groups if reports else 0)
                done.append(_Work(step, activity, number, Piece(span, activity is activities[-1])))
                before = activity.form
    return done


def _span(activity: Activity, reporting: int) -> Span:
    rules = _rules()
    more = max(0, reporting - rules["reports"]["groups"])
    full = activity.minutes + more * rules["reports"]["minutes"]
    stretch = 1.0 if activity.id in rules["long"]["fixed"] else rules["long"]["stretch"][activity.form]
    return Span(activity.least + more * rules["reports"]["least"] * (activity.least > 0), full, int(full * stretch))


def _agenda(
    method: Method,
    minutes: int,
    people: int,
    group_size: int,
    rounds: int,
    work: list[_Work],
    days: list[Day],
    start: int,
) -> Agenda:
    items: list[Item] = []
    left = iter(work)
    for number, day in enumerate(days, start=1):
        at = start
        for made in _day(day, left, people, group_size, method.lang):
            items.append(_at(made, number, at))
            at += made.minutes
    there = {w.activity.id for w in work}
    left_out = tuple(LeftOut(s, a) for s in method.steps for a in s.activities if a.id not in there)
    needed = least_minutes(people, method, group_size, len(days), clock(start))
    notes = tuple(_notes(method, items, left_out, rounds))
    return Agenda(method.lang, minutes, people, len(days), tuple(items), left_out, needed, rounds, notes)


def _day(day: Day, left: Iterator[_Work], people: int, group_size: int, lang: Lang) -> Iterator[Item]:
    """Yield the day's items, without their clock."""
    breaks: dict[int, Break] = {pause.after: pause for pause in day.breaks}
    for done, minutes in enumerate(day.lengths):
        if pause := breaks.get(done):
            yield _pause(pause.kind, pause.minutes, lang)
        w = next(left)
        form = w.activity.form
        groups = working_groups(form, people, group_size)
        who, roles = who_works(form, people, groups, lang), _roles(form, len(groups), lang)
        yield Item(
            "activity", 0, "", "", minutes, w.activity.name, w.step, w.activity, w.round,
            form, who, groups, roles, w.activity.materials,
        )  # fmt: skip
    if pause := breaks.get(len(day.lengths)):
        yield _pause(pause.kind, pause.minutes, lang)
    if day.reserve:
        yield _pause("reserve", day.reserve, lang)


def _pause(kind: Kind, minutes: int, lang: Lang) -> Item:
    return Item(kind, 0, "", "", minutes, _words()["kinds"][kind][lang])


def _at(item: Item, day: int, start: int) -> Item:
    return replace(item, day=day, start=clock(start), end=clock(start + item.minutes))


def working_groups(form: Form, people: int, group_size: int) -> tuple[int, ...]:
    """Return how many people there are in each group or pair; one number where all are together, none where alone."""
    if form == "groups":
        return group_sizes(people, group_size)
    if form == "pairs":
        pairs = max(1, people // 2)
        return tuple(2 + (i == 0 and people % 2) for i in range(pairs))
    return (people,) if form == "plenary" else ()


def who_works(form: Form, people: int, groups: tuple[int, ...], lang: Lang) -> str:
    """Return who work together, in words."""
    words = _words()["who"]
    if form == "pairs":
        pairs = people // 2 - people % 2
        name = ("three" if not pairs else "pair" if pairs == 1 else "pairs") + ("_odd" if pairs and people % 2 else "")
        return str(words[name][lang].format(count=pairs))
    return groups_in_words(groups, lang) if form == "groups" else str(words[form][lang].format(people=people))


def _roles(form: Form, groups: int, lang: Lang) -> tuple[Role, ...]:
    rules, words = _rules()["roles"], _words()["roles"]
    per_group = rules["per_group"] if form == "groups" else ()
    return tuple(
        Role(id_, words[id_]["name"][lang], words[id_][form][lang], groups if id_ in per_group else 1)
        for id_ in rules[form]
    )


def _notes(method: Method, items: list[Item], left_out: tuple[LeftOut, ...], rounds: int) -> Iterator[str]:
    words, lang = _words()["notes"], method.lang
    if left_out:
        yield words["left_out"][lang].format(names=", ".join(gone.activity.name for gone in left_out))
    work = [item for item in items if item.activity]
    ideal = sum(item.activity.minutes for item in work if item.activity)
    if left_out or sum(item.minutes for item in work) < ideal:
        share = round(100 * sum(item.minutes for item in work) / ideal)
        yield words["shortened"][lang].format(share=share)
    if rounds > 1:
        again = next(step for step in method.steps if step.question.number > 1)
        yield words["rounds"][lang].format(rounds=rounds, first=again.number)
    reserve = sum(item.minutes for item in items if item.kind == "reserve")
    if reserve:
        yield words["reserve"][lang].format(minutes=reserve)
    second = next((item for item in items if item.day > 1), None)
    if second and second.step:
        yield words["overnight"][lang].format(step=second.step.number, name=second.step.name)


def _refuse_nonsense(minutes: int, people: int, group_size: int, days: int, first: int, start: str) -> None:
    slot = _rules()["slot"]
    allowed = slot["people"]
    if not allowed["least"] <= people <= allowed["most"]:
        raise AgendaError("people", people=people, fewest=allowed["least"], most=allowed["most"])
    if group_size < allowed["least"]:
        raise AgendaError("size", size=group_size)
    if days not in range(1, slot["days"] + 1):
        raise AgendaError("days", days=days)
    if minutes > days * slot["day"]:
        raise AgendaError("too_long", minutes=minutes, day=slot["day"], days=slot["days"])
    if first + -(-minutes // days) > 24 * 60:
        raise AgendaError("midnight", start=start)


def read_clock(text: str) -> int:
    """Return a time of day as minutes after midnight. Raises AgendaError for what is not one."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise AgendaError("start", start=text)
    return int(hours) * 60 + int(minutes)


def _rules() -> dict[str, Any]:
    return load_texts(ROOM, "agenda.toml")


def _words() -> dict[str, Any]:
    return load_texts(ROOM, "texts.toml")
