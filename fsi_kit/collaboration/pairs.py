"""People who must sit together or apart: find places for them, or the pairs that cannot all be followed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Pair = tuple[str, str]
Numbers = Sequence[tuple[int, int]]
Preferred = Callable[[tuple[int, ...]], list[int]]
TRIES = 20_000
"""How many placings are tried before the pairs are held to be impossible."""


def units(together: Numbers, apart: Numbers) -> list[tuple[int, ...]]:
    """Return everyone who is in a pair, those who must be together as one, by number."""
    home = {person: {person} for pair in (*together, *apart) for person in pair}
    for a, b in together:
        if home[a] is not home[b]:
            home[a] |= home[b]
            for person in home[b]:
                home[person] = home[a]
    return sorted({tuple(sorted(unit)) for unit in home.values()})


def placements(
    sizes: Sequence[int], together: Numbers, apart: Numbers, preferred: Preferred | None = None
) -> dict[int, int] | None:
    """Return a group for everyone in a pair; None where the pairs cannot all be followed.

    Every way is tried, those with most bound up first; groups of the same size that are still empty count as one.

    Args:
        sizes: how many each group holds.
        together, apart: pairs of people's numbers.
        preferred: the groups in the order to try them for some people; by default from the first.
    """
    foes: dict[int, set[int]] = {}
    for a, b in apart:
        foes.setdefault(a, set()).add(b)
        foes.setdefault(b, set()).add(a)
    left = units(together, apart)
    if any(b in unit for unit in left for a in unit for b in foes.get(a, ())) or any(a == b for a, b in apart):
        return None
    left.sort(key=lambda unit: (-len(unit), -sum(len(foes.get(person, ())) for person in unit), unit))
    place: dict[int, int] = {}
    room = list(sizes)
    tries = 0

    def settle(number: int) -> bool:
        nonlocal tries
        if number == len(left):
            return True
        unit = left[number]
        taken = {place[foe] for person in unit for foe in foes.get(person, ()) if foe in place}
        fresh: set[int] = set()
        for group in preferred(unit) if preferred else range(len(sizes)):
            untouched = room[group] == sizes[group]
            if room[group] < len(unit) or group in taken or (untouched and sizes[group] in fresh):
                continue
            if untouched:
                fresh.add(sizes[group])
            tries += 1
            if tries > TRIES:
                return False
            room[group] -= len(unit)
            place.update(dict.fromkeys(unit, group))
            if settle(number + 1):
                return True
            room[group] += len(unit)
            for person in unit:
                del place[person]
        return False

    return place if settle(0) else None


def conflict(sizes: Sequence[int], together: Numbers, apart: Numbers) -> tuple[list[tuple[int, int]], ...]:
    """Return the fewest of the pairs that still cannot all be followed: without any one of them, they can."""
    kept = [(pair, True) for pair in together] + [(pair, False) for pair in apart]
    for one in list(kept):
        rest = [other for other in kept if other is not one]
        if placements(sizes, [p for p, held in rest if held], [p for p, held in rest if not held]) is None:
            kept = rest
    return [p for p, held in kept if held], [p for p, held in kept if not held]
