"""The facilitation simulator: scenes with choices, what each choice does, and the endings that they lead to.

A simulation is one file in ``scenes``, Swedish and English side by side. `load_simulation` refuses a file in which the
learner could get lost; `play` says what a row of choices leads to, which is what the page does with the same data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from fsi_kit.course.scene_checks import END, MOST, find_problems
from fsi_kit.texts import Lang, load_texts

PACKAGE = "fsi_kit.course"


class SceneError(Exception):
    """A simulation that is not whole: `problems` holds one sentence for each thing that is missing or wrong."""

    def __init__(self, name: str, problems: tuple[str, ...]) -> None:
        self.name, self.problems = name, problems
        super().__init__("\n".join((name, *problems)))


@dataclass(frozen=True)
class State:
    """How a workshop stands: the trust in the room, the minutes left and how good its result is."""

    trust: int
    minutes: int
    result: int

    def after(self, choice: Choice) -> State:
        """Return the state that a choice leads to; trust and result stay within 0 and 10, minutes end at 0."""
        trust, result = (
            min(MOST, max(0, value)) for value in (self.trust + choice.change.trust, self.result + choice.change.result)
        )
        return State(trust, max(0, self.minutes + choice.change.minutes), result)


@dataclass(frozen=True)
class Choice:
    """Something that the facilitator can do.

    Attributes:
        consequence: what happens at once.
        debrief: what is said of the choice afterwards.
        read: the page and heading to read, for example ``modules/05-facilitate.md#time``.
        next: the id of the scene that follows, or ``end``.
        change: what it does to trust, minutes and result.
    """

    text: str
    consequence: str
    debrief: str
    read: str
    next: str
    change: State


@dataclass(frozen=True)
class Scene:
    """Something that happens in the workshop; `step` is the method's step that it belongs to, None outside them."""

    id: str
    step: str | None
    title: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Ending:
    """How it went, for those whose trust, minutes left and result are at least `least`."""

    id: str
    title: str
    text: str
    least: State

    def holds(self, state: State) -> bool:
        """Whether a workshop that ends in this state ends so."""
        least = self.least
        return state.trust >= least.trust and state.minutes >= least.minutes and state.result >= least.result


@dataclass(frozen=True)
class Simulation:
    """A whole simulation in one language; `begin` is the state at the start, `start` the first scene's id."""

    name: str
    lang: Lang
    title: str
    intro: str
    start: str
    begin: State
    scenes: Mapping[str, Scene]
    endings: tuple[Ending, ...]

    def ending(self, state: State) -> Ending:
        """Return the first ending that holds; the last one always does."""
        return next(ending for ending in self.endings if ending.holds(state))


@dataclass(frozen=True)
class Turn:
    """A choice made in a scene, and the state after it."""

    scene: Scene
    choice: Choice
    state: State


def simulation_names() -> list[str]:
    """Return the names of all simulations."""
    folder = files(PACKAGE).joinpath("scenes")
    if not folder.is_dir():
        return []
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def load_simulation(name: str, lang: Lang) -> Simulation:
    """Return a simulation in one language.

    Raises:
        KeyError: there is no such simulation.
        SceneError: its file is not whole.
    """
    if name not in simulation_names():
        raise KeyError(name)
    return read_simulation(name, load_texts(PACKAGE, f"scenes/{name}.toml"), lang)


def read_simulation(name: str, data: Mapping[str, Any], lang: Lang) -> Simulation:
    """Return a simulation from what its file holds.

    Raises:
        SceneError: something lacks or is wrong, a scene cannot be reached, or one leads to no end.
    """
    if problems := find_problems(data):
        raise SceneError(name, problems)
    return Simulation(
        name=name,
        lang=lang,
        title=data["title"][lang],
        intro=data["intro"][lang],
        start=data["start"],
        begin=State(data["trust"], data["minutes"], data["result"]),
        scenes={scene["id"]: _scene(scene, lang) for scene in data["scenes"]},
        endings=tuple(_ending(ending, lang) for ending in data["endings"]),
    )


def play(simulation: Simulation, picks: Iterable[int]) -> list[Turn]:
    """Return the turns that a row of choices makes: each a choice's number in its scene, from 0.

    The workshop ends where a choice leads to the end, or when no minutes are left; later choices are not made.

    Raises:
        IndexError: a scene has no such choice.
    """
    state, here, turns = simulation.begin, simulation.start, list[Turn]()
    for pick in picks:
        if here == END:
            break
        scene = simulation.scenes[here]
        choice = scene.choices[pick]
        state = state.after(choice)
        turns.append(Turn(scene, choice, state))
        here = choice.next if state.minutes else END
    return turns


def endings_met(simulation: Simulation) -> set[str]:
    """Return the ids of the endings that some row of choices leads to."""
    met: set[str] = set()
    todo = {(simulation.start, simulation.begin)}
    seen = set(todo)
    while todo:
        here, before = todo.pop()
        for choice in simulation.scenes[here].choices:
            state = before.after(choice)
            if choice.next == END or not state.minutes:
                met.add(simulation.ending(state).id)
            elif (choice.next, state) not in seen:
                seen.add((choice.next, state))
                todo.add((choice.next, state))
    return met


def _scene(data: Mapping[str, Any], lang: Lang) -> Scene:
    choices = tuple(_choice(choice, lang) for choice in data["choices"])
    return Scene(data["id"], data.get("step"), data["title"][lang], data["text"][lang], choices)


def _choice(data: Mapping[str, Any], lang: Lang) -> Choice:
    text, consequence, debrief = (data[name][lang] for name in ("text", "consequence", "debrief"))
    change = State(data.get("trust", 0), data.get("minutes", 0), data.get("result", 0))
    return Choice(text, consequence, debrief, data["read"], data["next"], change)


def _ending(data: Mapping[str, Any], lang: Lang) -> Ending:
    least = State(*(data.get(f"least_{name}", 0) for name in ("trust", "minutes", "result")))
    return Ending(data["id"], data["title"][lang], data["text"][lang], least)
