"""The moments of a workshop as run sheets and slides tell them: when, what, who, and what the facilitator says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fsi_kit.collaboration.agenda import Agenda, Item
from fsi_kit.texts import load_texts

PACKAGE = "fsi_kit.documents"


@dataclass(frozen=True)
class Moment:
    """One moment: a line of the agenda and its words.

    Attributes:
        begins: the step, where this is its first moment in a round or on a day; None otherwise.
        heading: what the slide is called.
        how: what happens, as the method tells it; "" for breaks.
        say: what the facilitator can say.
        task: what stands on the slide, a few short lines.
        remote: how it is done when people meet on screens.
    """

    item: Item
    begins: Any
    heading: str
    how: str
    say: str
    task: tuple[str, ...]
    remote: str

    @property
    def id(self) -> str:
        """The activity's id, or the kind of break."""
        return self.item.activity.id if self.item.activity else self.item.kind


@dataclass(frozen=True)
class Material:
    """Something that must lie ready, and the names of the activities that use it."""

    name: str
    users: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """A workshop's time and what it asks for.

    Attributes:
        start, end: when it begins and ends; on the last day, where there are two.
        most: the number of people in the largest group.
        groups: how many groups there are.
    """

    agenda: Agenda
    moments: tuple[Moment, ...]
    materials: tuple[Material, ...]
    start: str
    end: str
    groups: int
    most: int

    @property
    def has_lunch(self) -> bool:
        """Whether there is a lunch among the breaks."""
        return any(item.kind == "lunch" for item in self.agenda.breaks)


def day_of(agenda: Agenda) -> Day:
    """Return what documents tell of an agenda."""
    sizes = max((item.groups for item in agenda.items if item.form == "groups"), key=len, default=(agenda.people,))
    return Day(
        agenda,
        moments(agenda),
        materials(agenda),
        agenda.items[0].start,
        agenda.items[-1].end,
        len(sizes),
        max(sizes),
    )


def moments(agenda: Agenda) -> tuple[Moment, ...]:
    """Return an agenda's moments; an activity that the kit has no words for is told by its own text."""
    words, lang = load_texts(PACKAGE, "moments.toml"), agenda.lang
    made: list[Moment] = []
    before: tuple[int, str, int] | None = None
    for item in agenda.items:
        id_ = item.activity.id if item.activity else item.kind
        how = item.activity.how if item.activity else ""
        said = words.get(id_, {"say": {lang: how}, "task": {lang: [how]}, "remote": {lang: ""}})
        here = (item.day, item.step.id, item.round) if item.step else before
        begins = item.step if item.step and here != before else None
        before = here
        heading = said.get("heading", {lang: item.name})[lang]
        task = tuple(said["task"][lang])
        made.append(Moment(item, begins, heading, how, said["say"][lang], task, said["remote"][lang]))
    return tuple(made)


def materials(agenda: Agenda) -> tuple[Material, ...]:
    """Return what must lie ready, each once in the order of the day."""
    used: dict[str, list[str]] = {}
    for item in agenda.items:
        for name in item.materials:
            users = used.setdefault(name, [])
            if item.name not in users:
                users.append(item.name)
    return tuple(Material(name, tuple(users)) for name, users in used.items())
