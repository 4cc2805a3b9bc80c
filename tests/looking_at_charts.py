"""What a drawn chart shows, read from its artists: its texts, where they stand, and whether they cover each other."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

CLOSE = 0.5  # pixels that two boxes may share: their edges are rounded


class Shown(NamedTuple):
    """A text that is drawn, and its box in pixels."""

    text: str
    box: Bbox


def shown(figure: Figure) -> list[Shown]:
    """Draw a figure and return its visible texts."""
    figure.canvas.draw()
    found, spare = [], _spare(figure)
    for artist in figure.findobj(Text):
        text = artist.get_text().strip()
        if text and artist.get_visible() and id(artist) not in spare:
            found.append(Shown(text.replace(r"\$", "$"), artist.get_window_extent()))
    return found


def texts(figure: Figure) -> list[str]:
    return [each.text for each in shown(figure)]


def outside(figure: Figure) -> list[str]:
    """Return the texts that reach beyond the canvas."""
    low, high = figure.bbox.min - CLOSE, figure.bbox.max + CLOSE
    return [text for text, box in shown(figure) if (box.min < low).any() or (box.max > high).any()]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of texts that cover each other."""
    return [
        (one.text, other.text)
        for one, other in combinations(shown(figure), 2)
        if min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0) > CLOSE
        and min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0) > CLOSE
    ]


def _spare(figure: Figure) -> set[int]:
    """Return the labels that axes keep for ticks beyond what they show, which are never drawn."""
    found = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            beyond = [tick for tick in axis.get_major_ticks() if not low <= tick.get_loc() <= high]
            found |= {id(label) for tick in beyond for label in (tick.label1, tick.label2)}
    return found
