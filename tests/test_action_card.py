"""Action cards as a picture: every word is there, twice drawn and once told, and level where they are compared."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from fsi_kit.action_card import Box, Card, describe, draw_cards

SVG = "{http://www.w3.org/2000/svg}"
BAD = Card("Dåligt <kort>", (Box("Hur", "Förbättra.", "Vad då?"), Box("Klar senast", "Löpande", "Aldrig.")))
GOOD = Card(
    "Bra kort",
    (
        Box("Hur", "Skicka varje ansökan samma dag som den kommer in, till alla tre. " * 3),
        Box("Klar senast", "2026-03-06"),
    ),
)


def drawings(*cards: Card) -> list[ET.Element]:
    svg = draw_cards(cards, "Två kort", "sv")
    return [ET.fromstring(part) for part in re.findall(r"<svg.*?</svg>", svg, flags=re.DOTALL)]


def test_both_drawings_hold_every_word_of_the_cards() -> None:
    wide, tall = drawings(BAD, GOOD)
    for drawing in (wide, tall):
        words = " ".join("".join(each.itertext()) for each in drawing.iter(f"{SVG}text"))
        for card in (BAD, GOOD):
            assert card.heading in words
            assert all(word in words for box in card.boxes for word in f"{box.label} {box.text} {box.remark}".split())


def test_the_same_is_told_in_words() -> None:
    told = describe((BAD, GOOD))
    assert "Dåligt <kort>. Hur: Förbättra. (Vad då?)" in told
    (wide, tall) = drawings(BAD, GOOD)
    assert [d.findtext(f"{SVG}desc") for d in (wide, tall)] == [told, told]
    assert wide.findtext(f"{SVG}title") == "Två kort"


def test_boxes_of_cards_side_by_side_are_level_and_nothing_stands_outside() -> None:
    wide, tall = drawings(BAD, GOOD)
    tops = [float(rect.get("y", "")) for rect in wide.iter(f"{SVG}rect")]
    assert tops[:3] == tops[3:] and tops[0] < tops[1] < tops[2]
    for drawing in (wide, tall):
        height = float(drawing.get("viewBox", "").split()[3])
        rects = list(drawing.iter(f"{SVG}rect"))
        assert len(rects) == 6
        assert all(float(r.get("y", "")) + float(r.get("height", "")) <= height for r in rects)


@pytest.mark.parametrize("cards", [(), (BAD, Card("Ett", GOOD.boxes[:1]))])
def test_cards_that_cannot_be_compared_are_refused(cards: tuple[Card, ...]) -> None:
    with pytest.raises(ValueError, match="same number"):
        draw_cards(cards, "Kort", "sv")
