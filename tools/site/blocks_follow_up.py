"""The rhythm of following up, as a picture: what to tell whom and when, with the rules' own limits in days."""

from __future__ import annotations

from markupsafe import Markup

from fsi_kit.check import all_rules
from fsi_kit.drawing import ARROW_ROOM, PAD, TALL, WIDE, Line, Look, Piece, arrow, box, two_drawings, wrap
from tools.site.place import Place
from tools.site.render import render

GAP = 10
IN_A_ROW = ("thanks", "answer", "done", "stopped")
ALL_ALONG = ("month", "year")
IN_ORDER = 3  # so many boxes come one after another; an action is either done or stopped
# Whose limit in days a box names.
LIMITS = {"answer": "I303", "done": "I311"}

Box = tuple[str, str]


def follow_up_rhythm(place: Place) -> str:
    """Draw what to do after a workshop, in order, and below it what returns every month and every year."""
    row, along = ([_words(name, place) for name in names] for names in (IN_A_ROW, ALL_ALONG))
    title = place.words("rhythm.title")
    description = " ".join(f"{when}: {what}" for when, what in (*row, *along))
    svg = two_drawings("fsi-rhythm", "fsi-rhythm", _wide(row, along), _tall(row, along), title, description, place.lang)
    return render("figure.html", svg=Markup(svg), caption=place.words("rhythm.caption"))  # noqa: S704 - ours


def _words(name: str, place: Place) -> Box:
    days = all_rules()[LIMITS[name]].limits["days"] if name in LIMITS else 0
    return place.words(f"rhythm.{name}.when", days=days), place.words(f"rhythm.{name}.what")


def _wide(row: list[Box], along: list[Box]) -> Piece:
    share = (WIDE - (len(row) - 1) * ARROW_ROOM) / len(row)
    height = max(_box(each, 0, 0, share).height for each in row)
    svg = ""
    for i, each in enumerate(row):
        x = i * (share + ARROW_ROOM)
        svg += _box(each, x, 0, share, height).svg
        if 0 < i < IN_ORDER:
            svg += arrow(x - ARROW_ROOM + 3, height / 2, ARROW_ROOM - 6, 0)
    y, half = height + 2 * GAP, (WIDE - GAP) / len(along)
    below = max(_box(each, 0, y, half, shade=0.1).height for each in along)
    for i, each in enumerate(along):
        svg += _box(each, i * (half + GAP), y, half, below, shade=0.1).svg
    return Piece(svg, y + below)


def _tall(row: list[Box], along: list[Box]) -> Piece:
    svg, y = "", 0.0
    for i, each in enumerate((*row, *along)):
        if 0 < i < IN_ORDER:
            svg += arrow(TALL / 2, y + 3, 0, ARROW_ROOM - 6)
        y += ARROW_ROOM if 0 < i < IN_ORDER else GAP if i else 0
        drawn = _box(each, 0, y, TALL, shade=None if i < len(row) else 0.1)
        svg += drawn.svg
        y += drawn.height
    return Piece(svg, y)


def _box(words: Box, x: float, y: float, width: float, height: float = 0, shade: float | None = None) -> Piece:
    when, what = words
    room = width - 2 * PAD
    lines = [*wrap(Line(when, 14, True), room), *wrap(Line(what), room)]
    return box(x, y, width, lines, height, Look(shade))
