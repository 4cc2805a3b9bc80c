"""Charts on pages: SVG that stands in a page without touching the rest of it, and the same figures in words."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree as Xml

import pytest

from fsi_kit.charts.style import new_figure
from fsi_kit.texts import LANGS, Lang
from tools.site.blocks_charts import CHARTS, chart, inline
from tools.site.example import exempelby
from tools.site.place import Place
from tools.site.words import Words

PAGE = "stages/understanding.md"
SVG = "{http://www.w3.org/2000/svg}"
each_lang = pytest.mark.parametrize("lang", LANGS)


def drawing(html: str) -> Xml.Element:
    (svg,) = re.findall(r"<svg.*</svg>", html, flags=re.DOTALL)
    return Xml.fromstring(svg)


@each_lang
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_a_caption_and_the_same_figures_in_words_for_eyes_and_ears(name: str, lang: Lang) -> None:
    html = chart(Place(lang, PAGE), name)
    words = CHARTS[name].tell(exempelby(lang), lang, **CHARTS[name].given)
    svg = drawing(html)
    caption = Words(lang)(f"charts.{name}")
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == caption and svg.findtext(f"{SVG}desc") == words
    assert {svg.get("aria-labelledby"), svg.get("aria-describedby")} == {f"chart-{name}-title", f"chart-{name}-desc"}
    visible = re.findall(r"<figcaption[^>]*>(.*?)</figcaption>.*<p>(.*?)</p>", html, flags=re.DOTALL)
    assert [tuple(map(unescape, each)) for each in visible] == [(caption, words)]
    assert len(html) < 80_000


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_touches_nothing_outside_itself(name: str) -> None:
    html = chart(Place("sv", PAGE), name)
    assert "<style" not in html and "<script" not in html and "xlink" not in html and "base64" not in html
    assert "\n\n" not in html, "Markdown would end the block there"
    svg = drawing(html)
    ids = [id_ for part in svg.iter() if (id_ := part.get("id"))]
    assert len(ids) == len(set(ids)) and all(id_.startswith(f"chart-{name}-") for id_ in ids)
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', html))
    assert used <= set(ids)


def test_two_charts_on_a_page_share_no_id() -> None:
    page = "".join(chart(Place("sv", PAGE), name) for name in CHARTS)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > len(CHARTS)


def test_a_chart_is_drawn_the_same_each_time() -> None:
    assert chart(Place("sv", PAGE), "nki-total") == chart(Place("sv", PAGE), "nki-total")


def test_text_stays_text() -> None:
    svg = drawing(chart(Place("sv", PAGE), "coverage-place"))
    said = ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]
    assert {"Exempelby", "33 av 37 (89\u00a0%)"} <= set(said)
    assert all("Verdana" in (text.get("style") or "") for text in svg.iter(f"{SVG}text"))


def test_names_are_text_and_never_markup() -> None:
    svg = inline(new_figure(1, ""), "x", "<b>name</b>", "<script>alert(1)</script>")
    assert "<b>" not in svg and "<script" not in svg
    assert Xml.fromstring(svg).findtext(f"{SVG}desc") == "<script>alert(1)</script>"


def test_a_chart_that_there_is_none_of_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        chart(Place("sv", PAGE), "pie")
