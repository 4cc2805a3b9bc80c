"""A division of people under work: who sits where, how even it is, and the swaps that make it more so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from fsi_kit.collaboration.pairs import units

Array = np.ndarray[Any, Any]
Cost = tuple[int, int]
SHAKES = 4


class Kind:
    """How far each group is from its fair share of each side, or of each department.

    Kept in whole numbers: the number of people in the room times the deviation. Who has none has a column of zeros.
    """

    def __init__(self, codes: Array, sizes: Array) -> None:
        self.people = len(codes)
        self.has = codes >= 0
        self.codes = np.where(self.has, codes, codes.max(initial=-1) + 1)
        counts = np.bincount(self.codes, minlength=self.codes.max(initial=0) + 1)
        counts[self.codes[~self.has]] = 0
        self.off = -np.outer(sizes, counts)
        self.differ = self.codes[:, None] != self.codes[None, :]
        self.gain = self.people * (self.has[:, None].astype("int64") + self.has[None, :])
        self.bound = sum(_least_cost(int(count), sizes, self.people) for count in counts)

    @property
    def cost(self) -> int:
        """The sum of the squares."""
        return int((self.off**2).sum())

    def move(self, person: int, group: int, out: bool = False) -> None:
        """Put a person in a group, or take them out of it."""
        if self.has[person]:
            self.off[group, self.codes[person]] += -self.people if out else self.people

    def swaps(self, group: Array) -> Array:
        """Return how the cost would change if row's and column's person changed places, in units of 2 × people."""
        there = self.off[group][:, self.codes]  # row's group's deviation in column's person's kind
        own = there.diagonal()
        change = self.gain + there + there.T - own[:, None] - own[None, :]
        return np.where(self.differ, change, 0)


class Spread:
    """People in groups, some of whom must be together or apart.

    Attributes:
        group: each person's group, by number.
    """

    def __init__(
        self,
        sides: Array,
        departments: Array,
        sizes: Sequence[int],
        together: list[tuple[int, int]],
        apart: list[tuple[int, int]],
    ) -> None:
        self.sizes = np.asarray(sizes, dtype="int64")
        self.group = np.full(len(sides), -1)
        self.room = self.sizes.copy()
        self.kinds = (Kind(sides, self.sizes), Kind(departments, self.sizes))
        self.blocks = [unit for unit in units(together, apart) if len(unit) > 1]
        self.single = np.ones(len(sides), dtype=bool)
        self.single[[person for block in self.blocks for person in block]] = False
        self.foes = np.zeros((len(sides), len(sides)), dtype=bool)
        for a, b in apart:
            self.foes[a, b] = self.foes[b, a] = True

    @property
    def cost(self) -> Cost:
        """How uneven: sides first, then departments."""
        return self.kinds[0].cost, self.kinds[1].cost

    @property
    def bound(self) -> Cost:
        """What no division can beat: as if every side and department could be spread by itself."""
        return self.kinds[0].bound, self.kinds[1].bound

    def put(self, person: int, group: int) -> None:
        """Put a person in a group."""
        self.group[person] = group
        self.room[group] -= 1
        for kind in self.kinds:
            kind.move(person, group)

    def preferred(self, people: tuple[int, ...]) -> list[int]:
        """Return the groups with room for some people, the one where they do most good first."""
        first, then = (kind.off[:, kind.codes[list(people)]].sum(axis=1) for kind in self.kinds)
        order = np.lexsort((then, first))
        return [int(group) for group in order if self.room[group] >= len(people)]

    def improve(self) -> None:
        """Swap people as long as it helps: the best pair of persons each time, then blocks of people."""
        while self._swap_persons() or self._swap_blocks():
            pass

    def shake(self, rng: np.random.Generator) -> None:
        """Let a few people change places at random, and improve from there; go back if it came out worse."""
        before, group, off = self.cost, self.group.copy(), [kind.off.copy() for kind in self.kinds]
        for _ in range(SHAKES):
            pairs = np.flatnonzero(self._allowed())
            if len(pairs):
                a, b = divmod(int(rng.choice(pairs)), len(self.group))
                self._exchange((a,), (b,))
        self.improve()
        if self.cost > before:
            self.group = group
            for kind, kept in zip(self.kinds, off, strict=True):
                kind.off = kept

    def _allowed(self) -> Array:
        """Return which persons may change places: in different groups, not in a block, and meeting no foe there."""
        allowed = (self.group[:, None] != self.group[None, :]) & self.single[:, None] & self.single[None, :]
        if self.foes.any():
            seats = self.group[:, None] == np.arange(len(self.sizes))
            in_group = self.foes @ seats.astype("int64")  # person's foes in each group
            met = in_group[:, self.group] - self.foes
            allowed &= (met == 0) & (met.T == 0)
        return np.asarray(allowed)

    def _swap_persons(self) -> bool:
        sides, departments = (kind.swaps(self.group) for kind in self.kinds)
        weight = 1 + 2 * int(np.abs(departments).max(initial=0))
        total = np.where(self._allowed(), sides * weight + departments, 0)
        best = int(total.argmin())
        a, b = divmod(best, len(self.group))
        if not total.size or total[a, b] >= 0:
            return False
        self._exchange((a,), (b,))
        return True

    def _swap_blocks(self) -> bool:
        """Let a block change places with as many others of one group, the first time that this helps."""
        for block in self.blocks:
            here = self.group[block[0]]
            for group in range(len(self.sizes)):
                if group == here:
                    continue
                singles = np.flatnonzero((self.group == group) & self.single).tolist()
                others = [unit for unit in self.blocks if len(unit) == len(block) and self.group[unit[0]] == group]
                before = self.cost
                for other in (*others, *combinations(singles, len(block))):
                    self._exchange(block, other)
                    if self.cost < before and self._at_peace((*block, *other)):
                        return True
                    self._exchange(other, block)
        return False

    def _exchange(self, some: tuple[int, ...], others: tuple[int, ...]) -> None:
        here, there = int(self.group[some[0]]), int(self.group[others[0]])
        for people, out, into in ((some, here, there), (others, there, here)):
            for person in people:
                self.group[person] = into
                for kind in self.kinds:
                    kind.move(person, out, out=True)
                    kind.move(person, into)

    def _at_peace(self, people: tuple[int, ...]) -> bool:
        return not any(self.foes[person][self.group == self.group[person]].any() for person in people)


def _least_cost(count: int, sizes: Array, people: int) -> int:
    """Return the least sum of squares for one side or department: each person goes where one more costs least."""
    off = -sizes * count
    seats = sizes.copy()
    for _ in range(count):
        group = int(np.where(seats > 0, off, np.iinfo("int64").max).argmin())
        off[group] += people
        seats[group] -= 1
    return int((off**2).sum())
