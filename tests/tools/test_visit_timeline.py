"""The picture of a visit: every step is in both drawings and in the words that stand for them."""

from __future__ import annotations

import re
from html import unescape

import pytest

from fsi_kit.drawing import PAD, Line, width
from fsi_kit.texts import LANGS, Lang
from tools.site.blocks_visits import STEPS, visit_timeline
from tools.site.place import Place

each_lang = pytest.mark.parametrize("lang", LANGS)


@each_lang
def test_every_step_stands_in_both_drawings_and_in_the_description(lang: Lang) -> None:
    place = Place(lang, "modules/02-visits.md")
    html = unescape(visit_timeline(place))
    drawings = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
    assert len(drawings) == 2
    for drawing in drawings:
        spoken = re.findall(r"<desc[^>]*>(.*?)</desc>", drawing)[0]
        written = " ".join(re.findall(r"<text[^>]*>(.*?)</text>", drawing))
        for step in STEPS:
            for part in ("when", "name", "what"):
                words = place.words(f"visit_timeline.{step}.{part}")
                assert words in spoken and words in written


@each_lang
def test_words_fit_in_their_boxes(lang: Lang) -> None:
    html = visit_timeline(Place(lang, "modules/02-visits.md"))
    assert "textLength" not in html, "nothing had to be pressed together"
    boxes = [float(found) for found in re.findall(r'<rect [^>]*width="([\d.]+)"', html)]
    lines = [(unescape(text), float(size)) for size, text in re.findall(r'font-size="([\d.]+)"[^>]*>([^<]+)<', html)]
    assert len(boxes) == 2 * len(STEPS)
    assert all(width(Line(text, size)) <= max(boxes) - 2 * PAD for text, size in lines)


@each_lang
def test_the_picture_has_a_title_and_a_caption(lang: Lang) -> None:
    html = visit_timeline(Place(lang, "modules/02-visits.md"))
    assert html.count("<title") == html.count("<desc") == 2
    assert "<figcaption" in html
