"""Action cards as a picture: what should be done, by whom, by when and how it will be measured, as SVG.

Cards are drawn side by side with their boxes level, so that they can be compared; below each other in narrow windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fsi_kit.drawing import PAD, TALL, WIDE, Line, Look, Piece, box, two_drawings, wrap
from fsi_kit.texts import Lang

GAP = 16


@dataclass(frozen=True)
class Box:
    """One box of a card: its label, what stands in it and, where somebody has judged it, a remark."""

    label: str
    text: str
    remark: str = ""


@dataclass(frozen=True)
class Card:
    """A card: a heading and its boxes, from the top."""

    heading: str
    boxes: tuple[Box, ...]


def draw_cards(cards: Sequence[Card], title: str, lang: Lang, prefix: str = "fsi-cards") -> str:
    """Return cards as SVG: a wide and a tall drawing, of which a reader meets one.

    Args:
        cards: one or more, each with as many boxes as the first.
        title: the picture's name.
        prefix: begins every id, so that two pictures on a page do not clash.

    Raises:
        ValueError: there are no cards, or they differ in their number of boxes.
    """
    if not cards or len({len(card.boxes) for card in cards}) > 1:
        raise ValueError("cards to compare need the same number of boxes")
    return two_drawings("fsi-cards", prefix, _wide(cards), _tall(cards), title, describe(cards), lang)


def describe(cards: Sequence[Card]) -> str:
    """Return cards in words, for those who do not see them."""
    return " ".join(
        " ".join(
            [f"{card.heading}.", *(f"{b.label}: {b.text} {f'({b.remark})' if b.remark else ''}" for b in card.boxes)]
        )
        for card in cards
    )


def _wide(cards: Sequence[Card]) -> Piece:
    each = (WIDE - (len(cards) - 1) * GAP) / len(cards)
    heights = [max(_box(b, 0, 0, each).height for b in level) for level in zip(*(c.boxes for c in cards), strict=True)]
    head = max(_heading(card, 0, 0, each).height for card in cards)
    pieces = [_card(card, i * (each + GAP), 0, each, head, heights) for i, card in enumerate(cards)]
    return Piece("".join(piece.svg for piece in pieces), max(piece.height for piece in pieces))


def _tall(cards: Sequence[Card]) -> Piece:
    svg, y = "", 0.0
    for card in cards:
        piece = _card(card, 0, y, TALL, 0, [0.0] * len(card.boxes))
        svg, y = svg + piece.svg, y + piece.height + GAP
    return Piece(svg, y - GAP)


def _card(card: Card, x: float, top: float, width: float, head: float, heights: list[float]) -> Piece:
    """Draw a card from `top` down; `head` and `heights` are the least that its parts may be."""
    piece = _heading(card, x, top, width, head)
    svg, y = piece.svg, top + piece.height
    for one, height in zip(card.boxes, heights, strict=True):
        piece = _box(one, x, y, width, height)
        svg, y = svg + piece.svg, y + piece.height
    return Piece(svg, y - top)


def _heading(card: Card, x: float, y: float, width: float, height: float = 0) -> Piece:
    return box(x, y, width, wrap(Line(card.heading, 16, True), width - 2 * PAD), height, Look(0.14, middle=True))


def _box(one: Box, x: float, y: float, width: float, height: float = 0) -> Piece:
    room = width - 2 * PAD
    lines = [Line(one.label, 13, True), *wrap(Line(one.text, 14.5), room)]
    if one.remark:
        lines += [Line(" ", 5), *wrap(Line(f"→ {one.remark}", 14, True), room)]
    return box(x, y, width, lines, height, Look(0.03))
