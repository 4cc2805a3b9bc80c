"""The method as a picture: three stages, and inside the workshop three questions and five steps, as SVG.

Two drawings say the same thing, a wide one and a tall one for narrow windows; the style that comes with them
shows one and hides the other, also from assistive technology. They take their colour from the text around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from fsi_kit.method import Method, Question, Stage, Step

WIDE, TALL = 780, 344
NARROW_WINDOW = 700  # pixels; below it the tall drawing is shown
GAP, PAD, LINE = 14, 10, 1.32
ARROW_ROOM = 20
# Width of letters in parts of the font's size, for the widest of the usual fonts: words must fit in all of them.
NARROW, BROAD, PLAIN, CAPITAL = 0.38, 0.95, 0.61, 0.74


@dataclass(frozen=True)
class Line:
    """A line of text: its size in pixels and whether it is bold."""

    text: str
    size: float = 12.5
    bold: bool = False


@dataclass(frozen=True)
class Piece:
    """A part of a drawing and how high it is."""

    svg: str
    height: float


def draw_map(method: Method, prefix: str = "fsi-map") -> str:
    """Return the method's map as SVG: a wide and a tall drawing, of which a reader meets one.

    Args:
        method: FSI in the language of the map; nothing else is written in it.
        prefix: begins every id, so that two maps on a page do not clash.
    """
    wide = _svg(method, f"{prefix}-wide", WIDE, _wide(method))
    return _style() + wide + _svg(method, f"{prefix}-tall", TALL, _tall(method))


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
        svg += _arrow(i * (share + ARROW_ROOM) - ARROW_ROOM + 3, height / 2, ARROW_ROOM - 6, 0)
    holder = next(i for i, stage in enumerate(method.stages) if _holds_steps(stage, method))
    left, top = holder * (share + ARROW_ROOM), height + 26
    svg += _area(f"M{left} {height} L0 {top} H{WIDE} L{left + share} {height} Z", 0.07)
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
                svg += _arrow(x + each + 2, y + bar + PAD + card / 2, GAP - 4, 0)
            x += each + GAP
    bottom = y + bar + PAD + card + PAD
    return Piece(_area(f"M0 {top} H{WIDE} V{bottom} H0 Z", 0.07) + svg, bottom)


def _tall(method: Method) -> Piece:
    """Draw everything below each other, the steps inside the stage that holds them."""
    svg, y = "", 0.0
    for stage in method.stages:
        if y:
            svg += _arrow(TALL / 2, y + 3, 0, ARROW_ROOM - 6)
            y += ARROW_ROOM
        box = _stage(stage, 0, y, TALL)
        svg += box.svg
        top = y
        y += box.height
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
            svg = _area(f"M0 {top} H{TALL} V{y} H0 Z", 0.07) + svg
    return Piece(svg, y)


def _stage(stage: Stage, x: float, y: float, width: float, height: float = 0) -> Piece:
    room = width - 2 * PAD
    lines = [*_wrap(Line(f"{stage.number}. {stage.name}", 15, True), room), *_turn(stage.takes, stage.gives, room)]
    return _box(x, y, width, lines, height, 0.06)


def _step(step: Step, x: float, y: float, width: float, height: float = 0) -> Piece:
    room = width - 2 * PAD
    lines = [*_wrap(Line(f"{step.number}. {step.name}", 13.5, True), room), *_turn(step.turns, step.into, room)]
    return _box(x, y, width, lines, height, None)


def _question(question: Question, x: float, y: float, width: float, height: float = 0) -> Piece:
    return _box(x, y, width, _wrap(Line(question.text, 13, True), width - 2 * PAD), height, 0.14, middle=True)


def _turn(turns: str, into: str, room: float) -> list[Line]:
    return [*_wrap(Line(turns), room), Line("↓", 13, True), *_wrap(Line(into), room)]


def _box(
    x: float, y: float, width: float, lines: list[Line], height: float, shade: float | None, middle: bool = False
) -> Piece:
    """Draw a box around lines of text; `height` is the least it may have, `shade` None is the page's own colour."""
    text_height = sum(line.size * LINE for line in lines)
    height = max(height, text_height + 2 * PAD)
    fill = "var(--md-default-bg-color, none)" if shade is None else "currentColor"
    opacity = "" if shade is None else f' fill-opacity="{shade}"'
    svg = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="5" style="fill:{fill}"{opacity} '
        'stroke="currentColor" stroke-opacity="0.55"/>'
    )
    baseline = y + ((height - text_height) / 2 if middle else PAD)
    for line in lines:
        baseline += line.size * LINE
        weight = ' font-weight="700"' if line.bold else ""
        room = width - 2 * PAD
        squeeze = f' textLength="{room:.1f}" lengthAdjust="spacingAndGlyphs"' if _width(line) > room * 1.1 else ""
        svg += (
            f'<text x="{x + PAD:.1f}" y="{baseline - line.size * 0.3:.1f}" font-size="{line.size}"{weight}{squeeze}>'
            f"{escape(line.text)}</text>"
        )
    return Piece(svg, height)


def _area(path: str, opacity: float) -> str:
    return f'<path d="{path}" fill="currentColor" fill-opacity="{opacity}"/>'


def _arrow(x: float, y: float, right: float, down: float) -> str:
    """Draw an arrow from a point, either to the right or down."""
    tip_x, tip_y = x + right, y + down
    head = f"M{tip_x - 4:.1f} {tip_y - 4:.1f}L{tip_x:.1f} {tip_y:.1f}"
    head += f"L{tip_x - 4:.1f} {tip_y + 4:.1f}" if right else f"L{tip_x + 4:.1f} {tip_y - 4:.1f}"
    path = f"M{x:.1f} {y:.1f}L{tip_x:.1f} {tip_y:.1f}{head}"
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.6"/>'


def _wrap(line: Line, room: float) -> list[Line]:
    """Return the text of a line as lines that fit in `room`; a longer word stands alone."""
    lines: list[Line] = []
    for word in line.text.split():
        longer = Line(f"{lines[-1].text} {word}", line.size, line.bold) if lines else None
        if longer and _width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(Line(word, line.size, line.bold))
    return lines


def _width(line: Line) -> float:
    return line.size * (1.12 if line.bold else 1) * sum(_letter(letter) for letter in line.text)


def _letter(letter: str) -> float:
    if letter in " .,:;!|iljtfrI'":
        return NARROW
    if letter in "mwMW":
        return BROAD
    return CAPITAL if letter.isupper() else PLAIN


def _by_question(method: Method) -> Iterator[tuple[Question, list[Step]]]:
    for question, steps in groupby(method.steps, key=lambda step: step.question):
        yield question, list(steps)


def _holds_steps(stage: Stage, method: Method) -> bool:
    """Say whether a stage is the workshop's: its tables hold the workshops. Should none do, it is the second."""
    holder = next((s for s in method.stages if "workshops" in s.tables), method.stages[1])
    return stage is holder


def _svg(method: Method, id: str, width: int, drawing: Piece) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fsi-map-{id.rsplit("-", 1)[1]}" role="img" '
        f'viewBox="-1 -1 {width + 2} {drawing.height + 2:.0f}" aria-labelledby="{id}-title" '
        f'aria-describedby="{id}-desc" lang="{method.lang}">'
        f'<title id="{id}-title">{escape(method.name)}</title><desc id="{id}-desc">{escape(describe(method))}</desc>'
        f'<g fill="currentColor" font-family="inherit">{drawing.svg}</g></svg>'
    )


def _style() -> str:
    """Return the style that shows one of the two drawings."""
    return (
        "<style>.fsi-map-wide,.fsi-map-tall{width:100%;height:auto}.fsi-map-tall{display:none;max-width:30rem}"
        f"@media(max-width:{NARROW_WINDOW}px){{.fsi-map-wide{{display:none}}.fsi-map-tall{{display:block}}}}</style>"
    )
