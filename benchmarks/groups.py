"""How fast groups are made for 60 people, and how even they are beside an exact solver's, for up to 30.

    python -m benchmarks.groups [--quick] [--strict]

The exact solver is OR-tools' CP-SAT, which is not part of the kit's test environment: where it is missing the
comparison is skipped, and the benchmark says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.results import ROOT, Result, keep
from fsi_kit.collaboration import Imbalance, group_sizes, make_groups

SEED = 20260601
RUNS = 21
LARGE, LARGEST_EXACT = 60, 30
ROOMS, QUICK_ROOMS = 50, 10
SECONDS = 60
"""How long the exact solver may work on a room before that room is left out."""


def run(quick: bool = False, say: Callable[[str], None] = print) -> list[Result]:
    """Measure, keep the figures in ``build/bench/groups.json`` and return them."""
    milliseconds = [1000 * seconds for seconds in times(RUNS // 3 if quick else RUNS)]
    results = [
        Result("groups-time", f"groups for {LARGE} people, median", median(milliseconds), "ms", "at most", 50),
        Result("groups-slowest", f"groups for {LARGE} people, slowest", max(milliseconds), "ms"),
    ]
    details: dict[str, Any] = {"milliseconds": milliseconds}
    try:
        details["ortools"] = version("ortools")
    except PackageNotFoundError:
        say("SKIPPED the comparison with an exact solver: ortools is not installed (pip install ortools, 29 MB)")
    else:
        rooms = compare(QUICK_ROOMS if quick else ROOMS, say)
        details["rooms"] = rooms
        solved = [room for room in rooms if room["exact"] is not None]
        worse = [room for room in solved if room["worse"]]
        what = f"rooms of 6–{LARGEST_EXACT} people less even than the exact optimum, of {len(solved)}"
        results += [
            Result("groups-worse", what, len(worse), "rooms", "at most", 0),
            Result("groups-unsolved", "rooms the exact solver did not finish", len(rooms) - len(solved), "rooms"),
        ]
    say(f"kept in {keep('groups', results, details).relative_to(ROOT)}")
    return results


def times(runs: int) -> list[float]:
    """Return the seconds for each of several rooms of 60, after one that warms up."""
    rng = np.random.default_rng(SEED)
    seconds = []
    for _ in range(runs + 1):
        room = crowd(rng, LARGE)
        start = time.perf_counter()
        make_groups(room)
        seconds.append(time.perf_counter() - start)
    return seconds[1:]


def compare(rooms: int, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Divide rooms of many kinds and return the kit's imbalance beside the exact optimum."""
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(rooms):
        people, size = int(rng.integers(6, LARGEST_EXACT + 1)), int(rng.integers(3, 7))
        room = crowd(rng, people)
        groups, best = make_groups(room, size), optimum(room, group_sizes(people, size))
        ours = groups.imbalance
        if groups.best and best is not None and exceeds(ours, best):
            raise AssertionError(f"called the best, but {ours} is more than {best}")
        worse = best is not None and exceeds(ours, best)
        found.append({"people": people, "size": size, "ours": ours, "exact": best, "worse": worse})
        if worse:
            say(f"less even than it could be: {people} people, groups of {size}: {ours}, the best is {best}")
    return found


def crowd(rng: np.random.Generator, people: int) -> pd.DataFrame:
    """Return a room: both sides, now and then somebody from elsewhere, and two to nine departments."""
    other = rng.choice([0, 0.1, 0.2])
    side = rng.choice(["municipality", "business", "other"], people, p=[0.5 - other / 2, 0.5 - other / 2, other])
    names = [f"department {number}" for number in range(rng.integers(2, 10))]
    return pd.DataFrame(
        {
            "participant_id": [f"P{number:03d}" for number in range(people)],
            "side": side,
            "department": np.where(side == "municipality", rng.choice(names, people), None),
        }
    )


def exceeds(ours: Imbalance, best: Imbalance) -> bool:
    """Whether ours is less even, by side or, where the sides are equal, by department."""
    return tuple(round(part, 6) for part in ours) > tuple(round(part, 6) for part in best)


def optimum(room: pd.DataFrame, sizes: tuple[int, ...]) -> Imbalance | None:
    """Return the least possible imbalance, proved by CP-SAT: first by side, then by department; None if out of time.

    People with the same side and department are alike, so the solver only decides how many of each kind sit in each
    group. The squares are convex, so a square is whatever lies above the lines between its neighbouring values.
    """
    from ortools.sat.python import cp_model

    model, people = cp_model.CpModel(), len(room)
    kinds = list(room.groupby(["side", "department"], dropna=False).size().items())
    groups = range(len(sizes))
    seats = [[model.new_int_var(0, min(int(count), sizes[group]), "") for group in groups] for _, count in kinds]
    for row, (_, count) in zip(seats, kinds, strict=True):
        model.add(sum(row) == int(count))
    for group in groups:
        model.add(sum(row[group] for row in seats) == sizes[group])
    for one, other in pairwise(groups):
        if sizes[one] == sizes[other]:  # groups of the same size are alike: of their orders one is enough
            model.add(seats[0][one] >= seats[0][other])
    least = []
    for which, column in enumerate(("side", "department")):
        squares = []
        for name, count in room[column].value_counts().items():
            rows = [row for row, (kind, _) in zip(seats, kinds, strict=True) if kind[which] == name]
            for group in groups:
                inside = sum(row[group] for row in rows)
                costs = [(people * n - sizes[group] * int(count)) ** 2 for n in range(sizes[group] + 1)]
                square = model.new_int_var(0, max(costs), "")
                for n, (low, high) in enumerate(pairwise(costs)):
                    model.add(square >= low + (high - low) * (inside - n))
                squares.append(square)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = SECONDS
        solver.parameters.num_workers = 2
        model.minimize(sum(squares))
        if solver.solve(model) != cp_model.OPTIMAL:
            return None
        least.append(round(solver.objective_value))
        model.add(sum(squares) == least[-1])
    return Imbalance(*(cost / people**2 for cost in least))


if __name__ == "__main__":
    from benchmarks.__main__ import main

    main(["groups"])
