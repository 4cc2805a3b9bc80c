"""The picture on the page about company visits: from choosing a company to telling it what came of its words."""

from __future__ import annotations

from markupsafe import Markup

from fsi_kit.drawing import ARROW_ROOM, PAD, TALL, WIDE, Line, Look, Piece, arrow, box, two_drawings, wrap
from tools.site.place import Place
from tools.site.render import render

ROW = 3
STEPS = ("choose", "prepare", "listen", "write", "share", "tell")


def visit_timeline(place: Place) -> str:
    """Draw the six steps of a visit, each with when it happens and what it takes, as SVG."""
    words = place.words
    steps = [tuple(words(f"visit_timeline.{step}.{part}") for part in ("when", "name", "what")) for step in STEPS]
    described = " ".join(f"{number}. {name}, {when}: {what}" for number, (when, name, what) in enumerate(steps, 1))
    title = words("visit_timeline.title")
    svg = two_drawings("fsi-visit", "fsi-visit", _wide(steps), _tall(steps), title, described, place.lang)
    caption = words("visit_timeline.caption")
    return render("visit_timeline.html", svg=Markup(svg), caption=caption)  # noqa: S704 - ours


def _wide(steps: list[tuple[str, ...]]) -> Piece:
    """Draw the steps in rows of three: in one row they would be too narrow to read."""
    each = (WIDE - (ROW - 1) * ARROW_ROOM) / ROW
    height = max(_step(i, step, 0, 0, each).height for i, step in enumerate(steps, 1))
    svg, y = "", 0.0
    for i, step in enumerate(steps):
        row, place = divmod(i, ROW)
        x, y = place * (each + ARROW_ROOM), row * (height + PAD)
        svg += _step(i + 1, step, x, y, each, height).svg
        if place:
            svg += arrow(x - ARROW_ROOM + 3, y + height / 2, ARROW_ROOM - 6, 0)
    return Piece(svg, y + height)


def _tall(steps: list[tuple[str, ...]]) -> Piece:
    svg, y = "", 0.0
    for i, step in enumerate(steps):
        if i:
            svg += arrow(TALL / 2, y + 3, 0, ARROW_ROOM - 6)
            y += ARROW_ROOM
        piece = _step(i + 1, step, 0, y, TALL)
        svg += piece.svg
        y += piece.height
    return Piece(svg, y)


def _step(number: int, step: tuple[str, ...], x: float, y: float, width: float, height: float = 0) -> Piece:
    when, name, what = step
    room = width - 2 * PAD
    lines = [*wrap(Line(when, 13), room), *wrap(Line(f"{number}. {name}", 15, True), room), *wrap(Line(what, 14), room)]
    return box(x, y, width, lines, height, Look(0.06))
