"""Boxes, arrows and lines of text as SVG, for the pictures that the kit draws itself.

Such a picture comes as two drawings that say the same thing, a wide one and a tall one for narrow windows; the style
that comes with them shows one and hides the other, also from assistive technology. They take their colour from the
text around them, so they can be read in print, in grey and in the dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from fsi_kit.texts import Lang

NARROW_WINDOW = 700  # pixels; below it the tall drawing is shown
WIDE, TALL = 780, 344
PAD, LINE = 10, 1.32
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


@dataclass(frozen=True)
class Look:
    """How a box looks.

    Attributes:
        shade: how much of the text's colour fills it; None is the page's own colour.
        middle: whether its lines stand in the middle of its height.
        dashed: whether its edge is broken.
        edge: the width of its edge.
    """

    shade: float | None = None
    middle: bool = False
    dashed: bool = False
    edge: float = 1


def box(x: float, y: float, width: float, lines: list[Line], height: float = 0, look: Look | None = None) -> Piece:
    """Draw a box around lines of text; `height` is the least it may have."""
    look = look or Look()
    text_height = sum(line.size * LINE for line in lines)
    height = max(height, text_height + 2 * PAD)
    fill = "var(--md-default-bg-color, none)" if look.shade is None else "currentColor"
    opacity = "" if look.shade is None else f' fill-opacity="{look.shade}"'
    dashes = ' stroke-dasharray="5 4"' if look.dashed else ""
    edge = "" if look.edge == 1 else f' stroke-width="{look.edge}"'
    svg = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="5" style="fill:{fill}"{opacity} '
        f'stroke="currentColor" stroke-opacity="{0.55 if look.edge == 1 and not look.dashed else 1}"{dashes}{edge}/>'
    )
    top = y + ((height - text_height) / 2 if look.middle else PAD)
    return Piece(svg + written(x + PAD, top, width - 2 * PAD, lines).svg, height)


def written(x: float, y: float, room: float, lines: list[Line]) -> Piece:
    """Draw lines of text below each other; a line that is wider than `room` is pressed together."""
    svg, baseline = "", y
    for line in lines:
        baseline += line.size * LINE
        weight = ' font-weight="700"' if line.bold else ""
        squeeze = f' textLength="{room:.1f}" lengthAdjust="spacingAndGlyphs"' if width(line) > room * 1.1 else ""
        svg += (
            f'<text x="{x:.1f}" y="{baseline - line.size * 0.3:.1f}" font-size="{line.size}"{weight}{squeeze}>'
            f"{escape(line.text)}</text>"
        )
    return Piece(svg, baseline - y)


def area(path: str, opacity: float) -> str:
    """Draw an area in a tint of the text's colour."""
    return f'<path d="{path}" fill="currentColor" fill-opacity="{opacity}"/>'


def arrow(x: float, y: float, right: float, down: float) -> str:
    """Draw an arrow from a point, either to the right or down."""
    tip_x, tip_y = x + right, y + down
    head = f"M{tip_x - 4:.1f} {tip_y - 4:.1f}L{tip_x:.1f} {tip_y:.1f}"
    head += f"L{tip_x - 4:.1f} {tip_y + 4:.1f}" if right else f"L{tip_x + 4:.1f} {tip_y - 4:.1f}"
    path = f"M{x:.1f} {y:.1f}L{tip_x:.1f} {tip_y:.1f}{head}"
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.6"/>'


def wrap(line: Line, room: float, split: bool = False) -> list[Line]:
    """Return the text of a line as lines that fit in `room`; a longer word stands alone, or is split."""
    lines: list[Line] = []
    for word in _pieces(line, room) if split else line.text.split():
        longer = replace(line, text=f"{lines[-1].text} {word}") if lines else None
        if longer and width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(replace(line, text=word))
    return lines


def width(line: Line) -> float:
    """Return how wide a line may become, in whichever font the reader has."""
    return line.size * (1.12 if line.bold else 1) * sum(_letter(letter) for letter in line.text)


def _pieces(line: Line, room: float) -> Iterator[str]:
    """Yield the words of a line, those that are wider than `room` in pieces."""
    for word in line.text.split():
        piece = ""
        for letter in word:
            if piece and width(replace(line, text=piece + letter)) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _letter(letter: str) -> float:
    if letter in " .,:;!|iljtfrI'":
        return NARROW
    if letter in "mwMW":
        return BROAD
    return CAPITAL if letter.isupper() else PLAIN


def two_drawings(name: str, prefix: str, wide: Piece, tall: Piece, title: str, description: str, lang: Lang) -> str:
    """Return a wide and a tall drawing, of which a reader meets one, with the style that sees to it.

    Args:
        name: begins the drawings' class names, and is the same for all pictures of a kind.
        prefix: begins every id, so that two pictures on a page do not clash.
        title, description: the picture's name, and the whole of it in words.
    """
    style = (
        f"<style>.{name}-wide,.{name}-tall{{width:100%;height:auto}}.{name}-tall{{display:none;max-width:30rem}}"
        f"@media(max-width:{NARROW_WINDOW}px){{.{name}-wide{{display:none}}.{name}-tall{{display:block}}}}</style>"
    )
    for kind, wide_, piece in (("wide", WIDE, wide), ("tall", TALL, tall)):
        id_ = f"{prefix}-{kind}"
        style += (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}-{kind}" role="img" '
            f'viewBox="-1 -1 {wide_ + 2} {piece.height + 2:.0f}" aria-labelledby="{id_}-title" '
            f'aria-describedby="{id_}-desc" lang="{lang}">'
            f'<title id="{id_}-title">{escape(title)}</title><desc id="{id_}-desc">{escape(description)}</desc>'
            f'<g fill="currentColor" font-family="inherit">{piece.svg}</g></svg>'
        )
    return style
