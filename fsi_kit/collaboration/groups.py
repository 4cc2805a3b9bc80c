"""Mixed groups: both sides, then the departments, as evenly spread as can be.

The balance is measured by `imbalance`: for every group and side, how far the number of people is from the group's
fair share (its size times the side's part of the room), squared and summed; and the same for departments. Sides come
first: departments only decide between divisions that are equally even in the sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from fsi_kit.collaboration.pairs import Pair, conflict, placements
from fsi_kit.collaboration.spread import Spread
from fsi_kit.texts import Lang, load_texts
from fsi_kit.workbook import load_descriptor

_Array = np.ndarray[Any, Any]
STARTS, TRIES = 3, 1200
"""How many times the search begins anew, and how many people it shakes about in all, unless it meets a bound that
nothing can beat."""


class GroupError(Exception):
    """Groups that cannot be made; `pairs` names the pairs that stand in the way.

    Attributes:
        reason: ``pairs``, ``unknown``, ``twice`` or ``size``.
    """

    def __init__(
        self, reason: str, together: Sequence[Pair] = (), apart: Sequence[Pair] = (), **places: object
    ) -> None:
        self.reason, self.together, self.apart, self.places = reason, tuple(together), tuple(apart), places
        super().__init__(self.text("en"))

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs that stand in the way."""
        return self.together + self.apart

    def text(self, lang: Lang) -> str:
        """Return what is wrong, with the pairs."""
        words = load_texts("fsi_kit.collaboration", "texts.toml")["groups"]
        named = {"together": _named(self.together), "apart": _named(self.apart)}
        listed = [words[name][lang].format(pairs=pairs) for name, pairs in named.items() if pairs]
        pairs = ". ".join(listed) if self.reason == "pairs" else _named(self.pairs)
        return str(words[self.reason][lang].format(**self.places, pairs=pairs))


class Imbalance(NamedTuple):
    """How uneven a division is; 0 is perfectly even. Compares by side first, as it should."""

    side: float
    department: float


@dataclass(frozen=True)
class Groups:
    """A division into groups.

    Attributes:
        assignment: ``participant_id`` and ``group`` (string, ``1`` and up), a row each, ordered by id.
        balance: a row for each group and each side or department in the room: ``group``, ``kind`` (``side`` or
            ``department``), ``name``, ``people`` (Int64) and ``share`` (float), the group's fair share.
        imbalance: as `imbalance` measures it.
        best: whether it is proved that no division is more even.
    """

    assignment: pd.DataFrame
    balance: pd.DataFrame
    imbalance: Imbalance
    best: bool

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of people in each group."""
        return tuple(int(n) for n in self.assignment.groupby("group", sort=False).size())

    def sentence(self, lang: Lang) -> str:
        """Return how even the division is, in words."""
        words = load_texts("fsi_kit.collaboration", "texts.toml")
        said = words["balance"]
        if self.assignment.empty:
            return str(said["none"][lang])
        who = groups_in_words(self.sizes, lang)
        parts = [said["groups"][lang].format(who=who[0].upper() + who[1:])]
        field = load_descriptor().tables["participants"].columns["side"]
        for name, rows in self.balance[self.balance["kind"] == "side"].groupby("name", sort=False):
            low, high = int(rows["people"].min()), int(rows["people"].max())
            numbers = str(low) if low == high else f"{low}–{high}"
            parts.append(said["side"][lang].format(side=field.label(str(name), lang), range=numbers))
        departments = self.balance[self.balance["kind"] == "department"]
        if len(departments):
            parts.append(said["department"][lang].format(most=int(departments["people"].max())))
        return " ".join([*parts, said["best"][lang]] if self.best else parts)


def group_sizes(people: int, size: int = 5) -> tuple[int, ...]:
    """Return the sizes of as few groups as hold everyone with at most `size` in each, the larger groups first.

    >>> group_sizes(18)
    (5, 5, 4, 4)
    """
    count = -(-people // size)
    return tuple(people // count + (i < people % count) for i in range(count))


def groups_in_words(sizes: Sequence[int], lang: Lang) -> str:
    """Return how many groups of which size.

    >>> groups_in_words((5, 5, 4, 4), "en")
    '2 groups of 5 and 2 groups of 4'
    """
    words = load_texts("fsi_kit.collaboration", "texts.toml")["who"]
    counts = {size: list(sizes).count(size) for size in sorted(set(sizes), reverse=True)}
    parts = [words["group" if n == 1 else "groups"][lang].format(count=n, size=size) for size, n in counts.items()]
    return str(words["and"][lang].join(parts))


def make_groups(
    participants: pd.DataFrame,
    size: int = 5,
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    seed: int = 0,
) -> Groups:
    """Divide people into groups: sides as evenly spread as possible, then departments.

    Everyone comes in exactly one group, and sizes differ by at most one. The search begins several times with people
    in another order, puts each where it does most good, swaps as long as a swap helps and then shakes a few about.

    Args:
        participants: a row for each, with ``participant_id``, ``side`` and ``department``, as in the workbook; one
            workshop's. Rows without an id are left out. A missing side or department counts as none.
        size: the largest group.
        together: pairs of ids that must be in the same group.
        apart: pairs of ids that must not.
        seed: the same seed gives the same groups, in whatever order the rows stand; another may give others.

    Raises:
        GroupError: the pairs cannot be followed, or name someone who is not there; its text names them. Or an id
            stands twice, or a group would be of one.
    """
    people = participants.dropna(subset="participant_id").sort_values("participant_id")
    ids = [str(id_) for id_ in people["participant_id"]]
    wanted = ([_pair(p) for p in together], [_pair(p) for p in apart])
    _refuse_nonsense(ids, size, *wanted)
    sizes = group_sizes(len(ids), size) if ids else ()
    sides, departments = (_codes(people[name]) for name in ("side", "department"))
    place = {id_: i for i, id_ in enumerate(ids)}
    pairs = tuple([(place[a], place[b]) for a, b in kind] for kind in wanted)
    rng = np.random.default_rng(seed)
    best: Spread | None = None
    for _ in range(STARTS if ids else 0):
        found = _search(sides, departments, sizes, pairs[0], pairs[1], rng)
        if found is None:
            held, kept = conflict(sizes, *pairs)
            named = ([(ids[a], ids[b]) for a, b in kind] for kind in (held, kept))
            raise GroupError("pairs", *named, count=len(sizes), size=max(sizes))
        if best is None or found.cost < best.cost:
            best = found
        if best.cost == best.bound:
            break
    return _result(people, best)


def imbalance(participants: pd.DataFrame) -> Imbalance:
    """Return how uneven a division is.

    With n the number of people from a side in a group, s the group's size, S the side's number in the room and N the
    room's: the sum of (n − s × S / N)² over every group and side, and likewise for departments. People without a
    group are left out of it all; a missing side or department counts as none.

    Args:
        participants: columns ``side``, ``department`` and ``group``, one workshop's.
    """
    people = participants.dropna(subset="group")
    return Imbalance(_uneven(people, "side"), _uneven(people, "department"))


def _uneven(people: pd.DataFrame, column: str) -> float:
    return _sum_of_squares(*_counts(people, column)[2:], max(1, len(people)))


def _sum_of_squares(counts: _Array, shares: _Array, people: int) -> float:
    # Whole numbers until the last: equally uneven divisions compare as equal.
    off = counts * people - np.rint(shares * people).astype("int64")
    return float((off**2).sum()) / people**2


def _counts(people: pd.DataFrame, column: str) -> tuple[list[str], list[str], _Array, _Array]:
    """Return groups, the column's values, and for each pair of them the number of people and the fair share."""
    groups, group_names = pd.factorize(people["group"])
    codes, names = pd.factorize(people[column], sort=True)
    sizes = np.bincount(groups, minlength=len(group_names))
    there = codes >= 0
    counts = np.zeros((len(group_names), len(names)), dtype="int64")
    np.add.at(counts, (groups[there], codes[there]), 1)
    shares = np.outer(sizes, counts.sum(axis=0)) / max(1, len(people))
    return list(map(str, group_names)), list(map(str, names)), counts, shares


def _search(
    sides: _Array,
    departments: _Array,
    sizes: Sequence[int],
    together: list[tuple[int, int]],
    apart: list[tuple[int, int]],
    rng: np.random.Generator,
) -> Spread | None:
    spread = Spread(sides, departments, sizes, together, apart)
    held = placements(sizes, together, apart, spread.preferred)
    if held is None:
        return None
    for person, group in held.items():
        spread.put(person, group)
    for person in rng.permutation(len(sides)):
        if person not in held:
            spread.put(int(person), spread.preferred((int(person),))[0])
    spread.improve()
    for _ in range(TRIES // STARTS // len(sides)):
        if spread.cost == spread.bound:
            break
        spread.shake(rng)
    return spread


def _result(people: pd.DataFrame, spread: Spread | None) -> Groups:
    numbers = list(spread.group) if spread else []
    order = {number: str(i) for i, number in enumerate(dict.fromkeys(numbers), start=1)}
    groups = pd.array([order[number] for number in numbers], dtype="string")
    assignment = pd.DataFrame({"participant_id": people["participant_id"].to_numpy(), "group": groups})
    assignment = assignment.astype("string")
    placed = people[["side", "department"]].reset_index(drop=True).assign(group=groups)
    rows: list[tuple[str, str, str, int, float]] = []
    uneven = []
    for kind in ("side", "department"):
        names, values, counts, shares = _counts(placed, kind)
        for (g, group), (v, value) in product(enumerate(names), enumerate(values)):
            rows.append((group, kind, value, int(counts[g, v]), float(shares[g, v])))
        uneven.append(_sum_of_squares(counts, shares, max(1, len(placed))))
    balance = pd.DataFrame(rows, columns=["group", "kind", "name", "people", "share"])
    balance = balance.astype({"people": "Int64", "share": "float64"})
    return Groups(assignment, balance, Imbalance(*uneven), spread is None or spread.cost == spread.bound)


def _refuse_nonsense(ids: list[str], size: int, together: list[Pair], apart: list[Pair]) -> None:
    if size < 2:
        raise GroupError("size", size=size)
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        raise GroupError("twice", ids=", ".join(twice))
    known = set(ids)
    lost = [[pair for pair in pairs if not known.issuperset(pair)] for pairs in (together, apart)]
    if any(lost):
        unknown = sorted({id_ for pairs in lost for pair in pairs for id_ in pair} - known)
        raise GroupError("unknown", *lost, ids=", ".join(unknown))


def _pair(pair: Pair) -> Pair:
    first, second = pair
    return str(first), str(second)


def _codes(column: pd.Series[Any]) -> _Array:
    """Return a number for each value, in the values' own order; -1 where there is none."""
    codes, _ = pd.factorize(column, sort=True)
    return np.asarray(codes)


def _named(pairs: Sequence[Pair]) -> str:
    return ", ".join(f"{a} + {b}" for a, b in pairs)
