"""Fit pieces of work into days, to the minute: how long each piece gets and where the breaks go.

Nothing here knows what FSI is. All times are in minutes; `agenda.toml` holds the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, NamedTuple

BreakKind = Literal["coffee", "lunch"]
Rules = Mapping[str, Any]
"""The table ``[breaks]`` of ``agenda.toml``."""

INSIDE = 15**2  # a break inside a step is as bad as stretches of work that are 15 minutes from being equally long
NEAR_NOON = 30  # a lunch this far from noon is as good as one at noon
MOST_COFFEES = 6


class Span(NamedTuple):
    """How long something may be: the shortest, what it takes when there is time, the longest."""

    low: int
    full: int
    high: int


@dataclass(frozen=True)
class Piece:
    """Something that is done in one go. Days part only after a piece that `ends_step`; breaks had rather do so too."""

    span: Span
    ends_step: bool


@dataclass(frozen=True)
class Break:
    """A break and the number of pieces of its day that come before it."""

    after: int
    kind: BreakKind
    minutes: int


@dataclass(frozen=True)
class Day:
    """One day.

    Attributes:
        lengths: each piece's minutes.
        reserve: minutes left over at the end.
        level: 0 where everything has its shortest time, 1 its full, 2 its longest.
    """

    lengths: tuple[int, ...]
    breaks: tuple[Break, ...]
    reserve: int
    level: float


def clock(minutes: int) -> str:
    """Return minutes after midnight as a time of day.

    >>> clock(545)
    '09:05'
    """
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def allocate(spans: Sequence[Span], minutes: int) -> list[int]:
    """Share out minutes: every span is moved by the same part of the way from low to full, or from full to high.

    Whole minutes are made by the method of largest remainders; the earlier span wins a tie.

    Args:
        minutes: no less than the spans' lows together and no more than their highs.
    """
    shrink = minutes <= sum(span.full for span in spans)
    base = [span.low if shrink else span.full for span in spans]
    room = [(span.full if shrink else span.high) - start for span, start in zip(spans, base, strict=True)]
    spare, whole = minutes - sum(base), max(1, sum(room))
    lengths = [start + spare * part // whole for start, part in zip(base, room, strict=True)]
    by_remainder = sorted(range(len(spans)), key=lambda i: -(spare * room[i] % whole))
    for i in by_remainder[: minutes - sum(lengths)]:
        lengths[i] += 1
    return lengths


def fit(pieces: Sequence[Piece], minutes: int, days: int, start: int, rules: Rules) -> list[Day] | None:
    """Return the days, each filled exactly; None where the pieces do not fit.

    Two days get the same number of minutes each (an odd one goes to the first) and part where both get most time.

    Args:
        minutes: all days together.
        days: 1 or 2.
        start: when each day begins, in minutes after midnight.
        rules: the breaks.
    """
    if days == 1:
        day = _fit_day(pieces, minutes, start, rules)
        return None if day is None else [day]
    best: list[Day] | None = None
    for cut in (i for i, piece in enumerate(pieces[:-1], start=1) if piece.ends_step):
        first = _fit_day(pieces[:cut], minutes - minutes // 2, start, rules)
        second = _fit_day(pieces[cut:], minutes // 2, start, rules)
        if first and second and (best is None or level([first, second]) > level(best)):
            best = [first, second]
    return best


def level(days: Sequence[Day]) -> float:
    """Return the level of the day that has least time for what it holds."""
    return min(day.level for day in days)


def least(pieces: Sequence[Piece], days: int, start: int, rules: Rules) -> int:
    """Return the fewest minutes that the pieces fit in, and above which they always do.

    At the lengths of day where breaks begin the same work needs more time, so those are tried too.
    """
    minutes, most = sum(piece.span.low for piece in pieces), days * 24 * 60
    begins = [rules["from"], _lunch_from(start, rules["lunch"])]
    steps = sorted(days * length + odd for length in begins for odd in (-1, 0))
    while True:
        while minutes < most and fit(pieces, minutes, days, start, rules) is None:
            minutes += 1
        tried = (step for step in steps if step > minutes and fit(pieces, step, days, start, rules) is None)
        ahead = next(tried, None)
        if ahead is None:
            return minutes
        minutes = ahead + 1


def _fit_day(pieces: Sequence[Piece], minutes: int, start: int, rules: Rules) -> Day | None:
    lunch, coffee = _span(rules["lunch"]), _span(rules["coffee"])
    lunches = int(start <= rules["lunch"]["begins_by"] and minutes >= _lunch_from(start, rules["lunch"]))
    second_best: Day | None = None
    for coffees in range(MOST_COFFEES + 1):
        spans = [*(piece.span for piece in pieces), *[lunch] * lunches, *[coffee] * coffees]
        low, full, high = (sum(getattr(span, name) for span in spans) for name in ("low", "full", "high"))
        if low > minutes:
            break
        if minutes >= rules["from"] and not lunches + coffees:
            continue
        reserve = max(0, minutes - high)
        lengths = allocate(spans, minutes - reserve)
        work, breaks = lengths[: len(pieces)], lengths[len(pieces) :]
        # A break may come before the reserve; the reserve itself is nobody's work.
        blocks = [*work, min(reserve, rules["longest"])] if reserve else work
        placed, from_noon = _place_breaks(pieces, blocks, breaks, lunches, start, rules)
        if placed is not None:
            grown = (minutes - reserve - full) / max(1, high - full)
            reached = 1 + grown if grown >= 0 else (minutes - low) / max(1, full - low)
            day = Day(tuple(work), placed, reserve, reached + (reserve > 0))
            if from_noon <= rules["lunch"]["near"]:
                return day
            second_best = second_best or day
    return second_best


def _lunch_from(start: int, lunch: Mapping[str, int]) -> int:
    """Return how long a day must be to have lunch."""
    return max(lunch["from"], lunch["ends_from"] - start)


def _span(rule: Mapping[str, int]) -> Span:
    return Span(rule["least"], rule["minutes"], rule["minutes"])


def _place_breaks(
    pieces: Sequence[Piece], work: Sequence[int], breaks: Sequence[int], lunches: int, start: int, rules: Rules
) -> tuple[tuple[Break, ...] | None, float]:
    """Return the breaks where they do most good, and how far lunch begins from noon.

    None instead of breaks where somebody would work too long without one.
    """
    if not breaks:
        return (), 0
    longest = int(rules["longest"])
    options = [
        option
        for cuts in _cuts(work, len(breaks), longest)
        for option in _with_lunch(cuts, work, breaks, lunches, start, rules["lunch"]["noon"])
    ]
    if not options:
        return None, 0

    def cost(option: tuple[float, tuple[Break, ...]]) -> float:
        from_noon, placed = option
        edges = [0, *(pause.after for pause in placed), len(work)]
        stretches = [sum(work[a:b]) for a, b in pairwise(edges)]
        mean = sum(work) / len(stretches)
        inside = sum(not pieces[pause.after - 1].ends_step for pause in placed)
        uneven = sum((stretch - mean) ** 2 for stretch in stretches)
        return uneven + INSIDE * inside + max(0, from_noon - NEAR_NOON) ** 2

    from_noon, placed = min(options, key=cost)
    return placed, from_noon


def _cuts(work: Sequence[int], count: int, longest: int, first: int = 0) -> Iterator[tuple[int, ...]]:
    """Yield every way to part the work in `count` places with no stretch longer than `longest`.

    A single piece may be longer, for nothing parts it.
    """
    if count == 0:
        if sum(work[first:]) <= longest or first == len(work) - 1:
            yield ()
        return
    stretch = 0
    for cut in range(first + 1, len(work)):
        stretch += work[cut - 1]
        if stretch > longest and cut > first + 1:
            return
        for rest in _cuts(work, count - 1, longest, cut):
            yield (cut, *rest)


def _with_lunch(
    cuts: Sequence[int], work: Sequence[int], breaks: Sequence[int], lunches: int, start: int, noon: int
) -> Iterator[tuple[float, tuple[Break, ...]]]:
    """Yield the breaks at these cuts with lunch in each place, and how far from noon it then begins."""
    lunch, coffees = breaks[:lunches], breaks[lunches:]
    for which in range(len(cuts)) if lunches else [-1]:
        minutes = [*coffees[:which], *lunch, *coffees[which:]] if lunches else list(coffees)
        kinds: list[BreakKind] = ["lunch" if i == which else "coffee" for i in range(len(cuts))]
        placed = tuple(Break(c, k, m) for c, k, m in zip(cuts, kinds, minutes, strict=True))
        before = sum(work[: cuts[which]]) + sum(minutes[:which]) if lunches else 0
        yield (abs(start + before - noon) if lunches else 0), placed
