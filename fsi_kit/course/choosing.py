"""Which parts of the modules are run together in a room, and how they are fitted into the days; see ``plan.toml``.

The parts are weighed in the order that the format names. A part, or several that belong together, is taken in if
everything still keeps a fair share of its time; what finds no room is left for self-study.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from fsi_kit.collaboration.timing import Day, Piece, Span, allocate, fit, least
from fsi_kit.course.modules import Module, Part

Rules = Mapping[str, Any]


class Task(NamedTuple):
    """One thing that is done: a part of a module, or something that belongs to the day."""

    span: Span
    form: str
    module: Module | None = None
    part: Part | None = None
    own: str = ""


class Block(NamedTuple):
    """Tasks between which there is no break."""

    tasks: tuple[Task, ...]
    ends: bool

    @property
    def piece(self) -> Piece:
        """The block as something to be fitted into a day."""
        low, full, high = (sum(task.span[i] for task in self.tasks) for i in range(3))
        return Piece(Span(low, full, high), self.ends)

    def lengths(self, minutes: int) -> list[int]:
        """Return each task's minutes where the block has so many."""
        return allocate([task.span for task in self.tasks], minutes)


Key = tuple[str, str]
Bundle = tuple[Key, ...]
"""Parts that are run all or none, by their module's id and their anchor."""


@dataclass(frozen=True)
class Filled:
    """Meetings or days that hold the parts chosen, each with its blocks and how they were fitted."""

    chosen: frozenset[Key]
    blocks: tuple[tuple[Block, ...], ...]
    days: tuple[Day, ...]

    @property
    def level(self) -> float:
        """The level of the day that has least time for what it holds."""
        return min(day.level for day in self.days)


@dataclass(frozen=True)
class Course:
    """What is to be filled.

    Attributes:
        format: the format's own table in ``plan.toml``.
        lengths: each day's or meeting's minutes.
        start: when each begins, in minutes after midnight.
        groups: how many groups there are in an exercise.
    """

    rules: Rules
    format: Rules
    modules: tuple[Module, ...]
    lengths: tuple[int, ...]
    start: int
    groups: int
    breaks: Rules

    def fill(self) -> Filled | None:
        """Return the fullest course in which all that was taken in keeps its share; None where nothing fits."""
        first, rest = self._first(list(self._bundles()))
        taken: list[Bundle] = []
        for bundle in rest:
            chosen = first.union(*taken)
            if self._follows(bundle, chosen) and self._may_fit(chosen.union(bundle)):
                taken.append(bundle)
        # Fitting is slow and the guess above is kind: what was taken in last goes out again until it holds.
        while taken:
            if filled := self._best(first.union(*taken), self._share):
                return filled
            taken.pop()
        return self._best(first, 0)

    def least(self) -> int:
        """Return the fewest minutes that would do for what must be run, and above which there is always a course."""
        first, _ = self._first(list(self._bundles()))
        needed = (
            max(least([block.piece for block in day], 1, self.start, self.breaks) for day in self._blocks(first, split))
            for split in self._splits()
        )
        return len(self.lengths) * min(needed)

    def _first(self, bundles: list[Bundle]) -> tuple[frozenset[Key], list[Bundle]]:
        """Part what must be run from what may be: the first bundle, or the first of every meeting's modules."""
        if "meetings" not in self.format:
            return frozenset(bundles[0]), bundles[1:]
        (split,) = self._splits()
        firsts = [next(b for b in bundles if b[0][0] in {m.id for m in day}) for day in split if day]
        return frozenset(key for bundle in firsts for key in bundle), [b for b in bundles if b not in firsts]

    def _follows(self, bundle: Bundle, chosen: frozenset[Key]) -> bool:
        """Return whether people have met what the bundle builds on: at home, or since its module is under way.

        A module is begun with something to practise, never with a lone reading.
        """
        module = bundle[0][0]
        return bool(self.format.get("home")) or len(bundle) > 1 or any(key[0] == module for key in chosen)

    def _bundles(self) -> Iterator[Bundle]:
        """Yield the bundles of the format's order, each part once."""
        known = {module.id: module for module in self.modules}
        within = {module.id for module in self.modules[: self._reach()]}
        taken: set[Key] = set()
        for line in self.rules["order"][self.format["order"]]:
            for bundle in _line(line, known, frozenset(taken)):
                taken.update(bundle)
                if bundle[0][0] in within:
                    yield bundle

    def _reach(self) -> int:
        """Return how many modules there is time to go into."""
        steps = self.rules["limits"]["reach"] if self.format["order"] == "course" else ()
        return next((step["modules"] for step in steps if sum(self.lengths) < step["under"]), len(self.modules))

    def _best(self, chosen: frozenset[Key], floor: float) -> Filled | None:
        found = (filled for split in self._splits() if (filled := self._filled(chosen, split, floor)))
        return max(found, key=lambda filled: filled.level, default=None)

    def _filled(self, chosen: frozenset[Key], split: Sequence[Sequence[Module]], floor: float) -> Filled | None:
        """Return the days with what was chosen; None where a day has no room for it at the level required."""
        blocks, days = self._blocks(chosen, split), []
        for own, minutes in zip(blocks, self.lengths, strict=True):
            fitted = fit([block.piece for block in own], minutes, 1, self.start, self.breaks)
            if fitted is None or fitted[0].level < floor:
                return None
            days += fitted
        return Filled(chosen, tuple(blocks), tuple(days))

    def _may_fit(self, chosen: frozenset[Key]) -> bool:
        return any(all(map(self._has_room, self._blocks(chosen, s), self.lengths)) for s in self._splits())

    def _has_room(self, blocks: Sequence[Block], minutes: int) -> bool:
        """Return whether work at the level required and the breaks that such a day must have are no longer than it."""
        coffee, lunch, longest = (self.breaks[name] for name in ("coffee", "lunch", "longest"))
        lunches = minutes >= lunch["from"] and self.start <= lunch["begins_by"]
        coffees = max(
            0, math.ceil((minutes - lunch["minutes"] * lunches) / (longest + coffee["minutes"])) - 1 - lunches
        )
        spans = [task.span for block in blocks for task in block.tasks]
        spans += [
            Span(rule["least"], rule["minutes"], rule["minutes"]) for rule in [lunch] * lunches + [coffee] * coffees
        ]
        return sum(span.low + self._share * (span.full - span.low) for span in spans) <= minutes

    @cached_property
    def _share(self) -> float:
        return float(self.rules["limits"]["share"])

    def _splits(self) -> list[list[tuple[Module, ...]]]:
        """Return every way in which the modules may be dealt among the days, in order."""
        if "meetings" in self.format:
            cuts = [0, *accumulate(self.format["meetings"])]
            return [[self.modules[a:b] for a, b in pairwise([*cuts[:-1], len(self.modules)])]]
        if len(self.lengths) == 1:
            return [[self.modules]]
        return [[self.modules[:cut], self.modules[cut:]] for cut in range(1, len(self.modules))]

    def _blocks(self, chosen: frozenset[Key], split: Sequence[Sequence[Module]]) -> list[tuple[Block, ...]]:
        days = []
        for number, modules in enumerate(split):
            begin = "again" if number else "opening"
            end = "closing" if number == len(split) - 1 else "pause"
            blocks: list[Block] = []
            for name in self.format.get("sequence", (begin, "modules", end)):
                if name == "modules":
                    blocks += [block for module in modules for block in self._of_module(module, chosen)]
                else:
                    own = self.rules["own"][name]
                    blocks.append(Block((Task(Span(*own["minutes"]), own["form"], own=name),), ends=True))
            days.append(tuple(blocks))
        return days

    def _of_module(self, module: Module, chosen: frozenset[Key]) -> list[Block]:
        """Return the module's chosen parts; a block ends after every exercise."""
        keys = [(module.id, part.anchor) for part in module.parts]
        tasks = [self._tasks[key] for key in keys if key in chosen]
        runs: list[list[Task]] = [[]]
        for task in tasks:
            runs[-1].append(task)
            if task.part and task.part.kind == "exercise":
                runs.append([])
        runs = [run for run in runs if run]
        return [Block(tuple(run), ends=run is runs[-1]) for run in runs]

    @cached_property
    def _tasks(self) -> dict[Key, Task]:
        return {(module.id, part.anchor): self._task(module, part) for module in self.modules for part in module.parts}

    def _task(self, module: Module, part: Part) -> Task:
        room, reports = self.rules["room"][part.kind], self.rules["reports"]
        low, full, high = (math.ceil(part.minutes * times) for times in room["times"])
        more = max(0, self.groups - reports["groups"]) * (room["form"] == "groups")
        low = max(low, self.rules["limits"]["shortest"]) + more * reports["least"]
        full = max(low, full + more * reports["full"])
        return Task(Span(low, full, max(full, high)), room["form"], module, part)


def _line(line: Rules, modules: Mapping[str, Module], taken: frozenset[Key]) -> Iterable[Bundle]:
    """Return the bundles of one line of an order.

    Raises:
        KeyError: the line names a module or a part that does not exist.
    """
    if "module" in line:
        anchors = {part.anchor for part in modules[line["module"]].parts}
        if lost := [anchor for anchor in line["parts"] if anchor not in anchors]:
            raise KeyError(f"{line['module']}: {', '.join(lost)}")
        return [tuple((line["module"], anchor) for anchor in line["parts"])]
    left = [
        [(module.id, part.anchor) for part in module.parts if part.kind in line["kinds"]] for module in modules.values()
    ]
    if line.get("new"):
        begun = {module for module, _ in taken}
        return [tuple(keys) for keys in left if keys and keys[0][0] not in begun]
    return [(key,) for keys in left for key in keys if key not in taken]
