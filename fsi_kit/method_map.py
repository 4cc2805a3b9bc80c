"""The method as a picture: three stages, and inside the workshop three questions and five steps, as SVG.

It comes as two drawings that say the same thing, of which a reader meets one (`fsi_kit.drawing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from fsi_kit.drawing import ARROW_ROOM, PAD, TALL, WIDE, Line, Look, Piece, area, arrow, box, two_drawings, wrap
from fsi_kit.method import Method, Question, Stage, Step

GAP = 14


def draw_map(method: Method, prefix: str = "fsi-map") -> str:
    """Return the method's map as SVG: a wide and a tall drawing, of which a reader meets one.

    Args:
        method: FSI in the language of the map; nothing else is written in it.
        prefix: begins every id, so that two maps on a page do not clash.
    """
    return two_drawings("fsi-map", prefix, _wide(method), _tall(method), method.name, describe(method), method.lang)


def describe(method: Method) -> str:
    """Return the map in words, for those who do not see it."""
    parts = []
    for stage in method.stages:
        parts.append(f"{stage.number}. {stage.name}: {stage.takes} → {stage.gives}.")
        if _holds_steps(stage, method):
            for question, steps in _by_question(method):
                parts.append(question.text)
                parts += [f"{step.number}. {step.name}: {step.turns} → {step.into}." for step in steps]
    return " ".join(parts)


def _wide(method: Method) -> Piece:
    """Draw the stages in a row, and the workshop's steps in a panel below the stage that holds them."""
    share = (WIDE - 2 * ARROW_ROOM) / 3
    height = max(_stage(stage, 0, 0, share).height for stage in method.stages)
    drawn = [_stage(stage, i * (share + ARROW_ROOM), 0, share, height) for i, stage in enumerate(method.stages)]
    svg = "".join(piece.svg for piece in drawn)
    for i in range(1, len(drawn)):
        svg += arrow(i * (share + ARROW_ROOM) - ARROW_ROOM + 3, height / 2, ARROW_ROOM - 6, 0)
    holder = next(i for i, stage in enumerate(method.stages) if _holds_steps(stage, method))
    left, top = holder * (share + ARROW_ROOM), height + 26
    svg += area(f"M{left} {height} L0 {top} H{WIDE} L{left + share} {height} Z", 0.07)
    steps = len(method.steps)
    each = (WIDE - 2 * PAD - (steps - 1) * GAP) / steps
    bar = max(_question(q, 0, 0, each * len(s) + GAP * (len(s) - 1)).height for q, s in _by_question(method))
    card = max(_step(step, 0, 0, each).height for step in method.steps)
    x, y = float(PAD), top + PAD
    for question, members in _by_question(method):
        svg += _question(question, x, y, each * len(members) + GAP * (len(members) - 1), bar).svg
        for step in members:
            svg += _step(step, x, y + bar + PAD, each, card).svg
            if step is not method.steps[-1]:
                svg += arrow(x + each + 2, y + bar + PAD + card / 2, GAP - 4, 0)
            x += each + GAP
    bottom = y + bar + PAD + card + PAD
    return Piece(area(f"M0 {top} H{WIDE} V{bottom} H0 Z", 0.07) + svg, bottom)


def _tall(method: Method) -> Piece:
    """Draw everything below each other, the steps inside the stage that holds them."""
    svg, y = "", 0.0
    for stage in method.stages:
        if y:
            svg += arrow(TALL / 2, y + 3, 0, ARROW_ROOM - 6)
            y += ARROW_ROOM
        head = _stage(stage, 0, y, TALL)
        svg += head.svg
        top = y
        y += head.height
        if _holds_steps(stage, method):
            for question, steps in _by_question(method):
                bar = _question(question, PAD, y + PAD, TALL - 2 * PAD)
                svg += bar.svg
                y += bar.height + PAD
                for step in steps:
                    card = _step(step, PAD, y + 6, TALL - 2 * PAD)
                    svg += card.svg
                    y += card.height + 6
            y += PAD
            svg = area(f"M0 {top} H{TALL} V{y} H0 Z", 0.07) + svg
    return Piece(svg, y)


def _stage(stage: Stage, x: float, y: float, width: float, height: float = 0) -> Piece:
    room = width - 2 * PAD
    lines = [*wrap(Line(f"{stage.number}. {stage.name}", 15, True), room), *_turn(stage.takes, stage.gives, room)]
    return box(x, y, width, lines, height, Look(0.06))


def _step(step: Step, x: float, y: float, width: float, height: float = 0) -> Piece:
    room = width - 2 * PAD
    lines = [*wrap(Line(f"{step.number}. {step.name}", 13.5, True), room), *_turn(step.turns, step.into, room)]
    return box(x, y, width, lines, height)


def _question(question: Question, x: float, y: float, width: float, height: float = 0) -> Piece:
    lines = wrap(Line(question.text, 13, True), width - 2 * PAD)
    return box(x, y, width, lines, height, Look(0.14, middle=True))


def _turn(turns: str, into: str, room: float) -> list[Line]:
    return [*wrap(Line(turns), room), Line("↓", 13, True), *wrap(Line(into), room)]


def _by_question(method: Method) -> Iterator[tuple[Question, list[Step]]]:
    for question, steps in groupby(method.steps, key=lambda step: step.question):
        yield question, list(steps)


def _holds_steps(stage: Stage, method: Method) -> bool:
    """Say whether a stage is the workshop's: its tables hold the workshops. Should none do, it is the second."""
    holder = next((s for s in method.stages if "workshops" in s.tables), method.stages[1])
    return stage is holder
